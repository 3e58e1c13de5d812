import { isFinished, type PhaseStatus } from "../phase.ts";
import type { PhasePlan } from "../plan/plan.ts";
import type { State } from "../session/state.ts";
import { counted } from "../text/sanitise.ts";
import { costsOf } from "./cost.ts";
import { buildDashboard, type DashboardInput } from "./dashboard.ts";
import { millis } from "./figures.ts";
import type { MetCriterion } from "./log-record.ts";
import { estimatesOf, utilisationOf } from "./performance.ts";
import { type Recommendation, recommend } from "./recommend.ts";
import type { BlockerHistoryRow, CriterionRow, NoteRow, ReportFacts } from "./report-facts.ts";
import { historyAt } from "./run-history.ts";
import { criticalChain, spansOf } from "./spans.ts";

/** Everything the reports say; markdown and HTML only lay it out. */
export interface ReportData extends ReportFacts {
  recommendations: Recommendation[];
}

/** Computes all figures of the reports as of `now`, or of the end when the milestone has ended. */
export function buildReport(input: DashboardInput): ReportData {
  const { plan, state, now } = input;
  const history = historyAt(input.history, input.activities ?? [], now);
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
    criteria: criteriaOf(input),
    notes: notesOf(state),
    release: state.release,
  };
  return { ...facts, recommendations: recommend(facts, plan, state) };
}

/** Of every finished phase, in the plan's order. */
function criteriaOf({ plan, state, history }: DashboardInput): CriterionRow[] {
  const { criteria, phaseCommits } = history.record;
  return plan.tasks.flatMap(task =>
    task.phases.flatMap(phase => {
      const at = state.tasks.get(task.id)?.phases.get(phase.phase);
      if (!at || !isFinished(at.status)) return [];
      const commit = phaseCommits.get(`${task.id}/${phase.phase}`) ?? null;
      return phase.acceptanceCriteria.map(criterion => {
        const proof = criteria.find(
          each => each.task === task.id && each.phase === phase.phase && each.criterion === criterion,
        );
        const evidence = { command: proof?.run ?? null, words: evidenceWords(proof, phase, at.status) };
        return { task: task.id, phase: phase.phase, criterion, evidence, commit };
      });
    }),
  );
}

function evidenceWords(proof: MetCriterion | undefined, phase: PhasePlan, status: PhaseStatus): string {
  if (proof) {
    return proof.passed_before
      ? "succeeds, but did so before the work as well, so it proves nothing of it"
      : "failed before the work and succeeds now";
  }
  if (status === "approved") return "no command; a person approved the phase";
  const { length } = phase.checks;
  return length > 0
    ? `no command; ${counted(length, "check")} of the phase passed`
    : "none: no command and no approval";
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

function notesOf(state: State): NoteRow[] {
  return [...state.tasks.values()]
    .flatMap(({ notes, notesTold }) => notes.map((note, i) => ({ ...note, isTold: i < notesTold })))
    .sort((a, b) => a.leftAt.localeCompare(b.leftAt));
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
