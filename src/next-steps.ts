import { branchName } from "./milestone/names.ts";
import type { RunStatus } from "./milestone/session/event.ts";
import { openApprovals, type State } from "./milestone/session/state.ts";

/** Gates that are named one by one. */
const LISTED = 3;

/** What a person at a terminal may want to do after a run, as commands to copy; blockers name their own. */
export function nextSteps(state: State, status: RunStatus): string {
  const lines = commandsAfter(state, status);
  return lines.length > 0 ? `\nNext\n${lines.map(line => `  ${line}`).join("\n")}\n` : "";
}

function commandsAfter(state: State, status: RunStatus): string[] {
  const id = state.milestone;
  switch (status) {
    case "completed":
      return [`milestone report ${id} --html --output=report.html`, `git merge ${branchName(id)}`];
    case "waiting_approval":
      return [...gates(state), `milestone resume ${id}`];
    case "paused":
      return [`milestone resume ${id}`];
    case "blocked":
    case "planned":
    case "in_progress":
    case "postponed":
    case "cancelled":
    case "failed":
      return [];
    default:
      return status satisfies never;
  }
}

function gates(state: State): string[] {
  const open = openApprovals(state).flatMap(({ kind, task, phase }) =>
    kind === "approval" && task && phase ? [`${task}/${phase}`] : [],
  );
  const named = open.length > LISTED ? [""] : open;
  return named.map(gate => `milestone approve ${state.milestone} ${gate}`.trimEnd());
}
