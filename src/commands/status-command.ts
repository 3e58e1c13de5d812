import type { Machine } from "../engine/machine/open-machine.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { plannedState } from "../milestone/session/state.ts";
import { escapeLine } from "../milestone/text/escape-markdown.ts";
import { buildDashboard } from "../milestone/view/dashboard.ts";
import { summaryMarkdown } from "../milestone/view/dashboard-markdown.ts";
import { dashboardText } from "../milestone/view/dashboard-text.ts";
import { ownerHere, readLiveMilestone } from "./live-state.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";
import { notTaken, untakenEdits } from "./untaken-edits.ts";

export async function statusCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  const live = await readLiveMilestone(machine, options);
  const { plan, state, activities, tip } = live;
  const untaken = await untakenEdits(machine, live);
  const shown = state.activatedAt ? state : plannedState(plan);
  const now = machine.ports.clock.now();
  const history = await live.history();
  const dashboard = buildDashboard({ plan, state: shown, history, activities, now });
  const outputs = outputsOf(shown, { status: shown.status, commit: tip ?? machine.checkout.base.commit });
  return {
    status: shown.status,
    exitCode: EXIT.ok,
    text: dashboardText(dashboard) + notTaken(untaken),
    onTerminal: columns => dashboardText(dashboard, columns) + notTaken(untaken),
    json: { ...dashboard, untaken },
    summary: () =>
      summaryMarkdown(dashboard, plan, history) + (untaken.length > 0 ? `\n\n${escapedList(untaken)}\n` : ""),
    outputs,
  };
}

const escapedList = (lines: readonly string[]): string =>
  lines.map(line => `- ${escapeLine(line, 1_000)}`).join("\n");

/** How often a status that nobody tells of a change is read again (ms): a run elsewhere shows itself by its commits. */
const WATCH_MS = 5_000;
/** Changes that come together are shown together (ms). */
const GATHER_MS = 250;

/** Shows the status again whenever something changes, until the person ends it or the milestone has ended. */
export async function watchStatus(
  machine: Machine,
  options: RunOptions,
  print: (text: string) => void,
): Promise<Outcome> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  // On a terminal the view is drawn in place; into a pipe one follows the other.
  const clear = process.stdout.isTTY ? "\u001b[H\u001b[2J" : "";
  try {
    for (let before = ""; ; ) {
      const outcome = await statusCommand(machine, options);
      const { isTTY, columns = 80 } = process.stdout;
      const text = isTTY ? outcome.onTerminal!(columns) : outcome.text;
      if (text !== before) print(clear + text);
      before = text;
      const over = outcome.status === "completed" || outcome.status === "cancelled";
      if (over || stop.signal.aborted) return { ...outcome, text: "" };
      await nextChange(machine, options, stop.signal);
    }
  } finally {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
}

/** Settles soon after the run on this machine tells of something, and at the latest when it is time to look again. */
async function nextChange(machine: Machine, options: RunOptions, signal: AbortSignal): Promise<void> {
  const { state } = await readLiveMilestone(machine, options);
  const pid = ownerHere(machine, state);
  const look = new AbortController();
  await new Promise<void>(resolve => {
    const late = setTimeout(resolve, WATCH_MS);
    let told = 0;
    const done = (): void => {
      clearTimeout(late);
      setTimeout(resolve, GATHER_MS);
    };
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
    if (pid === null) return;
    void machine.ports.inbox?.watch(pid, {
      signal: look.signal,
      told: () => {
        told += 1;
        // The first is how it stands already.
        if (told === 2) done();
      },
    });
  });
  look.abort();
}
