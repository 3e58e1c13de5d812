import type { Compliance } from "../milestone/plan/compliance.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { seedOf } from "../milestone/session/planned-state.ts";
import type { Journal } from "./journal.ts";
import type { Oid } from "./ports.ts";
import type { RunOptions } from "./run-context.ts";

/** Records that the milestone begins. */
export function activate(
  journal: Journal,
  with_: { plan: Plan; options: RunOptions; base: { branch: string; commit: Oid }; compliance: Compliance },
): void {
  const { plan, options, base, compliance } = with_;
  journal.record({
    event: "milestone_activated",
    agent: "session_manager",
    data: {
      title: plan.title,
      weights: plan.weights,
      tasks: plan.tasks.map(seedOf),
      compliance: { score: compliance.score, migrated: compliance.migrated, standard: compliance.standard },
      base,
      quality_gates: plan.qualityGates.map(({ name, at }) => ({ name, at })),
    },
  });
  if (options.forceDependencies && plan.requires.length > 0) {
    journal.record({
      event: "dependencies_forced",
      agent: "dependency_validator",
      data: { missing: plan.requires },
    });
  }
  notifyDependents(journal, plan, "activated");
  journal.recordProgress();
}

/** Tells whoever the milestone enables; those that require it are found by the app from the event. */
export function notifyDependents(
  journal: Journal,
  plan: Plan,
  change: "activated" | "completed" | "postponed" | "cancelled",
): void {
  if (plan.enables.length === 0) return;
  journal.record({
    event: "dependents_notified",
    agent: "dependency_validator",
    data: { milestones: plan.enables, change },
  });
}
