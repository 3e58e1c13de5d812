import { branchName } from "../milestone/names.ts";
import { unreachable } from "../milestone/phase.ts";
import { progressOf } from "../milestone/session/progress.ts";
import { awaitedQuestions } from "../milestone/session/questions.ts";
import { openApprovals, type State } from "../milestone/session/state.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { type Answer, good } from "./answer.ts";
import type { Parameters, Recovery } from "./api.ts";
import { type DesiredState, isOlder, type Version, versionOf } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { SUMMARY_LIMIT } from "./limits.ts";
import { text } from "./text.ts";

export type Conclusion = "action_required" | "cancelled" | "failure" | "neutral" | "success";

export interface DesiredCheck {
  milestone: string;
  name: string;
  head: string;
  externalId: string;
  version: Version;
  /** null: not completed. */
  conclusion: Conclusion | null;
  queued: boolean;
  title: string;
  summary: string;
  /** What stands above the summary: quoted lines, or none. */
  remarks: string;
  actions: { label: string; description: string; identifier: string }[];
}

export interface CheckNow {
  id: number;
  head: string;
  externalId: string;
  completed: boolean;
  remarks: string;
}

/** The check run bears its branch's name. */
export const checkName = branchName;

/** The check run as it should stand on the branch's head. `remarks`: what people should know beside the progress. */
export function desiredCheck(desired: DesiredState, remarks: string[] = []): DesiredCheck {
  const { state } = desired;
  const above = remarks.length > 0 ? ["> [!WARNING]", ...remarks.map(each => `> - ${each}`)].join("\n") : "";
  const head = above === "" ? "" : `${above}\n\n`;
  const version = versionOf(state);
  const conclusion = conclusionOf(state);
  return {
    milestone: desired.milestone,
    name: checkName(desired.milestone),
    head: desired.head,
    externalId: `${desired.milestone}:${version.session}:${version.seq}`,
    version,
    conclusion,
    queued: state.status === "planned",
    title: checkTitle(state),
    summary: `${head}${desired.render(SUMMARY_LIMIT - head.length)}`,
    remarks: above,
    actions: desired.mode === "app" ? buttons(state) : [],
  };
}

/** `67 % · 8/12 tasks · 2 gates waiting`. */
export function checkTitle(state: State): string {
  const progress = progressOf(state);
  const parts = [`${progress.percentage} %`, `${progress.tasksCompleted}/${progress.tasksTotal} tasks`];
  const skipped = [...state.tasks.values()].filter(task => task.status === "skipped").length;
  if (skipped) parts.push(`${skipped} skipped`);
  const gates = openApprovals(state).length;
  if (gates) parts.push(`${counted(gates, "gate")} waiting`);
  const questions = awaitedQuestions(state).length;
  if (questions) parts.push(`${counted(questions, "question")} open`);
  const blockers = state.blockers.size;
  if (blockers) parts.push(counted(blockers, "blocker"));
  return parts.join(" · ");
}

function conclusionOf(state: State): Conclusion | null {
  switch (state.status) {
    case "planned":
    case "in_progress":
      return null;
    case "waiting_approval":
    case "waiting_answer":
      return "action_required";
    case "blocked":
      return "failure";
    case "paused":
    case "postponed":
    case "waiting_limit":
      return "neutral";
    case "completed":
      return "success";
    case "cancelled":
      return "cancelled";
    default:
      return unreachable("status", state.status);
  }
}

function buttons(state: State): DesiredCheck["actions"] {
  const retry = state.blockers.size > 0 ? [text.retryButton] : [];
  switch (state.status) {
    case "blocked":
      return [text.retryButton, text.resumeButton];
    // An approval goes on by itself; only what a person commits is said to be there by a button.
    case "waiting_approval":
      return [
        ...retry,
        ...(openApprovals(state).some(({ kind }) => kind === "manual") ? [text.resumeButton] : []),
      ];
    case "paused":
    case "postponed":
    case "waiting_limit":
      return [text.resumeButton];
    // An answer goes on by itself.
    case "waiting_answer":
      return retry;
    case "planned":
    case "in_progress":
    case "completed":
    case "cancelled":
      return [];
    default:
      return unreachable("status", state.status);
  }
}

/** What `external_id` says of the check's origin; null when it is not one of ours. */
export function versionOfCheck(externalId: string, milestone: string): Version | null {
  if (!externalId.startsWith(`${milestone}:`)) return null;
  const rest = externalId.slice(milestone.length + 1);
  const colon = rest.lastIndexOf(":");
  const seq = Number(rest.slice(colon + 1));
  return colon < 0 || !Number.isSafeInteger(seq) ? null : { session: rest.slice(0, colon), seq };
}

export type CheckWrite =
  | { kind: "create_check"; check: DesiredCheck }
  | { kind: "update_check"; id: number; check: DesiredCheck }
  | { kind: "supersede_check"; id: number; title: string };

/** Least writes; `before` is the check that this process last made, maybe on an older commit. */
export function diffCheck(wanted: DesiredCheck, now: CheckNow[], before: CheckNow | null): CheckWrite[] {
  const writes: CheckWrite[] = [];
  const current = now.find(check => check.head === wanted.head);
  if (!current) writes.push({ kind: "create_check", check: wanted });
  else if (isOutdated(current, wanted)) writes.push({ kind: "update_check", id: current.id, check: wanted });
  if (before && before.head !== wanted.head && !before.completed) {
    writes.push({ kind: "supersede_check", id: before.id, title: text.superseded(wanted.head) });
  }
  return writes;
}

function isOutdated(current: CheckNow, wanted: DesiredCheck): boolean {
  const there = versionOfCheck(current.externalId, wanted.milestone);
  if (there === null || isOlder(there, wanted.version)) return true;
  const isSame = there.session === wanted.version.session && there.seq === wanted.version.seq;
  return isSame && current.remarks !== wanted.remarks;
}

/** The quoted lines above a summary. */
function remarksIn(summary: string | null | undefined): string {
  const lines = (summary ?? "").split("\n", 50);
  const end = lines.findIndex(line => !line.startsWith(">"));
  return lines.slice(0, Math.max(end, 0)).join("\n");
}

export interface CheckReading {
  own: CheckNow[];
  /** Another app keeps a check of this name: the milestone app is installed beside the Action. */
  foreign: boolean;
}

/** The checks of this name on a commit. `appSlug` is whose checks we may change. */
export async function readChecks(
  repository: GitHubRepository,
  milestone: string,
  head: string,
  appSlug: string,
): Promise<Answer<CheckReading>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
    ref: head,
    check_name: checkName(milestone),
    filter: "all",
    per_page: 100,
  });
  if (!answer.ok) return answer;
  const own: CheckNow[] = [];
  let foreign = false;
  for (const run of answer.value.check_runs) {
    const ours = run.external_id?.startsWith(`${milestone}:`) ?? false;
    if (run.app?.slug === appSlug) own.push(checkNow(run));
    else foreign ||= ours;
  }
  return good({ own: own.sort((a, b) => b.id - a.id), foreign });
}

interface CheckShape {
  id: number | bigint;
  head_sha: string;
  external_id: string | null;
  status: string;
  output: { summary: string | null };
}

function checkNow(run: CheckShape): CheckNow {
  return {
    id: Number(run.id),
    head: run.head_sha,
    externalId: run.external_id ?? "",
    completed: run.status === "completed",
    remarks: remarksIn(run.output?.summary),
  };
}

/** Carries out one write; the check as it then is. */
export async function writeCheck(repository: GitHubRepository, write: CheckWrite): Promise<Answer<CheckNow>> {
  if (write.kind === "create_check") {
    const route = "POST /repos/{owner}/{repo}/check-runs";
    const body = { ...fields(write.check), name: write.check.name, head_sha: write.check.head };
    const answer = await repository.write(
      route,
      body as Parameters<typeof route>,
      findCheck(repository, write.check),
    );
    return answer.ok ? good(checkNow(answer.value.data)) : answer;
  }
  const body =
    write.kind === "update_check"
      ? fields(write.check)
      : {
          status: "completed" as const,
          conclusion: "neutral" as const,
          output: { title: write.title, summary: write.title },
        };
  const answer = await repository.write(
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    { check_run_id: write.id, ...body },
    "repeatable",
  );
  return answer.ok ? good(checkNow(answer.value.data)) : answer;
}

function fields(check: DesiredCheck) {
  const output = { title: check.title, summary: check.summary };
  const common = { external_id: check.externalId, output, actions: check.actions };
  return check.conclusion
    ? { ...common, status: "completed" as const, conclusion: check.conclusion }
    : { ...common, status: check.queued ? ("queued" as const) : ("in_progress" as const) };
}

function findCheck(
  repository: GitHubRepository,
  wanted: DesiredCheck,
): Recovery<"POST /repos/{owner}/{repo}/check-runs"> {
  return async () => {
    const answer = await repository.read("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
      ref: wanted.head,
      check_name: wanted.name,
      filter: "all",
      per_page: 100,
    });
    if (!answer.ok) return answer;
    return good(answer.value.check_runs.find(run => run.external_id === wanted.externalId) ?? null);
  };
}
