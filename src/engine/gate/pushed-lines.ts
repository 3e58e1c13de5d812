import { skippedGates } from "../../milestone/approval/required.ts";
import type { Plan, TaskPlan } from "../../milestone/plan/plan.ts";
import { budgetStatus } from "../../milestone/schedule/budget.ts";
import type { State } from "../../milestone/session/state.ts";
import type { PushedCommand } from "../forge.ts";
import { loadHistory } from "../journal/load.ts";
import type { Oid, Ports } from "../ports.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

interface Skip {
  plan: Plan;
  base: { branch: string; commit: Oid };
  task: TaskPlan;
  seq: number | null;
}

/** `certain`: whoever brought it may not; else GitHub could not be asked, or does not tell. */
interface Doubt {
  certain: boolean;
  reason: string;
}

/**
 * Why the log's word that a gated task is skipped may not be believed; null: it may. To leave out work that people must
 * approve takes more than the right to push to the branch. Who pushed a line is GitHub's own record, what the line says
 * of its giver is not.
 */
export async function skipDoubt(
  { forge, repository }: Pick<Ports, "forge" | "repository">,
  { plan, base, task, seq }: Skip,
): Promise<Doubt | null> {
  if (seq === null)
    return { certain: true, reason: "neither the base's plan nor anybody's command skips it" };
  const holds = (state: State): boolean => state.tasks.get(task.id)?.skipSeq === seq;
  return lineDoubt({ forge, repository }, { milestone: plan.id, base, command: "skip", holds });
}

interface PushedLine {
  milestone: string;
  base: { branch: string; commit: Oid };
  command: PushedCommand;
  /** Whether a state has what the line says. */
  holds(state: State): boolean;
}

const DEEDS: Readonly<Record<PushedCommand, { past: string; infinitive: string }>> = {
  skip: { past: "skipped it", infinitive: "skip" },
  retry: { past: "raised the budget", infinitive: "raise a budget" },
  force: { past: "went on without it", infinitive: "force past it" },
};

/** Why a line that gives a person's word may not be believed; null: it may. Away from GitHub nobody is asked. */
async function lineDoubt(
  { forge, repository }: Pick<Ports, "forge" | "repository">,
  { milestone, base, command, holds }: PushedLine,
): Promise<Doubt | null> {
  const holdsAt = async (commit: Oid): Promise<boolean> => {
    // A commit that is not in this clone is older than all that was fetched.
    const there = await loadHistory(repository, milestone, commit).catch(() => null);
    return there?.ok ? holds(there.history.state) : false;
  };
  const answer = await forge.pusher({ milestone, command, holds: holdsAt, base, repository });
  const { past, infinitive } = DEEDS[command];
  if (!answer.ok) return { certain: false, reason: `who ${past} could not be read (${answer.reason})` };
  if (answer.by === "unknown")
    return { certain: true, reason: `GitHub does not tell any more who ${past}: give the command again` };
  if (answer.by === null || answer.by.may) return null;
  return { certain: true, reason: `${answer.by.login}, who pushed that line, may not ${infinitive}` };
}

/** As `skipDoubt`, of a line that forces past a required milestone. */
export async function forceDoubt(
  ports: Pick<Ports, "forge" | "repository">,
  { state, ...at }: { milestone: string; base: { branch: string; commit: Oid }; state: State },
  required: string,
): Promise<Doubt | null> {
  const seq = state.forced.get(required);
  if (seq === undefined || !ports.forge.present) return null;
  const holds = (there: State): boolean => there.forced.get(required) === seq;
  return lineDoubt(ports, { ...at, command: "force", holds });
}

/** The raises of budgets, by the numbers of their events, that nobody made who may; or why that is not known. */
export async function forgedRaises(
  ports: Pick<Ports, "forge" | "repository">,
  { plan, base, state }: { plan: Plan; base: { branch: string; commit: Oid }; state: State },
): Promise<{ known: true; forged: Map<number, string> } | { known: false; reason: string }> {
  const forged = new Map<number, string>();
  const isBound = budgetStatus(plan, state).length > 0;
  for (const [seq, raise] of isBound && ports.forge.present ? state.raises : []) {
    const said = JSON.stringify(raise);
    const holds = (there: State): boolean => JSON.stringify(there.raises.get(seq)) === said;
    const doubt = await lineDoubt(ports, { milestone: plan.id, base, command: "retry", holds });
    if (doubt?.certain === false) return { known: false, reason: doubt.reason };
    if (doubt) forged.set(seq, doubt.reason);
  }
  return { known: true, forged };
}

/** Whether the skip was found to hold, or is this run's own. */
export function isSkipRead({ journal, skipsRead }: Run, seq: number | null): boolean {
  return seq !== null && (seq > journal.openedSeq || (skipsRead?.has(seq) ?? false));
}

/**
 * Takes back what is skipped by people who may not. What this run's own commands skipped was checked when they were
 * given. Answers whether GitHub could be asked about all of it.
 */
export async function voidForgedSkips(run: Run): Promise<boolean> {
  const { journal, plan, base, ports } = run;
  let known = true;
  for (const { task, seq } of skippedGates(plan, journal.state)) {
    if (isSkipRead(run, seq)) continue;
    const doubt = await skipDoubt(ports, { plan, base, task, seq });
    if (doubt?.certain === false) {
      known = false;
      warnOnce(
        journal,
        "approval_unverified",
        `${task.id} is skipped, and ${doubt.reason}; nothing is built on it`,
      );
      continue;
    }
    if (doubt === null) {
      run.skipsRead = new Set([...(run.skipsRead ?? []), seq!]);
      continue;
    }
    warnOnce(
      journal,
      "approval_unverified",
      `the log calls ${task.id} skipped, but ${doubt.reason}; it is to be done`,
    );
    journal.record({
      event: "skip_voided",
      task_id: task.id,
      agent: "session_manager",
      data: { reason: doubt.reason },
    });
  }
  return known;
}
