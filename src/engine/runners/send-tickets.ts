import { openTickets } from "../../milestone/runners/ledger.ts";
import { block } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";

/**
 * Starts a job for each ticket that is out and was not sent. What they work on is the branch as it is pushed, which
 * holds their tickets. Who dies in between sends them once more: an older job's work then lands no more.
 */
export async function sendTickets(run: Run): Promise<void> {
  const { journal, ports } = run;
  const jobs = ports.jobs!;
  const base = journal.tip;
  for (const { id, task, phase, attempt, base: sent } of openTickets(journal.state)) {
    if (sent !== null) continue;
    const where = { task_id: task, phase, agent: "session_manager" } as const;
    const started = await jobs.start(journal.milestone, { task, phase, attempt, base, nonce: id });
    if (started.ok) {
      journal.record({ event: "ticket_sent", ...where, data: { ticket: id, base, run: started.run } });
      continue;
    }
    const message = `no job could be started for ${task}/${phase}: ${started.message}`;
    journal.record({ event: "phase_interrupted", ...where, data: { attempt, reason: message } });
    block(journal, { type: "dependency_unavailable", task, phase, message });
  }
}

/** Of the tickets that are out, those whose run ended without its result having been taken; one call to GitHub. */
export async function lostTickets(
  run: Run,
  taken: ReadonlySet<string>,
): Promise<{ task: string; run: string }[]> {
  const { journal, ports } = run;
  const { own, over } = ports.jobs!;
  const asked = openTickets(journal.state).flatMap(({ id, task, issuedAt, run: number }) =>
    number === null || number === own || taken.has(id) ? [] : [{ task, issuedAt, run: number }],
  );
  if (asked.length === 0) return [];
  const since = asked.map(({ issuedAt }) => issuedAt).sort()[0]!;
  const gone = await over(
    asked.map(({ run: number }) => number),
    since,
  );
  return asked.filter(({ run: number }) => gone.has(number));
}
