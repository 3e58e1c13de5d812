import { describeFailure } from "../src/github/answer.ts";
import { type DecisionsReading, readDecisions } from "../src/github/decisions.ts";
import { createComment, readComments } from "../src/github/issue-comments.ts";
import { readMarker, writeMarker } from "../src/github/marker.ts";
import { readPull } from "../src/github/pull.ts";
import type { BranchReading } from "../src/github/read-state.ts";
import { gatePolicy } from "../src/github/rules.ts";
import { isRunLive, runOf } from "../src/github/runs.ts";
import { text } from "../src/github/text.ts";
import { judge, usedBefore } from "../src/milestone/approval/approval.ts";
import { lastCheckpoints } from "../src/milestone/approval/required.ts";
import type { RefusalCode } from "../src/milestone/approval/who-counts.ts";
import { openApprovals, type State } from "../src/milestone/session/state.ts";
import { type AppContext, logFields, type MilestoneContext } from "./app-context.ts";
import { startOnce } from "./start-run.ts";

/** Refusals that the person should hear of. */
const ANSWERED: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  "edited",
  "author",
  "not_an_approver",
  "no_write_permission",
  "other_content",
  "already_used",
]);

/**
 * Looks whether people decided on an open gate, and starts the run that acts on it. The run asks GitHub again: what is
 * found here opens no gate.
 */
export async function takeReviews(
  app: AppContext,
  milestone: MilestoneContext,
  reading: BranchReading,
): Promise<void> {
  const { state, head } = reading;
  const open = openApprovals(state).filter(approval => approval.kind === "approval");
  if (!open.length) return;
  const { approvers, approverPermission } = reading.base.config;
  const source = { plan: reading.plan, approvers, approverPermission };
  const policies = new Map(open.map(approval => [approval.request, gatePolicy(source, approval)]));
  const decisions = await readDecisions({
    repository: milestone.place.repository,
    milestone: milestone.milestone,
    approvals: open,
    approvers: [...policies.values()].flatMap(policy => policy.approvers),
    head,
    base: reading.base.branch,
    since: lastCheckpoints(reading.plan, state),
    blobs: milestone.blobs,
    self: await app.self(),
  });
  if (!decisions.ok) {
    app.log.warn(logFields(milestone), `reviews were not read: ${describeFailure(decisions.failure)}`);
    return;
  }
  const judged = judgeAll(state, decisions.value, policies);
  if (judged.decided) await resume(app, milestone, reading, judged.decided);
  await postRefused(app, milestone, judged.refused);
}

interface JudgedReviews {
  /** Key of the newest decision that changes a gate. */
  decided: string | null;
  refused: { review: number; login: string; reason: string }[];
}

function judgeAll(
  state: State,
  { candidates, authors }: DecisionsReading,
  policies: Map<string, ReturnType<typeof gatePolicy>>,
): JudgedReviews {
  const open = openApprovals(state);
  const judged: JudgedReviews = { decided: null, refused: [] };
  const counted = new Set<number | null>();
  for (const [request, policy] of policies) {
    const approval = state.approvals.get(request);
    if (!approval) continue;
    const judgement = judge({
      approval,
      decisions: candidates,
      policy,
      authors: authors.get(request) ?? [],
      open,
      used: usedBefore(state, approval),
    });
    if (judgement.kind === "rejected") {
      judged.decided = keyOf(judgement.decision);
      counted.add(judgement.decision.ref);
    }
    if (judgement.kind === "granted") {
      if (judgement.complete) judged.decided = keyOf(judgement.counted.at(-1));
      for (const { ref } of judgement.counted) counted.add(ref);
    }
    for (const { candidate, code, reason } of judgement.refused) {
      // A comment's refusal is answered where the command was taken.
      if (candidate.source !== "review" || !ANSWERED.has(code)) continue;
      judged.refused.push({ review: candidate.id, login: candidate.user.login, reason });
    }
  }
  // A review that counts for one gate need not count for the others.
  judged.refused = judged.refused.filter(({ review }) => !counted.has(review));
  return judged;
}

function keyOf(decision: { by: { source: string }; ref: number | null } | undefined): string | null {
  return decision ? `${decision.by.source}-${decision.ref}` : null;
}

async function resume(
  app: AppContext,
  milestone: MilestoneContext,
  { state, base }: BranchReading,
  request: string,
): Promise<void> {
  const { repository } = milestone.place;
  if (state.requests.has(request)) return;
  const run = runOf(state.lease);
  if (run !== null) {
    const live = await isRunLive(repository, run);
    // A live run looks for decisions itself; when it ends first, its end brings us here again.
    if (live.ok && live.value) return;
  }
  const started = await startOnce(app, milestone.place, {
    at: { workflow: base.config.workflow, branch: base.branch },
    runRequest: { milestone: milestone.milestone, command: "resume", request, flags: {} },
    state,
  });
  const log = { ...logFields(milestone), request };
  if (!started.ok) return app.log.warn(log, describeFailure(started.failure));
  if (started.value.kind === "refused")
    app.log.warn({ ...log, why: started.value.why }, "no run was started");
  else if (started.value.kind === "started") app.log.info(log, "a decision started a run");
}

/** Tells each person once why a review does not count. */
async function postRefused(
  app: AppContext,
  milestone: MilestoneContext,
  refused: JudgedReviews["refused"],
): Promise<void> {
  if (!refused.length) return;
  const { repository } = milestone.place;
  const pull = await readPull(repository, milestone.milestone);
  if (!pull.ok || !pull.value) return;
  const comments = await readComments(repository, pull.value.number, await app.self());
  if (!comments.ok) return;
  const told = new Set<string>();
  for (const { ours, body } of comments.value) {
    const marker = ours ? readMarker(body) : null;
    if (marker?.kind === "reply") told.add(marker.to);
  }
  for (const { review, login, reason } of refused) {
    const to = `review-${review}`;
    if (told.has(to)) continue;
    told.add(to);
    const body = `${writeMarker({ kind: "reply", to })}\n${text.refused.review(login, reason)}`;
    const said = await createComment(repository, pull.value.number, body, await app.self());
    if (!said.ok) app.log.warn({ ...logFields(milestone), review }, describeFailure(said.failure));
  }
}
