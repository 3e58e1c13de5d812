import type { Decision, FileRef, LoggedEvent, Person } from "../session/event.ts";
import type { LogHead } from "../session/log.ts";
import { sanitiseLine } from "../text/sanitise.ts";
import { describeEvent } from "./describe-event.ts";

/** One decision by a person, or one that a person must be able to trace: `milestone audit` and the reports. */
export interface AuditEntry {
  seq: number;
  /** RFC 3339. */
  at: string;
  event: LoggedEvent["event"];
  task: string | null;
  phase: string | null;
  /** null where nobody decided: the engine noted a fact, such as a void approval. */
  who: string | null;
  /** GitHub's numeric id; a login may change hands, this never does. */
  id: number | null;
  source: string | null;
  /** What the person was allowed to do at that time, as GitHub said. */
  permission: string | null;
  /** The commit that was looked at. */
  commit: string | null;
  /** Review or comment at GitHub. */
  ref: number | null;
  /** What was approved or rejected, by blob. */
  deliverables: FileRef[];
  words: string;
}

export interface AuditTrail {
  /** Oldest first. */
  entries: AuditEntry[];
  /** What each gate asked people to look at. */
  requested: Map<string, FileRef[]>;
}

export function newTrail(): AuditTrail {
  return { entries: [], requested: new Map() };
}

export function addToTrail({ entries, requested }: AuditTrail, event: LoggedEvent): void {
  if (event.event === "approval_requested") requested.set(event.data.request, event.data.deliverables);
  const actor = actorOf(event);
  if (!actor) return;
  const request = "request" in event.data ? event.data.request : undefined;
  const ofGate = event.event.startsWith("approval_") && typeof request === "string";
  entries.push({
    seq: event.seq,
    at: event.timestamp,
    event: event.event,
    task: event.task_id ?? null,
    phase: event.phase ?? null,
    who: actor.person?.login ?? actor.name ?? null,
    id: actor.person?.id ?? null,
    source: actor.person?.source ?? null,
    permission: actor.decision?.permission ?? null,
    commit: actor.decision?.commit ?? null,
    ref: actor.decision?.ref ?? null,
    deliverables: ofGate ? (requested.get(request) ?? []) : [],
    words: describeEvent(event),
  });
}

interface Actor {
  person?: Person;
  /** Where the log knows a name alone. */
  name?: string;
  decision?: Decision;
}

/** Who decided what the event tells; null for events that nobody decided. */
function actorOf(event: LoggedEvent): Actor | null {
  switch (event.event) {
    case "approval_granted":
    case "approval_rejected":
      return { person: event.data.decision.by, decision: event.data.decision };
    case "phase_reopened":
    case "milestone_reopened":
    case "milestone_postponed":
    case "milestone_cancelled":
    case "milestone_archived":
    case "lease_released":
    case "budget_raised":
    case "command_accepted":
      return { person: event.data.by };
    case "session_paused":
    case "task_skipped":
      return event.data.by ? { person: event.data.by } : null;
    case "plan_changed":
      return { name: event.data.by };
    case "approval_voided":
    case "skip_voided":
    case "raise_voided":
    case "dependencies_forced":
    case "person_commits_merged":
      return {};
    default:
      return null;
  }
}

export interface Audit {
  milestone: string;
  /** Lines of the log, which was read and verified, and the hash of the last. */
  lines: number;
  head: string;
  entries: AuditEntry[];
}

export function buildAudit(milestone: string, { seq, hash }: LogHead, { entries }: AuditTrail): Audit {
  return { milestone, lines: seq, head: hash, entries };
}

/** `milestone audit` as text: who decided what, at which commit, with which permission. */
export function auditText(audit: Audit): string {
  const title = `Audit of ${audit.milestone}: ${audit.lines} log lines, the chain is whole, head ${audit.head.slice(0, 16)}`;
  const rows = audit.entries.length ? audit.entries.map(entryText) : ["No person has decided anything yet."];
  return `${title}\n\n${rows.join("\n")}\n`;
}

function entryText(entry: AuditEntry): string {
  const facts = [
    entry.id === null ? "" : `user id ${entry.id}`,
    entry.permission ? `permission ${entry.permission}` : "",
    entry.source ? `by ${entry.source}${entry.ref === null ? "" : ` ${entry.ref}`}` : "",
    entry.commit ? `commit ${entry.commit}` : "",
  ].filter(Boolean);
  const files = entry.deliverables.map(f => `      ${f.blob.slice(0, 12)}  ${sanitiseLine(f.path)}`);
  return [
    `${entry.at}  #${entry.seq}  ${sanitiseLine(entry.words)}`,
    ...(facts.length ? [`    ${sanitiseLine(facts.join(", "))}`] : []),
    ...files,
  ].join("\n");
}
