import type { FlagName } from "./command-flags.ts";

const RUN: readonly FlagName[] = [
  "strategy",
  "agents",
  "force-dependencies",
  "monitoring",
  "session-id",
  "git-integration",
  "blocker-detection",
  "progress-interval",
  "push",
  "time-budget",
  "continue",
  "request",
];
const BUDGET: readonly FlagName[] = ["add-minutes", "add-attempts", "add-tokens", "add-cost"];

const EVERYWHERE: readonly CommandPlace[] = ["comment", "terminal", "action"];
const TERMINAL: readonly CommandPlace[] = ["terminal"];

const optional = (kind: Argument) => ({ kind, required: false });
const required = (kind: Argument) => ({ kind, required: true });

/**
 * Every command, once: its words, flags, rights, and where it can be given. Help, completion, the Action's inputs, the
 * comment commands and the tables of the docs are made from this; src/commands holds what each does.
 */
const TABLE = {
  execute: {
    summary: "start the milestone, or go on with it",
    milestone: "required",
    arguments: [],
    flags: [...RUN, "only", "resume", "dry-run"],
    needs: "write",
    places: EVERYWHERE,
    examples: [
      "execute api-v2",
      "execute api-v2 --strategy=hybrid --agents=8",
      "execute api-v2 --only=schema,docs",
      "execute api-v2 --dry-run",
    ],
  },
  resume: {
    summary: "go on with an interrupted, paused or blocked session",
    milestone: "required",
    arguments: [],
    flags: [...RUN, ...BUDGET],
    needs: "write",
    places: EVERYWHERE,
    examples: ["resume api-v2", "resume api-v2 --add-minutes=60"],
  },
  status: {
    summary: "show how far the milestone is",
    milestone: "required",
    arguments: [],
    flags: ["watch"],
    needs: "read",
    places: EVERYWHERE,
    examples: ["status api-v2"],
  },
  plan: {
    summary:
      "show order, waves, critical path, gates and what would run; with --goal let an agent draft a milestone",
    milestone: "required",
    arguments: [],
    flags: ["strategy", "agents", "goal", "id", "agent", "check", "request", "from"],
    needs: "read",
    places: EVERYWHERE,
    examples: [
      "plan api-v2",
      "plan api-v2 --strategy=hybrid --agents=3",
      'plan --goal "Rate limits for the public API" --from PRD.md',
      "plan Rate limits for the public API",
    ],
  },
  replan: {
    summary:
      "let an agent propose a changed plan for a milestone under way, as a difference that a person approves",
    milestone: "required",
    arguments: [],
    flags: ["agent", "yes", "proposal", "request"],
    needs: "write",
    places: EVERYWHERE,
    examples: ["replan api-v2", "replan api-v2 --agent=codex"],
  },
  validate: {
    summary: "check milestone files and say every mistake with its line",
    milestone: "optional",
    arguments: [],
    flags: [],
    needs: "read",
    places: ["terminal", "action"],
    examples: ["validate", "validate api-v2"],
  },
  pause: {
    summary: "save the session and stop the agents",
    milestone: "required",
    arguments: [optional("text")],
    flags: ["reason", "request"],
    needs: "write",
    places: EVERYWHERE,
    examples: ["pause api-v2"],
  },
  retry: {
    summary: "run a task, a phase, or what blocks the whole milestone, again",
    milestone: "required",
    arguments: [optional("target")],
    flags: ["with-dependants", "revert", ...BUDGET, ...RUN, "reason"],
    needs: "write",
    places: EVERYWHERE,
    examples: [
      "retry api-v2 schema",
      "retry api-v2 schema/design",
      "retry api-v2 schema --with-dependants",
      "retry api-v2 schema/execute --revert",
    ],
  },
  skip: {
    summary: "leave a task out; what depends on it may start",
    milestone: "required",
    arguments: [required("task"), optional("text")],
    flags: ["reason", "request"],
    needs: "maintain",
    places: EVERYWHERE,
    examples: ["skip api-v2 docs not needed for this release"],
  },
  approve: {
    summary: "approve a gate, or every gate that waits for you",
    milestone: "required",
    arguments: [optional("gate")],
    flags: ["request"],
    needs: "approver",
    places: EVERYWHERE,
    examples: ["approve api-v2 schema/design"],
  },
  reject: {
    summary: "request changes; the reason is the next attempt's feedback",
    milestone: "required",
    arguments: [required("gate"), optional("text")],
    flags: ["reason", "request"],
    needs: "approver",
    places: EVERYWHERE,
    examples: ["reject api-v2 schema/design the index on user_id is missing"],
  },
  answer: {
    summary: "answer an agent's question, by the number of an option or in your own words",
    milestone: "required",
    arguments: [required("question"), optional("answer")],
    flags: ["reason", "request"],
    needs: "approver",
    places: EVERYWHERE,
    examples: ["answer api-v2 schema/design 2", "answer api-v2 schema/design#2 use the table of accounts"],
  },
  done: {
    summary: "say that a person's own task is done",
    milestone: "required",
    arguments: [required("target")],
    flags: ["request"],
    needs: "write",
    places: EVERYWHERE,
    examples: ["done api-v2 announcement"],
  },
  postpone: {
    summary: "put the milestone off; execute takes it up again, on GitHub a maintainer's",
    milestone: "required",
    arguments: [optional("text")],
    flags: ["reason", "request"],
    needs: "maintain",
    places: EVERYWHERE,
    examples: ["postpone api-v2 after the freeze"],
  },
  cancel: {
    summary: "give the milestone up for good",
    milestone: "required",
    arguments: [optional("text")],
    flags: ["reason", "request"],
    needs: "maintain",
    places: EVERYWHERE,
    examples: ["cancel api-v2 replaced by api-v3"],
  },
  why: {
    summary: "say what a task waits for, down to the first cause",
    milestone: "required",
    arguments: [required("task")],
    flags: [],
    needs: "read",
    places: EVERYWHERE,
    examples: ["why api-v2 endpoints"],
  },
  report: {
    summary: "show the execution report, or write it to a file",
    milestone: "required",
    arguments: [],
    flags: ["html", "output"],
    needs: "read",
    places: EVERYWHERE,
    examples: ["report api-v2", "report api-v2 --html --output=report.html"],
  },
  list: {
    summary: "list the milestones of this repository",
    milestone: "none",
    arguments: [],
    flags: [],
    needs: "read",
    places: ["terminal", "action"],
    examples: ["list"],
  },
  logs: {
    summary: "show what attempts, set-up and tests printed",
    milestone: "required",
    arguments: [optional("target")],
    flags: ["attempt", "follow", "setup", "tests"],
    needs: "read",
    places: TERMINAL,
    examples: ["logs api-v2", "logs api-v2 schema/design --follow", "logs api-v2 --tests"],
  },
  show: {
    summary: "show the documents of a phase, or what changed in them",
    milestone: "required",
    arguments: [required("phase")],
    flags: ["diff"],
    needs: "read",
    places: TERMINAL,
    examples: ["show api-v2 schema/design", "show api-v2 schema/design --diff"],
  },
  serve: {
    summary: "show all milestones in the browser, live, with buttons to answer",
    milestone: "none",
    arguments: [],
    flags: ["port", "open"],
    needs: "read",
    places: TERMINAL,
    examples: ["serve", "serve --open", "serve --port=4600"],
  },
  archive: {
    summary: "move a completed, cancelled or postponed milestone to the archive",
    milestone: "required",
    arguments: [],
    flags: ["request"],
    needs: "write",
    places: EVERYWHERE,
    examples: ["archive api-v2"],
  },
  land: {
    summary: "put a finished milestone on its base branch",
    milestone: "required",
    arguments: [],
    flags: ["squash", "merge", "state", "request"],
    needs: "maintain",
    places: EVERYWHERE,
    examples: ["land api-v2", "land api-v2 --squash --state=summary"],
  },
  sync: {
    summary: "take changes of the milestone file from the base branch",
    milestone: "required",
    arguments: [],
    flags: ["request", "push"],
    needs: "write",
    places: ["terminal", "action"],
    examples: ["sync api-v2"],
  },
  unlock: {
    summary: "free a session whose owner is gone",
    milestone: "required",
    arguments: [optional("text")],
    flags: ["reason", "request"],
    needs: "maintain",
    places: EVERYWHERE,
    examples: ["unlock api-v2 the runner was lost"],
  },
  pack: {
    summary: "leave the milestone's branch as a file, for a machine that may push",
    milestone: "required",
    arguments: [],
    flags: ["output"],
    needs: "write",
    places: ["terminal", "action"],
    examples: ["pack api-v2", "pack api-v2 --output=api-v2.bundle"],
  },
  take: {
    summary: "check what another machine made as this one's own work is checked, and push it",
    milestone: "optional",
    arguments: [optional("source")],
    flags: ["ticket", "digest", "request", "strategy", "agents", "monitoring", "only"],
    needs: "write",
    places: ["terminal", "action"],
    examples: ["take api-v2.bundle", "take api-v2 /tmp/api-v2.bundle"],
  },
  work: {
    summary: "do the one phase that a ticket names, and leave the result as a folder for take",
    milestone: "required",
    arguments: [],
    flags: ["ticket", "output", "monitoring"],
    needs: "write",
    places: ["terminal", "action"],
    examples: ["work api-v2 --output=/tmp/result"],
  },
  replay: {
    summary: "rebuild the state from the log and compare",
    milestone: "required",
    arguments: [],
    flags: [],
    needs: "read",
    places: TERMINAL,
    examples: ["replay api-v2"],
  },
  audit: {
    summary: "who approved what, at which commit, with which permission",
    milestone: "required",
    arguments: [],
    flags: [],
    needs: "read",
    places: TERMINAL,
    examples: ["audit api-v2"],
  },
  prompt: {
    summary: "print what an agent would be told",
    milestone: "required",
    arguments: [required("phase")],
    flags: [],
    needs: "read",
    places: TERMINAL,
    examples: ["prompt api-v2 schema/design"],
  },
  init: {
    summary: "write a starter milestone, config and workflow",
    milestone: "optional",
    arguments: [],
    flags: ["try", "goal", "agent", "runners", "force", "dry-run"],
    needs: "write",
    places: TERMINAL,
    examples: ["init", "init api-v2", 'init --goal "Rate limits for the public API"'],
  },
  import: {
    summary: "make a milestone of a Kiro spec, a spec-kit feature, a tasks.json or a GitHub milestone",
    milestone: "none",
    arguments: [required("source"), optional("id")],
    flags: ["format", "force", "dry-run"],
    needs: "write",
    places: TERMINAL,
    examples: ["import .kiro/specs/login", "import .taskmaster/tasks/tasks.json login", "import github:12"],
  },
  doctor: {
    summary: "try what a run needs: machine, tools, keys, remote, and setup and tests in a fresh tree",
    milestone: "optional",
    arguments: [],
    flags: [],
    needs: "read",
    places: TERMINAL,
    examples: ["doctor", "doctor api-v2"],
  },
  clean: {
    summary:
      "forget what setup made in earlier sessions, and the agents' conversations of milestones that ended",
    milestone: "none",
    arguments: [],
    flags: [],
    needs: "write",
    places: TERMINAL,
    examples: ["clean"],
  },
  completion: {
    summary: "print the completion script of a shell",
    milestone: "none",
    arguments: [required("shell")],
    flags: [],
    needs: "read",
    places: TERMINAL,
    examples: ["completion bash"],
  },
  help: {
    summary: "show the commands, or how one is used",
    milestone: "none",
    arguments: [optional("command")],
    flags: [],
    needs: "read",
    places: ["comment", "terminal"],
    examples: ["help", "help execute"],
  },
} satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof TABLE;
export const COMMANDS: { readonly [N in CommandName]: CommandSpec } = TABLE;
export const COMMAND_NAMES = Object.keys(TABLE) as CommandName[];

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** Flags that every command takes in a terminal. */
export const TERMINAL_FLAGS: readonly FlagName[] = ["json", "working-directory", "push", "help"];

/** The commands that can be given in this place, in the order of the table. */
export function commandsAt(place: CommandPlace): CommandName[] {
  return COMMAND_NAMES.filter(name => COMMANDS[name].places.includes(place));
}

/** Steps by which one job of a workflow hands work to another: nobody starts a run for them. */
const BETWEEN_JOBS: readonly CommandName[] = ["pack", "take", "work"];

/** The commands that a run of a workflow can be started for. */
export function startableCommands(): CommandName[] {
  return commandsAt("action").filter(name => !BETWEEN_JOBS.includes(name));
}

/** Whether the word is a command that can be given in this place. */
export function isCommandAt(name: string, place: CommandPlace): name is CommandName {
  return Object.hasOwn(COMMANDS, name) && COMMANDS[name as CommandName].places.includes(place);
}

/** Who may give a command in a comment; in a terminal whoever may write the repository may do all. */
export type NeededAccess = "read" | "write" | "approver" | "maintain";

export type CommandPlace = "comment" | "terminal" | "action";

/**
 * What stands after the milestone's id. `phase` is `<task>/<phase>`, `gate` that or `gate:<checkpoint>`, `target` any of
 * them or a task alone, `question` a task or phase and `#` with a number where it asks several; `text` and `answer` take the rest of the line.
 */
export type Argument =
  | "task"
  | "target"
  | "phase"
  | "gate"
  | "question"
  | "text"
  | "answer"
  | "source"
  | "id"
  | "shell"
  | "command";

interface CommandSpec {
  summary: string;
  /** `none`: the command is about no milestone. `optional`: about one, or all. */
  milestone: "required" | "optional" | "none";
  arguments: readonly { kind: Argument; required: boolean }[];
  flags: readonly FlagName[];
  needs: NeededAccess;
  places: readonly CommandPlace[];
  /** Without the leading `milestone`. */
  examples: readonly string[];
}
