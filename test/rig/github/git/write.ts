/** Making objects and moving references, as the REST API and the tests' people do. */
import { rmSync } from "node:fs";
import type { BareRepository, Person } from "./bare.ts";

const zero = "0".repeat(40);

export async function writeBlob(git: BareRepository, content: Buffer | string): Promise<string> {
  const { code, stdout, stderr } = await git.run(["hash-object", "-w", "--stdin"], { input: content });
  if (code !== 0) throw new Error(stderr);
  return stdout.toString().trim();
}

export interface TreeEdit {
  path: string;
  mode: string;
  /** The object to put there; null removes the path. */
  sha: string | null;
}

/** A tree: `base` with the edits applied, through an index of its own. Null when an object is missing. */
export async function writeTree(
  git: BareRepository,
  base: string | null,
  edits: TreeEdit[],
): Promise<string | null> {
  const env = { GIT_INDEX_FILE: `${git.path}/index-${process.pid}-${++indexes}` };
  const start = await git.run(base ? ["read-tree", base] : ["read-tree", "--empty"], { env });
  if (start.code !== 0) return null;
  const lines = edits.map(({ path, mode, sha }) => (sha ? `${mode} ${sha}\t${path}` : `0 ${zero}\t${path}`));
  const input = lines.map(line => `${line}\0`).join("");
  const edit = await git.run(["update-index", "-z", "--index-info"], { env, input });
  if (edit.code !== 0) return null;
  const { code, stdout } = await git.run(["write-tree"], { env });
  rmSync(env.GIT_INDEX_FILE, { force: true });
  return code === 0 ? stdout.toString().trim() : null;
}
let indexes = 0;

export interface NewCommit {
  tree: string;
  parents: string[];
  author: Person;
  committer: Person;
  message: string;
}

/** Null when the tree or a parent is not there. */
export async function writeCommit(git: BareRepository, commit: NewCommit): Promise<string | null> {
  const parents = commit.parents.flatMap(parent => ["-p", parent]);
  const env = {
    GIT_AUTHOR_NAME: commit.author.name,
    GIT_AUTHOR_EMAIL: commit.author.email,
    GIT_AUTHOR_DATE: commit.author.date,
    GIT_COMMITTER_NAME: commit.committer.name,
    GIT_COMMITTER_EMAIL: commit.committer.email,
    GIT_COMMITTER_DATE: commit.committer.date,
  };
  const { code, stdout } = await git.run(["commit-tree", commit.tree, ...parents], {
    input: commit.message,
    env,
  });
  return code === 0 ? stdout.toString().trim() : null;
}

/** Moves a reference from exactly `from` (null: must not exist) to `to` (null: deletes it). */
export async function moveRef(
  git: BareRepository,
  name: string,
  from: string | null,
  to: string | null,
): Promise<boolean> {
  const args = to ? ["update-ref", name, to, from ?? zero] : ["update-ref", "-d", name, from ?? zero];
  return (await git.run(args)).code === 0;
}

export interface ImportedCommit {
  ref: string;
  base: string | null;
  author: Person;
  committer: Person;
  message: string;
  /** null deletes a file. */
  files: { [path: string]: string | Buffer | null };
}

/** A commit upon `base` with these files changed, and the reference moved to it: all by one process. @throws when git refuses */
export async function importCommit(git: BareRepository, commit: ImportedCommit): Promise<string> {
  const parts: (string | Buffer)[] = [];
  const data = (content: string | Buffer): void => {
    const bytes = Buffer.from(content);
    parts.push(`data ${bytes.length}\n`, bytes, "\n");
  };
  const person = ({ name, email, date }: Person): string =>
    `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000\n`;
  parts.push(`commit ${commit.ref}\nmark :1\n`);
  parts.push(`author ${person(commit.author)}committer ${person(commit.committer)}`);
  data(commit.message.replace(/\n?$/, "\n"));
  if (commit.base) parts.push(`from ${commit.base}\n`);
  for (const [path, content] of Object.entries(commit.files)) {
    const quoted = `"${path.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
    parts.push(content === null ? `D ${quoted}\n` : `M 100644 inline ${quoted}\n`);
    if (content !== null) data(content);
  }
  parts.push("\nget-mark :1\n");
  const input = Buffer.concat(parts.map(part => Buffer.from(part)));
  const { code, stdout, stderr } = await git.run(["fast-import", "--quiet"], { input });
  if (code !== 0) throw new Error(`cannot commit on ${commit.ref}: ${stderr}`);
  return stdout.toString().trim();
}
