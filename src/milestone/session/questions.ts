import { PHASES, type Phase } from "../phase.ts";
import type { QuestionState, State, TaskState } from "./state.ts";

export interface OpenQuestion extends QuestionState {
  task: string;
  phase: Phase;
}

export const isOpen = ({ answer, withdrawn }: QuestionState): boolean =>
  answer === null && withdrawn === undefined;

/** Questions that an answer still changes something for, in the order of tasks and phases. */
export function openQuestions(state: State): OpenQuestion[] {
  if (state.status === "completed" || state.status === "cancelled") return [];
  const open: OpenQuestion[] = [];
  // Asked for at every step, of thousands of tasks of which hardly any asked anything.
  for (const task of state.tasks.values()) {
    if (task.status === "skipped") continue;
    for (const [phase, { questions }] of task.phases) {
      for (const each of questions) if (isOpen(each)) open.push({ ...each, task: task.id, phase });
    }
  }
  return open;
}

/** Those that a phase waits for. */
export function awaitedQuestions(state: State): OpenQuestion[] {
  return openQuestions(state).filter(
    ({ blocking, task, phase }) =>
      blocking && state.tasks.get(task)?.phases.get(phase)?.status === "waiting_answer",
  );
}

/** Name of a question where one is asked for: `schema/design#2`. */
export function questionName({
  task,
  phase,
  number,
}: Pick<OpenQuestion, "task" | "phase" | "number">): string {
  return `${task}/${phase}#${number}`;
}

/** What an answer that was typed means: an option by its number or its words, else a text of its own. */
export function readAnswer(given: string, options: readonly string[]): { answer: string; option?: number } {
  const text = given.trim();
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  const named = options.findIndex(option => option.trim().toLowerCase() === text.toLowerCase());
  const place = number >= 1 && number <= options.length ? number - 1 : named;
  return place < 0 ? { answer: text } : { answer: options[place]!, option: place + 1 };
}

export interface Answered {
  name: string;
  question: string;
  answer: string;
  /** null: nobody answered in time, and the default holds. */
  by: string | null;
}

/**
 * What an attempt at the phase is told of answers: those to its own phase, and those to earlier phases that had gone on
 * without. What they waited for stands in what they left.
 */
export function answeredFor(task: TaskState, phase: Phase): Answered[] {
  return PHASES.slice(0, PHASES.indexOf(phase) + 1).flatMap(name => {
    const questions = task.phases.get(name)?.questions ?? [];
    return questions.flatMap(({ number, question, answer, blocking, discovered }) =>
      answer === null || discovered || (name !== phase && blocking)
        ? []
        : [
            {
              name: questionName({ task: task.id, phase: name, number }),
              question,
              answer: answer.answer,
              by: answer.by?.login ?? null,
            },
          ],
    );
  });
}
