import { describe, expect, test } from "vitest";
import { CHANGES } from "../../rig/differential/changes.ts";
import { differences } from "../../rig/differential/compare.ts";
import { hasLfs } from "../../rig/differential/place.ts";
import { SHAPES } from "../../rig/differential/shapes.ts";

/** The change that the first shape meets, the next one the next; `npm run torture differences` plays them all. */
const TURN = Number(process.env.TURN ?? 3);

describe("What a phase commits is what git add --all makes of it", () => {
  const everyday = SHAPES.filter(({ isSlow, needsLfs }) => !isSlow && (!needsLfs || hasLfs()));
  const cases = everyday.map((shape, n) => ({ shape, change: CHANGES[(n + TURN) % CHANGES.length]! }));
  test.for(cases)("$shape.name, where $change.name", async ({ shape, change }) => {
    expect(await differences(shape, [change], { push: false })).toEqual([]);
  });
});
