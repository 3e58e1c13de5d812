import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readMarker } from "../../src/github/marker.ts";
import { appRig, type Rig } from "../../test/app/app-rig.ts";
import { type JobResult, runAction } from "../../test/rig/github/run/runner.ts";
import type { StandIn } from "../../test/rig/github/stand-in.ts";
import { bold, dim, say, scene, typed } from "./stage.ts";

/**
 * `npm run demo:app [-- --shot]`: the same milestone steered from GitHub. The app, the bundled Action, webhooks and
 * pushes are real; GitHub itself is a stand-in on this machine, whose page stays open at the end.
 */
const ID = "tally-v1";
const HERE = import.meta.dirname;
const ROOT = join(HERE, "../..");
const SCENES = 5;
const INPUTS = ["milestone", "command", "target", "reason", "request", "strategy", "agents"];

const WORKFLOW = `name: milestone
on:
  workflow_dispatch:
    inputs:
${INPUTS.map(name => `      ${name}: { type: string, required: false, default: "" }`).join("\n")}
concurrency: { group: "milestone-\${{ inputs.milestone }}", queue: max }
permissions: { contents: write, issues: read, pull-requests: read, actions: read }
jobs:
  milestone:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - uses: org/milestone-execute@v1
        with:
          monitoring: basic
${INPUTS.map(name => `          ${name}: \${{ inputs.${name} }}`).join("\n")}
        env:
          DEMO_WORKER: ${join(HERE, "worker/worker.ts")}
`;

const jobs: JobResult[] = [];
const rig = await openRig();
try {
  await comment();
  await review();
  await approval();
  await closing();
  await page();
} finally {
  await rig.close();
}

async function openRig(): Promise<Rig> {
  let github: StandIn | undefined;
  const made = await appRig({
    files: { ...projectFiles(), ".github/workflows/milestone.yml": WORKFLOW },
    github: {
      roles: { alice: "write", bob: "write", mona: "maintain" },
      onDispatch: async started => {
        say("", dim(`  run ${jobs.length + 1} of the workflow:`));
        const result = await runAction(started, { action: ROOT, serverUrl: github!.url, onOutput: log });
        jobs.push(result);
        return result.conclusion;
      },
    },
  });
  github = made.github;
  return made;
}

/** The demo's project as the repository's files. */
function projectFiles(): Record<string, string> {
  const project = join(HERE, "project");
  const names = readdirSync(project, { recursive: true, encoding: "utf8" });
  const files = names.filter(name => statSync(join(project, name)).isFile());
  return Object.fromEntries(files.map(name => [name, readFileSync(join(project, name), "utf8")]));
}

/** What the Action prints in its log: its events; the job summary has all else. */
function log(text: string): void {
  const lines = text.split("\n").filter(line => /^\d\d:\d\d:\d\d |^::(?:error|warning)/.test(line));
  if (lines.length > 0) say(...lines.map(line => dim(`  │ ${line}`)));
}

async function comment(): Promise<void> {
  scene(1, SCENES, "A comment starts it");
  const issue = await rig.github.as("bob").openIssue("Tally 1.0: let us begin");
  typed(`bob, in issue #${issue.number}: /milestone execute ${ID} --agents=4`);
  const said = await rig.github.as("bob").comment(issue.number, `/milestone execute ${ID} --agents=4`);
  await rest();
  say(
    "",
    `  bob's comment got ${said.reactions.map(r => ({ eyes: "👀", rocket: "🚀" })[r.content] ?? r.content).join(" ")}`,
  );
  shown();
}

async function review(): Promise<void> {
  scene(2, SCENES, "A review sends a design back");
  const path = `.milestones/deliverables/${ID}/words/design/architecture.md`;
  typed("alice requests changes: Say how apostrophes are counted.");
  await rig.github.as("alice").review(pull().number, {
    state: "request_changes",
    body: "Say how apostrophes are counted.",
    comments: [{ path, line: 5, body: "Who is the caller here?" }],
  });
  await rest();
  shown();
}

async function approval(): Promise<void> {
  scene(3, SCENES, "An approving review opens the gate; later a blocker becomes an issue");
  typed("alice approves");
  await rig.github.as("alice").review(pull().number, { state: "approve" });
  await rest();
  shown();
}

async function closing(): Promise<void> {
  scene(4, SCENES, "Mona pushes what was missing, and closes the issue: try again");
  const [blocker] = openBlockers();
  if (!blocker) throw new Error("the demo expects an open blocker here");
  typed(`mona pushes brand.json to milestone/${ID} and closes #${blocker.number} as completed`);
  const brand = `${JSON.stringify({ accent: "#0b6e4f" })}\n`;
  await rig.github
    .as("mona")
    .push({ "brand.json": brand }, `milestone/${ID}`, { message: "Choose the accent colour" });
  await rig.github.as("mona").closeIssue(blocker.number, "completed");
  await rest();
  shown();
  const status = jobs.at(-1)?.outputs.status;
  if (status !== "completed") throw new Error(`the demo ends with ${status}: ${jobs.at(-1)?.output}`);
}

async function page(): Promise<void> {
  const address = `${rig.github.url}/_page`;
  scene(5, SCENES, "As people saw it");
  say(
    `  ${jobs.length} runs, ${rig.github.calls.length} requests, ${rig.github.deliveries.length} webhooks, none of them other than GitHub describes: ${rig.github.violations.length === 0}`,
  );
  if (process.argv.includes("--shot")) {
    const { photograph } = await import("./photograph.ts");
    say(`  ${bold(await photograph(address, join(ROOT, ".cache/demo/github.png")))}`);
  } else if (process.stdout.isTTY) {
    say(`  ${bold(address)}   ${dim("pull request, issues and checks; Ctrl-C ends it")}`);
    await new Promise<void>(resolve => process.once("SIGINT", () => resolve()));
  } else {
    say("  in a terminal its page would stay open; --shot draws it into .cache/demo/github.png");
  }
}

/** What GitHub shows now. */
function shown(): void {
  const { title, state, pull: half } = pull();
  const check = [...rig.github.repository.checks.values()].at(-1);
  say(
    "",
    `  ${bold("pull request")}  ${title}, ${half?.draft ? "draft" : state}`,
    `  ${bold("check run")}     ${check?.output?.title ?? ""}: ${(check?.conclusion ?? check?.status ?? "").replaceAll("_", " ")}`,
    ...openBlockers().map(issue => `  ${bold("issue")}         #${issue.number} ${issue.title}`),
    ...openGates().map(line => `  ${bold("gate")}          ${line}`),
  );
}

function pull() {
  const found = [...rig.github.repository.issues.values()].find(issue => issue.pull);
  if (!found) throw new Error(`there is no pull request; the last run said: ${jobs.at(-1)?.output}`);
  return found;
}

function openBlockers() {
  return [...rig.github.repository.issues.values()].filter(
    issue => issue.state === "open" && issue.labels.some(label => label.name === "blocker"),
  );
}

/** First lines of the comments about gates; a decided one is headed by its decision. */
function openGates(): string[] {
  const comments = [...rig.github.repository.comments.values()];
  const gates = comments.filter(each => readMarker(each.body)?.kind === "gate");
  return gates.map(
    each => each.body.split("\n").find(line => /[a-z]/i.test(line) && !line.startsWith("<!--")) ?? "",
  );
}

/** Runs, webhooks and what the app makes of them have come to an end. */
async function rest(): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await rig.settled();
    const working = [...rig.github.repository.runs.values()].some(run => run.status !== "completed");
    quiet = working ? 0 : quiet + 1;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
