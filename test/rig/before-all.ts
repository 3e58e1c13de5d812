import { ACTION } from "./program.ts";

/** Builds the program under test before the first worker starts, so that all of them find it. */
export function setup(): void {
  process.env.RIG_ACTION = ACTION;
}
