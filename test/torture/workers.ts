import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** The kinds of work trees that whatever runs agents is tried over. */
export const TREES = ["folder", "overlay"] as const;

/** One piece of work for a process of its own; `trees` absent: it has no work tree. */
export type Job = { trees?: (typeof TREES)[number] } & (
  | { kind: "simulation"; from: number; to: number }
  | { kind: "races in simulation"; from: number; to: number }
  /** Seeds of milestones over many runners. */
  | { kind: "fleet"; from: number; to: number }
  /** Real machines of a milestone over many runners are lost. */
  | { kind: "runner kill"; seed: number }
  | { kind: "kill"; seed: number; operations: number; tree: string }
  | { kind: "kill at"; strategy: "parallel" | "sequential" | "hybrid"; at: number; tree: string }
  | { kind: "fault"; what: import("../rig/faults.ts").FaultKind; at: number; tree: string }
  | { kind: "cancel" }
  | { kind: "race"; delay: number }
  | { kind: "frozen" }
  /** A shape of repository and a change, by their places in the tables. */
  | { kind: "difference"; shape: number; change: number }
);

export interface Answer {
  job: Job;
  /** What went wrong, with what is needed to see it again. */
  failures: string[];
  /** Milliseconds of whatever the job measures (a cancellation, a resumed run). */
  ms: number;
}

/** Does all jobs, as many at a time as there are processors, and tells each answer as it comes. */
export async function doAll(jobs: Job[], tell: (answer: Answer) => void): Promise<void> {
  const left = [...jobs];
  const workers = Array.from({ length: availableParallelism() }, () => drain(left, tell));
  await Promise.all(workers);
}

async function drain(left: Job[], tell: (answer: Answer) => void): Promise<void> {
  const worker = fork(join(import.meta.dirname, "worker.ts"));
  try {
    for (let job = left.shift(); job !== undefined; job = left.shift()) {
      tell(await ask(worker, job));
    }
  } finally {
    worker.disconnect();
  }
}

function ask(worker: ReturnType<typeof fork>, job: Job): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null): void => {
      reject(new Error(`a worker ended with ${code} at ${JSON.stringify(job)}`));
    };
    worker.once("exit", failed);
    worker.once("message", message => {
      worker.off("exit", failed);
      resolve(message as Answer);
    });
    worker.send(job);
  });
}
