import { paths } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { runnersOf } from "../../milestone/runners/ledger.ts";
import type { Person } from "../../milestone/session/event.ts";
import { reportMarkdown } from "../../milestone/view/report-markdown.ts";
import type { Journal } from "../journal/journal.ts";
import type { Publisher } from "../journal/publisher.ts";
import type { RoleBoard } from "../journal/role-board.ts";
import type { Oid, Ports } from "../ports.ts";
import type { ActivityBoard } from "./activity-board.ts";

/** What a person asked of this run; the defaults are those of `action.yml`. */
export interface RunOptions {
  milestone: string;
  strategy: "parallel" | "sequential" | "hybrid" | "auto";
  agents: number;
  forceDependencies: boolean;
  resume: "auto" | "true" | "false";
  monitoring: "basic" | "detailed" | "verbose";
  sessionId: string | null;
  gitIntegration: boolean;
  blockerDetection: boolean;
  progressIntervalMs: number;
  request: string | null;
  timeBudgetMs: number;
  /** The tasks that are wanted, with what they need; empty: all. */
  only: readonly string[];
  /** Nobody asked for this run in so many words (a review arrived, the sweep found work): blockers stay as they are. */
  automatic: boolean;
  /** A person asked for this very run: only then is taken up again what a person postponed. A schedule or a push did not. */
  askedFor: boolean;
  /** Running inside GitHub Actions. */
  onRunner: boolean;
  /** Those that nobody chose for this run: a session that is gone on with keeps its own. */
  unchosen?: readonly KeptOption[];
  version: string;
  by: Person;
}

/** What a session is started with and keeps over pauses, reviews and runs, until a person says otherwise. */
export type KeptOption = "strategy" | "agents" | "monitoring";

/** One run of the engine over one milestone; everything that its parts share. */
export interface Run {
  ports: Ports;
  options: RunOptions;
  journal: Journal;
  publisher: Publisher;
  roles: RoleBoard;
  activities: ActivityBoard;
  /** The branch's plan under the base branch's policy. A person's commit may replace it while the run goes on. */
  plan: Plan;
  base: { branch: string; commit: Oid };
  /** Where the remote had the base branch when the run was opened; absent: it was not asked. */
  baseAtOpening?: Oid | null;
  /** Milestones that wait for this one. */
  dependants: string[];
  /** Set once GitHub has confirmed, or not, what the branch's log says was approved before this run. */
  approvalsRead?: true;
  /** Skips of gated tasks, by the number of their event, that GitHub was asked about and that hold. */
  skipsRead?: ReadonlySet<number>;
  /** Nobody would ever find what it keeps of a phase that waits for an answer. */
  keepsNothing?: true;
  /** When the run before it was last heard of (RFC 3339). */
  lastSign?: string | null;
  /** Told when a person's commit replaced the plan. */
  onPlan?: () => void;
}

/** Whether other machines do this run's phases: it hands them out, lands what comes back, and runs nothing itself. */
export function handsOut({ ports, plan, options }: Pick<Run, "ports" | "plan" | "options">): boolean {
  return ports.jobs !== undefined && options.gitIntegration && runnersOf(plan) > 0;
}

/** How many may be at work at once, here or on other machines. */
export function agentsOf(run: Parameters<typeof handsOut>[0]): number {
  return handsOut(run) ? runnersOf(run.plan) : run.options.agents;
}

/** Whether it takes in what an earlier run handed out, with all that the runs before it have learned. */
export function goesOn(run: Parameters<typeof handsOut>[0]): boolean {
  return run.options.automatic && handsOut(run);
}

/** The session's report as of every event recorded so far, and its path on the branch. */
export function reportNow({ journal, plan, ports, roles }: Run): { path: string; text: string } {
  const text = reportMarkdown({
    plan,
    state: journal.state,
    history: journal.history,
    roles: roles.snapshot(),
    now: ports.clock.now(),
  });
  return { path: paths.report(journal.session), text };
}
