/** Preloaded (`node --import`): time passes twenty times as fast for a program that waits in minutes. */
const FACTOR = 20;

const begin = Date.now();
const realNow = Date.now.bind(Date);
const realTimeout = globalThis.setTimeout;

Date.now = () => begin + (realNow() - begin) * FACTOR;
globalThis.setTimeout = ((callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
  realTimeout(callback, ms / FACTOR, ...args)) as typeof setTimeout;
