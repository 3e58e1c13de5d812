import type { Oid, Remote, RemoteFailure } from "../../../src/engine/ports.ts";
import type { RefLog, SimProcess } from "./engine.ts";
import type { Objects } from "./objects.ts";

/** What can go wrong with one call. `lost` and `refused` fail; `unanswered` takes effect and fails all the same. */
export type Mishap = "none" | "lost" | "unanswered" | "refused";

/** The server: one per world, never dies, and compares before it swaps. */
export class SimServer {
  readonly refs = new Map<string, Oid>();
  readonly moves = new Map<string, RefLog>();
  readonly objects: Objects;

  constructor(objects: Objects) {
    this.objects = objects;
  }

  /** What anyone with the right may do to a ref, also a person with `--force`. */
  move(ref: string, to: Oid | null, by: string, at: number): void {
    if (to === null) this.refs.delete(ref);
    else this.refs.set(ref, to);
    const log = this.moves.get(ref) ?? [];
    log.push({ at, to, by });
    this.moves.set(ref, log);
  }
}

const UNREACHABLE: RemoteFailure = { ok: false, reason: "unreachable", message: "the connection was reset" };
const REFUSED: RemoteFailure = { ok: false, reason: "denied", message: "a rule forbids it" };

/** One process's way to the server: slow, and unreliable where `mishap` says so. */
export function simRemote(options: {
  server: SimServer;
  process: SimProcess;
  now: () => number;
  delayMs: () => number;
  mishap: () => Mishap;
}): Remote {
  const { server, process, now, delayMs, mishap } = options;
  const call = async <T>(effect: () => T): Promise<T | RemoteFailure> => {
    const trouble = mishap();
    await process.point();
    await process.wait(delayMs());
    if (trouble === "lost") return UNREACHABLE;
    if (trouble === "refused") return REFUSED;
    const result = await process.does(effect);
    return trouble === "unanswered" ? UNREACHABLE : result;
  };
  return {
    url: "sim://origin",
    fetchAll: async () => {
      throw new Error("the simulation lists no other milestones");
    },
    fetch: async ref => {
      const delay = delayMs();
      await process.wait(delay);
      return process.does(() => ({ ok: true as const, oid: server.refs.get(ref) ?? null }));
    },
    push: (ref, oid, expected) =>
      call(() => {
        const actual = server.refs.get(ref) ?? null;
        const forward = actual === null || server.objects.isAncestor(actual, oid);
        if (actual !== expected || !forward) return { ok: false as const, reason: "stale" as const, actual };
        if (actual !== oid) server.move(ref, oid, process.name, now());
        return { ok: true as const };
      }),
    tag: (name, oid, expected) =>
      call(() => {
        const ref = `refs/tags/${name}`;
        const there = server.refs.get(ref);
        if (there !== undefined && there !== oid && there !== expected) return REFUSED;
        server.refs.set(ref, oid);
        return { ok: true as const };
      }),
  };
}
