import { openPlanText, type YamlData } from "../../../src/milestone/plan/edit-plan.ts";
import type { YamlPath } from "../../../src/milestone/yaml/node.ts";

/** The text with the changes made. */
export function editPlan(text: string, changes: { path: YamlPath; value: YamlData | undefined }[]): string {
  const plan = openPlanText(text);
  for (const { path, value } of changes) plan.set(path, value);
  return plan.text();
}
