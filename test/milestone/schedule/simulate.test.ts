import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/milestone/plan/plan.ts";
import { resourcesOverlap } from "../../../src/milestone/schedule/resources.ts";
import {
  type SimulatedPhase,
  type Simulation,
  simulatePlan,
} from "../../../src/milestone/schedule/simulate.ts";
import { plannedState } from "../../../src/milestone/session/state.ts";
import { processorTime } from "../../rig/processor-time.ts";
import { checkpoint, makePlan, Play, type TaskSketch } from "../make-plan.ts";

const HOUR = 3_600_000;

/** Random graphs without circles: a task depends only on such that stand before it, in a shuffled file. */
const anyPlan = fc
  .array(
    fc.record({
      after: fc.array(fc.nat(), { maxLength: 3 }),
      hours: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
      resources: fc.subarray(["db", "path:src/**", "path:src/a.ts", "path:docs/**"], { maxLength: 2 }),
      standard: fc.boolean(),
      manual: fc.subarray(["design", "execute"] as const, { maxLength: 1 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map(rows =>
    rows.map(
      (row, i): TaskSketch => ({
        id: `t${i}`,
        after: i === 0 ? [] : [...new Set(row.after.map(n => `t${n % i}`))],
        ...(row.hours === undefined ? {} : { hours: row.hours }),
        resources: row.resources,
        standard: row.standard,
        manual: row.manual,
      }),
    ),
  )
  .chain(tasks => fc.shuffledSubarray(tasks, { minLength: tasks.length }))
  .map(tasks => makePlan(tasks, { qualityGates: [checkpoint(25, "Foundation"), checkpoint(100, "Final")] }));

const strategies = fc.constantFrom("parallel", "sequential", "hybrid", "auto" as const);

describe("every schedule", () => {
  test("runs every phase of every task once, in order, after its dependencies", () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 6 }), strategies, (plan, agents, strategy) => {
        const simulation = simulatePlan(plan, { agents, strategy });
        const wanted = plan.tasks.flatMap(t => t.phases.map(p => `${t.id}/${p.phase}`));
        expect(simulation.phases.map(p => `${p.task}/${p.phase}`).sort()).toEqual(wanted.sort());
        for (const task of plan.tasks) {
          const own = simulation.phases.filter(p => p.task === task.id);
          expect(own.map(p => p.phase)).toEqual(task.phases.map(p => p.phase));
          for (let i = 1; i < own.length; i++) expect(own[i]!.start).toBeGreaterThanOrEqual(own[i - 1]!.end);
          for (const d of task.dependencies)
            expect(own[0]!.start).toBeGreaterThanOrEqual(endOf(simulation, d));
        }
      }),
    );
  });

  test("keeps to its agents, one phase per slot at a time", () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 6 }), strategies, (plan, agents, strategy) => {
        const simulation = simulatePlan(plan, { agents, strategy });
        const limit = simulation.choice.strategy === "sequential" ? 1 : agents;
        const work = simulation.phases.filter(p => p.slot > 0);
        for (const p of work) {
          expect(p.slot).toBeLessThanOrEqual(limit);
          expect(atTheSameTime(work, p).filter(o => o.slot === p.slot)).toEqual([]);
        }
      }),
    );
  });

  test("never runs two tasks at once that need the same resource", () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 2, max: 6 }), strategies, (plan, agents, strategy) => {
        const needs = new Map(plan.tasks.map(t => [t.id, t.resources]));
        const work = simulatePlan(plan, { agents, strategy }).phases.filter(p => p.slot > 0);
        for (const p of work) {
          for (const other of atTheSameTime(work, p)) {
            const shared = needs
              .get(p.task)!
              .some(a => needs.get(other.task)!.some(b => resourcesOverlap(a, b)));
            expect(shared, `${p.task} and ${other.task}`).toBe(false);
          }
        }
      }),
    );
  });

  test("leaves no agent idle while a task could start (parallel, without resources)", () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 6 }), (plan, agents) => {
        const free = { ...plan, qualityGates: [], tasks: plan.tasks.map(t => ({ ...t, resources: [] })) };
        const { phases } = simulatePlan(free, { agents, strategy: "parallel" });
        for (const p of phases.filter(p => p.slot > 0)) {
          const ready = readyTime(free, phases, p);
          if (p.start === ready) continue;
          for (const time of phases.flatMap(o => [o.start, o.end]).filter(t => t >= ready && t < p.start)) {
            expect(phases.filter(o => o.slot > 0 && o.start <= time && time < o.end).length).toBe(agents);
          }
        }
      }),
    );
  });

  test("passes every checkpoint once, in the order of their marks", () => {
    fc.assert(
      fc.property(anyPlan, strategies, (plan, strategy) => {
        const { checkpoints } = simulatePlan(plan, { agents: 3, strategy });
        expect(checkpoints.map(c => c.name)).toEqual(["Foundation", "Final"]);
      }),
    );
  });
});

function endOf(simulation: Simulation, task: string): number {
  return Math.max(...simulation.phases.filter(p => p.task === task).map(p => p.end));
}

function atTheSameTime(phases: SimulatedPhase[], p: SimulatedPhase): SimulatedPhase[] {
  return phases.filter(o => o !== p && o.start < p.end && p.start < o.end);
}

function readyTime(plan: Plan, phases: SimulatedPhase[], p: SimulatedPhase): number {
  const task = plan.tasks.find(t => t.id === p.task)!;
  const before = phases.filter(
    o => task.dependencies.includes(o.task) || (o.task === p.task && o.start < p.start),
  );
  return Math.max(0, ...before.filter(o => o !== p).map(o => o.end));
}

/** The graphs of the published comparison: 60 tasks of 50 to 200 ms. */
const SHAPES: Record<string, (random: () => number) => TaskSketch[]> = {
  independent: random => numbered(60, random, () => []),
  chain: random => numbered(60, random, i => (i ? [i - 1] : [])),
  layered: random =>
    numbered(60, random, i => {
      const layer = Math.floor(i / 10);
      if (layer === 0) return [];
      return [0, 1, 2].map(() => (layer - 1) * 10 + Math.floor(random() * 10));
    }),
  mixed: random => numbered(60, random, i => (i > 48 ? [i - 1] : [])),
};

function numbered(n: number, random: () => number, after: (i: number) => number[]): TaskSketch[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `t${i}`,
    standard: true,
    hours: (50 + random() * 150) / HOUR,
    after: [...new Set(after(i))].map(d => `t${d}`),
  }));
}

function generator(seed: number): () => number {
  let x = seed;
  return () => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    return x / 2 ** 32;
  };
}

/** The least makespan that any schedule can have: the critical path, or all work shared evenly. */
function lowerBound(plan: Plan, agents: number): number {
  const longest = new Map<string, number>();
  let total = 0;
  for (const task of plan.tasks) {
    const own = task.estimatedHours!;
    total += own;
    longest.set(task.id, own + Math.max(0, ...task.dependencies.map(d => longest.get(d)!)));
  }
  return Math.max(total / agents, ...longest.values()) * HOUR;
}

/** A list schedule written as plainly as can be: of the ready tasks the one with the most work behind it starts. */
function listSchedule(plan: Plan, agents: number): number {
  const behind = new Map<string, number>();
  for (const task of [...plan.tasks].reverse()) {
    const next = plan.tasks.filter(t => t.dependencies.includes(task.id)).map(t => behind.get(t.id)!);
    behind.set(task.id, task.estimatedHours! + Math.max(0, ...next));
  }
  const ends = new Map<string, number>();
  let running: { id: string; end: number }[] = [];
  for (let now = 0; ; ) {
    const ready = plan.tasks
      .filter(t => !ends.has(t.id) && t.dependencies.every(d => ends.has(d) && ends.get(d)! <= now))
      .sort((a, b) => behind.get(b.id)! - behind.get(a.id)!);
    for (const t of ready.slice(0, agents - running.length)) {
      running.push({ id: t.id, end: now + t.estimatedHours! });
      ends.set(t.id, now + t.estimatedHours!);
    }
    if (running.length === 0) return now * HOUR;
    now = Math.min(...running.map(r => r.end));
    running = running.filter(r => r.end > now);
  }
}

describe("the makespan with six agents", () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  const plans = (shape: string) => seeds.map(seed => makePlan(SHAPES[shape]!(generator(seed))));
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

  test.each(Object.keys(SHAPES))("of %s tasks is that of a plain list schedule by critical path", shape => {
    for (const plan of plans(shape)) {
      const { makespanMs } = simulatePlan(plan, { agents: 6, strategy: "parallel" });
      expect(makespanMs / listSchedule(plan, 6)).toBeLessThan(1.0001);
    }
  });

  test.each(Object.keys(SHAPES))("of %s tasks is within 5 %% of the least possible", shape => {
    const ratios = plans(shape).map(
      plan => simulatePlan(plan, { agents: 6, strategy: "parallel" }).makespanMs / lowerBound(plan, 6),
    );
    expect(Math.min(...ratios)).toBeGreaterThan(0.9999);
    expect(median(ratios)).toBeLessThan(1.05);
  });

  test.each(["independent", "layered", "mixed"])(
    "of %s tasks stays within 8 %% when estimates are wrong by up to two",
    shape => {
      const ratios = plans(shape).map((plan, i) => {
        const random = generator(i + 1000);
        const real = makePlan(
          plan.tasks.map(t => ({
            id: t.id,
            after: t.dependencies,
            standard: true,
            hours: t.estimatedHours! * 2 ** (2 * random() - 1),
          })),
        );
        const hours = new Map(real.tasks.map(t => [t.id, t.estimatedHours!]));
        const durations = (task: string) => hours.get(task)! * HOUR;
        return (
          simulatePlan(plan, { agents: 6, strategy: "parallel", durations }).makespanMs / lowerBound(real, 6)
        );
      });
      expect(median(ratios)).toBeLessThan(1.08);
    },
  );
});

describe("a simulation", () => {
  test("goes on from where the milestone stands and leaves the state as it is", () => {
    const play = new Play(
      makePlan([
        { id: "a", hours: 10 },
        { id: "b", hours: 10, after: ["a"] },
      ]),
    );
    play.go();
    play.finish("a", true);
    const before = structuredClone(play.state);
    const { phases, makespanMs } = simulatePlan(play.plan, {
      agents: 2,
      strategy: "parallel",
      state: play.state,
    });
    expect(phases[0]).toMatchObject({ task: "a", phase: "spec", start: 0 });
    expect(makespanMs / HOUR).toBeCloseTo(18.5);
    expect(play.state).toEqual(before);
  });

  test("takes what is blocked, rejected or waiting for a retry to go on at once", () => {
    const play = new Play(makePlan([{ id: "a" }, { id: "b", manual: ["design"] }]));
    play.go();
    play.fail("a");
    play.block("a", "design");
    play.request("b", "design", "manual");
    const { phases } = simulatePlan(play.plan, { agents: 2, strategy: "parallel", state: play.state });
    expect(phases.map(p => `${p.task}/${p.phase}`)).toHaveLength(8);
    expect(phases.find(p => p.task === "b")).toMatchObject({ phase: "design", slot: 0 });
  });

  test("counts a hybrid run's synchronisations", () => {
    const plan = makePlan([{ id: "a" }, { id: "b", after: ["a"] }, { id: "c", after: ["b"] }]);
    expect(simulatePlan(plan, { agents: 2, strategy: "hybrid" }).syncs).toHaveLength(2);
  });

  test("of ten thousand tasks takes no longer per phase than of a thousand", () => {
    const measured = [1_000, 10_000].map(n => {
      const plan = makePlan(braided(n));
      const runs = [1, 2, 3].map(() => {
        const start = processorTime();
        const { phases } = simulatePlan(plan, { agents: 6, strategy: "parallel" });
        return (processorTime() - start) / phases.length;
      });
      return Math.min(...runs);
    });
    // Log N grows by a third; four times leaves room for a busy machine, a quadratic scheduler would need ten.
    expect(measured[1]! / measured[0]!).toBeLessThan(4);
    expect(measured[0]!).toBeLessThan(0.2);
  });
});

function braided(n: number): TaskSketch[] {
  const random = generator(n);
  return numbered(n, random, i => (i < 10 ? [] : [i - 1 - Math.floor(random() * 10)])).map(t => ({
    ...t,
    standard: false,
  }));
}

test("the state of a plan that was never started holds what its file says", () => {
  const state = plannedState(makePlan([{ id: "a" }], { qualityGates: [checkpoint(50, "Half")] }));
  expect(state.tasks.get("a")?.phases.get("spec")?.status).toBe("pending");
  expect(state.qualityGates.get("Half")).toMatchObject({ at: 50, status: "pending" });
});
