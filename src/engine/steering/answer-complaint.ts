import type { Steering } from "../../milestone/command/steering.ts";
import { phasePlan } from "../../milestone/plan/plan.ts";
import type { Person } from "../../milestone/session/event.ts";
import { isOnGitHub, type State } from "../../milestone/session/state.ts";
import type { Complaint } from "../refusal.ts";
import type { Run } from "../run/run-context.ts";
import { questionOf } from "./command-problem.ts";

type Asking = Pick<Run, "plan" | "base"> & {
  ports: Pick<Run["ports"], "forge" | "repository">;
  state: State;
};

/**
 * Why this person may not answer; null: they may. Who counts is said by the phase's gate on the base branch; without
 * one whoever may write, which on a command line the push of the answer proves.
 */
export async function answerComplaint(
  { plan, base, ports, state }: Asking,
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
