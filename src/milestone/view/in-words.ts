import type { PlanDiff } from "../plan/plan-diff.ts";
import { STAGES } from "../session/activity.ts";
import { counted } from "../text/sanitise.ts";
import type { AgentRow, ApprovalRow, BlockerRow, Dashboard, QuestionRow, TaskRow } from "./dashboard.ts";
import { approvers } from "./describe-event.ts";
import { compact, dateTime, duration, money, stageWords } from "./figures.ts";
import type { LogRecord } from "./log-record.ts";
import type { NoteRow } from "./report-facts.ts";

/** The dashboard's sentences, the same in terminal, markdown and HTML. Plain text: each renderer makes it inert. */

/** `8/12 tasks`, then what needs a look. */
export function taskWords({
  counts,
  approvals,
  blockers,
  status,
}: Pick<Dashboard, "counts" | "approvals" | "blockers" | "status">): string {
  const parts = [`${counts.completed}/${counts.total} tasks`];
  if (counts.skipped) parts.push(`${counts.skipped} skipped`);
  if (counts.in_progress) parts.push(`${counts.in_progress} in progress`);
  if (counts.waiting_approval) parts.push(`${counts.waiting_approval} waiting`);
  if (counts.waiting_answer) parts.push(`${counts.waiting_answer} waiting for an answer`);
  if (counts.blocked) parts.push(`${counts.blocked} blocked`);
  // Of no task, so that its count would hide it: "2/2 tasks" while somebody is waited for.
  const checkpoints = approvals.filter(a => a.task === null).length;
  if (checkpoints) parts.push(`${counted(checkpoints, "checkpoint")} waiting`);
  const blocking = blockers.filter(b => b.task === undefined).length;
  if (blocking) parts.push(`${counted(blocking, "blocker")} of the whole milestone`);
  const isDone = counts.total > 0 && counts.completed + counts.skipped === counts.total;
  if (isDone && status === "in_progress" && checkpoints + blocking === 0) parts.push("last checks to come");
  return parts.join(" · ");
}

/** What a task that has not begun waits for, three of it at most; null: for nothing. */
export function waitWords(
  { status, when, waitsFor }: TaskRow,
  show = (id: string): string => id,
): string | null {
  if (status !== "pending" || waitsFor.length === 0) return null;
  const names = waitsFor.slice(0, 3).map(show).join(", ") + (waitsFor.length > 3 ? " …" : "");
  return when === "failure" ? `only if ${names} fails` : `waits for ${names}`;
}

/** `forecast 2026-11-16 16:01 to 18:20 UTC`; empty where nothing can be said. */
export function forecastWords({ forecastRange }: Dashboard["timeline"]): string {
  if (!forecastRange) return "";
  const [from, to] = [dateTime(forecastRange.from), dateTime(forecastRange.to)];
  if (from === to) return `forecast ${to}`;
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  return `forecast ${from.replace(" UTC", "")} to ${sameDay ? to.slice(11) : to}`;
}

/** `4.2 tasks a day`; empty where nothing can be said. */
export function paceWords({ tasksPerDay }: Dashboard["timeline"]): string {
  return tasksPerDay === null ? "" : `${tasksPerDay.toFixed(tasksPerDay < 10 ? 1 : 0)} tasks a day`;
}

/** How the milestone stands in time: the due date first, then the forecast, then the pace. */
export const timeWords = (dashboard: Dashboard): string => timeParts(dashboard).join(" · ");

export function timeParts({ timeline, now }: Dashboard): string[] {
  const parts: string[] = [];
  if (timeline.due !== null && timeline.endedAt === null) {
    const left = timeline.due - now;
    parts.push(left >= 0 ? `${duration(left)} left` : `overdue by ${duration(-left)}`);
  }
  if (timeline.startedAt === null) parts.push("not started");
  if (timeline.endedAt !== null) parts.push(`took ${duration(timeline.elapsedMs)}`);
  else if (timeline.startedAt !== null) parts.push(`${duration(timeline.elapsedMs)} so far`);
  const forecast = forecastWords(timeline);
  if (forecast) parts.push(forecast);
  if (timeline.onTime !== null) parts.push(timeline.onTime ? "on time" : "late");
  return parts;
}

/** Gates and tests; a test figure is shown only where a run gave one. */
export function qualityParts({ quality }: Dashboard): string[] {
  const gates =
    quality.total === 0
      ? "no gates"
      : `${quality.passed}/${quality.total} ${nounFor(quality.total, "gate")} passed`;
  return [gates, testWords(quality.tests)];
}

const nounFor = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);

export function testWords(tests: Dashboard["quality"]["tests"]): string {
  if (!tests) return "tests not run";
  const verdict = tests.ok ? "tests passed" : "tests failed";
  if (tests.total === null) return verdict;
  if (tests.total === 0) return "no tests";
  const skipped = tests.skipped ? `, ${tests.skipped} skipped` : "";
  return `${verdict} (${tests.passed ?? 0}/${tests.total}${skipped})`;
}

/** How one run of the tests ended, without the word "tests" before it. */
export function testRunWords(run: LogRecord["testRuns"][number]): string {
  const { total = null, passed = null, skipped = null, failed = null } = run;
  const figures = { ...run, total, passed, skipped, failed, durationMs: run.duration_ms, at: "" };
  return testWords(figures).replace(/^tests /, "");
}

/** What an agent is at, and how long its attempt spent in what came before: `testing 4s (preparing 6s, at work 1m 02s)`. */
export function doingWords({ doing, stage, doingSince, stages }: AgentRow, now: number): string {
  const others = stageWords(
    stages,
    STAGES.filter(other => other !== stage),
  );
  return `${doing} ${duration(now - doingSince)}${others ? ` (${others})` : ""}`;
}

/** What the attempts used, as their programs reported it. */
export function usageWords({ usage }: Dashboard): string {
  const parts = [counted(usage.attempts, "attempt"), `${duration(usage.minutes * 60_000)} of agents' time`];
  const tokens = usage.inputTokens + usage.outputTokens;
  if (tokens > 0) parts.push(`${compact(tokens)} tokens`);
  if (usage.costUsd > 0) parts.push(money(usage.costUsd));
  return parts.join(" · ");
}

export function gateName(approval: { task: string | null; phase: string | null; request: string }): string {
  return approval.task ? `${approval.task}/${approval.phase}` : approval.request.replace(/^gate:/, "");
}

export function approvalWords(approval: ApprovalRow, now: number): string {
  const what = approval.kind === "manual" ? "is to be done by" : "waits for approval by";
  const count = approval.needed > 1 ? ` (${approval.granted} of ${approval.needed})` : "";
  const missing = approval.missing.length ? `; ${missingWords(approval)}` : "";
  return `${what} ${approvers(approval.approvers)}${count}, for ${duration(now - approval.since)}${missing}`;
}

/** What a gate was asked about before and the branch has no longer, named as below the phase's folder. */
export function missingWords({
  task,
  phase,
  missing,
}: Pick<ApprovalRow, "task" | "phase" | "missing">): string {
  const folder = `/${task}/${phase}/`;
  const names = missing.map(path =>
    path.includes(folder) ? path.split(folder).slice(1).join(folder) : path,
  );
  return `${names.join(", ")} ${names.length === 1 ? "is" : "are"} missing on the branch`;
}

/** The question as asked, and what becomes of it. */
export function questionWords(question: QuestionRow, now: number): string {
  const { why, blocking, until, since } = question;
  const otherwise = question.default === null ? "" : `: ${question.default}`;
  const state = blocking
    ? `waits for ${duration(now - since)}${until === null ? "" : `, until ${dateTime(until)}`}`
    : `the work went on${otherwise}; an answer is told to what follows`;
  return `asks: ${question.question}${why ? ` (${why})` : ""} [${state}]`;
}

export function blockerWords(blocker: BlockerRow, now: number): string {
  return `${blocker.type} (${LEVELS[blocker.level]}, for ${duration(now - blocker.since)}): ${blocker.message}`;
}

/** The steps of the resolution, by level. */
export const LEVELS: Record<BlockerRow["level"], string> = {
  1: "being retried",
  2: "tried with another agent",
  3: "strategy adjusted",
  4: "needs a person",
  5: "left out by a person",
  6: "put off or given up with the milestone",
};

export function blockedPlace(blocker: { task?: string; phase?: string }): string {
  if (!blocker.task) return "milestone";
  return blocker.phase ? `${blocker.task}/${blocker.phase}` : blocker.task;
}

/** What became of a note that an agent left for another task. */
export function noteFate({ refused, isTold }: NoteRow): string {
  if (refused !== null) return `came back: ${refused}`;
  return isTold ? "its next phase was told" : "no attempt was told yet";
}

const LISTED = 5;

/** What the base branch holds of a milestone that its branch has not taken in. */
export interface UntakenEdits {
  branch: string;
  /** What the base's plan says otherwise; null: nothing. */
  plan: PlanDiff | null;
  /** Why the base's plan cannot be taken in; null: it can. */
  complaint: string | null;
  /** Paths of code, config and prompts that the base changed. */
  changed: readonly string[];
  /** Those of them that do not merge. */
  conflicts: readonly string[];
}

/** A sentence each; `how` says what takes it in. `quoted` makes names from outside inert where they are shown. */
export function untakenInWords(
  { branch, plan, complaint, changed, conflicts }: UntakenEdits,
  { how, quoted = text => text }: { how: string; quoted?: (text: string) => string },
): string[] {
  const base = quoted(branch);
  const said: string[] = [];
  if (plan) {
    const what = planInWords(plan);
    if (what !== "")
      said.push(`${base} has an edit of the plan that is not taken in yet (${quoted(what)}): ${how}`);
  }
  if (complaint !== null) said.push(`an edit on ${base} is not taken in: ${quoted(complaint)}; then ${how}`);
  if (changed.length > 0) {
    const files = `${counted(changed.length, "changed file")} that ${changed.length === 1 ? "is" : "are"} not taken in yet`;
    said.push(`${base} has ${files} (${quoted(namesOf(changed))}): ${how}`);
  }
  if (conflicts.length > 0)
    said.push(
      `these files of ${base} do not merge: ${quoted(namesOf(conflicts))}; merge ${base} into the milestone's branch by hand`,
    );
  return said;
}

function planInWords({ milestone, added, removed, changed }: PlanDiff): string {
  const parts = [
    added.length > 0 && `new: ${namesOf(added.map(task => task.id))}`,
    removed.length > 0 && `gone: ${namesOf(removed)}`,
    changed.length > 0 && `changed: ${namesOf(changed.map(each => each.task))}`,
    milestone.length > 0 && `of the milestone: ${namesOf(milestone)}`,
  ];
  return parts.filter(Boolean).join("; ");
}

function namesOf(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : "";
  return names.slice(0, LISTED).join(", ") + more;
}
