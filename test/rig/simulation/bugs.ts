import { Journal, type Transaction } from "../../../src/engine/journal/journal.ts";
import { Publisher, type PushState } from "../../../src/engine/journal/publisher.ts";
import type { Oid, Ports } from "../../../src/engine/ports.ts";
import type { Run } from "../../../src/engine/run/run-context.ts";
import type { SimProcess } from "./engine.ts";
import { race } from "./race.ts";
import { play, scenarioOf } from "./scenario.ts";
import type { SessionOptions } from "./session.ts";
import type { World } from "./world.ts";

/** A mistake that an engine could have, put in from outside. */
export interface Bug {
  name: string;
  /** In which worlds it is looked for. */
  worlds: "deaths" | "race in one clone" | "race in two clones" | "frozen run";
  session?: (world: World, process: SimProcess) => SessionOptions;
  /** A mistake of the disk itself. */
  refsFirst?: boolean;
  /** Puts the mistake into the engine's own classes; the answer takes it out again. */
  plant?: () => () => void;
}

const changing = (
  change: (ports: Ports, world: World, process: SimProcess) => Partial<Ports>,
): Bug["session"] => {
  return (world, process) => ({ ports: ports => ({ ...ports, ...change(ports, world, process) }) });
};

/** Replaces a method and answers how to put the right one back. */
function replacing<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  make: (right: T[K]) => T[K],
): () => void {
  const right = prototype[name];
  prototype[name] = make(right);
  return () => {
    prototype[name] = right;
  };
}

const blindHost = (ports: Ports): Ports["host"] => ({ ...ports.host, isAlive: async () => "dead" });

export const BUGS: Bug[] = [
  { name: "moves the ref before its objects are on the disk", worlds: "deaths", refsFirst: true },
  {
    name: "commits the state before the deliverables",
    worlds: "deaths",
    plant() {
      const early = (right: Journal["commit"]) =>
        async function split(this: Journal, transaction: Transaction): Promise<Oid> {
          if (!transaction.events || !transaction.changes) return right.call(this, transaction);
          const { changes, ...state } = transaction;
          await right.call(this, state);
          const { events: _, ...work } = transaction;
          return right.call(this, { ...work, changes });
        };
      const uproot = [
        replacing(Journal.prototype, "commit", early),
        replacing(Journal.prototype, "add", early),
      ];
      return () => {
        for (const one of uproot) one();
      };
    },
  },
  {
    name: "takes over a lease whose owner lives",
    worlds: "race in two clones",
    session: changing(ports => ({ host: blindHost(ports) })),
  },
  {
    name: "moves the local branch without comparing",
    worlds: "race in one clone",
    session: changing((ports, world) => ({
      host: blindHost(ports),
      repository: {
        ...ports.repository,
        swapRef: async (ref, from, to) =>
          ports.repository.swapRef(ref, ref === world.ref ? await ports.repository.resolve(ref) : from, to),
      },
    })),
  },
  {
    name: "forces its push over another run's",
    worlds: "frozen run",
    session: changing((ports, world, process) => ({
      remote: {
        ...ports.remote!,
        push: async (ref, oid, expected) => {
          const answer = await ports.remote!.push(ref, oid, expected);
          if (answer.ok || answer.reason !== "stale") return answer;
          world.server.move(ref, oid, process.name, world.time.now);
          return { ok: true };
        },
      },
    })),
  },
  {
    name: "runs a committed phase again",
    worlds: "deaths",
    session: () => ({
      onRun(run: Run) {
        const [first] = run.journal.state.tasks.values();
        const [phase] = first?.phases.values() ?? [];
        if (phase && phase.attempt > 0) phase.status = "in_progress";
      },
    }),
  },
  {
    name: "takes a failed push for a good one",
    worlds: "deaths",
    session: changing(ports => ({
      remote: {
        ...ports.remote!,
        push: async (ref, oid, expected) => {
          await ports.remote!.push(ref, oid, expected);
          return { ok: true };
        },
      },
    })),
  },
  {
    name: "ends without waiting for the last push",
    worlds: "deaths",
    plant: () =>
      replacing(
        Publisher.prototype,
        "flush",
        () =>
          async function hasty(this: Publisher): Promise<PushState> {
            this.request();
            return { ok: true };
          },
      ),
  },
  {
    name: "lets a phase through without its gate",
    worlds: "deaths",
    session: () => ({
      onRun(run: Run) {
        for (const { phases } of run.plan.tasks) for (const phase of phases) phase.gate = null;
      },
    }),
  },
  {
    name: "writes a line of the log differently than it was chained",
    worlds: "deaths",
    session: changing(ports => ({
      repository: {
        ...ports.repository,
        commit: request => {
          const changes = new Map(request.changes);
          for (const [path, change] of changes) {
            if (!path.includes("/logs/execution-") || !Buffer.isBuffer(change)) continue;
            changes.set(path, Buffer.from(change.toString("utf8").replace('"task_id":"a"', '"task_id":"b"')));
          }
          return ports.repository.commit({ ...request, changes });
        },
      },
    })),
  },
  {
    name: "forgets in memory what it has logged",
    worlds: "deaths",
    session: () => ({
      onRun(run: Run) {
        run.journal.state.usage.attempts -= 1;
      },
    }),
  },
];

/** Plays seeded worlds until one shows the bug; answers how it showed, or null when none of them did. */
export async function huntFor(bug: Bug | null, worlds: Bug["worlds"], seeds: number): Promise<string | null> {
  const uproot = bug?.plant?.();
  try {
    for (let seed = 0; seed < seeds; seed++) {
      const [found] = await violationsIn(bug, worlds, seed);
      if (found !== undefined) return `seed ${seed}: ${found}`;
    }
    return null;
  } finally {
    uproot?.();
  }
}

async function violationsIn(bug: Bug | null, worlds: Bug["worlds"], seed: number): Promise<string[]> {
  const session = bug?.session ? { session: bug.session } : {};
  try {
    if (worlds !== "deaths") {
      const sameClone = worlds === "race in one clone";
      return (await race({ seed, sameClone, freeze: worlds === "frozen run", ...session })).violations;
    }
    const scenario = scenarioOf(seed);
    const world = { ...scenario.world, refsFirst: bug?.refsFirst ?? false };
    return (await play({ ...scenario, world, ...session })).violations;
  } catch (error) {
    // An engine with a bug may also come to a stop over it, which is seen just as well.
    return [error instanceof Error ? error.message : String(error)];
  }
}
