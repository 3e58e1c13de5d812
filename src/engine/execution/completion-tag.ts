import { branchRef, completionTag } from "../../milestone/names.ts";
import { isPassing, PUSH_TRIES, pushWaitMs } from "../journal/push-patience.ts";
import type { Oid, Ports } from "../ports.ts";

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

export type MadeGood = { ok: true; note: string | null } | { ok: false; message: string };

/**
 * What the last run of a completed milestone left undone when it was killed or cut off: its last push and its tag.
 * Without the push nobody else knows that the milestone is completed, so it is tried as often as any other.
 */
export async function makeGood(
  ports: Pick<Ports, "repository" | "remote" | "clock">,
  milestone: string,
  { tip, seen }: { tip: Oid; seen: Oid | null },
): Promise<MadeGood> {
  const { remote, clock } = ports;
  const ref = branchRef(milestone);
  for (let attempt = 1; remote && seen !== tip; attempt++) {
    const pushed = await remote.push(ref, tip, seen);
    // An answer that was lost on the way: the push before this one got through.
    if (pushed.ok || (pushed.reason === "stale" && pushed.actual === tip)) break;
    if (pushed.reason === "stale")
      return { ok: false, message: "the branch was moved on the remote meanwhile; start again" };
    if (!isPassing(pushed) || attempt >= PUSH_TRIES)
      return { ok: false, message: `not pushed: ${pushed.message}` };
    await new Promise<void>(resolve => clock.after(pushWaitMs(attempt), resolve));
  }
  return { ok: true, note: await tagCompletion(ports, milestone, tip) };
}
