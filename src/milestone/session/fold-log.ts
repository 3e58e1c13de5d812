import { DEFAULT_WEIGHTS } from "../phase.ts";
import type { LoggedEvent } from "./event.ts";
import { applyEvent } from "./fold.ts";
import { emptyState, type State } from "./state.ts";

export type FoldedLog = { ok: true; state: State } | { ok: false; seq: number; message: string };

/**
 * The state of a log that someone else may have written: it can be well chained and still be nonsense, which must stop
 * this milestone alone, with a sentence.
 */
export function foldLog(milestone: string, events: Iterable<LoggedEvent>): FoldedLog {
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  for (const event of events) {
    try {
      applyEvent(state, event);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        ok: false,
        seq: event.seq,
        message: `the event ${event.event} (number ${event.seq}) does not fit the ones before it: ${why}`,
      };
    }
  }
  return { ok: true, state };
}
