import type { ApprovalState } from "../milestone/session/state.ts";

/** One gate as its comment should show it. */
export interface DesiredGate {
  approval: ApprovalState;
  /** Who may approve, as the base branch names them; empty: anyone with write permission. */
  approvers: string[];
  status: "open" | "granted" | "rejected" | "void";
}
