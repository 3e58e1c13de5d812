import { type Activity, isStage, type Stages, stagesAt } from "../../milestone/session/activity.ts";
import type { Clock } from "../ports.ts";

type WithoutTimes<A> = A extends { since: number } ? Omit<A, "since" | "before"> : never;

/** What an activity is, without its times. */
export type Doing = WithoutTimes<Activity>;

/**
 * What is under way in this run, by whom it concerns, and how long the attempts under way have spent in each stage. Every
 * view of the run shows it; of an attempt that ends the log keeps the times.
 */
export class ActivityBoard {
  /** Told when anything of it changed. */
  onChange: () => void = () => undefined;
  #clock: Clock;
  #now = new Map<string, Activity>();
  /** Of the attempts under way, by place, without what they are at now. */
  #stages = new Map<string, Stages>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get list(): Activity[] {
    return [...this.#now.values()];
  }

  /** @param key whom it concerns: one activity takes the place of the one before */
  set(key: string, doing: Doing): void {
    this.#leave(key);
    const before = isStage(doing) ? this.#stages.get(placeOf(doing)) : undefined;
    const timed = { ...doing, since: this.#clock.now(), ...(before ? { before } : {}) };
    this.#now.set(key, timed as Activity);
    this.onChange();
  }

  clear(key: string): void {
    if (this.#leave(key)) this.onChange();
  }

  /** As `set` while the work goes on. */
  async during<T>(key: string, doing: Doing, work: () => Promise<T>): Promise<T> {
    this.set(key, doing);
    try {
      return await work();
    } finally {
      this.clear(key);
    }
  }

  /** What the attempt at this phase has spent in each stage until now, in whole milliseconds. */
  stagesOf(at: { task: string; phase: string }): Stages {
    const place = placeOf(at);
    const current = this.list.find(activity => isStage(activity) && placeOf(activity) === place);
    const spent = current ? stagesAt(current, this.#clock.now()) : (this.#stages.get(place) ?? {});
    return Object.fromEntries(
      Object.entries(spent).flatMap(([stage, ms]) => (ms < 0.5 ? [] : [[stage, Math.round(ms)]])),
    );
  }

  /** The attempt has ended: the next one at the phase begins from nothing. Answers what it spent. */
  end(at: { task: string; phase: string }): Stages {
    const spent = this.stagesOf(at);
    const place = placeOf(at);
    for (const [key, activity] of this.#now) {
      if (isStage(activity) && placeOf(activity) === place) this.clear(key);
    }
    this.#stages.delete(place);
    return spent;
  }

  /** What another machine tells of an attempt that was made there. */
  tell(at: { task: string; phase: string }, stages: Stages): void {
    this.#stages.set(placeOf(at), stages);
  }

  #leave(key: string): boolean {
    const left = this.#now.get(key);
    if (!left) return false;
    if (isStage(left)) this.#stages.set(placeOf(left), stagesAt(left, this.#clock.now()));
    return this.#now.delete(key);
  }
}

function placeOf({ task, phase }: { task: string; phase: string }): string {
  return `${task}/${phase}`;
}
