import type { GitRepository } from "../git/git-repository.ts";
import { landChanges, type MergeOutcome } from "../git/merge.ts";
import { hashObject } from "../git/object.ts";
import { GITLINK } from "../git/tree-object.ts";
import type { FileChange, Landing, Oid, Repository } from "../ports.ts";
import type { Variables } from "../process/environment.ts";

/** In place of HEAD where nothing is committed yet: a commit without files. */
export const NO_COMMIT: Oid = "0".repeat(40);

/** The engine's view of the user's repository. */
export function repositoryPort(
  git: GitRepository,
  author: { name: string; email: string },
  environment: Variables,
): Repository {
  return {
    author,
    resolve: ref => git.resolve(ref),
    hash: content => hashObject("blob", content, git.store.format),
    commit: async request => {
      const changes = new Map<string, Buffer | { oid: Oid; mode: string } | null>(request.changes);
      return git.commit({ ...request, changes });
    },
    async swapRef(ref, from, to) {
      const outcome = await git.swapRef(ref, from, to);
      return outcome.ok ? { ok: true } : { ok: false, actual: outcome.actual, reason: outcome.reason };
    },
    signsAsPerson: git.personalKey !== null,
    async signWith(signing) {
      const key = signing
        ? { format: signing.format, text: environment[signing.key] ?? "" }
        : git.personalKey;
      if (!key) return null;
      try {
        await git.signWith(key);
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    },
    signedTag: tag => git.signedTag(tag),
    peel: oid => git.peel(oid),
    dropRef: (ref, from) => git.dropRef(ref, from),
    readFile: async (commit, path) => (commit === NO_COMMIT ? null : git.readFile(commit, path)),
    readBlob: oid => git.readBlob(oid),
    entry: (commit, path) => git.entry(commit, path),
    list: async (commit, directory) => (commit === NO_COMMIT ? [] : git.list(commit, directory)),
    changedPaths: (from, to) => git.changedPaths(from, to),
    changedLines: (from, to) => changedLines(git, from, to),
    submoduleCommit: async at =>
      git.submodules
        ? git.submodules.bring(at)
        : "is a submodule, and there is no remote to ask for its commit",
    movedSubmodules: async at => (await git.submodules?.bringMoved(at)) ?? [],
    isAncestor: (a, b) => git.isAncestor(a, b),
    mergeBase: (a, b) => git.mergeBase(a, b),
    async log(range) {
      const commits = await git.log(range);
      return commits.map(c => ({
        oid: c.oid,
        parents: [...c.parents],
        author: c.author,
        at: c.at,
        subject: c.subject,
        body: c.body,
      }));
    },
    land: async (base, tip, changes) =>
      landing(await landChanges(git, { base, tip, changes: await leavesOf(git, changes) })),
    landMarked: async (base, tip, changes) => {
      const marked: string[] = [];
      const outcome = await landChanges(git, { base, tip, changes: await leavesOf(git, changes), marked });
      return outcome.ok ? { changes: new Map(outcome.changes), marked: marked.sort() } : null;
    },
  };
}

/** Of what git tells of a large repository no more is held (bytes), and no longer waited for (ms). */
const NUMSTAT = { maxOutput: 16 * 1024 * 1024, timeout: 60_000 };

async function changedLines(
  git: GitRepository,
  from: Oid,
  to: Oid,
): ReturnType<NonNullable<Repository["changedLines"]>> {
  await git.flush();
  const told = await git.git.run(
    ["diff", "--numstat", "-z", "--find-renames", "--no-ext-diff", "--no-textconv", from, to],
    NUMSTAT,
  );
  if (told.code !== 0) return null;
  const words = told.stdout.toString("utf8").split("\0");
  const files: { path: string; added: number; removed: number }[] = [];
  for (let at = 0; at < words.length - 1; at++) {
    const [added = "", removed = "", name = ""] = words[at]!.split("\t");
    // A renamed file is told by three words: its numbers, its old name and its new one.
    if (name === "") at += 2;
    const path = name || words[at];
    if (path) files.push({ path, added: Number(added) || 0, removed: Number(removed) || 0 });
  }
  return files;
}

async function leavesOf(
  git: GitRepository,
  changes: readonly FileChange[],
): Promise<Map<string, { oid: Oid; mode: string } | null>> {
  const leaves = new Map<string, { oid: Oid; mode: string } | null>();
  for (const change of changes) leaves.set(change.path, await toLeaf(git, change));
  return leaves;
}

async function toLeaf(git: GitRepository, change: FileChange): Promise<{ oid: Oid; mode: string } | null> {
  if ("delete" in change) return null;
  if ("submodule" in change) return { oid: change.submodule, mode: GITLINK };
  return { oid: await git.store.addBlob(change.content), mode: change.mode };
}

function landing(outcome: MergeOutcome): Landing {
  if (outcome.ok) return { ok: true, changes: new Map(outcome.changes) };
  if (outcome.reason === "unrelated")
    return { ok: false, conflicts: ["the two histories have no common commit"] };
  return { ok: false, conflicts: outcome.paths };
}
