/** Workflow files, read out of the repository at a commit. */
import { parse } from "yaml";
import { entryAt, readBlob, readTree } from "../git/read.ts";
import type { Repository } from "../state/model.ts";

export interface WorkflowInput {
  description?: string;
  required?: boolean;
  default?: string | number | boolean;
  type?: string;
  options?: string[];
}

export interface Step {
  name?: string;
  id?: string;
  if?: string | boolean;
  uses?: string;
  run?: string;
  with?: { [name: string]: unknown };
  env?: { [name: string]: unknown };
  "continue-on-error"?: boolean;
}

export interface Job {
  if?: string | boolean;
  permissions?: string | { [name: string]: string };
  concurrency?: string | Concurrency;
  needs?: string | string[];
  outputs?: { [name: string]: string };
  env?: { [name: string]: unknown };
  steps?: Step[];
}

export interface Concurrency {
  group: string;
  "cancel-in-progress"?: boolean;
  queue?: "single" | "max";
}

export interface Workflow {
  path: string;
  name: string;
  "run-name"?: string;
  /** Trigger → its settings. */
  on: { [event: string]: { types?: string[]; inputs?: { [name: string]: WorkflowInput } } | null };
  permissions?: string | { [name: string]: string };
  concurrency?: string | Concurrency;
  env?: { [name: string]: unknown };
  jobs: { [name: string]: Job };
}

const folder = ".github/workflows";

/** The workflow file `path` (or bare file name) at a commit, or null. Throws for a file that is no YAML. */
export async function readWorkflow(
  repository: Repository,
  commit: string,
  path: string,
): Promise<Workflow | null> {
  const full = path.includes("/") ? path : `${folder}/${path}`;
  const entry = await entryAt(repository.git, commit, full);
  const content = entry && (await readBlob(repository.git, entry.sha));
  if (!content) return null;
  const file = parse(content.toString()) as Omit<Workflow, "path" | "on"> & { on: unknown };
  return { ...file, path: full, name: file.name ?? full, on: triggers(file.on) };
}

function triggers(on: unknown): Workflow["on"] {
  if (typeof on === "string") return { [on]: null };
  if (Array.isArray(on)) return Object.fromEntries(on.map(event => [event, null]));
  return on as Workflow["on"];
}

/** All workflow files at a commit, by path. */
export async function listWorkflows(repository: Repository, commit: string): Promise<Workflow[]> {
  const entry = await entryAt(repository.git, commit, folder);
  if (entry?.type !== "tree") return [];
  const names = ((await readTree(repository.git, entry.sha, false)) ?? []).map(each => each.path);
  const files = names.filter(name => /\.ya?ml$/.test(name));
  const found = await Promise.all(files.map(name => readWorkflow(repository, commit, name)));
  return found.filter(each => each !== null);
}
