import type { z } from "zod";
import type { RoleLog } from "../names.ts";
import type { Phase } from "../phase.ts";
import type { State } from "./state.ts";

/** What every line of the log has, and the data of its kind. */
export interface Logged<Data> {
  /** RFC 3339, UTC, milliseconds. */
  timestamp: string;
  /** Strictly increasing per milestone, from 1, over all sessions. */
  seq: number;
  event: string;
  milestone_id: string;
  session_id: string;
  task_id?: string;
  phase?: Phase;
  /** Role, or `task_executor/<slot>`. */
  agent?: string;
  data: Data;
  /** SHA-256 of the line before, without its newline; 64 zeros in the first. */
  prev: string;
}

/** All that there is to know of a kind of event. */
export interface EventKind<Data> {
  /** What it means, in a few words; the table in the docs is made of this. */
  says: string;
  /** The role's own log that it goes to beside the execution log. */
  log: RoleLog;
  data: z.ZodType<Data>;
  /** Takes it into the state; absent: the state does not depend on it. @throws where it does not fit the state */
  fold?: (state: State, event: Logged<Data>) => void;
}

/** Declares a kind of event; its data's type follows from the schema. */
export function kind<Data>(declared: EventKind<Data>): EventKind<Data> {
  return declared;
}
