import type { Plan } from "../plan/plan.ts";
import { milestonePercentage } from "../session/progress.ts";
import { isDone, type State } from "../session/state.ts";
import { millis, share } from "./figures.ts";
import { activeMs, type RunHistory } from "./run-history.ts";

/** Where the milestone stands in time. Times are milliseconds since the epoch, spans milliseconds. */
export interface Timeline {
  startedAt: number | null;
  endedAt: number | null;
  /** Since the start, waits and pauses included. */
  elapsedMs: number;
  /** In which a process worked on it. */
  activeMs: number;
  start: number | null;
  due: number | null;
  /** Percent of the planned time that is left: 100 before it begins, negative once overdue; null without a due date. */
  leftPercent: number | null;
  /** Percentage points gained per hour of active time; null before anything was gained. */
  velocity: number | null;
  /** Work still to come at that velocity. */
  remainingMs: number | null;
  /** Tasks finished since the start, per day of the whole time; null before the first hour or task. */
  tasksPerDay: number | null;
  /** When it will be completed if the time until it last went forward, waits included, is typical of the rest. */
  forecast: number | null;
  /**
   * The span in which that is likely: the narrower, the more phases are finished and the less is left. Waiting alone
   * does not move it; null once it has waited past its end.
   */
  forecastRange: { from: number; to: number } | null;
  /** Whether the forecast (or the end) keeps the due date; null where one of the two is unknown. */
  onTime: boolean | null;
  /** Tasks with a due date that passed, or that the date of the milestone's forecast passes. */
  late: { task: string; due: number; missed: boolean }[];
}

/** Below this much time a velocity says more about chance than about the work. */
const LEAST_SAMPLE_MS = 1_000;

export function timelineOf(input: { plan: Plan; state: State; history: RunHistory; now: number }): Timeline {
  const { plan, state, history, now } = input;
  const startedAt = millis(state.activatedAt);
  const endedAt = millis(state.endedAt);
  const until = endedAt ?? now;
  const elapsedMs = startedAt === null ? 0 : Math.max(0, until - startedAt);
  const active = Math.min(activeMs(history, until), elapsedMs || Number.POSITIVE_INFINITY);
  const percentage = milestonePercentage(state);
  const gained = percentage - history.startPercentage;
  const rate = (ms: number) => (gained > 0 && ms >= LEAST_SAMPLE_MS ? gained / ms : null);
  const activeRate = rate(active);
  const open = endedAt === null && percentage < 100;
  const forward = startedAt === null ? now : Math.min(until, lastRise(history) ?? until);
  const wallRate = rate(forward - (startedAt ?? forward));
  const left = open && wallRate !== null ? (100 - percentage) / wallRate : null;
  const forecast = left === null ? null : Math.max(now, forward + left);
  const due = plan.due === undefined ? null : endOfDay(plan.due);
  const start = plan.start === undefined ? startedAt : Date.parse(plan.start);
  const expected = endedAt ?? forecast ?? (open && due !== null && now > due ? now : null);
  return {
    startedAt,
    endedAt,
    elapsedMs,
    activeMs: active,
    start,
    due,
    leftPercent: due === null || start === null || due <= start ? null : percentLeft({ start, due, until }),
    velocity: activeRate === null ? null : activeRate * 3_600_000,
    remainingMs: open && activeRate !== null ? (100 - percentage) / activeRate : null,
    tasksPerDay: tasksPerDay(state, elapsedMs),
    forecast,
    forecastRange: left === null ? null : rangeOf({ left, forward, now, history }),
    onTime: due === null || expected === null ? null : expected <= due,
    late: lateTasks(plan, state, until, forecast),
  };
}

const HOUR_MS = 3_600_000;

function tasksPerDay(state: State, elapsedMs: number): number | null {
  const { activatedAt } = state;
  if (activatedAt === null || elapsedMs < HOUR_MS) return null;
  const finished = [...state.tasks.values()].filter(
    t => t.completedAt !== null && t.completedAt >= activatedAt,
  );
  return finished.length === 0 ? null : finished.length / (elapsedMs / (24 * HOUR_MS));
}

/** When the percentage last rose; null: it never did. */
function lastRise({ progress, startPercentage }: RunHistory): number | null {
  for (let i = progress.length - 1; i >= 0; i--) {
    if (progress[i]!.percentage > (progress[i - 1]?.percentage ?? startPercentage)) return progress[i]!.at;
  }
  return null;
}

/** A pace that is known from n phases is known to about one part in the root of n. */
function rangeOf({
  left,
  forward,
  now,
  history,
}: {
  left: number;
  forward: number;
  now: number;
  history: RunHistory;
}): Timeline["forecastRange"] {
  const finished = history.attempts.filter(a => a.outcome === "completed").length;
  const doubt = 1 + 1 / Math.sqrt(Math.max(1, finished));
  const to = forward + left * doubt;
  return to < now ? null : { from: Math.max(now, forward + left / doubt), to };
}

function percentLeft({ start, due, until }: { start: number; due: number; until: number }): number | null {
  return share(due - Math.max(start, until), due - start);
}

/** A due date is met until its last moment (UTC); a due time until that time. */
function endOfDay(date: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) + 86_400_000 - 1 : Date.parse(date);
}

type Late = Timeline["late"][number];

function lateTasks(plan: Plan, state: State, now: number, forecast: number | null): Timeline["late"] {
  return plan.tasks.flatMap((task): Late[] => {
    if (task.due === undefined) return [];
    const due = endOfDay(task.due);
    const at = state.tasks.get(task.id);
    const end = millis(at?.completedAt ?? null);
    if (at && isDone(at)) return end !== null && end > due ? [{ task: task.id, due, missed: true }] : [];
    if (now > due) return [{ task: task.id, due, missed: true }];
    return forecast !== null && forecast > due ? [{ task: task.id, due, missed: false }] : [];
  });
}
