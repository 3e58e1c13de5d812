import type { Author, CandidateDecision } from "../milestone/approval/who-counts.ts";
import type { ApproverPermission } from "../milestone/plan/github-config.ts";
import type { Gate, Plan } from "../milestone/plan/plan.ts";
import type { ApprovalState, State } from "../milestone/session/state.ts";
import type { Oid } from "./git/object.ts";
import type { Complaint } from "./refusal.ts";

export interface DecisionsQuestion {
  /** Those that are open, or whose approval is to be used. */
  approvals: readonly ApprovalState[];
  /** The branch's newest commit that GitHub has. */
  tip: Oid;
  state: State;
  /** Under the base branch's policy. */
  plan: Plan;
  base: { branch: string; commit: Oid };
  repository: { readFile(commit: Oid, path: string): Promise<Buffer | null> };
}

export interface PullRequestAt {
  milestone: string;
  /** The head that was looked at. */
  tip: Oid;
}

export interface Merged {
  ok: true;
  /** On the base; null: it was merged before. */
  commit: Oid | null;
  done: string;
}

export interface Unmergeable extends Complaint {
  ok: false;
}

export interface PusherQuestion extends Pick<DecisionsQuestion, "base" | "repository"> {
  milestone: string;
  /** What the line says that somebody did. */
  command: PushedCommand;
  holds(commit: Oid): Promise<boolean>;
}

/** `force`: to go on without required milestones. */
export type PushedCommand = "skip" | "retry" | "force";

export interface Pusher {
  login: string;
  /** Whether the command is theirs to give, by the permission of this moment; a workflow's or the app's own token may. */
  may: boolean;
}

/** What GitHub says, re-read at the moment of use. Away from GitHub nothing is said. */
export interface Forge {
  /** false: decisions are local ones. */
  present: boolean;
  decisions(question: DecisionsQuestion): Promise<
    | {
        ok: true;
        candidates: CandidateDecision[];
        /** By request: people who authored its deliverables by hand; none of them may approve. */
        authors: ReadonlyMap<string, readonly Author[]>;
        /** Who decides on gates that name nobody; absent or empty: anyone with write permission. */
        approvers?: readonly string[];
        /** The least permission of approvers that a gate or the base names; absent: write. */
        permission?: ApproverPermission;
      }
    | { ok: false; reason: string }
  >;
  /** Why the command's author may not answer a question of a phase with this gate on the base; null: they may. */
  answerComplaint(question: {
    gate: Gate | null;
    base: { branch: string; commit: Oid };
    repository: DecisionsQuestion["repository"];
  }): Promise<Complaint | null>;
  /**
   * Who brought something to the milestone's branch by a push, and whether they may skip tasks; `by` null: nobody keeps
   * a record; `unknown`: it is older than what is read of that, or its account is gone. `holds` tells of a commit at
   * which the branch stood whether it was there.
   */
  pusher(
    question: PusherQuestion,
  ): Promise<{ ok: true; by: Pusher | "unknown" | null } | { ok: false; reason: string }>;
  /** Which of these logins and teams there are not, and which GitHub says nothing about; absent: it is not asked. */
  checkApprovers?(approvers: readonly string[]): Promise<{ nobody: string[]; unknown: string[] }>;
  /** Why the caller may not take a postponed milestone up again; null: they may. */
  takeUpComplaint(): Promise<Complaint | null>;
  /** Merges the milestone's pull request at this tip, as far as the base's rules allow; absent: there is none. */
  land?(
    asked: PullRequestAt & { method: "merge" | "squash"; message: string },
  ): Promise<Merged | Unmergeable>;
  /** Whether the base's rules allow that pull request to be merged now. */
  landable?(asked: PullRequestAt): Promise<{ ok: true } | Unmergeable>;
  /** Syncs GitHub; never throws, never fails the execution. */
  sync(tip: Oid, reason: "start" | "boundary" | "end"): Promise<void>;
}

/** Away from GitHub: decisions are local ones, and there is nothing to sync. */
export const localForge: Forge = {
  present: false,
  decisions: async () => ({ ok: false, reason: "there is no GitHub here" }),
  answerComplaint: async () => null,
  pusher: async () => ({ ok: true, by: null }),
  takeUpComplaint: async () => null,
  sync: async () => undefined,
};
