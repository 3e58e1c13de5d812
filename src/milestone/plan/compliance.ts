import { type Findings, spanAt } from "../diagnostic/findings.ts";
import type { YamlMap } from "../yaml/node.ts";
import type { Plan } from "./plan.ts";

/** How many tasks follow the four phases. */
export interface Compliance {
  /** Share of the tasks under the workflow among those that did not declare their phases, in percent, rounded down. */
  score: number;
  /** Tasks that name the workflow themselves. */
  native: number;
  /** Ids of the tasks that the enforcement put under it. */
  migrated: string[];
  /** Ids of the tasks that run as standard ones. */
  standard: string[];
  /** Ids of the tasks that say themselves which phases they have. */
  declared: string[];
}

export function complianceOf(plan: Pick<Plan, "tasks">): Compliance {
  const migrated = plan.tasks.filter(task => task.migrated).map(task => task.id);
  const declared = plan.tasks.filter(task => task.declared).map(task => task.id);
  const standard = plan.tasks.filter(task => !task.workflow && !task.declared).map(task => task.id);
  const all = plan.tasks.length - declared.length;
  return {
    score: all === 0 ? 100 : Math.floor(((all - standard.length) * 100) / all),
    native: all - migrated.length - standard.length,
    migrated,
    standard,
    declared,
  };
}

const SHOWN = 5;

/** Says once, at the first of them, which tasks run differently than they are written. */
export function warnOfCompliance(
  plan: Plan,
  { findings, root }: { findings: Findings; root: YamlMap },
): void {
  const { migrated, standard, score } = complianceOf(plan);
  const tell = (ids: readonly string[], message: string, remedy: string) => {
    const first = plan.tasks.findIndex(task => task.id === ids[0]);
    if (first < 0) return;
    const names =
      ids.slice(0, SHOWN).join(", ") + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "");
    findings.warn(spanAt(root, ["tasks", first, "id"]), {
      code: "compliance",
      message: `${message}: ${names} (compliance ${score} %, enforcement ${plan.enforcement})`,
      remedy,
    });
  };
  tell(
    migrated,
    "tasks without `kiro_workflow.enabled: true` are put under the four phases",
    "write it to say so, or set kiro_configuration.enforcement to flexible to run them as standard tasks",
  );
  if (plan.enforcement === "strict") return;
  tell(
    standard,
    "tasks without `kiro_workflow.enabled: true` run as standard tasks, without phases and gates",
    "write it to take them through the four phases",
  );
}
