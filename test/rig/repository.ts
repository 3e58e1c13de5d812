import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
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
  /** The commit of a branch in the origin. */
  tip(branch: string): string;
  /** A file of a branch in the origin; null when either is not there. */
  read(branch: string, path: string): string | null;
  /** The milestone's whole log as the origin has it, in order. */
  events(milestone: string): LoggedEvent[];
  close(): void;
}

/** git apart from the machine's own settings, with an identity. @throws when git fails */
export function git(directory: string, ...args: string[]): string {
  const settings = ["init.defaultBranch=main", "protocol.file.allow=always", "maintenance.auto=false"];
  const argv = [...settings.flatMap(setting => ["-c", setting]), ...args];
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
  git(folder, "init", "--quiet", "--bare", ...init, "origin.git");
  appendFileSync(join(origin, "config"), ORIGIN_SETTINGS);
  const root = join(folder, "main");
  git(folder, "init", "--quiet", ...init, "main");
  appendFileSync(join(root, ".git/config"), remoteSettings(origin));
  let atWork = 0;
  const watch: Watch = began => {
    atWork += 1;
    void began.then(
      () => (atWork -= 1),
      () => (atWork -= 1),
    );
  };
  const main = cloneAt(root, warm, watch);
  const drafts = [draft].flat();
  const plans = drafts.map(d => [`.milestones/active/${d.id}.yaml`, milestoneText(d)] as const);
  main.write({ "README.md": "# A project\n", ...Object.fromEntries(plans), ...files });
  publishFirst(main, origin);
  return {
    folder,
    origin,
    main,
    clone(name, ...options) {
      // A copy of files stumbles over those that a push, or a killed one, is making: git's own transport does not.
      const way = warm && atWork === 0 && options.length === 0 ? "--no-hardlinks" : "--no-local";
      git(folder, "clone", "--quiet", way, ...options, origin, join(folder, name));
      return cloneAt(join(folder, name), warm, watch);
    },
    git: (...args) => git(origin, ...args),
    tip: branch => textOf(join(origin, "refs/heads", branch)).trim() || git(origin, "rev-parse", branch),
    read: (branch, path) => readAt(origin, branch, path),
    events: milestone => readEvents(origin, milestone),
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Its own housekeeping would start processes beside a test's; who asks for other repositories' refs gets none. */
const ORIGIN_SETTINGS = "[receive]\n\tautoGc = false\n[core]\n\talternateRefsCommand = true\n";

function remoteSettings(origin: string): string {
  return `[remote "origin"]\n\turl = ${origin}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;
}

/** Brings the first commit to the empty origin: as files where its refs are files, which takes no process. */
function publishFirst(main: Clone, origin: string): void {
  const commit = main.commit("first");
  const own = join(main.root, ".git");
  if (!existsSync(join(own, "refs/heads/main"))) {
    main.git("push", "--quiet", "origin", "main");
    return;
  }
  cpSync(join(own, "objects"), join(origin, "objects"), { recursive: true });
  for (const ref of [join(origin, "refs/heads/main"), join(own, "refs/remotes/origin/main")]) {
    mkdirSync(dirname(ref), { recursive: true });
    writeFileSync(ref, `${commit}\n`);
  }
}

/** Hears of everything that is started in a rig. */
type Watch = (began: Promise<unknown>) => void;

export function cloneAt(root: string, warm: boolean, watch: Watch = () => undefined): Clone {
  const start = (args: string[], options: StartOptions = {}): Started => {
    const started = startProgram(root, args, options);
    watch(started.done);
    return started;
  };
  const run = (args: string[], options: StartOptions = {}): Promise<Finished> => {
    if (!warm || options.node || options.under || !isForWarm(options.env)) return start(args, options).done;
    const entry = options.program ?? program("cli");
    const done = runWarm(entry, { args, cwd: root, env: environmentIn(root, options) });
    watch(done);
    return done;
  };
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
      return headOf(root);
    },
  };
}

/** The commit that is checked out: out of its file where refs are files. */
function headOf(root: string): string {
  const folder = join(root, ".git");
  const branch = /^ref: (refs\/heads\/.+)$/m.exec(textOf(join(folder, "HEAD")))?.[1];
  const tip = branch ? textOf(join(folder, branch)).trim() : "";
  return tip === "" ? git(root, "rev-parse", "HEAD") : tip;
}

/** Empty: there is no such file. */
function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
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
