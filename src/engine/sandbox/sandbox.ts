import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { canLaunchByRoot } from "../process/launch.ts";
import { MARKER_VARIABLE } from "../process/process-marks.ts";
import { type Confinement, type Program, runProcess } from "../process/run-process.ts";
import { bubblewrapArgv } from "./bubblewrap.ts";
import { quoted } from "./mount-steps.ts";
import { canStageByPerl, perlStage } from "./perl-stage.ts";
import { seatbeltProfile } from "./seatbelt.ts";
import {
  changeOwner,
  dropRights,
  orFail,
  type SandboxStage,
  STAGE_FAILED,
  STAGE_FAILED_EXIT,
  SYSTEM_PATH,
  stageScript,
} from "./stage.ts";
import {
  type BindMount,
  closedFolders,
  type InnerUser,
  isWithin,
  type OverlayMount,
  type VisiblePaths,
} from "./visible-paths.ts";

/**
 * How the machine keeps what runs here apart, the stronger first:
 * - `sudo`: mount and process namespaces made by root, in them a user of its own (GitHub's hosted runners);
 * - `root`: the same where the engine itself is root and may mount;
 * - `bubblewrap`, `unshare`: the same inside a user namespace, as the engine's own user;
 * - `user`: a user of its own alone (containers whose root may not mount);
 * - `seatbelt`: macOS's sandbox-exec.
 */
export type SandboxKind = "sudo" | "root" | "bubblewrap" | "unshare" | "user" | "seatbelt";

/** Kinds that can mount an overlay. */
export const OVERLAY_KINDS: readonly SandboxKind[] = ["sudo", "root", "unshare"];

/** Kinds that can show a folder at another path than its own. */
export const PLACING_KINDS: readonly SandboxKind[] = ["sudo", "root", "bubblewrap", "unshare"];

/** What a program that runs inside may write, and what comes with it. */
export interface SandboxPaths {
  /** Its work tree, home, brief, temporary folder. */
  writable: readonly string[];
  /** What it may read, though it lies below what is hidden. */
  readable?: readonly string[];
  /** One of the writable folders at another path too, by the kinds that can. */
  placed?: BindMount;
  /** One of them that is mounted of others. */
  overlay?: OverlayMount;
  /** Of the user's own checkout: it stays the user's, so what runs there runs as that user. */
  isUsersOwn?: boolean;
}

export interface Sandbox {
  kind: SandboxKind;
  /** One program with everything that comes from it. */
  open(own: SandboxPaths): Confinement;
  /** Gives a folder to whom what runs inside runs as, for good. */
  hand(folder: string): Promise<void>;
  /** Has it back, so that it can be removed. */
  takeBack(folder: string): Promise<void>;
}

/** By what the namespaces are made and filled: one program for all of it, or one each. */
export type Stager = "perl" | "shell";

export interface SandboxOptions {
  /** Absent: all that this machine may have, the stronger first. */
  kinds?: readonly SandboxKind[];
  /** Absent: all that this machine may have. */
  stagers?: readonly Stager[];
  /** The same for every program. */
  places: VisiblePaths;
  /** Whether programs run as the person at the machine, with that person's rights, or as nobody in particular. */
  asPerson: boolean;
  /** Whether root's help may be asked for: on a runner, never of a person. */
  mayUseSudo: boolean;
  /** The engine's own, in which bubblewrap is looked for. */
  path: string;
  /** A folder of the engine's alone. */
  scratch: string;
}

export type OpenedSandbox =
  | { sandbox: Sandbox; reasons: readonly string[] }
  /** Why each kind is not to be had. */
  | { sandbox: null; reasons: readonly string[] };

/** A user that no system gives to anybody: below those of containers' users, above those of people and services. */
const OWN_USER: InnerUser = { uid: 60_570, gid: 60_570 };

/** Tries each kind by doing exactly what is done later, and takes the first that holds. */
export async function openSandbox(options: SandboxOptions): Promise<OpenedSandbox> {
  const reasons: string[] = [];
  for (const kind of options.kinds ?? kindsHere(options)) {
    let trouble = await refuseKind(kind, options);
    for (const stager of trouble === null ? stagersOf(kind, options) : []) {
      const made = makeSandbox(kind, options, stager);
      trouble = await probe(made, options);
      if (trouble === null) return { sandbox: made, reasons };
    }
    reasons.push(`${kind}: ${trouble}`);
  }
  return { sandbox: null, reasons };
}

function kindsHere({ asPerson, mayUseSudo }: SandboxOptions): SandboxKind[] {
  if (process.platform === "darwin") return ["seatbelt"];
  if (process.platform !== "linux") return [];
  if (process.getuid?.() === 0) return asPerson ? ["root"] : ["root", "user"];
  return [...(mayUseSudo ? (["sudo"] as const) : []), "bubblewrap", "unshare"];
}

/** Why a kind need not be tried; null where it is worth a try. */
async function refuseKind(kind: SandboxKind, { asPerson, places }: SandboxOptions): Promise<string | null> {
  switch (kind) {
    case "sudo":
      return (await canLaunchByRoot()) ? null : "sudo asks for a password, or is not there";
    case "bubblewrap":
    case "unshare":
      return asPerson ? null : powerfulGroup(places);
    case "root":
    case "user":
    case "seatbelt":
      return null;
    default:
      return kind satisfies never;
  }
}

/** Kinds that mount nothing by themselves are tried once. */
function stagersOf(kind: SandboxKind, { stagers }: SandboxOptions): readonly Stager[] {
  if (!OVERLAY_KINDS.includes(kind)) return ["shell"];
  return stagers ?? (canStageByPerl() ? ["perl", "shell"] : ["shell"]);
}

function makeSandbox(kind: SandboxKind, options: SandboxOptions, stager: Stager): Sandbox {
  switch (kind) {
    case "sudo":
    case "root":
      return {
        kind,
        open: own => byNamespaces({ kind, stager, ...options }, own),
        ...(options.asPerson ? KEPT : handing(kind)),
      };
    case "unshare":
      return { kind, open: own => byNamespaces({ kind, stager, ...options }, own), ...KEPT };
    case "bubblewrap":
      return { kind, open: own => byBubblewrap(options, own), ...KEPT };
    case "user":
      return { kind, open: own => byUser(options, own), ...KEPT };
    case "seatbelt":
      return { kind, open: own => bySeatbelt(options, own), ...KEPT };
    default:
      return kind satisfies never;
  }
}

/** What runs inside is who the engine is. */
const KEPT: Pick<Sandbox, "hand" | "takeBack"> = {
  hand: () => Promise.resolve(),
  takeBack: () => Promise.resolve(),
};

function handing(kind: "sudo" | "root"): Pick<Sandbox, "hand" | "takeBack"> {
  return {
    async hand(folder) {
      const trouble = await changeHands([folder], OWN_USER, kind === "sudo");
      if (trouble !== null) throw new Error(`${folder} could not be given to the sandbox's user: ${trouble}`);
    },
    takeBack: folder => (kind === "sudo" ? takeBack([folder]) : Promise.resolve()),
  };
}

/** The namespaces themselves, and a first process in them that can see to the rest. `--kill-child`: all end with unshare. */
const UNSHARE = ["--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc", "--"];

interface ByNamespaces extends SandboxOptions {
  kind: "sudo" | "root" | "unshare";
  stager: Stager;
}

function byNamespaces({ kind, stager, ...options }: ByNamespaces, own: SandboxPaths): Confinement {
  const user = kind === "unshare" || options.asPerson || own.isUsersOwn ? undefined : OWN_USER;
  const accounts = user && accountFiles(options.scratch, user);
  const self = kind === "sudo" && !user ? { uid: process.getuid!(), gid: process.getgid!() } : undefined;
  const unshare =
    kind === "unshare"
      ? ["/usr/bin/unshare", "--user", "--map-current-user", "--keep-caps", ...UNSHARE]
      : ["/usr/bin/unshare", ...UNSHARE];
  return {
    byRoot: kind === "sudo",
    ownsProcesses: true,
    enter({ argv, cwd: folder, env }: Program): Program {
      const cwd = shownAt(own, folder);
      const { outer, names, last } = carry(env, SYSTEM_PATH);
      const places = withOwn(options.places, own);
      const stage: SandboxStage = {
        places: user ? opened(places, cwd) : places,
        cwd,
        ...(own.overlay ? { overlay: own.overlay } : {}),
        ...(user ? { user, handed: ownedBy(own), accounts: accounts! } : {}),
        ...(self ? { user: self } : {}),
        keepsRootsRights: kind === "root" && options.asPerson,
      };
      if (stager === "perl")
        return {
          argv: perlStage({ ...stage, inUserNamespace: kind === "unshare", names, argv }),
          cwd: "/",
          env: outer,
        };
      const shell = ["bash", "--noprofile", "--norc", "-c", stageScript(stage), "milestone"];
      return {
        argv: [...unshare, ...shell, "/bin/sh", "-c", last, "milestone", ...argv],
        cwd: "/",
        env: outer,
      };
    },
    leave: () => (kind === "sudo" && user ? takeBack(ownedBy(own)) : Promise.resolve()),
  };
}

/** What is written in an overlay lies in its upper folder. */
function ownedBy({ writable, overlay }: SandboxPaths): readonly string[] {
  if (!overlay) return writable;
  const { files, work } = overlay.upper ?? {};
  const upper = [files, work].filter(each => each !== undefined);
  return [...writable.filter(folder => folder !== overlay.at), ...upper];
}

function shownAt({ placed }: SandboxPaths, folder: string): string {
  return placed?.from === folder ? placed.at : folder;
}

function withOwn(places: VisiblePaths, { writable, readable = [], placed }: SandboxPaths): VisiblePaths {
  return {
    ...places,
    ...(placed ? { placed } : {}),
    readable: [...places.readable, ...readable],
    writable: [...places.writable, ...writable],
  };
}

/** A user of its own writes what it was given and what is open to everybody, and must come through to its places. */
function opened(places: VisiblePaths, cwd: string): VisiblePaths {
  const needed = [...places.writable, ...places.readable, ...(places.placed ? [places.placed.at] : []), cwd];
  return { ...places, hidden: [...places.hidden, ...closedFolders(needed)] };
}

/** The system's lists with a line for the user inside, as many programs ask for their user's name. */
function accountFiles(scratch: string, { uid, gid }: InnerUser): { passwd: string; group: string } {
  const files = { passwd: join(scratch, "passwd"), group: join(scratch, "group") };
  const write = (path: string, from: string, line: string): void =>
    writeFileSync(path, `${readFileSync(from, "utf8").trimEnd()}\n${line}\n`, { mode: 0o644 });
  write(files.passwd, "/etc/passwd", `milestone:x:${uid}:${gid}:milestone:/tmp:/bin/bash`);
  write(files.group, "/etc/group", `milestone:x:${gid}:`);
  return files;
}

/** Nothing runs any more that could stand in the way; what is not had back cannot be read, which is told where it is. */
async function takeBack(folders: readonly string[]): Promise<void> {
  await changeHands(folders, { uid: process.getuid!(), gid: process.getgid!() }, true);
}

/** Answers what went wrong, or null. */
async function changeHands(
  folders: readonly string[],
  to: InnerUser,
  byRoot: boolean,
): Promise<string | null> {
  const confinement: Confinement = {
    byRoot,
    ownsProcesses: false,
    enter: program => program,
    leave: () => Promise.resolve(),
  };
  const script = changeOwner(folders, to.uid, to.gid);
  const { reason, exitCode, tail } = await runProcess({
    argv: ["/bin/sh", "-c", script],
    cwd: "/",
    env: { PATH: SYSTEM_PATH },
    confinement,
  }).outcome;
  if (reason === "exited" && exitCode === 0) return null;
  return tail.trim().split("\n").at(-1) || `it ended with ${exitCode ?? reason}`;
}

function byBubblewrap(options: SandboxOptions, own: SandboxPaths): Confinement {
  const places = withOwn(options.places, own);
  return {
    byRoot: false,
    ownsProcesses: true,
    enter({ argv, cwd, env }) {
      const { outer, last } = carry(env, options.path, true);
      // The signals of the group are for the program: bubblewrap ends, and with it all, when the program has.
      const patient = ["/bin/sh", "-c", `trap "" TERM INT HUP; exec "$@"`, "milestone"];
      return {
        argv: [
          ...patient,
          ...bubblewrapArgv("bwrap", places, shownAt(own, cwd)),
          ...["/bin/sh", "-c", last, "milestone", ...argv],
        ],
        cwd: "/",
        env: outer,
      };
    },
    leave: () => Promise.resolve(),
  };
}

let users = 0;

/** Each program has a user of its own, so that whatever it leaves running can be told and ended by that. */
function byUser(options: SandboxOptions, own: SandboxPaths): Confinement {
  const id = OWN_USER.uid + 1 + (users++ % 64);
  const user = own.isUsersOwn ? undefined : { uid: id, gid: id };
  const asUser = ["/bin/sh", "-c"];
  return {
    byRoot: false,
    ownsProcesses: false,
    enter({ argv, cwd, env }) {
      const { outer, last } = carry(env, SYSTEM_PATH);
      const script = [
        ...orFail([
          ...(user ? [changeOwner(own.writable, user.uid, user.gid)] : []),
          ...(user ? own.writable.map(folder => `chmod go-rwx ${quoted(folder)}`) : []),
          ...passable(options.places, own).map(folder => `chmod go=x ${quoted(folder)}`),
          `cd ${quoted(cwd)}`,
        ]),
        `exec ${dropRights(user)} -- "$@"`,
      ].join("\n");
      return {
        argv: [...asUser, script, "milestone", "/bin/sh", "-c", last, "milestone", ...argv],
        cwd: "/",
        env: outer,
      };
    },
    /** As that user, so that it reaches all of its processes, however fast they multiply, and nobody else's. */
    async leave() {
      if (!user) return;
      const kill = `exec ${dropRights(user)} -- /bin/sh -c 'kill -9 -1'`;
      await runProcess({ argv: ["/bin/sh", "-c", kill], cwd: "/", env: { PATH: SYSTEM_PATH } }).outcome;
    },
  };
}

/** The engine's own folders above what the program may write: it may pass, and see nothing else there. */
function passable({ hidden }: VisiblePaths, own: SandboxPaths): string[] {
  if (own.isUsersOwn) return [];
  const folders = new Set<string>();
  for (const path of own.writable) {
    const top = hidden.find(folder => path.startsWith(`${folder}/`));
    for (let folder = dirname(path); top && isWithin(folder, top); folder = dirname(folder))
      folders.add(folder);
  }
  return [...folders];
}

function bySeatbelt(options: SandboxOptions, own: SandboxPaths): Confinement {
  const places = withOwn(options.places, own);
  return {
    byRoot: false,
    ownsProcesses: false,
    enter: program => ({
      ...program,
      argv: ["/usr/bin/sandbox-exec", "-p", seatbeltProfile(places), ...program.argv],
    }),
    leave: () => Promise.resolve(),
  };
}

/** Whether the sandbox holds; null, or what is wrong. */
async function probe(sandbox: Sandbox, options: SandboxOptions): Promise<string | null> {
  const folder = mkdtempSync(join(options.scratch, "probe-"));
  try {
    return await tryOut(sandbox, options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tests of the probe by what a shell has in itself: a program started for each would take longer than the sandbox. */
const PROBE_FUNCTIONS = `
holds_only() {
  folder=$1; shift
  for found in "$folder"/* "$folder"/.[!.]* "$folder"/..?*; do
    [ -e "$found" ] || [ -L "$found" ] || continue
    for name; do [ "$found" != "$folder/$name" ] || continue 2; done
    return 1
  done
}
has_no_rights() {
  while read -r key value; do
    [ "$key" != CapEff: ] || case $value in *[!0]*) return 1 ;; *) return 0 ;; esac
  done < /proc/self/status
  return 1
}`;

async function tryOut(sandbox: Sandbox, options: SandboxOptions, folder: string): Promise<string | null> {
  const [own, secret] = [join(folder, "own"), join(folder, "secret")];
  mkdirSync(own);
  writeFileSync(secret, "secret", { mode: 0o600 });
  const confinement = sandbox.open({ writable: [own] });
  const tests: [string, string][] = [
    ["its own folder cannot be written", `echo written > ${quoted(join(own, "file"))}`],
    ...options.places.hidden.map((path): [string, string] => [
      `${path} is not hidden`,
      `holds_only ${[path, ...namesBelow(options.places, own, path)].map(quoted).join(" ")}`,
    ]),
    ...(sandbox.kind === "seatbelt" || sandbox.kind === "user"
      ? []
      : ([["other processes are to be seen", `[ ! -e /proc/${process.pid}/status ]`]] as [string, string][])),
    ...(process.platform === "linux" && !(options.asPerson && sandbox.kind === "root")
      ? ([["it keeps rights of root", "has_no_rights"]] as [string, string][])
      : []),
  ];
  // Without mounts nothing can be hidden but what modes hide.
  const held = sandbox.kind === "user" ? [tests[0]!, tests.at(-1)!] : tests;
  const lines = held.map(([why, test]) => `{ ${test} ; } || { echo ${quoted(why)}; exit 1; }`);
  const script = [PROBE_FUNCTIONS, ...lines].join("\n");
  const { reason, exitCode, tail } = await runProcess({
    argv: ["/bin/sh", "-c", script],
    cwd: own,
    env: { PATH: SYSTEM_PATH },
    timeoutMs: PROBE_TIMEOUT_MS,
    confinement,
  }).outcome;
  if (reason === "exited" && exitCode === 0) return null;
  return tail.split("\n").find(line => line.trim() !== "") ?? `it ended with ${exitCode ?? reason}`;
}

const PROBE_TIMEOUT_MS = 10_000;

/** What stands in a hidden folder all the same, since places below it are shown. */
function namesBelow(places: VisiblePaths, own: string, folder: string): string[] {
  return [...places.readable, ...places.writable, own]
    .filter(path => path.startsWith(`${folder}/`))
    .map(path => path.slice(folder.length + 1).split("/")[0]!);
}

/** Whether the sandbox itself failed, not what was to run in it. */
export function isSandboxFailure(outcome: { exitCode: number | null; tail: string }): boolean {
  return outcome.exitCode === STAGE_FAILED_EXIT && outcome.tail.includes(STAGE_FAILED);
}

/** Names that a shell can take from its environment and hand on. */
const SHELL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Of these bash makes variables that cannot be set; none of them means anything to a loader. */
const UNSETTABLE = new Set(["UID", "EUID", "PPID", "BASHOPTS", "SHELLOPTS", "BASH_VERSINFO", "_"]);

interface Carried {
  /** For the programs that prepare the sandbox: nothing in it that could steer them. */
  outer: Record<string, string>;
  /** The program's own, in the order of those without a meaning. */
  names: string[];
  /** A shell command that puts the program's own variables in place and becomes the program in its arguments. */
  last: string;
}

/**
 * A plan may set any variable, `LD_PRELOAD` and `PATH` among them, and what prepares the sandbox has rights. So the
 * program's variables travel under names without a meaning, never in an argument list, which others could read.
 * @param defaultSignals puts back the signals that the programs before it ignore
 */
function carry(env: Readonly<Record<string, string>>, path: string, defaultSignals = false): Carried {
  const outer: Record<string, string> = { PATH: path };
  const assignments: string[] = [];
  const others: string[] = [];
  const carried: string[] = [];
  const all: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (name === MARKER_VARIABLE) outer[name] = value;
    if (UNSETTABLE.has(name)) continue;
    const alias = `_milestone_${carried.length}`;
    outer[alias] = value;
    carried.push(alias);
    all.push(name);
    if (SHELL_NAME.test(name)) assignments.push(`${name}=$${alias}`);
    else others.push(`${quoted(`${name}=`)}"$${alias}"`);
  }
  const assigned = assignments.map(each => each.slice(0, each.indexOf("=")));
  const viaEnv = others.length > 0 || defaultSignals;
  const env_ = defaultSignals ? "/usr/bin/env --default-signal=TERM,INT,HUP " : "/usr/bin/env ";
  const last = [
    // Left behind by the change to the working directory.
    "unset OLDPWD",
    ...(env.PATH === undefined ? ["unset PATH"] : []),
    ...(assigned.length > 0 ? [`export ${assigned.join(" ")}`, assignments.join(" ")] : []),
    // What no shell variable can be called comes as an argument that this very process takes away again.
    ...(others.length > 0 ? [`set -- ${others.join(" ")} "$@"`] : []),
    ...(carried.length > 0 ? [`unset ${carried.join(" ")}`] : []),
    `exec ${viaEnv ? env_ : ""}"$@"`,
  ].join("\n");
  return { outer, names: all, last };
}

/** A user namespace leaves a process the groups of its user. Each of these leads to root, by these sockets. */
const BY_SOCKET: Readonly<Record<string, readonly string[]>> = {
  docker: ["/run/docker.sock"],
  lxd: ["/var/lib/lxd/unix.socket", "/var/snap/lxd/common/lxd/unix.socket"],
  incus: ["/var/lib/incus/unix.socket", "/run/incus"],
  "incus-admin": ["/var/lib/incus/unix.socket", "/run/incus"],
  libvirt: ["/run/libvirt"],
};
/** By a device that reads and writes everything. */
const BY_DEVICE = ["disk", "kmem"];

/** The group of this user that would lead out of the sandbox; null where there is none. */
function powerfulGroup({ hidden }: VisiblePaths): string | null {
  for (const group of groupNames()) {
    if (BY_DEVICE.includes(group)) return `this user is in the group ${group}, which may read every disk`;
    const sockets = BY_SOCKET[group];
    if (!sockets) continue;
    const isHidden = sockets.some(path => existsSync(path) && hidden.some(folder => isWithin(path, folder)));
    if (!isHidden) return `this user is in the group ${group}, whose socket could not be hidden`;
  }
  return null;
}

function groupNames(): string[] {
  const ids = new Set(process.getgroups?.() ?? []);
  return readFileSync("/etc/group", "utf8")
    .split("\n")
    .map(line => line.split(":"))
    .filter(([, , id]) => id !== undefined && ids.has(Number(id)))
    .map(([name = ""]) => name);
}
