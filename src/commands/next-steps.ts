import type { Blocker } from "../milestone/blocker/blocker.ts";
import { branchName } from "../milestone/names.ts";
import type { RunStatus } from "../milestone/session/event.ts";
import { isOnBranch, openApprovals, type State } from "../milestone/session/state.ts";
import { sanitiseLine } from "../milestone/text/sanitise.ts";

/** Gates and blockers that are named one by one. */
const LISTED = 3;

/** What a person at a terminal may want to do after a run, as commands to copy. The dashboard names a blocker's own. */
export function nextSteps(state: State, status: RunStatus): string {
  return section(commandsAfter(state, status));
}

/** The same where a live view has shown the rest, which has no room for a blocker's way out. */
export function stepsAfterLiveView(state: State, status: RunStatus): string {
  const resolving = status === "blocked" ? [...state.blockers.values()].slice(0, LISTED).flatMap(wayOut) : [];
  const report = status === "completed" ? [] : [`milestone report ${state.milestone}`];
  return section([...resolving, ...commandsAfter(state, status), ...report]);
}

function wayOut(blocker: Blocker): string[] {
  const last = blocker.evidence.trim().split("\n").at(-1);
  const head = last ? [`# ${blocker.id}: ${sanitiseLine(last)}`] : [];
  return [...head, ...blocker.proposals.map(p => sanitiseLine(p.command))];
}

function section(lines: string[]): string {
  return lines.length > 0 ? `\nNext\n${lines.map(line => `  ${line}`).join("\n")}\n` : "";
}

function commandsAfter(state: State, status: RunStatus): string[] {
  const id = state.milestone;
  switch (status) {
    case "completed":
      return [
        `milestone report ${id} --html --output=report.html`,
        ...(isOnBranch(state) ? [`git merge ${branchName(id)}`] : []),
      ];
    case "waiting_approval":
      return [...gates(state), resume(state)];
    case "paused":
      return [resume(state)];
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

/** A session in the checkout itself goes on there. */
function resume(state: State): string {
  return `milestone resume ${state.milestone}${isOnBranch(state) ? "" : " --no-git-integration"}`;
}

function gates(state: State): string[] {
  const open = openApprovals(state).flatMap(({ kind, task, phase }) =>
    kind === "approval" && task && phase ? [`${task}/${phase}`] : [],
  );
  const named = open.length > LISTED ? [""] : open;
  return named.map(gate => `milestone approve ${state.milestone} ${gate}`.trimEnd());
}
