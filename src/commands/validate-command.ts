import type { Machine } from "../engine/machine/open-machine.ts";
import { isTwin, twinComplaint } from "../engine/opening/basis.ts";
import { cycleComplaint } from "../engine/opening/required-milestones.ts";
import {
  findPlanFile,
  loadPlan,
  type PlanFile,
  type ReadFile,
  renderedIn,
} from "../engine/plan/plan-source.ts";
import { complaintOf, Refusal } from "../engine/refusal.ts";
import { paths } from "../milestone/names.ts";
import { readGitHubConfig } from "../milestone/plan/github-config.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { printWarnings } from "./narrate.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { idsOn, plansHere } from "./plans-here.ts";
import { runnersFindings } from "./runners-findings.ts";

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
  const read: CheckedPlan[] = [];
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
    read.push({ plan: reading.plan, file });
    const { tasks } = reading.plan;
    lines.push(
      `${file.path}: valid, ${counted(tasks.length, "task")}, compliance ${reading.compliance.score} %`,
    );
  }
  for (const finding of await workflowProblems(source, read)) {
    if (finding.isError) complaints.push(finding);
    else lines.push(`${finding.file}:${finding.line}: warning: ${finding.message}; ${finding.remedy}`);
  }
  const approvers = await checkApprovers(machine, read);
  complaints.push(...approvers.complaints);
  if (approvers.unchecked !== null) lines.push(approvers.unchecked);
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

/** What the workflow lacks for plans whose phases go to runners; told once for all of them. */
async function workflowProblems(source: ReadFile, read: readonly CheckedPlan[]) {
  const config = readGitHubConfig(
    (await source(paths.githubConfig))?.toString("utf8") ?? "",
    paths.githubConfig,
  ).config;
  const file = `.github/workflows/${config.workflow}`;
  const text = (await source(file))?.toString("utf8");
  if (text === undefined) return [];
  const found = read.flatMap(({ plan }) => runnersFindings(text, plan));
  const unique = new Map(found.map(each => [`${each.line} ${each.message}`, each]));
  return [...unique.values()].map(each => ({ ...each, file, column: 1 }));
}

interface CheckedPlan {
  plan: Plan;
  file: PlanFile;
}

/** Most approvers that are asked about. */
const ASKED_ABOUT = 50;

/** Approvers that a gate waits for and nobody is, and those of whom that could not be found out. */
async function checkApprovers(
  { ports }: Machine,
  read: readonly CheckedPlan[],
): Promise<{ complaints: Refusal["complaints"]; unchecked: string | null }> {
  const named = new Map<string, PlanFile>();
  for (const { plan, file } of read) {
    const gates = plan.tasks.flatMap(task => task.phases.flatMap(phase => phase.gate ?? []));
    for (const approver of [...gates, ...plan.qualityGates].flatMap(gate => gate.approvers))
      if (!named.has(approver)) named.set(approver, file);
  }
  if (named.size === 0) return { complaints: [], unchecked: null };
  const names = [...named.keys()];
  const check = await ports.forge.checkApprovers?.(names.slice(0, ASKED_ABOUT));
  const complaints = (check?.nobody ?? []).map(name => {
    const { path, text } = named.get(name)!;
    const place = placeOfWord(text, name, path);
    return name.includes("/")
      ? {
          message: `the approver ${name} is nobody: GitHub shows this token no such team`,
          remedy: "correct the name, or use a token that may read the organisation's teams",
          ...place,
        }
      : {
          message: `the approver ${name} is nobody: GitHub knows no account of that name`,
          remedy: "correct the name, or take it out: the gate would wait for ever",
          ...place,
        };
  });
  const open = check ? [...check.unknown, ...names.slice(ASKED_ABOUT)] : names;
  const why = check ? "GitHub did not say" : "that takes a token (GITHUB_TOKEN) and a remote on GitHub";
  const shown = open.slice(0, 5).join(", ") + (open.length > 5 ? " …" : "");
  return {
    complaints,
    unchecked: open.length > 0 ? `not checked: whether there are the approvers ${shown}; ${why}` : null,
  };
}

/** Where a file has the word on its own; config may have it instead. */
function placeOfWord(
  text: string,
  word: string,
  file: string,
): { file?: string; line?: number; column?: number } {
  for (const [at, line] of text.split("\n").entries()) {
    const column = line.split(/[^A-Za-z0-9._/-]/).includes(word) ? line.indexOf(word) : -1;
    if (column >= 0) return { file, line: at + 1, column: column + 1 };
  }
  return {};
}
