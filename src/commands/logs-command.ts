import { readFileSync } from "node:fs";
import { join } from "node:path";
import { followLog } from "../engine/attempt-logs/follow-log.ts";
import type { LogEntry } from "../engine/attempt-logs/log-names.ts";
import { listLogs, listSessions } from "../engine/attempt-logs/log-store.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { isDone, type State } from "../milestone/session/state.ts";
import { duration } from "../milestone/view/figures.ts";
import { readLiveMilestone } from "./live-state.ts";
import { EXIT, type Outcome } from "./outcome.ts";

/** How long one who follows waits for the log of a phase that has not begun (ms), between two looks. */
const LOOK_MS = 500;

/** What attempts, set-up, tests and checks printed, of the session that is under way or ran last. @throws Refusal */
export async function logsCommand(
  machine: Machine,
  { options, command, print }: { options: RunOptions; command: Command; print: (text: string) => void },
): Promise<Outcome> {
  const { flags } = command;
  const { state, plan } = await readLiveMilestone(machine, options);
  const root = machine.ports.logs?.root ?? "";
  const folder = join(root, state.session?.id ?? listSessions(root).at(-1) ?? "none");
  const wanted = (log: LogEntry): boolean => isWanted(log, command);
  const named = Boolean(command.target || flags.setup || flags.tests || flags.attempt);
  const logs = listLogs(folder).filter(wanted);
  if (flags.follow) return follow(machine, { options, folder, wanted, print });
  if (logs.length === 0) {
    return refuse(
      named ? "there is no such log on this machine" : "there are no logs of this milestone on this machine",
      named
        ? `milestone logs ${options.milestone} lists those that are here`
        : "they are kept where the work is done; a run on GitHub has them in its own log",
    );
  }
  const isHeld = await isAlive(machine, state);
  const silence = (log: LogEntry): string => `${silenceOf(log, plan, isHeld)}\n`;
  const text = named
    ? logs.map(log => headed(log, folder, { many: logs.length > 1, silence })).join("\n")
    : listing(logs, options.milestone);
  return {
    status: null,
    exitCode: EXIT.ok,
    text,
    json: logs.map(log => ({
      ...log.subject,
      number: log.number,
      bytes: log.bytes,
      path: join(folder, log.file),
    })),
    outputs: {},
  };
}

function isWanted({ subject }: LogEntry, { target, flags }: Command): boolean {
  if (flags.setup || flags.tests) {
    if (subject.kind === "setup") return flags.setup ?? false;
    if (subject.kind === "tests" || subject.kind === "check") return flags.tests ?? false;
    return false;
  }
  if (!target && flags.attempt === undefined) return true;
  if (!("task" in subject)) return false;
  if (target && subject.task !== target.task) return false;
  if (target?.phase && subject.phase !== target.phase) return false;
  return flags.attempt === undefined || subject.attempt === flags.attempt;
}

function nameOf({ subject, number }: LogEntry): string {
  switch (subject.kind) {
    case "attempt":
      return `${subject.task}/${subject.phase} attempt ${subject.attempt}`;
    case "check":
      return `${subject.task}/${subject.phase} attempt ${subject.attempt}, check ${number}`;
    case "setup":
      return `setup of ${subject.tree}${number > 1 ? `, ${number}` : ""}`;
    case "tests":
      return `${subject.name}${number > 1 ? `, run ${number}` : ""}`;
    default:
      return subject satisfies never;
  }
}

/** What is known of a program that has printed nothing. */
function silenceOf(log: LogEntry, plan: Plan, isHeld: boolean): string {
  if (!isHeld) return `${nameOf(log)} was ended from outside before it printed anything`;
  const { subject } = log;
  const command =
    subject.kind === "setup"
      ? plan.setup
      : subject.kind === "tests" && subject.name === "tests"
        ? plan.testCommand
        : undefined;
  const ran = `${nameOf(log)} has run for ${duration(Date.now() - log.changedAt)} and has printed nothing yet`;
  return command === undefined ? ran : `${ran}: ${command}`;
}

function headed(
  log: LogEntry,
  folder: string,
  { many, silence }: { many: boolean; silence: (log: LogEntry) => string },
): string {
  const text = readFileSync(join(folder, log.file), "utf8") || silence(log);
  return many ? `==> ${nameOf(log)} <==\n${text}` : text;
}

function listing(logs: LogEntry[], milestone: string): string {
  const now = Date.now();
  const widest = Math.max(...logs.map(log => nameOf(log).length));
  return [
    ...logs.map(log => {
      const size = log.bytes < 1024 ? `${log.bytes} B` : `${Math.ceil(log.bytes / 1024)} KiB`;
      return `${nameOf(log).padEnd(widest)}  ${size.padStart(9)}  ${duration(now - log.changedAt)} ago`;
    }),
    "",
    `milestone logs ${milestone} <task>[/<phase>] shows one, --setup and --tests those, --follow goes on as they grow`,
    "",
  ].join("\n");
}

/** Prints what comes to the wanted logs, until the milestone's run ends or the person does. */
async function follow(
  machine: Machine,
  at: {
    options: RunOptions;
    folder: string;
    wanted: (log: LogEntry) => boolean;
    print: (text: string) => void;
  },
): Promise<Outcome> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  const following = new Map<string, Promise<void>>();
  const silent: LogEntry[] = [];
  let last = "";
  const say = (log: LogEntry, text: string): void => {
    // Lines of several agents come in turn; each stretch says whose it is.
    if (last !== log.file && (last !== "" || following.size > 1)) at.print(`==> ${nameOf(log)} <==\n`);
    last = log.file;
    at.print(text);
  };
  let ended: string | null = null;
  try {
    for (;;) {
      for (const log of listLogs(at.folder).filter(at.wanted)) {
        if (following.has(log.file)) continue;
        if (log.bytes === 0) silent.push(log);
        following.set(
          log.file,
          followLog(join(at.folder, log.file), text => say(log, text), stop.signal),
        );
      }
      if (silent.length > 0) await tellSilent(machine, at.options, silent.splice(0));
      if (stop.signal.aborted) break;
      ended = await endOf(machine, at.options);
      if (ended !== null) break;
      await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    stop.abort();
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
  await Promise.all(following.values());
  if (ended) machine.ports.narrator.warn(ended);
  return { status: null, exitCode: EXIT.ok, text: "", json: [], outputs: {} };
}

async function tellSilent(machine: Machine, options: RunOptions, logs: readonly LogEntry[]): Promise<void> {
  const { state, plan } = await readLiveMilestone(machine, options);
  const isHeld = await isAlive(machine, state);
  for (const log of logs) machine.ports.narrator.note("basic", silenceOf(log, plan, isHeld));
}

async function isAlive({ ports }: Machine, { lease }: State): Promise<boolean> {
  return lease !== null && (await ports.host.isAlive(lease)) !== "dead";
}

/** What to say when nothing more comes, because nobody holds the milestone, or all of it is done; null: more may come. */
async function endOf(machine: Machine, options: RunOptions): Promise<string | null> {
  const { state } = await readLiveMilestone(machine, options);
  if (!state.lease) return "";
  if ((await machine.ports.host.isAlive(state.lease)) === "dead")
    return `the run was ended from outside, so nothing more comes; milestone resume ${options.milestone} goes on`;
  const isDoneWith = state.tasks.size > 0 && [...state.tasks.values()].every(isDone);
  return isDoneWith && state.status === "completed" ? "" : null;
}
