import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AppSettings, SETTINGS } from "../../app/app-context.ts";
import type { Configuration } from "../../app/configuration.ts";
import { takeMissed } from "../../app/deliveries.ts";
import type { CommentOrigin } from "../../app/happenings.ts";
import { planReconcile } from "../../app/reconcile.ts";
import { type RunningApp, startApp } from "../../app/start.ts";
import { paths } from "../../src/milestone/names.ts";
import { DEFAULT_WEIGHTS, PHASES } from "../../src/milestone/phase.ts";
import type { NewEvent, Person } from "../../src/milestone/session/event.ts";
import { appendEvent, EMPTY_LOG, type LogHead } from "../../src/milestone/session/log.ts";
import { createGitHubStandIn, type StandIn, type StandInOptions } from "../rig/github/stand-in.ts";
import type { Issue } from "../rig/github/state/model.ts";

export const MILESTONE = "api-v2";
export const SECRET = "a secret of the test's";

export const MILESTONE_FILE = `id: ${MILESTONE}
title: Public API v2
status: planned
executor: { run: "true" }
kiro_configuration:
  approval_gates:
    design_to_spec: { required: true, approvers: [alice] }
    spec_to_task: { required: false }
tasks:
  - { id: schema, title: Database schema, dependencies: [], kiro_workflow: { enabled: true } }
  - { id: docs, title: Guide, dependencies: [schema], kiro_workflow: { enabled: true } }
`;

const INPUTS = [
  "milestone",
  "command",
  "target",
  "reason",
  "request",
  "strategy",
  "agents",
  "force-dependencies",
];
export const WORKFLOW = `name: Milestone
on:
  workflow_dispatch:
    inputs:
${INPUTS.map(name => `      ${name}: { type: string, required: false }`).join("\n")}
jobs:
  run: { runs-on: ubuntu-latest, steps: [ { run: "true" } ] }
`;

export interface Rig {
  github: StandIn;
  app: RunningApp;
  /** Where the app listens. */
  url: string;
  run: FakeRun;
  /** Resolves when no webhook, no planned pass and no work is left. */
  settled(): Promise<void>;
  issue(number: number): Issue;
  /** Another replica of the app, beside the first, with the same inbox or with none in common. */
  replica(inbox?: "shared" | "own"): Promise<RunningApp>;
  /** Has an app ask for the deliveries that it missed, and look at every milestone. */
  lookAgain(app?: RunningApp): Promise<void>;
  close(): Promise<void>;
}

const FAST: AppSettings = {
  ...SETTINGS,
  clock: { ...SETTINGS.clock, sleep: () => new Promise(resolve => setTimeout(resolve, 1)) },
  lazyMs: 0,
  urgentMs: 0,
  missedMs: 3_600_000,
  abandonedMs: 0,
  pollMs: 50,
  writeGapMs: 0,
};

/** The stand-in for GitHub with a repository that uses milestones, and the real app on loopback beside it. */
export async function appRig(
  options: {
    github?: Partial<StandInOptions>;
    settings?: Partial<AppSettings>;
    files?: Record<string, string>;
  } = {},
): Promise<Rig> {
  const github = await createGitHubStandIn({
    roles: { alice: "write", bob: "write", mona: "maintain", carol: "read", tina: "triage" },
    ...options.github,
    files: {
      [paths.milestone(MILESTONE)]: MILESTONE_FILE,
      ".github/workflows/milestone.yml": WORKFLOW,
      ...options.files,
    },
  });
  const settings = { ...FAST, ...options.settings };
  const apps: RunningApp[] = [];
  const folders = [mkdtempSync(join(tmpdir(), "milestone-inbox-"))];
  const start = async (inbox: "shared" | "own" = "shared") => {
    if (inbox === "own") folders.push(mkdtempSync(join(tmpdir(), "milestone-inbox-")));
    const dataDir = inbox === "own" ? folders.at(-1)! : folders[0]!;
    const app = await startApp({ ...configurationFor(github, settings), dataDir });
    apps.push(app);
    await app.begun;
    return app;
  };
  const app = await start();
  const url = `http://127.0.0.1:${app.port}/api/github/webhooks`;
  github.setWebhook({ url, secret: SECRET });
  const rig: Rig = {
    github,
    app,
    url,
    run: new FakeRun(github),
    settled: () => allSettled(github, apps),
    issue: number => github.repository.issues.get(number)!,
    replica: start,
    async close() {
      github.setWebhook(null);
      await Promise.all(apps.map(a => a.stop()));
      await github.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
    async lookAgain(other = app) {
      await takeMissed(other.context);
      const refs = await github.repository.git.refs("refs/heads/milestone/");
      for (const [ref] of refs) {
        const milestone = ref.slice("refs/heads/milestone/".length);
        await planReconcile(other.context, originOf(github), milestone, "now");
      }
      await rig.settled();
    },
  };
  await rig.settled();
  return rig;
}

function originOf(github: StandIn): CommentOrigin {
  const { id, name, defaultBranch } = github.repository;
  return {
    installation: github.app.installationId,
    repository: {
      id,
      name,
      owner: { login: github.owner },
      default_branch: defaultBranch,
      html_url: `${github.url}/${github.owner}/${github.repo}`,
    },
  };
}

export function configurationFor(github: StandIn, settings: AppSettings): Configuration {
  return {
    appId: github.app.id,
    privateKey: github.app.privateKey,
    webhookSecret: SECRET,
    webhookPath: "/api/github/webhooks",
    baseUrl: github.apiUrl,
    host: "127.0.0.1",
    port: 0,
    logLevel: (process.env.TEST_LOG_LEVEL as Configuration["logLevel"]) ?? "fatal",
    dataDir: ":memory:",
    settings,
  };
}

async function allSettled(github: StandIn, apps: RunningApp[]): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    await github.settled();
    // What is planned for later (after a limit, say) is nothing to wait for.
    const busy = await Promise.all(
      apps.map(({ context }) => context.inbox.busy(context.settings.clock.now() + 1_000)),
    );
    quiet = busy.some(count => count > 0) ? 0 : quiet + 1;
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}

export const ROBOT: Person = { login: "github-actions[bot]", id: 1, source: "dispatch" };

/** What a run of the Action leaves on the branch: log lines and deliverables, pushed by the Actions bot. */
export class FakeRun {
  readonly #github: StandIn;
  readonly #milestone: string;
  readonly #session: string;
  #head: LogHead = EMPTY_LOG;
  #text = "";
  #time: number;

  constructor(github: StandIn, milestone = MILESTONE, session = "exec", at = Date.now() - 60_000) {
    this.#session = `${session}-${milestone}`;
    this.#github = github;
    this.#milestone = milestone;
    this.#time = Math.floor(at / 1000) * 1000;
  }

  /** Appends events and pushes them with files; the new commit. */
  async push(
    events: NewEvent[],
    files: Record<string, string | null> = {},
    message?: string,
  ): Promise<string> {
    for (const event of events) {
      this.#time += 10;
      const stamp = { milestone: this.#milestone, session: this.#session, now: this.#time };
      const { line, head } = appendEvent(this.#head, event, stamp);
      this.#head = head;
      this.#text += `${line}\n`;
    }
    return this.#github
      .as("github-actions[bot]")
      .push({ [paths.log(this.#milestone, 1)]: this.#text, ...files }, `milestone/${this.#milestone}`, {
        message: message ?? `milestone(${this.#milestone}): checkpoint`,
      });
  }

  async start(tasks = ["schema", "docs"], run = ""): Promise<string> {
    const phases = Object.fromEntries(PHASES.map(phase => [phase, "pending" as const]));
    const seeds = tasks.map(id => ({ id, workflow: true, status: "pending" as const, phases }));
    const lease = { epoch: 1, run_id: run, run_attempt: 1, job: "run", host: "h", pid: 1, pid_started: "0" };
    return this.push([
      {
        event: "session_started",
        data: { lease, strategy: "parallel", agents: 2, monitoring: "detailed", version: "1.0.0" },
      },
      {
        event: "milestone_activated",
        data: {
          title: "Public API v2",
          weights: DEFAULT_WEIGHTS,
          tasks: seeds,
          compliance: { score: 100, migrated: [], standard: [] },
          base: { branch: "main", commit: "0".repeat(40) },
          quality_gates: [],
        },
      },
    ]);
  }

  /** A design that waits for its approval. The texts are the deliverables. */
  async gate(texts: { architecture: string; api?: string }, options: GateOptions = {}): Promise<string> {
    const { task = "schema", attempt = 1, request = `${task}/design#${attempt}`, end = true } = options;
    this.#time = options.at ?? this.#time;
    const folder = paths.deliverables(this.#milestone, task, "design");
    const files: Record<string, string> = {
      [`${folder}/architecture.md`]: texts.architecture,
      [`${folder}/api-spec.yaml`]: texts.api ?? "openapi: 3.1.0\n",
    };
    if (options.withoutApi) delete files[`${folder}/api-spec.yaml`];
    const deliverables = Object.entries(files).map(([path, text]) => ({ path, blob: blobId(text) }));
    const where = { task_id: task, phase: "design" as const };
    const events: NewEvent[] = options.voids
      ? [
          {
            event: "approval_voided",
            ...where,
            data: { request: options.voids, reason: "changed", changed: [] },
          },
        ]
      : [
          { event: "task_started", task_id: task, data: {} },
          { event: "phase_started", ...where, data: { attempt, executor: "run" } },
          {
            event: "phase_completed",
            ...where,
            data: { attempt, executor: "run", duration_ms: 1000, deliverables, changed: 0, gated: true },
          },
        ];
    events.push({
      event: "approval_requested",
      ...where,
      data: {
        request,
        transition: "design_to_spec",
        kind: "approval",
        approvers: ["alice"],
        min_approvals: 1,
        criteria: ["Boundaries are named"],
        deliverables,
        attempt,
      },
    });
    if (end) events.push(SUSPENDED);
    return this.push(events, files, `milestone(${this.#milestone}): ${task} design completed`);
  }

  block(id: string, task: string, message = "exit 1"): NewEvent {
    return {
      event: "blocker_detected",
      task_id: task,
      phase: "design",
      data: {
        id,
        type: "task_failure",
        severity: "error",
        task,
        phase: "design",
        level: 4,
        message,
        evidence: "last line",
        proposals: [{ command: `milestone retry ${this.#milestone} ${task}/design`, why: "try again" }],
        attempts: 3,
      },
    };
  }
}

export const SUSPENDED: NewEvent = {
  event: "session_suspended",
  data: { status: "waiting_approval", reason: "a gate waits" },
};

interface GateOptions {
  task?: string;
  attempt?: number;
  request?: string;
  /** The request whose approval is void, so that this one asks again. */
  voids?: string;
  /** The second deliverable is no longer there. */
  withoutApi?: boolean;
  /** Whether the run ends with the gate. */
  end?: boolean;
  /** The time of the events (milliseconds since the epoch). */
  at?: number;
}

export function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
