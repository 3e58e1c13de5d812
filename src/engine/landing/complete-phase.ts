import { paths } from "../../milestone/names.ts";
import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import { requestApproval } from "../gate/request-approval.ts";
import { settleFinishedTasks } from "../gate/settle-tasks.ts";
import type { Changes } from "../ports.ts";
import type { QualityChecks } from "../quality/quality-checks.ts";
import { listFilesAfter } from "../run/file-refs.ts";
import type { Run } from "../run/run-context.ts";
import { annotateDocuments } from "./annotate-documents.ts";
import { resolveConflict } from "./conflict.ts";

type Good = Extract<AttemptResult, { ok: true }>;

/** `testing`: the attempt comes back once its tests have run. */
export type Landed = "done" | "conflict" | "testing";

export interface LandingHelp {
  /** Conflicts so far, by `task/phase`. */
  conflicts: Map<string, number>;
  quality: QualityChecks;
  /** More results lie ready to be taken in now: what need not be in each commit is left to the last one's. */
  more: boolean;
  /** Brings the attempt back here once its tests have run. */
  later: (result: Promise<AttemptResult>) => void;
}

/**
 * Takes a good attempt's work to the branch: merged onto the tip, tested where the plan says so, one commit, which the
 * branch shows with the next `Journal.settle`.
 */
export function completePhase(
  run: Run,
  running: RunningAttempt,
  result: Good,
  help: LandingHelp,
): Promise<Landed> {
  return run.journal.exclusively(() => land(run, running, result, help));
}

async function land(run: Run, running: RunningAttempt, result: Good, help: LandingHelp): Promise<Landed> {
  const { journal, ports, plan } = run;
  const { task, phase } = running.start;
  const landing = await ports.repository.land(result.base, journal.tip, result.files);
  if (!landing.ok) {
    await resolveConflict(run, running, landing.conflicts, help.conflicts);
    return "conflict";
  }
  const folder = paths.deliverables(plan.id, task.id, phase.phase);
  if (plan.testCommand && phase.phase === "execute" && !help.quality.isTested(running)) {
    help.later(help.quality.testAttempt({ running, result, changes: landing.changes, folder }));
    return "testing";
  }
  const changes = await annotateDocuments(run, { changes: landing.changes, folder, files: result.files });
  await addPhase(run, { running, result, changes, folder, more: help.more });
  return "done";
}

interface PhaseWork {
  running: RunningAttempt;
  result: Good;
  changes: Changes;
  folder: string;
  more: boolean;
}

async function addPhase(run: Run, work: PhaseWork): Promise<void> {
  const { journal, publisher } = run;
  const { changes, folder } = work;
  const { start } = work.running;
  const { task, phase, attempt } = start;
  const deliverables = await listFilesAfter(run, changes, folder);
  await journal.add({
    subject: task.workflow ? `${task.id} ${phase.phase} completed` : `${task.id} completed`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    changes,
    derived: !work.more && publisher.idle && run.ports.remote !== null,
    saveReason: phase.gate ? "gate" : "phase",
    events() {
      const { durationMs, usage, answers } = work.result.outcome;
      journal.record({
        event: "phase_completed",
        task_id: task.id,
        phase: phase.phase,
        agent: `task_executor/${start.slot}`,
        data: {
          attempt,
          executor: start.executorName,
          duration_ms: Math.round(durationMs),
          deliverables,
          changed: [...changes.keys()].filter(p => !p.startsWith(`${folder}/`)).length,
          gated: phase.gate !== null,
          ...(usage ? { usage } : {}),
          ...(answers?.length ? { answers } : {}),
        },
      });
      if (phase.gate) requestApproval(journal, start, deliverables);
      settleFinishedTasks(journal);
      journal.recordProgress();
    },
  });
}
