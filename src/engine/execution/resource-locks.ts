import { createHash } from "node:crypto";
import { z } from "zod";
import { branchRef } from "../../milestone/names.ts";
import { resourcesOverlap } from "../../milestone/schedule/resources.ts";
import type { Lease } from "../../milestone/session/event.ts";
import { loadHistory } from "../journal/load.ts";
import { isHeld, type LockPlace, type Oid, type RemoteFailure } from "../ports.ts";
import { block, warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

/** One ref per resource; what it points at says who holds it. */
const LOCK_PREFIX = "refs/milestone-lock/";

const lockText = z.object({
  resource: z.string(),
  milestone: z.string(),
  epoch: z.number(),
  run_id: z.string(),
});
type Lock = z.infer<typeof lockText>;

/**
 * Resources that milestones share, held by a running phase through a ref on the remote (without one, in this clone) that
 * is moved by compare-and-swap alone. A lock counts as long as the run that took it holds its own milestone's lease: it
 * is fenced by that lease's epoch, needs no clock of its own, and one that a dead run left behind is simply taken over.
 */
export class ResourceLocks {
  #run: Run;
  #place: LockPlace;
  #held = new Map<string, Oid>();
  #others: Lock[] = [];
  /** Not to be had at the last try, whoever has them. */
  #refused = new Set<string>();
  #known = new Map<Oid, Lock | null>();
  #releasing: Promise<void> = Promise.resolve();
  #off = false;

  private constructor(run: Run, place: LockPlace) {
    this.#run = run;
    this.#place = place;
  }

  /** null where no other run could meet this one: the remote keeps no locks. */
  static open(run: Run): ResourceLocks | null {
    const { remote, ownLocks } = run.ports;
    const place = remote ?? ownLocks;
    return place?.locks ? new ResourceLocks(run, place as LockPlace) : null;
  }

  /** What no phase of this run may start with now, as of the last look. */
  get elsewhere(): string[] {
    return [...new Set([...this.#others.map(lock => lock.resource), ...this.#refused])];
  }

  /** Who holds one of the resources, in words. */
  holderOf(resources: readonly string[]): string {
    const lock = this.#others.find(o => resources.some(r => resourcesOverlap(r, o.resource)));
    return lock ? `${lock.resource} is held by the milestone ${lock.milestone} (run ${lock.run_id})` : "";
  }

  /** Takes all of the resources, or none; false: try again after the next `look`. */
  async acquire(resources: readonly string[]): Promise<boolean> {
    const wanted = resources.filter(r => !this.#held.has(r)).sort();
    if (wanted.length === 0 || this.#off) return true;
    await this.#releasing;
    const refs = await this.#look();
    if (this.#off) return true;
    if (!refs || this.#isTaken(wanted)) return this.#refuse(wanted);
    for (const resource of wanted) {
      const oid = await this.#takeOne(resource, refs.get(refOf(resource)) ?? null);
      if (this.#off) return true;
      if (oid === null) {
        this.#give(wanted);
        return this.#refuse(wanted);
      }
      this.#held.set(resource, oid);
    }
    // Globs may overlap without sharing a ref: of two that were taken at once, at least one sees the other and yields.
    if (!wanted.some(r => r.startsWith("path:"))) return true;
    if ((await this.#look()) && !this.#isTaken(wanted)) return true;
    this.#give(wanted);
    return this.#refuse(wanted);
  }

  /** Gives back what none of these tasks' phases needs any more. Returns at once. */
  keepOnly(needed: ReadonlySet<string>): void {
    this.#give([...this.#held.keys()].filter(resource => !needed.has(resource)));
  }

  async releaseAll(): Promise<void> {
    this.#give([...this.#held.keys()]);
    await this.#releasing;
  }

  /** Sees what others hold now; what was refused may be tried again. */
  async look(): Promise<void> {
    await this.#look();
    this.#refused.clear();
  }

  #refuse(wanted: string[]): false {
    for (const resource of wanted) this.#refused.add(resource);
    return false;
  }

  #isTaken(wanted: string[]): boolean {
    return this.#others.some(other => wanted.some(mine => resourcesOverlap(mine, other.resource)));
  }

  async #takeOne(resource: string, stale: Oid | null): Promise<Oid | null> {
    const { ports, journal, base } = this.#run;
    const { lease } = journal.state;
    if (!lease) return null;
    const lock: Lock = { resource, milestone: journal.milestone, epoch: lease.epoch, run_id: lease.run_id };
    const oid = await ports.repository.commit({
      parents: [base.commit],
      base: base.commit,
      changes: new Map(),
      message: `lock of ${resource}\n\n${JSON.stringify(lock)}\n`,
      author: ports.repository.author,
      at: ports.clock.now(),
    });
    const taken = await this.#place.locks.swap(refOf(resource), stale, oid);
    if (taken.ok) return oid;
    if (isLasting(taken)) this.#giveUp(taken.message);
    return null;
  }

  /** A remote that takes no such refs cannot keep milestones apart; that is said, and no reason to stop. */
  #giveUp(why: string): void {
    this.#off = true;
    this.#others = [];
    this.#refused.clear();
    const message = `resources cannot be locked on the remote (${why}); other milestones may use them at the same time`;
    warnOnce(this.#run.journal, "network", message);
  }

  #give(resources: string[]): void {
    for (const resource of resources) {
      const oid = this.#held.get(resource);
      if (oid === undefined) continue;
      this.#held.delete(resource);
      const release = async (): Promise<void> => {
        await this.#place.locks.swap(refOf(resource), oid, null);
      };
      // Where even the disk refuses: one that stays behind is stale as soon as this run ends.
      this.#releasing = this.#releasing.then(release).catch(() => undefined);
    }
  }

  /** Answers all lock refs, and notes those of living runs of others; null when the remote cannot be asked. */
  async #look(): Promise<Map<string, Oid> | null> {
    const listed = await this.#place.locks.list(LOCK_PREFIX);
    if (!listed.ok) {
      if (isLasting(listed)) this.#giveUp(listed.message);
      return null;
    }
    const others: Lock[] = [];
    const mine = new Set(this.#held.values());
    for (const [ref, oid] of listed.refs) {
      if (mine.has(oid)) continue;
      const lock = await this.#read(ref, oid);
      if (lock && (await this.#isAlive(lock))) others.push(lock);
    }
    this.#others = others;
    return listed.refs;
  }

  async #read(ref: string, oid: Oid): Promise<Lock | null> {
    const known = this.#known.get(oid);
    if (known !== undefined) return known;
    const fetched = await this.#place.fetch(ref);
    // Gone or moved meanwhile: the next look tells.
    if (!fetched.ok || fetched.oid !== oid) return null;
    const [commit] = await this.#run.ports.repository.log({ to: oid, limit: 1 });
    const lock = parseLock(commit?.body ?? "");
    this.#known.set(oid, lock);
    return lock;
  }

  /** Whether the run that took the lock still holds its milestone. One that cannot be told counts as alive. */
  async #isAlive(lock: Lock): Promise<boolean> {
    const { ports, journal } = this.#run;
    if (lock.milestone === journal.milestone) return false;
    const fetched = await this.#place.fetch(branchRef(lock.milestone));
    if (!fetched.ok) return true;
    if (fetched.oid === null) return false;
    const reading = await loadHistory(ports.repository, lock.milestone, fetched.oid);
    if (!reading.ok) return true;
    const { state } = reading.history;
    const lease: Lease | null = state.lease;
    if (lease === null || lease.epoch !== lock.epoch || lease.run_id !== lock.run_id) return false;
    return isHeld(ports, state, lease, fetched.oid);
  }
}

function refOf(resource: string): string {
  return LOCK_PREFIX + createHash("sha256").update(resource).digest("hex").slice(0, 40);
}

/** null for what no run of ours wrote: it holds nothing. */
function parseLock(body: string): Lock | null {
  let data: unknown;
  try {
    data = JSON.parse(body.trim().split("\n").at(-1) ?? "");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const parsed = lockText.safeParse(data);
  return parsed.success ? parsed.data : null;
}

/** Whether the remote will say the same the next time. */
function isLasting(failure: RemoteFailure | { ok: false; reason: "stale" }): failure is RemoteFailure {
  return failure.reason !== "stale" && failure.reason !== "unreachable" && failure.reason !== "timeout";
}

/** How often a resource that another milestone holds is looked at again (ms). */
const LOOK_EVERY_MS = 5_000;

/** What tasks share with other milestones: who may start, who waits, and who has waited too long (`lock_wait`). */
export class SharedResources {
  #run: Run;
  #locks: ResourceLocks | null;
  #notify: () => void;
  #waitingSince = new Map<string, number>();
  #cancelLook: (() => void) | null = null;

  /** `notify`: a look is due; `look` does it, in the loop's own time. */
  constructor(run: Run, notify: () => void) {
    this.#run = run;
    this.#locks = ResourceLocks.open(run);
    this.#notify = notify;
  }

  get elsewhere(): readonly string[] {
    return this.#locks?.elsewhere ?? [];
  }

  /** Whether the task may start: its resources are this run's now. */
  async admit(task: string): Promise<boolean> {
    if (!this.#locks) return true;
    const admitted = await this.#locks.acquire(this.#resourcesOf(task));
    if (admitted) this.#waitNoMore(task);
    else this.#wait(task);
    return admitted;
  }

  /** Gives back what none of the tasks under way needs, and sees to it that what others hold is looked at again. */
  settle(underWay: readonly string[]): void {
    if (!this.#locks) return;
    this.#locks.keepOnly(new Set(underWay.flatMap(task => this.#resourcesOf(task))));
    if (this.#locks.elsewhere.length === 0 || this.#cancelLook) return;
    this.#cancelLook = this.#run.ports.clock.after(LOOK_EVERY_MS, this.#notify);
  }

  async look(): Promise<void> {
    this.#cancelLook = null;
    await this.#locks?.look();
    this.#blockOverdue();
  }

  /** Nothing else is left to do: true when all of these tasks have waited long enough for a person to be needed. */
  waitFor(tasks: readonly string[]): boolean {
    for (const task of tasks) this.#wait(task);
    this.#blockOverdue();
    return tasks.every(task => !this.#waitingSince.has(task));
  }

  async close(): Promise<void> {
    this.#cancelLook?.();
    await this.#locks?.releaseAll();
  }

  #wait(task: string): void {
    if (this.#waitingSince.has(task)) return;
    this.#waitingSince.set(task, this.#run.ports.clock.now());
    const resources = this.#resourcesOf(task);
    const holder = this.#locks?.holderOf(resources) || null;
    this.#run.activities.set(`wait ${task}`, { doing: "waiting_for_resource", task, resources, holder });
  }

  #waitNoMore(task: string): void {
    this.#waitingSince.delete(task);
    this.#run.activities.clear(`wait ${task}`);
  }

  #blockOverdue(): void {
    const { journal, plan, ports } = this.#run;
    for (const [task, since] of this.#waitingSince) {
      if (ports.clock.now() - since < plan.limits.lockWaitMs) continue;
      this.#waitNoMore(task);
      const holder = this.#locks?.holderOf(this.#resourcesOf(task)) || "it is held elsewhere";
      block(journal, {
        type: "resource_conflict",
        task,
        message: `${task} waited too long for what it needs: ${holder}`,
      });
    }
  }

  #resourcesOf(task: string): readonly string[] {
    return this.#run.plan.tasks.find(t => t.id === task)?.resources ?? [];
  }
}
