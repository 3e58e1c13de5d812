import { describe, expect, test } from "vitest";
import { readOutsidePlan } from "../../app/plan-reader.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { processorTime } from "../rig/processor-time.ts";

const file = ".milestones/active/m.yaml";
const HEAD = "id: m\nexecutor: { run: x }\n";
const MIB = 1024 * 1024;

/** 1 MiB of maps in a list that stands deep inside others: the slowest text for its size that was found. */
const hostile = `${HEAD}x-a: ${"[".repeat(30)}${"a: 1,".repeat(MIB / 5)}${"]".repeat(30)}\n`;

/** The longest that this thread worked at one go while something went on, in milliseconds. */
async function longestHold(work: Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = processorTime();
  let over = false;
  const look = () => {
    const now = processorTime();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(look);
  };
  setImmediate(look);
  await work.finally(() => {
    over = true;
  });
  return longest;
}

describe("a plan out of somebody's repository", () => {
  test("is read as any other, small or large", async () => {
    const large = `${HEAD}description: |\n${"  word\n".repeat(20_000)}tasks: { a: x }\n`;
    for (const text of [`${HEAD}tasks: { a: x }\n`, large, `${large}tusks: 1\n`]) {
      const here = readPlan({ file, text });
      const there = await readOutsidePlan({ file, text }, 60_000);
      if (here.ok) expect(there).toMatchObject({ ok: true, plan: here.plan });
      else expect(there).toMatchObject({ ok: false, errors: here.errors });
    }
  });

  test("holds nobody else up, though it is 1 MiB made to be slow", async () => {
    const reading = readOutsidePlan({ file, text: hostile }, 60_000);
    const held = await longestHold(reading);
    expect((await reading).ok).toBe(false);
    const start = processorTime();
    readPlan({ file, text: hostile });
    expect(held).toBeLessThan((processorTime() - start) / 2);
  });

  test("is given up when it takes too long, with what to do", async () => {
    expect(await readOutsidePlan({ file, text: hostile }, 1)).toMatchObject({
      ok: false,
      errors: [{ code: "yaml-size", message: "the plan of 1024 KiB is not read within 0.001 s" }],
    });
  });
});
