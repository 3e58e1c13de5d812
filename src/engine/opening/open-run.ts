import { branchRef, paths, ROOT } from "../../milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../../milestone/phase.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { isOut } from "../../milestone/runners/ledger.ts";
import { buildGraph, tasksWithNeeds } from "../../milestone/schedule/graph.ts";
import { isDoneIn } from "../../milestone/schedule/readiness.ts";
import type { Lease, SessionOpening } from "../../milestone/session/event.ts";
import { EMPTY_LOG } from "../../milestone/session/log.ts";
import { emptyState, plannedState, type State } from "../../milestone/session/state.ts";
import { newHistory } from "../../milestone/view/run-history.ts";
import { recordInterruptions } from "../attempt/interruption.ts";
import { forgedRaises } from "../gate/pushed-lines.ts";
import { Journal } from "../journal/journal.ts";
import { type History, readSegments } from "../journal/load.ts";
import { keepAbandoned } from "../journal/locate-branch.ts";
import { retryIfFenced } from "../journal/move-branch.ts";
import { PUSH_CAUSES, Publisher, type PushState } from "../journal/publisher.ts";
import { RoleBoard } from "../journal/role-board.ts";
import { dependantsOf, placesOf } from "../plan/plan-source.ts";
import { readChangedPlan, stateUnder, syncPlan } from "../plan/sync-plan.ts";
import { recordNews } from "../plan/take-base.ts";
import { seedsOf, seedsOfNew } from "../plan/task-seeds.ts";
import { isHeld, type Oid, type Ports, type Repository } from "../ports.ts";
import { type Complaint, Refusal, refuse } from "../refusal.ts";
import { activate, notifyDependents } from "../run/activate.ts";
import { ActivityBoard } from "../run/activity-board.ts";
import { noteRemote, recoverProfiles, unblock } from "../run/record-blocker.ts";
import { agentsOf, goesOn, handsOut, type Run, type RunOptions } from "../run/run-context.ts";
import { answerComplaint } from "../steering/answer-question.ts";
import { commandProblems, onlyProblems, type Steering } from "../steering/command-problem.ts";
import { revertProblem } from "../steering/revert.ts";
import { type Basis, type Checkout, readBasis } from "./basis.ts";
import { prerequisiteName } from "./machine-needs.ts";
import { checkPrerequisites } from "./prerequisites.ts";
import { missingMilestones } from "./required-milestones.ts";
import { chooseSession, keptOptions, sessionToResume } from "./session-choice.ts";
import { signAsPlanned } from "./sign-as-planned.ts";

/** Roles that a run fills from its start; the executor's slots fill as phases start. */
const CONTROL_ROLES = [
  "progress_monitor",
  "git_integration",
  "dependency_validator",
  "blocker_detector",
  "session_manager",
] as const;

export type Opening =
  | {
      kind: "opened";
      run: Run;
      resumed: boolean;
      /** Tasks of a milestone that was completed, to be done again. */
      again: readonly string[];
      warnings: Complaint[];
      /** Why it was paused when it was opened; null: it was not. */
      paused: string | null;
    }
  /** Another run is at work: this one has nothing to do. */
  | { kind: "owned"; state: State; plan: Plan; owner: Lease; tip: Oid }
  /** The milestone was completed before, or this very command was carried out: nothing to change. */
  | {
      kind: "settled";
      state: State;
      plan: Plan;
      tip: Oid;
      seen: Oid | null;
      /** Its work is on the base branch, and its own branch gone from the remote: that is not made again. */
      merged: boolean;
      base: Checkout["base"];
    };

/**
 * Opens a session: finds the newest state, checks everything that must hold, takes the lease by compare-and-swap and
 * records the start. Nothing is changed before every check has passed.
 * @throws Refusal for bad input
 */
export async function openRun(ports: Ports, options: RunOptions, checkout: Checkout): Promise<Opening> {
  return retryIfFenced(async () => {
    const again = asksAgain(options, checkout);
    const basis = await readBasis(ports, options, { ...checkout, takesBase: options.gitIntegration, again });
    const settled = await alreadySettled(ports, options, basis, checkout);
    return settled ?? open(ports, options, basis, checkout);
  });
}

/** Whether work of a completed milestone is to be done again: a person says which. */
function asksAgain({ only }: RunOptions, { commands = [] }: Checkout): boolean {
  return (
    only.length > 0 || commands.some(steering => steering.command === "retry" && steering.task !== undefined)
  );
}

async function alreadySettled(
  ports: Ports,
  options: RunOptions,
  basis: Basis,
  checkout: Checkout,
): Promise<Opening | null> {
  const { located, reading } = basis;
  const state = located.history?.state;
  const tip = located.tip;
  if (!state || !tip) return null;
  const plan = reading.plan;
  const { seen } = located;
  const merged = seen === null && (await ports.repository.isAncestor(tip, basis.base.commit));
  const isRepeated = options.request !== null && state.requests.has(options.request);
  // Only a person takes up again what a person postponed.
  const rests = state.status === "postponed" && !options.askedFor;
  const settled = { kind: "settled", state, plan, tip, seen, merged, base: basis.base } as const;
  if (state.status === "completed" && (isRepeated || !asksAgain(options, checkout))) return settled;
  if (rests) return settled;
  const { lease } = state;
  const held = lease !== null && (await isHeld(ports, state, lease, tip));
  // The job of a run that died is started again with the very same command, which is not carried out yet.
  const died = lease !== null && !held;
  if (isRepeated && !died) return settled;
  if (held) return { kind: "owned", state, plan, owner: lease, tip };
  return null;
}

async function open(ports: Ports, asked: RunOptions, basis: Basis, checkout: Checkout): Promise<Opening> {
  const { located, reading, base } = basis;
  const { plan } = reading;
  const before = located.history?.state ?? null;
  const resumable = before ? sessionToResume(before) : null;
  const options = keptOptions(asked, resumable);
  await assertMayOpen(ports, options, basis, checkout);
  const raises = before ? await forgedRaises(ports, { plan, base, state: before }) : null;
  if (raises?.known === false)
    refuse(`${raises.reason}, so no budget is known`, "start again when GitHub answers");
  const needed = { requires: plan.requires, base: base.commit };
  const missing = options.forceDependencies ? await missingMilestones(ports.repository, needed) : [];
  const dependants = await dependantsOf(ports.repository, base.commit, plan);
  const paused = before?.session?.status === "paused" ? before.session.reason : null;
  const at = { base: base.commit, tip: located.tip };
  const session = await chooseSession(ports, options, { resumable, before, ...at });
  const roles = new RoleBoard(ports.clock, agentsOf({ ports, plan, options }));
  const history = located.history ?? emptyHistory(options.milestone);
  const journal = await openJournal(ports, basis, {
    history: { readAt: base.commit, ...history, commit: located.tip ?? base.commit },
    session,
    roles,
  });
  if (before?.lease) await ports.host.endLeftovers(before.lease);
  const isCompleted = before?.status === "completed";
  const lastSign = journal.state.timestamp;
  recordOpening(journal, openingOf({ ports, plan, options }, history.state.epoch + 1), resumable);
  if (isCompleted) reopen(journal, { options, dependants, commands: checkout.commands ?? [] });
  // A run that died leaves them, also where a person paused or postponed the milestone after its death.
  const isElsewhere = handsOut({ ports, plan, options }) ? isOut : () => false;
  recordInterruptions(journal, plan, { lastSign, isElsewhere });
  if (missing.length > 0) {
    journal.record({ event: "dependencies_forced", agent: "dependency_validator", data: { missing } });
  }
  recordFound(journal, plan, missing);
  for (const [raise, reason] of raises?.forged ?? []) {
    journal.record({ event: "raise_voided", agent: "session_manager", data: { raise, reason } });
  }
  const start = { repository: ports.repository, commit: journal.tip, added: basis.carried };
  if (before?.activatedAt) {
    const settled = basis.news?.source?.settled;
    const seeds = await seedsOfNew(start, plan, { state: journal.state, settled });
    const from = basis.news?.plan || basis.news?.changes.has(paths.config) ? base : undefined;
    // First, so that a plan that still lacks started tasks blocks again.
    if (!options.automatic) unblockAll(journal, plan, options);
    syncPlan(journal, plan, { seeds, before: basis.before, from, settled });
    if (basis.news) recordNews(journal, basis.news);
  } else {
    const seeds = await seedsOf(start, plan);
    activate(journal, { plan, base, compliance: reading.compliance, dependants, seeds });
  }
  for (const role of CONTROL_ROLES) roles.set(role, "active");
  await journal.commit({
    subject: resumable ? "resumed session" : "started session",
    changes: before
      ? new Map([...basis.carried, ...(basis.news?.changes ?? [])])
      : await firstChanges(ports, basis, options),
    ...(basis.news?.joins ? { joins: basis.news.commit } : {}),
    derived: true,
    saveReason: "start",
  });
  const run = assembleRun({ ports, options, journal, roles, plan, base, dependants, lastSign }, basis);
  await claim(run, located.local);
  noteRemote(run);
  return {
    kind: "opened",
    run,
    resumed: resumable !== null,
    again: isCompleted ? options.only.filter(id => isDoneIn(journal.state, id)) : [],
    warnings: basis.warnings,
    paused,
  };
}

/** A completed milestone becomes one that is under way. What is to be done again is told by the commands themselves. */
function reopen(
  journal: Journal,
  {
    options,
    dependants,
    commands,
  }: { options: RunOptions; dependants: string[]; commands: readonly Steering[] },
): void {
  const named = commands.flatMap(steering =>
    steering.command === "retry" && steering.task ? [steering.task] : [],
  );
  journal.record({
    event: "milestone_reopened",
    agent: "session_manager",
    data: { by: options.by, reason: "work is to be done again", tasks: [...options.only, ...named] },
  });
  notifyDependents(journal, dependants, "reopened");
  journal.movePlan(paths.milestone(journal.milestone));
}

/** What a new milestone brings; what an earlier life of it left on the base branch goes: the log starts over. */
async function firstChanges(
  { repository }: Ports,
  { carried, base, reading }: Basis,
  { gitIntegration }: RunOptions,
): Promise<Map<string, Buffer | null>> {
  const [, ...further] = await readSegments(repository, reading.plan.id, base.commit);
  const marks = gitIntegration ? await generatedMarks(repository, base.commit) : [];
  return new Map([...marks, ...carried, ...further.map(({ file }) => [file, null] as const)]);
}

/** @throws Refusal with everything that stands against this run */
async function assertMayOpen(
  ports: Ports,
  options: RunOptions,
  basis: Basis,
  checkout: Checkout,
): Promise<void> {
  const { located, reading } = basis;
  const before = located.history?.state ?? null;
  const state = before?.activatedAt ? await stateToOpen(ports, basis, before) : plannedState(reading.plan);
  const complaints = [
    ...(await checkPrerequisites(ports, options, basis, { mayStart: true })),
    ...((await checkout.complaints?.(Boolean(before?.activatedAt))) ?? []),
    ...commandProblems(checkout.commands ?? [], state, options.by),
    ...onlyProblems(options.only, state),
  ];
  for (const steering of checkout.commands ?? []) {
    const asking = { ports, plan: reading.plan, base: basis.base, state };
    const mayNot = await answerComplaint(asking, steering, options.by);
    if (mayNot) complaints.push(mayNot);
  }
  const notNow = state.status === "postponed" ? await ports.forge.takeUpComplaint() : null;
  if (notNow) complaints.push(notNow);
  // Tried out last, as it takes some time: nothing else stands against the run.
  if (complaints.length === 0 && before)
    complaints.push(...(await revertProblems(ports, options, basis, checkout)));
  const unsigned = complaints.length === 0 ? await signAsPlanned(ports, reading.plan) : null;
  if (unsigned) complaints.push(unsigned);
  if (complaints.length > 0) throw new Refusal(complaints);
}

/** The state with what a person changed of the plan since: the commands are carried out on that. */
async function stateToOpen({ repository }: Ports, basis: Basis, state: State): Promise<State> {
  const { plan } = basis.reading;
  const start = { repository, commit: basis.located.tip!, added: basis.carried };
  const settled = basis.news?.source?.settled;
  return stateUnder(plan, state, await seedsOfNew(start, plan, { state, settled }));
}

async function revertProblems(
  ports: Ports,
  { gitIntegration }: RunOptions,
  { located, base }: Basis,
  { commands = [] }: Checkout,
): Promise<Complaint[]> {
  const { history, tip } = located;
  const complaints: Complaint[] = [];
  for (const steering of commands) {
    if (steering.command !== "retry" || !history || !tip) continue;
    if (steering.revert && !gitIntegration) {
      const message = "nothing can be reverted without git integration: nothing is committed";
      complaints.push({ message, remedy: "take the code back by hand, then retry without --revert" });
    }
    const at = { state: history.state, base: base.commit, tip };
    const problem = await revertProblem(ports, steering, at);
    if (problem) complaints.push(problem);
  }
  return complaints;
}

/** What the checks before this run found there, where anything is needed from outside the milestone itself. */
function recordFound(journal: Journal, { requires, prerequisites }: Plan, missing: readonly string[]): void {
  const { forced } = journal.state;
  const milestones = requires.filter(id => !missing.includes(id) && !forced.has(id));
  if (milestones.length === 0 && prerequisites.length === 0) return;
  journal.record({
    event: "dependencies_validated",
    agent: "dependency_validator",
    data: { milestones, prerequisites: prerequisites.map(prerequisiteName) },
  });
}

function recordOpening(journal: Journal, opening: SessionOpening, resumed: State["session"]): void {
  const agent = "session_manager";
  if (resumed) {
    const from = resumed.status === "active" ? "crashed" : resumed.status;
    journal.record({ event: "session_resumed", agent, data: { ...opening, from } });
  } else journal.record({ event: "session_started", agent, data: opening });
}

/**
 * The first push is the claim: it waits, and the loser of the race learns it here. Where the remote takes none, the
 * branch of this clone is put back as well.
 */
async function claim({ ports, journal, publisher }: Run, before: Oid | null): Promise<void> {
  const pushed = await publisher.flush();
  if (pushed.ok) return;
  const ref = branchRef(journal.milestone);
  if (before === null) await ports.repository.dropRef(ref, journal.tip);
  else await ports.repository.swapRef(ref, journal.tip, before);
  const { reason, message } = pushed;
  refuse(`the branch cannot be pushed (${reason}): ${PUSH_CAUSES[reason]}: ${message}`, pushRemedy(reason));
}

function pushRemedy(reason: Extract<PushState, { ok: false }>["reason"]): string {
  switch (reason) {
    case "name-taken":
      return "rename the branch on the remote whose name bars the milestone's, or run with --no-push";
    case "unreachable":
    case "timeout":
      return "start again when the remote answers; a lock that a killed process left there has to be removed there";
    case "missing":
      return "name the repository's address (git remote set-url origin <url>), or run with --no-push";
    case "damaged":
      return "make room or mend the repository where the remote is, then start again";
    case "conflict":
      return "bring the branch on the remote in order, then start again";
    case "denied":
    case "auth":
      return "allow this token to push to milestone/** (a ruleset or a missing `contents: write`), or run with --no-push";
    default:
      return reason satisfies never;
  }
}

function openingOf(run: Pick<Run, "ports" | "plan" | "options">, epoch: number): SessionOpening {
  const { ports, options } = run;
  return {
    lease: { epoch, ...ports.host.identity() },
    strategy: options.strategy,
    agents: agentsOf(run),
    monitoring: options.monitoring,
    ...(options.request ? { request: options.request } : {}),
    version: options.version,
    ...(options.gitIntegration ? {} : { git_integration: false }),
    ...(goesOn(run) ? { goes_on: true } : {}),
  };
}

function emptyHistory(milestone: string): Omit<History, "commit" | "readAt"> {
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  const view = async () => newHistory();
  return { state, view, head: EMPTY_LOG, restored: [], last: null, torn: null, older: null };
}

/** A later run of the same milestone: what was blocked may go again. */
function unblockAll(journal: Journal, plan: Plan, { askedFor, only }: RunOptions): void {
  const wanted = only.length > 0 ? tasksWithNeeds(buildGraph(plan), only) : null;
  for (const blocker of [...journal.state.blockers.values()]) {
    // What nobody is going to try again stays as it is.
    if (wanted && blocker.task !== undefined && !wanted.has(blocker.task)) continue;
    unblock(journal, blocker.id, "a person started the execution again");
  }
  // A schedule knows no better than the account when its rest is over.
  recoverProfiles(journal, "a person started the execution again", { rests: askedFor });
}

/** The journal that goes on where the branch stands. What this clone lost against the remote is kept aside. */
export async function openJournal(
  ports: Ports,
  { located, reading, file }: Basis,
  { history, session, roles }: { history: History; session: string; roles: RoleBoard },
): Promise<Journal> {
  const journal = new Journal(ports, {
    history,
    view: await history.view(),
    session,
    plan: { text: file.text, path: file.path, places: placesOf(reading) },
    roles,
    author: reading.plan.author ?? ports.repository.author,
    source: reading.plan.source,
    local: located.local,
  });
  await journal.openRoleLogs();
  await keepAbandoned(ports, journal.milestone, located);
  for (const { file } of history.restored) {
    ports.narrator.warn(`a commit cut ${file} on the branch; what it took off is put back`);
  }
  return journal;
}

/** The run of these parts, with the publisher that goes on from what clone and remote both have of the branch. */
export function assembleRun(parts: Omit<Run, "publisher" | "activities">, { located }: Basis): Run {
  const run: Run = {
    ...parts,
    ...(located.base === undefined ? {} : { baseAtOpening: located.base }),
    activities: new ActivityBoard(parts.ports.clock),
    publisher: new Publisher(parts.ports, parts.journal, {
      seen: located.seen,
      readPlan: (text, commit) => readChangedPlan(run, text, commit),
    }),
  };
  run.journal.endOfAttempt = at => run.activities.end(at);
  return run;
}

/** What the engine writes for itself; never plans, config, prompts or deliverables, which people review. */
const GENERATED = ["logs/**", "sessions/**", "approvals/**", "reports/**", "active/current.txt"];

/**
 * Marks the engine's own records as generated, so that GitHub folds them in reviews. What a person wrote in that file
 * stays; an empty map where nothing is missing.
 */
async function generatedMarks(
  repository: Pick<Repository, "readFile">,
  commit: Oid,
): Promise<Map<string, Buffer>> {
  const there = (await repository.readFile(commit, paths.attributes))?.toString("utf8") ?? "";
  const named = new Set(there.split("\n").map(line => line.trim().split(/\s/, 1)[0]));
  const missing = GENERATED.filter(pattern => !named.has(pattern));
  if (missing.length === 0) return new Map();
  const head = there === "" ? [`# Records of ${ROOT}, folded in reviews.`] : [];
  const lines = [...head, ...missing.map(pattern => `${pattern} linguist-generated=true`)];
  const gap = there === "" || there.endsWith("\n") ? "" : "\n";
  return new Map([[paths.attributes, Buffer.from(`${there}${gap}${lines.join("\n")}\n`)]]);
}
