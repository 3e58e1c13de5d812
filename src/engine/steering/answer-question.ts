import { blockerId } from "../../milestone/blocker/blocker.ts";
import type { Steering } from "../../milestone/command/command.ts";
import { withTask } from "../../milestone/plan/merge-plan.ts";
import { DEFAULT_QUESTIONS, phasePlan } from "../../milestone/plan/plan.ts";
import type { Person } from "../../milestone/session/event.ts";
import {
  awaitedQuestions,
  isOpen,
  type OpenQuestion,
  questionName,
  readAnswer,
} from "../../milestone/session/questions.ts";
import { isOnGitHub, type State } from "../../milestone/session/state.ts";
import { slugOf } from "../../milestone/text/slug.ts";
import { dateTime } from "../../milestone/view/figures.ts";
import { readChangedPlan } from "../plan/sync-plan.ts";
import { type Complaint, refuse } from "../refusal.ts";
import { block, unblock } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";
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

type AnswerContext = Pick<Run, "plan" | "base"> & {
  ports: Pick<Run["ports"], "forge" | "repository">;
  state: State;
};

/**
 * Why this person may not answer; null: they may. Who counts is said by the phase's gate on the base branch; without
 * one whoever may write, which on a command line the push of the answer proves.
 */
export async function answerComplaint(
  { plan, base, ports, state }: AnswerContext,
  steering: Steering,
  by: Person,
): Promise<Complaint | null> {
  const asked = steering.command === "answer" ? questionOf(steering, state) : undefined;
  const task = plan.tasks.find(({ id }) => id === asked?.task);
  if (!asked || !task) return null;
  const gate = phasePlan(task, asked.phase)?.gate ?? null;
  if (by.source !== "local") return ports.forge.answerComplaint({ gate, base, repository: ports.repository });
  if (gate === null || !isOnGitHub(state)) return null;
  return {
    message: `${asked.task}/${asked.phase} has approvers, and this session runs on GitHub, where a command line proves nothing`,
    remedy: "comment `/milestone answer` on the pull request there",
  };
}

type Proposed = NonNullable<OpenQuestion["discovered"]>;

/** Adds the task to the milestone on its branch, done as the milestone's others are. Answers its id. @throws Refusal */
async function addProposed(run: Run, asked: OpenQuestion, proposed: Proposed): Promise<string> {
  const { journal, plan } = run;
  const ids = new Set(plan.tasks.map(task => task.id));
  const id = freeId(proposed.title, ids);
  const unknown = proposed.needs.filter(need => !ids.has(need));
  if (unknown.length > 0)
    refuse(
      `the task "${proposed.title}" needs ${unknown.join(", ")}, which the milestone does not have`,
      "add it to the milestone file by hand, or answer 2 to leave it out",
    );
  const task = {
    title: proposed.title,
    ...(proposed.why === undefined ? {} : { description: proposed.why }),
    ...(proposed.needs.length > 0 ? { dependencies: proposed.needs } : {}),
  };
  let problem = "";
  // Where milestone and config name no executor, the agent that found the work does it, or else a person.
  for (const executor of [{}, { executor: executorOf(run, asked) }]) {
    const text = withTask(journal.planText, id, { ...task, ...executor });
    const answer = await readChangedPlan(run, text, journal.tip);
    if (answer.ok) {
      answer.take();
      return id;
    }
    problem = answer.message;
  }
  return refuse(
    `the task "${proposed.title}" cannot be added: ${problem}`,
    "add it to the milestone file by hand",
  );
}

function executorOf({ plan }: Run, asked: OpenQuestion): Record<string, unknown> {
  const task = plan.tasks.find(({ id }) => id === asked.task);
  const executor = task && phasePlan(task, asked.phase)?.executor;
  return executor?.kind === "agent" ? { agent: executor.profile } : { manual: true };
}

/** An id made of the title, that no task has. */
export function freeId(title: string, taken: ReadonlySet<string>): string {
  const id = slugOf(title) || "found";
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? id : `${id}-${n}`;
    if (!taken.has(tried)) return tried;
  }
}
