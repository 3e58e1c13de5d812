import { describeFailure } from "../src/github/answer.ts";
import { answerRefusal, mayRun, needForCommand } from "../src/github/rules.ts";
import { text } from "../src/github/text.ts";
import type { Command } from "../src/milestone/command/command.ts";
import { draftsPlan } from "../src/milestone/command/command-reader.ts";
import { unreachable } from "../src/milestone/phase.ts";
import { phasePlan } from "../src/milestone/plan/plan.ts";
import { openQuestions } from "../src/milestone/session/questions.ts";
import { answerHelp, answerPlan, answerReport, answerStatus, answerWhy } from "./answers.ts";
import type { AppContext } from "./app-context.ts";
import { answerApproval } from "./approvals.ts";
import { type AuthorizedCommand, type CommandResult, refusedWith } from "./authorized-command.ts";
import { dispatch } from "./dispatch.ts";
import type { InstalledRepository } from "./installed-repositories.ts";
import { planFromComment } from "./plans.ts";
import { type MilestoneSnapshot, readSnapshot } from "./snapshot.ts";
import { againAfter } from "./working.ts";

/**
 * Authorises a command and carries it out. `claim` comes in between: false when another process has taken it, and the
 * result is then null.
 */
export async function runCommand(
  app: AppContext,
  place: InstalledRepository,
  authorized: AuthorizedCommand,
  claim: () => Promise<boolean>,
): Promise<CommandResult | null> {
  const { command, by } = authorized;
  if (command.name === "help") {
    return (await claim()) ? { kind: "done", reply: answerHelp(command.about) } : null;
  }
  const answersPlan =
    command.name === "answer" && authorized.at.plan !== null && command.target?.task === "plan";
  if (draftsPlan(command) || answersPlan) return planFromComment(app, place, authorized, claim);
  if (!command.milestone) return refusedWith(text.refused.noMilestone(by.user.login, command.name));
  const snapshot = await readSnapshot(app, place, command.milestone);
  if (!snapshot.ok) {
    againAfter(snapshot.failure, app.settings.clock.now());
    return refusedWith(text.refused.github(by.user.login, describeFailure(snapshot.failure)));
  }
  const postponed = snapshot.value.reading?.state.status === "postponed";
  const need = needForCommand(command, snapshot.value.base.config, { postponed });
  const allowed = mayRun(need, by.permission);
  if (!allowed.ok) return refusedWith(text.refused.permission(by.user.login, command.name, allowed.who));
  const unknown = unknownIn(command, snapshot.value);
  if (unknown) return refusedWith(unknown);
  return (await claim()) ? carryOut(app, place, authorized, snapshot.value) : null;
}

function carryOut(
  app: AppContext,
  place: InstalledRepository,
  authorized: AuthorizedCommand,
  snapshot: MilestoneSnapshot,
): Promise<CommandResult> | CommandResult {
  const { command } = authorized;
  const now = app.settings.clock.now();
  switch (command.name) {
    case "status":
      return answerStatus(place, snapshot, now);
    case "plan":
      return answerPlan(place, snapshot, command.flags);
    case "why":
      return answerWhy(place, snapshot, { task: command.target?.task ?? "", now });
    case "report":
      return answerReport(snapshot, now);
    case "approve":
      return answerApproval(app, place, authorized, snapshot);
    case "answer":
      return answerToQuestion(app, place, authorized, snapshot);
    case "execute":
    case "resume":
    case "pause":
    case "retry":
    case "skip":
    case "done":
    case "reject":
    case "postpone":
    case "cancel":
    case "archive":
    case "unlock":
    case "land":
    case "replan":
      return dispatch(app, place, authorized, snapshot);
    case "help":
    case "validate":
    case "list":
    case "sync":
    case "pack":
    case "take":
    case "work":
    case "replay":
    case "audit":
    case "prompt":
    case "logs":
    case "show":
    case "serve":
    case "init":
    case "import":
    case "doctor":
    case "clean":
    case "completion":
      return refusedWith(text.refused.terminalOnly(authorized.by.user.login, command.name));
    default:
      return unreachable("command", command.name);
  }
}

/** Names in the command that the milestone does not have; null when all are known. */
function unknownIn(command: Command, snapshot: MilestoneSnapshot): string | null {
  if (!snapshot.base.exists)
    return command.name === "plan"
      ? text.refused.noSuchPlan(snapshot.milestone, snapshot.base.branch)
      : text.refused.notOnBase(snapshot.milestone, snapshot.base.branch);
  const plan = snapshot.reading?.plan ?? snapshot.base.plan;
  if (!plan)
    return text.badFile.body(
      snapshot.milestone,
      snapshot.findings.map(f => `${f.file}:${f.line}: ${f.message}`),
    );
  const task = command.target?.task;
  if (task && !plan.tasks.some(t => t.id === task)) {
    return text.refused.unknownTask(
      snapshot.milestone,
      task,
      plan.tasks.map(t => t.id),
    );
  }
  return null;
}

/** `answer`: says at once when the person does not count, and otherwise starts the run that asks GitHub itself. */
async function answerToQuestion(
  app: AppContext,
  place: InstalledRepository,
  authorized: AuthorizedCommand,
  snapshot: MilestoneSnapshot,
): Promise<CommandResult> {
  const { command, by } = authorized;
  const { reading, milestone } = snapshot;
  const { login } = by.user;
  const { task, phase } = command.target ?? {};
  const open = reading ? openQuestions(reading.state) : [];
  const meant = open.filter(
    q =>
      q.task === task &&
      (phase === undefined || q.phase === phase) &&
      (command.question === null || q.number === command.question),
  );
  const [asked] = meant;
  if (!reading || !asked) return refusedWith(text.refused.noQuestion(login, milestone, open));
  if (meant.length > 1 && meant.filter(q => q.blocking).length !== 1)
    return refusedWith(text.refused.noQuestion(login, milestone, meant));
  const { plan, base } = reading;
  const gate = phasePlan(plan.tasks.find(({ id }) => id === task)!, asked.phase)?.gate ?? null;
  const refusal = await answerRefusal(place.repository, by, { gate, config: base.config });
  if (refusal) return refusedWith(text.refused.answer(login, refusal.reason));
  return dispatch(app, place, authorized, snapshot);
}
