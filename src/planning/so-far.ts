import { isFinished } from "../milestone/phase.ts";
import { openQuestions } from "../milestone/session/questions.ts";
import { hasBegunWork, type State, type TaskState } from "../milestone/session/state.ts";
import type { SourceDocument } from "./brief.ts";

/** From here on a person decides about a blocker. */
const FOR_PEOPLE = 4;
const MAX_POINTS = 5;

/** Tasks that cannot be taken out of the plan any more. */
export const startedTasks = (state: State): Set<string> =>
  new Set([...state.tasks.values()].filter(hasBegunWork).map(task => task.id));

/** What a planner is told of a milestone under way: what became of its tasks, what agents found, what blocks it. */
export function soFar(state: State): SourceDocument[] {
  const discovered = openQuestions(state).flatMap(({ task, phase, discovered: found }) =>
    found
      ? [
          `${found.title}${found.why ? `: ${found.why}` : ""} (found in ${task}/${phase}${found.needs.length > 0 ? `, needs ${found.needs.join(", ")}` : ""})`,
        ]
      : [],
  );
  const blocked = [...state.blockers.values()]
    .filter(({ level }) => level >= FOR_PEOPLE)
    .map(({ id, type, message, evidence, attempts }) =>
      [`${id} (${type}, ${attempts} attempts): ${message}`, evidence]
        .filter(line => line !== "")
        .join("\n  "),
    );
  const documents: [string, string[]][] = [
    [
      "what became of the plan so far",
      [`the milestone is ${state.status}`, ...[...state.tasks.values()].map(taskLine)],
    ],
    ["work that agents found to be missing", discovered],
    ["what nobody but a person gets past", blocked],
  ];
  return documents.flatMap(([name, lines]) => (lines.length > 0 ? [{ name, text: lines.join("\n") }] : []));
}

function taskLine({ id, status, phases, skipReason }: TaskState): string {
  const under = [...phases]
    .filter(([, phase]) => phase.attempt > 0 && !isFinished(phase.status))
    .map(([name, { status: standing, failures, feedback }]) => {
      const points = feedback.slice(-MAX_POINTS).map(point => `\n    - ${point.slice(0, 500)}`);
      return `\n  ${name}: ${standing}, failed ${failures} times${points.join("")}`;
    });
  return `${id}: ${status}${skipReason ? ` (${skipReason})` : ""}${under.join("")}`;
}
