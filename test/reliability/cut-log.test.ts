import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addPlan, rigWith, standard } from "../action/plans.ts";
import { runStep } from "../action/step.ts";
import type { Clone, Rig } from "../rig/repository.ts";

const LOG = ".milestones/logs/execution-m.jsonl";

/** A milestone whose task `a` is finished, and whose task `b` is blocked until the file `go` is there. */
async function halfDone(): Promise<{ rig: Rig; person: Clone; lines: string[] }> {
  const rig = rigWith({});
  const run = `echo $MILESTONE_TASK >> ${rig.folder}/ran; [ $MILESTONE_TASK = a ] || test -e ${rig.folder}/go`;
  addPlan(rig, standard("m", { run, tasks: ["id: a", "id: b\n    dependencies: [a]"] }));
  const first = await runStep(rig);
  expect(first.outputs.status, first.said).toBe("blocked");
  writeFileSync(join(rig.folder, "go"), "");
  const person = rig.clone("person");
  person.git("checkout", "--quiet", "milestone/m");
  const lines = readFileSync(join(person.root, LOG), "utf8").trimEnd().split("\n");
  return { rig, person, lines };
}

function push(person: Clone): string {
  const commit = person.commit("a person's mistake");
  person.git("push", "--quiet", "origin", "milestone/m");
  return commit;
}

const finishing = (lines: string[]): number => lines.findIndex(l => l.includes('"event":"phase_completed"'));

describe("A log on the branch that a person's commit", () => {
  it.each<[string, (lines: string[]) => string]>([
    ["tore in its last line", lines => lines.join("\n").slice(0, -20)],
    ["cut at a line", lines => `${lines.slice(0, -3).join("\n")}\n`],
    [
      "tore where a phase was finished",
      lines =>
        lines
          .slice(0, finishing(lines) + 1)
          .join("\n")
          .slice(0, -9),
    ],
  ])("%s is made whole: nothing runs again, no event is lost", async (_, cut) => {
    const { rig, person, lines } = await halfDone();
    person.write({ [LOG]: cut(lines) });
    push(person);
    const next = await runStep(rig);
    expect(next.outputs.status, next.said).toBe("completed");
    expect(next.warnings).toContainEqual(expect.stringContaining(LOG));
    expect(rig.read("milestone/m", LOG)?.split("\n").slice(0, lines.length)).toEqual(lines);
    expect(readFileSync(join(rig.folder, "ran"), "utf8").match(/^a$/gm)).toHaveLength(1);
  });

  it.each<[string, (person: Clone) => void]>([
    ["removed", person => rmSync(join(person.root, LOG))],
    ["emptied", person => person.write({ [LOG]: "" })],
  ])("%s is named, and nothing is changed", async (_, harm) => {
    const { rig, person } = await halfDone();
    harm(person);
    const tip = push(person);
    rmSync(join(rig.folder, "ran"));
    const next = await runStep(rig);
    expect([next.code, next.outputs.status], next.said).toEqual([1, "failed"]);
    expect(next.errors).toEqual([expect.stringContaining(`${LOG} on the branch milestone/m`)]);
    expect(rig.git("rev-parse", "milestone/m")).toBe(tip);
    expect(existsSync(join(rig.folder, "ran"))).toBe(false);
  });
});
