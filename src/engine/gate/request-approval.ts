import { workTree } from "../../milestone/approval/approval.ts";
import { paths, ROOT } from "../../milestone/names.ts";
import { TRANSITION } from "../../milestone/phase.ts";
import { type PhaseAttempt, plannedAttempt } from "../../milestone/plan/plan.ts";
import { checkpointOf } from "../../milestone/schedule/ready-tasks.ts";
import type { FileRef } from "../../milestone/session/event.ts";
import type { ApprovalState } from "../../milestone/session/state.ts";
import type { Journal } from "../journal/journal.ts";
import { listFiles } from "../run/file-refs.ts";
import type { Run } from "../run/run-context.ts";

/** Records that the phase's gate asks for approval of exactly these bytes, under a name that was not used before. */
export function requestApproval(
  journal: Journal,
  { task, phase, attempt }: PhaseAttempt,
  deliverables: FileRef[],
): void {
  const base = `${task.id}/${phase.phase}#${attempt}`;
  let request = base;
  for (let n = 2; journal.state.approvals.has(request); n++) request = `${base}.${n}`;
  const gate = phase.gate!;
  journal.record({
    event: "approval_requested",
    task_id: task.id,
    phase: phase.phase,
    agent: "session_manager",
    data: {
      request,
      transition: gate.transition,
      kind: "approval",
      approvers: gate.approvers,
      min_approvals: gate.minApprovals,
      criteria: gate.criteria,
      deliverables,
      attempt,
    },
  });
}

/** A phase waits for an approval that nothing asks for any more: its gate is asked again. */
export async function askGateAgain(run: Run, waiting: PhaseAttempt): Promise<void> {
  const { task, phase } = waiting;
  const files = await listFiles(run, paths.deliverables(run.plan.id, task.id, phase.phase));
  const gate = phase.gate ?? {
    transition: TRANSITION[phase.phase],
    approvers: [],
    minApprovals: 1,
    criteria: [],
  };
  requestApproval(run.journal, { ...waiting, phase: { ...phase, gate } }, files);
  await run.journal.commit({
    subject: `${task.id} ${phase.phase} asks again`,
    derived: true,
    saveReason: "gate",
  });
  run.publisher.request();
}

/** What was asked or granted counts no more, and the gate asks again. */
export async function voidApproval(
  run: Run,
  approval: ApprovalState,
  { reason, changed }: { reason: string; changed: string[] },
): Promise<void> {
  const { journal, plan } = run;
  if (approval.transition === "quality_gate") {
    journal.record({
      event: "approval_voided",
      agent: "session_manager",
      data: { request: approval.request, reason, changed },
    });
    const gate = checkpointOf(plan, approval.request);
    if (gate && journal.state.qualityGates.get(gate.name)?.status === "passed")
      reopenCheckpoint(run, gate, reason);
    return;
  }
  const gated = plannedAttempt(plan, approval);
  if (!gated) return;
  const { task, phase } = gated;
  journal.record({
    event: "approval_voided",
    task_id: task.id,
    phase: phase.phase,
    agent: "session_manager",
    data: { request: approval.request, reason, changed },
  });
  const folder = paths.deliverables(plan.id, task.id, phase.phase);
  if (phase.gate) requestApproval(journal, gated, await listFiles(run, folder));
}

/** A checkpoint that was passed is due again: its checks run, and its approvers are asked. */
export function reopenCheckpoint(
  { journal }: Pick<Run, "journal">,
  { name, at }: { name: string; at: number },
  reason: string,
): void {
  journal.record({ event: "quality_gate_reopened", agent: "session_manager", data: { name, at, reason } });
}

/** The work as it stands on the branch; undefined where no branch holds it. */
export async function treeNow({ journal, plan, ports }: Run): Promise<string | undefined> {
  if (journal.commitName === null) return undefined;
  const root = await ports.repository.list(journal.tip, "");
  const deliverables = await ports.repository.entry(journal.tip, `${ROOT}/deliverables/${plan.id}`);
  const entries = root.map(({ name, mode, oid }) => ({ name, mode: Number.parseInt(mode, 8), oid }));
  return workTree(entries, deliverables?.oid ?? null);
}
