import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSettings, setting } from "../git/config.ts";
import { sshDestination } from "../git/remote-access.ts";
import type { SafeGit } from "../git/safe-git.ts";
import type { Variables } from "../process/environment.ts";

/** How a remote is reached over ssh, and how long it may say nothing. */
export interface SshAccess {
  /** Settings of git, `name=value`. */
  config: string[];
  /** ms in which a call does nothing until it is given up. */
  silence: number;
  /** ms for one call. */
  timeout: number;
}

/** Options that count where the person's own command and ssh's own files say nothing, in seconds but for the count. */
const CONNECT = 20;
const ALIVE = 10;
/** A call may be silent for as long as ssh waits, and somewhat longer for the names and keys before that (s). */
const SLACK = 10;
const LEAST_SILENCE = 30;
/** Beyond its longest silence a call has so long for its work (s). */
const WORK = 90;
const LONGEST = 3600;
/** ssh reads its files in milliseconds; what takes longer is no ssh that tells (ms). */
const ASK_TIMEOUT = 2_000;

/**
 * The person's own ssh command with what makes it ask nobody and give up a server that never speaks. What they set
 * themselves, there or in ssh's configuration, wins. Null for a remote that is not reached by ssh.
 * @param personal whether the person's own git configuration counts
 */
export async function sshAccess(
  git: SafeGit,
  { url, environment, personal }: { url: string; environment: Variables; personal: boolean },
): Promise<SshAccess | null> {
  const to = sshDestination(url);
  if (!to) return null;
  const own = environment.GIT_SSH_COMMAND || (personal ? await ownCommand(git, environment) : undefined);
  const command = own ?? "ssh";
  // Of another program nobody knows what options it takes.
  if (!isOpenSsh(command)) return accessBy(command, { connect: CONNECT, alive: 0 });
  const set = await askSsh(git, { command, to, environment });
  const options = [
    "BatchMode=yes",
    ...(set.connect === null ? [`ConnectTimeout=${CONNECT}`] : []),
    ...(set.interval === 0 ? [`ServerAliveInterval=${ALIVE}`] : []),
  ];
  // Of two values of one option ssh takes the first: the person's.
  const whole = [command, ...options.map(each => `-o ${each}`)].join(" ");
  const alive = (set.interval || ALIVE) * set.count;
  const access = accessBy(whole, { connect: set.connect ?? CONNECT, alive });
  return { ...access, config: [...access.config, "ssh.variant=ssh"] };
}

/** @param waits how long ssh waits for a connection, and for a sign of life, in seconds */
function accessBy(command: string, waits: { connect: number; alive: number }): SshAccess {
  const longest = Math.max(LEAST_SILENCE, waits.connect + SLACK, waits.alive);
  const silence = Math.min(longest, LONGEST);
  return {
    config: [`core.sshCommand=${command}`],
    silence: silence * 1000,
    timeout: (silence + WORK) * 1000,
  };
}

function isOpenSsh(command: string): boolean {
  return /^\s*(?:[A-Za-z_]\w*=\S*\s+)*(["']?)(?:[^\s"']*\/)?ssh\1(?:\s|$)/.test(command);
}

/** The last of the files that git reads for a person; what these include is left out. */
async function ownCommand(git: SafeGit, environment: Variables): Promise<string | undefined> {
  const { HOME = "", GIT_CONFIG_GLOBAL: named } = environment;
  const usual = [
    join(environment.XDG_CONFIG_HOME ?? join(HOME, ".config"), "git/config"),
    join(HOME, ".gitconfig"),
  ];
  let command: string | undefined;
  for (const file of named === undefined ? usual : [named]) {
    if (existsSync(file)) command = setting(await readSettings(git, file), "core.sshcommand") ?? command;
  }
  return command;
}

interface SetBySsh {
  /** null: as long as the system does. */
  connect: number | null;
  interval: number;
  count: number;
}

/** What ssh would go by of its options and files, as it says itself (`ssh -G`); nothing where it does not say. */
async function askSsh(
  git: SafeGit,
  { command, to, environment }: { command: string; to: readonly string[]; environment: Variables },
): Promise<SetBySsh> {
  // By git, as it is git that starts the command later: the same shell, the same environment.
  const answer = await git.run(["ssh-settings", ...to], {
    config: [`alias.ssh-settings=!${command} -G`],
    env: environment.HOME === undefined ? {} : { HOME: environment.HOME },
    timeout: ASK_TIMEOUT,
  });
  const text = answer.code === 0 ? answer.stdout.toString("utf8") : "";
  const numberOf = (name: string): number | null => {
    const found = new RegExp(`^${name} (\\d+)$`, "m").exec(text);
    return found ? Number(found[1]) : null;
  };
  return {
    connect: numberOf("connecttimeout") || null,
    interval: numberOf("serveraliveinterval") ?? 0,
    count: numberOf("serveralivecountmax") ?? 3,
  };
}
