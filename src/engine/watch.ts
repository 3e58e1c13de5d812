import type { RunningAttempt } from "./attempt.ts";
import { block, unblock, warnOnce } from "./blockers.ts";
import type { Run } from "./run-context.ts";

/** How often disk, memory and clocks are looked at (ms). */
const EVERY_MS = 10_000;
/** A disk counts as full only when this little is left, however large it is (research: 5 GiB). */
const FREE_BYTES = 5 * 1024 ** 3;
/** Memory in use above which fewer agents work at once, in percent. */
const MEMORY_PERCENT = 92;

export interface Watcher {
  /** Some task moved: the milestone is not stalled. */
  progressed(): void;
  stop(): void;
}

export interface Watched {
  running: () => RunningAttempt[];
  memoryShort: () => void;
  /** A blocker came or went. */
  changed: () => void;
}

/** Looks after what no event tells: disk, memory, silence and time. Warnings are events; a full disk is a blocker. */
export function startWatching(run: Run, watched: Watched): Watcher {
  const { clock } = run.ports;
  let progressedAt = clock.now();
  let cancel = (): void => undefined;
  const look = (): void => {
    watchDisk(run, watched);
    if (run.ports.host.memory() > MEMORY_PERCENT) watched.memoryShort();
    watchTime(run, watched, progressedAt);
    cancel = clock.after(EVERY_MS, look);
  };
  watchDisk(run, watched);
  cancel = clock.after(EVERY_MS, look);
  return {
    progressed() {
      progressedAt = clock.now();
    },
    stop() {
      cancel();
    },
  };
}

function watchDisk(run: Run, watched: Watched): void {
  const { usedPercent, freeBytes } = run.ports.host.disk();
  const full = usedPercent > run.plan.limits.diskPercent && freeBytes < FREE_BYTES;
  const known = run.journal.state.blockers.has("disk_space");
  if (full === known) return;
  if (full) {
    block(run.journal, {
      type: "disk_space",
      severity: "critical",
      message: `the disk is ${Math.floor(usedPercent)} % full with ${(freeBytes / 1024 ** 3).toFixed(1)} GiB left; free some space`,
    });
  } else {
    unblock(run.journal, "disk_space", "there is space again");
  }
  watched.changed();
}

function watchTime(run: Run, watched: Watched, progressedAt: number): void {
  const { journal, plan, ports } = run;
  const now = ports.clock.now();
  for (const { start, startedAt } of watched.running()) {
    if (now - startedAt <= plan.limits.longRunningMs) continue;
    const where = `${start.task.id}/${start.phase.phase}`;
    const minutes = Math.round(plan.limits.longRunningMs / 60_000);
    warnOnce(
      journal,
      "long_running_task",
      `${where} has been running for more than ${minutes} minutes`,
      start.task.id,
    );
  }
  if (watched.running().length > 0 && now - progressedAt > plan.limits.executionStallMs) {
    const minutes = Math.round(plan.limits.executionStallMs / 60_000);
    warnOnce(journal, "stalled_execution", `no task has moved for ${minutes} minutes`);
  }
  if (plan.due && now > Date.parse(plan.due))
    warnOnce(journal, "due_risk", `the milestone was due on ${plan.due}`);
}
