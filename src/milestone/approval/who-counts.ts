import type { Phase } from "../phase.ts";
import type { ApproverPermission } from "../plan/github-config.ts";
import type { Gate } from "../plan/plan.ts";

/** Why a decision does not count. `earlier` and `superseded` are no news to anybody; the others deserve an answer. */
export type RefusalCode =
  | "earlier"
  | "superseded"
  | "dismissed"
  | "edited"
  | "not_a_person"
  | "author"
  | "permission_unknown"
  | "not_an_approver"
  | "no_write_permission"
  | "other_content"
  | "already_used";

export interface ApproverRefusal {
  code: RefusalCode;
  /** A sentence without the person's name, to go after `@login: `. */
  reason: string;
}

/**
 * Whoever wrote a commit of the work by hand. Null where GitHub knows no account for the commit's author: it may be any
 * of those who approve, so that one more of them is needed.
 */
export interface Author {
  id: number | null;
  login: string | null;
}

export interface GatePolicy extends Pick<Gate, "approvers" | "minApprovals"> {
  /** The least permission of a listed approver; absent: write. A login may have changed hands, or its rights ended. */
  permission?: ApproverPermission;
}

type Speaker = Pick<CandidateDecision, "user" | "viaApp" | "permission" | "teams">;

/**
 * Whether this person's word moves the gate: never a bot, an app or an author of the work; a listed approver or member
 * of a listed team, or, where none is listed, anyone who may write. Whatever could not be found out counts as no.
 */
export function whoCounts(
  candidate: Speaker,
  policy: GatePolicy,
  authors: readonly Author[],
): ApproverRefusal | null {
  const { user, viaApp, permission } = candidate;
  if (user.type !== "User" || viaApp || user.login.toLowerCase().endsWith("[bot]")) {
    return { code: "not_a_person", reason: "bots and apps never approve or reject a gate" };
  }
  // Ids, not logins or e-mails: those can be changed, taken over or forged.
  if (authors.some(author => author.id === user.id)) {
    return { code: "author", reason: "whoever wrote part of the work by hand cannot decide on it" };
  }
  if (permission === null) {
    return {
      code: "permission_unknown",
      reason: "GitHub could not say what this person may do, so it does not count",
    };
  }
  if (policy.approvers.length > 0) {
    if (!isListed(candidate, policy.approvers))
      return { code: "not_an_approver", reason: `this gate is decided by ${policy.approvers.join(", ")}` };
  }
  const needed = (policy.approvers.length > 0 && policy.permission) || "write";
  if (atLeast(permission, needed)) return null;
  const lower = policy.approvers.length > 0 ? "; approver_permission in .github/milestone.yml lowers it" : "";
  return {
    code: "no_write_permission",
    reason: `deciding on this gate needs ${needed} permission; this person has ${permission}${lower}`,
  };
}

function isListed({ user, teams }: Speaker, approvers: readonly string[]): boolean {
  const login = user.login.toLowerCase();
  const memberOf = teams.map(team => team.toLowerCase());
  return approvers.some(approver => {
    const name = approver.replace(/^@/, "").toLowerCase();
    return name.includes("/") ? memberOf.includes(name) : name === login;
  });
}

/** GitHub's levels, lowest first. */
export const PERMISSIONS = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What GitHub says of one review or comment at the moment of use. Nothing in it is believed before `judge` says so. */
export interface CandidateDecision {
  source: "review" | "comment";
  verdict: "approved" | "changes_requested";
  /** Of the review or comment. */
  id: number;
  /** `type` as GitHub names it; only `User` is a person. */
  user: { id: number; login: string; type: string };
  /** Written through an app on the user's behalf (`performed_via_github_app`). */
  viaApp: boolean;
  /** By the permission API, now; null when GitHub could not be asked or did not know. */
  permission: Permission | null;
  /** Those of the gate's `org/team` approvers that the user is an active member of. */
  teams: readonly string[];
  /** What was looked at: the review's commit, or the one that the gate's comment listed; null when unknown. */
  commit: string | null;
  /** Blob ids of the gate's deliverables at that commit, by path; a missing file is left out. */
  blobs: Readonly<Record<string, string>>;
  /** The work at that commit (`workTree`), where a checkpoint asks; null or absent: not found out. */
  tree?: string | null;
  /** RFC 3339, GitHub's clock, whole seconds. */
  submittedAt: string;
  /** GitHub then no longer tells the verdict: `approved` where it is not known otherwise. */
  dismissed: boolean;
  /** Changed after it was submitted. */
  edited: boolean;
  /** A review's text, or the reason of a `reject` command. */
  body: string;
  lineComments: readonly { path: string; line: number | null; body: string }[];
  /** The gate that a comment command names; absent: all that are open. */
  target?: { task: string; phase?: Phase };
}

/** Whether a permission is as high as what is needed; null, unknown, never is. */
export function atLeast(permission: Permission | null, needed: Permission): boolean {
  return permission !== null && PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(needed);
}
