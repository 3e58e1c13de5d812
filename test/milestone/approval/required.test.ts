import { describe, expect, test } from "vitest";
import { workTree } from "../../../src/milestone/approval/approval.ts";
import { lastCheckpoints, skippedGates, unapproved } from "../../../src/milestone/approval/required.ts";
import { isFinished } from "../../../src/milestone/phase.ts";
import type { EventName, LoggedEvent } from "../../../src/milestone/session/event.ts";
import { applyEvent, tryEvent } from "../../../src/milestone/session/log.ts";
import { plannedState, type State } from "../../../src/milestone/session/state.ts";
import { makePlan } from "../make-plan.ts";
import { SAMPLES, sampleEvent } from "../view/samples.ts";

const gate = { name: "Release", at: 100, run: [], approvers: ["boss"], minApprovals: 1, criteria: [] };
const gated = makePlan([{ id: "a", gates: { design: {} } }], { qualityGates: [gate] });
const design = { task_id: "a", phase: "design" } as const;
const done = sampleEvent("phase_completed", {
  ...design,
  data: { ...SAMPLES.phase_completed, gated: false },
} as Partial<LoggedEvent>);
const asked = sampleEvent("approval_requested", {
  ...design,
  data: { ...SAMPLES.approval_requested, request: "a/design#1" },
} as Partial<LoggedEvent>);
const granted = sampleEvent("approval_granted", {
  ...design,
  data: { ...SAMPLES.approval_granted, request: "a/design#1", complete: true },
} as Partial<LoggedEvent>);
const FINISHED_TASK = {
  id: "a",
  workflow: true,
  status: "completed",
  phases: { design: "completed", spec: "completed", task: "completed", execute: "completed" },
} as const;
const begun = sampleEvent("phase_started", design);

function stateAfter(plan: typeof gated, ...events: LoggedEvent[]) {
  const state = plannedState(plan);
  for (const event of events) applyEvent(state, event);
  return state;
}

/** Of every kind an event about that phase, and what somebody would write who wants past its gate. */
const LIES: LoggedEvent[] = [
  ...(Object.keys(SAMPLES) as EventName[]).map(name => sampleEvent(name, design as Partial<LoggedEvent>)),
  done,
  sampleEvent("milestone_activated", {
    data: { ...SAMPLES.milestone_activated, tasks: [FINISHED_TASK] },
  } as Partial<LoggedEvent>),
  ...[FINISHED_TASK, { ...FINISHED_TASK, status: "skipped" as const }].map(task =>
    sampleEvent("plan_changed", {
      data: { ...SAMPLES.plan_changed, added: [task], removed: ["a"] },
    } as Partial<LoggedEvent>),
  ),
  sampleEvent("phase_started", {
    ...design,
    data: { ...SAMPLES.phase_started, attempt: 0 },
  } as Partial<LoggedEvent>),
];

/** null: no log may say so, and every command refuses it. */
function foldedOrRefused(plan: typeof gated, events: LoggedEvent[]): State | null {
  const state = plannedState(plan);
  return events.every(event => tryEvent(state, event) === null) ? state : null;
}

test("S-APP-1 no line but an approval, which GitHub is asked about, leads past a gate, and no two or three together do", () => {
  const plan: typeof gated = {
    ...gated,
    tasks: gated.tasks.map(task => ({
      ...task,
      skippedBefore: false,
      phases: task.phases.map(each => ({ ...each, doneBefore: false })),
    })),
  };
  const wrong = LIES.flatMap(one => LIES.map(two => [one, two, done])).filter(lies => {
    const state = foldedOrRefused(plan, [begun, ...lies]);
    if (state === null) return false;
    const task = state.tasks.get("a");
    const at = task?.phases.get("design");
    const isOver = task?.status === "skipped" || (at !== undefined && isFinished(at.status));
    const held = at?.approval ? state.approvals.get(at.approval)?.status : undefined;
    const isAsked = held === "granted" || held === "open";
    return isOver && !isAsked && unapproved(plan, state).length + skippedGates(plan, state).length === 0;
  });
  expect(wrong.map(lies => lies.map(({ event }) => event).join(", "))).toEqual([]);
});

describe("What is finished without an approval", () => {
  test("is a phase with a gate that the log calls done, until an approval of it is there", () => {
    const lack = [{ kind: "phase", task: "a", phase: "design" }];
    expect(unapproved(gated, stateAfter(gated))).toEqual([]);
    expect(unapproved(gated, stateAfter(gated, begun, done))).toEqual(lack);
    expect(unapproved(gated, stateAfter(gated, begun, done, asked))).toEqual([]);
    expect(unapproved(gated, stateAfter(gated, begun, done, asked, granted))).toEqual([]);
  });

  test("is no phase that the base branch calls finished, and every one that only the branch does", () => {
    const [task] = gated.tasks;
    const withBase = (doneBefore: boolean) => ({
      ...gated,
      tasks: [
        { ...task!, phases: task!.phases.map(p => ({ ...p, status: "completed" as const, doneBefore })) },
      ],
    });
    expect(unapproved(withBase(true), stateAfter(withBase(true)))).toEqual([]);
    expect(unapproved(withBase(false), stateAfter(withBase(false)))).toHaveLength(1);
  });

  test("is a checkpoint with approvers that passed by a line alone", () => {
    const passed = sampleEvent("quality_gate_passed", {
      data: { name: "Release", at: 100, checks: [] },
    } as Partial<LoggedEvent>);
    expect(unapproved(gated, stateAfter(gated, passed))).toEqual([{ kind: "checkpoint", gate }]);
    const free = { ...gated, qualityGates: [{ ...gate, approvers: [] }] };
    expect(unapproved(free, stateAfter(free, passed))).toEqual([]);
  });
});

test("A checkpoint's work begins where the one before it was approved", () => {
  const at = (request: string) =>
    sampleEvent("approval_requested", {
      data: { ...SAMPLES.approval_requested, request, transition: "quality_gate" },
    } as Partial<LoggedEvent>);
  const yes = sampleEvent("approval_granted", {
    data: { ...SAMPLES.approval_granted, request: "gate:Half", complete: true },
  } as Partial<LoggedEvent>);
  const events = [at("gate:Half"), yes, at("gate:Release")].map(e => ({
    ...e,
    task_id: undefined,
    phase: undefined,
  }));
  const state = stateAfter(gated, ...(events as LoggedEvent[]));
  const commit = SAMPLES.approval_granted.decision.commit;
  const half = { ...gate, name: "Half", at: 50 };
  expect([...lastCheckpoints({ qualityGates: [half, gate] }, state)]).toEqual([["gate:Release", commit]]);
  // One that nobody's plan has would hide who wrote what stands before it.
  expect([...lastCheckpoints({ qualityGates: [gate] }, state)]).toEqual([]);
});

describe("The name of a commit's work", () => {
  const src = { name: "src", mode: 0o40000, oid: "1" };
  const state = { name: ".milestones", mode: 0o40000, oid: "2" };

  test("is the same whatever the engine keeps beside it, and in any order", () => {
    const readme = { name: "README.md", mode: 0o100644, oid: "3" };
    expect(workTree([src, readme, state], "d")).toBe(workTree([readme, { ...state, oid: "9" }, src], "d"));
  });

  test("is another for other bytes, modes, names or deliverables", () => {
    const names = [
      workTree([src], "d"),
      workTree([{ ...src, oid: "4" }], "d"),
      workTree([{ ...src, mode: 0o120000 }], "d"),
      workTree([{ ...src, name: "lib" }], "d"),
      workTree([src], "e"),
      workTree([src], null),
      workTree([], "d"),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});
