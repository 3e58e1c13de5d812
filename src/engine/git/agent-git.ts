import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeAll } from "./durable-file.ts";
import type { IndexTable } from "./index-table.ts";
import { overwriteFile, readNoFollow, removeNoFollow } from "./no-follow-fs.ts";
import type { GitIdentity, ObjectFormat, Oid } from "./object.ts";

export interface AgentGit {
  /** The work tree. */
  root: string;
  commit: Oid;
  index: IndexTable;
  /** The user's git directory, whose objects are borrowed. */
  commonDirectory: string;
  format: ObjectFormat;
  /** A folder of objects that are about to come to the user's, where there is one. */
  staged: string | null;
  /** Files may come from layers below, where only their size and their seconds are what git saw. */
  isOverlay?: boolean;
  /** Who commits, should the agent commit; its commits are not looked at, only its files are. */
  identity: GitIdentity;
  /** Settings under which the files were checked out, `core.name=value`. */
  lineEnds: readonly string[];
}

const MAX_FIXED_BYTES = 64 * 1024 * 1024;

/**
 * A git directory for the agent alone, so that `git status`, `diff` and `log` answer rightly. It borrows the
 * user's objects and shares nothing else; the engine never takes anything from it. Whatever an agent left
 * there (hooks, settings, a link in place of the directory) is gone before the next one starts: unless every
 * name and every byte is as written, the directory is made again.
 */
export function writeAgentGit({ root, commit, index, ...about }: AgentGit): void {
  const fixed = fixedFiles(about);
  const changing = new Map([
    [".git/HEAD", [Buffer.from(`${commit}\n`)]],
    [".git/index", index.file()],
  ]);
  if (isIntact(root, fixed) && [...changing].every(([path, parts]) => overwriteFile(join(root, path), parts)))
    return;
  const kept = keepModules(root);
  removeNoFollow(root, ".git");
  mkdirSync(join(root, ".git/objects/info"), { recursive: true });
  mkdirSync(join(root, ".git/refs"));
  for (const [path, content] of fixed) writeFileSync(join(root, path), content);
  for (const [path, parts] of changing) writeNew(join(root, path), parts);
  if (kept) renameSync(kept, join(root, MODULES));
}

/** An index of 40,000 files would stand in memory twice if it were joined first. */
function writeNew(path: string, parts: readonly Buffer[]): void {
  const fd = openSync(path, "wx");
  try {
    writeAll(fd, parts);
  } finally {
    closeSync(fd);
  }
}

const MODULES = ".git/modules";

/** Submodules that setup brought are wanted by every phase: their repositories outlive the directory, disarmed. */
function keepModules(root: string): string | null {
  const isFolder = (path: string) =>
    lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder(".git") || !isFolder(MODULES)) return null;
  const kept = join(root, `.git-modules-${randomUUID()}`);
  renameSync(join(root, MODULES), kept);
  disarmModules(kept);
  return kept;
}

type FixedParts = Omit<AgentGit, "root" | "commit" | "index">;

function fixedFiles(about: FixedParts): Map<string, Buffer> {
  const { commonDirectory, staged } = about;
  const shallow = join(commonDirectory, "shallow");
  return new Map([
    [".git/config", Buffer.from(configuration(about))],
    [
      ".git/objects/info/alternates",
      Buffer.from(
        [staged, join(commonDirectory, "objects")].flatMap(each => (each ? `${each}\n` : [])).join(""),
      ),
    ],
    ...(existsSync(shallow) ? [[".git/shallow", readFileSync(shallow)] as const] : []),
  ]);
}

const FOLDERS = [".git", ".git/objects", ".git/objects/info", ".git/refs"];

/** Names and bytes are compared, not times: an agent can be quicker than a file system's clock. */
function isIntact(root: string, fixed: ReadonlyMap<string, Buffer>): boolean {
  try {
    return isAsWritten(root, fixed);
  } catch (error) {
    // A folder that was made unreadable.
    if ((error as NodeJS.ErrnoException).code === "EACCES") return false;
    throw error;
  }
}

function isAsWritten(root: string, fixed: ReadonlyMap<string, Buffer>): boolean {
  const expected = new Set([...FOLDERS, ".git/HEAD", ".git/index", ...fixed.keys()]);
  if (!lstatSync(join(root, ".git"), { throwIfNoEntry: false })?.isDirectory()) return false;
  const met = new Set([".git"]);
  for (const folder of FOLDERS) {
    // Parents come first: a folder is read only once its parent's listing has shown that it is a real one.
    if (!met.has(folder)) return false;
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (!expected.has(path) || entry.isDirectory() !== FOLDERS.includes(path)) return false;
      met.add(path);
    }
  }
  if (met.size !== expected.size) return false;
  return [...fixed].every(([path, content]) => {
    const read = readNoFollow({ root, path, maxBytes: MAX_FIXED_BYTES });
    return read.ok && read.content.equals(content);
  });
}

function configuration({
  identity: { name, email },
  format,
  lineEnds,
  isOverlay = false,
}: FixedParts): string {
  const quote = (text: string) => `"${text.replace(/[\\"]/g, "\\$&").replace(/[\r\n]/g, " ")}"`;
  return [
    "[core]",
    `\trepositoryformatversion = ${format === "sha1" ? 0 : 1}`,
    "\tbare = false",
    "\tfilemode = true",
    ...lineEnds.map(setting => `\t${setting.replace("core.", "").replace("=", " = ")}`),
    ...(isOverlay ? ["\ttrustctime = false", "\tcheckStat = minimal"] : []),
    "[user]",
    `\tname = ${quote(name)}`,
    `\temail = ${quote(email)}`,
    ...(format === "sha1" ? [] : ["[extensions]", `\tobjectformat = ${format}`]),
    "[gc]",
    "\tauto = 0",
    "",
  ].join("\n");
}

/**
 * Makes submodules' repositories that setup left below `.git/modules` harmless: no hooks and no settings but where their
 * files stand.
 */
function disarmModules(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inner = join(folder, entry.name);
    if (!entry.isDirectory()) {
      rmSync(inner, { force: true });
      continue;
    }
    if (!existsSync(join(inner, "HEAD"))) {
      disarmModules(inner);
      continue;
    }
    const config = join(inner, "config");
    const text = lstatSync(config, { throwIfNoEntry: false })?.isFile()
      ? readFileSync(config, "utf8").slice(0, 65536)
      : "";
    const worktree = /^[ \t]*worktree = ([\w./-]+)$/m.exec(text)?.[1];
    const sha256 = /^[ \t]*objectformat = sha256$/im.test(text);
    for (const name of ["hooks", "info", "config", "config.worktree"])
      rmSync(join(inner, name), { recursive: true, force: true });
    writeFileSync(
      config,
      [
        "[core]",
        `\trepositoryformatversion = ${sha256 ? 1 : 0}`,
        "\tbare = false",
        ...(worktree === undefined ? [] : [`\tworktree = ${worktree}`]),
        ...(sha256 ? ["[extensions]", "\tobjectformat = sha256"] : []),
        "",
      ].join("\n"),
    );
    const modules = join(inner, "modules");
    if (lstatSync(modules, { throwIfNoEntry: false })?.isDirectory()) disarmModules(modules);
  }
}
