import {
  type Blocker,
  type BlockerType,
  blockerId,
  type EscalationLevel,
  type Severity,
  type WarningType,
} from "../../milestone/blocker/blocker.ts";
import { proposalsFor } from "../../milestone/blocker/proposals.ts";
import type { Phase } from "../../milestone/phase.ts";
import type { Journal } from "../journal/journal.ts";
import { PUSH_CAUSES, type PushState } from "../journal/publisher.ts";
import type { Run } from "./run-context.ts";

/** Most characters of evidence kept in the log. */
export const EVIDENCE_CHARS = 4_000;

export interface Trouble {
  type: BlockerType;
  task?: string;
  phase?: Phase;
  /** What the id names where there is no task, e.g. a checkpoint. */
  about?: string;
  /** The agent profile that it is about, with the tasks that it holds. */
  profile?: string;
  tasks?: string[];
  message: string;
  evidence?: string;
  severity?: Severity;
  level?: EscalationLevel;
  attempts?: number;
}

/** Records a blocker once; a person is needed, so it goes straight to level 4 unless told otherwise. */
export function block(journal: Journal, trouble: Trouble): string {
  const id = blockerId(trouble.type, trouble.task ?? trouble.about, trouble.phase);
  if (journal.state.blockers.has(id)) return id;
  const level = trouble.level ?? 4;
  const blocker: Omit<Blocker, "detectedAt"> = {
    id,
    type: trouble.type,
    severity: trouble.severity ?? "error",
    ...(trouble.task ? { task: trouble.task } : {}),
    ...(trouble.phase ? { phase: trouble.phase } : {}),
    ...(trouble.profile === undefined ? {} : { profile: trouble.profile, tasks: trouble.tasks ?? [] }),
    level: 1,
    message: trouble.message,
    evidence: (trouble.evidence ?? "").slice(-EVIDENCE_CHARS),
    proposals: proposalsFor({
      type: trouble.type,
      milestone: journal.milestone,
      task: trouble.task,
      phase: trouble.phase,
      profile: trouble.profile,
      ...(trouble.about === undefined ? {} : { about: trouble.about }),
    }),
    attempts: trouble.attempts ?? 1,
  };
  journal.record({
    event: "blocker_detected",
    agent: "blocker_detector",
    ...placeOf(trouble),
    data: { ...blocker, level },
  });
  escalate(journal, id, level, "automatic resolution is spent; a person must decide");
  return id;
}

/** Records that an open blocker is resolved by the means of a further level. */
export function escalate(journal: Journal, id: string, level: EscalationLevel, reason: string): void {
  const blocker = journal.state.blockers.get(id);
  if (!blocker) return;
  journal.record({
    event: "blocker_escalated",
    agent: "blocker_detector",
    ...placeOf(blocker),
    data: { id, level, reason },
  });
}

function placeOf({ task, phase }: { task?: string; phase?: Phase }): { task_id?: string; phase?: Phase } {
  return { ...(task ? { task_id: task } : {}), ...(phase ? { phase } : {}) };
}

export function unblock(journal: Journal, id: string, how: string): boolean {
  const blocker = journal.state.blockers.get(id);
  if (!blocker) return false;
  journal.record({
    event: "blocker_resolved",
    agent: "blocker_detector",
    ...placeOf(blocker),
    data: { id, how },
  });
  return true;
}

/** Blockers without a task stop the whole milestone. */
export function milestoneBlockers(journal: Journal): Blocker[] {
  return [...journal.state.blockers.values()].filter(b => !b.task);
}

/** A person started the work again: agents that rest or are out of use are asked once more. */
export function recoverProfiles(
  journal: Journal,
  how: string,
  { only, rests = true }: { only?: string; rests?: boolean } = {},
): void {
  for (const [profile, { fault, restsUntil }] of [...journal.state.profiles]) {
    const isOver = fault !== null || (rests && restsUntil !== null);
    if ((only !== undefined && only !== profile) || !isOver) continue;
    journal.record({ event: "profile_recovered", agent: "blocker_detector", data: { profile, how } });
  }
}

export function warnOnce(journal: Journal, type: WarningType, message: string, task?: string): void {
  const known = journal.state.warnings.some(w => w.type === type && w.message === message && w.task === task);
  if (known) return;
  journal.record({
    event: "warning_raised",
    agent: "blocker_detector",
    ...(task ? { task_id: task } : {}),
    data: { type, message },
  });
}

type FailedPush = Extract<PushState, { ok: false }>;

/** What the blockers of the remote are about, in their ids. */
const ABOUT = "remote";

/**
 * Nothing new may start while the branch cannot be pushed for a reason that waiting does not cure: on a runner, work
 * that never reaches the remote is lost with it. A remote that is only out of reach is tried again with each commit.
 */
export function noteRemote(run: Run): void {
  const { state } = run.publisher;
  if (state.ok) {
    for (const type of ["git_conflicts", "network"] as const) {
      unblock(run.journal, `${type}:${ABOUT}`, "the branch could be pushed again");
    }
    return;
  }
  if (state.reason !== "unreachable" && state.reason !== "timeout") blockRemote(run, state);
}

export function blockRemote(run: Run, failed: FailedPush): void {
  const conflict = failed.reason === "conflict";
  block(run.journal, {
    type: conflict ? "git_conflicts" : "network",
    about: ABOUT,
    severity: "critical",
    message: conflict
      ? failed.message
      : `the branch could not be pushed (${failed.reason}): ${PUSH_CAUSES[failed.reason]}: ${failed.message}`,
  });
}
