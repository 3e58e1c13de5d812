import { blockerId } from "../../milestone/blocker/blocker.ts";
import type { Steering } from "../../milestone/command/steering.ts";
import { DEFAULT_QUESTIONS } from "../../milestone/plan/plan.ts";
import type { Person } from "../../milestone/session/event.ts";
import {
  awaitedQuestions,
  isOpen,
  type OpenQuestion,
  questionName,
  readAnswer,
} from "../../milestone/session/questions.ts";
import type { State } from "../../milestone/session/state.ts";
import { dateTime } from "../../milestone/view/figures.ts";
import { refuse } from "../refusal.ts";
import { block, unblock } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
import { addProposed } from "./add-proposed.ts";
import { questionOf } from "./command-problem.ts";

/**
 * Records a person's answer; the phase goes on with it, or the proposed task is added. Answers what was done, in a
 * sentence. @throws Refusal where the task cannot be added
 */
export async function answerQuestion(
  run: Run,
  steering: Extract<Steering, { command: "answer" }>,
  by: Person,
): Promise<string> {
  const { journal } = run;
  const asked = questionOf(steering, journal.state)!;
  const { answer, option } = readAnswer(steering.answer, asked.options);
  const { task, phase } = asked;
  if (asked.discovered) {
    if (option === undefined)
      refuse(
        `${questionName(asked)} asks whether a task is to be added, and "${answer}" is neither of its options`,
        "answer 1 to add it, 2 to leave it out",
      );
    const added = option === 1 ? await addProposed(run, asked, asked.discovered) : null;
    record(journal, asked, { answer, option, by });
    return added === null ? `${asked.discovered.title} is left out` : `the task ${added} is added`;
  }
  record(journal, asked, { answer, ...(option === undefined ? {} : { option }), by });
  // Nobody had answered in time: the answer that comes late frees the phase all the same.
  const late = blockerId("question_unanswered", task, phase);
  const waits = journal.state.tasks
    .get(task)!
    .phases.get(phase)!
    .questions.some(q => q.blocking && isOpen(q));
  if (!waits) unblock(journal, late, `${by.login} answered`);
  const told = `${questionName(asked)} is answered: ${answer}`;
  return asked.blocking ? told : `${told}; it is told to the phases that follow`;
}

function record(
  journal: Run["journal"],
  { task, phase, number }: OpenQuestion,
  answered: { answer: string; option?: number; by?: Person },
): void {
  journal.record({
    event: "question_answered",
    task_id: task,
    phase,
    agent: "session_manager",
    data: { number, ...answered },
  });
}

/** Questions that nobody answered in time: their default holds, or the phase is blocked. */
export function endOverdueQuestions({ journal, ports, plan }: Run): void {
  const { state } = journal;
  for (const asked of awaitedQuestions(state)) {
    const { task, phase } = asked;
    if (asked.until === undefined || Date.parse(asked.until) > ports.clock.now()) continue;
    const policy = plan.tasks.find(t => t.id === task)?.questions ?? DEFAULT_QUESTIONS;
    if (policy.otherwise === "default" && asked.default !== undefined) {
      record(journal, asked, readAnswer(asked.default, asked.options));
      continue;
    }
    const why = policy.otherwise === "default" ? ", and it has no default" : "";
    const message = `nobody answered ${questionName(asked)} until ${dateTime(asked.until)}${why}: ${asked.question}`;
    block(journal, { type: "question_unanswered", task, phase, message });
  }
}

/** When the first wait for an answer ends (ms since the epoch); null: none does. */
export function nextDeadline(state: State): number | null {
  const times = awaitedQuestions(state).flatMap(({ until }) =>
    until === undefined ? [] : [Date.parse(until)],
  );
  return times.length > 0 ? Math.min(...times) : null;
}
