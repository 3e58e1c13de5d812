import { z } from "zod";
import { WARNING_TYPES } from "../blocker/blocker.ts";
import {
  budgetRaised,
  milestoneActivated,
  person,
  personsReason,
  planChanged,
  progress,
  releasePrepared,
  text,
  texts,
  whole,
} from "./event-data.ts";
import { kind } from "./event-kind.ts";
import { checkNamed } from "./integrated-check.ts";
import { type BudgetRaise, haltTickets, newTask, outdateRelease } from "./state.ts";
import { taskOf } from "./task-events.ts";

/** The milestone as a whole: its life, its plan, what it depends on, its figures, and its branch. */
export const milestoneEvents = {
  milestone_activated: kind({
    says: "the milestone was started: its tasks, weights and base are recorded",
    log: "execution",
    data: milestoneActivated,
    fold: (state, { data, timestamp }) => {
      state.title = data.title;
      state.weights = data.weights;
      for (const seed of data.tasks) state.tasks.set(seed.id, newTask(seed));
      for (const gate of data.quality_gates) {
        state.qualityGates.set(gate.name, { ...gate, status: "pending", checks: [], decidedAt: null });
      }
      state.activatedAt = timestamp;
      state.planFormat = data.plan_format ?? 1;
      state.planBase = data.base.commit;
      state.status = "in_progress";
    },
  }),
  milestone_completed: kind({
    says: "every task is done and the final checks passed",
    log: "execution",
    data: z.object({ percentage: z.literal(100) }),
    fold: (state, { data }) => {
      state.status = "completed";
      state.percentage = data.percentage;
    },
  }),
  release_prepared: kind({
    says: "the changelog has its section, and the version stands in its files",
    log: "execution",
    data: releasePrepared,
    fold: (state, { data }) => {
      state.release = { ...data, isCurrent: true };
    },
  }),
  milestone_reopened: kind({
    says: "a person wants work of a completed milestone done again; its file is active once more",
    log: "execution",
    data: personsReason.extend({ tasks: texts }),
    fold: state => {
      state.status = state.lease ? "in_progress" : "paused";
      state.endedAt = null;
      state.reopened += 1;
      // What was looked at as a whole is to be looked at again.
      for (const gate of state.qualityGates.values()) if (gate.at >= 100) gate.status = "pending";
    },
  }),
  milestone_postponed: kind({
    says: "a person postponed the milestone",
    log: "execution",
    data: personsReason,
    fold: (state, { timestamp }) => {
      haltTickets(state, timestamp);
      state.status = "postponed";
    },
  }),
  milestone_cancelled: kind({
    says: "a person cancelled the milestone",
    log: "execution",
    data: personsReason,
    fold: (state, { timestamp }) => {
      haltTickets(state, timestamp);
      state.status = "cancelled";
    },
  }),
  milestone_archived: kind({
    says: "the milestone file was moved to the archive",
    log: "execution",
    data: z.object({ by: person }),
  }),
  plan_changed: kind({
    says: "the milestone file on the branch changed",
    log: "dependencies",
    data: planChanged,
    fold: (state, { data }) => {
      for (const id of data.removed) state.tasks.delete(id);
      for (const seed of data.added) state.tasks.set(seed.id, newTask(seed));
      outdateRelease(state);
      if (data.base_commit) state.planBase = data.base_commit;
      // The next plan counts its clusters from one.
      for (const check of state.checks.values()) {
        if (checkNamed(check.name)?.kind === "cluster")
          Object.assign(check, { out: null, ok: null, base: null, lost: 0 });
      }
    },
  }),
  dependencies_validated: kind({
    says: "required milestones and prerequisites were found before a run",
    log: "dependencies",
    data: z.object({ milestones: texts, prerequisites: texts }),
  }),
  dependencies_forced: kind({
    says: "started although required milestones are not completed",
    log: "dependencies",
    data: z.object({ missing: texts }),
    fold: (state, { data, seq }) => {
      for (const milestone of data.missing) state.forced.set(milestone, seq);
    },
  }),
  dependents_notified: kind({
    says: "milestones that depend on this one were told",
    log: "dependencies",
    /** `again`: how often the milestone had been reopened by then. */
    data: z.object({
      milestones: texts,
      change: z.enum(["activated", "completed", "reopened", "postponed", "cancelled"]),
      again: whole.optional(),
    }),
  }),
  warning_raised: kind({
    says: "something a person should know; work goes on",
    log: "blockers",
    data: z.object({ type: z.enum(WARNING_TYPES), message: text }),
    fold: (state, { data: { type, message }, timestamp, task_id }) => {
      state.warnings.push({ at: timestamp, type, message, task: task_id });
    },
  }),
  budget_raised: kind({
    says: "a person raised a budget",
    log: "progress",
    data: budgetRaised,
    fold: (state, event) => {
      const raised = event.task_id ? taskOf(state, event).budgetRaised : state.budgetRaised;
      const { minutes = 0, tokens = 0, cost_usd: costUsd = 0, attempts = 0 } = event.data;
      const raise = { minutes, tokens, costUsd, attempts };
      addRaise(raised, raise, 1);
      state.raises.set(event.seq, { ...raise, task: event.task_id ?? null });
    },
  }),
  /** A branch's log is written by anyone who may push. */
  raise_voided: kind({
    says: "a budget that the log calls raised is as it was: nobody who may raise it did",
    log: "progress",
    data: z.object({ raise: whole, reason: text }),
    fold: (state, { data }) => {
      const raise = state.raises.get(data.raise);
      if (!raise) return;
      state.raises.delete(data.raise);
      const raised = raise.task === null ? state.budgetRaised : state.tasks.get(raise.task)?.budgetRaised;
      if (raised) addRaise(raised, raise, -1);
    },
  }),
  strategy_adjusted: kind({
    says: "the number of agents was narrowed or widened",
    log: "progress",
    data: z.object({
      agents: whole,
      reason: text,
      /** What `auto` came to. */
      strategy: z.enum(["parallel", "sequential", "hybrid"]).optional(),
    }),
    fold: (state, { data }) => {
      state.agentsLimit = data.agents;
      state.outcomes = [];
      state.autoChose = data.strategy ?? state.autoChose;
    },
  }),
  progress_updated: kind({
    says: "the milestone's percentage changed",
    log: "progress",
    data: progress,
    fold: (state, { data }) => {
      state.percentage = data.percentage;
    },
  }),
  checkpoint_committed: kind({
    says: "logs and session were saved between phases",
    log: "git",
    data: z.object({ reason: text, files: whole }),
  }),
  commit_created: kind({
    says: "a commit was made",
    log: "git",
    data: z.object({ commit: text, subject: text }),
  }),
  branch_pushed: kind({
    says: "the branch was pushed",
    log: "git",
    data: z.object({ commit: text, commits: whole }),
  }),
  base_merged: kind({
    says: "the base branch was merged into the milestone's",
    log: "git",
    /** `plan`: its plan is in the branch's as well. */
    data: z.object({ commit: text, plan: z.boolean().optional() }),
    fold: (state, { data }) => {
      if (data.plan) state.planBase = data.commit;
    },
  }),
  person_commits_merged: kind({
    says: "commits that a person pushed were taken in",
    log: "git",
    data: z.object({ commits: texts, paths: whole }),
  }),
};

function addRaise(raised: BudgetRaise, raise: BudgetRaise, sign: 1 | -1): void {
  raised.minutes += sign * raise.minutes;
  raised.tokens += sign * raise.tokens;
  raised.costUsd += sign * raise.costUsd;
  raised.attempts += sign * raise.attempts;
}
