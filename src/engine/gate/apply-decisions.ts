import { grantedFor, unapproved } from "../../milestone/approval/required.ts";
import { paths } from "../../milestone/names.ts";
import { plannedAttempt } from "../../milestone/plan/plan.ts";
import { checkpointOf } from "../../milestone/schedule/ready-tasks.ts";
import { type ApprovalState, openApprovals, type State } from "../../milestone/session/state.ts";
import { TEST_RESULTS } from "../../milestone/text/test-results.ts";
import { listFiles } from "../run/file-refs.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { takeManualWork } from "./manual-work.ts";
import { voidForgedSkips } from "./pushed-lines.ts";
import { readForge } from "./read-forge.ts";
import { reopenCheckpoint, requestApproval, treeNow, voidApproval } from "./request-approval.ts";
import { settleFinishedTasks } from "./settle-tasks.ts";

/**
 * Brings the gates up to date: bytes that changed void an approval, a person's own work is looked for, and what GitHub
 * says now is judged under the base branch's policy. Saves when anything changed, and answers whether it did.
 */
export async function applyDecisions(run: Run): Promise<boolean> {
  return (await look(run, {})) === "changed";
}

/**
 * Whether every approval that the base's policy asks for stands now, each one asked of GitHub once more: nothing is
 * completed or tagged before. `changed`: one does not, and what it opened is closed again.
 */
export function confirmApprovals(run: Run): Promise<"stand" | "changed" | "unknown"> {
  return look(run, { all: true });
}

async function look(run: Run, { all = false }): Promise<"stand" | "changed" | "unknown"> {
  const { journal, ports } = run;
  const before = decided(journal.state);
  const skipsKnown = ports.forge.present ? await voidForgedSkips(run) : true;
  await askUnapproved(run);
  await voidChanged(run, all);
  await takeManual(run);
  const asked = ports.forge.present ? await readForge(run, { all }) : true;
  const known = asked && skipsKnown && !(all && ports.forge.present && warnLost(run));
  if (decided(journal.state) === before) return known ? "stand" : "unknown";
  settleFinishedTasks(journal);
  journal.recordProgress();
  await journal.commit({ subject: "approvals", derived: true, saveReason: "gate" });
  run.publisher.request();
  return "changed";
}

/** A gated task that the branch's plan lost: anyone who may push would pass its gates by a change of the file. */
function warnLost({ journal, plan }: Run): boolean {
  for (const { id } of plan.lost ?? []) {
    const message = `the branch's plan lacks ${id}, which has gates on the base, so the milestone is not completed; take it out on the base too, or put it back`;
    warnOnce(journal, "approval_unverified", message);
  }
  return (plan.lost ?? []).length > 0;
}

/** What the log calls finished without an approval that the policy asks for is closed again, and the gate asks. */
async function askUnapproved(run: Run): Promise<void> {
  const { journal, plan } = run;
  for (const lack of unapproved(plan, journal.state)) {
    if (lack.kind === "checkpoint") {
      const { name, at } = lack.gate;
      reopenCheckpoint(run, { name, at }, "the log holds no approval of it");
      continue;
    }
    const { attempt } = journal.state.tasks.get(lack.task)!.phases.get(lack.phase)!;
    const gated = plannedAttempt(plan, { ...lack, attempt });
    if (!gated) continue;
    const message = `${lack.task}/${lack.phase} is finished by the log, but nobody approved it; its gate asks`;
    warnOnce(journal, "approval_unverified", message);
    requestApproval(journal, gated, await listFiles(run, paths.deliverables(plan.id, lack.task, lack.phase)));
  }
}

/**
 * All that this may change, as one text. Numbers of events do not tell: while GitHub takes its time to answer a push
 * ends and is recorded, and to save that would mean the next push, and so on forever.
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
async function voidChanged(run: Run, ending: boolean): Promise<void> {
  const { journal } = run;
  for (const approval of [...journal.state.approvals.values()]) {
    if (approval.transition === "quality_gate") await voidCheckpoint(run, approval, ending);
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
    changed.push(...(await unlisted(run, approval)));
    const reasons = [
      ...(missing.length ? [`deliverables are missing on the branch: ${missing.join(", ")}`] : []),
      ...(changed.length ? [`the deliverables changed on the branch: ${changed.join(", ")}`] : []),
    ];
    if (reasons.length > 0)
      await voidApproval(run, approval, { reason: reasons.join("; "), changed: [...missing, ...changed] });
  }
}

/** What the phase delivers by the branch, and nobody was asked about: what is listed is the log's word alone. */
async function unlisted(run: Run, { task, phase, deliverables, missing }: ApprovalState): Promise<string[]> {
  const asked = new Set([...deliverables.map(({ path }) => path), ...missing]);
  const folder = paths.deliverables(run.plan.id, task!, phase!);
  const there = await listFiles(run, folder);
  return there
    .map(({ path }) => path)
    .filter(path => !asked.has(path) && path !== `${folder}/${TEST_RESULTS}`);
}

/** Work goes on behind a checkpoint that was passed; while one asks, and at the end, it is about the work as it is now. */
async function voidCheckpoint(run: Run, approval: ApprovalState, ending: boolean): Promise<void> {
  const gate = checkpointOf(run.plan, approval.request);
  const isLast = ending && gate?.at === 100 && grantedFor(run.journal.state, gate.name) === approval;
  if (approval.status !== "open" && !isLast) return;
  if (approval.tree === undefined && !run.ports.forge.present) return;
  if (approval.tree === (await treeNow(run))) return;
  await voidApproval(run, approval, { reason: "the work changed on the branch", changed: [] });
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
