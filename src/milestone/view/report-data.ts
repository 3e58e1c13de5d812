import type { State } from "../session/state.ts";
import { costsOf } from "./cost.ts";
import { buildDashboard, type DashboardInput } from "./dashboard.ts";
import { millis } from "./figures.ts";
import { estimatesOf, utilisationOf } from "./performance.ts";
import { type Recommendation, recommend } from "./recommend.ts";
import type { BlockerHistoryRow, ReportFacts } from "./report-facts.ts";
import { criticalChain, spansOf } from "./spans.ts";

/** Everything the reports say; markdown and HTML only lay it out. */
export interface ReportData extends ReportFacts {
  recommendations: Recommendation[];
}

/** Computes all figures of the reports as of `now`, or of the end when the milestone has ended. */
export function buildReport(input: DashboardInput): ReportData {
  const { plan, state, history, now } = input;
  const { record } = history;
  const dashboard = buildDashboard(input);
  const until = dashboard.timeline.endedAt ?? now;
  const spans = spansOf(plan, history, until);
  const facts: ReportFacts = {
    dashboard,
    history,
    spans,
    chain: criticalChain(spans),
    estimates: estimatesOf(plan, state, history, until),
    utilisation: utilisationOf(state, history, until),
    testRuns: record.testRuns,
    commits: record.commits,
    deliverables: countDeliverables(state),
    waits: history.waits.map(w => ({ ...w, ms: (w.endedAt ?? until) - w.startedAt })),
    runs: history.runs,
    failures: [...record.failures.values()].sort((a, b) => b.count - a.count),
    blockers: blockersOf(state),
    costs: costsOf(plan, history, until, finishedTasks(state)),
    audit: record.trail.entries,
  };
  return { ...facts, recommendations: recommend(facts, plan, state) };
}

function finishedTasks(state: State): number {
  return [...state.tasks.values()].filter(task => task.status === "completed").length;
}

function countDeliverables(state: State): number {
  let count = 0;
  for (const task of state.tasks.values()) {
    for (const phase of task.phases.values()) count += phase.deliverables.length;
  }
  return count;
}

function blockersOf(state: State): BlockerHistoryRow[] {
  const open = [...state.blockers.values()].map(b => ({ ...b, resolvedAt: null, how: "" }));
  return [...open, ...state.resolvedBlockers]
    .map(b => ({
      id: b.id,
      type: b.type,
      task: b.task ?? null,
      phase: b.phase ?? null,
      level: b.level,
      message: b.message,
      detectedAt: millis(b.detectedAt),
      resolvedAt: millis(b.resolvedAt),
      how: b.how,
    }))
    .sort((a, b) => a.detectedAt - b.detectedAt);
}
