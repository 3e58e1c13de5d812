import { milestonePercentage } from "../../milestone/session/progress.ts";
import { duration } from "../../milestone/view/figures.ts";
import { timelineOf } from "../../milestone/view/timeline.ts";
import type { RunningAttempt } from "../attempt/attempt.ts";
import { block, unblock, warnOnce } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

/** How often disk, memory and clocks are looked at (ms), and oftener where a limit is that short. */
const EVERY_MS = 10_000;
const LEAST_EVERY_MS = 500;
/** Below this much progress, in percentage points, a forecast says more about chance than about the work. */
const LEAST_PROGRESS = 10;
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
  /** At each look: whether memory is nearly used up. */
  memory: (isShort: boolean) => void;
  /** A blocker came or went. */
  changed: () => void;
}

/** Looks after what no event tells: disk, memory, silence and time. Warnings are events; a full disk is a blocker. */
export function startWatching(run: Run, watched: Watched): Watcher {
  const { clock } = run.ports;
  let progressedAt = clock.now();
  const { longRunningMs, executionStallMs } = run.plan.limits;
  const everyMs = Math.max(LEAST_EVERY_MS, Math.min(EVERY_MS, longRunningMs / 2, executionStallMs / 2));
  let cancel = (): void => undefined;
  const look = (): void => {
    watchDisk(run, watched);
    watched.memory(run.ports.host.memory() > MEMORY_PERCENT);
    watchTime(run, watched, progressedAt);
    cancel = clock.after(everyMs, look);
  };
  watchDisk(run, watched);
  cancel = clock.after(everyMs, look);
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
  for (const { start } of watched.running()) {
    const { working = 0 } = run.activities.stagesOf({ task: start.task.id, phase: start.phase.phase });
    if (working <= plan.limits.longRunningMs) continue;
    const where = `${start.task.id}/${start.phase.phase}`;
    warnOnce(
      journal,
      "long_running_task",
      `${where} has been running for more than ${duration(plan.limits.longRunningMs)}`,
      start.task.id,
    );
  }
  if (watched.running().length > 0 && now - progressedAt > plan.limits.executionStallMs) {
    warnOnce(journal, "stalled_execution", `no task has moved for ${duration(plan.limits.executionStallMs)}`);
  }
}

/** A due date that is missed, or that the pace so far cannot keep, is a warning: once for the milestone and each task. */
export function watchDueDates({ journal, plan, ports }: Run): void {
  const { state, history } = journal;
  if (plan.due === undefined && plan.tasks.every(t => t.due === undefined)) return;
  const { due, onTime, late } = timelineOf({ plan, state, history, now: ports.clock.now() });
  if (due !== null && ports.clock.now() > due)
    warnOnce(journal, "due_risk", `the milestone was due on ${plan.due}`);
  else if (onTime === false && milestonePercentage(state) - history.startPercentage >= LEAST_PROGRESS) {
    warnOnce(
      journal,
      "due_risk",
      `at the pace so far the milestone will not be done by its due date ${plan.due}`,
    );
  }
  for (const { task, missed } of late) {
    if (missed)
      warnOnce(journal, "due_risk", `${task} was due on ${plan.tasks.find(t => t.id === task)?.due}`, task);
  }
}
