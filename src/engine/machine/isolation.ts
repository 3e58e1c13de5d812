import { chmodSync, existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Confinement } from "../process/run-process.ts";
import {
  type OpenedSandbox,
  openSandbox,
  type Sandbox,
  type SandboxKind,
  type SandboxPaths,
} from "../sandbox/sandbox.ts";
import { isWithin, type VisiblePaths } from "../sandbox/visible-paths.ts";

/**
 * `auto`: on a runner a sandbox, without which nothing runs that could do harm; on the command line the engine's own
 * places are hidden. `strict`: on the command line as on a runner. `none`: no sandbox.
 */
export type IsolationMode = "auto" | "strict" | "none";

export interface IsolationRequest {
  onRunner: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** The user's checkout. */
  root: string;
  /** The engine's own: the checkout's git directory and whatever else holds its store. */
  store: {
    directories: readonly string[];
    /** Folders of objects, which agents' own git reads. */
    objects: () => Promise<readonly string[]>;
  };
  /** Folders of agents' trees, homes and briefs. */
  workplaces: readonly string[];
  /** A folder of the engine's alone, one of the workplaces. */
  scratch: string;
}

/** Where everything runs that comes from the repository: phases, setup, tests, checks and probes. */
export interface Isolation {
  /** What the base's configuration says; to be told before the first use. */
  settle(mode: IsolationMode): void;
  /** Whether everything runs as nobody in particular, with a home of its own. */
  isStrict(): boolean;
  /** Asked of the machine at first need, once. */
  found(): Promise<FoundIsolation>;
  /** Null where none is wanted, or none is to be had. */
  sandbox(): Promise<Sandbox | null>;
  /** null: as the engine itself. */
  confinement(own: SandboxPaths): Promise<Confinement | null>;
}

export type FoundIsolation =
  | { kind: SandboxKind }
  /** `why` is empty where none is wanted. */
  | { kind: "none"; why: string };

export function machineIsolation(request: IsolationRequest): Isolation {
  let opening: Promise<OpenedSandbox> | null = null;
  let mode: IsolationMode = "auto";
  const isStrict = (): boolean => request.onRunner || mode === "strict";
  const open = (): Promise<OpenedSandbox> => {
    const asPerson = !isStrict();
    opening ??= openSandbox({
      places: placesOf(request, asPerson),
      asPerson,
      mayUseSudo: request.onRunner,
      path: request.environment.PATH ?? "",
      scratch: request.scratch,
    });
    return opening;
  };
  return {
    settle(said) {
      if (said !== mode) opening = null;
      mode = said;
    },
    isStrict,
    async found() {
      if (mode === "none") return { kind: "none", why: "" };
      const { sandbox, reasons } = await open();
      return sandbox ? { kind: sandbox.kind } : { kind: "none", why: reasons.join("; ") };
    },
    sandbox: async () => (mode === "none" ? null : (await open()).sandbox),
    async confinement(own) {
      if (mode === "none") return null;
      const { sandbox } = await open();
      const isUsersOwn = own.writable.includes(request.root);
      const readable = [...(own.readable ?? []), ...(await request.store.objects()).filter(openToAll)];
      return sandbox?.open({ ...own, readable, isUsersOwn }) ?? null;
    },
  };
}

/** Objects on their way to the user's lie in a folder of the engine's alone, until an agent's git is to read them. */
function openToAll(folder: string): boolean {
  if (!existsSync(folder)) return false;
  if (basename(folder) !== "objects") chmodSync(folder, 0o755);
  return true;
}

function placesOf(request: IsolationRequest, asPerson: boolean): VisiblePaths {
  const { store, workplaces, environment } = request;
  const own = [...store.directories, ...workplaces, ...othersWorkplaces(environment)];
  if (asPerson) return real({ hidden: own, readable: [], writable: [], restReadOnly: false });
  const { home, shown } = homePlaces(request);
  return real({
    hidden: [...own, ...home, ...runnerFiles(environment), ...SOCKETS, ...socketsOf(environment)],
    readable: shown,
    writable: [environment.TMPDIR ?? tmpdir(), "/tmp", "/var/tmp", "/dev/shm"],
    restReadOnly: true,
  });
}

/** As the system names them, and only those that are there: another run may remove its folders at this moment. */
function real({ hidden, readable, writable, restReadOnly }: VisiblePaths): VisiblePaths {
  const found = (paths: readonly string[]): string[] => [
    ...new Set(paths.map(realPath).filter(path => path !== null)),
  ];
  return { hidden: found(hidden), readable: found(readable), writable: found(writable), restReadOnly };
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null; // gone, or out of this user's reach
  }
}

/** Folders of other runs of this engine on the machine. */
function othersWorkplaces({ RUNNER_TEMP }: Readonly<Record<string, string | undefined>>): string[] {
  return [...new Set([tmpdir(), "/var/tmp", ...(RUNNER_TEMP ? [RUNNER_TEMP] : [])])]
    .filter(existsSync)
    .flatMap(folder =>
      readdirSync(folder)
        .filter(name => /^milestone-(?:trees|scratch|git)-/.test(name))
        .map(name => join(folder, name)),
    );
}

/** What the job writes for its runner and learns from it, and by which the runner itself is known to GitHub. */
function runnerFiles(environment: Readonly<Record<string, string | undefined>>): string[] {
  const files = ["ENV", "OUTPUT", "PATH", "STATE", "STEP_SUMMARY", "EVENT_PATH"].flatMap(
    name => environment[`GITHUB_${name}`] ?? [],
  );
  const ofRunner = ["_runner_file_commands", "_github_workflow"];
  const runner = join(process.execPath, "../../../..");
  return [
    ...files.map(file => (ofRunner.includes(basename(dirname(file))) ? dirname(file) : file)),
    ...ofRunner.map(name => join(environment.RUNNER_TEMP ?? "/nonexistent", name)),
    ...(existsSync(join(runner, ".runner"))
      ? [".runner", ".credentials", ".credentials_rsaparams", ".env", "_diag"].map(name => join(runner, name))
      : []),
  ];
}

/** Services that start anything as root for anyone who may speak to them. */
const SOCKETS = [
  ...[
    "/run/docker.sock",
    "/run/docker",
    "/run/containerd",
    "/run/podman",
    "/run/crio",
    "/run/cri-dockerd.sock",
  ],
  ...["/run/libvirt", "/run/incus", "/var/lib/incus", "/var/lib/lxd", "/var/snap/lxd/common/lxd"],
  ...["/run/dbus/system_bus_socket", "/run/systemd/private", "/run/snapd.socket"],
  `/run/user/${process.getuid?.() ?? 0}`,
];

function socketsOf({ DOCKER_HOST, SSH_AUTH_SOCK }: Readonly<Record<string, string | undefined>>): string[] {
  const docker = DOCKER_HOST?.startsWith("unix://") ? [DOCKER_HOST.slice("unix://".length)] : [];
  return [...docker, ...(SSH_AUTH_SOCK ? [SSH_AUTH_SOCK] : [])];
}

/** Below a home folder: where tools and their caches stand that a build needs. */
const TOOLS = [
  ...[
    ".cargo",
    ".rustup",
    ".nvm",
    ".volta",
    ".fnm",
    ".bun",
    ".deno",
    ".npm",
    ".yarn",
    ".pnpm-store",
    ".cache",
  ],
  ...[".local/bin", ".local/lib", ".local/share/pnpm", ".local/share/mise", ".local/share/uv", ".local/pipx"],
  ...[".pyenv", ".rbenv", ".rvm", ".gem", ".asdf", ".sdkman", ".jenv", ".dotnet", ".nuget", ".m2/repository"],
  ...[".gradle/caches", ".gradle/wrapper", "go", ".ghcup", ".cabal", ".stack", ".opam", ".pub-cache"],
  ...[
    ".composer/vendor",
    ".config/composer/vendor",
    "Android/Sdk",
    ".juliaup",
    ".julia",
    ".elan",
    ".swiftly",
  ],
];
/** In them, and for nobody else. */
const SECRETS_OF_TOOLS = [".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials"];

/** A person's home is not shown but for the tools in it, and for the job's own folders where they lie in it. */
function homePlaces({ environment, root }: IsolationRequest): { home: string[]; shown: string[] } {
  const homes = [...new Set([homedir(), environment.HOME ?? homedir()])].filter(
    home => isAbsolute(home) && home !== "/" && existsSync(home),
  );
  const { GITHUB_WORKSPACE, RUNNER_TEMP, RUNNER_TOOL_CACHE, PATH = "" } = environment;
  const named = [
    root,
    GITHUB_WORKSPACE,
    RUNNER_TEMP,
    RUNNER_TOOL_CACHE,
    process.execPath,
    ...PATH.split(":"),
  ];
  const tools = homes.flatMap(home => TOOLS.map(folder => join(home, folder)));
  const shown = [...named, ...tools].filter((path): path is string => {
    if (path === undefined || !isAbsolute(path) || homes.includes(path)) return false;
    return homes.some(home => isWithin(path, home));
  });
  const secrets = homes.flatMap(home => SECRETS_OF_TOOLS.map(file => join(home, file)));
  return { home: [...homes, ...secrets], shown };
}
