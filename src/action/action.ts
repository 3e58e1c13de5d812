import { appendFileSync } from "node:fs";
import { failuresOf, type Outcome } from "../commands/outcome.ts";
import { createRedactor, type Redactor } from "../engine/output/redact.ts";
import { neutralise, workflowCommand } from "../engine/output/workflow-commands.ts";
import { type Entry, secretValues } from "../engine/process/entry.ts";
import { type Complaint, faultText, Refusal } from "../engine/refusal.ts";
import { idProblem } from "../milestone/names.ts";
import { sanitise } from "../milestone/text/sanitise.ts";
import { type Inputs, readInputs } from "./inputs.ts";
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
    // A wrong input is answered before the engine is loaded: that would take three times as long as node's own start.
    const { runStep, report } = await import("./step.ts");
    const outcome = await runStep(entry, inputs, redactor, line);
    await report(outcome, redactor, line);
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
