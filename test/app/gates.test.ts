import { afterEach, describe, expect, it } from "vitest";
import { readMarker, writeMarker } from "../../src/github/marker.ts";
import { paths } from "../../src/milestone/names.ts";
import { appRig, MILESTONE, MILESTONE_FILE, type Rig } from "./app-rig.ts";

let rig: Rig;
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

const issues = () => [...rig.github.repository.issues.values()];
const pull = () => issues().find(issue => issue.pull)!;
const comments = () => [...rig.github.repository.comments.values()];
const gateComments = () => comments().filter(c => readMarker(c.body)?.kind === "gate");
const replies = () => comments().filter(c => readMarker(c.body)?.kind === "reply");
const runs = () => [...rig.github.repository.runs.values()];
/** What the app wrote. */
const writes = () =>
  rig.github.calls
    .filter(c => c.method !== "GET" && c.actor.endsWith("[bot]"))
    .map(c => `${c.method} ${c.path} ${c.status}`);
const checks = () => [...rig.github.repository.checks.values()];
const FOLDER = paths.deliverables(MILESTONE, "schema", "design");

/** A milestone whose design waits for alice. */
async function waiting(options?: Parameters<typeof appRig>[0]): Promise<void> {
  rig = await appRig(options);
  await rig.run.start();
  await rig.run.gate({ architecture: "# Overview\nOne.\n" });
  await rig.settled();
}

describe("a gate", () => {
  it("opens a draft pull request, asks the approvers once and lists the deliverables", async () => {
    await waiting();
    expect(pull().title).toBe(`Milestone ${MILESTONE}: Public API v2`);
    expect(pull().pull!.draft).toBe(true);
    expect(pull().labels.map(label => label.name)).toContain("milestone");
    expect(pull().pull!.requestedUsers.map(user => user.login)).toEqual(["alice"]);
    const [gate, ...more] = gateComments();
    expect(more).toEqual([]);
    expect(gate!.body).toContain(`/blob/${pull().pull!.headSha ?? ""}`.slice(0, 6));
    expect(gate!.body).toContain("Boundaries are named");
    expect(gate!.body).toContain("- Overview\n\n> One.");
    expect(gate!.body).toContain("Who may: `alice`");
    const check = checks().at(-1)!;
    expect(check).toMatchObject({ conclusion: "action_required", status: "completed" });
    expect(check.output?.title).toBe("6 % · 0/2 tasks · 1 gate waiting");
    expect(check.actions).toEqual([]);
  });

  it("is what the app's own comment lists, whatever another bot repeats or makes up", async () => {
    await waiting();
    const [gate] = gateComments();
    const marker = readMarker(gate!.body);
    if (marker?.kind !== "gate") throw new Error("no gate was asked");
    const blobs = Object.fromEntries(Object.keys(marker.blobs).map(path => [path, "0".repeat(40)]));
    await rig.github.as("other[bot]").comment(pull().number, writeMarker({ ...marker, blobs }));
    const before = runs().length;
    await rig.github.as("alice").comment(pull().number, "/milestone approve schema/design");
    await rig.settled();
    expect(runs().length, replies().at(-1)?.body).toBe(before + 1);
  });

  it("is left alone by webhooks that come again, late or not at all", async () => {
    await waiting();
    const before = writes();
    for (const delivery of [...rig.github.deliveries].reverse()) rig.github.redeliver(delivery);
    await rig.lookAgain();
    await rig.settled();
    expect(writes()).toEqual(before);
  });

  it("is passed by the approver's review, for which one run is started on the base branch", async () => {
    await waiting();
    await rig.github.as("alice").review(pull().number, {
      state: "approve",
      body: `Fine.\n\n/milestone status ${MILESTONE}`,
    });
    await rig.settled();
    expect(runs()).toHaveLength(1);
    expect(runs()[0]).toMatchObject({ event: "workflow_dispatch", headBranch: "main" });
    expect(runs()[0]!.inputs).toMatchObject({ milestone: MILESTONE, command: "resume" });
    expect(runs()[0]!.inputs!.request).toMatch(/^review-\d+$/);
    for (const delivery of [...rig.github.deliveries]) rig.github.redeliver(delivery);
    await rig.settled();
    expect(runs()).toHaveLength(1);
  });

  it("starts a run for requested changes too", async () => {
    await waiting();
    await rig.github.as("alice").review(pull().number, {
      state: "request_changes",
      body: "Name the boundaries",
      comments: [{ path: `${FOLDER}/architecture.md`, line: 1, body: "Which?" }],
    });
    await rig.settled();
    expect(runs().map(run => run.inputs!.command)).toEqual(["resume"]);
  });
});

describe("S-APP: what moves no gate", () => {
  const approve = async (login: string) => {
    await rig.github.as(login).review(pull().number, { state: "approve" });
    await rig.settled();
  };

  it("S-APP-1: a forged approval in the branch starts nothing", async () => {
    await waiting();
    await rig.run.push([], {
      [paths.approval(MILESTONE, "schema", "design")]: "approval_request: { status: approved }\n",
    });
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(checks().at(-1)!.conclusion).toBe("action_required");
  });

  it("S-APP-2: an approval of files that changed since is void, and the gate asks with just the difference", async () => {
    await waiting();
    const [first] = gateComments();
    await rig.run.gate(
      { architecture: "# Overview\nTwo.\n" },
      { request: "schema/design#1.2", voids: "schema/design#1" },
    );
    await rig.settled();
    expect(gateComments()).toHaveLength(2);
    const again = gateComments().at(-1)!;
    expect(again.body).toContain("Just the difference");
    expect(again.body).toMatch(/compare\/[0-9a-f]{40}\.\.\.[0-9a-f]{40}#diff-[0-9a-f]{64}/);
    expect(again.body).not.toContain(`[${FOLDER}/api-spec.yaml](${rig.github.url}/acme/widgets/compare`);
    expect(again.body).toContain("-One.\n+Two.");
    const before = comments().find(c => c.id === first!.id)!;
    expect(readMarker(before.body)).toMatchObject({ status: "void" });
    expect(before.folded).toBe(true);
  });

  it("a gate that asks again because a deliverable is gone names it", async () => {
    await waiting();
    await rig.run.gate(
      { architecture: "# Overview\nOne.\n" },
      { request: "schema/design#1.2", voids: "schema/design#1", withoutApi: true },
    );
    await rig.settled();
    const [first, again] = gateComments();
    expect(first!.body).not.toContain("Missing on the branch");
    expect(again!.body).toMatch(/Missing on the branch[^-]*\n- .*api-spec\\?\.yaml/);
  });

  it("S-APP-3: a review of an earlier commit with other bytes is refused and the person told once", async () => {
    await waiting();
    const before = rig.github.repository.git.ref(`refs/heads/milestone/${MILESTONE}`)!;
    await rig.run.gate(
      { architecture: "# Overview\nTwo.\n" },
      { request: "schema/design#1.2", voids: "schema/design#1" },
    );
    await rig.settled();
    await rig.github.as("alice").review(pull().number, { state: "approve", commitId: before });
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(replies()).toHaveLength(1);
    expect(replies()[0]!.body).toContain("other content");
  });

  it("S-APP-4: whoever wrote the deliverable by hand cannot approve it", async () => {
    await waiting();
    const text = "# Overview\nBy hand.\n";
    await rig.github.as("alice").push({ [`${FOLDER}/architecture.md`]: text }, `milestone/${MILESTONE}`);
    await rig.run.gate({ architecture: text }, { request: "schema/design#1.2", voids: "schema/design#1" });
    await rig.settled();
    await approve("alice");
    expect(runs()).toEqual([]);
    expect(replies().at(-1)!.body).toContain("wrote part of the work");
  });

  it.each([
    ["tina", "triage"],
    ["carol", "read"],
    ["bob", "write, but is not an approver"],
  ])("S-APP-5: %s, who has %s, starts nothing and is told why", async login => {
    await waiting();
    await approve(login);
    expect(runs()).toEqual([]);
    expect(replies()).toHaveLength(1);
    expect(replies()[0]!.body).toContain(`@${login}`);
    expect(replies()[0]!.body).toContain("alice");
  });

  it("S-APP-5: when GitHub does not tell the permission, nothing is started until it does", async () => {
    await waiting();
    rig.github.fail({ method: "GET", path: "/collaborators/", times: 20, status: 500 });
    await approve("alice");
    expect(runs()).toEqual([]);
    rig.github.clearFaults();
    await rig.github.as("alice").review(pull().number, { state: "comment", body: "ping" });
    await rig.settled();
    expect(runs()).toHaveLength(1);
  }, 120_000);

  it("S-APP-6: a bot's approval counts for nothing", async () => {
    await waiting();
    const answer = await rig.github.as("dependabot[bot]").request(`POST /pulls/${pull().number}/reviews`, {
      event: "APPROVE",
      body: "",
    });
    await rig.settled();
    expect([200, 403, 404, 422]).toContain(answer.status);
    expect(runs()).toEqual([]);
  });

  it("S-APP-7: a review that was dismissed, or replaced by requested changes, approves nothing", async () => {
    await waiting({ files: {} });
    rig.github.setWebhook(null);
    const review = await rig.github.as("alice").review(pull().number, { state: "approve" });
    await rig.github.as("mona").dismissReview(pull().number, review.id);
    rig.github.setWebhook({ url: rig.url, secret: "a secret of the test's" });
    await rig.github.as("bob").review(pull().number, { state: "comment", body: "hm" });
    await rig.settled();
    expect(runs()).toEqual([]);
  });

  it("S-APP-9: a reviewer who lost the permission by the time it is looked at counts no more", async () => {
    await waiting();
    rig.github.setWebhook(null);
    await rig.github.as("alice").review(pull().number, { state: "approve" });
    rig.github.setRole("alice", "none");
    rig.github.setWebhook({ url: rig.url, secret: "a secret of the test's" });
    await rig.github.as("bob").review(pull().number, { state: "comment", body: "hm" });
    await rig.settled();
    expect(runs()).toEqual([]);
  });

  it("S-APP-10: the review of an earlier attempt does not approve the next one", async () => {
    await waiting();
    await rig.github.as("alice").review(pull().number, { state: "approve" });
    await rig.settled();
    expect(runs()).toHaveLength(1);
    await new Promise(resolve => setTimeout(resolve, 1100)); // GitHub's times are whole seconds
    const later = Math.floor(Date.now() / 1000) * 1000;
    await rig.run.gate(
      { architecture: "# Overview\nOne.\n" },
      { attempt: 2, request: "schema/design#2", at: later },
    );
    await rig.settled();
    expect(runs()).toHaveLength(1);
  });

  it("S-APP-11: approvers that the branch names for itself do not count", async () => {
    await waiting();
    const { MILESTONE_FILE } = await import("./app-rig.ts");
    await rig.run.push([], {
      [paths.milestone(MILESTONE)]: MILESTONE_FILE.replace("approvers: [alice]", "approvers: [bob]"),
    });
    await rig.settled();
    await approve("bob");
    expect(runs()).toEqual([]);
    expect(replies().at(-1)!.body).toContain("alice");
  });

  it("S-APP-12: a check of the same name by another app neither counts nor is touched", async () => {
    await waiting();
    const head = rig.github.repository.git.ref(`refs/heads/milestone/${MILESTONE}`)!;
    const token = rig.github.actionsToken({ checks: "write" });
    const answer = await fetch(`${rig.github.apiUrl}/repos/acme/widgets/check-runs`, {
      method: "POST",
      headers: { authorization: `token ${token}`, "content-type": "application/json" },
      body: JSON.stringify({
        name: `milestone/${MILESTONE}`,
        head_sha: head,
        status: "completed",
        conclusion: "success",
        external_id: `${MILESTONE}:forged:99`,
      }),
    });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: number };
    await rig.github.as("bob").review(pull().number, { state: "comment", body: "look, it is green" });
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(rig.github.repository.checks.get(id)!.externalId).toBe(`${MILESTONE}:forged:99`);
  });
});

describe("S-APP-8: approving by comment", () => {
  it("starts a run when the approver says it on the pull request", async () => {
    await waiting();
    await rig.github.as("alice").comment(pull().number, "/milestone approve schema/design");
    await rig.settled();
    expect(runs().map(run => run.inputs!.command)).toEqual(["resume"]);
    expect(
      comments()
        .at(-1)!
        .reactions.map(r => r.content)
        .sort(),
    ).toEqual(["eyes", "rocket"]);
  });

  it("of two approvers waits for both: one of them twice is no mistake, and not enough", async () => {
    const two = "{ required: true, approvers: [alice, bob], min_approvals: 2 }";
    const plan = MILESTONE_FILE.replace("{ required: true, approvers: [alice] }", two);
    await waiting({ files: { [paths.milestone(MILESTONE)]: plan } });
    for (const _ of [1, 2]) await rig.github.as("alice").comment(pull().number, "/milestone approve");
    await rig.settled();
    const signs = () =>
      comments().flatMap(c => (c.user.login === "alice" ? [c.reactions.at(-1)?.content] : []));
    expect(signs()).toEqual(["rocket", "rocket"]);
    expect([replies(), runs()]).toEqual([[], []]);
    await rig.github.as("bob").review(pull().number, { state: "approve" });
    await rig.settled();
    expect(runs()).toHaveLength(1);
  });

  it("is refused with the reason when somebody else says it", async () => {
    await waiting();
    await rig.github.as("bob").comment(pull().number, "/milestone approve");
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(replies()).toHaveLength(1);
    expect(replies()[0]!.body).toContain("this gate is decided by alice");
  });

  it.each([
    ["quoted", "> /milestone approve schema/design"],
    ["in a code block", "```\n/milestone approve schema/design\n```"],
  ])("does nothing when it is %s", async (_, body) => {
    await waiting();
    const before = writes();
    await rig.github.as("alice").comment(pull().number, body);
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(writes()).toEqual(before);
  });

  it("does nothing in another issue, but names the pull request", async () => {
    await waiting();
    const issue = await rig.github.as("alice").openIssue("Something else");
    await rig.github.as("alice").comment(issue.number, "/milestone approve");
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(replies().at(-1)!.body).toContain(`#${pull().number}`);
  });
});
