import type { LoggedEvent } from "../session/event.ts";
import { auditTrail } from "./audit.ts";
import { costsOf } from "./cost.ts";
import { buildDashboard, type DashboardInput } from "./dashboard.ts";
import { millis } from "./figures.ts";
import { historyOf } from "./history.ts";
import { estimatesOf, utilisationOf } from "./performance.ts";
import { type Recommendation, recommend } from "./recommend.ts";
import type { BlockerHistoryRow, FailureRow, ReportFacts } from "./report-facts.ts";
import { criticalChain, spansOf } from "./spans.ts";

/** Everything the reports say; markdown and HTML only lay it out. */
export interface ReportData extends ReportFacts {
  recommendations: Recommendation[];
}

export type ReportInput = Omit<DashboardInput, "history"> & { events: LoggedEvent[] };

/** Computes all figures of the reports as of `now`, or of the end when the milestone has ended. */
export function buildReport(input: ReportInput): ReportData {
  const { plan, state, events, now } = input;
  const history = historyOf(events);
  const dashboard = buildDashboard({ ...input, history });
  const until = dashboard.timeline.endedAt ?? now;
  const spans = spansOf(plan, history, until);
  const facts: ReportFacts = {
    dashboard,
    history,
    spans,
    chain: criticalChain(spans),
    estimates: estimatesOf(plan, state, history, until),
    utilisation: utilisationOf(state, history, until),
    testRuns: events.flatMap(e => (e.event === "tests_run" ? [{ ...e.data, at: millis(e.timestamp) }] : [])),
    commits: events.filter(e => e.event === "phase_completed").length,
    deliverables: countDeliverables(state),
    waits: history.waits.map(w => ({ ...w, ms: (w.endedAt ?? until) - w.startedAt })),
    runs: history.runs,
    failures: failuresOf(events),
    blockers: blockersOf(state),
    costs: costsOf(plan, history, until),
    audit: auditTrail(events),
    events,
  };
  return { ...facts, recommendations: recommend(facts, plan, state) };
}

function countDeliverables(state: ReportInput["state"]): number {
  let count = 0;
  for (const task of state.tasks.values()) {
    for (const phase of task.phases.values()) count += phase.deliverables.length;
  }
  return count;
}

function failuresOf(events: LoggedEvent[]): FailureRow[] {
  const rows = new Map<string, FailureRow>();
  for (const event of events) {
    if (event.event !== "phase_failed") continue;
    const { type } = event.data;
    const row = rows.get(type) ?? { type, count: 0, where: [] };
    rows.set(type, row);
    row.count += 1;
    const where = `${event.task_id}/${event.phase}`;
    if (!row.where.includes(where)) row.where.push(where);
  }
  return [...rows.values()].sort((a, b) => b.count - a.count);
}

function blockersOf(state: ReportInput["state"]): BlockerHistoryRow[] {
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
