import { z } from "zod";
import { BLOCKER_TYPES, ESCALATION_LEVELS, SEVERITIES } from "../blocker/blocker.ts";
import { idProblem } from "../names.ts";
import { PHASE_STATUSES, PHASES, TASK_STATUSES, TRANSITIONS } from "../phase.ts";
import { reviewRecord } from "../review/review-finding.ts";
import { STAGES } from "./activity.ts";

/**
 * The shapes that events are made of. A log comes from a branch where others write, so every line is held against
 * these when it is read; what they do not name is kept and has no effect. A field that is added must be optional, for
 * older logs lack it.
 */
const text = z.string();
export const texts = z.array(text);
export const whole = z.int().min(0);
export const amount = z.number().min(0);
const percentage = z.number().min(0).max(100);
export const flag = z.boolean();
export const taskId = text.refine(value => idProblem(value) === null, { error: "is no task's id" });
export const instant = text.refine(isInstant, { error: "is no time such as 2026-11-30T12:00:00.000Z" });

/** RFC 3339 in UTC, whole seconds or finer. */
export function isInstant(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

export const SOURCES = ["local", "comment", "review", "issue", "check", "dispatch"] as const;
export const person = z.object({
  login: text,
  /** GitHub's numeric id; null for a local person. */
  id: z.int().nullable(),
  source: z.enum(SOURCES),
});
export type Person = z.infer<typeof person>;

/** Who holds the branch. A higher epoch always wins; the clock decides liveness only, never safety. */
const lease = z.object({
  epoch: whole,
  run_id: text,
  run_attempt: whole,
  job: text,
  host: text,
  pid: whole,
  /** Start time of the process as its host counts it: tells a reused pid from the owner. */
  pid_started: text,
});
export type Lease = z.infer<typeof lease>;

export const SESSION_STATUSES = [
  "active",
  "interrupted",
  "paused",
  "waiting_approval",
  "waiting_answer",
  "waiting_limit",
  "blocked",
  "completed",
  "cancelled",
  "postponed",
  /** Ended early with the milestone still going: another run goes on. */
  "suspended",
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export const sessionOpening = z.object({
  lease,
  strategy: z.enum(["parallel", "sequential", "hybrid", "auto"]),
  agents: whole,
  monitoring: z.enum(["basic", "detailed", "verbose"]),
  /** Idempotency key of the command that started this run. */
  request: text.optional(),
  version: text,
  /** Only where there is none: the work is done in the checkout itself, and no branch holds it. */
  git_integration: z.literal(false).optional(),
  /** Only where the run takes in what was handed out: what the runs before it learned of the number of agents holds. */
  goes_on: z.literal(true).optional(),
});
export type SessionOpening = z.infer<typeof sessionOpening>;

export const fileRef = z.object({
  /** From the repository's root. */
  path: text,
  /** Git blob id. */
  blob: text,
});
export type FileRef = z.infer<typeof fileRef>;

/** What the fold needs to know of a task before its first event. */
export const taskSeed = z.object({
  id: taskId,
  workflow: flag,
  status: z.enum(TASK_STATUSES),
  phases: z.partialRecord(z.enum(PHASES), z.enum(PHASE_STATUSES)),
  /** What phases left that were finished before the milestone began; absent where they left nothing. */
  deliverables: z.partialRecord(z.enum(PHASES), z.array(fileRef)).optional(),
});
export type TaskSeed = z.infer<typeof taskSeed>;

export const milestoneActivated = z.object({
  title: text,
  weights: z.record(z.enum(PHASES), percentage),
  tasks: z.array(taskSeed),
  compliance: z.object({ score: percentage, migrated: texts, standard: texts, declared: texts.optional() }),
  base: z.object({ branch: text, commit: text }),
  quality_gates: z.array(z.object({ name: text, at: percentage })),
  /** `PLAN_FORMAT` of the version that began it; absent before there was such a number. */
  plan_format: z.number().optional(),
});
export type MilestoneActivated = z.infer<typeof milestoneActivated>;

export const planChanged = z.object({
  added: z.array(taskSeed),
  removed: texts,
  changed: z.array(z.object({ task: text, what: texts })),
  /** What changed of the milestone itself, e.g. `budget`; absent: nothing. */
  milestone: texts.optional(),
  by: text,
  /** The base's commit that it was taken from; absent where a person changed it on the branch. */
  base_commit: text.optional(),
});

const modelUsage = z.object({ model: text, input_tokens: amount, output_tokens: amount, cost_usd: amount });
/** What an attempt used, as its program reported it; absent when nothing is known of it. */
export const usage = z.object({
  agent: text,
  model: text.optional(),
  input_tokens: amount,
  output_tokens: amount,
  cost_usd: amount,
  /** Its program told tokens alone, and the dollars come from a price. */
  priced: flag.optional(),
  /** It was ended before its program told anything, and the dollars are an upper estimate. */
  estimated: flag.optional(),
  /** What each model used, where the program used more than one; these add up to the figures above. */
  models: z.array(modelUsage).optional(),
});
export type Usage = z.infer<typeof usage>;

/** Of the conversation that an agent had; absent: it has none that is kept. */
const conversationRecord = z.object({
  /** It went on with the one before. */
  resumed: flag,
  /** Why it began a new one, where it was to go on. */
  why: text.optional(),
  /** The next attempt can go on with it. */
  kept: flag,
});
export type ConversationRecord = z.infer<typeof conversationRecord>;

/** A commit that the branch never has: `base`, changed as the attempt left its tree. */
const keptWork = z.object({
  commit: text,
  base: text,
  /** Files whose lines conflict with what landed meanwhile: the next attempt merges them. Absent: it goes on with the work. */
  conflicts: texts.optional(),
});
export type KeptWork = z.infer<typeof keptWork>;

/** Milliseconds that an attempt spent in each stage; `working` is its executor's process. */
export const stages = z.partialRecord(z.enum(STAGES), amount);

/** A criterion with a command, which succeeds now. */
export const provenCriterion = z.object({
  criterion: text,
  run: text,
  /** It succeeded before the work as well, so it proves nothing of it. */
  passed_before: flag,
});
export type ProvenCriterion = z.infer<typeof provenCriterion>;

export const phaseCompleted = z.object({
  attempt: whole,
  executor: text,
  duration_ms: amount,
  deliverables: z.array(fileRef),
  /** Number of repository files changed beside the deliverables. */
  changed: whole,
  /** The first of them by path; absent: an older build wrote the event. */
  files: texts.optional(),
  /** Whether an approval must follow before the phase counts as finished. */
  gated: flag,
  usage: usage.optional(),
  /** How the agent says it answered each point of feedback. */
  answers: texts.optional(),
  criteria: z.array(provenCriterion).optional(),
  review: reviewRecord.optional(),
  stages_ms: stages.optional(),
  conversation: conversationRecord.optional(),
});
export type PhaseCompleted = z.infer<typeof phaseCompleted>;

export const phaseFailed = z.object({
  attempt: whole,
  executor: text,
  duration_ms: amount,
  type: z.enum(BLOCKER_TYPES),
  message: text,
  evidence: text,
  /** Transient failures are retried, permanent ones are not; an ordinary one is retried as often as allowed. */
  kind: z.enum(["transient", "ordinary", "permanent"]),
  usage: usage.optional(),
  review: reviewRecord.optional(),
  stages_ms: stages.optional(),
  conversation: conversationRecord.optional(),
  /** What it changed, for the next attempt to go on with. */
  kept: keptWork.optional(),
});
export type PhaseFailed = z.infer<typeof phaseFailed>;

export const phaseInterrupted = z.object({
  attempt: whole,
  reason: text,
  /** Files on which the work lost against what landed meanwhile. */
  conflicts: texts.optional(),
  usage: usage.optional(),
  duration_ms: amount.optional(),
  stages_ms: stages.optional(),
  kept: keptWork.optional(),
  conversation: conversationRecord.optional(),
});

export const questionAsked = z.object({
  attempt: whole,
  /** From 1, over all attempts of the phase. */
  number: whole,
  question: text,
  why: text.optional(),
  options: texts,
  default: text.optional(),
  /** false: the work went on with the default, and an answer is told to the phases that follow. */
  blocking: flag,
  /** When the waiting ends; absent: never. */
  until: instant.optional(),
  /** The question is whether this is to be done: the first option accepts it. */
  discovered: z.object({ title: text, why: text.optional(), needs: texts }).optional(),
});
export type QuestionAsked = z.infer<typeof questionAsked>;

export const questionAnswered = z.object({
  number: whole,
  answer: text,
  /** From 1; absent: a text of its own. */
  option: whole.optional(),
  /** Absent: nobody answered in time, and the default holds. */
  by: person.optional(),
});
export type QuestionAnswered = z.infer<typeof questionAnswered>;

export const noteLeft = z.object({
  attempt: whole,
  /** The task that it is for, as its author named it. */
  to: text,
  text,
  /** Why it reaches nobody; absent: it does. */
  refused: text.optional(),
});

/** A finished or failed phase is to run again, by a person's command. Later phases of the task go back to pending. */
export const phaseReopened = z.object({
  by: person,
  reason: text,
  revert: flag,
  /** What the next attempt is told; absent: what it would be told anyway. */
  feedback: texts.optional(),
});

export const escalationLevel = z.literal(ESCALATION_LEVELS);
export const retryScheduled = z.object({
  attempt: whole,
  not_before: instant,
  level: escalationLevel,
  executor: text,
  /** A model of the executor's, in place of its own. */
  model: text.optional(),
  /** Of `escalate`, how many were used with this one. */
  escalated: whole.optional(),
  /** The attempt, and those after it, get the alternative brief. */
  alternative: flag.optional(),
  /** Nothing that was kept of the phase is gone on with. */
  anew: flag.optional(),
  reason: text,
});

export const approvalRequested = z.object({
  /** `<task>/<phase>#<attempt>`, with `.n` when asked again; `gate:<name>` for a quality gate, with `#n`. */
  request: text,
  transition: z.enum([...TRANSITIONS, "quality_gate"]),
  kind: z.enum(["approval", "manual"]),
  approvers: texts,
  min_approvals: whole,
  criteria: texts,
  deliverables: z.array(fileRef),
  attempt: whole,
  /** Of a checkpoint: the tree that is asked about. Absent in logs of before, and for phases. */
  tree: text.optional(),
});
export type ApprovalRequested = z.infer<typeof approvalRequested>;

export const decision = z.object({
  verdict: z.enum(["approved", "rejected"]),
  by: person,
  /** Review or comment id at GitHub; null for a local decision. */
  ref: z.int().nullable(),
  /** The commit that was looked at. */
  commit: text.nullable(),
  permission: text,
  at: instant,
  /** Body and line comments, the next attempt's feedback. */
  feedback: texts,
});
export type Decision = z.infer<typeof decision>;

/** A command that resolves a blocker, in the form of the command line and the comments. */
const proposal = z.object({ command: text, why: text });
export const blockerDetected = z.object({
  id: text,
  type: z.enum(BLOCKER_TYPES),
  severity: z.enum(SEVERITIES),
  task: text.optional(),
  phase: z.enum(PHASES).optional(),
  /** The agent profile that it is about, with the tasks that it holds. */
  profile: text.optional(),
  tasks: texts.optional(),
  level: escalationLevel,
  message: text,
  evidence: text,
  proposals: z.array(proposal),
  attempts: whole,
});
export type BlockerDetected = z.infer<typeof blockerDetected>;

export const checkResult = z.object({
  command: text,
  ok: flag,
  exit: z.int().nullable(),
  duration_ms: amount,
  tail: text,
});
export type CheckResult = z.infer<typeof checkResult>;

export const qualityGate = z.object({ name: text, at: percentage, checks: z.array(checkResult) });

export const testRun = z.object({
  reason: z.enum(["baseline", "phase", "final", "retry"]),
  command: text,
  /** null: there is none, the checkout itself was tested. */
  commit: text.nullable(),
  ok: flag,
  exit: z.int().nullable(),
  duration_ms: amount,
  total: whole.optional(),
  passed: whole.optional(),
  failed: whole.optional(),
  skipped: whole.optional(),
  failures: texts,
  tail: text,
});
export type TestRun = z.infer<typeof testRun>;

export const budgetRaised = z.object({
  minutes: amount.optional(),
  tokens: amount.optional(),
  cost_usd: amount.optional(),
  attempts: amount.optional(),
  by: person,
});

export const commandAccepted = z.object({
  command: text,
  target: text.optional(),
  reason: text.optional(),
  by: person,
  request: text.optional(),
});

export const nothing = z.object({});
export const reason = z.object({ reason: text });
export const personsReason = z.object({ reason: text, by: person });
/** `by` is absent where the condition of the task left it out. */
export const taskSkipped = z.object({ reason: text, by: person.optional() });
export const progress = z.object({
  percentage,
  completed_tasks: whole,
  total_tasks: whole,
});
export const releasePrepared = z.object({
  /** null: only the changelog was asked for. */
  version: text.nullable(),
  previous: text.nullable(),
  /** `2026-11-30`. */
  date: text,
  changelog: text.nullable(),
  notes: text,
  files: texts,
});
export type ReleasePrepared = z.infer<typeof releasePrepared>;
export { percentage, text };
