import { z } from "zod";
import { count, duration, flag, key, line, list, map, pause, prose, shell } from "./schema-parts.ts";

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const envName = z
  .string({ error: "a variable's name" })
  .regex(ENV_NAME, { error: "a variable's name such as API_URL" });
const envText = z.string({ error: "text" }).max(32_768, { error: "at most 32768 characters" });
const envValue = z.union([envText, z.number(), z.boolean()], { error: "text or a number" }).nullable();
const envValues = z.record(envName, envValue, { error: "a map of names to values" });
const envItem = z.union([envName, envValues], { error: "a variable's name, or `NAME: value`" });

export const env = z.union([list(envItem, "variable names"), envValues], {
  error: "a list of variable names, or a map of names to values",
});

export const profileName = z
  .string({ error: "the name of an agent profile" })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: "the name of an agent profile" });

/** How a phase is carried out: below `executor`, and as short words directly on a task or a phase. */
export const executorKeys = {
  run: key(shell, {
    means: "Shell command, run by `bash -e -o pipefail` in the work tree of the phase",
    example: "npm run build",
  }),
  agent: key(profileName, {
    means:
      "Agent profile that does the work: claude, codex, gemini, copilot or one of `agents` in config.yaml",
    example: "claude",
  }),
  manual: key(flag, {
    means: "`true`: a person commits the deliverables to the branch, and the phase waits for that",
    example: true,
  }),
  timeout: key(duration, {
    means: "The phase is ended, with all its processes, when it takes longer",
    default: "`limits.phase_timeout`",
    example: "30m",
  }),
  retries: key(count(0, 20), {
    means: "Further attempts after the first; a number that is written is obeyed",
    default: "1 for `run`, 2 for `agent`",
    example: 2,
  }),
  backoff: key(pause, {
    means: "Wait before the first retry, doubling with each",
    default: "2s",
    example: "10s",
  }),
  fallback: key(list(profileName, "agent profiles"), {
    means: "Agent profiles tried in order when the attempts are spent",
    default: "none",
    example: ["codex"],
  }),
  stall_timeout: key(duration, {
    means: "Ends and retries a phase that is silent this long; unwritten, silence is only a warning",
    default: "the profile's, else none",
    example: "10m",
  }),
  env: key(env, {
    means: "Environment that the executor sees: names of variables to pass on, or names with values",
    default: "none",
    example: { NODE_ENV: "test" },
  }),
  escalate: key(list(profileName, "agent profiles or models"), {
    means: "Profiles or models, bigger ones last, for an attempt after two failures of the same kind",
    default: "none",
    example: ["opus"],
  }),
  alternative: key(prose, {
    means: "Another brief, given to an agent after two failures of the same kind",
    default: "none",
    example: "Do it without the generator, by hand",
  }),
};

const EXECUTOR_KINDS = ["run", "agent", "manual"] as const;

/** What is wrong with the way that the work is named, or null. */
export function executorProblem(value: { run?: unknown; agent?: unknown; manual?: unknown }): string | null {
  const kinds = EXECUTOR_KINDS.filter(kind => value[kind] !== undefined && value[kind] !== false);
  return kinds.length > 1 ? "only one of run, agent and manual" : null;
}

export const executor = map(executorKeys).superRefine((value, ctx) => {
  const problem = executorProblem(value);
  if (problem) ctx.addIssue({ code: "custom", message: problem });
});
export type ExecutorFile = z.infer<typeof executor>;

const PROMPTS = ["stdin", "file", "arg"] as const;
const RESULTS = ["text", "claude-json", "codex-jsonl", "gemini-json", "copilot-text"] as const;
const args = list(z.string({ error: "an argument as text" }), "arguments");
const argsOf = (phase: string) =>
  key(args, { means: `Arguments added in ${phase} phases`, default: "none", example: ["--plan"] });

export const profile = map({
  command: key(line, { means: "Program to start", default: "the profile's name", example: "my-agent" }),
  args: key(args, { means: "Its arguments", default: "none", example: ["--print"] }),
  phase_args: key(
    map({
      design: argsOf("design"),
      spec: argsOf("spec"),
      task: argsOf("task"),
      execute: argsOf("execute"),
    }),
    { means: "Arguments added in one phase only", default: "none", example: { design: ["--plan"] } },
  ),
  prompt: key(z.enum(PROMPTS, { error: `one of ${PROMPTS.join(", ")}` }), {
    means: "How the program gets its prompt: on its standard input, as a file's path, or as last argument",
    default: "stdin",
    example: "file",
  }),
  env: key(env, {
    means: "Environment of the program: names of variables to pass on, or names with values",
    default: "none",
    example: ["MY_AGENT_KEY"],
  }),
  result: key(z.enum(RESULTS, { error: `one of ${RESULTS.join(", ")}` }), {
    means: "Form of its output, from which result and usage are read",
    default: "text",
    example: "text",
  }),
  model: key(line, {
    means: "Model whose price counts",
    default: "the one in its arguments or variables, else the program's own default",
    example: "gpt-5",
  }),
  stall_timeout: key(duration, {
    means: "Ends and retries a phase that is silent this long",
    default: "none",
    example: "10m",
  }),
  install: key(line, {
    means: "What to tell a person who lacks the program",
    default: "none",
    example: "npm install --global my-agent",
  }),
});
export type ProfileFile = z.infer<typeof profile>;
