import { DEFAULT_QUESTIONS } from "../../milestone/plan/plan.ts";
import type { Asked, TaskNote } from "../../milestone/question/asked.ts";
import { isLeftAlready, noteProblem } from "../../milestone/session/task-notes.ts";
import type { AttemptResult, AttemptStart, RunningAttempt } from "../attempt/attempt.ts";
import { warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

type AskingResult = Extract<AttemptResult, { asked: Asked[]; ok: false }>;

/** The attempt ends with its questions: it is no failure and costs no retry, and others go on. */
export async function askPhase(run: Run, { start }: RunningAttempt, result: AskingResult): Promise<void> {
  const { journal, publisher } = run;
  const { task, phase, attempt, slot } = start;
  const { usage, durationMs } = result.outcome;
  journal.record({
    event: "phase_interrupted",
    task_id: task.id,
    phase: phase.phase,
    agent: `task_executor/${slot}`,
    data: {
      attempt,
      reason: "it asks a person",
      duration_ms: Math.round(durationMs),
      ...(usage ? { usage } : {}),
      ...(result.kept ? { kept: result.kept } : {}),
      ...(result.outcome.conversation ? { conversation: result.outcome.conversation } : {}),
    },
  });
  recordQuestions(run, start, result.asked);
  recordNotes(run, start, result.notes);
  journal.recordProgress();
  await journal.commit({
    subject: task.workflow ? `${task.id} ${phase.phase} asks` : `${task.id} asks`,
    trailers: { task: task.id, phase: phase.phase, attempt },
    derived: true,
    saveReason: "question",
  });
  publisher.request();
}

/** Records what an attempt asks, numbered on from what the phase asked before. */
export function recordQuestions({ journal, ports }: Run, start: AttemptStart, asked: readonly Asked[]): void {
  const { task, phase, attempt, slot } = start;
  const { afterMs } = task.questions ?? DEFAULT_QUESTIONS;
  const now = ports.clock.now();
  for (const { question, why, options, blocking, discovered, ...more } of asked) {
    const before = journal.state.tasks.get(task.id)?.phases.get(phase.phase)?.questions ?? [];
    journal.record({
      event: "question_asked",
      task_id: task.id,
      phase: phase.phase,
      agent: `task_executor/${slot}`,
      data: {
        attempt,
        number: before.length + 1,
        question,
        ...(why === undefined ? {} : { why }),
        options,
        ...(more.default === undefined ? {} : { default: more.default }),
        blocking,
        ...(blocking && afterMs !== null ? { until: new Date(now + afterMs).toISOString() } : {}),
        ...(discovered ? { discovered } : {}),
      },
    });
  }
}

/** Records what an attempt tells other tasks. What reaches nobody is told to its own task's next attempt, and warned of. */
export function recordNotes({ journal }: Run, start: AttemptStart, notes: readonly TaskNote[]): void {
  const { task, phase, attempt, slot } = start;
  for (const note of notes) {
    if (isLeftAlready(journal.state, task.id, note)) continue;
    const refused = noteProblem(journal.state, task.id, note);
    journal.record({
      event: "note_left",
      task_id: task.id,
      phase: phase.phase,
      agent: `task_executor/${slot}`,
      data: { attempt, ...note, ...(refused === null ? {} : { refused }) },
    });
    if (refused === null) continue;
    const message = `the note of ${task.id}/${phase.phase} for ${note.to} reaches nobody: ${refused}`;
    warnOnce(journal, "note_refused", message, task.id);
  }
}
