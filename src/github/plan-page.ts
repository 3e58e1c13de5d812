import { paths } from "../milestone/names.ts";
import type { Plan, TaskPlan } from "../milestone/plan/plan.ts";
import type { PlanReading, ReadPlanRequest } from "../milestone/plan/read-plan.ts";
import { plannedState } from "../milestone/session/state.ts";
import { codeSpan, cut, escapeLine, fenced } from "../milestone/text/escape-markdown.ts";
import { forecastWords } from "../milestone/view/cost-forecast.ts";
import { buildDashboard } from "../milestone/view/dashboard.ts";
import { mermaidGraph } from "../milestone/view/mermaid.ts";
import { type PlanView, planView } from "../milestone/view/plan-view.ts";
import { newHistory } from "../milestone/view/run-history.ts";
import type { PlanQuestion, PlanRecord } from "./plan-record.ts";

/** A drafted plan as its branch holds it. */
export interface DraftedPlan {
  record: PlanRecord;
  text: string;
  /** `.milestones/config.yaml` beside it. */
  config: string | null;
}

/** What there is to read of a drafted plan. */
export function draftedFiles({ record, text, config }: DraftedPlan): ReadPlanRequest {
  return {
    file: paths.milestone(record.milestone),
    text,
    ...(config === null ? {} : { config: { file: paths.config, text: config } }),
  };
}

/** The text of a drafted plan's pull request. It follows from the branch alone, so that anybody can write it again. */
export function planPage(record: PlanRecord, reading: PlanReading, limit: number): string {
  const head = [
    record.replan
      ? `## A changed plan of ${codeSpan(record.milestone)}, which is under way`
      : `## A plan of ${codeSpan(record.milestone)}`,
    asked(record),
    fenced(record.goal, { limit: 4_000 }),
  ];
  if (!reading.ok) {
    const wrong = reading.errors.map(({ line, message, remedy }) => `line ${line}: ${message} (${remedy})`);
    return cut(
      [...head, "The file on this branch is no valid plan any more:", fenced(wrong.join("\n"))].join("\n\n"),
      limit,
    );
  }
  const { plan } = reading;
  const view = planView(plan, { strategy: "parallel", agents: 6 });
  const graph = mermaidGraph(
    buildDashboard({ plan, state: plannedState(plan), history: newHistory(), now: 0 }),
  );
  const parts = [
    ...head,
    forecastLine(view),
    questionsPart(record),
    graph ? fenced(graph, { info: "mermaid" }) : "",
    wavesPart(view),
    tasksPart(plan),
    gatesPart(view),
    answersPart(record),
    nextPart(record),
  ];
  return cut(parts.filter(part => part !== "").join("\n\n"), limit);
}

function asked({ issue, from, replan }: PlanRecord): string {
  if (replan)
    return "An agent proposes it from what became of the milestone so far, the engine checked it. What changes is what this pull request changes in the file. The goal is as it was:";
  const where = issue === null ? "" : ` in #${issue}`;
  const source =
    from === null ? "" : from === `issue:${issue}` ? " with its text" : `, from ${codeSpan(from)}`;
  return `An agent drafted it, the engine checked it. Nothing runs before this is merged. The goal${where}${source}:`;
}

function forecastLine({ predicted, criticalPath, cost }: PlanView): string {
  const { low, high, basis } = predicted.forecast;
  const path = criticalPath.tasks.map(id => codeSpan(id)).join(" → ");
  const dollars = cost ? ` ${escapeLine(forecastWords(cost))}.` : "";
  return `**Forecast:** ${low} to ${high} h, from ${escapeLine(basis)}.${dollars} Critical path (${criticalPath.hours} h): ${path}`;
}

const ids = (wave: readonly string[]): string => wave.map(id => codeSpan(id)).join(", ");

const wavesPart = (view: PlanView): string =>
  ["### Waves", "", ...view.waves.map((wave, n) => `${n + 1}. ${ids(wave)}`)].join("\n");

function tasksPart(plan: Plan): string {
  return [
    "### Tasks",
    "",
    "| task | needs | hours | changes | judged by |",
    "| --- | --- | ---: | --- | --- |",
    ...plan.tasks.map(task => {
      const changes = task.resources.map(each => codeSpan(each.replace(/^path:/, ""), 80)).join(", ");
      return `| ${codeSpan(task.id)} ${cell(task.title)} | ${ids(task.dependencies)} | ${task.estimatedHours ?? ""} | ${changes} | ${judges(task, plan)} |`;
    }),
  ].join("\n");
}

const cell = (text: string): string => escapeLine(text, 160).replaceAll("|", "\\|");

function judges(task: TaskPlan, plan: Plan): string {
  const checks = task.phases.flatMap(phase => phase.checks).map(check => codeSpan(check, 80));
  const gated = task.phases.flatMap(phase => (phase.gate ? [phase.gate.approvers] : []));
  const people = gated.map(who => (who.length > 0 ? who.map(each => codeSpan(each)).join(", ") : "a writer"));
  const tests = checks.length === 0 && plan.testCommand !== undefined ? [codeSpan(plan.testCommand, 80)] : [];
  return [...checks, ...tests, ...people].join(", ").replaceAll("|", "\\|");
}

function gatesPart({ gates, checkpoints }: PlanView): string {
  const rows = [
    ...gates.map(({ task, phase, approvers, criteria }) => ({ at: `${task}/${phase}`, approvers, criteria })),
    ...checkpoints.map(({ at, approvers, criteria }) => ({ at: `checkpoint/${at}`, approvers, criteria })),
  ];
  if (rows.length === 0) return "";
  return [
    "### Gates",
    "",
    ...rows.map(({ at, approvers, criteria }) => {
      const who =
        approvers.length > 0
          ? approvers.map(each => codeSpan(each)).join(", ")
          : "anyone with write permission";
      return `- ${codeSpan(at)}: ${who}${criteria.length > 0 ? ` (${escapeLine(criteria.join("; "))})` : ""}`;
    }),
  ].join("\n");
}

const QUESTIONS = "### Open questions";

/** The questions with their boxes; what is ticked is read from the very same text. */
export function questionsPart({ questions, answers }: Pick<PlanRecord, "questions" | "answers">): string {
  const open = openQuestions({ questions, answers });
  if (open.length === 0) return "";
  return [
    `${QUESTIONS}\n\nThe plan holds for the defaults. Tick another answer, or comment \`/milestone answer plan#<number> <answer>\`: it is planned again.`,
    ...open.map(({ question, why, options, default: otherwise }, index) =>
      [
        `**${index + 1}.** ${escapeLine(question, 400)}${why === undefined ? "" : ` (${escapeLine(why, 400)})`}`,
        "",
        ...options.map(
          option => `- [ ] ${escapeLine(option, 200)}${option === otherwise ? " (default)" : ""}`,
        ),
      ].join("\n"),
    ),
  ].join("\n\n");
}

/** Those that nobody has answered yet, in their order. */
export function openQuestions({
  questions,
  answers,
}: Pick<PlanRecord, "questions" | "answers">): PlanQuestion[] {
  return questions.filter(({ question }) => !answers.some(answer => answer.question === question));
}

export type Ticks =
  /** One ticked option a question at most: what was chosen. */
  | { kind: "ticked"; answers: { question: string; answer: string }[] }
  /** The text is not the one that was written, so that nothing in it is an answer. */
  | { kind: "changed" };

/** What is ticked in a body whose questions were written by `questionsPart`. */
export function readTicks(body: string, record: Pick<PlanRecord, "questions" | "answers">): Ticks {
  const open = openQuestions(record);
  if (open.length === 0) return { kind: "ticked", answers: [] };
  const text = body.replaceAll("\r\n", "\n");
  const written = questionsPart(record);
  // The goal above it may hold the very heading.
  const start = text.lastIndexOf(written.slice(0, written.indexOf("**1.**")));
  const there = text.slice(start, start + written.length);
  if (start < 0 || there.replace(/^- \[[xX]\] /gm, "- [ ] ") !== written) return { kind: "changed" };
  const boxes = [...there.matchAll(/^- \[([xX ])\] /gm)].map(([, mark]) => mark !== " ");
  const answers: { question: string; answer: string }[] = [];
  for (const { question, options } of open) {
    const ticked = options.filter((_, index) => boxes[index]);
    boxes.splice(0, options.length);
    // Two answers to one question are none: the person is not done.
    if (ticked.length === 1) answers.push({ question, answer: ticked[0]! });
  }
  return { kind: "ticked", answers };
}

function answersPart({ answers }: PlanRecord): string {
  if (answers.length === 0) return "";
  return [
    "### Answered",
    "",
    ...answers.map(
      ({ question, answer, by }) =>
        `- ${escapeLine(question, 400)} ${codeSpan(answer, 200)} (${codeSpan(by)})`,
    ),
  ].join("\n");
}

function nextPart({ milestone, replan }: PlanRecord): string {
  const next = codeSpan(`/milestone execute ${milestone}`);
  return [
    "### What next",
    "",
    replan
      ? `- Merging makes it the plan; the next run of the milestone takes it in (${next}).`
      : `- Merging makes it the plan; then ${next} starts it.`,
    `- A review with your words, or ${codeSpan("/milestone plan <what should be otherwise>")} here, has it planned again.`,
    `- You may also edit ${codeSpan(paths.milestone(milestone))} on this branch; the next draft begins with what is there.`,
  ].join("\n");
}
