import type { Plan } from "../milestone/plan/plan.ts";
import type { State } from "../milestone/session/state.ts";
import type { ReviewedAttempt } from "../milestone/view/log-record.ts";

/** All that is needed to say what GitHub should show of a milestone. */
export interface DesiredState {
  milestone: string;
  state: State;
  /** Tasks as on the branch; gates and approvers as on the base branch. */
  plan: Plan;
  /** Who decides on gates that name nobody; empty: anyone with write permission. */
  approvers: readonly string[];
  /** The commit at which `state` was read. */
  head: string;
  /** Name of the base branch. */
  base: string;
  /** `app`: buttons work. `action`: a run keeps GitHub in sync itself, and buttons would reach nobody. */
  mode: "app" | "action";
  /** Labels of the pull request and the issues beside the fixed ones. */
  labels: string[];
  notify: { stakeholders: string[]; escalation: string[] };
  /** Whom the log says to have been told of this milestone. */
  dependants: Dependants[];
  /** What reviews found in the work, oldest first. */
  reviews: readonly ReviewedAttempt[];
  /** What the branch changes of the repository, where that is at hand; absent or null: GitHub is asked. */
  product?: () => Promise<Product | null>;
  /** The dashboard in at most so many characters of markdown. */
  render(limit: number): string;
  /** The repository's page. */
  url: string;
}

/** What the branch changes of the repository itself, without the milestone's own records. */
export interface Product {
  files: ProductFile[];
  /** GitHub names no more files than these. */
  isCut: boolean;
}

export interface ProductFile {
  path: string;
  /** Lines. */
  added: number;
  removed: number;
}

export interface Dependants {
  milestones: string[];
  change: "activated" | "completed" | "reopened" | "postponed" | "cancelled";
  /** How often the milestone had been reopened by then. */
  again?: number | undefined;
}

/** Which log line a text was made of. */
export interface Version {
  session: string;
  seq: number;
}

/** Which line of the log a text is made of. */
export function versionOf(state: State): Version {
  return { session: state.session?.id ?? "", seq: state.seq };
}

/** Whether a text at `there` must be replaced by one of `wanted`: never by an older one of the same session. */
export function isOlder(there: Version, wanted: Version): boolean {
  return there.session !== wanted.session || there.seq < wanted.seq;
}

/** Who writes. */
export interface Self {
  /** The login whose texts are ours although it is no bot; null where a bot writes. */
  login: string | null;
  /** Slug of the app that the token belongs to: only its own check runs may be changed. */
  appSlug: string;
  /** Logins of further bots that are us: the Action does not know its app's slug. */
  bots?: readonly string[] | "any";
}

/** A GitHub account as its API names it. */
export interface Account {
  id: number;
  login: string;
  type: string;
}

/**
 * Whose markers are believed: the app's own, the Action's, and those of a login that writes with a person's token. Any
 * other bot may repeat what somebody wrote.
 */
export function isOurs(user: Account | null | undefined, { login, appSlug, bots = [] }: Self): boolean {
  if (!user) return false;
  if (user.type !== "Bot") return login !== null && user.login === login;
  if (bots === "any") return true;
  return [appSlug, ACTION.appSlug].some(slug => user.login === `${slug}[bot]`) || bots.includes(user.login);
}

/** The workflow's own token. */
export const ACTION: Self = { login: null, appSlug: "github-actions" };
