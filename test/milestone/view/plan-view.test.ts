import { describe, expect, test } from "vitest";
import { planText } from "../../../src/milestone/view/plan-text.ts";
import { planView } from "../../../src/milestone/view/plan-view.ts";
import { checkpoint, makePlan, Play } from "../make-plan.ts";

const plan = makePlan(
  [
    { id: "api", after: ["schema"], hours: 4, gates: { design: { approvers: ["anna"], minApprovals: 2 } } },
    { id: "schema", hours: 6, resources: ["db"] },
    { id: "docs", hours: 1, standard: true, resources: ["path:docs/**"] },
    { id: "seed", hours: 1, standard: true, resources: ["db", "path:docs/seed.md"] },
  ],
  { qualityGates: [checkpoint(50, "Half", { run: ["npm test"] })], requires: ["auth"] },
);

describe("the plan as data", () => {
  const view = planView(plan, { strategy: "auto", agents: 6, cores: 1 });

  test("says order, waves and critical path", () => {
    expect(view).toMatchObject({
      milestone: "m",
      strategy: "hybrid",
      complexity: "medium",
      tasks: 4,
      remaining: 4,
      waves: [["schema", "docs", "seed"], ["api"]],
      criticalPath: { tasks: ["schema", "api"], hours: 10 },
      requires: ["auth"],
    });
    expect([...view.order].sort()).toEqual(["api", "docs", "schema", "seed"]);
    expect(view.order[0]).toBe("schema");
    expect(view.order.at(-1)).toBe("api");
  });

  test("says gates, checkpoints and what can never run at the same time", () => {
    expect(view.gates).toMatchObject([
      { task: "api", phase: "design", transition: "design_to_spec", approvers: ["anna"], minApprovals: 2 },
    ]);
    expect(view.checkpoints).toEqual([
      { name: "Half", at: 50, run: ["npm test"], approvers: [], criteria: [] },
    ]);
    expect(view.locks).toEqual([
      { resource: "db", tasks: ["schema", "seed"] },
      { resource: "path:docs/**", tasks: ["docs", "seed"] },
      { resource: "path:docs/seed.md", tasks: ["docs", "seed"] },
    ]);
  });

  test("says what would run and how long it would take", () => {
    expect(view.run[2]).toEqual({
      task: "docs",
      title: "The task docs",
      dependencies: [],
      when: "success",
      phases: [
        {
          phase: "execute",
          status: "pending",
          executor: "run: true",
          deliverables: [],
          checks: [],
          gated: false,
        },
      ],
    });
    expect(view.predicted).toMatchObject({ workHours: 12, hours: 11, estimated: true });
    expect(view.predicted.timeline.every(p => p.end >= p.start)).toBe(true);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });

  test("warns of too many agents", () => {
    expect(view.warnings.join("\n")).toContain("6 agents on 1 core:");
    expect(view.warnings.join("\n")).toMatch(/at most \d of the 6 agents can work at the same time/);
  });

  test("leaves out what is done", () => {
    const play = new Play(plan);
    play.agents = 1;
    play.go();
    for (let i = 0; i < 4; i++) {
      play.finish("schema");
      play.go();
    }
    const later = planView(plan, { strategy: "parallel", agents: 2, state: play.state });
    expect(later.remaining).toBe(3);
    expect(later.run.map(t => t.task)).toEqual(["api", "docs", "seed"]);
    expect(later.criticalPath.tasks).toEqual(["api"]);
  });

  test("says when nothing is estimated, or only a part", () => {
    const none = planView(makePlan([{ id: "a" }]), { strategy: "auto", agents: 1 });
    expect(none.predicted).toMatchObject({ estimated: false, hours: 1 });
    const part = planView(makePlan([{ id: "a", hours: 2 }, { id: "b" }]), { strategy: "auto", agents: 1 });
    expect(part.warnings).toEqual(["1 of 2 tasks have no estimated_hours; they count as average ones"]);
  });
});

test("the plan as text shows everything that a person asks for", () => {
  expect(planText(planView(plan, { strategy: "parallel", agents: 2 }))).toBe(
    [
      "m: A milestone",
      "4 of 4 tasks left, parallel with 2 agents (parallel, as asked)",
      "About 10 h of 12 h of work, waits for people not counted",
      "Forecast: 7 h 30 min to 15 h, from the estimates of the plan, give or take",
      "",
      "Waves",
      "  1. schema, docs, seed",
      "  2. api",
      "",
      "Critical path, 10 h",
      "  schema → api",
      "",
      "Gates",
      "  api/design: 2 of anna",
      "",
      "Checkpoints",
      "  50 % Half: npm test",
      "",
      "Never at the same time",
      "  db: schema, seed",
      "  path:docs/**: docs, seed",
      "  path:docs/seed.md: docs, seed",
      "",
      "What would run",
      "  api: design ⏸ → spec → task → execute (run: true)",
      "  schema: design → spec → task → execute (run: true)",
      "  docs: execute (run: true)",
      "  seed: execute (run: true)",
    ].join("\n"),
  );
});

test("says when GitHub's runners would pay, in minutes saved and billed", () => {
  const tasks = (count: number, hours: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `t${at}`, hours }));
  const plan = makePlan(tasks(40, 1));
  const view = planView(plan, { strategy: "parallel", agents: 6 });
  // By the forecast 2,500 minutes of work, in six slots or in twenty. Two gates stand in each task, so it takes three
  // machines one after the other: of 120 each starts, ends in a minute that is billed whole, and is landed in a minute.
  expect(view.runners).toEqual({ max: 20, minutes: 138, saved: 321, billed: 2_800, billedAlone: 459 });
  expect(planText(view)).toContain("321 minutes saved, and about 2800 minutes billed instead of 459");
  for (const [count, hours] of [
    [4, 1],
    [40, 0.02],
  ] as const)
    expect(planView(makePlan(tasks(count, hours)), { strategy: "auto", agents: 6 }).runners).toBeNull();
  const has = { ...plan, runners: { max: 4, labels: ["ubuntu-latest"] } };
  expect(planView(has, { strategy: "auto", agents: 6 }).runners, "it has them already").toBeNull();
});
