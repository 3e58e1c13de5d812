import { readFileSync } from "node:fs";
import { type MountStep, mountCommands, overlayStep, quoted } from "./mount-steps.ts";
import {
  type InnerUser,
  isWithin,
  type OverlayMount,
  orderedPlaces,
  type VisiblePath,
  type VisiblePaths,
} from "./visible-paths.ts";

/** What the stage says, and ends with, where it could not prepare what the program is to run in. */
export const STAGE_FAILED = "milestone: the sandbox could not be set up";
export const STAGE_FAILED_EXIT = 125;

/** Programs of the system alone: what an agent or a plan puts on its PATH is never run with rights. */
export const SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

export interface SandboxStage {
  places: VisiblePaths;
  cwd: string;
  /** Absent: the program runs as the user that started the stage, with capabilities or without. */
  user?: InnerUser;
  /** Folders that belong to that user from now on. */
  handed?: readonly string[];
  /** Mounted before anything is covered. */
  overlay?: OverlayMount;
  /** Files that stand in place of the system's list of users and groups, which do not know that user. */
  accounts?: { passwd: string; group: string };
  /** What is kept of the rights of a person who is root; absent: nothing. */
  keepsRootsRights?: boolean;
}

/**
 * The first process inside, as a script of bash: it stands in new mount and process namespaces, covers what is not to be
 * seen, starts the program without rights, waits for it, collects what others leave behind, and by its end ends them all.
 * As it keeps its own rights, nothing inside can signal or trace it. Its arguments are the program's.
 */
export function stageScript(stage: SandboxStage): string {
  const { user, cwd } = stage;
  const preparation = [
    ...(user ? handOver(user, stage.handed ?? []) : []),
    ...mountCommands(stageSteps(stage)),
    `cd ${quoted(cwd)}`,
  ];
  return [
    ...orFail(preparation),
    // The first process of a namespace heeds no signal that it does not ask for (so no trap is set here): those of the
    // group are for the program.
    `${dropRights(user, stage.keepsRootsRights ?? false)} -- "$@" <&0 &`,
    "wait $!",
  ].join("\n");
}

/** The steps, of which none may fail. */
export function orFail(steps: readonly string[]): string[] {
  return [steps.join(" &&\n") + " ||", `{ echo "${STAGE_FAILED}" >&2; exit ${STAGE_FAILED_EXIT}; }`];
}

/** A file with several names may be another's, so it changes hands only where it was made by that user itself. */
function handOver({ uid, gid }: InnerUser, folders: readonly string[]): string[] {
  if (folders.length === 0) return [];
  return [changeOwner(folders, uid, gid)];
}

/** No link is followed and no other file system entered; nobody may be at work there. */
export function changeOwner(folders: readonly string[], uid: number, gid: number): string {
  const all = folders.map(quoted).join(" ");
  return `find ${all} -xdev '(' -type d -o -links 1 ')' ! -uid ${uid} -exec chown -h ${uid}:${gid} {} +`;
}

/** Every folder that is to be shown is held open before anything covers it, and mounted again from there. */
export function stageSteps({ places, overlay, accounts }: SandboxStage): MountStep[] {
  const ordered = orderedPlaces(places);
  const shown = ordered.filter(({ kind }) => kind !== "hidden");
  const fds = new Map(shown.map(({ path }, i) => [path, 20 + i]));
  return [
    ...(overlay ? [overlayStep(overlay)] : []),
    ...shown.map(({ path, from = path }): MountStep => ({ step: "open", fd: fds.get(path)!, path: from })),
    ...(accounts ? accountSteps(accounts) : []),
    ...ordered.flatMap((place, i) => show(place, ordered.slice(0, i), fds)),
    ...(places.restReadOnly ? readOnlySteps(ordered) : []),
  ];
}

function show(
  place: VisiblePath,
  outer: readonly VisiblePath[],
  fds: ReadonlyMap<string, number>,
): MountStep[] {
  const { path, kind, isFolder } = place;
  const cover = outer.filter(({ path: above }) => isWithin(path, above)).at(-1);
  const isCovered = cover?.kind === "hidden";
  switch (kind) {
    case "hidden":
      // What an outer place hides needs no hiding.
      return isCovered ? [] : [{ step: isFolder ? "coverFolder" : "coverFile", at: path }];
    case "readable":
    case "writable": {
      const readOnly = kind === "readable";
      // Nothing stands between it and the machine, and it needs no mount of its own.
      if (!cover && readOnly) return [];
      return [{ step: "show", fd: fds.get(path)!, at: path, isFolder, create: isCovered, readOnly }];
    }
    default:
      return kind satisfies never;
  }
}

function accountSteps({ passwd, group }: { passwd: string; group: string }): MountStep[] {
  return [
    { step: "bindFile", from: passwd, at: "/etc/passwd" },
    { step: "bindFile", from: group, at: "/etc/group" },
  ];
}

/** File systems of the kernel itself: what may be written there is for other rules to say. */
const KERNEL =
  /^(?:proc|sysfs|cgroup2?|devpts|devtmpfs|mqueue|debugfs|tracefs|securityfs|bpf|nsfs|autofs|fusectl|configfs|pstore|efivarfs|binfmt_misc|hugetlbfs|rpc_pipefs|ramfs)$/;

/** Each mount that can be written and is no place of its own becomes read-only, with the flags that it has. */
function readOnlySteps(places: readonly VisiblePath[]): MountStep[] {
  return parseMounts(readFileSync("/proc/self/mountinfo", "utf8"))
    .filter(({ path, type, options }) => options.includes("rw") && !KERNEL.test(type) && isOpen(path, places))
    .map(({ path, options }) => ({
      step: "readOnly",
      at: path,
      flags: options.filter(option => option !== "rw" && option !== "ro"),
    }));
}

/** Neither covered by a place nor brought along with one. */
function isOpen(path: string, places: readonly VisiblePath[]): boolean {
  return !places.some(place => isWithin(path, place.path));
}

interface Mount {
  path: string;
  type: string;
  options: string[];
}

/** Lines of proc_pid_mountinfo(5); of several mounts at one path the last is the one that is seen. */
export function parseMounts(mountinfo: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , , path, options] = before.split(" ");
    if (path === undefined || options === undefined) continue;
    const plain = path.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    mounts.set(plain, { path: plain, type: after.split(" ")[0] ?? "", options: options.split(",") });
  }
  return [...mounts.values()];
}

/** Numbers of capabilities(7) by which root could undo the mounts or look into others' memory, devices and files by handle. */
const ROOTS_RIGHTS_OVER_US = {
  dac_read_search: 2,
  sys_module: 16,
  sys_rawio: 17,
  sys_chroot: 18,
  sys_ptrace: 19,
  sys_admin: 21,
  sys_boot: 22,
  mknod: 27,
  mac_override: 32,
  mac_admin: 33,
  syslog: 34,
  // Programs in the kernel read all memory.
  perfmon: 38,
  bpf: 39,
  checkpoint_restore: 40,
} as const;

/** Those of them that this kernel knows, by name and number. */
export function rightsOverUs(): [string, number][] {
  const last = Number(readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"));
  return Object.entries(ROOTS_RIGHTS_OVER_US).filter(([, number]) => number <= last);
}

/** The command that gives up every right of root for good and starts the arguments after `--`. */
export function dropRights(user: InnerUser | undefined, keepsRootsRights = false): string {
  if (keepsRootsRights) {
    return `setpriv --bounding-set=${rightsOverUs()
      .map(([name]) => `-${name}`)
      .join(",")} --no-new-privs`;
  }
  const become = user ? `--reuid ${user.uid} --regid ${user.gid} --clear-groups ` : "";
  return `setpriv ${become}--bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs`;
}
