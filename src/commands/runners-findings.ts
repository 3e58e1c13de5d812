import { profilesNeeded } from "../engine/opening/agent-programs.ts";
import { checkRunnersWorkflow, type WorkflowFinding } from "../init/check-workflow.ts";
import type { Plan } from "../milestone/plan/plan.ts";

/** What the committed workflow lacks for the plan; nothing where its phases stay on one machine. */
export function runnersFindings(workflow: string, plan: Plan): WorkflowFinding[] {
  const { runners } = plan;
  if (!runners) return [];
  const keys = profilesNeeded(plan, null).flatMap(({ profile, isFirst }) => {
    const names = Object.entries(profile.env)
      .filter(([name, value]) => value === null && /(?:KEY|TOKEN)$/.test(name))
      .map(([name]) => name);
    return isFirst && names.length > 0 ? [{ profile: profile.name, names }] : [];
  });
  return checkRunnersWorkflow(workflow, { runners, keys });
}
