import { withTask } from "../../milestone/plan/merge-plan.ts";
import { phasePlan } from "../../milestone/plan/plan.ts";
import type { OpenQuestion } from "../../milestone/session/questions.ts";
import { slugOf } from "../../milestone/text/slug.ts";
import { readChangedPlan } from "../plan/sync-plan.ts";
import { refuse } from "../refusal.ts";
import type { Run } from "../run/run-context.ts";

type Proposed = NonNullable<OpenQuestion["discovered"]>;

/** Adds the task to the milestone on its branch, done as the milestone's others are. Answers its id. @throws Refusal */
export async function addProposed(run: Run, asked: OpenQuestion, proposed: Proposed): Promise<string> {
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
