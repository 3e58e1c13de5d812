import type { PlanDiff } from "../plan/plan-diff.ts";
import { counted } from "../text/sanitise.ts";

const LISTED = 5;

/** What the base branch holds of a milestone that its branch has not taken in. */
export interface UntakenEdits {
  branch: string;
  /** What the base's plan says otherwise; null: nothing. */
  plan: PlanDiff | null;
  /** Why the base's plan cannot be taken in; null: it can. */
  complaint: string | null;
  /** Paths of code, config and prompts that the base changed. */
  changed: readonly string[];
  /** Those of them that do not merge. */
  conflicts: readonly string[];
}

/** A sentence each; `how` says what takes it in. `quoted` makes names from outside inert where they are shown. */
export function untakenInWords(
  { branch, plan, complaint, changed, conflicts }: UntakenEdits,
  { how, quoted = text => text }: { how: string; quoted?: (text: string) => string },
): string[] {
  const base = quoted(branch);
  const said: string[] = [];
  if (plan) {
    const what = planInWords(plan);
    if (what !== "")
      said.push(`${base} has an edit of the plan that is not taken in yet (${quoted(what)}): ${how}`);
  }
  if (complaint !== null) said.push(`an edit on ${base} is not taken in: ${quoted(complaint)}; then ${how}`);
  if (changed.length > 0) {
    const files = `${counted(changed.length, "changed file")} that ${changed.length === 1 ? "is" : "are"} not taken in yet`;
    said.push(`${base} has ${files} (${quoted(namesOf(changed))}): ${how}`);
  }
  if (conflicts.length > 0)
    said.push(
      `these files of ${base} do not merge: ${quoted(namesOf(conflicts))}; merge ${base} into the milestone's branch by hand`,
    );
  return said;
}

function planInWords({ milestone, added, removed, changed }: PlanDiff): string {
  const parts = [
    added.length > 0 && `new: ${namesOf(added.map(task => task.id))}`,
    removed.length > 0 && `gone: ${namesOf(removed)}`,
    changed.length > 0 && `changed: ${namesOf(changed.map(each => each.task))}`,
    milestone.length > 0 && `of the milestone: ${namesOf(milestone)}`,
  ];
  return parts.filter(Boolean).join("; ");
}

function namesOf(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : "";
  return names.slice(0, LISTED).join(", ") + more;
}
