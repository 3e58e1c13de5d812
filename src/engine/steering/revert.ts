import { ROOT } from "../../milestone/names.ts";
import type { Phase } from "../../milestone/phase.ts";
import type { CommitInfo, FileChange } from "../ports.ts";
import { refuse } from "../refusal.ts";
import type { Run } from "../run-context.ts";

/** Most commits looked through for a task's own. */
const LOOKED_THROUGH = 20_000;

/** Takes the code of a task's phases back, newest first, one revert commit each. The deliverables stay as a record. */
export async function revertPhases(run: Run, task: string, phases: readonly Phase[]): Promise<void> {
  const { repository } = run.ports;
  const log = await repository.log({ from: run.base.commit, to: run.journal.tip, limit: LOOKED_THROUGH });
  for (const commit of log) {
    const trailers = new Map(
      [...commit.body.matchAll(/^(\w+): (.+)$/gm)].map(match => [match[1]!, match[2]!] as const),
    );
    const phase = trailers.get("Phase") as Phase | undefined;
    if (trailers.get("Task") !== task || !phase || !phases.includes(phase)) continue;
    if (commit.subject.endsWith("completed")) await revertCommit(run, commit, `${task} ${phase}`);
  }
}

async function revertCommit(run: Run, { oid, parents }: CommitInfo, name: string): Promise<void> {
  const { repository } = run.ports;
  const [parent] = parents;
  if (!parent) return;
  const changes: FileChange[] = [];
  for (const path of await repository.changedPaths(parent, oid)) {
    if (path.startsWith(`${ROOT}/`)) continue;
    const entry = await repository.entry(parent, path);
    const content = entry ? await repository.readFile(parent, path) : null;
    changes.push(entry && content ? { path, mode: entry.mode, content } : { path, delete: true });
  }
  if (changes.length === 0) return;
  await run.journal.exclusively(async () => {
    const landing = await repository.land(oid, run.journal.tip, changes);
    if (!landing.ok) {
      refuse(
        `the work of ${name} cannot be reverted: later work changed the same lines in ${landing.conflicts.join(", ")}`,
        "revert it by hand on the branch, then retry without --revert",
      );
    }
    await run.journal.commit({ subject: `reverted ${name}`, changes: landing.changes, saveReason: "retry" });
  });
}
