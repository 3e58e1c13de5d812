import type { Phase } from "../phase.ts";

/** What an attempt goes through, each with a time of its own: `waiting` is for its turn to be tested or to land. */
export const STAGES = ["preparing", "working", "checking", "waiting", "testing"] as const;
export type Stage = (typeof STAGES)[number];

/** Milliseconds that an attempt spent in each. */
export type Stages = Partial<Record<Stage, number>>;

/**
 * What is under way in a running engine at this moment, by the name that every view shows. The log tells when a phase
 * began and ended; what happens between is nobody's past, and ends with the process.
 */
export type Activity = {
  /** Milliseconds since the epoch. */
  since: number;
  /** Of an attempt: what it spent before that. */
  before?: Stages;
} & (
  | { doing: "preparing"; task: string; phase: Phase; slot: number }
  | { doing: "working"; task: string; phase: Phase; slot: number }
  | { doing: "checking"; task: string; phase: Phase; slot: number }
  /** `for`: what it waits for, as people read it. */
  | { doing: "waiting"; task: string; phase: Phase; slot: number; for: string }
  /** `task` absent: the branch as a whole is tested, for the reason. */
  | { doing: "testing"; reason: "baseline" | "phase" | "final" | "retry"; task?: string; phase?: Phase }
  | { doing: "checkpoint"; name: string }
  /** `holder`: who has it, in a sentence. */
  | { doing: "waiting_for_resource"; task: string; resources: readonly string[]; holder: string | null }
);

/** What is done, for the place where a status word stands. */
export function activityWord(activity: Activity): string {
  switch (activity.doing) {
    case "preparing":
      return "preparing";
    case "working":
      return "at work";
    case "checking":
      return "checking";
    case "waiting":
      return `waiting for ${activity.for}`;
    case "testing":
      return "testing";
    case "checkpoint":
      return `checking ${activity.name}`;
    case "waiting_for_resource":
      return `waiting for ${activity.resources.join(", ")}`;
    default:
      return activity satisfies never;
  }
}

/** The same as a sentence of its own, about what it is done to. */
export function activitySentence(activity: Activity): string {
  switch (activity.doing) {
    case "preparing":
      return `${activity.task}/${activity.phase}: preparing the work tree (setup)`;
    case "working":
      return `${activity.task}/${activity.phase}: at work`;
    case "checking":
      return `${activity.task}/${activity.phase}: checking what it left`;
    case "waiting":
      return `${activity.task}/${activity.phase}: waiting for ${activity.for}`;
    case "testing":
      return TESTING[activity.reason](activity.task ? `${activity.task}/${activity.phase}` : "");
    case "checkpoint":
      return `running the checks of checkpoint "${activity.name}"`;
    case "waiting_for_resource":
      return `${activity.task}: waiting for ${activity.resources.join(", ")}${activity.holder ? ` (${activity.holder})` : ""}`;
    default:
      return activity satisfies never;
  }
}

const TESTING: Record<Extract<Activity, { doing: "testing" }>["reason"], (where: string) => string> = {
  baseline: () => "testing the branch before the first code is written (baseline)",
  phase: where => (where ? `${where}: testing its work on the branch` : "testing the branch"),
  final: () => "testing the branch once more before completion",
  retry: () => "testing the branch again",
};

/** The phase's activity, if it is among these. */
export function activityOf(
  activities: readonly Activity[],
  task: string,
  phase?: Phase,
): Activity | undefined {
  return activities.find(
    a => "task" in a && a.task === task && (!phase || !("phase" in a) || a.phase === phase),
  );
}

/** What an attempt has spent in each stage, with what is under way; empty where the activity is no attempt's. */
export function stagesAt(activity: Activity, now: number): Stages {
  if (!isStage(activity)) return {};
  const { doing, since, before = {} } = activity;
  return { ...before, [doing]: (before[doing] ?? 0) + Math.max(0, now - since) };
}

/** Whether an attempt goes through it. */
export function isStage<A extends Pick<Activity, "doing">>(
  activity: A,
): activity is Extract<A, { doing: Stage }> & { task: string; phase: Phase } {
  return (STAGES as readonly string[]).includes(activity.doing) && "task" in activity && "phase" in activity;
}
