import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { createTwoFilesPatch } from "diff";
import { readLiveMilestone } from "../commands/live-state.ts";
import { EXIT, type Outcome } from "../commands/outcome.ts";
import { runOptions } from "../commands/run-command.ts";
import { locateRepository } from "../engine/git/locate-repository.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { atCommit, findPlanFile, loadPlan, requireValid } from "../engine/plan/plan-source.ts";
import type { Entry } from "../engine/process/entry.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { readGitFacts } from "../init/git-facts.ts";
import type { Command } from "../milestone/command/command.ts";
import { withChangesOf } from "../milestone/plan/merge-plan.ts";
import { diffPlans, type PlanDiff } from "../milestone/plan/plan-diff.ts";
import { agentOf, planningBrief } from "../planning/brief.ts";
import { draftPlan } from "../planning/drafting.ts";
import { executePlanner } from "../planning/execute-planner.ts";
import { draftFacts, repositoryFacts } from "../planning/facts.ts";
import { soFar, startedTasks } from "../planning/source-documents.ts";
import { machineFor } from "./on-machine.ts";
import { failed, machineOf } from "./plan-goal.ts";

/**
 * Proposes a changed plan for a milestone under way: what became of it, what agents found and what blocks it go to a
 * planner, and its proposal is a difference that is written to the checkout when a person wants it so.
 * @throws Refusal
 */
export async function replan(command: Command, entry: Entry): Promise<Outcome> {
  const { flags } = command;
  const directory = flags["working-directory"] ?? process.cwd();
  const git = await readGitFacts(directory);
  if (!git) return refuse(`${directory} is not in a git repository`, "go to one");
  const { root } = git;
  const by = { login: "local", id: null, source: "local" as const };
  const options = runOptions(command, { onRunner: false, by, automatic: false, askedFor: true });
  const machine = await machineFor(command, { entry, options, ...machineOf(entry, flags) });
  try {
    const id = options.milestone;
    const standing = await planNow(machine, options);
    const { state, tip, base, path } = standing;
    assertUnchanged(root, path, base.text);
    const agent = flags.agent ?? null;
    const place = shownPlace(root, id);
    const madeFor = createHash("sha256").update(`${tip}\0${base.text}\0${agent}`).digest("hex");
    if (flags.proposal !== undefined) {
      const kept = readShown(id, place, { name: flags.proposal, madeFor });
      writeFileSync(join(root, path), kept.text);
      rmSync(place, { force: true });
      return told({ id, path, ...kept, name: null });
    }
    const facts = await draftFacts(root, id);
    const goal = `${base.plan.title}: ${base.plan.description}`.slice(0, 4_000);
    const brief = planningBrief(goal, {
      id,
      agent: agent ?? agentOf(facts.config),
      given: [],
      facts: await repositoryFacts(root, facts),
      earlier: { underWay: true, draft: base.text, answers: [], words: soFar(state) },
    });
    const revises = { text: base.text, plan: base.plan, started: startedTasks(state), tip };
    const scratch = mkdtempSync(join(tmpdir(), "milestone-replan-"));
    try {
      const drafted = await draftPlan({
        ...{ root, scratch, id, goal, brief, facts, agent, revises },
        execute: planning => executePlanner(planning, { ...machineOf(entry, flags), root, onRunner: false }),
      });
      if (!drafted.ok) return failed(id, drafted);
      const text = withChangesOf(base.text, drafted.text);
      const diff = diffPlans(base.plan, drafted.draft.plan!);
      const shown = `${summaryOf(diff)}\n\n${textDiff(base.text, text)}`;
      const isWritten = flags.yes ?? (await isWanted(shown, flags.json ?? false));
      const proposal = { shown, diff: namesOf(diff), text, questions: drafted.draft.questions };
      if (!isWritten)
        return told({ id, path, ...proposal, name: keepShown(place, { madeFor, ...proposal }) });
      // Minutes went by meanwhile.
      assertUnchanged(root, path, base.text);
      writeFileSync(join(root, path), text);
      return told({ id, path, ...proposal, name: null });
    } finally {
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    }
  } finally {
    await machine.close();
  }
}

/** A proposal, as a person was shown it. */
interface PlanProposal {
  shown: string;
  diff: { added: string[]; removed: string[]; changed: PlanDiff["changed"] };
  text: string;
  questions: unknown[];
}

const namesOf = ({ added, removed, changed }: PlanDiff): PlanProposal["diff"] => ({
  added: added.map(task => task.id),
  removed,
  changed,
});

/** Where the proposal lies that was shown last, as it cost money. */
function shownPlace(root: string, id: string): string {
  const common = locateRepository(root)!.commonDirectory;
  return join(common, "milestone", "proposals", `${id}.json`);
}

/** Answers its name. */
function keepShown(place: string, proposal: PlanProposal & { madeFor: string }): string {
  const bytes = Buffer.from(JSON.stringify(proposal));
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  return nameOf(bytes);
}

/** Told to the person alone: an agent may be able to write the file, but to none with other bytes by the same name. */
function nameOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 24);
}

/** The proposal of that name. @throws Refusal where it is not kept, or plan, milestone or agent are others by now */
function readShown(
  id: string,
  place: string,
  { name, madeFor }: { name: string; madeFor: string },
): PlanProposal {
  const again = `have one made again: milestone replan ${id}`;
  const bytes = existsSync(place) ? readFileSync(place) : null;
  if (!bytes || nameOf(bytes) !== name)
    return refuse(`there is no proposal ${name}, or not with the bytes that were shown`, again);
  const kept = JSON.parse(bytes.toString("utf8")) as PlanProposal & { madeFor: string };
  if (kept.madeFor !== madeFor)
    return refuse(`the proposal ${name} was made for another plan, milestone or agent`, again);
  return kept;
}

/** The base's file, which is what people edit, and what became of the milestone. @throws Refusal */
async function planNow(machine: Machine, options: RunOptions) {
  const { milestone } = options;
  const { state, tip } = await readLiveMilestone(machine, options);
  if (state.status === "completed" || state.status === "cancelled")
    refuse(
      `the milestone ${milestone} is ${state.status}: nothing of it is still to be planned`,
      'plan another one: milestone plan --goal "…"',
    );
  const read = atCommit(machine.ports.repository, machine.checkout.base.commit);
  const file = await findPlanFile(read, milestone);
  if (!file)
    return refuse(`the plan of ${milestone} is not on ${machine.checkout.base.branch}`, "commit it first");
  const { plan } = requireValid(await loadPlan(read, file), file);
  return { state, tip, base: { text: file.text, plan }, path: file.path };
}

function summaryOf({ milestone, added, removed, changed }: PlanDiff): string {
  const line = (what: string, names: readonly string[]) =>
    names.length > 0 ? [`${what}: ${names.join(", ")}`] : [];
  return [
    ...line(
      "new tasks",
      added.map(({ id, title }) => `${id} (${title})`),
    ),
    ...line("gone", removed),
    ...line(
      "changed",
      changed.map(({ task, what }) => `${task} (${what.join(", ")})`),
    ),
    ...line("of the milestone", milestone),
  ].join("\n");
}

/** Its hunks, without the names of the files. */
function textDiff(before: string, after: string): string {
  const patch = createTwoFilesPatch("before", "after", before, after);
  const start = patch.indexOf("@@");
  return start < 0 ? "" : patch.slice(start).trimEnd();
}

/** @throws Refusal where a person's own change would be lost */
function assertUnchanged(root: string, path: string, text: string): void {
  if (readFileSync(join(root, path), "utf8") !== text)
    refuse(`${path} has a change that is not committed`, "commit it, or put it away, then plan again");
}

/** Asked where somebody sits; elsewhere nothing is written. */
async function isWanted(shown: string, json: boolean): Promise<boolean> {
  if (json || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // An input that ends answers nothing.
    const said = await Promise.race([
      lines.question(`${shown}\n\nWrite this to the plan? [y/N] `),
      once(lines, "close").then(() => ""),
    ]);
    return /^\s*y(?:es)?\s*$/i.test(said);
  } finally {
    lines.close();
  }
}

interface ToldProposal extends PlanProposal {
  id: string;
  path: string;
  /** Under which it is kept; null: it is written. */
  name: string | null;
}

function told({ id, path, shown, diff, text, questions, name }: ToldProposal): Outcome {
  const next =
    name === null
      ? [
          `wrote ${path}, not committed`,
          `1. look through it`,
          `2. git add ${path} && git commit`,
          `3. milestone sync ${id}`,
        ]
      : [`nothing was written: \`milestone replan ${id} --proposal=${name}\` writes exactly this`];
  return {
    status: null,
    exitCode: EXIT.ok,
    text: [shown, "", ...next].join("\n"),
    json: {
      milestone: id,
      file: path,
      written: name === null,
      ...(name === null ? {} : { proposal: name }),
      ...diff,
      plan: text,
      questions,
    },
    outputs: { milestone: id },
  };
}
