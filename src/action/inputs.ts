import { Refusal } from "../engine/refusal.ts";
import { FLAGS, type FlagName, isFlag } from "../milestone/command/command-flags.ts";
import { type Command, type CommandRefusal, readCommand } from "../milestone/command/command-reader.ts";
import { COMMANDS, commandsAt, isCommandAt } from "../milestone/command/command-table.ts";

/** The Action's inputs, one typed record. */
export interface Inputs {
  command: Command;
  token: string | null;
  workingDirectory: string;
  failOnBlocked: boolean;
  project: boolean;
  continueLater: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Inputs that are flags of a command as well, under the same name. */
const FLAG_INPUTS: readonly FlagName[] = [
  "strategy",
  "agents",
  "force-dependencies",
  "resume",
  "monitoring",
  "dry-run",
  "session-id",
  "git-integration",
  "blocker-detection",
  "progress-interval",
  "push",
  "request",
  "time-budget",
  "continue",
  "revert",
  "add-minutes",
  "add-attempts",
  "add-tokens",
  "add-cost",
];

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
  // A workflow that is started by hand passes its milestone with every command.
  if (milestone && spec.milestone !== "none") words.push(milestone);
  else if (spec.milestone === "required") {
    throw refusal("the input milestone is missing", "name the milestone, as in `milestone: api-v2`");
  }
  const target = input("target");
  if (target && spec.arguments.some(a => a.kind !== "text")) words.push(target);
  const reason = input("reason");
  if (reason && spec.flags.includes("reason")) words.push(`--reason=${reason}`);
  for (const flag of FLAG_INPUTS) {
    const value = truthValue(input(flag));
    if (value !== "" && spec.flags.includes(flag)) words.push(`--${flag}=${value}`);
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
    command: reading.command,
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
    const allowed = FLAGS[flag].type === "boolean" ? "use true or false" : reason.replace(/^--/, "");
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
