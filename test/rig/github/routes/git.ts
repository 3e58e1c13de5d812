/** The git database: references and objects. */

import type { Person } from "../git/bare.ts";
import {
  isAncestor,
  objectType,
  parsePerson,
  readBlob,
  readCommit,
  readTree,
  resolveCommit,
} from "../git/read.ts";
import { moveRef, writeBlob, writeCommit, writeTree } from "../git/write.ts";
import { type Answer, created, list, noContent, notFound, ok, refuse } from "../http/answer.ts";
import { byActions, type Call, type Routes } from "../http/call.ts";
import { noticeRefs } from "../state/refs.ts";
import { repositoryApi, stamp } from "../state/world.ts";
import { base64, gitCommitView, refView, shaNodeId, treeView } from "../views/git.ts";

const validName =
  /^refs\/(heads|tags|[a-z][\w-]*)\/(?!.*(\.\.|\/\/|@\{|\.lock(\/|$)))[^\s~^:?*[\\]+[^\s~^:?*[\\/.]$|^refs\/(heads|tags|[a-z][\w-]*)\/\w$/;

const notice = (call: Call) =>
  noticeRefs(call.world, call.repository, { user: call.user, byActions: byActions(call) });

/** Branches that a rule closes to updates by anybody. */
const closed = (call: Call, ref: string) =>
  call.repository.rules.some(rule => rule.type === "update" && `refs/heads/${rule.branch}` === ref);

async function getRef(call: Call): Promise<Answer> {
  const name = `refs/${call.params.ref}`;
  const sha = call.repository.git.ref(name);
  return sha ? ok(await refView(call.world, call.repository, name, sha)) : notFound();
}

async function matchingRefs(call: Call): Promise<Answer> {
  const refs = await call.repository.git.refs(`refs/${call.params.ref}`);
  const views = [...refs].map(([name, sha]) => refView(call.world, call.repository, name, sha));
  return list(await Promise.all(views));
}

async function createRef(call: Call): Promise<Answer> {
  const { ref, sha } = call.body as { ref: string; sha: string };
  const { git } = call.repository;
  if (!validName.test(ref))
    return refuse(422, "Reference name must start with 'refs/' and have at least two slashes.");
  if (!(await objectType(git, sha))) return refuse(422, "Object does not exist");
  if (!(await moveRef(git, ref, null, sha))) return refuse(422, "Reference already exists");
  await notice(call);
  return created(await refView(call.world, call.repository, ref, sha));
}

async function updateRef(call: Call): Promise<Answer> {
  const { sha, force = false } = call.body as { sha: string; force?: boolean };
  const { git } = call.repository;
  const ref = `refs/${call.params.ref}`;
  const before = git.ref(ref);
  if (!before) return refuse(422, "Reference does not exist");
  if (!(await objectType(git, sha))) return refuse(422, "Object does not exist");
  if (closed(call, ref))
    return refuse(422, "Repository rule violations found\n\nCannot update this protected ref.\n\n");
  if (!force && !(await isAncestor(git, before, sha))) return refuse(422, "Update is not a fast forward");
  if (!(await moveRef(git, ref, before, sha))) return refuse(409, "Reference cannot be updated");
  await notice(call);
  return ok(await refView(call.world, call.repository, ref, sha));
}

async function deleteRef(call: Call): Promise<Answer> {
  const ref = `refs/${call.params.ref}`;
  const before = call.repository.git.ref(ref);
  if (!before || !(await moveRef(call.repository.git, ref, before, null)))
    return refuse(422, "Reference does not exist");
  await notice(call);
  return noContent();
}

async function getCommit(call: Call): Promise<Answer> {
  const commit = await readCommit(call.repository.git, call.params.commit_sha!);
  return commit ? ok(gitCommitView(call.world, call.repository, commit)) : notFound();
}

async function createCommit(call: Call): Promise<Answer> {
  const { repository, world, user } = call;
  const body = call.body as {
    message: string;
    tree: string;
    parents?: string[];
    author?: Partial<Person>;
    committer?: Partial<Person>;
  };
  const self = {
    name: user.login,
    email: `${user.id}+${user.login}@users.noreply.example`,
    date: stamp(world),
  };
  const author = { ...self, ...body.author };
  const committer = { ...(body.author ? author : self), ...body.committer };
  if ((await objectType(repository.git, body.tree)) !== "tree") return refuse(422, "Tree SHA does not exist");
  const commit = { tree: body.tree, parents: body.parents ?? [], author, committer, message: body.message };
  const sha = await writeCommit(repository.git, commit);
  const facts = sha && (await readCommit(repository.git, sha));
  return facts
    ? created(gitCommitView(world, repository, facts))
    : refuse(422, "Parent SHA does not exist or is not a commit object");
}

async function getTree(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const name = call.params.tree_sha!;
  const commit = await resolveCommit(git, name);
  const sha = commit ? (await readCommit(git, commit))!.tree : name;
  const entries =
    (await objectType(git, sha)) === "tree" ? await readTree(git, sha, "recursive" in call.query) : null;
  return entries ? ok(treeView(call.world, call.repository, sha, entries)) : notFound();
}

type NewEntry = { path: string; mode?: string; sha?: string | null; content?: string };

async function createTree(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const { tree, base_tree: base = null } = call.body as { tree: NewEntry[]; base_tree?: string };
  const edits = [];
  for (const { path, mode = "100644", sha = null, content } of tree) {
    if (content !== undefined && sha)
      return refuse(422, "Must supply either tree.sha or tree.content, not both.");
    edits.push({ path, mode, sha: content === undefined ? sha : await writeBlob(git, content) });
  }
  const sha = await writeTree(git, base, edits);
  if (!sha) return refuse(422, "tree.sha or base_tree is not a valid object");
  return created(treeView(call.world, call.repository, sha, (await readTree(git, sha, false)) ?? []));
}

async function getBlob(call: Call): Promise<Answer> {
  const sha = call.params.file_sha!;
  const content = await readBlob(call.repository.git, sha);
  if (!content) return notFound();
  if (call.accept.includes("raw")) return { status: 200, raw: content };
  const url = `${repositoryApi(call.world, call.repository)}/git/blobs/${sha}`;
  return ok({
    sha,
    node_id: shaNodeId("B", sha),
    size: content.length,
    url,
    content: base64(content),
    encoding: "base64",
  });
}

async function createBlob(call: Call): Promise<Answer> {
  const { content, encoding = "utf-8" } = call.body as { content: string; encoding?: string };
  const sha = await writeBlob(
    call.repository.git,
    Buffer.from(content, encoding === "base64" ? "base64" : "utf8"),
  );
  return created({ sha, url: `${repositoryApi(call.world, call.repository)}/git/blobs/${sha}` });
}

interface TagFacts {
  sha: string;
  tag: string;
  message: string;
  tagger: Person;
  object: { sha: string; type: string };
}

function tagView(call: Call, { sha, tag, message, tagger, object }: TagFacts) {
  const api = `${repositoryApi(call.world, call.repository)}/git`;
  const verification = {
    verified: false,
    reason: "unsigned",
    signature: null,
    payload: null,
    verified_at: null,
  };
  const target = { ...object, url: `${api}/${object.type}s/${object.sha}` };
  return {
    node_id: shaNodeId("T", sha),
    sha,
    url: `${api}/tags/${sha}`,
    tag,
    message,
    tagger,
    object: target,
    verification,
  };
}

async function createTag(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const body = call.body as {
    tag: string;
    message: string;
    object: string;
    type: string;
    tagger?: Partial<Person>;
  };
  const self = {
    name: call.user.login,
    email: `${call.user.login}@users.noreply.example`,
    date: stamp(call.world),
  };
  const tagger = { ...self, ...body.tagger };
  const seconds = Math.floor(Date.parse(tagger.date) / 1000);
  const head = `object ${body.object}\ntype ${body.type}\ntag ${body.tag}\ntagger ${tagger.name} <${tagger.email}> ${seconds} +0000`;
  const { code, stdout, stderr } = await git.run(["mktag"], { input: `${head}\n\n${body.message}\n` });
  if (code !== 0) return refuse(422, stderr.trim());
  const sha = stdout.toString().trim();
  return created(
    tagView(call, {
      sha,
      tag: body.tag,
      message: body.message,
      tagger,
      object: { sha: body.object, type: body.type },
    }),
  );
}

async function getTag(call: Call): Promise<Answer> {
  const sha = call.params.tag_sha!;
  if ((await objectType(call.repository.git, sha)) !== "tag") return notFound();
  const text = (await call.repository.git.run(["cat-file", "tag", sha])).stdout.toString();
  const field = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1] ?? "";
  const message = text.slice(text.indexOf("\n\n") + 2).replace(/\n$/, "");
  const object = { sha: field("object"), type: field("type") };
  return ok(tagView(call, { sha, tag: field("tag"), message, tagger: parsePerson(field("tagger")), object }));
}

export const gitRoutes: Routes = {
  "git/get-ref": getRef,
  "git/list-matching-refs": matchingRefs,
  "git/create-ref": createRef,
  "git/update-ref": updateRef,
  "git/delete-ref": deleteRef,
  "git/get-commit": getCommit,
  "git/create-commit": createCommit,
  "git/get-tree": getTree,
  "git/create-tree": createTree,
  "git/get-blob": getBlob,
  "git/create-blob": createBlob,
  "git/get-tag": getTag,
  "git/create-tag": createTag,
};
