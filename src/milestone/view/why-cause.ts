import type { Proposal } from "../blocker/blocker.ts";
import type { Phase } from "../phase.ts";
import type { Stages } from "../session/activity.ts";

/** A first cause: nothing else must happen before it can be dealt with. */
export type Cause =
  | { kind: "completed" }
  | { kind: "skipped"; reason: string }
  /** `doing`: what is done to it now, for `doingMs` (null: no running engine tells); `stages`: what its attempt spent in each until now (ms). */
  | {
      kind: "running";
      phase: Phase;
      attempt: number;
      since: string | null;
      doing: string;
      doingMs: number | null;
      stages: Stages;
    }
  /** Code waits until the test command has run on the branch as it is. */
  | { kind: "testing"; command: string }
  | { kind: "ready"; phase: Phase | null }
  | { kind: "not_before"; phase: Phase; time: string; inMs: number; failure: string }
  | {
      kind: "approval";
      phase: Phase;
      request: string;
      approvers: string[];
      given: number;
      needed: number;
      since: string;
      /** Paths that were asked about before and are gone from the branch. */
      missing: string[];
    }
  | { kind: "answer"; phase: Phase; question: string; since: string; until: string | null; command: string }
  | { kind: "manual"; phase: Phase; deliverables: string[] }
  /** `words`: the last thing that the failed program said. */
  | { kind: "blocker"; blocker: string; message: string; words: string; proposals: Proposal[] }
  | {
      kind: "checkpoint";
      name: string;
      at: number;
      state: "due" | "failed" | "approval";
      approvers: string[];
    }
  /** `task`: the one that holds it; null: another milestone does, and `holder` says which. */
  | { kind: "resource"; resource: string; task: string | null; holder: string | null }
  /** It runs only where one of the tasks fails that it needs, and they go on. */
  | { kind: "only_on_failure"; needs: string[] }
  | { kind: "not_running"; status: string };

export interface WhyCause {
  /** From the task asked about to the one that has the cause; one task alone when it is its own. */
  path: string[];
  cause: Cause;
}
