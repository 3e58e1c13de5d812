import { appendFileSync, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { saveState, setOutput } from "@actions/core";
import { planSource } from "../commands/imported-source.ts";
import { narrator } from "../commands/narrate.ts";
import type { Outcome } from "../commands/outcome.ts";
import { type Origin, runCommand, runOptions } from "../commands/run-command.ts";
import { localForge } from "../engine/forge.ts";
import { openMachine } from "../engine/machine/open-machine.ts";
import { openRunnerFiles, saysWritten } from "../engine/machine/runner-files.ts";
import type { Redactor } from "../engine/output/redact.ts";
import { workflowCommand } from "../engine/output/workflow-commands.ts";
import { boundHeap } from "../engine/process/bound-heap.ts";
import type { Entry } from "../engine/process/entry.ts";
import { Refusal } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import { draftsPlan } from "../milestone/command/command-reader.ts";
import { COMMANDS } from "../milestone/command/command-table.ts";
import { paths } from "../milestone/names.ts";
import { type GitHubConfig, readGitHubConfig } from "../milestone/plan/github-config.ts";
import type { Person } from "../milestone/session/event.ts";
import { actorOf } from "./actor.ts";
import type { ForgeRequest, OpenedForge } from "./github-forge.ts";
import type { Inputs } from "./inputs.ts";

/** The command of one step, on the machine and the GitHub it runs with. @throws Refusal for bad input */
export async function runStep(
  entry: Entry,
  inputs: Inputs,
  redactor: Redactor,
  line: (text: string) => void,
): Promise<Outcome> {
  boundHeap();
  if (!inputs.allRested) return runOne(entry, inputs, redactor, line);
  const { resumeRested } = await import("./resume-rested.ts");
  const named = (milestone: string) => ({ ...inputs, command: { ...inputs.command, milestone } });
  return resumeRested({
    machine: await readingMachine(entry, inputs, redactor, line),
    resume: milestone => runOne(entry, named(milestone), redactor, line),
    line,
  });
}

/** Looks at the milestones and leaves them as they are. */
function readingMachine(
  { env }: Entry,
  { command, token, workingDirectory }: Inputs,
  redactor: Redactor,
  line: (text: string) => void,
) {
  return openMachine({
    planSource,
    milestone: "",
    push: true,
    gitIntegration: true,
    readsOnly: true,
    onRunner: true,
    live: false,
    directory: join(env.GITHUB_WORKSPACE ?? process.cwd(), workingDirectory),
    environment: env,
    token,
    redactor,
    narrator: narrator({ level: command.flags.monitoring ?? "detailed", line, onRunner: true }),
    server: env.GITHUB_SERVER_URL ?? "https://github.com",
    forge: () => localForge,
    isRunOver: null,
    jobs: null,
  });
}

async function runOne(
  entry: Entry,
  inputs: Inputs,
  redactor: Redactor,
  line: (text: string) => void,
): Promise<Outcome> {
  const { env } = entry;
  const { command } = inputs;
  const tell = narrator({ level: command.flags.monitoring ?? "detailed", line, onRunner: true });
  const directory = join(env.GITHUB_WORKSPACE ?? process.cwd(), inputs.workingDirectory);
  const { token, project } = inputs;
  if (draftsPlan(command) || command.name === "replan") {
    const { planOnRunner } = await import("./plan-on-runner.ts");
    return planOnRunner({ entry, command, token, directory, redactor, narrator: tell });
  }
  const github = await openForge({ env, token, project, command, narrator: tell });
  const given = await github.authorize(await baseConfig(directory));
  if (!given.ok) throw new Refusal([given.complaint]);
  const options = runOptions(command, originOf(env, command, given.by));
  const runnerFiles = openRunnerFiles(env);
  const machine = await openMachine({
    planSource,
    runnerFiles,
    ...onThisRunner(command, options),
    directory,
    environment: env,
    token,
    redactor,
    narrator: tell,
    server: env.GITHUB_SERVER_URL ?? "https://github.com",
    forge: () => github.forge,
    isRunOver: github.isRunOver,
    jobs: github.jobs,
  });
  try {
    // Packing and working leave nothing behind that a post step would have to save.
    if (command.name !== "pack" && command.name !== "work") saveState("milestone", options.milestone);
    saveState("directory", directory);
    runnerFiles.settle();
    return await runCommand(machine, command, options, {
      goOn: () => true,
      print: text => process.stdout.write(redactor.redact(text)),
      onStart: run => github.forge.attach?.(run),
      ...(inputs.continueLater ? { continueLater: github.dispatchNext } : {}),
    });
  } finally {
    await machine.close();
    const late = runnerFiles.writtenSince(runnerFiles.mark);
    if (late.length > 0) tell.warn(saysWritten(late));
  }
}

/** `.github/milestone.yml` as it was checked out: a run always checks out the base branch. */
async function baseConfig(directory: string): Promise<GitHubConfig> {
  const file = join(directory, paths.githubConfig);
  const text = existsSync(file) ? await readFile(file, "utf8") : "";
  return readGitHubConfig(text, paths.githubConfig).config;
}

/** What of the command the machine must know. */
function onThisRunner(command: Command, options: RunOptions) {
  return {
    milestone: options.milestone,
    push: command.flags.push ?? true,
    gitIntegration: options.gitIntegration,
    followsCheckout: !COMMANDS[command.name].flags.includes("git-integration"),
    onRunner: true,
    provesBase: true,
    live: options.monitoring === "verbose",
  };
}

function originOf(env: Record<string, string>, command: Command, by: Person): Origin {
  const automatic = isAutomatic(env, command.flags.request ?? null);
  const askedFor = !automatic && env.GITHUB_EVENT_NAME === "workflow_dispatch";
  return { onRunner: true, by, automatic, askedFor };
}

/** A review, or the app's sweep, starts runs that nobody asked for in so many words. */
function isAutomatic(env: Record<string, string>, request: string | null): boolean {
  return env.GITHUB_EVENT_NAME === "pull_request_review" || /^(review|sweep|continue)/.test(request ?? "");
}

/** The outcome as outputs and job summary. */
export function report(outcome: Outcome, redactor: Redactor, line: (text: string) => void): void {
  for (const [name, value] of Object.entries(outcome.outputs)) {
    if (value === undefined) continue;
    const text = redactor.redact(typeof value === "object" ? JSON.stringify(value) : String(value));
    const fitting = fitOutput(text);
    if (fitting !== text) {
      line(
        workflowCommand(
          "warning",
          `the output ${name} is larger than GitHub takes; ${fitting === null ? "it is left out" : "only its first items are given"}`,
        ),
      );
    }
    setOutput(name, fitting ?? "");
  }
  const { GITHUB_STEP_SUMMARY } = process.env;
  if (!GITHUB_STEP_SUMMARY) return;
  const text = outcome.summary?.() ?? "```text\n" + outcome.text.replaceAll("```", "'''") + "\n```";
  appendFileSync(GITHUB_STEP_SUMMARY, `${fitSummary(redactor.redact(text))}\n`);
}

/** GitHub drops a step's whole summary when it is larger than this (bytes). */
const SUMMARY_BYTES = 1024 * 1024;
const CUT_SUMMARY =
  "\n\n_GitHub shows no more of it: `milestone report` prints the whole, and the branch holds it._\n";

/** A summary such as GitHub takes it: whole lines, and no code block left open. */
export function fitSummary(text: string, limit = SUMMARY_BYTES): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  const fence = "\n```";
  const room = limit - Buffer.byteLength(CUT_SUMMARY) - fence.length;
  const end = bytes.lastIndexOf("\n", room);
  const kept = bytes.subarray(0, Math.max(end, 0)).toString("utf8");
  const isOpen = kept.split("\n").filter(line => line.startsWith("```")).length % 2 === 1;
  return kept + (isOpen ? fence : "") + CUT_SUMMARY;
}

/** GitHub takes 1 MiB of outputs for a whole job: the four that grow with the milestone fit into it together (bytes). */
const OUTPUT_BYTES = 240 * 1024;

/**
 * An output's value such as GitHub takes it: as it is, or, when it is a JSON array, its first items; null when nothing
 * of it would be of use to its parsers.
 */
export function fitOutput(value: string, limit = OUTPUT_BYTES): string | null {
  if (Buffer.byteLength(value) <= limit) return value;
  if (!value.startsWith("[")) return null;
  const kept: string[] = [];
  let bytes = 2;
  for (const item of JSON.parse(value) as unknown[]) {
    const text = JSON.stringify(item);
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > limit) break;
    kept.push(text);
  }
  return `[${kept.join(",")}]`;
}

const UNKNOWN_APPROVER = {
  message: "the phase has approvers, and without a token GitHub cannot be asked whether this is one",
  remedy: "give the input github-token",
};

/** GitHub as the Action sees it; without a repository and a token nothing is asked and gates stay closed. */
async function openForge(request: ForgeRequest): Promise<OpenedForge> {
  const { env, token } = request;
  if (!token || !env.GITHUB_REPOSITORY || !env.GITHUB_API_URL) {
    return {
      forge: {
        ...localForge,
        present: Boolean(env.GITHUB_REPOSITORY),
        answerComplaint: async ({ gate }) => (gate && env.GITHUB_REPOSITORY ? UNKNOWN_APPROVER : null),
      },
      isRunOver: null,
      dispatchNext: async () => undefined,
      jobs: null,
      authorize: async () => ({ ok: true, by: actorOf(env) }),
    };
  }
  const { githubForge } = await import("./github-forge.ts");
  return githubForge({ ...request, token, repository: env.GITHUB_REPOSITORY, api: env.GITHUB_API_URL });
}
