import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseCommandFile } from "../rig/github/run/commands.ts";
import { program } from "../rig/program.ts";
import type { Clone, Finished, Rig, Started, StartOptions } from "../rig/repository.ts";

/** As it is committed; all else is tested as the sources build it. */
export const BUNDLE = join(import.meta.dirname, "../../dist/index.js");

/** The token that the step is given; nothing else in these tests looks like it. */
export const TOKEN = "ghs_tokenOfThisStep0123456789abcdefgh";

/** What a step left for its job. */
export interface Step extends Finished {
  outputs: Record<string, string>;
  summary: string;
  /** Annotations of that kind, whole lines. */
  errors: string[];
  warnings: string[];
  /** The step's own clone. */
  checkout: Clone;
  /** Log, outputs and summary, for a failed expectation. */
  said: string;
}

export interface StepOptions {
  inputs?: Record<string, string>;
  env?: Record<string, string>;
  /** Prepares the checkout before the step begins. */
  before?: (checkout: Clone) => void;
  /** Another entry than the one of the sources. */
  program?: string;
  /** Arguments for node before the entry. */
  node?: string[];
  /** A later step in the same checkout. */
  checkout?: Clone;
}

let steps = 0;

/** The commits that the jobs of these checkouts were started for. */
const jobs = new WeakMap<Clone, string>();

/** As GitHub starts it: for the base branch's newest commit, and for the same one as long as the checkout lives. */
function jobOf(rig: Rig, checkout: Clone): string {
  const commit = jobs.get(checkout) ?? rig.tip("main");
  jobs.set(checkout, commit);
  return commit;
}

/** Runs the Action's entry as a runner does: fresh checkout, `INPUT_…`, command files; and reads what it left. */
export async function runStep(rig: Rig, options: StepOptions = {}): Promise<Step> {
  const { checkout, start, read } = prepare(rig, options);
  return read(await checkout.run([], start));
}

/** The same without waiting for its end. */
export function startStep(
  rig: Rig,
  options: StepOptions = {},
): { process: Started; finished: Promise<Step> } {
  const { checkout, start, read } = prepare(rig, options);
  const process = checkout.start([], start);
  const finished = process.done.then(read);
  // A test that failed before it came to wait for this says why by itself.
  finished.catch(() => undefined);
  return { process, finished };
}

function prepare(
  rig: Rig,
  options: StepOptions,
): { checkout: Clone; start: StartOptions; read: (done: Finished) => Step } {
  const number = ++steps;
  const checkout = options.checkout ?? rig.clone(`step-${number}`);
  options.before?.(checkout);
  const temp = join(rig.folder, `temp-${number}`);
  mkdirSync(temp);
  const file = (name: string, text = ""): string => {
    writeFileSync(join(temp, name), text);
    return join(temp, name);
  };
  const [output, summary] = [file("output"), file("summary")];
  const inputs = { milestone: "m", "github-token": TOKEN, ...options.inputs };
  const start: StartOptions = {
    program: options.program ?? program("index"),
    ...(options.node ? { node: options.node } : {}),
    env: {
      ...Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value]),
      ),
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "mona",
      GITHUB_ACTOR_ID: "1",
      GITHUB_EVENT_NAME: "workflow_dispatch",
      GITHUB_EVENT_PATH: file("event.json", "{}"),
      GITHUB_REF: "refs/heads/main",
      GITHUB_REF_NAME: "main",
      GITHUB_RUN_ID: String(5000 + number),
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_SHA: jobOf(rig, checkout),
      GITHUB_JOB: "milestone",
      GITHUB_WORKSPACE: checkout.root,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_STATE: file("state"),
      RUNNER_TEMP: temp,
      ...options.env,
    },
  };
  const read = (done: Finished): Step => {
    const said = readFileSync(summary, "utf8");
    const lines = done.stdout.split("\n");
    return {
      ...done,
      outputs: parseCommandFile(readFileSync(output, "utf8")),
      summary: said,
      errors: lines.filter(l => l.startsWith("::error")),
      warnings: lines.filter(l => l.startsWith("::warning")),
      checkout,
      said: [done.stdout, done.stderr, readFileSync(output, "utf8"), said].join("\n"),
    };
  };
  return { checkout, start, read };
}

/** Every path of the milestone's branch in the origin, with its text. */
export function branchFiles(rig: Rig, milestone = "m"): Map<string, string> {
  const branch = `milestone/${milestone}`;
  const names = rig.git("ls-tree", "-r", "-z", "--name-only", branch).split("\0").filter(Boolean);
  return new Map(names.map(path => [path, rig.git("cat-file", "blob", `${branch}:${path}`)]));
}
