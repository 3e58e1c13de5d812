import { block } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";
import { ResourceLocks } from "./resource-locks.ts";

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
    if (admitted) this.#waitingSince.delete(task);
    else this.#wait(task);
    return admitted;
  }

  /** Gives back what none of the running tasks needs, and sees to it that what others hold is looked at again. */
  settle(running: readonly string[]): void {
    if (!this.#locks) return;
    this.#locks.keepOnly(new Set(running.flatMap(task => this.#resourcesOf(task))));
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
    if (!this.#waitingSince.has(task)) this.#waitingSince.set(task, this.#run.ports.clock.now());
  }

  #blockOverdue(): void {
    const { journal, plan, ports } = this.#run;
    for (const [task, since] of this.#waitingSince) {
      if (ports.clock.now() - since < plan.limits.lockWaitMs) continue;
      this.#waitingSince.delete(task);
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
