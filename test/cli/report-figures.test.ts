import { expect, it } from "vitest";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { rigWith } from "../action/plans.ts";
import type { Rig } from "../rig/repository.ts";

const PHASES = (design: string): string =>
  `{ enabled: true, phases: { design: { deliverables: [note.md], ${design} }, spec: { approval_required: false, deliverables: [] }, task: { deliverables: [] }, execute: { deliverables: [] } } }`;
const OPEN = "approval_required: false";

/** A gate that is rejected once, a retry, a person's phase, a failure that is skipped, work that was done before. */
const PLAN = `id: m
title: Milestone m
status: planned
due: 2020-01-01
executor:
  retries: 0
  backoff: 0s
  run: |
    sleep 0.3
    test "$MILESTONE_TASK" != broken
    test "$MILESTONE_TASK/$MILESTONE_PHASE#$MILESTONE_ATTEMPT" != "flaky/spec#1"
    echo "$MILESTONE_PHASE" >> "$MILESTONE_TASK.txt"
    printf '# Note\\n\\nIt is done.\\n' > "$MILESTONE_DELIVERABLES/note.md"
test_command: printf '1..2\\nok 1 - one\\nok 2 - two\\n'
quality_gates: [{ at: 50, name: Core, run: 'true' }]
tasks:
  - { id: gated, estimated_hours: 1, kiro_workflow: ${PHASES("approval_required: true")} }
  - { id: flaky, kiro_workflow: ${PHASES(OPEN)}, executor: { retries: 1, backoff: 0s } }
  - { id: byhand, kiro_workflow: ${PHASES(`${OPEN}, executor: { manual: true }`)} }
  - { id: broken, kiro_workflow: ${PHASES(OPEN)} }
  - { id: before, status: completed, kiro_workflow: ${PHASES("approval_required: true")} }
`;

/** The cells of the table whose first heading is this one, a row each. */
function rows(report: string, heading: string): string[][] {
  const lines = report.split("\n");
  const at = lines.findIndex(line => line.startsWith(`| ${heading} |`));
  if (at < 0) return [];
  const end = lines.findIndex((line, i) => i > at && !line.startsWith("|"));
  return lines.slice(at + 2, end).map(line =>
    line
      .slice(1, -1)
      .split(" |")
      .map(cell => cell.trim()),
  );
}

const named = <N extends LoggedEvent["event"]>(events: LoggedEvent[], name: N) =>
  events.filter((e): e is Extract<LoggedEvent, { event: N }> => e.event === name);

async function played(): Promise<{ rig: Rig; report: string; events: LoggedEvent[] }> {
  const rig = rigWith({ m: PLAN });
  const { main } = rig;
  const milestone = async (code: number, ...args: string[]): Promise<void> => {
    const done = await main.milestone(args);
    expect(done.code, args.join(" ") + done.stdout + done.stderr).toBe(code);
  };
  await milestone(11, "execute", "m");
  await milestone(0, "reject", "m", "gated/design", "too", "thin");
  await milestone(0, "skip", "m", "broken");
  await milestone(10, "execute", "m");
  await milestone(0, "approve", "m", "gated/design");
  const person = rig.clone("person");
  person.git("switch", "--quiet", "milestone/m");
  person.write({ ".milestones/deliverables/m/byhand/design/note.md": "# Note\n\nBy hand.\n" });
  person.commit("by hand");
  person.git("push", "--quiet", "origin", "milestone/m");
  await milestone(0, "execute", "m");
  const events = rig.events("m");
  const report = rig.read("milestone/m", `.milestones/reports/${events[0]!.session_id}.md`)!;
  return { rig, report, events };
}

it("each figure of the report is what log and branch hold", async () => {
  const { rig, report, events } = await played();
  const started = named(events, "phase_started");
  const failed = named(events, "phase_failed");
  const subjects = rig.git("log", "--format=%s", "main..milestone/m").split("\n");
  const phases = subjects.filter(s => / (design|spec|task|execute) completed$/.test(s));

  expect(report).toMatch(/\*\*Progress\*\* \| `█+` 100 % · 4\/5 tasks · 1 skipped \|/);
  expect(report).toContain(`, ${phases.length} phase commits on \`milestone/m\``);
  expect(report).toContain(`| ${started.length} attempts, `);
  expect(report).toContain(`The log has ${events.length} events;`);

  expect(report).toContain(`- Retries: ${named(events, "retry_scheduled").length}\n`);
  expect(report).toContain("- Changes requested by reviewers: 1\n");
  const slots = rows(report, "Agent").filter(r => r.length === 5);
  expect(slots.reduce((sum, r) => sum + Number(r[3]), 0)).toBe(started.length);
  expect(slots.reduce((sum, r) => sum + Number(r[4]), 0)).toBe(failed.length);
  expect(rows(report, "Task").filter(r => r[0] === "**gated**" && r.includes("completed"))).toHaveLength(1);

  expect(report).toContain("1 of 1 approval gate passed.");
  expect(rows(report, "Checkpoint")).toEqual([
    ["**Core**", "50 %", "✓ passed", "`true` passed", expect.stringMatching(/UTC$/)],
  ]);
  const tests = rows(report, "Test run");
  expect(tests.map(r => r[3]).reverse()).toEqual(
    named(events, "tests_run").map(e => `\`${e.data.commit!.slice(0, 7)}\``),
  );
  expect(new Set(tests.map(r => r[1]))).toEqual(new Set(["✓ passed (2/2)"]));

  expect(report).toMatch(/took \d+s · late\.$/m);
  const opened = events.filter(e => e.event === "session_started" || e.event === "session_resumed");
  expect(rows(report, "Started")).toHaveLength(opened.length);
  expect(rows(report, "Gate").map(r => r[0])).toEqual(
    expect.arrayContaining(["**gated/design**", "**gated/design**", "**byhand/design**"]),
  );

  expect(rows(report, "Where")).toEqual([
    [
      "**broken/design**",
      "task\\_failure",
      "5, left out by a person",
      expect.any(String),
      expect.stringMatching(/^✓ mona skipped/),
    ],
  ]);
  const causes = rows(report, "Cause");
  expect(causes.reduce((sum, r) => sum + Number(r[1]), 0)).toBe(failed.length);

  const decided = rows(report, "When").map(r => r[2]);
  for (const words of [/too thin/, /approved by mona/, /broken skipped by mona/])
    expect(decided.filter(d => words.test(d!))).not.toEqual([]);
  expect(report).toMatch(/Reviewers requested changes once; the plan has 1 gate\./);
  expect(report).toMatch(/Skipped: broken\./);
});
