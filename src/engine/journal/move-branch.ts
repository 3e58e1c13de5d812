import { branchName, branchRef } from "../../milestone/names.ts";
import type { Oid, Repository } from "../ports.ts";
import { refuse } from "../refusal.ts";

/** Another run took the branch, or a person rewrote it: nothing more may be written by this one. */
export class Fenced extends Error {
  actual: Oid | null;
  constructor(actual: Oid | null, message: string) {
    super(message);
    this.actual = actual;
  }
}

/**
 * Moves the milestone's branch in this clone, by compare-and-swap; `from` null: it is not there yet.
 * @throws Fenced when it is somewhere else; Refusal when its name is taken
 */
export async function moveBranch(
  repository: Pick<Repository, "swapRef">,
  { milestone, from, to }: { milestone: string; from: Oid | null; to: Oid },
): Promise<void> {
  const ref = branchRef(milestone);
  const swapped = await repository.swapRef(ref, from, to);
  // The try before this one may have moved the ref and failed only afterwards.
  if (swapped.ok || swapped.actual === to) return;
  if (swapped.reason === "name-taken") {
    refuse(
      `the branch ${branchName(milestone)} cannot be made: another branch's name bars it`,
      "rename the branch `milestone`, or the one whose name goes on behind this one's",
    );
  }
  const why = swapped.reason === "locked" ? "is locked by another program" : "was moved by someone else";
  throw new Fenced(swapped.actual, `the branch ${ref} ${why}`);
}

/** Races lost in a row before it is told as a fault: each is lost to a writer that got its own commit through. */
const TRIES = 10;

/**
 * Does what needs the branch to stay as it was read, and begins again, from reading on, where another writer was
 * faster: it then finds what they left. `attempt` must have no effect but its commits, which a lost race gives up.
 */
export async function retryIfFenced<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Fenced) || tries >= TRIES) throw error;
    }
  }
}
