import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BLOCKER_TYPES } from "../../../src/milestone/blocker/blocker.ts";
import { asComment, proposalsFor } from "../../../src/milestone/blocker/proposals.ts";
import { type FailedAttempt, MAX_BACKOFF_MS, nextAttempt } from "../../../src/milestone/blocker/retry.ts";
import { parseArgs, parseComment } from "../../../src/milestone/command/command.ts";

const failed = (over: Partial<FailedAttempt> & { failures?: number } = {}): FailedAttempt => {
  const { failures = 1, ...more } = over;
  const executor = more.executor ?? "claude";
  return {
    executor,
    order: ["claude"],
    failedBy: new Map([[executor, failures]]),
    retries: 2,
    backoffMs: 2_000,
    kind: "ordinary",
    random: () => 0.999,
    ...more,
  };
};

/** Who is asked, attempt after attempt, where all fail in this way. */
function chain(over: Partial<FailedAttempt> & Pick<FailedAttempt, "order">): string[] {
  const asked: string[] = [];
  const failedBy = new Map<string, number>();
  let executor = over.executor ?? over.order[0]!;
  for (let i = 0; i < 30; i++) {
    failedBy.set(executor, over.kind === "permanent" ? Infinity : (failedBy.get(executor) ?? 0) + 1);
    const next = nextAttempt(failed({ ...over, executor, failedBy }));
    if (!next.retry) return asked;
    executor = next.executor;
    asked.push(`${executor} ${next.level}`);
  }
  return asked;
}

describe("the next attempt", () => {
  test("is the same executor's while it has retries, then a person's matter", () => {
    expect(nextAttempt(failed())).toMatchObject({ retry: true, executor: "claude", level: 1 });
    expect(nextAttempt(failed({ failures: 2 }))).toMatchObject({ retry: true, level: 1 });
    expect(nextAttempt(failed({ failures: 3 }))).toEqual({ retry: false });
    expect(nextAttempt(failed({ retries: 0 }))).toEqual({ retry: false });
  });

  test("goes to the other executors in order, each with its own retries", () => {
    expect(chain({ order: ["claude", "codex", "gemini"], retries: 1 })).toEqual([
      "claude 1",
      "codex 2",
      "codex 2",
      "gemini 2",
      "gemini 2",
    ]);
  });

  test("after two failures of one kind differs: another brief, then a bigger model, then another agent", () => {
    const two = { failures: 2, alike: 2, order: ["claude", "codex"] };
    const bigger = [
      { name: "opus", isProfile: false },
      { name: "gemini", isProfile: true },
    ];
    expect(nextAttempt(failed({ ...two, alternative: true, escalate: bigger }))).toMatchObject({
      executor: "claude",
      level: 3,
      differs: { alternative: true },
    });
    expect(nextAttempt(failed({ ...two, failures: 3, escalate: bigger }))).toMatchObject({
      executor: "claude",
      level: 2,
      differs: { escalate: true, model: "opus" },
    });
    expect(nextAttempt(failed({ ...two, escalate: bigger.slice(1) }))).toMatchObject({
      executor: "gemini",
      level: 2,
      differs: { escalate: true },
    });
    expect(nextAttempt(failed(two)), "although it has a retry left").toMatchObject({
      executor: "codex",
      level: 2,
    });
    expect(nextAttempt(failed({ failures: 2, alike: 2 }))).toMatchObject({ executor: "claude", level: 1 });
    expect(nextAttempt(failed({ ...two, alike: 1, alternative: true }))).toMatchObject({ level: 1 });
  });

  test("after a permanent failure is never the same executor's", () => {
    expect(chain({ order: ["claude"], kind: "permanent" })).toEqual([]);
    expect(chain({ order: ["claude", "codex"], kind: "permanent" })).toEqual(["codex 2"]);
  });

  test("leaves an executor that fell behind the others, and comes back to it last", () => {
    expect(chain({ order: ["good", "bad"], executor: "bad", retries: 1 })).toEqual([
      "good 2",
      "good 1",
      "bad 2",
    ]);
  });

  test("waits twice as long each time, up to five minutes", () => {
    const waits = [1, 2, 3, 4].map(failures => {
      const next = nextAttempt(failed({ failures, retries: 50 }));
      return next.retry ? Math.round(next.delayMs / 1_000) : 0;
    });
    expect(waits).toEqual([2, 4, 8, 16]);
    expect(nextAttempt(failed({ failures: 49, retries: 50 }))).toMatchObject({
      delayMs: expect.closeTo(MAX_BACKOFF_MS, -3),
    });
  });

  test("starts with the short wait again for each executor", () => {
    const order = ["claude", "codex"];
    const wait = (executor: string, ...failures: [string, number][]) =>
      nextAttempt(failed({ order, executor, failedBy: new Map(failures) }));
    expect(wait("claude", ["claude", 3])).toMatchObject({
      executor: "codex",
      delayMs: expect.closeTo(2_000, -2),
    });
    expect(wait("codex", ["claude", 3], ["codex", 1])).toMatchObject({ delayMs: expect.closeTo(2_000, -2) });
    expect(wait("codex", ["claude", 3], ["codex", 2])).toMatchObject({ delayMs: expect.closeTo(4_000, -2) });
  });

  test("always comes within half and all of that time", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 600_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, backoffMs, random) => {
          const next = nextAttempt(failed({ failures, backoffMs, retries: 100, random: () => random }));
          const whole = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** (failures - 1));
          expect(next.retry && next.delayMs >= Math.floor(whole / 2) && next.delayMs <= whole).toBe(true);
        },
      ),
    );
  });
});

describe("the proposals of a blocker", () => {
  test.each(BLOCKER_TYPES)("of type %s are commands that the parser reads, each with a reason", type => {
    for (const where of [{}, { task: "schema" }, { task: "schema", phase: "design" }]) {
      const proposals = proposalsFor({ type, milestone: "api-v2", ...where });
      expect(proposals.length).toBeGreaterThanOrEqual(2);
      for (const proposal of proposals) {
        const typed = parseArgs(proposal.command.split(" ").slice(1));
        expect(typed, proposal.command).toMatchObject({ ok: true, command: { milestone: "api-v2" } });
        expect(parseComment(asComment(proposal)), proposal.command).toMatchObject({ kind: "commands" });
        expect(proposal.why.length).toBeGreaterThan(10);
      }
    }
  });

  test("name the phase, and offer to leave the task out last but one", () => {
    const commands = proposalsFor({ type: "task_failure", milestone: "m", task: "a", phase: "spec" }).map(
      p => p.command,
    );
    expect(commands).toEqual(["milestone retry m a/spec", "milestone skip m a", "milestone postpone m"]);
  });

  test("say of a plan that both branches changed what frees it, which no merge does", () => {
    const [first] = proposalsFor({ type: "git_conflicts", milestone: "m", about: "plan" });
    expect(first).toEqual({
      command: "milestone resume m",
      why: "goes on once the milestone files of both branches agree on it",
    });
  });

  test("raise the budget that is spent", () => {
    const commands = (task?: string) =>
      proposalsFor({ type: "budget_exceeded", milestone: "m", ...(task ? { task } : {}) }).map(
        p => p.command,
      );
    expect(commands()[0]).toBe("milestone resume m --add-minutes=60");
    expect(commands("a")[0]).toBe("milestone retry m a --add-attempts=2");
  });
});
