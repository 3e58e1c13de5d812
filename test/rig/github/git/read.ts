/** Questions about commits, trees and differences. */
import type { BareRepository, CommitFacts, FileDiff, Person, TreeEntry } from "./bare.ts";

const commits = new WeakMap<BareRepository, Map<string, CommitFacts>>();

/** The full oid of anything git can name as a commit (branch, tag, oid, short oid), or null. */
export async function resolveCommit(git: BareRepository, name: string): Promise<string | null> {
  for (const full of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]) {
    const direct = git.ref(full);
    if (direct && !full.startsWith("refs/tags/")) return direct;
  }
  if (name.startsWith("-") || name === "") return null;
  if (git.loose(name)?.type === "commit") return name;
  const { code, stdout } = await git.run([
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${name}^{commit}`,
  ]);
  return code === 0 ? stdout.toString().trim() : null;
}

/** The type of an object, or null when the repository has no such object. */
export async function objectType(git: BareRepository, sha: string): Promise<string | null> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return null;
  const loose = git.loose(sha);
  if (loose) return loose.type;
  const { code, stdout } = await git.run(["cat-file", "-t", sha]);
  return code === 0 ? stdout.toString().trim() : null;
}

/** A commit's own words, or null when there is no such commit. Commits never change, so they are kept. */
export async function readCommit(git: BareRepository, sha: string): Promise<CommitFacts | null> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return null;
  const known = commits.get(git) ?? new Map<string, CommitFacts>();
  commits.set(git, known);
  const seen = known.get(sha);
  if (seen) return seen;
  const loose = git.loose(sha);
  if (loose && loose.type !== "commit") return null;
  const { code, stdout } = loose
    ? { code: 0, stdout: loose.data }
    : await git.run(["cat-file", "commit", sha]);
  if (code !== 0) return null;
  const facts = parseCommit(sha, stdout.toString());
  known.set(sha, facts);
  return facts;
}

function parseCommit(sha: string, text: string): CommitFacts {
  const end = text.indexOf("\n\n");
  const facts: CommitFacts = { sha, tree: "", parents: [], author: nobody, committer: nobody, message: "" };
  for (const line of text.slice(0, end).split("\n")) {
    const [key, ...rest] = line.split(" ");
    const value = rest.join(" ");
    if (key === "tree") facts.tree = value;
    if (key === "parent") facts.parents.push(value);
    if (key === "author") facts.author = parsePerson(value);
    if (key === "committer") facts.committer = parsePerson(value);
  }
  facts.message = text.slice(end + 2).replace(/\n$/, "");
  return facts;
}

const nobody: Person = { name: "", email: "", date: "1970-01-01T00:00:00Z" };

/** "Name <mail> seconds zone", as commits and tags hold it. */
export function parsePerson(value: string): Person {
  const open = value.lastIndexOf("<");
  const close = value.lastIndexOf(">");
  const seconds = Number(value.slice(close + 2).split(" ")[0]);
  const date = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
  return { name: value.slice(0, open).trim(), email: value.slice(open + 1, close), date };
}

/** Entries of a tree (or of a commit's), or null when there is no such tree. */
export async function readTree(
  git: BareRepository,
  sha: string,
  recursive: boolean,
): Promise<TreeEntry[] | null> {
  const loose = readLooseTree(git, sha, recursive ? "" : null);
  if (loose) return loose;
  const args = ["ls-tree", "-z", "-l", ...(recursive ? ["-r", "-t"] : []), "--end-of-options", sha];
  const { code, stdout } = await git.run(args);
  if (code !== 0) return null;
  const entries: TreeEntry[] = [];
  for (const record of stdout.toString().split("\0")) {
    const match = /^(\d+) (blob|tree|commit) ([0-9a-f]{40}) +(\d+|-)\t([\s\S]*)$/.exec(record);
    if (!match) continue;
    const [, mode, type, oid, size, path] = match as unknown as [
      string,
      string,
      TreeEntry["type"],
      string,
      string,
      string,
    ];
    entries.push({ path, mode, type, sha: oid, ...(size === "-" ? {} : { size: Number(size) }) });
  }
  return entries;
}

/**
 * The same of trees whose objects, and their files', lie loose; null otherwise.
 *
 * @param prefix of the paths below it; null: just the tree itself
 */
function readLooseTree(git: BareRepository, sha: string, prefix: string | null): TreeEntry[] | null {
  const root = git.loose(sha);
  if (root?.type === "commit") return readLooseTree(git, parseCommit(sha, root.data.toString()).tree, prefix);
  if (root?.type !== "tree") return null;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < root.data.length; ) {
    const space = root.data.indexOf(32, at);
    const end = root.data.indexOf(0, space);
    const mode = root.data.toString("latin1", at, space).padStart(6, "0");
    const path = `${prefix ?? ""}${root.data.toString("utf8", space + 1, end)}`;
    const oid = root.data.toString("hex", end + 1, end + 21);
    at = end + 21;
    const type = mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob";
    const blob = type === "blob" ? git.loose(oid) : null;
    if (type === "blob" && !blob) return null;
    entries.push({ path, mode, type, sha: oid, ...(blob ? { size: blob.data.length } : {}) });
    if (type !== "tree" || prefix === null) continue;
    const below = readLooseTree(git, oid, `${path}/`);
    if (!below) return null;
    entries.push(...below);
  }
  return entries;
}

export async function readBlob(git: BareRepository, sha: string): Promise<Buffer | null> {
  const loose = git.loose(sha);
  if (loose) return loose.type === "blob" ? loose.data : null;
  if ((await objectType(git, sha)) !== "blob") return null;
  return (await git.run(["cat-file", "blob", sha])).stdout;
}

/** The entry at a path in a commit; the root is a tree with an empty path. */
export async function entryAt(git: BareRepository, commit: string, path: string): Promise<TreeEntry | null> {
  const facts = await readCommit(git, commit);
  if (!facts) return null;
  let entry: TreeEntry = { path: "", mode: "040000", type: "tree", sha: facts.tree };
  for (const part of path.split("/").filter(Boolean)) {
    if (entry.type !== "tree") return null;
    const next = (await readTree(git, entry.sha, false))?.find(each => each.path === part);
    if (!next) return null;
    entry = next;
  }
  return { ...entry, path };
}

/** Commits reachable from `to` and not from `from`, oldest first; all of `to`'s when `from` is null. */
export async function commitsBetween(
  git: BareRepository,
  from: string | null,
  to: string,
  limit = 250,
): Promise<string[]> {
  const range = from ? [to, `^${from}`] : [to];
  const { stdout } = await git.run(["rev-list", "--topo-order", `--max-count=${limit}`, ...range]);
  return stdout.toString().split("\n").filter(Boolean).reverse();
}

export async function countBetween(
  git: BareRepository,
  a: string,
  b: string,
): Promise<{ ahead: number; behind: number }> {
  const { stdout } = await git.run(["rev-list", "--left-right", "--count", `${a}...${b}`]);
  const [behind = 0, ahead = 0] = stdout.toString().trim().split(/\s+/).map(Number);
  return { ahead, behind };
}

export async function mergeBase(git: BareRepository, a: string, b: string): Promise<string | null> {
  const { code, stdout } = await git.run(["merge-base", a, b]);
  return code === 0 ? stdout.toString().trim() : null;
}

export async function isAncestor(git: BareRepository, a: string, b: string): Promise<boolean> {
  return (await git.run(["merge-base", "--is-ancestor", a, b])).code === 0;
}

/** The files that differ between two commits (or trees), with counts and patches. */
export async function diffFiles(git: BareRepository, from: string, to: string): Promise<FileDiff[]> {
  const [raw, counts, patches] = await Promise.all([
    git.run(["diff-tree", "-r", "-M", "-z", "--raw", "--no-abbrev", from, to]),
    git.run(["diff-tree", "-r", "-M", "-z", "--numstat", from, to]),
    git.run(["-c", "core.quotePath=false", "diff-tree", "-r", "-M", "-p", "--no-color", from, to]),
  ]);
  const hunks = patches.stdout
    .toString()
    .split(/^diff --git .*\n/m)
    .slice(1);
  const numbers = parseNumstat(counts.stdout.toString());
  const files: FileDiff[] = [];
  const fields = raw.stdout.toString().split("\0");
  for (let at = 0; at + 1 < fields.length; ) {
    const [, , before, after, letter = "M"] = fields[at]!.split(" ");
    const renamed = letter.startsWith("R") || letter.startsWith("C");
    const first = fields[at + 1]!;
    const path = renamed ? fields[at + 2]! : first;
    const status = statusOf(letter);
    const patch = hunks[files.length] ?? "";
    const body = patch.includes("@@") ? patch.slice(patch.indexOf("@@")).replace(/\n$/, "") : "";
    const [additions, deletions] = numbers[files.length] ?? [0, 0];
    const sha = status === "removed" ? before! : after!;
    files.push({ path, previous: renamed ? first : null, status, sha, additions, deletions, patch: body });
    at += renamed ? 3 : 2;
  }
  return files;
}

function statusOf(letter: string): FileDiff["status"] {
  switch (letter[0]) {
    case "A":
    case "C":
      return "added";
    case "D":
      return "removed";
    case "R":
      return "renamed";
    default:
      return "modified";
  }
}

function parseNumstat(text: string): [number, number][] {
  const counts: [number, number][] = [];
  for (const record of text.split("\0")) {
    const match = /^(\d+|-)\t(\d+|-)\t/.exec(record);
    if (match) counts.push([Number(match[1]) || 0, Number(match[2]) || 0]);
  }
  return counts;
}
