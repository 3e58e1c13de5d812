import { type Diagnostic, LineTable, type SourceText } from "../diagnostic/diagnostic.ts";
import { Findings, headOf, spanAt } from "../diagnostic/findings.ts";
import { type PlanLayout, readLegacyForms } from "../legacy/legacy.ts";
import { ROOT } from "../names.ts";
import { guardPath } from "../path/guard-paths.ts";
import { isFinished, PHASES, type Phase } from "../phase.ts";
import { counted } from "../text/sanitise.ts";
import { nodeAt, pairOf, type YamlMap, type YamlPath } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";
import { checkDates, checkShared, checkTask } from "./check-plan.ts";
import { type Compliance, complianceOf, warnOfCompliance } from "./compliance.ts";
import { applyPolicy } from "./gate-policy.ts";
import { readConfig } from "./github-config.ts";
import { type ConfigFile, type MilestoneFile, milestoneSchema } from "./milestone-schema.ts";
import { applySchema, NO_ID, readMap } from "./parse-file.ts";
import type { AgentProfile, Executor, Plan, TaskPlan } from "./plan.ts";
import { modelOf, priceOf, tellsDollars, tellsTokens } from "./prices.ts";
import {
  defined,
  resolveBudget,
  resolveEnv,
  resolveLimits,
  resolvePrerequisite,
  resolvePrices,
  resolveProfiles,
  resolveQualityGate,
  resolveWeights,
} from "./resolve-config.ts";
import { defaultGates } from "./resolve-gate.ts";
import { resolveTask } from "./resolve-task.ts";
import { checkTaskGraph } from "./task-graph.ts";
import type { TaskFile } from "./task-schema.ts";

export interface ReadPlanRequest extends SourceText {
  /** `.milestones/config.yaml`, when there is one. */
  config?: SourceText;
  /** The plan on the base branch, whose gates and approvers count. */
  policy?: Plan;
  /**
   * `warn`: keys that nobody knows are warnings, as they are in files that say themselves that they were begun or
   * finished before such keys were refused.
   */
  unknownKeys?: "warn";
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

/** What of it counts for commands that only look at a plan. */
export type PlanReading = { ok: true; plan: Plan } | { ok: false; errors: Diagnostic[] };
export type PlanReader = (request: ReadPlanRequest) => PlanReading | Promise<PlanReading>;

/** How to address the parts of the file as written, for edits of its text. */
export interface PlanSource extends SourceText {
  /** What the paths are made of. */
  layout: PlanLayout;
  /** Path of a top-level key, also where the file nests it below `milestone:` or `metadata:`. */
  key(name: string): YamlPath;
  /** Path of a task. @throws for an id that is not in the plan */
  task(id: string): YamlPath;
  /** What a task that is a shell command alone runs; null where it is a map. */
  plain(id: string): string | null;
  /** Whether the task has a map of phases of its own, directly on it. */
  hasPhaseMap(id: string): boolean;
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
  const unknownKeys = written && request.unknownKeys !== "warn" ? keysOf(request.file, written) : "warn";
  const milestone = written ? readMilestone(written, { config, findings, unknownKeys }) : null;
  const errors = [...inOrder(findings.errors), ...(config.ok ? [] : inOrder(config.errors))];
  const warnings = [...inOrder(findings.warnings), ...inOrder(config.warnings)];
  if (errors.length > 0 || !milestone) return { ok: false, errors, warnings };
  const { plan, layout } = milestone;
  const compliance = complianceOf(plan);
  const source = planSource(request, layout, plan.tasks);
  if (!request.policy) return { ok: true, plan, warnings, compliance, source };
  const bound = applyPolicy(plan, request.policy, request.file);
  return { ok: true, plan: bound.plan, warnings: [...warnings, ...bound.warnings], compliance, source };
}

/** Top to bottom, as one goes through the file to correct it. */
function inOrder(list: readonly Diagnostic[]): Diagnostic[] {
  return [...list].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The milestone file's `execution.format` since unknown keys are refused. */
export const PLAN_FORMAT = 2;

/** A milestone that was begun or finished before unknown keys were refused keeps them, with a warning. */
function keysOf(file: string, root: YamlMap): "error" | "warn" {
  if (/(?:^|\/)(?:completed|archived)\/[^/]*$/.test(file)) return "warn";
  if (!isBegun(root)) return "error";
  const format = nodeAt(root, [...executionIn(root), "format"]);
  return format?.kind === "scalar" && Number(format.value) >= PLAN_FORMAT ? "error" : "warn";
}

/** Where the engine writes what it knows of the run: at the top, or where older files nest it. */
function executionIn(root: YamlMap): YamlPath {
  const nested = pairOf(root, "execution")
    ? []
    : ["milestone", "metadata"].filter(key => nodeAt(root, [key, "execution"]));
  return [...nested.slice(0, 1), "execution"];
}

function isBegun(root: YamlMap): boolean {
  const begun = nodeAt(root, [...executionIn(root), "started_at"]);
  return begun?.kind === "scalar" && begun.value !== null;
}

const NO_CONFIG = { config: {} as ConfigFile, profiles: resolveProfiles({}), warnings: [] as Diagnostic[] };

interface PlanContext {
  config: { ok: true; config: ConfigFile; profiles: Record<string, AgentProfile> } | { ok: false };
  findings: Findings;
  unknownKeys: "error" | "warn";
}

/** Where one of these is refused, the task it stands on is not said to lack an executor as well. */
const MAKES_EXECUTOR: ReadonlySet<string | number> = new Set([
  "executor",
  "kiro_configuration",
  "run",
  "agent",
  "manual",
]);

function readMilestone(
  written: YamlMap,
  { config, findings, unknownKeys }: PlanContext,
): { plan: Plan; layout: PlanLayout } | null {
  const { root: read, layout } = readLegacyForms(written, {
    findings,
    isKey: name => Object.hasOwn(milestoneSchema.shape, name),
  });
  const root = withFileId(read, findings);
  checkTaskGraph(pairOf(root, "tasks")?.value, findings);
  const { data, refused } = applySchema({ schema: milestoneSchema, findings, root, unknownKeys });
  if (!data) return null;
  checkIds(data, root, findings);
  // Without its config a milestone cannot be judged further: executors and profiles may come from there.
  if (!config.ok) return null;
  const { profiles } = config;
  const roles = Object.keys({ ...config.config.roles, ...data.roles });
  checkShared(data, { root, findings, profiles, roles, refused });
  checkDates(data, [], { root, findings, profiles, roles, refused });
  data.tasks.forEach((each, index) => {
    checkTask(each, ["tasks", index], { root, findings, profiles, roles, refused });
  });
  const doubtful = refused.some(path => path.some(step => MAKES_EXECUTOR.has(step)));
  const begun = isBegun(written);
  const plan = resolvePlan(data, { root, findings, config: config.config, profiles, doubtful, begun });
  return { plan, layout };
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
  /** The milestone is under way. */
  begun: boolean;
  /** Parts about executors were refused already; what is missing because of that is no finding of its own. */
  doubtful: boolean;
}

function resolvePlan(data: MilestoneFile, context: ResolveContext): Plan {
  const { config, profiles, findings, root } = context;
  const written = data.kiro_configuration?.enforcement ?? config.kiro_configuration?.enforcement;
  const enforcement = written ?? "strict";
  const limits = resolveLimits(data, config);
  const sources = { milestone: data, config, enforcement, profiles, timeoutMs: limits.phaseTimeoutMs };
  const tasks: TaskPlan[] = [];
  data.tasks.forEach((file, index) => {
    const { plan, withoutExecutor } = resolveTask(file, sources);
    tasks.push(plan);
    if (
      written === "strict" &&
      plan.declared &&
      plan.phases.length + withoutExecutor.length < PHASES.length
    ) {
      const own = file.phases
        ? ["tasks", index, "phases"]
        : data.phases
          ? ["phases"]
          : ["tasks", index, "id"];
      findings.error(spanAt(root, own), {
        code: "bad-value",
        message: `the task "${file.id}" has fewer than the four phases that \`enforcement: strict\` asks for`,
        remedy:
          "leave the enforcement out (or write `flexible`), or give the task `phases: [design, spec, task, execute]`",
        value: file.id,
      });
    }
    warnOfCurrentPhase({ file, plan, index }, { findings, root });
    if (withoutExecutor.length === 0 || context.doubtful || file.id === NO_ID) return;
    findings.error(spanAt(root, ["tasks", index, "id"]), {
      code: "no-executor",
      message: `the task "${file.id}" has no executor for ${withoutExecutor.join(", ")}`,
      remedy:
        "write `run: …` or `agent: …` on the task, or `executor: { run: … }` in the phase, the task, the milestone or config.yaml",
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
    moveSubmodules: data.move_submodules ?? config.move_submodules ?? false,
    trustAgentSettings: data.trust_agent_settings ?? config.trust_agent_settings ?? false,
    qualityGates: (data.quality_gates ?? config.quality_gates ?? []).map(resolveQualityGate),
    budget: resolveBudget(data.budget, config.budget),
    prices: resolvePrices(data, config),
    prerequisites: (data.prerequisites ?? config.prerequisites ?? []).map(resolvePrerequisite),
    limits,
    env: { ...resolveEnv(config.env ?? {}), ...resolveEnv(data.env ?? {}) },
    notify: {
      stakeholders: notify.stakeholders ?? [],
      escalation: notify.escalation ?? [],
      ...(notify.webhook === undefined ? {} : { webhook: notify.webhook }),
    },
    release: resolveRelease(data.release ?? config.release, { findings, root }),
    landing: {
      method: data.landing?.method ?? config.landing?.method ?? "merge",
      state: data.landing?.state ?? config.landing?.state ?? "keep",
    },
    profiles,
    ...optional(data, config),
  };
  warnOfCompliance(plan, { findings, root });
  checkDollars(plan, context);
  warnOfBudgets(data, plan, { findings, root });
  return plan;
}

/** Limits that nothing can reach, and such as the plan cannot keep. */
function warnOfBudgets(
  data: MilestoneFile,
  plan: Plan,
  { findings, root }: Pick<ResolveContext, "findings" | "root">,
): void {
  const whole = data.budget ?? {};
  warnOfBudget(whole, { tasks: plan.tasks, what: "the milestone", path: ["budget"] }, { findings, root });
  data.tasks.forEach(({ id, budget }, index) => {
    const task = plan.tasks[index];
    if (!budget || !task) return;
    const path = ["tasks", index, "budget"];
    warnOfBudget(budget, { tasks: [task], what: id, path }, { findings, root });
    for (const key of ["minutes", "attempts", "tokens", "cost_usd"] as const) {
      const [own, all] = [budget[key], whole[key]];
      if (own === undefined || all === undefined || own <= all) continue;
      findings.warn(spanAt(root, [...path, key]), {
        code: "budget",
        message: `the budget of ${id} allows ${own} ${key}, more than the ${all} of the whole milestone, so it limits nothing`,
        remedy: "lower it, or raise the milestone's",
        value: own,
      });
    }
  });
}

function warnOfBudget(
  budget: NonNullable<MilestoneFile["budget"]>,
  { tasks, what, path }: { tasks: readonly TaskPlan[]; what: string; path: YamlPath },
  { findings, root }: Pick<ResolveContext, "findings" | "root">,
): void {
  const phases = tasks.flatMap(task => (task.status === "skipped" ? [] : task.phases));
  const isAgents = phases.some(({ executor: e }) => e.kind === "agent" || e.fallback.length > 0);
  for (const key of ["tokens", "cost_usd"] as const) {
    if (isAgents || budget[key] === undefined) continue;
    findings.warn(spanAt(root, [...path, key]), {
      code: "budget",
      message: `\`${key}\` limits nothing: no agent works on ${what}, and commands use none`,
      remedy: "leave it out, or limit minutes or attempts",
      value: budget[key],
    });
  }
  const open = phases.filter(p => p.executor.kind !== "manual" && !isFinished(p.status)).length;
  if (budget.attempts === undefined || budget.attempts >= open) return;
  findings.warn(spanAt(root, [...path, "attempts"]), {
    code: "budget",
    message: `a budget of ${counted(budget.attempts, "attempt")} is less than the ${open} phases that are left of ${what} need`,
    remedy: `allow ${open} or more`,
    value: budget.attempts,
  });
}

/**
 * A limit in dollars binds only agents whose dollars are known: those that tell them, and those that tell their tokens and
 * use a model that has a price. A milestone under way goes on with a warning.
 */
function checkDollars(plan: Plan, { findings, root, begun }: ResolveContext): void {
  if (plan.budget.costUsd === undefined && plan.tasks.every(task => task.budget.costUsd === undefined))
    return;
  const mute = new Map<string, string>();
  for (const { name, env } of agentsOf(plan)) {
    const profile = plan.profiles[name];
    if (!profile || tellsDollars(profile)) continue;
    const model = modelOf(profile, { ...plan.env, ...env });
    if (!tellsTokens(profile)) mute.set(name, "it tells neither tokens nor dollars");
    else if (model === null) mute.set(name, "nothing says which model it uses");
    else if (priceOf(model, plan.prices) === null) mute.set(name, `its model ${model} has no price`);
  }
  if (mute.size === 0) return;
  const names = [...mute.keys()];
  const [why] = mute.values();
  const where = nodeAt(root, ["budget", "cost_usd"]) ? ["budget", "cost_usd"] : ["id"];
  findings[begun ? "warn" : "error"](spanAt(root, where), {
    code: "budget",
    message: `the budget of dollars (cost_usd) cannot be kept for ${names.join(", ")}: ${why}`,
    remedy:
      "name its `model` in the profile and the model's price under `prices: { <model>: { input: …, output: … } }`, or limit tokens, attempts or minutes instead",
  });
}

/** Every agent that may work, with what its executor gives it. */
function agentsOf(plan: Plan): { name: string; env: Executor["env"] }[] {
  return plan.tasks.flatMap(({ phases }) =>
    phases.flatMap(({ executor }) => {
      const names =
        executor.kind === "manual"
          ? []
          : [
              ...(executor.kind === "agent" ? [executor.profile] : []),
              ...executor.fallback,
              ...(executor.escalate ?? []).filter(name => Object.hasOwn(plan.profiles, name)),
            ];
      return names.map(name => ({ name, env: executor.env }));
    }),
  );
}

function resolveRelease(
  release: MilestoneFile["release"],
  { findings, root }: Pick<ResolveContext, "findings" | "root">,
): Plan["release"] {
  const map = typeof release === "object" ? release : { draft: release === "draft" };
  const { changelog = null, version = null, run = null } = map;
  if (run !== null && version === null) {
    findings.error(spanAt(root, ["release", "run"]), {
      code: "bad-value",
      message: "`release.run` writes a version, and the plan raises none",
      remedy: "write `version: major`, `minor` or `patch` beside it, or remove it",
      value: run,
    });
  }
  const verdict = changelog === null ? null : guardPath(changelog, ROOT);
  if (verdict && (!verdict.allowed || changelog!.startsWith(`${ROOT}/`))) {
    findings.error(spanAt(root, ["release", "changelog"]), {
      code: "bad-value",
      message: `the changelog may not be ${changelog}`,
      remedy: "name a file of the repository's own, such as CHANGELOG.md",
      value: changelog!,
    });
  }
  return { draft: map.draft ?? false, changelog, version, run };
}

const sourceOf = ({ format, path, ids }: NonNullable<MilestoneFile["source"]>): Plan["source"] => ({
  format,
  path,
  ...(ids ? { ids } : {}),
});

function optional(data: MilestoneFile, config: ConfigFile) {
  const author = data.author ?? config.author;
  const signing = data.signing ?? config.signing;
  const ticked = data.tick_source ?? config.tick_source ?? true;
  return defined<
    Pick<Plan, "start" | "due" | "setup" | "testCommand" | "author" | "source" | "signing" | "runners">
  >({
    source: data.source && ticked ? sourceOf(data.source) : undefined,
    start: data.start,
    due: data.due,
    setup: data.setup ?? config.setup,
    testCommand: data.test_command ?? config.test_command,
    author: author && { name: author.name, email: author.email },
    signing: signing && { format: signing.format ?? "ssh", key: signing.key },
    runners: resolveRunners(data.runners, config.runners),
  });
}

/** Key by key, the milestone before the config. */
function resolveRunners(own: MilestoneFile["runners"], config: ConfigFile["runners"]): Plan["runners"] {
  if (!own && !config) return undefined;
  const labels = own?.labels ?? config?.labels ?? [];
  return { max: own?.max ?? config?.max ?? 1, labels: labels.length > 0 ? labels : ["ubuntu-latest"] };
}

/** The paths of a text that was read; the tree of it is not kept, which is many times as large. */
export function planSource(source: SourceText, layout: PlanLayout, tasks: readonly TaskPlan[]): PlanSource {
  let indexes: Map<string, number> | null = null;
  const indexOf = (id: string): number => {
    indexes ??= new Map(tasks.map((each, index) => [each.id, index]));
    return indexes.get(id) ?? -1;
  };
  return {
    file: source.file,
    text: source.text,
    layout,
    key: name => [...(layout.home.get(name) ?? []), name],
    task: id => {
      const place = layout.taskKeys[indexOf(id)];
      if (place === undefined) throw new Error(`the plan has no task ${id}`);
      return [...layout.tasks, place];
    },
    plain: id => layout.plain[indexOf(id)] ?? null,
    hasPhaseMap: id => layout.hasPhaseMap[indexOf(id)] ?? false,
    at: path => {
      const yaml = readYaml(source.text);
      return new LineTable(source.text).position(yaml.ok ? spanAt(yaml.root, path).start : 0);
    },
  };
}

/**
 * Says where a task's `current_phase` is not where it will begin: statuses count, and a phase before that one is not
 * finished by them. Work and its approvals are never skipped for a word about where one is.
 */
function warnOfCurrentPhase(
  { file, plan, index }: { file: TaskFile; plan: TaskPlan; index: number },
  { findings, root }: { findings: Findings; root: YamlMap },
): void {
  const current = file.kiro_workflow?.current_phase;
  if (!current || !plan.workflow || plan.status === "completed" || plan.status === "skipped") return;
  const unfinished = (phase: Phase) => {
    const status = plan.phases.find(p => p.phase === phase)?.status ?? "pending";
    return !isFinished(status);
  };
  const first = PHASES.find(unfinished);
  if (first === undefined || PHASES.indexOf(first) >= PHASES.indexOf(current)) return;
  findings.warn(spanAt(root, ["tasks", index, "kiro_workflow", "current_phase"]), {
    code: "legacy-form",
    message: `the task "${plan.id}" begins with ${first}, not with its current_phase ${current}: ${first} is not finished`,
    remedy: `write the phases before ${current} with \`status: completed\` if they are, or \`current_phase: ${first}\``,
    value: current,
  });
}
