import { branchRef } from "../milestone/names.ts";
import { Fenced, type Journal } from "./journal.ts";
import type { Oid, Ports, RemoteFailure } from "./ports.ts";
import { type TakenIn, takeIn } from "./take-in.ts";

/** Tries of one push before the failure counts; waits between them double from a second. */
const TRIES = 4;

export type PushState = { ok: true } | { ok: false; reason: "conflict" | RemoteFailure["reason"]; message: string };

/**
 * Brings the branch to the remote, off the critical path: one push at a time, and whatever was committed meanwhile
 * goes with the next. Every push is a compare-and-swap on what the remote was last seen to hold.
 */
export class Publisher {
  /** A person's commits were merged; the plan on the branch may have changed. */
  onTakenIn: (taken: TakenIn) => Promise<void> = async () => undefined;
  #ports: Pick<Ports, "remote" | "repository" | "clock">;
  #journal: Journal;
  #seen: Oid | null;
  #pushed: Oid | null;
  #wanted = false;
  #active: Promise<void> | null = null;
  #state: PushState = { ok: true };
  #fenced: Fenced | null = null;
  #commitsSince = 0;

  constructor(
    ports: Pick<Ports, "remote" | "repository" | "clock">,
    journal: Journal,
    seen: Oid | null,
  ) {
    this.#ports = ports;
    this.#journal = journal;
    this.#seen = seen;
    this.#pushed = seen;
  }

  get idle(): boolean {
    return this.#active === null;
  }

  get state(): PushState {
    return this.#state;
  }

  /** The commit that the remote is known to hold. */
  get pushed(): Oid | null {
    return this.#pushed;
  }

  /** Throws when another run owns the branch. */
  assertOwner(): void {
    if (this.#fenced) throw this.#fenced;
  }

  /** Asks for a push; returns at once. */
  request(): void {
    if (!this.#ports.remote) return;
    this.#commitsSince += 1;
    this.#wanted = true;
    this.#active ??= this.#drain().finally(() => {
      this.#active = null;
      if (this.#wanted && this.#state.ok && !this.#fenced) this.request();
    });
  }

  /** Pushes all there is and waits for it. */
  async flush(): Promise<PushState> {
    if (!this.#ports.remote) return { ok: true };
    this.#state = { ok: true };
    while (this.#pushed !== this.#journal.tip && this.#state.ok && !this.#fenced) {
      this.request();
      await this.#active;
    }
    this.assertOwner();
    return this.#state;
  }

  async #drain(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      try {
        this.#state = await this.#pushTip();
      } catch (error) {
        if (!(error instanceof Fenced)) throw error;
        this.#fenced = error;
        return;
      }
      if (!this.#state.ok) return;
    }
  }

  async #pushTip(): Promise<PushState> {
    const remote = this.#ports.remote!;
    const ref = branchRef(this.#journal.milestone);
    for (let attempt = 1; ; attempt++) {
      if (!this.#journal.derivedAtTip) {
        await this.#journal.commit({ subject: "checkpoint", derived: true, saveReason: "push" });
      }
      const tip = this.#journal.tip;
      if (tip === this.#pushed) return { ok: true };
      const result = await remote.push(ref, tip, this.#seen);
      if (result.ok) {
        this.#seen = this.#pushed = tip;
        const commits = Math.max(1, this.#commitsSince);
        this.#commitsSince = 0;
        this.#journal.record({ event: "branch_pushed", agent: "git_integration", data: { commit: tip, commits } });
        return { ok: true };
      }
      if (result.reason === "stale") {
        const taken = await this.#reconcile(result.actual);
        if (!taken.ok) return taken;
        continue;
      }
      if (result.reason === "denied" || result.reason === "auth" || attempt >= TRIES) return result;
      await this.#wait(1000 * 2 ** (attempt - 1));
    }
  }

  /** Someone moved the remote's branch: a newer run fences us, a person's commits are merged, a rewrite is refused. */
  async #reconcile(actual: Oid | null): Promise<PushState> {
    if (actual === null) {
      this.#seen = null;
      return { ok: true };
    }
    const fetched = await this.#ports.remote!.fetch(branchRef(this.#journal.milestone));
    if (!fetched.ok) return fetched;
    if (fetched.oid === null) {
      this.#seen = null;
      return { ok: true };
    }
    const theirs = fetched.oid;
    const taken = await this.#journal.exclusively(() => takeIn(this.#ports, this.#journal, theirs, this.#pushed));
    if (!taken.ok) return { ok: false, reason: "conflict", message: taken.message };
    this.#seen = theirs;
    await this.onTakenIn(taken);
    return { ok: true };
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#ports.clock.after(ms, resolve);
    });
  }
}
