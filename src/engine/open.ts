import { type Diagnostic, renderDiagnostic } from "../milestone/diagnostic/diagnostic.ts";
import { branchRef, idProblem, paths, sessionId } from "../milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../milestone/phase.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import type { ReadPlan } from "../milestone/plan/read-plan.ts";
import type { Lease, SessionOpening } from "../milestone/session/event.ts";
import { EMPTY_LOG } from "../milestone/session/log.ts";
import { plannedState } from "../milestone/session/planned-state.ts";
import { emptyState, type State } from "../milestone/session/state.ts";
import { activate } from "./activate.ts";
import { unblock } from "./blockers.ts";
import { readChangedPlan } from "./changed-plan.ts";
import { dependantsOf } from "./dependants.ts";
import { recordInterruptions } from "./interruptions.ts";
import { Fenced, Journal } from "./journal.ts";
import type { History } from "./load.ts";
import { keepAbandoned, type Located, locateBranch } from "./locate.ts";
import { atCommit, findPlanFile, loadPlan, type PlanFile, placesOf, type ReadFile } from "./plan-source.ts";
import type { Oid, Ports } from "./ports.ts";
import { checkPrerequisites, missingMilestones } from "./prerequisites.ts";
import { Publisher } from "./publisher.ts";
import { type Complaint, complaintOf, Refusal, refuse } from "./refusal.ts";
import { noteRemote } from "./remote-trouble.ts";
import { RoleBoard } from "./role-board.ts";
import type { Run, RunOptions } from "./run-context.ts";
import type { Steering } from "./steer.ts";
import { syncPlan } from "./sync-plan.ts";
import { wishProblems } from "./wish-problem.ts";

/** A lease whose owner nobody can ask about counts as held for this long after its last sign (domain §8). */
export const LEASE_SILENCE_MS = 60_000;

/** Races lost in a row before it is told as a fault: each is lost to another run, which then has the lease. */
const OPEN_TRIES = 10;

export type Opening =
  | { kind: "opened"; run: Run; resumed: boolean; warnings: Diagnostic[] }
  /** Another run is at work: this one has nothing to do. */
  | { kind: "owned"; state: State; plan: Plan; owner: Lease; tip: Oid }
  /** The milestone was completed before, or this very wish was carried out: nothing to change. */
  | { kind: "settled"; state: State; plan: Plan; tip: Oid; seen: Oid | null };

export interface Basis {
  located: Located;
  /** The plan as it counts: the branch's file under the base's policy. */
  reading: Extract<ReadPlan, { ok: true }>;
  file: PlanFile;
  base: { branch: string; commit: Oid };
  /** Files to carry to the branch that the base commit lacks (a milestone not yet committed). */
  carried: Map<string, Buffer>;
}

/** What the caller knows of the checkout. */
export interface Checkout {
  /** The commit whose milestone file is the policy. */
  base: { branch: string; commit: Oid };
  /** Reads from the working directory; null where uncommitted files must not count (on GitHub). */
  working: ReadFile | null;
  /** What in the checkout itself stands against a run; absent: nobody has a checkout. */
  complaints?: (started: boolean) => Promise<Complaint[]>;
  /** What is to be carried out first; if that cannot be, nothing is opened. */
  wishes?: readonly Steering[];
}

/**
 * Opens a session: finds the newest state, checks everything that must hold, takes the lease by compare-and-swap and
 * records the start. Nothing is changed before every check has passed.
 * @throws Refusal for bad input
 */
export async function openRun(ports: Ports, options: RunOptions, checkout: Checkout): Promise<Opening> {
  for (let tries = 1; ; tries++) {
    const basis = await readBasis(ports, options, checkout);
    const settled = await alreadySettled(ports, options, basis);
    if (settled) return settled;
    try {
      return await open(ports, options, basis, checkout);
    } catch (error) {
      // Someone was faster: look again at what they left, which now has an owner or a newer tip.
      if (!(error instanceof Fenced) || tries >= OPEN_TRIES) throw error;
    }
  }
}

/** Reads branch, plan and policy. @throws Refusal */
export async function readBasis(
  ports: Ports,
  options: Pick<RunOptions, "milestone">,
  checkout: Checkout,
): Promise<Basis> {
  const id = options.milestone;
  const problem = idProblem(id);
  if (problem)
    refuse(`the milestone id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "correct the id");
  const located = await locateBranch(ports, id);
  if ("ok" in located) {
    return refuse(
      `the remote cannot be read (${located.reason}): ${located.message}`,
      "check the network and the token, or run with --no-push",
    );
  }
  const base = checkout.base;
  const policyRead = atCommit(ports.repository, base.commit);
  const policyFile = await findPlanFile(policyRead, id);
  const carried = new Map<string, Buffer>();
  const working = checkout.working;
  if (!policyFile && (!located.tip || !working)) {
    // Also when the branch has the file: whoever pushed it there would otherwise choose the gates and who opens them.
    if (!working) {
      refuse(
        `the milestone "${id}" is not on the base branch ${base.branch}`,
        `commit ${paths.milestone(id)} to ${base.branch} and start again`,
      );
    }
    await carry(working, id, carried);
    if (carried.size === 0) {
      refuse(
        `there is no milestone "${id}": ${paths.milestone(id)} does not exist`,
        "run `milestone init` for a starter, or `milestone list` for those that exist",
      );
    }
  }
  const read: ReadFile = located.tip
    ? atCommit(ports.repository, located.tip)
    : async path => carried.get(path) ?? (await policyRead(path));
  const file =
    (await findPlanFile(read, id)) ??
    refuse(
      `the branch has no file for the milestone "${id}"`,
      `commit ${paths.milestone(id)} to the branch again; git log on it shows who took it away`,
    );
  const policy =
    policyFile && located.tip ? unwrap(await loadPlan(policyRead, policyFile), policyFile).plan : undefined;
  const reading = unwrap(await loadPlan(read, file, policy), file);
  return { located, reading, file, base, carried };
}

async function carry(working: ReadFile, id: string, carried: Map<string, Buffer>): Promise<void> {
  const path = paths.milestone(id);
  const bytes = await working(path);
  if (!bytes) return;
  carried.set(path, bytes);
  const others = [paths.config, ...(["design", "spec", "task", "execute"] as const).map(paths.prompt)];
  for (const other of others) {
    const content = await working(other);
    if (content) carried.set(other, content);
  }
}

/** @throws Refusal with every error of the file */
export function unwrap(reading: ReadPlan, file: PlanFile): Extract<ReadPlan, { ok: true }> {
  if (reading.ok) return reading;
  throw new Refusal(
    reading.errors.map(e => ({ ...complaintOf(e), rendered: renderDiagnostic(e, file.text) })),
  );
}

async function alreadySettled(ports: Ports, options: RunOptions, basis: Basis): Promise<Opening | null> {
  const { located, reading } = basis;
  const state = located.history?.state;
  const tip = located.tip;
  if (!state || !tip) return null;
  const plan = reading.plan;
  const { seen } = located;
  if (state.status === "completed") return { kind: "settled", state, plan, tip, seen };
  const { lease } = state;
  const held = lease !== null && (await isHeld(ports, state, lease, tip));
  // The job of a run that died is started again with the very same wish, which is not carried out yet.
  const died = lease !== null && !held;
  if (options.request && state.requests.has(options.request) && !died)
    return { kind: "settled", state, plan, tip, seen };
  if (held) return { kind: "owned", state, plan, owner: lease, tip };
  return null;
}

/**
 * Whether a lease's owner may still write. A dead owner is taken over at once; one that nobody can ask about shows
 * itself alive by its commits, which come even when no event does.
 */
export async function isHeld(
  ports: Pick<Ports, "host" | "clock" | "repository">,
  state: State,
  lease: Lease,
  tip: Oid,
): Promise<boolean> {
  const alive = await ports.host.isAlive(lease);
  if (alive !== "unknown") return alive === "alive";
  const [last] = await ports.repository.log({ to: tip, limit: 1 });
  const lastSign = Math.max(last?.at ?? 0, state.timestamp ? Date.parse(state.timestamp) : 0);
  return ports.clock.now() - lastSign < LEASE_SILENCE_MS;
}

async function open(ports: Ports, options: RunOptions, basis: Basis, checkout: Checkout): Promise<Opening> {
  const { located, reading, file, base } = basis;
  const { plan } = reading;
  const before = located.history?.state ?? null;
  const complaints = [
    ...(await checkPrerequisites(ports, options, basis, before)),
    ...((await checkout.complaints?.(Boolean(before?.activatedAt))) ?? []),
    ...wishProblems(checkout.wishes ?? [], before?.activatedAt ? before : plannedState(plan)),
  ];
  if (complaints.length > 0) throw new Refusal(complaints);
  const missing = options.forceDependencies ? await missingMilestones(ports, basis) : [];
  const dependants = await dependantsOf(ports.repository, base.commit, plan);
  const resumable = before?.session && before.status !== "planned" ? before.session : null;
  const session = chooseSession(ports, options, resumable);
  const roles = new RoleBoard(ports.clock, options.agents);
  const history = located.history ?? emptyHistory(options.milestone, base.commit);
  const journal = new Journal(ports, {
    history: { ...history, commit: located.tip ?? base.commit },
    session,
    planText: file.text,
    planPath: file.path,
    places: placesOf(reading),
    roles,
    author: plan.author ?? ports.repository.author,
    local: located.local,
  });
  await journal.openRoleLogs();
  await keepAbandoned(ports, options.milestone, located);
  const crashed = before?.session?.status === "active";
  if (before?.lease) await ports.host.endLeftovers(before.lease);
  journal.record({
    event: resumable ? "session_resumed" : "session_started",
    agent: "session_manager",
    data: {
      ...opening(ports, options, history.state.epoch + 1),
      ...(resumable ? { from: crashed ? ("crashed" as const) : resumable.status } : {}),
    } as never,
  });
  if (crashed) recordInterruptions(journal);
  if (missing.length > 0) {
    journal.record({ event: "dependencies_forced", agent: "dependency_validator", data: { missing } });
  }
  if (before?.activatedAt) reopenWork(journal, options, plan);
  else activate(journal, { plan, base, compliance: reading.compliance, dependants });
  for (const role of [
    "progress_monitor",
    "git_integration",
    "dependency_validator",
    "blocker_detector",
  ] as const) {
    roles.set(role, "active");
  }
  roles.set("session_manager", "active");
  await journal.commit({
    subject: before?.activatedAt ? "resumed session" : "started session",
    changes: basis.carried,
    derived: true,
    saveReason: "start",
  });
  const run = { ports, options, journal, roles, plan, base, dependants } as Run;
  const readPlan = (text: string): ReturnType<typeof readChangedPlan> => readChangedPlan(run, text);
  run.publisher = new Publisher(ports, journal, { seen: located.seen, readPlan });
  await claim(run, located.local);
  noteRemote(run);
  return { kind: "opened", run, resumed: resumable !== null, warnings: reading.warnings };
}

/**
 * The first push is the claim: it waits, and whoever loses the race learns it here. Where the remote takes none, the
 * branch of this clone is put back as well.
 */
async function claim({ ports, journal, publisher }: Run, before: Oid | null): Promise<void> {
  const pushed = await publisher.flush();
  if (pushed.ok) return;
  const ref = branchRef(journal.milestone);
  if (before === null) await ports.repository.dropRef(ref, journal.tip);
  else await ports.repository.swapRef(ref, journal.tip, before);
  refuse(
    `the branch cannot be pushed (${pushed.reason}): ${pushed.message}`,
    "allow this token to push to milestone/** (a ruleset or a missing `contents: write`), or run with --no-push",
  );
}

function opening(ports: Ports, options: RunOptions, epoch: number): SessionOpening {
  return {
    lease: { epoch, ...ports.host.identity() },
    strategy: options.strategy,
    agents: options.agents,
    monitoring: options.monitoring,
    ...(options.request ? { request: options.request } : {}),
    version: options.version,
  };
}

function chooseSession(ports: Ports, options: RunOptions, resumable: State["session"]): string {
  if (options.resume === "true" && !resumable) {
    refuse("there is no session to resume", "start without --resume");
  }
  if (options.resume === "false" && resumable) {
    refuse(`the session ${resumable.id} is not finished`, "resume it (--resume, or leave --no-resume out)");
  }
  const wanted = options.sessionId;
  if (!wanted) return resumable?.id ?? sessionId(options.milestone, ports.clock.now(), ports.random);
  const problem = idProblem(wanted);
  if (problem)
    refuse(`the session id ${JSON.stringify(wanted)} is not valid: ${problem}`, "correct --session-id");
  if (resumable && resumable.id !== wanted) {
    refuse(
      `the session ${wanted} is unknown; the one to resume is ${resumable.id}`,
      "correct or leave out --session-id",
    );
  }
  return wanted;
}

function emptyHistory(milestone: string, commit: Oid): History {
  const state = emptyState(milestone, DEFAULT_WEIGHTS);
  return { commit, state, head: EMPTY_LOG, events: [], last: null, torn: null };
}

/** A later run of the same milestone: the plan may have changed, and what was blocked may go again. */
function reopenWork(journal: Journal, options: RunOptions, plan: Plan): void {
  syncPlan(journal, plan);
  if (options.automatic) return;
  for (const blocker of [...journal.state.blockers.values()]) {
    unblock(journal, blocker.id, "a person started the execution again");
  }
}
