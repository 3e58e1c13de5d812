import { paths } from "../../milestone/names.ts";
import { isAgentSetting } from "../../milestone/path/guard-paths.ts";
import type { PhaseAttempt } from "../../milestone/plan/plan.ts";
import { goesFirst, mayRedo, NAMED_CONFLICTS } from "../../milestone/schedule/resources.ts";
import type { ConversationRecord } from "../../milestone/session/event.ts";
import { appendChangedFiles, labelClaim, TEST_RESULTS } from "../../milestone/text/test-results.ts";
import { type AttemptResult, activityKey, type RunningAttempt } from "../attempt/attempt.ts";
import { recordInterruption } from "../attempt/interruption.ts";
import { dropKept, keepForMerge } from "../attempt/kept-work.ts";
import { requestApproval } from "../gate/request-approval.ts";
import { settleFinishedTasks } from "../gate/settle-tasks.ts";
import type { Changes, FileChange } from "../ports.ts";
import type { QualityChecks } from "../quality/quality-checks.ts";
import { listFilesAfter } from "../run/file-refs.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { askPhase, recordNotes, recordQuestions } from "./ask-person.ts";
import { blockPhase, failPhase } from "./fail-phase.ts";
import { noteTrouble, recoverProfile } from "./profile-trouble.ts";

type Good = Extract<AttemptResult, { ok: true }>;

/** `testing`: the attempt comes back once its tests have run. `held`: it is for the caller to bring it back. */
export type Landed = "done" | "conflict" | "testing" | "held";

export interface LandingHelp {
  /** null: another machine has run the tests on this work. */
  quality: QualityChecks | null;
  /** The tasks that are worked on here; empty: it lands whatever they do. */
  running: readonly string[];
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
    await resolveConflict(run, running, { result, conflicting: landing.conflicts });
    return "conflict";
  }
  const first = goesFirst(journal.state, task.id, { files: landing.changes.keys(), running: help.running });
  if (first !== null) {
    const { start } = running;
    const at = { task: task.id, phase: phase.phase, slot: start.slot };
    run.activities.set(activityKey(start), {
      doing: "waiting",
      ...at,
      for: `${first}, which merges the same file`,
    });
    return "held";
  }
  const folder = paths.deliverables(plan.id, task.id, phase.phase);
  if (plan.testCommand && phase.phase === "execute" && help.quality?.isTested(running) === false) {
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

/** Files that the log names for a phase; the commit has them all. */
const NAMED_FILES = 30;

async function addPhase(run: Run, work: PhaseWork): Promise<void> {
  const { journal, publisher } = run;
  const { changes, folder } = work;
  const { start } = work.running;
  const { task, phase, attempt } = start;
  const deliverables = await listFilesAfter(run, changes, folder);
  const kept = journal.state.tasks.get(task.id)?.phases.get(phase.phase)?.kept ?? null;
  await journal.add({
    subject: task.workflow ? `${task.id} ${phase.phase} completed` : `${task.id} completed`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    changes,
    derived: !work.more && publisher.idle && run.ports.remote !== null,
    saveReason: phase.gate ? "gate" : "phase",
    events() {
      const { durationMs, usage, answers } = work.result.outcome;
      const changed = [...changes.keys()].filter(path => !path.startsWith(`${folder}/`)).sort();
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
          changed: changed.length,
          files: changed.slice(0, NAMED_FILES),
          gated: phase.gate !== null,
          ...(usage ? { usage } : {}),
          ...(answers?.length ? { answers } : {}),
          ...(work.result.criteria?.length ? { criteria: work.result.criteria } : {}),
          ...(work.result.review ? { review: work.result.review } : {}),
          ...conversationData(work.result.outcome.conversation),
        },
      });
      recordQuestions(run, start, work.result.asked);
      recordNotes(run, start, work.result.notes);
      recoverProfile(run, start.executorName);
      const reviewer = work.result.review?.agent;
      if (reviewer !== undefined) recoverProfile(run, reviewer);
      const settings = [...changes.keys()].filter(isAgentSetting);
      if (settings.length > 0) warnOnce(journal, "agent_settings", settingsWords(settings), task.id);
      if (phase.gate) requestApproval(journal, withSettings(start, settings), deliverables);
      settleFinishedTasks(journal);
      journal.recordProgress();
    },
  });
  if (attempt > 1 || work.result.outcome.conversation) await dropKept(run, start, kept);
}

/** Whoever approves the work approves what agents will obey once it is on the base. */
function withSettings(start: PhaseAttempt, settings: readonly string[]): PhaseAttempt {
  const { gate } = start.phase;
  if (!gate || settings.length === 0) return start;
  const criteria = [...gate.criteria, `The change of agents' settings is wanted: ${settings.join(", ")}`];
  return { ...start, phase: { ...start.phase, gate: { ...gate, criteria } } };
}

const settingsWords = (settings: readonly string[]): string =>
  `the work changes what agents obey (${settings.join(", ")}); on this milestone agents go on with the base branch's version`;

/** What an attempt changed, and the folder of its phase's deliverables. */
interface AttemptWork {
  changes: Changes;
  folder: string;
  files: FileChange[];
}

/** Adds what the engine knows to the documents that an agent wrote about its own work. Answers all changes. */
async function annotateDocuments(run: Run, work: AttemptWork): Promise<Changes> {
  const listed = await withChangedFiles(run, work);
  return run.plan.testCommand ? listed : withLabelledClaim(run, listed, work.folder);
}

/** The engine appends what was really changed to the agent's own summary. */
async function withChangedFiles(run: Run, { changes, folder, files }: AttemptWork): Promise<Changes> {
  const path = `${folder}/implementation-summary.md`;
  const summary = await landedText(run, changes, path);
  if (summary === null) return changes;
  const code = files.filter(f => !f.path.startsWith(".milestones/"));
  const listed = code.map(f => ({
    path: f.path,
    change: "delete" in f ? ("deleted" as const) : ("written" as const),
  }));
  return new Map(changes).set(path, Buffer.from(appendChangedFiles(summary, listed)));
}

/** Without a test command the test results are the executor's word, and say so. */
async function withLabelledClaim(run: Run, changes: Changes, folder: string): Promise<Changes> {
  const path = `${folder}/${TEST_RESULTS}`;
  const claim = await landedText(run, changes, path);
  return claim === null ? changes : new Map(changes).set(path, Buffer.from(labelClaim(claim)));
}

/** What a landing writes at the path, which it names by its blob; null: nothing. */
async function landedText(run: Run, changes: Changes, path: string): Promise<string | null> {
  const change = changes.get(path);
  if (change === undefined || change === null) return null;
  const bytes = Buffer.isBuffer(change) ? change : await run.ports.repository.readBlob(change.oid);
  return bytes?.toString("utf8") ?? null;
}

/**
 * The attempt's work does not merge with what landed since it began, which costs none of its retries: where only lines
 * conflict its agent is to merge them, else the phase runs again on the fresh tip. Only where it loses again and again a
 * person is needed.
 */
async function resolveConflict(
  run: Run,
  running: RunningAttempt,
  lost: { result: Good; conflicting: string[] },
): Promise<void> {
  const { journal, ports } = run;
  const { task, phase, attempt, executorName } = running.start;
  const { usage, durationMs, conversation } = lost.result.outcome;
  const where = { task_id: task.id, phase: phase.phase, agent: "git_integration" } as const;
  const files = lost.conflicting.slice(0, 5).join(", ");
  const message = `the work of ${task.id}/${phase.phase} does not merge with what landed meanwhile: ${files}`;
  const spent = usage ? { usage, duration_ms: Math.round(durationMs) } : {};
  const goesOn = mayRedo(journal.state.tasks.get(task.id)!);
  const kept = goesOn ? await keepForMerge(run, running, lost.result) : null;
  const talked = conversation
    ? { conversation: { ...conversation, kept: conversation.kept && kept !== null } }
    : {};
  const conflicts = lost.conflicting.slice(0, NAMED_CONFLICTS);
  journal.record({
    event: "phase_interrupted",
    ...where,
    data: { attempt, reason: message, conflicts, ...spent, ...talked, ...(kept ? { kept } : {}) },
  });
  if (goesOn) {
    journal.record({
      event: "retry_scheduled",
      ...where,
      data: {
        attempt: attempt + 1,
        not_before: new Date(ports.clock.now()).toISOString(),
        level: 3,
        executor: executorName,
        ...(kept ? {} : { anew: true }),
        reason: kept
          ? `its work is to be merged with what landed meanwhile: ${files}`
          : "the phase runs again on the branch's fresh tip",
      },
    });
    return;
  }
  await blockPhase(run, running, {
    type: "git_conflicts",
    message,
    evidence: lost.conflicting.join("\n"),
    attempts: attempt,
  });
}

/** Of a phase that is through nothing is kept; that it went on, or could not, is told. */
function conversationData(record: ConversationRecord | undefined): { conversation?: ConversationRecord } {
  if (!record?.resumed && record?.why === undefined) return {};
  return { conversation: { ...record, kept: false } };
}

export type AttemptEnd = Landed | "failed" | "asked" | "interrupted";

/** Takes in how an attempt ended: its work lands, it fails, or it was interrupted. */
export async function endAttempt(
  run: Run,
  running: RunningAttempt,
  result: AttemptResult,
  help: LandingHelp,
): Promise<AttemptEnd> {
  const end = await endOne(run, running, result, help);
  for (const each of result.troubles ?? []) await noteTrouble(run, each);
  return end;
}

async function endOne(
  run: Run,
  running: RunningAttempt,
  result: AttemptResult,
  help: LandingHelp,
): Promise<AttemptEnd> {
  if (result.ok) return completePhase(run, running, result, help);
  if ("interrupted" in result) {
    recordInterruption(run.journal, running.start, result);
    return "interrupted";
  }
  if ("asked" in result) {
    await askPhase(run, running, result);
    return "asked";
  }
  await failPhase(run, running, result);
  return "failed";
}
