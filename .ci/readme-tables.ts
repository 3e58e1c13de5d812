import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { EXIT } from "../src/commands/outcome.ts";
import { BLOCKER_TYPES, type BlockerType } from "../src/milestone/blocker/blocker.ts";
import { VARIABLES } from "../src/milestone/brief/template.ts";
import { commandUsage } from "../src/milestone/command/command-help.ts";
import {
  COMMAND_NAMES,
  COMMANDS,
  type CommandPlace,
  type NeededAccess,
} from "../src/milestone/command/command-table.ts";
import { DEFAULT_WEIGHTS, PHASES } from "../src/milestone/phase.ts";
import { type KeyRow, keyRows } from "../src/milestone/plan/keys.ts";
import { DEFAULT_LIMITS, type Limits } from "../src/milestone/plan/plan.ts";
import { BUILT_IN_PROFILES } from "../src/milestone/plan/profiles.ts";
import { defaultDeliverables } from "../src/milestone/plan/resolve-task.ts";
import { EVENTS } from "../src/milestone/session/event.ts";
import { renderScalar } from "../src/milestone/yaml/render.ts";

/** The README's tables by name, each made of what the program itself uses. */
export function tables(): Record<string, string> {
  const { inputs, outputs } = readAction();
  return {
    inputs: table(["input", "default", "meaning"], Object.entries(inputs).map(inputRow)),
    outputs: table(
      ["output", "value"],
      Object.entries(outputs).map(([name, { description }]) => [code(name), description]),
    ),
    commands: table(["command", "what it does", "where", "who, in comments"], COMMAND_NAMES.map(commandRow)),
    phases: table(["phase", "weight", "left behind by default"], PHASES.map(phaseRow)),
    blockers: table(
      ["blocker", "detected when"],
      BLOCKER_TYPES.map(type => [code(type), DETECTED[type]]),
    ),
    limits: table(["key", "default", "meaning"], Object.values(limitRows(DEFAULT_LIMITS))),
    agents: table(
      ["profile", "program", "its key", "installed by"],
      Object.values(BUILT_IN_PROFILES).map(profileRow),
    ),
    exits: table(
      ["exit", "meaning"],
      Object.entries(EXIT).map(([name, exit]) => [String(exit), EXIT_WORDS[name as keyof typeof EXIT]]),
    ),
    prompts: table(
      ["variable", "stands for"],
      Object.entries(VARIABLES).map(([name, meaning]) => [code(`{{${name}}}`), meaning]),
    ),
    events: table(
      ["event", "meaning"],
      Object.entries(EVENTS).map(([name, { says }]) => [code(name), says]),
    ),
    ...keyTables(),
  };
}

/**
 * The keys of plan and config, each told once: those that name the work, which stand on task, phase and below
 * `executor`, apart from the others of a task and of a phase.
 */
function keyTables(): Record<string, string> {
  const rows = keyRows().filter(row => !row.pending);
  const below = (prefix: string) =>
    rows.filter(row => row.path.startsWith(prefix)).map(row => [row.path.slice(prefix.length), row] as const);
  const work = below("executor.");
  const names = new Set([...work.map(([path]) => path), "executor"]);
  const others = (prefix: string) =>
    below(prefix).filter(([path]) => /^[a-z_]+$/.test(path) && !(names.has(path) && path !== "env"));
  const shared = rows.filter(({ path }) => !/^(?:tasks\[\]|executor|phases)./.test(path));
  const top = shared.map(row => [row.path, row] as const);
  return {
    "keys-task": keyTable(others("tasks[].")),
    "keys-work": keyTable(work),
    "keys-workflow": keyTable(others("tasks[].kiro_workflow.")),
    "keys-phase": keyTable(others("tasks[].phases.design.")),
    "keys-deliverable": keyTable(below("tasks[].deliverables[].")),
    "keys-milestone": keyTable(top.filter(([, { files }]) => files.length === 1 && files[0] === "milestone")),
    "keys-both": keyTable(top.filter(([, { files }]) => files.length === 2)),
    "keys-config": keyTable(top.filter(([, { files }]) => files.length === 1 && files[0] === "config")),
  };
}

function keyTable(rows: readonly (readonly [path: string, row: KeyRow])[]): string {
  const cells = rows.map(([path, { means, default: otherwise, example }]) => {
    return [code(path), means, otherwise ?? "", code(flow(example))];
  });
  return table(["key", "meaning", "where it is left out", "example"], cells);
}

/** A value as one writes it in YAML, on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (value === null || typeof value !== "object")
    return typeof value === "string" ? renderScalar(value, "plain", true) : String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
  return `{ ${pairs.join(", ")} }`;
}

interface ActionFile {
  inputs: Record<string, { description: string; default?: string }>;
  outputs: Record<string, { description: string }>;
}

function readAction(): ActionFile {
  return parse(readFileSync(join(import.meta.dirname, "../action.yml"), "utf8")) as ActionFile;
}

function inputRow([name, input]: [string, ActionFile["inputs"][string]]): string[] {
  return [code(name), input.default === undefined ? "" : code(input.default), input.description];
}

const PLACES: Record<CommandPlace, string> = { comment: "comment", terminal: "terminal", action: "Action" };
const NEEDS: Record<NeededAccess, string> = {
  read: "anyone",
  write: "write",
  approver: "the gate's approvers",
  maintain: "maintain",
};

function commandRow(name: (typeof COMMAND_NAMES)[number]): string[] {
  const { summary, places, needs } = COMMANDS[name];
  const [usage = name] = commandUsage(name, "terminal");
  const short = usage.replace(/^milestone /, "").replace(/ \[flags\]$/, "");
  const everywhere = places.length === 3;
  return [
    code(short),
    summary,
    everywhere ? "everywhere" : places.map(p => PLACES[p]).join(", "),
    places.includes("comment") ? NEEDS[needs] : "",
  ];
}

function phaseRow(phase: (typeof PHASES)[number]): string[] {
  const files = defaultDeliverables(phase).map(d => ("path" in d ? code(d.path) : ""));
  return [code(phase), `${DEFAULT_WEIGHTS[phase]} %`, files.join(", ")];
}

/** When each blocker is raised; the compiler keeps the list complete. */
const DETECTED: Record<BlockerType, string> = {
  task_failure: "a phase's command fails, and so do its retries and fallbacks",
  timeout: "a phase takes longer than its `timeout`; all its processes are ended",
  stalled_task:
    "a phase with a `stall_timeout` shows no output, no file change and no processor time for that long",
  stalled_execution: "no task moves for `execution_stall` (a warning, as long as nothing else is wrong)",
  deliverable_invalid: "a deliverable is missing, empty, unreadable, or still holds a template's gaps",
  test_failures: "the `test_command` fails on the integrated branch, or before anything was done",
  quality_gate_failed: "a checkpoint's or a phase's check fails",
  git_conflicts: "work does not merge, also after it was done again on the newest tip",
  dependency_unavailable: "a milestone, a tool or a service that is needed is not there",
  resource_conflict: "another milestone holds a resource for longer than `lock_wait`",
  disk_space: "the disk is fuller than `disk_percent` and less than 5 GiB is left",
  network: "the remote or GitHub cannot be reached, also after retries",
  approval_rejected: "changes were requested more often than the phase may be done again",
  usage_limit: "an agent's plan is used up and nobody says until when",
  credentials: "an agent's key or login is missing, refused or expired",
  credit: "nothing is left to pay an agent's service with",
  budget_exceeded: "time, attempts, tokens or money of a `budget` are spent",
  question_unanswered: "nobody answered an agent's question in time, and it has no default",
  sandbox_unavailable: "the sandbox that everything runs in cannot be set up any more",
};

const MIB = 1024 * 1024;

function limitRows(limits: Limits): Record<keyof Limits, string[]> {
  const row = (key: string, value: string | number, meaning: string) => [code(key), String(value), meaning];
  return {
    longRunningMs: row("long_running", span(limits.longRunningMs), "a phase that takes longer is a warning"),
    taskStallMs: row(
      "task_stall",
      span(limits.taskStallMs),
      "a phase that is silent for longer is a warning",
    ),
    executionStallMs: row(
      "execution_stall",
      span(limits.executionStallMs),
      "the same, when no task moves at all",
    ),
    diskPercent: row(
      "disk_percent",
      `${limits.diskPercent} %`,
      "fuller is a blocker, if less than 5 GiB is left",
    ),
    lockWaitMs: row(
      "lock_wait",
      span(limits.lockWaitMs),
      "patience for a resource that another milestone holds",
    ),
    checkpointFiles: row(
      "checkpoint_files",
      limits.checkpointFiles,
      "changed state files that make a commit of their own",
    ),
    pushTasks: row(
      "push_tasks",
      limits.pushTasks,
      "completed tasks after which a push is due at the latest; kept at any value, as a push follows each phase, or takes along all that was finished while the last one ran",
    ),
    restMs: row(
      "rest",
      span(limits.restMs),
      "the longest rest of an agent that a run waits for; a longer one ends it",
    ),
    phaseTimeoutMs: row(
      "phase_timeout",
      span(limits.phaseTimeoutMs),
      "of phases without a `timeout` of their own",
    ),
    fileBytes: row("file_mib", limits.fileBytes / MIB, "MiB of the largest file that a phase may leave"),
    phaseBytes: row("phase_mib", limits.phaseBytes / MIB, "MiB of all that a phase may leave"),
    phaseFiles: row("phase_files", limits.phaseFiles, "files that a phase may change"),
  };
}

function profileRow(profile: (typeof BUILT_IN_PROFILES)[string]): string[] {
  const keys = Object.entries(profile.env).filter(
    ([name, value]) => value === null && /KEY|TOKEN/.test(name),
  );
  return [
    code(profile.name),
    code(profile.command),
    keys.map(([name]) => code(name)).join(", "),
    code(profile.install ?? ""),
  ];
}

const EXIT_WORDS: Record<keyof typeof EXIT, string> = {
  ok: "completed, planned, or shown",
  failed: "failed",
  usage: "wrong usage or invalid input; nothing was changed",
  waiting: "a gate waits for an approval, or a question for an answer",
  blocked: "a blocker needs a person",
  paused: "paused, or every agent that is left rests",
};

/** A span as one writes it in a file: `1h 30m`. */
function span(ms: number): string {
  const minutes = ms / 60_000;
  const parts = [minutes >= 60 ? `${Math.floor(minutes / 60)}h` : "", minutes % 60 ? `${minutes % 60}m` : ""];
  return code(parts.filter(Boolean).join(" "));
}

/** `<task>` outside of code would be taken for HTML. */
const plain = (cell: string): string => (cell.includes("`") ? cell : cell.replaceAll("<", "\\<"));

const code = (text: string): string => (text === "" ? "" : `\`${text}\``);

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map(cell => plain(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
