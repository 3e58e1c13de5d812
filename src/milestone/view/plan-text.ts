import { forecastWords } from "./cost-forecast.ts";
import { openWaves, type PlanView, type RunnersAdvice } from "./plan-view.ts";

/** Most waves, gates and tasks that are listed one by one. */
const LISTED = 40;
/** Characters of a command that are shown. */
const EXECUTOR_WIDTH = 60;

/**
 * The plan as plain text for a terminal, with what would stop it from starting now, where that was looked at. Titles
 * are passed on as they are: what prints them makes them harmless.
 */
export function planText(view: PlanView, unmet: readonly { message: string; remedy: string }[] = []): string {
  const { predicted, criticalPath: path } = view;
  const { waves, finished } = openWaves(view);
  const { low, high, basis } = predicted.forecast;
  const assumed = predicted.estimated ? "" : " (no estimates: an hour per task assumed)";
  return [
    `${view.milestone}: ${view.title}`,
    `${view.remaining} of ${view.tasks} tasks left, ${view.strategy} with ${view.agents} agents (${view.reasons.join("; ")})`,
    `About ${hours(predicted.hours)} of ${hours(predicted.workHours)} of work, waits for people not counted${assumed}`,
    ...(view.remaining > 0 ? [`Forecast: ${range(low, high)}, from ${basis}`] : []),
    ...(view.cost ? [forecastWords(view.cost)] : []),
    ...(view.runners ? [runnersWords(view.runners)] : []),
    "",
    "Waves",
    ...limited(waves.map((wave, i) => `  ${i + 1}. ${limitedWords(wave)}`)),
    ...(finished.length > 0 ? [`  finished already: ${limitedWords(finished)}`] : []),
    "",
    `Critical path, ${hours(path.hours)}`,
    `  ${path.tasks.length ? path.tasks.join(" → ") : "nothing is left"}`,
    ...section("Gates", view.gates.map(gateLine)),
    ...section(
      "Checkpoints",
      view.checkpoints.map(c => `${c.at} % ${c.name}${c.run.length ? `: ${c.run.join("; ")}` : ""}`),
    ),
    ...section("Once every task is done", view.release ? [releaseLine(view.release)] : []),
    ...section(
      "Never at the same time",
      view.locks.map(lock => `${lock.resource}: ${limitedWords(lock.tasks)}`),
    ),
    ...section("What would run", view.run.map(taskLine)),
    ...section(
      "Not met yet: it would not start",
      unmet.map(({ message, remedy }) => `${message} (${remedy})`),
    ),
    ...section("Warnings", view.warnings),
  ].join("\n");
}

/** Whether many machines would pay, in minutes saved and minutes billed. */
export function runnersWords({ max, minutes, saved, billed, billedAlone }: RunnersAdvice): string {
  return `On ${max} of GitHub's runners it would take about ${hours(minutes / 60)}: ${saved} minutes saved, and about ${billed} minutes billed instead of ${billedAlone} (runners: { max: ${max} }, docs/runners.md)`;
}

function gateLine(gate: PlanView["gates"][number]): string {
  const who = gate.approvers.length ? gate.approvers.join(", ") : "anyone with write permission";
  const count = gate.minApprovals > 1 ? `${gate.minApprovals} of ` : "";
  return `${gate.task}/${gate.phase}: ${count}${who}`;
}

function releaseLine({ version, changelog, run }: NonNullable<PlanView["release"]>): string {
  const parts = [
    ...(version === null ? [] : [`the version is raised (${version}${run === null ? "" : `: ${run}`})`]),
    ...(changelog === null ? [] : [`${changelog} gets a section`]),
  ];
  return parts.join(", ");
}

const CONDITIONS = { success: "", always: ", always", failure: ", only after a failure" } as const;

function taskLine({ task: id, phases, when }: PlanView["run"][number]): string {
  const task = id + CONDITIONS[when];
  const pause = (gated: boolean) => (gated ? " ⏸" : "");
  const [first] = phases;
  if (first && phases.every(p => p.executor === first.executor)) {
    return `${task}: ${phases.map(p => p.phase + pause(p.gated)).join(" → ")} (${oneLine(first.executor)})`;
  }
  return `${task}: ${phases.map(p => `${p.phase} (${oneLine(p.executor)})${pause(p.gated)}`).join(" → ")}`;
}

/** A script of many lines is known by its first. */
function oneLine(executor: string): string {
  const [first = "", ...more] = executor.trim().split("\n");
  const cut = first.length > EXECUTOR_WIDTH;
  return cut || more.length > 0 ? `${first.slice(0, EXECUTOR_WIDTH).trimEnd()} …` : first;
}

function section(title: string, lines: string[]): string[] {
  return lines.length ? ["", title, ...limited(lines.map(line => `  ${line}`))] : [];
}

function limited(lines: string[]): string[] {
  if (lines.length <= LISTED) return lines;
  return [...lines.slice(0, LISTED), `  … and ${lines.length - LISTED} more`];
}

function limitedWords(words: string[]): string {
  return words.length <= LISTED
    ? words.join(", ")
    : `${words.slice(0, LISTED).join(", ")} … and ${words.length - LISTED} more`;
}

/** The ends of a range, with seconds where minutes would say nothing. */
function range(low: number, high: number): string {
  const [from, to] = [low, high].map(each => (each * 60 < 1 ? `${Math.round(each * 3600)} s` : hours(each)));
  return from === to ? `about ${from}` : `${from} to ${to}`;
}

/** `1 h 30 min`, rounded to minutes. */
function hours(value: number): string {
  const minutes = Math.round(value * 60);
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (whole === 0) return `${rest} min`;
  return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}
