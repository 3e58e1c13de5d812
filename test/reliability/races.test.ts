import { describe, expect, it } from "vitest";
import { overTrees } from "../rig/long.ts";
import { raceFrozen, raceTwo } from "../rig/races.ts";

/** Races of one `npm test`; `npm run torture` runs 200. The delays spread over the opening of a run. */
const DELAYS = [0, 60, 250];

describe("Two runs of one milestone", () => {
  it.each(DELAYS.map((delay, n) => [n + 1, delay]))(
    "make one winner, and a loser that says whom it left alone (race %i, %i ms apart)",
    async (race, delay) => {
      overTrees(race);
      const { finished, statuses, broken } = await raceTwo(delay);
      expect(broken).toEqual([]);
      expect(finished.map(f => f.code)).toEqual([0, 0]);
      expect([...statuses].sort()).toEqual(["completed", "in_progress"]);
      const loser = finished[statuses.indexOf("in_progress")]!;
      expect(loser.stderr.match(/^warning: /gm)).toHaveLength(1);
      expect(loser.stderr).toMatch(
        /is executing "m"; this run leaves it alone|another run owns the branch now/,
      );
    },
  );

  it("leave the branch to the one that took over from a frozen one", async () => {
    overTrees(1);
    const { finished, statuses, broken, tips } = await raceFrozen();
    expect(statuses).toEqual(["in_progress", "completed"]);
    expect(finished.map(f => f.code)).toEqual([0, 0]);
    expect(broken).toEqual([]);
    expect(tips[1]).toBe(tips[0]);
    expect(finished[0]!.stderr.match(/^warning: /gm)).toHaveLength(1);
  });
});
