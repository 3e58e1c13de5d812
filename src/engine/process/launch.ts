import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LaunchAnswer, LaunchOrder } from "./launch-protocol.ts";

export interface LaunchRequest {
  argv: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  stdin?: Buffer | string;
  onData: (stream: "stdout" | "stderr", data: Buffer) => void;
}

/** A process started through the launcher. */
export interface Launched {
  pid: number;
  exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Settles once the output is read to its end. */
  closed: Promise<void>;
  /** Gives up the rest of the output. */
  forget(): void;
}

export type LaunchOutcome = { ok: true; child: Launched } | { ok: false; code: string; message: string };

interface Pending {
  request: LaunchRequest;
  started: (outcome: LaunchOutcome) => void;
  exited: (end: { code: number | null; signal: NodeJS.Signals | null }) => void;
  closed: () => void;
  exit: Launched["exit"];
  closing: Promise<void>;
}

/** The launcher of this engine; started with the first process, and again should it ever end. */
class Launcher {
  readonly #process: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #next = 1;
  ended = false;

  constructor() {
    // It needs nothing of the engine's environment; what a child gets is in its order.
    this.#process = fork(launcherPath(), [], {
      env: { PATH: process.env.PATH ?? "" },
      execArgv: ["--max-semi-space-size=1"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#process.on("message", (answer: LaunchAnswer) => this.#hear(answer));
    this.#process.on("error", () => this.#lost());
    this.#process.on("exit", () => this.#lost());
    this.#rest();
  }

  spawn(request: LaunchRequest): Promise<LaunchOutcome> {
    const id = this.#next++;
    const exit = withResolvers<{ code: number | null; signal: NodeJS.Signals | null }>();
    const closing = withResolvers<void>();
    return new Promise(started => {
      this.#pending.set(id, {
        request,
        started,
        exited: exit.resolve,
        closed: closing.resolve,
        exit: exit.promise,
        closing: closing.promise,
      });
      this.#process.channel?.ref();
      const { argv, cwd, env, stdin } = request;
      this.#send({ kind: "spawn", id, argv, cwd, env, ...(stdin === undefined ? {} : { stdin }) });
    });
  }

  #send(order: LaunchOrder): void {
    if (!this.ended) this.#process.send(order, error => error && this.#lost());
  }

  #hear(answer: LaunchAnswer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    switch (answer.kind) {
      case "started": {
        const { exit, closing } = pending;
        const forget = (): void => {
          this.#send({ kind: "forget", id: answer.id });
          this.#done(answer.id);
        };
        return pending.started({ ok: true, child: { pid: answer.pid, exit, closed: closing, forget } });
      }
      case "failed":
        pending.started({ ok: false, code: answer.code, message: answer.message });
        return this.#done(answer.id);
      case "data":
        return pending.request.onData(answer.stream, Buffer.from(answer.data));
      case "exit":
        return pending.exited({ code: answer.code, signal: answer.signal });
      case "close":
        return this.#done(answer.id);
      default:
        return answer satisfies never;
    }
  }

  #done(id: number): void {
    this.#pending.get(id)?.closed();
    this.#pending.delete(id);
    this.#rest();
  }

  /** With nothing to wait for it does not keep the engine running. */
  #rest(): void {
    if (this.#pending.size > 0) return;
    this.#process.unref();
    this.#process.channel?.unref();
  }

  /** Its children end with it; whoever waits learns it as an ending by SIGKILL. */
  #lost(): void {
    this.ended = true;
    for (const [id, pending] of this.#pending) {
      pending.started({ ok: false, code: "ELAUNCHER", message: "the process that starts others has ended" });
      pending.exited({ code: null, signal: "SIGKILL" });
      this.#done(id);
    }
  }
}

let launcher: Launcher | null = null;

/** Starts a program as its own process group. */
export function launch(request: LaunchRequest): Promise<LaunchOutcome> {
  return currentLauncher().spawn(request);
}

/** Starts the launcher ahead of its first use: it takes as long as node's own start. */
export function prepareToLaunch(): void {
  currentLauncher();
}

function currentLauncher(): Launcher {
  if (!launcher || launcher.ended) launcher = new Launcher();
  return launcher;
}

/** `Promise.withResolvers`, which node 20 has not. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Beside this file in the sources; one folder up in the bundle, whose chunks have a folder of their own. */
function launcherPath(): string {
  const own = fileURLToPath(new URL("./launcher.ts", import.meta.url));
  return existsSync(own) ? own : fileURLToPath(new URL("../launcher.js", import.meta.url));
}
