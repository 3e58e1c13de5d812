import { branchRef } from "../milestone/names.ts";
import { type Answer, good } from "./answer.ts";
import type { Account } from "./picture.ts";
import type { Repository } from "./repository.ts";

/** Newest pushes that are looked through: each run looks at its start, so what is older was looked at before. */
const PUSHES = 100;

export interface PushQuestion {
  milestone: string;
  /** Whether the branch, where it stood at this commit, had what is asked about. */
  holds(commit: string): Promise<boolean>;
}

/**
 * Whose push brought something to the milestone's branch, by GitHub's own record; null where it does not tell: it keeps
 * none, it is older than the newest hundred, or the record is not there yet.
 */
export async function readPusher(
  repository: Repository,
  { milestone, holds }: PushQuestion,
): Promise<Answer<Account | null>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/activity", {
    ref: branchRef(milestone),
    per_page: PUSHES,
  });
  if (!answer.ok) {
    const { kind } = answer.failure;
    return kind === "not_found" || kind === "forbidden" ? good(null) : answer;
  }
  const pushes = answer.value.filter(push => push.activity_type !== "branch_deletion");
  // The oldest that has it, newest first: what was once there stays, but for a branch that was begun anew.
  let found: (typeof pushes)[number] | null = null;
  for (const push of pushes) {
    if (!(await holds(push.after))) break;
    found = push;
  }
  const isOlder = found !== null && !/^0+$/.test(found.before) && (await holds(found.before));
  const { actor } = (!isOlder && found) || {};
  return good(actor ? { id: Number(actor.id), login: actor.login, type: actor.type } : null);
}
