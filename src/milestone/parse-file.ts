import type { z } from "zod";
import { explainIssue } from "./explain.ts";
import { type Findings, headOf, spanAt } from "./findings.ts";
import { type Misplaced, warnOfMisspellings } from "./misspelling.ts";
import { planData } from "./plan-data.ts";
import type { YamlMap, YamlPath } from "./yaml/node.ts";
import { readYaml } from "./yaml/read.ts";

interface ParseFile<T> {
  schema: z.ZodType<T>;
  findings: Findings;
  /** An empty file counts as an empty map. */
  empty?: boolean;
  misplaced?: Misplaced;
}

/** Reads a file of ours by its schema. Null when it cannot be read; the findings then say why. */
export function parseFile<T>(request: ParseFile<T>): { data: T; root: YamlMap } | null {
  const root = readMap(request.findings, request.empty ?? false);
  if (!root) return null;
  const { data } = applySchema({ ...request, root });
  return data === null ? null : { data, root };
}

/** The file's text as a YAML map, or null with the findings saying why not. */
export function readMap(findings: Findings, allowEmpty: boolean): YamlMap | null {
  const yaml = readYaml(findings.source.text);
  if (!yaml.ok) {
    findings.yamlProblems(yaml.problems);
    return null;
  }
  const { root } = yaml;
  if (root.kind === "map") return root;
  if (allowEmpty && root.kind === "scalar" && root.value === null) {
    return { kind: "map", pairs: [], flow: false, indent: 0, start: root.start, end: root.end };
  }
  findings.error(headOf(root), {
    code: "not-a-map",
    message: "the file is not a map of keys and values",
    remedy: "begin it with `id: …` and `tasks:`",
  });
  return null;
}

export interface Applied<T> {
  /** What the schema made of the file, wrong parts left out; null when too much is wrong to go on. */
  data: T | null;
  /** Paths of what was left out. */
  refused: YamlPath[];
}

const MAX_ROUNDS = 4;

/**
 * Puts a tree through its schema. Every refused value is told, and the rest is read without it, so that checks
 * which go over the whole file can still be made and one run tells all there is.
 */
export function applySchema<T>({
  schema,
  findings,
  root,
  misplaced = new Map(),
}: ParseFile<T> & { root: YamlMap }): Applied<T> {
  warnOfMisspellings(root, schema, { findings, misplaced });
  const data: unknown = planData(root, findings.source.text);
  const refused: YamlPath[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const result = schema.safeParse(data);
    if (result.success) return { data: result.data, refused };
    for (const issue of result.error.issues) {
      const { path, finding } = explainIssue(issue, root);
      if (refused.some(done => done.join("\0") === path.join("\0"))) continue;
      refused.push(path);
      findings.error(spanAt(root, path), finding);
    }
    for (const path of refused.slice().sort(laterItemsFirst)) leaveOut(data, path);
  }
  return { data: null, refused };
}

const laterItemsFirst = (a: YamlPath, b: YamlPath) => b.length - a.length;

/** Takes a value out of its map; in a list the whole list goes, so that the other items keep their numbers. */
function leaveOut(data: unknown, path: YamlPath): void {
  const parents: [Record<string, unknown>, string][] = [];
  let here = data;
  for (const step of path) {
    if (Array.isArray(here)) here = here[step as number];
    else if (typeof here === "object" && here !== null) {
      parents.push([here as Record<string, unknown>, String(step)]);
      here = (here as Record<string, unknown>)[step];
    } else break;
  }
  const last = parents.at(-1);
  if (last) delete last[0][last[1]];
}
