import type { MilestoneStatus, PhaseStatus, TaskStatus } from "../phase.ts";

export type ShownStatus = TaskStatus | PhaseStatus | MilestoneStatus;

interface StatusLook {
  word: string;
  /** One cell wide in a terminal, and told apart by its form alone. */
  symbol: string;
  /** Where only an emoji can bear colour: issue and pull request text. */
  emoji: string;
  tone: Tone;
}

/** The one palette of states; every renderer has a colour per tone, and shows word or symbol beside it. */
export type Tone = "good" | "active" | "wait" | "bad" | "idle";

export const STATUS: Record<ShownStatus, StatusLook> = {
  planned: { word: "planned", symbol: "○", emoji: "⚪", tone: "idle" },
  pending: { word: "pending", symbol: "○", emoji: "⚪", tone: "idle" },
  in_progress: { word: "in progress", symbol: "▸", emoji: "🔵", tone: "active" },
  waiting_approval: { word: "waiting for approval", symbol: "◇", emoji: "🟡", tone: "wait" },
  waiting_answer: { word: "waiting for an answer", symbol: "?", emoji: "🟡", tone: "wait" },
  waiting_limit: { word: "waiting for a limit", symbol: "‖", emoji: "🟡", tone: "wait" },
  paused: { word: "paused", symbol: "‖", emoji: "🟡", tone: "wait" },
  blocked: { word: "blocked", symbol: "✕", emoji: "🔴", tone: "bad" },
  completed: { word: "completed", symbol: "✓", emoji: "🟢", tone: "good" },
  approved: { word: "approved", symbol: "✓", emoji: "🟢", tone: "good" },
  skipped: { word: "skipped", symbol: "»", emoji: "⚫", tone: "idle" },
  postponed: { word: "postponed", symbol: "»", emoji: "⚫", tone: "idle" },
  cancelled: { word: "cancelled", symbol: "✕", emoji: "⚫", tone: "idle" },
};
