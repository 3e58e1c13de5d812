import { afterEach, beforeEach, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { moveRef } from "../rig/github/git/write.ts";
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
/** As GitHub tells of what its owner did with the repository. */
function tell(event: string, action: string, parts: Record<string, unknown>): void {
  const { world, repository } = rig.github;
  world.happened({ event, action, repository, actor: repository.owner, byActions: false, parts });
}
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

it("a pull request that somebody merges before the end is followed by one for what comes after", async () => {
  await rig.run.start();
  await rig.run.gate({ architecture: "# One\n" });
  await rig.settled();
  const [early] = pulls();
  early!.pull!.draft = false;
  await rig.github.as("mona").request(`PUT /pulls/${early!.number}/merge`, { merge_method: "squash" });
  await rig.settled();
  expect(pulls()).toHaveLength(1);
  await rig.run.push([rig.run.block("task_failure:docs/design", "docs")]);
  await rig.settled();
  forgetAll();
  await rig.lookAgain();
  expect(pulls().map(({ state }) => state)).toEqual(["closed", "open"]);
  expect(gatesOf(pulls()[1]!.number)).toHaveLength(1);
});

it("a repository that is renamed goes on under its number, also with what was told before", async () => {
  await rig.run.start();
  await rig.run.gate({ architecture: "# One\n" });
  await rig.settled();
  const { world, repository } = rig.github;
  world.repositories.delete("acme/widgets");
  repository.name = "gadgets";
  world.repositories.set("acme/gadgets", repository);
  tell("repository", "renamed", { changes: { repository: { name: { from: "widgets" } } } });
  await rig.settled();
  const before = rig.github.calls.length;
  // As a delivery would that was sent before, and a look that was planned before.
  await rig.lookAgain();
  await rig.run.push([rig.run.block("task_failure:docs/design", "docs")]);
  await rig.settled();
  expect(rig.github.calls.slice(before).filter(({ path }) => path.includes("/widgets"))).toEqual([]);
  expect([pulls().length, blockers().length, gatesOf(pulls()[0]!.number).length]).toEqual([1, 1, 1]);
});

it("a default branch that is renamed is where runs start and the pull request stays the one", async () => {
  await rig.run.start();
  await rig.run.gate({ architecture: "# One\n" });
  await rig.settled();
  const { repository } = rig.github;
  const main = repository.git.ref("refs/heads/main");
  await moveRef(repository.git, "refs/heads/trunk", null, main);
  await moveRef(repository.git, "refs/heads/main", main, null);
  repository.defaultBranch = "trunk";
  pulls()[0]!.pull!.base = "trunk";
  tell("repository", "edited", { changes: { default_branch: { from: "main" } } });
  await rig.settled();
  const comment = await rig.github.as("bob").comment(pulls()[0]!.number, "/milestone resume");
  await rig.settled();
  expect(comment.reactions.map(({ content }) => content)).toContain("rocket");
  expect([...repository.runs.values()].map(({ headBranch }) => headBranch)).toEqual(["trunk"]);
  await rig.lookAgain();
  expect([pulls().length, gatesOf(pulls()[0]!.number).length]).toEqual([1, 1]);
});

it("a blocker's issue that is transferred elsewhere is left there, and the blocker has one here again", async () => {
  await rig.run.start();
  await rig.run.push([rig.run.block("task_failure:schema/design", "schema")]);
  await rig.settled();
  const [old] = blockers();
  const view = await rig.github.as("mona").request(`GET /issues/${old!.number}`);
  rig.github.repository.issues.delete(old!.number);
  tell("issues", "transferred", { issue: view.data, changes: {} });
  await rig.settled();
  expect(blockers()).toHaveLength(1);
  const before = rig.github.calls.length;
  await rig.run.push([rig.run.block("task_failure:schema/design", "schema", "exit 2")]);
  await rig.settled();
  await rig.lookAgain();
  expect(blockers()).toHaveLength(1);
  expect(
    rig.github.calls.slice(before).filter(({ path }) => path.endsWith(`/issues/${old!.number}`)),
  ).toEqual([]);
});

it("an issue that was closed in the milestone's life before is no command in this one", async () => {
  await rig.run.start();
  await rig.run.push([rig.run.block("task_failure:schema/design", "schema")]);
  await rig.settled();
  const [issue] = blockers();
  await rig.github.as("mona").request(`DELETE /git/refs/heads/milestone/${MILESTONE}`);
  await rig.github.as("bob").closeIssue(issue!.number);
  await rig.settled();
  const runs = rig.github.repository.runs.size;
  const second = new FakeRun(rig.github, MILESTONE, "second", Date.now() + 60_000);
  await second.start();
  await second.push([second.block("task_failure:schema/design", "schema")]);
  await rig.settled();
  await rig.lookAgain();
  expect(rig.github.repository.runs.size).toBe(runs);
  expect(blockers()).toHaveLength(1);
});
