import { describe, expect, it } from "vitest";
import { killSchedule, survive, undisturbed } from "../rig/killing.ts";
import { overTrees } from "../rig/long.ts";

/** Schedules of one `npm test`; `npm run torture` plays 2,000 and every single operation. */
const SCHEDULES = 6;

describe("A run whose whole process group is killed", () => {
  const clean = undisturbed("kill");

  it.each(Array.from({ length: SCHEDULES }, (_, n) => n + 1))(
    "is taken up by the next one and ends as if nothing had been (seed %i)",
    async seed => {
      overTrees(seed);
      const { tree, operations } = await clean;
      const survived = await survive(killSchedule(seed, operations));
      expect(survived.broken).toEqual([]);
      expect(survived.tree).toBe(tree);
      expect(survived.hit.some(({ signal }) => signal === "SIGKILL")).toBe(true);
    },
  );
});
