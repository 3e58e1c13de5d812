import type { ImportedTask } from "./imported.ts";

export type Status = { state: ImportedTask["state"]; review: boolean; note?: string };

/** What a status means here, and what to tell where it has no equal. */
export function readStatus(written: string | null | undefined): Status {
  const word = (written ?? "pending")
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");
  const plain = (state: Status["state"]): Status => ({ state, review: false });
  switch (word) {
    case "done":
    case "completed":
    case "complete":
    case "closed":
      return plain("completed");
    case "in-progress":
    case "active":
    case "started":
      return plain("in_progress");
    case "review":
      return {
        state: "in_progress",
        review: true,
        note: "in review, so it runs once more and a person approves its end",
      };
    case "deferred":
    case "cancelled":
    case "canceled":
      return {
        state: "skipped",
        review: false,
        note: `${word}, so imported as skipped (write \`status: pending\` to have one done)`,
      };
    case "blocked":
      return { state: "pending", review: false, note: "blocked, so it counts as open" };
    case "pending":
    case "todo":
    case "open":
    case "":
      return plain("pending");
    default:
      return {
        state: "pending",
        review: false,
        note: `the status ${JSON.stringify(word.slice(0, 40))} is not known, so it counts as open`,
      };
  }
}
