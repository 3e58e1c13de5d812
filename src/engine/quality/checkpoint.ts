import type { QualityGate } from "../../milestone/plan/plan.ts";
import { newCheckpointRequest } from "../../milestone/schedule/checkpoint.ts";
import type { CheckResult } from "../../milestone/session/event.ts";
import type { Oid } from "../ports.ts";
import { block } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";
import type { CheckTree } from "./check-tree.ts";

/** Runs a checkpoint's commands on a commit, as far as the first that fails; null where they were stopped. */
export async function runCheckpoint(
  tree: CheckTree,
  gate: QualityGate,
  commit: Oid,
): Promise<CheckResult[] | null> {
  const results: CheckResult[] = [];
  for (const command of gate.run) {
    const outcome = await tree.command(command, commit, `checkpoint ${gate.name}`);
    if (!outcome) return null;
    const { ok, exit, durationMs, tail } = outcome;
    results.push({ command, ok, exit, duration_ms: Math.round(durationMs), tail: tail.slice(-2_000) });
    if (!ok) break;
  }
  return results;
}

/** Records what the checks came to: a blocker, a question to the approvers that the plan names, or a pass. */
export async function judgeCheckpoint(
  { journal, publisher }: Run,
  gate: QualityGate,
  checks: CheckResult[],
): Promise<void> {
  const data = { name: gate.name, at: gate.at, checks };
  const failed = checks.find(c => !c.ok);
  if (failed) {
    journal.record({ event: "quality_gate_failed", agent: "progress_monitor", data });
    block(journal, {
      type: "quality_gate_failed",
      about: gate.name,
      message: `the checkpoint "${gate.name}" at ${gate.at} % fails: ${failed.command} ended with exit ${failed.exit ?? "by a signal"}`,
      evidence: failed.tail,
    });
  } else if (gate.approvers.length > 0 || gate.criteria.length > 0) {
    journal.record({
      event: "approval_requested",
      agent: "session_manager",
      data: {
        request: newCheckpointRequest(journal.state, gate.name),
        transition: "quality_gate",
        kind: "approval",
        approvers: gate.approvers,
        min_approvals: gate.minApprovals,
        criteria: gate.criteria,
        deliverables: [],
        attempt: 1,
      },
    });
  } else {
    journal.record({ event: "quality_gate_passed", agent: "progress_monitor", data });
  }
  await journal.commit({
    subject: failed ? `checkpoint ${gate.at} % blocked` : `checkpoint ${gate.at} %`,
    derived: true,
    saveReason: "checkpoint",
  });
  publisher.request();
}
