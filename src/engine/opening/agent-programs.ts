import { paths } from "../../milestone/names.ts";
import type { AgentProfile, Executor, Plan } from "../../milestone/plan/plan.ts";
import { BUILT_IN_PROFILES } from "../../milestone/plan/profiles.ts";
import type { State } from "../../milestone/session/state.ts";
import type { Host, Ports } from "../ports.ts";
import type { Complaint } from "../refusal.ts";

/** An agent profile that is going to run, or that may have to. */
interface NeededProgram {
  profile: AgentProfile;
  /** Somewhere it is the first to be asked; else only where another one has failed. */
  isFirst: boolean;
  executors: Executor[];
}

/** Of what is still to be done; reviewers count too. */
export function profilesNeeded(plan: Plan, before: State | null): NeededProgram[] {
  const needed = new Map<string, NeededProgram>();
  const add = (name: string, isFirst: boolean, executor?: Executor): void => {
    const profile = plan.profiles[name];
    // A word of `escalate` may be a model.
    if (!profile) return;
    const one = needed.get(name) ?? { profile, isFirst: false, executors: [] };
    needed.set(name, one);
    one.isFirst ||= isFirst;
    if (executor) one.executors.push(executor);
  };
  for (const task of plan.tasks) {
    const state = before?.tasks.get(task.id)?.status ?? task.status;
    if (state === "completed" || state === "skipped") continue;
    for (const { executor, review } of task.phases) {
      if (executor.kind === "agent") add(executor.profile, true, executor);
      for (const name of executor.fallback) add(name, false, executor);
      for (const name of executor.escalate ?? []) add(name, false, executor);
      if (review?.agent) add(review.agent, true);
      for (const name of review?.fallback ?? []) add(name, false);
    }
  }
  return [...needed.values()];
}

/** Programs that are not installed, have no key, or say of their login that it is over. */
export async function checkAgents(
  { host, narrator, repository }: Ports,
  plan: Plan,
  { before, commit, asksLogin }: { before: State | null; commit: string; asksLogin: boolean },
): Promise<Complaint[]> {
  const complaints: Complaint[] = [];
  for (const needed of profilesNeeded(plan, before)) {
    const { profile, isFirst } = needed;
    const { name, command } = profile;
    if (!(await host.tool(command)).found) {
      complaints.push({
        message: `the program "${command}" of the agent profile "${name}" is not installed`,
        remedy: profile.install ?? `install it, or give the profile another command in ${paths.config}`,
      });
    }
    const access = accessOf(host, plan, needed);
    const over = access.kind === "login" && asksLogin ? await loginComplaint(host, profile) : null;
    if (over?.isSure && isFirst) complaints.push(over);
    else if (over) narrator.warn(`${over.message}; ${over.remedy}`);
    if (access.kind !== "none" || (await hasHelper(repository, commit, profile))) continue;
    const complaint = keyComplaint(access, profile);
    if (isFirst && access.isSure) complaints.push(complaint);
    else narrator.warn(`${complaint.message}; ${complaint.remedy}`);
  }
  return complaints;
}

/** As long as a program may take to tell (ms). */
const LOGIN_CHECK_MS = 20_000;
const LOGGED_OUT =
  /\bnot (?:logged|signed) in\b|"loggedIn" ?: ?false|\b(?:login|session|token) (?:has )?expired\b/i;

/** Asks the program of its login, where that costs nothing. `isSure`: it said so, and did not only fail to answer. */
async function loginComplaint(
  host: Host,
  { name, command, loginCheck }: AgentProfile,
): Promise<(Complaint & { isSure: boolean }) | null> {
  if (loginCheck === undefined) return null;
  const { ok, tail } = await host.probe(loginCheck, {}, LOGIN_CHECK_MS);
  if (ok) return null;
  const isSure = LOGGED_OUT.test(tail);
  const said = isSure ? "is not logged in any more" : "may not be logged in any more";
  return {
    message: `the program of the agent profile "${name}" ${said}, and none of its keys is set (${loginCheck})`,
    remedy: `log in with ${command}, or set its key`,
    isSure,
  };
}

export type Access =
  /** Variables that open the service's door, or that lead to another door. */
  | { kind: "key"; names: string[] }
  /** Files below the home in which the program keeps a login. */
  | { kind: "login"; files: string[] }
  /** `isSure`: no login that nobody knows of can help. */
  | { kind: "none"; keys: string[]; logins: readonly string[]; isSure: boolean }
  /** The profile names no key. */
  | { kind: "unknown" };

const KEY = /(?:KEY|TOKEN)$/;
/** Another service, another login, a folder of its own: whoever sets such a variable knows what the program needs. */
const OTHER_DOOR =
  /KEY|TOKEN|SECRET|CREDENTIAL|PASSWORD|AUTH|_URL$|_HOME$|_DIR$|_USE_|_OFFLINE$|_HEADERS$|_PROFILE$/;

/** By what a profile gets in, as far as this machine can tell; no value is looked at. */
export function accessOf(
  host: Host,
  plan: Plan,
  { profile, executors }: Omit<NeededProgram, "isFirst">,
): Access {
  const named = Object.entries(profile.env).filter(([name, value]) => value === null && KEY.test(name));
  const keys = named.map(([name]) => name);
  if (keys.length === 0) return { kind: "unknown" };
  const builtIn = BUILT_IN_PROFILES[profile.name];
  const given = [profile.env, plan.env, ...executors.map(({ env }) => env)].flatMap(
    Object.entries<string | null>,
  );
  const names = given.flatMap(([name, value]) => {
    if (!OTHER_DOOR.test(name) || (value !== null && value === builtIn?.env[name])) return [];
    return value || (value === null && host.env(name)) ? [name] : [];
  });
  if (names.length > 0) return { kind: "key", names: [...new Set(names)] };
  const isStandard = builtIn?.command === profile.command;
  const logins = isStandard ? (builtIn.logins ?? []) : [];
  const files = logins.filter(file => host.homeFile?.(file) === true);
  if (files.length > 0) return { kind: "login", files };
  // A program that nobody knows may keep its login anywhere in the person's home, and a wrapper may bring a key along.
  const isSure = isStandard || (builtIn === undefined && host.showsHome?.() === false);
  return { kind: "none", keys, logins: host.showsHome?.() ? logins : [], isSure };
}

/** A committed setting of Claude Code's names a program that prints the key. */
async function hasHelper(
  repository: Ports["repository"],
  commit: string,
  { command }: AgentProfile,
): Promise<boolean> {
  if (command !== BUILT_IN_PROFILES.claude!.command) return false;
  const settings = await repository.readFile(commit, ".claude/settings.json");
  return settings?.includes("apiKeyHelper") === true;
}

function keyComplaint(
  { keys, logins }: Extract<Access, { kind: "none" }>,
  { name, command }: AgentProfile,
): Complaint {
  const login = logins.length > 0 ? `, and ${command} is not logged in here` : "";
  const or = logins.length > 0 ? `, or log in with ${command}` : "";
  return {
    message: `the agent profile "${name}" has no key: none of ${keys.join(", ")} is set${login}`,
    remedy: `set one of them for this run (on GitHub: a secret of the repository, handed on under env: in the workflow)${or}`,
  };
}
