import { join } from "node:path";
import { type Gate, makeGate, until } from "./agent.ts";
import { DRAFT } from "./killing.ts";
import { brokenPromises } from "./promises.ts";
import { type Finished, makeRig, type StartOptions } from "./repository.ts";

export interface RealRace {
  finished: Finished[];
  /** The status that each said at its end. */
  statuses: string[];
  broken: string[];
}

/** Two clones begin at the same moment, or the second one a little later. No agent delivers before one run has ended. */
export async function raceTwo(delayMs: number): Promise<RealRace> {
  const gate = makeGate();
  const draft = { ...DRAFT, run: `${gate.run}\n${DRAFT.run}`, env: gate.env };
  const rig = makeRig(draft);
  try {
    const clones = [rig.main, rig.clone("other")];
    const args = ["execute", draft.id, "--json"];
    const first = clones[0]!.start(args).done;
    await new Promise(resolve => setTimeout(resolve, delayMs));
    const both = [first, clones[1]!.start(args).done];
    await Promise.race(both);
    gate.open();
    const finished = await Promise.all(both);
    return { finished, statuses: finished.map(statusOf), broken: brokenPromises(rig, draft) };
  } finally {
    gate.close();
    rig.close();
  }
}

export interface FrozenRace extends RealRace {
  /** Where the branch stood when the frozen run woke, and at the very end. */
  tips: [string, string];
}

/** One run is stopped in the midst of a phase; another host takes over after the lease has run out; the first wakes. */
export async function raceFrozen(): Promise<FrozenRace> {
  const gate: Gate = makeGate();
  const draft = { id: "m", tasks: [{ id: "a" }], run: gate.run, env: gate.env };
  const rig = makeRig(draft);
  const elsewhere = (host: string, later: number): StartOptions => ({
    node: ["--import", join(import.meta.dirname, "elsewhere.ts")],
    env: { RIG_HOST: host, RIG_LATER: String(later) },
  });
  const args = ["execute", "m", "--json"];
  const branch = "refs/heads/milestone/m";
  const frozen = rig.main.start(args, elsewhere("first", 0));
  try {
    await gate.until("a", "design");
    await until(() => rig.git("for-each-ref", branch) !== "");
    frozen.child.kill("SIGSTOP");
    gate.open();
    const other = await rig.clone("other").milestone(args, elsewhere("second", 120_000));
    const atWaking = rig.git("rev-parse", branch);
    frozen.child.kill("SIGCONT");
    const woken = await frozen.done;
    const finished = [woken, other];
    return {
      finished,
      statuses: finished.map(statusOf),
      broken: brokenPromises(rig, draft),
      tips: [atWaking, rig.git("rev-parse", branch)],
    };
  } finally {
    frozen.child.kill("SIGKILL");
    gate.close();
    rig.close();
  }
}

function statusOf({ stdout }: Finished): string {
  try {
    return String((JSON.parse(stdout) as { status: unknown }).status);
  } catch {
    return `no status: ${stdout}`;
  }
}
