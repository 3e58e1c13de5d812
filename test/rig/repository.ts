import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { type MilestoneDraft, milestoneText } from "./milestone-file.ts";
import { COMPILED, program } from "./program.ts";
import { runToEnd } from "./spawner/spawner.ts";
import { isForWarm, runWarm } from "./warm-program.ts";

/** What a finished process left. */
export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A process of ours that still runs, the leader of its own group. */
export interface Started {
  child: ChildProcess;
  pid: number;
  done: Promise<Finished>;
  /** Everything printed so far, both streams in order of arrival. */
  output(): string;
}

export interface StartOptions {
  env?: Record<string, string>;
  /** Arguments for node before the program, such as `--import <file>`. */
  node?: string[];
  /** A program, and what it is told, that starts node and watches it. */
  under?: readonly string[];
  /** Another program than the command line. */
  program?: string;
}

/** One clone of the rig's origin, as a person or a runner has it. */
export interface Clone {
  root: string;
  git(...args: string[]): string;
  /** Runs `milestone <args>` in the clone and waits for its end. */
  milestone(args: string[], options?: StartOptions): Promise<Finished>;
  /** The same, or another entry, in a process that has run it before where the rig is a warm one. */
  run(args: string[], options?: StartOptions): Promise<Finished>;
  /** Starts `milestone <args>` and answers at once. */
  start(args: string[], options?: StartOptions): Started;
  write(files: Record<string, string>): void;
  commit(message: string): string;
}

export interface RigOptions {
  /** Options of `git init` for the origin. */
  init?: readonly string[];
  /** Whether commands that are waited for may share a process: see `runWarm`. */
  warm?: boolean;
}

/** A bare origin and its clones below one temporary folder. */
export interface Rig {
  folder: string;
  origin: string;
  /** The first clone: `main` holds the files the rig was made with. */
  main: Clone;
  clone(name: string, ...options: string[]): Clone;
  /** git in the bare origin. */
  git(...args: string[]): string;
  /** A file of a branch in the origin; null when either is not there. */
  read(branch: string, path: string): string | null;
  /** The milestone's whole log as the origin has it, in order. */
  events(milestone: string): LoggedEvent[];
  close(): void;
}

/** git apart from the machine's own settings, with an identity. @throws when git fails */
export function git(directory: string, ...args: string[]): string {
  const argv = ["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", ...args];
  const environment = { ...plainEnvironment(), HOME: directory };
  return runToEnd({ program: "git", args: argv, directory, environment }).trimEnd();
}

/** What a child of a test gets of this process's environment: enough to run node and git, no secret, no setting. */
export function plainEnvironment(): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}`,
    TMPDIR: tmpdir(),
    // How new repositories and work trees are kept, so that a whole suite can be run on other kinds.
    ...Object.fromEntries(
      ["GIT_DEFAULT_HASH", "GIT_DEFAULT_REF_FORMAT", "MILESTONE_TREES"].flatMap(name =>
        process.env[name] === undefined ? [] : [[name, process.env[name]]],
      ),
    ),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Mona",
    GIT_AUTHOR_EMAIL: "mona@example.test",
    GIT_COMMITTER_NAME: "Mona",
    GIT_COMMITTER_EMAIL: "mona@example.test",
    USER: "mona",
  };
}

/**
 * Makes a bare origin and one clone whose `main` holds a milestone (and what else is given), pushed. Call `close`, or
 * better `onTestFinished(() => rig.close())`.
 */
export function makeRig(
  draft: MilestoneDraft | MilestoneDraft[],
  files: Record<string, string> = {},
  { init = [], warm = false }: RigOptions = {},
): Rig {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "milestone-rig-")));
  // On a runner agents are another user, who leaves here what the tests look for.
  chmodSync(folder, 0o777);
  const origin = join(folder, "origin.git");
  mkdirSync(origin);
  git(origin, "init", "--quiet", "--bare", ...init);
  git(origin, "config", "receive.autoGc", "false");
  // A clone of what is empty has the format that this machine's git prefers.
  git(folder, "init", "--quiet", ...init, "main");
  git(join(folder, "main"), "remote", "add", "origin", origin);
  const main = cloneAt(join(folder, "main"), warm);
  const drafts = [draft].flat();
  const plans = drafts.map(d => [`.milestones/active/${d.id}.yaml`, milestoneText(d)] as const);
  main.write({ "README.md": "# A project\n", ...Object.fromEntries(plans), ...files });
  main.commit("first");
  main.git("push", "--quiet", "origin", "main");
  return {
    folder,
    origin,
    main,
    // Through git's own transport: a copy of files stumbles over those that a killed push is leaving behind.
    clone(name, ...options) {
      git(folder, "clone", "--quiet", "--no-local", ...options, origin, join(folder, name));
      return cloneAt(join(folder, name), warm);
    },
    git: (...args) => git(origin, ...args),
    read: (branch, path) => readAt(origin, branch, path),
    events: milestone => readEvents(origin, milestone),
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export function cloneAt(root: string, warm: boolean): Clone {
  const start = (args: string[], options: StartOptions = {}): Started => startProgram(root, args, options);
  const run = (args: string[], options: StartOptions = {}): Promise<Finished> =>
    warm && !options.node && !options.under && isForWarm(options.env)
      ? runWarm(options.program ?? program("cli"), { args, cwd: root, env: environmentIn(root, options) })
      : start(args, options).done;
  return {
    root,
    git: (...args) => git(root, ...args),
    start,
    run,
    milestone: run,
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content, { mode: path.endsWith(".sh") ? 0o755 : 0o644 });
      }
    },
    commit(message) {
      git(root, "add", "--all");
      git(root, "commit", "--quiet", "--allow-empty", "--message", message);
      return git(root, "rev-parse", "HEAD");
    },
  };
}

function environmentIn(root: string, { env }: StartOptions): Record<string, string> {
  return { ...plainEnvironment(), NODE_COMPILE_CACHE: COMPILED, HOME: root, ...env };
}

function startProgram(root: string, args: string[], options: StartOptions): Started {
  const argv = [...(options.node ?? []), options.program ?? program("cli"), ...args];
  const [started = "", ...rest] = [...(options.under ?? []), process.execPath, ...argv];
  const child = spawn(started, rest, {
    cwd: root,
    env: environmentIn(root, options),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let stdout = "";
  let stderr = "";
  let both = "";
  child.stdout.on("data", chunk => {
    stdout += chunk;
    both += chunk;
  });
  child.stderr.on("data", chunk => {
    stderr += chunk;
    both += chunk;
  });
  const done = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, pid: child.pid!, done, output: () => both };
}

function readAt(directory: string, branch: string, path: string): string | null {
  const found = git(directory, "ls-tree", "--full-tree", branch, "--", path);
  return found === "" ? null : git(directory, "cat-file", "blob", `${branch}:${path}`);
}

function readEvents(directory: string, milestone: string): LoggedEvent[] {
  const branch = `milestone/${milestone}`;
  if (git(directory, "for-each-ref", `refs/heads/${branch}`) === "") return [];
  const files = git(directory, "ls-tree", "--name-only", branch, "--", ".milestones/logs/").split("\n");
  const logs = files.filter(f => f.startsWith(`.milestones/logs/execution-${milestone}.`));
  const inOrder = logs.sort((a, b) => segmentOf(a) - segmentOf(b));
  return inOrder.flatMap(file =>
    git(directory, "cat-file", "blob", `${branch}:${file}`)
      .split("\n")
      .filter(Boolean)
      .map(line => JSON.parse(line) as LoggedEvent),
  );
}

function segmentOf(path: string): number {
  return Number(/\.(\d{4,})\.jsonl$/.exec(path)?.[1] ?? 1);
}

/** A killed git leaves these in a bare remote; they are the server's to remove, so the harness does it. */
export function removeStaleLocks(directory: string): string[] {
  // Below refs alone: elsewhere a server that outlived the kill may still be clearing up.
  const names = readdirSync(join(directory, "refs"), { recursive: true, encoding: "utf8" }).map(n =>
    join("refs", n),
  );
  const locks = names.filter(name => name.endsWith(".lock")).map(name => join(directory, name));
  for (const lock of locks) rmSync(lock, { force: true });
  return locks;
}
