import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderBrief } from "../../milestone/brief/render.ts";
import { paths } from "../../milestone/names.ts";
import { overwriteFile } from "../git/inside.ts";
import type { AttemptRequest, Repository } from "../ports.ts";
import { removeTree } from "../process/remove-tree.ts";

export interface Brief {
  /** Private folder of this attempt. */
  folder: string;
  prompt: string;
  promptFile: string;
  variables: Record<string, string>;
}

/** Writes prompt, context and feedback where the executor finds them, and names them in its environment. */
export async function writeBrief(
  options: { scratch: string; repository: Repository },
  request: AttemptRequest,
): Promise<Brief> {
  const { plan, task, phase, workspace, attempt, slot, session, state } = request;
  // One folder per slot, written over: a slot runs one phase at a time.
  const folder = join(options.scratch, `brief-${slot}`);
  mkdirSync(folder, { recursive: true });
  const template = workspace.commit
    ? await options.repository.readFile(workspace.commit, paths.prompt(phase.phase))
    : null;
  const brief = renderBrief({
    plan,
    task,
    phase,
    attempt,
    state,
    feedback: request.feedback,
    template: template?.toString("utf8") ?? null,
    worktree: workspace.dir,
  });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    if (overwriteFile(path, [Buffer.from(text)])) return path;
    // The first time, or the last agent left something else there.
    removeTree(path);
    writeFileSync(path, text, { flag: "wx" });
    return path;
  };
  const promptFile = file("prompt.md", brief.prompt);
  const variables: Record<string, string> = {
    MILESTONE_ID: plan.id,
    MILESTONE_TITLE: plan.title,
    MILESTONE_TASK: task.id,
    MILESTONE_TASK_TITLE: task.title,
    MILESTONE_PHASE: phase.phase,
    MILESTONE_SESSION: session,
    MILESTONE_ATTEMPT: String(attempt),
    MILESTONE_AGENT: String(slot),
    MILESTONE_DELIVERABLES: join(workspace.dir, paths.deliverables(plan.id, task.id, phase.phase)),
    MILESTONE_CONTEXT: file("context.json", JSON.stringify(brief.context, null, 2) + "\n"),
    MILESTONE_PROMPT: promptFile,
    ...(brief.feedback === null ? {} : { MILESTONE_FEEDBACK: file("feedback.md", brief.feedback) }),
  };
  return { folder, prompt: brief.prompt, promptFile, variables };
}
