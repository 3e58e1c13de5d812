import { type ChildProcess, fork } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { COMPILED } from "./program.ts";
import type { Finished } from "./repository.ts";
import type { WarmCall } from "./warm-process.ts";

const PROCESS = join(import.meta.dirname, "warm-process.ts");
/** What one process keeps of its calls stays small: it is as large after a hundred as after ten. */
const MOST_CALLS = 400;

interface Warm {
  child: ChildProcess;
  calls: number;
}

const idle: Warm[] = [];

/** What these variables say is read when a process starts. */
const AT_START = ["PATH", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS"];

/**
 * Runs an entry of the program to its end in a process that has run it before: one call at a time in each, and as many
 * processes as there are calls at once. What a test says of starting, ending, signals, memory or the secrets in a process's
 * environment needs a process of its own.
 */
export function runWarm(file: string, call: Omit<WarmCall, "entry">): Promise<Finished> {
  const warm = idle.pop() ?? start();
  warm.calls += 1;
  const { child } = warm;
  child.ref();
  child.channel?.ref();
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the warm process ended with ${code}`));
    child.once("exit", ended);
    child.once("message", finished => {
      child.off("exit", ended);
      if (warm.calls < MOST_CALLS) {
        // An idle one keeps nobody from ending.
        child.unref();
        child.channel?.unref();
        idle.push(warm);
      } else child.disconnect();
      resolve(finished as Finished);
    });
    child.send({ ...call, entry: pathToFileURL(file).href });
  });
}

/** Whether a call may be made in a process that was started for others. */
export function isForWarm(env: Record<string, string> = {}): boolean {
  return !AT_START.some(name => name in env);
}

function start(): Warm {
  // What a process was started with is how the processes of one test are told from others'.
  const env = { PATH: process.env.PATH ?? "", TMPDIR: tmpdir(), NODE_COMPILE_CACHE: COMPILED };
  const child = fork(PROCESS, [], {
    env,
    cwd: "/",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
  return { child, calls: 0 };
}
