import type { Probot } from "probot";
import type { ApiClock } from "../src/github/api.ts";
import type { BlobMemory } from "../src/github/blobs.ts";
import type { Self } from "../src/github/desired-state.ts";
import { createMemory, type SyncMemory } from "../src/github/memory.ts";
import { createStateMemory, type StateMemory } from "../src/github/read-state.ts";
import { lineOf } from "./happenings.ts";
import type { DeliveryInbox } from "./inbox/inbox.ts";
import {
  createPlaces,
  type InstalledRepositories,
  type InstalledRepository,
} from "./installed-repositories.ts";
import { turn } from "./working.ts";

/** How the app behaves in time; tests shorten it. All in milliseconds. */
export interface AppSettings {
  clock: ApiClock;
  /** Least time between two looks at a milestone of which only the progress changed. */
  lazyMs: number;
  /** Pushes that come within this time are looked at together. */
  urgentMs: number;
  /** Between two questions for deliveries that did not arrive. */
  missedMs: number;
  /** Between two walks over all repositories, the last resort. */
  walkMs: number;
  /** A command that another process claimed and did not answer for so long is taken up. */
  abandonedMs: number;
  writeGapMs: number;
  /** The longest that one call may wait for a limit. */
  maxWaitMs: number;
  leaseMs: number;
  pollMs: number;
  /** Lines worked off side by side. */
  width: number;
}

export const SETTINGS: AppSettings = {
  clock: {
    now: Date.now,
    sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
    random: Math.random,
  },
  // With a look for each finished phase this keeps 50 tasks in 8 hours under 200 requests an hour (bench/api.ts).
  lazyMs: 300_000,
  urgentMs: 2_000,
  missedMs: 120_000,
  walkMs: 24 * 3_600_000,
  abandonedMs: 20_000,
  writeGapMs: 1_000,
  maxWaitMs: 60_000,
  leaseMs: 10_000,
  pollMs: 1_000,
  width: 12,
};

/** A structured logger; Probot's is one. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What is remembered of one milestone. All of it can be lost at any time. */
export interface MilestoneContext {
  place: InstalledRepository;
  milestone: string;
  state: StateMemory;
  sync: SyncMemory;
  blobs: BlobMemory;
  /** When the last look ended. */
  lastReconciled: number;
  /** Looks in a row in which GitHub refused something for good. */
  refused: number;
}

/** All that the app knows while it runs. */
export interface AppContext {
  probot: Probot;
  settings: AppSettings;
  log: Log;
  places: InstalledRepositories;
  inbox: DeliveryInbox;
  milestones: Map<string, MilestoneContext>;
  /** Slug of the app. */
  slug(): Promise<string>;
  /** Whose texts are this app's. */
  self(): Promise<Self>;
}

/** The app of a process that begins: all but the inbox is found out from GitHub. */
export function createAppContext(probot: Probot, settings: AppSettings, inbox: DeliveryInbox): AppContext {
  let slug: Promise<string> | null = null;
  const app: AppContext = {
    probot,
    settings,
    log: probot.log,
    places: createPlaces(probot, { ...settings, turn }),
    inbox,
    milestones: new Map(),
    self: async () => ({ login: null, appSlug: await app.slug() }),
    slug() {
      slug ??= readSlug(probot);
      slug.catch(() => {
        slug = null;
      });
      return slug;
    },
  };
  return app;
}

async function readSlug(probot: Probot): Promise<string> {
  const octokit = await probot.auth();
  const { data } = await octokit.request("GET /app");
  if (!data?.slug) throw new Error("GitHub does not know this app");
  return data.slug;
}

/** The context of a milestone, made on first use. */
export function milestoneContext(
  app: AppContext,
  place: InstalledRepository,
  milestone: string,
): MilestoneContext {
  const key = lineOf(place.id, milestone);
  const known = app.milestones.get(key);
  if (known) {
    known.place = place;
    return known;
  }
  const made: MilestoneContext = {
    place,
    milestone,
    state: createStateMemory(),
    sync: createMemory(),
    blobs: new Map(),
    lastReconciled: 0,
    refused: 0,
  };
  app.milestones.set(key, made);
  return made;
}

/** What every line of the log about a milestone says. */
export function logFields({ place, milestone }: MilestoneContext) {
  const { owner, repo } = place.repository;
  return { repository: `${owner}/${repo}`, milestone };
}
