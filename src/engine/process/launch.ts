import { fork, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { frame, frameReader, type LaunchAnswer, type LaunchOrder } from "./launch-protocol.ts";

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

/** The way to a launcher and back. */
interface Channel {
  send(order: LaunchOrder, failed: () => void): void;
  /** Whether the engine stays for it. */
  hold(stays: boolean): void;
}

interface Listener {
  hear(answer: LaunchAnswer): void;
  lost(): void;
}

/** By node's own channel, as the same user. It needs nothing of the engine's environment. */
function ownChannel({ hear, lost }: Listener): Channel {
  const child = fork(launcherPath(), [], {
    env: { PATH: process.env.PATH ?? "" },
    execArgv: ["--max-semi-space-size=1"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("message", hear);
  for (const event of ["error", "exit"] as const) child.on(event, lost);
  return {
    send: (order, failed) => child.send(order, error => error && failed()),
    hold(stays) {
      if (stays) return child.channel?.ref();
      child.unref();
      child.channel?.unref();
    },
  };
}

/** As root by sudo, which asks nobody for a password here. */
function rootChannel({ hear, lost }: Listener): Channel {
  const argv = ["-n", "--", process.execPath, "--max-semi-space-size=1", launcherPath()];
  const child = spawn("sudo", argv, {
    env: { PATH: process.env.PATH ?? "" },
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  child.stdout.on("data", frameReader(hear));
  for (const event of ["error", "exit"] as const) child.on(event, lost);
  child.stdin.on("error", lost);
  const pipes = [child.stdin, child.stdout] as unknown as { ref(): void; unref(): void }[];
  return {
    send: (order, failed) => child.stdin.write(frame(order), error => error && failed()),
    hold(stays) {
      if (!stays) child.unref();
      for (const pipe of pipes) stays ? pipe.ref() : pipe.unref();
    },
  };
}

/** A launcher of this engine; started with the first process, and again should it ever end. */
class Launcher {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  #next = 1;
  ended = false;
  readonly #ready = withResolvers<boolean>();

  constructor(open: (listener: Listener) => Channel) {
    this.#channel = open({ hear: answer => this.#hear(answer), lost: () => this.#lost() });
    this.#rest();
  }

  /** Settles with whether it came to be; only a launcher that was started by sudo tells. */
  isReady(): Promise<boolean> {
    this.#channel.hold(true);
    return this.#ready.promise.finally(() => this.#rest());
  }

  signal(target: number, signal: NodeJS.Signals): void {
    this.#send({ kind: "signal", target, signal });
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
      this.#channel.hold(true);
      const { argv, cwd, env, stdin } = request;
      this.#send({ kind: "spawn", id, argv, cwd, env, ...(stdin === undefined ? {} : { stdin }) });
    });
  }

  #send(order: LaunchOrder): void {
    if (!this.ended) this.#channel.send(order, () => this.#lost());
  }

  #hear(answer: LaunchAnswer): void {
    if (answer.kind === "ready") return this.#ready.resolve(true);
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
    if (this.#pending.size === 0) this.#channel.hold(false);
  }

  /** Its children end with it; the waiter sees it as an ending by SIGKILL. */
  #lost(): void {
    this.ended = true;
    this.#ready.resolve(false);
    for (const [id, pending] of this.#pending) {
      pending.started({ ok: false, code: "ELAUNCHER", message: "the process that starts others has ended" });
      pending.exited({ code: null, signal: "SIGKILL" });
      this.#done(id);
    }
  }
}

const launchers = new Map<"own" | "root", Launcher>();

/** Starts a program as its own process group; as root where a sandbox has to be made that only root can make. */
export function launch(request: LaunchRequest, byRoot = false): Promise<LaunchOutcome> {
  return launcherOf(byRoot ? "root" : "own").spawn(request);
}

/** Starts the launcher ahead of its first use: it takes as long as node's own start. */
export function prepareToLaunch(): void {
  launcherOf("own");
}

/** Whether sudo lets this user start programs as root without a word. */
export function canLaunchByRoot(): Promise<boolean> {
  return launcherOf("root").isReady();
}

/** To a process or group that root started for us. */
export function signalByRoot(target: number, signal: NodeJS.Signals): void {
  launchers.get("root")?.signal(target, signal);
}

function launcherOf(who: "own" | "root"): Launcher {
  const known = launchers.get(who);
  if (known && !known.ended) return known;
  const launcher = new Launcher(who === "root" ? rootChannel : ownChannel);
  launchers.set(who, launcher);
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
