import { describeFailure } from "../src/github/answer.ts";
import { readDecisions } from "../src/github/decisions.ts";
import { gatePolicy } from "../src/github/policy.ts";
import type { BranchReading } from "../src/github/read-state.ts";
import { isRunLive, runOf } from "../src/github/runs.ts";
import { text } from "../src/github/text.ts";
import { judge, usedBefore } from "../src/milestone/approval/approval.ts";
import { type ApprovalState, openApprovals } from "../src/milestone/session/state.ts";
import { type CommandResult, type Given, refusedWith } from "./command-result.ts";
import { type Desk, milestoneDesk } from "./desk.ts";
import { dispatch } from "./dispatch.ts";
import type { Looked } from "./looked.ts";
import type { Place } from "./places.ts";

/**
 * `approve`: says at once when the person does not count, and otherwise starts the run that looks itself. Nothing
 * that is found here opens a gate.
 */
export async function answerApproval(
  desk: Desk,
  place: Place,
  given: Given,
  looked: Looked,
): Promise<CommandResult> {
  const { command, by } = given;
  const login = by.user.login;
  const { reading } = looked;
  const meant = reading ? gatesMeant(reading, given) : [];
  if (!reading || !meant.length) return refusedWith(text.refused.noGate(login, looked.milestone));
  const comment = Number(/^comment-(\d+)/.exec(given.request)?.[1]);
  const verdict = await weigh(desk, place, reading, meant, comment);
  if (typeof verdict === "string") return refusedWith(text.refused.approval(login, verdict));
  if (verdict.enough && !(await isLive(place, reading))) {
    const resume = { ...command, name: "resume" as const, target: null, checkpoint: null, reason: "" };
    return dispatch(desk, place, { ...given, command: resume, request: `comment-${comment}` }, looked);
  }
  return { kind: "done" };
}

function gatesMeant({ state }: BranchReading, { command }: Given): ApprovalState[] {
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
  desk: Desk,
  place: Place,
  reading: BranchReading,
  meant: ApprovalState[],
  comment: number,
): Promise<string | { enough: boolean }> {
  const { state, plan, base, head } = reading;
  const source = { plan, approvers: base.config.approvers };
  const policies = meant.map(approval => gatePolicy(source, approval));
  const decisions = await readDecisions({
    repository: place.repository,
    milestone: reading.milestone,
    approvals: meant,
    approvers: policies.flatMap(policy => policy.approvers),
    head,
    blobs: milestoneDesk(desk, place, reading.milestone).blobs,
    self: null,
  });
  if (!decisions.ok) {
    desk.log.warn({ milestone: reading.milestone, comment }, describeFailure(decisions.failure));
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
    if (refused) reasons.push(refused.reason);
    else counts = true;
    enough ||= judgement.kind === "granted" && judgement.complete;
  }
  if (!counts) return [...new Set(reasons)].join("; ");
  // A list that lags behind does not show the comment yet: the run will see it.
  const seen = candidates.some(c => c.source === "comment" && c.id === comment);
  return { enough: enough || !seen };
}

/** A live run looks for approvals by itself. */
async function isLive({ repository }: Place, { state }: BranchReading): Promise<boolean> {
  const run = runOf(state.lease);
  if (run === null) return false;
  const live = await isRunLive(repository, run);
  return live.ok && live.value;
}
