import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { refsOf, rigWith, standard } from "../action/plans.ts";
import { runStep } from "../action/step.ts";
import type { Rig } from "../rig/repository.ts";

const rigOfOne = (): Rig => rigWith({ m: standard("m", { tasks: ["id: a"] }) }, {}, { warm: false });

describe("A branch that cannot be made", () => {
  it.each(["milestone", "milestone/m/mine"])(
    "because the remote has a branch %s is told at once",
    async name => {
      const rig = rigOfOne();
      rig.main.git("push", "--quiet", "origin", `main:refs/heads/${name}`);
      const before = refsOf(rig);
      const step = await runStep(rig);
      expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
      expect(step.errors).toEqual([expect.stringMatching(new RegExp(`'refs/heads/${name}' exists.*rename`))]);
      expect(refsOf(rig)).toBe(before);
    },
  );

  it("because the clone has a branch milestone is told as what it is", async () => {
    const rig = rigOfOne();
    const step = await runStep(rig, { before: checkout => checkout.git("branch", "milestone") });
    expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
    expect(step.errors).toEqual([expect.stringContaining("another branch's name bars it")]);
  });

  it("because a killed server left a lock ends after some tries, and is made once the lock is gone", async () => {
    const rig = rigOfOne();
    const lock = join(rig.origin, "refs/heads/milestone/m.lock");
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, "");
    const step = await runStep(rig);
    expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
    expect(step.errors).toEqual([expect.stringMatching(/m\.lock.*File exists/)]);
    rmSync(lock);
    const next = await runStep(rig);
    expect(next.outputs.status, next.said).toBe("completed");
  });
});

describe("A machine or repository of an unusual kind", () => {
  it("without git says that git is missing", async () => {
    const rig = rigOfOne();
    const bin = join(rig.folder, "bin");
    mkdirSync(bin);
    symlinkSync("/bin/sh", join(bin, "sh"));
    const step = await runStep(rig, { env: { PATH: bin } });
    expect([step.code, step.outputs.status], step.said).toEqual([1, "failed"]);
    expect(step.errors).toEqual([expect.stringContaining("install git")]);
  });

  it("with a temporary folder named relative to the checkout works all the same", async () => {
    const rig = rigOfOne();
    mkdirSync(join(rig.main.root, "scratch"));
    const done = await rig.main.milestone(["execute", "m"], { env: { TMPDIR: "scratch" } });
    expect(done.code, done.stdout + done.stderr).toBe(0);
  });
});
