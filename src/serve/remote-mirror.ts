import type { Machine } from "../engine/machine/open-machine.ts";
import type { Oid, Remote } from "../engine/ports.ts";
import { branchRef } from "../milestone/names.ts";

/** How often the remote is asked for its branches at the most (ms); what has not moved is not fetched. */
const ASK_MS = 5_000;
/** How finely its age is told, so that the page is not drawn anew with each look (ms). */
const GRAIN_MS = 30_000;

/** What the remote's milestone branches were when they were last looked at. */
export interface Seen {
  /** Milliseconds since the epoch; null: it was never reached. */
  at: number | null;
  /** Why it cannot be reached now; null: it can. */
  problem: string | null;
}

/**
 * The remote as it was a moment ago: pages are read many times a minute, and none waits for a network. What runs on
 * GitHub alone is seen by it. Nothing can be written through it.
 */
export class RemoteMirror {
  readonly #open: () => Promise<Machine>;
  readonly #now: () => number;
  #tips: ReadonlyMap<string, Oid> = new Map();
  #seen: Seen = { at: null, problem: null };
  #asked = Number.NEGATIVE_INFINITY;
  #hasNone = false;

  /** `open` opens the repository with its remote, to be read only. */
  constructor(open: () => Promise<Machine>, now: () => number = Date.now) {
    this.#open = open;
    this.#now = now;
  }

  /** null: there is no remote. */
  get seen(): Seen | null {
    return this.#hasNone || (this.#seen.at === null && this.#seen.problem === null) ? null : this.#seen;
  }

  /** Changes with what the remote has, and slowly with its age. */
  get stamp(): string {
    const { at, problem } = this.#seen;
    return JSON.stringify([[...this.#tips], problem, at === null ? null : Math.floor(at / GRAIN_MS)]);
  }

  /** Has it looked at again, if that is due; does not wait for it. */
  refresh(): void {
    if (this.#hasNone || this.#now() - this.#asked < ASK_MS) return;
    this.#asked = Number.POSITIVE_INFINITY;
    void this.#look()
      .catch((error: unknown) => {
        this.#seen = { ...this.#seen, problem: error instanceof Error ? error.message : String(error) };
      })
      .then(() => {
        this.#asked = this.#now();
      });
  }

  async #look(): Promise<void> {
    const machine = await this.#open();
    try {
      await this.#read(machine.ports.remote);
    } finally {
      await machine.close();
    }
  }

  async #read(remote: Remote | null): Promise<void> {
    if (!remote?.locks) {
      this.#hasNone = true;
      return;
    }
    const listing = await remote.locks.list(branchRef(""));
    if (!listing.ok) {
      this.#seen = { ...this.#seen, problem: listing.message };
      return;
    }
    const moved = [...listing.refs].filter(([ref, oid]) => this.#tips.get(ref) !== oid);
    if (moved.length > 0) {
      const fetched = await remote.fetchAll(new Map(moved));
      if (!fetched.ok) {
        this.#seen = { ...this.#seen, problem: fetched.message };
        return;
      }
      const kept = [...this.#tips].filter(([ref]) => listing.refs.has(ref));
      this.#tips = new Map([...kept, ...fetched.refs]);
    } else this.#tips = new Map(listing.refs);
    this.#seen = { at: this.#now(), problem: null };
  }

  /** To read by in place of the remote; null before it was ever reached, and where there is none. */
  get port(): Remote | null {
    if (this.#seen.at === null) return null;
    const tips = this.#tips;
    const refused = { ok: false, reason: "denied", message: "the page only reads" } as const;
    return {
      url: "",
      fetch: async ref => ({ ok: true, oid: tips.get(ref) ?? null }),
      fetchAll: async wanted => ({
        ok: true,
        refs: new Map(
          [...wanted].flatMap(([ref]) => (tips.has(ref) ? [[ref, tips.get(ref)!] as const] : [])),
        ),
      }),
      push: async () => refused,
      tag: async () => refused,
      locks: {
        list: async prefix => ({
          ok: true,
          refs: new Map([...tips].filter(([ref]) => ref.startsWith(prefix))),
        }),
        swap: async () => refused,
      },
    };
  }
}
