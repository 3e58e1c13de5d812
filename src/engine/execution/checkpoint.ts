import { LEASE_SILENCE_MS } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import { watchDueDates } from "./watch.ts";

/** A run shows itself alive by a commit at least this often (ms): half of what its lease allows it to be silent. */
const SIGN_EVERY_MS = LEASE_SILENCE_MS / 2;

/** A commit that is younger than the interval by less than this (ms) is old enough: timers fire a little early. */
const EARLY_MS = 500;

/** How often what piled up is saved at the latest (ms). */
export function saveEveryMs({ options }: Run): number {
  return Math.min(options.progressIntervalMs, SIGN_EVERY_MS);
}

/** Saves what piled up, and syncs GitHub, where nothing was committed for an interval. Dates are always looked at. */
export async function saveAfterInterval(run: Run): Promise<void> {
  const { journal, ports } = run;
  watchDueDates(run);
  const quiet = ports.clock.now() - journal.committedAt;
  if (quiet + EARLY_MS < saveEveryMs(run)) return;
  await saveCheckpoint(run, "interval");
  await ports.forge.sync(journal.tip, "boundary");
}

export async function saveCheckpoint(
  { journal, publisher }: Run,
  saveReason: "interval" | "checkpoint_files",
): Promise<void> {
  journal.recordProgress();
  await journal.commit({ subject: "checkpoint", derived: true, saveReason });
  publisher.request();
}
