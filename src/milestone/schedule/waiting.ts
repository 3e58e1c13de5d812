import { isDone, openApprovals, type State } from "../session/state.ts";
import type { Waiting } from "./decision.ts";
import type { Hold } from "./hold.ts";

/** What a held milestone waits for; nothing while the checks of a checkpoint are still to run. */
export function waitingUnder(hold: Hold): Partial<Waiting> {
  switch (hold.kind) {
    case "blocked":
      return { idle: "blocked", waitingFor: hold.blockers.map(b => b.id) };
    case "checkpoint_failed":
      return { idle: "checkpoint", waitingFor: [hold.gate.name] };
    case "checkpoint_approval":
      return { idle: "waiting_approval", waitingFor: [hold.request] };
    case "checkpoint_due":
      return {};
  }
}

/** What everything waits for when nothing is left to do without a person. */
export function waitingForPeople(state: State, allDone: boolean): Waiting {
  const blockers = [...state.blockers.values()].filter(b => !isDoneIn(state, b.task));
  if (blockers.length) return { idle: "blocked", waitingFor: blockers.map(b => b.id) };
  if (allDone) return { idle: "completed", waitingFor: [] };
  const open = openApprovals(state);
  const approvals = open.filter(a => a.kind === "approval");
  if (approvals.length) return { idle: "waiting_approval", waitingFor: approvals.map(a => a.request) };
  return { idle: "waiting_manual", waitingFor: open.map(a => a.request) };
}

export function isDoneIn(state: State | undefined, id: string | undefined): boolean {
  const task = id === undefined ? undefined : state?.tasks.get(id);
  return task !== undefined && isDone(task);
}
