import type { Probot } from "probot";
import type { Clock } from "../src/github/api.ts";
import type { BlobMemory } from "../src/github/blobs.ts";
import { createMemory, type SyncMemory } from "../src/github/memory.ts";
import { createStateMemory, type StateMemory } from "../src/github/read-state.ts";
import { createPlaces, type Place, type Places } from "./places.ts";
import { createQueues, type Queues } from "./queues.ts";

/** How the app behaves in time; tests shorten it. All in milliseconds. */
export interface Settings {
  clock: Clock;
  /** Least time between two passes over a milestone of which only the progress changed. */
  lazyMs: number;
  /** Pushes that come within this time are looked at together. */
  urgentMs: number;
  /** Between two sweeps over all repositories. */
  sweepMs: number;
  /** A command that was claimed and not answered for so long is taken up again. */
  abandonedMs: number;
  writeGapMs: number;
  maxWaitMs: number;
}

export const SETTINGS: Settings = {
  clock: {
    now: Date.now,
    sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
    random: Math.random,
  },
  // With a pass for each finished phase this keeps 50 tasks in 8 hours under 200 requests an hour (bench/api.ts).
  lazyMs: 300_000,
  urgentMs: 2_000,
  sweepMs: 600_000,
  abandonedMs: 120_000,
  writeGapMs: 1_000,
  maxWaitMs: 60_000,
};

/** A structured logger; Probot's is one. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What is remembered of one milestone. All of it can be lost at any time. */
export interface MilestoneDesk {
  place: Place;
  milestone: string;
  state: StateMemory;
  sync: SyncMemory;
  blobs: BlobMemory;
  /** When the last pass ended. */
  lastPass: number;
  timer: { at: number; handle: NodeJS.Timeout } | null;
  /** Wishes that a run was started for, by key, with the time: GitHub needs a moment until the log tells of them. */
  started: Map<string, number>;
}

/** All that the app knows while it runs. */
export interface Desk {
  probot: Probot;
  settings: Settings;
  log: Log;
  places: Places;
  queues: Queues;
  milestones: Map<string, MilestoneDesk>;
  /** When a refusal was last answered, by person and issue. */
  refusals: Map<string, number>;
  /** Slug of the app. */
  slug(): Promise<string>;
  stopping: boolean;
}

/** The desk of a process that begins: all is found out from GitHub. */
export function createDesk(probot: Probot, settings: Settings): Desk {
  const { log } = probot;
  let slug: Promise<string> | null = null;
  return {
    probot,
    settings,
    log,
    places: createPlaces(probot, settings),
    queues: createQueues((error, key) =>
      log.error({ err: error, key }, "work failed; the sweep takes it up again"),
    ),
    milestones: new Map(),
    refusals: new Map(),
    slug() {
      slug ??= readSlug(probot);
      slug.catch(() => {
        slug = null;
      });
      return slug;
    },
    stopping: false,
  };
}

async function readSlug(probot: Probot): Promise<string> {
  const octokit = await probot.auth();
  const { data } = await octokit.request("GET /app");
  if (!data?.slug) throw new Error("GitHub does not know this app");
  return data.slug;
}

/** The desk of a milestone, made on first use. */
export function milestoneDesk(desk: Desk, place: Place, milestone: string): MilestoneDesk {
  const key = `${place.id}/${milestone}`;
  const known = desk.milestones.get(key);
  if (known) {
    known.place = place;
    return known;
  }
  const made: MilestoneDesk = {
    place,
    milestone,
    state: createStateMemory(),
    sync: createMemory(),
    blobs: new Map(),
    lastPass: 0,
    timer: null,
    started: new Map(),
  };
  desk.milestones.set(key, made);
  return made;
}

/** What every line of the log about a milestone says. */
export function logFields({ place, milestone }: MilestoneDesk) {
  const { owner, repo } = place.repository;
  return { repository: `${owner}/${repo}`, milestone };
}
