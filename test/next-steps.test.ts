import { expect, test } from "vitest";
import { nextSteps, stepsAfterLiveView } from "../src/commands/outcome.ts";
import type { Blocker } from "../src/milestone/blocker/blocker.ts";
import { parseArgs } from "../src/milestone/command/command.ts";
import { DEFAULT_WEIGHTS } from "../src/milestone/phase.ts";
import { emptyState, type State } from "../src/milestone/session/state.ts";

function state(): State {
  return emptyState("api-v2", DEFAULT_WEIGHTS);
}

const BLOCKER: Blocker = {
  id: "task_failure:schema/execute",
  type: "task_failure",
  severity: "error",
  task: "schema",
  phase: "execute",
  level: 4,
  message: "the command ended with exit 1",
  evidence: "building\nno such table: users\n",
  proposals: [{ command: "milestone retry api-v2 schema/execute", why: "runs it again" }],
  attempts: 3,
  detectedAt: "2026-11-21T10:00:00.000Z",
};

/** The lines that are commands of ours must be understood by the program. */
function commands(text: string): string[] {
  const lines = text.split("\n").map(line => line.trim());
  const own = lines.filter(line => line.startsWith("milestone "));
  for (const line of own) expect(parseArgs(line.split(" ").slice(1)), line).toMatchObject({ ok: true });
  return own;
}

test("a finished milestone's work is landed by a command, and its report is a file", () => {
  expect(commands(nextSteps(state(), "completed"))).toEqual([
    "milestone report api-v2 --html --output=report.html",
    "milestone land api-v2",
  ]);
});

test("what is paused is resumed", () => {
  expect(commands(nextSteps(state(), "paused"))).toEqual(["milestone resume api-v2"]);
});

test("a blocker's last words and its way out follow a live view", () => {
  const blocked = state();
  blocked.blockers.set(BLOCKER.id, BLOCKER);
  const text = stepsAfterLiveView(blocked, "blocked");
  expect(text).toContain("# task_failure:schema/execute: no such table: users");
  expect(commands(text)).toEqual(["milestone retry api-v2 schema/execute", "milestone report api-v2"]);
  expect(nextSteps(blocked, "blocked")).toBe("");
});
