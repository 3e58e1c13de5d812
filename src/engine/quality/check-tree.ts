import { setUp } from "../attempt/setup.ts";
import type { CommandOutcome, Oid, Running } from "../ports.ts";
import type { Run } from "../run/run-context.ts";

/** The tree in which integrated work is checked, beside the agents' own. One command at a time. */
export class CheckTree {
  #run: Run;
  #current: Running<CommandOutcome> | null = null;
  #stopped: string | null = null;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Why nothing runs here any more; null: it may. */
  get stopped(): string | null {
    return this.#stopped;
  }

  stop(reason: string): void {
    this.#stopped = reason;
    this.#current?.stop(reason);
  }

  /** Runs one of the plan's commands on a commit's files; null where it was stopped. A failed setup answers for it. */
  async command(command: string, commit: Oid, label: string): Promise<CommandOutcome | null> {
    if (this.#stopped !== null) return null;
    const { ports, plan } = this.#run;
    const workspace = await ports.workspaces.open("checks");
    await workspace.moveTo(commit);
    const unprepared = await setUp(this.#run, { workspace, commit }, running => this.#own(running));
    if (this.#stopped !== null) return null;
    if (unprepared) return unprepared;
    const outcome = await this.#own(
      ports.runner.command({
        command,
        workspace,
        env: { MILESTONE_ID: plan.id },
        timeoutMs: plan.limits.phaseTimeoutMs,
        label,
      }),
    );
    return this.#stopped === null ? outcome : null;
  }

  async #own(running: Running<CommandOutcome>): Promise<CommandOutcome> {
    this.#current = running;
    if (this.#stopped !== null) running.stop(this.#stopped);
    try {
      return await running.done;
    } finally {
      this.#current = null;
    }
  }
}
