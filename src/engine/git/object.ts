import { createHash } from "node:crypto";

/** A git object name in lower-case hex digits: 40 of SHA-1, 64 of SHA-256. */
export type Oid = string;
export type ObjectFormat = "sha1" | "sha256";
export type ObjectType = "blob" | "tree" | "commit" | "tag";

export interface GitObject {
  type: ObjectType;
  data: Buffer;
}

export interface GitIdentity {
  name: string;
  email: string;
}

export interface Commit {
  tree: Oid;
  parents: Oid[];
  author: GitIdentity;
  committer: GitIdentity;
  /** Committer time, ms since 1970 (git keeps whole seconds). */
  at: number;
  subject: string;
  /** The message after the subject, without surrounding blank lines. */
  body: string;
}

/** The tree without entries: git knows it without it being stored. */
export const EMPTY_TREE: Readonly<Record<ObjectFormat, Oid>> = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
};

/** Bytes of an object name as a tree holds it. */
export const OID_BYTES: Readonly<Record<ObjectFormat, number>> = { sha1: 20, sha256: 32 };

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export function isOid(text: string): boolean {
  return OID.test(text);
}

/** The name git gives to this content: a hash over "<type> <length>\0" and the content. */
export function hashObject(type: ObjectType, data: Uint8Array, format: ObjectFormat = "sha1"): Oid {
  return createHash(format).update(`${type} ${data.length}\0`).update(data).digest("hex");
}

/** Characters that end a name or an address in a commit header are dropped, as git itself does. */
export function personOf({ name, email }: GitIdentity): string {
  const clean = (text: string) => text.replace(/[<>\0\n\r]/g, "").trim();
  return `${clean(name) || "unknown"} <${clean(email)}>`;
}

export interface CommitFields {
  tree: Oid;
  parents: readonly Oid[];
  author: GitIdentity;
  /** ms since 1970; written in whole seconds, UTC */
  at: number;
  message: string;
}

/** The bytes of a commit whose author is also its committer; `signature`: of the same commit without one. */
export function encodeCommit(
  { tree, parents, author, at, message }: CommitFields,
  signature?: { text: string; format: ObjectFormat },
): Buffer {
  const who = `${personOf(author)} ${Math.floor(at / 1000)} +0000`;
  const header = signature?.format === "sha256" ? "gpgsig-sha256" : "gpgsig";
  const lines = [
    `tree ${tree}`,
    ...parents.map(parent => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
    ...(signature ? [`${header} ${signature.text.split("\n").join("\n ")}`] : []),
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${message.trimEnd()}\n`);
}

function parsePerson(line: string): GitIdentity & { at: number } {
  const open = line.indexOf("<");
  const close = line.indexOf("> ", open);
  const at = /^-?\d+/.exec(line.slice(close + 2))?.[0];
  if (open < 0 || close < 0 || at === undefined) return { name: line, email: "", at: 0 };
  return { name: line.slice(0, open).trimEnd(), email: line.slice(open + 1, close), at: Number(at) * 1000 };
}

export interface TagFields {
  commit: Oid;
  name: string;
  tagger: GitIdentity;
  /** ms since 1970 */
  at: number;
  message: string;
}

/** The bytes of an annotated tag of a commit; a signature stands behind them. */
export function encodeTag({ commit, name, tagger, at, message }: TagFields): Buffer {
  const who = `${personOf(tagger)} ${Math.floor(at / 1000)} +0000`;
  return Buffer.from(`object ${commit}\ntype commit\ntag ${name}\ntagger ${who}\n\n${message.trimEnd()}\n`);
}

/** Reads a commit. Unknown headers (signatures, encodings) are passed over; text is taken as UTF-8. */
export function parseCommit(data: Buffer): Commit {
  const text = data.toString("utf8");
  const end = text.indexOf("\n\n");
  const message = end < 0 ? "" : text.slice(end + 2);
  const commit = { tree: "", parents: [] as Oid[], author: parsePerson(""), committer: parsePerson("") };
  for (const line of (end < 0 ? text : text.slice(0, end)).split("\n")) {
    const space = line.indexOf(" ");
    const value = line.slice(space + 1);
    if (line.startsWith("tree ")) commit.tree = value;
    else if (line.startsWith("parent ")) commit.parents.push(value);
    else if (line.startsWith("author ")) commit.author = parsePerson(value);
    else if (line.startsWith("committer ")) commit.committer = parsePerson(value);
  }
  const [subject = "", ...rest] = message.split("\n");
  const { at, name, email } = commit.committer;
  return {
    tree: commit.tree,
    parents: commit.parents,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name, email },
    at,
    subject,
    body: rest.join("\n").trim(),
  };
}
