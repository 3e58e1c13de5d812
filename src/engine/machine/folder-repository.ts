import { createHash } from "node:crypto";
import { constants, existsSync, lstatSync } from "node:fs";
import { lstat, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { paths } from "../../milestone/names.ts";
import { hashObject } from "../git/object.ts";
import type { SafeGit } from "../git/safe-git.ts";
import type {
  CommitRequest,
  FileChange,
  Oid,
  Repository,
  Workspace,
  WorkspaceChanges,
  Workspaces,
} from "../ports.ts";
import { isLinkless, readLinkless } from "./linkless-file.ts";

/**
 * The state without git (`git-integration: false`): what would be a commit is written into the checkout, each file by
 * rename. There is one version of everything, the one on disk; "commits" are names for the moments between writes.
 */
export function folderRepository(
  root: string,
  milestone: string,
  author: { name: string; email: string },
): Repository {
  const prepared = new Map<Oid, CommitRequest["changes"]>();
  let count = 0;
  let current: Oid | null = existsSync(join(root, paths.log(milestone, 1))) ? moment(root, 0) : null;
  const base = moment(root, -1);
  const read = (path: string): Promise<Buffer | null> => readLinkless(root, path);
  return {
    author,
    resolve: async ref => (ref === "HEAD" ? base : current),
    hash: content => hashObject("blob", content),
    async commit(request) {
      count += 1;
      const oid = moment(root, count);
      prepared.set(oid, request.changes);
      return oid;
    },
    async swapRef(ref, from, to) {
      if (!ref.startsWith("refs/heads/")) return { ok: true };
      if (from !== current) return { ok: false, actual: current, reason: "moved" };
      for (const [path, change] of prepared.get(to) ?? []) await write(root, path, change);
      prepared.delete(to);
      current = to;
      return { ok: true };
    },
    dropRef: async () => false,
    readFile: (_commit, path) => read(path),
    readBlob: async () => null,
    async entry(_commit, path) {
      const content = await read(path);
      return content ? { oid: hashObject("blob", content), mode: "100644" } : null;
    },
    list: (_commit, directory) => list(root, directory),
    changedPaths: async () => [],
    isAncestor: async () => true,
    mergeBase: async a => a,
    log: async () => [],
    land: async (_base, _tip, changes) => ({
      ok: true,
      changes: new Map(changes.map(c => [c.path, "content" in c ? c.content : null])),
    }),
  };
}

function moment(root: string, n: number): Oid {
  return createHash("sha1").update(`${root} ${n}`).digest("hex");
}

/** Only the engine's own folder is written; an executor's files are in place already. */
async function write(
  root: string,
  path: string,
  change: Buffer | { oid: Oid; mode: string } | null,
): Promise<void> {
  if (!path.startsWith(".milestones/")) return;
  const target = join(root, path);
  await isLinkless(root, path);
  if (change === null) return rm(target, { force: true });
  if (!Buffer.isBuffer(change)) return;
  await mkdir(dirname(target), { recursive: true });
  const temporary = `${target}.new`;
  const file = await open(temporary, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 0o644);
  try {
    await file.writeFile(change);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, target);
}

async function list(root: string, directory: string): Promise<{ name: string; mode: string; oid: Oid }[]> {
  const folder = join(root, directory);
  if (!(await isLinkless(root, directory))) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const found: { name: string; mode: string; oid: Oid }[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) found.push({ name: entry.name, mode: "40000", oid: "" });
    if (!entry.isFile()) continue;
    const content = await readFile(join(folder, entry.name));
    found.push({ name: entry.name, mode: "100644", oid: hashObject("blob", content) });
  }
  return found;
}

/** The checkout itself as the only work tree: one phase at a time, nothing is reset. */
export function folderWorkspaces(root: string, git: SafeGit): Workspaces {
  let before = new Map<string, string>();
  let at: Oid | null = null;
  const workspace: Workspace = {
    dir: root,
    get commit() {
      return at;
    },
    async moveTo(commit) {
      at = commit;
      before = await stamps(root, git);
    },
    disturb: () => undefined,
    async changes(): Promise<WorkspaceChanges> {
      const now = await stamps(root, git);
      const files: FileChange[] = [];
      for (const [path, stamp] of now) {
        if (before.get(path) === stamp) continue;
        const mode = (await lstat(join(root, path))).mode & 0o100 ? "100755" : "100644";
        files.push({ path, mode, content: await readFile(join(root, path)) });
      }
      for (const path of before.keys()) if (!now.has(path)) files.push({ path, delete: true });
      return { files, unsafe: [] };
    },
  };
  return {
    open: async () => workspace,
    fingerprint: async () => "",
    close: async () => undefined,
  };
}

/** Size, time and inode of every regular file that git would see. */
async function stamps(root: string, git: SafeGit): Promise<Map<string, string>> {
  const { stdout } = await git.run(["--work-tree", root, "ls-files", "-z", "-o", "--exclude-standard"], {
    cwd: root,
  });
  const found = new Map<string, string>();
  for (const path of stdout.toString("utf8").split("\0")) {
    // The engine's own files change while a phase runs; only deliverables there are the phase's work.
    if (path === "" || (path.startsWith(".milestones/") && !path.startsWith(".milestones/deliverables/")))
      continue;
    const stat = lstatSync(join(root, path), { bigint: true, throwIfNoEntry: false });
    if (stat?.isFile()) found.set(path, `${stat.size} ${stat.mtimeNs} ${stat.ino}`);
  }
  return found;
}
