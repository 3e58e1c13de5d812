import { BODY_LIMIT } from "../src/github/limits.ts";
import { planText } from "../src/github/plan-text.ts";
import { text } from "../src/github/text.ts";
import type { Flags } from "../src/milestone/command/command-flags.ts";
import { commandHelp, commandOverview } from "../src/milestone/command/command-help.ts";
import type { CommandName } from "../src/milestone/command/command-table.ts";
import type { Plan } from "../src/milestone/plan/plan.ts";
import { plannedState } from "../src/milestone/session/state.ts";
import { cut, fenced } from "../src/milestone/text/inert.ts";
import { buildDashboard } from "../src/milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../src/milestone/view/dashboard-markdown.ts";
import { historyOf, newHistory } from "../src/milestone/view/history.ts";
import { mermaidGraph } from "../src/milestone/view/mermaid.ts";
import { planView } from "../src/milestone/view/plan-view.ts";
import { reportMarkdown } from "../src/milestone/view/report.ts";
import { why } from "../src/milestone/view/why.ts";
import { type CommandResult, refusedWith } from "./authorized-command.ts";
import { dashboardOf, type MilestoneSnapshot } from "./snapshot.ts";

/** Room for what stands around an answer. */
const ANSWER_LIMIT = BODY_LIMIT - 2_000;

/** `help`: all commands, or one. */
export function answerHelp(about: CommandName | null): string {
  return fenced(about ? commandHelp(about, "comment") : commandOverview("comment"));
}

/** `status`: the dashboard. */
export function answerStatus(snapshot: MilestoneSnapshot, now: number): CommandResult {
  const dashboard = snapshot.reading
    ? dashboardOf(snapshot.reading, now)
    : notStarted(snapshot.base.plan!, now);
  return { kind: "done", reply: dashboardMarkdown(dashboard, { limit: ANSWER_LIMIT }) };
}

function notStarted(plan: Plan, now: number) {
  return buildDashboard({ plan, state: plannedState(plan), history: newHistory(), now });
}

/** `plan`: waves, critical path, gates and what would run, with the graph. */
export function answerPlan(
  snapshot: MilestoneSnapshot,
  { strategy = "auto", agents = 6 }: Flags,
): CommandResult {
  const plan = (snapshot.reading?.plan ?? snapshot.base.plan)!;
  const state = snapshot.reading?.state;
  const view = planView(plan, { strategy, agents, ...(state ? { state } : {}) });
  const graph = mermaidGraph(state ? dashboardOf(snapshot.reading!, 0) : notStarted(plan, 0));
  return { kind: "done", reply: planText(view, graph, ANSWER_LIMIT) };
}

/** `why`: what a task waits for, down to the first causes. */
export function answerWhy(snapshot: MilestoneSnapshot, task: string, now: number): CommandResult {
  const plan = (snapshot.reading?.plan ?? snapshot.base.plan)!;
  const state = snapshot.reading?.state ?? plannedState(plan);
  const found = why(plan, state, task, { now });
  return { kind: "done", reply: text.why(task, found?.sentences ?? []) };
}

/** `report`: the execution report of what the log holds so far. */
export function answerReport(snapshot: MilestoneSnapshot, now: number): CommandResult {
  const { reading } = snapshot;
  if (!reading) return refusedWith(text.refused.notStarted(snapshot.milestone));
  const { plan, state, events } = reading;
  return {
    kind: "done",
    reply: cut(reportMarkdown({ plan, state, history: historyOf(events), now }), ANSWER_LIMIT),
  };
}
