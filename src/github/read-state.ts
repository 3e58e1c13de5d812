import { branchName, paths } from "../milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../milestone/phase.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { LogReader, type LogSegment, tryEvent } from "../milestone/session/log.ts";
import { emptyState, type State } from "../milestone/session/state.ts";
import { addToHistory, newHistory, type RunHistory } from "../milestone/view/run-history.ts";
import { type Answer, good } from "./answer.ts";
import { type BaseFiles, baseExpressions, SHELVES, takeBase } from "./base-files.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { type FetchedObject, readObjects } from "./objects.ts";

/** A milestone as its branch on GitHub has it. */
export interface BranchReading {
  milestone: string;
  head: string;
  state: State;
  history: RunHistory;
  /** Tasks as on the branch; gates and approvers as on the base branch. */
  plan: Plan;
  base: BaseFiles;
}

export type StateReading =
  | { kind: "none" }
  | { kind: "read"; reading: BranchReading }
  /** The milestone file or the log cannot be read. */
  | { kind: "bad"; head: string; base: BaseFiles; findings: PlanProblem[] };

export interface PlanProblem {
  file: string;
  /** From 1. */
  line: number;
  message: string;
}

/** What was read before: an unchanged branch then costs one free request. */
export interface StateMemory {
  head: string;
  /** Name of the default branch, and the commit it was at. */
  base: string;
  reading: StateReading;
  /** Log segments by blob id: full ones never change. */
  segments: Map<string, string>;
  /** Path of the newest segment. */
  lastSegment: number;
}

export function createStateMemory(): StateMemory {
  return { head: "", base: "", reading: { kind: "none" }, segments: new Map(), lastSegment: 1 };
}

export interface ReadStateInput {
  repository: GitHubRepository;
  milestone: string;
  /** The repository's default branch, and the commit it is at as far as is known (read again when it moves). */
  defaultBranch: string;
  baseCommit: string;
  memory: StateMemory;
}

/**
 * Reads a milestone's state in at most three requests: the branch (free when unchanged), then files of the branch
 * and of the base branch together, then log segments that are not known yet.
 */
export async function readState(input: ReadStateInput): Promise<Answer<StateReading>> {
  const { repository, milestone, memory } = input;
  const ref = await repository.read("GET /repos/{owner}/{repo}/git/ref/{ref}", {
    ref: `heads/${branchName(milestone)}`,
  });
  if (!ref.ok) return ref.failure.kind === "not_found" ? good({ kind: "none" }) : ref;
  const head = ref.value.object.sha;
  const base = `${input.defaultBranch} ${input.baseCommit}`;
  if (head === memory.head && base === memory.base) return good(memory.reading);
  const files = await readFiles(input, head);
  if (!files.ok) return files;
  const segments = await readSegments(input, head, files.value);
  if (!segments.ok) return segments;
  const reading = await interpret({
    repository,
    milestone,
    head,
    files: files.value,
    segments: segments.value,
  });
  Object.assign(memory, { head, base, reading });
  return good(reading);
}

interface BranchFiles {
  found: Map<string, FetchedObject>;
  base: BaseFiles;
  /** The milestone file as the branch has it. */
  plan: { file: string; text: string } | null;
  config: { file: string; text: string } | null;
}

async function readFiles(input: ReadStateInput, head: string): Promise<Answer<BranchFiles>> {
  const { repository, milestone, memory, defaultBranch } = input;
  const own = [
    ...SHELVES.map(shelf => paths.milestone(milestone, shelf)),
    paths.config,
    LOGS,
    ...new Set([1, memory.lastSegment, memory.lastSegment + 1].map(n => paths.log(milestone, n))),
  ].map(path => `${head}:${path}`);
  const objects = await readObjects(repository, [...own, ...baseExpressions(defaultBranch, milestone)]);
  if (!objects.ok) return objects;
  const found = objects.value;
  const base = await takeBase({ repository, milestone, defaultBranch, found });
  if (!base.ok) return base;
  const text = (path: string) => {
    const object = found.get(`${head}:${path}`);
    return object?.kind === "file" && object.text !== null ? { file: path, text: object.text } : null;
  };
  const plan =
    SHELVES.map(shelf => text(paths.milestone(milestone, shelf))).find(file => file !== null) ?? null;
  return good({ found, base: base.value, plan, config: text(paths.config) });
}

const LOGS = paths.log("x", 1).slice(0, -"/execution-x.jsonl".length);

async function readSegments(
  input: ReadStateInput,
  head: string,
  files: BranchFiles,
): Promise<Answer<LogSegment[]>> {
  const { repository, milestone, memory } = input;
  const folder = files.found.get(`${head}:${LOGS}`);
  const names = new Map(folder?.kind === "folder" ? folder.entries.map(e => [e.name, e.oid]) : []);
  const wanted: { file: string; oid: string }[] = [];
  for (let n = 1; ; n += 1) {
    const file = paths.log(milestone, n);
    const oid = names.get(file.slice(LOGS.length + 1));
    if (!oid) break;
    wanted.push({ file, oid });
  }
  for (const { file, oid } of wanted) {
    const there = files.found.get(`${head}:${file}`);
    if (there?.kind === "file" && there.text !== null) memory.segments.set(oid, there.text);
  }
  const missing = wanted.filter(({ oid }) => !memory.segments.has(oid));
  const read = await readObjects(
    repository,
    missing.map(({ file }) => `${head}:${file}`),
  );
  if (!read.ok) return read;
  for (const { file, oid } of missing) {
    const object = read.value.get(`${head}:${file}`);
    memory.segments.set(oid, object?.kind === "file" ? (object.text ?? "") : "");
  }
  memory.lastSegment = Math.max(1, wanted.length);
  const kept = new Set(wanted.map(({ oid }) => oid));
  for (const oid of memory.segments.keys()) if (!kept.has(oid)) memory.segments.delete(oid);
  return good(wanted.map(({ file, oid }) => ({ file, text: memory.segments.get(oid) ?? "" })));
}

async function interpret(input: {
  repository: GitHubRepository;
  milestone: string;
  head: string;
  files: BranchFiles;
  segments: LogSegment[];
}): Promise<StateReading> {
  const { repository, milestone, head, files, segments } = input;
  const { base } = files;
  const bad = (findings: PlanProblem[]): StateReading => ({ kind: "bad", head, base, findings });
  if (!files.plan) {
    const file = paths.milestone(milestone);
    return bad([{ file, line: 1, message: "the branch holds no such milestone file" }]);
  }
  const plan = await repository.readPlan({
    ...files.plan,
    ...(files.config ? { config: files.config } : {}),
    ...(base.plan ? { policy: base.plan } : {}),
  });
  if (!plan.ok) return bad(plan.errors);
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  const history = newHistory();
  const misfits: string[] = [];
  const log = new LogReader(event => {
    const misfit = misfits.length > 0 ? null : tryEvent(state, event);
    if (misfit) misfits.push(misfit);
    addToHistory(history, event);
  });
  for (const segment of segments) log.add(segment);
  if (!log.reading.ok) return bad([log.reading.problem]);
  const [message] = misfits;
  if (message) return bad([{ file: paths.log(milestone, 1), line: 1, message }]);
  return { kind: "read", reading: { milestone, head, state, history, plan: plan.plan, base } };
}
