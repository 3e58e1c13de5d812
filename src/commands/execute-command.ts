import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Execution } from "../engine/execution/execution.ts";
import { finish, resumeCompletion } from "../engine/execution/finish.ts";
import { completionDoubt } from "../engine/gate/read-forge.ts";
import type { CommandInbox } from "../engine/inbox/inbox-server.ts";
import { isLinkless } from "../engine/machine/linkless-file.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { giveToOwner } from "../engine/opening/give-live.ts";
import { type Opening, openRun } from "../engine/opening/open-run.ts";
import { signAsPlanned } from "../engine/opening/sign-as-planned.ts";
import type { Narrator, Ports, RunIdentity } from "../engine/ports.ts";
import { refuse } from "../engine/refusal.ts";
import { openNotices } from "../engine/run/chat-notices.ts";
import type { Run, RunOptions } from "../engine/run/run-context.ts";
import type { Arrival } from "../engine/runners/arrival.ts";
import { bringLeft } from "../engine/runners/bring-result.ts";
import { commandWords, type Steering } from "../engine/steering/command-problem.ts";
import { steer } from "../engine/steering/steer.ts";
import { idProblem, paths } from "../milestone/names.ts";
import { isOnBranch, type State } from "../milestone/session/state.ts";
import { buildDashboard, type Dashboard } from "../milestone/view/dashboard.ts";
import { summaryMarkdown } from "../milestone/view/dashboard-markdown.ts";
import { dashboardText, statusLine } from "../milestone/view/dashboard-text.ts";
import { printWarnings } from "./narrate.ts";
import { exitCodeOf, nextSteps, type Outcome, outputsOf, stepsAfterLiveView } from "./outcome.ts";
import { untakenSince } from "./untaken-edits.ts";
import { untilSignal } from "./until-signal.ts";

export interface ExecuteHooks {
  /** A live view may look at the run from here on. */
  onStart?: (run: Run) => void;
  onEnd?: () => void;
  /** Commands to carry out before the work goes on (retry, skip, reject through the Action). */
  first?: Steering[];
  /** What other machines made for tickets; it is landed first, and a run that holds the branch is waited for. */
  arrivals?: readonly Arrival[];
  /** Nothing more is started, for this reason. */
  drain?: string;
  /** Starts the next run when the time budget ended this one. */
  continueLater?: () => Promise<void>;
}

/** Executes or resumes a milestone from its opening to its rest. @throws Refusal for bad input */
export async function executeMilestone(
  machine: Machine,
  options: RunOptions,
  hooks: ExecuteHooks = {},
): Promise<Outcome> {
  const { ports } = machine;
  ports.runner.prepare();
  const open = (): Promise<Opening> =>
    openRun(ports, options, { ...machine.checkout, commands: hooks.first ?? [] });
  const opening = hooks.arrivals ? await openInTurn(ports, open) : await open();
  switch (opening.kind) {
    case "owned": {
      const { owner, state, tip } = opening;
      const given = await giveFirst(machine, owner, { options, hooks });
      if (given) return plain(state, tip, given);
      const where = `run ${owner.run_id} (process ${owner.pid} on ${owner.host})`;
      const note = `${where} is executing "${options.milestone}"; this run leaves it alone${droppedCommands(options.milestone, hooks)}`;
      ports.narrator.warn(note);
      return plain(state, tip, note);
    }
    case "settled":
      return settled(machine, opening, { options, hooks });
    case "opened":
      break;
    default:
      return opening satisfies never;
  }
  printWarnings(ports.narrator, opening.warnings);
  const again = opening.again.map(
    (task): Steering => ({ command: "retry", task, whole: true, revert: false, raise: {} }),
  );
  // What a person paused only takes in what was under way.
  const paused = hooks.arrivals ? opening.paused : null;
  return executeRun(machine, opening.run, {
    ...hooks,
    first: [...again, ...(hooks.first ?? [])],
    ...(paused === null ? {} : { drain: paused }),
  });
}

/** How long a job that brings work waits for the run that holds the branch (ms), and how often it looks. */
const TURN_MS = 15 * 60_000;
const LOOK_MS = 3_000;

/** Where the queue of GitHub's does not keep jobs apart, the lease does. */
async function openInTurn({ clock }: Ports, open: () => Promise<Opening>): Promise<Opening> {
  const until = clock.now() + TURN_MS;
  for (;;) {
    const opening = await open();
    if (opening.kind !== "owned" || clock.now() > until) return opening;
    await new Promise<void>(resolve => clock.after(LOOK_MS, resolve));
  }
}

/** Gives what was to be carried out first to the run that holds the milestone; null where it takes nothing. */
async function giveFirst(
  { ports }: Machine,
  owner: RunIdentity,
  { options, hooks }: { options: RunOptions; hooks: ExecuteHooks },
): Promise<string | null> {
  const { by, request } = options;
  const done: string[] = [];
  for (const command of hooks.first ?? []) {
    const answer = await giveToOwner(ports, owner, { command, by, request });
    if (answer === null || answer === "ended") return null;
    done.push(answer.done);
  }
  return done.length > 0 ? done.join("\n") : null;
}

/** What a run that leaves another one alone could not do, and how it is done after all. */
function droppedCommands(milestone: string, { first = [] }: ExecuteHooks): string {
  if (first.length === 0) return "";
  const commands = first.map(steering => `\`${commandWords(steering)}\``).join(" and ");
  return `, and ${commands} was not carried out: ask for it again once that run has ended, or end it first with \`milestone pause ${milestone}\`, on GitHub \`/milestone pause ${milestone}\``;
}

async function executeRun(machine: Machine, run: Run, hooks: ExecuteHooks): Promise<Outcome> {
  const { ports } = machine;
  for (const steering of hooks.first ?? []) {
    const done = await steer(run, steering, run.options.by, new Date(ports.clock.now()).toISOString());
    ports.narrator.note("basic", done);
  }
  const execution = new Execution(run, {
    arrivals: hooks.arrivals ?? [],
    bring: gone => bringLeft(machine, gone, run.plan.id),
  });
  if (hooks.drain !== undefined) execution.drain(hooks.drain);
  let finished = 0;
  let inbox: CommandInbox | null = null;
  const notices = openNotices(run);
  run.journal.onEvent = event => {
    notices?.observe(event);
    if (event.event === "phase_completed") finished += 1;
    execution.observe(event);
    inbox?.publish({ events: [event] });
  };
  run.onPlan = () => execution.replan();
  ports.logs?.begin(run.journal.session);
  hooks.onStart?.(run);
  const stopWatching = untilSignal(signal =>
    execution.stop("interrupted", `the run was stopped by ${signal}`),
  );
  const listening = openInboxOf(run, execution).then(opened => {
    inbox = opened;
  });
  const rest = await execution.untilRest();
  const end = await finish(run, rest);
  await notices?.close();
  await listening;
  await (inbox as CommandInbox | null)?.close();
  stopWatching();
  hooks.onEnd?.();
  const failure = end.status === "failed" ? end.note : null;
  // A failed step says it as its error.
  if (end.note && !(failure && run.options.onRunner)) ports.narrator.warn(end.note);
  if (end.report && run.options.onRunner)
    await leaveReportFile(ports.narrator, machine.root, {
      session: run.journal.session,
      text: end.report.text,
      state: run.journal.state,
    });
  if (end.status === "paused" && rest.kind === "paused" && !rest.asked)
    await goOnLater(machine, hooks, finished);
  const dashboard = dashboardOf(run, ports.clock.now());
  const status = end.status;
  const outputs = outputsOf(run.journal.state, { status, commit: run.journal.tip });
  return {
    status,
    exitCode: exitCodeOf(status),
    ...(rest.kind === "interrupted" ? { interrupted: true } : {}),
    ...(failure ? { failure } : {}),
    afterLiveView: `${statusLine(dashboard)}\n${stepsAfterLiveView(run.journal.state, status)}`,
    text: dashboardText(dashboard) + (run.options.onRunner ? "" : nextSteps(run.journal.state, status)),
    onTerminal: columns => dashboardText(dashboard, columns) + nextSteps(run.journal.state, status),
    json: { ...outputs, report: end.report?.path ?? null },
    summary: () => summaryMarkdown(dashboard, run.plan, run.journal.history),
    outputs: {
      ...outputs,
      ...(end.report ? { report: end.report.path } : {}),
      ...(ports.logs?.folder ? { logs: ports.logs.folder } : {}),
    },
  };
}

/** On a runner nobody is beside it; there the branch and the comments are the way in. */
async function openInboxOf(run: Run, execution: Execution): Promise<CommandInbox | null> {
  const { journal, activities, options, ports } = run;
  if (options.onRunner || !ports.inbox) return null;
  const inbox = await ports.inbox.open({
    milestone: journal.milestone,
    command: request => execution.command(request),
    snapshot: () => ({ events: [...journal.unsaved], activities: activities.list }),
    isHidden: async () => {
      const found = await ports.host.isolation?.(run.plan.isolation);
      return !found || !("why" in found);
    },
  });
  activities.onChange = () => inbox?.publish({ activities: activities.list });
  return inbox;
}

/** A run that finished nothing would be followed by runs that finish nothing, forever: then a person must look. */
async function goOnLater(machine: Machine, hooks: ExecuteHooks, finished: number): Promise<void> {
  if (!hooks.continueLater) return;
  if (finished > 0) return hooks.continueLater();
  machine.ports.narrator.warn(
    "the time budget ended this run before it finished any phase, so it is not continued by itself; raise time-budget, or split the phase",
  );
}

export function dashboardOf(run: Run, now: number): Dashboard {
  const { plan, journal, roles } = run;
  return buildDashboard({
    plan,
    state: journal.state,
    history: journal.history,
    roles: roles.snapshot(),
    now,
  });
}

/** A run that no person started meets a postponed milestone. */
function leftAlone(milestone: string, { first }: ExecuteHooks): string {
  const lost = first?.length ? `, and \`${first.map(commandWords).join("`, `")}\` was not carried out` : "";
  return `the milestone "${milestone}" is postponed, and a run that no person started does not take it up again${lost}; a maintainer does, with \`/milestone execute ${milestone}\` in a comment, "Run workflow", or \`milestone execute ${milestone}\` at a command line`;
}

/** A finished milestone: nothing changes, only what the last run left undone is completed. */
async function settled(
  machine: Machine,
  opening: Extract<Opening, { kind: "settled" }>,
  { options, hooks }: { options: RunOptions; hooks: ExecuteHooks },
): Promise<Outcome> {
  const { ports } = machine;
  const { state, tip, seen } = opening;
  const undone = hooks.first?.find(
    ({ command }) => command === "retry" || command === "skip" || command === "reject",
  );
  if (undone && state.status === "completed" && !(options.request && state.requests.has(options.request))) {
    refuse(
      `the milestone "${state.milestone}" is completed: ${undone.command} would change nothing`,
      "make a new milestone for the work that is left",
    );
  }
  if (state.status === "completed" && !opening.merged) {
    const doubt = await completionDoubt(ports, opening);
    const unsigned = doubt ? null : await signAsPlanned(ports, opening.plan);
    if (unsigned) ports.narrator.warn(`${unsigned.message}; ${unsigned.remedy}`);
    const made = doubt
      ? { ok: false as const, message: `${doubt}; nothing is tagged or pushed` }
      : await resumeCompletion(ports, state, { tip, seen });
    if (!made.ok) {
      const where = doubt
        ? "is completed by its branch's log alone"
        : "is completed here, but not on the remote";
      const text = `the milestone "${state.milestone}" ${where}: ${made.message}`;
      if (!options.onRunner) ports.narrator.warn(text);
      const outcome = plain(state, tip, text);
      const outputs = { ...outcome.outputs, status: "failed" as const };
      return {
        ...outcome,
        status: "failed",
        exitCode: exitCodeOf("failed"),
        failure: text,
        outputs,
        json: { ...outputs, report: null },
      };
    }
    if (made.note) ports.narrator.warn(made.note);
  }
  if (state.status === "completed") {
    const untaken = await untakenSince(machine, { plan: opening.plan, state, tip });
    for (const edit of untaken) ports.narrator.warn(edit);
  }
  const left = state.status === "postponed" && !options.askedFor;
  const text = left
    ? leftAlone(state.milestone, hooks)
    : `the milestone "${state.milestone}" is ${state.status}; there is nothing to do`;
  const outcome = { ...plain(state, tip, text), ...(left ? { notice: text } : {}) };
  const session = state.session?.id;
  const report = session ? await ports.repository.readFile(tip, paths.report(session)) : null;
  if (!session || !report) return outcome;
  if (options.onRunner)
    await leaveReportFile(ports.narrator, machine.root, { session, text: report.toString("utf8"), state });
  const outputs = { ...outcome.outputs, report: paths.report(session) };
  return { ...outcome, outputs, json: outputs };
}

export function plain(state: State, tip: string, text: string): Outcome {
  const outputs = outputsOf(state, { status: state.status, commit: tip });
  return {
    status: state.status,
    exitCode: exitCodeOf(state.status),
    text,
    json: { ...outputs, report: null },
    outputs,
  };
}

/**
 * Writes a session's report into a runner's checkout, for later steps: the one file that is written there. A person's
 * own checkout is left alone, since an untracked report would stand in the way of `git checkout milestone/<id>`.
 * Answers its path below the root. @throws Refusal when the log, which anyone may have pushed, names no session
 */
export async function writeReportFile(
  root: string,
  { session, text, state }: { session: string; text: string; state: State },
): Promise<string> {
  const problem = idProblem(session);
  if (problem) {
    refuse(
      `the log names the session ${JSON.stringify(session).slice(0, 80)}, which is no id: ${problem}`,
      "restore the log on the branch from the commit before it was changed",
    );
  }
  const path = paths.report(session);
  const ignores = join(dirname(path), ".gitignore");
  for (const each of [path, ignores]) await isLinkless(root, each);
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
  // What git ignores stands in no later step's way: `git merge milestone/<id>` writes over it.
  if (isOnBranch(state)) await writeFile(join(root, ignores), "*\n");
  return path;
}

/** The same at the end of a run, whose work is done and on the branch whatever becomes of this file. */
async function leaveReportFile(
  narrator: Narrator,
  root: string,
  report: { session: string; text: string; state: State },
): Promise<void> {
  try {
    await writeReportFile(root, report);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    narrator.warn(`the report is on the branch alone, as it cannot be written here: ${reason}`);
  }
}
