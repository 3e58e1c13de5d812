import {
  type ApprovalQuestion,
  hasUnknownAuthor,
  judge,
  stillStands,
  usedBefore,
} from "../../milestone/approval/approval.ts";
import { grantedFor, skippedGates, unapproved } from "../../milestone/approval/required.ts";
import type { GatePolicy } from "../../milestone/approval/who-counts.ts";
import { plannedAttempt } from "../../milestone/plan/plan.ts";
import { checkpointOf } from "../../milestone/schedule/ready-tasks.ts";
import { type ApprovalState, isDone, openApprovals, type State } from "../../milestone/session/state.ts";
import type { Forge } from "../forge.ts";
import { loadHistory } from "../journal/load.ts";
import type { Oid, Ports } from "../ports.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { isSkipRead, skipDoubt } from "./pushed-lines.ts";
import { grant, reject } from "./record-decision.ts";
import { voidApproval } from "./request-approval.ts";

/** What GitHub answered. */
type ForgeDecisions = Extract<Awaited<ReturnType<Forge["decisions"]>>, { ok: true }>;

/**
 * Judges what GitHub says now about every gate that is open and every approval that work builds on; before completion
 * about all that were ever granted. Answers whether GitHub could be asked.
 */
export async function readForge(run: Run, { all = false } = {}): Promise<boolean> {
  const { journal, ports, plan, base } = run;
  const { state } = journal;
  const watched = [...state.approvals.values()].filter(
    a =>
      a.kind === "approval" && (a.status === "open" || (a.status === "granted" && (all || isInUse(run, a)))),
  );
  if (watched.length === 0) return true;
  const answer = await ports.forge.decisions({
    approvals: watched,
    // GitHub knows only what was pushed, and answers 404 for a newer tip; nobody can have decided on that yet.
    tip: run.publisher.pushed ?? journal.tip,
    state,
    plan,
    base,
    repository: ports.repository,
  });
  if (!answer.ok) {
    warnOnce(
      journal,
      "approval_unverified",
      `the approvals could not be read from GitHub (${answer.reason}); the gates stay closed`,
    );
    return false;
  }
  run.approvalsRead = true;
  const granted = watched.filter(approval => approval.status === "granted");
  for (const approval of granted) await recheck(run, approval, answer);
  // Whose work an open gate is about was read by approvals that do not hold: it is asked again.
  if (granted.some(({ status }) => status !== "granted")) return true;
  for (const approval of watched) if (approval.status === "open") await judgeOne(run, approval, answer);
  return true;
}

/** Approvals of an earlier run, or written into the log by anyone, on which work would build unseen by GitHub. */
export function awaitsConfirmation(run: Run): boolean {
  const { journal, ports } = run;
  if (!ports.forge.present) return false;
  if (skippedGates(run.plan, journal.state).some(({ seq }) => !isSkipRead(run, seq))) return true;
  if (run.approvalsRead) return false;
  return [...journal.state.approvals.values()].some(
    a => a.kind === "approval" && a.status === "granted" && isInUse(run, a),
  );
}

/** Of a task that is not done, or the one that opened a checkpoint. */
function isInUse({ journal: { state }, plan }: Run, approval: ApprovalState): boolean {
  if (approval.transition === "quality_gate") {
    const gate = checkpointOf(plan, approval.request);
    return gate !== undefined && grantedFor(state, gate.name) === approval;
  }
  const task = approval.task ? state.tasks.get(approval.task) : undefined;
  return task !== undefined && !isDone(task);
}

/**
 * What the log says was granted is re-read from GitHub: a dismissed review closes the gate again, and a line that someone
 * wrote into the branch's log opens none. That holds for approvals given at a command line too, which nobody can verify.
 */
async function recheck(run: Run, approval: ApprovalState, said: ForgeDecisions): Promise<void> {
  const { journal } = run;
  const answer = stillStands({
    ...questionOf(run, approval, said),
    open: [approval, ...openApprovals(journal.state)],
  });
  const reason = answer.stands ? await askedTooLate(run, approval) : answer.reason;
  if (reason !== null) await voidApproval(run, approval, { reason, changed: [] });
}

/** Whoever looked at a commit can only have decided on what was asked there: the time of a line is its writer's to choose. */
async function askedTooLate(run: Run, { request, decisions }: ApprovalState): Promise<string | null> {
  for (const { commit } of decisions) {
    if (commit !== null && !(await isAskedAt(run, commit, request)))
      return "the commit that was looked at does not ask for it";
  }
  return null;
}

/** What the log asked for at commits of the branch, by commit. */
const asked = new WeakMap<Run, Map<Oid, Promise<ReadonlySet<string>>>>();

async function isAskedAt(run: Run, commit: Oid, request: string): Promise<boolean> {
  const known = asked.get(run) ?? new Map<Oid, Promise<ReadonlySet<string>>>();
  asked.set(run, known);
  const found = known.get(commit) ?? requestsAt(run, commit);
  known.set(commit, found);
  return (await found).has(request);
}

async function requestsAt({ journal, ports }: Run, commit: Oid): Promise<ReadonlySet<string>> {
  if (!(await ports.repository.isAncestor(commit, journal.tip))) return new Set();
  const reading = await loadHistory(ports.repository, journal.milestone, commit);
  return new Set(reading.ok ? reading.history.state.approvals.keys() : []);
}

async function judgeOne(run: Run, approval: ApprovalState, said: ForgeDecisions): Promise<void> {
  const { journal } = run;
  const all = questionOf(run, approval, said);
  const sawIt = await Promise.all(
    all.decisions.map(
      ({ verdict, commit }) =>
        verdict !== "approved" || commit === null || isAskedAt(run, commit, approval.request),
    ),
  );
  const question = { ...all, decisions: all.decisions.filter((_, at) => sawIt[at]) };
  const judgement = judge({
    ...question,
    open: openApprovals(journal.state),
    used: usedBefore(journal.state, approval),
  });
  for (const refused of judgement.refused) {
    if (refused.code === "superseded" || refused.code === "earlier") continue;
    warnOnce(
      journal,
      "approval_unverified",
      `${refused.candidate.user.login} does not open ${approval.request}: ${refused.reason}`,
    );
  }
  if (judgement.kind === "granted") {
    grant(run, approval, judgement.fresh, judgement.complete);
    if (!judgement.complete && hasUnknownAuthor(question)) {
      const { counted, needed } = judgement;
      warnOnce(
        journal,
        "approval_unverified",
        `${approval.request} needs a second person (${counted.length} of ${needed} approved): GitHub knows no account for the author of part of the work`,
      );
    }
  } else if (judgement.kind === "rejected") reject(run, approval, judgement.decision);
}

/**
 * Why a milestone that its branch calls completed may not be believed: an approval that the base's policy asks for is not
 * there, or GitHub does not confirm it. null: nothing speaks against it.
 */
export async function completionDoubt(
  ports: Pick<Ports, "forge" | "repository">,
  asked: Pick<Run, "plan" | "base"> & { state: State; tip: Oid },
): Promise<string | null> {
  if (!ports.forge.present) return null;
  for (const { id } of asked.plan.tasks) {
    const task = asked.state.tasks.get(id);
    if (!task || !isDone(task))
      return `the log calls ${id} ${task?.status.replaceAll("_", " ") ?? "no task"}`;
  }
  return approvalDoubt(ports, { ...asked, counts: () => true });
}

/**
 * Why what a log calls approved may not be believed; null: nothing speaks against it. Where nobody can be asked nothing
 * is believed. `counts`: which granted approvals are asked about.
 */
export async function approvalDoubt(
  ports: Pick<Ports, "forge" | "repository">,
  asked: Pick<Run, "plan" | "base"> & {
    state: State;
    tip: Oid;
    counts: (approval: ApprovalState) => boolean;
  },
): Promise<string | null> {
  const { plan, state, tip, base, counts } = asked;
  const [lost] = plan.lost ?? [];
  if (lost) return `the branch's plan lacks ${lost.id}, which has gates on the base`;
  for (const skipped of skippedGates(plan, state)) {
    const doubt = await skipDoubt(ports, { plan, base, ...skipped });
    if (doubt) return `${skipped.task.id} is skipped by the log alone: ${doubt.reason}`;
  }
  const [lack] = unapproved(plan, state);
  if (lack)
    return lack.kind === "phase"
      ? `the log holds no approval of ${lack.task}/${lack.phase}`
      : `the log holds no approval of the checkpoint "${lack.gate.name}"`;
  const granted = [...state.approvals.values()].filter(
    a => a.kind === "approval" && a.status === "granted" && counts(a),
  );
  if (granted.length === 0) return null;
  if (!ports.forge.present)
    return `its log holds an approval of ${granted[0]!.request} that nobody here can verify`;
  const { repository } = ports;
  const said = await ports.forge.decisions({ approvals: granted, tip, state, plan, base, repository });
  if (!said.ok) return `the approvals could not be read from GitHub (${said.reason})`;
  for (const approval of granted) {
    const answer = stillStands({ ...questionOf({ plan }, approval, said), open: [approval] });
    if (!answer.stands) return `the approval of ${approval.request} does not hold: ${answer.reason}`;
  }
  return null;
}

function questionOf(run: Pick<Run, "plan">, approval: ApprovalState, said: ForgeDecisions): ApprovalQuestion {
  const authors = said.authors.get(approval.request) ?? [];
  return {
    approval,
    decisions: said.candidates,
    policy: policyOf(run, approval, said),
    authors,
  };
}

/** Of the plan under the base branch's policy, never of the request in the log. */
function policyOf(
  run: Pick<Run, "plan">,
  approval: ApprovalState,
  { approvers = [], permission }: ForgeDecisions,
): GatePolicy {
  const gate = gateOf(run, approval);
  const named = gate?.approvers ?? [];
  return {
    approvers: named.length > 0 ? named : [...approvers],
    minApprovals: gate?.minApprovals ?? 1,
    ...(permission ? { permission } : {}),
  };
}

/** null or undefined: the plan has no such gate. */
function gateOf(run: Pick<Run, "plan">, approval: ApprovalState): GatePolicy | null | undefined {
  if (approval.transition === "quality_gate") return checkpointOf(run.plan, approval.request);
  return plannedAttempt(run.plan, approval)?.phase.gate;
}
