import { afterEach, beforeEach, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { branchName } from "../../src/milestone/names.ts";
import { appRig, MILESTONE, type Rig } from "./app-rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await appRig();
});
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

/** As GitHub tells of what somebody did. */
function tell(event: string, action: string, parts: Record<string, unknown>, by = "mona"): void {
  const { world, repository } = rig.github;
  const actor = rig.github.as(by).user;
  world.happened({ event, action, repository, actor, byActions: false, parts });
}
const ofKind = (kind: string) =>
  [...rig.github.repository.comments.values()].filter(({ body }) => readMarker(body)?.kind === kind);
const pull = () => [...rig.github.repository.issues.values()].find(issue => issue.pull)!;
const signs = (reactions: { content: string }[] = []) =>
  reactions.map(({ content }) => content.toLowerCase());

async function openGate(): Promise<void> {
  await rig.run.start();
  await rig.run.gate({ architecture: "# One\n" });
  await rig.settled();
}

it("a gate's comment that somebody deletes is made again, and so is one that went unheard when its suite is run again", async () => {
  await openGate();
  await rig.github.as("mona").deleteComment(ofKind("gate")[0]!.id);
  await rig.settled();
  expect(ofKind("gate")).toHaveLength(1);

  rig.github.repository.comments.delete(ofKind("gate")[0]!.id);
  const app = { slug: rig.github.app.slug };
  const of = (branch: string) => ({ check_suite: { id: 1, head_branch: branch, app } });
  tell("check_suite", "rerequested", of("other"));
  await rig.settled();
  expect(ofKind("gate")).toHaveLength(0);
  tell("check_suite", "rerequested", of(branchName(MILESTONE)));
  await rig.settled();
  expect(ofKind("gate")).toHaveLength(1);
});

it("a gate's comment that somebody overwrites is made again", async () => {
  await openGate();
  const [gate] = ofKind("gate");
  await rig.github.as("mona").request(`PATCH /issues/comments/${gate!.id}`, { body: "Nothing to see here." });
  await rig.settled();
  expect(ofKind("gate").map(({ id }) => id === gate!.id)).toEqual([false]);
});

it("a label that somebody deletes is on the pull request and on the blocker's issue again", async () => {
  await openGate();
  await rig.run.push([rig.run.block("task_failure:docs/design", "docs")]);
  await rig.settled();
  const all = [...rig.github.repository.issues.values()];
  const haveIt = () => all.map(({ labels }) => labels.some(({ name }) => name === "milestone"));
  expect(haveIt()).toEqual([true, true]);
  const { labels: ofRepository } = rig.github.repository;
  const label = ofRepository.get("milestone")!;
  ofRepository.delete("milestone");
  for (const issue of all) issue.labels = issue.labels.filter(({ name }) => name !== "milestone");
  tell("label", "deleted", { label: { id: label.id, name: label.name } });
  await rig.settled();
  expect(haveIt()).toEqual([true, true]);
});

it("the commit on which a merge queue tries the pull request has the check, and another's has none", async () => {
  await openGate();
  const head = rig.github.repository.git.ref("refs/heads/main")!;
  const group = (number: number) => {
    const head_ref = `refs/heads/gh-readonly-queue/main/pr-${number}-${head}`;
    return { merge_group: { head_sha: head, head_ref, base_ref: "refs/heads/main", base_sha: head } };
  };
  const onHead = () => [...rig.github.repository.checks.values()].filter(({ headSha }) => headSha === head);
  const other = await rig.github.as("bob").push({ "x.txt": "x" }, "other");
  expect(other).toBeTruthy();
  tell(
    "merge_group",
    "checks_requested",
    group((await rig.github.as("bob").openPull("other", "main", "X")).number),
  );
  await rig.settled();
  expect(onHead()).toEqual([]);
  tell("merge_group", "checks_requested", group(pull().number));
  await rig.settled();
  expect(onHead().map(({ name, conclusion }) => [name, conclusion])).toEqual([
    [branchName(MILESTONE), "action_required"],
  ]);
});

it("where the installation is suspended nothing is asked, and all is looked at when it works again", async () => {
  await openGate();
  rig.github.setSuspended(true);
  await rig.settled();
  const before = rig.github.calls.length;
  rig.github.repository.comments.delete(ofKind("gate")[0]!.id);
  expect(rig.app.context.milestones.size).toBe(0);
  expect(rig.github.calls.length).toBe(before);
  rig.github.setSuspended(false);
  await rig.settled();
  expect(ofKind("gate")).toHaveLength(1);
});

it("commands in a review's text and in a comment at its lines are carried out and signed there", async () => {
  await openGate();
  const review = await rig.github.as("bob").review(pull().number, {
    state: "comment",
    body: "Looks good so far.\n\n- /milestone why docs\n\n-- \nSent from my phone",
    comments: [{ path: "README.md", line: 1, body: "And here:\n  /milestone retry docs" }],
  });
  await rig.settled();
  expect(signs(review.reactions)).toEqual(["eyes", "rocket"]);
  expect(
    ofKind("reply")
      .map(({ body }) => body)
      .join(),
  ).toContain("schema");
});
