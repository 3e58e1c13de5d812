/** A real bare git repository, asked through git itself; references are read natively, as they are asked most. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

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

export interface BareRepository {
  path: string;
  run: RunGit;
  /** The oid of a full reference name (`refs/heads/main`), or null. */
  ref(name: string): string | null;
  refs(prefix: string): Promise<Map<string, string>>;
}

/** Makes an empty bare repository at `path` that takes pushes over HTTP and hands out any object by its oid. */
export function createBare(path: string, defaultBranch: string): BareRepository {
  const init = ["init", "--quiet", "--bare", `--initial-branch=${defaultBranch}`, path];
  execFileSync("git", init, { env: environment });
  const settings = [
    "http.receivepack true",
    "uploadpack.allowAnySHA1InWant true",
    "uploadpack.allowFilter true",
  ];
  for (const setting of [...settings, "gc.auto 0", "receive.autogc false", "core.logAllRefUpdates false"]) {
    execFileSync("git", ["-C", path, "config", ...setting.split(" ")], { env: environment });
  }
  return openBare(path);
}

export function openBare(path: string): BareRepository {
  const run: RunGit = (args, options = {}) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        "git",
        ["--git-dir", path, ...args],
        { env: { ...environment, ...options.env }, encoding: "buffer", maxBuffer: 256 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error && typeof error.code !== "number") return reject(error);
          resolve({ code: error ? (error.code as number) : 0, stdout, stderr: stderr.toString() });
        },
      );
      child.stdin?.on("error", () => {}); // git may answer before it has read all; the exit code tells
      child.stdin?.end(options.input ?? "");
    });
  return { path, run, ref: name => readRef(path, name), refs: prefix => listRefs(run, prefix) };
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

async function listRefs(run: RunGit, prefix: string): Promise<Map<string, string>> {
  const { stdout } = await run(["for-each-ref", "--format=%(objectname) %(refname)"]);
  const found = new Map<string, string>();
  for (const line of stdout.toString().split("\n")) {
    const name = line.slice(41);
    if (name.startsWith(prefix)) found.set(name, line.slice(0, 40));
  }
  return found;
}
