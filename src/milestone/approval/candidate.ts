import type { Phase } from "../phase.ts";

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
