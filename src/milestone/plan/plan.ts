import type { MilestoneStatus, Phase, PhaseStatus, PhaseWeights, TaskStatus, Transition } from "../phase.ts";

import type { ReviewPlan } from "../review/review-finding.ts";

/**
 * A validated milestone: every default resolved, every reference checked. Only `readPlan` makes one,
 * so the holder of a `Plan` need not check it again.
 */
export interface Plan {
  id: string;
  title: string;
  description: string;
  /** As the file says; the state of a running milestone is the fold of its log, not this. */
  status: MilestoneStatus;
  start?: string;
  due?: string;
  requires: string[];
  enables: string[];
  enforcement: Enforcement;
  weights: PhaseWeights;
  /** The gate of each phase of a workflow task that says nothing itself. */
  defaultGates: Record<Phase, Gate | null>;
  /** In the file's order, which breaks ties in every schedule. */
  tasks: TaskPlan[];
  /** With gates on the base, and missing on the branch: without them nothing is completed. Absent: no base was read. */
  lost?: TaskPlan[];
  setup?: string;
  setupInputs: string[];
  testCommand?: string;
  testBaseline: "require" | "ignore";
  isolation: "auto" | "strict" | "none";
  /** Whether agents see settings and instructions as this branch has them, not as the base has. */
  trustAgentSettings: boolean;
  /** Whether a phase may have a submodule stand at another commit that the submodule's own repository has. */
  moveSubmodules: boolean;
  qualityGates: QualityGate[];
  budget: Budget;
  /** What the files say of prices by model; the shipped ones stand behind them. */
  prices: Readonly<Record<string, Price>>;
  prerequisites: Prerequisite[];
  limits: Limits;
  /** For everything that runs: a value, or null for the engine's own variable of that name. */
  env: Readonly<Record<string, string | null>>;
  notify: { stakeholders: string[]; escalation: string[]; webhook?: string };
  author?: { name: string; email: string };
  release: ReleaseWay;
  landing: LandingWay;
  /** Commits and tag are signed by the key in this variable. */
  signing?: { format: "ssh" | "openpgp"; key: string };
  profiles: Readonly<Record<string, AgentProfile>>;
  /** On GitHub each phase runs in a job of its own, so many at once; absent: all on one machine. */
  runners?: { max: number; labels: string[] };
  /** The plan of another tool that it was made of, where what is done is told there too. */
  source?: { format: string; path: string; ids?: Readonly<Record<string, string>> };
}

/** What is made ready for a release once every task is done. */
export interface ReleaseWay {
  /** On GitHub a draft release, which a person publishes. */
  draft: boolean;
  /** The file that gets a section of what was done; null: none. */
  changelog: string | null;
  version: "major" | "minor" | "patch" | null;
  /** Writes the version into its files; null: those that are known by name are written by the engine. */
  run: string | null;
}

/** How a finished milestone is put on its base. */
export interface LandingWay {
  method: "merge" | "squash";
  /** `summary`: without logs, sessions, approvals and deliverables, which stay on the branch and its tag. */
  state: "keep" | "summary";
}

/** When a task may run, by what became of the tasks that it needs. */
export const TASK_CONDITIONS = ["success", "always", "failure"] as const;
export type TaskCondition = (typeof TASK_CONDITIONS)[number];

export type Enforcement = "strict" | "progressive" | "flexible";

export interface TaskPlan {
  id: string;
  title: string;
  description: string;
  estimatedHours?: number;
  start?: string;
  due?: string;
  dependencies: string[];
  /** When it runs, by what became of them. */
  when: TaskCondition;
  /** Named locks, or `path:` globs. */
  resources: string[];
  /** How long it holds them: from its first phase that runs to its last, or each phase on its own. */
  resourcesScope: "task" | "phase";
  /** false: the task runs as its `execute` phase alone. */
  workflow: boolean;
  /** Put under the workflow by `enforcement`, not by the file. */
  migrated: boolean;
  /** The file names its phases, or what it runs: it is taken at its word. */
  declared: boolean;
  /** The status that the file gives the task before its first start. */
  status: TaskStatus;
  /** Whether the base branch calls it skipped; absent: no base was read. */
  skippedBefore?: boolean;
  budget: Budget;
  /** Absent: nobody says, `DEFAULT_QUESTIONS` hold. */
  questions?: QuestionPolicy;
  /** In order; `execute` alone for a standard task, those it names for a declared one, else all four. */
  phases: PhasePlan[];
}

export interface PhasePlan {
  phase: Phase;
  /** The status that the file (or the migration) gives the phase before its first start. */
  status: PhaseStatus;
  executor: Executor;
  deliverables: Deliverable[];
  acceptanceCriteria: string[];
  /** Those that a command proves. */
  provenCriteria: { criterion: string; run: string }[];
  /** Who reads its work before it lands; absent: nobody. */
  review?: ReviewPlan;
  /** The role of whoever does it, with what is said to it. */
  role?: { name: string; brief: string };
  checks: string[];
  gate: Gate | null;
  /** Whether the base branch calls it finished, so that nobody is asked to approve it; absent: no base was read. */
  doneBefore?: boolean;
}

/** What agents may ask people, `questions:`. */
export interface QuestionPolicy {
  /** Questions that a phase may ask, over all its attempts. */
  max: number;
  /** How long an answer is waited for; null: forever. */
  afterMs: number | null;
  /** What happens then: the question's default holds, or the phase is blocked. */
  otherwise: "default" | "block";
}

export const DEFAULT_QUESTIONS: QuestionPolicy = { max: 3, afterMs: null, otherwise: "block" };

export interface Gate {
  transition: Transition;
  /** Logins or `org/team`; empty: anyone with write permission. */
  approvers: string[];
  minApprovals: number;
  criteria: string[];
}

export type Executor = ExecutorOptions &
  ({ kind: "run"; command: string } | { kind: "agent"; profile: string } | { kind: "manual" });

export interface ExecutorOptions {
  timeoutMs: number;
  /** Further attempts after the first. */
  retries: number;
  /** Wait before the first retry; doubles with each. */
  backoffMs: number;
  /** Profiles tried in order after the retries are spent. */
  fallback: string[];
  /** Environment that the executor may see: a value, or null to pass the engine's own variable on. */
  env: Readonly<Record<string, string | null>>;
  /** Ends a silent phase; absent: silence is only a warning. */
  stallTimeoutMs?: number;
  /** Profiles, or models of the profile, for an attempt after two failures of one kind; absent: none. */
  escalate?: string[];
  /** Another brief, given to the agent after two failures of one kind. */
  alternative?: string;
}

export const DELIVERABLE_KINDS = ["markdown", "yaml", "json", "openapi", "junit", "text"] as const;
export type DeliverableKind = (typeof DELIVERABLE_KINDS)[number];

export type Deliverable =
  | {
      /** Relative to the phase's folder, with `/`. */
      path: string;
      kind: DeliverableKind;
      minBytes?: number;
      maxBytes?: number;
      /** Headings that must stand in the file. */
      sections?: string[];
      /** Headings that the brief suggests, never required. */
      outline?: string[];
      /** Path in the repository of a JSON Schema that the file must satisfy. */
      schema?: string;
    }
  | { changed: string };

export interface QualityGate {
  /** Percentage of the milestone at which the gate runs, once. */
  at: number;
  name: string;
  run: string[];
  approvers: string[];
  minApprovals: number;
  criteria: string[];
}

/** US dollars per million tokens, as the providers list them. */
export interface Price {
  input: number;
  /** Of input that was read from the provider's cache. */
  cached: number;
  output: number;
}

/** Absent means unlimited. */
export interface Budget {
  minutes?: number;
  attempts?: number;
  tokens?: number;
  costUsd?: number;
}

export type Prerequisite =
  | { kind: "tool"; tool: string; version?: string; install?: string }
  | { kind: "service"; service: string; check: string; start?: string; alternative?: string }
  | { kind: "env"; env: string }
  | { kind: "command"; command: string }
  | { kind: "data"; check: string; prepare: string };

/** Thresholds of the watching, `limits:` in config.yaml; durations in milliseconds. */
export interface Limits {
  longRunningMs: number;
  taskStallMs: number;
  executionStallMs: number;
  diskPercent: number;
  lockWaitMs: number;
  checkpointFiles: number;
  pushTasks: number;
  phaseTimeoutMs: number;
  /** The longest rest of an agent that a run waits for; a longer one ends it. */
  restMs: number;
  /** Greatest size of a file, and of all files, that a phase leaves, in bytes, and how many they may be. */
  fileBytes: number;
  phaseBytes: number;
  phaseFiles: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  longRunningMs: 3_600_000,
  taskStallMs: 300_000,
  executionStallMs: 600_000,
  diskPercent: 90,
  lockWaitMs: 600_000,
  checkpointFiles: 10,
  pushTasks: 3,
  phaseTimeoutMs: 5_400_000,
  restMs: 600_000,
  fileBytes: 20 * MIB,
  phaseBytes: 100 * MIB,
  phaseFiles: 20_000,
};

/** How an AI coding command line program is driven. */
export interface AgentProfile {
  name: string;
  command: string;
  args: string[];
  /** Arguments added in one phase only, e.g. tool restrictions. */
  phaseArgs: Partial<Record<Phase, string[]>>;
  prompt: "stdin" | "file" | "arg";
  env: Readonly<Record<string, string | null>>;
  /** Files that the program needs, by name, with text in which words are replaced as in `args`. */
  files?: Readonly<Record<string, string>>;
  /** What it uses, where the file says so. */
  model?: string;
  result: "text" | "claude-json" | "codex-jsonl" | "gemini-json" | "copilot-text";
  stallTimeoutMs?: number;
  /** What to tell a person who lacks the program. */
  install?: string;
  /** Files below the home in which the program may keep a login; of the built-in ones alone. */
  logins?: readonly string[];
  /** How it goes on with a conversation; of the built-in ones alone. */
  conversation?: ConversationFlags;
  /** A command that succeeds where the program is logged in, and costs nothing. */
  loginCheck?: string;
}

/** Arguments come last; `{session}` is the conversation's id, `{session_file}` the file that holds it. */
export interface ConversationFlags {
  /** Where nothing is to be kept. */
  without: readonly string[];
  start: readonly string[];
  resume: readonly string[];
  /** Where it keeps its sessions: below the home, or below the folder that a variable names. */
  home: string;
  variable?: string;
  sessions: string;
}

/** The phase of a task; undefined when the task does without it. */
export function phasePlan(task: TaskPlan, phase: Phase): PhasePlan | undefined {
  return task.phases.find(p => p.phase === phase);
}

/** One attempt at one phase, with what the plan says of it. */
export interface PhaseAttempt {
  task: TaskPlan;
  phase: PhasePlan;
  attempt: number;
}

/** What the plan says of an attempt that is only named; undefined where the plan knows no such task or phase. */
export function plannedAttempt(
  plan: Plan,
  named: { task: string | null; phase: Phase | null; attempt: number },
): PhaseAttempt | undefined {
  const task = plan.tasks.find(t => t.id === named.task);
  const phase = task?.phases.find(p => p.phase === named.phase);
  return task && phase && { task, phase, attempt: named.attempt };
}
