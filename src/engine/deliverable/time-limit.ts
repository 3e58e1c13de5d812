import { Script } from "node:vm";

/**
 * Runs a synchronous reading of somebody's file, and stops it after `ms`, also in the midst of a regular
 * expression that would never end. The function runs in this very process with all its rights: this is a
 * time limit, not a sandbox.
 */
export function within<T>(ms: number, work: () => T): { ok: true; value: T } | { ok: false } {
  let value: T | undefined;
  const context = {
    work: () => {
      value = work();
    },
  };
  try {
    new Script("work()").runInNewContext(context, { timeout: ms });
    return { ok: true, value: value as T };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return { ok: false };
    throw error;
  }
}
