import type { ImportedState } from "./imported.ts";

/** The last two are Cyrillic: they are what a Russian keyboard gives for an x. */
const DONE = new Set(["x", "X", "✓", "✔", "√", "✅", "v", "V", "☑", "х", "Х"]);
const BEGUN = new Set(["-", "/", "."]);
const LEFT_OUT = new Set(["s", "S"]);
const OPEN = new Set([" ", "_", "　", "☐", "*"]);

export interface MarkReading {
  state: ImportedState;
  optional: boolean;
  /** The mark says something that is not understood, and counts as open. */
  unknown: boolean;
}

/**
 * What the character in a box means. `-` is Kiro's mark for work that has begun; `~` is its mark for queued work, and
 * elsewhere one for work half done.
 */
export function readMark(mark: string, style: "kiro" | "other"): MarkReading {
  const known = (state: ImportedState, optional = false): MarkReading => ({
    state,
    optional,
    unknown: false,
  });
  if (DONE.has(mark)) return known("completed");
  if (BEGUN.has(mark)) return known("in_progress");
  if (mark === "~") return known(style === "kiro" ? "pending" : "in_progress");
  if (LEFT_OUT.has(mark)) return known("skipped");
  if (OPEN.has(mark)) return known("pending", mark === "*");
  return { state: "pending", optional: false, unknown: true };
}
