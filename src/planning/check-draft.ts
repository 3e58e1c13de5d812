import type { PlanQuestion } from "../github/plan-record.ts";
import type { Plan, TaskPlan } from "../milestone/plan/plan.ts";
import { readPlan } from "../milestone/plan/read-plan.ts";
import { buildGraph } from "../milestone/schedule/graph.ts";
import { resourcesOverlap } from "../milestone/schedule/resources.ts";

/** What a draft is checked against: facts of the repository, never the planner's word. */
export interface DraftFacts {
  id: string;
  /** Every file of the repository, by its path. */
  files: ReadonlySet<string>;
  /** Names of the scripts of package.json; null where there is none. */
  scripts: readonly string[] | null;
  /** `.milestones/config.yaml`; null where there is none. */
  config: string | null;
}

export interface Draft {
  plan: Plan | null;
  questions: PlanQuestion[];
  /** What is wrong with it, in the order in which it should be mended; empty: it may be reviewed. */
  findings: string[];
}

/** No task of a plan should be larger: an agent loses the thread, and a reviewer too. */
const MAX_HOURS = 8;
const MAX_FILES = 40;
const MAX_TASKS = 60;
const MAX_QUESTIONS = 5;

/**
 * Checks a drafted milestone: valid, without circles, every task of a size that can be reviewed and with a criterion
 * that something or somebody judges, tasks side by side on different files, and nothing named that is not there.
 */
export function checkDraft(text: string, questions: string | null, facts: DraftFacts): Draft {
  const read = readQuestions(questions);
  const file = `.milestones/active/${facts.id}.yaml`;
  const config =
    facts.config === null ? {} : { config: { file: ".milestones/config.yaml", text: facts.config } };
  const reading = readPlan({ file, text, ...config });
  if (!reading.ok) {
    const wrong = reading.errors.map(({ line, message, remedy }) => `line ${line}: ${message} (${remedy})`);
    return { plan: null, questions: read.questions, findings: [...wrong, ...read.findings] };
  }
  const { plan } = reading;
  const findings = [
    ...(plan.tasks.length > MAX_TASKS
      ? [
          `it has ${plan.tasks.length} tasks: plan at most ${MAX_TASKS}, and leave the rest to a milestone of its own`,
        ]
      : []),
    ...plan.tasks.flatMap(task => taskFindings(task, plan, facts)),
    ...sideBySide(plan),
    ...commandFindings(plan, facts),
    ...read.findings,
  ];
  return { plan, questions: read.questions, findings };
}

function taskFindings(task: TaskPlan, plan: Plan, { files }: DraftFacts): string[] {
  const of = `task ${task.id}`;
  const found: string[] = [];
  if (task.description.trim() === "")
    found.push(`${of}: no description: say what is to be done, for somebody who was not there`);
  const criteria = task.phases.flatMap(phase => phase.acceptanceCriteria);
  if (criteria.length === 0) found.push(`${of}: no acceptance_criteria: say what must hold when it is done`);
  if (!isJudged(task, plan))
    found.push(
      `${of}: nothing judges it: add \`checks\` with a command that fails until it is done, a \`gate\` with approvers, or a test_command`,
    );
  const hours = task.estimatedHours;
  if (hours === undefined) found.push(`${of}: no estimated_hours`);
  else if (hours > MAX_HOURS) found.push(`${of}: ${hours} hours are more than ${MAX_HOURS}: split it`);
  const claims = task.resources.filter(resource => resource.startsWith("path:"));
  if (claims.length === 0)
    found.push(`${of}: no resources: name the files that it changes, as \`resources: ["path:src/**"]\``);
  const claimed = [...files].filter(path => claims.some(claim => resourcesOverlap(claim, `path:${path}`)));
  if (claimed.length > MAX_FILES)
    found.push(
      `${of}: its resources cover ${claimed.length} files, more than ${MAX_FILES}: name fewer, or split it`,
    );
  for (const claim of claims) {
    const folder = /^path:([^*?[{]*)\//.exec(claim)?.[1];
    const known = folder === undefined || [...files].some(path => path.startsWith(`${folder}/`));
    const top = folder?.split("/")[0];
    if (
      !known &&
      ![...files].some(path => path.startsWith(`${top}/`)) &&
      plan.tasks.length > 0 &&
      folder!.includes("/")
    )
      found.push(`${of}: ${claim} lies in a folder that is not there: ${folder}`);
  }
  return found;
}

/** A check that can fail, the tests, or a person. */
function isJudged(task: TaskPlan, plan: Plan): boolean {
  const last = task.phases.at(-1);
  const fails = (command: string) => !/^\s*(?:true|:|exit 0|echo\b[^&|;]*)\s*$/.test(command);
  return (
    task.phases.some(phase => phase.checks.some(fails) || phase.gate !== null) ||
    last?.executor.kind === "manual" ||
    (plan.testCommand !== undefined && fails(plan.testCommand))
  );
}

/** Tasks that nothing keeps apart must not claim the same files. */
function sideBySide(plan: Plan): string[] {
  const graph = buildGraph(plan);
  const before = plan.tasks.map(() => new Set<number>());
  for (const at of graph.order)
    for (const need of graph.dependencies[at]!) {
      before[at]!.add(need);
      for (const further of before[need]!) before[at]!.add(further);
    }
  const found: string[] = [];
  plan.tasks.forEach((one, a) => {
    plan.tasks.slice(a + 1).forEach((other, offset) => {
      const b = a + 1 + offset;
      if (before[a]!.has(b) || before[b]!.has(a)) return;
      const both = one.resources.find(
        claim => claim.startsWith("path:") && other.resources.some(each => resourcesOverlap(claim, each)),
      );
      if (both !== undefined)
        found.push(
          `tasks ${one.id} and ${other.id} could run side by side, and both change ${both.slice(5)}: let one need the other, or name other files`,
        );
    });
  });
  return found;
}

/** Scripts and files that commands of the plan name must be there, or be made by a task that comes before. */
function commandFindings(plan: Plan, { files, scripts }: DraftFacts): string[] {
  const commands = new Set([
    ...(plan.testCommand === undefined ? [] : [plan.testCommand]),
    ...(plan.setup === undefined ? [] : [plan.setup]),
    ...plan.qualityGates.flatMap(gate => gate.run),
    ...plan.tasks.flatMap(task =>
      task.phases.flatMap(phase => [
        ...phase.checks,
        ...(phase.executor.kind === "run" ? [phase.executor.command] : []),
      ]),
    ),
  ]);
  const claims = plan.tasks.flatMap(task => task.resources);
  const found: string[] = [];
  for (const command of commands) {
    const text = command.slice(0, 4000);
    for (const [, script] of text.matchAll(/\b(?:npm|pnpm|yarn|bun) run ([\w:.-]{1,80})/g))
      if (!scripts?.includes(script!)) found.push(`\`npm run ${script}\`: package.json has no such script`);
    if (/\b(?:npm|pnpm|yarn) (?:test|t)\b/.test(text) && !scripts?.includes("test"))
      found.push("`npm test`: package.json has no test script");
    for (const [, path] of text.matchAll(
      /(?:^|[\s;&|(])(?:(?:bash|sh|node|python3?)\s+)?\.\/([\w./-]{1,200})/g,
    )) {
      if (files.has(path!) || claims.some(claim => resourcesOverlap(claim, `path:${path}`))) continue;
      found.push(`\`./${path}\` is not there, and no task claims to make it`);
    }
  }
  return [...new Set(found)];
}

function readQuestions(text: string | null): { questions: PlanQuestion[]; findings: string[] } {
  if (text === null || text.trim() === "") return { questions: [], findings: [] };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { questions: [], findings: ["questions.json is no valid JSON"] };
  }
  const list: unknown[] = Array.isArray(data) ? data : [data];
  const findings: string[] = [];
  if (list.length > MAX_QUESTIONS)
    findings.push(`questions.json has ${list.length} questions: ask at most ${MAX_QUESTIONS}`);
  const questions = list.flatMap((raw, index): PlanQuestion[] => {
    const {
      question,
      why,
      options,
      default: otherwise,
    } = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
    const texts = Array.isArray(options) ? options.filter(each => typeof each === "string") : [];
    if (
      typeof question !== "string" ||
      texts.length < 2 ||
      typeof otherwise !== "string" ||
      !texts.includes(otherwise)
    ) {
      findings.push(
        `question ${index + 1}: it needs \`question\`, two \`options\` or more, and a \`default\` that is one of them`,
      );
      return [];
    }
    return [{ question, ...(typeof why === "string" ? { why } : {}), options: texts, default: otherwise }];
  });
  return { questions, findings };
}
