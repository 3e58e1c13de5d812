import { idProblem } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import type { EventData, Person } from "../../milestone/session/event.ts";
import type { State } from "../../milestone/session/state.ts";
import { RoleBoard } from "../journal/role-board.ts";
import { dependantsOf } from "../plan/plan-source.ts";
import { recordPlanChange, stateUnder } from "../plan/sync-plan.ts";
import type { BaseNews } from "../plan/take-base.ts";
import { seedsOfNew } from "../plan/task-seeds.ts";
import { isHeld, type Oid, type Ports } from "../ports.ts";
import { Refusal, refuse } from "../refusal.ts";
import type { Run, RunOptions } from "../run/run-context.ts";
import { commandProblem, type Steering, type SyncCommand, targetOf } from "../steering/command-problem.ts";
import { type Basis, type Checkout, readBasis } from "./basis.ts";
import { giveToOwner } from "./give-live.ts";
import { assembleRun, openJournal } from "./open-run.ts";
import { signAsPlanned } from "./sign-as-planned.ts";

export type SteerOpening =
  /** `before`: the plan as the engine last wrote it, which a person may have changed since. */
  | { kind: "opened"; run: Run; before: Plan; news: BaseNews | null }
  | { kind: "repeated"; state: State; tip: Oid }
  /** The run that holds the milestone has carried it out. */
  | { kind: "given"; done: string; state: State; tip: Oid };

/**
 * Opens a milestone for one command: no lease is taken, as the command is a single commit by compare-and-swap; a live run is
 * given it, or ended first by what ends a milestone's work. `check` refuses what only the caller can judge, before anything is
 * recorded. @throws Refusal
 */
export async function openToSteer(
  ports: Ports,
  options: RunOptions,
  checkout: Checkout & { check?: (plan: Plan, state: State) => void },
  steering: Steering | SyncCommand,
): Promise<SteerOpening> {
  const id = options.milestone;
  if (idProblem(id)) refuse(`"${id}" is no milestone id`, "correct the id");
  const unheld = await readUnheld(ports, options, checkout, steering);
  const { basis } = unheld;
  const { history, tip } = basis.located;
  if (!history?.state.activatedAt || !tip) {
    return refuse(`the milestone "${id}" was not started yet`, `milestone execute ${id}`);
  }
  const { state } = history;
  if (unheld.done !== null) return { kind: "given", done: unheld.done, state, tip };
  if (options.request && state.requests.has(options.request)) return { kind: "repeated", state, tip };
  const { plan } = basis.reading;
  const finished = isOver(state);
  const start = { repository: ports.repository, commit: tip, added: new Map() };
  const seeds = finished
    ? []
    : await seedsOfNew(start, plan, { state, settled: basis.news?.source?.settled });
  assertMaySteer(steering, basis, { before: state, after: stateUnder(plan, state, seeds), by: options.by });
  checkout.check?.(plan, state);
  const unsigned = await signAsPlanned(ports, plan);
  if (unsigned) throw new Refusal([unsigned]);
  const roles = new RoleBoard(ports.clock, 0);
  // Nobody is at work, whatever a run that died left there.
  roles.stopAll();
  const session = state.session?.id ?? id;
  const journal = await openJournal(ports, basis, { history, session, roles });
  journal.record({
    event: "command_accepted",
    agent: "session_manager",
    data: acceptedAs(steering, options),
  });
  // This commit makes the file the engine's own: what a person changed of it before can be told by none after it.
  const { base, before } = basis;
  if (steering.command !== "sync" && !finished) recordPlanChange(journal, plan, { seeds, before });
  const dependants = await dependantsOf(ports.repository, base.commit, plan);
  const run = assembleRun({ ports, options, journal, roles, plan, base, dependants }, basis);
  return { kind: "opened", run, before: before ?? plan, news: basis.news };
}

function isOver({ status }: State): boolean {
  return status === "completed" || status === "cancelled";
}

/** `after`: with what a person changed of the plan, which is what the command is carried out on */
function assertMaySteer(
  steering: Steering | SyncCommand,
  { file, news }: Basis,
  { before, after, by }: { before: State; after: State; by: Person },
): void {
  const id = before.milestone;
  if (isOver(before) && steering.command !== "archive") {
    refuse(`the milestone "${id}" is ${before.status}`, "a finished milestone can only be archived");
  }
  if (steering.command === "sync" && news?.complaint) {
    refuse(news.complaint, `change it on ${news.branch} or on the milestone's branch, then sync again`);
  }
  const problem = steering.command === "sync" ? null : commandProblem(steering, after, by);
  if (problem) throw new Refusal([problem]);
  if (steering.command === "archive" && file.shelf === "archived")
    refuse(`the milestone "${id}" is archived already`, "nothing is left to do");
}

/** A person's command as the log tells it. */
export function acceptedAs(
  steering: Steering | SyncCommand,
  { by, request }: Pick<RunOptions, "by" | "request">,
): EventData["command_accepted"] {
  const target = steering.command === "sync" ? "" : targetOf(steering);
  return {
    command: steering.command,
    ...(target ? { target } : {}),
    ...("reason" in steering && steering.reason ? { reason: steering.reason } : {}),
    by,
    ...(request ? { request } : {}),
  };
}

/**
 * Reads the milestone, which no live run may hold: to pause or end it the run is stopped first, any other command is given
 * to it. `done`: what that run answered; null: nobody holds the milestone.
 */
async function readUnheld(
  ports: Ports,
  options: RunOptions,
  checkout: Checkout,
  steering: Steering | SyncCommand,
): Promise<{ basis: Basis; done: string | null }> {
  const basis = await readBasis(ports, options, checkout);
  const lease = steering.command === "unlock" ? null : await liveLease(ports, basis);
  if (!lease) return { basis, done: null };
  const id = options.milestone;
  const { by, request } = options;
  const given = await giveToOwner(ports, lease, { command: steering, by, request });
  if (given !== null)
    return { basis: await readBasis(ports, options, checkout), done: given === "ended" ? null : given.done };
  if (steering.command !== "pause" && steering.command !== "cancel" && steering.command !== "postpone") {
    return refuse(
      `run ${lease.run_id} (process ${lease.pid} on ${lease.host}) is executing "${id}"`,
      `wait until it rests, or \`milestone pause ${id}\` first`,
    );
  }
  await ports.host.interrupt(lease);
  const after = await readBasis(ports, options, checkout);
  if (await liveLease(ports, after)) {
    refuse(
      `run ${lease.run_id} on ${lease.host} could not be stopped from here`,
      "cancel its run on GitHub, or stop its process there",
    );
  }
  return { basis: after, done: null };
}

async function liveLease(ports: Ports, { located }: Basis): Promise<State["lease"]> {
  const state = located.history?.state;
  if (!state?.lease || located.tip === null) return null;
  return (await isHeld(ports, state, state.lease, located.tip)) ? state.lease : null;
}
