import { describe, expect, test } from "vitest";
import type { AgentProfile } from "../../../src/milestone/plan/plan.ts";
import { dollarsOf, modelOf, priceOf } from "../../../src/milestone/plan/prices.ts";
import { BUILT_IN_PROFILES } from "../../../src/milestone/plan/profiles.ts";
import { readPlan } from "../../../src/milestone/plan/read-plan.ts";

const codex = BUILT_IN_PROFILES.codex!;

describe("the model of a profile", () => {
  const cases: [string, Partial<AgentProfile>, Record<string, string>, string][] = [
    ["is what the profile says", { model: "mine", args: ["--model=other"] }, {}, "mine"],
    ["else stands in its arguments", { args: ["exec", "--model", "gpt-5-mini"] }, {}, "gpt-5-mini"],
    ["also joined to the flag", { args: ["exec", "-m=gpt-5-mini"] }, {}, "gpt-5-mini"],
    ["also as a setting", { args: ["exec", '--config=model="gpt-5-mini"'] }, {}, "gpt-5-mini"],
    ["also in those of one phase", { phaseArgs: { execute: ["-m", "gpt-5.5"] } }, {}, "gpt-5.5"],
    ["else in a variable of its own", { env: { GEMINI_MODEL: "gemini-2.5-pro" } }, {}, "gemini-2.5-pro"],
    [
      "else in one that is handed on",
      { env: { GEMINI_MODEL: null } },
      { GEMINI_MODEL: "gemini-2.5-flash" },
      "gemini-2.5-flash",
    ],
    ["else is the program's own default", {}, {}, "gpt-6.1-sol"],
  ];
  test.each(cases)("%s", (_, changes, environment, model) => {
    expect(modelOf({ ...codex, ...changes }, environment)).toBe(model);
  });

  test("is unknown where nothing says it", () => {
    expect(modelOf({ ...codex, result: "text" })).toBeNull();
  });
});

describe("the price of a model", () => {
  test("is found under the names that services give it", () => {
    const sonnet = priceOf("claude-sonnet-4-5", {});
    expect(sonnet).toEqual({ input: 3, cached: 0.3, output: 15 });
    for (const name of [
      "claude-sonnet-4-5-20250929",
      "anthropic/claude-sonnet-4.5",
      "Claude-Sonnet-4-5[1m]",
      "claude-sonnet-4-5@20250929",
    ])
      expect(priceOf(name, {}), name).toEqual(sonnet);
    expect(priceOf("gemini-3.1-pro-preview", {})).toEqual(priceOf("gemini-3.1-pro", {}));
    expect(priceOf("opus", {})).toEqual(priceOf("claude-opus-5-5", {}));
  });

  test("of the file comes before the shipped one, and nobody else's stands in for an unknown one", () => {
    const own = { "gpt-5": { input: 1, cached: 1, output: 1 } };
    expect(priceOf("gpt-5", own)).toEqual(own["gpt-5"]);
    expect(priceOf("gpt-5-ultra", own)).toBeNull();
  });

  test("counts cached input by its own price", () => {
    const price = { input: 2, cached: 0.5, output: 10 };
    expect(dollarsOf({ input: 1_000_000, cached: 600_000, output: 100_000 }, price)).toBeCloseTo(2.1);
  });
});

describe("a budget of dollars", () => {
  const read = (agents: string, more = "") =>
    readPlan({
      file: "m.yaml",
      text: `id: m\nbudget: { cost_usd: 6 }\n${more}tasks: { a: { agent: house } }\n`,
      config: { file: "config.yaml", text: `agents: { house: { command: x, ${agents} } }\n` },
    });

  test("is refused where an agent's dollars cannot be known", () => {
    const silent = read("result: text");
    expect(silent).toMatchObject({ ok: false, errors: [{ code: "budget", line: 2 }] });
    const unknown = read("result: codex-jsonl, model: house-1");
    expect(unknown).toMatchObject({ ok: false });
    if (!unknown.ok) expect(unknown.errors[0]!.message).toContain("house-1 has no price");
  });

  test("holds where the program tells dollars, or its model has a price", () => {
    expect(read("result: claude-json")).toMatchObject({ ok: true, warnings: [] });
    expect(read("result: codex-jsonl")).toMatchObject({ ok: true, warnings: [] });
    const priced = read(
      "result: codex-jsonl, model: house-1",
      "prices: { house-1: { input: 1, output: 2 } }\n",
    );
    expect(priced).toMatchObject({
      ok: true,
      warnings: [],
      plan: { prices: { "house-1": { input: 1, cached: 1, output: 2 } } },
    });
  });

  test("is a warning where the milestone is under way", () => {
    const begun = read("result: text", "execution: { started_at: 2026-11-30T00:00:00Z, format: 2 }\n");
    expect(begun).toMatchObject({ ok: true, warnings: [{ code: "budget" }] });
  });
});
