import { createHash } from "node:crypto";
import { ROOT } from "../names.ts";
import type { Decision } from "../session/event.ts";
import type { ApprovalState, State } from "../session/state.ts";
import { aimOf, feedbackOf, namedGates } from "./approval-aim.ts";
import {
  type ApproverRefusal,
  type Author,
  type CandidateDecision,
  type GatePolicy,
  whoCounts,
} from "./who-counts.ts";

export type { CandidateDecision } from "./who-counts.ts";

export interface ApprovalQuestion {
  approval: ApprovalState;
  /** Everything that people said, in any order, as GitHub tells it now. */
  decisions: readonly CandidateDecision[];
  /** Of the base branch, never of the milestone's own: the one judged may not choose the judge. */
  policy: GatePolicy;
  authors: readonly Author[];
  /** Every open request, to find out which of them requested changes are about. Absent: this one alone. */
  open?: readonly ApprovalState[];
  /** Reviews and comments that decided on an earlier attempt of this gate (`usedBefore`). */
  used?: ReadonlySet<number>;
}

export interface RefusedDecision extends ApproverRefusal {
  candidate: CandidateDecision;
}

export type Judgement = { refused: RefusedDecision[] } & (
  | { kind: "open" }
  /** `fresh`: those that are not recorded yet. `complete`: as many approved as the policy wants. */
  | { kind: "granted"; complete: boolean; needed: number; counted: Decision[]; fresh: Decision[] }
  | { kind: "rejected"; decision: Decision }
);

/**
 * What people decided on a gate, by what GitHub says now. An approval counts when its giver counts, it was given after
 * the gate was asked, and each deliverable at the commit that was looked at has exactly the bytes that were asked
 * about. Each person's latest word counts alone; requested changes outweigh approvals.
 */
export function judge(question: ApprovalQuestion): Judgement {
  const { approval, policy } = question;
  const refused: RefusedDecision[] = [];
  const counting: CandidateDecision[] = [];
  for (const candidate of latestWords(question, refused)) {
    const refusal = refusalOf(candidate, question);
    if (refusal) refused.push({ candidate, ...refusal });
    else counting.push(candidate);
  }
  const rejecting = counting.find(c => c.verdict === "changes_requested");
  if (rejecting) return { kind: "rejected", decision: decisionOf(rejecting), refused };
  if (counting.length === 0) return { kind: "open", refused };
  const counted = counting.map(decisionOf);
  const known = new Set(approval.decisions.map(d => `${d.by.source}:${d.ref}`));
  const needed = Math.max(1, policy.minApprovals) + (hasUnknownAuthor(question) ? 1 : 0);
  const complete = counted.length >= needed;
  const fresh = counted.filter(d => !known.has(`${d.by.source}:${d.ref}`));
  // The policy may have come down to what is recorded already: the last approval then says that it is complete.
  if (complete && fresh.length === 0) fresh.push(counted.at(-1)!);
  return { kind: "granted", complete, needed, counted, fresh, refused };
}

/** Whether an approval that was granted on GitHub still stands; if not, why, for `approval_voided`. */
export function stillStands(
  question: ApprovalQuestion,
): { stands: true } | { stands: false; reason: string } {
  const { approval } = question;
  const decisions = question.decisions.filter(c => c.verdict === "approved" || reaches(c, question));
  const judgement = judge({ ...question, decisions, open: [approval], used: new Set() });
  if (judgement.kind === "granted" && judgement.complete) return { stands: true };
  if (judgement.kind === "rejected") {
    return { stands: false, reason: `${judgement.decision.by.login} requested changes after the approval` };
  }
  const recorded = new Set(approval.decisions.map(d => d.ref));
  const lost = judgement.refused.find(r => recorded.has(r.candidate.id) && r.code !== "superseded");
  const reason = lost ? `${lost.candidate.user.login}'s approval no longer counts: ${lost.reason}` : "";
  return { stands: false, reason: reason || "GitHub no longer shows the approval" };
}

/**
 * Whether requested changes reach a gate that is open no longer: when they name it, or when they name nothing, come from
 * one of its approvers and there is no open gate that they are about.
 */
function reaches(
  candidate: CandidateDecision,
  { approval, decisions, open = [] }: ApprovalQuestion,
): boolean {
  const others = open.filter(a => a.request !== approval.request);
  if (candidate.target) return aimOf(candidate, [approval]).size > 0;
  const named = namedGates(candidate, [...others, approval]);
  if (named.length > 0) return named.includes(approval);
  const approved = decisions.some(d => d.verdict === "approved" && d.user.id === candidate.user.id);
  return others.length === 0 && approved;
}

/** Reviews and comments that decided on another attempt of the same gate: none of them counts twice. */
export function usedBefore(state: State, approval: ApprovalState): Set<number> {
  const used = new Set<number>();
  for (const other of state.approvals.values()) {
    if (other.task !== approval.task || other.phase !== approval.phase || other.request === approval.request)
      continue;
    if (other.attempt === approval.attempt && other.transition !== "quality_gate") continue;
    for (const { ref } of other.decisions) if (ref !== null) used.add(ref);
  }
  return used;
}

/** The latest decision of each person that is about this gate and was given while it was asked, oldest first. */
function latestWords(question: ApprovalQuestion, refused: RefusedDecision[]): CandidateDecision[] {
  const { approval, decisions, open = [approval] } = question;
  const latest = new Map<number, CandidateDecision>();
  const inOrder = [...decisions].sort(
    (a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || a.id - b.id,
  );
  for (const candidate of inOrder) {
    if (!aimOf(candidate, open).has(approval.request)) continue;
    if (isEarlier(candidate, approval)) {
      refused.push({ candidate, code: "earlier", reason: "it was given before this gate was asked" });
      continue;
    }
    const before = latest.get(candidate.user.id);
    if (before)
      refused.push({ candidate: before, code: "superseded", reason: "a later decision replaced it" });
    latest.set(candidate.user.id, candidate);
  }
  return [...latest.values()];
}

/** GitHub's times are cut to whole seconds, so the second in which the gate was asked still counts. */
function isEarlier(candidate: CandidateDecision, approval: ApprovalState): boolean {
  const asked = Math.floor(Date.parse(approval.requestedAt) / 1000);
  const given = Math.floor(Date.parse(candidate.submittedAt) / 1000);
  return !(given >= asked);
}

/** Whether part of the work is by somebody whom GitHub does not know: the approver may have written it. */
export function hasUnknownAuthor({ authors }: Pick<ApprovalQuestion, "authors">): boolean {
  return authors.some(({ id }) => id === null);
}

function refusalOf(
  candidate: CandidateDecision,
  { approval, policy, authors, used }: ApprovalQuestion,
): ApproverRefusal | null {
  if (candidate.dismissed) return { code: "dismissed", reason: "the review was dismissed" };
  if (candidate.edited) return { code: "edited", reason: "it was edited after it was submitted" };
  if (used?.has(candidate.id)) {
    return { code: "already_used", reason: "it decided on an earlier attempt of this phase" };
  }
  const person = whoCounts(candidate, policy, authors);
  if (person || candidate.verdict === "changes_requested") return person;
  if (approval.transition === "quality_gate") {
    if (approval.tree !== undefined && candidate.tree === approval.tree) return null;
    return { code: "other_content", reason: "it looked at other work than this checkpoint asks about" };
  }
  const changed = approval.deliverables.filter(d => blobAt(candidate, d.path) !== d.blob).map(d => d.path);
  if (candidate.commit !== null && changed.length === 0) return null;
  const what = changed.length ? `: ${changed.join(", ")}` : "";
  return { code: "other_content", reason: `it looked at other content than this gate asks about${what}` };
}

function blobAt({ blobs }: CandidateDecision, path: string): string | null {
  return Object.hasOwn(blobs, path) ? (blobs[path] ?? null) : null;
}

function decisionOf(candidate: CandidateDecision): Decision {
  const { verdict, user, source, id, commit, permission, submittedAt } = candidate;
  return {
    verdict: verdict === "approved" ? "approved" : "rejected",
    by: { login: user.login, id: user.id, source },
    ref: id,
    commit,
    permission: permission ?? "none",
    at: submittedAt,
    feedback: feedbackOf(candidate),
  };
}

/** What stands in a commit's root folder. */
interface RootEntry {
  name: string;
  /** As a number, e.g. 0o100644. */
  mode: number;
  oid: string;
}

/**
 * One name for the work that a commit holds: everything but the state that the engine keeps beside it, and the
 * milestone's deliverables (null: it has none). Two commits with the same name hold the same bytes, so that an approval
 * of the one is an approval of the other.
 */
export function workTree(root: readonly RootEntry[], deliverables: string | null): string {
  const hash = createHash("sha256");
  const entries = root.filter(({ name }) => name !== ROOT).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, mode, oid } of entries) hash.update(`${mode.toString(8)} ${oid} ${name}\0`);
  return hash.update(`deliverables ${deliverables}`).digest("hex");
}
