import { describeFailure } from "../src/github/answer.ts";
import { cancelRun, isRunLive, type RunRequest, runOf } from "../src/github/runs.ts";
import { text } from "../src/github/text.ts";
import type { Command } from "../src/milestone/command/command.ts";
import { FLAGS, type FlagName } from "../src/milestone/command/command-flags.ts";
import { openTickets } from "../src/milestone/runners/ledger.ts";
import type { AppContext } from "./app-context.ts";
import { type AuthorizedCommand, type CommandResult, refusedWith } from "./authorized-command.ts";
import type { InstalledRepository } from "./installed-repositories.ts";
import type { MilestoneSnapshot } from "./snapshot.ts";
import { startOnce } from "./start-run.ts";
import { againAfter } from "./working.ts";

/** Commands whose run is followed by the live run's cancellation: that one saves itself, the queued one records. */
const ENDING: ReadonlySet<string> = new Set(["pause", "cancel", "postpone"]);
/** Inputs that the command has of its own. */
const OWN: ReadonlySet<FlagName> = new Set<FlagName>(["request", "reason"]);

/** Starts the run that carries a command out. */
export async function dispatch(
  app: AppContext,
  place: InstalledRepository,
  authorized: AuthorizedCommand,
  snapshot: MilestoneSnapshot,
): Promise<CommandResult> {
  const { command, by, request } = authorized;
  const login = by.user.login;
  const { config, branch } = snapshot.base;
  const runRequest = runRequestOf(command, snapshot.milestone, request);
  const started = await startOnce(app, place, {
    at: { workflow: config.workflow, branch },
    runRequest,
    state: snapshot.reading?.state ?? null,
  });
  if (!started.ok) {
    againAfter(started.failure, app.settings.clock.now());
    return refusedWith(text.refused.github(login, describeFailure(started.failure)));
  }
  if (started.value.kind === "refused") return refusedWith(text.refused.run(login, started.value.why));
  if (ENDING.has(command.name)) await cancelLive(app, place, snapshot);
  return { kind: "done" };
}

function runRequestOf(command: Command, milestone: string, request: string): RunRequest {
  const { target, checkpoint, question, reason } = command;
  const at = target
    ? [target.task, target.phase].filter(Boolean).join("/") + (question === null ? "" : `#${question}`)
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
async function cancelLive(
  app: AppContext,
  { repository }: InstalledRepository,
  { reading, milestone }: MilestoneSnapshot,
): Promise<void> {
  const run = runOf(reading?.state.lease ?? null);
  if (run === null) return;
  // Where other machines work it only lands a result, which would be lost with it; it is over in a moment.
  if (openTickets(reading!.state).length > 0) return;
  const live = await isRunLive(repository, run);
  if (live.ok && !live.value) return;
  const cancelled = await cancelRun(repository, run);
  if (!cancelled.ok)
    app.log.warn({ milestone, run, failure: cancelled.failure }, describeFailure(cancelled.failure));
}
