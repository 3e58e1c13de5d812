import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type ProcessEntry, readProcessTable } from "../process/process-table.ts";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import type { ObjectFormat } from "./object.ts";

/**
 * The only place that starts git. Whoever can write to the user's repository (an agent, for one) can plant
 * programs in its configuration, hooks and attributes. So git never sees that repository: it runs in a bare
 * directory of our own, with our own configuration, and reads and writes only the object store of the user.
 */
export interface SafeGit {
  /** The private git directory; its refs are ours alone. */
  readonly directory: string;
  /** A git directory whose refs are the user's. */
  readonly refsDirectory: string;
  /** The same without our raw attributes: for asking how the user's own checkout compares. */
  readonly plainDirectory: string;
  run(args: readonly string[], options?: GitOptions): Promise<GitResult>;
  /** To be called once before anything but configuration is read. */
  setFormats(formats: Formats): void;
  /** A long-lived process with pipes; the caller ends it. */
  start(args: readonly string[], options?: StartOptions): ChildProcess;
  close(): void;
}

export interface StartOptions {
  env?: Readonly<Record<string, string>>;
  /** Settings for this process, `name=value`. */
  config?: readonly string[];
  /** Whether standard error is a pipe (default: it is dropped). */
  stderr?: boolean;
}

export interface GitOptions {
  input?: Buffer | string;
  /** Added to the environment of this one call, or taken out of it. Never put a secret here: /proc shows it. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Settings for this one call, `name=value`. Never put a secret here either. */
  config?: readonly string[];
  /** Handed over on an inherited pipe, file descriptor 3: neither argv nor environment show it. */
  secret?: string | undefined;
  /** ms, default 60,000; then the process group is killed. */
  timeout?: number;
  /** ms in which neither git nor what it started (but ssh) does anything; then the group is killed as well. Default: none. */
  silence?: number | undefined;
  cwd?: string;
  /** Bytes of output that are kept, default 64 MiB; more ends the process. */
  maxOutput?: number;
}

export interface GitResult {
  /** Exit code; null when a signal ended it. */
  code: number | null;
  stdout: Buffer;
  stderr: string;
  timedOut: boolean;
}

export interface SafeGitPlace {
  /** The user's git directory that holds objects and refs. */
  commonDirectory: string;
  /** The user's list of shallow commits, where there is one. */
  shallow?: string | undefined;
  /** The user's own `info/exclude`, where there is one. */
  exclude?: string | undefined;
  environment: NodeJS.ProcessEnv;
}

/** It asks nobody, and gives up a server that says nothing: at first for 20 s, later for 30 s. */
const SSH = "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ServerAliveCountMax=3";

/** Each answers a way for repository content or configuration to start a program or to redirect git. */
const SETTINGS = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.untrackedCache=false",
  // It says who a commit's parents are without the commit being read.
  "core.commitGraph=false",
  "core.attributesFile=/dev/null",
  "core.excludesFile=/dev/null",
  "core.pager=cat",
  "core.editor=false",
  "core.askPass=",
  `core.sshCommand=${SSH}`,
  "core.alternateRefsCommand=",
  "core.protectNTFS=true",
  "core.protectHFS=true",
  "credential.helper=",
  "credential.interactive=false",
  "protocol.allow=never",
  "protocol.ext.allow=never",
  "protocol.file.allow=always",
  "protocol.http.allow=always",
  "protocol.https.allow=always",
  "protocol.ssh.allow=always",
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
  "push.recurseSubmodules=no",
  "push.gpgSign=false",
  "push.followTags=false",
  "commit.gpgSign=false",
  "gpg.program=false",
  "diff.external=",
  "gc.auto=0",
  "maintenance.auto=false",
  "http.lowSpeedLimit=1",
  "http.lowSpeedTime=30",
  "advice.detachedHead=false",
  "color.ui=false",
];

const ENVIRONMENT = ["PATH", "TMPDIR", "TZ", "SYSTEMROOT"];
/** What reaching a remote may need: proxies, certificates, the person's ssh agent. */
const NETWORK = [
  ...[
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
  ],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "CURL_CA_BUNDLE", "SSH_AUTH_SOCK"],
];

/** Attributes of our own outrank the tree's: bytes are taken as they are, no filter, no line-end change. */
const RAW_ATTRIBUTES = "* -text -filter -ident -working-tree-encoding\n";

const PLAIN = "plain";
const USER = "user";

export type RefStorage = "files" | "reftable";

/** How a repository names its objects and keeps its refs. */
export interface Formats {
  format: ObjectFormat;
  refStorage: RefStorage;
}

function configuration(format: ObjectFormat, refStorage: RefStorage): string {
  const extensions = [
    ...(format === "sha1" ? [] : [`\tobjectformat = ${format}`]),
    ...(refStorage === "files" ? [] : [`\trefstorage = ${refStorage}`]),
  ];
  const version = extensions.length === 0 ? 0 : 1;
  const core = [
    "[core]",
    `\trepositoryformatversion = ${version}`,
    "\tbare = true",
    "\tlogAllRefUpdates = false",
  ];
  return `${[...core, ...(version === 1 ? ["[extensions]", ...extensions] : [])].join("\n")}\n`;
}

function makePrivateDirectory({ shallow, exclude }: SafeGitPlace): string {
  const directory = makeTemporaryFolder("git");
  for (const each of [directory, join(directory, PLAIN)]) {
    for (const name of ["refs", "objects/info", "info"]) mkdirSync(join(each, name), { recursive: true });
    writeFileSync(join(each, "HEAD"), "ref: refs/heads/none\n");
  }
  mkdirSync(join(directory, "home"));
  writeFileSync(join(directory, "info/attributes"), RAW_ATTRIBUTES);
  // A link, so that a fetch which deepens history tells the user's repository too, under git's own lock.
  if (shallow) symlinkSync(shallow, join(directory, "shallow"));
  if (exclude && existsSync(exclude)) copyFileSync(exclude, join(directory, "info/exclude"));
  return directory;
}

/** Our own configuration, and the user's refs beside it: locks are taken where the user's own git takes them. */
function writeFormats(directory: string, commonDirectory: string, { format, refStorage }: Formats): void {
  for (const each of [directory, join(directory, PLAIN)]) {
    writeFileSync(join(each, "config"), configuration(format, "files"));
  }
  const user = join(directory, USER);
  mkdirSync(join(user, "objects"), { recursive: true });
  const names = refStorage === "reftable" ? ["reftable"] : ["refs", "packed-refs"];
  for (const name of names) symlinkSync(join(commonDirectory, name), join(user, name));
  mkdirSync(join(user, "refs"), { recursive: true });
  writeFileSync(join(user, "HEAD"), "ref: refs/heads/none\n");
  writeFileSync(join(user, "config"), configuration(format, refStorage));
}

/** Opens the private directory. Throws only on a fault of the machine. */
export function openSafeGit(place: SafeGitPlace): SafeGit {
  const directory = makePrivateDirectory(place);
  const environment: NodeJS.ProcessEnv = {
    HOME: join(directory, "home"),
    LC_ALL: "C",
    GIT_DIR: directory,
    GIT_OBJECT_DIRECTORY: join(place.commonDirectory, "objects"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_LITERAL_PATHSPECS: "1",
  };
  for (const name of [...ENVIRONMENT, ...NETWORK]) {
    const value = place.environment[name];
    if (value !== undefined) environment[name] = value;
  }
  const argv = (config: readonly string[], args: readonly string[]) => [
    ...[...SETTINGS, ...config].flatMap(setting => ["-c", setting]),
    ...args,
  ];
  const running = new Set<ChildProcess>();
  return {
    directory,
    plainDirectory: join(directory, PLAIN),
    refsDirectory: join(directory, USER),
    run: (args, options = {}) => {
      const env = { ...environment, ...options.env };
      const cwd = options.cwd ?? directory;
      return runGit(argv(options.config ?? [], args), { ...options, env, cwd, running });
    },
    setFormats: formats => writeFormats(directory, place.commonDirectory, formats),
    start: (args, { env = {}, config = [], stderr = false } = {}) =>
      spawn("git", argv(config, args), {
        env: { ...environment, ...env },
        cwd: directory,
        stdio: ["pipe", "pipe", stderr ? "pipe" : "ignore"],
      }),
    close() {
      // A remote that does not answer must not keep this process alive.
      for (const child of running) killGroup(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // ESRCH: the group ended by itself between the decision and the signal.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function runGit(
  argv: readonly string[],
  options: Omit<GitOptions, "env"> & { env: NodeJS.ProcessEnv; cwd: string; running: Set<ChildProcess> },
): Promise<GitResult> {
  const { env, cwd, running, input, secret, silence, timeout = 60_000 } = options;
  const { maxOutput = 64 * 1024 * 1024 } = options;
  return new Promise((resolve, reject) => {
    const stdin = input === undefined ? "ignore" : "pipe";
    const extra = secret === undefined ? [] : ["pipe" as const];
    // A group of its own: git's helpers (ssh, git-remote-https) must end with it.
    const child = spawn("git", argv, { env, cwd, detached: true, stdio: [stdin, "pipe", "pipe", ...extra] });
    running.add(child);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    let timedOut = false;
    const giveUp = (): void => {
      timedOut = true;
      killGroup(child);
    };
    const timer = setTimeout(giveUp, timeout);
    const unwatch = silence && child.pid ? watchSilence(child.pid, silence, giveUp) : () => undefined;
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutput) killGroup(child);
      else into.push(chunk);
    };
    child.stdout?.on("data", collect(out));
    child.stderr?.on("data", collect(err));
    child.on("error", error => {
      running.delete(child);
      clearTimeout(timer);
      unwatch();
      reject(error);
    });
    child.on("close", code => {
      running.delete(child);
      clearTimeout(timer);
      unwatch();
      resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString("utf8"), timedOut });
    });
    feed(child.stdin, input);
    const pipe = child.stdio[3];
    if (secret !== undefined && pipe && "write" in pipe) feed(pipe, secret);
  });
}

/** A process that ends without reading its input is no fault of ours: its exit code tells the story. */
function feed(stream: NodeJS.WritableStream | null, input: Buffer | string | undefined): void {
  if (!stream || input === undefined) return;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "ECONNRESET") throw error;
  });
  stream.end(input);
}

/** The user's shared indexes (split index mode), which git looks for in its own directory. */
export function linkSharedIndexes(directory: string, userGitDirectory: string): void {
  for (const name of readdirSync(userGitDirectory)) {
    const link = join(directory, name);
    if (name.startsWith("sharedindex.") && !existsSync(link)) symlinkSync(join(userGitDirectory, name), link);
  }
}

/** Looks in each span of silence. */
const LOOKS = 4;

/**
 * Calls `onSilence` once no process of the group has read, written or computed anything for `ms`. What an ssh client
 * does counts for nothing: it keeps its own connection alive whether or not anyone speaks through it. Without /proc
 * (macOS) nothing is ever silent. Answers how to end the watch.
 */
function watchSilence(group: number, ms: number, onSilence: () => void): () => void {
  let last: string | undefined; // most calls end before the first look, which reads all of /proc
  let since = performance.now();
  const timer = setInterval(() => {
    const now = stampOf(group);
    if (now !== last || now === "") {
      last = now;
      since = performance.now();
    } else if (performance.now() - since >= ms) {
      clearInterval(timer);
      onSilence();
    }
  }, ms / LOOKS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Changes with everything that the group does; empty where nothing can be known of it. */
function stampOf(group: number): string {
  const members = [...readProcessTable().values()].filter(each => each.group === group && !isSsh(each));
  return members.map(({ pid, cpuMs }) => `${pid} ${cpuMs} ${bytesOf(pid)}`).join("\n");
}

function isSsh({ pid }: ProcessEntry): boolean {
  return readProc(pid, "comm").trim() === "ssh";
}

/** Bytes that passed through the process's calls to read and write. */
function bytesOf(pid: number): string {
  return readProc(pid, "io").split("\n").slice(0, 2).join(" ");
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return ""; // gone, or closed to us: what else is known of it speaks then
  }
}
