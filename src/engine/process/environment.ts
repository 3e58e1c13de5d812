import { secretValues } from "./entry.ts";

/** Variables as a process holds them. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentRequest {
  /** The engine's own variables as it was started with, secrets included (see entry.ts). */
  engine: Variables;
  /**
   * What the executor and its profile allow, the nearest last: a value, or null for the engine's own
   * variable of that name.
   */
  allow: readonly Readonly<Record<string, string | null>>[];
  /** The `MILESTONE_…` variables of this phase. */
  milestone: Readonly<Record<string, string>>;
  /** A private folder on a runner; absent: the user's own home. */
  home?: string;
  /** Whether a folder is there; looked at for tools that stand in the user's home when the executor has another. */
  exists?: (path: string) => boolean;
}

export interface Environment {
  variables: Record<string, string>;
  /** Names that `allow` asked for and no executor may ever have. To be told to the user. */
  refused: string[];
  /** Names that the engine has and the executor has not, though a plan may hand them on. */
  withheld: string[];
}

const PASSED = new Set([
  "PATH",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "CI",
  // By this variable the runner finds and ends what a job leaves behind.
  "RUNNER_TRACKING_ID",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "NODE_EXTRA_CA_CERTS",
  "NODE_USE_SYSTEM_CA",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "CURL_CA_BUNDLE",
  "REQUESTS_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  "AWS_CA_BUNDLE",
  "PIP_CERT",
  "CARGO_HTTP_CAINFO",
]);

/**
 * What tool set-up actions export for later steps, by name or by a name's end: folders and versions, never secrets. The docs
 * list them (docs/agents.md). A value that looks like a secret is withheld all the same.
 */
const TOOL_VARIABLES = new Set([
  "LD_LIBRARY_PATH",
  "PKG_CONFIG_PATH",
  "pythonLocation",
  "Python_ROOT_DIR",
  "Python2_ROOT_DIR",
  "Python3_ROOT_DIR",
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
  "CONDA_DEFAULT_ENV",
  "GOPATH",
  "GOBIN",
  "GOCACHE",
  "GOMODCACHE",
  "GOFLAGS",
  "GOPROXY",
  "GOTOOLCHAIN",
  "ANDROID_SDK_ROOT",
  "NVM_DIR",
  "NVM_BIN",
  "PNPM_HOME",
  "YARN_CACHE_FOLDER",
  "npm_config_cache",
  "BUN_INSTALL",
  "DENO_DIR",
  "DENO_INSTALL",
  "PIPX_BIN_DIR",
  "PIP_CACHE_DIR",
  "UV_CACHE_DIR",
  "UV_PYTHON",
  "RUSTUP_TOOLCHAIN",
  "RUSTC_WRAPPER",
  "CARGO_INCREMENTAL",
  "CARGO_TERM_COLOR",
  "M2",
  "MAVEN_ARGS",
  "JAVA_TOOL_OPTIONS",
  "GRADLE_USER_HOME",
  "DOTNET_ROOT",
  "DOTNET_CLI_TELEMETRY_OPTOUT",
  "DOTNET_NOLOGO",
  "NUGET_PACKAGES",
  "PHP_INI_SCAN_DIR",
  "COMPOSER_HOME",
  "BUNDLE_PATH",
  "GEM_HOME",
  "GEM_PATH",
  "MIX_HOME",
  "HEX_HOME",
  "ELIXIR_PATH",
  "INSTALL_DIR_FOR_OTP",
  "SWIFT_PATH",
  "DEVELOPER_DIR",
  "ImageOS",
  "RUNNER_OS",
  "RUNNER_ARCH",
  "RUNNER_TOOL_CACHE",
  "AGENT_TOOLSDIRECTORY",
]);
/** `JAVA_HOME`, `JAVA_HOME_21_X64`, `CARGO_HOME`, `GOROOT`, `GOROOT_1_22_X64`, `ANDROID_NDK_ROOT` and their like. */
const TOOL_VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)?(?:_HOME|_?ROOT)(?:_\d+(?:_[0-9A-Z]+)*)?$/;

/**
 * What a tool looks for in a home that the executor does not have: its variable, and the folder below the real home. The
 * toolchains there are only read.
 */
const HOME_TOOLS: Readonly<Record<string, string>> = {
  RUSTUP_HOME: ".rustup",
  NVM_DIR: ".nvm",
  PYENV_ROOT: ".pyenv",
};

/** Without these most programs do not start, also where the engine's own environment lacks them. */
const FALLBACK_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The environment of an executor, a check or a test command: an allow-list, never the engine's own
 * environment less something, as a variable that nobody thought of would then be passed on.
 */
export function executorEnvironment(request: EnvironmentRequest): Environment {
  const { engine, allow, milestone, home = engine.HOME } = request;
  const secrets = new Set(secretValues(engine));
  const variables: Record<string, string> = { PATH: FALLBACK_PATH };
  for (const [name, value] of Object.entries(engine)) {
    if (value === undefined) continue;
    if (isPassed(name) || (isToolVariable(name) && !secrets.has(value))) variables[name] = value;
  }
  if (home !== undefined) variables.HOME = home;
  Object.assign(variables, homeTools(request, variables));
  const refused = new Set<string>();
  for (const [name, wanted] of allow.flatMap(Object.entries<string | null>)) {
    const value = wanted ?? engine[name];
    if (isNeverPassed(name)) refused.add(name);
    else if (value !== undefined) variables[name] = value;
  }
  const withheld = Object.keys(engine).filter(name => !(name in variables) && !isNeverPassed(name));
  return { variables: { ...variables, ...milestone }, refused: [...refused], withheld };
}

function homeTools({ engine, home, exists }: EnvironmentRequest, has: Record<string, string>) {
  if (!home || !engine.HOME || home === engine.HOME || !exists) return {};
  const found = Object.entries(HOME_TOOLS).map(
    ([name, folder]) => [name, `${engine.HOME}/${folder}`] as const,
  );
  return Object.fromEntries(found.filter(([name, path]) => !(name in has) && exists(path)));
}

function isPassed(name: string): boolean {
  const upper = name.toUpperCase();
  return PASSED.has(name) || name.startsWith("LC_") || (PASSED.has(upper) && upper.endsWith("_PROXY"));
}

function isToolVariable(name: string): boolean {
  return (
    (TOOL_VARIABLES.has(name) || (name.length <= 64 && TOOL_VARIABLE.test(name))) && !isNeverPassed(name)
  );
}

/** Words of a failure that come from a want of credentials. */
const UNAUTHORISED =
  /\b(?:401|403|unauthori[sz]ed|forbidden|authentication|not logged in|E401|E403|ENEEDAUTH)\b/i;
const CREDENTIAL = /TOKEN|AUTH|PASSWORD|SECRET|API_?KEY|CREDENTIAL|NPM_CONFIG|NETRC/i;
/** What docker, podman and libraries that start containers say without a socket. */
const NO_ENGINE =
  /cannot connect to the docker daemon|failed to connect to the docker api|docker\.sock|podman\.sock|cannot connect to podman|could not find a valid docker environment/i;
/** So much of the output's end is looked at (characters), and so many names are told. */
const LOOKED_AT = 16_384;
const TOLD = 5;

/**
 * What to add to a failure that a withheld variable is the likely cause of: one whose name the output has, or, where it
 * was refused somewhere, one that looks like what opens that door. null: nothing speaks for it.
 */
export function withheldHint(
  output: string,
  withheld: readonly string[],
  privateHome: boolean,
): string | null {
  const end = output.slice(-LOOKED_AT);
  const words = new Set(end.split(/[^A-Za-z0-9_]+/));
  const named = withheld.filter(name => name.length > 3 && words.has(name));
  const likely =
    named.length > 0 || !UNAUTHORISED.test(end) ? named : withheld.filter(name => CREDENTIAL.test(name));
  if (likely.length > 0) {
    const names = likely.slice(0, TOLD).join(", ");
    return `withheld from this command: ${names}; to hand it on, name it under env: in the milestone or .milestones/config.yaml`;
  }
  if (NO_ENGINE.test(end))
    return "the sandbox hides the container engine's socket, since whoever reaches it is root on the machine; start containers in a step of the job before the milestone's, or see `isolation` in SECURITY.md";
  if (privateHome && words.has("HOME"))
    return "this command had a HOME of its own, so that what lies in the runner's home was not there; set the tool's own variable under env:";
  return null;
}

/** Words that start a container. */
const CONTAINER = /\b(?:docker|podman|nerdctl)\b/;
const BIND_MOUNT = /\s(?:-v|--volume|--mount)\b/;

/**
 * What to add to a failure of a command that bind-mounts its tree into a container, where that tree is mounted for the
 * command alone: the container engine knows the machine's own paths. null: it does not.
 */
export function containerHint(command: string, treeIsMounted: boolean): string | null {
  if (!treeIsMounted) return null;
  const isBound = command
    .replaceAll("\\\n", " ")
    .split("\n")
    .some(line => {
      const at = line.search(CONTAINER);
      return at >= 0 && BIND_MOUNT.test(line.slice(at));
    });
  return isBound
    ? "a container that is given $PWD sees what lies at that path on the machine itself, not this tree, which is mounted for this command alone; carry the files in and out (`docker cp`, or tar over its standard input)"
    : null;
}

/**
 * The runner's own: its tokens, the action's inputs (the GitHub token among them), and the files by which
 * a step sets outputs and variables of the job. Not even a plan may hand them to an agent; a token that an
 * agent is meant to have has a name of its own.
 */
function isNeverPassed(name: string): boolean {
  return /^(GITHUB|ACTIONS|INPUT|STATE)_/i.test(name);
}
