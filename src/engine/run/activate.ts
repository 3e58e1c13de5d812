import type { Compliance } from "../../milestone/plan/compliance.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { PLAN_FORMAT } from "../../milestone/plan/read-plan.ts";
import type { EventData, TaskSeed } from "../../milestone/session/event.ts";
import type { Journal } from "../journal/journal.ts";
import type { Oid } from "../ports.ts";

/** Records that the milestone begins. */
export function activate(
  journal: Journal,
  with_: {
    plan: Plan;
    base: { branch: string; commit: Oid };
    compliance: Compliance;
    dependants: string[];
    seeds: TaskSeed[];
  },
): void {
  const { plan, base, compliance, dependants, seeds } = with_;
  journal.record({
    event: "milestone_activated",
    agent: "session_manager",
    data: {
      title: plan.title,
      weights: plan.weights,
      tasks: seeds,
      compliance: {
        score: compliance.score,
        migrated: compliance.migrated,
        standard: compliance.standard,
        declared: compliance.declared,
      },
      plan_format: PLAN_FORMAT,
      base,
      quality_gates: plan.qualityGates.map(({ name, at }) => ({ name, at })),
    },
  });
  notifyDependents(journal, dependants, "activated");
  journal.recordProgress();
}

/** Records whom the milestone's change concerns; the app tells them from the event. */
export function notifyDependents(
  journal: Journal,
  dependants: string[],
  change: EventData["dependents_notified"]["change"],
): void {
  if (dependants.length === 0) return;
  const { reopened } = journal.state;
  journal.record({
    event: "dependents_notified",
    agent: "dependency_validator",
    data: { milestones: dependants, change, ...(reopened > 0 ? { again: reopened } : {}) },
  });
}
