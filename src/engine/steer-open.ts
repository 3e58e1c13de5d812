import { idProblem } from "../milestone/names.ts";
import type { State } from "../milestone/session/state.ts";
import { readChangedPlan } from "./changed-plan.ts";
import { dependantsOf } from "./dependants.ts";
import { Journal } from "./journal.ts";
import { keepAbandoned } from "./locate.ts";
import { type Checkout, isHeld, readBasis } from "./open.ts";
import { placesOf } from "./plan-source.ts";
import type { Oid, Ports } from "./ports.ts";
import { Publisher } from "./publisher.ts";
import { refuse } from "./refusal.ts";
import { RoleBoard } from "./role-board.ts";
import type { Run, RunOptions } from "./run-context.ts";
import type { Steering } from "./steer.ts";

export type SteerOpening = { kind: "opened"; run: Run } | { kind: "repeated"; state: State; tip: Oid };

/**
 * Opens a milestone for one wish: no lease is taken, as the wish is a single commit by compare-and-swap; a live run is
 * left alone, but for a pause, which ends it first. @throws Refusal
 */
export async function activateLike(
  ports: Ports,
  options: RunOptions,
  checkout: Checkout,
  wish: Steering,
): Promise<SteerOpening> {
  if (idProblem(options.milestone)) refuse(`"${options.milestone}" is no milestone id`, "correct the id");
  let basis = await readBasis(ports, options, checkout);
  let state = basis.located.history?.state;
  if (
    state?.lease &&
    wish.command !== "unlock" &&
    (await isHeld(ports, state, state.lease, basis.located.tip!))
  ) {
    const { lease } = state;
    if (wish.command !== "pause" && wish.command !== "cancel" && wish.command !== "postpone") {
      const owner = `run ${lease.run_id} (process ${lease.pid} on ${lease.host})`;
      refuse(
        `${owner} is executing "${options.milestone}"`,
        `wait until it rests, or \`milestone pause ${options.milestone}\` first`,
      );
    }
    await ports.host.interrupt(lease);
    basis = await readBasis(ports, options, checkout);
    state = basis.located.history?.state;
    if (state?.lease && (await isHeld(ports, state, state.lease, basis.located.tip!))) {
      refuse(
        `run ${lease.run_id} on ${lease.host} could not be stopped from here`,
        "cancel its run on GitHub, or stop its process there",
      );
    }
  }
  const { located, reading, file, base } = basis;
  if (!state?.activatedAt || !located.history || !located.tip) {
    return refuse(
      `the milestone "${options.milestone}" was not started yet`,
      `milestone execute ${options.milestone}`,
    );
  }
  if (options.request && state.requests.has(options.request))
    return { kind: "repeated", state, tip: located.tip };
  const over = state.status === "completed" || state.status === "cancelled";
  if (over && wish.command !== "archive") {
    refuse(
      `the milestone "${options.milestone}" is ${state.status}`,
      "a finished milestone can only be archived",
    );
  }
  const { plan } = reading;
  const roles = new RoleBoard(ports.clock, 0);
  const journal = new Journal(ports, {
    history: located.history,
    session: state.session?.id ?? options.milestone,
    planText: file.text,
    planPath: file.path,
    places: placesOf(reading),
    roles,
    author: plan.author ?? ports.repository.author,
    local: located.local,
  });
  await journal.openRoleLogs();
  await keepAbandoned(ports, options.milestone, located);
  const { command } = wish;
  journal.record({
    event: "command_accepted",
    agent: "session_manager",
    data: {
      command,
      ...("task" in wish && wish.task ? { target: targetOf(wish) } : {}),
      ...("reason" in wish && wish.reason ? { reason: wish.reason } : {}),
      by: options.by,
      ...(options.request ? { request: options.request } : {}),
    },
  });
  const dependants = await dependantsOf(ports.repository, base.commit, plan);
  const run = { ports, options, journal, roles, plan, base, dependants } as Run;
  const readPlan = (text: string): ReturnType<typeof readChangedPlan> => readChangedPlan(run, text);
  run.publisher = new Publisher(ports, journal, { seen: located.seen, readPlan });
  return { kind: "opened", run };
}

function targetOf(wish: Extract<Steering, { task?: string }>): string {
  return [wish.task, "phase" in wish ? wish.phase : undefined].filter(Boolean).join("/");
}
