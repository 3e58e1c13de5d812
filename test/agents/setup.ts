import { installPrograms } from "./programs.ts";

/** Vitest's global setup. */
export function setup(): void {
  installPrograms();
}
