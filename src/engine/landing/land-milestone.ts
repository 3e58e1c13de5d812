import { branchName, branchRef, paths, ROOT } from "../../milestone/names.ts";
import type { LandingWay, Plan } from "../../milestone/plan/plan.ts";
import type { State } from "../../milestone/session/state.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import { completionDoubt } from "../gate/read-forge.ts";
import { join, workOf } from "../journal/merge-person-commits.ts";
import { PUSH_CAUSES } from "../journal/publisher.ts";
import type { Machine } from "../machine/open-machine.ts";
import { readBasis } from "../opening/basis.ts";
import { signAsPlanned } from "../opening/sign-as-planned.ts";
import type { Changes, Oid, Remote, Repository } from "../ports.ts";
import { refuse } from "../refusal.ts";
import type { RunOptions } from "../run/run-context.ts";

export interface MilestoneLanding {
  state: State;
  /** Of the milestone's branch. */
  tip: Oid;
  /** The commit on the base; null: the base had everything already. */
  commit: Oid | null;
  /** What was done, for people. */
  done: string;
  /** What did not follow although the milestone is landed, in a sentence. */
  note: string | null;
}

/** What the engine keeps of its work, which a summary leaves on the branch and its tag. */
const KEPT_ON_BRANCH = ["logs", "sessions", "approvals", "deliverables"].map(folder => `${ROOT}/${folder}/`);

/**
 * Puts a finished milestone on its base: one commit by compare-and-swap, on the remote first where there is one. Nothing
 * is landed that is not completed, whose approvals do not hold, or that does not merge. @throws Refusal
 */
export async function landMilestone(
  machine: Machine,
  options: RunOptions,
  asked: Partial<LandingWay>,
): Promise<MilestoneLanding> {
  const { ports, checkout } = machine;
  const { repository, remote } = ports;
  const id = options.milestone;
  const basis = await readBasis(ports, options, checkout);
  const { tip, history, seen } = basis.located;
  const { base } = basis;
  if (!tip || !history?.state.activatedAt)
    return refuse(`the milestone "${id}" was not started yet`, `milestone execute ${id}`);
  const { state } = history;
  const { plan } = basis.reading;
  assertLandable(state, { base: base.branch, unpushed: remote !== null && seen !== tip });
  const way = { ...plan.landing, ...asked };
  const doubt = await completionDoubt(ports, { plan, state, tip, base });
  if (doubt)
    refuse(`"${id}" is not landed: ${doubt}`, `milestone execute ${id} asks for the approval once more`);
  if (ports.forge.land && way.state === "keep") {
    const answer = await ports.forge.land({
      milestone: id,
      tip,
      method: way.method,
      message: messageOf(plan, state),
    });
    if (!answer.ok) refuse(`"${id}" could not be landed: ${answer.message}`, answer.remedy);
    return { state, tip, commit: answer.commit, done: answer.done, note: null };
  }
  const ready = ports.forge.landable ? await ports.forge.landable({ milestone: id, tip }) : null;
  if (ready && !ready.ok) refuse(`"${id}" could not be landed: ${ready.message}`, ready.remedy);

  const at = await baseTip(repository, remote, base);
  // A shallow clone has too little of the branch to know where the two parted.
  if (remote && (await repository.mergeBase(at, tip)) === null)
    await remote.fetch(branchRef(id), { meets: at });
  const changes = await changesOf(repository, { id, tip, base: at, branch: base.branch, state: way.state });
  const isMerged = await repository.isAncestor(tip, at);
  if (changes.size === 0 || isMerged)
    return { state, tip, commit: null, done: `${base.branch} has all of "${id}" already`, note: null };
  const unsigned = await signAsPlanned(ports, plan);
  if (unsigned) refuse(unsigned.message, unsigned.remedy);
  const commit = await repository.commit({
    parents: way.method === "merge" ? [at, tip] : [at],
    base: at,
    changes,
    message: messageOf(plan, state),
    author: plan.author ?? repository.author,
    at: ports.clock.now(),
  });
  const note = await moveBase(machine, { branch: base.branch, from: at, to: commit });
  const how = way.method === "merge" ? "a merge commit" : "one commit";
  const left = way.state === "summary" ? `; its logs and documents stay on ${branchName(id)}` : "";
  const done = `"${id}" is on ${base.branch} as ${how}, ${commit.slice(0, 10)} (${counted(changes.size, "changed file")})${left}`;
  return { state, tip, commit, done, note };
}

function assertLandable(state: State, { base, unpushed }: { base: string; unpushed: boolean }): void {
  const id = state.milestone;
  if (state.status !== "completed") {
    refuse(
      `the milestone "${id}" is ${state.status.replaceAll("_", " ")}, and only a completed one is put on ${base}`,
      state.status === "cancelled" ? "nothing of it is landed" : `milestone status ${id} says what is left`,
    );
  }
  if (unpushed)
    refuse(`the last commits of "${id}" are not on the remote yet`, `milestone execute ${id} pushes them`);
}

/** The base's newest commit; where there is a remote, it counts what is there. @throws Refusal */
async function baseTip(
  repository: Repository,
  remote: Remote | null,
  { branch, commit }: { branch: string; commit: Oid },
): Promise<Oid> {
  const ref = `refs/heads/${branch}`;
  const local = (await repository.resolve(ref)) ?? commit;
  if (!remote) return local;
  const fetched = await remote.fetch(ref);
  if (!fetched.ok)
    return refuse(
      `the remote cannot be read (${fetched.reason}): ${PUSH_CAUSES[fetched.reason]}: ${fetched.message}`,
      "check the network and the token",
    );
  const theirs = fetched.oid;
  if (theirs === null)
    return refuse(`the remote has no branch ${branch}`, `git push origin ${branch}, then land again`);
  if (await repository.isAncestor(local, theirs)) return theirs;
  return refuse(
    `${branch} has commits here that the remote does not have`,
    `push them (git push origin ${branch}), or bring the two together (git pull --rebase)`,
  );
}

interface ToLand {
  id: string;
  tip: Oid;
  base: Oid;
  branch: string;
  state: LandingWay["state"];
}

/** What the base's tree lacks of the milestone's. @throws Refusal where the two do not merge */
async function changesOf(repository: Repository, { id, tip, base, branch, state }: ToLand): Promise<Changes> {
  const from = await repository.mergeBase(base, tip);
  if (from === null)
    return refuse(
      `${branchName(id)} and ${branch} have no common commit`,
      "this is another repository's branch",
    );
  const counts = (path: string): boolean => state === "keep" || isLanded(path);
  const work = await workOf(repository, { from, to: tip }, counts);
  const joined = await join(repository, { base: from, tip: base, work });
  if (joined.ok) return joined.changes;
  return refuse(
    `${branchName(id)} does not merge into ${branch}: ${joined.conflicts.slice(0, 5).join(", ")}`,
    `merge ${branch} into ${branchName(id)} by hand and push it, then land again`,
  );
}

function isLanded(path: string): boolean {
  return path !== paths.current && !KEPT_ON_BRANCH.some(folder => path.startsWith(folder));
}

/** Moves the base, on the remote first; answers what did not follow here. @throws Refusal */
async function moveBase(
  { ports: { remote, repository }, checkout }: Machine,
  { branch, from, to }: { branch: string; from: Oid; to: Oid },
): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  const local = checkout.follow ? await repository.resolve(ref) : null;
  if (local !== null) {
    const may = await checkout.follow!(branch, { from: local, to, dry: true });
    if (!may.ok) refuse(`${branch} cannot be moved: ${may.message}`, "see to that first, then land again");
  }
  if (remote) {
    const pushed = await remote.push(ref, to, from);
    if (!pushed.ok && pushed.reason === "stale")
      return refuse(`${branch} was moved on the remote meanwhile`, "land again");
    if (!pushed.ok) {
      return refuse(
        `the remote did not take it: ${pushed.message}`,
        `where a rule protects ${branch}, land through the pull request: /milestone land`,
      );
    }
  }
  if (local === null) return null;
  const followed = await checkout.follow!(branch, { from: local, to, dry: false });
  return followed.ok
    ? null
    : `your checkout could not follow (${followed.message}): git status shows what is left`;
}

/** The subject, the tasks, and the branch that has the rest. */
function messageOf(plan: Plan, state: State): string {
  const tasks = plan.tasks.map(task => {
    const skipped = state.tasks.get(task.id)?.status === "skipped" ? " (skipped)" : "";
    return `- ${task.title.replaceAll("\n", " ")}${skipped}`;
  });
  const title = plan.title.replaceAll("\n", " ").trim() || plan.id;
  return [
    `${title} (milestone ${plan.id})`,
    "",
    ...tasks,
    "",
    `Landed-From: ${branchName(plan.id)}`,
    "",
  ].join("\n");
}
