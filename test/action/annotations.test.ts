import { expect, it } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const PATH = ".milestones/active/m.yaml";

/** The engine writes progress and more above the tasks, so that the branch's lines are further down. */
const PLAN = standard("m", {
  run: "test -e go.txt",
  top: "progress: { percentage: 0 }",
  tasks: ["id: a\n    estimated_hours: 0", "id: b\n    depends_on: [a]"],
});

const lineOf = (text: string, words: string): number =>
  text.split("\n").findIndex(line => line.includes(words)) + 1;

/** A person's commit to the milestone's branch. */
function edit(rig: Rig, name: string, change: (text: string) => string): string {
  const person = rig.clone(name);
  person.git("switch", "--quiet", "milestone/m");
  const text = change(`${person.git("show", `HEAD:${PATH}`)}\n`);
  person.write({ [PATH]: text });
  person.commit("by hand");
  person.git("push", "--quiet", "origin", "milestone/m");
  return text;
}

it("an annotation names the line of the checkout's milestone file, also when the branch's has moved on", async () => {
  const rig = rigWith({ m: PLAN });
  const first = await runStep(rig);
  const zero = lineOf(PLAN, "estimated_hours: 0");
  const expected = [
    expect.stringMatching(`file=${PATH},line=${zero},.*0 hours are read`),
    expect.stringMatching(`file=${PATH},line=${zero + 2},.*depends_on`),
  ];
  expect(first.warnings, first.said).toEqual(expect.arrayContaining(expected));
  const branch = `${rig.read("milestone/m", PATH)}\n`;
  expect(lineOf(branch, "estimated_hours: 0")).not.toBe(zero);
  const placed = first.warnings.filter(w => w.includes("file="));
  for (const dry of ["false", "true"]) {
    const again = await runStep(rig, { inputs: { "dry-run": dry } });
    expect(
      again.warnings.filter(w => w.includes(PATH)),
      again.said,
    ).toEqual(placed);
  }
});

it("what only the branch's file has wrong is told with the branch and its line there, and without a place here", async () => {
  const rig = rigWith({ m: PLAN });
  await runStep(rig);
  const bad = edit(rig, "bad", text => text.replace("depends_on: [a]", "depends_on: [nobody]"));
  const refused = await runStep(rig);
  expect(refused.code, refused.said).toBe(1);
  expect(refused.errors).toHaveLength(1);
  expect(refused.errors[0]).toMatch(`${PATH}:${lineOf(bad, "nobody")}:18 on milestone/m: `);
  expect(refused.errors[0]).not.toMatch(/file=|line=/);
  const local = await rig.main.milestone(["execute", "m"]);
  expect(local.code).toBe(2);
  expect(local.stderr).toContain(`${PATH}:${lineOf(bad, "nobody")}:18: error: on milestone/m: `);
  expect(local.stderr).toMatch(/\| {5}depends_on: \[nobody\]/);
});
