import { branchName, branchRef, ROOT } from "../../milestone/names.ts";
import { PHASES, type Phase } from "../../milestone/phase.ts";
import type { State } from "../../milestone/session/state.ts";
import type { Changes, CommitInfo, FileChange, Oid, Ports, Repository } from "../ports.ts";
import { type Complaint, refuse } from "../refusal.ts";
import type { Run } from "../run/run-context.ts";
import { blocksRetried, firstPhase, lastWorked, type Steering } from "./command-problem.ts";

/** Most commits looked through for a task's own. */
const LOOKED_THROUGH = 20_000;

type RetryCommand = Extract<Steering, { command: "retry" }>;

/** Where the work to take back lies. */
interface RevertRange {
  base: Oid;
  tip: Oid;
  task: string;
  phases: readonly Phase[];
}

/** The phases that a retry does again, first to last; none where it only tries again what is blocked. */
export function phasesDoneAgain(steering: RetryCommand, state: State): readonly Phase[] {
  const task = steering.task === undefined ? undefined : state.tasks.get(steering.task);
  if (!task || [...state.blockers.values()].some(b => blocksRetried(b, task.id, steering.phase))) return [];
  const first = steering.phase ?? (steering.whole ? firstPhase(task) : lastWorked(task));
  return PHASES.slice(PHASES.indexOf(first));
}

/**
 * Why the work that a retry would revert cannot be, or null. Asked before a session is opened for it: the reverts are
 * tried out one on another, in commits that no ref points at.
 */
export async function revertProblem(
  ports: Pick<Ports, "repository" | "remote" | "clock">,
  steering: RetryCommand,
  { state, base, tip }: { state: State; base: Oid; tip: Oid },
): Promise<Complaint | null> {
  const phases = phasesDoneAgain(steering, state);
  if (!steering.revert || steering.task === undefined || phases.length === 0) return null;
  const { repository, remote, clock } = ports;
  // A shallow clone may end before the work begins.
  const fetched = await remote?.fetch(branchRef(state.milestone), { meets: base });
  if (fetched && !fetched.ok) {
    const message = `the history of ${branchName(state.milestone)} cannot be fetched: ${fetched.message}`;
    return { message, remedy: "check the network and the token, then retry again" };
  }
  let at = tip;
  for (const commit of await commitsOf(repository, { base, tip, task: steering.task, phases })) {
    const undone = await undo(repository, commit, at);
    if (!undone.ok) return undone.problem;
    const { author } = repository;
    const request = { parents: [at], base: at, changes: undone.changes, message: "try", author };
    at = await repository.commit({ ...request, at: clock.now() });
  }
  return null;
}

/** Takes the code of a task's phases back, newest first, one revert commit each. The deliverables stay as a record. */
export async function revertPhases(run: Run, task: string, phases: readonly Phase[]): Promise<void> {
  const { repository } = run.ports;
  const range = { base: run.base.commit, tip: run.journal.tip, task, phases };
  for (const commit of await commitsOf(repository, range)) {
    await run.journal.exclusively(async () => {
      const undone = await undo(repository, commit, run.journal.tip);
      if (!undone.ok) refuse(undone.problem.message, undone.problem.remedy);
      if (undone.changes.size === 0) return;
      const subject = `reverted ${nameOf(commit)}`;
      await run.journal.commit({ subject, changes: undone.changes, saveReason: "retry" });
    });
  }
}

/** The commits that completed these phases, newest first. */
async function commitsOf(
  repository: Repository,
  { base, tip, task, phases }: RevertRange,
): Promise<CommitInfo[]> {
  const log = await repository.log({ from: base, to: tip, limit: LOOKED_THROUGH });
  return log.filter(commit => {
    const { Task, Phase } = trailersOf(commit);
    return Task === task && phases.includes(Phase as Phase) && commit.subject.endsWith("completed");
  });
}

function trailersOf({ body }: CommitInfo): Record<string, string> {
  return Object.fromEntries([...body.matchAll(/^(\w+): (.+)$/gm)].map(match => [match[1]!, match[2]!]));
}

function nameOf(commit: CommitInfo): string {
  const { Task, Phase } = trailersOf(commit);
  return `${Task} ${Phase}`;
}

type Undone = { ok: true; changes: Changes } | { ok: false; problem: Complaint };

/** What takes the commit's work back at a newer tip. */
async function undo(repository: Repository, commit: CommitInfo, tip: Oid): Promise<Undone> {
  const [parent] = commit.parents;
  const changes: FileChange[] = [];
  for (const path of parent ? await repository.changedPaths(parent, commit.oid) : []) {
    if (path.startsWith(`${ROOT}/`)) continue;
    const entry = await repository.entry(parent!, path);
    const content = entry ? await repository.readFile(parent!, path) : null;
    changes.push(entry && content ? { path, mode: entry.mode, content } : { path, delete: true });
  }
  if (changes.length === 0) return { ok: true, changes: new Map() };
  const landing = await repository.land(commit.oid, tip, changes);
  if (landing.ok) return landing;
  const message = `the work of ${nameOf(commit)} cannot be reverted: later work changed the same lines in ${landing.conflicts.join(", ")}`;
  const remedy = "revert it by hand on the branch, then retry without --revert";
  return { ok: false, problem: { message, remedy } };
}
