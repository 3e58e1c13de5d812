import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Queue, Worker } from "bullmq";
import { runEngine } from "../engine.ts";
import { COMMAND, makeRepository, temporary, workflowMilestone } from "../repository.ts";
import { floor, median, type Row } from "../row.ts";

const PHASES = 400;
const WIDTH = 6;
const LIMIT_MS = 60_000;

interface Peer {
  /** What a row of it says. */
  figure: string;
  /** Wall time in milliseconds of the 400 commands without the start of servers; null where something is missing. */
  run(): Promise<number | null>;
  missing: string;
}

const PEERS: Peer[] = [
  {
    figure: "400 phases, whole run / the same commands as jobs of BullMQ on Redis (appendfsync always)",
    run: runBullmq,
    missing: "redis-server",
  },
  {
    figure: "400 phases, whole run / the same commands as steps of DBOS on PostgreSQL, four a workflow",
    run: runDbos,
    missing: "PostgreSQL (initdb, postgres), or the npm registry,",
  },
];

/** A durable step elsewhere: the same commands, as many at once, each of them on the disk before it counts. */
export async function peers(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { figure, run, missing } of PEERS) {
    const ratios: number[] = [];
    for (let round = 0; round < 3; round++) {
      const theirs = await run();
      if (theirs === null) {
        console.error(`peers: ${missing} is not to be had here, so there is nothing to compare with`);
        break;
      }
      const root = makeRepository(workflowMilestone(PHASES / 4));
      ratios.push(runEngine(root) / theirs);
      rmSync(root, { recursive: true });
    }
    if (ratios.length > 0) rows.push(floor("peers", figure, median(ratios)));
  }
  return rows;
}

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

/** Installed beside the bench for this row alone: it is no dependency of the product. */
const DBOS = "@dbos-inc/dbos-sdk@5.3.0";

/** One workflow a task, one step a phase, six workflows at once: nothing waits for the polling of a queue. */
const DBOS_PROGRAM = `
import { DBOS } from "@dbos-inc/dbos-sdk";
import { spawn } from "node:child_process";
import { once } from "node:events";
const [url, tasks, width, command, out] = process.argv.slice(2);
const env = { PATH: process.env.PATH, MILESTONE_DELIVERABLES: out };
const phase = async () => {
  await once(spawn("bash", ["-e", "-c", command], { env, stdio: "ignore" }), "close");
};
const task = DBOS.registerWorkflow(async () => {
  for (let at = 0; at < 4; at++) await DBOS.runStep(phase, { name: "phase" + at });
}, { name: "task" });
DBOS.setConfig({ name: "bench", systemDatabaseUrl: url, systemDatabasePoolSize: Number(width) + 4, logLevel: "error" });
await DBOS.launch();
const began = performance.now();
let left = Number(tasks);
const work = async () => {
  while (left-- > 0) await (await DBOS.startWorkflow(task)()).getResult();
};
await Promise.all(Array.from({ length: Number(width) }, work));
console.log("took " + (performance.now() - began));
await DBOS.shutdown();
process.exit(0);
`;

let dbosFolder: string | undefined;

/** Where the package is installed; null where it cannot be. */
function dbosInstalled(): string | null {
  if (dbosFolder !== undefined) return dbosFolder;
  const folder = temporary("dbos");
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", DBOS];
  if (spawnSync("npm", install, { cwd: folder, stdio: "ignore" }).status !== 0) return null;
  writeFileSync(join(folder, "bench.mjs"), DBOS_PROGRAM);
  dbosFolder = folder;
  return folder;
}

/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const AS_ANOTHER = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

async function runDbos(): Promise<number | null> {
  const installed = dbosInstalled();
  if (installed === null) return null;
  const folder = temporary("postgres");
  const [data, out] = [join(folder, "data"), join(folder, "out")];
  for (const each of [data, out]) mkdirSync(each, { mode: 0o700 });
  if ("uid" in AS_ANOTHER) for (const each of [folder, data]) chownSync(each, NOBODY, NOBODY);
  const made = spawnSync("initdb", ["--pgdata", data, "--auth", "trust", "--username", "bench"], {
    cwd: folder,
    stdio: "ignore",
    ...AS_ANOTHER,
  });
  if (made.status !== 0) return null;
  const options = ["-D", data, "-k", folder, "-c", "listen_addresses="];
  const server = spawn("postgres", options, {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    ...AS_ANOTHER,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.once("exit", code => reject(new Error(`postgres ended with ${code}`)));
      server.stderr.on("data", chunk => /ready to accept/.test(String(chunk)) && resolve());
    });
    const url = `postgresql://bench@localhost/dbos?host=${encodeURIComponent(folder)}`;
    const program = [join(installed, "bench.mjs"), url, String(PHASES / 4), String(WIDTH), COMMAND, out];
    const { stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8", timeout: LIMIT_MS });
    const took = /took ([\d.]+)/.exec(stdout)?.[1];
    if (took === undefined) throw new Error(`the workflows of DBOS did not end: ${stderr.slice(-500)}`);
    return Number(took);
  } finally {
    server.removeAllListeners("exit");
    server.kill("SIGINT");
    await once(server, "exit");
    rmSync(folder, { recursive: true });
  }
}
