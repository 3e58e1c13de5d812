import { resolve } from "node:path";
import { activeIds } from "../commands/active-ids.ts";
import type { Variables } from "../engine/process/environment.ts";
import { Refusal } from "../engine/refusal.ts";
import { FLAG_NAMES, flagSpec, isFlag } from "../milestone/command/command-flags.ts";
import {
  type Command,
  type CommandRefusal,
  readCommand,
  WANT_ID,
} from "../milestone/command/command-reader.ts";
import { COMMANDS, commandsAt, isCommandAt } from "../milestone/command/command-table.ts";

/** The Action's inputs, one typed record. */
export interface Inputs {
  command: Command;
  token: string | null;
  workingDirectory: string;
  failOnBlocked: boolean;
  project: boolean;
  continueLater: boolean;
  /** `resume` for every milestone whose agents' rest is over; the command names none then. */
  allRested: boolean;
}

/** An input that is no flag of a command. */
interface InputSpec {
  description: string;
  default?: string;
}

/** The inputs that are the Action's own. `action.yml` has these and every flag that is an input. */
export const OWN_INPUTS = {
  milestone: {
    description:
      "Id of the milestone, the name of its file .milestones/active/<id>.yaml. May be left out where there is only one, by list, and by resume, which then goes on with every milestone whose agents' rest is over.",
  },
  command: { description: `What to do: ${listed(commandsAt("action"))}.`, default: "execute" },
  target: { description: "<task> or <task>/<phase>, for the commands that want one." },
  bundle: {
    description:
      "Path, from working-directory, of what take takes: a git bundle of the milestone's branch, or the folder that work left. For pack and work: where to leave it.",
  },
  project: {
    description:
      "true: the Action itself keeps issues, pull request and check run up to date, for repositories without the app.",
    default: "false",
  },
  "fail-on-blocked": { description: "Whether a blocked milestone fails the step.", default: "true" },
  "github-token": {
    description: "Token that pushes the branch and reads approvals.",
    default: "${{ github.token }}",
  },
  "working-directory": { description: "Root of the repository inside the workspace.", default: "." },
} as const satisfies Record<string, InputSpec>;

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** Inputs that are flags of a command as well, under the same name. */
export const FLAG_INPUTS = FLAG_NAMES.filter(name => flagSpec(name).input);

/** Stands where the id stands while a command is read that names no milestone. */
const STAND_IN = "every-one";

/** Reads and checks `INPUT_*`. @throws Refusal naming the input, its value and what is allowed */
export function readInputs(env: Variables): Inputs {
  const input = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const name = input("command") || "execute";
  if (!isCommandAt(name, "action")) {
    throw refusal(
      `the input command is ${JSON.stringify(name)}`,
      `use one of ${commandsAt("action").join(", ")}`,
    );
  }
  const spec = COMMANDS[name];
  const words: string[] = [name];
  const milestone = input("milestone");
  let allRested = false;
  // A workflow that is started by hand passes its milestone with every command.
  if (milestone && spec.milestone !== "none") words.push(milestone);
  else if (name === "plan" && (input("goal") || input("from"))) {
    // The milestone is still to be: its id is made of the goal.
  } else if (spec.milestone === "required") {
    const ids = activeIds(resolve(env.GITHUB_WORKSPACE ?? ".", input("working-directory") || "."));
    allRested = name === "resume" && (ids.length !== 1 || env.GITHUB_EVENT_NAME === "schedule");
    if (!allRested && (ids.length !== 1 || WANT_ID.has(name))) {
      const there =
        ids.length > 0 ? `; there ${ids.length === 1 ? "is" : "are"} ${ids.slice(0, 20).join(", ")}` : "";
      throw refusal(
        `the input milestone is missing${there}`,
        "name the milestone, as in `milestone: api-v2`",
      );
    }
    words.push(allRested ? STAND_IN : ids[0]!);
  }
  const target = input("target");
  if (target && spec.arguments.some(a => !["text", "answer", "source"].includes(a.kind))) words.push(target);
  const bundle = input("bundle");
  if (bundle && spec.arguments.some(a => a.kind === "source")) words.push(bundle);
  if (bundle && spec.flags.includes("output")) words.push(`--output=${bundle}`);
  const reason = input("reason");
  if (reason && spec.flags.includes("reason")) words.push(`--reason=${reason}`);
  for (const flag of FLAG_INPUTS.filter(name => name !== "reason")) {
    const value = truthValue(input(flag));
    if (value !== "" && spec.flags.includes(flag)) words.push(`--${flag}=${value}`);
  }
  for (const flag of ["only", "with-dependants"] as const) {
    const value = truthValue(input(flag));
    if (value === "" || value === "false" || spec.flags.includes(flag)) continue;
    const takers = commandsAt("action").filter(each => COMMANDS[each].flags.includes(flag));
    throw refusal(
      `the input ${flag} is ${JSON.stringify(value)}, which ${name} would not heed`,
      `leave it empty, or use it with ${takers.join(" or ")}`,
    );
  }
  const reading = readCommand(
    words.map(text => ({ text, start: 0 })),
    null,
    { place: "action" },
  );
  if (!reading.ok) {
    throw inputRefusal(reading.refusal, { milestone, target });
  }
  return {
    command: allRested ? { ...reading.command, milestone: null } : reading.command,
    allRested,
    token: input("github-token") || null,
    workingDirectory: input("working-directory") || ".",
    failOnBlocked: flagInput(input, "fail-on-blocked", true),
    project: flagInput(input, "project", false),
    continueLater: flagInput(input, "continue", false),
  };
}

/** A command's refusal in the words of a workflow, which knows inputs and no flags. */
function inputRefusal(
  { reason, given, usage }: CommandRefusal,
  { milestone, target }: { milestone: string; target: string },
): Refusal {
  const [, flag, value] = /^--([a-z-]+)=(.*)$/s.exec(given ?? "") ?? [];
  if (flag !== undefined && isFlag(flag)) {
    const allowed = flagSpec(flag).type === "boolean" ? "use true or false" : reason.replace(/^--/, "");
    return refusal(`the input ${flag} is ${JSON.stringify(value)}`, allowed);
  }
  const input = given === null ? undefined : { [target]: "target", [milestone]: "milestone" }[given];
  if (input) return refusal(`the input ${input} is ${JSON.stringify(given)}`, reason);
  return refusal(given ? `${reason}: ${given}` : reason, usage[0] ?? "correct the input");
}

/** A truth value as YAML may spell it (True, FALSE), in the one way the flags take; any other text as it is. */
function truthValue(text: string): string {
  return /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
}

function flagInput(input: (name: string) => string, name: string, otherwise: boolean): boolean {
  const value = truthValue(input(name));
  if (value === "") return otherwise;
  if (value === "true" || value === "false") return value === "true";
  throw refusal(`the input ${name} is ${JSON.stringify(value)}`, "use true or false");
}

function refusal(message: string, remedy: string): Refusal {
  return new Refusal([{ message, remedy }]);
}
