import type { AttemptRequest, Oid } from "../../../src/engine/ports.ts";
import type { SimProcess } from "./engine.ts";
import type { SimDisk } from "./repository.ts";
import type { SimWorkspace } from "./runner.ts";
import type { World } from "./world.ts";

/** An attempt that really began, with what the branch promised at that moment here and on the server. */
export interface SeenAttempt {
  process: SimProcess;
  /** `task/phase` */
  key: string;
  at: number;
  tips: Oid[];
}

/** Sees what no log tells: what really ran, when, and where the branch stood then. */
export class Witness {
  readonly warnings: string[] = [];
  readonly violations: string[] = [];
  readonly attempts: SeenAttempt[] = [];
  #world: World;
  #running = new Map<string, SimProcess>();

  constructor(world: World) {
    this.#world = world;
  }

  /** An attempt begins; the answer is called when it ends. */
  began(process: SimProcess, disk: SimDisk, { plan, task, phase, workspace }: AttemptRequest): () => void {
    const key = `${task.id}/${phase.phase}`;
    if (plan.setup !== undefined && !(workspace as SimWorkspace).isSetUp)
      this.violations.push(`${process.name} runs ${key} where nothing was set up`);
    const { ref, server, time } = this.#world;
    const other = this.#running.get(key);
    // One that is stopped in its tracks does nothing, and what it does after waking can no longer land.
    if (other && !other.dead && other.frozenUntil === 0) {
      this.violations.push(`${process.name} runs ${key} while ${other.name} still does`);
    }
    this.#running.set(key, process);
    const tips = [disk.refs.get(ref), server.refs.get(ref)].filter(tip => tip !== undefined);
    this.attempts.push({ process, key, at: time.now, tips });
    return () => {
      if (this.#running.get(key) === process) this.#running.delete(key);
    };
  }
}
