import { DEFAULT_WEIGHTS } from "../phase.ts";
import { EVENTS, type LoggedEvent } from "./event.ts";
import { emptyState, type State } from "./state.ts";

/** Takes one event into the state. @throws where the event does not fit the ones before it */
export function applyEvent(state: State, event: LoggedEvent): void {
  state.seq = event.seq;
  state.timestamp = event.timestamp;
  const fold: ((state: State, event: never) => void) | undefined = EVENTS[event.event].fold;
  fold?.(state, event as never);
}

/** The state that the events add up to; `from` is changed and returned, so that a log can be read in parts. */
export function fold(from: State, events: Iterable<LoggedEvent>): State {
  for (const event of events) applyEvent(from, event);
  return from;
}

export type FoldedLog = { ok: true; state: State } | { ok: false; seq: number; message: string };

/** Takes in an event that someone else may have written. Answers why it does not fit the ones before it, or null. */
export function tryEvent(state: State, event: LoggedEvent): string | null {
  try {
    applyEvent(state, event);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the event ${event.event} (number ${event.seq}) does not fit the ones before it: ${why}`;
  }
}

/**
 * The state of a log that someone else may have written: it can be well chained and still be nonsense, which must stop
 * this milestone alone, with a sentence.
 */
export function foldLog(milestone: string, events: Iterable<LoggedEvent>): FoldedLog {
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  for (const event of events) {
    const message = tryEvent(state, event);
    if (message !== null) return { ok: false, seq: event.seq, message };
  }
  return { ok: true, state };
}
