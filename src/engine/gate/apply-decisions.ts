import { openApprovals, type State } from "../../milestone/session/state.ts";
import { plannedAttempt } from "../attempt/attempt.ts";
import type { Run } from "../run/run-context.ts";
import { takeManualWork } from "./manual-work.ts";
import { readForge } from "./read-forge.ts";
import { voidApproval } from "./request-approval.ts";
import { settleFinishedTasks } from "./settle-tasks.ts";

/**
 * Brings the gates up to date: bytes that changed void an approval, a person's own work is looked for, and what GitHub
 * says now is judged under the base branch's policy. Saves when anything changed, and answers whether it did.
 */
export async function applyDecisions(run: Run): Promise<boolean> {
  const { journal, ports } = run;
  const before = decided(journal.state);
  await voidChanged(run);
  await takeManual(run);
  if (ports.forge.present) await readForge(run);
  if (decided(journal.state) === before) return false;
  settleFinishedTasks(journal);
  journal.recordProgress();
  await journal.commit({ subject: "approvals", derived: true, saveReason: "gate" });
  run.publisher.request();
  return true;
}

/**
 * All that this may change, as one text. Numbers of events do not tell: while GitHub takes its time to answer a push
 * ends and is recorded, and to save that would mean the next push, and so on for ever.
 */
function decided({ approvals, tasks, qualityGates, blockers }: State): string {
  return JSON.stringify([
    [...approvals.values()].map(a => [a.request, a.status, a.decisions.length]),
    [...tasks.values()].map(t => [t.status, ...[...t.phases.values()].map(p => p.status)]),
    [...qualityGates.values()].map(g => g.status),
    [...blockers.keys()],
  ]);
}

/** Each approval is bound to exact bytes: where they differ on the branch now, it is void and the gate asks again. */
async function voidChanged(run: Run): Promise<void> {
  const { journal } = run;
  for (const approval of [...journal.state.approvals.values()]) {
    if (approval.kind !== "approval" || !approval.task || !approval.phase) continue;
    if (approval.status !== "open" && approval.status !== "granted") continue;
    const changed: string[] = [];
    const missing: string[] = [];
    for (const { path, blob } of approval.deliverables) {
      const there = await fileAt(run, path);
      if (there === null) missing.push(path);
      else if (there !== blob) changed.push(path);
    }
    for (const path of approval.missing) if ((await fileAt(run, path)) !== null) changed.push(path);
    const reasons = [
      ...(missing.length ? [`deliverables are missing on the branch: ${missing.join(", ")}`] : []),
      ...(changed.length ? [`the deliverables changed on the branch: ${changed.join(", ")}`] : []),
    ];
    if (reasons.length > 0)
      await voidApproval(run, approval, { reason: reasons.join("; "), changed: [...missing, ...changed] });
  }
}

/** The blob of the file at the path on the branch now; null: no file is there. */
async function fileAt({ journal, ports }: Run, path: string): Promise<string | null> {
  const entry = await ports.repository.entry(journal.tip, path);
  return !entry || entry.mode === "40000" || entry.mode === "040000" ? null : entry.oid;
}

async function takeManual(run: Run): Promise<void> {
  const { journal, plan } = run;
  for (const approval of openApprovals(journal.state)) {
    if (approval.kind !== "manual") continue;
    const manual = plannedAttempt(plan, approval);
    if (manual) await takeManualWork(run, manual);
  }
}
