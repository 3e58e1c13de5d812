import { once } from "node:events";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type PlanReading, type ReadPlanRequest, readPlan } from "../src/milestone/plan/read-plan.ts";

/** Smaller ones take some 20 ms at the most, whatever they hold. */
const SMALL = 4 * 1024;
const LIMIT_MS = 2_000;
/** One that does not even start holds its caller no longer than this. */
const START_MS = 30_000;
const MEMORY_MIB = 512;

const START = "milestone-plan-reader";

/** The thread that read the last plan, for the next one. */
let idle: Worker | null = null;

/**
 * Reads a plan out of a repository. Anybody may install the app and commit what they like, so all but small ones are
 * read in a thread of their own, which is ended when it takes too long: the app goes on answering everybody else.
 */
export async function readOutsidePlan(request: ReadPlanRequest, limitMs = LIMIT_MS): Promise<PlanReading> {
  const size = request.text.length + (request.config?.text.length ?? 0);
  if (size <= SMALL) return readPlan(request);
  const worker = idle ?? (await startWorker());
  idle = null;
  worker.ref();
  const reading = await answerOf(worker, request, limitMs);
  if (reading === null || idle !== null) {
    await worker.terminate();
    return reading ?? tooLong(request, limitMs);
  }
  worker.unref();
  idle = worker;
  return reading;
}

/** Null where the thread is of no more use: it takes too long, or too much memory. */
async function answerOf(
  worker: Worker,
  request: ReadPlanRequest,
  limitMs: number,
): Promise<PlanReading | null> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), limitMs);
  try {
    worker.postMessage(request);
    const [reading] = await once(worker, "message", { signal: over.signal });
    return reading as PlanReading;
  } catch (error) {
    if (over.signal.aborted || (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY")
      return null;
    await worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Its start is none of the plan's doing. */
async function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: START,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  // It may also die when nobody waits for it, which must not end the app.
  for (const end of ["error", "exit"]) worker.on(end, () => forget(worker));
  try {
    await once(worker, "message", { signal: AbortSignal.timeout(START_MS) });
    return worker;
  } catch (error) {
    await worker.terminate();
    throw new Error("the reader of plans did not start", { cause: error });
  }
}

function forget(worker: Worker): void {
  if (idle === worker) idle = null;
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
  port.on("message", (request: ReadPlanRequest) => {
    const reading = readPlan(request);
    port.postMessage(reading.ok ? { ok: true, plan: reading.plan } : { ok: false, errors: reading.errors });
  });
  port.postMessage("ready");
}
