import { idProblem, milestoneOfBranch, milestoneOfPlanBranch } from "../src/milestone/names.ts";
import type { Sender } from "./happenings.ts";
import type { RepositoryShape } from "./installed-repositories.ts";

/** What a webhook tells, as far as it is looked at; all of it is anybody's claim until its shape is looked at. */
export interface Payload {
  action?: string;
  installation?: { id?: number } | null;
  repository?: RepositoryShape;
  sender?: Sender;
  [name: string]: unknown;
}

export function senderOf(sender: Sender | undefined): Sender | null {
  return sender ? { id: sender.id, login: sender.login, type: sender.type ?? "" } : null;
}

export function shapeOf(given: RepositoryShape | undefined): RepositoryShape | null {
  if (!given || typeof given.id !== "number" || !given.owner?.login) return null;
  const { id, name, owner, default_branch, html_url, updated_at } = given;
  const at = typeof updated_at === "string" ? { updated_at } : {};
  return { id, name, owner: { login: owner.login }, default_branch, html_url, ...at };
}

export function milestoneAt(branch: string): string | null {
  const id = milestoneOfBranch(branch);
  return id !== null && idProblem(id) === null ? id : null;
}

export interface PullShape {
  number: number;
  head: { ref: string; repo: { id: number } | null };
  base: { repo: { id: number } };
}

/** The milestone whose plan a pull request proposes. */
export function planOfPull(pull: PullShape | undefined): string | null {
  if (!pull?.head || pull.head.repo?.id !== pull.base?.repo?.id) return null;
  return milestoneOfPlanBranch(pull.head.ref);
}

export function milestoneOfPull(pull: PullShape | undefined): string | null {
  if (!pull?.head || pull.head.repo?.id !== pull.base?.repo?.id) return null;
  return milestoneAt(pull.head.ref);
}
