import type { z } from "zod";
import { explainIssue } from "../diagnostic/explain.ts";
import { type Findings, headOf, spanAt } from "../diagnostic/findings.ts";
import type { YamlMap, YamlPath } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";
import { planData } from "./plan-data.ts";
import { refuseUnknownKeys } from "./unknown-keys.ts";

interface ParseFile<T> {
  schema: z.ZodType<T>;
  findings: Findings;
  /** An empty file counts as an empty map. */
  empty?: boolean;
  /** What becomes of keys that nobody knows; `error` where nothing is said. */
  unknownKeys?: "error" | "warn";
}

/** Reads a file of ours by its schema. Null when it cannot be read; the findings then say why. */
export function parseFile<T>(request: ParseFile<T>): { data: T; root: YamlMap; refused: YamlPath[] } | null {
  const root = readMap(request.findings, request.empty ?? false);
  if (!root) return null;
  const { data, refused } = applySchema({ ...request, root });
  return data === null ? null : { data, root, refused };
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
/** Beyond this the file is of another kind, and a list of what is wrong with it helps nobody. */
const MAX_ISSUES = 300;

/**
 * Puts a tree through its schema. Every refused value is told, and the rest is read without it, so that checks
 * which go over the whole file can still be made and one run tells all there is.
 */
export function applySchema<T>({
  schema,
  findings,
  root,
  unknownKeys = "error",
}: ParseFile<T> & { root: YamlMap }): Applied<T> {
  refuseUnknownKeys(root, schema, { findings, severity: unknownKeys });
  const data = planData(root, findings.source.text);
  const refused = new Map<string, YamlPath>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const result = schema.safeParse(data);
    if (result.success) return { data: result.data, refused: [...refused.values()] };
    const { issues } = result.error;
    const found = new Map<string, YamlPath>();
    for (const issue of issues.slice(0, MAX_ISSUES)) {
      const { path, finding } = explainIssue(issue, root);
      const key = JSON.stringify(path);
      found.set(key, path);
      // What comes up again was left out before and is missing now; that is no finding of its own.
      if (!refused.has(key)) findings.error(spanAt(root, path), finding);
      refused.set(key, path);
    }
    if (issues.length > MAX_ISSUES) break;
    for (const path of [...found.values()].sort((a, b) => b.length - a.length)) leaveOut(data, path);
  }
  return { data: null, refused: [...refused.values()] };
}

/** Stands for an id that is missing or bad while the rest of the file is looked at. */
export const NO_ID = "unnamed";

/**
 * Takes a value out of its map; in a list the whole list goes, so that other items keep their numbers. Tasks stay,
 * with a stand-in for what cannot do without: most of what is worth telling is in them.
 */
function leaveOut(data: Record<string, unknown>, path: YamlPath): void {
  const last = path.at(-1);
  const parents: [Record<string, unknown>, string][] = [];
  let here: unknown = data;
  for (const [index, step] of path.entries()) {
    if (Array.isArray(here)) {
      if (here === data.tasks && index === path.length - 1) here[Number(step)] = { id: NO_ID };
      here = here[Number(step)];
    } else if (isRecord(here)) {
      parents.push([here, String(step)]);
      here = here[String(step)];
    } else return;
  }
  if (path[0] === "tasks" && path.length === 2) return;
  const [parent, key] = parents.at(-1) ?? [data, String(last)];
  if (last === "id" && (path.length === 1 || path[0] === "tasks")) parent[key] = NO_ID;
  else if (path.length === 1 && last === "tasks") parent[key] = [];
  else if (!Object.hasOwn(parent, key)) dropHolder(parents);
  else delete parent[key];
}

/** A map that lacks a key it must have goes as a whole. */
function dropHolder(parents: readonly [Record<string, unknown>, string][]): void {
  const holder = parents.at(-2);
  if (holder) delete holder[0][holder[1]];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
