import { answerRefusal } from "../src/github/may-answer.ts";
import { text } from "../src/github/text.ts";
import { phasePlan } from "../src/milestone/plan/plan.ts";
import { openQuestions } from "../src/milestone/session/questions.ts";
import type { AppContext } from "./app-context.ts";
import { type AuthorizedCommand, type CommandResult, refusedWith } from "./authorized-command.ts";
import { dispatch } from "./dispatch.ts";
import type { Place } from "./places.ts";
import type { MilestoneSnapshot } from "./snapshot.ts";

/** `answer`: says at once when the person does not count, and otherwise starts the run that asks GitHub itself. */
export async function answerToQuestion(
  app: AppContext,
  place: Place,
  authorized: AuthorizedCommand,
  snapshot: MilestoneSnapshot,
): Promise<CommandResult> {
  const { command, by } = authorized;
  const { reading, milestone } = snapshot;
  const { login } = by.user;
  const { task, phase } = command.target ?? {};
  const open = reading ? openQuestions(reading.state) : [];
  const meant = open.filter(
    q =>
      q.task === task &&
      (phase === undefined || q.phase === phase) &&
      (command.question === null || q.number === command.question),
  );
  const [asked] = meant;
  if (!reading || !asked) return refusedWith(text.refused.noQuestion(login, milestone, open));
  if (meant.length > 1 && meant.filter(q => q.blocking).length !== 1)
    return refusedWith(text.refused.noQuestion(login, milestone, meant));
  const { plan, base } = reading;
  const gate = phasePlan(plan.tasks.find(({ id }) => id === task)!, asked.phase)?.gate ?? null;
  const refusal = await answerRefusal(place.repository, by, { gate, config: base.config });
  if (refusal) return refusedWith(text.refused.answer(login, refusal.reason));
  return dispatch(app, place, authorized, snapshot);
}
