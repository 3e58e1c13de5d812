import { writeFile } from "node:fs/promises";
import { checkPromptTemplates } from "../engine/attempt/prompt-templates.ts";
import { loadHistory } from "../engine/journal/load.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { type Basis, isTwin, readBasis, twinComplaint } from "../engine/opening/basis.ts";
import { checkPrerequisites } from "../engine/opening/prerequisites.ts";
import { cycleComplaint } from "../engine/opening/required-milestones.ts";
import { findPlanFile, loadPlan, type PlanFile, renderedIn } from "../engine/plan/plan-source.ts";
import { complaintOf, Refusal, refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { onlyProblems } from "../engine/steering/wish-problem.ts";
import { renderBrief } from "../milestone/brief/template.ts";
import type { Command } from "../milestone/command/command.ts";
import { paths } from "../milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../milestone/phase.ts";
import { type Plan, phasePlan } from "../milestone/plan/plan.ts";
import { buildGraph, tasksWithNeeds } from "../milestone/schedule/graph.ts";
import { emptyState, plannedState, type State } from "../milestone/session/state.ts";
import { inertLine } from "../milestone/text/inert.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { auditText, auditTrail, buildAudit } from "../milestone/view/audit.ts";
import { buildDashboard, type DashboardInput } from "../milestone/view/dashboard.ts";
import { summaryMarkdown } from "../milestone/view/dashboard-markdown.ts";
import { dashboardText } from "../milestone/view/dashboard-text.ts";
import { type PastPhase, pastPhases } from "../milestone/view/forecast.ts";
import { historyOf } from "../milestone/view/history.ts";
import type { ShownDocument } from "../milestone/view/html/page-data.ts";
import { planText } from "../milestone/view/plan-text.ts";
import { planView } from "../milestone/view/plan-view.ts";
import { reportMarkdown } from "../milestone/view/report.ts";
import { why } from "../milestone/view/why.ts";
import { writeReportFile } from "./execute-command.ts";
import { ownerHere, readStanding, type Standing } from "./live-state.ts";
import { tellWarnings } from "./narrate.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";
import { idsOn, plansHere } from "./plans-here.ts";
import { untakenEdits } from "./untaken-edits.ts";

export async function statusCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  const standing = await readStanding(machine, options);
  const { plan, state, events, activities, tip } = standing;
  const untaken = await untakenEdits(machine, standing);
  const shown = state.activatedAt ? state : plannedState(plan);
  const now = machine.ports.clock.now();
  const history = historyOf(events);
  const dashboard = buildDashboard({ plan, state: shown, history, activities, now });
  const outputs = outputsOf(shown, { status: shown.status, commit: tip ?? machine.checkout.base.commit });
  return {
    status: shown.status,
    exitCode: EXIT.ok,
    text: dashboardText(dashboard) + notTaken(untaken),
    json: { ...dashboard, untaken },
    summary:
      summaryMarkdown(dashboard, plan, history) + (untaken.length > 0 ? `\n\n${inertList(untaken)}\n` : ""),
    outputs,
  };
}

/** Edits that what was shown above does not have. */
function notTaken(untaken: readonly string[]): string {
  return untaken.length > 0 ? `\n\nNot taken in yet\n${untaken.map(each => `  ${each}`).join("\n")}` : "";
}

const inertList = (lines: readonly string[]): string =>
  lines.map(line => `- ${inertLine(line, 1_000)}`).join("\n");

/** How often a status that nobody tells of a change is read again (ms): a run elsewhere shows itself by its commits. */
const WATCH_MS = 5_000;
/** Changes that come together are shown together (ms). */
const GATHER_MS = 250;

/** Shows the status anew whenever something changes, until the person ends it or the milestone has ended. */
export async function watchStatus(
  machine: Machine,
  options: RunOptions,
  print: (text: string) => void,
): Promise<Outcome> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  // On a terminal the view is drawn in place; into a pipe one follows the other.
  const clear = process.stdout.isTTY ? "\u001b[H\u001b[2J" : "";
  try {
    for (let before = ""; ; ) {
      const outcome = await statusCommand(machine, options);
      if (outcome.text !== before) print(clear + outcome.text);
      before = outcome.text;
      const over = outcome.status === "completed" || outcome.status === "cancelled";
      if (over || stop.signal.aborted) return { ...outcome, text: "" };
      await nextChange(machine, options, stop.signal);
    }
  } finally {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
}

/** Settles soon after the run on this machine tells of something, and at the latest when it is time to look again. */
async function nextChange(machine: Machine, options: RunOptions, signal: AbortSignal): Promise<void> {
  const { state } = await readStanding(machine, options);
  const pid = ownerHere(machine, state);
  const look = new AbortController();
  await new Promise<void>(resolve => {
    const late = setTimeout(resolve, WATCH_MS);
    let told = 0;
    const done = (): void => {
      clearTimeout(late);
      setTimeout(resolve, GATHER_MS);
    };
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
    if (pid === null) return;
    void machine.ports.inbox?.watch(pid, {
      signal: look.signal,
      told: () => {
        told += 1;
        // The first is how it stands already.
        if (told === 2) done();
      },
    });
  });
  look.abort();
}

export async function planCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  const standing = await readStanding(machine, options);
  const { plan: whole, state, tip, basis } = standing;
  const untaken = await untakenEdits(machine, standing);
  tellWarnings(machine.ports.narrator, basis.warnings);
  const problems = onlyProblems(options.only, state.activatedAt ? state : plannedState(whole));
  if (problems.length > 0) throw new Refusal(problems);
  const wanted = options.only.length > 0 ? tasksWithNeeds(buildGraph(whole), options.only) : null;
  const plan = wanted ? { ...whole, tasks: whole.tasks.filter(task => wanted.has(task.id)) } : whole;
  const unmet = await unmetNeeds(machine, options, basis);
  const shown = state.activatedAt ? state : plannedState(plan);
  const { strategy, agents } = options;
  const past = await pastHere(machine, plan.id);
  const view = planView(plan, { strategy, agents, cores: machine.ports.host.cores, state: shown, past });
  const outputs = outputsOf(shown, { status: shown.status, commit: tip ?? machine.checkout.base.commit });
  return {
    status: shown.status,
    exitCode: EXIT.ok,
    text: planText(view, unmet) + notTaken(untaken),
    json: { ...view, unmet, untaken },
    outputs: {
      ...outputs,
      ...(options.gitIntegration ? {} : { branch: "", commit: "" }),
      plan: JSON.stringify({ ...view, unmet, untaken }),
    },
  };
}

/** Most milestones whose past is looked at. */
const LOOKED_AT = 8;

/** What milestones that are finished on the base took. One whose log cannot be read says nothing. */
async function pastHere(machine: Machine, id: string): Promise<PastPhase[]> {
  const { ports, checkout } = machine;
  const names = (await idsOn(machine, "completed")).filter(name => name !== id);
  const states: State[] = [];
  for (const name of names.slice(-LOOKED_AT)) {
    const reading = await loadHistory(ports.repository, name, checkout.base.commit);
    if (reading.ok) states.push(reading.history.state);
  }
  return pastPhases(states);
}

/** What would refuse an execution now. Nothing is started to find out, and a milestone that is over needs nothing. */
async function unmetNeeds(
  { ports, checkout }: Machine,
  options: RunOptions,
  basis: Basis,
): Promise<{ message: string; remedy: string }[]> {
  const state = basis.located.history?.state;
  if (state?.status === "completed") return [];
  const complaints = [
    ...(await checkPrerequisites(ports, options, basis, { mayStart: false })),
    ...((await checkout.complaints?.(Boolean(state?.activatedAt))) ?? []),
  ];
  return complaints.map(({ message, remedy }) => ({ message, remedy }));
}

export async function whyCommand(machine: Machine, options: RunOptions, command: Command): Promise<Outcome> {
  const standing = await readStanding(machine, options);
  const { plan, state, activities } = standing;
  const untaken = await untakenEdits(machine, standing);
  const id = command.target?.task ?? "";
  if (!plan.tasks.some(t => t.id === id)) {
    refuse(
      `there is no task "${id}"`,
      `tasks: ${plan.tasks
        .slice(0, 12)
        .map(t => t.id)
        .join(", ")}${untaken.length > 0 ? `; ${untaken.join("; ")}` : ""}`,
    );
  }
  const answer = why(plan, state.activatedAt ? state : plannedState(plan), id, {
    now: machine.ports.clock.now(),
    activities,
  });
  if (!answer) return refuse(`there is no task "${id}"`, "see `milestone status`");
  return {
    status: state.status,
    exitCode: EXIT.ok,
    text: answer.sentences.join("\n") + notTaken(untaken),
    json: { ...answer, untaken },
    outputs: {},
  };
}

export async function reportCommand(
  machine: Machine,
  options: RunOptions,
  command: Command,
): Promise<Outcome> {
  const standing = await readStanding(machine, options);
  const { plan, state, events, tip } = standing;
  if (!state.activatedAt)
    refuse(`the milestone "${plan.id}" was not started yet`, `milestone execute ${plan.id}`);
  const now = machine.ports.clock.now();
  const input = { plan, state, history: historyOf(events), now };
  const markdown = reportMarkdown(input);
  const text = command.flags.html ? await htmlText(machine, standing, input) : markdown;
  const outputs = outputsOf(state, { status: state.status, commit: tip ?? "" });
  const { output } = command.flags;
  if (output) await writeTo(output, text);
  const session = state.session?.id;
  const path =
    options.onRunner && session ? await writeReportFile(machine.root, session, markdown) : undefined;
  return {
    status: state.status,
    exitCode: EXIT.ok,
    text: output ? `wrote ${output}` : text,
    json: { path: output ?? null, report: text },
    summary: markdown,
    outputs: { ...outputs, ...(path ? { report: path } : {}) },
  };
}

/** Text of documents in one file (characters): more of them is read where they are. */
const MOST_DOCUMENTS = 8_000_000;

async function htmlText(machine: Machine, standing: Standing, input: DashboardInput): Promise<string> {
  // The layout of graphs and the reader of Markdown are loaded for this alone.
  const [{ htmlReport }, { documentsOf, pageFacts }] = await Promise.all([
    import("../milestone/view/html/report.ts"),
    import("./page-facts.ts"),
  ]);
  const documents = new Map<string, ShownDocument[]>();
  let left = MOST_DOCUMENTS;
  for (const { id } of input.plan.tasks) {
    if (left <= 0) break;
    const found = await documentsOf(machine, standing, { task: id, differences: true });
    left -= found.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
    documents.set(id, found);
  }
  return htmlReport(input, { ...(await pageFacts(machine, standing)), documents });
}

/** Writes a file that a person named. @throws Refusal when it cannot be written */
async function writeTo(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    refuse(`${path} cannot be written: ${(error as Error).message}`, "name a file in a folder that exists");
  }
}

/** Who decided what, and when: the log's decisions in order. */
export async function auditCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  const { events, state } = await readStanding(machine, options);
  if (events.length === 0) {
    refuse(
      `the milestone "${options.milestone}" was not started yet`,
      `milestone execute ${options.milestone}`,
    );
  }
  const audit = buildAudit(options.milestone, events);
  return {
    status: state.status,
    exitCode: EXIT.ok,
    text: auditText(audit),
    json: auditTrail(events),
    outputs: {},
  };
}

/** Checks the files as they lie in the checkout; every mistake with its line. */
export async function validateCommand(
  machine: Machine,
  { id, onRunner }: { id: string | null; onRunner: boolean },
): Promise<Outcome> {
  const source = plansHere(machine);
  const active = await idsOn(machine, "active");
  const ids = id ? [id] : active;
  const lines: string[] = [];
  const complaints: Refusal["complaints"] = [];
  const json: unknown[] = [];
  for (const each of ids) {
    const file = await findPlanFile(source, each);
    if (!file) {
      complaints.push({
        message: `there is no milestone "${each}"`,
        remedy: "milestone list shows those that exist",
      });
      continue;
    }
    const reading = await loadPlan(source, file);
    const diagnostics = [...(reading.ok ? [] : reading.errors), ...reading.warnings];
    json.push({ milestone: each, valid: reading.ok, diagnostics });
    for (const d of diagnostics) {
      const rendered = renderedIn(file, d);
      if (d.severity === "error") complaints.push({ ...complaintOf(d), rendered });
      else lines.push(rendered);
    }
    if (onRunner) tellWarnings(machine.ports.narrator, reading.warnings);
    if (!reading.ok) continue;
    const { source: text } = reading;
    const cycle = await cycleComplaint(source, reading.plan);
    if (cycle) {
      const place = text.at([...text.key("dependencies"), "requires"]);
      complaints.push({ ...cycle, file: file.path, ...place });
    }
    for (const other of active.filter(name => isTwin(each, name))) {
      const place = { file: file.path, ...text.at(text.key("id")) };
      complaints.push({ ...twinComplaint(each, other, "active"), ...place });
    }
    complaints.push(...(await unknownApprovers(machine, reading.plan, file)));
    const { tasks } = reading.plan;
    lines.push(
      `${file.path}: valid, ${counted(tasks.length, "task")}, compliance ${reading.compliance.score} %`,
    );
  }
  if (complaints.length > 0) throw new Refusal(complaints);
  if (ids.length === 0) lines.push("no milestones to check; `milestone init` writes a starter");
  return {
    status: null,
    exitCode: EXIT.ok,
    text: lines.join("\n"),
    json,
    outputs: id ? { milestone: id } : {},
  };
}

/** Most people who are asked about. */
const ASKED_ABOUT = 50;

/** Approvers whom a gate waits for, and who nobody is. */
async function unknownApprovers(
  { ports }: Machine,
  plan: Plan,
  { path, text }: PlanFile,
): Promise<Refusal["complaints"]> {
  const gates = plan.tasks.flatMap(task => task.phases.flatMap(phase => phase.gate ?? []));
  const named = [...gates, ...plan.qualityGates].flatMap(gate => gate.approvers);
  const people = [...new Set(named)].filter(name => !name.includes("/")).slice(0, ASKED_ABOUT);
  const nobody = people.length > 0 ? ((await ports.forge.nobodyOf?.(people)) ?? []) : [];
  return nobody.map(login => ({
    message: `the approver ${login} is nobody: GitHub knows no account of that name`,
    remedy: "correct the name, or take it out: the gate would wait for ever",
    ...placeOfWord(text, login, path),
  }));
}

/** Where a file has the word on its own; config may have it instead. */
function placeOfWord(
  text: string,
  word: string,
  file: string,
): { file?: string; line?: number; column?: number } {
  for (const [at, line] of text.split("\n").entries()) {
    const column = line.split(/[^A-Za-z0-9-]/).includes(word) ? line.indexOf(word) : -1;
    if (column >= 0) return { file, line: at + 1, column: column + 1 };
  }
  return {};
}

/** Prints what an agent would get for a phase, with the feedback that stands now. */
export async function promptCommand(
  machine: Machine,
  options: RunOptions,
  command: Command,
): Promise<Outcome> {
  const { ports } = machine;
  const { located, reading, base } = await readBasis(ports, options, machine.checkout);
  const { plan } = reading;
  const task = plan.tasks.find(t => t.id === command.target?.task);
  const phase = task && command.target?.phase ? phasePlan(task, command.target.phase) : undefined;
  if (!task || !phase) {
    return refuse(
      `there is no phase "${command.target?.task}/${command.target?.phase ?? ""}"`,
      "name it as <task>/<phase>",
    );
  }
  const state = located.history?.state ?? emptyState(plan.id, DEFAULT_WEIGHTS);
  const at = state.tasks.get(task.id)?.phases.get(phase.phase);
  const commit = located.tip ?? base.commit;
  const complaints = await checkPromptTemplates(ports.repository, commit);
  if (complaints.length > 0) throw new Refusal(complaints);
  const template = await ports.repository.readFile(commit, paths.prompt(phase.phase));
  const brief = renderBrief({
    plan,
    task,
    phase,
    attempt: (at?.attempt ?? 0) + 1,
    state,
    feedback: at?.feedback ?? [],
    template: template?.toString("utf8") ?? null,
  });
  return { status: state.status, exitCode: EXIT.ok, text: brief.prompt, json: brief, outputs: {} };
}
