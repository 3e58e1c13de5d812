import type { Plan } from "../plan/plan.ts";
import type { Attempt, RunHistory } from "./run-history.ts";

/** A bar of the timeline: work by an agent, or waiting for a person. Times are milliseconds since the epoch. */
export interface TimeSpan {
  kind: "work" | "wait";
  task: string | null;
  label: string;
  /** The slot's log name for work, `gate` for waits. */
  lane: string;
  start: number;
  end: number;
  open: boolean;
  outcome: Attempt["outcome"] | "waiting" | "decided";
  /** On the chain that decided when the milestone got where it is. */
  critical: boolean;
  /** For a reader of the bar: what it was, in words. */
  detail: string;
}

/** All spans by start, with the chain that took longest marked. */
export function spansOf(plan: Plan, history: RunHistory, now: number): TimeSpan[] {
  const work = history.attempts.map(
    (a): TimeSpan => ({
      kind: "work",
      task: a.task,
      label: `${a.task}/${a.phase}${a.attempt > 1 ? ` #${a.attempt}` : ""}`,
      lane: a.agent,
      start: a.startedAt,
      end: a.endedAt ?? Math.max(now, a.startedAt),
      open: a.endedAt === null,
      outcome: a.outcome,
      critical: false,
      detail: [a.outcome, a.executor, a.message].filter(Boolean).join(", "),
    }),
  );
  const waits = history.waits.map(
    (w): TimeSpan => ({
      kind: "wait",
      task: w.task,
      label: w.task ? `${w.task}/${w.phase}` : w.request.replace(/^gate:/, ""),
      lane: "gate",
      start: w.startedAt,
      end: w.endedAt ?? Math.max(now, w.startedAt),
      open: w.endedAt === null,
      outcome: w.endedAt === null ? "waiting" : "decided",
      critical: false,
      detail: w.approvers.length ? `waiting for ${w.approvers.join(", ")}` : "waiting for a person",
    }),
  );
  const spans = [...work, ...waits].sort((a, b) => a.start - b.start || a.end - b.end);
  markCritical(plan, spans);
  return spans;
}

/**
 * Walks back from the span that ended last: before each stands the newest end among the same task's spans and those
 * of its dependencies. What is not on this chain could have taken longer without anybody noticing.
 */
function markCritical(plan: Plan, spans: TimeSpan[]): void {
  const dependencies = new Map(plan.tasks.map(t => [t.id, t.dependencies]));
  const byTask = new Map<string, TimeSpan[]>();
  for (const span of spans) {
    if (span.task === null) continue;
    const known = byTask.get(span.task);
    if (known) known.push(span);
    else byTask.set(span.task, [span]);
  }
  let at = newest(spans.filter(s => s.task !== null));
  while (at?.task != null) {
    at.critical = true;
    const { start, task } = at;
    const own = byTask.get(task) ?? [];
    const before = [...own, ...(dependencies.get(task) ?? []).flatMap(id => byTask.get(id) ?? [])];
    at = newest(before.filter(s => !s.critical && s.end <= start));
  }
}

function newest(spans: TimeSpan[]): TimeSpan | undefined {
  return spans.reduce<TimeSpan | undefined>((best, s) => (!best || s.end >= best.end ? s : best), undefined);
}

/** Tasks on the marked chain, first to last, and how much of it was work and how much waiting for people. */
export function criticalChain(spans: TimeSpan[]): { tasks: string[]; workMs: number; waitMs: number } {
  const chain = spans.filter(s => s.critical);
  const sum = (kind: TimeSpan["kind"]) =>
    chain.filter(s => s.kind === kind).reduce((ms, s) => ms + s.end - s.start, 0);
  return { tasks: [...new Set(chain.flatMap(s => s.task ?? []))], workMs: sum("work"), waitMs: sum("wait") };
}
