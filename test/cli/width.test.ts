import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frame } from "../../src/cli/frame.ts";
import { cutWidth, fitWidth, textWidth, wrapText } from "../../src/cli/screen.ts";
import { buildDashboard } from "../../src/milestone/view/dashboard.ts";
import { dashboardText, reportText } from "../../src/milestone/view/dashboard-text.ts";
import { planText } from "../../src/milestone/view/plan-text.ts";
import { planView } from "../../src/milestone/view/plan-view.ts";
import { why } from "../../src/milestone/view/why.ts";
import { fixture } from "../fixtures/state.ts";

describe("the width of text", () => {
  test.each([
    ["plain", 5],
    ["é as one, e\u0301 as two", 18],
    ["日本語", 6],
    ["한글", 4],
    ["👩‍👩‍👧 family", 9],
    ["🇩🇪", 2],
    ["❤️ ✓ ▸ ◇", 8],
    ["ｆｕｌｌ", 8],
    ["", 0],
  ])("%s takes %i cells", (text, cells) => expect(textWidth(text)).toBe(cells));

  test("a cut text never takes more than its cells, and fitted text exactly them", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        fc.integer({ min: 1, max: 30 }),
        (text, cells) => {
          expect(textWidth(cutWidth(text, cells))).toBeLessThanOrEqual(cells);
          expect(textWidth(fitWidth(text, cells))).toBe(cells);
        },
      ),
    );
  });

  test("what fits is left alone, what does not ends in an ellipsis", () => {
    expect(cutWidth("architecture", 12)).toBe("architecture");
    expect(cutWidth("architecture", 6)).toBe("archi…");
    expect(cutWidth("日本語", 5)).toBe("日本…");
    expect(cutWidth("日本語", 4)).toBe("日…");
  });
});

describe("what a terminal is given", () => {
  const made = fixture({ tasks: 12, until: 0.55 });
  const dashboard = buildDashboard(made);
  const views: Record<string, (columns: number) => string> = {
    status: columns => dashboardText(dashboard, columns),
    report: columns => reportText(made, columns),
    plan: () => planText(planView(made.plan, { strategy: "parallel", agents: 6, state: made.state })),
    why: () =>
      made.plan.tasks.flatMap(({ id }) => why(made.plan, made.state, id, made)!.sentences).join("\n"),
    log: () => `${"a line of a program that is long ".repeat(9)}\n\tand one more`,
  };

  test.each(Object.keys(views).flatMap(name => [40, 120].map(columns => [name, columns] as const)))(
    "%s fits %i columns, and no word of it is lost",
    (name, columns) => {
      const given = views[name]!(columns);
      const shown = wrapText(given, columns);
      for (const line of shown.split("\n")) {
        // One word that is wider stands alone.
        const isOneWord = !line.trim().replace(/ \\$/, "").includes(" ");
        if (!isOneWord && !line.trim().startsWith("/milestone "))
          expect(textWidth(line), line).toBeLessThanOrEqual(columns);
      }
      const words = (text: string) =>
        text
          .replace(/ \\$|│/gm, " ")
          .split(/\s+/)
          .join(" ");
      expect(words(shown)).toBe(words(given));
    },
  );

  test("a command that is broken is still one command", () => {
    const line = '    milestone skip api-v2 accounts-jobs --reason="not needed for this release at all"';
    const shown = wrapText(line, 40);
    expect(shown.split("\n").length).toBeGreaterThan(1);
    expect(
      shown
        .split("\n")
        .slice(0, -1)
        .every(each => each.endsWith(" \\")),
    ).toBe(true);
    const joined = shown.replace(/ \\\n\s*/g, " ").trim();
    expect(joined).toBe(line.trim());
  });

  test("the last frame of a run at 40 columns leaves out no name", () => {
    const lines = frame(dashboard, { columns: 40, rows: 40, color: false, now: dashboard.now }).join("\n");
    for (const { task, phase } of dashboard.approvals) expect(lines).toContain(`${task}/${phase}`);
    for (const { task, phase } of dashboard.blockers) expect(lines).toContain(`${task}/${phase}`);
  });
});
