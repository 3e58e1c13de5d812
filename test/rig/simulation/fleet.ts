import { loadHistory } from "../../../src/engine/journal/load.ts";
import type { Jobs } from "../../../src/engine/ports.ts";
import { Refusal } from "../../../src/engine/refusal.ts";
import { type Arrival, nothingFor } from "../../../src/engine/runners/arrival.ts";
import { openWorker, work } from "../../../src/engine/runners/work.ts";
import type { Ticket } from "../../../src/milestone/runners/ticket.ts";
import type { Strategy } from "../../../src/milestone/schedule/strategy.ts";
import type { LoggedEvent } from "../../../src/milestone/session/event.ts";
import type { MilestoneDraft } from "../milestone-file.ts";
import { seeded } from "./clock.ts";
import { comparable, readerOf, unlikeReplay, violationsOf } from "./invariants.ts";
import { play, STRATEGIES } from "./scenario.ts";
import { execute, simOptions, steerAs } from "./session.ts";
import { type ScriptedAttempt, World } from "./world.ts";

/**
 * What becomes of one workflow run. `cancelled`: its second job never comes, and the next one of any run finds what it
 * left; `again`: a person runs all of it twice; `lost again`: its machine is lost, and all of it is run again while
 * another attempt may be under way.
 */
const FATES = ["fine", "lost", "cancelled", "again", "lost again", "late"] as const;
type Fate = (typeof FATES)[number];

interface WorkflowRun {
  id: string;
  ticket: Ticket;
  /** The processes that did its work. */
  workers: string[];
  isOver: boolean;
  /** What its newest work left on GitHub; null: nothing, or it has expired. */
  left: Arrival | null;
}

export interface FleetPlayed {
  world: World;
  violations: string[];
  tree: string;
  events: LoggedEvent[];
  /** Runs that worked, and jobs that landed. */
  works: number;
  takes: number;
  /** The most that worked at once. */
  peak: number;
  /** When the first began and the last ended (virtual ms). */
  tookMs: number;
}

export interface FleetOptions {
  seed: number;
  draft: MilestoneDraft;
  /** Under which the milestone is started; default: `parallel`. */
  strategy?: Strategy;
  /** What an attempt writes beside its deliverable. */
  files?: (where: ScriptedAttempt) => Record<string, string>;
  /** How often something else than `fine` happens to a run, and a dispatch goes wrong; in [0, 1]. */
  trouble: number;
  /** ms that an attempt takes; random where it is left out. */
  workMs?: number;
  /** ms until a job starts. */
  startMs?: number;
}

/** Most starts by hand: a milestone that is still not done by then never will be. */
const MOST_STARTS = 40;

/**
 * A milestone over GitHub's runs in virtual time: jobs that work, each on a clone of its own, and one at a time in a
 * queue a job that lands. The same seed gives the same world.
 */
export async function playFleet({
  seed,
  draft,
  trouble,
  strategy = "parallel",
  files,
  workMs,
  startMs,
}: FleetOptions): Promise<FleetPlayed> {
  const random = seeded(seed * 6_151 + 11);
  const world = new World({
    seed,
    draft,
    script: (r, where) => ({
      ms: workMs ?? 1_000 + Math.floor(r() * 600_000),
      fails: where.earlier < 2 && r() < trouble / 4,
      files: { ...files?.(where), [signature(where)]: `${where.attempt} ${where.process}\n` },
    }),
    slowestCallMs: 400,
  });
  const runs: WorkflowRun[] = [];
  const violations: string[] = [];
  const wait = (ms: number): Promise<void> => new Promise(resolve => world.time.after(ms, resolve));
  let queue: Promise<void> = Promise.resolve();
  let live = 0;
  let idle: () => void = () => undefined;
  let takes = 0;
  let atWork = 0;
  let peak = 0;

  const jobsOf = (own: string | null): Jobs => ({
    own,
    async start(_, ticket) {
      const luck = random();
      // The answer is lost and nothing came of it, or the run that came of it is not known, or two came of it.
      if (luck < trouble * 0.05) return { ok: false, message: "the connection was reset" };
      const started = begin(ticket);
      if (luck < trouble * 0.15) begin(ticket);
      return { ok: true, run: luck < trouble * 0.3 ? null : started };
    },
    over: async tickets => {
      const over = (id: string, run: string | null): boolean => {
        const mine = runs.filter(each => (run === null ? each.ticket.nonce === id : each.id === run));
        return mine.length > 0 && mine.every(({ isOver }) => isOver);
      };
      const idOf = (id: string): string => runs.find(each => each.ticket.nonce === id)!.id;
      return new Map(
        tickets.filter(({ id, run }) => over(id, run)).map(({ id, run }) => [id, run ?? idOf(id)]),
      );
    },
    // `bring` says it here.
    left: async () => ({ kind: "unknown" }),
    cancel: async () => [],
  });

  const begin = (ticket: Ticket): string => {
    const run: WorkflowRun = {
      id: String(1_000 + runs.length),
      ticket,
      workers: [],
      isOver: false,
      left: null,
    };
    runs.push(run);
    live += 1;
    const fate: Fate = random() < trouble ? FATES[Math.floor(random() * FATES.length)]! : "fine";
    void workflow(run, fate)
      .catch(error => violations.push(`run ${run.id}: ${error instanceof Error ? error.stack : error}`))
      .then(() => {
        run.isOver = true;
        live -= 1;
        if (live === 0) idle();
      });
    return run.id;
  };

  const workflow = async (run: WorkflowRun, fate: Fate): Promise<void> => {
    await wait(startMs ?? 1_000 + Math.floor(random() * 20_000));
    const isRepeated = fate === "again" || fate === "lost again";
    for (let round = 0; round < (isRepeated ? 2 : 1); round++) {
      if (round > 0) await wait(Math.floor(random() * 120_000));
      const isLost = fate === "lost" || (fate === "lost again" && round === 0);
      const arrival = await job(run, isLost);
      run.left = random() < trouble / 2 ? null : arrival;
      if (fate === "late") await wait(Math.floor(random() * 3_600_000));
      if (fate !== "cancelled") await inTurn(() => take(run.id, [arrival]));
    }
  };

  /** The job that works: it dies somewhere where its machine is lost. */
  const job = async (run: WorkflowRun, isLost: boolean): Promise<Arrival> => {
    const { ticket } = run;
    const process = world.process({ at: isLost ? 1 + Math.floor(random() * 40) : 0 });
    run.workers.push(process.name);
    const ports = world.ports(process, world.clone(), { witnessed: false });
    atWork += 1;
    peak = Math.max(peak, atWork);
    const doing = async (): Promise<Arrival> => {
      const given = JSON.stringify(ticket);
      const worker = await openWorker(ports, simOptions(world, { onRunner: true }), {
        checkout: world.checkout,
        given,
      });
      const worked = await work(worker, () => undefined);
      if ("came" in worked) return { ticket: worked.ticket, came: worked.came };
      // As the bundle does: what a machine made is known elsewhere only once it was written.
      if (worked.tip) await ports.repository.swapRef("refs/heads/milestone-work", null, worked.tip);
      return { ticket: worked.ticket, settings: world.base, parts: worked.parts };
    };
    const ended = await Promise.race([doing().catch(refused), process.death]);
    atWork -= 1;
    process.die();
    return ended === "died" || ended === null ? nothingFor(ticket) : ended;
  };

  const inTurn = (next: () => Promise<void>): Promise<void> => {
    queue = queue.then(next);
    return queue;
  };

  /** The job that lands, or a start by hand. */
  const take = async (own: string | null, arrivals: readonly Arrival[]): Promise<void> => {
    takes += 1;
    const process = world.process({ at: random() < trouble * 0.2 ? 1 + Math.floor(random() * 60) : 0 });
    const jobs = jobsOf(own);
    const done = execute(world, process, world.clone(), {
      arrivals,
      bring: async ({ ticket, run }) => {
        if (random() < trouble * 0.1) return null;
        return runs.find(({ id }) => id === run)!.left ?? nothingFor(ticket);
      },
      options: { onRunner: true, automatic: own !== null, askedFor: own === null, strategy },
      ports: ports => ({ ...ports, jobs }),
    });
    const ended = await Promise.race([done, process.death]);
    process.die();
    if (ended === "died") return;
    if (ended.kind === "ran") violations.push(...(await unlikeReplay(world, ended.run)));
    if (ended.kind === "ran" && ended.status === "waiting_approval") {
      const person = world.process();
      await steerAs(world, person, world.clone(), { command: "approve" });
      person.die();
      await take(null, []);
    }
  };

  const stateNow = async () => {
    const tip = world.server.refs.get(world.ref);
    const events: LoggedEvent[] = [];
    const each = (event: LoggedEvent) => events.push(event);
    const read = tip ? await loadHistory(readerOf(world), world.milestone, tip, { each }) : null;
    return read?.ok ? { state: read.history.state, events } : null;
  };

  const began = world.time.now;
  const story = async (): Promise<void> => {
    for (let starts = 1; ; starts++) {
      if (starts > MOST_STARTS) throw new Error(`not completed after ${MOST_STARTS} starts`);
      await inTurn(() => take(null, []));
      if (live > 0) await new Promise<void>(resolve => (idle = resolve));
      if ((await stateNow())?.state.status === "completed") return;
    }
  };
  const narrator = world.process();
  await world.until([{ process: narrator, done: story() }]);
  violations.push(...(await violationsOf(world)));
  const { events } = (await stateNow())!;
  const landed = events.flatMap(e => (e.event === "phase_completed" ? [`${e.task_id}/${e.phase}`] : []));
  violations.push(...strangers(world, events, runs));
  const twice = landed.filter((key, at) => landed.indexOf(key) !== at);
  violations.push(...twice.map(key => `${key} landed twice`));
  const tip = world.server.refs.get(world.ref)!;
  return {
    world,
    violations,
    tree: comparable(world, tip)
      .split("\n")
      .filter(line => !line.startsWith("signed/"))
      .join("\n"),
    events,
    works: runs.length,
    takes,
    peak,
    tookMs: world.time.now - began,
  };
}

/** Where an attempt says which one it is, and who makes it. */
const signature = ({ task, phase }: Pick<ScriptedAttempt, "task" | "phase">): string =>
  `signed/${task}-${phase}.txt`;

/** What landed as one attempt and is the work of another one, or of a run that did not have the ticket that was out. */
function strangers(world: World, events: readonly LoggedEvent[], runs: readonly WorkflowRun[]): string[] {
  const tip = world.server.refs.get(world.ref)!;
  const out = new Map<string, { ticket: string; run: string | null }>();
  const wrong: string[] = [];
  for (const event of events) {
    if (event.event === "ticket_issued") out.set(event.task_id!, { ticket: event.data.ticket, run: null });
    const last = out.get(event.task_id ?? "");
    if (event.event === "ticket_sent" && last?.ticket === event.data.ticket) last.run = event.data.run;
    if (event.event !== "phase_completed") continue;
    const of = { task: event.task_id!, phase: event.phase! };
    const [attempt, worker] =
      world.objects.read(tip, signature(of))?.toString("utf8").trim().split(" ") ?? [];
    const by = runs.find(({ workers }) => workers.includes(worker!));
    const name = `${of.task}/${of.phase}`;
    if (Number(attempt) !== event.data.attempt)
      wrong.push(`attempt ${event.data.attempt} of ${name} landed the work of attempt ${attempt}`);
    if (by?.ticket.nonce !== last?.ticket || (last?.run && last.run !== by?.id))
      wrong.push(`${name} landed the work of run ${by?.id}, which did not have its ticket`);
  }
  return wrong;
}

/** A job that the milestone has no use for any more fails, and leaves nothing. */
function refused(error: unknown): null {
  if (error instanceof Refusal) return null;
  throw error;
}

const DRAFT = {
  id: "m",
  retries: 9,
  more: "runners: { max: 3, labels: [ubuntu-latest] }\ntest_command: 'true'\nquality_gates: [{ name: half, at: 50, run: ['true'] }]",
  tasks: [
    { id: "a" },
    { id: "b", after: ["a"], standard: true },
    { id: "c", standard: true },
    { id: "d", gated: ["design" as const], after: ["c"] },
  ],
};

/** What is wrong in the seed's world of a milestone over three runners; the first one has no trouble. */
export async function fleetProblems(seed: number): Promise<string[]> {
  const world = { seed: 0, draft: DRAFT };
  const alone = await play({ world, options: {}, dooms: [], sameClone: () => true });
  const strategy = STRATEGIES[seed % STRATEGIES.length]!;
  const played = await playFleet({ seed, draft: DRAFT, strategy, trouble: seed === 0 ? 0 : 0.4 });
  const problems = [...played.violations];
  if (played.tree !== alone.tree) problems.push("the tree is not one machine's");
  // One run of tests or of a checkpoint goes beside the phases.
  if (seed === 0 && played.peak > 4) problems.push(`${played.peak} worked at once`);
  // The tests between two clusters are asked for by one process, and what follows them is handed out by another.
  const names = played.events.map(event =>
    event.event === "check_returned"
      ? `${event.data.check} ${event.data.ok}`
      : `${event.event} ${event.task_id}`,
  );
  const [tested, next] = [names.indexOf("tests/cluster-0 true"), names.indexOf("task_started b")];
  if (strategy === "hybrid" && (tested < 0 || next < tested))
    problems.push("the second cluster began before the tests of the first");
  return problems;
}
