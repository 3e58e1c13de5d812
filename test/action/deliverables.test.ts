import { beforeAll, describe, expect, it } from "vitest";
import { makeRig, type Rig } from "../rig/repository.ts";
import { standard } from "./plans.ts";
import { runStep, type Step } from "./step.ts";

const json = JSON.stringify;
const FAILED =
  '<testsuite tests="2"><testcase name="adds"/><testcase classname="sum" name="carries"><failure message="5 is not 6"/></testcase></testsuite>';
const PASSED = '<testsuite tests="2"><testcase name="adds"/><testcase name="carries"/></testsuite>';

/** A task that must deliver `what`, and whose command works in the folder for it. */
const task = (id: string, what: string, run: string): string =>
  [
    `id: ${id}`,
    `executor: { run: ${json(`cd "$MILESTONE_DELIVERABLES"; ${run}`)}, retries: 0 }`,
    `kiro_workflow: { enabled: false, phases: { execute: { deliverables: [${what}] } } }`,
  ].join("\n    ");

describe("deliverables that look like ones", () => {
  let rig: Rig;
  let step: Step;
  beforeAll(async () => {
    const junit = "{ path: report.xml, kind: junit }";
    const text = standard("m", {
      tasks: [
        task("failed-tests", junit, `echo '${FAILED}' > report.xml`),
        task("no-junit", junit, "echo '<html><p>all passed</p></html>' > report.xml"),
        task("passed-tests", junit, `echo '${PASSED}' > report.xml`),
        task("unfilled", "plan.md", 'printf "# Plan\\n\\nOwner: ___\\n" > plan.md'),
        task("filled", "plan.md", 'printf "# Plan\\n\\nOwner: Mona\\n" > plan.md'),
        task("linked", "plan.md", "ln -s /etc/hostname plan.md"),
        task("linked-inside", "plan.md", 'echo "# Elsewhere" > other.md; ln -s other.md plan.md'),
        task("folder", "plan.md", "mkdir plan.md; echo text > plan.md/text.md"),
      ],
    });
    rig = makeRig([], { ".milestones/active/m.yaml": text }, { warm: true });
    step = await runStep(rig);
    return () => rig.close();
  });

  const of = (id: string): { type: string; message: string } | undefined =>
    JSON.parse(step.outputs.blockers!).find((b: { task: string }) => b.task === id);

  it.each([
    ["failed-tests", /report\.xml reports 1 of 2 tests as failed: sum › carries \(5 is not 6\)/],
    ["no-junit", /report\.xml.*testsuite/],
    ["unfilled", /plan\.md.*Owner/],
    ["linked-inside", /plan\.md.*link/],
    ["folder", /plan\.md is missing/],
  ])("%s is refused in a sentence that says why", (id, words) => {
    expect(of(id), step.said).toMatchObject({
      type: "deliverable_invalid",
      message: expect.stringMatching(words),
    });
  });

  it("a link that leads out of the repository is an offence, not only no deliverable", () => {
    expect(of("linked"), step.said).toMatchObject({
      type: "task_failure",
      message: expect.stringMatching(/plan\.md: the path is a link that leads out of the repository/),
    });
  });

  it.each(["passed-tests", "filled"])("%s is none of them", id => {
    expect(of(id), step.said).toBeUndefined();
    expect(rig.events("m").some(e => e.event === "task_completed" && e.task_id === id)).toBe(true);
  });

  it("nothing that was refused is on the branch", () => {
    const names = rig
      .git("ls-tree", "-r", "--name-only", "milestone/m", ".milestones/deliverables")
      .split("\n");
    expect(names).toEqual([
      ".milestones/deliverables/m/filled/execute/plan.md",
      ".milestones/deliverables/m/passed-tests/execute/report.xml",
    ]);
  });
});
