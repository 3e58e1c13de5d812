import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JudgeWork } from "../engine/machine/runner.ts";
import { yamlPair } from "../import/yaml-text.ts";
import { paths } from "../milestone/names.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { checkDraft, type Draft, type DraftFacts } from "./check-draft.ts";
import type { ExecuteHere } from "./execute-planner.ts";
import { gitShow } from "./facts.ts";
import { planningClone } from "./planning-clone.ts";
import { type Tried, tryCommands } from "./try-commands.ts";

const DRAFT = "milestone.yaml";
const QUESTIONS = "questions.json";
const NOT_YET = "the plan does not hold yet:";

export interface Drafting {
  /** The checkout that is planned for; nothing is written there. */
  root: string;
  /** An empty folder of our own. */
  scratch: string;
  /** Of the milestone to be. */
  id: string;
  goal: string;
  brief: string;
  facts: DraftFacts;
  /** null: the configuration's. */
  agent: string | null;
  execute: ExecuteHere;
}

export type Drafted =
  | { ok: true; text: string; draft: Draft }
  | { ok: false; code: number; findings: string[]; output: string };

/**
 * Has a milestone drafted. The planner is an attempt of the engine like any other, in a clone that is thrown away: its
 * profile, sandbox, budget, retries and feedback are those of the repository's config, and what is wrong with a draft
 * is the next attempt's feedback, numbered.
 */
export async function draftPlan(drafting: Drafting): Promise<Drafted> {
  const { root, scratch, id, facts } = drafting;
  const planner = plannerId(id);
  const clone = planningClone(root, scratch, { id: planner, text: plannerFile(drafting) });
  let findings: string[] = [];
  const tested = testsOnce(drafting);
  const judge: JudgeWork = async read => {
    const draft = checkDraft((await read(DRAFT)) ?? "", await read(QUESTIONS), facts);
    findings = draft.findings.length === 0 ? await tested(draft.plan!) : draft.findings;
    return findings;
  };
  const { code, output } = await drafting.execute({ clone, planner, judge });
  const home = paths.deliverables(planner, "plan", "execute");
  const left = (name: string) => gitShow(clone, `milestone/${planner}:${home}/${name}`);
  const text = left(DRAFT);
  if (code !== 0 || text === null) return { ok: false, code, output, findings };
  return { ok: true, text, draft: checkDraft(text, left(QUESTIONS), facts) };
}

/** Whether the tests of a plan run, on what is committed now; each command is tried once. */
function testsOnce({ root, scratch, execute }: Drafting): (plan: Plan) => Promise<string[]> {
  const known = new Map<string, Tried>();
  return async ({ setup, testCommand, testBaseline }) => {
    if (testCommand === undefined) return [];
    const key = JSON.stringify([setup, testCommand]);
    const trial = { setup: setup ?? null, tests: testCommand };
    const tried = known.get(key) ?? (await tryCommands(root, trial, { scratch, execute }));
    known.set(key, tried);
    if (tried.ok || (tried.step === "tests" && testBaseline === "ignore")) return [];
    const what = tried.step === "setup" ? `setup \`${setup}\`` : `test_command \`${testCommand}\``;
    const way =
      tried.step === "setup"
        ? "name one that works"
        : "name one that does, or plan the mending first and set test_baseline: ignore";
    return [
      `${what} does not pass on the repository as it is (${tried.why}): ${way}\n${tried.output}`.trim(),
    ];
  };
}

const plannerId = (id: string) => `plan-${id}`.slice(0, 64).replace(/[._-]+$/, "");

function plannerFile({ id, goal, brief, facts, agent }: Drafting): string {
  const configured = /^executor:/m.test(facts.config ?? "");
  const executor = agent !== null ? { agent } : configured ? null : { agent: "claude" };
  return [
    yamlPair("id", plannerId(id), 0),
    yamlPair("title", `Plan: ${goal.trim().split("\n")[0]!.slice(0, 150)}`, 0),
    yamlPair("source", { format: "goal", path: "goal" }, 0),
    ...(executor ? [yamlPair("executor", executor, 0)] : []),
    "tasks:",
    "  - id: plan",
    yamlPair("title", "Draft the milestone", 4),
    yamlPair("description", brief, 4),
    yamlPair("phases", { execute: { deliverables: [DRAFT] } }, 4),
    "",
  ].join("\n");
}

function readDraft(folder: string, facts: DraftFacts): { text: string; draft: Draft } | null {
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : null;
  const text = read(DRAFT);
  return text === null ? null : { text, draft: checkDraft(text, read(QUESTIONS), facts) };
}

/** The draft in a folder, judged as a planner's is. */
export function judgeDraft(folder: string, facts: DraftFacts): { findings: string[]; text: string } {
  const findings = readDraft(folder, facts)?.draft.findings ?? [`there is no ${DRAFT} in ${folder}`];
  const text = findings.length === 0 ? "the plan holds" : `${NOT_YET}\n${numbered(findings)}`;
  return { findings, text };
}

export const numbered = (lines: readonly string[]): string =>
  lines.map((line, index) => `${index + 1}. ${line}`).join("\n");
