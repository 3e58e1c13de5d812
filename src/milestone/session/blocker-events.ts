import { z } from "zod";
import type { Phase } from "../phase.ts";
import { blockerDetected, escalationLevel, text } from "./event-data.ts";
import { kind } from "./event-kind.ts";
import { NO_FAILURES, NONE_ALIKE, type State } from "./state.ts";
import { settleTask } from "./task-events.ts";

/** What stops the work, and what went on again. */
export const blockerEvents = {
  blocker_detected: kind({
    says: "something stops work on a task or the milestone",
    log: "blockers",
    data: blockerDetected,
    fold: (state, { data, timestamp }) => {
      state.blockers.set(data.id, { ...data, detectedAt: timestamp });
      if (data.task) setBlocked(state, data.task, data.phase);
      const task = data.type === "git_conflicts" && data.task ? state.tasks.get(data.task) : null;
      // Once a person has looked it counts from the beginning.
      if (task) task.lost = null;
    },
  }),
  blocker_escalated: kind({
    says: "a blocker reached the next level of resolution",
    log: "blockers",
    data: z.object({ id: text, level: escalationLevel, reason: text }),
    fold: (state, { data }) => {
      const blocker = state.blockers.get(data.id);
      if (blocker) blocker.level = data.level;
    },
  }),
  blocker_resolved: kind({
    says: "a blocker is gone",
    log: "blockers",
    data: z.object({ id: text, how: text }),
    fold: (state, { data, timestamp }) => {
      const blocker = state.blockers.get(data.id);
      if (!blocker) return;
      state.blockers.delete(blocker.id);
      state.resolvedBlockers.push({ ...blocker, resolvedAt: timestamp, how: data.how });
      if (blocker.task) unblock(state, blocker.task, blocker.phase);
    },
  }),
};

function setBlocked(state: State, taskId: string, phase: Phase | undefined): void {
  const task = state.tasks.get(taskId);
  const at = phase ? task?.phases.get(phase) : undefined;
  if (!task || !at) return;
  Object.assign(at, { status: "blocked", running: false });
  settleTask(task);
}

/** A blocked phase is to be tried again: it counts as under way, with its failures forgiven. */
function unblock(state: State, taskId: string, phase: Phase | undefined): void {
  const task = state.tasks.get(taskId);
  const at = phase ? task?.phases.get(phase) : undefined;
  if (!task || at?.status !== "blocked") return;
  const forgiven = {
    ...{ failures: 0, failedBy: NO_FAILURES, rejections: 0 },
    ...{ alike: NONE_ALIKE, escalated: 0, model: null, alternative: false },
  };
  Object.assign(at, { status: "in_progress", ...forgiven, notBefore: null, executor: null });
  settleTask(task);
}
