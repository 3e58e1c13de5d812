import type { Permission } from "../milestone/approval/candidate.ts";
import { type ApproverRefusal, whoCounts } from "../milestone/approval/who-counts.ts";
import type { GitHubConfig } from "../milestone/plan/github-config.ts";
import type { Gate } from "../milestone/plan/plan.ts";
import { isTeamMember } from "./access.ts";
import type { Account } from "./desired-state.ts";
import type { Repository } from "./github-repository.ts";

export interface Answerer {
  user: Account;
  /** By the permission API, now. */
  permission: Permission;
}

type Rules = Pick<GitHubConfig, "approvers" | "approverPermission">;

/** Those whose answers count for a phase: its gate's approvers, and anyone who may write where none is named. */
export function answerers(
  gate: Pick<Gate, "approvers"> | null,
  { approvers }: { approvers: readonly string[] },
): readonly string[] {
  if (gate === null) return [];
  return gate.approvers.length > 0 ? gate.approvers : approvers;
}

/** Why this person's answer to a question of the phase does not count; null: it does. `gate`: the phase's, on the base. */
export async function answerRefusal(
  repository: Repository,
  { user, permission }: Answerer,
  { gate, config }: { gate: Pick<Gate, "approvers"> | null; config: Rules },
): Promise<ApproverRefusal | null> {
  const named = [...answerers(gate, config)];
  const teams: string[] = [];
  for (const team of new Set(named.filter(name => name.includes("/")))) {
    const member = await isTeamMember(repository, team, user.login);
    if (member.ok && member.value) teams.push(team);
  }
  const policy = { approvers: named, minApprovals: 1, permission: config.approverPermission };
  return whoCounts({ user, viaApp: false, permission, teams }, policy, []);
}
