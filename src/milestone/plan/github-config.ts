import { z } from "zod";
import type { Diagnostic, SourceText } from "../diagnostic/diagnostic.ts";
import { Findings } from "../diagnostic/findings.ts";
import { checkShared } from "./check-plan.ts";
import { type ConfigFile, configSchema } from "./milestone-schema.ts";
import { applySchema, parseFile, readMap } from "./parse-file.ts";
import type { AgentProfile } from "./plan.ts";
import { resolveProfiles } from "./resolve-config.ts";
import { approver, line, list, map } from "./schema-parts.ts";

/** Levels of access to a repository, the lowest first. */
const ACCESS_LEVELS = ["read", "write", "maintain", "admin"] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** What a named approver may be asked to have, the usual one first. */
const APPROVER_PERMISSIONS = ["write", "triage", "read"] as const;
export type ApproverPermission = (typeof APPROVER_PERMISSIONS)[number];

/** Commands that change nothing: these alone may be opened to readers. */
const LOOKING = ["status", "report", "why", "plan", "help"] as const;
const ACTING = [
  "execute",
  "resume",
  "pause",
  "retry",
  "archive",
  "skip",
  "postpone",
  "cancel",
  "unlock",
] as const;
export type GovernedCommand = (typeof LOOKING)[number] | (typeof ACTING)[number];

/** `.github/milestone.yml` of the default branch, every key resolved. */
export interface GitHubConfig {
  /** File name of the workflow that is dispatched, below `.github/workflows/`. */
  workflow: string;
  /** Absent: the repository's default branch. */
  base?: string;
  /** Labels put on pull requests and issues beside our own. */
  labels: string[];
  /** Who approves gates that name nobody; empty: anyone with write permission. */
  approvers: string[];
  /** The least permission of an approver whom a gate or this file names. */
  approverPermission: ApproverPermission;
  /** The access that a command needs, where it is not the usual one. */
  permissions: Partial<Record<GovernedCommand, AccessLevel>>;
  notify: { stakeholders: string[]; escalation: string[] };
}

export interface ReadGitHubConfig {
  /** Complete even with errors: what cannot be read has its default. */
  config: GitHubConfig;
  errors: Diagnostic[];
  warnings: Diagnostic[];
}

const workflowName = z
  .string({ error: "the workflow's file name, such as milestone.yml" })
  .regex(/^(?!\.)[A-Za-z0-9._-]{1,100}\.ya?ml$/, {
    error: "the workflow's file name, such as milestone.yml",
  });

const BRANCH_ERROR = "a branch's name, such as main";
const branch = z
  .string({ error: BRANCH_ERROR })
  .max(200, { error: BRANCH_ERROR, abort: true })
  .regex(/^(?![-./])(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\]+(?<![./])$/, { error: BRANCH_ERROR });

const label = line.max(50, { error: "a label of at most 50 characters" });
const access = (levels: readonly [string, ...string[]]) =>
  z.enum(levels, { error: `one of ${levels.join(", ")}` });
const acting = access(["write", "maintain", "admin"]).optional();
const looking = access(ACCESS_LEVELS).optional();
const people = list(approver, "logins or teams");

export const githubConfigSchema = map({
  workflow: workflowName.optional().describe("File below .github/workflows/ that runs milestones"),
  base: branch.optional().describe("Branch from which milestones start; default: the default branch"),
  labels: list(label, "labels").optional().describe("Put on pull requests and issues beside our own"),
  approvers: people.optional().describe("Approve gates that name nobody"),
  approver_permission: access(APPROVER_PERMISSIONS)
    .optional()
    .describe("Least permission of a named approver: write (default), triage or read"),
  permissions: map({
    ...Object.fromEntries(ACTING.map(command => [command, acting])),
    ...Object.fromEntries(LOOKING.map(command => [command, looking])),
  })
    .optional()
    .describe("Access that a command needs: read, write, maintain or admin"),
  notify: map({ stakeholders: people.optional(), escalation: people.optional() }).optional(),
}).describe("How milestones are steered on GitHub, .github/milestone.yml");

/** The app reads it of whoever installed it, on the thread that serves everybody. */
const LARGE = 16 * 1024;

/** Reads `.github/milestone.yml`; an empty text means that there is none. */
export function readGitHubConfig(text: string, file: string): ReadGitHubConfig {
  const findings = new Findings({ file, text });
  const isLarge = text.length > LARGE;
  if (isLarge)
    findings.error(
      { start: 0, end: 0 },
      {
        code: "yaml-size",
        message: "the file has more than 16 KiB, so nothing of it counts",
        remedy: "leave out what is none of its keys",
      },
    );
  const root = isLarge ? null : readMap(findings, true);
  const data = root
    ? applySchema({ schema: githubConfigSchema, findings, root, unknownKeys: "warn" }).data
    : null;
  const { workflow, base, labels, approvers, approver_permission, permissions, notify } = data ?? {};
  const config: GitHubConfig = {
    workflow: workflow ?? "milestone.yml",
    ...(base === undefined ? {} : { base }),
    labels: [...new Set(labels ?? [])],
    approvers: approvers ?? [],
    approverPermission: APPROVER_PERMISSIONS.find(level => level === approver_permission) ?? "write",
    permissions: governed(permissions ?? {}),
    notify: { stakeholders: notify?.stakeholders ?? [], escalation: notify?.escalation ?? [] },
  };
  return { config, errors: findings.errors, warnings: findings.warnings };
}

function governed(given: Readonly<Record<string, unknown>>): GitHubConfig["permissions"] {
  const permissions: GitHubConfig["permissions"] = {};
  for (const command of [...ACTING, ...LOOKING]) {
    const level = ACCESS_LEVELS.find(each => each === given[command]);
    if (level) permissions[command] = level;
  }
  return permissions;
}

type ReadConfig =
  | { ok: true; config: ConfigFile; profiles: Record<string, AgentProfile>; warnings: Diagnostic[] }
  | { ok: false; errors: Diagnostic[]; warnings: Diagnostic[] };

/** Reads `.milestones/config.yaml`: the defaults of all milestones. An empty file is a good one. */
export function readConfig(source: SourceText): ReadConfig {
  const findings = new Findings(source);
  const parsed = parseFile({ schema: configSchema, findings, empty: true });
  if (parsed) {
    const profiles = resolveProfiles(parsed.data);
    checkShared(parsed.data, { ...parsed, findings, profiles, roles: Object.keys(parsed.data.roles ?? {}) });
    if (findings.errors.length === 0) {
      return { ok: true, config: parsed.data, profiles, warnings: findings.warnings };
    }
  }
  return { ok: false, errors: findings.errors, warnings: findings.warnings };
}
