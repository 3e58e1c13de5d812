import { setTimeout as wait } from "node:timers/promises";
import { groupExists, livingMembers, type ProcessTree, signalTree } from "./process-tree.ts";

/** How often the tree is looked at while it ends, in milliseconds. */
const LOOK_MS = 25;
/** After SIGKILL only a process stuck in the kernel or another user's remains; then waiting does not help. */
const KILL_WAIT_MS = 2_000;
/** Looks in a row that must find nothing. */
const QUIET_LOOKS = 2;

/**
 * Ends a whole tree: SIGTERM, `graceMs` to comply, then SIGKILL until nothing is left, looking again each
 * time, since members may have forked meanwhile. Returns how many could not be ended (normally 0).
 */
export async function endTree(tree: ProcessTree, graceMs: number): Promise<number> {
  let members = livingMembers(tree);
  signalTree(tree, members, "SIGTERM");
  const deadline = performance.now() + graceMs;
  while (isAlive(tree, members) && performance.now() < deadline) {
    await wait(LOOK_MS);
    members = livingMembers(tree);
  }
  const givenUp = performance.now() + KILL_WAIT_MS;
  // A process that is just replacing its program shows no environment for a moment: one empty look proves nothing.
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < givenUp; ) {
    if (isAlive(tree, members)) {
      quiet = 0;
      signalTree(tree, members, "SIGKILL");
    } else quiet += 1;
    await wait(LOOK_MS);
    members = livingMembers(tree);
  }
  return members.length;
}

/** Without /proc the members are unknown, and the process group alone tells. */
function isAlive(tree: ProcessTree, members: unknown[]): boolean {
  return members.length > 0 || (tree.start === 0 && groupExists(tree.root));
}
