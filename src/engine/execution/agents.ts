import type { Start } from "../../milestone/schedule/decision.ts";
import { executorNamed } from "../../milestone/schedule/readiness.ts";
import { type AttemptResult, type RunningAttempt, startAttempt } from "../attempt/attempt.ts";
import { recordInterruption } from "../attempt/interruptions.ts";
import { plannedAttempt } from "../attempt/phase-attempt.ts";
import type { Run } from "../run/run-context.ts";

/** The agents at work, each in a slot of its own, and what they work on. */
export class Agents {
  #run: Run;
  #ended: (running: RunningAttempt, result: AttemptResult) => void;
  #running = new Map<number, RunningAttempt>();
  /** The task that each slot ran last. */
  #lastTask = new Map<number, string>();

  /** @param ended told of each attempt that ended, by itself or because it was stopped */
  constructor(run: Run, ended: (running: RunningAttempt, result: AttemptResult) => void) {
    this.#run = run;
    this.#ended = ended;
  }

  get running(): RunningAttempt[] {
    return [...this.#running.values()];
  }

  get tasks(): string[] {
    return this.running.map(r => r.start.task.id);
  }

  /** Settles once every agent's process was told to start. */
  async begun(): Promise<void> {
    await Promise.all(this.running.map(({ begun }) => begun));
  }

  get idle(): boolean {
    return this.#running.size === 0;
  }

  /** Records that the phase starts, and starts it in a free slot. The slot is taken until `release`. */
  start(start: Start): void {
    const { plan, journal, roles } = this.#run;
    const planned = plannedAttempt(plan, start)!;
    const { task, phase, attempt } = planned;
    const slot = this.#freeSlot(task.id);
    const agent = `task_executor/${slot}`;
    this.#lastTask.set(slot, task.id);
    if (journal.state.tasks.get(task.id)?.startedAt == null) {
      journal.record({ event: "task_started", task_id: task.id, agent, data: {} });
    }
    journal.record({
      event: "phase_started",
      task_id: task.id,
      phase: phase.phase,
      agent,
      data: { attempt, executor: start.executor },
    });
    journal.recordProgress();
    roles.start(slot, task.id, phase.phase);
    const executor = executorNamed(phase.executor, start.executor);
    const running = startAttempt(this.#run, { ...planned, executor, executorName: start.executor, slot });
    this.#running.set(slot, running);
    void running.done.then(result => this.#ended(running, result));
  }

  /** The slot that knows the task's files already, else the first free one. */
  #freeSlot(task: string): number {
    for (const [slot, last] of this.#lastTask) if (last === task && !this.#running.has(slot)) return slot;
    for (let slot = 1; ; slot++) if (!this.#running.has(slot)) return slot;
  }

  /** The slot is free again: what ran in it was taken in. */
  release({ start }: RunningAttempt, failed: boolean): void {
    this.#running.delete(start.slot);
    this.#run.roles.finish(start.slot, failed);
  }

  /** Ends every agent, and records as interrupted what had not failed by itself. */
  async stopAll(reason: string): Promise<void> {
    const attempts = this.running;
    for (const attempt of attempts) attempt.stop(reason);
    for (const attempt of attempts) {
      const result = await attempt.done;
      if (!("interrupted" in result) && !result.ok) continue;
      recordInterruption(this.#run.journal, attempt.start, reason);
      this.#run.roles.finish(attempt.start.slot, false);
    }
    this.#running.clear();
  }
}
