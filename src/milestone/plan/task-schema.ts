import { z } from "zod";
import { PHASE_STATUSES, PHASES, TASK_STATUSES } from "../phase.ts";
import { LENSES, REVIEW_SEVERITIES } from "../review/review-finding.ts";
import { executor, executorKeys, executorProblem, profileName } from "./executor-schema.ts";
import { DELIVERABLE_KINDS, TASK_CONDITIONS } from "./plan.ts";
import {
  amount,
  approver,
  count,
  date,
  deliverablePath,
  duration,
  flag,
  glob,
  id,
  key,
  line,
  list,
  map,
  neededKey,
  prose,
  shell,
  title,
} from "./schema-parts.ts";

const oneOf = (values: readonly string[]) => ({ error: `one of ${values.join(", ")}` });
export const word = <const T extends readonly string[]>(values: T) => z.enum(values, oneOf(values));
export const percent = { error: "a number from 0 to 100" };
export const weight = z.number(percent).min(0, percent).max(100, percent);
const bytes = count(0, 1_073_741_824);

export const criteria = key(list(line, "criteria"), {
  means: "What the work is judged by; told to executors and approvers",
  default: "none",
  example: ["Boundaries are named"],
});
const approverList = list(approver, "approvers");
export const approvers = key(approverList, {
  means: "Who approves: logins or org/team",
  default: "anyone with write permission",
  example: ["octocat", "acme/architects"],
});
export const minApprovals = key(count(1, 20), {
  means: "How many of them must approve",
  default: "1",
  example: 2,
});

const DELIVERABLE_ERROR = "a path, or a map with `path` or `changed`";
export const deliverable = z.union(
  [
    deliverablePath,
    map({
      path: key(deliverablePath, { means: "File below the phase's folder", example: "architecture.md" }),
      changed: key(glob, {
        means: "Repository files of which this phase's own work must change one",
        example: "src/**",
      }),
      kind: key(word(DELIVERABLE_KINDS), {
        means: "How the file is checked",
        default: "by its extension",
        example: "openapi",
      }),
      min_bytes: key(bytes, { means: "Least size of the file", default: "not empty", example: 200 }),
      max_bytes: key(bytes, { means: "Greatest size of the file", default: "none", example: 100_000 }),
      sections: key(list(line, "headings"), {
        means: "Headings that must stand in the file",
        default: "none",
        example: ["Overview"],
      }),
      schema: key(deliverablePath, {
        means: "Path in the repository of a JSON Schema that the file must satisfy",
        default: "none",
        example: "schemas/report.json",
      }),
    }).superRefine((value, ctx) => {
      if ((value.path === undefined) === (value.changed === undefined)) {
        ctx.addIssue({ code: "custom", message: "either `path` or `changed`" });
      }
      if (
        value.min_bytes !== undefined &&
        value.max_bytes !== undefined &&
        value.min_bytes > value.max_bytes
      ) {
        ctx.addIssue({ code: "custom", path: ["min_bytes"], message: "a min_bytes not above max_bytes" });
      }
    }),
  ],
  { error: DELIVERABLE_ERROR },
);
export type DeliverableFile = z.infer<typeof deliverable>;

const GATE_ERROR = "true, false, or a list of approvers";
export const gate = (where: string) =>
  key(z.union([flag, approverList], { error: GATE_ERROR }), {
    means: `An approval after ${where}: \`true\`, \`false\`, or a list of approvers`,
    default: "of the four phases design and spec have one",
    example: ["octocat"],
  });

export const deliverables = key(list(deliverable, "deliverables"), {
  means: "Files that the work must leave behind; on a task those of its last phase",
  default: "the phase's documents under `kiro_workflow`, else none",
  example: ["architecture.md", { changed: "src/**" }],
});
export const checks = key(list(shell, "shell commands"), {
  means: "Commands that must succeed before the phase ends; on a task those of its last phase",
  default: "none",
  example: ["npm run lint"],
});
const criterion = z.union(
  [
    line,
    map({
      criterion: neededKey(line, { means: "What is asked", example: "The total is right" }),
      run: neededKey(shell, {
        means: "Command that proves it: it should fail before the phase's work, and must succeed after it",
        example: "npm test -- total",
      }),
    }),
  ],
  { error: "one line of text, or a map with `criterion` and `run`" },
);
const acceptance = key(list(criterion, "criteria"), {
  means:
    "What the work is judged by, each with a command that proves it or without; on a task those of its last phase",
  default: "none",
  example: ["Boundaries are named", { criterion: "The total is right", run: "npm test -- total" }],
});

export const role = key(profileName, {
  means: "Role that does the work, one of `roles`",
  default: "none",
  example: "tester",
});
export const review = key(
  map({
    agent: key(profileName, {
      means: "Agent profile that reads the patch",
      default: "none: the engine alone looks for lost tests and work that is not there",
      example: "codex",
    }),
    fallback: key(list(profileName, "agent profiles"), {
      means: "Who reads it while the first rests, is out of use, or gives no answer",
      default: "none",
      example: ["claude"],
    }),
    lenses: key(list(word(LENSES), "lenses"), {
      means: "What it looks for",
      default: "correctness",
      example: ["correctness", "security"],
    }),
    blocking: key(word([...REVIEW_SEVERITIES, "none"]), {
      means: "Findings of this severity and above are the next attempt's feedback; `none`: no finding is",
      default: "high",
      example: "high",
    }),
  }),
  {
    means: "Another agent reads the patch before it lands",
    default: "none",
    example: { agent: "codex", lenses: ["correctness", "security"] },
  },
);

const phaseKeys = {
  status: key(word(PHASE_STATUSES), {
    means: "State of the phase before the milestone begins; the engine writes it afterwards",
    default: "pending",
    example: "completed",
  }),
  gate: gate("this phase"),
  approval_required: key(flag, {
    means: "The long form of `gate: true` and `gate: false`",
    default: "as `gate`",
    example: true,
  }),
  approvers,
  min_approvals: minApprovals,
  deliverables,
  acceptance_criteria: acceptance,
  checks,
  executor: key(executor, {
    means: "How this phase is carried out; nearest wins: phase, task, milestone, config",
    default: "the task's",
    example: { run: "./design.sh", timeout: "10m" },
  }),
  role,
  review,
};
const oneExecutor = (value: ShortWords & { executor?: unknown }, ctx: z.RefinementCtx) => {
  const problem = executorProblem(value);
  if (problem) ctx.addIssue({ code: "custom", message: problem });
};
interface ShortWords {
  run?: unknown;
  agent?: unknown;
  manual?: unknown;
}

export const phase = map({ ...phaseKeys, ...executorKeys }).superRefine(oneExecutor);
export type PhaseFile = z.infer<typeof phase>;

const phaseMap = map({
  design: key(phase, { means: "The design phase", example: { gate: true } }),
  spec: key(phase, { means: "The specification phase", example: { gate: false } }),
  task: key(phase, { means: "The planning phase", example: { deliverables: ["plan.md"] } }),
  execute: key(phase, { means: "The phase that changes the code", example: { checks: ["npm test"] } }),
});
const PHASES_ERROR = "a list of phases such as [design, execute], or a map of phases";
const phaseNames = z
  .array(word(PHASES), { error: PHASES_ERROR })
  .min(1, { error: "at least one phase" })
  .refine(names => new Set(names).size === names.length, { error: "each phase once" });
export const phases = (where: string) =>
  key(z.union([phaseNames, phaseMap], { error: PHASES_ERROR }), {
    means: `The phases of ${where}, as names or as a map; always run in the order design, spec, task, execute`,
    default: "`[execute]` for a task with `run`, `agent` or `manual`, else as `enforcement` says",
    example: ["design", "execute"],
  });

const workflow = map({
  enabled: key(flag, {
    means: "`true`: the task goes through design, spec, task and execute",
    default: "as `enforcement` says",
    example: true,
  }),
  current_phase: key(word(PHASES), {
    means: "Where a task in progress is; the engine writes it",
    default: "the first phase that is not finished",
    example: "spec",
  }),
  phases: key(phaseMap, {
    means: "What is special about each phase; what is left out has its defaults",
    default: "the defaults of all four",
    example: { design: { approval_required: false } },
  }),
});

export const budget = key(
  map({
    minutes: key(amount("a number of minutes"), {
      means: "Work stops after this many minutes",
      example: 300,
    }),
    attempts: key(count(1, 1_000_000), { means: "… attempts", example: 50 }),
    tokens: key(count(1, Number.MAX_SAFE_INTEGER), { means: "… tokens", example: 2_000_000 }),
    cost_usd: key(amount("an amount of dollars"), { means: "… US dollars", example: 20 }),
  }),
  {
    means: "Work stops when one of these is spent",
    default: "none",
    example: { minutes: 300, cost_usd: 20 },
  },
);

const RESOURCE_ERROR = "a name such as db, or path: with a glob";
export const resource = z
  .string({ error: RESOURCE_ERROR })
  .regex(/^(?:path:.+|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/, { error: RESOURCE_ERROR });
export const resourcesScope = key(word(["task", "phase"]), {
  means: "Whether a task holds its resources from its first phase to its last, or each phase on its own",
  default: "task",
  example: "phase",
});

const HOURS_ERROR = "a number of hours, 0 or more";
/** Editors take 0 as the reader does, which takes it for no estimate before this is asked. */
export const hours = z
  .number({ error: HOURS_ERROR })
  .min(0, { error: HOURS_ERROR })
  .max(100_000, { error: "at most 100000 hours" });

export const questions = key(
  map({
    max: key(count(0, 100), { means: "Questions that a phase may ask", default: "3", example: 3 }),
    after: key(duration, { means: "How long an answer is waited for", default: "for ever", example: "24h" }),
    // biome-ignore lint/suspicious/noThenProperty: the key of the file is called so
    then: key(word(["default", "block"]), {
      means: "What happens then: the question's default holds, or the phase is blocked",
      default: "block",
      example: "default",
    }),
  }),
  {
    means: "Questions that agents may ask a person",
    default: "at most 3 a phase, waited for without end",
    example: { max: 3, after: "24h" },
  },
);

const taskId = z.string({ error: "a task's id" });
export const task = map(
  {
    id: neededKey(id, {
      means:
        "Letters, digits, dots, underscores, hyphens; unique ignoring case; the key where `tasks` is a map",
      example: "schema",
    }),
    title: key(title, { means: "One line for people", default: "the id", example: "Database schema" }),
    description: key(prose, {
      means: "What is to be done; the brief of an agent",
      default: "none",
      example: "Tables and migrations for the new accounts",
    }),
    needs: key(z.union([list(taskId, "task ids"), taskId], { error: "a list of task ids" }), {
      means: "Tasks that must be completed or skipped first",
      default: "none",
      example: ["schema"],
    }),
    dependencies: key(list(taskId, "task ids"), {
      means: "The long form of `needs`",
      default: "none",
      example: ["schema"],
    }),
    when: key(word(TASK_CONDITIONS), {
      means:
        "When it runs: `success` once all it needs is completed or skipped; `always` once all of that has ended in whatever way; `failure` as soon as one of it is blocked until a person acts; where all of it ended well the task is skipped",
      default: "success",
      example: "always",
    }),
    ...executorKeys,
    executor: key(executor, {
      means: "The long form of `run`, `agent`, `manual` and what goes with them, for all phases of the task",
      default: "the milestone's",
      example: { agent: "claude", retries: 1 },
    }),
    deliverables,
    checks,
    acceptance_criteria: acceptance,
    gate: gate("the task's last phase"),
    phases: phases("the task"),
    resources: key(list(resource, "resources"), {
      means: "Two tasks that share one never run at the same time: names, or `path:` with a glob",
      default: "none",
      example: ["db", "path:migrations/**"],
    }),
    resources_scope: resourcesScope,
    estimated_hours: key(hours, {
      means: "Expected hours of work; decides the critical path; 0 as without the key",
      default: "an average task's",
      example: 6,
    }),
    start: key(date, { means: "When it is meant to begin", default: "none", example: "2026-12-01" }),
    due: key(date, {
      means: "When it should be done; a miss is a warning",
      default: "none",
      example: "2026-12-20",
    }),
    budget,
    role,
    review,
    questions,
    status: key(word(TASK_STATUSES), {
      means: "State of the task before the milestone begins; the engine writes it afterwards",
      default: "pending",
      example: "pending",
    }),
    kiro_workflow: key(workflow, {
      means: "The task goes through all four phases, with their documents and gates",
      default: "as `enforcement` says",
      example: { enabled: true },
    }),
  },
  "a map such as `{ id: build, run: npm test }`; where `tasks` is a map, a shell command is enough",
).superRefine(oneExecutor);
export type TaskFile = z.infer<typeof task>;
