/** A runner's half of a workflow run: fresh workspace, the job's steps, the real action as a child process. */
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { COMPILED } from "../../program.ts";
import { runWarm } from "../../warm-program.ts";
import { fullName } from "../state/world.ts";
import { downloadArtifact, uploadArtifact } from "./artifacts.ts";
import { checkOut } from "./checkout.ts";
import { killTracked, runChild } from "./child.ts";
import { type Annotation, parseAnnotations, parseCommandFile } from "./commands.ts";
import { asText, interpolate } from "./expression.ts";
import type { Conclusion, StartedRun } from "./queue.ts";
import type { Job, Step } from "./workflow.ts";

export interface RunnerOptions {
  /** The folder with `action.yml` that steps mean which use an action other than GitHub's own. */
  action: string;
  serverUrl: string;
  /** More variables for every step. */
  env?: { [name: string]: string };
  onOutput?(text: string): void;
  /** Told the process id's stand-in: the moment the action's `main` is started. */
  onStart?(): void;
  patience?: { interruptMs: number; terminateMs: number };
  /** Runs the action's steps in processes that have run it before (see `runWarm`): they cannot be cancelled. */
  warm?: boolean;
  /** Jobs that get processes of their own all the same. */
  cold?: (job: string) => boolean;
  /** By how much the clock of a job's machine is ahead (ms); warm ones alone. */
  aheadMs?: () => number;
  /** The job's name; the workflow's first one if not said. */
  job?: string;
  /** Its steps leave and take artifacts; absent: they are passed over. */
  keepsArtifacts?: boolean;
  /** Milliseconds after whose start a job's machine is lost, and all on it with it; null: it is not. */
  lost?: (job: string, run: StartedRun["run"]) => number | null;
  /** Told of each job of a run before it begins. */
  onJob?: (job: string, run: StartedRun["run"]) => Promise<void> | void;
  /** What is done to the workspace's disk before a step of the action, as a test wishes. */
  before?: (job: string, place: { workspace: string; temp: string }) => void;
}

export interface JobResult {
  conclusion: Conclusion;
  /** Exit code of the action's `main`; null when it was killed or never ran. */
  exitCode: number | null;
  output: string;
  outputs: { [name: string]: string };
  /** What the job's own `outputs:` came to. */
  jobOutputs: { [name: string]: string };
  state: { [name: string]: string };
  summary: string;
  annotations: Annotation[];
  /** Signals the runner sent on cancellation. */
  sent: NodeJS.Signals[];
  /** Processes that were still there at the job's end and had to be killed. */
  orphans: number;
}

interface Place {
  root: string;
  workspace: string;
  temp: string;
  trackingId: string;
  files: { output: string; state: string; summary: string; event: string; env: string; path: string };
}

interface ActionFile {
  inputs?: { [name: string]: { default?: unknown } | null };
  runs: { main: string; post?: string };
}

/** Executes the workflow's first job. Steps of GitHub's own actions other than checkout are passed over. */
export async function runAction(started: StartedRun, options: RunnerOptions): Promise<JobResult> {
  const place = makePlace(started);
  const runner = started.context.runner as { [name: string]: unknown };
  Object.assign(runner, { temp: place.temp, os: "Linux" });
  const result: JobResult = {
    conclusion: "success",
    exitCode: null,
    output: "",
    outputs: {},
    jobOutputs: {},
    state: {},
    summary: "",
    annotations: [],
    sent: [],
    orphans: 0,
  };
  const job = new JobRun(started, options, { place, result });
  try {
    await job.run();
  } finally {
    result.orphans = killTracked(place.trackingId);
    rmSync(place.root, { recursive: true, force: true, maxRetries: 3 });
  }
  result.annotations = parseAnnotations(result.output);
  if (started.signal.aborted) result.conclusion = "cancelled";
  return result;
}

function makePlace(started: StartedRun): Place {
  const root = mkdtempSync(join(tmpdir(), "runner-"));
  const temp = join(root, "_temp");
  const workspace = join(root, "work", started.repository.name, started.repository.name);
  const commands = join(temp, "_runner_file_commands");
  for (const folder of [temp, workspace, commands]) mkdirSync(folder, { recursive: true });
  const file = (name: string, content = "") => {
    const path = join(commands, name);
    writeFileSync(path, content);
    return path;
  };
  const event = file("event.json", JSON.stringify(started.run.payload));
  const files = {
    output: file("output"),
    state: file("state"),
    summary: file("summary"),
    event,
    env: file("env"),
    path: file("path"),
  };
  return { root, workspace, temp, trackingId: `github_${randomUUID()}`, files };
}

class JobRun {
  private readonly started: StartedRun;
  private readonly options: RunnerOptions;
  private readonly place: Place;
  private readonly result: JobResult;

  constructor(
    started: StartedRun,
    options: RunnerOptions,
    { place, result }: { place: Place; result: JobResult },
  ) {
    this.started = started;
    this.options = options;
    this.place = place;
    this.result = result;
  }

  /** No step of a machine that is lost runs any more, whatever it is for. */
  private isLost = false;

  private get name(): string {
    return this.options.job ?? Object.keys(this.started.workflow.jobs)[0]!;
  }

  async run(): Promise<void> {
    const job = this.started.workflow.jobs[this.name];
    if (!job?.steps) throw new Error(`${this.started.workflow.path} has no job with steps`);
    if (!this.holds(job.if)) return;
    for (const step of job.steps) {
      if (this.isLost) return;
      const failed = this.result.conclusion !== "success";
      const isLast = typeof step.if === "string" && step.if.includes("always()");
      if ((failed || this.started.signal.aborted) && !isLast) continue;
      if (!this.holds(step.if)) continue;
      await this.step(job, step);
      if (!failed && step["continue-on-error"]) this.result.conclusion = "success";
      const steps = this.started.context.steps as { [id: string]: unknown } | undefined;
      if (step.id && steps) steps[step.id] = { outputs: this.result.outputs };
    }
    this.result.jobOutputs = this.resolved(job.outputs);
  }

  /** What is not there fails the download, and no upload. */
  private artifact(step: Step): void {
    if (!this.options.keepsArtifacts) return;
    const { repository, run } = this.started;
    const given = this.resolved(step.with);
    const { name = "artifact", path = "." } = given;
    const place = { name, path: resolve(this.place.workspace, path) };
    const failure = step.uses!.includes("upload-artifact")
      ? uploadArtifact(repository, run, { ...place, overwrite: given.overwrite === "true" })
      : downloadArtifact(repository, run, place)
        ? null
        : `Artifact not found for name: ${name}`;
    if (failure === null) return;
    this.result.output += `::error::${failure}\n`;
    this.result.conclusion = "failure";
  }

  private holds(condition: string | boolean | undefined): boolean {
    if (condition === undefined || typeof condition === "boolean") return condition ?? true;
    const text = condition.includes("${{") ? condition : `\${{ ${condition} }}`;
    return Boolean(interpolate(text, this.started.context));
  }

  private async step(job: Job, step: Step): Promise<void> {
    if (step.uses?.startsWith("actions/checkout@")) return this.checkOut(step);
    if (/^actions\/(up|down)load-artifact@/.test(step.uses ?? "")) return this.artifact(step);
    if (step.uses?.startsWith("actions/")) return;
    const env = {
      ...this.variables(),
      ...this.resolved(this.started.workflow.env),
      ...this.resolved(job.env),
      ...this.resolved(step.env),
    };
    if (step.uses) return this.javascriptAction(step, env);
    if (step.run) {
      const { code } = await this.child(
        "bash",
        ["--noprofile", "--norc", "-e", "-c", asText(interpolate(step.run, this.started.context))],
        env,
      );
      if (code !== 0) this.result.conclusion = "failure";
    }
  }

  private async checkOut(step: Step): Promise<void> {
    const { run, repository, token } = this.started;
    const given = this.resolved(step.with);
    const { serverUrl } = this.options;
    const asked = given.ref ? `refs/heads/${given.ref.replace(/^refs\/heads\//, "")}` : null;
    const branch = asked === null ? null : repository.git.ref(asked);
    checkOut({
      workspace: this.place.workspace,
      runnerTemp: this.place.temp,
      serverUrl,
      cloneUrl: `${serverUrl}/${fullName(repository)}`,
      origin: repository.git.path,
      token,
      sha: branch ?? run.headSha,
      ref: branch === null ? run.ref : asked!,
      depth: Number(given["fetch-depth"] ?? 1),
      persistCredentials: given["persist-credentials"] !== "false",
    });
  }

  private async javascriptAction(step: Step, env: { [name: string]: string | undefined }): Promise<void> {
    const file = join(this.options.action, "action.yml");
    const action = parse(readFileSync(file, "utf8")) as ActionFile;
    const given = this.resolved(step.with);
    const inputs: { [name: string]: string } = {};
    for (const [name, input] of Object.entries(action.inputs ?? {})) {
      const fallback =
        typeof input?.default === "string"
          ? interpolate(input.default, this.started.context)
          : input?.default;
      inputs[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] = given[name] ?? asText(fallback);
    }
    const full = { ...env, ...inputs };
    this.options.onStart?.();
    this.options.before?.(this.name, this.place);
    const { code, sent } = await this.program(join(dirname(file), action.runs.main), full);
    const { files } = this.place;
    const read = (path: string) => readFileSync(path, "utf8");
    Object.assign(this.result, { exitCode: code, sent, outputs: parseCommandFile(read(files.output)) });
    this.result.state = parseCommandFile(read(files.state));
    this.result.summary = read(files.summary);
    if (code !== 0) this.result.conclusion = "failure";
    if (!action.runs.post || this.isLost) return;
    const states = Object.entries(this.result.state).map(([name, value]) => [`STATE_${name}`, value]);
    const last = { ...full, ...Object.fromEntries(states) };
    // The post step runs after a cancellation too, and is not itself cancelled.
    const never = new AbortController().signal;
    const post = await this.program(join(dirname(file), action.runs.post), last, never);
    this.result.summary = read(files.summary);
    if (post.code !== 0) this.result.conclusion = "failure";
  }

  private async program(
    file: string,
    env: { [name: string]: string | undefined },
    signal = this.started.signal,
  ): Promise<{ code: number | null; sent: NodeJS.Signals[] }> {
    const lostAfter = this.options.lost?.(this.name, this.started.run) ?? null;
    if (lostAfter !== null) return this.lose(file, env, lostAfter);
    if (!this.options.warm || this.options.cold?.(this.name))
      return this.child(process.execPath, [file], env, signal);
    const given = Object.entries(env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const clock = { RIG_AHEAD_MS: String(this.options.aheadMs?.() ?? 0) };
    const call = { args: [], cwd: this.place.workspace, env: { ...Object.fromEntries(given), ...clock } };
    const { code, stdout, stderr } = await runWarm(file, call);
    this.result.output += stdout + stderr;
    this.options.onOutput?.(stdout + stderr);
    return { code, sent: [] };
  }

  /** Runs the program until its machine is lost; what it started is ended with the job. */
  private async lose(
    file: string,
    env: { [name: string]: string | undefined },
    afterMs: number,
  ): Promise<{ code: number | null; sent: NodeJS.Signals[] }> {
    const losing = new AbortController();
    const timer = setTimeout(() => losing.abort(), afterMs);
    const killed = { interruptMs: 0, terminateMs: 0 };
    const ended = await this.child(process.execPath, [file], env, losing.signal, killed);
    clearTimeout(timer);
    // It may have been faster.
    this.isLost = losing.signal.aborted;
    if (this.isLost) killTracked(this.place.trackingId);
    return ended;
  }

  private child(
    command: string,
    args: string[],
    env: { [name: string]: string | undefined },
    signal = this.started.signal,
    patience = this.options.patience ?? { interruptMs: 7_500, terminateMs: 2_500 },
  ) {
    const onOutput = (text: string) => {
      this.result.output += text;
      this.options.onOutput?.(text);
    };
    return runChild({ command, args, cwd: this.place.workspace, env, signal, onOutput, patience });
  }

  private resolved(values: { [name: string]: unknown } | undefined): { [name: string]: string } {
    const entries = Object.entries(values ?? {});
    return Object.fromEntries(
      entries.map(([name, value]) => [
        name,
        asText(typeof value === "string" ? interpolate(value, this.started.context) : value),
      ]),
    );
  }

  /** What every step sees, by the names of the runner's documentation. */
  private variables(): { [name: string]: string | undefined } {
    const { run, repository } = this.started;
    const { files, workspace, temp, trackingId } = this.place;
    const { serverUrl, env } = this.options;
    return {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      NODE_COMPILE_CACHE: COMPILED,
      HOME: this.place.root,
      LANG: "C.UTF-8",
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTION: "__self",
      GITHUB_ACTOR: run.actor.login,
      GITHUB_ACTOR_ID: String(run.actor.id),
      GITHUB_TRIGGERING_ACTOR: run.actor.login,
      GITHUB_API_URL: `${serverUrl}/api/v3`,
      GITHUB_GRAPHQL_URL: `${serverUrl}/api/graphql`,
      GITHUB_SERVER_URL: serverUrl,
      GITHUB_REPOSITORY: fullName(repository),
      GITHUB_REPOSITORY_ID: String(repository.id),
      GITHUB_REPOSITORY_OWNER: repository.owner.login,
      GITHUB_REPOSITORY_OWNER_ID: String(repository.owner.id),
      GITHUB_EVENT_NAME: run.event,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_OUTPUT: files.output,
      GITHUB_STATE: files.state,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_ENV: files.env,
      GITHUB_PATH: files.path,
      GITHUB_JOB: this.name,
      GITHUB_REF: run.ref,
      GITHUB_REF_NAME: run.headBranch,
      GITHUB_REF_TYPE: "branch",
      GITHUB_REF_PROTECTED: "false",
      GITHUB_SHA: run.headSha,
      GITHUB_RUN_ID: String(run.id),
      GITHUB_RUN_NUMBER: String(run.number),
      GITHUB_RUN_ATTEMPT: String(run.attempt),
      GITHUB_RETENTION_DAYS: "90",
      GITHUB_WORKFLOW: this.started.workflow.name,
      GITHUB_WORKFLOW_REF: `${fullName(repository)}/${run.workflow}@${run.ref}`,
      GITHUB_WORKFLOW_SHA: run.headSha,
      GITHUB_WORKSPACE: workspace,
      RUNNER_NAME: "stand-in",
      RUNNER_OS: "Linux",
      RUNNER_ARCH: "X64",
      RUNNER_ENVIRONMENT: "github-hosted",
      RUNNER_TEMP: temp,
      RUNNER_TOOL_CACHE: join(this.place.root, "tools"),
      RUNNER_WORKSPACE: dirname(workspace),
      RUNNER_TRACKING_ID: trackingId,
      // The right to this run's artifacts and caches.
      ACTIONS_RUNTIME_TOKEN: `runtime-token-${run.id}-${this.name}`,
      ACTIONS_RUNTIME_URL: `${serverUrl}/_runtime/`,
      ACTIONS_RESULTS_URL: `${serverUrl}/_results/`,
      ...env,
    };
  }
}
