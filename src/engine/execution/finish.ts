import { branchRef, completionTag, paths } from "../../milestone/names.ts";
import { openCheck, openTickets } from "../../milestone/runners/ledger.ts";
import type { RunStatus } from "../../milestone/session/event.ts";
import { awaitedQuestions } from "../../milestone/session/questions.ts";
import { openApprovals, type State } from "../../milestone/session/state.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import { dateTime } from "../../milestone/view/figures.ts";
import { isPrefix, loadHistory } from "../journal/load.ts";
import { Fenced } from "../journal/move-branch.ts";
import { isPassing, PUSH_TRIES, type PushState, pushWaitMs } from "../journal/publisher.ts";
import type { Oid, Ports, Repository } from "../ports.ts";
import { notifyDependents } from "../run/activate.ts";
import { blockRemote } from "../run/record-blocker.ts";
import { type Run, reportNow } from "../run/run-context.ts";
import { sendTickets } from "../runners/send-tickets.ts";

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
  let early: PushState = wanted.kind === "interrupted" ? { ok: true } : await publisher.flush();
  // Of tickets that were never sent the log must not say that they are at work.
  if (early.ok && wanted.kind === "handed_out") early = await handOut(run);
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
    pushed.ok && rest.kind === "completed" ? await tagCompletion(ports, journal.state, journal.tip) : null;
  if (rest.kind !== "handed_out" || !wasShown(run)) await ports.forge.sync(journal.tip, "end");
  // The blocker of a push that failed early is told by the branch here; a later failure nothing else would tell.
  const status = early.ok && !pushed.ok && !cancelled ? "failed" : journal.state.status;
  return { status, report, note: pushed.ok ? (untagged ?? undrafted(run)) : `not pushed: ${pushed.message}` };
}

/** Away from GitHub nobody makes the draft that the plan asks for: what it would hold is there all the same. */
function undrafted({ plan, journal, ports }: Run): string | null {
  if (!plan.release.draft || ports.forge.present || journal.state.status !== "completed") return null;
  const { release } = journal.state;
  const tag = release?.version ? `; once it has landed: git tag v${release.version}` : "";
  const notes = release?.changelog ?? paths.report(journal.session);
  return `no draft release is made, as there is no GitHub here: its notes stand in ${notes}${tag}`;
}

/**
 * Whether another landing of this very minute has shown how the milestone stands, and nothing waits for a person. A
 * workflow's token has a thousand requests an hour, and whoever lands next shows it.
 */
function wasShown({ lastSign, ports, journal: { state } }: Run): boolean {
  if (state.status !== "in_progress" || state.blockers.size > 0 || openApprovals(state).length > 0)
    return false;
  if (awaitedQuestions(state).length > 0) return false;
  const minute = (at: number): number => Math.floor(at / 60_000);
  return lastSign != null && minute(Date.parse(lastSign)) === minute(ports.clock.now());
}

/** The jobs are started on what is pushed: it holds their tickets, and the work that they go on from. */
async function handOut(run: Run): Promise<PushState> {
  const { journal, publisher } = run;
  if (journal.pending > 0) {
    await journal.commit({ subject: "handed out", derived: true, saveReason: "tickets" });
    const pushed = await publisher.flush();
    if (!pushed.ok) return pushed;
  }
  await sendTickets(run);
  return { ok: true };
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
    case "waiting_answer": {
      journal.recordProgress();
      const reason = `${counted(rest.questions, "question")} to a person ${rest.questions === 1 ? "is" : "are"} open`;
      journal.record({ event: "session_suspended", agent, data: { status: "waiting_answer", reason } });
      return;
    }
    case "waiting_limit":
      journal.recordProgress();
      journal.record({
        event: "session_suspended",
        agent,
        data: { status: "waiting_limit", reason: `the agents rest until ${dateTime(rest.until)}` },
      });
      return;
    case "handed_out": {
      journal.recordProgress();
      const out = openTickets(journal.state).length + (openCheck(journal.state) ? 1 : 0);
      const status = out > 0 ? "in_progress" : "blocked";
      const reason = out > 0 ? `${counted(out, "machine")} at work for it` : "no job could be started";
      journal.record({ event: "session_suspended", agent, data: { status, reason } });
      return;
    }
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
    case "waiting_answer":
      return "waits for an answer";
    case "waiting_limit":
      return "waits for a limit";
    case "blocked":
      return "blocked";
    case "handed_out":
      return "handed out";
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

/** Why a run came to rest. */
export type Rest =
  | { kind: "completed" }
  | { kind: "waiting_approval" }
  /** So many questions are all that is left to wait for. */
  | { kind: "waiting_answer"; questions: number }
  /** Agents rest until a time that their accounts named. */
  | { kind: "waiting_limit"; until: string }
  | { kind: "blocked" }
  /** What is left to do is done by other machines. */
  | { kind: "handed_out" }
  /** `asked`: all that the run was for is done, so no other run goes on by itself. */
  | { kind: "paused"; reason: string; asked?: true }
  | { kind: "interrupted"; reason: string }
  | { kind: "fenced"; message: string };

/**
 * The tag of a completed milestone, here and on the remote. Answers what went wrong, in a sentence; null when the tag
 * stands, on this commit or, since it is made once for each completion, on an earlier one of the same.
 */
async function tagCompletion(
  ports: Pick<Ports, "repository" | "remote" | "clock">,
  { milestone, reopened }: Pick<State, "milestone" | "reopened">,
  tip: Oid,
): Promise<string | null> {
  const { repository, clock } = ports;
  const name = completionTag(milestone);
  const ref = `refs/tags/${name}`;
  const there = await repository.resolve(ref);
  const commit = there === null ? tip : ((await repository.peel?.(there)) ?? there);
  const at = { milestone, tip, commit };
  const isOld = there !== null && reopened > 0 && (await isOfEarlier(repository, at));
  let made = there ?? tip;
  if (there === null || isOld) {
    const message = `milestone ${milestone} completed`;
    const tag = { commit: tip, name, tagger: repository.author, at: clock.now(), message };
    made = (await repository.signedTag?.(tag)) ?? tip;
    const swapped = await repository.swapRef(ref, there, made);
    if (!swapped.ok)
      return `the tag ${name} could not be made (${swapped.reason}); to make it: git tag ${isOld ? "-f " : ""}${name} ${tip.slice(0, 10)}`;
  } else if (commit !== tip && !(await isMilestones(repository, at))) {
    return `the tag ${name} stands on ${there.slice(0, 10)} already, which is no commit of this milestone; to move it: git tag -f ${name} ${tip.slice(0, 10)} && git push --force origin ${ref}`;
  }
  if (!ports.remote) return null;
  const pushed = await ports.remote.tag(name, made, isOld ? there : null);
  return pushed.ok ? null : `the tag ${name} could not be pushed: ${pushed.message}`;
}

/** Whether the commit has the log of the same milestone, as it was before that was last reopened. */
async function isOfEarlier(
  repository: Pick<Repository, "list" | "readFile">,
  { milestone, tip, commit }: { milestone: string; tip: Oid; commit: Oid },
): Promise<boolean> {
  const before = await loadHistory(repository, milestone, commit);
  const now = await loadHistory(repository, milestone, tip);
  if (!before.ok || !now.ok || before.history.head.seq === 0) return false;
  if (before.history.state.reopened >= now.history.state.reopened) return false;
  return isPrefix(repository, before.history, now.history);
}

/** Of the branch's own history: anybody can write a commit that names the milestone, and a tag is pushed with it. */
async function isMilestones(
  repository: Pick<Repository, "log" | "isAncestor">,
  { milestone, tip, commit }: { milestone: string; tip: Oid; commit: Oid },
): Promise<boolean> {
  if (!(await repository.isAncestor(commit, tip))) return false;
  const [found] = await repository.log({ to: commit, limit: 1 });
  return found?.body.split("\n").includes(`Milestone: ${milestone}`) ?? false;
}

type ResumedCompletion = { ok: true; note: string | null } | { ok: false; message: string };

/**
 * What the last run of a completed milestone left undone when it was killed or cut off: its last push and its tag.
 * Without the push nobody else knows that the milestone is completed, so it is tried as often as any other.
 */
export async function resumeCompletion(
  ports: Pick<Ports, "repository" | "remote" | "clock">,
  state: Pick<State, "milestone" | "reopened">,
  { tip, seen }: { tip: Oid; seen: Oid | null },
): Promise<ResumedCompletion> {
  const { remote, clock } = ports;
  const ref = branchRef(state.milestone);
  for (let attempt = 1; remote && seen !== tip; attempt++) {
    const pushed = await remote.push(ref, tip, seen);
    // An answer that was lost on the way: the push before this one got through.
    if (pushed.ok || (pushed.reason === "stale" && pushed.actual === tip)) break;
    if (pushed.reason === "stale")
      return { ok: false, message: "the branch was moved on the remote meanwhile; start again" };
    if (!isPassing(pushed) || attempt >= PUSH_TRIES)
      return { ok: false, message: `not pushed: ${pushed.message}` };
    await new Promise<void>(resolve => clock.after(pushWaitMs(attempt), resolve));
  }
  return { ok: true, note: await tagCompletion(ports, state, tip) };
}
