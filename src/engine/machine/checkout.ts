import { branchName } from "../../milestone/names.ts";
import { namesLfs } from "../git/convert.ts";
import type { GitRepository } from "../git/git-repository.ts";
import type { Checkout } from "../opening/basis.ts";
import type { Oid, Ports } from "../ports.ts";
import type { Variables } from "../process/environment.ts";
import { type Complaint, refuse } from "../refusal.ts";
import { readLinkless } from "./linkless-file.ts";
import type { MachineRequest } from "./machine-request.ts";
import { NO_COMMIT } from "./repository-port.ts";

/** The base: what HEAD stands for, which on GitHub is the branch that the run was dispatched on. */
export async function checkoutOf(git: GitRepository, request: MachineRequest): Promise<Checkout> {
  const head = await git.resolve("HEAD");
  const commit: Oid =
    head ??
    (request.gitIntegration && !request.readsOnly
      ? refuse("the repository has no commit yet", "make a first commit: git add -A && git commit -m init")
      : NO_COMMIT);
  const link = await git.headRef();
  const own = link?.replace(/^refs\/heads\//, "") ?? request.environment.GITHUB_REF_NAME ?? "HEAD";
  const working = (path: string): Promise<Buffer | null> => readLinkless(git.root, path);
  // What a review's or pull request's run checks out when nothing else is asked for.
  if (
    request.onRunner &&
    request.gitIntegration &&
    link === null &&
    (request.environment.GITHUB_REF ?? "").startsWith("refs/pull/")
  ) {
    refuse(
      "the checkout is a pull request's own code, which may not say who approves it",
      "give actions/checkout the base branch: `ref: ${{ github.event.repository.default_branch }}`",
    );
  }
  const onOwnBranch = own === branchName(request.milestone);
  if (onOwnBranch && request.onRunner && request.gitIntegration) {
    refuse(
      `the checkout is the branch ${own} itself, which may not say who approves it`,
      "start the run on the base branch; it finds the milestone's branch by itself",
    );
  }
  const main = onOwnBranch ? await defaultBranch(git) : null;
  return {
    base: main ?? { branch: own, commit },
    complaints: started => complaintsOf(git, request, started),
    ...(request.onRunner ? {} : { follow: (branch, way) => follow(git, branch, way) }),
    working: request.onRunner && request.gitIntegration ? null : working,
  };
}

/** A branch that is checked out moves together with index and files, or not at all. */
async function follow(
  git: GitRepository,
  branch: string,
  { from, to, dry }: { from: Oid; to: Oid; dry: boolean },
): Promise<{ ok: true } | { ok: false; message: string }> {
  const ref = `refs/heads/${branch}`;
  const at = await git.checkedOutAt(ref);
  if (at !== null && at !== git.root)
    return { ok: false, message: `it is checked out in ${at}, which would be left behind; land from there` };
  const obstacle = at === null ? null : await git.moveCheckout({ from, to, dry: true });
  if (obstacle !== null) return { ok: false, message: obstacle };
  if (dry) return { ok: true };
  const swapped = await git.swapRef(ref, from, to);
  if (!swapped.ok) return { ok: false, message: `${branch} was moved meanwhile` };
  const trouble = at === null ? null : await git.moveCheckout({ from, to, dry: false });
  return trouble === null ? { ok: true } : { ok: false, message: trouble };
}

/**
 * The base is policy: who approves, what runs. In a clone that outlives its job an agent may have moved HEAD or a branch,
 * so a base that is not the commit the job was started for must be one that the remote has. @throws Refusal
 */
export async function assertBaseIsPushed(
  { repository, remote }: Pick<Ports, "repository" | "remote">,
  { branch, commit }: Checkout["base"],
  environment: Variables,
): Promise<void> {
  if (!remote || commit === environment.GITHUB_SHA) return;
  const fetched = await remote.fetch(`refs/heads/${branch}`, { meets: commit });
  if (!fetched.ok)
    return refuse(
      `the remote cannot be read (${fetched.reason}): ${fetched.message}`,
      "check the network and the token",
    );
  if (fetched.oid !== null && (await repository.isAncestor(commit, fetched.oid))) return;
  refuse(
    `the checkout stands on ${commit.slice(0, 10)}, which the remote's branch ${branch} does not have, and the base says who approves and what runs`,
    `push that commit to ${branch} first, or check the branch out again (actions/checkout with \`ref: ${branch}\`)`,
  );
}

/**
 * Changes that are not committed would silently not count, and a branch that moves below its checkout looks like a
 * mass of reverted work. Files that nobody tracks, and the engine's own reports, are no change.
 */
async function complaintsOf(
  git: GitRepository,
  request: MachineRequest,
  started: boolean,
): Promise<Complaint[]> {
  const branch = `milestone/${request.milestone}`;
  const complaints: Complaint[] = [];
  const at = request.gitIntegration ? await git.checkedOutAt(`refs/heads/${branch}`) : null;
  if (at !== null) {
    const here = at === git.root;
    complaints.push({
      message: `the branch ${branch} is checked out${here ? "" : ` in ${at}`}, and the run would move it below that checkout`,
      remedy: here
        ? "switch to the base branch first (git switch main); the run finds the milestone's branch by itself"
        : `give that work tree another state (git -C ${at} switch --detach), or remove it (git worktree remove ${at})`,
    });
  }
  const attributes = request.gitIntegration ? await headFile(git, ".gitattributes") : null;
  if (attributes && namesLfs(attributes) && git.conversion.settings.lfs === null) {
    complaints.push({
      message: "the repository keeps files in Git LFS, and there is no git-lfs on this machine",
      remedy: request.onRunner
        ? "add a step before this one: `- run: sudo apt-get update && sudo apt-get install -y git-lfs`"
        : "install it (https://git-lfs.com; on Debian and Ubuntu: apt-get install -y git-lfs)",
    });
  }
  // In place the run itself leaves changes behind.
  if (!request.gitIntegration && started) return complaints;
  const state = await git.isClean();
  const changed = state.clean ? [] : state.paths.filter(path => !path.startsWith(".milestones/reports/"));
  if (changed.length === 0) return complaints;
  const named =
    changed.slice(0, 5).join(", ") + (changed.length > 5 ? ` and ${changed.length - 5} more` : "");
  complaints.push({
    message: `the checkout has changes that are not committed: ${named}`,
    remedy: "commit or stash them (git stash); a run works on what is committed",
  });
  return complaints;
}

async function headFile(git: GitRepository, path: string): Promise<Buffer | null> {
  const head = await git.resolve("HEAD");
  return head === null ? null : git.readFile(head, path);
}

/** A person who stands on the milestone's own branch still has the base's policy. */
async function defaultBranch(git: GitRepository): Promise<{ branch: string; commit: Oid } | null> {
  for (const branch of ["main", "master"]) {
    for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
      const commit = await git.resolve(ref);
      if (commit) return { branch, commit };
    }
  }
  return null;
}
