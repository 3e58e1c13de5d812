import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Queue, Worker } from "bullmq";
import { runEngine } from "../engine.ts";
import { COMMAND, makeRepository, temporary, workflowMilestone } from "../repository.ts";
import { floor, median, type Row } from "../row.ts";

const PHASES = 400;
const WIDTH = 6;
const LIMIT_MS = 60_000;

/** A durable step elsewhere: the same commands as jobs of BullMQ, with a Redis that syncs each write to the disk. */
export async function peers(): Promise<Row[]> {
  const ratios: number[] = [];
  for (let round = 0; round < 3; round++) {
    const theirs = await runBullmq();
    if (theirs === null) {
      console.error("peers: redis-server is not installed, so there is nothing to compare with");
      return [];
    }
    const root = makeRepository(workflowMilestone(PHASES / 4));
    ratios.push(runEngine(root) / theirs);
    rmSync(root, { recursive: true });
  }
  const figure = "400 phases, whole run / the same commands as jobs of BullMQ on Redis (appendfsync always)";
  return [floor("peers", figure, median(ratios))];
}

/** Wall time in milliseconds without the start of the server; null where there is none. */
async function runBullmq(): Promise<number | null> {
  const folder = temporary("redis");
  const path = join(folder, "socket");
  const options = ["--port", "0", "--unixsocket", path, "--dir", folder];
  const durable = ["--appendonly", "yes", "--appendfsync", "always"];
  const server = spawn("redis-server", [...options, ...durable], { stdio: ["ignore", "pipe", "ignore"] });
  const started = await new Promise<boolean>(resolve => {
    server.once("error", () => resolve(false));
    server.stdout.on("data", chunk => /ready to accept/i.test(String(chunk)) && resolve(true));
  });
  if (!started) return null;
  const connection = { path, maxRetriesPerRequest: null };
  const began = performance.now();
  const queue = new Queue("bench", { connection });
  const env = { PATH: process.env.PATH ?? "", MILESTONE_DELIVERABLES: folder };
  const run = async (): Promise<void> => {
    await once(spawn("bash", ["-e", "-c", COMMAND], { env, stdio: "ignore" }), "close");
  };
  const worker = new Worker("bench", run, { connection, concurrency: WIDTH });
  let done = 0;
  const all = new Promise<void>(resolve => {
    worker.on("completed", () => {
      done += 1;
      if (done === PHASES) resolve();
    });
  });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`${done} of ${PHASES} jobs in a minute`)), LIMIT_MS).unref();
  });
  const work = queue.addBulk(Array.from({ length: PHASES }, (_, i) => ({ name: `p${i}`, data: {} })));
  try {
    await Promise.race([work.then(() => all), late]);
  } catch (error) {
    server.kill("SIGKILL");
    throw error;
  }
  const ms = performance.now() - began;
  await worker.close();
  await queue.close();
  server.kill();
  await once(server, "exit");
  rmSync(folder, { recursive: true });
  return ms;
}
