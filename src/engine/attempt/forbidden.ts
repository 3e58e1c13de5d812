import type { BlockerType } from "../../milestone/blocker/blocker.ts";
import { guardPaths } from "../../milestone/path/guard-paths.ts";
import type { WorkspaceChanges } from "../ports.ts";

/** Why what an attempt left does not count. */
export interface ForbiddenChange {
  type: BlockerType;
  message: string;
  evidence: string;
}

/** What of an attempt's changes no phase may change; `folder`: where its deliverables go. */
export function changesForbidden(left: WorkspaceChanges, folder: string): ForbiddenChange | null {
  const { dropped } = guardPaths(
    left.files.map(f => f.path),
    folder,
  );
  const list = [...left.unsafe, ...dropped].map(({ path, reason }) => `${path}: ${reason}`);
  if (list.length === 0) return null;
  return {
    type: "task_failure",
    message: `the attempt changed what a phase may not change: ${list[0]}${andMore(list)}; leave these paths alone`,
    evidence: list.join("\n"),
  };
}

export const andMore = (list: string[]): string => (list.length > 1 ? ` (and ${list.length - 1} more)` : "");
