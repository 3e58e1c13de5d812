import { parentPort, Worker, workerData } from "node:worker_threads";
import { type PlanReading, type ReadPlanRequest, readPlan } from "../src/milestone/plan/read-plan.ts";

/** Smaller ones take a few milliseconds, whatever they hold. */
const SMALL = 64 * 1024;
const LIMIT_MS = 2_000;
/** One that does not even start holds its caller no longer than this. */
const START_MS = 30_000;
const MEMORY_MIB = 512;

const START = "milestone-plan-reader";

/**
 * Reads a plan out of a repository. Anybody may install the app and commit what they like, so a large one is read in
 * a thread of its own, which is ended when it takes too long: the app goes on answering everybody else.
 */
export async function readOutsidePlan(request: ReadPlanRequest, limitMs = LIMIT_MS): Promise<PlanReading> {
  const size = request.text.length + (request.config?.text.length ?? 0);
  if (size <= SMALL) return readPlan(request);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: START,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<PlanReading>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("the reader of plans did not start")), START_MS);
      worker.on("message", (message: "ready" | PlanReading) => {
        if (message !== "ready") return resolve(message);
        // Its start is none of the plan's doing.
        clearTimeout(timer);
        timer = setTimeout(() => resolve(tooLong(request, limitMs)), limitMs);
        worker.postMessage(request);
      });
      worker.on("error", error => {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ERR_WORKER_OUT_OF_MEMORY") resolve(tooLong(request, limitMs));
        else reject(error);
      });
      worker.on("exit", code => reject(new Error(`the reader of plans ended with ${code}`)));
    });
  } finally {
    clearTimeout(timer);
    worker.removeAllListeners("exit");
    await worker.terminate();
  }
}

function tooLong({ file, text }: ReadPlanRequest, limitMs: number): PlanReading {
  const kib = Math.round(text.length / 1024);
  return {
    ok: false,
    errors: [
      {
        severity: "error",
        code: "yaml-size",
        file,
        line: 1,
        column: 1,
        message: `the plan of ${kib} KiB is not read within ${limitMs / 1000} s`,
        remedy: "split it into several milestones",
      },
    ],
  };
}

if (workerData === START && parentPort) {
  const port = parentPort;
  port.once("message", (request: ReadPlanRequest) => {
    const reading = readPlan(request);
    port.postMessage(reading.ok ? { ok: true, plan: reading.plan } : { ok: false, errors: reading.errors });
  });
  port.postMessage("ready");
}
