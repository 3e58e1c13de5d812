import type { Machine } from "../engine/machine/open-machine.ts";
import { isTwin, twinComplaint } from "../engine/opening/basis.ts";
import { cycleComplaint } from "../engine/opening/required-milestones.ts";
import { findPlanFile, loadPlan, type PlanFile, renderedIn } from "../engine/plan/plan-source.ts";
import { complaintOf, Refusal } from "../engine/refusal.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { printWarnings } from "./narrate.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { idsOn, plansHere } from "./plans-here.ts";

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
    if (onRunner) printWarnings(machine.ports.narrator, reading.warnings);
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
