import { z } from "zod";
import { MILESTONE_STATUSES, PHASE_STATUSES, TASK_STATUSES } from "../phase.ts";
import { executor, profile, profileName } from "./executor-schema.ts";
import { DELIVERABLE_KINDS } from "./plan.ts";
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
  line,
  list,
  map,
  prose,
  shell,
  title,
} from "./schema-parts.ts";

const oneOf = (values: readonly string[]) => ({ error: `one of ${values.join(", ")}` });
const percent = { error: "a number from 0 to 100" };
const weight = z.number(percent).min(0, percent).max(100, percent);
const bytes = count(0, 1_073_741_824);
const criteria = list(line, "criteria");
const approvers = list(approver, "approvers").describe(
  "Logins or org/team; none: anyone with write permission",
);
const minApprovals = count(1, 20).describe("How many of them must approve; default 1");

const DELIVERABLE_ERROR = "a path, or a map with `path` or `changed`";
export const deliverable = z
  .union(
    [
      deliverablePath,
      map({
        path: deliverablePath.optional().describe("File below the phase's folder"),
        changed: glob.optional().describe("Repository files of which this phase's own work must change one"),
        kind: z
          .enum(DELIVERABLE_KINDS, oneOf(DELIVERABLE_KINDS))
          .optional()
          .describe("How the file is checked"),
        min_bytes: bytes.optional(),
        max_bytes: bytes.optional(),
        sections: list(line, "headings").optional().describe("Headings that must stand in the file"),
        schema: deliverablePath.optional().describe("Path in the repository of a JSON Schema for the file"),
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
  )
  .describe("A file that the phase must leave behind");
export type DeliverableFile = z.infer<typeof deliverable>;

export const phase = map({
  status: z.enum(PHASE_STATUSES, oneOf(PHASE_STATUSES)).optional(),
  approval_required: flag.optional().describe("Whether this phase's end needs an approval"),
  approvers: approvers.optional(),
  min_approvals: minApprovals.optional(),
  deliverables: list(deliverable, "deliverables").optional(),
  acceptance_criteria: criteria.optional(),
  executor: executor.optional(),
  checks: list(shell, "shell commands")
    .optional()
    .describe("Commands that must succeed before the phase ends"),
});
export type PhaseFile = z.infer<typeof phase>;

const phaseNames = ["design", "spec", "task", "execute"] as const;
const workflow = map({
  enabled: flag.optional().describe("true: the task goes through design, spec, task and execute"),
  current_phase: z.enum(phaseNames, oneOf(phaseNames)).optional(),
  phases: map({
    design: phase.optional(),
    spec: phase.optional(),
    task: phase.optional(),
    execute: phase.optional(),
  }).optional(),
});

const budget = map({
  minutes: amount("a number of minutes").optional(),
  attempts: count(1, 1_000_000).optional(),
  tokens: count(1, Number.MAX_SAFE_INTEGER).optional(),
  cost_usd: amount("an amount of dollars").optional(),
}).describe("Work stops when one of these is spent");

const RESOURCE_ERROR = "a name such as db, or path: with a glob";
const resource = z
  .string({ error: RESOURCE_ERROR })
  .regex(/^(?:path:.+|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/, { error: RESOURCE_ERROR });

const HOURS_ERROR = "a number of hours, 0 or more";
/** Editors take 0 as the reader does, which takes it for no estimate before this is asked. */
const hours = z
  .number({ error: HOURS_ERROR })
  .min(0, { error: HOURS_ERROR })
  .max(100_000, { error: "at most 100000 hours" });

export const task = map({
  id: id.describe("Letters, digits, dots, underscores, hyphens; unique ignoring case"),
  title: title.optional(),
  description: prose.optional(),
  estimated_hours: hours.optional().describe("0: nobody knows, as without the key"),
  status: z.enum(TASK_STATUSES, oneOf(TASK_STATUSES)).optional(),
  start: date.optional(),
  due: date.optional(),
  dependencies: list(z.string({ error: "a task's id" }), "task ids").optional(),
  resources: list(resource, "resources")
    .optional()
    .describe("Two tasks that share one never run at the same time: names, or path: with a glob"),
  acceptance_criteria: criteria.optional(),
  budget: budget.optional(),
  executor: executor.optional(),
  kiro_workflow: workflow.optional(),
});
export type TaskFile = z.infer<typeof task>;

const approvalGate = map({
  required: flag.optional(),
  approvers: approvers.optional(),
  min_approvals: minApprovals.optional(),
  criteria: criteria.optional(),
});

const ENFORCEMENTS = ["strict", "progressive", "flexible"] as const;
const kiroConfiguration = map({
  enforcement: z
    .enum(ENFORCEMENTS, oneOf(ENFORCEMENTS))
    .optional()
    .describe(
      "Tasks without the workflow: strict (default) puts all under it, progressive those above 4 hours",
    ),
  phase_weights: map({
    design: weight.optional(),
    spec: weight.optional(),
    task: weight.optional(),
    execute: weight.optional(),
  })
    .optional()
    .describe("Share of each phase in a task's progress; together 100"),
  approval_gates: map({
    design_to_spec: approvalGate.optional(),
    spec_to_task: approvalGate.optional(),
    task_to_execute: approvalGate.optional(),
    execute_completion: approvalGate.optional(),
  }).optional(),
});

const qualityGate = map({
  at: amount("a percentage").max(100, { error: "at most 100" }).describe("Progress at which it runs, once"),
  name: line.optional(),
  run: z
    .union([shell, list(shell, "shell commands")], { error: "a shell command, or a list of them" })
    .optional(),
  approvers: approvers.optional(),
  min_approvals: minApprovals.optional(),
  criteria: criteria.optional(),
});
export type QualityGateFile = z.infer<typeof qualityGate>;

const prerequisite = map({
  tool: line.optional().describe("Program that must be installed"),
  version: line.optional().describe('Range its version must be in, such as ">=24"'),
  service: line.optional(),
  check: shell.optional().describe("Succeeds when the service is up"),
  start: shell.optional(),
  alternative: shell.optional(),
  env: z.string({ error: "a variable's name" }).optional(),
  command: shell.optional().describe("Must succeed"),
}).superRefine((value, ctx) => {
  const kinds = [value.tool, value.service, value.env, value.command].filter(kind => kind !== undefined);
  if (kinds.length !== 1) ctx.addIssue({ code: "custom", message: "one of tool, service, env and command" });
  else if (value.service !== undefined && value.check === undefined) {
    ctx.addIssue({ code: "custom", message: "a `check` command beside the service" });
  }
});
export type PrerequisiteFile = z.infer<typeof prerequisite>;

const mentions = list(approver, "logins or teams");
const RELEASES = ["none", "draft"] as const;
const BASELINES = ["require", "ignore"] as const;
const ISOLATIONS = ["auto", "strict", "none"] as const;

/** What a milestone file may say for itself and config.yaml for all. */
const shared = {
  kiro_configuration: kiroConfiguration.optional(),
  executor: executor
    .optional()
    .describe("Default for all phases; nearest wins: phase, task, milestone, config"),
  setup: shell.optional().describe("Prepares each work tree before its first phase, e.g. npm ci"),
  setup_inputs: list(glob, "globs").optional().describe("Files whose change makes setup run again"),
  test_command: shell.optional().describe("Runs on the integrated branch after execute phases"),
  test_baseline: z
    .enum(BASELINES, oneOf(BASELINES))
    .optional()
    .describe("ignore: the milestone may start although its tests already fail"),
  isolation: z
    .enum(ISOLATIONS, oneOf(ISOLATIONS))
    .optional()
    .describe("strict: on the command line as on a runner; none: no sandbox. The base branch's word counts"),
  trust_agent_settings: flag
    .optional()
    .describe("true: agents obey settings and instructions that another agent changed on this branch"),
  quality_gates: list(qualityGate, "quality gates").optional(),
  budget: budget.optional(),
  prerequisites: list(prerequisite, "prerequisites").optional(),
  limits: map({
    long_running: duration.optional(),
    task_stall: duration.optional(),
    execution_stall: duration.optional(),
    disk_percent: count(1, 100).optional(),
    lock_wait: duration.optional(),
    checkpoint_files: count(1, 100_000).optional(),
    push_tasks: count(1, 10_000).optional(),
    phase_timeout: duration.optional(),
  }).optional(),
  notify: map({ stakeholders: mentions.optional(), escalation: mentions.optional() }).optional(),
  author: map({
    name: line,
    email: line.regex(/^[^<>\s]+$/, { error: "an e-mail address" }),
  })
    .optional()
    .describe("Author of the commits"),
  release: z
    .enum(RELEASES, oneOf(RELEASES))
    .optional()
    .describe("draft: a draft release with the report as notes"),
};

export const configSchema = map({
  ...shared,
  agents: z
    .record(profileName, profile, { error: "a map of profile names" })
    .optional()
    .describe("Agent profiles by name; those built in may be overridden key by key"),
}).describe("Defaults of all milestones, .milestones/config.yaml");
export type ConfigFile = z.infer<typeof configSchema>;

export const milestoneSchema = map({
  id: id.describe("Equal to the file's name"),
  title: title.optional(),
  description: prose.optional(),
  status: z.enum(MILESTONE_STATUSES, oneOf(MILESTONE_STATUSES)).optional(),
  start: date.optional(),
  due: date.optional(),
  dependencies: map({
    requires: list(id, "milestone ids").optional().describe("Milestones that must be completed first"),
    enables: list(id, "milestone ids").optional().describe("Milestones that wait for this one"),
  }).optional(),
  ...shared,
  tasks: z.array(task, { error: "a list of tasks" }),
}).describe("A milestone, .milestones/active/<id>.yaml");
export type MilestoneFile = z.infer<typeof milestoneSchema>;
