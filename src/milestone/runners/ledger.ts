import type { Phase } from "../phase.ts";
import type { Plan } from "../plan/plan.ts";
import type { CheckState, PhaseState, State, TicketState } from "../session/state.ts";
import type { CheckTicket, PhaseTicket, Ticket } from "./ticket.ts";

/** GitHub cancels the 101st job that waits in a queue. */
export const MOST_RUNNERS = 100;

/** How many attempts may be out at once; 0: all run on the engine's own machine. */
export function runnersOf({ runners }: Plan): number {
  return Math.min(runners?.max ?? 0, MOST_RUNNERS);
}

/** An attempt that is out, with what the log says of it. */
export interface OpenTicket extends TicketState {
  task: string;
  phase: Phase;
  attempt: number;
}

/** Whether the attempt that runs is out on a machine of its own. A ticket whose attempt ended, however, is void. */
export function isOut({ running, ticket, status }: PhaseState): boolean {
  return running && ticket !== null && status === "in_progress";
}

/** Every ticket that is out, in the order of the tasks. */
export function openTickets(state: State): OpenTicket[] {
  return [...state.tasks.values()].flatMap(({ id, phases }) =>
    [...phases].flatMap(([phase, at]) =>
      isOut(at) ? [{ ...at.ticket!, task: id, phase, attempt: at.attempt }] : [],
    ),
  );
}

/** A check that is out. Only one at a time is. */
export type OpenCheck = NonNullable<CheckState["out"]> & { check: string };

export function openCheck(state: State): OpenCheck | null {
  for (const { name: check, out } of state.checks.values()) if (out) return { ...out, check };
  return null;
}

/** Why what was made for a ticket lands no more; `void`: it came too late or twice, which is nobody's fault. */
export type TicketProblem = { kind: "void" | "foreign"; message: string };

/**
 * Whether the ticket is the one that is out for its attempt, made by the run that it was sent to. The log alone says
 * so: what the job claims of itself counts for nothing.
 * @param run the workflow run that brings the result; null: brought by hand
 */
export function ticketProblem(state: State, ticket: Ticket, run: string | null): TicketProblem | null {
  const name = "check" in ticket ? ticket.check : `${ticket.task}/${ticket.phase}`;
  const found = "check" in ticket ? checkOf(state, ticket) : attemptOf(state, ticket);
  if ("kind" in found) return found;
  if (found.base !== null && found.base !== ticket.base)
    return { kind: "void", message: `the ticket of ${name} was handed out again` };
  // Whoever sent it died before it could say so; it is sent again.
  if (found.base === null) return { kind: "void", message: `the ticket of ${name} goes out again` };
  if (run !== null && found.run !== null && found.run !== run)
    return { kind: "void", message: `the ticket of ${name} belongs to run ${found.run}` };
  return null;
}

type Out = Pick<TicketState, "base" | "run">;

function attemptOf(state: State, { task, phase, attempt, nonce }: PhaseTicket): Out | TicketProblem {
  const at = state.tasks.get(task)?.phases.get(phase);
  if (!at) return { kind: "foreign", message: `there is no phase ${task}/${phase}` };
  if (at.attempt > attempt || (at.attempt === attempt && !isOut(at)))
    return { kind: "void", message: `attempt ${attempt} of ${task}/${phase} has ended already` };
  if (at.attempt !== attempt || at.ticket?.id !== nonce)
    return { kind: "foreign", message: `no such ticket was handed out for ${task}/${phase}` };
  return at.ticket;
}

function checkOf(state: State, { check, nonce }: CheckTicket): Out | TicketProblem {
  const at = state.checks.get(check);
  if (!at) return { kind: "foreign", message: `no ticket was handed out for ${check}` };
  return at.out?.id === nonce ? at.out : { kind: "void", message: `that run of ${check} has ended already` };
}
