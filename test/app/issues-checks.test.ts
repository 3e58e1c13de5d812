import { afterEach, describe, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { appRig, FakeRun, MILESTONE, MILESTONE_FILE, type Rig } from "./app-rig.ts";

let rig: Rig;
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

const issues = () => [...rig.github.repository.issues.values()];
const blockers = () => issues().filter(issue => readMarker(issue.body)?.kind === "blocker");
const comments = () => [...rig.github.repository.comments.values()];
const runs = () => [...rig.github.repository.runs.values()];
const checks = () => [...rig.github.repository.checks.values()];
const ID = "task_failure:schema/design";
const BLOCKED = { event: "session_suspended", data: { status: "blocked", reason: "blocked" } } as const;
const RESOLVED = { event: "blocker_resolved", data: { id: ID, how: "the retry passed" } } as const;

async function blocked(options?: Parameters<typeof appRig>[0]): Promise<void> {
  rig = await appRig(options);
  await rig.run.start();
  await rig.run.push([rig.run.block(ID, "schema", "exit 1, see @octocat and fixes #1"), BLOCKED]);
  await rig.settled();
}

describe("a blocker", () => {
  it("becomes one issue with labels, evidence and the commands that help, and a failed check", async () => {
    await blocked();
    const [issue, ...more] = blockers();
    expect(more).toEqual([]);
    expect(issue!.title).toBe(`[${MILESTONE}] task_failure: schema`);
    expect(issue!.labels.map(l => l.name).sort()).toEqual(["blocker", "blocker:task_failure", "milestone"]);
    expect(issue!.body).toContain(`/milestone retry ${MILESTONE} schema/design`);
    expect(issue!.body).toContain("last line");
    expect(issue!.body).not.toMatch(/@octocat|fixes #1/);
    expect(issue!.body).toMatch(/Since \| \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    for (const text of [issue!.body!, checks().at(-1)!.output.summary!])
      expect(text.replaceAll(/<!--.*?-->/g, "")).not.toMatch(/\d{4}-\d\d-\d\dT\d/);
    expect(checks().at(-1)).toMatchObject({ conclusion: "failure" });
    expect(
      checks()
        .at(-1)!
        .actions.map(a => a.identifier),
    ).toEqual(["retry", "resume"]);
    expect(checks().at(-1)!.output.summary).toContain(`\`/milestone retry ${MILESTONE} schema/design\``);
    await rig.run.gate({ architecture: "# One\n" }, { task: "docs" });
    await rig.settled();
    expect(
      checks()
        .at(-1)!
        .actions.map(a => a.identifier),
    ).toEqual(["retry"]);
  });

  it("closes its issue when it is resolved, and opens it again when it returns", async () => {
    await blocked();
    await rig.run.push([RESOLVED]);
    await rig.settled();
    expect(blockers().map(i => [i.state, i.stateReason])).toEqual([["closed", "completed"]]);
    expect(blockers()[0]!.body).toContain("the retry passed");
    rig.app.context.settings.clock.now = () => Date.now() + 120_000;
    await rig.run.push([rig.run.block(ID, "schema")]);
    await rig.settled();
    expect(blockers().map(i => i.state)).toEqual(["open"]);
    rig.app.context.settings.clock.now = Date.now;
  });

  it.each([
    ["completed", "bob", "retry", "schema/design"],
    ["not_planned", "mona", "skip", "schema"],
  ] as const)("whose issue is closed as %s by %s starts %s %s", async (reason, login, command, target) => {
    await blocked();
    await rig.github.as(login).closeIssue(blockers()[0]!.number, reason);
    await rig.settled();
    expect(runs().map(r => [r.inputs.command, r.inputs.target])).toEqual([[command, target]]);
    for (const delivery of [...rig.github.deliveries]) rig.github.redeliver(delivery);
    await rig.lookAgain();
    await rig.settled();
    expect(runs()).toHaveLength(1);
    expect(blockers()[0]!.state).toBe("closed");
  });

  it("whose issue is closed as not planned without maintain is opened again with the reason", async () => {
    await blocked();
    await rig.github.as("bob").closeIssue(blockers()[0]!.number, "not_planned");
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(blockers()[0]!.state).toBe("open");
    expect(comments().at(-1)!.body).toContain("maintain");
  });

  it("S-SPAM-1: 500 failures make one issue and few edits", async () => {
    await blocked();
    const { issuesStepWrites } = await import("./spam.ts");
    const writes = await issuesStepWrites(rig, 500);
    expect(blockers()).toHaveLength(1);
    expect(writes).toBeLessThanOrEqual(10);
  }, 120_000);

  it("an issue that only claims to be a blocker's is nobody's business", async () => {
    await blocked();
    const forged = await rig.github.as("carol").openIssue("x", blockers()[0]!.body!);
    await rig.github.as("carol").closeIssue(forged.number, "completed");
    await rig.settled();
    expect(runs()).toEqual([]);
  });
});

describe("S-CHK-1: a button of the check run", () => {
  const press = async (login: string, identifier: string) => {
    rig.github.as(login).clickCheckAction(checks().at(-1)!, identifier);
    await rig.settled();
  };

  it("starts its command for who may write, and once only", async () => {
    await blocked();
    await press("bob", "retry");
    expect(runs().map(r => r.inputs.command)).toEqual(["retry"]);
    expect(runs()[0]!.inputs.request).toBe(`check-${checks().at(-1)!.id}-retry`);
  });

  it("does nothing for who may only read, or not at all", async () => {
    await blocked();
    await press("carol", "retry");
    await press("stranger", "resume");
    expect(runs()).toEqual([]);
  });

  it("of a name that we never gave does nothing", async () => {
    await blocked();
    const check = checks().at(-1)!;
    check.actions.push({ label: "X", description: "x", identifier: "constructor" });
    await press("mona", "constructor");
    expect(runs()).toEqual([]);
  });
});

describe("R-POISON-1: a milestone that cannot be read", () => {
  it("gets one failed check and stops no other milestone", async () => {
    rig = await appRig({
      files: { ".milestones/active/other.yaml": MILESTONE_FILE.replace("api-v2", "other") },
    });
    await rig.run.start();
    await rig.github
      .as("mona")
      .push({ [`.milestones/active/${MILESTONE}.yaml`]: "id: [[[[\n" }, `milestone/${MILESTONE}`);
    const other = new FakeRun(rig.github, "other");
    await other.start();
    await other.gate({ architecture: "# x\n" });
    await rig.lookAgain();
    await rig.settled();
    const head = rig.github.repository.git.ref(`refs/heads/milestone/${MILESTONE}`);
    const bad = checks().filter(c => c.headSha === head);
    expect(bad.map(c => c.conclusion)).toEqual(["failure"]);
    expect(bad[0]!.output!.title).toContain("cannot be read");
    expect(
      issues()
        .filter(i => i.pull)
        .map(i => i.title),
    ).toEqual(["Milestone other: Public API v2"]);
  });

  it("tells so in one comment where there is a pull request, also when the log is nonsense", async () => {
    rig = await appRig();
    await rig.run.start();
    await rig.run.gate({ architecture: "# x\n" });
    await rig.settled();
    await rig.github
      .as("mona")
      .push({ [`.milestones/logs/execution-${MILESTONE}.jsonl`]: '{"a":1}\n' }, `milestone/${MILESTONE}`);
    await rig.lookAgain();
    await rig.settled();
    await rig.lookAgain();
    await rig.settled();
    const told = comments().filter(c => c.body.includes("cannot be read"));
    expect(told).toHaveLength(1);
  });
});

describe("two instances at once", () => {
  it("leave no doubles: one pull request, one comment a gate, one issue a blocker", async () => {
    rig = await appRig();
    rig.github.setWebhook(null);
    const other = await rig.replica();
    await rig.run.start();
    await rig.run.gate({ architecture: "# x\n" });
    await rig.run.push([rig.run.block(ID, "docs"), BLOCKED]);
    await Promise.all([rig.lookAgain(), rig.lookAgain(other)]);
    await rig.settled();
    for (const app of [rig.app, other]) for (const m of app.context.milestones.values()) m.sync.readAt = 0;
    await rig.lookAgain();
    await rig.settled();
    await rig.lookAgain(other);
    await rig.settled();
    expect(issues().filter(i => i.pull && i.state === "open")).toHaveLength(1);
    expect(comments().filter(c => readMarker(c.body)?.kind === "gate")).toHaveLength(1);
    expect(blockers().filter(i => i.state === "open")).toHaveLength(1);
  });
});
