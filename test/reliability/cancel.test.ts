import { describe, expect, it } from "vitest";
import { cancelOnce, postAfterKill } from "../rig/cancelling.ts";
import { overTrees } from "../rig/long.ts";

/** The runner waits 7.5 s before its second signal. */
const FIVE_SECONDS = 5_000;

describe("A run that the runner cancels", () => {
  // `npm run torture` makes fifty of them.
  it("saves, pushes and leaves no process behind in under five seconds", async () => {
    overTrees(1);
    const { finished, ms, orphans, session, resumed, broken } = await cancelOnce();
    expect(ms).toBeLessThan(FIVE_SECONDS);
    expect(finished.signal).toBeNull();
    expect(finished.code).toBe(12);
    expect(orphans).toEqual([]);
    expect(session).toBe("interrupted");
    expect(resumed.code).toBe(0);
    expect(broken).toEqual([]);
  });

  it("is saved by the post step where the main step was killed before it could", async () => {
    overTrees(0);
    const { main, post, orphans, session, broken } = await postAfterKill();
    expect(main.signal).toBe("SIGKILL");
    expect(post.code).toBe(0);
    expect(post.stdout).toMatch(/the interrupted session of m is saved/);
    expect(session).toBe("interrupted");
    expect(orphans).toEqual([]);
    expect(broken).toEqual([]);
  });
});
