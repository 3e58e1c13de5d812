import type { Desk, MilestoneDesk } from "./desk.ts";
import { pass } from "./pass.ts";

/** `soon`: people wait for it. `lazy`: only the progress changed. */
export type Urgency = "soon" | "lazy";

/** Has a pass made over a milestone; wishes that come close together are met by one pass. */
export function schedulePass(desk: Desk, milestone: MilestoneDesk, urgency: Urgency): void {
  const { clock, lazyMs, urgentMs } = desk.settings;
  const now = clock.now();
  passAt(
    desk,
    milestone,
    urgency === "soon" ? now + urgentMs : Math.max(now + urgentMs, milestone.lastPass + lazyMs),
  );
}

/** Has a pass made at a time, or earlier if one is planned already. */
function passAt(desk: Desk, milestone: MilestoneDesk, at: number): void {
  if (desk.stopping) return;
  if (milestone.timer) {
    if (milestone.timer.at <= at) return;
    clearTimeout(milestone.timer.handle);
  }
  const wait = Math.max(0, at - desk.settings.clock.now());
  const handle = setTimeout(() => {
    milestone.timer = null;
    passNow(desk, milestone);
  }, wait);
  handle.unref();
  milestone.timer = { at, handle };
}

/** Puts a pass in the milestone's line, behind what is under way. */
export function passNow(desk: Desk, milestone: MilestoneDesk): void {
  desk.queues.add(queueKey(milestone), async () => {
    const again = await pass(desk, milestone);
    milestone.lastPass = desk.settings.clock.now();
    if (again !== null) passAt(desk, milestone, again);
  });
}

function queueKey({ place, milestone }: MilestoneDesk): string {
  return `${place.id}/${milestone}`;
}

/** Cancels what is planned; what is under way goes on. */
export function stopTimers(desk: Desk): void {
  desk.stopping = true;
  for (const { timer } of desk.milestones.values()) if (timer) clearTimeout(timer.handle);
}
