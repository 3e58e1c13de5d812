import { parseDocument } from "yaml";
import type { Checklist, CodeBlock } from "./checklist.ts";
import type { ImportedTask, ImportNote } from "./imported.ts";
import { plain, readNamed } from "./references.ts";

/** The order that a list states apart from its tasks. */
export interface Waves {
  /** Tasks that run side by side, wave after wave; null where the list names no waves. */
  steps: number[][] | null;
  /** Edges of a drawn graph, `[task, needs]`. */
  hints: [number, number][];
}

const MAX_WAVES = 1000;

/**
 * Waves as JSON or YAML in a block of code (`{"waves": [["1","2"],["3"]]}`, or with `tasks` in each), as lines
 * (`Wave 1: 1.1, 2.1`) or rows of a table, and arrows between tasks, in Mermaid too. A graph that cannot be read is
 * noted. Tasks that no wave names come when all tasks above them in the list are done.
 */
export function readWaves(checklist: Checklist, tasks: ImportedTask[], notes: ImportNote[]): Waves {
  const places = placesOf(tasks);
  const hints = checklist.code.flatMap(code => arrowsIn(code.text.split("\n"), places));
  const written = checklist.code
    .map(code => ({ code, waves: wavesIn(code) }))
    .find(each => each.waves !== null);
  const waves = written?.waves ?? wavesInProse(checklist, places);
  if (waves === null) {
    for (const code of checklist.code) {
      const drawn = /\bwaves?\b|-->|==>|\bdepends_?on\b/i.test(code.text);
      if (drawn && arrowsIn(code.text.split("\n"), places).length === 0)
        notes.push({
          what: "a graph of dependencies could not be read, so the order of the list holds",
          item: `the block of code in line ${code.line}`,
          line: code.line,
        });
    }
    return { steps: null, hints };
  }
  const seen = new Set<number>();
  const steps: number[][] = [];
  for (const wave of waves) {
    const step: number[] = [];
    for (const id of wave) {
      const place = places(id);
      if (place === null)
        notes.push({ what: "named by the dependency graph but not in the list, left out", item: id });
      else if (!seen.has(place)) {
        seen.add(place);
        step.push(place);
      }
    }
    if (step.length > 0) steps.push(step);
  }
  followList(tasks, seen);
  return { steps: steps.map(step => withParts(step, tasks, seen)), hints };
}

type Places = (id: string) => number | null;

function placesOf(tasks: readonly ImportedTask[]): Places {
  const places = new Map<string, number>();
  const key = (id: string) =>
    id
      .toLowerCase()
      .replace(/^(?:task\s*)?#?/, "")
      .replace(/^t-?0*(?=\d)/, "t");
  for (const [index, { id }] of tasks.entries()) {
    if (!places.has(key(id))) places.set(key(id), index);
  }
  return id => places.get(key(id.trim())) ?? null;
}

/** A wave that names a whole names its parts, unless waves name those themselves. */
function withParts(step: readonly number[], tasks: readonly ImportedTask[], seen: Set<number>): number[] {
  const all = [...step];
  for (let at = 0; at < all.length; at++) {
    tasks.forEach((task, index) => {
      if (task.parent !== all[at] || seen.has(index)) return;
      seen.add(index);
      all.push(index);
    });
  }
  return all;
}

function wavesIn({ text, language }: CodeBlock): string[][] | null {
  if (!/waves?/i.test(text) || text.length > 200_000) return null;
  if (language !== "" && !/^(?:json|ya?ml|jsonc|text|txt)\b/i.test(language)) return null;
  let data: unknown;
  try {
    const document = parseDocument(text, { logLevel: "silent" });
    if (document.errors.length > 0) return null;
    data = document.toJS({ maxAliasCount: 0 });
  } catch {
    return null;
  }
  const waves = listOfWaves(data);
  return waves && waves.length > 0 && waves.length <= MAX_WAVES && waves.some(wave => wave.length > 0)
    ? waves
    : null;
}

/** `waves: [[1, 2], [3]]`, `waves: [{ tasks: [1] }]`, `waves: { 1: [1, 2] }`, `wave_1: [1, 2]`, or the list itself. */
function listOfWaves(data: unknown): string[][] | null {
  if (Array.isArray(data)) {
    const waves = data.map(idsOf);
    return waves.every(wave => wave !== null) ? waves : null;
  }
  if (typeof data !== "object" || data === null) return null;
  for (const [key, value] of Object.entries(data)) {
    if (!/^(?:execution_?)?(?:waves|parallel_?groups|batches)$/i.test(key)) continue;
    const inner = Array.isArray(value)
      ? value
      : typeof value === "object" && value !== null
        ? Object.values(value)
        : null;
    return inner ? listOfWaves(inner) : null;
  }
  const named = Object.entries(data).filter(([key]) => /^wave[\s_-]?\d{1,3}$/i.test(key));
  if (named.length > 0) return listOfWaves(named.map(([, value]) => value));
  // One level of wrapping, as in `{"graph": {"waves": …}}`.
  for (const value of Object.values(data)) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const inner = listOfWaves(value);
      if (inner) return inner;
    }
  }
  return null;
}

function idsOf(wave: unknown): string[] | null {
  if (typeof wave === "string" || typeof wave === "number") return readNamed(String(wave)).ids;
  if (Array.isArray(wave)) {
    const ids = wave.map(each =>
      typeof each === "object" && each !== null && "id" in each
        ? String(each.id)
        : typeof each === "object"
          ? null
          : String(each),
    );
    return ids.every(id => id !== null) ? ids : null;
  }
  if (typeof wave !== "object" || wave === null) return null;
  for (const key of ["tasks", "task_ids", "taskIds", "items", "parallel"]) {
    if (key in wave) return idsOf((wave as Record<string, unknown>)[key]);
  }
  return null;
}

const WAVE =
  /^(?:[#>|]\s*)?(?:execution )?(?:wave|batch|parallel group|group|round|波次?|第)\s*(\d{1,3}|[A-Z])\b[^::|]{0,60}[::|]\s*(.+)$/i;

/** `Wave 1: 1.1, 2.1`, `- **Wave 2** (after wave 1): 3`, or a table whose first column is the wave. */
function wavesInProse({ sections }: Checklist, places: Places): string[][] | null {
  const waves: string[][] = [];
  for (const { prose } of sections) {
    const table = prose.findIndex(({ text }) => /^\|?[^|]{0,20}\bwaves?\b[^|]{0,20}\|/i.test(text));
    for (const [at, { text }] of prose.entries()) {
      const bare = plain(text);
      const row = table >= 0 && at > table + 1 ? /^\|?\s*(?:wave\s*)?(\d{1,3})\s*\|(.*)$/i.exec(bare) : null;
      const match = row ?? WAVE.exec(bare);
      if (!match) continue;
      const ids = readNamed(
        match[2]!.split("|").find(cell => readNamed(cell).ids.some(id => places(id) !== null)) ?? "",
      ).ids;
      if (ids.some(id => places(id) !== null)) waves.push(ids.filter(id => places(id) !== null));
    }
  }
  return waves.length > 1 ? waves : null;
}

const NODE = String.raw`([\w.-]{1,40})\s*(?:[[({]{1,2}"?([^\]"})]{0,200})"?[\])}]{1,2})?`;
const ARROW = new RegExp(
  String.raw`^\s*${NODE}\s*(?:-{1,3}(?:\|[^|]{0,40}\|)?>|={2,3}>|-\.{1,3}->|→)\s*(?:\|[^|]{0,40}\|\s*)?${NODE}`,
);

/** `A[1. Schema] --> B[2. Endpoint]`, `T001 --> T002`, `1 → 2`: what stands at the head waits for the tail. */
function arrowsIn(lines: readonly string[], places: Places): [number, number][] {
  const labels = new Map<string, number>();
  const node = (id: string, label: string | undefined): number | null => {
    const numbered = label === undefined ? [] : readNamed(label.split(/\s/)[0]!).ids;
    const own = numbered.map(places).find(at => at !== null) ?? labels.get(id) ?? places(id);
    if (own !== null) labels.set(id, own);
    return own;
  };
  for (const line of lines.slice(0, 2000)) {
    const only = new RegExp(`^\\s*${NODE}\\s*;?\\s*$`).exec(line.slice(0, 500));
    if (only?.[2]) node(only[1]!, only[2]);
  }
  return lines.slice(0, 2000).flatMap((line): [number, number][] => {
    const found: [number, number][] = [];
    let rest = line.slice(0, 500);
    for (let match = ARROW.exec(rest); match; match = ARROW.exec(rest)) {
      const [whole, from, fromLabel, to, toLabel] = match;
      const [tail, head] = [node(from!, fromLabel), node(to!, toLabel)];
      if (tail !== null && head !== null && tail !== head) found.push([head, tail]);
      // A chain goes on with the node just read.
      const last = whole!.slice(whole!.lastIndexOf(to!));
      rest = last.length < rest.length ? last + rest.slice(whole!.length) : "";
    }
    return found;
  });
}

/** A task outside of the waves (a checkpoint, as a rule) waits for what stands between it and the one before. */
function followList(tasks: ImportedTask[], seen: ReadonlySet<number>): void {
  const parents = new Set(tasks.map(task => task.parent));
  const isSeen = (index: number): boolean => {
    for (let at: number | null = index; at !== null; at = tasks[at]!.parent) if (seen.has(at)) return true;
    return false;
  };
  let since: string[] = [];
  tasks.forEach((task, index) => {
    if (parents.has(index)) return;
    if (isSeen(index)) {
      since.push(task.id);
      return;
    }
    task.after.push(...since.slice(-300));
    since = [task.id];
  });
}
