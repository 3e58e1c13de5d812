import { marked, type Tokens } from "marked";
import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../../src/milestone/session/event.ts";
import { EMPTY_LOG, hashLine } from "../../../src/milestone/session/log.ts";
import { auditText, buildAudit } from "../../../src/milestone/view/audit.ts";
import { buildReport } from "../../../src/milestone/view/report-data.ts";
import { reportMarkdown } from "../../../src/milestone/view/report-markdown.ts";
import { historyOf } from "../../../src/milestone/view/run-history.ts";
import { fixture } from "../../fixtures/state.ts";
import { HOSTILE } from "./hostile.ts";

function auditOf(milestone: string, events: readonly LoggedEvent[]) {
  const last = events.at(-1);
  const head = last ? { seq: last.seq, hash: hashLine(JSON.stringify(last)) } : EMPTY_LOG;
  return buildAudit(milestone, head, historyOf(events).record.trail);
}

const headings = (text: string) =>
  marked
    .lexer(text)
    .filter((t): t is Tokens.Heading => t.type === "heading" && t.depth === 2)
    .map(t => t.text);

describe("the report", () => {
  test("holds the seven reports and the costs, and is the golden one", async () => {
    const text = reportMarkdown(fixture({ tasks: 12, until: 0.8 }));
    await expect(text).toMatchFileSnapshot("../../fixtures/views/report.md");
    expect(headings(text)).toEqual([
      "1. Execution summary",
      "2. Progress and performance",
      "3. Quality gates",
      "4. Timeline adherence",
      "5. Blocker analysis",
      "6. Event log and audit trail",
      "7. Recommendations",
      "8. Cost",
    ]);
  });

  test("of a milestone that has just begun says what has not run instead of inventing it", () => {
    const made = fixture({ tasks: 5, until: 0.02 });
    made.plan.testCommand = undefined;
    const text = reportMarkdown(made);
    expect(text).toContain("The test command has not run.");
    expect(text).toContain("Nothing has run.");
    expect(text).toContain("No person has decided anything yet.");
    expect(text).toContain("nothing of the integrated work was tested here");
    expect(text).not.toMatch(/undefined|NaN|Infinity|passed \(/);
  });

  test("its costs add up, whichever way they are cut", () => {
    const { costs } = buildReport(fixture({ tasks: 30 }));
    const sum = (rows: { costUsd: number; workMs: number; attempts: number }[]) =>
      rows
        .map(r => [r.costUsd, r.workMs, r.attempts])
        .reduce((a, b) => a.map((v, i) => v + b[i]!), [0, 0, 0]);
    for (const rows of [costs.byTask, costs.byPhase, costs.byAgent]) {
      const [cost, work, attempts] = sum(rows);
      expect(cost).toBeCloseTo(costs.total.costUsd);
      expect(work).toBe(costs.total.workMs);
      expect(attempts).toBe(costs.total.attempts);
    }
    expect(costs.total.costUsd).toBeGreaterThan(0);
  });

  test("counts blockers with how they were resolved", () => {
    const { blockers, failures } = buildReport(fixture({ tasks: 12 }));
    expect(blockers).toMatchObject([
      { type: "test_failures", task: "accounts-jobs", how: "retried by octocat" },
    ]);
    expect(blockers[0]!.resolvedAt! - blockers[0]!.detectedAt).toBeGreaterThan(90 * 60_000);
    expect(failures.find(f => f.type === "test_failures")).toMatchObject({
      count: 2,
      where: ["accounts-jobs/execute"],
    });
  });

  test("an agent is never at work for longer than there were runs", () => {
    const { utilisation } = buildReport(fixture({ tasks: 30, until: 0.9 }));
    expect(utilisation.slots.length).toBeGreaterThan(1);
    for (const slot of utilisation.slots) expect(slot.busyMs).toBeLessThanOrEqual(utilisation.activeMs);
    expect(utilisation.meanBusy!).toBeLessThanOrEqual(utilisation.allowed);
  });

  test("shows hostile text as text", () => {
    const made = fixture({ tasks: 20, until: 0.8, title: i => HOSTILE[i % HOSTILE.length]! });
    made.plan.title = HOSTILE.join(" ");
    made.plan.description = HOSTILE.join(" ");
    const found: string[] = [];
    marked.walkTokens(marked.lexer(reportMarkdown(made)), t => {
      if (t.type === "link" || t.type === "image") found.push(t.raw);
      if (t.type === "html" && !/^<\/?(details|summary)|^<details><summary>/.test(t.raw.trim()))
        found.push(t.raw);
    });
    expect(found).toEqual([]);
  });
});

describe("recommendations", () => {
  test("rest on facts: without trouble there is none about trouble", () => {
    const words = (calm: boolean) =>
      buildReport(fixture({ tasks: 12, calm }))
        .recommendations.map(r => `${r.fact} ${r.advice}`)
        .join("\n");
    expect(words(false)).toMatch(/Skipped: accounts-views/);
    expect(words(true)).not.toMatch(/Skipped|failed|requested changes/);
  });

  test("name an open blocker's commands", () => {
    const all = fixture({ tasks: 12 });
    const at = all.events.findIndex(e => e.event === "blocker_detected");
    const made = fixture({ tasks: 12, until: (at + 1) / all.events.length });
    const { recommendations } = buildReport(made);
    expect(recommendations[0]!.advice).toContain("milestone retry api-v2 accounts-jobs/execute");
  });
});

describe("the audit", () => {
  test("says who approved what, at which commit, with which permission", () => {
    const { events } = fixture({ tasks: 5 });
    const audit = auditOf("api-v2", events);
    const granted = events.filter(e => e.event === "approval_granted");
    expect(audit.entries.filter(e => e.event === "approval_granted")).toHaveLength(granted.length);
    expect(audit.entries[0]).toMatchObject({
      who: "octocat",
      id: 583_231,
      permission: "write",
      source: "review",
      task: "accounts-schema",
    });
    expect(audit.entries[0]!.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(audit.entries[0]!.deliverables).toHaveLength(2);
  });

  test("as text is the golden one", async () => {
    const { events } = fixture({ tasks: 5 });
    await expect(auditText(auditOf("api-v2", events))).toMatchFileSnapshot("../../fixtures/views/audit.txt");
  });

  test("of an empty log says so", () => {
    expect(auditText(auditOf("m", []))).toContain("No person has decided anything yet.");
  });
});
