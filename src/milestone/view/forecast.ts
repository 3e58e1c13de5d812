import type { Phase } from "../phase.ts";
import type { Plan } from "../plan/plan.ts";
import { finishedPhases, type PastPhase, quarters } from "../schedule/expected-time.ts";
import { type SimulationOptions, simulatePlan } from "../schedule/simulate.ts";
import { counted } from "../text/sanitise.ts";
import { duration } from "./figures.ts";

/** How long what is left may take, in hours, without any wait for people, and what says so. */
export interface Forecast {
  low: number;
  high: number;
  from: "history" | "estimates" | "guess";
  /** The same in words. */
  basis: string;
}

/** From so many finished phases on they say more than what was guessed before. */
const ENOUGH = 3;
const HOUR_MS = 3_600_000;
/** What an estimate in hours may come to, and a task of which nobody knows anything. */
const ESTIMATE = { low: 0.75, high: 1.5 };
const GUESS = { low: 0.25, high: 4 };

/**
 * The range between the quarter of the past that went best and the one that went worst: of this milestone's own phases
 * by what they took of their estimates, else of the repository's other milestones. Without a past, what estimates are
 * usually worth.
 * @param hours what the plan takes by its estimates alone
 */
export function forecast(
  plan: Plan,
  { hours, past, ...options }: SimulationOptions & { hours: number; past: readonly PastPhase[] },
): Forecast {
  const estimated = plan.tasks.some(task => task.estimatedHours !== undefined);
  const own = options.state ? finishedPhases(plan, options.state) : [];
  if (own.length >= ENOUGH) {
    const [low, high] = quarters(own.map(({ ms, planned }) => ms / planned));
    const [least, most] = quarters(own.map(({ ms }) => ms));
    const took = estimated
      ? `took ${times(low)} to ${times(high)} of what was estimated`
      : `took ${duration(least)} to ${duration(most)} each`;
    return {
      low: hours * low,
      high: hours * high,
      from: "history",
      basis: `${counted(own.length, "finished phase")} of this milestone, which ${took}`,
    };
  }
  if (past.length >= ENOUGH) {
    const [low, high] = [0, 1].map(at => {
      const durations = (_: string, phase: Phase): number => quarters(timesOf(past, phase))[at]!;
      return simulatePlan(plan, { ...options, durations }).makespanMs / HOUR_MS;
    });
    const basis = `${counted(past.length, "finished phase")} of this repository's other milestones`;
    return { low: low!, high: high!, from: "history", basis };
  }
  const { low, high } = estimated ? ESTIMATE : GUESS;
  return {
    low: hours * low,
    high: hours * high,
    from: estimated ? "estimates" : "guess",
    basis: estimated
      ? "the estimates of the plan, give or take"
      : "a guess: nothing is estimated, and nothing was done here before",
  };
}

/** Of the same phase where enough is known of it, else of all. */
function timesOf(past: readonly PastPhase[], phase: Phase): number[] {
  const same = past.filter(each => each.phase === phase);
  return (same.length >= ENOUGH ? same : past).map(each => each.ms);
}

function times(share: number): string {
  return share < 10 ? `${Number(share.toPrecision(2))}×` : `${Math.round(share)}×`;
}
