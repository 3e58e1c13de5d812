import { z } from "zod";
import { count, duration, flag, line, list, map, pause, shell } from "./schema-parts.ts";

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const envName = z
  .string({ error: "a variable's name" })
  .regex(ENV_NAME, { error: "a variable's name such as API_URL" });
const envText = z.string({ error: "text" }).max(32_768, { error: "at most 32768 characters" });
const envValue = z.union([envText, z.number(), z.boolean()], { error: "text or a number" }).nullable();
const envValues = z.record(envName, envValue, { error: "a map of names to values" });
const envItem = z.union([envName, envValues], { error: "a variable's name, or `NAME: value`" });

export const env = z
  .union([list(envItem, "variable names"), envValues], {
    error: "a list of variable names, or a map of names to values",
  })
  .describe("Environment that the executor sees: names of variables to pass on, or names with values");

export const profileName = z
  .string({ error: "the name of an agent profile" })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: "the name of an agent profile" });

export const executor = map({
  run: shell.optional().describe("Shell command, run by bash -e -o pipefail in the agent's work tree"),
  agent: profileName
    .optional()
    .describe("Agent profile: claude, codex, gemini, copilot or one of config.yaml"),
  manual: flag.optional().describe("true: a person commits the deliverables to the branch; the phase waits"),
  timeout: duration.optional().describe("Ends the phase when it takes longer: 90s, 30m, 2h"),
  retries: count(0, 20).optional().describe("Further attempts after the first; default 2"),
  backoff: pause.optional().describe("Wait before the first retry, doubling with each; default 2s"),
  fallback: list(profileName, "agent profiles")
    .optional()
    .describe("Agent profiles tried in order when the retries are spent"),
  stall_timeout: duration.optional().describe("Ends and retries a phase that is silent this long"),
  env: env.optional(),
}).superRefine((value, ctx) => {
  const kinds = [value.run, value.agent, value.manual || undefined].filter(kind => kind !== undefined);
  if (kinds.length > 1) ctx.addIssue({ code: "custom", message: "only one of run, agent and manual" });
});
export type ExecutorFile = z.infer<typeof executor>;

const PROMPTS = ["stdin", "file", "arg"] as const;
const RESULTS = ["text", "claude-json", "codex-jsonl", "gemini-json", "copilot-text"] as const;
const args = list(z.string({ error: "an argument as text" }), "arguments");

export const profile = map({
  command: line.optional().describe("Program to start"),
  args: args.optional().describe("Its arguments"),
  phase_args: map({
    design: args.optional(),
    spec: args.optional(),
    task: args.optional(),
    execute: args.optional(),
  })
    .optional()
    .describe("Arguments added in one phase only"),
  prompt: z
    .enum(PROMPTS, { error: `one of ${PROMPTS.join(", ")}` })
    .optional()
    .describe(
      "How the program gets its prompt: on its standard input, as a file's path, or as last argument",
    ),
  env: env.optional(),
  result: z
    .enum(RESULTS, { error: `one of ${RESULTS.join(", ")}` })
    .optional()
    .describe("Form of its output, from which result and usage are read"),
  stall_timeout: duration.optional().describe("Ends and retries a phase that is silent this long"),
  install: line.optional().describe("What to tell a person who lacks the program"),
}).describe("How an AI coding program is driven");
export type ProfileFile = z.infer<typeof profile>;
