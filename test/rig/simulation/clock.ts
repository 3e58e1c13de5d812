/** Time that passes only when nothing else is left to do: hours of a milestone take milliseconds. */
export class VirtualTime {
  /** Milliseconds since the epoch. */
  now: number;
  #serial = 0;
  /** A heap would be faster only for more timers than a run has. */
  #timers: { at: number; serial: number; fire: () => void }[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, fire: () => void): () => void {
    const timer = { at: this.now + Math.max(0, ms), serial: this.#serial++, fire };
    let place = this.#timers.length;
    while (place > 0 && this.#timers[place - 1]!.at > timer.at) place--;
    this.#timers.splice(place, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** Fires the next timer; false when there is none. */
  step(): boolean {
    const next = this.#timers.shift();
    if (!next) return false;
    this.now = Math.max(this.now, next.at);
    next.fire();
    return true;
  }
}

/** Lets every promise that can settle now settle. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** Random numbers that a seed repeats (mulberry32). In [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
