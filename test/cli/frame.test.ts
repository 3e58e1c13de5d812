import { describe, expect, test } from "vitest";
import { frame } from "../../src/cli/frame.ts";
import { textWidth } from "../../src/cli/screen.ts";
import { PHASES } from "../../src/milestone/phase.ts";
import { buildDashboard, type Dashboard } from "../../src/milestone/view/dashboard.ts";
import { fixture } from "../fixtures/state.ts";
import { HOSTILE } from "../milestone/view/hostile.ts";

const golden = (name: string) => `../fixtures/views/${name}`;
const plain = { color: false };

function withAgents(count: number): Dashboard {
  const dashboard = buildDashboard(fixture({ tasks: 100, until: 0.4 }));
  const agents = Array.from({ length: count }, (_, i) => ({
    slot: i + 1,
    task: `${dashboard.tasks[i]!.id}-with-a-rather-long-name`,
    phase: PHASES[i % 4]!,
    attempt: 1 + (i % 3),
    executor: i % 2 ? "codex" : "claude",
    run: null,
    since: dashboard.now - i * 61_000,
    doing: i % 5 ? "at work" : "preparing",
    stage: i % 5 ? ("working" as const) : ("preparing" as const),
    doingSince: dashboard.now - i * 60_000,
    stages: {},
  }));
  return { ...dashboard, agents };
}

describe("a frame of the live view", () => {
  test.each([
    [1, 80, 24],
    [12, 80, 30],
    [64, 120, 40],
    [64, 40, 20],
    [12, 40, 24],
  ])("of %i agents on %i × %i is the golden one", async (agents, columns, rows) => {
    const dashboard = withAgents(agents);
    const lines = frame(dashboard, { columns, rows, ...plain, now: dashboard.now });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(
      golden(`frame-${agents}-${columns}x${rows}.txt`),
    );
  });

  test("never leaves its room, however small", () => {
    for (const agents of [0, 1, 12, 64]) {
      const dashboard = withAgents(agents);
      dashboard.milestone.title = HOSTILE.join(" ");
      for (const event of dashboard.events) event.text = HOSTILE.join(" ");
      for (const columns of [10, 20, 40, 55, 56, 80, 200]) {
        for (const rows of [1, 2, 5, 8, 12, 24, 60]) {
          const lines = frame(dashboard, { columns, rows, ...plain, now: dashboard.now });
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) {
            expect(textWidth(line), `${columns}x${rows}: ${line}`).toBeLessThanOrEqual(columns);
            expect(line).not.toMatch(/[\u0000-\u001f\u202e\u200b]/);
          }
        }
      }
    }
  });

  test("shows every agent where there is room, and counts the others where there is none", () => {
    const dashboard = withAgents(64);
    const text = (columns: number, rows: number) =>
      frame(dashboard, { columns, rows, ...plain, now: dashboard.now }).join("\n");
    const large = text(120, 60);
    for (let slot = 1; slot <= 64; slot++) expect(large).toMatch(new RegExp(`▸ +${slot} `));
    const small = text(40, 20);
    const shown = small.match(/▸ +\d+ /g)!.length;
    expect(small).toContain(`and ${64 - shown} more agents`);
  });

  test("without colour says the same as with it", () => {
    const dashboard = withAgents(6);
    const size = { columns: 80, rows: 30, now: dashboard.now };
    const coloured = frame(dashboard, { ...size, color: true });
    expect(coloured.join("")).toContain("\u001b[");
    expect(coloured.map(l => l.replace(/\u001b\[[0-9;]*m/g, ""))).toEqual(
      frame(dashboard, { ...size, color: false }),
    );
  });
});
