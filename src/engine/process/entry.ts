import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { SECRET_PATTERNS } from "../output/secret-patterns.ts";

/**
 * What a process was started with stays readable in /proc/<pid>/environ for every process of the same
 * user, whatever it deletes later. So an entry that holds secrets replaces itself: same pid (the runner
 * signals it), clean environment; the secrets wait in a file that only we can read and that is gone before
 * anything else is started.
 */

/** The path of the file with the full environment; read and removed at once by the replaced process. */
const HANDOVER = "MILESTONE_HANDOVER";

export interface Entry {
  /** The environment as the process was first started with, secrets included. In memory alone. */
  env: Record<string, string>;
  /** null: nobody can read the secrets from outside. Else why they could not be hidden. */
  exposed: string | null;
}

/**
 * To be called first of all, before anything is loaded. Either does not return (the process starts again
 * from its beginning with a clean environment), or returns what the process was started with. An
 * environment without anything that looks like a secret is left alone, as starting again costs about 40 ms.
 */
export function enterClean(): Entry {
  const handover = process.env[HANDOVER];
  if (handover !== undefined) return { env: takeOver(handover), exposed: null };
  const env = definedVariables(process.env);
  if (!Object.entries(env).some(([name, value]) => looksSecret(name, value))) return { env, exposed: null };
  if (process.platform === "linux" && process.execve !== undefined) replace(env);
  for (const name of Object.keys(env))
    if (!isPublic(name) && !RUNNER_FILES.has(name)) delete process.env[name];
  const why = process.platform === "linux" ? "the process could not be replaced" : "only Linux can hide them";
  return {
    env,
    exposed: `other processes of this user can read the secrets this process was started with: ${why}`,
  };
}

function replace(env: Record<string, string>): void {
  const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "milestone-"));
  const file = join(folder, "environment");
  writeFileSync(file, JSON.stringify(env), { mode: 0o600, flag: "wx" });
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => isPublic(name)));
  const argv = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  try {
    process.execve?.(process.execPath, argv, { ...clean, [HANDOVER]: file });
  } finally {
    // Reached only when the system refused: then nobody will read the file.
    unlinkSync(file);
    rmdirSync(folder);
  }
}

function takeOver(file: string): Record<string, string> {
  delete process.env[HANDOVER];
  const text = readOwn(file);
  unlinkSync(file);
  rmdirSync(dirname(file));
  const env: Record<string, string> = JSON.parse(text);
  // Set from within, they are not in /proc/<pid>/environ, which shows the start of the process only.
  for (const name of RUNNER_FILES) if (env[name] !== undefined) process.env[name] = env[name];
  return env;
}

function readOwn(file: string): string {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { uid, mode } = fstatSync(handle);
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0)
      throw new Error("the handed-over environment is not ours");
    return readFileSync(handle, "utf8");
  } finally {
    closeSync(handle);
  }
}

/**
 * Files by which a step sets outputs and variables for the rest of the job. No secrets, but who knows their
 * paths can write them; the toolkit looks them up in `process.env`.
 */
const RUNNER_FILES = new Set("ENV OUTPUT PATH STATE STEP_SUMMARY".split(" ").map(name => `GITHUB_${name}`));

const PUBLIC = new Set(
  [
    "PATH HOME USER LOGNAME SHELL TERM COLORTERM NO_COLOR FORCE_COLOR COLUMNS LINES PWD HOSTNAME LANG LANGUAGE TZ TMPDIR",
    "CI NODE_EXTRA_CA_CERTS NODE_USE_SYSTEM_CA NODE_OPTIONS NODE_COMPILE_CACHE SSL_CERT_FILE SSL_CERT_DIR",
    "XDG_CACHE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR",
  ].flatMap(names => names.split(" ")),
);
/** GitHub's own facts about a run. What else begins with GITHUB_ may be a secret that a workflow named so. */
const GITHUB = new Set(
  [
    "ACTION ACTIONS ACTION_PATH ACTION_REF ACTION_REPOSITORY ACTOR ACTOR_ID API_URL BASE_REF EVENT_NAME EVENT_PATH",
    "GRAPHQL_URL HEAD_REF JOB REF REF_NAME REF_PROTECTED REF_TYPE REPOSITORY REPOSITORY_ID REPOSITORY_OWNER",
    "REPOSITORY_OWNER_ID RETENTION_DAYS RUN_ATTEMPT RUN_ID RUN_NUMBER SERVER_URL SHA TRIGGERING_ACTOR",
    "WORKFLOW WORKFLOW_REF WORKFLOW_SHA WORKSPACE",
  ].flatMap(names => names.split(" ").map(name => `GITHUB_${name}`)),
);
const RUNNER = new Set(
  "ARCH DEBUG ENVIRONMENT NAME OS TEMP TOOL_CACHE TRACKING_ID WORKSPACE"
    .split(" ")
    .map(name => `RUNNER_${name}`),
);

/** An allow-list: an unknown variable may be a secret. */
function isPublic(name: string): boolean {
  if (PUBLIC.has(name) || GITHUB.has(name) || RUNNER.has(name)) return true;
  if (/^(?:https?|no|all)_proxy$/i.test(name) || name.startsWith("LC_")) return true;
  return name === "MILESTONE_PROCESS";
}

function looksSecret(name: string, value: string): boolean {
  if (isPublic(name) || value.trim() === "") return false;
  return (
    /TOKEN|KEY|SECRET|PASS|CREDENTIAL|AUTH(?!OR)|PRIVATE|COOKIE|SIGNATURE/i.test(name) ||
    SECRET_PATTERNS.some(pattern => value.search(pattern.expression) >= 0)
  );
}

const SECRET_WORD =
  "TOKENS?|KEYS?|SECRETS?|PASS|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|AUTH|COOKIE|SIGNATURE|PAT";
const SECRET_WORD_LAST = new RegExp(`(?:^|[_-])(?:${SECRET_WORD})[_-]?\\d*$`, "i");
const SECRET_WORD_ANYWHERE = new RegExp(`(?:^|[_-])(?:${SECRET_WORD})(?:[_-]|$)`, "i");

/**
 * The values among the variables that must never be printed or committed, whatever prints them. Narrower than what is
 * hidden from children: a mere `true` or a folder's path, masked everywhere, would deface every log and stop commits.
 */
export function secretValues(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && !isPublic(name) && mustBeMasked(name, value.trim()) ? [value] : [],
  );
}

function mustBeMasked(name: string, value: string): boolean {
  if (SECRET_PATTERNS.some(pattern => value.search(pattern.expression) >= 0)) return true;
  const shortest = SECRET_WORD_LAST.test(name)
    ? 6
    : SECRET_WORD_ANYWHERE.test(name)
      ? 8
      : Number.POSITIVE_INFINITY;
  return value.length >= shortest && !(value.startsWith("/") && existsSync(value));
}

function definedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
