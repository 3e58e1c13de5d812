import type { Ticket } from "../milestone/runners/ledger.ts";
import { describeFailure } from "./answer.ts";
import { whyNotStarted } from "./refusal-text.ts";
import type { Repository } from "./repository.ts";
import { type RunPlace, runsOver, startRun } from "./runs.ts";

/** Runs of the milestone's own workflow that do one attempt each. */
export interface TicketRuns {
  start(
    milestone: string,
    ticket: Ticket,
  ): Promise<{ ok: true; run: string | null } | { ok: false; message: string }>;
  over(runs: readonly string[], since: string): Promise<ReadonlySet<string>>;
}

/** @param place where the running workflow was started; it is started again, on the same branch */
export function ticketRuns(
  repository: Repository,
  place: () => Promise<RunPlace | { problem: string }>,
): TicketRuns {
  return {
    async start(milestone, ticket) {
      const at = await place();
      if ("problem" in at) return { ok: false, message: at.problem };
      const answer = await startRun(repository, at, {
        milestone,
        command: "execute",
        request: `ticket-${ticket.nonce}`,
        flags: { ticket: JSON.stringify(ticket) },
      });
      if (!answer.ok) return { ok: false, message: describeFailure(answer.failure) };
      const { value } = answer;
      if (value.kind === "refused") return { ok: false, message: whyNotStarted(value.why) };
      return { ok: true, run: value.run === null ? null : String(value.run) };
    },
    async over(runs, since) {
      const at = await place();
      if ("problem" in at || runs.length === 0) return new Set();
      const answer = await runsOver(repository, { workflow: at.workflow, since });
      return new Set(answer.ok ? runs.filter(run => answer.value.has(Number(run))) : []);
    },
  };
}
