import { createHash } from "node:crypto";
import { type Answer, describeFailure, good } from "../src/github/answer.ts";
import { type PlanBranch, type PlanPlace, readPlanBranch, readPlanPlace } from "../src/github/plan-branch.ts";
import { readTicked, syncPlanPull } from "../src/github/plan-pull.ts";
import { planAnswer, readPlanWords } from "../src/github/plan-words.ts";
import { type PullNow, readPullOf } from "../src/github/pull.ts";
import { mayRun, needForCommand } from "../src/github/rules.ts";
import type { RunRequest } from "../src/github/runs.ts";
import { text } from "../src/github/text.ts";
import { paths, planBranchName } from "../src/milestone/names.ts";
import { slugOf } from "../src/milestone/text/slug.ts";
import type { AppContext } from "./app-context.ts";
import { type AuthorizedCommand, type CommandResult, refusedWith } from "./authorized-command.ts";
import type { Happening } from "./happenings.ts";
import type { InstalledRepository } from "./installed-repositories.ts";
import { placeOf } from "./place.ts";
import { startOnce } from "./start-run.ts";
import { againAfter } from "./working.ts";

/**
 * `/milestone plan` with a goal: starts the run that drafts it. In the pull request of a drafted plan the words are what
 * should be otherwise. Without words the issue is the goal, with its title as it was when the command was given.
 */
export async function planFromComment(
  app: AppContext,
  place: InstalledRepository,
  { command, by, request, at }: AuthorizedCommand,
  claim: () => Promise<boolean>,
): Promise<CommandResult | null> {
  const { login } = by.user;
  const planPlace = await readPlanPlace(place.repository, place.defaultBranch);
  if (!planPlace.ok) {
    againAfter(planPlace.failure, app.settings.clock.now());
    return refusedWith(text.refused.github(login, describeFailure(planPlace.failure)));
  }
  const need = command.name === "answer" ? "write" : needForCommand(command, planPlace.value.config);
  const allowed = mayRun(need, by.permission);
  if (!allowed.ok) return refusedWith(text.refused.permission(login, command.name, allowed.who));
  const wanted =
    at.plan === null
      ? newPlan({ command, by, request, at }, planPlace.value)
      : planAgain(at, { command, by, request });
  if ("refused" in wanted) return refusedWith(wanted.refused);
  if (command.name === "answer" && !(await answersOpen(place, at, command)))
    return refusedWith(text.refused.noSuchQuestion(login));
  if (!(await claim())) return null;
  const started = await startOnce(app, place, {
    at: runPlace(planPlace.value),
    runRequest: wanted,
    state: null,
  });
  if (!started.ok) {
    againAfter(started.failure, app.settings.clock.now());
    return refusedWith(text.refused.github(login, describeFailure(started.failure)));
  }
  if (started.value.kind === "refused") return refusedWith(text.refused.run(login, started.value.why));
  return { kind: "done" };
}

const runPlace = ({ config, branch }: PlanPlace) => ({ workflow: config.workflow, branch });

function newPlan(
  { command, by, request, at }: AuthorizedCommand,
  { taken }: PlanPlace,
): RunRequest | { refused: string } {
  const { goal, from, agent, id: named } = command.flags;
  const own = goal === undefined && from === undefined;
  if (own && at.isPull) return { refused: text.refused.noGoal(by.user.login) };
  const about = own ? (at.title ?? "") : (goal ?? "");
  const given = command.milestone ?? named;
  const slug = slugOf(about) || `plan-${at.number}`;
  const id = given ?? (taken.has(slug) ? `${slug}-${at.number}` : slug);
  const shelf = taken.get(id.toLowerCase());
  if (shelf !== undefined)
    return { refused: text.refused.planTaken(by.user.login, id, paths.milestone(id, shelf)) };
  const flags = {
    ...(about === "" ? {} : { goal: about }),
    ...(own ? { from: `issue:${at.number}` } : from === undefined ? {} : { from }),
    ...(agent === undefined ? {} : { agent }),
  };
  return { milestone: id, command: "plan", request, flags };
}

function planAgain(
  { number, plan }: AuthorizedCommand["at"],
  { command, by, request }: Pick<AuthorizedCommand, "command" | "by" | "request">,
): RunRequest | { refused: string } {
  const { goal, agent, id, from } = command.flags;
  if (command.name === "plan" && goal === undefined) return { refused: text.refused.noWords(by.user.login) };
  const dropped = from === undefined ? (id === undefined ? null : "--id") : "--from";
  if (dropped !== null) return { refused: text.refused.fixedInPlan(by.user.login, dropped) };
  const flags = { from: `pull:${number}`, ...(agent === undefined ? {} : { agent }) };
  return { milestone: plan!, command: "plan", request, flags };
}

/** Whether an answer is one to a question of the plan that is open. */
async function answersOpen(
  { repository }: InstalledRepository,
  { plan }: AuthorizedCommand["at"],
  command: AuthorizedCommand["command"],
): Promise<boolean> {
  const drafted = await readPlanBranch(repository, plan!);
  return !drafted.ok || (drafted.value !== null && planAnswer(command, drafted.value.record) !== null);
}

/**
 * The branch or pull request of a drafted plan changed: its pull request is opened or brought up to date, and what
 * people ticked or said in a review has it planned again. The run asks GitHub itself who they are.
 */
export async function planTouched(
  app: AppContext,
  { origin, milestone, pushed }: Extract<Happening, { name: "plan" }>,
): Promise<void> {
  const place = await placeOf(app, origin);
  const { repository } = place;
  const log = { repository: `${repository.owner}/${repository.repo}`, milestone };
  const now = app.settings.clock.now();
  const planPlace = await readPlanPlace(repository, place.defaultBranch);
  if (!planPlace.ok) return againAfter(planPlace.failure, now);
  const drafted = await readPlanBranch(repository, milestone);
  if (!drafted.ok) return againAfter(drafted.failure, now);
  if (drafted.value === null) return app.log.debug(log, "there is no drafted plan");
  if (planPlace.value.taken.has(milestone.toLowerCase()) && !drafted.value.record.replan)
    return app.log.debug(log, "it is a plan already");
  const there = await readPullOf(repository, planBranchName(milestone));
  if (!there.ok) return againAfter(there.failure, now);
  if (!there.value?.open && !(pushed && drafted.value.isDraft)) return;
  const pull = await syncPlanPull(repository, { drafted: drafted.value, base: planPlace.value.branch });
  if (!pull.ok) {
    againAfter(pull.failure, now);
    return app.log.warn({ ...log, failure: pull.failure }, "the plan's pull request could not be synced");
  }
  const fresh = await freshRequest(place, pull.value, drafted.value);
  if (!fresh.ok) return againAfter(fresh.failure, now);
  const request = fresh.value;
  if (request === null) return;
  const started = await startOnce(app, place, {
    at: runPlace(planPlace.value),
    runRequest: { milestone, command: "plan", request, flags: { from: `pull:${pull.value.number}` } },
    state: null,
  });
  if (!started.ok) return againAfter(started.failure, now);
  if (started.value.kind === "refused")
    app.log.warn({ ...log, why: started.value.why }, "no run was started");
}

/** The key of what people said since the draft; null: nothing new that counts. */
async function freshRequest(
  { repository }: InstalledRepository,
  pull: PullNow,
  drafted: PlanBranch,
): Promise<Answer<string | null>> {
  const { record } = drafted;
  const words = await readPlanWords(repository, pull, drafted);
  if (!words.ok) return words;
  const review = words.value.findLast(({ key }) => key.startsWith("review-"));
  if (review) return good(`review-${pull.number}-${review.key.slice("review-".length)}`);
  const ticked = await readTicked(repository, pull);
  if (!ticked.ok) return ticked;
  const answers = (ticked.value?.answers ?? []).filter(
    ({ question, answer }) =>
      !record.answers.some(each => each.question === question && each.answer === answer),
  );
  if (answers.length === 0) return good(null);
  const content = createHash("sha256").update(JSON.stringify(answers)).digest("hex");
  return good(`ticks-${pull.number}-${content.slice(0, 12)}`);
}
