import type { FullNarrator } from "../commands/narrate.ts";
import { nodeFiles } from "../commands/node-files.ts";
import type { Redactor } from "../engine/output/redact.ts";
import type { Entry } from "../engine/process/entry.ts";
import { refuse } from "../engine/refusal.ts";
import { type Answer, describeFailure } from "../github/answer.ts";
import type { GitHubRepository } from "../github/github-repository.ts";
import { readIssueSource } from "../github/issue-source.ts";
import { readObjects } from "../github/objects.ts";
import type { PlanBranch, PlanPlace } from "../github/plan-branch.ts";
import { readTicked } from "../github/plan-pull.ts";
import type { PlanRecord, RecordedAnswer } from "../github/plan-record.ts";
import { type PlanWords, readPlanWords } from "../github/plan-words.ts";
import type { PullNow } from "../github/pull.ts";
import { createStateMemory, readState } from "../github/read-state.ts";
import { readRequestAuthor } from "../github/request-author.ts";
import { atLeast } from "../milestone/approval/who-counts.ts";
import type { Command } from "../milestone/command/command.ts";
import { paths } from "../milestone/names.ts";
import { plannedState, type State } from "../milestone/session/state.ts";
import type { SourceDocument } from "../planning/brief.ts";
import type { Revised } from "../planning/drafting.ts";
import { gitIn } from "../planning/facts.ts";
import { readSourceDocuments, startedTasks } from "../planning/source-documents.ts";
import { isByApp } from "./actor.ts";

export interface PlanningStep {
  entry: Entry;
  command: Command;
  token: string | null;
  directory: string;
  redactor: Redactor;
  narrator: FullNarrator;
}

/** How a plan's own pull request is named as what to plan from: it is planned again. */
export const PLAN_PULL = /^pull:(\d{1,9})$/;
const ISSUE = /^issue:(\d{1,9})$/;

/** Who asked, where and when, as GitHub tells it. */
export interface PlanningRequest {
  /** Number of the issue or pull request; null: by hand. */
  issue: number | null;
  /** RFC 3339. */
  at: string | null;
}

/** @throws Refusal where an app started the run and GitHub does not tell of somebody with a right to it */
export async function readAsked(
  repository: GitHubRepository,
  { command, entry: { env } }: PlanningStep,
): Promise<PlanningRequest> {
  const { request } = command.flags;
  const none = { issue: null, at: null };
  // A run that a person starts needs write permission, and ticks are proven where they are read.
  if (request === undefined || !isByApp(env)) return none;
  if (request.startsWith("ticks-") && PLAN_PULL.test(command.flags.from ?? "")) return none;
  const author = expected(await readRequestAuthor(repository, request));
  if (author === null)
    return refuse(
      "nothing was planned: the comment that asked for it was edited, or is gone",
      "ask by a new comment",
    );
  if (!atLeast(author.permission, "write"))
    return refuse(
      `nothing was planned: ${author.by.login} may not write here`,
      "ask somebody with write permission",
    );
  const comment = /^comment-(\d{1,15})/.exec(request)?.[1];
  if (comment === undefined) return none;
  const said = expected(
    await repository.read("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      comment_id: Number(comment),
    }),
  );
  const issue = Number(/\/(\d{1,9})$/.exec(said.issue_url)?.[1]);
  return { issue: Number.isSafeInteger(issue) ? issue : null, at: said.created_at };
}

interface PlanningSource {
  goal: string;
  given: SourceDocument[];
}

export async function readSource(
  step: PlanningStep,
  { repository, root, asked }: { repository: GitHubRepository; root: string; asked: PlanningRequest },
): Promise<PlanningSource> {
  const { goal = "", from } = step.command.flags;
  if (from === undefined || PLAN_PULL.test(from)) {
    if (goal.trim() === "" && from === undefined) refuse("the goal is empty", "give the input goal, or from");
    return { goal: goal.trim(), given: [] };
  }
  const given = await givenFrom({ repository, root, asked, directory: step.directory }, from);
  return { goal: goal.trim() || given.title, given: given.texts };
}

/** The source of an earlier draft, read again: as it was when it was asked for, with what writers said since. */
export async function givenAgain(
  step: PlanningStep,
  { repository, root }: { repository: GitHubRepository; root: string },
  { from, asked: at }: PlanRecord,
): Promise<SourceDocument[]> {
  if (from === null) return [];
  const asked = { issue: null, at };
  return (await givenFrom({ repository, root, asked, directory: step.directory }, from)).texts;
}

async function givenFrom(
  where: { repository: GitHubRepository; root: string; asked: PlanningRequest; directory: string },
  from: string,
): Promise<{ title: string; texts: SourceDocument[] }> {
  const issue = ISSUE.exec(from)?.[1];
  if (issue === undefined) {
    return {
      title: `What ${from} asks for`,
      texts: await readSourceDocuments(from, where.root, where.directory),
    };
  }
  const read = expected(
    await readIssueSource(where.repository, { number: Number(issue), asked: where.asked.at }),
  );
  if (read.kind === "missing")
    return refuse(`there is no issue #${issue}`, "name one that exists: issue:<n>");
  if (read.kind === "edited")
    return refuse(
      `the text of #${issue} was changed${read.by ? ` by ${read.by}` : ""} after the plan was asked for`,
      "read it, and ask for the plan again by a new comment",
    );
  return read;
}

export interface News {
  answers: RecordedAnswer[];
  words: PlanWords[];
  /** The body whose ticks these are. */
  body?: string;
}

export const NO_NEWS: News = { answers: [], words: [] };

export async function readNews(
  repository: GitHubRepository,
  pull: PullNow,
  drafted: PlanBranch,
): Promise<News> {
  const { record } = drafted;
  const words = expected(await readPlanWords(repository, pull, drafted));
  const ticked = expected(await readTicked(repository, pull));
  const known = (answer: RecordedAnswer) =>
    record.answers.some(each => each.question === answer.question && each.answer === answer.answer);
  const said = words.flatMap(each => each.answers);
  const answers = merged(ticked?.answers ?? [], said).filter(answer => !known(answer));
  return { answers, words, ...(ticked ? { body: pull.body } : {}) };
}

/** The newest answer to a question counts. */
export function merged(before: readonly RecordedAnswer[], now: readonly RecordedAnswer[]): RecordedAnswer[] {
  return [...before.filter(each => !now.some(other => other.question === each.question)), ...now];
}

export interface UnderWay extends Revised {
  state: State;
  goal: string;
}

/** The plan of a milestone under way as the base has it, and what became of it. @throws Refusal */
export async function planUnderWay(
  repository: GitHubRepository,
  { id, root, place, defaultBranch }: { id: string; root: string; place: PlanPlace; defaultBranch: string },
): Promise<UnderWay> {
  const file = paths.milestone(id);
  if (place.taken.get(id.toLowerCase()) !== "active")
    return refuse(
      `there is no milestone ${id} under way: ${file} is not on ${place.branch}`,
      "plan one: /milestone plan <what is to be reached>",
    );
  const at = `${place.branch}:${file}`;
  const object = expected(await readObjects(repository, [at])).get(at);
  const config = await nodeFiles(root).readFile(paths.config);
  const text = object?.kind === "file" ? (object.text ?? "") : "";
  const reading = await repository.readPlan({
    ...{ file, text },
    ...(config === null ? {} : { config: { file: paths.config, text: config } }),
  });
  if (!reading.ok)
    return refuse(
      `the plan of ${id} on ${place.branch} does not hold: line ${reading.errors[0]!.line}: ${reading.errors[0]!.message}`,
      reading.errors[0]!.remedy,
    );
  const { plan } = reading;
  const memory = createStateMemory();
  const there = expected(
    await readState({ repository, milestone: id, defaultBranch, baseCommit: "", memory }),
  );
  if (there.kind === "bad")
    return refuse(`the branch of ${id} cannot be read: ${there.findings[0]?.message}`, "mend it first");
  const state = there.kind === "none" ? plannedState(plan) : there.reading.state;
  if (state.status === "completed" || state.status === "cancelled")
    return refuse(
      `the milestone ${id} is ${state.status}: nothing of it is still to be planned`,
      "plan another one: /milestone plan <what is to be reached>",
    );
  const tip = there.kind === "none" ? null : fetched(root, there.reading.head);
  const goal = `${plan.title}: ${plan.description}`.slice(0, 4_000);
  return { text, plan, started: startedTasks(state), tip, state, goal };
}

/** A checkout of a runner may lack the milestone's branch; where it is not to be had, the base's tree is planned for. */
function fetched(root: string, commit: string): string | null {
  try {
    gitIn(root, ["fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit]);
    return commit;
  } catch {
    return null;
  }
}

/** @throws Refusal where GitHub does not answer: nothing is planned on a guess */
export function expected<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  return refuse(`GitHub did not answer: ${describeFailure(answer.failure)}`, "try again in a while");
}
