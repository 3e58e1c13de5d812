import { appendFileSync, readFileSync } from "node:fs";
import { failuresOf, type Outcome } from "../commands/outcome.ts";
import { createRedactor, type Redactor } from "../engine/output/redact.ts";
import { neutralise, workflowCommand } from "../engine/output/workflow-commands.ts";
import { type Entry, secretValues } from "../engine/process/entry.ts";
import { type Complaint, faultText, Refusal } from "../engine/refusal.ts";
import { idProblem } from "../milestone/names.ts";
import { sanitise } from "../milestone/text/sanitise.ts";
import { type Inputs, readInputs } from "./inputs.ts";

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
    // A wrong input is answered before the engine is loaded: that would take three times as long as node's own start.
    const { runStep, report } = await import("./step.ts");
    const outcome = await runStep(entry, inputs, redactor, line);
    report(outcome, redactor, line);
    line(sanitise(outcome.text).split("\n").map(neutralise).join("\n"));
    if (outcome.notice) line(workflowCommand("notice", outcome.notice, { title: "milestone" }));
    if (!failsStep(outcome, inputs)) return 0;
    for (const why of failuresOf(outcome)) line(workflowCommand("error", why, { title: "milestone" }));
    return 1;
  } catch (error) {
    return refused(error, { redactor, line, named: (env.INPUT_MILESTONE ?? "").trim() });
  }
}

function failsStep(outcome: Outcome, inputs: Inputs): boolean {
  if (outcome.status === null) return outcome.exitCode !== 0;
  if (outcome.status === "failed") return true;
  if (outcome.status === "blocked") return inputs.failOnBlocked && outcome.exitCode !== 0;
  return outcome.exitCode !== 0 && outcome.interrupted === true;
}

/** Bad input is an annotation at its file and line; a fault is one sentence, never a stack trace. */
function refused(
  error: unknown,
  { redactor, line, named }: { redactor: Redactor; line: (text: string) => void; named: string },
): number {
  const complaints: Complaint[] = error instanceof Refusal ? error.complaints : [faultText(error)];
  for (const { message, remedy, file, line: at, column } of complaints) {
    const place = file ? { file, line: at ?? 1, col: column } : {};
    line(
      workflowCommand("error", redactor.redact(`${message}. ${remedy}`), { title: "milestone", ...place }),
    );
  }
  if (!(error instanceof Refusal) && error instanceof Error && process.env.RUNNER_DEBUG)
    line(redactor.redact(error.stack ?? ""));
  const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = process.env;
  // Without the toolkit, which would take as long to load as all else here.
  const milestone = named !== "" && idProblem(named) === null ? `milestone=${named}\n` : "";
  append(GITHUB_OUTPUT, `status=failed\n${milestone}`, line);
  if (GITHUB_STEP_SUMMARY) {
    const rows = complaints.map(
      c =>
        `- ${c.file ? `\`${c.file}:${c.line ?? 1}\` ` : ""}${escapeMarkdown(c.message)}. ${escapeMarkdown(c.remedy)}.`,
    );
    const text = redactor.redact(`### The milestone was not run\n\n${rows.join("\n")}\n`);
    append(GITHUB_STEP_SUMMARY, text + "\n", line);
  }
  return 1;
}

/** To one of the runner's files. It may be what failed in the first place, as on a full disk. */
function append(file: string | undefined, text: string, line: (text: string) => void): void {
  if (!file) return;
  try {
    appendFileSync(file, text);
  } catch (error) {
    line(workflowCommand("warning", faultText(error).message));
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|@~]/g, match => `\\${match}`);
}

/** Events that run with secrets on behalf of whoever wrote a comment, an issue or a fork's code. */
const UNTRUSTED = new Set([
  "pull_request_target",
  "workflow_run",
  "issue_comment",
  "issues",
  "discussion",
  "discussion_comment",
  "fork",
  "watch",
]);

/**
 * Refuses events under which anyone on the internet could choose what runs (S-PWN-2), and those of a fork's pull
 * request. A milestone is started by workflow_dispatch, a schedule, a push, or a review in the same repository.
 */
export function untrustedEvent(env: Readonly<Record<string, string | undefined>>): Complaint | null {
  const event = env.GITHUB_EVENT_NAME ?? "";
  if (UNTRUSTED.has(event)) {
    return {
      message: `E_UNTRUSTED_EVENT: a milestone is not executed by the event ${event}, which strangers can cause`,
      remedy: "start it by workflow_dispatch; the app does so for comments",
    };
  }
  if (event.startsWith("pull_request") && !isOwnPullRequest(env)) {
    return {
      message: "E_UNTRUSTED_EVENT: a milestone is not executed for a pull request from a fork",
      remedy: "let the job run only where github.event.pull_request.head.repo.id is github.repository_id",
    };
  }
  return null;
}

/** Compared by number, as names can be taken over; what cannot be read counts as a stranger's. */
function isOwnPullRequest(env: Readonly<Record<string, string | undefined>>): boolean {
  const path = env.GITHUB_EVENT_PATH;
  if (!path) return false;
  let payload: EventPayload;
  try {
    payload = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  const head = payload?.pull_request?.head?.repo?.id;
  return typeof head === "number" && head === payload?.repository?.id;
}

type EventPayload = {
  pull_request?: { head?: { repo?: { id?: unknown } | null } };
  repository?: { id?: unknown };
} | null;
