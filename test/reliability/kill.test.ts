import { describe, expect, it } from "vitest";
import { type Schedule, survive, undisturbed } from "../rig/killing.ts";
import { seeded } from "../rig/simulation/clock.ts";

/** Schedules of one `npm test`; `npm run torture` plays 2,000 and every single operation. */
const SCHEDULES = 20;

/** One to two kills at operations that the seed chooses. */
export function killSchedule(seed: number, operations: number): Schedule {
  const random = seeded(seed * 31 + 7);
  const kills = random() < 0.75 ? 1 : 2;
  const strategies = ["parallel", "sequential", "hybrid"] as const;
  return {
    strategy: strategies[Math.floor(random() * 3)]!,
    at: Array.from({ length: kills }, () => 1 + Math.floor(random() * operations)),
    what: "kill",
    fresh: random() < 0.5,
  };
}

describe("A run whose whole process group is killed", () => {
  const clean = undisturbed("kill");

  it.each(Array.from({ length: SCHEDULES }, (_, n) => n + 1))(
    "is taken up by the next one and ends as if nothing had been (seed %i)",
    async seed => {
      const { tree, operations } = await clean;
      const survived = await survive(killSchedule(seed, operations));
      expect(survived.broken).toEqual([]);
      expect(survived.tree).toBe(tree);
      expect(survived.hit.some(({ signal }) => signal === "SIGKILL")).toBe(true);
    },
  );
});
