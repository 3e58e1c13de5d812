import { describe, expect, test } from "vitest";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";

const warnings = (text: string): string[] => {
  const reading = readPlan({ text, file: "m.yaml" });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.warnings.map(w => `${w.line}: ${w.message}`);
};

describe("a budget that cannot bind is pointed out with its line", () => {
  test("tokens or dollars where no agent works", () => {
    expect(
      warnings("id: m\nbudget: { tokens: 5, minutes: 5 }\ntasks: { a: 'true', b: { manual: true } }\n"),
    ).toEqual(["2: `tokens` limits nothing: no agent works on the milestone, and commands use none"]);
    expect(
      warnings("id: m\nbudget: { tokens: 5 }\ntasks: { a: { run: 'true', fallback: [claude] } }\n"),
    ).toEqual([]);
    expect(
      warnings("id: m\ntasks:\n  a: { agent: claude }\n  b:\n    run: 'true'\n    budget: { cost_usd: 1 }\n"),
    ).toEqual(["6: `cost_usd` limits nothing: no agent works on b, and commands use none"]);
  });

  test("fewer attempts than there are phases, and of a task more than of the whole", () => {
    expect(
      warnings("id: m\nbudget: { attempts: 1 }\ntasks: { a: 'true', b: 'true', c: { manual: true } }\n"),
    ).toEqual(["2: a budget of 1 attempt is less than the 2 phases that are left of the milestone need"]);
    expect(
      warnings("id: m\nbudget: { minutes: 5 }\ntasks:\n  a: { run: 'true', budget: { minutes: 6 } }\n"),
    ).toEqual([
      "4: the budget of a allows 6 minutes, more than the 5 of the whole milestone, so it limits nothing",
    ]);
    expect(warnings("id: m\nbudget: { attempts: 2, minutes: 5 }\ntasks: { a: 'true', b: 'true' }\n")).toEqual(
      [],
    );
  });
});
