import { mkdirSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { globMatcher } from "../../milestone/path/glob.ts";
import { type FolderTree, openFolderTree } from "../git/folder-tree.ts";
import type { GitRepository } from "../git/git-repository.ts";
import type { ReadOutcome } from "../git/no-follow-fs.ts";
import type { OverlayTree } from "../git/overlay-tree.ts";
import { isGitDirectory } from "../git/path.ts";
import { NoSnapshot, type TreeSnapshot } from "../git/tree-snapshot.ts";
import type { WorkTree, WorkTreeChange } from "../git/worktree.ts";
import type { ChangeLimits, Oid, Workspace, WorkspaceChanges, Workspaces } from "../ports.ts";
import { removeFolder } from "../process/remove-tree.ts";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import type { Overlays } from "./overlays.ts";
import { Snapshots } from "./snapshots.ts";

const MIB = 1024 * 1024;

export interface TreesOfWorkspaces {
  /** The folder of all of them. */
  root: string;
  treeOf(workspace: Workspace): WorkTree | undefined;
  isLayered(): Promise<boolean>;
  /** Has agents' trees made by overlay from now on, where the machine can. */
  layerBy(find: () => Promise<Overlays | null>): void;
  /** Makes a tree, of which nothing else is to come, what others stand upon; null where they are folders. */
  freeze(workspace: Workspace): Promise<TreeSnapshot | null>;
  /** Whether the tree stands on it from the next move on. */
  standOn(workspace: Workspace, snapshot: TreeSnapshot): boolean;
}

export interface WorkspacesOptions {
  deliverables: string;
  identity: { name: string; email: string };
  folder: string;
}

/** Those that agents work in, and the one in which their integrated work is tested. */
const LAYERED = /^(?:agent-\d+|checks)$/;

/** Agents' work trees in a temporary folder, made one after the other and used again. */
export function machineWorkspaces(
  git: GitRepository,
  { deliverables, identity, folder }: WorkspacesOptions,
): Workspaces & TreesOfWorkspaces {
  const root = makeTemporaryFolder("trees", folder);
  const open = new Map<string, Promise<Workspace>>();
  const trees = new WeakMap<Workspace, { tree: WorkTree }>();
  let serial: Promise<unknown> = Promise.resolve();
  let findOverlays: () => Promise<Overlays | null> = async () => null;
  let finding: Promise<Snapshots | null> | null = null;
  const snapshots = (): Promise<Snapshots | null> => {
    finding ??= findOverlays().then(overlays => {
      if (!overlays) return null;
      mkdirSync(join(root, "layers"));
      return new Snapshots({ git, root, identity, keep: deliverables, overlays });
    });
    return finding;
  };
  const folderTree = (name: string): FolderTree =>
    openFolderTree({ repository: git, directory: join(root, name), identity, keep: deliverables });
  return {
    root,
    open(name) {
      const known = open.get(name);
      if (known) return known;
      // Serial: git's own setup of several trees at once fails on its lock files (research/features thread 7).
      const made = serial.then(async () => {
        const layered = LAYERED.test(name) ? await snapshots() : null;
        const slot: WorkspaceSlot = {
          tree: layered?.tree(name) ?? folderTree(name),
          folderTree: () => folderTree(name),
        };
        const opened = workspace(slot, deliverables);
        trees.set(opened, slot);
        return opened;
      });
      serial = made.catch(() => undefined);
      open.set(name, made);
      return made;
    },
    async fingerprint(commit, globs) {
      const matches = globMatcher(globs);
      const blobs: string[] = [];
      await walk(git, commit, "", (path, oid) => {
        if (matches(path)) blobs.push(`${path} ${oid}`);
      });
      return blobs.join("\n");
    },
    isLayered: async () => (await snapshots()) !== null,
    treeOf: each => trees.get(each)?.tree,
    layerBy(find) {
      findOverlays = find;
    },
    async freeze(each) {
      const [all, slot] = [await snapshots(), trees.get(each)];
      if (!all || !slot || isOverlay(slot.tree)) return null;
      const frozen = await all.freeze(slot.tree as FolderTree);
      if (frozen) open.delete(basename(each.dir));
      return frozen;
    },
    standOn(each, snapshot) {
      const tree = trees.get(each)?.tree;
      if (!tree || !isOverlay(tree)) return false;
      tree.standOn(snapshot);
      return true;
    },
    async close() {
      try {
        for (const each of await Promise.allSettled(open.values())) {
          const tree = each.status === "fulfilled" ? trees.get(each.value)?.tree : undefined;
          if (tree && isOverlay(tree)) await tree.close();
        }
        await (await finding)?.close();
      } finally {
        await removeFolder(root);
      }
    },
  };
}

/** Where a workspace keeps its tree. */
interface WorkspaceSlot {
  tree: WorkTree;
  folderTree: () => FolderTree;
}

function isOverlay(tree: WorkTree): tree is OverlayTree {
  return "layers" in tree;
}

async function walk(
  git: GitRepository,
  commit: Oid,
  directory: string,
  visit: (path: string, oid: Oid) => void,
): Promise<void> {
  for (const entry of await git.list(commit, directory)) {
    const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
    if (entry.mode === "40000" || entry.mode === "040000") await walk(git, commit, path, visit);
    else visit(path, entry.oid);
  }
}

function workspace(slot: WorkspaceSlot, deliverables: string): Workspace {
  let scanned = false;
  let wasUsed = false;
  return {
    dir: slot.tree.path,
    get layers() {
      return isOverlay(slot.tree) ? slot.tree.layers : null;
    },
    get isLayered() {
      return isOverlay(slot.tree);
    },
    beFolder() {
      slot.tree = slot.folderTree();
      scanned = false;
    },
    get commit() {
      return slot.tree.commit;
    },
    async moveTo(commit, options) {
      const how = { unchangedSinceScan: scanned, ...options };
      try {
        await slot.tree.moveTo(commit, how);
      } catch (error) {
        if (!(error instanceof NoSnapshot)) throw error;
        slot.tree = slot.folderTree();
        await slot.tree.moveTo(commit, how);
      }
      scanned = true;
    },
    disturb() {
      scanned = false;
      slot.tree.disturb();
    },
    async put(changes) {
      scanned = false;
      return slot.tree.put(changes);
    },
    async keepPrepared() {
      await slot.tree.keepPrepared();
      scanned = false;
    },
    get wasUsed() {
      return wasUsed;
    },
    markUsed() {
      wasUsed = true;
    },
    isPrepared: () => slot.tree.isPrepared(),
    async changes(limits) {
      scanned = true;
      const found = await slot.tree.changes({ always: [deliverables] });
      return { ...collect(found, limits), ignored: slot.tree.ignored() };
    },
  };
}

function collect(found: WorkTreeChange[], limits: ChangeLimits): WorkspaceChanges {
  const result: WorkspaceChanges = { files: [], unsafe: [] };
  let bytes = 0;
  if (found.length > limits.phaseFiles) {
    const reason = `the attempt left ${found.length} changed files, more than the ${limits.phaseFiles} allowed; have .gitignore name build output, or raise limits.phase_files`;
    return { files: [], unsafe: [{ path: ".", reason }] };
  }
  for (const change of found) {
    switch (change.kind) {
      case "deleted":
        result.files.push({ path: change.path, delete: true });
        break;
      case "symlink":
        if (leavesRepository(change.path, change.target)) {
          result.unsafe.push({
            path: change.path,
            reason: "the path is a link that leads out of the repository",
          });
          break;
        }
        result.files.push({ path: change.path, mode: "120000", content: Buffer.from(change.target) });
        break;
      case "submodule":
        result.files.push({ path: change.path, submodule: change.commit });
        break;
      case "unsafe":
        result.unsafe.push({ path: change.path, reason: `the path ${change.why}` });
        break;
      case "file": {
        const read = change.read(mostBytes(change.sizeBefore, limits.fileBytes));
        if (!read.ok) {
          result.unsafe.push({ path: change.path, reason: reasonOf(change, read, limits) });
          break;
        }
        bytes += read.content.length;
        result.files.push({ path: change.path, mode: change.mode, content: read.content });
        break;
      }
      default:
        change satisfies never;
    }
  }
  if (bytes > limits.phaseBytes) {
    result.unsafe.push({
      path: ".",
      reason: `the attempt left ${mib(bytes)} MiB of changes, more than the ${mib(limits.phaseBytes)} allowed; limits.phase_mib raises that`,
    });
  }
  return result;
}

/** A tracked file that is larger than what is allowed may be edited, and grow by as much. */
export function mostBytes(before: number, allowed: number): number {
  return before > allowed ? before + allowed : allowed;
}

function reasonOf(
  change: Extract<WorkTreeChange, { kind: "file" }>,
  read: Extract<ReadOutcome, { ok: false }>,
  limits: ChangeLimits,
): string {
  if (read.reason !== "too-big") return read.message;
  return `${change.path} has ${mib(change.size)} MiB, more than the ${mib(limits.fileBytes)} allowed; limits.file_mib raises that (GitHub takes 100 MB at most; larger files belong into Git LFS)`;
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(bytes % MIB === 0 ? 0 : 1);
}

/** A link is read by every later phase, test and checkout: it may only lead to what the repository itself holds. */
export function leavesRepository(path: string, target: string): boolean {
  if (posix.isAbsolute(target) || target.includes("\\")) return true;
  const full = posix.join(posix.dirname(path), target);
  return full === ".." || full.startsWith("../") || full.split("/").some(isGitDirectory);
}
