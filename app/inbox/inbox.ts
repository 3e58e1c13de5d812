/** Who waits for it: what a person with rights asked for goes first, then what is due anyway, strangers last. */
export const LANES = { person: 0, upkeep: 1, stranger: 2 } as const;
export type Lane = keyof typeof LANES;

/** Something that happened, to be worked off behind what came before it in the same line. */
export interface NewJob {
  /** Known for eight days: a second job of the same id is not taken. */
  id: string;
  /** The line: one at a time, in order. Empty: only the id is kept. */
  line: string;
  lane: Lane;
  name: string;
  /** JSON. */
  body: string;
}

export interface Job extends NewJob {
  /** How often it was tried before. */
  tries: number;
}

/** The name of the job that a line holds at most once, however often it is planned. */
export const RECONCILE = "reconcile";

/** The right to work on a line, until it runs out or another process has it. */
export interface DeliveryLease {
  line: string;
  /** Higher for each lease that was ever given: the holder of a lower one is late. */
  fence: number;
  /** Whether it is still the newest; asked before each write. */
  holds(): Promise<boolean>;
}

export type DeliveryOutcome = { kind: "done" } | { kind: "again"; at: number };

/** What stands in the way of a command that is carried out once: nothing, or another that has begun or finished it. */
export type Claim = "ours" | "settled" | "begun" | "abandoned";

/**
 * The one thing that the app stores: what is not worked off yet, and which ids are known. GitHub stays the truth: a
 * lost inbox costs a look at everything. Times are milliseconds since the epoch.
 */
export interface DeliveryInbox {
  /** Stores jobs before it returns; for each whether it is new. */
  take(jobs: NewJob[]): Promise<boolean[]>;
  /** Those of the ids that were ever taken (in eight days). */
  known(ids: string[]): Promise<Set<string>>;
  /** Has a line looked at at a time, or earlier when that is planned already. */
  plan(line: string, at: number, body: string): Promise<void>;
  /** True the first time within so many milliseconds, and again for the same owner, who may have been stopped since. */
  once(name: string, ms: number, owner?: number): Promise<boolean>;
  /** Begins what is carried out once; `settle` says that it was. A claim of a dead owner is handed on. */
  claim(name: string, ms: number, lease: DeliveryLease | null): Promise<Claim>;
  settle(name: string, ms: number): Promise<void>;
  /** A short text that outlives the process. */
  note(name: string): Promise<string | null>;
  setNote(name: string, text: string): Promise<void>;
  /** Works lines off, several side by side, until `stop`. */
  start(work: (job: Job, lease: DeliveryLease) => Promise<DeliveryOutcome>): void;
  /** Takes nothing up any more and resolves when what is under way has ended. */
  stop(): Promise<void>;
  /** Jobs that are due by a time, or under way. */
  busy(now: number): Promise<number>;
  close(): Promise<void>;
}

export interface InboxOptions {
  now(): number;
  /** How long a lease lasts that nobody renews. */
  leaseMs: number;
  /** Between two looks for what other processes left or planned. */
  pollMs: number;
  /** Lines worked off side by side. */
  width: number;
  onError(error: unknown, what: string): void;
}

/** GitHub delivers again for three days; a week and a day leaves room for clocks and people. */
export const KNOWN_MS = 8 * 24 * 3_600_000;
