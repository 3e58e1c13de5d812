import { mkdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { globMatcher } from "../../milestone/path/glob.ts";
import type { GitRepository } from "../git/git-repository.ts";
import {
  hasRealParents,
  makeParents,
  type ReadOutcome,
  removeNoFollow,
  writeNoFollow,
} from "../git/no-follow-fs.ts";
import { isGitDirectory } from "../git/path.ts";
import { openWorkTree, type WorkTree, type WorkTreeChange } from "../git/worktree.ts";
import type { ChangeLimits, Oid, Workspace, WorkspaceChanges, Workspaces } from "../ports.ts";
import { removeFolder } from "../process/remove-tree.ts";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";

const MIB = 1024 * 1024;

export interface TreesOfWorkspaces {
  /** The folder of all of them. */
  root: string;
  treeOf(workspace: Workspace): WorkTree | undefined;
}

/** Agents' work trees in a temporary folder, made one after the other and used again. */
export function machineWorkspaces(
  git: GitRepository,
  options: { deliverables: string; identity: { name: string; email: string }; folder: string },
): Workspaces & TreesOfWorkspaces {
  const root = makeTemporaryFolder("trees", options.folder);
  const open = new Map<string, Promise<Workspace>>();
  const trees = new WeakMap<Workspace, WorkTree>();
  let serial: Promise<unknown> = Promise.resolve();
  return {
    root,
    open(name) {
      const known = open.get(name);
      if (known) return known;
      // Serial: git's own setup of several trees at once fails on its lock files (research/features thread 7).
      const made = serial.then(async () => {
        const directory = join(root, name);
        await mkdir(directory, { recursive: true });
        const tree = openWorkTree({
          repository: git,
          directory,
          identity: options.identity,
          keep: options.deliverables,
        });
        const opened = workspace(tree, options.deliverables);
        trees.set(opened, tree);
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
    treeOf: each => trees.get(each),
    close: () => removeFolder(root),
  };
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

function workspace(tree: WorkTree, deliverables: string): Workspace {
  let scanned = false;
  let wasUsed = false;
  return {
    dir: tree.path,
    get commit() {
      return tree.commit;
    },
    async moveTo(commit, options) {
      await tree.moveTo(commit, { unchangedSinceScan: scanned, ...options });
      scanned = true;
    },
    disturb() {
      scanned = false;
      tree.disturb();
    },
    put(changes) {
      const known = new Set<string>();
      for (const change of changes) {
        if ("delete" in change) {
          if (hasRealParents(tree.path, change.path)) removeNoFollow(tree.path, change.path);
          continue;
        }
        makeParents(tree.path, change.path, known);
        writeNoFollow(tree.path, change.path, change);
      }
      scanned = false;
      tree.disturb();
    },
    async keepPrepared() {
      await tree.keepPrepared();
      scanned = false;
    },
    get wasUsed() {
      return wasUsed;
    },
    markUsed() {
      wasUsed = true;
    },
    isPrepared: () => tree.isPrepared(),
    async changes(limits) {
      scanned = true;
      const found = await tree.changes({ always: [deliverables] });
      return { ...collect(found, limits), ignored: tree.ignored() };
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
      case "unsafe":
        result.unsafe.push({ path: change.path, reason: `the path ${change.why}` });
        break;
      case "file": {
        const read = change.read(limits.fileBytes);
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
