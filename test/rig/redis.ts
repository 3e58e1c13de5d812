import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export interface RedisRig {
  url: string;
  close(): Promise<void>;
}

/** Whether Debian's `redis-server` is on this machine. */
export const hasRedis = (process.env.PATH ?? "")
  .split(delimiter)
  .some(folder => existsSync(join(folder, "redis-server")));

/** A Redis of the test's own, on loopback; it keeps its files in a temporary folder. */
export async function startRedis(settings: Record<string, string> = {}): Promise<RedisRig> {
  const folder = mkdtempSync(join(tmpdir(), "milestone-redis-"));
  const all = { appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noeviction", ...settings };
  const { child, port } = await onFreePort(port =>
    spawn("redis-server", [
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
      ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, ...value.split(" ")]),
    ]),
  );
  return {
    url: `redis://127.0.0.1:${port}`,
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Another process may take a port between the look for a free one and its use: then another one is looked for. */
async function onFreePort(
  start: (port: number) => ChildProcess,
  tries = 5,
): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  const child = start(port);
  try {
    await ready(child);
  } catch (error) {
    if (tries > 1) return onFreePort(start, tries - 1);
    throw error;
  }
  return { child, port };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout!.on("data", chunk => {
      if (String(chunk).includes("Ready to accept connections")) resolve();
    });
    child.once("exit", code => reject(new Error(`redis-server ended with ${code}`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(resolve => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise(resolve => probe.close(resolve));
  return port;
}
