import { FLAGS, flagUsage } from "./command-flags.ts";
import type { Argument, Need, Place } from "./command-spec.ts";
import { COMMANDS, type CommandName, commandsAt, SHELLS, TERMINAL_FLAGS } from "./command-table.ts";

const PLACEHOLDERS: { readonly [A in Argument]: string } = {
  task: "<task>",
  target: "<task>[/<phase>]",
  phase: "<task>/<phase>",
  gate: "<task>/<phase>",
  text: "<reason>",
  source: "<path>|github:<number>",
  id: "<id>",
  shell: SHELLS.join("|"),
  command: "<command>",
};

/** What is said where an argument is missing or is something else. */
export const WANTED: { readonly [A in Argument]: string } = {
  task: "which task? Its id is wanted here",
  target: "a task, or <task>/<phase>, is wanted here; the phases are design, spec, task and execute",
  phase: "<task>/<phase> is wanted here; the phases are design, spec, task and execute",
  gate: "<task>/<phase> is wanted here; the phases are design, spec, task and execute",
  text: "a reason is wanted here",
  source: "where from? A path, or github:<number of the milestone>, is wanted here",
  id: "an id is wanted here",
  shell: `which shell? One of ${SHELLS.join(", ")} is wanted here`,
  command: "a command is wanted here",
};

const WHO: { readonly [N in Need]: string } = {
  read: "anyone who can read the repository",
  write: "whoever has write permission",
  approver: "the gate's approvers",
  maintain: "whoever has maintain permission",
};

/** Who may give a command, in words. */
export const whoMay = (need: Need): string => WHO[need];

/** The command's line of usage without its flags; where a comment's place implies the milestone, the id is optional. */
export function commandUsage(name: CommandName, place: Place): string[] {
  const spec = COMMANDS[name];
  const words = [place === "comment" ? "/milestone" : "milestone", name];
  if (spec.milestone !== "none") {
    words.push(place === "comment" || spec.milestone === "optional" ? "[<id>]" : "<id>");
  }
  for (const { kind, required } of spec.arguments) {
    words.push(required ? PLACEHOLDERS[kind] : `[${PLACEHOLDERS[kind]}]`);
  }
  return [words.join(" ")];
}

/** Everything about one command: what it does, usage, flags, who may, examples. Plain text. */
export function commandHelp(name: CommandName, place: "comment" | "terminal"): string {
  const spec = COMMANDS[name];
  const lead = place === "comment" ? "/milestone" : "milestone";
  const flags = spec.flags.map(flag => [flagUsage(flag), FLAGS[flag].summary] as const);
  const width = Math.max(0, ...flags.map(([usage]) => usage.length));
  return [
    `${spec.summary[0]!.toUpperCase()}${spec.summary.slice(1)}.`,
    "",
    "Usage",
    ...commandUsage(name, place).map(usage => `  ${usage}${flags.length ? " [flags]" : ""}`),
    ...(flags.length ? ["", "Flags"] : []),
    ...flags.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${summary}`),
    "",
    "Examples",
    ...spec.examples.map(example => `  ${lead} ${example}`),
    ...(place === "comment" ? ["", `Who may: ${WHO[spec.needs]}.`] : []),
  ].join("\n");
}

/** One line per command. Plain text. */
export function commandOverview(place: "comment" | "terminal"): string {
  const lead = place === "comment" ? "/milestone" : "milestone";
  const names = commandsAt(place);
  const width = Math.max(...names.map(name => name.length));
  return [
    `${lead} <command> [<id>] …`,
    "",
    ...names.map(name => `  ${name.padEnd(width)}  ${COMMANDS[name].summary}`),
    "",
    `${lead} help <command> shows flags and examples.`,
    ...(place === "terminal"
      ? [`Every command takes ${TERMINAL_FLAGS.map(flag => flagUsage(flag)).join(" ")}.`]
      : []),
  ].join("\n");
}

/** A command line to suggest; words that are not plain are left out, since they would be repeated to everybody. */
export function lineOf(place: Place, words: readonly string[]): string {
  const plain = words.slice(0, 12).filter(word => /^[A-Za-z0-9._/=-]{1,80}$/.test(word));
  return [place === "comment" ? "/milestone" : "milestone", ...plain].join(" ");
}
