import { type ChildProcess, spawn } from "node:child_process";
import { frame, frameReader, type LaunchAnswer, type LaunchOrder } from "./launch-protocol.ts";

/**
 * A small process that starts others for the engine. Starting a process copies the page tables of its parent,
 * which takes this one a fraction of what it takes the engine (research: 0.8 ms against 16 ms at 512 MiB), and blocks
 * nobody who has other things to do. When the engine is gone, however it ended, everything started here goes too.
 * Started by sudo it speaks over its standard input and output, and signals what the engine may not.
 */
const children = new Map<number, ChildProcess>();
const isPiped = !process.connected;

// A terminal's Ctrl-C reaches the whole group; what it means is for the engine to say.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
if (!isPiped) {
  process.on("disconnect", endAll);
  process.on("message", obey);
} else {
  process.chdir("/");
  process.stdin.on("data", frameReader(obey));
  for (const event of ["end", "error"] as const) process.stdin.on(event, endAll);
  process.stdout.on("error", endAll);
  tell({ kind: "ready" });
}

function obey(order: LaunchOrder): void {
  switch (order.kind) {
    case "spawn":
      return start(order);
    case "forget":
      return forget(order.id);
    case "signal":
      return signal(order.target, order.signal);
    default:
      return order satisfies never;
  }
}

function start({ id, argv, cwd, env, stdin }: Extract<LaunchOrder, { kind: "spawn" }>): void {
  const [program = "", ...args] = argv;
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd,
      env,
      detached: true,
      stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
  } catch (error) {
    return fail(id, error as NodeJS.ErrnoException);
  }
  child.once("error", error => fail(id, error));
  if (child.pid === undefined) return;
  children.set(id, child);
  tell({ kind: "started", id, pid: child.pid });
  for (const stream of ["stdout", "stderr"] as const) {
    const source = child[stream];
    // One piece at a time: a child that prints faster than the engine reads waits, as at a pipe.
    source?.on("data", (data: Buffer) => {
      source.pause();
      tell({ kind: "data", id, stream, data }, () => source.resume());
    });
  }
  child.stdin?.on("error", () => undefined);
  if (stdin !== undefined) child.stdin?.end(Buffer.from(stdin));
  child.once("exit", (code, signal) => tell({ kind: "exit", id, code, signal }));
  child.once("close", () => {
    children.delete(id);
    tell({ kind: "close", id });
  });
}

/** The engine no longer waits for the output of a child whose tree is gone. */
function forget(id: number): void {
  const child = children.get(id);
  child?.stdout?.destroy();
  child?.stderr?.destroy();
  children.delete(id);
}

function fail(id: number, error: NodeJS.ErrnoException): void {
  tell({ kind: "failed", id, code: error.code ?? "UNKNOWN", message: error.message });
}

function tell(answer: LaunchAnswer, sent?: () => void): void {
  if (isPiped) process.stdout.write(frame(answer), () => sent?.());
  else if (process.connected) process.send?.(answer, undefined, undefined, () => sent?.());
}

/** What ended meanwhile needs no signal. */
function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function endAll(): void {
  for (const { pid } of children.values()) {
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch (error) {
      // It ended by itself just now.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") process.exitCode = 1;
    }
  }
  process.exit();
}
