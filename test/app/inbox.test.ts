import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DeliveryInbox, DeliveryLease, InboxOptions, Job, NewJob } from "../../app/inbox/inbox.ts";
import { openRedisInbox } from "../../app/inbox/redis-inbox.ts";
import { openSqliteInbox } from "../../app/inbox/sqlite-inbox.ts";
import { hasRedis, type RedisRig, startRedis } from "../rig/redis.ts";

let redis: RedisRig | null = null;
let folder: string;
let scope = 0;
const open: DeliveryInbox[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "milestone-inbox-"));
  if (hasRedis) redis = await startRedis();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(inbox => inbox.close()));
  scope += 1;
});
afterAll(async () => {
  await redis?.close();
  rmSync(folder, { recursive: true, force: true });
});

const faults: unknown[] = [];
const OPTIONS: InboxOptions = {
  now: Date.now,
  // Longer than a loaded machine holds up the beat that renews it.
  leaseMs: 30_000,
  pollMs: 50,
  width: 4,
  onError: error => void faults.push(error),
};
const quiet = { warn: () => {} };

async function another(kind: string, options: Partial<InboxOptions> = {}): Promise<DeliveryInbox> {
  const all = { ...OPTIONS, ...options };
  const inbox =
    kind === "SQLite"
      ? openSqliteInbox(join(folder, `${scope}.sqlite`), all)
      : await openRedisInbox({ url: redis!.url, name: `test-${scope}`, startMs: 10_000, log: quiet }, all);
  open.push(inbox);
  return inbox;
}

const job = (id: string, line: string, more: Partial<NewJob> = {}): NewJob => ({
  id,
  line,
  lane: "upkeep",
  name: "thing",
  body: JSON.stringify({ id }),
  ...more,
});

/** Works an inbox off and writes down what came, until so much did. */
function working(inbox: DeliveryInbox) {
  const seen: { id: string; line: string; tries: number }[] = [];
  inbox.start(async ({ id, line, tries }) => {
    seen.push({ id, line, tries });
    return { kind: "done" };
  });
  return seen;
}

const kinds = hasRedis ? ["SQLite", "Redis"] : ["SQLite"];
describe.each(kinds)("the inbox in %s", kind => {
  it("takes an id once, and tells which ids are known", async () => {
    const inbox = await another(kind);
    expect(await inbox.take([job("a", "x"), job("b", ""), job("a", "x")])).toEqual([true, true, false]);
    expect(await (await another(kind)).take([job("a", "x")])).toEqual([false]);
    expect(await inbox.known(["a", "b", "c"])).toEqual(new Set(["a", "b"]));
  });

  it("keeps each line's order over two processes, with one job of a line at a time", async () => {
    const [one, two] = [await another(kind), await another(kind)];
    const seen = new Map<string, string[]>();
    const under = new Set<string>();
    const work = async ({ id, line }: Job) => {
      expect(under.has(line)).toBe(false);
      under.add(line);
      await new Promise(resolve => setTimeout(resolve, 1));
      seen.set(line, [...(seen.get(line) ?? []), id]);
      under.delete(line);
      return { kind: "done" as const };
    };
    one.start(work);
    two.start(work);
    const lines = ["a", "b", "c", "d", "e"];
    for (let n = 0; n < 20; n += 1)
      await [one, two][n % 2]!.take(lines.map(line => job(`${line}${n}`, line)));
    await expect.poll(() => one.busy(Date.now()), { timeout: 90_000 }).toBe(0);
    for (const line of lines)
      expect(seen.get(line)).toEqual(Array.from({ length: 20 }, (_, n) => `${line}${n}`));
    expect(faults).toEqual([]);
  });

  it("gives a job that is put off again at its time, before what came later", async () => {
    const inbox = await another(kind);
    const seen: [string, number][] = [];
    inbox.start(async ({ id, tries }) => {
      seen.push([id, tries]);
      return id === "first" && tries < 2 ? { kind: "again", at: Date.now() + 50 } : { kind: "done" };
    });
    await inbox.take([job("first", "x")]);
    await inbox.take([job("second", "x")]);
    await expect.poll(() => seen, { timeout: 90_000 }).toHaveLength(4);
    expect(seen).toEqual([
      ["first", 0],
      ["first", 1],
      ["first", 2],
      ["second", 0],
    ]);
  });

  it("makes one look of many plans, at the earliest time, and keeps a plan that is made while it looks", async () => {
    const inbox = await another(kind);
    let looks = 0;
    for (const ms of [3_600_000, 20, 3_600_000]) await inbox.plan("x", Date.now() + ms, "{}");
    // Only now, lest it look before the last of them is planned.
    inbox.start(async () => {
      looks += 1;
      if (looks === 1) await inbox.plan("x", Date.now(), "{}");
      return { kind: "done" };
    });
    await expect.poll(() => inbox.busy(Date.now() + 7_200_000), { timeout: 90_000 }).toBe(0);
    expect(looks).toBe(2);
  });

  it("lets a command be carried out by one: a finished one is settled, that of a dead owner is abandoned", async () => {
    const inbox = await another(kind);
    const lease = (fence: number): DeliveryLease => ({ line: "x", fence, holds: async () => true });
    expect(await inbox.claim("run/1", 60_000, lease(1_000_001))).toBe("ours");
    expect(await inbox.claim("run/1", 60_000, lease(1_000_002))).toBe("abandoned");
    await inbox.settle("run/1", 60_000);
    expect(await inbox.claim("run/1", 60_000, lease(1_000_003))).toBe("settled");
    let during = "";
    inbox.start(async (_, own) => {
      await inbox.claim("run/2", 60_000, own);
      during = await inbox.claim("run/2", 60_000, lease(1_000_004));
      return { kind: "done" };
    });
    await inbox.take([job("a", "x")]);
    await expect.poll(() => during, { timeout: 90_000 }).toBe("begun");
  });

  it("says once in a time, and keeps notes", async () => {
    const inbox = await another(kind);
    expect([await inbox.once("a", 60_000), await inbox.once("a", 60_000), await inbox.once("b", 1)]).toEqual([
      true,
      false,
      true,
    ]);
    await expect.poll(() => inbox.once("b", 1), { timeout: 90_000 }).toBe(true);
    expect([await inbox.once("c", 60_000, 7), await inbox.once("c", 60_000, 8)]).toEqual([true, false]);
    expect([await inbox.once("c", 60_000), await inbox.once("c", 60_000, 7)]).toEqual([false, true]);
    await inbox.setNote("n", "one");
    await inbox.setNote("n", "two");
    expect([await inbox.note("n"), await inbox.note("m")]).toEqual(["two", null]);
  });
});

it("the line of a process that is late is handed on, and its own lease counts no more", async () => {
  const late = await another("SQLite", { now: () => Date.now() - 60_000 });
  let old: DeliveryLease | undefined;
  let release = () => {};
  late.start(async (_, lease) => {
    old = lease;
    await new Promise<void>(resolve => {
      release = resolve;
    });
    return { kind: "done" };
  });
  await late.take([job("a", "x")]);
  await expect.poll(() => old !== undefined, { timeout: 90_000 }).toBe(true);
  const alive = await another("SQLite");
  const seen = working(alive);
  await expect.poll(() => seen, { timeout: 90_000 }).toEqual([{ id: "a", line: "x", tries: 0 }]);
  expect(await old!.holds()).toBe(false);
  release();
});

it("a Redis that is not there is said with its address, and without its password", async () => {
  const place = { url: "redis://:hush@127.0.0.1:1", name: "x", startMs: 0, log: quiet };
  const opened = openRedisInbox(place, { ...OPTIONS, onError: () => {} });
  await expect(opened).rejects.toThrow(/^the Redis at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/);
});

if (hasRedis)
  describe("a Redis that could lose deliveries", () => {
    it.each([
      [{ appendonly: "no" }, "--appendonly yes"],
      [{ "maxmemory-policy": "allkeys-lru" }, "--maxmemory-policy noeviction"],
      // Hosted ones do not answer CONFIG.
      [{ appendonly: "no", "rename-command": "CONFIG hidden" }, "--appendonly yes"],
      [{ "maxmemory-policy": "volatile-ttl", "rename-command": "CONFIG hidden" }, "--maxmemory-policy"],
    ])("is refused with the setting that it lacks: %j", async (settings, remedy) => {
      const forgetful = await startRedis(settings as unknown as Record<string, string>);
      const place = { url: forgetful.url, name: "x", startMs: 10_000, log: quiet };
      await expect(openRedisInbox(place, OPTIONS)).rejects.toThrow(remedy);
      await forgetful.close();
    });

    it("only for a second is told what that costs", async () => {
      const each = await startRedis({ appendfsync: "everysec" });
      const said: string[] = [];
      const log = { warn: (_: object, message: string) => void said.push(message) };
      const inbox = await openRedisInbox({ url: each.url, name: "x", startMs: 10_000, log }, OPTIONS);
      expect(said.join()).toContain("last second");
      await inbox.close();
      await each.close();
    });
  });
