import { Refusal, refuse } from "../engine/refusal.ts";
import { describeFailure } from "../github/answer.ts";
import type { Repository } from "../github/repository.ts";
import {
  candidatesIn,
  detectSource,
  githubSource,
  type ImportFormat,
  type ImportSource,
} from "../import/detect.ts";
import { fetchMilestone } from "../import/fetch-github.ts";
import type { Files } from "../import/files.ts";
import { readGitHubMilestone } from "../import/github-issues.ts";
import type { Imported, ImportedPlan } from "../import/imported.ts";
import { milestoneText } from "../import/milestone-text.ts";
import { readSource } from "../import/read-source.ts";
import { asId, slugOf } from "../import/task-ids.ts";
import { nameOf } from "../import/titles.ts";
import { idProblem, paths } from "../milestone/names.ts";
import { readPlan } from "../milestone/plan/read-plan.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { EXIT, type Outcome } from "./outcome.ts";

export interface ImportRequest {
  /** A folder, a file (`tasks.json#tag`), `github:12` or a GitHub milestone's page. */
  source: string;
  /** Of the new milestone; null: made of the source's name. */
  id: string | null;
  /** null: found out. */
  format: ImportFormat | null;
  /** Overwrite what is there. */
  force: boolean;
  /** Show what would be written. */
  dryRun: boolean;
  files: Files;
  /** Asks GitHub; null where there is no token. Gets the repository that the source names, or null for this one's. */
  github: ((named: { owner: string; repo: string } | null) => Promise<Repository | null>) | null;
}

/**
 * Makes a milestone of a plan that another tool wrote: its file below `.milestones/active/` and its documents as
 * finished deliverables. Nothing is written before all was read and found valid, nor over what is there.
 * @throws Refusal for what cannot be read or stands in the way
 */
export async function importCommand(request: ImportRequest): Promise<Outcome> {
  const { files, force, dryRun } = request;
  const source = await findSource(request);
  const plan = unwrap(await read(source, request));
  const id = request.id ?? idFor(source, plan);
  const problem = idProblem(id);
  if (problem)
    refuse(
      `the id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`,
      "name another one behind the source",
    );
  const made = unwrap(milestoneText(plan, id));
  const path = paths.milestone(id);
  const reading = readPlan({ file: path, text: made.text });
  if (!reading.ok) throw new Error(`the import made an invalid milestone: ${reading.errors[0]?.message}`);
  const writes = [{ path, text: made.text }, ...made.files];
  if (!force) await refuseOverwriting(id, writes, files);
  if (!dryRun) for (const file of writes) await files.writeFile(file.path, file.text);
  const { tasks } = reading.plan;
  const count = (status: string) => tasks.filter(task => task.status === status).length;
  const documents = made.files.length;
  const said = [
    `${plan.format}: ${plan.source}: ${counted(tasks.length, "task")} (${count("completed")} completed, ${count("skipped")} skipped), ${counted(documents, "document")}`,
    ...made.notes.map(note => `  note: ${note}`),
  ];
  const text = dryRun
    ? [...said, `would write ${writes.map(w => w.path).join(", ")}:`, "", made.text].join("\n")
    : [...said, ...writes.map(w => `wrote ${w.path}`), "", ...next(id)].join("\n");
  const json = {
    milestone: id,
    format: plan.format,
    source: plan.source,
    tasks: tasks.length,
    files: writes.map(w => w.path),
    written: !dryRun,
    notes: made.notes,
  };
  return { status: null, exitCode: EXIT.ok, text, json, outputs: { milestone: id } };
}

const next = (id: string) => [
  `1. look through ${paths.milestone(id)}: who does the work is its \`executor\``,
  "2. commit it: git add .milestones && git commit",
  `3. milestone plan ${id}, then milestone execute ${id}`,
];

async function findSource({ source, format, files }: ImportRequest): Promise<ImportSource> {
  const github = githubSource(source);
  if (github)
    return format === null || format === "github"
      ? github
      : refuse(`${source} is a GitHub milestone, not ${format}`, "leave --format out");
  if (format === "github")
    refuse(`"${source}" names no GitHub milestone`, "write github:<number>, or the address of its page");
  const path =
    source
      .replaceAll("\\", "/")
      .replace(/^(?:\.\/)+/, "")
      .replace(/\/+$/, "") || ".";
  const below = await files.list(path);
  if (below === null && (await files.readFile(path.split("#")[0]!)) === null) return notFound(source, files);
  const found = detectSource(path, below) ?? only(path, candidatesIn(path, below ?? []));
  return format === null ? found : asFormat(found, format, source);
}

async function notFound(source: string, files: Files): Promise<never> {
  const there = candidatesIn("", (await files.list(".")) ?? []);
  const remedy =
    there.length > 0
      ? `found here: ${there.slice(0, 8).join(", ")}`
      : "name a folder with a tasks.md, a tasks.json, or github:<number>";
  return refuse(`there is no ${JSON.stringify(source).slice(0, 200)}`, remedy);
}

/** A folder above plans stands for its plan when it holds just one. */
function only(path: string, candidates: readonly string[]): ImportSource {
  const [first] = candidates;
  if (first === undefined) {
    return refuse(
      `${path} holds no plan that can be imported`,
      "name a folder with a tasks.md (Kiro, spec-kit), a tasks.json (Task Master), or github:<number>",
    );
  }
  if (candidates.length > 1) {
    return refuse(
      `${path} holds ${candidates.length} plans`,
      `name one: ${candidates.slice(0, 12).join(", ")}`,
    );
  }
  return detectSource(first, first.endsWith(".json") ? null : ["tasks.md"])!;
}

function asFormat(found: ImportSource, format: ImportFormat, source: string): ImportSource {
  if (found.format === format) return found;
  if (
    (format === "kiro" || format === "spec-kit") &&
    (found.format === "kiro" || found.format === "spec-kit")
  ) {
    return { ...found, format };
  }
  return refuse(
    `${source} looks like ${found.format}, not ${format}`,
    `leave --format out, or name the ${format} source`,
  );
}

async function read(
  source: ImportSource,
  { files, github, source: named }: ImportRequest,
): Promise<Imported<ImportedPlan>> {
  if (source.format !== "github") return readSource(source, files);
  const repository = github ? await github(source.repository) : null;
  if (!repository) {
    return refuse(
      `${named} cannot be asked for: there is no GitHub repository or no token`,
      "set GITHUB_TOKEN, and run in a clone of the repository or name it: github:owner/repo#12",
    );
  }
  const answer = await fetchMilestone(repository, source.number);
  if (answer.ok) return readGitHubMilestone(answer.value);
  const missing = answer.failure.kind === "not_found";
  return refuse(
    missing
      ? `${repository.owner}/${repository.repo} has no milestone ${source.number}`
      : describeFailure(answer.failure),
    missing ? `its milestones: ${repository.url}/milestones` : "check the token and try again",
  );
}

function idFor(source: ImportSource, plan: ImportedPlan): string {
  const name =
    source.format === "github"
      ? slugOf(plan.title) || `milestone-${source.number}`
      : source.format === "task-master"
        ? slugOf(source.tag ?? plan.title)
        : asId(nameOf(source.folder));
  return name || "imported";
}

/** @throws Refusal that names every file which would be lost */
async function refuseOverwriting(
  id: string,
  writes: readonly { path: string; text: string }[],
  files: Files,
): Promise<void> {
  for (const shelf of ["completed", "archived"] as const) {
    const path = paths.milestone(id, shelf);
    if ((await files.readFile(path)) !== null)
      refuse(`there is a milestone ${id} already: ${path}`, "name another id behind the source");
  }
  const lost: string[] = [];
  for (const { path, text } of writes) {
    const there = await files.readFile(path);
    if (there !== null && there !== text) lost.push(path);
  }
  if (lost.length === 0) return;
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : "";
  refuse(`${lost[0]}${more} exists`, "use --force to overwrite, or name another id behind the source");
}

/** @throws Refusal */
function unwrap<T>(reading: Imported<T>): T {
  if (reading.ok) return reading.value;
  throw new Refusal([reading.problem]);
}
