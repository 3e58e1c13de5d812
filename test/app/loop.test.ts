import { afterEach, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { completionTag, paths } from "../../src/milestone/names.ts";
import { type JobResult, runAction } from "../rig/github/run/runner.ts";
import type { StandIn } from "../rig/github/stand-in.ts";
import { ACTION } from "../rig/program.ts";
import { appRig, MILESTONE, type Rig } from "./app-rig.ts";

const INPUTS = ["milestone", "command", "target", "reason", "request", "strategy", "agents"];
const WORKFLOW = `name: Milestone
on:
  workflow_dispatch:
    inputs:
${INPUTS.map(name => `      ${name}: { type: string, required: false, default: "" }`).join("\n")}
concurrency: { group: "milestone-\${{ inputs.milestone }}", queue: max }
permissions: { contents: write, issues: write, pull-requests: write, checks: write, actions: read }
jobs:
  milestone:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { fetch-depth: 0 }
      - uses: acme/milestone-execute@v1
        with:
          milestone: \${{ inputs.milestone }}
          command: \${{ inputs.command }}
          target: \${{ inputs.target }}
          reason: \${{ inputs.reason }}
          request: \${{ inputs.request }}
`;

/** Writes each phase's deliverable; a design also repeats what its reviewer said. */
const FILE = `id: ${MILESTONE}
title: Public API v2
kiro_configuration:
  approval_gates:
    design_to_spec: { required: true, approvers: [alice], criteria: [Boundaries are named] }
    spec_to_task: { required: false }
executor:
  run: |
    { echo "# Notes"; echo; echo "The $MILESTONE_PHASE of $MILESTONE_TASK, attempt $MILESTONE_ATTEMPT."; } > "$MILESTONE_DELIVERABLES/note.md"
    if [ "$MILESTONE_TASK" = extra ]; then exit 3; fi
    if [ -n "$MILESTONE_FEEDBACK" ]; then cat "$MILESTONE_FEEDBACK" >> "$MILESTONE_DELIVERABLES/note.md"; fi
tasks:
  - id: schema
    title: Database schema
    dependencies: []
    kiro_workflow:
      enabled: true
      phases:
${["design", "spec", "task", "execute"].map(phase => `        ${phase}: { deliverables: [note.md] }`).join("\n")}
  - { id: extra, title: Not needed, dependencies: [schema], retries: 0, phases: { execute: { deliverables: [] } } }
`;

let rig: Rig;
let jobs: JobResult[] = [];
afterEach(() => rig.close());

/** A repository with this milestone, whose runs are the real Action's. */
async function begin(plan: string): Promise<void> {
  jobs = [];
  let github: StandIn | undefined;
  rig = await appRig({
    files: { [paths.milestone(MILESTONE)]: plan, ".github/workflows/milestone.yml": WORKFLOW },
    github: {
      onDispatch: async started => {
        const result = await runAction(started, { action: ACTION, serverUrl: github!.url, warm: true });
        jobs.push(result);
        return result.conclusion;
      },
    },
  });
  github = rig.github;
}

const comments = () => [...rig.github.repository.comments.values()];
const pull = () => [...rig.github.repository.issues.values()].find(issue => issue.pull);
const lastCheck = () => [...rig.github.repository.checks.values()].at(-1);
const runs = () => [...rig.github.repository.runs.values()];

/** The command under "Needs a person" in the pull request. */
function wayOut(command: string): string {
  const lines = [...pull()!.body!.matchAll(/`(\/milestone [^`]+)`/g)].map(([, line]) => line!);
  const line = lines.find(each => each.startsWith(`/milestone ${command} `));
  expect(line, pull()!.body!).toBeDefined();
  return line!;
}

/** Everything has come to rest: runs, webhooks, and what the app makes of them. */
async function rest(): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await rig.settled();
    quiet = runs().some(run => run.status !== "completed") ? 0 : quiet + 1;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

it("goes from a comment to a tag: run, gate, requested changes, new attempt with feedback, approval, done", async () => {
  await begin(FILE);
  const issue = await rig.github.as("bob").openIssue("Let us begin");
  await rig.github.as("bob").comment(issue.number, `/milestone execute ${MILESTONE}`);
  await rest();
  expect(
    jobs.map(job => job.outputs.status),
    jobs[0]?.output,
  ).toEqual(["waiting_approval"]);
  expect(pull()?.pull?.draft).toBe(true);
  expect(lastCheck()).toMatchObject({ conclusion: "action_required" });
  const design = `${paths.deliverables(MILESTONE, "schema", "design")}/note.md`;
  const gate = comments().find(comment => readMarker(comment.body)?.kind === "gate");
  expect(gate?.body).toContain(design);

  await rig.github.as("alice").review(pull()!.number, {
    state: "request_changes",
    body: "Name the boundaries.",
    comments: [{ path: design, line: 1, body: "Which notes?" }],
  });
  await rest();
  expect(jobs.map(job => job.outputs.status)).toEqual(["waiting_approval", "waiting_approval"]);
  const { data } = await rig.github.as("alice").request(`GET /contents/${design}?ref=milestone/${MILESTONE}`);
  const text = Buffer.from(String(data.content), "base64").toString();
  expect(text).toContain("attempt 2");
  expect(text).toContain("Name the boundaries.");
  expect(text).toContain("Which notes?");

  // What the pull request tells people to type is taken as it stands there.
  await rig.github.as("alice").comment(pull()!.number, wayOut("approve"));
  await rest();
  expect(jobs.map(job => job.outputs.status)).toEqual(["waiting_approval", "waiting_approval", "blocked"]);
  await rig.github.as("mona").comment(pull()!.number, wayOut("skip"));
  await rest();
  expect(jobs.at(-1)?.outputs.status, jobs.at(-1)?.output).toBe("completed");
  expect(lastCheck()).toMatchObject({ conclusion: "success" });
  expect(lastCheck()?.output?.title).toBe("100 % · 1/2 tasks · 1 skipped");
  expect(pull()).toMatchObject({ state: "open", pull: { draft: false } });
  expect(rig.github.repository.git.ref(`refs/tags/${completionTag(MILESTONE)}`)).not.toBeNull();
  expect(rig.github.violations).toEqual([]);
}, 240_000);

/** Eight tasks wait for alice, four of them only once the others are through. */
const MANY = `id: ${MILESTONE}
title: Public API v2
tasks:
${["a", "b", "c", "d"]
  .flatMap((id, at) => [
    `  first-${id}: { gate: [alice], run: "sleep 0.${at}; echo 1 > $MILESTONE_TASK.txt" }`,
    `  second-${id}: { gate: [alice], needs: [first-${id}], run: "true" }`,
    `  plain-${id}: { needs: [second-${id}], run: "true" }`,
  ])
  .join("\n")}
`;

it("tells an approver of twelve tasks with eight gates at most five times from begin to end", async () => {
  await begin(MANY);
  const told: string[] = [];
  let seen = 0;
  let wasAsked = false;
  /** What GitHub sends alice mails of: comments of others on what she takes part in, and being asked for a review. */
  const count = (): void => {
    const all = comments().filter(comment => comment.user.login !== "alice");
    told.push(...all.slice(seen).map(({ body }) => `comment: ${body.slice(0, 80)}`));
    seen = all.length;
    const isAsked = pull()?.pull?.requestedUsers.some(({ login }) => login === "alice") ?? false;
    if (isAsked && !wasAsked) told.push("review request");
    wasAsked = isAsked;
  };
  const issue = await rig.github.as("bob").openIssue("Let us begin");
  await rig.github.as("bob").comment(issue.number, `/milestone execute ${MILESTONE}`);
  for (let round = 0; round < 2; round += 1) {
    await rest();
    count();
    expect(jobs.at(-1)?.outputs.status, jobs.at(-1)?.output).toBe("waiting_approval");
    await rig.github.as("alice").review(pull()!.number, { state: "approve" });
  }
  await rest();
  count();
  expect(jobs.at(-1)?.outputs.status, jobs.at(-1)?.output).toBe("completed");
  expect(told.length, told.join("\n")).toBeLessThanOrEqual(5);
  expect(rig.github.violations).toEqual([]);
}, 240_000);
