import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, onTestFinished } from "vitest";
import { openFolderTree } from "../../../src/engine/git/folder-tree.ts";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import { openOverlayTree } from "../../../src/engine/git/overlay-tree.ts";
import type { TreeSnapshot } from "../../../src/engine/git/tree-snapshot.ts";
import type { SparseView } from "../../../src/engine/git/view.ts";
import type { MoveOptions, WorkTree } from "../../../src/engine/git/worktree.ts";
import { AUTHOR } from "./rig.ts";

export type TreeKind = "folder" | "overlay";

function mount(
  at: string,
  { lower, upper, work }: { lower: readonly string[]; upper: string; work: string },
): void {
  const of = `lowerdir=${lower.join(":")},upperdir=${upper},workdir=${work}`;
  const options = `userxattr,index=off,metacopy=off,${of}`;
  execFileSync("mount", ["-n", "-t", "overlay", "-o", options, "milestone", at], { stdio: "pipe" });
}

function unmount(at: string): void {
  execFileSync("umount", ["-n", at], { stdio: "pipe" });
}

/** Whether overlays can be mounted by the tests themselves: by root, on most file systems. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), "milestone-test-"));
  const [lower, upper, work, at] = ["lower", "upper", "work", "at"].map(name => join(place, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const folder of [lower, upper, work, at]) mkdirSync(folder);
  try {
    mount(at, { lower: [lower], upper, work });
    unmount(at);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

export const TREE_KINDS: readonly TreeKind[] = ["folder", "overlay"];
const CAN_MOUNT = canMount();

/** Skips by name what only root can mount; `.ci/run` plays it as root where it is somebody else. */
export function onlyWhereMounted(kind: TreeKind): void {
  beforeEach(({ skip }) => skip(kind === "overlay" && !CAN_MOUNT, "overlays are mounted by root"));
}

/** A work tree of the kind; that of an overlay is mounted after each move, as the sandbox does for what runs there. */
export function openTree(
  kind: TreeKind,
  { repository, directory, keep }: { repository: GitRepository; directory: string; keep?: string },
): WorkTree {
  const identity = AUTHOR;
  const kept = keep === undefined ? {} : { keep };
  if (kind === "folder") return openFolderTree({ repository, directory, identity, ...kept });
  mkdirSync(`${directory}-layers`, { recursive: true });
  const whiteout = `${directory}-layers/whiteout`;
  execFileSync("mknod", [whiteout, "c", "0", "0"]);
  const overlay = openOverlayTree({
    ...{ repository, directory, identity, whiteout, ...kept },
    layers: `${directory}-layers`,
    async snapshot(commit, view) {
      const below = openFolderTree({ repository, directory: `${directory}-below`, identity });
      await below.moveTo(commit, { view });
      return below.freeze()!;
    },
    nearer: async (snapshot: TreeSnapshot, _commit: string, _view: SparseView) => snapshot,
  });
  let isMounted = false;
  const leave = (): void => {
    if (isMounted) unmount(directory);
    isMounted = false;
  };
  onTestFinished(async () => {
    leave();
    await overlay.close();
  });
  return new Proxy(overlay, {
    get(target, name) {
      if (name !== "moveTo") {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      }
      return async (commit: string, options?: MoveOptions): Promise<void> => {
        leave();
        await target.moveTo(commit, options);
        mount(directory, target.layers!);
        isMounted = true;
      };
    },
  });
}
