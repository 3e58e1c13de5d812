import { unreachable } from "../phase.ts";
import type { Stages } from "../session/activity.ts";
import type { Decision, EventName, LoggedEvent, Person, TestRun } from "../session/event.ts";
import { checkWords } from "../session/integrated-check.ts";
import { counted } from "../text/sanitise.ts";
import { besideWork, dateTime, took } from "./figures.ts";
import { STATUS, type Tone } from "./status.ts";

/**
 * One event as a sentence without a full stop, for logs, dashboards and reports. It may quote an agent or a person:
 * its renderer makes it inert for the place it goes to.
 */
export function describeEvent(event: LoggedEvent): string {
  const where = target(event);
  switch (event.event) {
    case "session_started":
      return `session started: ${event.data.strategy}, ${counted(event.data.agents, "agent")}`;
    case "session_resumed":
      return `session resumed (was ${event.data.from.replaceAll("_", " ")}): ${event.data.strategy}, ${counted(event.data.agents, "agent")}`;
    case "session_interrupted":
      return `session interrupted: ${event.data.reason}`;
    case "session_paused":
      return `session paused${by(event.data.by)}: ${event.data.reason}`;
    case "session_suspended":
      return `run ended (${STATUS[event.data.status].word}): ${event.data.reason}`;
    case "session_ended":
      return `session ended: ${event.data.status}`;
    case "lease_released":
      return `the branch was unlocked${by(event.data.by)}: ${event.data.reason}`;
    case "milestone_activated":
      return `milestone activated with ${counted(event.data.tasks.length, "task")}, workflow compliance ${event.data.compliance.score} %`;
    case "milestone_completed":
      return "milestone completed";
    case "release_prepared": {
      const { version, files } = event.data;
      return `release${version === null ? "" : ` ${version}`} prepared: ${files.join(", ") || "nothing was to be changed"}`;
    }
    case "milestone_reopened":
      return `milestone reopened${by(event.data.by)}: ${event.data.tasks.join(", ")}`;
    case "milestone_postponed":
      return `milestone postponed${by(event.data.by)}${saying(event.data.reason)}`;
    case "milestone_cancelled":
      return `milestone cancelled${by(event.data.by)}${saying(event.data.reason)}`;
    case "milestone_archived":
      return `milestone archived${by(event.data.by)}`;
    case "dependencies_validated":
      return `found what is needed: ${[...event.data.milestones, ...event.data.prerequisites].join(", ")}`;
    case "dependencies_forced":
      return `went on although not completed: ${event.data.missing.join(", ")}`;
    case "raise_voided":
      return `the raise of event ${event.data.raise} does not count: ${event.data.reason}`;
    case "dependents_notified":
      return `told ${event.data.milestones.join(", ")} that the milestone was ${event.data.change}`;
    case "plan_changed":
      return `plan changed by ${event.data.by}: ${planDifference(event.data)}`;
    case "command_accepted":
      return `${person(event.data.by)}: ${[event.data.command, event.data.target].filter(Boolean).join(" ")}${because(event.data.reason)}`;
    case "task_started":
      return `${where} started`;
    case "task_completed":
      return `${where} completed`;
    case "task_skipped":
      return `${where} skipped${by(event.data.by)}: ${event.data.reason}`;
    case "skip_voided":
      return `${where} is not skipped: ${event.data.reason}`;
    case "phase_started":
      return `${where} started${attempt(event.data.attempt)} with ${event.data.executor}`;
    case "ticket_issued":
      return `${where} goes to a machine of its own${attempt(event.data.attempt)}`;
    case "ticket_sent":
      return `${where} was sent to ${event.data.run ? `run ${event.data.run}` : "another machine"}`;
    case "phase_completed":
      return `${where} ${event.data.gated ? "delivered" : "completed"}${attempt(event.data.attempt)} in ${took(event.data.duration_ms)}${besides(event.data)}${delivered(event.data)}`;
    case "phase_failed":
      return `${where} failed${attempt(event.data.attempt)} after ${took(event.data.duration_ms)}${besides(event.data)} (${event.data.type}): ${event.data.message}`;
    case "phase_interrupted":
      return `${where} interrupted${attempt(event.data.attempt)}: ${event.data.reason}`;
    case "phase_reopened":
      return `${where} reopened${by(event.data.by)}${event.data.revert ? " and reverted" : ""}: ${event.data.reason}`;
    case "retry_scheduled": {
      const { attempt: number, executor, model, alternative, reason } = event.data;
      const how = `${executor}${model ? ` (${model})` : ""}${alternative ? " and the alternative brief" : ""}`;
      return `${where} will be tried again (attempt ${number} with ${how}): ${reason}`;
    }
    case "approval_requested":
      return `${where} waits for ${event.data.kind === "manual" ? "a person's work" : "approval"} by ${approvers(event.data.approvers)}`;
    case "approval_granted":
      return `${where} approved by ${decision(event.data.decision)}${event.data.complete ? "" : ", more approvals needed"}`;
    case "approval_rejected":
      return `${where}: changes requested by ${decision(event.data.decision)}`;
    case "approval_voided":
      return `${where}: approval void, ${event.data.reason}`;
    case "blocker_detected":
      return `${where} blocked by ${event.data.type}: ${event.data.message}`;
    case "blocker_escalated":
      return `blocker ${event.data.id} escalated to level ${event.data.level}: ${event.data.reason}`;
    case "blocker_resolved":
      return `blocker ${event.data.id} resolved: ${event.data.how}`;
    case "profile_rested":
      return `${event.data.profile} rests until ${dateTime(event.data.until)}: ${event.data.message}`;
    case "profile_failed":
      return `${event.data.profile} cannot be used (${event.data.cause}): ${event.data.message}`;
    case "profile_demoted":
      return `${event.data.profile} failed ${counted(event.data.failures, "time")} in a row and is tried last`;
    case "profile_recovered":
      return `${event.data.profile} may be used again: ${event.data.how}`;
    case "question_asked":
      return `${where} ${event.data.blocking ? "asks" : "asks, and goes on"}: ${event.data.question}`;
    case "question_answered":
      return event.data.by
        ? `${where}: question ${event.data.number} answered${by(event.data.by)}: ${event.data.answer}`
        : `${where}: nobody answered question ${event.data.number} in time, so its default holds: ${event.data.answer}`;
    case "note_left": {
      const { to, text, refused } = event.data;
      return refused === undefined
        ? `${where} leaves a note for ${to}: ${text}`
        : `${where} left a note for ${to} that reaches nobody, as ${refused}: ${text}`;
    }
    case "warning_raised":
      return `warning${event.task_id ? ` for ${where}` : ""} (${event.data.type}): ${event.data.message}`;
    case "quality_gate_passed":
      return `quality gate "${event.data.name}" passed at ${event.data.at} %`;
    case "quality_gate_reopened":
      return `quality gate "${event.data.name}" at ${event.data.at} % is due again: ${event.data.reason}`;
    case "quality_gate_failed":
      return `quality gate "${event.data.name}" failed at ${event.data.at} %: ${failedChecks(event.data.checks)}`;
    case "tests_run":
      return `tests (${event.data.reason}) ${event.data.ok ? "passed" : "failed"}${testFigures(event.data)} in ${took(event.data.duration_ms)}`;
    case "check_issued":
      return `${checkWords(event.data.check)} go to a machine of their own`;
    case "check_sent":
      return `${checkWords(event.data.check)} were sent to ${event.data.run ? `run ${event.data.run}` : "another machine"}`;
    case "check_returned":
      return `${checkWords(event.data.check)} ${event.data.ok ? "passed" : "failed"} on another machine`;
    case "check_lost":
      return `${checkWords(event.data.check)} ended without a result: ${event.data.reason}`;
    case "strategy_adjusted":
      return `now ${counted(event.data.agents, "agent")}: ${event.data.reason}`;
    case "budget_raised":
      return `budget raised${by(event.data.by)}: ${raised(event.data)}`;
    case "progress_updated":
      return `progress ${event.data.percentage} %, ${event.data.completed_tasks}/${event.data.total_tasks} tasks`;
    case "checkpoint_committed":
      return `logs and session saved (${event.data.reason}, ${counted(event.data.files, "file")})`;
    case "commit_created":
      return `commit ${event.data.commit.slice(0, 7)}: ${event.data.subject}`;
    case "branch_pushed":
      return `${counted(event.data.commits, "commit")} pushed, tip ${event.data.commit.slice(0, 7)}`;
    case "base_merged":
      return `base branch merged (${event.data.commit.slice(0, 7)})`;
    case "person_commits_merged":
      return `${counted(event.data.commits.length, "commit")} by people taken in, ${counted(event.data.paths, "path")}`;
    default:
      return unreachable("event", event);
  }
}

/** From which monitoring level on an event is shown. */
export type MonitoringLevel = "basic" | "detailed" | "verbose";

interface EventLook {
  level: MonitoringLevel;
  tone: Tone;
}

const basic = (tone: Tone): EventLook => ({ level: "basic", tone });
const detailed = (tone: Tone): EventLook => ({ level: "detailed", tone });
const verbose = (tone: Tone): EventLook => ({ level: "verbose", tone });

/** The compiler keeps this complete. */
export const EVENT_LOOK: Record<EventName, EventLook> = {
  session_started: basic("active"),
  session_resumed: basic("active"),
  session_interrupted: basic("wait"),
  session_paused: basic("wait"),
  session_suspended: basic("wait"),
  session_ended: basic("good"),
  lease_released: basic("wait"),
  milestone_activated: basic("active"),
  milestone_completed: basic("good"),
  release_prepared: basic("good"),
  milestone_reopened: basic("active"),
  milestone_postponed: basic("wait"),
  milestone_cancelled: basic("wait"),
  milestone_archived: basic("idle"),
  dependencies_validated: verbose("idle"),
  dependencies_forced: basic("wait"),
  dependents_notified: detailed("idle"),
  plan_changed: basic("active"),
  command_accepted: basic("active"),
  task_started: detailed("active"),
  task_completed: detailed("good"),
  task_skipped: basic("idle"),
  skip_voided: basic("wait"),
  raise_voided: basic("wait"),
  phase_started: detailed("active"),
  ticket_issued: verbose("active"),
  ticket_sent: detailed("active"),
  phase_completed: detailed("good"),
  phase_failed: detailed("bad"),
  phase_interrupted: detailed("wait"),
  phase_reopened: basic("active"),
  retry_scheduled: detailed("wait"),
  approval_requested: basic("wait"),
  approval_granted: basic("good"),
  approval_rejected: basic("bad"),
  approval_voided: basic("wait"),
  blocker_detected: basic("bad"),
  blocker_escalated: basic("bad"),
  blocker_resolved: basic("good"),
  warning_raised: basic("wait"),
  profile_rested: basic("wait"),
  profile_failed: basic("bad"),
  profile_demoted: detailed("wait"),
  profile_recovered: detailed("good"),
  question_asked: basic("wait"),
  question_answered: basic("good"),
  note_left: detailed("idle"),
  quality_gate_passed: basic("good"),
  quality_gate_failed: basic("bad"),
  quality_gate_reopened: basic("wait"),
  tests_run: detailed("idle"),
  check_issued: verbose("active"),
  check_sent: detailed("active"),
  check_returned: verbose("idle"),
  check_lost: detailed("bad"),
  strategy_adjusted: verbose("idle"),
  budget_raised: basic("active"),
  progress_updated: detailed("idle"),
  checkpoint_committed: verbose("idle"),
  commit_created: verbose("idle"),
  branch_pushed: verbose("idle"),
  base_merged: detailed("idle"),
  person_commits_merged: detailed("idle"),
};

/** The tone of one event, where its data decide it. */
export function toneOf(event: LoggedEvent): Tone {
  if (event.event === "tests_run") return event.data.ok ? "good" : "bad";
  return EVENT_LOOK[event.event].tone;
}

const RANK: Record<MonitoringLevel, number> = { basic: 0, detailed: 1, verbose: 2 };

/** Whether someone who watches at `level` is shown what is told from the level `from` on. */
export function isLevelShown(level: MonitoringLevel, from: MonitoringLevel): boolean {
  return RANK[from] <= RANK[level];
}

/** Commands of which an event of its own tells with who gave them: the record of the command says nothing more. */
const TOLD: ReadonlySet<string> = new Set([
  "approve",
  "reject",
  "answer",
  "skip",
  "postpone",
  "cancel",
  "archive",
]);

/** Whether an event is shown to someone who watches at this level. */
export function isShownAt(level: MonitoringLevel, event: LoggedEvent): boolean {
  const isRepeated = event.event === "command_accepted" && TOLD.has(event.data.command);
  return isLevelShown(level, isRepeated ? "verbose" : EVENT_LOOK[event.event].level);
}

/** `task/phase`, `task`, or what the event concerns as a whole. */
function target(event: LoggedEvent): string {
  if (event.task_id) return event.phase ? `${event.task_id}/${event.phase}` : event.task_id;
  if ("request" in event.data && typeof event.data.request === "string") {
    const gate = /^gate:(.*)$/s.exec(event.data.request);
    if (gate) return `quality gate "${gate[1]}"`;
  }
  return "milestone";
}

const person = (who: Person): string => (who.source === "local" ? `${who.login} (local)` : who.login);
const by = (who: Person | undefined): string => (who ? ` by ${person(who)}` : "");
const saying = (reason: string): string => (reason ? `: ${reason}` : "");
const because = (reason: string | undefined): string => (reason ? ` (${reason})` : "");
const attempt = (number: number): string => (number > 1 ? ` (attempt ${number})` : "");

/** Who may decide a gate, in words. */
export function approvers(names: string[]): string {
  return names.length > 0 ? names.join(", ") : "anyone with write permission";
}

function decision(made: Decision): string {
  const commit = made.commit ? ` at ${made.commit.slice(0, 7)}` : "";
  const permission = made.by.source === "local" ? "" : ` (${made.permission})`;
  return `${person(made.by)}${permission}${commit}`;
}

/** What of the attempt's time was not its executor's. */
function besides({ stages_ms }: { stages_ms?: Stages }): string {
  const words = besideWork(stages_ms);
  return words && ` and ${words}`;
}

function delivered(data: { deliverables: unknown[]; changed: number }): string {
  const { length } = data.deliverables;
  const parts = [
    ...(length > 0 ? [counted(length, "deliverable")] : []),
    ...(data.changed > 0 ? [counted(data.changed, "changed file")] : []),
  ];
  return parts.map(each => `, ${each}`).join("");
}

function planDifference(data: {
  added: { id: string }[];
  removed: string[];
  changed: { task: string; what: string[] }[];
  milestone?: string[];
}): string {
  const parts = [
    data.added.length ? `added ${data.added.map(t => t.id).join(", ")}` : "",
    data.removed.length ? `removed ${data.removed.join(", ")}` : "",
    ...data.changed.map(c => `${c.task}: ${c.what.join(", ")}`),
    data.milestone?.length ? `milestone: ${data.milestone.join(", ")}` : "",
  ].filter(Boolean);
  return parts.join("; ") || "nothing that matters";
}

function failedChecks(checks: { command: string; ok: boolean; exit: number | null }[]): string {
  const failed = checks.filter(c => !c.ok);
  return failed.map(c => `${c.command} (exit ${c.exit ?? "none"})`).join(", ") || "no check passed";
}

function testFigures(run: TestRun): string {
  if (run.total === undefined) return run.ok ? "" : ` (exit ${run.exit ?? "none"})`;
  return run.total === 0 ? " (no tests)" : ` (${run.passed ?? 0} of ${run.total} passed)`;
}

function raised(data: { minutes?: number; tokens?: number; cost_usd?: number; attempts?: number }): string {
  const parts = [
    data.minutes ? counted(data.minutes, "minute") : "",
    data.tokens ? counted(data.tokens, "token") : "",
    data.cost_usd ? `$${data.cost_usd}` : "",
    data.attempts ? counted(data.attempts, "attempt") : "",
  ].filter(Boolean);
  return `+ ${parts.join(", ") || "nothing"}`;
}
