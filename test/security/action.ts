import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { parseCommandFile } from "../rig/github/run/commands.ts";
import type { MilestoneDraft } from "../rig/milestone-file.ts";
import { program } from "../rig/program.ts";
import { type Clone, type Finished, makeRig, type Rig } from "../rig/repository.ts";

/** In every planted secret, and in this process alone: tests that run beside this one plant theirs. */
export const CANARY = `canary${randomBytes(6).toString("hex")}`;

/** The token that the step is given. */
export const TOKEN = `ghs_${CANARY}TokenOfThisStep0123456789`;

export interface Step extends Finished {
  outputs: Record<string, string>;
  summary: string;
  /** The step's own clone. */
  checkout: Clone;
  /** Where the runner keeps its files of the job. */
  temp: string;
  /** What the runner finds in its files for variables and folders. */
  runnerFiles: string;
  /** What the post step said. */
  post: string;
  /** Everything that anyone can read afterwards: log, outputs, summary. */
  said: string;
}

export interface StepOptions {
  inputs?: Record<string, string>;
  env?: Record<string, string>;
  event?: { name: string; payload?: unknown; ref?: string };
  /** The clone of a step before this one, as a self-hosted runner keeps it. */
  checkout?: Clone;
  /** The post step runs as well. */
  post?: boolean;
  /** Prepares the checkout before the step begins. */
  before?: (checkout: Clone) => void;
}

export function rigOf(draft: MilestoneDraft | MilestoneDraft[], files: Record<string, string> = {}): Rig {
  const rig = makeRig(draft, files);
  onTestFinished(() => rig.close());
  return rig;
}

let steps = 0;

/** Runs the Action's entry as a runner does: fresh checkout, `INPUT_…`, command files; and reads what it left. */
export async function runStep(rig: Rig, options: StepOptions = {}): Promise<Step> {
  const name = `step-${++steps}`;
  const checkout = options.checkout ?? rig.clone(name);
  options.before?.(checkout);
  const temp = join(rig.folder, `${name}-temp`);
  const commands = join(temp, "_runner_file_commands");
  mkdirSync(commands, { recursive: true });
  const file = (kind: string, content = ""): string => {
    const path = join(commands, kind);
    writeFileSync(path, content);
    return path;
  };
  const files = {
    output: file("output"),
    summary: file("summary"),
    state: file("state"),
    env: file("env"),
    path: file("path"),
  };
  const event = options.event ?? { name: "workflow_dispatch" };
  const inputs = { milestone: "m", "github-token": TOKEN, ...options.inputs };
  const environment = {
    ...Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value]),
    ),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTOR: "mona",
    GITHUB_ACTOR_ID: "1",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(event.payload ?? {})),
    GITHUB_REF: event.ref ?? "refs/heads/main",
    GITHUB_REF_NAME: (event.ref ?? "refs/heads/main").replace(/^refs\/(heads|pull)\//, ""),
    GITHUB_RUN_ID: String(1000 + steps),
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_JOB: "milestone",
    GITHUB_WORKSPACE: checkout.root,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_STATE: files.state,
    GITHUB_ENV: files.env,
    GITHUB_PATH: files.path,
    RUNNER_TEMP: temp,
    RUNNER_OS: "Linux",
    ACTIONS_RUNTIME_TOKEN: `${CANARY}-runtime-token-1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: `${CANARY}-id-token-2`,
    ACTIONS_ID_TOKEN_REQUEST_URL: `https://vstoken.invalid/${CANARY}-url-3`,
    ...options.env,
  };
  const finished = await checkout.start([], { program: program("index"), env: environment }).done;
  const read = (path: string): string => readFileSync(path, "utf8");
  const states = Object.entries(parseCommandFile(read(files.state))).map(([key, value]) => [
    `STATE_${key}`,
    value,
  ]);
  const env = { ...environment, ...Object.fromEntries(states) };
  const post = options.post ? await checkout.start([], { program: program("post"), env }).done : null;
  const step = {
    ...finished,
    outputs: parseCommandFile(read(files.output)),
    summary: read(files.summary),
    runnerFiles: read(files.env) + read(files.path),
    post: post === null ? "" : post.stdout + post.stderr,
    checkout,
    temp,
  };
  // The runner keeps what it is asked to mask to itself.
  const shown = step.stdout.replace(/^::add-mask::.*\n/gm, "");
  return { ...step, said: [shown, step.stderr, read(files.output), step.summary].join("\n") };
}

/** Every path of the milestone's branch in the origin, with its text. */
export function branchFiles(rig: Rig, milestone = "m"): Map<string, string> {
  const branch = `milestone/${milestone}`;
  const names = rig.git("ls-tree", "-r", "-z", "--name-only", branch).split("\0").filter(Boolean);
  return new Map(names.map(path => [path, rig.git("cat-file", "blob", `${branch}:${path}`)]));
}

/** All text that the branch's commits brought: messages, and every version of every file. */
export function branchHistory(rig: Rig, milestone = "m"): string {
  return rig.git("log", "-p", "--text", "--format=%an %ae %B", `milestone/${milestone}`);
}
