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
  const found = [...left.unsafe, ...dropped];
  const list = found.map(({ path, reason }) => `${path}: ${reason}`);
  if (list.length === 0) return null;
  const first = `${list[0]}${andMore(list)}`;
  return {
    type: "task_failure",
    // Its own git directory tells only of work that lies where no commit takes it from.
    message: found.every(({ path }) => path.startsWith(".git/"))
      ? `the attempt left work where it is not landed: ${first}`
      : `the attempt changed what a phase may not change: ${first}; leave these paths alone`,
    evidence: list.join("\n"),
  };
}

export const andMore = (list: string[]): string => (list.length > 1 ? ` (and ${list.length - 1} more)` : "");
