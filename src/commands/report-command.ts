import { writeFile } from "node:fs/promises";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import type { DashboardInput } from "../milestone/view/dashboard.ts";
import { reportText } from "../milestone/view/dashboard-text.ts";
import type { ShownDocument } from "../milestone/view/html/page-data.ts";
import { reportMarkdown } from "../milestone/view/report-markdown.ts";
import { writeReportFile } from "./execute-command.ts";
import { type LiveMilestone, readLiveMilestone } from "./live-state.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";

export async function reportCommand(
  machine: Machine,
  options: RunOptions,
  command: Command,
): Promise<Outcome> {
  const live = await readLiveMilestone(machine, options);
  const { plan, state, tip } = live;
  if (!state.activatedAt)
    refuse(`the milestone "${plan.id}" was not started yet`, `milestone execute ${plan.id}`);
  const now = machine.ports.clock.now();
  const input = { plan, state, history: await live.history(), now };
  const markdown = reportMarkdown(input);
  const text = command.flags.html ? await htmlText(machine, live, input) : markdown;
  const outputs = outputsOf(state, { status: state.status, commit: tip ?? "" });
  const { output } = command.flags;
  if (output) await writeTo(output, text);
  const session = state.session?.id;
  const path =
    options.onRunner && session
      ? await writeReportFile(machine.root, { session, text: markdown, state })
      : undefined;
  return {
    status: state.status,
    exitCode: EXIT.ok,
    text: output ? `wrote ${output}` : text,
    // Markdown is for files and pipes.
    ...(output || command.flags.html ? {} : { onTerminal: (columns: number) => reportText(input, columns) }),
    json: { path: output ?? null, report: text },
    summary: () => markdown,
    outputs: { ...outputs, ...(path ? { report: path } : {}) },
  };
}

/** Text of documents in one file (characters): more of them is read where they are. */
const MOST_DOCUMENTS = 8_000_000;

async function htmlText(machine: Machine, live: LiveMilestone, input: DashboardInput): Promise<string> {
  // The layout of graphs and the reader of Markdown are loaded for this alone.
  const [{ htmlReport }, { documentsOf, pageFacts }] = await Promise.all([
    import("../milestone/view/html/page.ts"),
    import("./page-facts.ts"),
  ]);
  const documents = new Map<string, ShownDocument[]>();
  let left = MOST_DOCUMENTS;
  for (const { id } of input.plan.tasks) {
    if (left <= 0) break;
    const found = await documentsOf(machine, live, { task: id, differences: true });
    left -= found.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
    documents.set(id, found);
  }
  return htmlReport(input, { ...(await pageFacts(machine, live)), documents });
}

/** Writes a file that a person named. @throws Refusal when it cannot be written */
async function writeTo(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    refuse(`${path} cannot be written: ${(error as Error).message}`, "name a file in a folder that exists");
  }
}
