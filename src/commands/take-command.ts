import { lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { resumeCompletion } from "../engine/execution/finish.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { readBasis } from "../engine/opening/basis.ts";
import type { Jobs } from "../engine/ports.ts";
import { makeTemporaryFolder } from "../engine/process/temporary-folder.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { nothingFor } from "../engine/runners/arrival.ts";
import { type CheckedBranch, checkBranch } from "../engine/runners/branch-checks.ts";
import { arrivalOf, forTicket, isZip, unzipResult } from "../engine/runners/bring-result.ts";
import { RESULT_FILE, type ResultReading, readResult } from "../engine/runners/result-file.ts";
import type { Command } from "../milestone/command/command.ts";
import { branchName, branchRef, idProblem, milestoneOfBranch } from "../milestone/names.ts";
import { ticketProblem } from "../milestone/runners/ledger.ts";
import { readTicket, type Ticket } from "../milestone/runners/ticket.ts";
import { type ExecuteHooks, executeMilestone, plain } from "./execute-command.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";
import { differencesAt } from "./replay-command.ts";

interface TakeRequest {
  options: RunOptions;
  command: Command;
  hooks: ExecuteHooks;
}

/**
 * Takes what another machine made to the branch, through the very checks that hold for this machine's own work. Without
 * anything to take it hands out what may start. @throws Refusal where one of them does not hold; nothing has moved then
 */
export async function takeCommand(machine: Machine, asked: TakeRequest): Promise<Outcome> {
  const { options, command, hooks } = asked;
  const given = command.source === null ? null : brought(resolve(machine.root, command.source));
  const stats = given === null ? undefined : lstatSync(given, { throwIfNoEntry: false });
  if (stats?.isFile() && isZip(given!)) return takeArchive(machine, asked, given!);
  const isFolder = stats?.isDirectory() ?? false;
  if (isFolder || command.flags.ticket) return takeAttempt(machine, asked, isFolder ? given : null);
  if (given !== null) return takeBranch(machine, options, given);
  if (options.onRunner && options.milestone) return executeMilestone(machine, options, hooks);
  return refuse(
    "take needs the path of a bundle or of a result",
    "milestone take <path>; on a runner the input bundle",
  );
}

/** A folder with a single file stands for that file: what was uploaded as it is, or was not unzipped on its way. */
function brought(path: string): string {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const [only, ...more] = readdirSync(path, { withFileTypes: true });
  return only?.isFile() && more.length === 0 && only.name !== RESULT_FILE ? join(path, only.name) : path;
}

/** An artifact as GitHub serves it: a zip file with a result in it, or with a branch's bundle. */
async function takeArchive(machine: Machine, asked: TakeRequest, file: string): Promise<Outcome> {
  const folder = makeTemporaryFolder("taken");
  try {
    const unzipped = unzipResult(readFileSync(file), folder);
    if (unzipped.ok && unzipped.kind === "file")
      return await takeBranch(machine, asked.options, unzipped.file);
    if (unzipped.ok) return await takeAttempt(machine, asked, folder);
    if (asked.command.flags.ticket) return await takeAttempt(machine, asked, null);
    return refuse(
      `${file} is not taken: it ${unzipped.message}`,
      "give the artifact that a job of the milestone left",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a job made for its ticket. A person's own hand may bring it too, and then nothing more is started. */
async function takeAttempt(
  machine: Machine,
  { options, command, hooks }: TakeRequest,
  folder: string | null,
): Promise<Outcome> {
  const { ports, checkout } = machine;
  const { ticket, milestone, result } = ordered(command, options, folder);
  const at = { ...options, milestone, automatic: true };
  const { located } = await readBasis(ports, at, checkout);
  const state = located.history?.state;
  if (!state)
    return refuse(`the milestone "${milestone}" was not started yet`, `milestone execute ${milestone}`);
  const byHand = ports.jobs === undefined;
  const problem = ticketProblem(state, ticket, ports.jobs?.own ?? null);
  if (problem?.kind === "foreign")
    refuse(`nothing is taken: ${problem.message}`, "take what a job left for the ticket that it was given");
  if (problem) return plain(state, located.tip!, `nothing is taken: ${problem.message}`);
  const arrival = result.ok
    ? await arrivalOf(machine, result.result, folder!)
    : nothingFor(ticket, result.message);
  if (byHand && arrival.problem !== undefined)
    refuse(`nothing is taken: ${arrival.problem}`, "bring what the job left as it left it");
  const taker = byHand ? withJobs(machine) : machine;
  const drain = `what was brought is taken; milestone resume ${milestone} goes on`;
  return executeMilestone(taker, at, { ...hooks, ...(byHand ? { drain } : {}), arrivals: [arrival] });
}

/**
 * The ticket that is to be landed, and the result for it. On a runner the run's own input says which: a result for
 * another one was swapped, and counts as none. @throws Refusal
 */
function ordered(
  { flags }: Command,
  { milestone }: RunOptions,
  folder: string | null,
): { ticket: Ticket; milestone: string; result: ResultReading } {
  const reading: ResultReading = folder === null ? { ok: false, message: "" } : readResult(folder);
  if (!flags.ticket) {
    if (!reading.ok)
      return refuse(
        `${folder} is not taken: ${reading.message}`,
        "give the folder that `milestone work` left",
      );
    const { result } = reading;
    if (milestone && milestone !== result.milestone)
      return refuse(`${folder} is of the milestone "${result.milestone}"`, "name that one, or none");
    return { ticket: result.ticket, milestone: result.milestone, result: reading };
  }
  const read = readTicket(flags.ticket);
  if (!read.ok) {
    return refuse(
      `the ticket is not understood: ${read.message}`,
      "give the ticket that the run was started with",
    );
  }
  const { ticket } = read;
  if (!milestone)
    return refuse("take needs the milestone beside the ticket", "name it, as in `milestone: api-v2`");
  return {
    ticket,
    milestone,
    result: forTicket(reading, { ticket, milestone, folder: folder ?? "", digest: flags.digest }),
  };
}

/** By hand nothing is handed out; what is out stays out. */
function withJobs(machine: Machine): Machine {
  const message = "nothing is handed out from a command line";
  const jobs: Jobs = {
    start: async () => ({ ok: false, message }),
    over: async () => new Map(),
    left: async () => ({ kind: "unknown" }),
    cancel: async () => [],
    own: null,
  };
  return { ...machine, ports: { ...machine.ports, jobs } };
}

async function takeBranch(machine: Machine, options: RunOptions, file: string): Promise<Outcome> {
  const { ports, bundles, checkout } = machine;
  const there = bundles.look(file);
  if (!there.ok)
    return refuse(
      `${file} is not taken: ${there.message}`,
      "give the path of a bundle that `milestone pack` made",
    );
  const milestone = milestoneOfBranch(there.ref.slice("refs/heads/".length));
  if (milestone === null || idProblem(milestone)) {
    return refuse(
      `${file} is not taken: it holds ${there.ref.slice(0, 100)}, no milestone's branch`,
      "pack milestone/<id>",
    );
  }
  if (options.milestone && options.milestone !== milestone) {
    return refuse(
      `${file} holds ${branchName(milestone)}, and not ${branchName(options.milestone)}`,
      "give the bundle of that milestone",
    );
  }
  const read = await bundles.read(file, there.ref);
  if (!read.ok) return refuse(`${file} is not taken: ${read.message}`, "pack it again where it was made");
  const branch = await checkBranch(ports, { milestone, checkout, incoming: read.oid });
  const [difference] = await differencesAt(ports.repository, branch.state, branch.tip);
  if (difference) {
    return refuse(
      `${file} is not taken: its ${difference.file} has ${difference.key} otherwise than its log tells`,
      "run the milestone again where it was run, and pack that",
    );
  }
  return publish(machine, branch);
}

const UNMOVED = {
  moved: "it was moved meanwhile",
  locked: "another process holds its lock",
  "name-taken": "another branch has its name as a folder",
} as const;

/** The push is a compare-and-swap on what was looked at; only then the branch of this clone follows. */
async function publish({ ports }: Machine, branch: CheckedBranch): Promise<Outcome> {
  const { tip, seen, local, state } = branch;
  const { milestone } = state;
  const ref = branchRef(milestone);
  if (ports.remote && seen !== tip) {
    const pushed = await ports.remote.push(ref, tip, seen);
    if (!pushed.ok) {
      const why = pushed.reason === "stale" ? "the branch was moved there meanwhile" : pushed.message;
      return refuse(
        `${branchName(milestone)} is not pushed: ${why}`,
        "take it again, if it still goes on from there",
      );
    }
  }
  const moved = local === tip ? null : await ports.repository.swapRef(ref, local, tip);
  if (moved && !moved.ok) {
    const there = ports.remote ? `the remote has ${tip.slice(0, 10)}, but ` : "";
    return refuse(
      `${there}${branchName(milestone)} could not be moved here: ${UNMOVED[moved.reason]}`,
      "take it again, once nothing else writes to the branch",
    );
  }
  const made = state.status === "completed" ? await resumeCompletion(ports, state, { tip, seen: tip }) : null;
  const note = made?.ok ? made.note : made?.message;
  if (note) ports.narrator.warn(note);
  await ports.forge.sync(tip, "end");
  const outputs = outputsOf(state, { status: state.status, commit: tip });
  const skipped = branch.skipped.length > 0 ? `; skipped there: ${branch.skipped.join(", ")}` : "";
  const text = `taken: ${branchName(milestone)} is at ${tip.slice(0, 10)}, status ${state.status}, ${outputs.progress} %${skipped}`;
  return { status: state.status, exitCode: EXIT.ok, text, json: outputs, outputs };
}
