import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SafeGit } from "./safe-git.ts";

/** Settings of one configuration file, names in lower case but for the middle part; the last value wins. */
export type GitSettings = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<SafeGit, Map<string, GitSettings>>();

/** Reads one file as data: nothing it names is included, started or applied. Missing files are empty. */
export async function readSettings(git: SafeGit, file: string): Promise<GitSettings> {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (!stats) return new Map();
  const cache = known.get(git) ?? new Map<string, GitSettings>();
  known.set(git, cache);
  // What changes a file's bytes changes the time that nobody can set back.
  const stamp = `${file}\0${stats.ino} ${stats.size} ${stats.ctimeNs}`;
  const settings = cache.get(stamp) ?? (await listSettings(git, file));
  cache.set(stamp, settings);
  return settings;
}

async function listSettings(git: SafeGit, file: string): Promise<GitSettings> {
  const settings = new Map<string, string[]>();
  const { code, stdout, stderr } = await git.run([
    "config",
    "--file",
    file,
    "--no-includes",
    "--null",
    "--list",
  ]);
  if (code !== 0) throw new Error(`cannot read the git configuration ${file}: ${stderr.trim()}`);
  for (const item of stdout.toString("utf8").split("\0")) {
    if (item === "") continue;
    const end = item.indexOf("\n");
    const name = end < 0 ? item : item.slice(0, end);
    settings.set(name, [...(settings.get(name) ?? []), end < 0 ? "true" : item.slice(end + 1)]);
  }
  return settings;
}

/** The last value of a setting, which is the one that counts. */
export function setting(settings: GitSettings, name: string): string | undefined {
  return settings.get(name)?.at(-1);
}

const NETWORK =
  /^http\.(?:.*\.)?(?:proxy|proxyauthmethod|sslcainfo|sslcapath|sslverify|sslbackend|version|postbuffer)$/;

/** Whether it says how servers are reached, and starts nothing. */
export function isNetworkSetting(name: string): boolean {
  return NETWORK.test(name);
}

/** A person's settings that are data, and start nothing. */
const DATA = [
  /^core\.(?:autocrlf|eol|filemode|ignorecase|symlinks|precomposeunicode|excludesfile)$/,
  /^url\..*\.(?:insteadof|pushinsteadof)$/,
  NETWORK,
  /^remote\.(?:.*\.(?:url|pushurl|proxy)|pushdefault)$/,
  /^branch\..*\.(?:remote|pushremote)$/,
  /^(?:user\.(?:name|email|signingkey)|gpg\.format|commit\.gpgsign|tag\.gpgsign)$/,
];

export interface PersonalSettings {
  /** What the person's own files say that is data. */
  data: GitSettings;
  /** The person's own credential helpers (not the repository's), for pushing from the command line. */
  credentialConfig: string[];
}

/**
 * Settings from the person's own files, as git itself would read them, conditional includes too (of the repository's
 * directory where it is named); the repository's configuration plays no part.
 */
export async function readPersonalSettings(
  git: SafeGit,
  environment: NodeJS.ProcessEnv,
): Promise<PersonalSettings> {
  const home = environment.HOME;
  const personal = ["XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"].flatMap(name => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const env: Record<string, string> = {
    GIT_CONFIG_NOSYSTEM: environment.GIT_CONFIG_NOSYSTEM ?? "0",
    GIT_CONFIG_GLOBAL: home === undefined ? "/dev/null" : pickGlobal(home, environment),
    ...Object.fromEntries(personal),
    ...(home === undefined ? {} : { HOME: home }),
  };
  const { code, stdout } = await git.run(["config", "--null", "--list", "--show-scope"], { env });
  const data = new Map<string, string[]>();
  const credentialConfig: string[] = [];
  if (code !== 0) return { data, credentialConfig };
  const fields = stdout.toString("utf8").split("\0");
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope, item = ""] = [fields[at], fields[at + 1]];
    if (scope !== "global" && scope !== "system") continue;
    const end = item.indexOf("\n");
    const [name, value] = end < 0 ? [item, "true"] : [item.slice(0, end), item.slice(end + 1)];
    if (name.startsWith("credential.")) credentialConfig.push(`${name}=${value}`);
    else if (DATA.some(each => each.test(name))) data.set(name, [...(data.get(name) ?? []), value]);
  }
  return { data, credentialConfig };
}

/** The second's values count after the first's. */
export function joinSettings(first: GitSettings, second: GitSettings): GitSettings {
  const joined = new Map(first);
  for (const [name, values] of second) joined.set(name, [...(first.get(name) ?? []), ...values]);
  return joined;
}

/** git reads two global files when none is named, but our own calls name /dev/null; so one is named here. */
function pickGlobal(home: string, environment: NodeJS.ProcessEnv): string {
  const classic = join(home, ".gitconfig");
  return existsSync(classic)
    ? classic
    : join(environment.XDG_CONFIG_HOME ?? join(home, ".config"), "git/config");
}
