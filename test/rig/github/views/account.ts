/** People, apps, installations and teams as the API shows them. */
import type { App, Installation, Permissions, Team, User } from "../state/model.ts";
import { apiUrl, type World } from "../state/world.ts";

export const nodeId = (kind: string, id: number): string =>
  `${kind}_${Buffer.from(`0:${id}`).toString("base64url")}`;

export function userView(world: World, user: User) {
  const url = `${apiUrl(world)}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId("U", user.id),
    avatar_url: `${world.url}/avatars/${user.id}`,
    gravatar_id: "",
    url,
    html_url: `${world.url}/${encodeURIComponent(user.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: "public",
    site_admin: false,
  };
}

export function publicUserView(world: World, user: User) {
  const time = "2024-01-01T00:00:00Z";
  const nothing = {
    name: null,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
  };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  return { ...userView(world, user), ...nothing, ...counts, created_at: time, updated_at: time };
}

export function appView(world: World, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    client_id: `Iv23li${String(app.id).padStart(14, "0")}`,
    node_id: nodeId("A", app.id),
    owner: userView(world, app.owner),
    name: app.name,
    description: "",
    external_url: world.url,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationView(world: World, installation: Installation) {
  const { id, app, account, suspended, createdAt } = installation;
  return {
    id,
    client_id: `Iv23li${String(app.id).padStart(14, "0")}`,
    account: userView(world, account),
    repository_selection: "all",
    access_tokens_url: `${apiUrl(world)}/app/installations/${id}/access_tokens`,
    repositories_url: `${apiUrl(world)}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: app.permissions,
    events: app.events,
    created_at: createdAt,
    updated_at: createdAt,
    single_file_name: null,
    suspended_by: suspended ? userView(world, account) : null,
    suspended_at: suspended ? createdAt : null,
  };
}

export function teamView(world: World, team: Team) {
  const url = `${apiUrl(world)}/organizations/${team.org.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId("T", team.id),
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "push",
    type: "organization",
    organization_id: team.org.id,
    url,
    html_url: `${world.url}/orgs/${team.org.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}

export function teamFullView(world: World, team: Team) {
  const { org } = team;
  const time = "2024-01-01T00:00:00Z";
  const url = `${apiUrl(world)}/orgs/${org.login}`;
  const organization = {
    login: org.login,
    id: org.id,
    node_id: nodeId("O", org.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/${org.id}`,
    description: null,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${world.url}/${org.login}`,
    type: "Organization",
    created_at: time,
    updated_at: time,
    archived_at: null,
  };
  const counts = { members_count: team.members.length, repos_count: 1, created_at: time, updated_at: time };
  return { ...teamView(world, team), ...counts, organization };
}

export const tokenView = (token: string, expiresAt: number, permissions: Permissions) => ({
  token,
  expires_at: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, "Z"),
  permissions,
  repository_selection: "all",
});
