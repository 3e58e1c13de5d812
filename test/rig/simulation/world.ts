import type { Checkout } from "../../../src/engine/opening/basis.ts";
import type { Oid, Ports, RunIdentity } from "../../../src/engine/ports.ts";
import { branchRef, paths } from "../../../src/milestone/names.ts";
import { type MilestoneDraft, milestoneText } from "../milestone-file.ts";
import { seeded, settle, VirtualTime } from "./clock.ts";
import { type Doom, SimProcess } from "./engine.ts";
import { Objects } from "./objects.ts";
import { type Mishap, SimServer, simRemote } from "./remote.ts";
import { type DiskFault, SimDisk, simRepository } from "./repository.ts";
import { type Script, type SimTrees, simRunner, simWorkspaces } from "./runner.ts";
import { Witness } from "./witness.ts";

/** An attempt that is to be made; `process` is the name of the one that makes it. */
export interface ScriptedAttempt {
  task: string;
  phase: string;
  attempt: number;
  earlier: number;
  process: string;
}

export interface WorldOptions {
  seed: number;
  draft: MilestoneDraft;
  /** How an attempt goes; `earlier` counts this phase's attempts in this world, whoever made them. */
  script?: (random: () => number, where: ScriptedAttempt) => Script;
  mishap?: (random: () => number) => Mishap;
  fault?: (random: () => number) => DiskFault;
  /** Where the draft has a setup. */
  trees?: SimTrees;
  /** ms that a test command takes. */
  commandMs?: number;
  /** ms that a call to the server takes at most. */
  slowestCallMs?: number;
  /** Whether one process can tell if another one lives; else only its silence tells. */
  seesOthers?: boolean;
  /** A seeded bug of the disk. */
  refsFirst?: boolean;
}

/** Everything outside of the engine: time, disks, the server, agents. The same seed gives the same world. */
export class World {
  readonly time = new VirtualTime(Date.UTC(2026, 10, 21, 9, 0, 0));
  readonly objects = new Objects();
  readonly server = new SimServer(this.objects);
  readonly random: () => number;
  readonly witness: Witness;
  readonly base: Oid;
  readonly milestone: string;
  readonly ref: string;
  readonly processes: SimProcess[] = [];
  #options: WorldOptions;
  #attempts = new Map<string, number>();

  constructor(options: WorldOptions) {
    this.#options = options;
    this.random = seeded(options.seed);
    this.milestone = options.draft.id;
    this.ref = branchRef(this.milestone);
    const file = Buffer.from(milestoneText(options.draft));
    this.base = this.objects.addCommit(
      {
        parents: [],
        changes: new Map([[paths.milestone(this.milestone), file]]),
        message: "first\n",
        author: { name: "Mona", email: "mona@example.test" },
        at: this.time.now,
      },
      new Map(),
    ).oid;
    this.witness = new Witness(this);
  }

  clone(): SimDisk {
    return new SimDisk(this.objects);
  }

  process(doom: Doom = { at: 0 }): SimProcess {
    const pid = this.processes.length + 1;
    const process = new SimProcess(`engine-${pid}`, pid, this.time, doom);
    this.processes.push(process);
    return process;
  }

  get draft(): MilestoneDraft {
    return this.#options.draft;
  }

  get checkout(): Checkout {
    return { base: { branch: "main", commit: this.base }, working: null };
  }

  /** @param witnessed false: what runs is none of the engine that owns the branch */
  ports(process: SimProcess, disk: SimDisk, { witnessed = true } = {}): Ports {
    const { script, mishap, fault, slowestCallMs = 400, commandMs = 500, refsFirst = false } = this.#options;
    const now = (): number => this.time.now;
    const repository = simRepository({
      disk,
      process,
      now,
      fault: fault?.(this.random) ?? (() => undefined),
      refsFirst,
    });
    return {
      clock: { now, after: (ms, callback) => process.after(ms, callback) },
      random: this.random,
      repository,
      remote: simRemote({
        server: this.server,
        process,
        now,
        delayMs: () => 1 + Math.floor(this.random() * slowestCallMs),
        mishap: () => mishap?.(this.random) ?? "none",
      }),
      workspaces: simWorkspaces(process, this.#options.trees ?? null),
      runner: simRunner({
        process,
        script: ({ task, phase, attempt }) => {
          const key = `${task.id}/${phase.phase}`;
          const earlier = this.#attempts.get(key) ?? 0;
          this.#attempts.set(key, earlier + 1);
          const where = { task: task.id, phase: phase.phase, attempt, earlier, process: process.name };
          return script?.(this.random, where) ?? { ms: 1_000 };
        },
        began: request => (witnessed ? this.witness.began(process, disk, request) : () => undefined),
        command: () => ({ ms: commandMs, ok: true }),
      }),
      host: this.#host(process),
      forge: {
        present: false,
        answerComplaint: async () => null,
        takeUpComplaint: async () => null,
        decisions: async () => ({ ok: false, reason: "nobody to ask" }),
        pusher: async () => ({ ok: true, by: null }),
        sync: async () => undefined,
      },
      narrator: {
        event: () => undefined,
        note: () => undefined,
        warn: text => this.witness.warnings.push(text),
      },
      mask: data => data,
    };
  }

  #host(process: SimProcess): Ports["host"] {
    const identity: RunIdentity = {
      run_id: `local-${process.pid}`,
      run_attempt: 1,
      job: "",
      host: "sim",
      pid: process.pid,
      pid_started: `boot-${process.pid}`,
    };
    return {
      identity: () => identity,
      isAlive: async owner => {
        if (this.#options.seesOthers === false) return "unknown";
        return this.processes[owner.pid - 1]?.dead === false ? "alive" : "dead";
      },
      endLeftovers: async () => undefined,
      interrupt: async () => undefined,
      disk: () => ({ usedPercent: 10, freeBytes: 2 ** 40 }),
      memory: () => 10,
      cores: 4,
      tool: async () => ({ found: true, version: null }),
      env: () => true,
      probe: async () => ({ ok: true, exit: 0, durationMs: 1, tail: "", output: "" }),
    };
  }

  /** Lets time pass until the work is through or its process is dead. @throws when nothing can ever happen again */
  async until<T>(works: { process: SimProcess; done: Promise<T> }[]): Promise<(T | "died")[]> {
    const results: (T | "died")[] = [];
    let left = works.length;
    let fault: unknown = null;
    works.forEach(({ process, done }, index) => {
      void Promise.race([done, process.death]).then(
        result => {
          results[index] = result;
          left -= 1;
        },
        error => {
          fault ??= error ?? new Error("rejected without a reason");
        },
      );
    });
    for (let steps = 0; ; steps++) {
      await settle();
      if (fault) throw fault;
      if (left === 0) return results;
      if (!this.time.step())
        throw new Error("the world stands still: the engine waits for what will never come");
      if (steps > 200_000) throw new Error("the world goes round in circles");
    }
  }
}
