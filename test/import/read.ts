import { type ImportRequest, importCommand } from "../../src/commands/import-command.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { type MemoryFiles, memoryFiles } from "./memory-files.ts";

export function request(
  files: Record<string, string> | MemoryFiles,
  over: Partial<ImportRequest>,
): ImportRequest {
  const there = "content" in files ? (files as MemoryFiles) : memoryFiles(files as Record<string, string>);
  return {
    source: "",
    id: null,
    format: null,
    force: false,
    dryRun: false,
    github: null,
    files: there,
    ...over,
  };
}

/** Imports, and reads the milestone that was written as the product does. Fails on any error or warning in it. */
export async function importPlan(given: Record<string, string>, over: Partial<ImportRequest>) {
  const files = memoryFiles(given);
  const outcome = await importCommand(request(files, over));
  const json = outcome.json as { milestone: string; files: string[]; notes: string[] };
  const path = `.milestones/active/${json.milestone}.yaml`;
  const reading = readPlan({ file: path, text: files.content.get(path)! });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  if (reading.warnings.length > 0) throw new Error(JSON.stringify(reading.warnings));
  const { plan } = reading;
  const task = (id: string) => {
    const found = plan.tasks.find(each => each.id === id);
    if (!found) throw new Error(`no task ${id} among ${plan.tasks.map(each => each.id).join(", ")}`);
    return found;
  };
  return { plan, task, notes: json.notes, files: files.content, text: files.content.get(path)!, outcome };
}
