import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  type Claim,
  type DeliveryInbox,
  type DeliveryLease,
  type DeliveryOutcome,
  type InboxOptions,
  type Job,
  KNOWN_MS,
  LANES,
  type Lane,
  type NewJob,
  RECONCILE,
} from "./inbox.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS jobs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, line TEXT NOT NULL, lane INTEGER NOT NULL,
  name TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  planned INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS jobs_by_line ON jobs (line, seq);
CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (at);
CREATE TABLE IF NOT EXISTS known (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS known_by_time ON known (at);
CREATE TABLE IF NOT EXISTS leases (line TEXT PRIMARY KEY, fence INTEGER NOT NULL UNIQUE, until INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS fences (fence INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE TABLE IF NOT EXISTS claims (name TEXT PRIMARY KEY, until INTEGER NOT NULL, fence INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** The longest that a delivery waits for others to join its transaction. */
const LONGEST_PAUSE_MS = 50;
/** Ids and claims that ran out are removed this often. */
const SWEEP_MS = 3_600_000;

interface StoredJob {
  seq: number;
  id: string;
  line: string;
  lane: number;
  name: string;
  body: string;
  tries: number;
  planned: number;
}

interface Waiting {
  jobs: NewJob[];
  resolve(fresh: boolean[]): void;
  reject(error: unknown): void;
}

/**
 * The inbox in a file of its own, safe against loss of power: every transaction is on the disk when it returns.
 * Several processes of one machine may share the file. ":memory:" lives as long as the process.
 */
export function openSqliteInbox(path: string, options: InboxOptions): DeliveryInbox {
  return new SqliteInbox(path, options);
}

class SqliteInbox implements DeliveryInbox {
  readonly #db: DatabaseSync;
  readonly #options: InboxOptions;
  readonly #statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  readonly #held = new Map<string, Promise<void>>();
  #waiting: Waiting[] = [];
  #flushed = { at: 0, tookMs: 0 };
  #work: ((job: Job, lease: DeliveryLease) => Promise<DeliveryOutcome>) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #swept = 0;

  constructor(path: string, options: InboxOptions) {
    this.#options = options;
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    this.#db = new DatabaseSync(path, { timeout: 5_000 });
    this.#db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    this.#db.exec(SCHEMA);
  }

  /**
   * Deliveries that come in the same moment share one transaction, and one wait for the disk. After a long wait, which
   * holds up everything else, the next one waits as long for others to join it.
   */
  take(jobs: NewJob[]): Promise<boolean[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ jobs, resolve, reject });
      if (this.#waiting.length > 1) return;
      const pause = Math.min(this.#flushed.at + this.#flushed.tookMs - performance.now(), LONGEST_PAUSE_MS);
      if (pause >= 1) setTimeout(() => this.#flush(), pause);
      else setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const begun = performance.now();
    try {
      const fresh = this.#transaction(() => batch.map(({ jobs }) => jobs.map(job => this.#insert(job))));
      const at = performance.now();
      this.#flushed = { at, tookMs: at - begun };
      for (const [index, { resolve }] of batch.entries()) resolve(fresh[index]!);
      this.#wake();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  #insert(job: NewJob): boolean {
    const now = this.#options.now();
    const { changes } = this.#run(
      "INSERT INTO known (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
      job.id,
      now,
    );
    if (!changes) return false;
    if (!job.line) return true;
    // Behind a job that is put off: a line keeps its order.
    const last = this.#get(
      "SELECT max(at) AS at FROM jobs WHERE line = ? AND name <> ?",
      job.line,
      RECONCILE,
    );
    this.#run(
      "INSERT INTO jobs (id, line, lane, name, body, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
      job.id,
      job.line,
      LANES[job.lane],
      job.name,
      job.body,
      Math.max(now, Number(last?.at ?? 0)),
    );
    return true;
  }

  async known(ids: string[]): Promise<Set<string>> {
    return new Set(ids.filter(id => this.#get("SELECT 1 AS there FROM known WHERE id = ?", id)));
  }

  async plan(line: string, at: number, body: string): Promise<void> {
    this.#run(
      `INSERT INTO jobs (id, line, lane, name, body, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET at = min(at, excluded.at), body = excluded.body, planned = planned + 1`,
      `${RECONCILE}:${line}`,
      line,
      LANES.upkeep,
      RECONCILE,
      body,
      at,
    );
    this.#wake();
  }

  async once(name: string, ms: number, owner: number | null = null): Promise<boolean> {
    const now = this.#options.now();
    const { changes } = this.#run(
      `INSERT INTO claims (name, until, fence) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET until = iif(until <= ?, excluded.until, until), fence = excluded.fence
       WHERE until <= ? OR fence = excluded.fence`,
      name,
      now + ms,
      owner,
      now,
      now,
    );
    return changes > 0;
  }

  async claim(name: string, ms: number, lease: DeliveryLease | null): Promise<Claim> {
    const now = this.#options.now();
    return this.#transaction(() => {
      const there = this.#get("SELECT until, fence FROM claims WHERE name = ?", name);
      const owner = there?.fence ?? null;
      const alive =
        owner !== null &&
        owner !== lease?.fence &&
        this.#get("SELECT 1 AS there FROM leases WHERE fence = ? AND until > ?", Number(owner), now);
      if (there && Number(there.until) > now && owner === null) return "settled";
      if (alive) return "begun";
      this.#run(
        "INSERT OR REPLACE INTO claims (name, until, fence) VALUES (?, ?, ?)",
        name,
        now + ms,
        lease?.fence ?? 0,
      );
      return owner !== null && Number(there?.until) > now ? "abandoned" : "ours";
    });
  }

  async settle(name: string, ms: number): Promise<void> {
    this.#run(
      "INSERT OR REPLACE INTO claims (name, until, fence) VALUES (?, ?, NULL)",
      name,
      this.#options.now() + ms,
    );
  }

  async note(name: string): Promise<string | null> {
    return (this.#get("SELECT text FROM notes WHERE name = ?", name)?.text as string | undefined) ?? null;
  }

  async setNote(name: string, text: string): Promise<void> {
    this.#run("INSERT OR REPLACE INTO notes (name, text) VALUES (?, ?)", name, text);
  }

  start(work: (job: Job, lease: DeliveryLease) => Promise<DeliveryOutcome>): void {
    this.#work = work;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#work = null;
    if (this.#timer) clearTimeout(this.#timer);
    while (this.#held.size > 0) await Promise.all(this.#held.values());
  }

  async busy(now: number): Promise<number> {
    const due = this.#get("SELECT count(*) AS n FROM jobs WHERE at <= ?", now);
    return Number(due?.n ?? 0) + this.#waiting.length;
  }

  async close(): Promise<void> {
    await this.stop();
    if (this.#waiting.length > 0) this.#flush();
    this.#db.close();
  }

  #wake(): void {
    if (!this.#work) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#turn(), 0);
  }

  /** Takes up what is due, as far as there is room, and comes back when the next is. */
  #turn(): void {
    this.#timer = null;
    if (!this.#work) return;
    const { now, pollMs, width, onError } = this.#options;
    try {
      this.#forget();
      while (this.#held.size < width) {
        const lease = this.#lease();
        if (!lease) break;
        const held = this.#workOff(lease)
          .catch(error => onError(error, lease.line))
          .finally(() => {
            this.#held.delete(lease.line);
            this.#wake();
          });
        this.#held.set(lease.line, held);
      }
    } catch (error) {
      onError(error, "inbox");
    }
    if (this.#timer) return;
    const next = this.#get("SELECT min(at) AS at FROM jobs WHERE at > ?", now())?.at;
    const wait = Math.min(pollMs, next === null || next === undefined ? pollMs : Number(next) - now());
    this.#timer = setTimeout(() => this.#turn(), Math.max(1, wait));
    this.#timer.unref();
  }

  /** The line that waits longest in the first lane that has one, leased to nobody. */
  #lease(): DeliveryLease | null {
    const now = this.#options.now();
    return this.#transaction(() => {
      const free = this.#get(
        `SELECT line FROM jobs WHERE at <= ? AND line NOT IN (SELECT line FROM leases WHERE until > ?)
         ORDER BY lane, seq LIMIT 1`,
        now,
        now,
      );
      if (!free) return null;
      const line = String(free.line);
      const fence = Number(this.#run("INSERT INTO fences DEFAULT VALUES").lastInsertRowid);
      this.#run("DELETE FROM fences WHERE fence < ?", fence);
      this.#run(
        "INSERT OR REPLACE INTO leases (line, fence, until) VALUES (?, ?, ?)",
        line,
        fence,
        now + this.#options.leaseMs,
      );
      return { line, fence, holds: async () => this.#holds(line, fence) };
    });
  }

  #holds(line: string, fence: number): boolean {
    const now = this.#options.now();
    return Boolean(
      this.#get("SELECT 1 AS there FROM leases WHERE line = ? AND fence = ? AND until > ?", line, fence, now),
    );
  }

  async #workOff(lease: DeliveryLease): Promise<void> {
    const { leaseMs, now } = this.#options;
    const beat = setInterval(() => {
      this.#run(
        "UPDATE leases SET until = ? WHERE line = ? AND fence = ?",
        now() + leaseMs,
        lease.line,
        lease.fence,
      );
    }, leaseMs / 3);
    beat.unref();
    try {
      for (let row = this.#next(lease.line); row && this.#work; row = this.#next(lease.line)) {
        const outcome = await this.#work(jobOf(row), lease);
        if (!(await lease.holds())) return;
        this.#finish(row, outcome);
      }
    } finally {
      clearInterval(beat);
      this.#run("DELETE FROM leases WHERE line = ? AND fence = ?", lease.line, lease.fence);
    }
  }

  /** What happened before the look that it leads to. */
  #next(line: string): StoredJob | null {
    const row = this.#get(
      "SELECT * FROM jobs WHERE line = ? AND at <= ? ORDER BY name = ?, seq LIMIT 1",
      line,
      this.#options.now(),
      RECONCILE,
    );
    return (row as StoredJob | undefined) ?? null;
  }

  #finish(row: StoredJob, outcome: DeliveryOutcome): void {
    this.#transaction(() => {
      if (outcome.kind === "done") {
        // A look that was planned while it was taken is due again.
        this.#run("DELETE FROM jobs WHERE seq = ? AND planned = ?", row.seq, row.planned);
        return;
      }
      if (row.name === RECONCILE) {
        this.#run(
          "UPDATE jobs SET at = ?, tries = tries + 1 WHERE seq = ? AND planned = ?",
          outcome.at,
          row.seq,
          row.planned,
        );
        return;
      }
      this.#run("UPDATE jobs SET tries = tries + 1 WHERE seq = ?", row.seq);
      this.#run(
        "UPDATE jobs SET at = max(at, ?) WHERE line = ? AND name <> ?",
        outcome.at,
        row.line,
        RECONCILE,
      );
    });
  }

  #forget(): void {
    const now = this.#options.now();
    if (now - this.#swept < SWEEP_MS) return;
    this.#swept = now;
    this.#run("DELETE FROM known WHERE at < ?", now - KNOWN_MS);
    this.#run("DELETE FROM claims WHERE until < ?", now);
    this.#run("DELETE FROM leases WHERE until < ?", now - KNOWN_MS);
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const value = work();
      this.#db.exec("COMMIT");
      return value;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #prepare(sql: string) {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  #run(
    sql: string,
    ...values: (string | number | null)[]
  ): { changes: number; lastInsertRowid: number | bigint } {
    const { changes, lastInsertRowid } = this.#prepare(sql).run(...values);
    return { changes: Number(changes), lastInsertRowid };
  }

  #get(sql: string, ...values: (string | number)[]): Record<string, unknown> | undefined {
    return this.#prepare(sql).get(...values) as Record<string, unknown> | undefined;
  }
}

const LANE_NAMES = Object.keys(LANES) as Lane[];

function jobOf({ id, line, lane, name, body, tries }: StoredJob): Job {
  return { id, line, lane: LANE_NAMES[lane] ?? "upkeep", name, body, tries };
}
