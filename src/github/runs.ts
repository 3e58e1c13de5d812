import { pairOf, toData } from "../milestone/yaml/node.ts";
import { readYaml } from "../milestone/yaml/read.ts";
import { type Answer, good, isRefusal } from "./answer.ts";
import type { WriteAnswer } from "./api.ts";
import type { GitHubRepository } from "./github-repository.ts";

/** A run that somebody wants. */
export interface RunRequest {
  milestone: string;
  /** A command of the Action. */
  command: string;
  target?: string;
  reason?: string;
  /** Idempotency key: a second run of the same command changes nothing. */
  request: string;
  /** Further inputs of the Action, by name. */
  flags: Readonly<Record<string, string>>;
}

/** `run`: its number, where GitHub tells it. */
export type RunOutcome = { kind: "started"; run: number | null } | { kind: "refused"; why: RunRefusal };

export type RunRefusal =
  | { kind: "no_workflow"; workflow: string; branch: string }
  | { kind: "not_dispatchable"; workflow: string }
  /** Inputs that carry the command and that the workflow does not declare. */
  | { kind: "undeclared"; workflow: string; inputs: string[] }
  /** GitHub's own reason, e.g. a policy that allows no such event. */
  | { kind: "github"; message: string };

export interface RunPlace {
  /** File name below `.github/workflows`. */
  workflow: string;
  /** The base branch: a run never uses the workflow file of another one. */
  branch: string;
  /** The request comes from a run of this very workflow: what it does not declare is fixed in it, for the next run too. */
  again?: boolean;
  /** What the request carries was given to a run of this workflow: its file is only read if GitHub says otherwise. */
  declaresAll?: boolean;
}

/** Without these a run does not lose its meaning. */
const OPTIONAL: ReadonlySet<string> = new Set(["reason", "request"]);

/**
 * Starts a run on the base branch. Sends only what the workflow declares; what carries the command and is not declared
 * refuses the whole. A dispatch whose answer was lost is sent again, unless a run's title shows that it got through:
 * `request` makes a second run do nothing.
 */
export async function startRun(
  repository: GitHubRepository,
  place: RunPlace,
  request: RunRequest,
): Promise<Answer<RunOutcome>> {
  if (place.declaresAll) {
    const answer = await dispatch(repository, place, { request, inputs: inputsOf(request) });
    const isUndeclared = !answer.ok && answer.failure.kind === "invalid";
    if (!isUndeclared) return outcomeOf(answer);
  }
  const { workflow, branch, again = false } = place;
  const reading = await readWorkflowInputs(repository, workflow, branch);
  if (!reading.ok) return reading;
  if (reading.value.kind === "missing") return refused({ kind: "no_workflow", workflow, branch });
  if (reading.value.kind === "not_dispatchable") return refused({ kind: "not_dispatchable", workflow });
  const inputs = inputsOf(request);
  const declared = reading.value.inputs;
  const undeclared = Object.keys(inputs).filter(name => declared !== null && !declared.has(name));
  const lacking = undeclared.filter(
    name => !OPTIONAL.has(name) && !(name === "command" && request.command === "execute"),
  );
  if (lacking.length && !again) return refused({ kind: "undeclared", workflow, inputs: lacking });
  const sent = Object.fromEntries(Object.entries(inputs).filter(([name]) => !undeclared.includes(name)));
  return outcomeOf(await dispatch(repository, place, { request, inputs: sent }));
}

type Dispatched = Answer<
  WriteAnswer<"POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches">
>;

function dispatch(
  repository: GitHubRepository,
  { workflow, branch }: RunPlace,
  { request: { request }, inputs }: { request: RunRequest; inputs: Record<string, string> },
): Promise<Dispatched> {
  return repository.write(
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    { workflow_id: workflow, ref: branch, inputs, return_run_details: true },
    async () => {
      const found = await runEntitled(repository, { workflow, branch }, { request });
      if (!found.ok) return found;
      return good(found.value === null ? null : ({ workflow_run_id: found.value } as never));
    },
  );
}

function outcomeOf(answer: Dispatched): Answer<RunOutcome> {
  if (answer.ok) return good({ kind: "started", run: numberOf(answer.value.data) });
  const isSaid = isRefusal(answer.failure) && answer.failure.kind !== "unauthorized";
  return isSaid ? refused({ kind: "github", message: answer.failure.message }) : answer;
}

/** Servers that know `return_run_details` answer with the run; older ones with nothing. */
function numberOf(details: unknown): number | null {
  const run = (details as { workflow_run_id?: unknown } | null | undefined)?.workflow_run_id;
  return typeof run === "number" ? run : null;
}

function inputsOf(request: RunRequest): Record<string, string> {
  return {
    milestone: request.milestone,
    command: request.command,
    ...(request.target ? { target: request.target } : {}),
    ...(request.reason ? { reason: request.reason } : {}),
    request: request.request,
    ...request.flags,
  };
}

const refused = (why: RunRefusal): Answer<RunOutcome> => good({ kind: "refused", why });

/** Whether a run of this command was started since a time, as far as its title tells. */
export async function findRun(
  repository: GitHubRepository,
  place: RunPlace,
  wanted: { request: string; since: number },
): Promise<Answer<boolean>> {
  const found = await runEntitled(repository, place, wanted);
  return found.ok ? good(found.value !== null) : found;
}

/** The newest run of a command, where the workflow's `run-name` has its request; null: no title shows it. */
async function runEntitled(
  repository: GitHubRepository,
  { workflow, branch }: RunPlace,
  { request, since }: { request: string; since?: number },
): Promise<Answer<number | null>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
    workflow_id: workflow,
    branch,
    event: "workflow_dispatch",
    ...(since === undefined ? {} : { created: `>=${new Date(since).toISOString().slice(0, 19)}Z` }),
    per_page: 100,
  });
  if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
  const { workflow_runs: runs } = answer.value;
  const found = runs.find(run => run.display_title?.split(/\s+/).includes(request));
  return good(found ? Number(found.id) : null);
}

/** Whether a run is still going; one that GitHub no longer knows is not. */
export async function isRunLive(repository: GitHubRepository, run: number): Promise<Answer<boolean>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/actions/runs/{run_id}", { run_id: run });
  if (answer.ok) return good(answer.value.status !== "completed");
  return answer.failure.kind === "not_found" ? good(false) : answer;
}

/** Of the newest 100 runs of a workflow since a time, those that are over, with their titles: one call. */
export async function runsOver(
  repository: GitHubRepository,
  { workflow, since }: { workflow: string; since: string },
): Promise<Answer<{ run: number; title: string }[]>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
    workflow_id: workflow,
    event: "workflow_dispatch",
    created: `>=${since.slice(0, 19)}Z`,
    status: "completed",
    per_page: 100,
  });
  if (!answer.ok) return answer;
  return good(
    answer.value.workflow_runs.map(run => ({ run: Number(run.id), title: run.display_title ?? "" })),
  );
}

/** Cancels a run in GitHub's way: it is told, saves itself, and ends. One that has ended already is as good. */
export async function cancelRun(repository: GitHubRepository, run: number): Promise<Answer<null>> {
  const answer = await repository.write(
    "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel",
    { run_id: run },
    "repeatable",
  );
  const over = !answer.ok && (answer.failure.kind === "conflict" || answer.failure.kind === "not_found");
  return answer.ok || over ? good(null) : answer;
}

/** The number of the workflow run that holds a lease; null for an owner that is no run of GitHub's. */
export function runOf(lease: { run_id: string } | null): number | null {
  return lease && /^[1-9]\d{0,15}$/.test(lease.run_id) ? Number(lease.run_id) : null;
}

type WorkflowReading =
  | { kind: "missing" }
  /** It cannot be started by us: the trigger is not there. */
  | { kind: "not_dispatchable" }
  /** null: the file is written in a way that only GitHub reads; it will say itself what it does not know. */
  | { kind: "declares"; inputs: ReadonlySet<string> | null };

/** The inputs that a workflow declares for `workflow_dispatch`, as its file on a branch says. */
async function readWorkflowInputs(
  repository: GitHubRepository,
  workflow: string,
  branch: string,
): Promise<Answer<WorkflowReading>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/contents/{path}", {
    path: `.github/workflows/${workflow}`,
    ref: branch,
  });
  if (!answer.ok) return answer.failure.kind === "not_found" ? good({ kind: "missing" }) : answer;
  const file = answer.value;
  if (Array.isArray(file) || file.type !== "file" || !("content" in file)) return good({ kind: "missing" });
  return good(declared(Buffer.from(file.content, "base64").toString("utf8")));
}

const LARGE = 64 * 1024;

function declared(text: string): WorkflowReading {
  // A large one would hold up whoever else waits for this process.
  if (text.length > LARGE) return { kind: "declares", inputs: null };
  const yaml = readYaml(text);
  if (!yaml.ok) return { kind: "declares", inputs: null };
  const on = pairOf(yaml.root, "on")?.value;
  const triggers = on ? toData(on) : null;
  if (triggers === "workflow_dispatch") return { kind: "declares", inputs: new Set() };
  if (Array.isArray(triggers)) {
    return triggers.includes("workflow_dispatch")
      ? { kind: "declares", inputs: new Set() }
      : { kind: "not_dispatchable" };
  }
  if (!isMap(triggers) || !("workflow_dispatch" in triggers)) return { kind: "not_dispatchable" };
  const dispatch = triggers.workflow_dispatch;
  const inputs = isMap(dispatch) && isMap(dispatch.inputs) ? Object.keys(dispatch.inputs) : [];
  return { kind: "declares", inputs: new Set(inputs) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
