import { mkdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { globMatcher } from "../../milestone/path/glob.ts";
import { isGitDirectory } from "../git/path.ts";
import type { Repository as GitRepository } from "../git/repository.ts";
import { openWorkTree, type WorkTree, type WorkTreeChange } from "../git/worktree.ts";
import type { Oid, Workspace, WorkspaceChanges, Workspaces } from "../ports.ts";
import { removeFolder } from "../process/remove-tree.ts";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";

/** Largest file that a phase may leave behind, in bytes; deliverables have a lower limit of their own. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;
/** Most bytes and files of one phase: more is a mistake (a build folder that is not ignored). */
const MAX_PHASE_BYTES = 100 * 1024 * 1024;
const MAX_PHASE_FILES = 20_000;

/** Agents' work trees in a temporary folder, made one after the other and used again. */
export function machineWorkspaces(
  git: GitRepository,
  options: { deliverables: string; identity: { name: string; email: string } },
): Workspaces & { root: string } {
  const root = makeTemporaryFolder("trees");
  const open = new Map<string, Promise<Workspace>>();
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
        return workspace(
          openWorkTree({
            repository: git,
            directory,
            identity: options.identity,
            keep: options.deliverables,
          }),
          options.deliverables,
        );
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
    },
    async changes() {
      scanned = true;
      return collect(await tree.changes({ always: [deliverables] }));
    },
  };
}

function collect(found: WorkTreeChange[]): WorkspaceChanges {
  const result: WorkspaceChanges = { files: [], unsafe: [] };
  let bytes = 0;
  if (found.length > MAX_PHASE_FILES) {
    const reason = `the attempt left ${found.length} changed files, more than the ${MAX_PHASE_FILES} allowed; ignore build output in .gitignore`;
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
        const read = change.read(MAX_FILE_BYTES);
        if (!read.ok) {
          result.unsafe.push({ path: change.path, reason: read.message });
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
  if (bytes > MAX_PHASE_BYTES) {
    result.unsafe.push({
      path: ".",
      reason: `the attempt left ${bytes} bytes of changes, more than the ${MAX_PHASE_BYTES} allowed`,
    });
  }
  return result;
}

/** A link is read by every later phase, test and checkout: it may only lead to what the repository itself holds. */
function leavesRepository(path: string, target: string): boolean {
  if (posix.isAbsolute(target) || target.includes("\\")) return true;
  const full = posix.join(posix.dirname(path), target);
  return full === ".." || full.startsWith("../") || full.split("/").some(isGitDirectory);
}
