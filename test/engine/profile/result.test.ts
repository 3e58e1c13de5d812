import { describe, expect, test } from "vitest";
import { jsonObjects } from "../../../src/engine/profile/agent-report.ts";
import { DEFAULT_WAIT_MS, parseResult } from "../../../src/engine/profile/result.ts";
import type { AgentProfile } from "../../../src/milestone/plan/plan.ts";
import { processorTime } from "../../rig/processor-time.ts";

const now = Date.parse("2026-11-21T00:00:00Z");

function read(
  result: AgentProfile["result"],
  stdout: string,
  more: { exitCode?: number; tail?: string; usageText?: string } = {},
) {
  const { exitCode = 0, tail = stdout, usageText = null } = more;
  return parseResult(
    { name: "agent", result },
    { exitCode, stdout: Buffer.from(stdout), tail },
    { usageText, now },
  );
}

const claude = (more: object) =>
  JSON.stringify({
    type: "result",
    subtype: "success",
    is_error: false,
    result: "Done.\nAnswer 1: mended",
    total_cost_usd: 0.03,
    usage: { input_tokens: 10, output_tokens: 5 },
    modelUsage: {
      big: {
        inputTokens: 100,
        outputTokens: 20,
        cacheReadInputTokens: 1000,
        cacheCreationInputTokens: 50,
        costUSD: 0.02,
      },
      small: { inputTokens: 30, outputTokens: 3, costUSD: 0.01 },
    },
    ...more,
  });

describe("Claude's report", () => {
  test("gives text, answers, and usage per model", () => {
    expect(read("claude-json", claude({}))).toEqual({
      ok: true,
      text: "Done.\nAnswer 1: mended",
      answers: ["1. mended"],
      usage: {
        agent: "agent",
        model: "big",
        input_tokens: 1180,
        output_tokens: 23,
        cost_usd: 0.03,
        models: [
          { model: "big", input_tokens: 1150, output_tokens: 20, cost_usd: 0.02 },
          { model: "small", input_tokens: 30, output_tokens: 3, cost_usd: 0.01 },
        ],
      },
    });
  });

  test("is found between noise, in a stream, and without a model's name", () => {
    const noisy = `warning: {not json\n{"type":"system"}\n${claude({})}\nbye {`;
    expect(read("claude-json", noisy).usage!.cost_usd).toBe(0.03);
    const bare = claude({ modelUsage: {}, total_cost_usd: 0.5 });
    expect(read("claude-json", bare).usage).toEqual({
      agent: "agent",
      input_tokens: 10,
      output_tokens: 5,
      cost_usd: 0.5,
    });
  });

  test("of a spent budget says so, and is no success", () => {
    const report = claude({
      subtype: "error_max_budget_usd",
      is_error: true,
      errors: ["Reached maximum budget ($0.01)"],
      result: undefined,
    });
    expect(read("claude-json", report, { exitCode: 1 })).toMatchObject({
      ok: false,
      budgetSpent: true,
      kind: "ordinary",
      error: "Reached maximum budget ($0.01)",
      usage: { cost_usd: 0.03 },
    });
  });

  test.each([
    [429, "API Error: Request rejected (429) · rate limit, try again in 2m", 120_000],
    [429, "Claude AI usage limit reached|1795219230", 30_000],
    [529, "API Error: 529 Overloaded", DEFAULT_WAIT_MS],
    [503, "API Error: 503", DEFAULT_WAIT_MS],
  ])("of a busy service (%i, %s) is a wait", (status, result, waitMs) => {
    const report = claude({ is_error: true, api_error_status: status, result });
    expect(read("claude-json", report, { exitCode: 1 })).toMatchObject({
      ok: false,
      kind: "transient",
      waitMs,
    });
  });

  test("of a refused key is permanent, of another refusal an ordinary failure", () => {
    const report = (status: number) =>
      claude({ is_error: true, api_error_status: status, result: "API Error" });
    expect(read("claude-json", report(401), { exitCode: 1 }).kind).toBe("permanent");
    expect(read("claude-json", report(400), { exitCode: 1 }).kind).toBe("ordinary");
    expect(read("claude-json", report(500), { exitCode: 1 }).kind).toBe("transient");
  });

  test("that says it failed is believed even with exit 0", () => {
    expect(read("claude-json", claude({ subtype: "error_max_turns" })).ok).toBe(false);
  });

  test("may stand at the end of a list, as --verbose prints it", () => {
    const list = (more: object) => `[{"type":"system"},\n${claude(more)}]`;
    expect(read("claude-json", list({}))).toMatchObject({ ok: true, answers: ["1. mended"] });
    expect(read("claude-json", list({ is_error: true }))).toMatchObject({ ok: false });
  });

  test.each([
    [`working\n${claude({ is_error: true, result: "no" })}`, "no"],
    ['{"type":"turn.started"}\n{"type":"turn.failed","error":{"message":"it broke"}}', "it broke"],
    ['{"type":"error","error":{"type":"api_error","message":"down"}}\n', "down"],
    [`${claude({})}\nmore`, undefined],
    ['{"error": 5}', undefined],
  ])("of a failure counts where a program of one's own ends with it: %j", (stdout, error) => {
    const { ok, error: told } = read("text", stdout);
    expect([ok, told]).toEqual([error === undefined, error]);
  });

  test.each(["", "Segmentation fault", '{"type":"result","is_error":'])(
    "that is missing or cut claims nothing: %j",
    stdout => {
      expect(read("claude-json", stdout, { exitCode: 1 })).toEqual({ ok: false, text: "", answers: [] });
    },
  );

  test("with absurd figures claims none of them", () => {
    const report = claude({
      total_cost_usd: -5,
      modelUsage: { big: { inputTokens: "many", outputTokens: -1, costUSD: null } },
    });
    expect(read("claude-json", report).usage).toEqual({
      agent: "agent",
      model: "big",
      input_tokens: 0,
      output_tokens: 0,
      cost_usd: 0,
    });
  });
});

describe("Codex's events", () => {
  const lines = (...events: object[]) => events.map(e => JSON.stringify(e)).join("\n");
  const message = { type: "item.completed", item: { type: "agent_message", text: "Done." } };
  const turn = {
    type: "turn.completed",
    usage: { input_tokens: 4000, cached_input_tokens: 1000, output_tokens: 400 },
  };

  test("give the last message and the tokens", () => {
    expect(
      read("codex-jsonl", `Reading prompt…\n${lines({ type: "thread.started" }, message, turn)}`),
    ).toEqual({
      ok: true,
      text: "Done.",
      answers: [],
      usage: { agent: "agent", input_tokens: 4000, output_tokens: 400, cost_usd: 0 },
    });
  });

  test("with a reconnect that went well are a success", () => {
    expect(
      read("codex-jsonl", lines({ type: "error", message: "Reconnecting... 2/5" }, message, turn)).ok,
    ).toBe(true);
  });

  test.each([
    [
      "exceeded retry limit, last status: 429 Too Many Requests",
      { kind: "transient", waitMs: DEFAULT_WAIT_MS },
    ],
    ["Rate limit reached. Please try again in 11.5s.", { kind: "transient", waitMs: 11_500 }],
    ["unexpected status 401 Unauthorized: bad key, url: http://x/v1/responses", { kind: "permanent" }],
    ["the model gave up", { kind: "ordinary" }],
  ])("of a failed turn tell the kind: %s", (text, expected) => {
    const failed = { type: "turn.failed", error: { message: text } };
    expect(read("codex-jsonl", lines(failed), { exitCode: 1 })).toMatchObject({
      ok: false,
      error: text,
      ...expected,
    });
  });
});

describe("Gemini's report", () => {
  test("over several lines gives text and tokens per model", () => {
    const tokens = { input: 9000, prompt: 9000, candidates: 900, thoughts: 100, cached: 0 };
    const report = JSON.stringify(
      { response: "Done.", stats: { models: { "gemini-x": { tokens } } } },
      null,
      2,
    );
    expect(read("gemini-json", `Warning: no ripgrep\n${report}\n`)).toEqual({
      ok: true,
      text: "Done.",
      answers: [],
      usage: { agent: "agent", model: "gemini-x", input_tokens: 9000, output_tokens: 1000, cost_usd: 0 },
    });
  });

  test("of a failure stands on stderr, with the service's answer inside", () => {
    const inner = JSON.stringify({ type: "error", error: { message: "bad key", code: 401 } });
    const tail = `at x (y.js:1)\n${JSON.stringify({ error: { type: "Error", message: inner, code: 401 } }, null, 2)}`;
    expect(read("gemini-json", "", { exitCode: 145, tail })).toMatchObject({
      ok: false,
      error: "bad key",
      kind: "permanent",
    });
  });

  test("with its own code for a missing key is permanent", () => {
    const tail = JSON.stringify({
      error: { type: "Error", message: "Invalid auth method selected.", code: 41 },
    });
    expect(read("gemini-json", "", { exitCode: 41, tail }).kind).toBe("permanent");
  });
});

describe("Copilot's answer", () => {
  const usageText = JSON.stringify({
    totalPremiumRequestCost: 1,
    modelMetrics: { "claude-x": { requests: { count: 4 }, usage: { inputTokens: 4000, outputTokens: 400 } } },
  });

  test("is its text, with usage from its own file and no cost made up", () => {
    expect(read("copilot-text", "Done.\n\n", { usageText })).toEqual({
      ok: true,
      text: "Done.",
      answers: [],
      usage: { agent: "agent", model: "claude-x", input_tokens: 4000, output_tokens: 400, cost_usd: 0 },
    });
  });

  test.each([
    ["Authentication failed with provider at http://x (HTTP 401).", "permanent"],
    ["Failed to get response from the AI model; retried 5 times Last error: 429 slow down", "transient"],
  ])("of a failure is told by its words: %s", (tail, kind) => {
    expect(read("copilot-text", "", { exitCode: 1, tail })).toMatchObject({ ok: false, kind });
  });
});

describe("JSON in text", () => {
  test("is found at line starts, across lines, with braces in strings", () => {
    const text = 'x {"no":1}\n{"a":"}{\\""}\nnoise\n{\n  "b": {"c": [1]}\n} trailing\n{"d":2}';
    expect(jsonObjects(text)).toEqual([{ a: '}{"' }, { b: { c: [1] } }, { d: 2 }]);
  });

  test("is looked for in bounded time, however many braces never close", () => {
    const started = processorTime();
    expect(jsonObjects('{"a"\n'.repeat(200_000))).toEqual([]);
    expect(processorTime() - started).toBeLessThan(3_000);
  });
});
