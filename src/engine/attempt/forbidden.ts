import type { BlockerType } from "../../milestone/blocker/blocker.ts";
import { guardPaths } from "../../milestone/path/guard-paths.ts";
import type { FileChange, Oid, WorkspaceChanges } from "../ports.ts";
import type { Run } from "../run/run-context.ts";

/** Why what an attempt left does not count. */
export interface ForbiddenChange {
  type: BlockerType;
  message: string;
  evidence: string;
}

type Refused = WorkspaceChanges["unsafe"];

/**
 * What of an attempt's changes it may not change, submodules that are moved among them, unless the plan lets it and the
 * submodule's own repository has the commit; `folder`: where its deliverables go.
 */
export async function workForbidden(
  { plan, base, ports: { repository } }: Run,
  left: WorkspaceChanges,
  folder: string,
): Promise<ForbiddenChange | null> {
  if (!plan.moveSubmodules) return changesForbidden(left, folder);
  const refused: Refused = [];
  for (const { path, submodule } of left.files.filter(isMove)) {
    const at = { base: base.commit, path, commit: submodule };
    const why = repository.submoduleCommit ? await repository.submoduleCommit(at) : "is a submodule";
    if (why !== null) refused.push({ path, reason: `the path ${why}` });
  }
  return changesForbidden(left, folder, refused);
}

type Move = Extract<FileChange, { submodule: Oid }>;
const isMove = (change: FileChange): change is Move => "submodule" in change;

const movedReason = ({ path, submodule }: Move): Refused[number] => ({
  path,
  reason: `the path is a submodule that was moved to the commit ${submodule.slice(0, 10)}, which is not taken over; push that commit to the submodule's own repository, and set \`move_submodules: true\` in .milestones/config.yaml on the base branch or change the link in a commit of your own`,
});

/** What of these changes no phase may change. */
export function changesForbidden(
  left: WorkspaceChanges,
  folder: string,
  refused: Refused = left.files.filter(isMove).map(movedReason),
): ForbiddenChange | null {
  const { dropped } = guardPaths(
    left.files.map(f => f.path),
    folder,
  );
  const found = [...left.unsafe, ...refused, ...dropped];
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
