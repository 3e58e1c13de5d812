import { readProduct } from "./product.ts";
import {
  type DesiredPull,
  desiredPull,
  diffPull,
  isOver,
  isPullRefused,
  isPullStale,
  type PullNow,
  readPull,
  writePull,
} from "./pull.ts";
import { note, type Pass } from "./sync-pass.ts";
import { text } from "./text.ts";
import { readTracking, syncTracking } from "./tracking.ts";

/** The pull request, or the issue that stands in for it; its number, or null when there is none (yet). */
export async function placeStep(pass: Pass): Promise<number | null> {
  const { memory, desired, repository } = pass;
  let wanted = desiredPull(desired);
  if (!wanted && memory.pull === undefined && desired.state.seq === 0) return null;
  let now = await pullNow(pass);
  if (now === undefined) return null;
  if (!wanted) return now?.number ?? null;
  if (now && isOver(now, desired)) {
    now = null;
    memory.pull = null;
    delete memory.comments;
  }
  if (!now && memory.pull === null) {
    delete memory.pull;
    now = await pullNow(pass);
    if (now === undefined) return null;
    if (now && isOver(now, desired)) now = null;
  }
  if (!now && memory.pullRefused) return trackingStep(pass);
  if (now?.open !== false && isPullStale(wanted, now)) {
    let product = await readProduct(repository, desired);
    // What is written without it would not be written again: once more, and then the text says less, and nothing wrong.
    if (!product.ok && product.failure.kind !== "rate_limited")
      product = await readProduct(repository, desired);
    if (!product.ok && product.failure.kind === "rate_limited") {
      note(pass, "pull request", product);
      return now?.number ?? null;
    }
    if (product.ok) wanted = desiredPull(desired, product.value) ?? wanted;
  }
  const before = now;
  for (const write of diffPull(wanted, now)) {
    const written = await writePull(repository, write, now);
    const refused = !written.ok && write.kind === "create_pull" && isPullRefused(written.failure);
    if (!note(pass, "pull request", written, refused ? text.pullRefused : undefined)) {
      memory.pullRefused ||= refused;
      return refused ? trackingStep(pass) : (now?.number ?? null);
    }
    now = written.value;
    memory.pull = now;
  }
  if (now && !before) await labelStep(pass, wanted, now);
  return now?.number ?? null;
}

/** A pull request is made without labels: those are a request of their own. */
async function labelStep(pass: Pass, wanted: DesiredPull, made: PullNow): Promise<void> {
  for (const write of diffPull(wanted, made)) {
    const written = await writePull(pass.repository, write, made);
    if (note(pass, "pull request", written)) pass.memory.pull = written.value;
  }
}

async function pullNow(pass: Pass): Promise<PullNow | null | undefined> {
  const { memory, desired, repository } = pass;
  if (memory.pull === undefined) {
    const reading = await readPull(repository, desired.milestone);
    if (!note(pass, "pull request", reading)) return undefined;
    memory.pull = reading.value;
  }
  return memory.pull;
}

async function trackingStep(pass: Pass): Promise<number | null> {
  const { memory, desired, repository, self } = pass;
  if (!memory.tracking) {
    const reading = await readTracking(repository, desired.milestone, self);
    if (!note(pass, "pull request", reading)) return null;
    memory.tracking = reading.value;
  }
  const synced = await syncTracking(repository, desired, memory.tracking, self);
  if (!note(pass, "pull request", synced)) return memory.tracking?.number ?? null;
  memory.tracking = synced.value;
  return synced.value?.number ?? null;
}
