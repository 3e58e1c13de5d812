import { expect, onTestFinished } from "vitest";
import type { LoggedEvent, NewEvent } from "../../src/milestone/session/event.ts";
import { appendEvent, readLog } from "../../src/milestone/session/log.ts";
import { type JobResult, runAction } from "../rig/github/run/runner.ts";
import { createGitHubStandIn, type StandIn, type StandInOptions } from "../rig/github/stand-in.ts";
import { ACTION } from "../rig/program.ts";

export const LOG = ".milestones/logs/execution-m.jsonl";
export const RECORD = ".milestones/approvals/approval-m-a-design.yaml";
export const SPEC = ".milestones/deliverables/m/a/spec/note.md";
const WORKFLOW = `name: Milestone
on:
  workflow_dispatch:
    inputs: { milestone: {}, command: {}, target: {} }
concurrency: { group: "m", queue: max }
permissions: { contents: write, pull-requests: write, issues: write }
jobs:
  milestone:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - uses: acme/milestone-execute@v1
        with: { milestone: "\${{ inputs.milestone }}", command: "\${{ inputs.command }}", target: "\${{ inputs.target }}" }
`;
export const phase = (approval: boolean) => ({ approval_required: approval, deliverables: ["note.md"] });
export const PLAN = JSON.stringify({
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

export interface Place {
  github: StandIn;
  /** Dispatches the workflow and waits for its end. */
  run(command: string, more?: { target?: string; as?: string }): Promise<JobResult>;
  read(path: string): Promise<string | null>;
  /** Carol, who may push but not approve, puts events behind the branch's log, and files beside it. */
  forge(make: (log: LoggedEvent[]) => NewEvent[], files?: Record<string, string>): Promise<void>;
}

/** The same, but held by a checkpoint at the end, which alice opens. */
export const CHECKED = JSON.stringify({
  ...JSON.parse(PLAN),
  kiro_configuration: { approval_gates: {} },
  quality_gates: [{ at: 100, name: "Release", approvers: ["alice"] }],
  tasks: [
    {
      ...JSON.parse(PLAN).tasks[0],
      kiro_workflow: {
        enabled: true,
        phases: { design: phase(false), spec: phase(false), task: phase(false), execute: phase(false) },
      },
    },
  ],
});

/** A milestone on a GitHub of our own, come to rest at its first gate; further people may write. */
export async function atTheGate(plan = PLAN, writers: readonly string[] = []): Promise<Place> {
  const key = JSON.stringify([plan, writers]);
  const first = firsts.get(key) ?? startOf(plan, writers);
  firsts.set(key, first);
  const place = await placeOn({ like: (await first).github });
  onTestFinished(() => place.github.close());
  return place;
}

/** What every test of a plan begins with is done once in each process; its stand-in goes with that. */
const firsts = new Map<string, Promise<Place>>();

async function startOf(plan: string, writers: readonly string[]): Promise<Place> {
  const more = Object.fromEntries(writers.map(login => [login, "write" as const]));
  const place = await placeOn({
    roles: { alice: "write", carol: "write", mona: "maintain", ...more },
    files: { ".github/workflows/milestone.yml": WORKFLOW, ".milestones/active/m.yaml": plan },
  });
  const first = await place.run("execute");
  expect(first.outputs.status, first.output).toBe("waiting_approval");
  return place;
}

async function placeOn(options: StandInOptions): Promise<Place> {
  const results: JobResult[] = [];
  const github: StandIn = await createGitHubStandIn({
    ...options,
    onDispatch: async started => {
      const result = await runAction(started, { action: ACTION, serverUrl: github.url, warm: true });
      results.push(result);
      return result.conclusion;
    },
  });
  const read: Place["read"] = async path => {
    const { status, data } = await github.as("carol").request(`GET /contents/${path}?ref=milestone/m`);
    return status === 200 ? Buffer.from(String(data.content), "base64").toString("utf8") : null;
  };
  const run: Place["run"] = async (command, { target, as = "carol" } = {}) => {
    const before = results.length;
    const inputs = { milestone: "m", command, ...(target === undefined ? {} : { target }) };
    await github.as(as).request("POST /actions/workflows/milestone.yml/dispatches", { ref: "main", inputs });
    await expect.poll(() => results.length, { timeout: 90_000 }).toBe(before + 1);
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
  return { github, run, read, forge };
}
