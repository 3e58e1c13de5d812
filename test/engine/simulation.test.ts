import { describe, expect, it } from "vitest";
import { hasTurn } from "../rig/long.ts";
import { race } from "../rig/simulation/race.ts";
import { play, type Scenario, STRATEGIES, scenarioOf } from "../rig/simulation/scenario.ts";

/** Worlds of one `npm test`, and races of each kind; `npm run torture` plays 10,000 and 1,000. */
const SEEDS = 40;
const RACES = 12;

const trees = new Map<string, Promise<string>>();

/** The tree that the same milestone leaves when nothing goes wrong. */
function undisturbed(scenario: Scenario): Promise<string> {
  const { draft, trees: kind = null } = scenario.world;
  const key = JSON.stringify([draft, kind]);
  const known = trees.get(key);
  if (known) return known;
  const world = { seed: 0, draft, trees: kind };
  const tree = play({ world, options: scenario.options, dooms: [], sameClone: () => true }).then(p => p.tree);
  trees.set(key, tree);
  return tree;
}

describe("The engine under virtual time", () => {
  it(`keeps every promise in ${SEEDS} seeded worlds of deaths, faults and lost answers`, async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const scenario = scenarioOf(seed);
      const { violations, tree } = await play(scenario);
      expect(violations, `seed ${seed}`).toEqual([]);
      expect(tree, `seed ${seed}`).toBe(await undisturbed(scenario));
    }
  });

  const draft = {
    id: "m",
    tasks: [{ id: "a" }, { id: "b", after: ["a"], standard: true }, { id: "c", gated: ["design" as const] }],
  };
  describe.each(STRATEGIES)("with the strategy %s", strategy => {
    it.each([
      ["in the same clone", true],
      ["in a fresh clone", false],
    ])("ends the same after a death at any operation, resumed %s", async (_, same) => {
      const scenario: Scenario = {
        world: {
          seed: 1,
          draft: { ...draft, more: "setup: make ready" },
          trees: same ? "overlay" : "folder",
        },
        options: { strategy },
        dooms: [],
        sameClone: () => same,
      };
      const clean = await play(scenario);
      expect(clean.violations).toEqual([]);
      for (let at = 1; at <= clean.operations; at++) {
        if (!hasTurn(STRATEGIES.indexOf(strategy) * 2 + Number(same), at, 6)) continue;
        const { violations, tree, runs } = await play({ ...scenario, dooms: [at] });
        expect(violations, `operation ${at}`).toEqual([]);
        expect(tree, `operation ${at}`).toBe(clean.tree);
        expect(runs, `operation ${at}`).toBeGreaterThan(clean.runs);
      }
    });
  });

  it.each([
    ["in a clone each", false, false],
    ["in one clone", true, false],
    ["one of them stopped for longer than its lease lasts", false, true],
  ])("lets exactly one of two runs write: %s", async (_, sameClone, freeze) => {
    for (let seed = 0; seed < RACES; seed++) {
      const { violations, ended } = await race({ seed, sameClone, freeze });
      expect(violations, `seed ${seed}`).toEqual([]);
      const winners = ended.filter(e => e.kind === "ran" && e.status === "completed");
      expect(winners, `seed ${seed}`).toHaveLength(1);
      const [loser] = ended.filter(e => !winners.includes(e));
      expect(loser?.kind === "owned" || (loser?.kind === "ran" && loser.status === "in_progress")).toBe(true);
    }
  });
});
