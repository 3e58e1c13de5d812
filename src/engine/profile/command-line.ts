import { dirname, join } from "node:path";
import type { Phase } from "../../milestone/phase.ts";
import type { AgentProfile } from "../../milestone/plan/plan.ts";
import { BUILT_IN_PROFILES } from "../../milestone/plan/profiles.ts";

export interface CommandLineQuestion {
  phase: Phase;
  prompt: string;
  /** Absolute path of the file that holds the prompt; its folder is private to the attempt. */
  promptFile: string;
  /** The attempt's MILESTONE_ variables. */
  variables: Readonly<Record<string, string>>;
  /** Absolute; absent: unknown. */
  worktree?: string;
  /** The environment that the program will get, for `{env.NAME}`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** A model in place of the profile's own; null or absent: none. */
  model?: string | null;
  /** What the attempt may cost; null or absent: no limit. */
  remainingUsd?: number | null;
  /** The conversation that it begins or goes on with; absent: nothing is kept of it. */
  conversation?: { session: string; isResumed: boolean; file: string | null };
}

export interface CommandLine {
  argv: string[];
  /** null: nothing, so that a program that reads its input sees its end at once. */
  stdin: string | null;
  /** Values that belong to the environment, with words replaced; null passes the engine's own on. */
  env: Record<string, string | null>;
  /** To be written before the program starts. */
  files: { path: string; content: string }[];
  /** Where the program leaves its usage, when it was told a file. */
  usageFile: string | null;
}

/** Linux passes at most 128 KiB in one argument; a longer prompt is pointed to. */
const ARGUMENT_BYTES = 120_000;

/**
 * The command line of a profile for one attempt; no shell ever reads it. In `args`, `phase_args`, `env` and the
 * profile's files these words are replaced:
 *
 * - `{prompt}`, `{prompt_file}`: the brief, and the path of its file
 * - `{worktree}`: absolute path of the agent's work tree
 * - `{deliverables}`, `{deliverables_path}`: the phase's folder, absolute and relative to the work tree
 * - `{deliverables_regex}`: the absolute folder, escaped for a regular expression
 * - `{files}`: a private folder that holds the profile's files
 * - `{usage_file}`: a file below it, for programs that write their usage there
 * - `{budget_usd}`: what the attempt may cost, in US dollars with four decimals
 * - `{env.NAME}`: a variable of the program's environment
 *
 * An argument that names something unknown (no budget, a variable that is not set) is left out as a whole, so such a
 * value goes into one argument with its flag: `--max-budget-usd={budget_usd}`.
 */
export function commandLine(profile: AgentProfile, question: CommandLineQuestion): CommandLine {
  const values = valuesOf(question);
  const args = [...profile.args, ...(profile.phaseArgs[question.phase] ?? [])];
  const plain = args.flatMap(arg => replaced(arg, values) ?? []);
  const argv = [profile.command, ...(question.model ? withModel(plain, question.model) : plain)];
  argv.push(...conversationArgs(profile, question).flatMap(arg => replaced(arg, values) ?? []));
  const placed = args.some(arg => arg.includes("{prompt}") || arg.includes("{prompt_file}"));
  if (profile.prompt === "arg" && !placed) argv.push(promptArgument(question));
  if (profile.prompt === "file" && !placed) argv.push(question.promptFile);
  const files = Object.entries(profile.files ?? {}).flatMap(([name, text]) => {
    const content = replaced(text, values);
    return content === null ? [] : [{ path: join(values.get("files")!, name), content }];
  });
  const env: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(profile.env)) {
    const given = value === null ? null : replaced(value, values);
    if (value === null || given !== null) env[name] = given;
  }
  const usageFile = args.some(arg => arg.includes("{usage_file}")) ? values.get("usage_file")! : null;
  return { argv, stdin: profile.prompt === "stdin" ? question.prompt : null, env, files, usageFile };
}

/** Of a program that knows none, or whose arguments say something of it themselves: nothing. */
function conversationArgs(profile: AgentProfile, question: CommandLineQuestion): readonly string[] {
  if (!profile.conversation || !talks(profile)) return [];
  const { without, start, resume } = profile.conversation;
  if (!question.conversation) return without;
  return question.conversation.isResumed ? resume : start;
}

/** Whether the profile's program can be told which conversation it has: the built-in one, called as it is meant to be. */
export function talks({ conversation, args, name, command }: AgentProfile): boolean {
  return (
    conversation !== undefined &&
    BUILT_IN_PROFILES[name]?.command === command &&
    !args.some(arg => /session|ephemeral|resume|continue|^-[cr]$/.test(arg))
  );
}

/** All four known programs take `--model=`; given twice some of them refuse it. */
function withModel(args: readonly string[], model: string): string[] {
  const others = args.filter(
    (arg, i) => !/^(?:--model(?:=|$)|-m$)/.test(arg) && !/^(?:--model|-m)$/.test(args[i - 1] ?? ""),
  );
  return [...others, `--model=${model}`];
}

function promptArgument({ prompt, promptFile }: CommandLineQuestion): string {
  if (Buffer.byteLength(prompt) <= ARGUMENT_BYTES) return prompt;
  return `Read the file ${promptFile} and do what it says: it is your whole brief.`;
}

function valuesOf(question: CommandLineQuestion): Map<string, string> {
  const { prompt, promptFile, variables, worktree, environment = {}, remainingUsd } = question;
  const folder = dirname(promptFile);
  const values = new Map<string, string>([
    ["prompt", promptArgument(question)],
    ["prompt_file", promptFile],
    ["files", folder],
    ["usage_file", join(folder, "usage.json")],
  ]);
  if (prompt === "") values.delete("prompt");
  const { session, file } = question.conversation ?? {};
  if (session !== undefined) values.set("session", session);
  if (file) values.set("session_file", file);
  const deliverables = variables.MILESTONE_DELIVERABLES;
  if (deliverables !== undefined) {
    values.set("deliverables", deliverables);
    values.set("deliverables_regex", deliverables.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
    const at = worktree ?? deliverables.slice(0, Math.max(0, deliverables.lastIndexOf("/.milestones/")));
    values.set("worktree", at);
    if (deliverables.startsWith(`${at}/`)) values.set("deliverables_path", deliverables.slice(at.length + 1));
  } else if (worktree !== undefined) values.set("worktree", worktree);
  if (remainingUsd !== null && remainingUsd !== undefined) {
    // Claude Code refuses 0; a hundredth of a cent stops it after its first answer.
    values.set("budget_usd", Math.max(0.0001, Math.floor(remainingUsd * 10_000) / 10_000).toFixed(4));
  }
  for (const [name, value] of Object.entries({ ...environment, ...variables })) {
    if (value) values.set(`env.${name}`, value);
  }
  return values;
}

const WORD =
  /\{(prompt|prompt_file|files|usage_file|worktree|deliverables|deliverables_path|deliverables_regex|budget_usd|session|session_file|env\.[A-Za-z_][A-Za-z0-9_]*)\}/g;

/** null when a word has no value. Other braces stay as they are. */
function replaced(text: string, values: ReadonlyMap<string, string>): string | null {
  let known = true;
  const result = text.replace(WORD, (_, word: string) => {
    const value = values.get(word);
    if (value === undefined) known = false;
    return value ?? "";
  });
  return known ? result : null;
}
