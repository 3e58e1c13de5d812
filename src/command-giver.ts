import type { Complaint } from "./engine/refusal.ts";
import { readAccess } from "./github/access.ts";
import { describeFailure } from "./github/answer.ts";
import type { Repository } from "./github/repository.ts";
import { mayRun, needForCommand } from "./github/rules.ts";
import { readWish } from "./github/wish.ts";
import type { Permission } from "./milestone/approval/candidate.ts";
import type { Command } from "./milestone/command/command.ts";
import type { GitHubConfig } from "./milestone/github-config.ts";
import type { Person } from "./milestone/session/event.ts";

export type Giver = { ok: true; by: Person } | { ok: false; complaint: Complaint };

type Variables = Readonly<Record<string, string | undefined>>;

/** Whom the runner names as the one who started the run. */
export function actorOf(env: Variables): Person {
  const id = Number(env.GITHUB_ACTOR_ID);
  const login = env.GITHUB_TRIGGERING_ACTOR ?? env.GITHUB_ACTOR ?? "github-actions";
  return { login, id: Number.isInteger(id) && id > 0 ? id : null, source: "dispatch" };
}

/**
 * Who wishes the command, as GitHub says now: the comment's or issue's person where the app started the run, else the
 * actor. Anyone with write permission can start a workflow by hand; what needs more than that (skip, postpone, cancel,
 * unlock, forcing past requirements) is checked here as well, and refused when GitHub cannot be asked.
 */
export async function commandGiver(
  repository: Repository,
  command: Command,
  { env, config }: { env: Variables; config: GitHubConfig },
): Promise<Giver> {
  const actor = actorOf(env);
  const wish = command.flags.request ? await readWish(repository, command.flags.request) : null;
  const by = wish?.ok && wish.value ? wish.value.by : actor;
  const need = needForCommand(command, config);
  if (need !== "maintain" && need !== "admin") return { ok: true, by };
  if (wish && !wish.ok) return refused(command, describeFailure(wish.failure));
  const access = wish?.value
    ? { ok: true as const, value: wish.value.permission }
    : await actorAccess(repository, actor);
  if (!access.ok) return refused(command, describeFailure(access.failure));
  const allowed = mayRun(need, access.value);
  return allowed.ok ? { ok: true, by } : refused(command, `${by.login} may not; only ${allowed.who} may`);
}

async function actorAccess(
  repository: Repository,
  actor: Person,
): Promise<Awaited<ReturnType<typeof readAccess>> | { ok: true; value: Permission }> {
  if (actor.id === null || actor.login.endsWith("[bot]")) return { ok: true, value: "none" };
  return readAccess(repository, { id: actor.id, login: actor.login, type: "User" });
}

function refused(command: Command, why: string): Giver {
  return {
    ok: false,
    complaint: {
      message: `${command.name} was not carried out: ${why}`,
      remedy: "ask someone with the permission",
    },
  };
}
