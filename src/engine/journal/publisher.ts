import { branchRef } from "../../milestone/names.ts";
import type { Oid, Ports, RemoteFailure } from "../ports.ts";
import type { Journal } from "./journal.ts";
import { mergePersonCommits, type ReadChangedPlan } from "./merge-person-commits.ts";

export type PushState =
  | { ok: true }
  | { ok: false; reason: "conflict" | RemoteFailure["reason"]; message: string };

/**
 * Brings the branch to the remote, off the critical path: one push at a time, and whatever was committed meanwhile
 * goes with the next. Every push is a compare-and-swap on what the remote was last seen to hold.
 */
export class Publisher {
  /** Judges a milestone file that a person changed on the branch. */
  readPlan: ReadChangedPlan;
  /** Told when the branch was lost, or can or cannot be pushed any more. */
  onChange: () => void = () => undefined;
  #ports: Pick<Ports, "remote" | "repository" | "clock">;
  #journal: Journal;
  #seen: Oid | null;
  #pushed: Oid | null;
  #wanted = false;
  #active: Promise<void> | null = null;
  #state: PushState = { ok: true };
  /** Ends all pushing: another run owns the branch, or the machine failed. */
  #fault: Error | null = null;
  /** Commits of this run that the remote holds. */
  #told = 0;
  /** The process is about to end: no try after the one under way. */
  #leaving = false;

  constructor(
    ports: Pick<Ports, "remote" | "repository" | "clock">,
    journal: Journal,
    options: { seen: Oid | null; readPlan: ReadChangedPlan },
  ) {
    this.#ports = ports;
    this.#journal = journal;
    this.#seen = options.seen;
    this.#pushed = options.seen;
    this.readPlan = options.readPlan;
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

  /** @throws Fenced when another run owns the branch; the machine's fault when a push could not be prepared */
  assertOwner(): void {
    if (this.#fault) throw this.#fault;
  }

  /** Asks for a push of all there is; returns at once. */
  request(): void {
    if (!this.#ports.remote || this.#fault) return;
    this.#wanted = true;
    this.#active ??= this.#drain().finally(() => {
      this.#active = null;
      if (this.#wanted && this.#state.ok) this.request();
    });
  }

  /**
   * Pushes all there is and waits for it, for `patienceMs` at most; after that nothing more is pushed, and what is
   * under way ends with the machine. @throws as `assertOwner`
   */
  async flush(patienceMs?: number): Promise<PushState> {
    if (!this.#ports.remote) return { ok: true };
    if (patienceMs === undefined) return this.#pushAll();
    let cancel = (): void => undefined;
    const late = new Promise<PushState>(resolve => {
      cancel = this.#ports.clock.after(patienceMs, () => {
        this.#leaving = true;
        const message = `the remote took longer than ${patienceMs / 1000} s`;
        resolve({ ok: false, reason: "timeout", message });
      });
    });
    try {
      return await Promise.race([this.#pushAll(), late]);
    } finally {
      cancel();
    }
  }

  async #pushAll(): Promise<PushState> {
    await this.#active;
    this.#state = { ok: true };
    while (this.#pushed !== this.#journal.tip && this.#state.ok && !this.#fault && !this.#leaving) {
      this.request();
      await this.#active;
    }
    this.assertOwner();
    return this.#state;
  }

  /** Never rejects: nobody waits for it while agents work. */
  async #drain(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      const before = this.#state;
      try {
        this.#state = await this.#pushTip();
      } catch (error) {
        this.#fault = error instanceof Error ? error : new Error(String(error));
      }
      if (this.#fault || before.ok !== this.#state.ok) this.onChange();
      if (this.#fault || !this.#state.ok) return;
    }
  }

  async #pushTip(): Promise<PushState> {
    const remote = this.#ports.remote!;
    const ref = branchRef(this.#journal.milestone);
    for (let attempt = 1; ; attempt++) {
      const { tip, made } = await this.#journal.settleDerived();
      if (tip === this.#pushed) return { ok: true };
      const result = await remote.push(ref, tip, this.#seen);
      if (result.ok) {
        this.#seen = this.#pushed = tip;
        const commits = Math.max(1, made - this.#told);
        this.#told = made;
        this.#journal.record({
          event: "branch_pushed",
          agent: "git_integration",
          data: { commit: tip, commits },
        });
        return { ok: true };
      }
      if (result.reason === "stale") {
        const taken = await this.#reconcile(result.actual);
        if (!taken.ok) return taken;
        continue;
      }
      if (!isPassing(result) || attempt >= PUSH_TRIES || this.#leaving) return result;
      await this.#wait(pushWaitMs(attempt));
    }
  }

  /**
   * The remote's branch is not where it was: a newer run fences us, a person's commits are merged, a rewrite is
   * refused, a deleted branch is made again from ours.
   */
  async #reconcile(actual: Oid | null): Promise<PushState> {
    const fetched = actual === null ? { ok: true as const, oid: null } : await this.#fetch();
    if (!fetched.ok) return fetched;
    const theirs = fetched.oid;
    if (theirs === null || (await this.#isOwn(theirs))) {
      this.#seen = this.#pushed = theirs;
      return { ok: true };
    }
    const shared = { theirs, lastShared: this.#pushed };
    const taken = await this.#journal.exclusively(() =>
      mergePersonCommits(this.#ports, this.#journal, (text, commit) => this.readPlan(text, commit), shared),
    );
    if (!taken.ok) return { ok: false, reason: "conflict", message: taken.message };
    this.#seen = this.#pushed = theirs;
    return { ok: true };
  }

  #fetch(): ReturnType<NonNullable<Ports["remote"]>["fetch"]> {
    return this.#ports.remote!.fetch(branchRef(this.#journal.milestone));
  }

  /** A push whose answer was lost got through all the same. An older commit of ours is a person's rewrite instead. */
  async #isOwn(theirs: Oid): Promise<boolean> {
    const { repository } = this.#ports;
    if (!(await repository.isAncestor(theirs, this.#journal.tip))) return false;
    return this.#pushed === null || repository.isAncestor(this.#pushed, theirs);
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#ports.clock.after(ms, resolve);
    });
  }
}

/** Tries of one push before the failure counts. */
export const PUSH_TRIES = 4;

/** Milliseconds to wait after the n-th try (from 1): a second, doubled each time. */
export function pushWaitMs(attempt: number): number {
  return 1000 * 2 ** (attempt - 1);
}

/** Whether another try may fare better; a remote that refuses goes on refusing. */
export function isPassing({ reason }: RemoteFailure): boolean {
  return reason === "unreachable" || reason === "timeout" || reason === "damaged";
}

type PushFailureReason = Extract<PushState, { ok: false }>["reason"];

/** Why the branch cannot be pushed, for people; the remote's own words follow. */
export const PUSH_CAUSES: Readonly<Record<PushFailureReason, string>> = {
  auth: "the remote takes no credentials that this run has",
  denied: "a rule of the remote or a missing right forbids it",
  missing: "the repository is gone, has moved, or cannot be seen with these credentials",
  "name-taken": "another branch bars the name",
  damaged: "the remote's disk is full or its repository damaged (`git fsck` there)",
  conflict: "somebody else moved the branch, and the two do not go together",
  unreachable: "the remote cannot be reached",
  timeout: "the remote does not answer",
};
