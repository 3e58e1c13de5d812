import { z } from "zod";
import { slugOf } from "../milestone/text/slug.ts";
import {
  type Imported,
  type ImportedPlan,
  type ImportedTask,
  imported,
  newTask,
  type SourceFile,
  unreadable,
} from "./imported.ts";
import { type JsonFile, readJson } from "./json-file.ts";
import type { Note } from "./notes.ts";
import { readHours } from "./references.ts";
import { nameOf } from "./titles.ts";

const word = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish().catch(null);
const list = z.array(z.unknown()).nullish().catch(null);
const record = z.looseObject({
  id: word,
  title: word,
  name: word,
  description: word,
  category: word,
  notes: word,
  priority: word,
  status: word,
  estimate: word,
  passes: z.unknown().optional(),
  done: z.unknown().optional(),
  steps: list,
  acceptanceCriteria: list,
  acceptance_criteria: list,
  dependencies: list,
  depends_on: list,
  dependsOn: list,
});
type Item = z.infer<typeof record>;

/** The user stories of a Ralph loop (`prd.json`): what passes is done, and one runs after the other by its priority. */
export function readRalph(file: SourceFile): Imported<ImportedPlan> {
  const json = readJson(file);
  if (!json.ok) return json;
  const found = entriesIn(json.value.data, ["userStories", "user_stories", "stories"]);
  if (!found)
    return unreadable(file.path, 1, "it holds no userStories", 'it should hold { "userStories": [ … ] }');
  const top = json.value.data as Record<string, unknown>;
  const title =
    typeof top.project === "string" ? top.project : typeof top.name === "string" ? top.name : "User stories";
  return planOf(file, json.value, { ...found, format: "ralph", title, description: textOf(top.description) });
}

/** The features that a long-running harness keeps (`feature_list.json`): what passes is done, steps are criteria. */
export function readFeatureList(file: SourceFile): Imported<ImportedPlan> {
  const json = readJson(file);
  if (!json.ok) return json;
  const { data } = json.value;
  const found = Array.isArray(data)
    ? { entries: data, path: [] }
    : entriesIn(data, ["features", "feature_list", "featureList", "tests"]);
  if (!found)
    return unreadable(
      file.path,
      1,
      "it holds no list of features",
      'it should hold [ { "description", "steps", "passes" } ]',
    );
  const top = Array.isArray(data) ? {} : (data as Record<string, unknown>);
  const title = textOf(top.project) || textOf(top.project_name) || textOf(top.title) || "Features";
  return planOf(file, json.value, {
    ...found,
    format: "feature-list",
    title,
    description: textOf(top.description),
  });
}

/** Whether a JSON text is one of these lists rather than a Task Master file. */
export function jsonListOf(text: string): "ralph" | "feature-list" | null {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
  if (entriesIn(data, ["userStories", "user_stories"])) return "ralph";
  const entries = Array.isArray(data)
    ? data
    : entriesIn(data, ["features", "feature_list", "featureList"])?.entries;
  const passing = entries?.some(each => typeof each === "object" && each !== null && "passes" in each);
  return passing ? "feature-list" : null;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

interface Entries {
  entries: unknown[];
  path: (string | number)[];
}

function entriesIn(data: unknown, keys: readonly string[]): Entries | null {
  if (typeof data !== "object" || data === null) return null;
  for (const key of keys) {
    const value = (data as Record<string, unknown>)[key];
    if (Array.isArray(value)) return { entries: value, path: [key] };
  }
  return null;
}

interface About extends Entries {
  format: "ralph" | "feature-list";
  title: string;
  description: string;
}

function planOf(file: SourceFile, json: JsonFile, about: About): Imported<ImportedPlan> {
  const notes: Note[] = [];
  const tasks: ImportedTask[] = [];
  const ranks: number[] = [];
  let named = false;
  about.entries.forEach((raw, index) => {
    const line = json.lineOf([...about.path, index]);
    const read = record.safeParse(raw);
    if (!read.success) {
      notes.push({ what: "no task, left out", item: `entry ${index + 1} in line ${line}`, line });
      return;
    }
    const item = read.data;
    const needs = (item.dependencies ?? item.depends_on ?? item.dependsOn ?? []).flatMap(each =>
      typeof each === "string" || typeof each === "number" ? String(each) : [],
    );
    named ||= needs.length > 0;
    const mark = {
      file: file.path,
      how: "json" as const,
      path: [...about.path, index, "passes"],
      value: true,
    };
    tasks.push({ ...taskOf(item, { line, needs, notes, index }), mark });
    const rank = Number(item.priority);
    ranks.push(about.format === "ralph" && Number.isFinite(rank) ? rank : 0);
  });
  if (tasks.length === 0)
    return unreadable(
      file.path,
      1,
      "there is no task in it",
      "add entries with the tool that wrote it, then import again",
    );
  const order = tasks.map((_, index) => index).sort((a, b) => ranks[a]! - ranks[b]! || a - b);
  return imported({
    format: about.format,
    source: file.path,
    title: about.title,
    description: about.description,
    tasks,
    // Such lists are worked off from the top; named dependencies say more than that.
    steps: named ? [] : order.map(index => [index]),
    hints: [],
    documents: [{ phase: "task", path: nameOf(file.path), source: file.path, text: file.text }],
    list: null,
    notes,
  });
}

function taskOf(
  item: Item,
  { line, needs, notes, index }: { line: number; needs: string[]; notes: Note[]; index: number },
): ImportedTask {
  const title = (item.title || item.name || item.description || `Entry ${index + 1}`).split("\n")[0]!;
  const id = item.id || slugOf(title) || String(index + 1);
  const state = stateOf(item);
  if (state === null)
    notes.push({
      what: "what it says of being done is not known, so it counts as open",
      item: `${id} in line ${line}`,
    });
  const steps = (item.steps ?? []).flatMap(lineOf);
  const criteria = [...(item.acceptanceCriteria ?? item.acceptance_criteria ?? []).flatMap(lineOf), ...steps];
  const details = [
    item.description === title ? null : item.description,
    item.notes,
    item.category ? `Category: ${item.category}` : null,
  ];
  return newTask({
    id,
    title,
    details: details.flatMap(text => (text ? text.split(/\r?\n/) : [])),
    acceptance: criteria,
    state: state ?? "pending",
    after: needs,
    hours: item.estimate ? readHours(item.estimate) : null,
    priority: item.priority ?? null,
    line,
  });
}

/** A step as a text, or as `{ description }`. */
function lineOf(step: unknown): string[] {
  if (typeof step === "string" || typeof step === "number") return [String(step)];
  if (typeof step !== "object" || step === null) return [];
  const { description, text, step: inner } = step as Record<string, unknown>;
  const words = [description, text, inner].find(each => typeof each === "string");
  return [typeof words === "string" ? words : JSON.stringify(step)];
}

function stateOf({ passes, done, status }: Item): ImportedTask["state"] | null {
  const said = passes ?? done;
  if (said === true || said === "true") return "completed";
  if (said === false || said === null || said === undefined || said === "false") {
    if (said !== undefined && said !== null) return "pending";
    const plain = (status ?? "pending").toLowerCase().replace(/[\s_]+/g, "-");
    if (/^(?:done|completed?|passed|passing|closed)$/.test(plain)) return "completed";
    if (/^(?:in-progress|started|active)$/.test(plain)) return "in_progress";
    return /^(?:pending|todo|to-do|open|not-started|failing|failed)$/.test(plain) ? "pending" : null;
  }
  return null;
}
