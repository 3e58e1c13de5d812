import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JudgeWork } from "../engine/machine/runner.ts";
import { yamlPair } from "../import/yaml-text.ts";
import { paths } from "../milestone/names.ts";
import { checkDraft, type Draft, type DraftFacts } from "./check-draft.ts";
import { gitIn } from "./facts.ts";

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
  /** Executes the milestone `planner` in the clone; `judge` decides whether an attempt's draft holds. */
  execute: (planning: Planning) => Promise<{ code: number; output: string }>;
}

export interface Planning {
  clone: string;
  planner: string;
  judge: JudgeWork;
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
  const clone = join(scratch, "repository");
  const planner = plannerId(id);
  gitIn(root, ["clone", "--quiet", "--no-tags", root, clone]);
  gitIn(clone, ["remote", "remove", "origin"]);
  const path = join(clone, paths.milestone(planner));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, plannerFile(drafting, planner));
  gitIn(clone, ["add", "-A"]);
  gitIn(clone, [...IDENTITY, "commit", "--quiet", "--no-verify", "-m", "The goal"]);
  let findings: string[] = [];
  const judge: JudgeWork = async read => {
    const draft = checkDraft((await read(DRAFT)) ?? "", await read(QUESTIONS), facts);
    findings = draft.findings;
    return findings;
  };
  const { code, output } = await drafting.execute({ clone, planner, judge });
  const home = paths.deliverables(planner, "plan", "execute");
  const left = (name: string) => gitShow(clone, `milestone/${planner}:${home}/${name}`);
  const text = left(DRAFT);
  if (code !== 0 || text === null) return { ok: false, code, output, findings };
  return { ok: true, text, draft: checkDraft(text, left(QUESTIONS), facts) };
}

const IDENTITY = ["-c", "user.name=milestone", "-c", "user.email=milestone@localhost"];

const plannerId = (id: string) => `plan-${id}`.slice(0, 64).replace(/[._-]+$/, "");

function plannerFile({ goal, brief, facts, agent }: Drafting, planner: string): string {
  const configured = /^executor:/m.test(facts.config ?? "");
  const executor = agent !== null ? { agent } : configured ? null : { agent: "claude" };
  return [
    yamlPair("id", planner, 0),
    yamlPair("title", `Plan: ${goal.trim().split("\n")[0]!.slice(0, 150)}`, 0),
    // A planner changes nothing, so nothing is prepared or tested for it.
    yamlPair("setup", "true", 0),
    yamlPair("test_command", "true", 0),
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

function gitShow(cwd: string, object: string): string | null {
  try {
    return gitIn(cwd, ["show", object]);
  } catch {
    return null;
  }
}
