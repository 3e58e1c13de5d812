import { afterEach, beforeEach, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { appRig, FakeRun, MILESTONE, type Rig } from "./app-rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await appRig();
});
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

const issues = () => [...rig.github.repository.issues.values()];
const pulls = () => issues().filter(issue => issue.pull);
const blockers = () => issues().filter(issue => readMarker(issue.body)?.kind === "blocker");
const commentsOf = (number: number) =>
  [...rig.github.repository.comments.values()].filter(comment => comment.issue === number);
const gatesOf = (number: number) => commentsOf(number).filter(c => readMarker(c.body)?.kind === "gate");
const forgetAll = () => rig.app.context.milestones.clear();

it("an issue that lost its labels is still its blocker's, also for an app that remembers nothing", async () => {
  await rig.run.start();
  await rig.run.push([rig.run.block("task_failure:schema/design", "schema")]);
  await rig.settled();
  const [issue] = blockers();
  issue!.labels = [];
  forgetAll();
  await rig.run.push([rig.run.block("task_failure:schema/design", "schema", "exit 2")]);
  await rig.lookAgain();
  expect(blockers()).toHaveLength(1);
});

it("a milestone that was closed, deleted and begun again has a pull request and a gate of its own", async () => {
  await rig.run.start();
  await rig.run.gate({ architecture: "# One\n" });
  await rig.settled();
  const [old] = pulls();
  expect(gatesOf(old!.number)).toHaveLength(1);
  await rig.github.as("mona").request(`PATCH /pulls/${old!.number}`, { state: "closed" });
  await rig.github.as("mona").request(`DELETE /git/refs/heads/milestone/${MILESTONE}`);
  await rig.settled();

  const second = new FakeRun(rig.github, MILESTONE, "second");
  await second.start();
  await second.gate({ architecture: "# Two\n" });
  await rig.settled();
  const open = pulls().filter(pull => pull.state === "open");
  expect(open).toHaveLength(1);
  expect(open[0]!.number).not.toBe(old!.number);
  expect(gatesOf(open[0]!.number)).toHaveLength(1);
  forgetAll();
  await rig.lookAgain();
  expect(pulls()).toHaveLength(2);
  expect(gatesOf(open[0]!.number)).toHaveLength(1);
});

it("a pull request that somebody closes is left closed, and both it and the check say what to do", async () => {
  await rig.run.start();
  await rig.run.gate({ architecture: "# One\n" });
  await rig.settled();
  const [pull] = pulls();
  await rig.github.as("mona").request(`PATCH /pulls/${pull!.number}`, { state: "closed" });
  await rig.run.push([rig.run.block("task_failure:docs/design", "docs")]);
  await rig.settled();
  await rig.lookAgain();
  expect(pulls().map(p => p.state)).toEqual(["closed"]);
  const told = commentsOf(pull!.number).filter(c => c.body.includes(`/milestone cancel ${MILESTONE}`));
  expect(told).toHaveLength(1);
  expect([...rig.github.repository.checks.values()].at(-1)!.output.summary).toContain("reopen it");
});
