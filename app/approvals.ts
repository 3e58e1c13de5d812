import { describeFailure } from "../src/github/answer.ts";
import { readDecisions } from "../src/github/decisions.ts";
import { readPull } from "../src/github/pull.ts";
import type { BranchReading } from "../src/github/read-state.ts";
import { gatePolicy } from "../src/github/rules.ts";
import { isRunLive, runOf } from "../src/github/runs.ts";
import { text } from "../src/github/text.ts";
import { judge, usedBefore } from "../src/milestone/approval/approval.ts";
import { lastCheckpoints } from "../src/milestone/approval/required.ts";
import type { CandidateDecision } from "../src/milestone/approval/who-counts.ts";
import { type ApprovalState, openApprovals } from "../src/milestone/session/state.ts";
import { type AppContext, milestoneContext } from "./app-context.ts";
import { type AuthorizedCommand, type CommandResult, refusedWith } from "./authorized-command.ts";
import { dispatch } from "./dispatch.ts";
import type { InstalledRepository } from "./installed-repositories.ts";
import type { MilestoneSnapshot } from "./snapshot.ts";

/**
 * `approve`: says at once when the person does not count, and otherwise starts the run that looks itself. Nothing
 * that is found here opens a gate.
 */
export async function answerApproval(
  app: AppContext,
  place: InstalledRepository,
  authorized: AuthorizedCommand,
  snapshot: MilestoneSnapshot,
): Promise<CommandResult> {
  const { command, by } = authorized;
  const login = by.user.login;
  const { reading } = snapshot;
  const meant = reading ? gatesMeant(reading, authorized) : [];
  if (!reading || !meant.length) return refusedWith(text.refused.noGate(login, snapshot.milestone));
  const elsewhere = await askedElsewhere(place, snapshot.milestone, authorized);
  if (elsewhere !== null) return refusedWith(text.refused.approveThere(login, elsewhere));
  const comment = Number(/^comment-(\d+)/.exec(authorized.request)?.[1]);
  const verdict = await weigh(app, place, reading, meant, comment);
  if (typeof verdict === "string") return refusedWith(text.refused.approval(login, verdict));
  if (verdict.enough && !(await isLive(place, reading))) {
    const resume = { ...command, name: "resume" as const, target: null, checkpoint: null, reason: "" };
    return dispatch(app, place, { ...authorized, command: resume, request: `comment-${comment}` }, snapshot);
  }
  return { kind: "done" };
}

/** Approvals are read where the gate was asked for, and nowhere else: its pull request's number, or null. */
async function askedElsewhere(
  { repository }: InstalledRepository,
  milestone: string,
  { at }: AuthorizedCommand,
): Promise<number | null> {
  const pull = await readPull(repository, milestone);
  if (!pull.ok || !pull.value) return null;
  return at.conversation && at.number === pull.value.number ? null : pull.value.number;
}

function gatesMeant({ state }: BranchReading, { command }: AuthorizedCommand): ApprovalState[] {
  const { target, checkpoint } = command;
  return openApprovals(state).filter(approval => {
    if (approval.kind !== "approval") return false;
    if (checkpoint !== null)
      return approval.request === `gate:${checkpoint}` || approval.request.startsWith(`gate:${checkpoint}.`);
    if (!target) return true;
    return approval.task === target.task && (target.phase === undefined || approval.phase === target.phase);
  });
}

/** Why the comment counts for no gate, or whether a gate now has enough approvals. */
async function weigh(
  app: AppContext,
  place: InstalledRepository,
  reading: BranchReading,
  meant: ApprovalState[],
  comment: number,
): Promise<string | { enough: boolean }> {
  const { state, plan, base, head } = reading;
  const { approvers, approverPermission } = base.config;
  const source = { plan, approvers, approverPermission };
  const policies = meant.map(approval => gatePolicy(source, approval));
  const decisions = await readDecisions({
    repository: place.repository,
    milestone: reading.milestone,
    approvals: meant,
    approvers: policies.flatMap(policy => policy.approvers),
    head,
    base: base.branch,
    since: lastCheckpoints(plan, state),
    blobs: milestoneContext(app, place, reading.milestone).blobs,
    self: await app.self(),
  });
  if (!decisions.ok) {
    app.log.warn({ milestone: reading.milestone, comment }, describeFailure(decisions.failure));
    return { enough: true };
  }
  const { candidates, authors } = decisions.value;
  const reasons: string[] = [];
  let counts = false;
  let enough = false;
  for (const [index, approval] of meant.entries()) {
    const judgement = judge({
      approval,
      decisions: candidates,
      policy: policies[index]!,
      authors: authors.get(approval.request) ?? [],
      open: openApprovals(state),
      used: usedBefore(state, approval),
    });
    const refused = judgement.refused.find(
      ({ candidate }) => candidate.source === "comment" && candidate.id === comment,
    );
    if (refused && !isSaidAgain(refused.candidate, candidates)) reasons.push(refused.reason);
    else counts = true;
    enough ||= judgement.kind === "granted" && judgement.complete;
  }
  if (!counts) return [...new Set(reasons)].join("; ");
  // A list that lags behind does not show the comment yet: the run will see it.
  const seen = candidates.some(c => c.source === "comment" && c.id === comment);
  return { enough: enough || !seen };
}

/** Whether the same person's newest word is an approval too: to approve twice is no mistake. */
function isSaidAgain({ user, id }: CandidateDecision, candidates: readonly CandidateDecision[]): boolean {
  const newest = candidates
    .filter(each => each.user.id === user.id)
    .toSorted((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || a.id - b.id)
    .at(-1);
  return newest !== undefined && newest.id !== id && newest.verdict === "approved";
}

/** A live run looks for approvals by itself. */
async function isLive({ repository }: InstalledRepository, { state }: BranchReading): Promise<boolean> {
  const run = runOf(state.lease);
  if (run === null) return false;
  const live = await isRunLive(repository, run);
  return live.ok && live.value;
}
