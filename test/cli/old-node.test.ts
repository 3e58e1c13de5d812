import { describe, expect, it } from "vitest";
import { tooOld } from "../../src/engine/process/entry.ts";
import { rigWith, standard } from "../action/plans.ts";
import { runStep } from "../action/step.ts";

/** Makes node say that it is another version, before the program looks. */
const asVersion = (version: string): string[] => [
  "--import",
  `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"${version}"}})`,
];

describe("a node that is too old", () => {
  it("is told by its version", () => {
    for (const version of ["18.20.8", "20.14.0", "21.7.3", "22.1.0"])
      expect(tooOld(version)).toMatch(version);
    for (const version of ["20.15.0", "20.20.2", "22.2.0", "23.0.0", "24.21.0", "30.1.0"])
      expect(tooOld(version)).toBeNull();
  });

  it("is refused in one sentence before anything else, by Action and command line", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
    const node = asVersion("18.20.8");
    const typed = await rig.main.milestone(["execute", "m"], { node });
    expect([typed.code, typed.stdout], typed.stderr).toEqual([2, ""]);
    expect(typed.stderr).toBe("error: this needs node 20.15 or 22.2 or later, and runs with 18.20.8\n");
    const step = await runStep(rig, { node });
    expect([step.code, step.outputs.status, step.errors.length], step.said).toEqual([1, "failed", 1]);
    expect(step.stdout.trim().split("\n")).toEqual(step.errors);
    expect(step.summary).toMatch(/needs node 20\.15/);
    expect(rig.git("for-each-ref", "refs/heads/milestone/")).toBe("");
  });
});
