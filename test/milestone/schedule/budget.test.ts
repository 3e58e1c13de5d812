import { describe, expect, test } from "vitest";
import type { Budget, Plan } from "../../../src/milestone/plan/plan.ts";
import { budgetStatus, remainingUsd } from "../../../src/milestone/schedule/budget.ts";
import type { LoggedEvent, NewEvent } from "../../../src/milestone/session/event.ts";
import { applyEvent } from "../../../src/milestone/session/log.ts";
import { emptyState, newTask, type State } from "../../../src/milestone/session/state.ts";
import { examplePlan } from "../brief/plan.ts";

const by = { login: "ada", id: 1, source: "local" } as const;

function planWith(budget: Budget, ofTask: Budget = {}): Plan {
  const plan = examplePlan();
  return { ...plan, budget, tasks: plan.tasks.map(t => (t.id === "schema" ? { ...t, budget: ofTask } : t)) };
}

function fresh(): State {
  const state = emptyState("api-v2", { design: 15, spec: 25, task: 20, execute: 40 });
  for (const id of ["schema", "endpoints"]) {
    state.tasks.set(id, newTask({ id, workflow: true, status: "pending", phases: { design: "pending" } }));
  }
  return state;
}

let seq = 0;
function put(state: State, event: NewEvent): void {
  seq += 1;
  applyEvent(state, {
    ...event,
    seq,
    timestamp: "2026-11-21T00:00:00.000Z",
    milestone_id: "api-v2",
    session_id: "s",
    prev: "",
  } as LoggedEvent);
}

function attempt(state: State, task: string, cost: number): void {
  put(state, {
    event: "phase_failed",
    task_id: task,
    phase: "design",
    data: {
      attempt: 1,
      executor: "claude",
      duration_ms: 60_000,
      type: "task_failure",
      message: "no",
      evidence: "",
      kind: "ordinary",
      usage: { agent: "claude", input_tokens: 900, output_tokens: 100, cost_usd: cost },
    },
  });
}

/** The first limit that stops the task. */
const spentBudget = (plan: Plan, state: State, task: string) =>
  budgetStatus(plan, state, task).find(use => use.level === "stop") ?? null;

describe("a budget", () => {
  test("that nobody set limits nothing", () => {
    const state = fresh();
    attempt(state, "schema", 1_000);
    expect(budgetStatus(planWith({}), state)).toEqual([]);
    expect(remainingUsd(planWith({}), state, "schema")).toBeNull();
  });

  test.each([
    [7.99, "ok"],
    [8, "warn"],
    [9.99, "warn"],
    [10, "stop"],
    [12, "stop"],
  ])("of 10 dollars with %d used is %s", (cost, level) => {
    const state = fresh();
    attempt(state, "schema", cost);
    expect(budgetStatus(planWith({ costUsd: 10 }), state)[0]).toMatchObject({
      kind: "costUsd",
      level,
      limit: 10,
    });
  });

  test("counts attempts, minutes of agents' time and all tokens", () => {
    const state = fresh();
    attempt(state, "schema", 0);
    attempt(state, "endpoints", 0);
    const uses = budgetStatus(planWith({ minutes: 2, attempts: 10, tokens: 2_400 }), state);
    expect(uses.map(u => [u.kind, u.used, u.level])).toEqual([
      ["minutes", 2, "stop"],
      ["attempts", 2, "ok"],
      ["tokens", 2_000, "warn"],
    ]);
    expect(uses[0]!.message).toBe(
      "the milestone's budget is spent: 2 minutes of agents' time of 2 minutes of agents' time",
    );
  });

  test("of a task stops that task alone", () => {
    const state = fresh();
    const plan = planWith({ costUsd: 100 }, { costUsd: 1 });
    attempt(state, "schema", 1.5);
    expect(spentBudget(plan, state, "schema")).toMatchObject({ task: "schema", level: "stop" });
    expect(spentBudget(plan, state, "endpoints")).toBeNull();
  });

  test("that a person raises is not spent any more, at the task or the milestone that was raised", () => {
    const state = fresh();
    const plan = planWith({ costUsd: 1 }, { costUsd: 1 });
    attempt(state, "schema", 1.5);
    put(state, { event: "budget_raised", data: { cost_usd: 5, by } });
    expect(spentBudget(plan, state, "endpoints")).toBeNull();
    expect(spentBudget(plan, state, "schema")).toMatchObject({ task: "schema" });
    put(state, { event: "budget_raised", task_id: "schema", data: { cost_usd: 2, by } });
    expect(spentBudget(plan, state, "schema")).toBeNull();
    expect(remainingUsd(plan, state, "schema")).toBe(1.5);
    expect(remainingUsd(plan, state, "endpoints")).toBe(4.5);
  });

  test("is shared among the attempts that may run at once, so that together they stay within it", () => {
    const state = fresh();
    const plan = planWith({ costUsd: 10 }, { costUsd: 3 });
    state.session = {
      runId: "1",
      id: "s",
      status: "active",
      startedAt: "",
      resumedAt: null,
      strategy: "parallel",
      agents: 6,
      monitoring: "basic",
      reason: "",
      gitIntegration: true,
    };
    attempt(state, "endpoints", 2);
    expect(remainingUsd(plan, state, "endpoints")).toBe(4);
    expect(remainingUsd(plan, state, "schema")).toBe(3);
  });

  test("warns once for each limit, whatever is added to the figures", () => {
    const state = fresh();
    attempt(state, "schema", 8);
    const before = budgetStatus(planWith({ costUsd: 10 }), state)[0]!.message;
    attempt(state, "schema", 1);
    expect(budgetStatus(planWith({ costUsd: 10 }), state)[0]!.message).toBe(before);
    expect(before).toBe("more than 80 % of the milestone's budget of $10.00 is used");
  });

  test("of nothing is spent from the start", () => {
    expect(spentBudget(planWith({ attempts: 0 }), fresh(), "schema")).toMatchObject({ level: "stop" });
  });
});
