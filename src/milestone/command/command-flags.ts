import { idProblem } from "../names.ts";
import { STRATEGIES, type Strategy } from "../schedule/strategy.ts";

const MONITORING = ["basic", "detailed", "verbose"] as const;
export const IMPORT_FORMATS = ["kiro", "spec-kit", "task-master", "github"] as const;

/** Every flag of every command with the type of its value; those of `execute` bear the names of the Action's inputs. */
export interface FlagValues {
  strategy: Strategy;
  agents: number;
  "force-dependencies": boolean;
  resume: "auto" | "true" | "false";
  monitoring: (typeof MONITORING)[number];
  "dry-run": boolean;
  "session-id": string;
  "git-integration": boolean;
  "blocker-detection": boolean;
  "progress-interval": number;
  push: boolean;
  "time-budget": number;
  continue: boolean;
  request: string;
  reason: string;
  revert: boolean;
  "add-minutes": number;
  "add-attempts": number;
  "add-tokens": number;
  "add-cost": number;
  html: boolean;
  output: string;
  format: (typeof IMPORT_FORMATS)[number];
  force: boolean;
  json: boolean;
  help: boolean;
  "working-directory": string;
}
export type FlagName = keyof FlagValues;
export type Flags = Partial<FlagValues>;

export type FlagSpec = { summary: string } & (
  | { type: "boolean" }
  /** Alone it means `alone`, where that is given. */
  | { type: "choice"; choices: readonly string[]; alone?: string; negated?: string }
  | { type: "integer"; min: number; max: number; unit?: string }
  | { type: "number"; min: number; max: number; unit?: string }
  | { type: "text"; value: string; problem?: (text: string) => string | null }
);

const MAX_AMOUNT = 1_000_000_000;

export const FLAGS: { readonly [N in FlagName]: FlagSpec } = {
  strategy: { type: "choice", choices: STRATEGIES, summary: "how tasks are chosen (parallel)" },
  agents: { type: "integer", min: 1, max: 64, summary: "how many tasks run at once (6)" },
  "force-dependencies": { type: "boolean", summary: "go on although required milestones are not completed" },
  resume: {
    type: "choice",
    choices: ["auto", "true", "false"],
    alone: "true",
    negated: "false",
    summary: "an interrupted session: go on with one if there is one (auto), insist on one, or refuse one",
  },
  monitoring: { type: "choice", choices: MONITORING, summary: "how much is shown (detailed)" },
  "dry-run": { type: "boolean", summary: "show what would happen, change nothing" },
  "session-id": {
    type: "text",
    value: "id",
    problem: idProblem,
    summary: "name of a new session, or of the one to resume",
  },
  "git-integration": { type: "boolean", summary: "branch, commits and pushes (on)" },
  "blocker-detection": { type: "boolean", summary: "watch for stalls, long phases and a full disk (on)" },
  "progress-interval": {
    type: "integer",
    min: 1,
    max: 86_400,
    unit: "seconds",
    summary: "longest time between saves (30)",
  },
  push: { type: "boolean", summary: "read the branch from origin and push it there (on)" },
  "time-budget": {
    type: "integer",
    min: 0,
    max: 100_000,
    unit: "minutes",
    summary: "save and end well before this time is up (0: none)",
  },
  continue: { type: "boolean", summary: "with --time-budget: start the next run of the workflow" },
  request: {
    type: "text",
    value: "key",
    summary: "a wish with a key that was carried out is not carried out again",
  },
  reason: { type: "text", value: "text", summary: "recorded with the command" },
  revert: { type: "boolean", summary: "also take back the code that the phase changed, by revert commits" },
  "add-minutes": {
    type: "integer",
    min: 1,
    max: MAX_AMOUNT,
    unit: "minutes",
    summary: "raise the time budget",
  },
  "add-attempts": {
    type: "integer",
    min: 1,
    max: MAX_AMOUNT,
    unit: "attempts",
    summary: "raise the attempts budget",
  },
  "add-tokens": {
    type: "integer",
    min: 1,
    max: MAX_AMOUNT,
    unit: "tokens",
    summary: "raise the token budget",
  },
  "add-cost": {
    type: "number",
    min: 0.01,
    max: MAX_AMOUNT,
    unit: "US dollars",
    summary: "raise the cost budget",
  },
  html: { type: "boolean", summary: "as one HTML page with graph and timeline" },
  output: { type: "text", value: "path", summary: "write it to this file instead of showing it" },
  format: {
    type: "choice",
    choices: IMPORT_FORMATS,
    summary: "what kind of plan it is (found out by itself)",
  },
  force: { type: "boolean", summary: "replace files that are already there" },
  json: { type: "boolean", summary: "machine-readable output" },
  help: { type: "boolean", summary: "show how the command is used" },
  "working-directory": { type: "text", value: "path", summary: "the repository's root (here)" },
};

export function isFlag(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name);
}

/** How a flag is written in a usage line. */
export function flagUsage(name: FlagName): string {
  const spec = FLAGS[name];
  switch (spec.type) {
    case "boolean":
      return ON_BY_DEFAULT.has(name) ? `--no-${name}` : `--${name}`;
    case "choice":
      return spec.alone ? `--${name}` : `--${name}=${spec.choices.join("|")}`;
    case "integer":
    case "number":
      return `--${name}=<${spec.unit ?? "number"}>`;
    case "text":
      return `--${name}=<${spec.value}>`;
  }
}

const ON_BY_DEFAULT: ReadonlySet<FlagName> = new Set<FlagName>([
  "git-integration",
  "blocker-detection",
  "push",
]);

export type FlagReading = { ok: true; value: FlagValues[FlagName] } | { ok: false; reason: string };

/** Reads a flag's value; `text` is null where the flag stands alone. */
export function readFlag(name: FlagName, text: string | null, negated: boolean): FlagReading {
  const spec = FLAGS[name];
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
  const spec = FLAGS[name];
  return spec.type !== "boolean" && !(spec.type === "choice" && spec.alone !== undefined);
}
