/** Noticing that references moved, whoever moved them, and telling the world. */
import { commitsBetween, isAncestor, readCommit } from "../git/read.ts";
import { moveRef } from "../git/write.ts";
import { pullDetailView } from "../views/pull.ts";
import type { PullRequest, Repository, User } from "./model.ts";
import { pulls, repositoryPage, stamp, type World } from "./world.ts";

const zero = "0".repeat(40);

export interface Pusher {
  user: User;
  byActions: boolean;
}

interface Move {
  ref: string;
  before: string | null;
  after: string | null;
}

/** Compares the branches and tags with what was known, and announces each difference as a push by `pusher`. */
export async function noticeRefs(world: World, repository: Repository, pusher: Pusher): Promise<void> {
  const present = await repository.git.refs("refs/");
  const names = new Set([...present.keys(), ...repository.knownRefs.keys()]);
  const moves: Move[] = [];
  for (const ref of names) {
    if (!/^refs\/(heads|tags)\//.test(ref)) continue;
    const before = repository.knownRefs.get(ref) ?? null;
    const after = present.get(ref) ?? null;
    if (before === after) continue;
    if (after) repository.knownRefs.set(ref, after);
    else repository.knownRefs.delete(ref);
    moves.push({ ref, before, after });
  }
  for (const move of moves) {
    await announcePush(world, repository, pusher, move);
    await updatePulls(world, repository, pusher, move);
  }
}

async function announcePush(world: World, repository: Repository, pusher: Pusher, move: Move): Promise<void> {
  const { ref, before, after } = move;
  const { git } = repository;
  const fast = before && after ? await isAncestor(git, before, after) : true;
  repository.activity.push({
    id: world.nextId(),
    ...move,
    at: stamp(world),
    by: pusher.user,
    kind: !before ? "branch_creation" : !after ? "branch_deletion" : fast ? "push" : "force_push",
  });
  const oids =
    after && before && fast ? await commitsBetween(git, before, after, 2048) : after ? [after] : [];
  const commits = [];
  for (const oid of oids) {
    const commit = await readCommit(git, oid);
    if (!commit) continue; // an annotated tag's own object
    const { author, committer } = commit;
    const person = ({ name, email }: typeof author) => ({ name, email, username: email.split("@")[0] });
    const url = `${repositoryPage(world, repository)}/commit/${oid}`;
    const about = {
      id: oid,
      tree_id: commit.tree,
      distinct: true,
      message: commit.message,
      timestamp: committer.date,
    };
    commits.push({
      ...about,
      url,
      author: person(author),
      committer: person(committer),
      added: [],
      removed: [],
      modified: [],
    });
  }
  const parts = {
    ref,
    before: before ?? zero,
    after: after ?? zero,
    created: before === null,
    deleted: after === null,
    forced: !fast,
    base_ref: null,
    compare: `${repositoryPage(world, repository)}/compare/${(before ?? zero).slice(0, 12)}...${(after ?? zero).slice(0, 12)}`,
    commits: commits.slice(-20),
    head_commit: commits.at(-1) ?? null,
    pusher: { name: pusher.user.login, email: `${pusher.user.login}@users.noreply.example` },
  };
  const { user: actor, byActions } = pusher;
  world.happened({ event: "push", action: null, repository, actor, byActions, parts });
}

async function updatePulls(world: World, repository: Repository, pusher: Pusher, move: Move): Promise<void> {
  const branch = move.ref.startsWith("refs/heads/") ? move.ref.slice("refs/heads/".length) : null;
  if (branch === null) return;
  for (const request of pulls(repository)) {
    if (request.state !== "open") continue;
    if (request.pull.base === branch && move.after) request.pull.baseSha = move.after;
    if (request.pull.head === branch) await updateHead(world, repository, { pusher, request, move });
  }
}

async function updateHead(
  world: World,
  repository: Repository,
  { pusher, request, move }: { pusher: Pusher; request: PullRequest; move: Move },
): Promise<void> {
  const { user: actor, byActions } = pusher;
  request.updatedAt = stamp(world);
  const gone = move.after === null;
  if (gone) {
    request.state = "closed";
    request.closedAt = stamp(world);
    request.closedBy = actor;
  } else {
    await keepPullRef(repository, request.number, move.after!);
    request.pull.headSha = move.after!;
  }
  const action = gone ? "closed" : "synchronize";
  const pull_request = await pullDetailView(world, repository, request);
  const change = gone ? {} : { before: move.before, after: move.after };
  const parts = { number: request.number, pull_request, ...change };
  world.happened({ event: "pull_request", action, repository, actor, byActions, parts });
}

/** GitHub keeps `refs/pull/N/head` for every pull request, also when its branch is gone. */
export async function keepPullRef(repository: Repository, number: number, sha: string): Promise<void> {
  const name = `refs/pull/${number}/head`;
  await moveRef(repository.git, name, repository.git.ref(name), sha);
}
