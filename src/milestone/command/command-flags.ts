import { idProblem } from "../names.ts";
import { STRATEGIES } from "../schedule/strategy.ts";

export const IMPORT_FORMATS = [
  "kiro",
  "spec-kit",
  "openspec",
  "task-master",
  "backlog",
  "beads",
  "bmad",
  "conductor",
  "gsd",
  "ralph",
  "feature-list",
  "todo",
  "github",
] as const;

/**
 * One flag. `default` is what holds where it is not given. A flag with `input` is an input of the Action too, one with
 * `dispatch` also an input of the workflow that `milestone init` writes, which the app and a person's start may fill.
 * From these come action.yml, the workflow, the tables of the docs, help and completion.
 */
export type FlagSpec = { summary: string; input?: true; dispatch?: true } & (
  | { type: "boolean"; default?: boolean }
  /** Alone it means `alone`, where that is given. */
  | { type: "choice"; choices: readonly string[]; default?: string; alone?: string; negated?: string }
  | { type: "integer"; min: number; max: number; unit?: string; default?: number }
  | { type: "number"; min: number; max: number; unit?: string }
  | { type: "text"; value: string; default?: string; problem?: (text: string) => string | null }
);

const MAX_AMOUNT = 1_000_000_000;

const raise = (unit: string, what: string) =>
  ({ type: "integer", min: 1, max: MAX_AMOUNT, unit, input: true, summary: `raise the ${what}` }) as const;

/** Why a list of tasks cannot be read, or null. */
function onlyProblem(text: string): string | null {
  for (const id of text.split(",").map(each => each.trim())) {
    const problem = idProblem(id);
    if (problem) return `${JSON.stringify(id.slice(0, 80))} is no task id: ${problem}`;
  }
  return null;
}

export const FLAGS = {
  strategy: {
    type: "choice",
    choices: STRATEGIES,
    default: "parallel",
    input: true,
    dispatch: true,
    summary: "how tasks are chosen",
  },
  agents: {
    type: "integer",
    min: 1,
    max: 64,
    default: 6,
    input: true,
    dispatch: true,
    summary: "how many tasks run at once",
  },
  "force-dependencies": {
    type: "boolean",
    default: false,
    input: true,
    dispatch: true,
    summary: "go on although required milestones are not completed",
  },
  resume: {
    type: "choice",
    choices: ["auto", "true", "false"],
    default: "auto",
    alone: "true",
    negated: "false",
    input: true,
    dispatch: true,
    summary: "an interrupted session: go on with one if there is one (auto), insist on one, or refuse one",
  },
  monitoring: {
    type: "choice",
    choices: ["basic", "detailed", "verbose"],
    default: "detailed",
    input: true,
    dispatch: true,
    summary: "how much is shown",
  },
  "dry-run": {
    type: "boolean",
    default: false,
    input: true,
    dispatch: true,
    summary: "show what would happen, change nothing",
  },
  "session-id": {
    type: "text",
    value: "id",
    problem: idProblem,
    input: true,
    dispatch: true,
    summary: "name of a new session, or of the one to resume",
  },
  "git-integration": { type: "boolean", default: true, input: true, summary: "branch, commits and pushes" },
  "blocker-detection": {
    type: "boolean",
    default: true,
    input: true,
    dispatch: true,
    summary: "watch for stalls, long phases, lost dependencies and a full disk",
  },
  "progress-interval": {
    type: "integer",
    min: 1,
    max: 86_400,
    unit: "seconds",
    default: 30,
    input: true,
    dispatch: true,
    summary: "longest time between saves, in seconds",
  },
  push: {
    type: "boolean",
    default: true,
    input: true,
    summary: "read the branch from the remote and push it there",
  },
  "time-budget": {
    type: "integer",
    min: 0,
    max: 100_000,
    unit: "minutes",
    default: 0,
    input: true,
    dispatch: true,
    summary: "minutes; save and end well before they are up, 0 for no limit",
  },
  continue: {
    type: "boolean",
    default: false,
    input: true,
    summary: "with time-budget: start the next run of the workflow",
  },
  request: {
    type: "text",
    value: "key",
    input: true,
    dispatch: true,
    summary: "idempotency key: a command whose key the log already holds is not carried out again",
  },
  runners: { type: "boolean", summary: "a workflow that does each phase on a machine of its own" },
  ticket: {
    type: "text",
    value: "json",
    input: true,
    summary: "what a job of its own is given to do; the run that hands it out fills it in",
  },
  digest: {
    type: "text",
    value: "sha256",
    input: true,
    summary: "with take: what the job that worked said of its result",
  },
  reason: { type: "text", value: "text", input: true, dispatch: true, summary: "recorded with the command" },
  goal: {
    type: "text",
    value: "text",
    input: true,
    dispatch: true,
    summary: "what a new milestone is to reach: an agent drafts it, the engine checks it",
  },
  from: {
    type: "text",
    value: "path|issue:<n>",
    input: true,
    dispatch: true,
    summary: "plan from a document, a folder of notes or an issue",
  },
  id: {
    type: "text",
    value: "id",
    problem: idProblem,
    summary: "with --goal: the id of the milestone (default: made of the goal)",
  },
  agent: {
    type: "text",
    value: "profile",
    input: true,
    dispatch: true,
    summary: "with --goal: the agent profile that drafts it (default: the config's, else claude)",
  },
  check: {
    type: "text",
    value: "folder",
    summary: "check the milestone.yaml of a planner in this folder, as its attempt is checked",
  },
  only: {
    type: "text",
    value: "task,…",
    problem: onlyProblem,
    input: true,
    dispatch: true,
    summary: "run these tasks and what they need, and leave the others; a completed one is done again",
  },
  "with-dependants": {
    type: "boolean",
    default: false,
    input: true,
    dispatch: true,
    summary: "with retry: also do again whatever was done after the task and needs it",
  },
  revert: {
    type: "boolean",
    default: false,
    input: true,
    summary: "with retry: also take back the code that the phase changed, by revert commits",
  },
  "add-minutes": raise("minutes", "time budget by so many minutes"),
  "add-attempts": raise("attempts", "budget of attempts"),
  "add-tokens": raise("tokens", "token budget"),
  "add-cost": {
    type: "number",
    min: 0.01,
    max: MAX_AMOUNT,
    unit: "US dollars",
    input: true,
    summary: "raise the cost budget by so many US dollars",
  },
  squash: { type: "boolean", summary: "as one commit", input: true, dispatch: true },
  merge: { type: "boolean", summary: "as a merge commit", input: true, dispatch: true },
  state: {
    type: "choice",
    choices: ["keep", "summary"],
    input: true,
    dispatch: true,
    summary:
      "summary: without logs, sessions, approvals and deliverables, which stay on the branch and its tag",
  },
  watch: { type: "boolean", summary: "show it anew whenever something changes" },
  follow: { type: "boolean", summary: "go on as it grows, until the run ends" },
  attempt: { type: "integer", min: 1, max: MAX_AMOUNT, summary: "of this attempt" },
  setup: { type: "boolean", summary: "of the set-up of work trees" },
  tests: { type: "boolean", summary: "of tests and checks" },
  port: { type: "integer", min: 1, max: 65_535, summary: "port of this machine (any that is free)" },
  yes: { type: "boolean", summary: "write what is proposed without asking" },
  proposal: { type: "text", value: "name", summary: "write the proposal that was shown under this name" },
  open: { type: "boolean", summary: "open the page in the browser" },
  diff: { type: "boolean", summary: "only what changed since it was last asked about or approved" },
  html: { type: "boolean", summary: "as one HTML page with graph and timeline" },
  output: { type: "text", value: "path", summary: "write it to this file instead of showing it" },
  format: {
    type: "choice",
    choices: IMPORT_FORMATS,
    summary: "what kind of plan it is (found out by itself)",
  },
  try: {
    type: "boolean",
    default: true,
    summary: "run the setup and the tests that were found once, in a fresh tree",
  },
  force: { type: "boolean", summary: "replace files that are already there" },
  json: { type: "boolean", summary: "machine-readable output" },
  help: { type: "boolean", summary: "show how the command is used" },
  "working-directory": { type: "text", value: "path", summary: "the repository's root (here)" },
} as const satisfies Record<string, FlagSpec>;

export type FlagName = keyof typeof FLAGS;
export const FLAG_NAMES = Object.keys(FLAGS) as FlagName[];

type ValueOf<Spec> = Spec extends { type: "boolean" }
  ? boolean
  : Spec extends { choices: readonly (infer Choice)[] }
    ? Choice
    : Spec extends { type: "integer" | "number" }
      ? number
      : string;

/** Every flag of every command with the type of its value. */
export type FlagValues = { -readonly [N in FlagName]: ValueOf<(typeof FLAGS)[N]> };
export type Flags = Partial<FlagValues>;

/** What may be asked of any flag, whichever it is. */
export const flagSpec = (name: FlagName): FlagSpec => FLAGS[name];

/** The default as it is written in a workflow; null where there is none. */
export function flagDefault(name: FlagName): string | null {
  const spec = flagSpec(name);
  return "default" in spec && spec.default !== undefined ? String(spec.default) : null;
}

/** The summary with the default, for help and completion. */
export function flagSummary(name: FlagName): string {
  const value = flagDefault(name);
  const shown = value === "true" ? "on" : value;
  return (
    flagSpec(name).summary + (shown === null || shown === "false" || name === "resume" ? "" : ` (${shown})`)
  );
}

export function isFlag(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name);
}

/** How a flag is written in a usage line. */
export function flagUsage(name: FlagName): string {
  const spec = flagSpec(name);
  switch (spec.type) {
    case "boolean":
      return spec.default === true ? `--no-${name}` : `--${name}`;
    case "choice":
      return spec.alone ? `--${name}` : `--${name}=${spec.choices.join("|")}`;
    case "integer":
    case "number":
      return `--${name}=<${spec.unit ?? "number"}>`;
    case "text":
      return `--${name}=<${spec.value}>`;
  }
}

export type FlagReading = { ok: true; value: FlagValues[FlagName] } | { ok: false; reason: string };

/** Reads a flag's value; `text` is null where the flag stands alone. */
export function readFlag(name: FlagName, text: string | null, negated: boolean): FlagReading {
  const spec = flagSpec(name);
  if (negated) return readNegated(name, spec, text);
  switch (spec.type) {
    case "boolean":
      if (text === null || text === "true") return { ok: true, value: true };
      if (text === "false") return { ok: true, value: false };
      return { ok: false, reason: `--${name} is on or off: write --${name} or --no-${name}` };
    case "choice": {
      const chosen = spec.choices.find(choice => choice === (text ?? spec.alone)?.toLowerCase());
      if (chosen !== undefined) return { ok: true, value: chosen as FlagValues[FlagName] };
      return { ok: false, reason: `--${name} is one of ${spec.choices.join(", ")}` };
    }
    case "integer":
    case "number":
      return readNumber(name, spec, text);
    case "text": {
      if (text === null || text === "")
        return { ok: false, reason: `--${name} needs a value: ${flagUsage(name)}` };
      const problem = spec.problem?.(text);
      return problem ? { ok: false, reason: `--${name}: ${problem}` } : { ok: true, value: text };
    }
  }
}

function readNegated(name: FlagName, spec: FlagSpec, text: string | null): FlagReading {
  if (text !== null) return { ok: false, reason: `--no-${name} takes no value` };
  if (spec.type === "boolean") return { ok: true, value: false };
  if (spec.type === "choice" && spec.negated)
    return { ok: true, value: spec.negated as FlagValues[FlagName] };
  return { ok: false, reason: `--${name} cannot be switched off` };
}

function readNumber(
  name: FlagName,
  spec: Extract<FlagSpec, { type: "integer" | "number" }>,
  text: string | null,
): FlagReading {
  const form = spec.type === "integer" ? /^\d{1,10}$/ : /^\d{1,10}(\.\d{1,4})?$/;
  const value = text !== null && form.test(text) ? Number(text) : Number.NaN;
  if (value >= spec.min && value <= spec.max) return { ok: true, value };
  const kind = spec.type === "integer" ? "a whole number" : "a number";
  const unit = spec.unit ? ` of ${spec.unit}` : "";
  return { ok: false, reason: `--${name} is ${kind}${unit} from ${spec.min} to ${spec.max}` };
}

/** Whether the flag takes the next word as its value. */
export function takesValue(name: FlagName): boolean {
  const spec = flagSpec(name);
  return spec.type !== "boolean" && !(spec.type === "choice" && spec.alone !== undefined);
}
