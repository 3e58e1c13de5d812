import type { Journal } from "../engine/journal/journal.ts";
import { retryIfFenced } from "../engine/journal/move-branch.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { openToSteer, type SteerOpening } from "../engine/opening/open-to-steer.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { endJobs, runsEndedBy } from "../engine/runners/send-tickets.ts";
import type { Steering } from "../engine/steering/command-problem.ts";
import { steer, steerSubject } from "../engine/steering/steer.ts";
import type { Command } from "../milestone/command/command.ts";
import type { PlanDiff } from "../milestone/plan/plan-diff.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";

/** What a command that changes the state asks for; null for commands that only read or run. */
export function steeringOf(command: Command): Steering | null {
  const { name, target, reason, flags } = command;
  const raise = {
    ...(flags["add-minutes"] === undefined ? {} : { minutes: flags["add-minutes"] }),
    ...(flags["add-attempts"] === undefined ? {} : { attempts: flags["add-attempts"] }),
    ...(flags["add-tokens"] === undefined ? {} : { tokens: flags["add-tokens"] }),
    ...(flags["add-cost"] === undefined ? {} : { cost_usd: flags["add-cost"] }),
  };
  const why = reason || flags.reason || "";
  switch (name) {
    case "pause":
      return { command: "pause", reason: why || "asked for" };
    case "retry":
      return {
        command: "retry",
        ...target,
        revert: flags.revert ?? false,
        raise,
        ...(flags["with-dependants"] ? { dependants: true } : {}),
      };
    case "skip":
      return { command: "skip", task: target?.task ?? "", reason: why };
    case "approve":
      return {
        command: "approve",
        ...target,
        ...(command.checkpoint ? { checkpoint: command.checkpoint } : {}),
      };
    case "done":
      return { command: "done", task: target?.task ?? "", ...(target?.phase ? { phase: target.phase } : {}) };
    case "answer":
      return {
        command: "answer",
        task: target?.task ?? "",
        ...(target?.phase ? { phase: target.phase } : {}),
        ...(command.question === null ? {} : { number: command.question }),
        answer: why,
      };
    case "reject":
      return {
        command: "reject",
        ...(target?.phase ? { task: target.task, phase: target.phase } : {}),
        ...(command.checkpoint ? { checkpoint: command.checkpoint } : {}),
        reason: why,
      };
    case "postpone":
      return { command: "postpone", reason: why };
    case "cancel":
      return { command: "cancel", reason: why };
    case "archive":
      return { command: "archive" };
    case "unlock":
      return { command: "unlock", reason: why };
    case "resume":
      return Object.keys(raise).length > 0 ? { command: "raise", raise } : null;
    default:
      return null;
  }
}

/**
 * Records a command without executing: one commit, pushed; made again on what another writer pushed meanwhile.
 * @throws Refusal
 */
export function steerMilestone(machine: Machine, options: RunOptions, steering: Steering): Promise<Outcome> {
  return retryIfFenced(() => steerOnce(machine, options, steering));
}

async function steerOnce(machine: Machine, options: RunOptions, steering: Steering): Promise<Outcome> {
  const { ports } = machine;
  const run = await openToSteer(ports, options, machine.checkout, steering);
  if (run.kind !== "opened") return withoutOpening(run);
  const { journal } = run.run;
  const at = new Date(ports.clock.now()).toISOString();
  const ended = runsEndedBy(journal.state, steering);
  const text = await steer(run.run, steering, options.by, at);
  journal.recordProgress();
  await journal.commit({ subject: steerSubject(steering), derived: true, saveReason: steering.command });
  const pushed = await run.run.publisher.flush();
  if (pushed.ok) await endJobs(ports, ended);
  await ports.forge.sync(journal.tip, "end");
  return steered(journal, { done: text }, pushed);
}

/** The log holds the command's key already, or the run that holds the milestone has carried it out. */
export function withoutOpening(run: Exclude<SteerOpening, { kind: "opened" }>): Outcome {
  const done = run.kind === "given" ? run.done : "this command was carried out before; nothing to do";
  return steered(run, { done }, { ok: true });
}

/** What was done, and whether anyone else will ever know: a command that stays in a runner's clone is lost with it. */
export function steered(
  { state, tip }: Pick<Journal, "state" | "tip">,
  answer: { done: string; diff?: PlanDiff },
  pushed: { ok: true } | { ok: false; message: string },
): Outcome {
  const status = pushed.ok ? state.status : "failed";
  const outputs = outputsOf(state, { status, commit: tip });
  const note = pushed.ok ? null : `not pushed: ${pushed.message}`;
  return {
    status,
    exitCode: pushed.ok ? EXIT.ok : EXIT.failed,
    text: note ? `${answer.done}\n${note}` : answer.done,
    json: { ...outputs, ...answer, note },
    outputs,
    ...(note ? { failure: note } : {}),
  };
}
