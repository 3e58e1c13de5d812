import type { TestRun } from "../session/event.ts";
import type { NoteState, State } from "../session/state.ts";
import type { AuditEntry } from "./audit.ts";
import type { CostSummary } from "./cost.ts";
import type { Dashboard } from "./dashboard.ts";
import type { FailureRow } from "./log-record.ts";
import type { EstimateRow, Utilisation } from "./performance.ts";
import type { RunHistory, RunSpan, Wait } from "./run-history.ts";
import type { criticalChain, TimeSpan } from "./spans.ts";

/** What happened and how it stands, computed once; recommendations rest on it. */
export interface ReportFacts {
  dashboard: Dashboard;
  history: RunHistory;
  spans: TimeSpan[];
  chain: ReturnType<typeof criticalChain>;
  estimates: EstimateRow[];
  utilisation: Utilisation;
  testRuns: (TestRun & { at: number })[];
  /** Commits that brought a finished phase; what came between them the log does not tell of itself. */
  commits: number;
  /** Files delivered by the phases' newest attempts. */
  deliverables: number;
  waits: (Wait & { ms: number })[];
  runs: RunSpan[];
  failures: FailureRow[];
  blockers: BlockerHistoryRow[];
  costs: CostSummary;
  audit: AuditEntry[];
  criteria: CriterionRow[];
  notes: NoteRow[];
  release: State["release"];
}

/** An acceptance criterion of a finished phase, and what speaks for it. */
export interface CriterionRow {
  task: string;
  phase: string;
  criterion: string;
  /** `command` null: none proves it. */
  evidence: { command: string | null; words: string };
  /** Of the phase's work; null: not told. */
  commit: string | null;
}

/** What an agent left for another task's. */
export interface NoteRow extends NoteState {
  /** An attempt was told of it. */
  isTold: boolean;
}

export interface BlockerHistoryRow {
  id: string;
  type: string;
  task: string | null;
  phase: string | null;
  level: number;
  message: string;
  detectedAt: number;
  resolvedAt: number | null;
  how: string;
}
