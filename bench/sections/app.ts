import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRET } from "../../test/app/app-rig.ts";
import { githubWithMilestones, playMilestones, startReplicas, whatIsWrong } from "../../test/app/replicas.ts";
import { createGitHubStandIn, type StandIn } from "../../test/rig/github/stand-in.ts";
import { hasRedis, startRedis } from "../../test/rig/redis.ts";
import { floor, type Row, row } from "../row.ts";

/** The app over HTTP on loopback: what it takes in, and what two processes of it make of a bad day. */
export async function app(): Promise<Row[]> {
  return [...(await intake()), ...(await replicas())];
}

const EACH_MS = 20;
const STEADY = 1_000;
const BURST = 400;
const FLOOD = 60;

async function intake(): Promise<Row[]> {
  const github = await createGitHubStandIn();
  const folder = mkdtempSync(join(tmpdir(), "milestone-bench-"));
  const child = startApp(github, folder);
  try {
    const port = await listening(child);
    const agent = new Agent({ keepAlive: true, maxSockets: 500 });
    const floorMs = await floorOf(agent, port);
    const steady: Promise<Answered>[] = [];
    for (let n = 0; n < STEADY; n += 1) {
      steady.push(deliver(agent, port));
      await new Promise(resolve => setTimeout(resolve, EACH_MS));
    }
    const taken = await Promise.all(steady);
    const burst = await Promise.all(Array.from({ length: BURST }, () => deliver(agent, port)));
    const peak = await flood(child, port);
    return [
      floor("app", "an answer of /health, ms, p99 of 100", floorMs),
      row("app", "50 deliveries a second for 20 s: not answered 202", refused(taken), 0, { digits: 0 }),
      row("app", "the same: p99, ms", p99(taken.map(({ ms }) => ms)), 100),
      row("app", "400 deliveries at once: not answered 202", refused(burst), 0, { digits: 0 }),
      row("app", "the same: p99, ms", p99(burst.map(({ ms }) => ms)), 1_000),
      row("app", "60 unsigned chunked bodies of 25 MB at once: peak MB", peak, 300, { digits: 0 }),
    ];
  } finally {
    child.kill("SIGKILL");
    await github.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startApp(github: StandIn, folder: string): ChildProcess {
  return spawn(process.execPath, ["app/server.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH!,
      APP_ID: String(github.app.id),
      PRIVATE_KEY: github.app.privateKey,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: "http",
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: folder,
    } as NodeJS.ProcessEnv,
  });
}

async function listening({ stdout }: ChildProcess): Promise<number> {
  let text = "";
  for await (const chunk of stdout!) {
    text += String(chunk);
    const port = /"port":(\d+)/.exec(text)?.[1];
    if (!port) continue;
    stdout!.resume();
    return Number(port);
  }
  throw new Error(`the app does not start: ${text}`);
}

interface Answered {
  status: number;
  ms: number;
}

const refused = (answers: Answered[]): number => answers.filter(({ status }) => status !== 202).length;
const p99 = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1]!;

async function floorOf(agent: Agent, port: number): Promise<number> {
  const answers: Answered[] = [];
  for (let n = 0; n < 100; n += 1) answers.push(await ask(agent, { port, path: "/health" }, ""));
  return p99(answers.map(({ ms }) => ms));
}

/** A push as an organisation's other repositories tell of it, with its thirty kilobytes. */
function deliver(agent: Agent, port: number): Promise<Answered> {
  const body = JSON.stringify({
    ref: "refs/heads/main",
    installation: { id: 1 },
    repository: {
      id: 1,
      name: "x",
      owner: { login: "acme" },
      default_branch: "main",
      html_url: "http://x/acme/x",
    },
    commits: [
      { id: randomUUID(), message: "x".repeat(30_000), added: ["src/a.ts"], modified: [], removed: [] },
    ],
  });
  const headers = {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
  };
  return ask(agent, { port, path: "/api/github/webhooks", method: "POST", headers }, body);
}

function ask(agent: Agent, options: object, body: string): Promise<Answered> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", agent, ...options }, answer => {
      answer
        .resume()
        .once("end", () => resolve({ status: answer.statusCode!, ms: performance.now() - begun }));
    });
    asked.once("error", reject).end(body);
  });
}

/** Bodies without a length and with a wrong signature, as large as GitHub's largest: the peak of the app's memory in MB. */
async function flood(child: ChildProcess, port: number): Promise<number> {
  const megabyte = Buffer.alloc(1 << 20, "x");
  const chunk = Buffer.concat([
    Buffer.from(`${megabyte.length.toString(16)}\r\n`),
    megabyte,
    Buffer.from("\r\n"),
  ]);
  const head = [
    "POST /api/github/webhooks HTTP/1.1",
    "host: x",
    "x-github-event: push",
    "x-github-delivery: 1",
    `x-hub-signature-256: sha256=${"0".repeat(64)}`,
    "transfer-encoding: chunked",
  ];
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMb(child));
  }, 10);
  await Promise.all(
    Array.from({ length: FLOOD }, async () => {
      const socket = connect(port, "127.0.0.1");
      const closed = once(socket, "close").catch(() => {});
      socket.on("error", () => {}).resume();
      socket.write(`${head.join("\r\n")}\r\n\r\n`);
      for (let n = 0; n < 25 && socket.writable; n += 1)
        if (!socket.write(chunk)) await Promise.race([once(socket, "drain").catch(() => {}), closed]);
      socket.end("0\r\n\r\n");
      await closed;
    }),
  );
  clearInterval(watch);
  return peak;
}

const residentMb = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

const MILESTONES = ["api-v2", "docs-v1", "web-v3", "cli-v4"];
const KILL_MS = 5_000;

/** Two processes over a thousand deliveries that are shuffled, doubled and lost, calmly and with a restart each 5 s. */
async function replicas(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of hasRedis ? ["Redis", "SQLite"] : ["SQLite"]) {
    for (const isKilled of [false, true]) {
      const { wrong, deliveries, seconds } = await badDay(kind, isKilled);
      const what = `two processes on ${kind}, ${deliveries} deliveries${isKilled ? ", a restart each 5 s" : ""}`;
      rows.push(row("app", `${what}: missing or made twice`, wrong.length, 0, { digits: 0 }));
      rows.push(floor("app", "the same: s from the last delivery to the end", seconds));
      for (const line of wrong) console.error(line);
    }
  }
  return rows;
}

async function badDay(kind: string, isKilled: boolean) {
  const github = await githubWithMilestones(MILESTONES);
  const redis = kind === "Redis" ? await startRedis() : null;
  const folder = mkdtempSync(join(tmpdir(), "milestone-bench-"));
  const processes = await startReplicas(github, 2, redis ? { REDIS_URL: redis.url } : { DATA_DIR: folder });
  const { url } = processes;
  github.setWebhook({ url, secret: SECRET, seed: 5, drop: 0.1, duplicate: 0.3, delayMs: 1_000 });
  let which = 0;
  let last: Promise<unknown> = Promise.resolve();
  const kills = setInterval(() => {
    if (!isKilled) return;
    which = 1 - which;
    last = last.then(() => processes.replace(which));
  }, KILL_MS);
  const presses = await playMilestones(github, { milestones: MILESTONES, rounds: 150 });
  await github.settled();
  clearInterval(kills);
  await last;
  const begun = performance.now();
  const wrong = await whatIsWrong(github, processes, { milestones: MILESTONES, presses });
  const seconds = (performance.now() - begun) / 1_000;
  const deliveries = github.deliveries.length;
  await processes.close();
  await redis?.close();
  await github.close();
  rmSync(folder, { recursive: true, force: true });
  return { wrong: [...wrong, ...github.violations], deliveries, seconds };
}
