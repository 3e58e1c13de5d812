import type { Variables } from "../engine/process/environment.ts";
import type { Complaint } from "../engine/refusal.ts";
import { readAccess } from "../github/access.ts";
import { type Answer, describeFailure, good } from "../github/answer.ts";
import type { GitHubRepository } from "../github/github-repository.ts";
import { readRequestAuthor } from "../github/request-author.ts";
import { answerers, answerRefusal, mayRun, needForCommand } from "../github/rules.ts";
import type { Permission } from "../milestone/approval/who-counts.ts";
import type { Command } from "../milestone/command/command.ts";
import type { GitHubConfig } from "../milestone/plan/github-config.ts";
import type { Gate } from "../milestone/plan/plan.ts";
import type { Person } from "../milestone/session/event.ts";

export type Authorization = { ok: true; by: Person } | { ok: false; complaint: Complaint };

/** Whom the runner names as the one who started the run, or started it again: then it tells no id of theirs. */
export function actorOf(env: Variables): Person {
  const { GITHUB_ACTOR: first = "github-actions", GITHUB_TRIGGERING_ACTOR: login = first } = env;
  const id = login === first ? Number(env.GITHUB_ACTOR_ID) : 0;
  return { login, id: Number.isInteger(id) && id > 0 ? id : null, source: "dispatch" };
}

/**
 * Whether an app started the run. Only then is its `request` a proof of whose command it is: by hand anyone with write
 * permission puts any comment's number there, and so does a workflow of their own branch by the runner's token.
 */
export function isByApp({ GITHUB_ACTOR: actor = "" }: Variables): boolean {
  return actor.endsWith("[bot]") && actor !== "github-actions[bot]";
}

/**
 * Who gives the command, as GitHub says now: the comment's or issue's person where the app started the run, else the
 * actor. Anyone with write permission can start a workflow by hand; what needs more than that (skip, postpone, cancel,
 * unlock, forcing past requirements) is checked here as well, and refused when GitHub cannot be asked.
 */
export async function authorizeCommand(
  repository: GitHubRepository,
  command: Command,
  { env, config }: { env: Variables; config: GitHubConfig },
): Promise<Authorization> {
  const need = needForCommand(command, config);
  const author = await readCommandAuthor(repository, command, env);
  if (need !== "maintain" && need !== "admin") return { ok: true, by: author.by };
  const complaint = await complaintOf(command, author, need);
  return complaint ? { ok: false, complaint } : { ok: true, by: author.by };
}

/** Why the person who gives the command may not take a postponed milestone up again by it; null: they may. */
export async function takeUpComplaint(
  repository: GitHubRepository,
  command: Command,
  env: Variables,
): Promise<Complaint | null> {
  return complaintOf(command, await readCommandAuthor(repository, command, env), "maintain");
}

/**
 * Why the person who answers a question of a phase with this gate may not; null: they may. Whoever starts a workflow
 * by hand may write; where that is enough GitHub need not be asked.
 */
export async function answerComplaint(
  repository: GitHubRepository,
  command: Command,
  { env, gate, config }: { env: Variables; gate: Gate | null; config: GitHubConfig },
): Promise<Complaint | null> {
  const { GITHUB_ACTOR: first = "", GITHUB_TRIGGERING_ACTOR: actor = first } = env;
  const byHand = !isByApp(env) && !actor.endsWith("[bot]");
  if (byHand && answerers(gate, config).length === 0) return null;
  const { by, access } = await readCommandAuthor(repository, command, env);
  const permission = await access();
  if (!permission.ok)
    return refused(command, describeFailure(permission.failure), "try again once GitHub answers");
  const user = { id: by.id ?? 0, login: by.login, type: "User" };
  const refusal = await answerRefusal(repository, { user, permission: permission.value }, { gate, config });
  return refusal && refused(command, `the answer of ${by.login} does not count: ${refusal.reason}`);
}

interface CommandAuthor {
  by: Person;
  access: () => Promise<Answer<Permission>>;
}

async function readCommandAuthor(
  repository: GitHubRepository,
  command: Command,
  env: Variables,
): Promise<CommandAuthor> {
  const actor = actorOf(env);
  const { request } = command.flags;
  const author = request && isByApp(env) ? await readRequestAuthor(repository, request) : null;
  if (author && !author.ok) return { by: actor, access: async () => author };
  const value = author?.value;
  if (value) return { by: value.by, access: async () => good(value.permission) };
  return { by: actor, access: () => actorAccess(repository, actor) };
}

async function complaintOf(
  command: Command,
  { by, access }: CommandAuthor,
  need: "maintain" | "admin",
): Promise<Complaint | null> {
  const answer = await access();
  if (!answer.ok) return refused(command, describeFailure(answer.failure), "try again once GitHub answers");
  const allowed = mayRun(need, answer.value);
  return allowed.ok ? null : refused(command, `${by.login} may not; only ${allowed.who} may`);
}

async function actorAccess(repository: GitHubRepository, actor: Person): Promise<Answer<Permission>> {
  if (actor.id === null || actor.login.endsWith("[bot]")) return good("none");
  return readAccess(repository, { id: actor.id, login: actor.login, type: "User" });
}

function refused(command: Command, why: string, remedy = "ask someone with the permission"): Complaint {
  return { message: `${command.name} was not carried out: ${why}`, remedy };
}
