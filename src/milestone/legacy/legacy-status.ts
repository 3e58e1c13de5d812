import { MILESTONE_STATUSES, PHASE_STATUSES, TASK_STATUSES } from "../phase.ts";

export type StatusOf = "milestone" | "task" | "phase";

const KNOWN: Record<StatusOf, ReadonlySet<string>> = {
  milestone: new Set(MILESTONE_STATUSES),
  task: new Set(TASK_STATUSES),
  phase: new Set(PHASE_STATUSES),
};

/** Words of other tools, and of earlier files of this kind, for the same thing. */
const SYNONYMS: Readonly<Record<string, string>> = {
  kiro_managed: "in_progress",
  active: "in_progress",
  started: "in_progress",
  running: "in_progress",
  in_review: "waiting_approval",
  review: "waiting_approval",
  done: "completed",
  complete: "completed",
  finished: "completed",
  closed: "completed",
  todo: "pending",
  open: "pending",
  not_started: "pending",
  ready: "pending",
  canceled: "cancelled",
  deferred: "postponed",
  on_hold: "paused",
};

/** The status that a word means, or null when it means none of the kind. */
export function readStatus(kind: StatusOf, word: string): string | null {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  for (const candidate of [plain, SYNONYMS[plain]]) {
    if (candidate === undefined) continue;
    if (KNOWN[kind].has(candidate)) return candidate;
    if (kind === "milestone" && candidate === "pending") return "planned";
    if (kind !== "milestone" && candidate === "planned") return "pending";
  }
  return null;
}
