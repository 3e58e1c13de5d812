/** One program of a job, and how the runner ends it when the run is cancelled. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface ChildOptions {
  command: string;
  args: string[];
  cwd: string;
  env: { [name: string]: string | undefined };
  signal: AbortSignal;
  onOutput(text: string): void;
  /** Milliseconds after SIGINT until SIGTERM, and from there until the kill; GitHub's are 7,500 and 2,500. 0 and 0: killed. */
  patience: { interruptMs: number; terminateMs: number };
}

export interface ChildResult {
  code: number | null;
  /** Signals that the runner had to send. */
  sent: NodeJS.Signals[];
}

/** Runs the program to its end. Signals go to its process alone, not to the group, as the runner sends them. */
export function runChild(options: ChildOptions): Promise<ChildResult> {
  const { command, args, cwd, env, signal, onOutput, patience } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const sent: NodeJS.Signals[] = [];
    const timers: NodeJS.Timeout[] = [];
    const send = (name: NodeJS.Signals) => {
      sent.push(name);
      child.kill(name);
    };
    const cancel = () => {
      if (patience.interruptMs + patience.terminateMs === 0) return send("SIGKILL");
      send("SIGINT");
      timers.push(setTimeout(() => send("SIGTERM"), patience.interruptMs));
      timers.push(setTimeout(() => send("SIGKILL"), patience.interruptMs + patience.terminateMs));
    };
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
    child.stdout.setEncoding("utf8").on("data", onOutput);
    child.stderr.setEncoding("utf8").on("data", onOutput);
    child.on("error", reject);
    child.on("exit", code => {
      signal.removeEventListener("abort", cancel);
      for (const timer of timers) clearTimeout(timer);
      // A child that outlives the program may hold the pipes open: the runner waits 5 s at most.
      const last = setTimeout(() => resolve({ code, sent }), 5_000);
      child.on("close", () => {
        clearTimeout(last);
        resolve({ code, sent });
      });
    });
  });
}

/** Kills whatever still runs with this tracking id in its environment, as the runner does at a job's end. Returns how many. */
export function killTracked(trackingId: string): number {
  let killed = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    if (!environmentOf(name).includes(`RUNNER_TRACKING_ID=${trackingId}\0`)) continue;
    try {
      process.kill(Number(name), "SIGKILL");
      killed += 1;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
  return killed;
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return ""; // gone meanwhile, or not ours to read
  }
}
