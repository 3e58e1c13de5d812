import type { Answer, Failure } from "./answer.ts";
import type { ClosedByPerson } from "./blockers.ts";
import { refresh, type SyncMemory } from "./memory.ts";
import { tellDependants } from "./notices.ts";
import type { Picture } from "./picture.ts";
import type { Repository } from "./repository.ts";
import { checkStep, firstCheck } from "./sync-check.ts";
import { gatesStep, noticesStep } from "./sync-comments.ts";
import { issuesStep } from "./sync-issues.ts";
import { placeStep } from "./sync-place.ts";

/** Who writes. */
export interface Self {
  /** The login whose texts are ours although it is no bot; null where a bot writes. */
  login: string | null;
  /** Slug of the app that the token belongs to: only its own check runs may be changed. */
  appSlug: string;
}

export interface SyncInput {
  repository: Repository;
  picture: Picture;
  /** Kept by the caller from pass to pass. */
  memory: SyncMemory;
  self: Self;
  /** Milliseconds since the epoch. */
  now: number;
}

/** A part that could not be brought in line; the others were. */
export interface Problem {
  what: "pull request" | "gates" | "blockers" | "check run" | "notices" | "dependants";
  failure: Failure;
  /** What a person can do about it, where something is known. */
  remedy?: string;
}

export interface SyncResult {
  /** Number of the pull request, or of the issue that stands in for it. */
  place: number | null;
  problems: Problem[];
  /** Blocker issues that somebody closed while the blocker is still there; who, is for the caller to ask. */
  closed: ClosedByPerson[];
  /** When to look again although nothing happens (milliseconds since the epoch). */
  again: number | null;
  /** The app does this here; the Action did nothing. */
  standsDown: boolean;
}

/** One pass under way. */
export interface Pass extends SyncInput {
  result: SyncResult;
}

/**
 * Brings GitHub in line with a milestone: reads what is there, compares, and makes the least writes. May be called
 * at any time, twice, by two processes, or with an old picture. Never fails as a whole: what GitHub refused is told
 * in `problems` and mended by the next pass.
 */
export async function syncGitHub(input: SyncInput): Promise<SyncResult> {
  const { memory, picture, now } = input;
  const result: SyncResult = { place: null, problems: [], closed: [], again: null, standsDown: false };
  const pass: Pass = { ...input, result };
  refresh(memory, now);
  if (picture.mode === "action" && (memory.standsDown || (await firstCheck(pass)))) {
    memory.standsDown = true;
    return { ...result, standsDown: true };
  }
  result.place = await placeStep(pass);
  if (result.place !== null) await gatesStep(pass, result.place);
  await issuesStep(pass);
  await checkStep(pass);
  if (result.place !== null) await noticesStep(pass, result.place);
  await dependantsStep(pass);
  return result;
}

async function dependantsStep(pass: Pass): Promise<void> {
  const { picture, memory, repository, self } = pass;
  const fresh = picture.dependants.filter(d => !memory.told.has(JSON.stringify(d)));
  if (!fresh.length) return;
  const told = await tellDependants(repository, { ...picture, dependants: fresh }, self.login);
  if (!note(pass, "dependants", told)) return;
  for (const d of fresh) memory.told.add(JSON.stringify(d));
}

/** Takes down a failure; true when there was none. What contradicts the memory empties it. */
export function note<T>(
  pass: Pass,
  what: Problem["what"],
  answer: Answer<T>,
  remedy?: string,
): answer is { ok: true; value: T } {
  if (answer.ok) return true;
  const { kind } = answer.failure;
  if (kind === "not_found" || kind === "conflict" || kind === "invalid") pass.memory.readAt = 0;
  if (kind === "rate_limited") wakeAt(pass, answer.failure.until);
  pass.result.problems.push({ what, failure: answer.failure, ...(remedy ? { remedy } : {}) });
  return false;
}

export function wakeAt(pass: Pass, time: number | null): void {
  if (time !== null) pass.result.again = Math.min(pass.result.again ?? time, time);
}
