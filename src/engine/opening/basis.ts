import { branchName, idProblem, paths, ROOT, type Shelf } from "../../milestone/names.ts";
import { PHASES } from "../../milestone/phase.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import type { YamlPath } from "../../milestone/yaml/node.ts";
import { enginesLast, type Located, locateBranch, readHistory } from "../journal/locate-branch.ts";
import { PUSH_CAUSES } from "../journal/publisher.ts";
import {
  atCommit,
  findPlanFile,
  loadPlan,
  type PlanFile,
  type ReadFile,
  requireValid,
  type ValidPlan,
} from "../plan/plan-source.ts";
import { withSourceOfBase } from "../plan/source-news.ts";
import { type BaseNews, newsOfBase, withNews } from "../plan/take-base.ts";
import { finishedDeliverables } from "../plan/task-seeds.ts";
import type { Oid, Ports, RemoteFailure } from "../ports.ts";
import { type Complaint, Refusal, refuse } from "../refusal.ts";
import type { RunOptions } from "../run/run-context.ts";
import type { Steering } from "../steering/command-problem.ts";
import { earlierWork } from "./older-deliverables.ts";
import { asSeen, errorsAsSeen } from "./seen-places.ts";

/** What a run goes on from. */
export interface Basis {
  located: Located;
  /** The plan as it counts: the branch's file under the base's policy. */
  reading: ValidPlan;
  /** What the plan says oddly, each placed in the checkout's copy where that has it as well. */
  warnings: Complaint[];
  file: PlanFile;
  /** The plan as it was at the engine's last commit, where a person changed it since; null: they did not. */
  before: Plan | null;
  base: { branch: string; commit: Oid };
  /** What the base brought since, as `reading` has it already; null: nothing, or it was not asked for. */
  news: BaseNews | null;
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
  /**
   * Moves a branch of this clone together with the files of the checkout that has it; `dry`: only says whether it could.
   * Refused, with nothing changed, where a file of the person's would be lost. Absent: nobody stands in the checkout.
   */
  follow?: (
    branch: string,
    way: { from: Oid; to: Oid; dry: boolean },
  ) => Promise<{ ok: true } | { ok: false; message: string }>;
  /** Whether what the base brought since is taken in. */
  takesBase?: boolean;
  /** Whether a completed milestone is taken up again. */
  again?: boolean;
  /** What is to be carried out first; if that cannot be, nothing is opened. */
  commands?: readonly Steering[];
}

/** Reads branch, plan and policy. @throws Refusal */
export async function readBasis(
  ports: Ports,
  { milestone: id }: Pick<RunOptions, "milestone">,
  { base, working, takesBase = false, again = false }: Checkout,
): Promise<Basis> {
  const located = await requireLocated(ports, id, { ...base, isBrought: takesBase });
  const source = await sourceOf(ports, located, { id, base, working });
  const { carried, policy } = source;
  const news = takesBase ? await newsHere(ports, located, { id, base, again }) : null;
  const read = news ? withNews(source.read, ports.repository, news) : source.read;
  const file = news?.plan?.file ?? source.file;
  const reading = await loadPlan(read, file, policy);
  const seen = located.tip ? (working ?? atCommit(ports.repository, base.commit)) : read;
  const at = { id, read, seen };
  if (!reading.ok) throw new Refusal(await errorsAsSeen(reading.errors, file, at));
  const warnings = await asSeen(reading.warnings, at);
  if (carried.size > 0 && working) await carryDocuments(carried, working, reading.plan);
  if (!located.history?.state.activatedAt) {
    const beside = carried.size > 0 ? working : null;
    const tree = { repository: ports.repository, commit: located.tip ?? base.commit, read, beside };
    const earlier = await earlierWork(tree, reading.plan, located);
    for (const [path, content] of earlier.files) carried.set(path, content);
    warnings.push(...earlier.warnings);
  }
  const changedThere = located.tip
    ? await planBefore(ports, { id, tip: located.tip, file: source.file, policy })
    : null;
  const before = changedThere ?? (news ? await planThere(source) : null);
  return { located, reading, warnings, file, before, base, news, carried };
}

/** The branch's plan without the news; null where it cannot be read. */
async function planThere({ read, file, policy }: BasisSource): Promise<Plan | null> {
  const reading = await loadPlan(read, file, policy);
  return reading.ok ? reading.plan : null;
}

/** News count for a milestone that is under way on a branch of its own. */
async function newsHere(
  ports: Ports,
  { tip, history }: Located,
  { id, base, again }: Pick<Basis, "base"> & { id: string; again: boolean },
): Promise<BaseNews | null> {
  const state = history?.state;
  if (!tip || !state?.activatedAt || state.status === "cancelled") return null;
  if (state.status === "completed" && !again) return null;
  return newsOfBase(ports, { id, ...base, tip, state });
}

async function requireLocated(ports: Ports, id: string, base: PlaceOfBase): Promise<Located> {
  const problem = idProblem(id);
  if (problem)
    refuse(`the milestone id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "correct the id");
  const located = await locateMilestone(ports, id, base);
  if (!("ok" in located)) return located;
  return refuse(
    `the remote cannot be read (${located.reason}): ${PUSH_CAUSES[located.reason]}: ${located.message}`,
    "check the network and the token, or run with --no-push",
  );
}

interface BasisSource extends Pick<Basis, "file" | "carried"> {
  /** Reads what the run goes on from. */
  read: ReadFile;
  /** The base's plan, whose gates and approvers count; undefined: the file's own do. */
  policy: Plan | undefined;
}

/** Where the plan is read, and whose policy it is under. @throws Refusal */
async function sourceOf(
  ports: Ports,
  { tip, history }: Located,
  { id, base, working }: Pick<Checkout, "base" | "working"> & { id: string },
): Promise<BasisSource> {
  const { repository } = ports;
  const readBase = atCommit(repository, base.commit);
  const policyFile = await findPlanFile(readBase, id);
  if (!policyFile && !working) {
    // Also when the branch has the file: whoever pushed it there would otherwise choose the gates and who opens them.
    refuse(
      `the milestone "${id}" is not on the base branch ${base.branch}`,
      `commit ${paths.milestone(id)} to ${base.branch} and start again`,
    );
  }
  const carried = !policyFile && !tip && working ? await carry(working, id) : new Map<string, Buffer>();
  const read: ReadFile = tip
    ? atCommit(repository, tip)
    : async path => carried.get(path) ?? (await readBase(path));
  const planFile = await findPlanFile(read, id);
  if (!planFile && tip && history?.head.seq === 0) {
    refuse(
      `a branch ${branchName(id)} stands there that is not this milestone's: it has neither its file nor its log`,
      `rename or delete that branch (git push origin --delete ${branchName(id)}; git branch -D ${branchName(id)}), or give the milestone another id`,
    );
  }
  const file =
    planFile ??
    refuse(
      `the branch has no file for the milestone "${id}"`,
      `commit ${paths.milestone(id)} to the branch again; git log on it shows who took it away`,
    );
  const policy =
    policyFile && tip ? await policyOf(ports, { id, commit: base.commit }, policyFile) : undefined;
  return { carried, read, file, policy };
}

/** @throws Refusal */
async function policyOf(ports: Ports, at: { id: string; commit: Oid }, given: PlanFile): Promise<Plan> {
  const file = await withSourceOfBase(ports, at, given);
  return requireValid(await loadPlan(atCommit(ports.repository, at.commit), file), file).plan;
}

/** null: the engine's last commit has the same file, or one that cannot be read. */
async function planBefore(
  { repository }: Ports,
  { id, tip, file, policy }: { id: string; tip: Oid; file: PlanFile; policy: Plan | undefined },
): Promise<Plan | null> {
  const commit = await enginesLast(repository, id, tip);
  if (commit === null || commit === tip) return null;
  const read = atCommit(repository, commit);
  const earlier = await findPlanFile(read, id);
  if (!earlier || earlier.text === file.text) return null;
  const reading = await loadPlan(read, earlier, policy);
  return reading.ok ? reading.plan : null;
}

interface PlaceOfBase {
  branch: string;
  commit: Oid;
  /** Whether the remote is asked for its newest commit as well. */
  isBrought?: boolean;
}

/**
 * Where the milestone stands. Its branch may be gone since it was merged: then the base branch has its log, and going
 * on there makes the branch again. A plan that was set back to planned starts over instead.
 */
export async function locateMilestone(
  ports: Ports,
  id: string,
  { branch, commit: base, isBrought = false }: PlaceOfBase,
): Promise<Located | RemoteFailure> {
  const located = await locateBranch(ports, id, isBrought ? branch : undefined);
  if ("ok" in located || located.tip !== null) return located;
  if (!(await ports.repository.readFile(base, paths.log(id, 1)))) return located;
  const read = atCommit(ports.repository, base);
  const file = await findPlanFile(read, id);
  const plan = file && (await loadPlan(read, file));
  if (!plan?.ok || plan.plan.status === "planned") return located;
  const history = await readHistory(ports, id, { commit: base, place: "the base branch" });
  return history.older ? { ...located, older: history.older } : { ...located, tip: base, history };
}

/** A milestone that is not committed yet, with what it needs beside its file. @throws Refusal when there is none */
async function carry(working: ReadFile, id: string): Promise<Map<string, Buffer>> {
  const path = paths.milestone(id);
  const bytes =
    (await working(path)) ??
    refuse(
      `there is no milestone "${id}": ${path} does not exist`,
      `\`milestone list\` shows those that exist, \`milestone init\` writes a starter, and \`milestone plan --goal "…"\` drafts a plan`,
    );
  const carried = new Map([[path, bytes]]);
  for (const other of [paths.config, ...PHASES.map(paths.prompt)]) {
    const content = await working(other);
    if (content) carried.set(other, content);
  }
  return carried;
}

/** The documents of phases that were finished before, as of an imported plan: the work builds on them. */
async function carryDocuments(carried: Map<string, Buffer>, working: ReadFile, plan: Plan): Promise<void> {
  for (const path of finishedDeliverables(plan)) {
    const content = await working(path);
    if (content) carried.set(path, content);
  }
}

const SHELVES: readonly Shelf[] = ["active", "completed", "archived"];

/**
 * Complains about a milestone whose id another one has but for the case of its letters: on a file system that does not
 * tell them apart, both would be one file and one branch. Asked before the first start alone, as ids do not change.
 */
export async function caseTwins(ports: Ports, basis: Basis): Promise<Complaint[]> {
  const { located, reading, base } = basis;
  if (located.tip !== null) return [];
  const { id } = reading.plan;
  const complaints: Complaint[] = [];
  for (const shelf of SHELVES) {
    for (const { name } of await ports.repository.list(base.commit, `${ROOT}/${shelf}`)) {
      const other = name.endsWith(".yaml") ? name.slice(0, -".yaml".length) : id;
      if (isTwin(id, other)) complaints.push({ ...twinComplaint(id, other, shelf), ...placeOf(basis, "id") });
    }
  }
  return complaints;
}

export function isTwin(id: string, other: string): boolean {
  return other !== id && other.toLowerCase() === id.toLowerCase();
}

export function twinComplaint(id: string, other: string, shelf: Shelf): Complaint {
  return {
    message: `the id "${id}" differs from that of ${paths.milestone(other, shelf)} in nothing but case, so that ${branchName(id)} and ${branchName(other)} would be one branch on some machines`,
    remedy: "give one of the two another id and file name",
  };
}

/**
 * Where the plan says what a complaint is about. Nothing where a branch has the plan: its copy has the engine's own
 * keys as well, so that its lines are not those of the checkout, into which an annotation points.
 */
export function placeOf(
  { located, reading, file }: Pick<Basis, "located" | "reading" | "file">,
  key: string,
  ...below: YamlPath
): Pick<Complaint, "file" | "line" | "column"> {
  if (located.tip !== null) return {};
  return { file: file.path, ...reading.source.at([...reading.source.key(key), ...below]) };
}
