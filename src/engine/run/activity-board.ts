import type { Activity } from "../../milestone/session/activity.ts";
import type { Clock } from "../ports.ts";

type Of<A> = A extends { since: number } ? Omit<A, "since"> : never;

/** What an activity is, without the time at which it began. */
export type Doing = Of<Activity>;

/** What is under way in this run, by whom it concerns; every view of the run shows it, and no log keeps it. */
export class ActivityBoard {
  /** Told when anything of it changed. */
  onChange: () => void = () => undefined;
  #clock: Clock;
  #now = new Map<string, Activity>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get list(): Activity[] {
    return [...this.#now.values()];
  }

  /** @param key whom it concerns: one activity takes the place of the one before */
  set(key: string, doing: Doing): void {
    this.#now.set(key, { ...doing, since: this.#clock.now() } as Activity);
    this.onChange();
  }

  clear(key: string): void {
    if (this.#now.delete(key)) this.onChange();
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
}
