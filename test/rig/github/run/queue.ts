/** Which run may start: one at a time in a concurrency group, the others pending, as GitHub queues them. */
import type { Permissions, Repository, Run, User } from "../state/model.ts";
import { fullName, mintToken, stamp, type World } from "../state/world.ts";
import { userView } from "../views/account.ts";
import { repositoryView } from "../views/repository.ts";
import { runView, workflowId, workflowView } from "../views/run.ts";
import { asText, interpolate } from "./expression.ts";
import type { Concurrency, Job, Workflow } from "./workflow.ts";

export type Conclusion = "success" | "failure" | "cancelled";

/** A run that may start now, with what the runner needs. */
export interface StartedRun {
  run: Run;
  repository: Repository;
  workflow: Workflow;
  /** GITHUB_TOKEN of this run's first job. */
  token: string;
  /** That of another one, with the permissions that it names. */
  tokenOf(job: Job): string;
  /** Aborted when the run is cancelled. */
  signal: AbortSignal;
  /** `github`, `inputs`, `env` … for expressions. */
  context: { [name: string]: unknown };
}

export type OnDispatch = (started: StartedRun) => Promise<Conclusion>;

export interface NewRun {
  repository: Repository;
  workflow: Workflow;
  event: string;
  payload: { [key: string]: unknown };
  ref: string;
  headSha: string;
  inputs: { [name: string]: string };
  actor: User;
}

export interface RunQueue {
  /** Registers the run and starts it as soon as its concurrency group lets it. */
  add(request: NewRun): Promise<Run>;
  /** False when the run is over already. */
  cancel(repository: Repository, run: Run): Promise<boolean>;
  /** Ends a run that no `onDispatch` executes, as a test wishes. */
  finish(repository: Repository, run: Run, conclusion: Conclusion): Promise<void>;
  /** Aborts what runs and waits for it; nothing starts afterwards. */
  close(): Promise<void>;
}

interface Entry {
  request: NewRun;
  run: Run;
  abort: AbortController;
  group: string | null;
  queue: "single" | "max";
  execution: Promise<void> | null;
}

export function createRunQueue(world: World, onDispatch: OnDispatch | undefined): RunQueue {
  const entries = new Map<number, Entry>();
  let closed = false;

  const tell = async (entry: Entry, action: "requested" | "in_progress" | "completed") => {
    const { repository, workflow, actor } = entry.request;
    const workflow_run = await runView(world, repository, entry.run);
    const parts = { workflow_run, workflow: workflowView(world, repository, workflow.path, workflow.name) };
    world.happened({ event: "workflow_run", action, repository, actor, byActions: true, parts });
  };

  const end = async (entry: Entry, conclusion: Conclusion) => {
    if (entry.run.status === "completed") return;
    Object.assign(entry.run, { status: "completed", conclusion, updatedAt: stamp(world) });
    await tell(entry, "completed");
    await advance(entry.group);
  };

  const execute = async (entry: Entry) => {
    Object.assign(entry.run, { status: "in_progress", startedAt: stamp(world), updatedAt: stamp(world) });
    await tell(entry, "in_progress");
    if (!onDispatch) return;
    try {
      await end(entry, await onDispatch(prepare(world, entry)));
    } catch (error) {
      world.violations.push(`runner: ${error instanceof Error ? error.stack : String(error)}`);
      await end(entry, "failure");
    }
  };

  /** Starts the oldest waiting run of the group if none of it runs. */
  const advance = async (group: string | null) => {
    if (closed) return;
    const mates = [...entries.values()].filter(each => each.group !== null && each.group === group);
    if (mates.some(each => each.run.status === "in_progress")) return;
    const next = mates.find(each => each.run.status === "queued" || each.run.status === "pending");
    if (next) start(next);
  };

  const start = (entry: Entry) => {
    entry.run.status = "in_progress";
    entry.execution = execute(entry);
  };

  return {
    async add(request) {
      const entry = register(world, request);
      entries.set(entry.run.id, entry);
      await tell(entry, "requested");
      const mates = [...entries.values()].filter(
        each => each !== entry && each.group !== null && each.group === entry.group,
      );
      const busy = mates.some(each => each.run.status === "in_progress");
      if (!busy) start(entry);
      else {
        entry.run.status = "pending";
        // Without `queue: max` only the newest may wait.
        const waiting = mates.filter(each => each.run.status === "pending");
        if (entry.queue === "single") for (const older of waiting) await end(older, "cancelled");
      }
      return entry.run;
    },
    async cancel(_repository, run) {
      const entry = entries.get(run.id);
      if (!entry || run.status === "completed") return false;
      const running = run.status === "in_progress" && onDispatch !== undefined;
      run.cancelRequested = true;
      entry.abort.abort();
      if (!running) await end(entry, "cancelled");
      return true;
    },
    async finish(_repository, run, conclusion) {
      const entry = entries.get(run.id);
      if (entry) await end(entry, conclusion);
    },
    async close() {
      closed = true;
      for (const entry of entries.values()) entry.abort.abort();
      await Promise.all([...entries.values()].map(entry => entry.execution));
    },
  };
}

function register(world: World, request: NewRun): Entry {
  const { repository, workflow, event, payload, ref, headSha, inputs, actor } = request;
  const now = stamp(world);
  const same = [...repository.runs.values()].filter(each => each.workflow === workflow.path);
  const run: Run = {
    id: world.nextId() * 1000, // leaves room for the ids of its job and check suite
    number: same.length + 1,
    attempt: 1,
    workflow: workflow.path,
    workflowName: workflow.name,
    title: workflow.name,
    event,
    payload,
    ref,
    headBranch: ref.replace(/^refs\/(heads|tags)\//, ""),
    headSha,
    inputs,
    actor,
    status: "queued",
    conclusion: null,
    concurrencyGroup: null,
    cancelRequested: false,
    createdAt: now,
    startedAt: now,
    updatedAt: now,
  };
  const titled = workflow["run-name"];
  if (titled) run.title = asText(interpolate(titled, contextOf(world, request, run, "")));
  const concurrency = concurrencyOf(world, request, run);
  // Group names are the repository's and disregard case.
  run.concurrencyGroup = concurrency?.group ?? null;
  const group = concurrency ? `${repository.id}:${concurrency.group.toLowerCase()}` : null;
  repository.runs.set(run.id, run);
  workflowId(world, repository, workflow.path);
  return {
    request,
    run,
    abort: new AbortController(),
    group,
    queue: concurrency?.queue ?? "single",
    execution: null,
  };
}

function concurrencyOf(world: World, request: NewRun, run: Run): Concurrency | null {
  const job = Object.values(request.workflow.jobs)[0];
  const given = request.workflow.concurrency ?? job?.concurrency;
  if (!given) return null;
  const settings = typeof given === "string" ? { group: given } : given;
  const context = contextOf(world, request, run, "");
  return { ...settings, group: asText(interpolate(settings.group, context)) };
}

function contextOf(world: World, request: NewRun, run: Run, token: string) {
  const { repository, workflow, event, payload, inputs, actor } = request;
  const github = {
    token,
    event_name: event,
    event: payload,
    repository: fullName(repository),
    repository_owner: repository.owner.login,
    ref: run.ref,
    ref_name: run.headBranch,
    sha: run.headSha,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    actor: actor.login,
    workflow: workflow.name,
    api_url: `${world.url}/api/v3`,
    server_url: world.url,
    graphql_url: `${world.url}/api/graphql`,
  };
  return {
    github,
    inputs: typedInputs(workflow, inputs),
    secrets: { GITHUB_TOKEN: token },
    env: {},
    vars: {},
    runner: {},
  };
}

/** Inputs with their declared defaults; booleans are booleans in `inputs`, text in `github.event.inputs`. */
function typedInputs(workflow: Workflow, given: { [name: string]: string }): { [name: string]: unknown } {
  const declared = workflow.on.workflow_dispatch?.inputs ?? {};
  const values: { [name: string]: unknown } = { ...given };
  for (const [name, input] of Object.entries(declared)) {
    const text = given[name] ?? asText(input.default);
    values[name] = input.type === "boolean" ? text === "true" : text;
  }
  return values;
}

function prepare(world: World, entry: Entry): StartedRun {
  const { request, run, abort } = entry;
  const { repository, workflow } = request;
  const tokenOf = (job: Job | undefined): string =>
    mintToken(world, {
      app: world.actions,
      installationId: 0,
      permissions: grantedTo(workflow, job),
      repositoryIds: [repository.id],
      lifeMs: 6 * 3_600_000,
    }).token;
  const token = tokenOf(Object.values(workflow.jobs)[0]);
  return {
    run,
    repository,
    workflow,
    token,
    tokenOf,
    signal: abort.signal,
    context: contextOf(world, request, run, token),
  };
}

/** What `permissions:` grants GITHUB_TOKEN: once one is named, all others are none. */
function grantedTo(workflow: Workflow, job: Job | undefined): Permissions {
  const given = job?.permissions ?? workflow.permissions;
  const all = ["actions", "checks", "contents", "issues", "pull_requests", "statuses"];
  if (given === undefined || given === "read-all") return Object.fromEntries(all.map(name => [name, "read"]));
  if (given === "write-all") return Object.fromEntries(all.map(name => [name, "write"]));
  if (typeof given === "string") return {};
  const named = Object.entries(given).filter(([, level]) => level === "read" || level === "write");
  return Object.fromEntries(
    named.map(([name, level]) => [name.replaceAll("-", "_"), level as "read" | "write"]),
  );
}

/** The payload of a `workflow_dispatch` event, as GITHUB_EVENT_PATH holds it. */
export function dispatchPayload(world: World, request: Omit<NewRun, "payload">) {
  return {
    inputs: request.inputs,
    ref: request.ref,
    repository: repositoryView(world, request.repository),
    sender: userView(world, request.actor),
    workflow: request.workflow.path,
  };
}
