import { ROLE_LOGS, ROOT } from "../names.ts";
import { guardPath } from "./guard-paths.ts";

/**
 * Why a branch that comes from elsewhere may not bring a change of this path; null: it may. Outside `.milestones/` what
 * holds for a phase's work holds here; below it only what the engine writes for this very milestone and its sessions.
 */
export function incomingProblem(
  path: string,
  { milestone, sessions }: { milestone: string; sessions: ReadonlySet<string> },
): string | null {
  const verdict = guardPath(path, `${ROOT}/deliverables/${milestone}`);
  if (verdict.allowed) return null;
  if (verdict.rule !== "milestones") return verdict.reason;
  return isEngineFile(path, milestone, sessions)
    ? null
    : `below ${ROOT}/ a milestone's branch changes only the milestone's own files`;
}

const SHELVES = ["active", "completed", "archived"];
const SEGMENT = /^(?:\.\d{4,})?\.jsonl$/;

function isEngineFile(path: string, milestone: string, sessions: ReadonlySet<string>): boolean {
  const [root, folder = "", name = "", ...more] = path.split("/");
  if (root !== ROOT) return false;
  if (more.length === 0 && SHELVES.includes(folder)) {
    return name === `${milestone}.yaml` || (folder === "active" && name === "current.txt");
  }
  switch (folder) {
    case "approvals":
      return more.length === 0 && name.startsWith(`approval-${milestone}-`) && name.endsWith(".yaml");
    case "reports":
      return more.length === 0 && name.endsWith(".md") && sessions.has(name.slice(0, -".md".length));
    case "sessions":
      return more.length === 0
        ? name.endsWith(".yaml") && sessions.has(name.slice(0, -".yaml".length))
        : sessions.has(name) && more.join("/") === "agents/state.json";
    case "logs":
      return more.length === 0
        ? isLog(name, milestone)
        : more.length === 1 && sessions.has(name) && isRoleLog(more[0]!);
    default:
      return false;
  }
}

function isLog(name: string, milestone: string): boolean {
  if (name === `older-${milestone}.jsonl`) return true;
  const start = `execution-${milestone}`;
  return name.startsWith(start) && SEGMENT.test(name.slice(start.length));
}

function isRoleLog(name: string): boolean {
  return ROLE_LOGS.some(role => name.startsWith(role) && SEGMENT.test(name.slice(role.length)));
}
