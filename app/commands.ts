import { describeFailure } from "../src/github/answer.ts";
import { mayRun, needForCommand } from "../src/github/rules.ts";
import { text } from "../src/github/text.ts";
import type { Command } from "../src/milestone/command/command.ts";
import { unreachable } from "../src/milestone/phase.ts";
import { answerHelp, answerPlan, answerReport, answerStatus, answerWhy } from "./answers.ts";
import { answerApproval } from "./approvals.ts";
import { type CommandResult, type Given, refusedWith } from "./command-result.ts";
import type { Desk } from "./desk.ts";
import { dispatch } from "./dispatch.ts";
import { type Looked, look } from "./looked.ts";
import type { Place } from "./places.ts";

/** Authorises a command and carries it out. */
export async function runCommand(desk: Desk, place: Place, given: Given): Promise<CommandResult> {
  const { command, by } = given;
  if (command.name === "help") return { kind: "done", reply: answerHelp(command.about) };
  if (!command.milestone) return refusedWith(text.refused.noMilestone(by.user.login, command.name));
  const looked = await look(desk, place, command.milestone);
  if (!looked.ok) return refusedWith(text.refused.github(by.user.login, describeFailure(looked.failure)));
  const postponed = looked.value.reading?.state.status === "postponed";
  const need = needForCommand(command, looked.value.base.config, { postponed });
  const allowed = mayRun(need, by.permission);
  if (!allowed.ok) return refusedWith(text.refused.permission(by.user.login, command.name, allowed.who));
  const unknown = unknownIn(command, looked.value);
  if (unknown) return refusedWith(unknown);
  return carryOut(desk, place, given, looked.value);
}

function carryOut(
  desk: Desk,
  place: Place,
  given: Given,
  looked: Looked,
): Promise<CommandResult> | CommandResult {
  const { command } = given;
  const now = desk.settings.clock.now();
  switch (command.name) {
    case "status":
      return answerStatus(looked, now);
    case "plan":
      return answerPlan(looked, command.flags);
    case "why":
      return answerWhy(looked, command.target?.task ?? "", now);
    case "report":
      return answerReport(looked, now);
    case "approve":
      return answerApproval(desk, place, given, looked);
    case "execute":
    case "resume":
    case "pause":
    case "retry":
    case "skip":
    case "reject":
    case "postpone":
    case "cancel":
    case "archive":
    case "unlock":
      return dispatch(desk, place, given, looked);
    case "help":
    case "validate":
    case "list":
    case "sync":
    case "replay":
    case "audit":
    case "prompt":
    case "init":
    case "import":
    case "completion":
      return refusedWith(text.refused.terminalOnly(given.by.user.login, command.name));
    default:
      return unreachable("command", command.name);
  }
}

/** Names in the command that the milestone does not have; null when all are known. */
function unknownIn(command: Command, looked: Looked): string | null {
  if (!looked.base.exists) return text.refused.notOnBase(looked.milestone, looked.base.branch);
  const plan = looked.reading?.plan ?? looked.base.plan;
  if (!plan)
    return text.badFile.body(
      looked.milestone,
      looked.findings.map(f => `${f.file}:${f.line}: ${f.message}`),
    );
  const task = command.target?.task;
  if (task && !plan.tasks.some(t => t.id === task)) {
    return text.refused.unknownTask(
      looked.milestone,
      task,
      plan.tasks.map(t => t.id),
    );
  }
  return null;
}
