import { skippedGates } from "../../milestone/approval/required.ts";
import type { Plan, TaskPlan } from "../../milestone/plan/plan.ts";
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
  const holds = async (commit: Oid): Promise<boolean> => {
    // A commit that is not in this clone is older than all that was fetched.
    const there = await loadHistory(repository, plan.id, commit).catch(() => null);
    return (there?.ok && there.history.state.tasks.get(task.id)?.skipSeq === seq) ?? false;
  };
  const answer = await forge.pusher({ milestone: plan.id, holds, base, repository });
  if (!answer.ok) return { certain: false, reason: `who skipped it could not be read (${answer.reason})` };
  if (answer.by === null || answer.by.maySkip) return null;
  return { certain: true, reason: `${answer.by.login}, who pushed that line, may not skip` };
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
