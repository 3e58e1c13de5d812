import type { Oid } from "../../../src/engine/ports.ts";
import type { VirtualTime } from "./clock.ts";

/** Where and how an engine is to die. */
export interface Doom {
  /** Dies at this port operation, counted from 1; 0: never. Each operation counts before and after its effect. */
  at: number;
}

/**
 * One process of the engine as the world sees it. Once dead, nothing that it was doing goes on: what it awaits never
 * settles, its timers never fire, and no port does anything for it any more.
 */
export class SimProcess {
  readonly name: string;
  readonly pid: number;
  dead = false;
  /** Until when the process is stopped (SIGSTOP); 0: it runs. */
  frozenUntil = 0;
  operations = 0;
  #time: VirtualTime;
  #doom: Doom;
  #died: () => void = () => undefined;
  readonly death: Promise<"died">;

  constructor(name: string, pid: number, time: VirtualTime, doom: Doom) {
    this.name = name;
    this.pid = pid;
    this.#time = time;
    this.#doom = doom;
    this.death = new Promise(resolve => {
      this.#died = () => resolve("died");
    });
  }

  die(): void {
    this.dead = true;
    this.#died();
  }

  /** Marks a point at which the process may die; one that is dead never comes back from here. */
  async point(): Promise<void> {
    this.operations += 1;
    if (this.operations === this.#doom.at) this.die();
    if (this.dead) await new Promise<never>(() => undefined);
    if (this.frozenUntil > this.#time.now) await this.wait(0);
  }

  /** One operation on the world: a point before it, its effect in one step, a point after it. */
  async does<T>(effect: () => T): Promise<T> {
    await this.point();
    const result = effect();
    await this.point();
    return result;
  }

  /** Waits in virtual time; a frozen process goes on only when it is thawed. */
  wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.after(ms, resolve);
    });
  }

  after(ms: number, callback: () => void): () => void {
    let cancel = (): void => undefined;
    const fire = (): void => {
      if (this.dead) return;
      const rest = this.frozenUntil - this.#time.now;
      if (rest > 0) cancel = this.#time.after(rest, fire);
      else callback();
    };
    cancel = this.#time.after(ms, fire);
    return () => cancel();
  }
}

/** A ref's moves, oldest first: what was true at some time must stay true. */
export type RefLog = { at: number; to: Oid | null; by: string }[];
