import { expect, test } from "vitest";
import { drive, FOLDER } from "./drive.ts";
import { inOrder, type Move } from "./model/script.ts";

const program = "claude";
const endless = (tree: string) => () =>
  ({ kind: "write", path: `${tree}/src/${crypto.randomUUID()}.ts`, content: "again\n" }) satisfies Move;

test("a loop that spends ends at what the attempt may cost, and the cost is told", async () => {
  const { result, turns } = await drive({ program, phase: "execute", script: endless, remainingUsd: 0.05 });
  expect(result).toMatchObject({ ok: false, budgetSpent: true, kind: "ordinary" });
  expect(result.usage!.cost_usd).toBeGreaterThan(0.05);
  expect(result.usage!.cost_usd).toBeLessThan(0.1);
  expect(turns.length).toBeLessThan(20);
});

test.each([
  [429, "rate_limit_error"],
  [529, "overloaded_error"],
])("a service that answers %i is waited for and counts as no failure", async (status, type) => {
  const { result } = await drive({
    program,
    phase: "design",
    env: { CLAUDE_CODE_MAX_RETRIES: "1" },
    script: () => () => ({
      kind: "refuse",
      status,
      type,
      headers: { "retry-after": "1" },
      message: "try again in 90s",
    }),
  });
  expect(result).toMatchObject({ ok: false, kind: "transient", waitMs: 90_000 });
});

test("a stalled conversation is ended with the whole process tree", async () => {
  const { outcome } = await drive({
    program,
    phase: "design",
    script: () => () => ({ kind: "stall" }),
    stall: { ms: 4_000, end: true },
    timeoutMs: 60_000,
  });
  expect(outcome).toMatchObject({ reason: "stalled", survivors: 0 });
});

test("an agent that says it is done and writes nothing leaves nothing behind", async () => {
  const { result, changed } = await drive({
    program,
    phase: "design",
    script: () => inOrder([], "All deliverables are complete."),
  });
  expect(changed).toEqual([]);
  expect(result).toMatchObject({ ok: true, text: "All deliverables are complete." });
});

test("a path out of the deliverables folder is refused in a design phase, however it is written", async () => {
  const { changed } = await drive({
    program,
    phase: "design",
    script: tree =>
      inOrder([
        { kind: "write", path: `${tree}/${FOLDER}/design/../../../../../src/up.ts`, content: "no\n" },
        { kind: "write", path: `${tree}/.claude/settings.json`, content: "{}\n" },
        { kind: "write", path: `${tree}/${FOLDER}/spec/early.md`, content: "no\n" },
      ]),
  });
  expect(changed).toEqual([]);
});
