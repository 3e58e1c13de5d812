/** The whole state of one stand-in, and the few questions every part of it asks. */
import { randomBytes } from "node:crypto";
import type {
  Actor,
  App,
  Installation,
  Permissions,
  PullRequest,
  Repository,
  Role,
  Team,
  User,
} from "./model.ts";

/** A thing that happened on GitHub, before it is anyone's webhook. */
export interface Happening {
  event: string;
  action: string | null;
  repository: Repository;
  actor: User;
  /** Whether GITHUB_TOKEN did it, in which case it starts no workflow. */
  byActions: boolean;
  /** Parts of the payload already in GitHub's form: `issue`, `comment`, … */
  parts: { [key: string]: unknown };
}

export interface World {
  /** `http://127.0.0.1:port`; known once the server listens. */
  url: string;
  now: () => number;
  nextId: () => number;
  users: Map<string, User>;
  teams: Map<string, Team>;
  repositories: Map<string, Repository>;
  app: App;
  actions: App;
  installations: Map<number, Installation>;
  appKeys: { publicKey: string; privateKey: string };
  tokens: Map<string, Actor>;
  violations: string[];
  happened: (happening: Happening) => void;
}

/** RFC 3339 in whole seconds, as GitHub writes times. */
export const stamp = (world: World): string => new Date(world.now()).toISOString().replace(/\.\d+Z$/, "Z");

export const apiUrl = (world: World): string => `${world.url}/api/v3`;
export const fullName = (repository: Repository): string => `${repository.owner.login}/${repository.name}`;
export const repositoryApi = (world: World, repository: Repository): string =>
  `${apiUrl(world)}/repos/${fullName(repository)}`;
export const repositoryPage = (world: World, repository: Repository): string =>
  `${world.url}/${fullName(repository)}`;

/** The account, made when first named, as the world is peopled by mention. */
export function userOf(world: World, login: string, type: User["type"] = "User"): User {
  const key = login.toLowerCase();
  const known = world.users.get(key);
  if (known) return known;
  const user: User = { id: world.nextId(), login, type };
  world.users.set(key, user);
  return user;
}

/** A classic personal token of the user; the same one each time. */
export function userToken(world: World, user: User): string {
  const token = `ghp_${user.login.replace(/[^A-Za-z0-9]/g, "")}${String(user.id).padStart(36, "0")}`;
  world.tokens.set(token, { kind: "user", token, user });
  return token;
}

/** Mints an installation token in the form of 2026: `ghs_<app id>_<three dotted base64url parts>`. */
export function mintToken(
  world: World,
  options: {
    app: App;
    installationId: number;
    permissions: Permissions;
    repositoryIds: number[] | null;
    lifeMs?: number;
  },
): Extract<Actor, { kind: "installation" }> {
  const { app, installationId, permissions, repositoryIds, lifeMs = 3_600_000 } = options;
  const claims = Buffer.from(JSON.stringify({ iss: app.id, jti: world.nextId() })).toString("base64url");
  const token = `ghs_${app.id}_eyJhbGciOiJFUzI1NiJ9.${claims}.${randomBytes(64).toString("base64url")}`;
  const expiresAt = world.now() + lifeMs;
  const common = { kind: "installation", token, app, user: app.bot } as const;
  const actor = { ...common, installationId, permissions, repositoryIds, expiresAt };
  world.tokens.set(token, actor);
  return actor;
}

/** The role of a person in a repository; everybody reads a public one. */
export function roleOf(repository: Repository, user: User): Role {
  if (repository.owner.id === user.id) return "admin";
  return repository.roles.get(user.login.toLowerCase()) ?? (repository.isPrivate ? "none" : "read");
}

const ranks: readonly Role[] = ["none", "read", "triage", "write", "maintain", "admin"];
export const atLeast = (role: Role, wanted: Role): boolean => ranks.indexOf(role) >= ranks.indexOf(wanted);

export function pullOf(repository: Repository, number: number): PullRequest | null {
  const issue = repository.issues.get(number);
  return issue?.pull ? (issue as PullRequest) : null;
}

export function pulls(repository: Repository): PullRequest[] {
  return [...repository.issues.values()].filter((issue): issue is PullRequest => issue.pull !== null);
}
