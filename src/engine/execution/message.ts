import type { AttemptResult, RunningAttempt } from "../attempt/attempt.ts";
import type { CommandAnswer, CommandRequest } from "../inbox/inbox-protocol.ts";
import type { DependencyState } from "./dependency-watch.ts";

/** What wakes the loop of a run. */
export type Message =
  | { kind: "attempt"; running: RunningAttempt; result: AttemptResult }
  /** A check is through. */
  | { kind: "quality" }
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
  /** The run ends soon: nothing new starts. */
  | { kind: "drain"; reason: string };
