import { expect, onTestFinished, test } from "vitest";
import type { Decision, LoggedEvent, NewEvent } from "../../src/milestone/session/event.ts";
import { appendEvent, readLog } from "../../src/milestone/session/log.ts";
import { type JobResult, runAction } from "../rig/github/run/runner.ts";
import { createGitHubStandIn, type StandIn } from "../rig/github/stand-in.ts";
import { ACTION } from "../rig/program.ts";

const LOG = ".milestones/logs/execution-m.jsonl";
const RECORD = ".milestones/approvals/approval-m-a-design.yaml";
const SPEC = ".milestones/deliverables/m/a/spec/note.md";
const WORKFLOW = `name: Milestone
on:
  workflow_dispatch:
    inputs: { milestone: {}, command: {} }
concurrency: { group: "m", queue: max }
permissions: { contents: write, pull-requests: write, issues: write }
jobs:
  milestone:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - uses: acme/milestone-execute@v1
        with: { milestone: "\${{ inputs.milestone }}", command: "\${{ inputs.command }}" }
`;
const phase = (approval: boolean) => ({ approval_required: approval, deliverables: ["note.md"] });
const PLAN = JSON.stringify({
  id: "m",
  kiro_configuration: { approval_gates: { design_to_spec: { required: true, approvers: ["alice"] } } },
  executor: { run: 'echo "# $MILESTONE_PHASE done" > "$MILESTONE_DELIVERABLES/note.md"', retries: 0 },
  tasks: [
    {
      id: "a",
      title: "A",
      kiro_workflow: {
        enabled: true,
        phases: { design: phase(true), spec: phase(false), task: phase(false), execute: phase(false) },
      },
    },
  ],
});

interface Place {
  github: StandIn;
  /** Dispatches the workflow and waits for its end. */
  run(command: string): Promise<JobResult>;
  read(path: string): Promise<string | null>;
  /** Carol, who may push but not approve, puts events behind the branch's log, and files beside it. */
  forge(make: (log: LoggedEvent[]) => NewEvent[], files?: Record<string, string>): Promise<void>;
}

/** A milestone on a GitHub of our own, come to rest at its first gate. */
async function atTheGate(): Promise<Place> {
  const results: JobResult[] = [];
  const github: StandIn = await createGitHubStandIn({
    roles: { alice: "write", carol: "write" },
    files: { ".github/workflows/milestone.yml": WORKFLOW, ".milestones/active/m.yaml": PLAN },
    onDispatch: async started => {
      const result = await runAction(started, { action: ACTION, serverUrl: github.url });
      results.push(result);
      return result.conclusion;
    },
  });
  onTestFinished(() => github.close());
  const read: Place["read"] = async path => {
    const { status, data } = await github.as("carol").request(`GET /contents/${path}?ref=milestone/m`);
    return status === 200 ? Buffer.from(String(data.content), "base64").toString("utf8") : null;
  };
  const run: Place["run"] = async command => {
    const before = results.length;
    const inputs = { milestone: "m", command };
    await github
      .as("carol")
      .request("POST /actions/workflows/milestone.yml/dispatches", { ref: "main", inputs });
    await expect.poll(() => results.length, { timeout: 40_000 }).toBe(before + 1);
    await github.settled();
    return results[before]!;
  };
  const forge: Place["forge"] = async (make, files = {}) => {
    const log = (await read(LOG))!;
    const reading = readLog([{ file: LOG, text: log }]);
    if (!reading.ok) throw new Error(reading.problem.message);
    let { head } = reading;
    const lines = make(reading.events).map(event => {
      const stamp = { milestone: "m", session: reading.events.at(-1)!.session_id, now: Date.now() };
      const appended = appendEvent(head, event, stamp);
      head = appended.head;
      return `${appended.line}\n`;
    });
    await github.as("carol").push({ [LOG]: log + lines.join(""), ...files }, "milestone/m");
  };
  const first = await run("execute");
  expect(first.outputs.status, first.output).toBe("waiting_approval");
  return { github, run, read, forge };
}

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

test.each<[string, Partial<Decision["by"]>, number | null]>([
  ["a review that GitHub does not know", {}, 4711],
  ["a local approval, which nobody can verify", { source: "local", id: null }, null],
])("S-APP-1 a record and a log line of %s open no gate, and a true approval does", async (_, by, ref) => {
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
});

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
