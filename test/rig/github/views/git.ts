/** References, commits, trees and comparisons as the API shows them. */
import type { CommitFacts, FileDiff, Person, TreeEntry } from "../git/bare.ts";
import { objectType } from "../git/read.ts";
import type { Repository, User } from "../state/model.ts";
import { repositoryApi, repositoryPage, type World } from "../state/world.ts";
import { nodeId, userView } from "./account.ts";

const unsigned = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };
export const shaNodeId = (kind: string, sha: string) =>
  `${kind}_${Buffer.from(sha).toString("base64url").slice(0, 24)}`;

export async function refView(world: World, repository: Repository, ref: string, sha: string) {
  const api = repositoryApi(world, repository);
  const type = (await objectType(repository.git, sha)) ?? "commit";
  const object = { sha, type, url: `${api}/git/${type}s/${sha}` };
  return { ref, node_id: nodeId("REF", ref.length), url: `${api}/git/${ref}`, object };
}

export function gitCommitView(world: World, repository: Repository, commit: CommitFacts) {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: shaNodeId("C", commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

/** The account that GitHub would find for an author by the mail address `<id>+<login>@users.noreply…`, or by login. */
function accountOf(world: World, person: Person): User | null {
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\./.exec(person.email)?.[1];
  if (login) return world.users.get(login.toLowerCase()) ?? null;
  return world.users.get((person.email.split("@")[0] ?? "").toLowerCase()) ?? null;
}

export function commitView(world: World, repository: Repository, commit: CommitFacts, files?: FileDiff[]) {
  const api = repositoryApi(world, repository);
  const { sha, node_id, html_url, tree, message, parents } = gitCommitView(world, repository, commit);
  const author = accountOf(world, commit.author);
  const committer = accountOf(world, commit.committer);
  const url = `${api}/commits/${sha}`;
  return {
    sha,
    node_id,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message,
      tree,
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url,
    html_url,
    comments_url: `${url}/comments`,
    author: author && userView(world, author),
    committer: committer && userView(world, committer),
    parents,
    ...(files
      ? { stats: totals(files), files: files.map(file => fileView(world, repository, file, sha)) }
      : {}),
  };
}

function totals(files: FileDiff[]) {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { additions, deletions, total: additions + deletions };
}

export function fileView(world: World, repository: Repository, file: FileDiff, commit: string) {
  const page = repositoryPage(world, repository);
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${commit}/${path}`,
    raw_url: `${page}/raw/${commit}/${path}`,
    contents_url: `${repositoryApi(world, repository)}/contents/${path}?ref=${commit}`,
    ...(file.patch ? { patch: file.patch } : {}),
    ...(file.previous ? { previous_filename: file.previous } : {}),
  };
}

export function treeView(world: World, repository: Repository, sha: string, entries: TreeEntry[]) {
  const api = `${repositoryApi(world, repository)}/git`;
  const tree = entries.map(entry => ({ ...entry, url: `${api}/${entry.type}s/${entry.sha}` }));
  return { sha, url: `${api}/trees/${sha}`, tree, truncated: false };
}

/** A file's or directory's entry under /contents; `content` only for a file asked for by itself. */
export function contentView(
  world: World,
  repository: Repository,
  entry: TreeEntry,
  ref: string,
  content?: Buffer,
) {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const path = entry.path.split("/").map(encodeURIComponent).join("/");
  const url = `${api}/contents/${path}?ref=${ref}`;
  const git = `${api}/git/${entry.type}s/${entry.sha}`;
  const html = `${page}/${entry.type}/${ref}/${path}`;
  const type = entry.type === "tree" ? "dir" : entry.type === "commit" ? "submodule" : "file";
  return {
    name: entry.path.split("/").at(-1) ?? "",
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: type === "file" ? `${page}/raw/${ref}/${path}` : null,
    type,
    ...(content ? { content: base64(content), encoding: "base64" } : {}),
    _links: { self: url, git, html },
  };
}

/** Base64 in lines of 60 characters, as GitHub sends it. */
export const base64 = (content: Buffer): string =>
  content.toString("base64").replace(/(.{60})/g, "$1\n") + "\n";
