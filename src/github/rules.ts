import { atLeast, type Permission } from "../milestone/approval/candidate.ts";
import { whoMay } from "../milestone/command/command-help.ts";
import { type Command, needOf } from "../milestone/command/command-reader.ts";
import { COMMANDS, type CommandName, type Need } from "../milestone/command/command-table.ts";
import type { AccessLevel, GitHubConfig } from "../milestone/plan/github-config.ts";

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
  return need === "admin" ? "whoever has admin permission" : whoMay(need satisfies Need);
}
