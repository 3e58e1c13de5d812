import { skippedGates } from "../../milestone/approval/required.ts";
import { branchName, paths, ROLE_LOGS, ROOT } from "../../milestone/names.ts";
import { guardPath } from "../../milestone/path/guard-paths.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { diffPlans, isEmptyDiff } from "../../milestone/plan/plan-diff.ts";
import type { State } from "../../milestone/session/state.ts";
import { counted, sanitiseLine } from "../../milestone/text/sanitise.ts";
import { approvalDoubt } from "../gate/read-forge.ts";
import { GITLINK } from "../git/tree-object.ts";
import { type History, isPrefix } from "../journal/load.ts";
import { readHistory } from "../journal/locate-branch.ts";
import { leavesRepository } from "../machine/workspaces.ts";
import { type Basis, type Checkout, readBasis } from "../opening/basis.ts";
import { atCommit, findPlanFile, loadPlan, requireValid, type ValidPlan } from "../plan/plan-source.ts";
import { type CommitInfo, isHeld, type Oid, type Ports } from "../ports.ts";
import { refuse } from "../refusal.ts";

/** A branch that was made elsewhere and passed every check: what is still to be done is to push it. */
export interface CheckedBranch {
  tip: Oid;
  /** What the remote was seen to have, for the push; null: no such branch. */
  seen: Oid | null;
  /** The branch in this clone. */
  local: Oid | null;
  plan: Plan;
  state: State;
  history: History;
  /** Tasks that were skipped on the way: a person's word that nobody can verify. */
  skipped: string[];
}

/** Commits of one run; a milestone of thousands of phases has some tens of thousands. */
const MAX_COMMITS = 50_000;

const RUN_AGAIN =
  "run the milestone again where it was run, from the branch as the remote has it, and pack that";

/**
 * Holds a branch that comes from a machine nobody trusts against everything the engine itself keeps to: history, paths,
 * links, log, plan and approvals. Nothing moves here. @throws Refusal with the first that does not hold
 */
export async function checkBranch(
  ports: Ports,
  { milestone, checkout, incoming }: { milestone: string; checkout: Checkout; incoming: Oid },
): Promise<CheckedBranch> {
  const basis = await readBasis(ports, { milestone }, { ...checkout, takesBase: true });
  const { located, base } = basis;
  await assertUnheld(ports, located);
  const fresh = await newCommits(ports, basis, incoming);
  const sessions = new Set<string>();
  const foreign: number[] = [];
  const history = await readHistory(ports, milestone, {
    commit: incoming,
    place: "the branch taken",
    each(event) {
      sessions.add(event.session_id);
      if (event.milestone_id !== milestone) foreign.push(event.seq);
    },
  });
  await checkLog(ports, { history, foreign }, basis);
  await checkCommits(ports, fresh, {
    base: base.commit,
    milestone,
    sessions,
    moveSubmodules: basis.reading.plan.moveSubmodules,
  });
  await checkAgainstBase(ports, { base, tip: located.tip, incoming });
  const reading = await checkPlan(ports, { milestone, checkout, basis, incoming });
  const { plan } = reading;
  const before = located.history?.state ?? null;
  const granted = new Set([...(before?.approvals.values() ?? [])].filter(isGranted).map(a => a.request));
  const { state } = history;
  const doubt = await approvalDoubt(ports, {
    plan,
    state,
    tip: located.seen ?? located.tip ?? base.commit,
    base,
    // Before completion GitHub is asked about all of them once more; where there is none, those known here stand.
    counts: ({ request }) => (ports.forge.present && state.status === "completed") || !granted.has(request),
  });
  if (doubt)
    refuse(
      `the branch is not taken: ${doubt}`,
      "approve it on GitHub, or here once the branch without it is taken",
    );
  const skipped = [...state.tasks.values()]
    .filter(({ id, status }) => status === "skipped" && before?.tasks.get(id)?.status !== "skipped")
    .map(({ id }) => id);
  // Whoever pushes it here is believed from then on, and to leave gated work out takes more than an agent's line.
  const passed = skippedGates(plan, state).find(({ task }) => skipped.includes(task.id));
  if (passed) {
    refuse(
      `the branch is not taken: its log skips ${passed.task.id}, of which people must approve something`,
      `let whoever may skip it do so where the branch is pushed (\`milestone skip ${milestone} ${passed.task.id}\`), then run the milestone again`,
    );
  }
  return { tip: incoming, seen: located.seen, local: located.local, plan, state, history, skipped };
}

/** A run at work would be overtaken by the push. @throws Refusal */
async function assertUnheld(ports: Ports, { history, tip }: Basis["located"]): Promise<void> {
  const state = history?.state;
  if (!state?.lease || tip === null || !(await isHeld(ports, state, state.lease, tip))) return;
  const { run_id, pid, host } = state.lease;
  refuse(
    `run ${run_id} (process ${pid} on ${host}) is executing "${state.milestone}"`,
    `wait until it rests, or \`milestone pause ${state.milestone}\` first`,
  );
}

const isGranted = ({ status }: { status: string }): boolean => status === "granted";

/** The commits that neither the base nor the milestone's own branch has yet. @throws Refusal for another history */
async function newCommits(
  { repository }: Ports,
  { located, base }: Basis,
  incoming: Oid,
): Promise<CommitInfo[]> {
  const { tip } = located;
  if (tip !== null && !(await repository.isAncestor(tip, incoming))) {
    refuse(
      `the branch taken does not go on from where ${branchName(basisId(located))} stands (${tip.slice(0, 10)}): it was rewritten, or another run wrote there meanwhile`,
      RUN_AGAIN,
    );
  }
  if ((await repository.mergeBase(base.commit, incoming)) === null) {
    refuse(
      `the branch taken has no history in common with ${base.branch}`,
      `${RUN_AGAIN}; in a shallow clone nobody can tell: give actions/checkout \`fetch-depth: 0\``,
    );
  }
  const listed = await repository.log({ from: tip ?? base.commit, to: incoming, limit: MAX_COMMITS + 1 });
  if (listed.length > MAX_COMMITS)
    refuse(`the branch taken has more than ${MAX_COMMITS} new commits`, RUN_AGAIN);
  const fresh: CommitInfo[] = [];
  for (const commit of listed) {
    if (!(await repository.isAncestor(commit.oid, base.commit))) fresh.push(commit);
  }
  return fresh;
}

const basisId = ({ history }: Basis["located"]): string => history?.state.milestone ?? "<id>";

/** @throws Refusal unless the log goes on from the known one */
async function checkLog(
  { repository }: Ports,
  { history, foreign }: { history: History; foreign: readonly number[] },
  { located }: Basis,
): Promise<void> {
  if (history.head.seq === 0) refuse("the branch taken has no log of this milestone", RUN_AGAIN);
  if (history.torn || history.restored.length > 0)
    refuse("the log of the branch taken is cut off", RUN_AGAIN);
  if (foreign.length > 0) refuse(`event ${foreign[0]} of the branch's log is another milestone's`, RUN_AGAIN);
  const known = located.history;
  if (known && !(await isPrefix(repository, known, history)))
    refuse("the log of the branch taken does not go on from the one on the remote", RUN_AGAIN);
}

interface BranchBounds {
  base: Oid;
  milestone: string;
  sessions: ReadonlySet<string>;
  moveSubmodules: boolean;
}

/** Every commit, not only the last: what one brings and another takes away again is pushed all the same. */
async function checkCommits(
  ports: Ports,
  commits: readonly CommitInfo[],
  allowed: BranchBounds,
): Promise<void> {
  for (const { oid, parents } of commits) {
    const [first, ...others] = parents;
    if (first === undefined) {
      refuse(
        `the branch taken has no history in common with the base in its commit ${oid.slice(0, 10)}`,
        RUN_AGAIN,
      );
    }
    for (const path of await ports.repository.changedPaths(first, oid)) {
      const problem = await changeProblem(ports, { oid, others, path }, allowed);
      if (problem) {
        refuse(
          `the branch taken may not be pushed: its commit ${oid.slice(0, 10)} changes ${sanitiseLine(path).slice(0, 200)}: ${problem}`,
          RUN_AGAIN,
        );
      }
    }
  }
}

/** Why a commit may not have the path so; null where it may, or where a parent or the base has it so. */
async function changeProblem(
  { repository }: Ports,
  { oid, others, path }: { oid: Oid; others: readonly Oid[]; path: string },
  { base, ...allowed }: BranchBounds,
): Promise<string | null> {
  const entry = await repository.entry(oid, path);
  for (const elsewhere of [...others, base]) {
    const there = await repository.entry(elsewhere, path);
    if (there?.oid === entry?.oid && there?.mode === entry?.mode) return null;
  }
  if (path === paths.attributes && (await isOnlyMarks(repository, entry, base))) return null;
  const problem = incomingProblem(path, allowed);
  if (problem || entry === null) return problem;
  switch (entry.mode) {
    case "100644":
    case "100755":
      return null;
    case "120000": {
      const target = (await repository.readBlob(entry.oid))?.toString("utf8") ?? "/";
      return leavesRepository(path, target)
        ? "links and submodules may not lead out of the repository"
        : null;
    }
    case GITLINK: {
      if (!allowed.moveSubmodules || (await repository.entry(base, path))?.mode !== GITLINK)
        return "links and submodules may not be changed by agents";
      const why = (await repository.submoduleCommit?.({ base, path, commit: entry.oid })) ?? null;
      return why && `it ${why}`;
    }
    default:
      return `it has the unknown mode ${entry.mode}`;
  }
}

/** Whether the attributes add to the base's only that records are generated: others would have git run filters. */
async function isOnlyMarks(
  repository: Ports["repository"],
  entry: { oid: Oid; mode: string } | null,
  base: Oid,
): Promise<boolean> {
  if (entry?.mode !== "100644") return false;
  const text = (await repository.readBlob(entry.oid))?.toString("utf8") ?? "";
  const known = new Set((await repository.readFile(base, paths.attributes))?.toString("utf8").split("\n"));
  return text
    .split("\n")
    .every(line => known.has(line) || /^(?:#.*|[\w*./-]+ linguist-generated=true)?$/.test(line));
}

/** A branch from an older base would bring its old workflows back. */
async function checkAgainstBase(
  { repository }: Ports,
  { base, tip, incoming }: { base: Basis["base"]; tip: Oid | null; incoming: Oid },
): Promise<void> {
  for (const path of await repository.changedPaths(base.commit, incoming)) {
    const verdict = guardPath(path, ".milestones");
    if (verdict.allowed) continue;
    const [there, before] = await Promise.all([
      repository.entry(incoming, path),
      tip === null ? undefined : repository.entry(tip, path),
    ]);
    if (before !== undefined && before?.oid === there?.oid && before?.mode === there?.mode) continue;
    refuse(
      `the branch taken may not be pushed: ${sanitiseLine(path).slice(0, 200)} is not as on ${base.branch}: ${verdict.reason}`,
      `run the milestone again: it takes in what ${base.branch} brought; then pack that`,
    );
  }
}

/** The plan is people's: it is the branch's as it was known, or with what the base brought since. */
async function checkPlan(
  ports: Ports,
  given: { milestone: string; checkout: Checkout; basis: Basis; incoming: Oid },
): Promise<ValidPlan> {
  const { milestone, checkout, basis, incoming } = given;
  const { repository } = ports;
  const readBase = atCommit(repository, basis.base.commit);
  const policyFile = await findPlanFile(readBase, milestone);
  const policy = policyFile ? requireValid(await loadPlan(readBase, policyFile), policyFile).plan : undefined;
  const read = atCommit(repository, incoming);
  const file =
    (await findPlanFile(read, milestone)) ??
    refuse(`the branch taken has no file of the milestone "${milestone}"`, RUN_AGAIN);
  const reading = requireValid(await loadPlan(read, file, policy), file);
  if (isEmptyDiff(diffPlans(basis.reading.plan, reading.plan))) return reading;
  const asBefore = await readBasis(ports, { milestone }, checkout);
  const diff = diffPlans(asBefore.reading.plan, reading.plan);
  if (isEmptyDiff(diff)) return reading;
  const what = [
    ...diff.milestone,
    ...diff.added.map(({ id }) => `new task ${id}`),
    ...diff.removed.map(id => `task ${id} gone`),
    ...diff.changed.map(({ task, what: keys }) => `${task}: ${keys.join(", ")}`),
  ];
  return refuse(
    `the branch taken changes the plan, which is people's to change (${counted(what.length, "difference")}: ${what.slice(0, 3).join("; ")})`,
    `change ${file.path} on ${basis.base.branch}, then run the milestone again`,
  );
}

/**
 * Why a branch that comes from elsewhere may not bring a change of this path; null: it may. Outside `.milestones/` what
 * holds for a phase's work holds here; below it only what the engine writes for this very milestone and its sessions.
 */
function incomingProblem(
  path: string,
  { milestone, sessions }: { milestone: string; sessions: ReadonlySet<string> },
): string | null {
  const verdict = guardPath(path, `${ROOT}/deliverables/${milestone}`);
  if (verdict.allowed) return null;
  if (verdict.rule !== "milestones") return verdict.reason;
  return isEngineFile(path, milestone, sessions)
    ? null
    : `below ${ROOT}/ a milestone's branch changes only the milestone's own files`;
}

const SHELVES = ["active", "completed", "archived"];
const SEGMENT = /^(?:\.\d{4,})?\.jsonl$/;

function isEngineFile(path: string, milestone: string, sessions: ReadonlySet<string>): boolean {
  const [root, folder = "", name = "", ...more] = path.split("/");
  if (root !== ROOT) return false;
  if (more.length === 0 && SHELVES.includes(folder)) {
    return name === `${milestone}.yaml` || (folder === "active" && name === "current.txt");
  }
  switch (folder) {
    case "approvals":
      return more.length === 0 && name.startsWith(`approval-${milestone}-`) && name.endsWith(".yaml");
    case "reports":
      return more.length === 0 && name.endsWith(".md") && sessions.has(name.slice(0, -".md".length));
    case "sessions":
      return more.length === 0
        ? name.endsWith(".yaml") && sessions.has(name.slice(0, -".yaml".length))
        : sessions.has(name) && more.join("/") === "agents/state.json";
    case "logs":
      return more.length === 0
        ? isLog(name, milestone)
        : more.length === 1 && sessions.has(name) && isRoleLog(more[0]!);
    default:
      return false;
  }
}

function isLog(name: string, milestone: string): boolean {
  if (name === `older-${milestone}.jsonl`) return true;
  const start = `execution-${milestone}`;
  return name.startsWith(start) && SEGMENT.test(name.slice(start.length));
}

function isRoleLog(name: string): boolean {
  return ROLE_LOGS.some(role => name.startsWith(role) && SEGMENT.test(name.slice(role.length)));
}
