import { expect, test } from "vitest";
import type { Decision, LoggedEvent, NewEvent } from "../../src/milestone/session/event.ts";
import { atTheGate, CHECKED, PLAN, RECORD, SPEC } from "./gate-rig.ts";

/** Alice's approval as the engine would have written it. */
function approval(log: readonly LoggedEvent[], by: Partial<Decision["by"]>, ref: number | null): NewEvent[] {
  const asked = log.findLast(e => e.event === "approval_requested");
  if (asked?.event !== "approval_requested") throw new Error("no gate was asked");
  const decision: Decision = {
    verdict: "approved",
    by: { login: "alice", id: 1, source: "review", ...by },
    ref,
    commit: "0".repeat(40),
    permission: "write",
    at: new Date().toISOString(),
    feedback: [],
  };
  return [
    {
      event: "approval_granted",
      task_id: "a",
      phase: "design",
      agent: "session_manager",
      data: { request: asked.data.request, decision, complete: true },
    },
  ];
}

const BELIEVED_BY_NONE: [string, Partial<Decision["by"]>, number | null][] = [
  ["a review that GitHub does not know", {}, 4711],
  ["a local approval, which nobody can verify", { source: "local", id: null }, null],
];

test.each(BELIEVED_BY_NONE)(
  "S-APP-1 a record and a log line of %s open no gate, and a true approval does",
  async (_, by, ref) => {
    const { github, run, read, forge } = await atTheGate();
    const { data } = await github.as("alice").request("GET /user");
    await forge(log => approval(log, { ...(by.id === null ? {} : { id: Number(data.id) }), ...by }, ref), {
      [RECORD]: "approval_request: { status: granted }\ndecisions: [{ verdict: approved, who: alice }]\n",
    });
    const forged = await run("resume");
    expect(forged.outputs.status, forged.output).toBe("waiting_approval");
    expect(await read(SPEC)).toBeNull();
    expect(forged.output).toMatch(/approval .*(void|no longer)|GitHub no longer shows the approval/i);
    expect(await read(RECORD)).not.toContain("who: alice");
    const pull = await github.as("carol").openPull("milestone/m", "main", "Milestone m");
    await github.as("alice").review(pull.number, { state: "approve" });
    const approved = await run("resume");
    expect(approved.outputs.status, approved.output).toBe("completed");
  },
);

test("S-APP-1 what the branch says was approved does not count while GitHub cannot be asked either", async () => {
  const { github, run, read, forge } = await atTheGate();
  await forge(log => approval(log, {}, 4711));
  github.fail({ path: /\/reviews|\/graphql/, status: 404, times: 1_000 });
  const blind = await run("resume");
  expect(blind.outputs.status, blind.output).toBe("waiting_approval");
  expect(await read(SPEC)).toBeNull();
  github.clearFaults();
  const seeing = await run("resume");
  expect(seeing.outputs.status, seeing.output).toBe("waiting_approval");
  expect(await read(SPEC)).toBeNull();
});

const checkpoint: NewEvent = { event: "quality_gate_passed", data: { name: "Release", at: 100, checks: [] } };
const completed: NewEvent[] = [
  checkpoint,
  { event: "milestone_completed", data: { percentage: 100 } },
  { event: "session_ended", data: { status: "completed" } },
];

test("S-APP-1 a line that says a checkpoint passed opens none, and its approver's review of the tip does", async () => {
  const { github, run, forge } = await atTheGate(CHECKED);
  await forge(() => [checkpoint]);
  const forged = await run("resume");
  expect(forged.outputs.status, forged.output).toBe("waiting_approval");
  const pull = await github.as("carol").openPull("milestone/m", "main", "Milestone m");
  const before = github.repository.git.ref("refs/heads/milestone/m")!;
  await github.as("carol").push({ "src/unseen.js": "export {};\n" }, "milestone/m");
  await github.as("alice").review(pull.number, { state: "approve", commitId: before });
  const earlier = await run("resume");
  expect(earlier.outputs.status, earlier.output).toBe("waiting_approval");
  await github.as("alice").review(pull.number, { state: "approve" });
  const seen = await run("resume");
  expect(seen.outputs.status, seen.output).toBe("completed");
});

test("S-APP-1 lines that call the milestone completed get it no tag", async () => {
  const { github, run, forge } = await atTheGate(CHECKED);
  await forge(() => completed);
  const forged = await run("resume");
  expect(forged.outputs.status, forged.output).toBe("failed");
  expect(forged.output).toContain('no approval of the checkpoint "Release"');
  expect(github.repository.git.ref("refs/tags/milestone/m/completed")).toBeNull();
});

test("S-APP-1 a gated phase that a line calls done without its gate is asked about", async () => {
  const { run, read, forge } = await atTheGate();
  await forge(log => {
    const done = log.findLast(e => e.event === "phase_completed");
    if (done?.event !== "phase_completed") throw new Error("no phase was completed");
    const { event, task_id, phase: name, data } = done;
    return [{ event, task_id: task_id!, phase: name!, data: { ...data, gated: false } }];
  });
  const forged = await run("resume");
  expect(forged.outputs.status, forged.output).toBe("waiting_approval");
  expect(forged.output).toContain("nobody approved it");
  expect(await read(SPEC)).toBeNull();
});

test("S-APP-4 whoever pushed a deliverable does not approve it, whatever author its commit names", async () => {
  const free = JSON.stringify({ ...JSON.parse(PLAN), kiro_configuration: {} });
  const { github, run, read } = await atTheGate(free);
  const pull = await github.as("alice").openPull("milestone/m", "main", "Milestone m");
  const bot = { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" };
  const nobody = { name: "Nobody", email: "nobody@nowhere.example" };
  for (const [n, author] of [bot, nobody].entries()) {
    const path = ".milestones/deliverables/m/a/design/note.md";
    await github.as("carol").push({ [path]: `# Written by hand ${n}\n` }, "milestone/m", { author });
    await run("resume");
    await github.as("carol").review(pull.number, { state: "approve" });
    const own = await run("resume");
    expect(own.outputs.status, own.output).toBe("waiting_approval");
    expect(own.output).toContain("whoever wrote part of the work by hand cannot decide on it");
    expect(await read(SPEC)).toBeNull();
  }
});

test("S-APP-8 an approver's comment that a writer edited is nobody's approval, however fast it was", async () => {
  const { github, run, read } = await atTheGate();
  const pull = await github.as("carol").openPull("milestone/m", "main", "Milestone m");
  const comment = await github.as("alice").comment(pull.number, "I will look at it tomorrow.");
  await github.as("carol").editComment(comment.id, "/milestone approve a/design");
  const forged = await run("resume");
  expect(forged.outputs.status, forged.output).toBe("waiting_approval");
  expect(forged.output).toContain("it was edited after it was submitted");
  expect(await read(SPEC)).toBeNull();
});

const DESIGN = ".milestones/deliverables/m/a/design/note.md";
const APPROVERS = ["alice", "bob", "dave", "erin", "finn"];
const listing = (plan: string) => plan.replaceAll('["alice"]', JSON.stringify(APPROVERS));

test.each([
  ["gate", listing(PLAN), { [DESIGN]: "# Other words\n" }],
  ["checkpoint", listing(CHECKED), { "src/unseen.js": "export {};\n" }],
])(
  "S-APP-2 S-APP-4 S-APP-7 no %s opens by approvers' reviews that were dismissed, of an earlier commit, of who lost write or wrote part of the work",
  async (_, plan, work) => {
    const { github, run } = await atTheGate(plan, APPROVERS);
    const pull = await github.as("carol").openPull("milestone/m", "main", "Milestone m");
    const earlier = github.repository.git.ref("refs/heads/milestone/m")!;
    await github.as("dave").push(work, "milestone/m");
    await run("resume");
    const approve = (login: string, more: { commitId?: string } = {}) =>
      github.as(login).review(pull.number, { state: "approve", ...more });
    await github.as("mona").dismissReview(pull.number, (await approve("alice")).id);
    await approve("dave");
    await approve("erin");
    github.repository.roles.set("erin", "read");
    await approve("finn", { commitId: earlier });
    const held = await run("resume");
    expect(held.outputs.status, held.output).toBe("waiting_approval");
    expect(held.output).toMatch(/alice.*the review was dismissed/);
    expect(held.output).toMatch(/dave.*whoever wrote part of the work by hand cannot decide on it/);
    expect(held.output).toMatch(/erin.*needs write permission; this person has read/);
    // GitHub lets nobody edit a verdict: what is edited is the text beside it.
    await github.as("bob").editReview(pull.number, (await approve("bob")).id, "Well done");
    const opened = await run("resume");
    expect(opened.outputs.status, opened.output).toBe("completed");
  },
);
