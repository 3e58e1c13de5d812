import type { CommentShape } from "../src/github/issue-comments.ts";
import type { Lane } from "./inbox/inbox.ts";
import type { RepositoryShape } from "./installed-repositories.ts";

export interface Sender {
  id: number;
  login: string;
  type?: string;
}

/** Where something happened. */
export interface CommentOrigin {
  installation: number;
  repository: RepositoryShape;
}

/** What somebody wrote, and where it stands. */
export interface IncomingComment {
  /** In a conversation, in a pull request's lines, or as a review's text. */
  form: "comment" | "line" | "review";
  comment: CommentShape;
  number: number;
  isPull: boolean;
  /** The title as it was then; null: not known. */
  title?: string | null;
  /** The text, where it is known; only a bot's counts. */
  body: string | null;
  byBot: boolean;
}

/** What is left of a webhook: as much as the work needs. */
export type Happening =
  | { name: "remark"; origin: CommentOrigin; incoming: IncomingComment }
  /** A milestone's branch moved. `lazy`: only its log was carried on. */
  | { name: "pushed"; origin: CommentOrigin; milestone: string; lazy: boolean }
  /** Something of a milestone was changed by others than this app. */
  | { name: "touched"; origin: CommentOrigin; milestone: string; by: Sender | null }
  /** The files of the base branch, the branch itself, a name, a label: all milestones are looked at. */
  | { name: "repository"; origin: CommentOrigin; commit: string | null }
  /** The branch or the pull request of a drafted plan was changed. `pushed`: by a commit. */
  | { name: "plan"; origin: CommentOrigin; milestone: string; pushed: boolean }
  | {
      name: "button";
      origin: CommentOrigin;
      milestone: string;
      check: CheckPayload;
      button: string;
      by: Sender;
    }
  | { name: "rerun"; origin: CommentOrigin; milestone: string; check: CheckPayload | null; app: string }
  | { name: "run"; origin: CommentOrigin; run: number; workflow: string; title: string }
  | { name: "queued"; origin: CommentOrigin; pull: number; head: string }
  /** `again`: what was looked at before may go now. */
  | { name: "installed"; installation: number; again?: boolean }
  | { name: "removed"; installation: number };

export interface CheckPayload {
  id: number;
  name: string;
  external_id: string;
  app?: { slug?: string | undefined } | null;
}

/** Where a happening is worked off. */
export interface Routed {
  line: string;
  lane: Lane;
  happening: Happening;
}

/** The line of a milestone: everything that changes its objects goes through it. */
export const lineOf = (repository: number, milestone: string): string => `${repository}/${milestone}`;

export const ofRepository = (origin: CommentOrigin, commit: string | null): Routed => ({
  line: `${origin.repository.id}`,
  lane: "upkeep",
  happening: { name: "repository", origin, commit },
});

export const ofMilestone = (
  origin: CommentOrigin,
  milestone: string,
  happening: Happening,
  lane: Lane = "upkeep",
): Routed => ({ line: lineOf(origin.repository.id, milestone), lane, happening });

/** People wait for what follows from a plan's pull request. */
export const ofPlan = (origin: CommentOrigin, milestone: string, pushed: boolean): Routed => ({
  line: `${origin.repository.id}/plan/${milestone}`,
  lane: "person",
  happening: { name: "plan", origin, milestone, pushed },
});
