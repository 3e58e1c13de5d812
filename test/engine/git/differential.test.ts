import { describe, expect, test } from "vitest";
import { CHANGES } from "../../rig/differential/changes.ts";
import { differences } from "../../rig/differential/compare.ts";
import { hasLfs } from "../../rig/differential/place.ts";
import { SHAPES } from "../../rig/differential/shapes.ts";

const DAY_MS = 86_400_000;
/** Each shape meets another change every day; `npm run torture differences` plays them all. */
const TODAY = Math.floor(Date.now() / DAY_MS);

describe("What a phase commits is what git add --all makes of it", () => {
  const everyday = SHAPES.filter(({ isSlow, needsLfs }) => !isSlow && (!needsLfs || hasLfs()));
  const cases = everyday.map((shape, n) => ({ shape, change: CHANGES[(n + TODAY) % CHANGES.length]! }));
  test.for(cases)("$shape.name, where $change.name", async ({ shape, change }) => {
    expect(await differences(shape, [change], { push: false })).toEqual([]);
  });
});
