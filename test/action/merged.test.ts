import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { addPlan, refsOf, rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

/** Merges the milestone's branch as a pull request does, and deletes it. */
function mergeAndDelete(rig: Rig): void {
  const person = rig.clone("merging");
  person.git("merge", "--quiet", "--no-ff", "--message", "Merge the milestone", "origin/milestone/m");
  person.git("push", "--quiet", "origin", "main", ":milestone/m");
}

describe("A milestone whose branch was merged and deleted", () => {
  it("is completed for every later run, which makes neither branch nor tag again", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
    const first = await runStep(rig);
    expect(first.outputs.status, first.said).toBe("completed");
    mergeAndDelete(rig);
    const before = refsOf(rig);
    const next = await runStep(rig, {
      before: checkout => checkout.git("tag", "-d", "milestone/m/completed"),
    });
    expect([next.code, next.outputs.status], next.said).toEqual([0, "completed"]);
    expect(next.outputs["session-id"]).toBe(first.outputs["session-id"]);
    expect(existsSync(join(next.checkout.root, next.outputs.report!))).toBe(true);
    expect(refsOf(rig)).toBe(before);
    const person = rig.clone("person");
    for (const command of ["status", "report", "replay", "audit"]) {
      const read = await person.milestone([command, "m"]);
      expect(read.code, command + read.stderr).toBe(0);
    }
    const archived = await person.milestone(["archive", "m"]);
    expect(archived.code, archived.stderr).toBe(0);
    expect(rig.read("milestone/m", ".milestones/archived/m.yaml")).not.toBeNull();
  });

  it("goes on half done where it stood: the same session, nothing lost, nothing run again", async () => {
    const rig = rigWith({});
    const run = `echo $MILESTONE_TASK >> ${rig.folder}/ran; [ $MILESTONE_TASK = a ] || test -e ${rig.folder}/go`;
    const tasks = ["id: a", "id: b\n    dependencies: [a]"];
    addPlan(rig, standard("m", { run, tasks }));
    const first = await runStep(rig);
    expect(first.outputs.status, first.said).toBe("blocked");
    const events = rig.events("m");
    mergeAndDelete(rig);
    writeFileSync(join(rig.folder, "go"), "");
    const next = await runStep(rig);
    expect(next.outputs.status, next.said).toBe("completed");
    expect(next.outputs["session-id"]).toBe(first.outputs["session-id"]);
    expect(rig.events("m").slice(0, events.length)).toEqual(events);
    expect(readFileSync(join(rig.folder, "ran"), "utf8").match(/^a$/gm)).toHaveLength(1);
  });

  it("begins anew, with a log of its own, once a person sets its plan back to planned", async () => {
    const rig = rigWith(
      { m: standard("m", { tasks: ["id: a"] }) },
      {
        ".milestones/logs/execution-m.jsonl": "of an earlier life\n",
        ".milestones/logs/execution-m.0002.jsonl": "and its second part\n",
      },
    );
    const first = await runStep(rig);
    expect(first.outputs.status, first.said).toBe("completed");
    expect(rig.events("m")[0]).toMatchObject({ seq: 1, event: "session_started" });
    const again = await runStep(rig);
    expect([again.code, again.outputs.status], again.said).toEqual([0, "completed"]);
  });
});
