import { DEFAULT_WEIGHTS, PHASES, type Phase, TRANSITION } from "../../src/milestone/phase.ts";
import {
  DEFAULT_LIMITS,
  type Executor,
  type Gate,
  type Plan,
  type QualityGate,
  type TaskPlan,
} from "../../src/milestone/plan/plan.ts";
import {
  createScheduler,
  type ScheduleDecision,
  type Scheduler,
} from "../../src/milestone/schedule/schedule.ts";
import type { Strategy } from "../../src/milestone/schedule/strategy.ts";
import type { LoggedEvent, NewEvent } from "../../src/milestone/session/event.ts";
import { applyEvent } from "../../src/milestone/session/log.ts";
import { plannedState, type State } from "../../src/milestone/session/state.ts";

export interface TaskSketch {
  id: string;
  after?: string[];
  hours?: number;
  resources?: string[];
  when?: "always" | "failure";
  resourcesScope?: "phase";
  /** A standard task runs as its execute phase alone. */
  standard?: boolean;
  gates?: Partial<Record<Phase, Partial<Gate>>>;
  manual?: Phase[];
}

const RUN: Executor = {
  kind: "run",
  command: "true",
  timeoutMs: 60_000,
  retries: 2,
  backoffMs: 2_000,
  fallback: [],
  env: {},
};

/** A plan of a few words: what is not said is as plain as can be. */
export function makePlan(tasks: TaskSketch[], more: Partial<Plan> = {}): Plan {
  return {
    id: "m",
    title: "A milestone",
    description: "",
    status: "planned",
    env: {},
    landing: { method: "merge", state: "keep" },
    requires: [],
    enables: [],
    enforcement: "strict",
    weights: DEFAULT_WEIGHTS,
    defaultGates: { design: null, spec: null, task: null, execute: null },
    tasks: tasks.map(makeTask),
    setupInputs: [],
    isolation: "auto",
    trustAgentSettings: false,
    moveSubmodules: false,
    testBaseline: "require",
    qualityGates: [],
    budget: {},
    prices: {},
    prerequisites: [],
    limits: DEFAULT_LIMITS,
    notify: { stakeholders: [], escalation: [] },
    release: { draft: false, changelog: null, version: null, run: null },
    profiles: {},
    ...more,
  };
}

function makeTask(sketch: TaskSketch): TaskPlan {
  const { id, after = [], hours, resources = [], standard = false, gates = {}, manual = [] } = sketch;
  return {
    id,
    title: `The task ${id}`,
    description: "",
    ...(hours === undefined ? {} : { estimatedHours: hours }),
    dependencies: after,
    when: sketch.when ?? "success",
    resources,
    resourcesScope: sketch.resourcesScope ?? "task",
    workflow: !standard,
    migrated: false,
    declared: false,
    status: "pending",
    budget: {},
    phases: (standard ? (["execute"] as const) : PHASES).map(phase => ({
      phase,
      status: "pending",
      executor: manual.includes(phase) ? { ...RUN, kind: "manual" } : RUN,
      deliverables: [],
      acceptanceCriteria: [],
      provenCriteria: [],
      checks: [],
      gate: gates[phase]
        ? { transition: TRANSITION[phase], approvers: [], minApprovals: 1, criteria: [], ...gates[phase] }
        : null,
    })),
  };
}

export const checkpoint = (at: number, name: string, more: Partial<QualityGate> = {}): QualityGate => ({
  at,
  name,
  run: ["true"],
  approvers: [],
  minApprovals: 1,
  criteria: [],
  ...more,
});

export const START = Date.parse("2026-11-16T08:00:00.000Z");

/** Plays an engine's part by hand: what it logs is folded, told to the scheduler and asked about. */
export class Play {
  readonly plan: Plan;
  readonly state: State;
  scheduler: Scheduler;
  now = START;
  agents = 6;
  synced = -1;
  heldElsewhere: string[] = [];
  running: ScheduleDecision["start"] = [];

  constructor(plan: Plan, strategy: Strategy = "parallel") {
    this.plan = plan;
    this.state = plannedState(plan);
    this.scheduler = createScheduler(plan, { strategy, agents: this.agents });
  }

  log(event: NewEvent, tell = true): void {
    const logged = {
      ...event,
      timestamp: new Date(this.now).toISOString(),
      seq: this.state.seq + 1,
      milestone_id: this.plan.id,
      session_id: "s",
      prev: "",
    } as LoggedEvent;
    applyEvent(this.state, logged);
    if (tell) this.scheduler.observe(logged);
  }

  ask(): ScheduleDecision {
    const { state, running, now, agents, heldElsewhere, synced } = this;
    return this.scheduler.next({ state, running, now, agents, heldElsewhere, synced });
  }

  /** Asks, and starts what may start. Answers `task/phase` of each start. */
  go(): string[] {
    const { start } = this.ask();
    for (const s of start) {
      this.log({ event: "task_started", task_id: s.task, data: {} });
      this.log({
        event: "phase_started",
        task_id: s.task,
        phase: s.phase,
        data: { attempt: s.attempt, executor: s.executor },
      });
    }
    this.running = [...this.running, ...start];
    return start.map(nameOf);
  }

  /** Ends a running phase well; the task is completed with its last one. */
  finish(task: string, gated = false): void {
    const phase = this.end(task);
    this.log({
      event: "phase_completed",
      task_id: task,
      phase,
      data: { attempt: 1, executor: "run", duration_ms: 1, deliverables: [], changed: 0, gated },
    });
    if (gated) this.request(task, phase, "approval");
    else if (phase === "execute") this.log({ event: "task_completed", task_id: task, data: {} });
  }

  fail(task: string): void {
    const phase = this.end(task);
    this.log({
      event: "phase_failed",
      task_id: task,
      phase,
      data: {
        attempt: 1,
        executor: "run",
        duration_ms: 1,
        type: "task_failure",
        message: "no",
        evidence: "",
        kind: "ordinary",
      },
    });
  }

  block(task: string, phase: Phase): void {
    const id = `task_failure:${task}/${phase}`;
    const data = {
      id,
      type: "task_failure",
      severity: "error",
      task,
      phase,
      level: 4,
      message: "it broke",
    } as const;
    this.log({
      event: "blocker_detected",
      task_id: task,
      phase,
      data: {
        ...data,
        evidence: "",
        proposals: [{ command: `milestone retry m ${task}/${phase}`, why: "" }],
        attempts: 3,
      },
    });
  }

  request(task: string, phase: Phase, kind: "approval" | "manual"): void {
    this.log({
      event: "approval_requested",
      task_id: task,
      phase,
      data: {
        request: `${task}/${phase}#1`,
        transition: TRANSITION[phase],
        kind,
        approvers: ["anna"],
        min_approvals: 1,
        criteria: [],
        deliverables: [],
        attempt: 1,
      },
    });
  }

  grant(task: string, phase: Phase): void {
    this.log({
      event: "approval_granted",
      task_id: task,
      phase,
      data: {
        request: `${task}/${phase}#1`,
        complete: true,
        decision: {
          verdict: "approved",
          by: { login: "anna", id: 1, source: "review" },
          ref: 1,
          commit: "c",
          permission: "write",
          at: "",
          feedback: [],
        },
      },
    });
  }

  end(task: string): Phase {
    const run = this.running.find(r => r.task === task);
    if (!run) throw new Error(`${task} does not run`);
    this.running = this.running.filter(r => r !== run);
    return run.phase;
  }
}

export const nameOf = ({ task, phase }: { task: string; phase: Phase }): string => `${task}/${phase}`;
