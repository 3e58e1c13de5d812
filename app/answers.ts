import { BODY_LIMIT } from "../src/github/limits.ts";
import { text } from "../src/github/text.ts";
import type { Flags } from "../src/milestone/command/command-flags.ts";
import { commandHelp, commandOverview } from "../src/milestone/command/command-help.ts";
import type { CommandName } from "../src/milestone/command/command-table.ts";
import type { Plan } from "../src/milestone/plan/plan.ts";
import { plannedState } from "../src/milestone/session/state.ts";
import { codeSpan, cut, escapeLine, fenced } from "../src/milestone/text/escape-markdown.ts";
import { buildDashboard } from "../src/milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../src/milestone/view/dashboard-markdown.ts";
import { mermaidGraph } from "../src/milestone/view/mermaid.ts";
import { openWaves, type PlanView, planView } from "../src/milestone/view/plan-view.ts";
import { reportMarkdown } from "../src/milestone/view/report-markdown.ts";
import { newHistory } from "../src/milestone/view/run-history.ts";
import { why } from "../src/milestone/view/why.ts";
import { type CommandResult, refusedWith } from "./authorized-command.ts";
import type { InstalledRepository } from "./installed-repositories.ts";
import { dashboardOf, type MilestoneSnapshot } from "./snapshot.ts";
import { untakenSection } from "./untaken.ts";

/** Room for what stands around an answer. */
const ANSWER_LIMIT = BODY_LIMIT - 2_000;

/** `help`: all commands, or one. */
export function answerHelp(about: CommandName | null): string {
  return fenced(about ? commandHelp(about, "comment") : commandOverview("comment"));
}

/** `status`: the dashboard. */
export async function answerStatus(
  { repository }: InstalledRepository,
  snapshot: MilestoneSnapshot,
  now: number,
): Promise<CommandResult> {
  const dashboard = snapshot.reading
    ? dashboardOf(snapshot.reading, now)
    : notStarted(snapshot.base.plan!, now);
  const untaken = await untakenSection(repository, snapshot);
  const limit = ANSWER_LIMIT - untaken.length;
  return { kind: "done", reply: withSection(dashboardMarkdown(dashboard, { limit }), untaken) };
}

function notStarted(plan: Plan, now: number) {
  return buildDashboard({ plan, state: plannedState(plan), history: newHistory(), now });
}

/** `plan`: waves, critical path, gates and what would run, with the graph. */
export async function answerPlan(
  { repository }: InstalledRepository,
  snapshot: MilestoneSnapshot,
  { strategy = "auto", agents = 6 }: Flags,
): Promise<CommandResult> {
  const plan = (snapshot.reading?.plan ?? snapshot.base.plan)!;
  const state = snapshot.reading?.state;
  const view = planView(plan, { strategy, agents, ...(state ? { state } : {}) });
  const graph = mermaidGraph(state ? dashboardOf(snapshot.reading!, 0) : notStarted(plan, 0));
  const untaken = await untakenSection(repository, snapshot);
  return { kind: "done", reply: withSection(planText(view, graph, ANSWER_LIMIT - untaken.length), untaken) };
}

/** `why`: what a task waits for, down to the first causes. */
export async function answerWhy(
  { repository }: InstalledRepository,
  snapshot: MilestoneSnapshot,
  { task, now }: { task: string; now: number },
): Promise<CommandResult> {
  const plan = (snapshot.reading?.plan ?? snapshot.base.plan)!;
  const state = snapshot.reading?.state ?? plannedState(plan);
  const found = why(plan, state, task, { now, place: "github" });
  const untaken = await untakenSection(repository, snapshot);
  return { kind: "done", reply: withSection(text.why(task, found?.sentences ?? []), untaken) };
}

const withSection = (answer: string, section: string): string =>
  section === "" ? answer : `${answer}\n\n${section}`;

/** `report`: the execution report of what the log holds so far. */
export function answerReport(snapshot: MilestoneSnapshot, now: number): CommandResult {
  const { reading } = snapshot;
  if (!reading) return refusedWith(text.refused.notStarted(snapshot.milestone));
  const { plan, state, history } = reading;
  return {
    kind: "done",
    reply: cut(reportMarkdown({ plan, state, history, now }), ANSWER_LIMIT),
  };
}

/** The answer to `plan`: a picture, then waves, gates and what would run. */
function planText(view: PlanView, graph: string | null, limit: number): string {
  const { criticalPath, predicted } = view;
  const parts = [
    `## Plan of ${codeSpan(view.milestone)}`,
    `${view.remaining} of ${view.tasks} tasks are left. Strategy **${view.strategy}** with ${view.agents} agents: ${view.reasons.map(r => escapeLine(r)).join("; ")}.`,
    `Predicted: ${predicted.hours} h of ${predicted.workHours} h of work, without waiting for people${predicted.estimated ? "" : " (no task has an estimate: an hour each)"}. Forecast: ${predicted.forecast.low} to ${predicted.forecast.high} h, from ${escapeLine(predicted.forecast.basis)}.`,
    `Critical path (${criticalPath.hours} h): ${criticalPath.tasks.map(id => codeSpan(id)).join(" → ")}`,
    graph ? fenced(graph, { info: "mermaid" }) : "",
    waves(view),
    gates(view),
    runs(view),
    view.warnings.length ? `### Warnings\n\n${view.warnings.map(w => `- ${escapeLine(w)}`).join("\n")}` : "",
  ];
  return cut(parts.filter(Boolean).join("\n\n"), limit);
}

function waves(view: PlanView): string {
  const { waves: left, finished } = openWaves(view);
  const ids = (wave: readonly string[]) => wave.map(id => codeSpan(id)).join(", ");
  const lines = left.map((wave, n) => `${n + 1}. ${ids(wave)}`);
  return ["### Waves", lines.join("\n"), finished.length > 0 ? `Finished already: ${ids(finished)}` : ""]
    .filter(part => part !== "")
    .join("\n\n");
}

function gates({ gates: all }: PlanView): string {
  if (!all.length) return "### Gates\n\nNone: no phase waits for an approval.";
  const rows = all.map(({ task, phase, approvers, minApprovals }) => {
    const who = approvers.length
      ? approvers.map(a => codeSpan(a)).join(", ")
      : "anyone with write permission";
    return `| ${codeSpan(`${task}/${phase}`)} | ${who} | ${minApprovals} |`;
  });
  return ["### Gates", "", "| after | who may | approvals |", "| --- | --- | ---: |", ...rows].join("\n");
}

function runs({ run }: PlanView): string {
  const rows = run.flatMap(({ task, phases }) =>
    phases.map(
      p =>
        `| ${codeSpan(`${task}/${p.phase}`)} | ${codeSpan(p.executor, 120)} | ${deliverables(p.deliverables)} |`,
    ),
  );
  return [
    "### What would run",
    "",
    "| phase | executor | deliverables |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
}

const deliverables = (paths: string[]): string => paths.map(path => codeSpan(path, 80)).join(", ");
