import { paths } from "../../milestone/names.ts";
import { TRANSITION } from "../../milestone/phase.ts";
import type { PhaseAttempt } from "../../milestone/plan/plan.ts";
import type { FileRef } from "../../milestone/session/event.ts";
import type { FileChange, FileFinding } from "../ports.ts";
import { listFiles } from "../run/file-refs.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { requestApproval } from "./request-approval.ts";
import { settleFinishedTasks } from "./settle-tasks.ts";

/** A manual phase is done when a person's commit holds its deliverables; until then it waits. */
export async function requestManualWork(run: Run, manual: PhaseAttempt): Promise<void> {
  if (await takeManualWork(run, manual)) return;
  const { journal } = run;
  const { task, phase, attempt } = manual;
  journal.record({
    event: "approval_requested",
    task_id: task.id,
    phase: phase.phase,
    agent: "session_manager",
    data: {
      request: `${task.id}/${phase.phase}#${attempt}.manual`,
      transition: TRANSITION[phase.phase],
      kind: "manual",
      approvers: [],
      min_approvals: 0,
      criteria: phase.acceptanceCriteria,
      deliverables: [],
      attempt,
    },
  });
  await journal.commit({
    subject: `${task.id} ${phase.phase} waits for a person`,
    derived: true,
    saveReason: "gate",
  });
  run.publisher.request();
}

/** Completes a manual phase where all that it asks for stands on the branch; answers whether it did. */
export async function takeManualWork(run: Run, manual: PhaseAttempt): Promise<boolean> {
  const { task, phase } = manual;
  const folder = paths.deliverables(run.plan.id, task.id, phase.phase);
  const refs = await listFiles(run, folder);
  // Without a single file nobody has done anything yet, even where the plan asks for none.
  if (refs.length === 0) return false;
  const findings = await check(run, manual, folder, refs);
  if (findings.length > 0) {
    const wrong = findings.map(f => f.message).join(" ");
    warnOnce(run.journal, "manual_work", `${task.id}/${phase.phase} is not done yet: ${wrong}`, task.id);
    return false;
  }
  await completeManually(run, manual, refs);
  return true;
}

/**
 * Completes a manual phase because a person says so; what the plan asks for of it must stand on the branch all the same.
 * Answers what is missing.
 */
export async function finishManualWork(run: Run, manual: PhaseAttempt): Promise<FileFinding[]> {
  const { task, phase } = manual;
  const folder = paths.deliverables(run.plan.id, task.id, phase.phase);
  const refs = await listFiles(run, folder);
  const wanted = phase.deliverables.length > 0 || refs.length > 0;
  const findings = wanted ? await check(run, manual, folder, refs) : [];
  if (findings.length === 0) await completeManually(run, manual, refs);
  return findings;
}

async function check(
  { journal, ports }: Run,
  { phase }: PhaseAttempt,
  folder: string,
  refs: FileRef[],
): Promise<FileFinding[]> {
  const workspace = await ports.workspaces.open("manual");
  await workspace.moveTo(journal.tip);
  const files: FileChange[] = [];
  for (const { path } of refs) {
    const content = await ports.repository.readFile(journal.tip, path);
    if (content) files.push({ path, mode: "100644", content });
  }
  return ports.runner.check({ phase, folder, files, workspace });
}

async function completeManually(run: Run, manual: PhaseAttempt, refs: FileRef[]): Promise<void> {
  const { journal } = run;
  const { task, phase, attempt } = manual;
  const agent = "session_manager";
  // Work that a person has done keeps its task in the plan.
  if (journal.state.tasks.get(task.id)?.startedAt == null)
    journal.record({ event: "task_started", task_id: task.id, agent, data: {} });
  journal.record({
    event: "phase_completed",
    task_id: task.id,
    phase: phase.phase,
    agent,
    data: {
      attempt,
      executor: "manual",
      duration_ms: 0,
      deliverables: refs,
      changed: 0,
      gated: phase.gate !== null,
    },
  });
  if (phase.gate) requestApproval(journal, manual, refs);
  settleFinishedTasks(journal);
  journal.recordProgress();
  await journal.commit({
    subject: `${task.id} ${phase.phase} completed`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    derived: true,
    saveReason: "phase",
  });
  run.publisher.request();
}
