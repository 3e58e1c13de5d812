import type { PlanQuestion } from "../github/plan-record.ts";
import { TRANSITION } from "../milestone/phase.ts";
import { readConfig } from "../milestone/plan/github-config.ts";
import type { Plan, TaskPlan } from "../milestone/plan/plan.ts";
import { readPlan } from "../milestone/plan/read-plan.ts";
import { buildGraph } from "../milestone/schedule/graph.ts";
import { resourcesOverlap } from "../milestone/schedule/resources.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { planView } from "../milestone/view/plan-view.ts";

/** What a draft is checked against: facts of the repository, never the planner's word. */
export interface DraftFacts {
  id: string;
  /** Every file of the repository, by its path. */
  files: ReadonlySet<string>;
  /** Names of the scripts of package.json; null where there is none. */
  scripts: readonly string[] | null;
  /** `.milestones/config.yaml`; null where there is none. */
  config: string | null;
  /** Targets of the Makefile; null where there is none. */
  targets: readonly string[] | null;
  /** Whether a program is on the machine's PATH. */
  hasTool: (name: string) => boolean;
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
    ...policyFindings(plan, facts),
    ...budgetFindings(plan),
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
  const open = [task.title, task.description, ...criteria].find(text => OPEN.test(text.slice(0, 4_000)));
  if (open !== undefined)
    found.push(
      `${of}: ${JSON.stringify(open.slice(0, 60))} is still to be filled in: say it, or ask it as a question`,
    );
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
    if (UNTOUCHABLE.test(claim))
      found.push(
        `${of}: ${claim}: what an agent changes there is dropped; leave it to a person (\`manual: true\`)`,
      );
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

/** A word that stands for what nobody has thought of yet. */
const OPEN =
  /\bTBD\b|^\s*(?:TO-?DO|FIX-?ME)\b\s*(?:[:.]|$)|\{\{|<(?:fill|insert|your|describe|tbd|todo)\b|^\s*(?:\.{3}|…)\s*$/;

/** Where agents' changes are never taken. */
const UNTOUCHABLE =
  /^path:(?:\.\/)?(?:\.git\/|\.github\/(?:workflows|actions)(?:\/|$)|\.github\/milestone\.yml$|\.milestones(?:\/|$)|(?:\.github\/|docs\/)?CODEOWNERS$)/;

/** Whether a command can end with anything but success: `npm test || true` cannot. */
function canFail(command: string): boolean {
  const idle = String.raw`(?:true|:|exit 0|echo\b[^&|;\n]{0,400})`;
  return (
    !new RegExp(String.raw`^\s*${idle}\s*$`).test(command) &&
    !new RegExp(String.raw`(?:\|\||;|\n)\s*${idle}\s*$`).test(command.trimEnd().slice(-600))
  );
}

/** A check that can fail, the tests, or a person. */
function isJudged(task: TaskPlan, plan: Plan): boolean {
  const last = task.phases.at(-1);
  const fails = canFail;
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

/** Scripts, programs and files that commands of the plan name must be there, or be made by one of its tasks. */
function commandFindings(plan: Plan, facts: DraftFacts): string[] {
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
  const found = [...commands].flatMap(command => [
    ...scriptFindings(command.slice(0, MAX_COMMAND), plan, facts),
    ...toolFindings(command.slice(0, MAX_COMMAND), plan, facts),
  ]);
  return [...new Set(found)];
}

const MAX_COMMAND = 4_000;

function scriptFindings(command: string, plan: Plan, { files, scripts, targets }: DraftFacts): string[] {
  const claims = plan.tasks.flatMap(task => task.resources);
  const makes = (path: string) => claims.some(claim => resourcesOverlap(claim, `path:${path}`));
  const found: string[] = [];
  // Whoever claims the file that declares scripts may add one.
  if (!makes("package.json")) {
    for (const [, script] of command.matchAll(/\b(?:npm|pnpm|yarn|bun) run ([\w:.-]{1,80})/g))
      if (!scripts?.includes(script!)) found.push(`\`npm run ${script}\`: package.json has no such script`);
    if (/\b(?:npm|pnpm|yarn) (?:test|t)\b/.test(command) && !scripts?.includes("test"))
      found.push("`npm test`: package.json has no test script");
  }
  if (!makes("Makefile"))
    for (const [, target] of command.matchAll(/(?:^|[;&|(\n])\s*make ([A-Za-z][\w.-]{0,80})/g))
      if (!targets?.includes(target!)) found.push(`\`make ${target}\`: the Makefile has no such target`);
  for (const [, path] of command.matchAll(SCRIPT_PATH)) {
    const name = path!.replace(/^\.\//, "");
    if (files.has(name) || makes(name)) continue;
    found.push(`\`${path}\` is not there, and no task claims to make it`);
  }
  return found;
}

/** `./scripts/x.sh`, and the file that an interpreter is given. */
const SCRIPT_PATH =
  /(?:^|[\s;&|(])(?:\.\/|(?:bash|sh|node|python3?|ruby)\s+(?![-"'$]))((?:\.\/)?[\w./-]{1,200}\.?[\w]{1,12})/g;

/** Words of the shell, and what every machine that runs milestones has. */
const SHELL_WORDS = new Set(
  "if then else elif fi for do done while until case esac in function select time ! { } [ [[ test cd export set unset local read eval exec source . : true false exit return printf echo type command trap wait umask shift pwd let declare grep sed awk cat ls cp mv rm mkdir touch head tail sort uniq wc tr cut find xargs diff env sh bash git".split(
    " ",
  ),
);

function toolFindings(command: string, plan: Plan, { hasTool }: DraftFacts): string[] {
  const declared = new Set(plan.prerequisites.flatMap(each => (each.kind === "tool" ? [each.tool] : [])));
  const found: string[] = [];
  // The first word of each simple command; what is quoted or computed is not looked into.
  const plain = command.replace(
    /\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\$\([^)]*\)|<<-?\s*\S+[\s\S]*/g,
    " x ",
  );
  // Where quotes do not pair up, nobody but the shell knows what is a word.
  if (/['"`]/.test(plain)) return [];
  for (const part of plain.split(/&&|\|\||[;|&\n(){}]/)) {
    const words = part.trim().split(/\s+/);
    while (words[0] !== undefined && (/^\w+=/.test(words[0]) || words[0] === "!")) words.shift();
    const name = words[0] ?? "";
    if (!/^[a-z][\w.+-]{0,40}$/i.test(name) || SHELL_WORDS.has(name) || declared.has(name) || hasTool(name))
      continue;
    if (name === "x" || /^(?:then|do|else)$/.test(name)) continue;
    found.push(
      `\`${name}\` is not on this machine: use a program that is, or declare it (\`prerequisites: [{ tool: ${name}, install: … }]\`)`,
    );
  }
  return found;
}

/** Gates and checkpoints that the configuration asks of every milestone are not to be taken out by one. */
function policyFindings(plan: Plan, { config }: DraftFacts): string[] {
  if (config === null) return [];
  const reading = readConfig({ file: ".milestones/config.yaml", text: config });
  if (!reading.ok) return [];
  const gates = reading.config.kiro_configuration?.approval_gates ?? {};
  const found: string[] = [];
  for (const task of plan.tasks)
    for (const { phase, gate } of task.phases)
      if (gates[TRANSITION[phase]]?.required === true && gate === null)
        found.push(
          `task ${task.id}: the configuration wants an approval after ${phase}: add \`gate: true\` there`,
        );
  for (const { name } of reading.config.quality_gates ?? [])
    if (name !== undefined && !plan.qualityGates.some(gate => gate.name === name))
      found.push(
        `the configuration's checkpoint ${JSON.stringify(name)} is left out: keep it in quality_gates`,
      );
  return found;
}

/** Time and money that the plan allows itself must be enough for what it estimates, and for its agents at their quickest. */
function budgetFindings(plan: Plan): string[] {
  const { minutes, costUsd } = plan.budget;
  if (minutes === undefined && costUsd === undefined) return [];
  const { predicted, cost } = planView(plan, { strategy: "parallel", agents: 6 });
  return [
    ...(minutes !== undefined && predicted.hours * 60 > minutes
      ? [
          `the budget is ${minutes} minutes, and the tasks take ${predicted.hours} hours by their estimates: raise it, or plan less`,
        ]
      : []),
    ...(costUsd !== undefined && cost && cost.low > costUsd
      ? [
          `the budget is ${costUsd} dollars, and its agents (${counted(cost.phases, "phase")}) cost ${cost.low.toFixed(2)} at least: raise it, or plan less`,
        ]
      : []),
  ];
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
