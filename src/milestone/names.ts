import { isPhase, type Phase } from "./phase.ts";

/** Version of the product, recorded with each session. */
export const VERSION = "1.1.0";

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Why an id of a milestone, task or session is refused, or null when it is good. */
export function idProblem(id: string): string | null {
  if (!ID.test(id)) {
    return "an id is 1 to 64 letters, digits, dots, underscores or hyphens and starts with a letter or digit";
  }
  if (id.includes("..")) return 'an id may not hold ".."';
  if (id.endsWith(".")) return "an id may not end in a dot";
  if (id.toLowerCase().endsWith(".lock")) return 'an id may not end in ".lock" (git refuses such a branch)';
  return null;
}

const BRANCH = "milestone/";

export const branchName = (milestone: string): string => BRANCH + milestone;
export const branchRef = (milestone: string): string => `refs/heads/${branchName(milestone)}`;
export const completionTag = (milestone: string): string => `${branchName(milestone)}/completed`;

/** The milestone that a branch belongs to, or null. The check run on it bears the same name. */
export function milestoneOfBranch(branch: string): string | null {
  return branch.startsWith(BRANCH) && branch.length > BRANCH.length ? branch.slice(BRANCH.length) : null;
}

const PLAN_BRANCH = "milestone-plan/";

/** Where a drafted plan is reviewed, before it is the base's. */
export const planBranchName = (milestone: string): string => PLAN_BRANCH + milestone;

/** The milestone that a branch proposes a plan of, or null. */
export function milestoneOfPlanBranch(branch: string): string | null {
  const id = branch.startsWith(PLAN_BRANCH) ? branch.slice(PLAN_BRANCH.length) : "";
  return idProblem(id) === null ? id : null;
}

export const ROOT = ".milestones";
export type Shelf = "active" | "completed" | "archived";

/** Paths below the repository's root, always with `/`. */
export const paths = {
  milestone: (id: string, shelf: Shelf = "active") => `${ROOT}/${shelf}/${id}.yaml`,
  current: `${ROOT}/active/current.txt`,
  config: `${ROOT}/config.yaml`,
  deliverables: (id: string, task: string, phase: Phase) => `${ROOT}/deliverables/${id}/${task}/${phase}`,
  approval: (id: string, task: string, phase: Phase) =>
    `${ROOT}/approvals/approval-${id}-${task}-${phase}.yaml`,
  session: (session: string) => `${ROOT}/sessions/${session}.yaml`,
  agents: (session: string) => `${ROOT}/sessions/${session}/agents/state.json`,
  log: (id: string, segment: number) => `${ROOT}/logs/execution-${id}${segmentSuffix(segment)}.jsonl`,
  /** An earlier tool's log, in whose place ours stands. */
  olderLog: (id: string) => `${ROOT}/logs/older-${id}.jsonl`,
  roleLog: (session: string, role: RoleLog, segment: number) =>
    `${ROOT}/logs/${session}/${role}${segmentSuffix(segment)}.jsonl`,
  report: (session: string) => `${ROOT}/reports/${session}.md`,
  prompt: (phase: Phase) => `${ROOT}/prompts/${phase}.md`,
  attributes: `${ROOT}/.gitattributes`,
  githubConfig: ".github/milestone.yml",
};

export const ROLE_LOGS = ["execution", "progress", "git", "dependencies", "blockers"] as const;
export type RoleLog = (typeof ROLE_LOGS)[number];

/** Log segments are numbered from 1; the first bears no number. */
function segmentSuffix(segment: number): string {
  return segment <= 1 ? "" : `.${String(segment).padStart(4, "0")}`;
}

/** Reads `<task>` or `<task>/<phase>`; null when it is neither. */
export function parseTarget(text: string): { task: string; phase?: Phase } | null {
  const slash = text.indexOf("/");
  const task = slash < 0 ? text : text.slice(0, slash);
  if (idProblem(task)) return null;
  if (slash < 0) return { task };
  const phase = text.slice(slash + 1);
  return isPhase(phase) ? { task, phase } : null;
}

/** `exec-<milestone>-<UTC time>-<4 random hex>`, cut so that it stays a valid id. */
export function sessionId(milestone: string, now: number, random: () => number): string {
  const time = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, "") + "Z";
  const hex = Math.floor(random() * 0x10000)
    .toString(16)
    .padStart(4, "0");
  return `exec-${milestone.slice(0, 37)}-${time}-${hex}`;
}
