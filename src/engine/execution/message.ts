import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import type { CommandAnswer, CommandRequest } from "../inbox/inbox-protocol.ts";
import type { DependencyState } from "./dependency-watch.ts";

/** What wakes the loop of a run. */
export type Message =
  | { kind: "attempt"; running: RunningAttempt; result: AttemptResult }
  /** A check is through. */
  | { kind: "quality" }
  /** The release is made ready, or cannot be. */
  | { kind: "release" }
  /** Something may start now that could not before. */
  | { kind: "timer" }
  /** Resources that other milestones hold are to be looked at again. */
  | { kind: "locks" }
  /** What the milestone needs was looked at. */
  | { kind: "needs"; needs: DependencyState }
  /** A person asks something of the running milestone. */
  | { kind: "command"; request: CommandRequest; answer: (answer: CommandAnswer) => void }
  /** What piled up is to be saved. */
  | { kind: "interval" }
  /** GitHub is to be asked about the open gates. */
  | { kind: "decisions" }
  /** The branch can, or cannot, be pushed any more. */
  | { kind: "remote" }
  /** The run ends now: what runs is interrupted. */
  | { kind: "stop"; rest: "paused" | "interrupted"; reason: string }
  /** The time is nearly up: nothing new starts, and what works is ended; what has worked is still landed. */
  | { kind: "end_work"; reason: string }
  /** The run ends soon: nothing new starts. */
  | { kind: "drain"; reason: string };

/** What happened since it was last asked; the loop sleeps here, and nowhere else. */
export class MessageQueue<T> {
  #items: T[] = [];
  #wake: (() => void) | null = null;
  #yieldToEvents: () => Promise<void>;

  /** @param yieldToEvents waited for after the first item, so that what happened at the same time is taken with it */
  constructor(yieldToEvents: () => Promise<void> = async () => undefined) {
    this.#yieldToEvents = yieldToEvents;
  }

  put(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** What nobody is going to take any more. */
  rest(): T[] {
    return this.#items.splice(0);
  }

  /** Everything there is; waits for the first item. */
  async take(): Promise<T[]> {
    if (this.#items.length === 0) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    await this.#yieldToEvents();
    return this.#items.splice(0);
  }
}
