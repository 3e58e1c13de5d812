import { branchRef, completionTag } from "../milestone/names.ts";
import type { Oid, Ports } from "./ports.ts";

/**
 * The tag of a completed milestone, here and on the remote. Answers what went wrong, in a sentence; null when the tag
 * stands, on this commit or, since it is made once, on an earlier one.
 */
export async function tagCompletion(
  ports: Pick<Ports, "repository" | "remote">,
  milestone: string,
  tip: Oid,
): Promise<string | null> {
  const name = completionTag(milestone);
  const ref = `refs/tags/${name}`;
  const there = await ports.repository.resolve(ref);
  if (there === null) await ports.repository.swapRef(ref, null, tip);
  if (!ports.remote) return null;
  const pushed = await ports.remote.tag(name, there ?? tip);
  return pushed.ok ? null : `the tag ${name} could not be pushed: ${pushed.message}`;
}

/**
 * What the last run of a completed milestone left undone when it was killed or cut off: its last push and its tag.
 * Answers what still cannot be done; null when nothing is left.
 */
export async function makeGood(
  ports: Pick<Ports, "repository" | "remote">,
  milestone: string,
  { tip, seen }: { tip: Oid; seen: Oid | null },
): Promise<string | null> {
  if (ports.remote && seen !== tip) {
    const pushed = await ports.remote.push(branchRef(milestone), tip, seen);
    if (!pushed.ok)
      return `not pushed: ${"message" in pushed ? pushed.message : "the branch was moved meanwhile"}`;
  }
  return tagCompletion(ports, milestone, tip);
}
