import { setImmediate as breathe } from "node:timers/promises";
import type { Clock } from "../ports.ts";

/** A longer timer is run at once by node. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  breathe: () => breathe(),
};
