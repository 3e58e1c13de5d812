import {
  type ApproverRefusal,
  atLeast,
  type GatePolicy,
  type Permission,
  whoCounts,
} from "../milestone/approval/who-counts.ts";
import { whoMay } from "../milestone/command/command-help.ts";
import { type Command, needOf } from "../milestone/command/command-reader.ts";
import { COMMANDS, type CommandName, type NeededAccess } from "../milestone/command/command-table.ts";
import type { AccessLevel, ApproverPermission, GitHubConfig } from "../milestone/plan/github-config.ts";
import type { Gate, Plan } from "../milestone/plan/plan.ts";
import type { ApprovalState } from "../milestone/session/state.ts";
import { isTeamMember } from "./access.ts";
import type { Account } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";

export type Allowed = { ok: true } | { ok: false; who: string };

/** A permission, or the gate's own approvers. */
export type Required = AccessLevel | "approver";

/** What a command needs: the repository's own rule for it, else the usual one. */
export function needFor(name: CommandName, config: GitHubConfig): Required {
  const own = (config.permissions as Partial<Record<CommandName, AccessLevel>>)[name];
  return own ?? COMMANDS[name].needs;
}

/** These go on with the work. */
const STARTING: readonly CommandName[] = ["execute", "resume", "retry", "skip", "reject"];

/**
 * The same for a whole command: no rule of a repository lets less than maintain force past requirements, or take up
 * again what is `postponed`.
 */
export function needForCommand(command: Command, config: GitHubConfig, { postponed = false } = {}): Required {
  const need = needFor(command.name, config);
  const least = postponed && STARTING.includes(command.name) ? "maintain" : needOf(command);
  if (least === "maintain" && need !== "admin") return "maintain";
  return least === "write" && need === "read" ? "write" : need;
}

/** As for `execute --force-dependencies`. */
export function needToForce(config: GitHubConfig): Required {
  return needFor("execute", config) === "admin" ? "admin" : "maintain";
}

/**
 * Whether a permission is enough. Who approves a gate is decided by the run, which asks GitHub itself; here anyone who
 * can read may say it.
 */
export function mayRun(need: Required, permission: Permission): Allowed {
  if (atLeast(permission, need === "approver" ? "read" : need)) return { ok: true };
  return { ok: false, who: inWords(need) };
}

function inWords(need: Required): string {
  return need === "admin" ? "whoever has admin permission" : whoMay(need satisfies NeededAccess);
}

interface Answerer {
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
  repository: GitHubRepository,
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

interface PolicySource {
  /** Must carry the base branch's gates, as `readPlan` with a policy makes it. */
  plan: Plan;
  /** `.github/milestone.yml`: who decides on gates that name nobody. */
  approvers: readonly string[];
  /** The same for the least permission of a named approver. */
  approverPermission?: ApproverPermission;
}

/** The base branch's policy for a gate. Nobody named anywhere means: anyone with write permission. */
export function gatePolicy(source: PolicySource, approval: ApprovalState): GatePolicy {
  const { plan, approvers, approverPermission: permission } = source;
  const { approvers: named, minApprovals } = gateOf(plan, approval);
  return {
    approvers: named.length ? named : [...approvers],
    minApprovals,
    ...(permission ? { permission } : {}),
  };
}

function gateOf(plan: Plan, approval: ApprovalState): GatePolicy {
  const asked = { approvers: approval.approvers, minApprovals: approval.min_approvals };
  if (approval.task && approval.phase) {
    const task = plan.tasks.find(t => t.id === approval.task);
    return task?.phases.find(p => p.phase === approval.phase)?.gate ?? asked;
  }
  return plan.qualityGates.find(gate => isCheckpoint(approval.request, gate.name)) ?? asked;
}

/** `gate:<name>`, with `.n` when asked again. */
function isCheckpoint(request: string, name: string): boolean {
  const prefix = `gate:${name}`;
  return (
    request === prefix || (request.startsWith(`${prefix}.`) && /^\d+$/.test(request.slice(prefix.length + 1)))
  );
}
