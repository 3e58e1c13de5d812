import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFiles } from "../commands/node-files.ts";
import { EXIT, type Outcome } from "../commands/outcome.ts";
import { locateRepository } from "../engine/git/locate-repository.ts";
import { refuse } from "../engine/refusal.ts";
import { describeFailure } from "../github/answer.ts";
import { ACTION } from "../github/desired-state.ts";
import type { GitHubRepository } from "../github/github-repository.ts";
import { createComment } from "../github/issue-comments.ts";
import {
  type PlanBranch,
  type PlanPlace,
  readPlanBranch,
  readPlanPlace,
  writePlanBranch,
} from "../github/plan-branch.ts";
import { syncPlanPull } from "../github/plan-pull.ts";
import type { PlanRecord } from "../github/plan-record.ts";
import { isPullRefused, type PullNow, readPullOf } from "../github/pull.ts";
import { text } from "../github/text.ts";
import { paths, planBranchName } from "../milestone/names.ts";
import { withChangesOf } from "../milestone/plan/merge-plan.ts";
import { slugOf } from "../milestone/text/slug.ts";
import { planText } from "../milestone/view/plan-text.ts";
import { planView } from "../milestone/view/plan-view.ts";
import { agentOf, type Earlier, planningBrief, type SourceDocument } from "../planning/brief.ts";
import { draftPlan, numbered } from "../planning/drafting.ts";
import { executePlanner } from "../planning/execute-planner.ts";
import { draftFacts, repositoryFacts } from "../planning/facts.ts";
import { soFar } from "../planning/source-documents.ts";
import { repositoryOf } from "./github-forge.ts";
import {
  expected,
  givenAgain,
  merged,
  type News,
  NO_NEWS,
  PLAN_PULL,
  type PlanningRequest,
  type PlanningStep,
  planUnderWay,
  readAsked,
  readNews,
  readSource,
  type UnderWay,
} from "./planning-input.ts";

/**
 * Drafts a plan in a workflow: its branch, one commit, its pull request. What it is drafted from is read from GitHub
 * here, by people whose right to it is asked of GitHub here; an input of a run proves nothing.
 * @throws Refusal
 */
export async function planOnRunner(step: PlanningStep): Promise<Outcome> {
  const { env } = step.entry;
  if (!step.token || !env.GITHUB_REPOSITORY || !env.GITHUB_API_URL)
    return refuse("a plan is reviewed on GitHub, and there is no token for it", "set the input github-token");
  const repository = await repositoryOf({
    env,
    token: step.token,
    repository: env.GITHUB_REPOSITORY,
    api: env.GITHUB_API_URL,
  });
  const asked = await readAsked(repository, step);
  try {
    return await planFor(step, repository, asked);
  } catch (error) {
    await tellWhere(step, repository, asked, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function planFor(
  step: PlanningStep,
  repository: GitHubRepository,
  asked: PlanningRequest,
): Promise<Outcome> {
  const { command, directory } = step;
  const { flags } = command;
  const root =
    locateRepository(directory)?.root ??
    refuse("the workspace is no git repository", "check the repository out first (actions/checkout)");
  const about = expected(await repository.read("GET /repos/{owner}/{repo}", {}));
  const place = expected(await readPlanPlace(repository, about.default_branch));
  const isReplan = command.name === "replan";
  const source = isReplan ? { goal: "", given: [] } : await readSource(step, { repository, root, asked });
  const id = command.milestone ?? flags.id ?? (slugOf(source.goal) || `plan-${asked.issue ?? 1}`);
  const before = expected(await readPlanBranch(repository, id));
  const pull = expected(await readPullOf(repository, planBranchName(id)));
  const isAgain = PLAN_PULL.test(flags.from ?? "");
  const underWay =
    isReplan || (isAgain && before?.record.replan)
      ? await planUnderWay(repository, { id, root, place, defaultBranch: about.default_branch })
      : null;
  if (underWay) source.goal = underWay.goal;
  else refuseTaken(id, place);
  const { request } = flags;
  if (before && request !== undefined && before.record.taken.includes(request))
    return nothingNew(before, pull, "it was planned already");
  if (isAgain && !before)
    refuse(
      `there is no plan of ${id} under review`,
      "plan it again: /milestone plan <what is to be reached>",
    );
  if (before && pull?.open && !isAgain && (isReplan || before.record.goal !== source.goal))
    refuse(
      `a plan of ${id} is under review already${isReplan ? "" : ", for another goal"}: ${repository.url}/pull/${pull.number}`,
      "say there what should be otherwise, or name another id: --id=<id>",
    );
  const news = before && pull?.open ? await readNews(repository, pull, before) : NO_NEWS;
  if (isAgain && news.answers.length === 0 && news.words.length === 0) {
    const none = nothingNew(before!, pull, "nobody answered or said anything new that counts");
    // Ticks are looked at unasked; whoever gave a command waits for an answer.
    if (asked.issue !== null) await tellWhere(step, repository, asked, none.text);
    return none;
  }
  const record: PlanRecord = {
    milestone: id,
    goal: isAgain ? before!.record.goal : source.goal,
    from: isAgain ? before!.record.from : (flags.from ?? null),
    issue: isAgain ? before!.record.issue : asked.issue,
    asked: isAgain ? before!.record.asked : asked.at,
    agent: flags.agent ?? before?.record.agent ?? null,
    ...(underWay ? { replan: true } : {}),
    questions: [],
    answers: merged(isReplan ? [] : (before?.record.answers ?? []), news.answers),
    taken: [
      ...(before?.record.taken ?? []),
      ...news.words.map(each => each.key),
      ...(request ? [request] : []),
    ].slice(-200),
  };
  const words = news.words
    .filter(each => each.text !== "")
    .map(({ by, text: said }) => ({ name: `what ${by} said about it`, text: said }));
  const { answers } = record;
  const earlier: Earlier | undefined = underWay
    ? {
        underWay: true,
        draft: isAgain ? before!.text : underWay.text,
        answers,
        words: [...soFar(underWay.state), ...words],
      }
    : before && pull?.open
      ? { draft: before.text, answers, words }
      : undefined;
  const given = isAgain ? await givenAgain(step, { repository, root }, record) : source.given;
  const drafted = await draftOnRunner(step, { root, record, given, earlier, underWay });
  if (!drafted.ok) {
    const why =
      drafted.findings.length > 0
        ? `the last draft does not hold:\n${numbered(drafted.findings)}`
        : drafted.output.trim().split("\n").slice(-12).join("\n");
    await tellWhere(step, repository, { ...asked, issue: pull?.open ? pull.number : asked.issue }, why);
    const said = `no plan of ${id} was made; nothing was pushed\n${why}`;
    return { ...base(id), exitCode: EXIT.failed, text: said, failure: said, json: { milestone: id } };
  }
  record.questions = drafted.draft.questions;
  if (underWay) drafted.text = withChangesOf(underWay.text, drafted.text);
  const whole = drafted.text + JSON.stringify(record);
  if (step.redactor.redact(whole) !== whole)
    refuse("the draft holds a secret of this run, so nothing was pushed", "ask for the plan again");
  return publish(step, repository, { record, root, drafted, place, before, news, anew: isReplan });
}

const base = (milestone: string) => ({ status: null, outputs: { milestone } }) as const;

function refuseTaken(id: string, { taken }: PlanPlace): void {
  const shelf = taken.get(id.toLowerCase());
  if (shelf === undefined) return;
  refuse(`there is a milestone ${id} already: ${paths.milestone(id, shelf)}`, "name another one: --id=<id>");
}

function nothingNew({ record }: PlanBranch, pull: PullNow | null, why: string): Outcome {
  const said = `${why}; the plan of ${record.milestone} stays as it is${pull ? ` (#${pull.number})` : ""}`;
  return { ...base(record.milestone), exitCode: EXIT.ok, text: said, json: { milestone: record.milestone } };
}

async function draftOnRunner(
  step: PlanningStep,
  {
    root,
    record,
    given,
    earlier,
    underWay,
  }: {
    root: string;
    record: PlanRecord;
    given: SourceDocument[];
    earlier: Earlier | undefined;
    underWay: UnderWay | null;
  },
) {
  const { env } = step.entry;
  const { milestone: id, goal, agent } = record;
  const facts = await draftFacts(root, id);
  const scratch = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "milestone-plan-"));
  try {
    return await draftPlan({
      ...{ root, scratch, id, goal, facts, agent },
      ...(underWay ? { revises: underWay } : {}),
      brief: planningBrief(goal, {
        id,
        agent: agent ?? agentOf(facts.config),
        given,
        facts: await repositoryFacts(root, facts),
        ...(earlier ? { earlier } : {}),
      }),
      execute: planning => executePlanner(planning, { ...machineOf(step), root, onRunner: true }),
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

const machineOf = ({ entry: { env }, redactor, narrator }: PlanningStep) => ({ env, redactor, narrator });

interface Publishing {
  record: PlanRecord;
  root: string;
  drafted: Extract<Awaited<ReturnType<typeof draftPlan>>, { ok: true }>;
  place: PlanPlace;
  before: PlanBranch | null;
  news: News;
  anew: boolean;
}

async function publish(
  step: PlanningStep,
  repository: GitHubRepository,
  { record, root, drafted, place, before, news, anew }: Publishing,
): Promise<Outcome> {
  const { milestone: id } = record;
  const branch = planBranchName(id);
  const config = await nodeFiles(root).readFile(paths.config);
  const written = expected(
    await writePlanBranch(repository, {
      record,
      text: drafted.text,
      base: place.branch,
      before: before?.commit ?? null,
      anew,
    }),
  );
  if (written.kind === "overtaken")
    return refuse(
      `somebody pushed to ${branch} while the plan was drafted, so the draft was left out`,
      "ask for it again: the next draft begins with what is there now",
    );
  const view = planView(drafted.draft.plan!, { strategy: "parallel", agents: 6 });
  const outputs = { milestone: id, branch, commit: written.commit };
  const now: PlanBranch = {
    record,
    text: drafted.text,
    config,
    commit: written.commit,
    isDraft: true,
    drafts: [],
  };
  const opened = await syncPlanPull(repository, {
    drafted: now,
    base: place.branch,
    ...(news.body === undefined ? {} : { taken: news.body }),
  });
  const lines = [planText(view), "", `pushed ${branch} (${written.commit.slice(0, 7)})`];
  if (opened.ok) lines.push(`review it: ${repository.url}/pull/${opened.value.number}`);
  else {
    const compare = `${repository.url}/compare/${place.branch}...${branch}?expand=1`;
    const why = isPullRefused(opened.failure) ? text.pullRefused : describeFailure(opened.failure);
    step.narrator.warn(`the plan's pull request could not be opened: ${why} Open it yourself: ${compare}`);
    lines.push(`review it: ${compare}`);
  }
  return {
    status: "planned",
    exitCode: EXIT.ok,
    text: lines.join("\n"),
    json: { milestone: id, plan: view, questions: record.questions },
    outputs: { ...outputs, status: "planned", plan: JSON.stringify(view) },
  };
}

/** Whoever asked hears of what went wrong, where they asked. */
async function tellWhere(
  { narrator, redactor, entry: { env } }: PlanningStep,
  repository: GitHubRepository,
  { issue }: PlanningRequest,
  why: string,
): Promise<void> {
  if (issue === null) return;
  const run = `${repository.url}/actions/runs/${env.GITHUB_RUN_ID ?? ""}`;
  const said = await createComment(repository, issue, text.notPlanned(redactor.redact(why), run), ACTION);
  if (!said.ok) narrator.warn(`#${issue} could not be told: ${describeFailure(said.failure)}`);
}
