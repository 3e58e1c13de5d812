import { marked, type Token, type Tokens } from "marked";
import { describe, expect, test } from "vitest";
import { applyEvent } from "../../../src/milestone/session/log.ts";
import { milestonePercentage } from "../../../src/milestone/session/progress.ts";
import { emptyState } from "../../../src/milestone/session/state.ts";
import { buildDashboard } from "../../../src/milestone/view/dashboard.ts";
import {
  BODY_BYTES,
  dashboardMarkdown,
  SUMMARY_BYTES,
} from "../../../src/milestone/view/dashboard-markdown.ts";
import { dashboardText } from "../../../src/milestone/view/dashboard-text.ts";
import { mermaidGantt } from "../../../src/milestone/view/gantt.ts";
import { addToHistory, newHistory } from "../../../src/milestone/view/run-history.ts";
import { fixture, plannedFixture } from "../../fixtures/state.ts";
import { HOSTILE } from "./hostile.ts";

const golden = (name: string) => `../../fixtures/views/${name}`;

/** All tokens, at every depth. */
function tokens(markdown: string): Token[] {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(markdown), token => {
    found.push(token);
  });
  return found;
}

describe("the dashboard", () => {
  test("its counts add up and its percentage is that of the state", () => {
    for (const until of [0.1, 0.5, 0.9, 1]) {
      const made = fixture({ tasks: 30, until });
      const dashboard = buildDashboard(made);
      const { total, ...statuses } = dashboard.counts;
      expect(Object.values(statuses).reduce((a, b) => a + b, 0)).toBe(total);
      expect(dashboard.percentage).toBe(milestonePercentage(made.state));
      expect(dashboard.percentage === 100).toBe(until === 1);
      expect(dashboard.events).toHaveLength(5);
    }
  });

  test("following a log event by event gives the same as reading it at once", () => {
    const whole = fixture({ tasks: 12, until: 0.7 });
    const state = emptyState(whole.plan.id, whole.plan.weights);
    const history = newHistory();
    for (const event of whole.events) {
      applyEvent(state, event);
      addToHistory(history, event);
    }
    expect(buildDashboard({ ...whole, state, history })).toEqual(buildDashboard(whole));
  });

  test("an interrupted run has no agent at work", () => {
    const { plan, events: all, now } = fixture({ tasks: 12, until: 0.6, calm: true });
    const events = all.slice(0, all.findLastIndex(e => e.event === "phase_started") + 1);
    const state = emptyState(plan.id, plan.weights);
    const history = newHistory();
    for (const event of events) {
      applyEvent(state, event);
      addToHistory(history, event);
    }
    expect(history.open.attempts.size).toBeGreaterThan(0);
    const last = events.at(-1)!;
    const end = {
      ...last,
      seq: last.seq + 1,
      event: "session_interrupted",
      data: { reason: "SIGTERM" },
    } as const;
    applyEvent(state, end as never);
    addToHistory(history, end as never);
    const dashboard = buildDashboard({ plan, state, history, now });
    expect(dashboard.agents).toEqual([]);
    expect(history.attempts.at(-1)?.outcome).toBe("interrupted");
    expect(dashboard.status).toBe("paused");
  });

  test("what is out on machines of their own is shown with its run", () => {
    const made = fixture({ tasks: 12, until: 0.5 });
    const [open] = made.history.open.attempts.values();
    const at = made.state.tasks.get(open!.task)!.phases.get(open!.phase)!;
    const ticket = { id: "f".repeat(32), issuedAt: "", executor: "run", slot: 1, capUsd: null };
    Object.assign(at, { running: true, status: "in_progress" });
    at.ticket = { ...ticket, base: "e".repeat(40), run: "1016000", haltedAt: null };
    const dashboard = buildDashboard(made);
    expect(dashboard.agents.map(({ run }) => run)).toContain("1016000");
    expect(dashboardText(dashboard)).toContain("at work in run 1016000");
    expect(dashboardMarkdown(dashboard)).toMatch(/\| Where \|[\s\S]*\| run 1016000 \|/);
  });

  test("a milestone that nobody started is shown as planned, with what waits for what", () => {
    const dashboard = buildDashboard(plannedFixture({ tasks: 5 }));
    expect(dashboard).toMatchObject({ status: "planned", percentage: 0, agents: [], session: null });
    expect(dashboard.tasks[1]).toMatchObject({ status: "pending", waitsFor: ["accounts-schema"] });
    expect(dashboard.timeline).toMatchObject({ startedAt: null, forecast: null, velocity: null });
  });

  test("the forecast says late when the pace cannot keep the due date", () => {
    const made = fixture({ tasks: 30, until: 0.3 });
    made.plan.due = "2026-11-16";
    expect(buildDashboard(made).timeline.onTime).toBe(false);
    made.plan.due = "2026-12-31";
    expect(buildDashboard(made).timeline.onTime).toBe(true);
  });

  test("the forecast narrows with the work, and does not run away while somebody is waited for", () => {
    const at = (until: number) => buildDashboard(fixture({ tasks: 30, until, calm: true })).timeline;
    const width = ({ forecastRange }: ReturnType<typeof at>) => forecastRange!.to - forecastRange!.from;
    expect(width(at(0.9))).toBeLessThan(width(at(0.5)));
    expect(width(at(0.5))).toBeLessThan(width(at(0.15)));
    const made = fixture({ tasks: 30, until: 0.5 });
    const { timeline } = buildDashboard(made);
    expect(timeline.forecast).toBeGreaterThanOrEqual(timeline.forecastRange!.from);
    expect(timeline.forecast).toBeLessThanOrEqual(timeline.forecastRange!.to);
    const later = buildDashboard({ ...made, now: made.now + 1_800_000 }).timeline;
    expect(later).toMatchObject({ forecast: timeline.forecast, forecastRange: timeline.forecastRange });
    const tooLate = buildDashboard({ ...made, now: timeline.forecastRange!.to + 1 }).timeline;
    expect(tooLate.forecastRange).toBeNull();
  });

  test("the pace is told in tasks a day, once there is an hour and a task of it", () => {
    const made = fixture({ tasks: 30, until: 0.6 });
    const { timeline, counts } = buildDashboard(made);
    const days = timeline.elapsedMs / 86_400_000;
    expect(timeline.tasksPerDay).toBeCloseTo((counts.completed + counts.skipped) / days);
    expect(buildDashboard(plannedFixture({ tasks: 5 })).timeline.tasksPerDay).toBeNull();
  });

  test("of a session on GitHub it names the comment that opens a gate, not a command that is refused", () => {
    const moments = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map(until => fixture({ tasks: 12, until }));
    const made = moments.find(({ state }) => [...state.approvals.values()].some(a => a.status === "open"))!;
    const shown = (runId: string) => {
      made.state.session!.runId = runId;
      return dashboardText(buildDashboard(made));
    };
    expect(shown("9001")).toMatch(/this comment on it:\n +\/milestone approve api-v2 /);
    expect(shown("9001")).not.toMatch(/^ +milestone approve /m);
    expect(shown("local-1")).toMatch(/^ +milestone approve api-v2 /m);
  });

  test("as text it is the golden one", async () => {
    await expect(dashboardText(buildDashboard(fixture({ tasks: 12, until: 0.8 })))).toMatchFileSnapshot(
      golden("dashboard.txt"),
    );
  });

  test("as markdown it is the golden one", async () => {
    const made = fixture({ tasks: 12, until: 0.55 });
    const text = dashboardMarkdown(buildDashboard(made), { gantt: mermaidGantt(made) });
    await expect(text).toMatchFileSnapshot(golden("dashboard.md"));
  });
});

describe("the dashboard as markdown", () => {
  test("has a row for every task and whole tables", () => {
    const dashboard = buildDashboard(fixture({ tasks: 30, until: 0.6 }));
    const tables = tokens(dashboardMarkdown(dashboard)).filter((t): t is Tokens.Table => t.type === "table");
    const names = tables.flatMap(t => t.rows.map(row => row[0]!.text));
    for (const task of dashboard.tasks)
      expect(
        names.some(n => n.includes(`**${task.id}**`)),
        task.id,
      ).toBe(true);
    for (const table of tables) for (const row of table.rows) expect(row).toHaveLength(table.header.length);
  });

  test.each([5, 30, 100, 1_000, 3_000])("of %i tasks fits a body and a summary", tasks => {
    const dashboard = buildDashboard(
      tasks > 1_000 ? plannedFixture({ tasks }) : fixture({ tasks, until: 0.5 }),
    );
    const body = dashboardMarkdown(dashboard);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(BODY_BYTES);
    expect(body).toContain("```mermaid");
    expect(body).toMatch(/<sub>[^<]*<\/sub>\n$/);
    expect(Buffer.byteLength(dashboardMarkdown(dashboard, { limit: SUMMARY_BYTES }))).toBeLessThanOrEqual(
      SUMMARY_BYTES,
    );
  });

  test("gives up detail before the graph, and the graph before it is cut", () => {
    const dashboard = buildDashboard(fixture({ tasks: 100, until: 0.5 }));
    const whole = dashboardMarkdown(dashboard);
    const less = dashboardMarkdown(dashboard, { limit: 9_000 });
    expect(whole).toContain("<summary>Finished (");
    expect(less).toContain("```mermaid");
    expect(less).not.toContain("<summary>Finished (");
    for (const limit of [6_000, 2_000, 700]) {
      const text = dashboardMarkdown(dashboard, { limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      expect((text.match(/```/g) ?? []).length % 2, String(limit)).toBe(0);
    }
  });

  test("shows hostile text as text: no link, image, mention, reference or markup of its own", () => {
    const made = fixture({ tasks: 20, until: 0.8, title: i => HOSTILE[i % HOSTILE.length]! });
    made.plan.title = HOSTILE.join(" ");
    const found = tokens(dashboardMarkdown(buildDashboard(made)));
    expect(found.filter(t => t.type === "image" || t.type === "link")).toEqual([]);
    const html = found.filter((t): t is Tokens.HTML => t.type === "html").map(t => t.raw.trim());
    for (const raw of html)
      expect(raw).toMatch(
        /^(<\/?(details|summary|sub)>|<details><summary>(Finished|Still to come) \(\d+\)<\/summary>)$/,
      );
    const outside = dashboardMarkdown(buildDashboard(made)).replace(/```mermaid[\s\S]*?```/g, "");
    expect(outside).not.toMatch(/@[a-z]|#\d/i);
  });
});
