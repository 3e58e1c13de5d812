import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JudgeWork } from "../engine/machine/runner.ts";
import { yamlPair } from "../import/yaml-text.ts";
import { paths } from "../milestone/names.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { diffPlans, isEmptyDiff, planChangeProblems } from "../milestone/plan/plan-diff.ts";
import { checkDraft, type Draft, type DraftFacts } from "./check-draft.ts";
import type { ExecuteHere } from "./execute-planner.ts";
import { gitIn, gitShow } from "./facts.ts";
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
  /** The plan of a milestone under way that is changed; absent: there is none yet. */
  revises?: Revised;
  execute: ExecuteHere;
}

/** A plan that is being carried out. */
export interface Revised {
  text: string;
  plan: Plan;
  /** Tasks with any work done or under way. */
  started: ReadonlySet<string>;
  /** What the work so far stands on. */
  tip: string | null;
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
  const { root, scratch, id, revises } = drafting;
  const facts = withFilesOf(root, revises?.tip ?? null, drafting.facts);
  const planner = plannerId(id);
  const own = { id: planner, text: plannerFile(drafting) };
  const clone = await planningClone(root, scratch, { ...own, tip: revises?.tip ?? null });
  let findings: string[] = [];
  const tested = testsOnce(drafting);
  const check = (text: string, questions: string | null): Draft =>
    revises ? checkRevision({ text, questions, facts }, revises) : checkDraft(text, questions, facts);
  const judge: JudgeWork = async read => {
    const draft = check((await read(DRAFT)) ?? "", await read(QUESTIONS));
    findings = draft.findings.length === 0 ? await tested(draft.plan!) : draft.findings;
    return findings;
  };
  const { code, output } = await drafting.execute({ clone, planner, judge });
  const home = paths.deliverables(planner, "plan", "execute");
  const left = (name: string) => gitShow(clone, `milestone/${planner}:${home}/${name}`);
  const text = left(DRAFT);
  if (code !== 0 || text === null) return { ok: false, code, output, findings };
  return { ok: true, text, draft: check(text, left(QUESTIONS)) };
}

/** What the work so far brought is there, though the checkout does not have it. */
function withFilesOf(root: string, tip: string | null, facts: DraftFacts): DraftFacts {
  if (tip === null) return facts;
  const there = gitIn(root, ["ls-tree", "-r", "-z", "--name-only", tip]).split("\0").filter(Boolean);
  return { ...facts, files: new Set([...facts.files, ...there]) };
}

/** What was wrong with the plan before is not the planner's to mend; what it changes must hold as in a new plan. */
function checkRevision(
  { text, questions, facts }: { text: string; questions: string | null; facts: DraftFacts },
  { text: old, plan, started }: Revised,
): Draft {
  const draft = checkDraft(text, questions, facts);
  if (draft.plan === null) return draft;
  const known = new Set(checkDraft(old, null, facts).findings);
  const diff = diffPlans(plan, draft.plan);
  const findings = [
    ...(isEmptyDiff(diff) ? ["the plan is the one that there was: change what no longer holds"] : []),
    ...planChangeProblems(diff, started),
    ...draft.findings.filter(finding => !known.has(finding)),
  ];
  return { ...draft, findings };
}

/** Whether the tests of a plan run, on what is committed now; each command is tried once. */
function testsOnce({ root, scratch, execute, revises }: Drafting): (plan: Plan) => Promise<string[]> {
  const known = new Map<string, Tried>();
  return async ({ setup, testCommand, testBaseline }) => {
    if (testCommand === undefined) return [];
    const before = revises?.plan;
    if (before && before.testCommand === testCommand && before.setup === setup) return [];
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
