/** Repositories as the API shows them. */
import type { Actor, Repository, Role, User } from "../state/model.ts";
import { atLeast, fullName, repositoryApi, repositoryPage, roleOf, type World } from "../state/world.ts";
import { nodeId, userView } from "./account.ts";

/** Link templates by property, relative to the repository's own address. */
const links: readonly [string, string][] = [
  ["archive", "/{archive_format}{/ref}"],
  ["assignees", "/assignees{/user}"],
  ["blobs", "/git/blobs{/sha}"],
  ["branches", "/branches{/branch}"],
  ["collaborators", "/collaborators{/collaborator}"],
  ["comments", "/comments{/number}"],
  ["commits", "/commits{/sha}"],
  ["compare", "/compare/{base}...{head}"],
  ["contents", "/contents/{+path}"],
  ["contributors", "/contributors"],
  ["deployments", "/deployments"],
  ["downloads", "/downloads"],
  ["events", "/events"],
  ["forks", "/forks"],
  ["git_commits", "/git/commits{/sha}"],
  ["git_refs", "/git/refs{/sha}"],
  ["git_tags", "/git/tags{/sha}"],
  ["hooks", "/hooks"],
  ["issue_comment", "/issues/comments{/number}"],
  ["issue_events", "/issues/events{/number}"],
  ["issues", "/issues{/number}"],
  ["keys", "/keys{/key_id}"],
  ["labels", "/labels{/name}"],
  ["languages", "/languages"],
  ["merges", "/merges"],
  ["milestones", "/milestones{/number}"],
  ["notifications", "/notifications{?since,all,participating}"],
  ["pulls", "/pulls{/number}"],
  ["releases", "/releases{/id}"],
  ["stargazers", "/stargazers"],
  ["statuses", "/statuses/{sha}"],
  ["subscribers", "/subscribers"],
  ["subscription", "/subscription"],
  ["tags", "/tags"],
  ["teams", "/teams"],
  ["trees", "/git/trees{/sha}"],
];

export function repositoryView(world: World, repository: Repository, viewer?: Actor) {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const templates = Object.fromEntries(links.map(([name, path]) => [`${name}_url`, api + path]));
  const open = [...repository.issues.values()].filter(issue => issue.state === "open").length;
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.isPrivate,
    owner: userView(world, repository.owner),
    html_url: page,
    description: null,
    fork: false,
    url: api,
    ...templates,
    git_url: `git://${page.slice("http://".length)}.git`,
    ssh_url: `git@127.0.0.1:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    forks_count: 0,
    stargazers_count: 0,
    watchers_count: 0,
    size: 1,
    default_branch: repository.defaultBranch,
    open_issues_count: open,
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    has_pull_requests: true,
    archived: false,
    disabled: false,
    visibility: repository.isPrivate ? "private" : "public",
    pushed_at: repository.createdAt,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    license: null,
    forks: 0,
    open_issues: open,
    watchers: 0,
    allow_forking: true,
    web_commit_signoff_required: false,
    ...(viewer?.kind === "user" ? { permissions: permissionFlags(roleOf(repository, viewer.user)) } : {}),
  };
}

export function fullRepositoryView(world: World, repository: Repository, viewer: Actor) {
  const merging = { allow_squash_merge: true, allow_merge_commit: true, allow_rebase_merge: true };
  const counts = { network_count: 0, subscribers_count: 0 };
  return { ...repositoryView(world, repository, viewer), ...merging, ...counts };
}

export const permissionFlags = (role: Role) => ({
  admin: atLeast(role, "admin"),
  maintain: atLeast(role, "maintain"),
  push: atLeast(role, "write"),
  triage: atLeast(role, "triage"),
  pull: atLeast(role, "read"),
});

/** `permission` knows only four words: maintain shows as write, triage as read; `role_name` is exact. */
export function collaboratorPermissionView(world: World, role: Role, user: User) {
  const permission = role === "maintain" ? "write" : role === "triage" ? "read" : role;
  const person = { ...userView(world, user), permissions: permissionFlags(role), role_name: role };
  return { permission, role_name: role, user: person };
}

/** What a relation of the writer to the repository is called; it says nothing of permissions. */
export function association(repository: Repository, user: User): string {
  if (user.id === repository.owner.id) return "OWNER";
  if (user.type === "Bot") return "NONE";
  return repository.roles.has(user.login.toLowerCase()) ? "COLLABORATOR" : "NONE";
}
