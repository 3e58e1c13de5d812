import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openMachine } from "./engine/machine/open-machine.ts";
import { createRedactor, type Redactor } from "./engine/output/redact.ts";
import { neutralise, workflowCommand } from "./engine/output/workflow-commands.ts";
import { type Entry, secretValues } from "./engine/process/entry.ts";
import { type Complaint, Refusal } from "./engine/refusal.ts";
import { openForge } from "./forge.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { faultText } from "./machine-fault.ts";
import { type GitHubConfig, readGitHubConfig } from "./milestone/github-config.ts";
import { paths } from "./milestone/names.ts";
import { sanitise } from "./milestone/text/sanitise.ts";
import { narrator } from "./narrate.ts";
import { runOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { fitOutput } from "./output-limit.ts";
import { runCommand } from "./run.ts";
import { untrustedEvent } from "./untrusted-event.ts";

/** One step of a workflow: inputs in, outputs, annotations and a job summary out. Answers the exit code. */
export async function action(entry: Entry): Promise<number> {
  const { env } = entry;
  const redactor = createRedactor(secretValues(env));
  // The one way to the log: whatever anyone says goes through the redactor.
  const line = (text: string): void => {
    process.stdout.write(redactor.redact(text) + "\n");
  };
  try {
    if (entry.exposed) line(workflowCommand("warning", entry.exposed));
    const inputs = readInputs(env);
    // The runner must be told the value itself.
    if (inputs.token) process.stdout.write(workflowCommand("add-mask", inputs.token) + "\n");
    const untrusted = untrustedEvent(env);
    if (untrusted) throw new Refusal([untrusted]);
    const outcome = await runStep(entry, inputs, redactor, line);
    await report(outcome, redactor, line);
    line(sanitise(outcome.text).split("\n").map(neutralise).join("\n"));
    return failsStep(outcome, inputs) ? 1 : 0;
  } catch (error) {
    return refused(error, redactor, line);
  }
}

async function runStep(
  entry: Entry,
  inputs: Inputs,
  redactor: Redactor,
  line: (text: string) => void,
): Promise<Outcome> {
  const { env } = entry;
  const { command } = inputs;
  const tell = narrator({ level: command.flags.monitoring ?? "detailed", line, onRunner: true });
  const directory = join(env.GITHUB_WORKSPACE ?? process.cwd(), inputs.workingDirectory);
  const { forge, isRunOver, dispatchNext, giver } = await openForge({
    env,
    token: inputs.token,
    project: inputs.project,
    command,
    narrator: tell,
  });
  const given = await giver(await baseConfig(directory));
  if (!given.ok) throw new Refusal([given.complaint]);
  const options = runOptions(command, {
    onRunner: true,
    by: given.by,
    automatic: isAutomatic(env, command.flags.request ?? null),
  });
  const machine = await openMachine({
    directory,
    milestone: options.milestone,
    environment: env,
    token: inputs.token,
    server: env.GITHUB_SERVER_URL ?? "https://github.com",
    push: command.flags.push ?? true,
    gitIntegration: options.gitIntegration,
    onRunner: true,
    live: options.monitoring === "verbose",
    redactor,
    narrator: tell,
    forge: () => forge,
    isRunOver,
  });
  const { saveState } = await import("@actions/core");
  saveState("milestone", options.milestone);
  saveState("directory", directory);
  try {
    return await runCommand(machine, command, options, {
      goOn: () => true,
      onStart: run => forge.attach?.(run),
      ...(inputs.continueLater ? { continueLater: dispatchNext } : {}),
    });
  } finally {
    await machine.close();
  }
}

/** `.github/milestone.yml` as it was checked out: a run always checks out the base branch. */
async function baseConfig(directory: string): Promise<GitHubConfig> {
  const file = join(directory, paths.githubConfig);
  const text = existsSync(file) ? await readFile(file, "utf8") : "";
  return readGitHubConfig(text, paths.githubConfig).config;
}

/** A review, or the app's sweep, starts runs that nobody asked for in so many words. */
function isAutomatic(env: Record<string, string>, request: string | null): boolean {
  return env.GITHUB_EVENT_NAME === "pull_request_review" || /^(review|sweep|continue)/.test(request ?? "");
}

function failsStep(outcome: Outcome, inputs: Inputs): boolean {
  if (outcome.status === null) return outcome.exitCode !== 0;
  if (outcome.status === "failed") return true;
  if (outcome.status === "blocked") return inputs.failOnBlocked && outcome.exitCode !== 0;
  return outcome.exitCode !== 0 && outcome.interrupted === true;
}

async function report(outcome: Outcome, redactor: Redactor, line: (text: string) => void): Promise<void> {
  const core = await import("@actions/core");
  for (const [name, value] of Object.entries(outcome.outputs)) {
    if (value === undefined) continue;
    const text = redactor.redact(String(value));
    const fitting = fitOutput(text);
    if (fitting !== text) {
      line(
        workflowCommand(
          "warning",
          `the output ${name} is larger than GitHub takes; ${fitting === null ? "it is left out" : "only its first items are given"}`,
        ),
      );
    }
    core.setOutput(name, fitting ?? "");
  }
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const text = outcome.summary ?? "```text\n" + outcome.text.replaceAll("```", "'''") + "\n```";
  await core.summary.addRaw(redactor.redact(text), true).write();
}

/** Bad input is an annotation at its file and line; a fault is one sentence, never a stack trace. */
async function refused(error: unknown, redactor: Redactor, line: (text: string) => void): Promise<number> {
  const complaints: Complaint[] = error instanceof Refusal ? error.complaints : [faultText(error)];
  for (const { message, remedy, file, line: at, column } of complaints) {
    const place = file ? { file, line: at ?? 1, col: column } : {};
    line(
      workflowCommand("error", redactor.redact(`${message}. ${remedy}`), { title: "milestone", ...place }),
    );
  }
  if (!(error instanceof Refusal) && error instanceof Error && process.env.RUNNER_DEBUG)
    line(redactor.redact(error.stack ?? ""));
  const core = await import("@actions/core");
  core.setOutput("status", "failed");
  if (process.env.GITHUB_STEP_SUMMARY) {
    const rows = complaints.map(
      c =>
        `- ${c.file ? `\`${c.file}:${c.line ?? 1}\` ` : ""}${escapeMarkdown(c.message)}. ${escapeMarkdown(c.remedy)}.`,
    );
    await core.summary
      .addRaw(redactor.redact(`### The milestone was not run\n\n${rows.join("\n")}\n`), true)
      .write();
  }
  return 1;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|@~]/g, match => `\\${match}`);
}
