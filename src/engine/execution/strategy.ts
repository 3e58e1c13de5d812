import { createScheduler, type Scheduler } from "../../milestone/schedule/schedule.ts";
import type { Run } from "../run/run-context.ts";

/** A scheduler of the plan as it is now, for at most so many agents. */
export function schedulerOf({ plan, options, ports, journal }: Run, agents: number): Scheduler {
  return createScheduler(plan, {
    strategy: options.strategy,
    agents,
    cores: ports.host.cores,
    state: journal.state,
  });
}

/** Tells how `auto` was decided, and what speaks against the number of agents. */
export function tellStrategy({ journal, ports, options }: Run, scheduler: Scheduler, agents: number): void {
  const { reasons, warnings, strategy } = scheduler.choice;
  for (const warning of warnings) ports.narrator.warn(warning);
  if (options.strategy !== "auto") return;
  const reason = `auto chose ${strategy}: ${reasons.join("; ")}`;
  journal.record({ event: "strategy_adjusted", agent: "progress_monitor", data: { agents, reason } });
  ports.narrator.note("basic", reason);
}
