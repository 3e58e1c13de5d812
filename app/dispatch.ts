import { describeFailure } from "../src/github/answer.ts";
import { cancelRun, isRunLive, type RunWish, runOf, startRun } from "../src/github/runs.ts";
import { text } from "../src/github/text.ts";
import type { Command } from "../src/milestone/command/command.ts";
import { FLAGS, type FlagName } from "../src/milestone/command/command-flags.ts";
import { type CommandResult, type Given, refusedWith } from "./command-result.ts";
import { type Desk, milestoneDesk } from "./desk.ts";
import type { Looked } from "./looked.ts";
import type { Place } from "./places.ts";

/** Commands whose run is followed by the live run's cancellation: that one saves itself, the queued one records. */
const ENDING: ReadonlySet<string> = new Set(["pause", "cancel", "postpone"]);
/** Inputs that the wish has of its own. */
const OWN: ReadonlySet<FlagName> = new Set<FlagName>(["request", "reason"]);

/** Starts the run that carries a command out. */
export async function dispatch(
  desk: Desk,
  place: Place,
  given: Given,
  looked: Looked,
): Promise<CommandResult> {
  const { command, by, request } = given;
  const { repository } = place;
  const login = by.user.login;
  const { config, branch } = looked.base;
  const wish = wishOf(command, looked.milestone, request);
  const started = await startRun(repository, { workflow: config.workflow, branch }, wish);
  if (!started.ok) return refusedWith(text.refused.github(login, describeFailure(started.failure)));
  if (started.value.kind === "refused") return refusedWith(text.refused.run(login, started.value.why));
  milestoneDesk(desk, place, looked.milestone).started.set(request, desk.settings.clock.now());
  if (ENDING.has(command.name)) await cancelLive(desk, place, looked);
  return { kind: "done" };
}

function wishOf(command: Command, milestone: string, request: string): RunWish {
  const { target, checkpoint, reason } = command;
  const at = target
    ? [target.task, target.phase].filter(Boolean).join("/")
    : checkpoint
      ? `gate:${checkpoint}`
      : "";
  const flags: Record<string, string> = {};
  for (const [name, value] of Object.entries(command.flags)) {
    if (name in FLAGS && !OWN.has(name as FlagName)) flags[name] = String(value);
  }
  return {
    milestone,
    command: command.name,
    ...(at ? { target: at } : {}),
    ...(reason ? { reason } : {}),
    request,
    flags,
  };
}

/** Cancels the run that owns the branch, if it is still going. A failure is only told: the run ends by itself too. */
async function cancelLive(desk: Desk, { repository }: Place, { reading, milestone }: Looked): Promise<void> {
  const run = runOf(reading?.state.lease ?? null);
  if (run === null) return;
  const live = await isRunLive(repository, run);
  if (live.ok && !live.value) return;
  const cancelled = await cancelRun(repository, run);
  if (!cancelled.ok)
    desk.log.warn({ milestone, run, failure: cancelled.failure }, describeFailure(cancelled.failure));
}
