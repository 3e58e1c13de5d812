/** The repository itself, its branches, commits and files. */
import {
  commitsBetween,
  countBetween,
  diffFiles,
  entryAt,
  mergeBase,
  readBlob,
  readCommit,
  readTree,
  resolveCommit,
} from "../git/read.ts";
import type { Answer } from "../http/answer.ts";
import { list, notFound, ok, refuse } from "../http/answer.ts";
import type { Call, Routes } from "../http/call.ts";
import { pulls, repositoryApi, repositoryPage } from "../state/world.ts";
import { nodeId, userView } from "../views/account.ts";
import { commitView, contentView, fileView } from "../views/git.ts";
import { pullView } from "../views/pull.ts";
import { fullRepositoryView } from "../views/repository.ts";

const protectedBy = (call: Call, branch: string) =>
  call.repository.rules.some(each => each.branch === branch);

async function getBranch(call: Call): Promise<Answer> {
  const { world, repository, params } = call;
  const branch = params.branch!;
  const sha = repository.git.ref(`refs/heads/${branch}`);
  const commit = sha && (await readCommit(repository.git, sha));
  if (!commit) return refuse(404, "Branch not found");
  const url = `${repositoryApi(world, repository)}/branches/${encodeURIComponent(branch)}`;
  return ok({
    name: branch,
    commit: commitView(world, repository, commit),
    _links: { self: url, html: `${repositoryPage(world, repository)}/tree/${branch}` },
    protected: protectedBy(call, branch),
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
    },
    protection_url: `${url}/protection`,
  });
}

async function listBranches(call: Call): Promise<Answer> {
  const refs = await call.repository.git.refs("refs/heads/");
  const api = repositoryApi(call.world, call.repository);
  const items = [...refs].map(([ref, sha]) => {
    const name = ref.slice("refs/heads/".length);
    return { name, commit: { sha, url: `${api}/commits/${sha}` }, protected: protectedBy(call, name) };
  });
  return list(call.query.protected === "true" ? items.filter(item => item.protected) : items);
}

async function getContent(call: Call): Promise<Answer> {
  const { world, repository, params, query, accept } = call;
  const ref = query.ref ?? repository.defaultBranch;
  const commit = await resolveCommit(repository.git, ref);
  if (!commit) return refuse(404, `No commit found for the ref ${ref}`);
  const path = (params.path ?? "").replace(/^\/+|\/+$/g, "");
  const entry = await entryAt(repository.git, commit, path);
  if (!entry) return notFound();
  if (entry.type === "tree") {
    const entries = (await readTree(repository.git, entry.sha, false)) ?? [];
    const within = (name: string) => (path ? `${path}/${name}` : name);
    const children = entries.map(each =>
      contentView(world, repository, { ...each, path: within(each.path) }, ref),
    );
    return ok(
      accept.includes("object")
        ? { ...contentView(world, repository, entry, ref), entries: children }
        : children,
    );
  }
  const content = await readBlob(repository.git, entry.sha);
  if (!content) return notFound();
  if (accept.includes("raw")) return { status: 200, raw: content };
  const view = contentView(world, repository, { ...entry, size: content.length }, ref, content);
  // Above 1 MB the content is left out, and the raw media type must be asked for.
  return ok(content.length > 1_048_576 ? { ...view, content: "", encoding: "none" } : view);
}

async function getCommit(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const sha = await resolveCommit(git, call.params.ref!);
  const commit = sha && (await readCommit(git, sha));
  if (!commit) return refuse(422, `No commit found for SHA: ${call.params.ref}`);
  if (call.accept.includes("sha")) return { status: 200, raw: Buffer.from(commit.sha) };
  const parent = commit.parents[0] ?? emptyTree;
  return ok(commitView(call.world, call.repository, commit, await diffFiles(git, parent, commit.sha)));
}
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

async function listCommits(call: Call): Promise<Answer> {
  const { repository, query } = call;
  const sha = await resolveCommit(repository.git, query.sha ?? repository.defaultBranch);
  if (!sha) return notFound();
  const oids = (await commitsBetween(repository.git, null, sha, 1000)).reverse();
  return list(await commitViews(call, await touching(call, oids, query.path)));
}

async function touching(call: Call, oids: string[], path: string | undefined): Promise<string[]> {
  if (!path) return oids;
  const { stdout } = await call.repository.git.run(
    ["rev-list", "--no-walk=unsorted", "--stdin", "--", path],
    { input: oids.join("\n") },
  );
  return stdout.toString().split("\n").filter(Boolean);
}

export async function commitViews(call: Call, oids: string[]) {
  const views = [];
  for (const oid of oids) {
    const commit = await readCommit(call.repository.git, oid);
    if (commit) views.push(commitView(call.world, call.repository, commit));
  }
  return views;
}

async function compare(call: Call, baseName: string, headName: string): Promise<Answer> {
  const { world, repository } = call;
  const { git } = repository;
  const [base, head] = await Promise.all([resolveCommit(git, baseName), resolveCommit(git, headName)]);
  if (!base || !head) return notFound();
  const fork = await mergeBase(git, base, head);
  if (!fork) return refuse(404, `No common ancestor between ${baseName} and ${headName}.`);
  const { ahead, behind } = await countBetween(git, base, head);
  const [files, oids] = await Promise.all([diffFiles(git, fork, head), commitsBetween(git, base, head)]);
  const size = Math.min(100, Number(call.query.per_page ?? 100));
  const from = (Number(call.query.page ?? 1) - 1) * size;
  const page = `${repositoryPage(world, repository)}/compare/${baseName}...${headName}`;
  const [baseCommit, forkCommit] = await commitViews(call, [base, fork]);
  return ok({
    url: `${repositoryApi(world, repository)}/compare/${baseName}...${headName}`,
    html_url: page,
    permalink_url: `${repositoryPage(world, repository)}/compare/${base.slice(0, 7)}...${head.slice(0, 7)}`,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: baseCommit,
    merge_base_commit: forkCommit,
    status: ahead && behind ? "diverged" : ahead ? "ahead" : behind ? "behind" : "identical",
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: await commitViews(call, oids.slice(from, from + size)),
    files: files.slice(0, 300).map(file => fileView(world, repository, file, head)),
  });
}

function listActivity(call: Call): Answer {
  const { ref, actor, per_page = "30", after: cursor } = call.query;
  const { activity } = call.repository;
  const found = activity.filter(
    (move, at) =>
      (!ref || move.ref === ref) &&
      (!actor || move.by.login.toLowerCase() === actor.toLowerCase()) &&
      (!cursor || at < Number(cursor)),
  );
  const none = "0".repeat(40);
  const size = Number(per_page);
  const page = found.reverse().slice(0, size);
  const query = new URLSearchParams({ ...call.query, after: `${activity.indexOf(page.at(-1)!)}` });
  const next = `${repositoryApi(call.world, call.repository)}/activity?${query}`;
  const views = page.map(({ id, before, after, at, by, kind, ref: moved }) => ({
    id,
    node_id: nodeId("PSH", id),
    before: before ?? none,
    after: after ?? none,
    ref: moved,
    timestamp: at,
    activity_type: kind,
    actor: userView(call.world, by),
  }));
  return { ...ok(views), ...(found.length > size ? { headers: { link: `<${next}>; rel="next"` } } : {}) };
}

export const repositoryRoutes: Routes = {
  "repos/list-activities": listActivity,
  "repos/get": call => ok(fullRepositoryView(call.world, call.repository, call.actor)),
  "repos/list-branches": listBranches,
  "repos/get-branch": getBranch,
  "repos/get-branch-rules": call => {
    const { rules } = call.repository;
    const active = rules.filter(each => each.branch === call.params.branch || each.branch === "*");
    return list(active.map(({ type, parameters }) => ({ type, ...(parameters ? { parameters } : {}) })));
  },
  "repos/get-content": getContent,
  "repos/list-commits": listCommits,
  "repos/get-commit": getCommit,
  "repos/list-pull-requests-associated-with-commit": call => {
    const found = pulls(call.repository).filter(each => each.pull.headSha === call.params.commit_sha);
    return list(found.map(each => pullView(call.world, call.repository, each)));
  },
  "repos/compare-commits-with-basehead": call => {
    const [base = "", head = ""] = call.params.basehead!.split("...");
    return compare(call, base, head);
  },
};
