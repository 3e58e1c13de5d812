import { describe, expect, it } from "vitest";
import { BUGS, huntFor } from "../rig/simulation/bugs.ts";

/** Worlds to look for a bug in; each must show in far fewer. */
const SEEDS = 60;
/** Worlds in which the engine as it is must show none; `npm run torture simulation` looks at 10,000. */
const SOUND = 12;

describe("The harness", () => {
  it.each(["deaths", "race in one clone", "race in two clones", "frozen run"] as const)(
    "finds nothing wrong with the engine as it is (%s)",
    async worlds => {
      expect(await huntFor(null, worlds, SOUND)).toBeNull();
    },
  );

  it.each(BUGS.map(bug => [bug.name, bug] as const))("catches an engine that %s", async (_, bug) => {
    expect(await huntFor(bug, bug.worlds, SEEDS)).not.toBeNull();
  });
});
