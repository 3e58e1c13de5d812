import { type Findings, spanAt } from "../diagnostic/findings.ts";
import { isFinished, PHASES, type Phase } from "../phase.ts";
import type { YamlMap } from "../yaml/node.ts";
import type { TaskFile } from "./milestone-schema.ts";
import type { TaskPlan } from "./plan.ts";

/**
 * Says where a task's `current_phase` is not where it will begin: statuses count, and a phase before that one is not
 * finished by them. Work and its approvals are never skipped for a word about where one is.
 */
export function warnOfCurrentPhase(
  { file, plan, index }: { file: TaskFile; plan: TaskPlan; index: number },
  { findings, root }: { findings: Findings; root: YamlMap },
): void {
  const current = file.kiro_workflow?.current_phase;
  if (!current || !plan.workflow || plan.status === "completed" || plan.status === "skipped") return;
  const unfinished = (phase: Phase) => {
    const status = plan.phases.find(p => p.phase === phase)?.status ?? "pending";
    return !isFinished(status);
  };
  const first = PHASES.find(unfinished);
  if (first === undefined || PHASES.indexOf(first) >= PHASES.indexOf(current)) return;
  findings.warn(spanAt(root, ["tasks", index, "kiro_workflow", "current_phase"]), {
    code: "legacy-form",
    message: `the task "${plan.id}" begins with ${first}, not with its current_phase ${current}: ${first} is not finished`,
    remedy: `write the phases before ${current} with \`status: completed\` if they are, or \`current_phase: ${first}\``,
    value: current,
  });
}
