import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { branchRef, paths } from "../../milestone/names.ts";
import { plannedAttempt } from "../../milestone/plan/plan.ts";
import type { ReviewRecord } from "../../milestone/review/review-finding.ts";
import { ticketProblem } from "../../milestone/runners/ledger.ts";
import {
  type CheckTicket,
  type PhaseTicket,
  readTicket,
  type Ticket,
} from "../../milestone/runners/ticket.ts";
import { executorOrder } from "../../milestone/schedule/profile-choice.ts";
import { executorNamed } from "../../milestone/schedule/readiness.ts";
import type { FileRef } from "../../milestone/session/event.ts";
import {
  type AttemptResult,
  type AttemptStart,
  type RunningAttempt,
  startAttempt,
} from "../attempt/attempt.ts";
import { leftOf } from "../attempt/review-work.ts";
import type { Bundles } from "../git/bundle.ts";
import { readHistory } from "../journal/locate-branch.ts";
import { RoleBoard } from "../journal/role-board.ts";
import type { Basis, Checkout } from "../opening/basis.ts";
import { assembleRun, openJournal } from "../opening/open-run.ts";
import { checkWorker } from "../opening/prerequisites.ts";
import { atCommit, findPlanFile, loadPlan, requireValid } from "../plan/plan-source.ts";
import type { Oid, Ports } from "../ports.ts";
import { type Candidate, CheckTree, testCandidate } from "../quality/run-tests.ts";
import { Refusal, refuse } from "../refusal.ts";
import { listFiles, listFilesAt } from "../run/file-refs.ts";
import type { Run, RunOptions } from "../run/run-context.ts";
import { isWithin } from "../sandbox/visible-paths.ts";
import { type ArrivedPart, type CheckOutcome, goneOnFrom, mayGoOn, nextPhase } from "./arrival.ts";
import { runCheck } from "./out-checks.ts";
import { digestOf, PATCH_FILE, PATCH_REF, RESULT_FILE, resultText } from "./result-file.ts";

/** A run that only works: its journal is never written, its branch never moved. */
export interface Worker {
  run: Run;
  ticket: Ticket;
}

/**
 * Gets ready to do what a ticket asks, from the commit that it names. The log there must say that it was handed out: a
 * ticket alone orders nothing. @throws Refusal
 */
export async function openWorker(
  ports: Ports,
  options: RunOptions,
  { checkout, given }: { checkout: Checkout; given: string },
): Promise<Worker> {
  const read = readTicket(given);
  if (!read.ok)
    return refuse(
      `the ticket is not understood: ${read.message}`,
      "give the ticket that the run was started with",
    );
  const { ticket } = read;
  const basis = await basisOf(ports, options.milestone, { checkout, base: ticket.base });
  const { history } = basis.located;
  const { state } = history!;
  // The commit holds the handing out, and not yet that it was sent.
  const at =
    "check" in ticket
      ? state.checks.get(ticket.check)?.out
      : state.tasks.get(ticket.task)?.phases.get(ticket.phase)?.ticket;
  if (at) at.base ??= ticket.base;
  const problem = ticketProblem(state, ticket, null);
  if (problem)
    refuse(`the ticket is not carried out: ${problem.message}`, "the milestone hands out what is to be done");
  const complaints = await checkWorker(ports, options, basis);
  if (complaints.length > 0) throw new Refusal(complaints);
  const { plan } = basis.reading;
  const roles = new RoleBoard(ports.clock, 1);
  const journal = await openJournal(ports, basis, { history: history!, session: state.session!.id, roles });
  const parts = { ports, options, journal, roles, plan, base: basis.base, dependants: [] };
  const run = assembleRun({ ...parts, keepsNothing: true }, basis);
  return { run, ticket };
}

/** The milestone as the ticket's commit has it, under the base's policy. */
async function basisOf(
  ports: Ports,
  milestone: string,
  { checkout, base }: { checkout: Checkout; base: Oid },
): Promise<Basis> {
  const { repository, remote } = ports;
  const isHere = async (): Promise<boolean> =>
    (await repository.log({ to: base, limit: 1 }).catch(() => [])).length > 0;
  if (!(await isHere())) await remote?.fetch(branchRef(milestone));
  if (!(await isHere())) {
    refuse(`the ticket's commit ${base.slice(0, 10)} is not here`, "give actions/checkout `fetch-depth: 0`");
  }
  const history = await readHistory(ports, milestone, { commit: base });
  const readBase = atCommit(repository, checkout.base.commit);
  const policyFile = await findPlanFile(readBase, milestone);
  const policy = policyFile ? requireValid(await loadPlan(readBase, policyFile), policyFile).plan : undefined;
  const read = atCommit(repository, base);
  const file =
    (await findPlanFile(read, milestone)) ??
    refuse(`the ticket's commit has no file of "${milestone}"`, "start the milestone again");
  const reading = requireValid(await loadPlan(read, file, policy), file);
  return {
    located: { tip: base, history, local: null, seen: null, abandoned: null },
    reading,
    warnings: [],
    file,
    before: null,
    base: checkout.base,
    news: null,
    carried: new Map(),
  };
}

export interface WorkedTicket {
  ticket: PhaseTicket;
  parts: ArrivedPart[];
  /** The newest of the parts' commits; null: nothing was finished. */
  tip: Oid | null;
  interrupted: string | null;
}

/** What a machine did for a check's ticket; `came` is null where it was stopped. */
export interface Checked {
  ticket: CheckTicket;
  came: CheckOutcome | null;
}

type OnStart = (stop: (reason: string) => void) => void;

/** Does what the ticket asks. `onStart` is given what stops it. */
export async function work({ run, ticket }: Worker, onStart: OnStart): Promise<WorkedTicket | Checked> {
  if ("check" in ticket) return { ticket, came: await runCheck(run, ticket, onStart) };
  return workPhases(run, ticket, onStart);
}

/** Does the ticket's phase, and those after it that nothing stands before. */
async function workPhases(run: Run, ticket: PhaseTicket, onStart: OnStart): Promise<WorkedTicket> {
  const { journal, ports, plan } = run;
  const worked: WorkedTicket = { ticket, parts: [], tip: null, interrupted: null };
  const tests = new CheckTree(run);
  const done: Good[] = [];
  let stopped: string | null = null;
  let current: { stop(reason: string): void } | null = null;
  onStart(reason => {
    stopped = reason;
    current?.stop(reason);
    tests.stop(reason);
  });
  const given = journal.state.tasks.get(ticket.task)!.phases.get(ticket.phase)!.ticket!;
  let { capUsd } = given;
  let next: { phase: PhaseTicket["phase"]; attempt: number; executor: string } | null = {
    ...ticket,
    executor: given.executor,
  };
  while (next) {
    const start = startFor(run, { task: ticket.task, ...next, capUsd });
    if (worked.parts.length > 0) recordStart(run, start);
    const running = startAttempt(run, start);
    current = running;
    if (stopped !== null) running.stop(stopped);
    const result = await running.done;
    const at = { task: ticket.task, phase: next.phase };
    const { phase, attempt, executor } = next;
    if ("interrupted" in result) {
      if (stopped !== null) return { ...worked, interrupted: result.interrupted };
      // Nothing stopped it here: there was nobody who could review its work.
      const ended = { unread: result.interrupted, ...(result.spent ? { spent: result.spent } : {}) };
      const stages = run.activities.end(at);
      worked.parts.push({ phase, attempt, executor, ok: false, ...ended, ...heardIn(result), stages });
      return worked;
    }
    if (!result.ok) {
      const ended =
        "failure" in result
          ? { failure: result.failure, ...reviewIn(result), ...heardIn(result) }
          : { waits: true as const, outcome: result.outcome };
      worked.parts.push({ phase, attempt, executor, ok: false, ...ended, stages: run.activities.end(at) });
      return worked;
    }
    const { outcome } = result;
    done.push(result);
    const tested = await testWork(run, { tree: tests, ticket, running, done });
    if (tested && "interrupted" in tested.result)
      return { ...worked, interrupted: tested.result.interrupted };
    const ran = {
      stages: run.activities.end(at),
      ...(tested?.tests ? { tests: tested.tests } : {}),
      ...(result.criteria?.length ? { criteria: result.criteria } : {}),
      ...reviewIn(result),
      ...heardIn(result),
    };
    if (tested && "failure" in tested.result) {
      const { failure } = tested.result;
      worked.parts.push({ phase, attempt, executor, ok: false, failure, ...ran });
      return worked;
    }
    const commit = await commitWork(run, { result, phase, parent: worked.tip ?? ticket.base });
    worked.tip = commit;
    worked.parts.push({ phase, attempt, executor, ok: true, commit, outcome, ...ran });
    const tip = await goneOnFrom(ports, {
      tip: journal.tip,
      from: result.base,
      files: result.files,
      at: ports.clock.now(),
    });
    capUsd = leftOf(capUsd, outcome.usage);
    if (tip === null || capUsd === 0 || !mayGoOn(plan, start.task, phase)) return worked;
    journal.tip = tip;
    await recordEnd(run, start, result);
    const following = nextPhase(plan, journal.state, { task: ticket.task, phase });
    if (!following) return worked;
    const planned = start.task.phases.find(p => p.phase === following.phase)!;
    next = { ...following, executor: executorOrder(planned.executor, journal.state)[0]! };
  }
  return worked;
}

const reviewIn = ({ review }: { review?: ReviewRecord }): { review?: ReviewRecord } =>
  review ? { review } : {};

const heardIn = ({ troubles }: Pick<AttemptResult, "troubles">): Pick<ArrivedPart, "troubles"> =>
  troubles?.length ? { troubles } : {};

/**
 * The plan's tests on the work, merged onto the newest tip of the branch as on the machine that lands: with what landed
 * while the phase ran, and with what this machine did before it. Null: no tests are to run.
 */
async function testWork(
  run: Run,
  work: { tree: CheckTree; ticket: PhaseTicket; running: RunningAttempt; done: readonly Good[] },
): Promise<Awaited<ReturnType<typeof testCandidate>> | null> {
  const { plan, ports, journal } = run;
  const { tree, ticket, running, done } = work;
  const { task, phase } = running.start;
  if (!plan.testCommand || phase.phase !== "execute") return null;
  const folder = paths.deliverables(plan.id, task.id, phase.phase);
  const result = done.at(-1)!;
  const onto = (await newestTip(run, { ticket, before: done.slice(0, -1) })) ?? journal.tip;
  const there = await ports.repository.land(result.base, onto, result.files);
  const test = (candidate: Pick<Candidate, "changes" | "onto">) =>
    run.activities.during(
      "tests",
      { doing: "testing", reason: "phase", task: task.id, phase: phase.phase },
      () => testCandidate(run, tree, { running, result, folder, ...candidate }),
    );
  if (there.ok) return test({ changes: there.changes, onto });
  // It will not land like this. Its own tests are told nevertheless, where it was made.
  const own = await ports.repository.land(result.base, journal.tip, result.files);
  if (!own.ok)
    throw new Error(`the work of ${task.id}/${phase.phase} does not fit the commit it was made on`);
  return test({ changes: own.changes, onto: journal.tip });
}

/** The branch's newest commit with the work of the phases before on it; null where that cannot be had. */
async function newestTip(
  { ports, journal }: Run,
  { ticket, before }: { ticket: PhaseTicket; before: readonly Good[] },
): Promise<Oid | null> {
  const { repository, remote, clock } = ports;
  const fetched = await remote?.fetch(branchRef(journal.milestone));
  if (!fetched?.ok || fetched.oid === null) return null;
  if (!(await repository.isAncestor(ticket.base, fetched.oid))) return null;
  let tip: Oid | null = fetched.oid;
  for (const { base: from, files } of before) {
    if (tip !== null) tip = await goneOnFrom(ports, { tip, from, files, at: clock.now() });
  }
  return tip;
}

function startFor(
  { plan }: Run,
  wanted: {
    task: string;
    phase: PhaseTicket["phase"];
    attempt: number;
    executor: string;
    capUsd: number | null;
  },
): AttemptStart {
  const { task, phase, executor: executorName, capUsd } = wanted;
  const planned =
    plannedAttempt(plan, wanted) ??
    refuse(`the plan has no phase ${task}/${phase}`, "the milestone hands out what is to be done");
  return {
    ...planned,
    executor: executorNamed(planned.phase.executor, executorName),
    executorName,
    slot: 1,
    capUsd,
  };
}

function recordStart({ journal }: Run, { task, phase, attempt, executorName: executor }: AttemptStart): void {
  journal.record({
    event: "phase_started",
    task_id: task.id,
    phase: phase.phase,
    agent: "task_executor/1",
    data: { attempt, executor },
  });
}

type Good = Extract<AttemptResult, { ok: true }>;

/** For what the next phase is told of this one; the log that counts is written where the work lands. */
async function recordEnd(
  run: Run,
  { task, phase, attempt, executorName }: AttemptStart,
  result: Good,
): Promise<void> {
  const folder = paths.deliverables(run.plan.id, task.id, phase.phase);
  run.journal.record({
    event: "phase_completed",
    task_id: task.id,
    phase: phase.phase,
    agent: "task_executor/1",
    data: {
      attempt,
      executor: executorName,
      duration_ms: Math.round(result.outcome.durationMs),
      deliverables: await listFiles(run, folder),
      changed: result.files.length,
      gated: false,
    },
  });
}

/** What the phase left, as a commit whose tree is the one that it worked on with its changes. */
async function commitWork(
  { ports, plan }: Run,
  { result, phase, parent }: { result: Good; phase: string; parent: Oid },
): Promise<Oid> {
  const { repository } = ports;
  const { base, files } = result;
  const landing = await repository.land(base, base, files);
  if (!landing.ok) throw new Error(`the work of the ${phase} phase does not fit the commit it was made on`);
  return repository.commit({
    parents: [parent],
    base,
    changes: landing.changes,
    message: `milestone(${plan.id}): work of a ${phase} phase\n`,
    author: repository.author,
    at: ports.clock.now(),
  });
}

/**
 * The folder takes the place of an earlier result, or of nothing: whatever else somebody named is left alone.
 * @throws Refusal
 */
export function assertResultFolder(folder: string, root: string): void {
  const refused = (why: string): never =>
    refuse(`the result cannot be left in ${folder}: ${why}`, "give --output a folder of its own");
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  const really = stats ? realpathSync(folder) : folder;
  if (isWithin(root, folder) || isWithin(realpathSync(root), really)) refused("the checkout lies in it");
  if (!stats) return;
  if (!stats.isDirectory()) refused("it is no folder");
  if (readdirSync(folder).length > 0 && !existsSync(join(folder, RESULT_FILE)))
    refused(`it holds other files, and no ${RESULT_FILE}`);
}

/** Leaves the folder that `take` takes. Answers the digest of all that counts in it. */
export async function leaveResult(
  run: Run,
  worked: WorkedTicket | Checked,
  { folder, bundles }: { folder: string; bundles: Bundles },
): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { plan, ports } = run;
  const of = { milestone: plan.id, settings: run.base.commit };
  // Whoever may read the repository may read the artifact: the keys are on this machine alone.
  const { mask } = ports;
  const text =
    "parts" in worked
      ? resultText({ ...of, ticket: worked.ticket, parts: mask(worked.parts) })
      : resultText({ ...of, ticket: worked.ticket, came: mask(worked.came!) });
  writeFileSync(join(folder, RESULT_FILE), text);
  if ("parts" in worked) await leaveWork(run, worked, { folder, bundles });
  const logs = ports.logs?.folder;
  if (logs && existsSync(logs)) cpSync(logs, join(folder, "logs"), { recursive: true });
  return digestOf(folder)!;
}

/** Characters that an artifact's paths may not have: one such name keeps all of it from being uploaded. */
const NO_ARTIFACTS = /[":<>|*?\r\n]/g;
const asHex = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

async function leaveWork(
  { plan, ports }: Run,
  worked: WorkedTicket,
  { folder, bundles }: { folder: string; bundles: Bundles },
): Promise<void> {
  const { ticket } = worked;
  if (worked.tip !== null) {
    const made = await bundles.write(join(folder, PATCH_FILE), {
      oid: worked.tip,
      as: PATCH_REF,
      without: [ticket.base],
    });
    if (!made.ok) throw new Error(`the work could not be packed: ${made.message}`);
  }
  for (const { path } of await deliverablesOf({ plan, ports }, worked)) {
    const bytes = await ports.repository.readFile(worked.tip!, path);
    const name = path.slice(`.milestones/deliverables/${plan.id}/`.length);
    const to = join(folder, "deliverables", name.replace(NO_ARTIFACTS, asHex));
    mkdirSync(dirname(to), { recursive: true });
    if (bytes) writeFileSync(to, bytes);
  }
}

async function deliverablesOf(
  { plan, ports }: Pick<Run, "plan" | "ports">,
  { ticket, parts, tip }: WorkedTicket,
): Promise<FileRef[]> {
  if (tip === null) return [];
  const folders = parts.map(({ phase }) => paths.deliverables(plan.id, ticket.task, phase));
  return (await Promise.all(folders.map(folder => listFilesAt(ports.repository, tip, folder)))).flat();
}
