import { PHASES, type Phase } from "../../../src/milestone/phase.ts";
import type { LoggedEvent } from "../../../src/milestone/session/event.ts";

/** Where a phase stands by the rules alone, worked out apart from the engine's own fold. */
type Standing = "open" | "waiting" | "finished";

/** What the milestone file asks for. */
export interface Promises {
  /** Tasks that a task waits for. */
  dependencies: ReadonlyMap<string, string[]>;
  /** The phases that need an approval, as `task/phase`. */
  gated: ReadonlySet<string>;
}

export interface LogCheck {
  violations: string[];
  /** By `task/phase`: from which line on it was finished, or open again. */
  standings: Map<string, { seq: number; standing: Standing }[]>;
}

/** Walks a whole log and tells each line that may not follow the ones before it. */
export function checkLog(events: readonly LoggedEvent[], promises: Promises): LogCheck {
  const walk = new LogWalk(promises);
  for (const event of events) walk.take(event);
  return { violations: walk.violations, standings: walk.standings };
}

class LogWalk {
  readonly violations: string[] = [];
  readonly standings: LogCheck["standings"] = new Map();
  #promises: Promises;
  #epoch = 0;
  #percentage = 0;
  /** Something happened that takes work back. */
  #mayFall = false;
  #phases = new Map<string, Phase[]>();
  #doneTasks = new Set<string>();
  #requests = new Map<string, string>();

  constructor(promises: Promises) {
    this.#promises = promises;
  }

  take(event: LoggedEvent): void {
    const key = event.task_id && event.phase ? `${event.task_id}/${event.phase}` : null;
    switch (event.event) {
      case "session_started":
      case "session_resumed":
        if (event.data.lease.epoch <= this.#epoch)
          this.#wrong(event, `epoch ${event.data.lease.epoch} after ${this.#epoch}`);
        this.#epoch = event.data.lease.epoch;
        return;
      case "milestone_activated":
        for (const seed of event.data.tasks) this.#phases.set(seed.id, Object.keys(seed.phases) as Phase[]);
        return;
      case "phase_started":
        return this.#start(event, event.task_id!, event.phase!);
      case "phase_completed":
        if (this.#standing(key!) !== "open") this.#wrong(event, `${key} is completed a second time`);
        if (event.data.gated !== this.#promises.gated.has(key!))
          this.#wrong(event, `the gate of ${key} is not the plan's`);
        return this.#set(key!, event, event.data.gated ? "waiting" : "finished");
      case "approval_requested":
        if (key) this.#requests.set(event.data.request, key);
        return;
      case "approval_granted":
        return this.#grant(event, event.data.request, event.data.complete);
      case "approval_rejected":
      case "approval_voided":
        this.#mayFall = true;
        return this.#set(
          this.#requests.get(event.data.request)!,
          event,
          event.event === "approval_voided" ? "waiting" : "open",
        );
      case "phase_reopened":
        this.#mayFall = true;
        for (const phase of PHASES.slice(PHASES.indexOf(event.phase!)))
          this.#set(`${event.task_id}/${phase}`, event, "open");
        this.#doneTasks.delete(event.task_id!);
        return;
      case "blocker_detected":
      case "phase_failed":
        this.#mayFall = true;
        return;
      case "task_completed":
        return this.#completeTask(event, event.task_id!);
      case "progress_updated":
        if (event.data.percentage < this.#percentage && !this.#mayFall) this.#wrong(event, "progress fell");
        this.#percentage = event.data.percentage;
        this.#mayFall = false;
        return;
      case "milestone_completed":
        for (const task of this.#phases.keys())
          if (!this.#doneTasks.has(task)) this.#wrong(event, `${task} is not done`);
        return;
      default:
        return;
    }
  }

  #start(event: LoggedEvent, task: string, phase: Phase): void {
    const key = `${task}/${phase}`;
    if (this.#standing(key) !== "open")
      this.#wrong(event, `${key} starts though it is ${this.#standing(key)}`);
    const phases = this.#phases.get(task) ?? [];
    for (const earlier of phases.slice(0, phases.indexOf(phase))) {
      const standing = this.#standing(`${task}/${earlier}`);
      if (standing !== "finished") this.#wrong(event, `${key} starts though ${earlier} is ${standing}`);
    }
    for (const needed of this.#promises.dependencies.get(task) ?? []) {
      if (!this.#doneTasks.has(needed)) this.#wrong(event, `${key} starts though ${needed} is not done`);
    }
  }

  #grant(event: LoggedEvent, request: string, complete: boolean): void {
    const key = this.#requests.get(request);
    if (!key) return this.#wrong(event, `${request} was never asked for`);
    if (this.#standing(key) !== "waiting")
      this.#wrong(event, `${key} is approved though it is ${this.#standing(key)}`);
    if (complete) this.#set(key, event, "finished");
  }

  #completeTask(event: LoggedEvent, task: string): void {
    for (const phase of this.#phases.get(task) ?? []) {
      if (this.#standing(`${task}/${phase}`) !== "finished")
        this.#wrong(event, `${task} is completed before its ${phase}`);
    }
    if (this.#doneTasks.has(task)) this.#wrong(event, `${task} is completed a second time`);
    this.#doneTasks.add(task);
  }

  #standing(key: string): Standing {
    return this.standings.get(key)?.at(-1)?.standing ?? "open";
  }

  #set(key: string, event: LoggedEvent, standing: Standing): void {
    const list = this.standings.get(key) ?? [];
    list.push({ seq: event.seq, standing });
    this.standings.set(key, list);
  }

  #wrong(event: LoggedEvent, what: string): void {
    this.violations.push(`line ${event.seq} (${event.event}): ${what}`);
  }
}
