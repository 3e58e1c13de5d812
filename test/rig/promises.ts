import { parse } from "yaml";
import { readLog } from "../../src/milestone/session/log.ts";
import type { MilestoneDraft } from "./milestone-file.ts";
import { git, type Rig } from "./repository.ts";
import { checkLog } from "./simulation/log-rules.ts";

/** What must hold of a finished milestone on the real origin; empty when it does. */
export function brokenPromises(rig: Rig, draft: MilestoneDraft): string[] {
  const branch = `milestone/${draft.id}`;
  const files = rig.git("ls-tree", "-r", "--name-only", branch).split("\n");
  const prefix = `.milestones/logs/execution-${draft.id}.`;
  const logs = files
    .filter(f => f.startsWith(prefix))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const reading = readLog(logs.map(file => ({ file, text: `${rig.read(branch, file)}\n` })));
  if (!reading.ok) return [`${reading.problem.file}:${reading.problem.line} ${reading.problem.message}`];
  const gated = draft.tasks.flatMap(task => (task.gated ?? []).map(phase => `${task.id}/${phase}`));
  const promises = {
    dependencies: new Map(draft.tasks.map(task => [task.id, task.after ?? []])),
    gated: new Set(gated),
  };
  const wrong = checkLog(reading.events, promises).violations;
  if (reading.torn) wrong.push("the log's last line is torn");
  if (reading.events.at(-1) === undefined) wrong.push("the log is empty");
  if (!reading.events.some(e => e.event === "milestone_completed"))
    wrong.push("the milestone is not completed");
  const tag = `refs/tags/milestone/${draft.id}/completed`;
  if (rig.git("for-each-ref", tag) === "") wrong.push("the tag of completion is not on the origin");
  const fsck = rig.git("fsck", "--no-dangling", "--connectivity-only", branch);
  if (fsck !== "") wrong.push(`the origin is damaged: ${fsck}`);
  return wrong;
}

/** The branch's tree without what may differ from run to run: times, ids, attempts and leases (contract §4). */
export function comparableTree(directory: string, milestone: string): string {
  const branch = `milestone/${milestone}`;
  const lines: string[] = [];
  for (const line of git(directory, "ls-tree", "-r", branch).split("\n")) {
    const [head = "", path = ""] = line.split("\t");
    if (/^\.milestones\/(logs|sessions|reports|approvals)\//.test(path)) continue;
    const plan = /^\.milestones\/(active|completed)\/.*\.yaml$/.test(path);
    lines.push(`${path} ${plan ? planText(git(directory, "cat-file", "blob", `${branch}:${path}`)) : head}`);
  }
  return lines.join("\n");
}

function planText(text: string): string {
  return JSON.stringify(parse(text), (key, value: unknown) =>
    key === "execution" || key.endsWith("_at") || key === "last_update" || key === "last_calculated"
      ? undefined
      : value,
  );
}
