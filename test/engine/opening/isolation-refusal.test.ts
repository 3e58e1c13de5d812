import { describe, expect, test } from "vitest";
import { checkIsolation } from "../../../src/engine/opening/prerequisites.ts";
import { makePlan } from "../../milestone/make-plan.ts";

/** What is said on a machine where nothing can be kept apart. */
async function said(
  about: { onRunner?: boolean; pushes?: boolean; key?: boolean },
  isolation: "auto" | "strict" | "none" = "auto",
): Promise<{ refused: string[]; warned: string[] }> {
  const warned: string[] = [];
  const { onRunner = false, pushes = false, key = false } = about;
  const plan = makePlan([{ id: "a" }], { isolation });
  if (key)
    for (const task of plan.tasks)
      for (const phase of task.phases)
        phase.executor = { ...phase.executor, kind: "agent", profile: "x", env: { KEY: null } } as never;
  const ports = {
    host: { isolation: async () => ({ kind: "none", why: "no user namespaces" }), env: () => true },
    narrator: { warn: (text: string) => warned.push(text) },
    remote: pushes ? {} : null,
  };
  const found = await checkIsolation(ports as never, { onRunner } as never, plan);
  return { refused: found.map(({ message }) => message), warned };
}

describe("S-ENV-3 where no sandbox is to be had", () => {
  test.each([
    ["pushes", { onRunner: true, pushes: true }, "auto", "the run pushes"],
    ["hands an agent a key", { onRunner: true, key: true }, "auto", "an agent has a key here"],
    ["is to be strict", {}, "strict", "isolation: strict asks for one"],
  ] as const)("a run that %s is refused", async (_, about, mode, why) => {
    const { refused } = await said(about, mode);
    expect(refused).toEqual([expect.stringMatching(`no user namespaces.*${why}`)]);
  });

  test.each([
    ["on a runner without key and push", { onRunner: true }, "auto"],
    ["at a command line", { pushes: true, key: true }, "auto"],
    ["on a runner whose base says none", { onRunner: true, pushes: true, key: true }, "none"],
  ] as const)("a run %s goes on with a warning", async (_, about, mode) => {
    const { refused, warned } = await said(about, mode);
    expect(refused).toEqual([]);
    expect(warned).toEqual([expect.stringContaining("can see and change the engine's files")]);
  });
});
