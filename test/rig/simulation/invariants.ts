import { type History, loadHistory } from "../../../src/engine/journal/load.ts";
import type { Oid } from "../../../src/engine/ports.ts";
import type { Run } from "../../../src/engine/run/run-context.ts";
import { paths } from "../../../src/milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../../../src/milestone/phase.ts";
import type { LoggedEvent } from "../../../src/milestone/session/event.ts";
import { fold } from "../../../src/milestone/session/log.ts";
import { emptyState } from "../../../src/milestone/session/state.ts";
import { checkLog, type Promises } from "./log-rules.ts";
import type { SimCommit } from "./objects.ts";
import type { World } from "./world.ts";

/** Everything that must hold of a world, whatever happened in it; empty when it does. */
export async function violationsOf(world: World): Promise<string[]> {
  const tip = world.server.refs.get(world.ref);
  if (!tip) return ["the branch is not on the server"];
  const events: LoggedEvent[] = [];
  const each = (event: LoggedEvent) => events.push(event);
  const reading = await loadHistory(readerOf(world), world.milestone, tip, { each });
  if (!reading.ok) return [`${reading.problem.file}:${reading.problem.line} ${reading.problem.message}`];
  const log = checkLog(events, promisesOf(world));
  return [
    ...log.violations,
    ...world.witness.violations,
    ...brokenCommits(world, tip, events),
    ...wrongWriters(world, events),
    ...repeatedWork(world, events, log.standings),
    ...uncompared(world, tip, reading.history),
  ];
}

/** Reads a commit of the world as the engine reads one. */
export function readerOf(world: World): Parameters<typeof loadHistory>[0] {
  const { objects } = world;
  return {
    readFile: async (oid, path) => objects.read(oid, path),
    list: async (oid, directory) => {
      const prefix = `${directory}/`;
      return [...objects.commit(oid).tree].flatMap(([path, leaf]) =>
        path.startsWith(prefix) && !path.slice(prefix.length).includes("/")
          ? [{ name: path.slice(prefix.length), ...leaf }]
          : [],
      );
    },
  };
}

function promisesOf(world: World): Promises {
  const { tasks } = world.draft;
  return {
    dependencies: new Map(tasks.map(task => [task.id, task.after ?? []])),
    gated: new Set(tasks.flatMap(task => (task.gated ?? []).map(phase => `${task.id}/${phase}`))),
  };
}

/** The number of the last line that a commit's log holds; 0 without a log. */
function lastLine(world: World, commit: SimCommit): { seq: number; prev: string } {
  for (let segment = 9; segment >= 1; segment--) {
    const leaf = commit.tree.get(paths.log(world.milestone, segment));
    if (!leaf) continue;
    const text = world.objects.blobs.get(leaf.oid)!.toString("utf8");
    const start = text.lastIndexOf("\n", text.length - 2) + 1;
    const { seq, prev } = JSON.parse(text.slice(start)) as { seq: number; prev: string };
    return { seq, prev };
  }
  return { seq: 0, prev: "" };
}

/** Each commit's log goes on from its parent's, and holds no phase without the deliverables it names. */
function brokenCommits(world: World, tip: Oid, events: readonly LoggedEvent[]): string[] {
  const wrong: string[] = [];
  let until = events.length;
  for (let oid: Oid | undefined = tip; oid !== undefined; oid = world.objects.commit(oid).parents[0]) {
    const commit = world.objects.commit(oid);
    const { seq, prev } = lastLine(world, commit);
    if (seq > until) wrong.push(`the log of ${oid} has more lines than its child's`);
    if (seq > 0 && events[seq - 1]?.prev !== prev)
      wrong.push(`the log of ${oid} is not the one its children have`);
    const parent = commit.parents[0];
    const from = parent ? lastLine(world, world.objects.commit(parent)).seq : seq;
    for (const event of events.slice(from, seq)) {
      if (event.event !== "phase_completed") continue;
      for (const { path, blob } of event.data.deliverables) {
        if (commit.tree.get(path)?.oid !== blob)
          wrong.push(`line ${event.seq} names ${path}, which its commit lacks`);
      }
    }
    until = seq;
  }
  return wrong;
}

/** The server's branch only ever goes forward, and never again by the hand of a run that was overtaken. */
function wrongWriters(world: World, events: readonly LoggedEvent[]): string[] {
  const wrong: string[] = [];
  const epochs = new Map<string, number>();
  for (const event of events) {
    if (event.event !== "session_started" && event.event !== "session_resumed") continue;
    epochs.set(`engine-${event.data.lease.pid}`, event.data.lease.epoch);
  }
  let highest = 0;
  let before: Oid | null = null;
  for (const { to, by } of world.server.moves.get(world.ref) ?? []) {
    const isEngine = by.startsWith("engine-");
    if (isEngine && before && to && !world.objects.isAncestor(before, to))
      wrong.push(`${by} moved the branch back`);
    const epoch = epochs.get(by);
    if (epoch !== undefined && epoch < highest) wrong.push(`${by} wrote after it was overtaken`);
    highest = Math.max(highest, epoch ?? 0);
    before = to;
  }
  return wrong;
}

/** No attempt began at a phase that stood finished on the branch, here or on the server, when it began. */
function repeatedWork(
  world: World,
  events: readonly LoggedEvent[],
  standings: Map<string, { seq: number; standing: string }[]>,
): string[] {
  const wrong: string[] = [];
  for (const { process, key, tips } of world.witness.attempts) {
    for (const tip of tips) {
      const { seq, prev } = lastLine(world, world.objects.commit(tip));
      // A branch that lost is not what anybody goes on from; and who was frozen may begin what it can never land.
      if (seq === 0 || events[seq - 1]?.prev !== prev || process.frozenUntil > 0) continue;
      const then = standings.get(key)?.findLast(s => s.seq <= seq)?.standing ?? "open";
      if (then !== "open") wrong.push(`${process.name} ran ${key}, which was ${then} at ${tip.slice(0, 8)}`);
    }
  }
  return wrong;
}

/** What the tip's files say is what its log says. */
function uncompared(world: World, tip: Oid, { state }: History): string[] {
  const place = state.status === "completed" ? "completed" : "active";
  const bytes = world.objects.read(tip, paths.milestone(world.milestone, place));
  if (!bytes) return [`the milestone file is not under ${place}/`];
  const text = bytes.toString("utf8");
  // The two values alone: reading the whole file would be a good part of the simulation's time.
  const file = {
    status: /^status: (\w+)$/m.exec(text)?.[1],
    progress: { percentage: Number(/^progress:\n(?: {2}.*\n)*? {2}percentage: (\d+)$/m.exec(text)?.[1]) },
  };
  const wrong: string[] = [];
  if (state.status !== "completed")
    wrong.push(`a run said completed, but on the server it is ${state.status}`);
  if (file.status !== state.status) wrong.push(`the file says ${file.status}, the log ${state.status}`);
  if (file.progress.percentage !== state.percentage) {
    wrong.push(`the file says ${file.progress.percentage} %, the log ${state.percentage} %`);
  }
  return wrong;
}

/** A run's state in memory is what its log adds up to, line by line. */
export async function unlikeReplay(world: World, run: Run): Promise<string[]> {
  const events: LoggedEvent[] = [];
  const each = (event: LoggedEvent) => events.push(event);
  const reading = await loadHistory(readerOf(world), world.milestone, run.journal.tip, { each });
  if (!reading.ok) return [`the log of the run is broken: ${reading.problem.message}`];
  events.push(...run.journal.unsaved);
  const replayed = fold(emptyState(world.milestone, DEFAULT_WEIGHTS), events);
  return plain(replayed) === plain(run.journal.state) ? [] : ["the state is not what the log adds up to"];
}

function plain(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    v instanceof Map
      ? [...v].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
      : v instanceof Set
        ? [...v].sort()
        : v,
  );
}

/** The tip's tree without what may differ from run to run: times, ids, attempts and leases (contract §4). */
export function comparable(world: World, tip: Oid): string {
  const lines: string[] = [];
  for (const [path, leaf] of world.objects.commit(tip).tree) {
    if (/^\.milestones\/(logs|sessions|reports|approvals)\//.test(path)) continue;
    const isPlan = /^\.milestones\/(active|completed)\/.*\.yaml$/.test(path);
    lines.push(`${path} ${isPlan ? planText(world.objects.blobs.get(leaf.oid)!) : leaf.oid}`);
  }
  return lines.sort().join("\n");
}

function planText(bytes: Buffer): string {
  const text = bytes.toString("utf8").replace(/^execution:\n(?: .*\n)*/m, "");
  return text.replace(/^ *(?:\w+_at|last_update|last_calculated): .*\n/gm, "");
}
