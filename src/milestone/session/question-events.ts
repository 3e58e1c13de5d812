import { noteLeft, questionAnswered, questionAsked } from "./event-data.ts";
import { kind } from "./event-kind.ts";
import { isOpen } from "./questions.ts";
import { inPhase } from "./task-events.ts";

/** What agents ask people, what is answered, and what they tell each other. */
export const questionEvents = {
  question_asked: kind({
    says: "an agent asks a person; a phase whose question is blocking waits for the answer",
    log: "execution",
    data: questionAsked,
    fold: inPhase((phase, { data, timestamp }) => {
      phase.questions = [...phase.questions, { ...data, askedAt: timestamp, answer: null }];
      if (!data.blocking) return;
      phase.status = "waiting_answer";
      phase.running = false;
    }),
  }),
  /** Once the last blocking question is answered the phase runs again. */
  question_answered: kind({
    says: "a person answered an agent's question, or its default holds since nobody did in time",
    log: "execution",
    data: questionAnswered,
    fold: inPhase((phase, event) => {
      const asked = phase.questions.find(q => q.number === event.data.number);
      if (!asked) throw new Error(`event ${event.seq} answers the unknown question ${event.data.number}`);
      asked.answer = event.data;
      if (phase.status !== "waiting_answer" || phase.questions.some(q => q.blocking && isOpen(q))) return;
      phase.status = "in_progress";
      phase.notBefore = null;
    }),
  }),
  /** One that reaches nobody goes back to its author's task. */
  note_left: kind({
    says: "an agent left a note for another task's next phase, or tried to",
    log: "execution",
    data: noteLeft,
    fold: inPhase((_, { data, timestamp, phase, seq }, { state, task }) => {
      const { to, text, refused = null } = data;
      const addressee = refused === null ? state.tasks.get(to) : task;
      if (!addressee) throw new Error(`event ${seq} leaves a note for the unknown task ${to}`);
      addressee.notes.push({ from: task.id, phase: phase!, to, text, refused, leftAt: timestamp });
    }),
  }),
};
