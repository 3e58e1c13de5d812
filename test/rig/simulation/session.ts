import { steerMilestone } from "../../../src/commands/steer-command.ts";
import { Execution } from "../../../src/engine/execution/execution.ts";
import { finish, resumeCompletion } from "../../../src/engine/execution/finish.ts";
import { Fenced } from "../../../src/engine/journal/move-branch.ts";
import { openRun } from "../../../src/engine/opening/open-run.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import { Refusal } from "../../../src/engine/refusal.ts";
import type { Run, RunOptions } from "../../../src/engine/run/run-context.ts";
import type { Arrival, BringLeft } from "../../../src/engine/runners/arrival.ts";
import type { Steering } from "../../../src/engine/steering/command-problem.ts";
import type { RunStatus } from "../../../src/milestone/session/event.ts";
import type { SimProcess } from "./engine.ts";
import type { SimDisk } from "./repository.ts";
import type { World } from "./world.ts";

export type Ended =
  | { kind: "ran"; status: RunStatus; note: string | null; run: Run }
  | { kind: "owned" }
  | { kind: "settled" }
  | { kind: "steered"; status: RunStatus }
  /** The machine failed; a real process would exit with an error here. */
  | { kind: "failed"; message: string };

export function simOptions(world: World, more: Partial<RunOptions> = {}): RunOptions {
  return {
    milestone: world.milestone,
    strategy: "parallel",
    agents: 4,
    forceDependencies: false,
    resume: "auto",
    monitoring: "basic",
    sessionId: null,
    gitIntegration: true,
    blockerDetection: false,
    progressIntervalMs: 30_000,
    request: null,
    timeBudgetMs: 0,
    only: [],
    automatic: false,
    askedFor: true,
    onRunner: false,
    version: "1.0.0",
    by: { login: "mona", id: null, source: "local" },
    ...more,
  };
}

export interface SessionOptions {
  options?: Partial<RunOptions>;
  ports?: (ports: Ports) => Ports;
  onRun?: (run: Run, execution: Execution) => void;
  /** What other machines made. */
  arrivals?: readonly Arrival[];
  bring?: BringLeft;
}

/** What `milestone execute` does, without a terminal around it. */
export async function execute(
  world: World,
  process: SimProcess,
  disk: SimDisk,
  { options, ports: change = p => p, onRun, ...from }: SessionOptions = {},
): Promise<Ended> {
  const ports = change(world.ports(process, disk));
  try {
    const opening = await openRun(ports, simOptions(world, options), world.checkout);
    if (opening.kind === "owned") return { kind: "owned" };
    if (opening.kind === "settled") {
      const { tip, seen } = opening;
      if (opening.state.status === "completed") {
        const made = await resumeCompletion(ports, opening.state, { tip, seen });
        if (!made.ok) return { kind: "failed", message: made.message };
      }
      return { kind: "settled" };
    }
    const { run } = opening;
    const execution = new Execution(run, from);
    run.journal.onEvent = event => execution.observe(event);
    run.onPlan = () => execution.replan();
    onRun?.(run, execution);
    const end = await finish(run, await execution.untilRest());
    return { kind: "ran", status: end.status, note: end.note, run };
  } catch (error) {
    return failed(error);
  }
}

/** What `milestone approve`, `retry` and the like do. */
export async function steerAs(
  world: World,
  process: SimProcess,
  disk: SimDisk,
  steering: Steering,
): Promise<Ended> {
  const machine = { ports: world.ports(process, disk), checkout: world.checkout };
  try {
    const outcome = await steerMilestone(machine as never, simOptions(world), steering);
    return { kind: "steered", status: outcome.status ?? "failed" };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Ended {
  if (error instanceof Fenced) return { kind: "failed", message: `fenced: ${error.message}` };
  if (error instanceof Error && (error instanceof Refusal || "code" in error))
    return { kind: "failed", message: error.message };
  throw error;
}
