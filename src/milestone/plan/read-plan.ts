import type { z } from "zod";
import { type Diagnostic, LineTable, type SourceText } from "../diagnostic/diagnostic.ts";
import { Findings, headOf, spanAt } from "../diagnostic/findings.ts";
import type { Misplaced, WrittenKeys } from "../diagnostic/misspelling.ts";
import { type PlanLayout, readLegacyForms } from "../legacy/legacy.ts";
import { pairOf, type YamlMap, type YamlPath } from "../yaml/node.ts";
import { checkDates, checkShared, checkTask } from "./check-plan.ts";
import { type Compliance, complianceOf, warnOfCompliance } from "./compliance.ts";
import { warnOfCurrentPhase } from "./current-phase.ts";
import { applyPolicy } from "./gate-policy.ts";
import { type ConfigFile, type MilestoneFile, milestoneSchema, task } from "./milestone-schema.ts";
import { applySchema, NO_ID, readMap } from "./parse-file.ts";
import type { AgentProfile, Plan, TaskPlan } from "./plan.ts";
import { readConfig } from "./read-config.ts";
import {
  defined,
  resolveBudget,
  resolveLimits,
  resolvePrerequisite,
  resolveProfiles,
  resolveQualityGate,
  resolveWeights,
} from "./resolve-config.ts";
import { defaultGates } from "./resolve-gate.ts";
import { resolveTask } from "./resolve-task.ts";
import { checkTaskGraph } from "./task-graph.ts";

export interface ReadPlanRequest extends SourceText {
  /** `.milestones/config.yaml`, when there is one. */
  config?: SourceText;
  /** The plan on the base branch, whose gates and approvers count. */
  policy?: Plan;
}

export type ReadPlan =
  | {
      ok: true;
      plan: Plan;
      warnings: Diagnostic[];
      compliance: Compliance;
      source: PlanSource;
    }
  | { ok: false; errors: Diagnostic[]; warnings: Diagnostic[] };

/** How to address the parts of the file as written, for edits of its text. */
export interface PlanSource extends SourceText {
  /** Path of a top-level key, also where the file nests it below `milestone:` or `metadata:`. */
  key(name: string): YamlPath;
  /** Path of a task. @throws for an id that is not in the plan */
  task(id: string): YamlPath;
  /** Line and column of what stands at a path of the file, or of the nearest thing around it. */
  at(path: YamlPath): { line: number; column: number };
}

/**
 * Reads a milestone file: every default resolved, every reference checked, older forms understood. All errors
 * of the file and of its config are told at once; warnings say what is read differently than it is written.
 */
export function readPlan(request: ReadPlanRequest): ReadPlan {
  const findings = new Findings({ file: request.file, text: request.text });
  const config = request.config ? readConfig(request.config) : { ok: true as const, ...NO_CONFIG };
  const written = readMap(findings, false);
  const milestone = written ? readMilestone(written, { config, findings }) : null;
  const errors = [...inOrder(findings.errors), ...(config.ok ? [] : inOrder(config.errors))];
  const warnings = [...inOrder(findings.warnings), ...inOrder(config.warnings)];
  if (errors.length > 0 || !milestone) return { ok: false, errors, warnings };
  const { plan, layout } = milestone;
  const compliance = complianceOf(plan);
  const source = planSource(request, { layout, root: milestone.root }, plan.tasks);
  if (!request.policy) return { ok: true, plan, warnings, compliance, source };
  const bound = applyPolicy(plan, request.policy, request.file);
  return { ok: true, plan: bound.plan, warnings: [...warnings, ...bound.warnings], compliance, source };
}

/** Top to bottom, as one goes through the file to correct it. */
function inOrder(list: readonly Diagnostic[]): Diagnostic[] {
  return [...list].sort((a, b) => a.line - b.line || a.column - b.column);
}

const NO_CONFIG = { config: {} as ConfigFile, profiles: resolveProfiles({}), warnings: [] as Diagnostic[] };

interface MilestoneContext {
  config: { ok: true; config: ConfigFile; profiles: Record<string, AgentProfile> } | { ok: false };
  findings: Findings;
}

const PHASE_KEYS = new Map(
  ["deliverables", "checks", "approval_required"].map(key => [key, "kiro_workflow.phases.<phase>"]),
);
const MISPLACED: Misplaced = new Map([[task, PHASE_KEYS]]);
const WRITTEN: WrittenKeys = new Map([
  [milestoneSchema as z.ZodType, new Set(["execution", "progress", "kiro_progress", "blockers"])],
  [task, new Set(["started_at", "completed_at"])],
]);

function readMilestone(
  written: YamlMap,
  { config, findings }: MilestoneContext,
): { plan: Plan; layout: PlanLayout; root: YamlMap } | null {
  const { root: read, layout } = readLegacyForms(written, findings);
  const root = withFileId(read, findings);
  checkTaskGraph(pairOf(root, "tasks")?.value, findings);
  const marks = { misplaced: MISPLACED, written: WRITTEN };
  const { data, refused } = applySchema({ schema: milestoneSchema, findings, root, ...marks });
  if (!data) return null;
  checkIds(data, root, findings);
  // Without its config a milestone cannot be judged further: executors and profiles may come from there.
  if (!config.ok) return null;
  const { profiles } = config;
  checkShared(data, { root, findings, profiles, refused });
  checkDates(data, [], { root, findings, profiles, refused });
  data.tasks.forEach((each, index) => {
    checkTask(each, ["tasks", index], { root, findings, profiles, refused });
  });
  const doubtful = refused.some(path => path.includes("executor") || path.includes("kiro_configuration"));
  const plan = resolvePlan(data, { root, findings, config: config.config, profiles, doubtful });
  return { plan, layout, root: written };
}

/** The id from the file's name where the file has none. */
function withFileId(root: YamlMap, findings: Findings): YamlMap {
  const name = fileId(findings.source.file);
  const written = pairOf(root, "id");
  if ((written && !(written.value.kind === "scalar" && written.value.value === null)) || name === "")
    return root;
  const { start, end } = headOf(root);
  findings.warn(
    { start, end },
    {
      code: "legacy-form",
      message: `the milestone has no id; "${name}", the file's name, is read as its id`,
      remedy: `write \`id: ${name}\``,
    },
  );
  const id = {
    key: "id",
    keyStart: start,
    keyEnd: end,
    value: { kind: "scalar", value: name, style: "double", start, end },
  } as const;
  return { ...root, pairs: [id, ...root.pairs.filter(pair => pair !== written)] };
}

function fileId(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.ya?ml$/i, "");
}

function checkIds(data: MilestoneFile, root: YamlMap, findings: Findings): void {
  const name = fileId(findings.source.file);
  if (data.id !== NO_ID && name !== "" && data.id !== name) {
    findings.error(spanAt(root, ["id"]), {
      code: "id-mismatch",
      message: `the id "${data.id}" is not the file's name "${name}"`,
      remedy: `write \`id: ${name}\`, or rename the file to ${data.id}.yaml`,
      value: data.id,
    });
  }
  for (const key of ["requires", "enables"] as const) {
    const index =
      data.dependencies?.[key]?.findIndex(each => each.toLowerCase() === data.id.toLowerCase()) ?? -1;
    if (index < 0) continue;
    findings.error(spanAt(root, ["dependencies", key, index]), {
      code: "self-dependency",
      message: `the milestone names itself under ${key}`,
      remedy: "remove it there",
      value: data.id,
    });
  }
}

interface ResolveContext {
  root: YamlMap;
  findings: Findings;
  config: ConfigFile;
  profiles: Record<string, AgentProfile>;
  /** Parts about executors were refused already; what is missing because of that is no finding of its own. */
  doubtful: boolean;
}

function resolvePlan(data: MilestoneFile, context: ResolveContext): Plan {
  const { config, profiles, findings, root } = context;
  const enforcement =
    data.kiro_configuration?.enforcement ?? config.kiro_configuration?.enforcement ?? "strict";
  const limits = resolveLimits(data, config);
  const sources = { milestone: data, config, enforcement, profiles, timeoutMs: limits.phaseTimeoutMs };
  const tasks: TaskPlan[] = [];
  data.tasks.forEach((file, index) => {
    const { plan, withoutExecutor } = resolveTask(file, sources);
    tasks.push(plan);
    warnOfCurrentPhase({ file, plan, index }, { findings, root });
    if (withoutExecutor.length === 0 || context.doubtful || file.id === NO_ID) return;
    findings.error(spanAt(root, ["tasks", index, "id"]), {
      code: "no-executor",
      message: `the task "${file.id}" has no executor for ${withoutExecutor.join(", ")}`,
      remedy:
        "name one with `executor: { run: … }` or `{ agent: … }` in the phase, the task, the milestone or config.yaml",
      value: file.id,
    });
  });
  const notify = { ...config.notify, ...data.notify };
  const plan: Plan = {
    id: data.id,
    title: data.title ?? data.id,
    description: data.description ?? "",
    status: data.status ?? "planned",
    requires: [...new Set(data.dependencies?.requires ?? [])],
    enables: [...new Set(data.dependencies?.enables ?? [])],
    enforcement,
    weights: resolveWeights(data, config),
    defaultGates: defaultGates(data, config),
    tasks,
    setupInputs: data.setup_inputs ?? config.setup_inputs ?? [],
    testBaseline: data.test_baseline ?? config.test_baseline ?? "require",
    isolation: data.isolation ?? config.isolation ?? "auto",
    trustAgentSettings: data.trust_agent_settings ?? config.trust_agent_settings ?? false,
    qualityGates: (data.quality_gates ?? config.quality_gates ?? []).map(resolveQualityGate),
    budget: resolveBudget(data.budget, config.budget),
    prerequisites: (data.prerequisites ?? config.prerequisites ?? []).map(resolvePrerequisite),
    limits,
    notify: { stakeholders: notify.stakeholders ?? [], escalation: notify.escalation ?? [] },
    release: data.release ?? config.release ?? "none",
    profiles,
    ...optional(data, config),
  };
  warnOfCompliance(plan, { findings, root });
  return plan;
}

function optional(data: MilestoneFile, config: ConfigFile) {
  const author = data.author ?? config.author;
  return defined<Pick<Plan, "start" | "due" | "setup" | "testCommand" | "author">>({
    start: data.start,
    due: data.due,
    setup: data.setup ?? config.setup,
    testCommand: data.test_command ?? config.test_command,
    author: author && { name: author.name, email: author.email },
  });
}

function planSource(
  source: SourceText,
  { layout, root }: { layout: PlanLayout; root: YamlMap },
  tasks: readonly TaskPlan[],
): PlanSource {
  const places = new Map(tasks.map((each, index) => [each.id, layout.taskKeys[index]]));
  return {
    file: source.file,
    text: source.text,
    key: name => [...(layout.home.get(name) ?? []), name],
    task: id => {
      const place = places.get(id);
      if (place === undefined) throw new Error(`the plan has no task ${id}`);
      return [...layout.tasks, place];
    },
    at: path => new LineTable(source.text).position(spanAt(root, path).start),
  };
}
