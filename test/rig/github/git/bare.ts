/** A real bare git repository, asked through git itself; references and loose objects are read natively, as they are asked most. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { inflateSync } from "node:zlib";
import type { Answer } from "../../spawner/channel.ts";
import { runProgram } from "../../spawner/spawner.ts";

const environment = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  LC_ALL: "C",
};

export interface Person {
  name: string;
  email: string;
  date: string;
}
export interface CommitFacts {
  sha: string;
  tree: string;
  parents: string[];
  author: Person;
  committer: Person;
  message: string;
}
export interface TreeEntry {
  path: string;
  mode: string;
  type: "blob" | "tree" | "commit";
  sha: string;
  size?: number;
}
export interface FileDiff {
  path: string;
  previous: string | null;
  status: "added" | "removed" | "modified" | "renamed";
  sha: string;
  additions: number;
  deletions: number;
  patch: string;
}
export interface GitResult {
  code: number;
  stdout: Buffer;
  stderr: string;
}

/** What git answers, code and all: a non-zero code is an answer (no such object), not a fault. */
export type RunGit = (
  args: string[],
  options?: { input?: Buffer | string; env?: NodeJS.ProcessEnv },
) => Promise<GitResult>;

export interface LooseObject {
  type: "blob" | "tree" | "commit" | "tag";
  data: Buffer;
}

export interface BareRepository {
  path: string;
  run: RunGit;
  /** An object that lies in a file of its own; null: it is in a pack, or not there. */
  loose(oid: string): LooseObject | null;
  /** The oid of a full reference name (`refs/heads/main`), or null. */
  ref(name: string): string | null;
  refs(prefix: string): Promise<Map<string, string>>;
}

/** Makes an empty bare repository at `path` that takes pushes over HTTP and hands out any object by its oid. */
export function createBare(path: string, defaultBranch: string): BareRepository {
  cpSync(emptyBare(), path, { recursive: true });
  writeFileSync(join(path, "HEAD"), `ref: refs/heads/${defaultBranch}\n`);
  return openBare(path);
}

let empty: string | undefined;

/** Made once for a process and copied. */
function emptyBare(): string {
  if (empty) return empty;
  const path = mkdtempSync(join(tmpdir(), "empty-bare-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  const git = (...args: string[]): Answer => runProgram({ program: "git", args, environment });
  git("init", "--quiet", "--bare", "--template=", path);
  mkdirSync(join(path, "hooks"));
  const settings = [
    "http.receivepack true",
    "uploadpack.allowAnySHA1InWant true",
    "uploadpack.allowFilter true",
  ];
  for (const setting of [...settings, "gc.auto 0", "receive.autogc false", "core.logAllRefUpdates false"]) {
    git("-C", path, "config", ...setting.split(" "));
  }
  // What a push is checked against: no other repository's objects are here.
  git("-C", path, "config", "core.alternateRefsCommand", "true");
  empty = path;
  return path;
}

export function openBare(path: string): BareRepository {
  const known = new Map<string, GitResult>();
  const run: RunGit = async (args, options = {}) => {
    const lasting = options.input === undefined && !options.env && asksOfObjectsAlone(args);
    const key = args.join("\0");
    const answer = known.get(key) ?? (await ask(args, options));
    if (lasting && answer.code === 0) known.set(key, answer);
    return answer;
  };
  const ask: RunGit = async (args, { input, env } = {}) => {
    const order = { program: "git", args: ["--git-dir", path, ...args], input };
    const { code, stdout, stderr } = runProgram({ ...order, environment: { ...environment, ...env } });
    return { code: code ?? 128, stdout, stderr: stderr.toString() };
  };
  return {
    path,
    run,
    loose: oid => readLoose(path, oid),
    ref: name => readRef(path, name),
    refs: async prefix => listRefs(path, prefix),
  };
}

function readLoose(path: string, oid: string): LooseObject | null {
  const file = join(path, "objects", oid.slice(0, 2), oid.slice(2));
  if (!/^[0-9a-f]{40}$/.test(oid) || !existsSync(file)) return null;
  const bytes = inflateSync(readFileSync(file));
  const end = bytes.indexOf(0);
  const [type] = bytes.toString("latin1", 0, end).split(" ");
  return { type: type as LooseObject["type"], data: bytes.subarray(end + 1) };
}

const QUESTIONS = /^(cat-file|ls-tree|diff-tree|rev-list|rev-parse|merge-base|merge-tree)$/;
const OBJECT = /^\^?[0-9a-f]{40}(\^\{commit\}|\.\.\.[0-9a-f]{40})?$/;

/** Whether the answer, once there is one, stays the same for ever: nothing is named but options and whole oids. */
function asksOfObjectsAlone(args: string[]): boolean {
  const [question = "", ...rest] = args[0] === "-c" ? args.slice(2) : args;
  const words = question === "cat-file" ? rest.slice(1) : rest;
  return QUESTIONS.test(question) && words.every(word => word.startsWith("-") || OBJECT.test(word));
}

function readRef(path: string, name: string): string | null {
  if (!/^refs\/[^\s~^:?*[\\]+$/.test(name) || name.includes("..")) return null;
  const loose = join(path, name);
  if (existsSync(loose)) {
    try {
      return readFileSync(loose, "utf8").trim() || null;
    } catch (error) {
      if (
        (error as NodeJS.ErrnoException).code !== "EISDIR" &&
        (error as NodeJS.ErrnoException).code !== "ENOENT"
      )
        throw error;
    }
  }
  const packed = join(path, "packed-refs");
  if (!existsSync(packed)) return null;
  const line = readFileSync(packed, "utf8")
    .split("\n")
    .find(each => each.endsWith(` ${name}`));
  return line ? line.slice(0, 40) : null;
}

function listRefs(path: string, prefix: string): Map<string, string> {
  const packed = join(path, "packed-refs");
  const lines = existsSync(packed) ? readFileSync(packed, "utf8").split("\n") : [];
  const names = new Set(lines.filter(line => /^[0-9a-f]{40} /.test(line)).map(line => line.slice(41)));
  for (const entry of readdirSync(join(path, "refs"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".lock")) continue;
    names.add(relative(path, join(entry.parentPath, entry.name)));
  }
  const found = new Map<string, string>();
  for (const name of [...names].sort()) {
    const oid = name.startsWith(prefix) ? readRef(path, name) : null;
    if (oid) found.set(name, oid);
  }
  return found;
}
