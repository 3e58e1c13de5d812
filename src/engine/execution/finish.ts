import type { RunStatus } from "../../milestone/session/event.ts";
import { Fenced } from "../journal/move-branch.ts";
import { notifyDependents } from "../run/activate.ts";
import { blockRemote } from "../run/remote-trouble.ts";
import { reportNow } from "../run/report-now.ts";
import type { Run } from "../run/run-context.ts";
import { tagCompletion } from "./completion-tag.ts";
import type { Rest } from "./rest.ts";

/**
 * For the remote when the run is cancelled (ms): the runner kills ten seconds after it asked, and ending the agents may
 * have taken three. The post step, or the next run in this clone, pushes what was not.
 */
const CANCELLED_PUSH_MS = 5_000;

export interface RunEnd {
  status: RunStatus;
  /** Of the report on the branch; null where another run took over. */
  report: { path: string; text: string } | null;
  /** What a person should know although nothing failed. */
  note: string | null;
}

/** Records how the run came to rest, writes the report, and brings everything to the remote. */
export async function finish(run: Run, rest: Rest): Promise<RunEnd> {
  if (rest.kind === "fenced") {
    return { status: "in_progress", report: null, note: `another run owns the branch now: ${rest.message}` };
  }
  try {
    return await save(run, rest);
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
    return { status: "in_progress", report: null, note: `another run owns the branch now: ${error.message}` };
  }
}

async function save(run: Run, wanted: Exclude<Rest, { kind: "fenced" }>): Promise<RunEnd> {
  const { journal, publisher, ports, roles } = run;
  // A runner that cancels leaves ten seconds: what is here is saved before the remote is waited for.
  const early = wanted.kind === "interrupted" ? ({ ok: true } as const) : await publisher.flush();
  if (!early.ok) blockRemote(run, early);
  const rest = early.ok ? wanted : ({ kind: "blocked" } as const);
  recordRest(run, rest);
  roles.stopAll();
  const report = reportNow(run);
  await journal.commit({
    subject: subjectOf(rest),
    changes: new Map([[report.path, Buffer.from(report.text)]]),
    derived: true,
    saveReason: rest.kind === "interrupted" ? "signal" : "end",
  });
  const cancelled = rest.kind === "interrupted";
  const pushed = early.ok ? await publisher.flush(cancelled ? CANCELLED_PUSH_MS : undefined) : early;
  const untagged =
    pushed.ok && rest.kind === "completed"
      ? await tagCompletion(ports, journal.milestone, journal.tip)
      : null;
  await ports.forge.sync(journal.tip, "end");
  // The blocker of a push that failed early is told by the branch here; a later failure nothing else would tell.
  const status = early.ok && !pushed.ok && !cancelled ? "failed" : journal.state.status;
  return { status, report, note: pushed.ok ? untagged : `not pushed: ${pushed.message}` };
}

function recordRest(run: Run, rest: Exclude<Rest, { kind: "fenced" }>): void {
  const { journal } = run;
  const agent = "session_manager";
  switch (rest.kind) {
    case "completed":
      journal.record({ event: "milestone_completed", agent, data: { percentage: 100 } });
      notifyDependents(journal, run.dependants, "completed");
      journal.record({ event: "session_ended", agent, data: { status: "completed" } });
      return;
    case "waiting_approval":
      journal.recordProgress();
      journal.record({
        event: "session_suspended",
        agent,
        data: { status: "waiting_approval", reason: "only people can go on" },
      });
      return;
    case "blocked":
      journal.recordProgress();
      journal.record({
        event: "session_suspended",
        agent,
        data: { status: "blocked", reason: "a blocker needs a person" },
      });
      return;
    case "paused":
      journal.recordProgress();
      journal.record({ event: "session_paused", agent, data: { reason: rest.reason } });
      return;
    case "interrupted":
      journal.recordProgress();
      journal.record({ event: "session_interrupted", agent, data: { reason: rest.reason } });
      return;
    default:
      return rest satisfies never;
  }
}

function subjectOf(rest: Rest): string {
  switch (rest.kind) {
    case "completed":
      return "completed";
    case "waiting_approval":
      return "waits for approval";
    case "blocked":
      return "blocked";
    case "paused":
      return "paused";
    case "interrupted":
      return "interrupted";
    case "fenced":
      return "checkpoint";
    default:
      return rest satisfies never;
  }
}
