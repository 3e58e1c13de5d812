import { type JobsOptions, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import {
  type Claim,
  type DeliveryInbox,
  type DeliveryLease,
  type DeliveryOutcome,
  type InboxOptions,
  type Job,
  KNOWN_MS,
  LANES,
  type NewJob,
  RECONCILE,
} from "./inbox.ts";

/** How often every process looks for lines whose wake-up was lost with another process. */
const RESCUE_MS = 5_000;
/** Lines that one such look wakes up: those beyond it have a wake-up of their own, or the next look finds them. */
const RESCUED = 200;
/** The longest that a command may take. */
const ANSWER_MS = 5_000;

/**
 * Takes jobs: their ids become known, each goes to the end of its line, and the line is due. All or nothing, as one
 * script. Answers for each job whether it was new.
 */
const TAKE = `
local fresh = {}
for i = 4, #ARGV, 3 do
  local id, line, job = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if redis.call("SET", KEYS[1] .. "known:" .. id, "1", "NX", "PX", ARGV[2]) then
    if line ~= "" then
      redis.call("RPUSH", KEYS[1] .. "line:" .. line, job)
      local held = redis.call("GET", KEYS[1] .. "held:" .. line)
      local at = held and math.max(tonumber(held), tonumber(ARGV[1])) or tonumber(ARGV[1])
      redis.call("ZADD", KEYS[1] .. "due", "LT", at, line)
    end
    fresh[#fresh + 1] = 1
  else
    fresh[#fresh + 1] = 0
  end
end
return fresh`;

/** Plans a look at a line: the earlier time wins, and a plan that is made while one is worked on stays. */
const PLAN = `
local at = redis.call("HGET", KEYS[1] .. "plans", ARGV[1])
local time = tonumber(ARGV[2])
if at and tonumber(at) < time then time = tonumber(at) end
redis.call("HSET", KEYS[1] .. "plans", ARGV[1], time)
redis.call("HSET", KEYS[1] .. "bodies", ARGV[1], ARGV[3])
redis.call("HINCRBY", KEYS[1] .. "planned", ARGV[1], 1)
redis.call("ZADD", KEYS[1] .. "due", "LT", time, ARGV[1])
return time`;

/** The lines that are due and that nobody works on. */
const DUE = `
local free = {}
for _, line in ipairs(redis.call("ZRANGEBYSCORE", KEYS[1] .. "due", "-inf", ARGV[1], "LIMIT", 0, ARGV[2])) do
  if redis.call("EXISTS", KEYS[1] .. "lease:" .. line) == 0 then free[#free + 1] = line end
end
return free`;

/** Leases a line that nobody holds: a number that is higher than any before, or 0. */
const LEASE = `
if redis.call("EXISTS", KEYS[1] .. "lease:" .. ARGV[1]) == 1 then return 0 end
local fence = redis.call("INCR", KEYS[1] .. "fence")
redis.call("SET", KEYS[1] .. "lease:" .. ARGV[1], fence, "PX", ARGV[2])
redis.call("SET", KEYS[1] .. "alive:" .. fence, "1", "PX", ARGV[2])
return fence`;

const RENEW = `
if redis.call("GET", KEYS[1] .. "lease:" .. ARGV[1]) ~= ARGV[2] then return 0 end
redis.call("PEXPIRE", KEYS[1] .. "lease:" .. ARGV[1], ARGV[3])
redis.call("PEXPIRE", KEYS[1] .. "alive:" .. ARGV[2], ARGV[3])
return 1`;

/** The next of a line that is due: what happened before the look that it leads to. */
const NEXT = `
local held = redis.call("GET", KEYS[1] .. "held:" .. ARGV[1])
local head = redis.call("LINDEX", KEYS[1] .. "line:" .. ARGV[1], 0)
if head and (not held or tonumber(held) <= tonumber(ARGV[2])) then
  return { "job", head, redis.call("HGET", KEYS[1] .. "tries", ARGV[1]) or "0", "0" }
end
local at = redis.call("HGET", KEYS[1] .. "plans", ARGV[1])
if at and tonumber(at) <= tonumber(ARGV[2]) then
  return { "plan", redis.call("HGET", KEYS[1] .. "bodies", ARGV[1]),
    redis.call("HGET", KEYS[1] .. "looks", ARGV[1]) or "0", redis.call("HGET", KEYS[1] .. "planned", ARGV[1]) }
end
return false`;

/** Ends a job of ours, if the lease still is. ARGV: line, fence, what, planned, at (empty: done). */
const FINISH = `
if redis.call("GET", KEYS[1] .. "lease:" .. ARGV[1]) ~= ARGV[2] then return 0 end
if ARGV[3] == "job" then
  if ARGV[5] == "" then
    redis.call("LPOP", KEYS[1] .. "line:" .. ARGV[1])
    redis.call("DEL", KEYS[1] .. "held:" .. ARGV[1])
    redis.call("HDEL", KEYS[1] .. "tries", ARGV[1])
  else
    redis.call("SET", KEYS[1] .. "held:" .. ARGV[1], ARGV[5])
    redis.call("HINCRBY", KEYS[1] .. "tries", ARGV[1], 1)
  end
elseif redis.call("HGET", KEYS[1] .. "planned", ARGV[1]) == ARGV[4] then
  if ARGV[5] == "" then
    for _, name in ipairs({ "plans", "bodies", "planned", "looks" }) do
      redis.call("HDEL", KEYS[1] .. name, ARGV[1])
    end
  else
    redis.call("HSET", KEYS[1] .. "plans", ARGV[1], ARGV[5])
    redis.call("HINCRBY", KEYS[1] .. "looks", ARGV[1], 1)
  end
end
return 1`;

/** Gives a lease back, and says when the line is due again (-1: never). */
const RELEASE = `
local due = -1
local function sooner(at) if at and (due < 0 or at < due) then due = at end end
if redis.call("LLEN", KEYS[1] .. "line:" .. ARGV[1]) > 0 then
  sooner(tonumber(redis.call("GET", KEYS[1] .. "held:" .. ARGV[1]) or ARGV[3]))
end
sooner(tonumber(redis.call("HGET", KEYS[1] .. "plans", ARGV[1]) or nil))
if due < 0 then redis.call("ZREM", KEYS[1] .. "due", ARGV[1]) else redis.call("ZADD", KEYS[1] .. "due", due, ARGV[1]) end
if redis.call("GET", KEYS[1] .. "lease:" .. ARGV[1]) == ARGV[2] then
  redis.call("DEL", KEYS[1] .. "lease:" .. ARGV[1], KEYS[1] .. "alive:" .. ARGV[2])
end
return due`;

/** See `Claim`. ARGV: name, milliseconds, fence. */
const CLAIM = `
local owner = redis.call("GET", KEYS[1] .. "claim:" .. ARGV[1])
if owner == "settled" then return "settled" end
if owner and owner ~= ARGV[3] and redis.call("EXISTS", KEYS[1] .. "alive:" .. owner) == 1 then return "begun" end
redis.call("SET", KEYS[1] .. "claim:" .. ARGV[1], ARGV[3], "PX", ARGV[2])
return owner and "abandoned" or "ours"`;

export interface RedisPlace {
  url: string;
  /** What this app's keys begin with. */
  name: string;
  /** How long a Redis that does not answer yet is waited for (milliseconds). */
  startMs: number;
  log: { warn(fields: object, message: string): void };
}

/**
 * The inbox in a Redis that any number of processes share: a list for each line, which keeps its order, and BullMQ to
 * wake a process for a line, once however often it is asked.
 * @throws where the Redis could lose what it holds
 */
export async function openRedisInbox(place: RedisPlace, options: InboxOptions): Promise<DeliveryInbox> {
  // A delivery that cannot be stored is turned away in time; GitHub waits for ten seconds.
  const redis = new Redis(place.url, { maxRetriesPerRequest: null, commandTimeout: ANSWER_MS });
  let why = "it does not answer";
  redis.on("error", error => {
    why = error.message;
    options.onError(error, "redis");
  });
  try {
    await refuseUnreachable(redis, () => why, place);
    await refuseForgetful(redis, place.log);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return new RedisInbox(redis, place, options);
}

/** One that starts at the same time, as containers do, is waited for. */
async function refuseUnreachable(
  redis: Redis,
  why: () => string,
  { url, startMs }: RedisPlace,
): Promise<void> {
  const late = Date.now() + startMs;
  for (;;) {
    const answer = await redis.ping().catch((error: Error) => error);
    if (answer === "PONG") return;
    if (Date.now() < late && !/NOAUTH|WRONGPASS|NOPERM/.test(String(answer))) continue;
    const { host } = new URL(url);
    const reason = answer instanceof Error && !/timed out/i.test(answer.message) ? answer.message : why();
    throw new Error(`the Redis at ${host} cannot be used: ${reason}. See REDIS_URL`);
  }
}

/** Refuses a Redis that drops keys when its memory is full, or holds nothing after a restart. */
async function refuseForgetful(redis: Redis, log: RedisPlace["log"]): Promise<void> {
  // A hosted Redis often tells its settings by INFO alone.
  const info = await redis.info().catch(() => "");
  const told = (name: string): string | null => new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1] ?? null;
  const setting = async (name: string): Promise<string | null> => {
    const answer = (await redis.config("GET", name).catch(() => null)) as string[] | null;
    return answer?.[1] ?? null;
  };
  const enabled = told("aof_enabled");
  const append = (await setting("appendonly")) ?? (enabled === null ? null : enabled === "1" ? "yes" : "no");
  const policy = (await setting("maxmemory-policy")) ?? told("maxmemory_policy");
  const sync = await setting("appendfsync");
  if (append === null || policy === null)
    return log.warn(
      {},
      "this Redis does not tell its settings: see that it has appendonly yes and maxmemory-policy noeviction",
    );
  if (append !== "yes")
    throw new Error("this Redis keeps nothing over a restart: start it with --appendonly yes");
  if (policy !== "noeviction")
    throw new Error(
      `this Redis drops keys when its memory is full (${policy}): start it with --maxmemory-policy noeviction`,
    );
  if (sync !== "always")
    log.warn(
      { appendfsync: sync ?? "not told" },
      "a loss of power can cost this Redis the last second's deliveries, which are then asked for again; --appendfsync always costs a wait for the disk at each delivery and loses none",
    );
}

class RedisInbox implements DeliveryInbox {
  readonly #redis: Redis;
  readonly #options: InboxOptions;
  readonly #key: string;
  readonly #wakes: Queue;
  readonly #connection: { url: string; maxRetriesPerRequest: null };
  readonly #name: string;
  readonly #held = new Set<Promise<void>>();
  #worker: Worker | null = null;
  #rescue: NodeJS.Timeout | null = null;
  #work: ((job: Job, lease: DeliveryLease) => Promise<DeliveryOutcome>) | null = null;

  constructor(redis: Redis, { url, name }: RedisPlace, options: InboxOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#name = `milestone-${name}`;
    this.#key = `milestone:{${name}}:`;
    this.#connection = { url, maxRetriesPerRequest: null };
    this.#wakes = new Queue(this.#name, {
      connection: this.#connection,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    this.#wakes.on("error", error => options.onError(error, "wake-ups"));
  }

  #script(lua: string, ...values: (string | number)[]): Promise<unknown> {
    return this.#redis.eval(lua, 1, this.#key, ...values);
  }

  async take(jobs: NewJob[]): Promise<boolean[]> {
    const values = jobs.flatMap(job => [job.id, job.line, JSON.stringify(job)]);
    const now = this.#options.now();
    const fresh = (await this.#script(TAKE, now, KNOWN_MS, "", ...values)) as number[];
    const lines = new Map(
      jobs.filter((job, i) => fresh[i] === 1 && job.line).map(job => [job.line, job.lane]),
    );
    // A wake-up that fails here is retried by the rescue: the line is due.
    for (const [line, lane] of lines)
      await this.#wake(line, { priority: LANES[lane] + 1 }).catch(error =>
        this.#options.onError(error, line),
      );
    return fresh.map(n => n === 1);
  }

  /** One waiting wake-up for a line, however often it is asked for. */
  async #wake(line: string, options: JobsOptions = {}): Promise<void> {
    await this.#wakes.add("wake", { line }, { ...options, deduplication: { id: line } });
  }

  async known(ids: string[]): Promise<Set<string>> {
    if (!ids.length) return new Set();
    const there = await this.#redis.mget(ids.map(id => `${this.#key}known:${id}`));
    return new Set(ids.filter((_, i) => there[i] !== null));
  }

  async plan(line: string, at: number, body: string): Promise<void> {
    await this.#script(PLAN, line, at, body);
    if (at <= this.#options.now()) await this.#wake(line, { priority: LANES.upkeep + 1 });
  }

  async once(name: string, ms: number, owner?: number): Promise<boolean> {
    const key = `${this.#key}once:${name}`;
    if ((await this.#redis.set(key, String(owner ?? ""), "PX", ms, "NX")) === "OK") return true;
    return owner !== undefined && (await this.#redis.get(key)) === String(owner);
  }

  async claim(name: string, ms: number, lease: DeliveryLease | null): Promise<Claim> {
    return (await this.#script(CLAIM, name, ms, String(lease?.fence ?? 0))) as Claim;
  }

  async settle(name: string, ms: number): Promise<void> {
    await this.#redis.set(`${this.#key}claim:${name}`, "settled", "PX", ms);
  }

  note(name: string): Promise<string | null> {
    return this.#redis.hget(`${this.#key}notes`, name);
  }

  async setNote(name: string, text: string): Promise<void> {
    await this.#redis.hset(`${this.#key}notes`, name, text);
  }

  start(work: (job: Job, lease: DeliveryLease) => Promise<DeliveryOutcome>): void {
    this.#work = work;
    const { width, onError } = this.#options;
    this.#worker = new Worker(
      this.#name,
      async job => {
        const held = this.#workOff(String((job.data as { line: string }).line));
        this.#held.add(held);
        await held.finally(() => this.#held.delete(held));
      },
      {
        connection: this.#connection,
        concurrency: width,
        lockDuration: 10_000,
        stalledInterval: 5_000,
        // A wake-up outlives any number of processes that die with it.
        maxStalledCount: 1_000_000,
      },
    );
    this.#worker.on("error", error => onError(error, "worker"));
    // A line to which something came in the last moment of its work has lost its wake-up.
    this.#worker.on("completed", job => void this.#wakeIfDue(String((job.data as { line: string }).line)));
    const every = Math.min(RESCUE_MS, this.#options.pollMs);
    this.#rescue = setInterval(() => void this.#rescueDue(), every);
    this.#rescue.unref();
    void this.#rescueDue();
  }

  async #wakeIfDue(line: string): Promise<void> {
    if (!this.#work) return;
    try {
      const at = await this.#redis.zscore(`${this.#key}due`, line);
      if (at !== null && Number(at) <= this.#options.now())
        await this.#wake(line, { priority: LANES.upkeep + 1 });
    } catch (error) {
      this.#options.onError(error, "rescue");
    }
  }

  async #rescueDue(): Promise<void> {
    if (!this.#work) return;
    try {
      const due = (await this.#script(DUE, this.#options.now(), RESCUED)) as string[];
      for (const line of due) await this.#wake(line, { priority: LANES.upkeep + 1 });
    } catch (error) {
      this.#options.onError(error, "rescue");
    }
  }

  async #workOff(line: string): Promise<void> {
    const { leaseMs, now, onError } = this.#options;
    const fence = Number(await this.#script(LEASE, line, leaseMs));
    if (!fence) return;
    const lease: DeliveryLease = {
      line,
      fence,
      holds: async () => (await this.#redis.get(`${this.#key}lease:${line}`)) === String(fence),
    };
    const beat = setInterval(() => {
      this.#script(RENEW, line, String(fence), leaseMs).catch(error => onError(error, line));
    }, leaseMs / 3);
    beat.unref();
    try {
      while (this.#work !== null) {
        const next = (await this.#script(NEXT, line, now())) as [string, string, string, string] | null;
        if (!next) break;
        const [what, text, tries, planned] = next;
        const outcome = await this.#work(jobOf(what, line, text, Number(tries)), lease);
        const at = outcome.kind === "done" ? "" : String(outcome.at);
        if (!(await this.#script(FINISH, line, String(fence), what, planned, at))) return;
      }
    } finally {
      clearInterval(beat);
      await this.#script(RELEASE, line, String(fence), now());
    }
  }

  async stop(): Promise<void> {
    this.#work = null;
    if (this.#rescue) clearInterval(this.#rescue);
    await this.#worker?.close();
    this.#worker = null;
    await Promise.all(this.#held);
  }

  busy(now: number): Promise<number> {
    return this.#redis.zcount(`${this.#key}due`, "-inf", now);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#wakes.close();
    await this.#redis.quit();
  }
}

function jobOf(what: string, line: string, text: string, tries: number): Job {
  if (what === "job") return { ...(JSON.parse(text) as NewJob), tries };
  return { id: `${RECONCILE}:${line}`, line, lane: "upkeep", name: RECONCILE, body: text, tries };
}
