/** Making a world and its repositories. */
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { createBare } from "../git/bare.ts";
import { installHook } from "../git/smart-http.ts";
import { commitAs } from "../people.ts";
import type { App, Permissions, Repository, Role } from "./model.ts";
import { type Happening, stamp, userOf, type World } from "./world.ts";

export interface RepositoryOptions {
  owner: string;
  name: string;
  isPrivate: boolean;
  defaultBranch: string;
  /** Whether the plan allows draft pull requests. */
  allowsDrafts: boolean;
  /** The setting "Allow GitHub Actions to create and approve pull requests". */
  actionsMayCreatePulls: boolean;
  roles: { [login: string]: Role };
  /** The first commit. */
  files: { [path: string]: string | Buffer };
}

export interface WorldOptions {
  owner?: string;
  appPermissions?: Permissions;
  now?: () => number;
}

const appPermissions: Permissions = {
  metadata: "read",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  checks: "write",
  actions: "write",
  members: "read",
};

let keys: { publicKey: string; privateKey: string } | undefined;

/** The app's key pair, made once for a process: making one takes a while. */
function appKeys(): { publicKey: string; privateKey: string } {
  keys ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return keys;
}

/** A world with its app, GitHub Actions and the owner, and no repository yet. */
export function createWorld(options: WorldOptions): World {
  let last = 1000;
  const nextId = () => ++last;
  const owner = { id: 1, login: options.owner ?? "acme", type: "Organization" } as const;
  const app = (id: number, slug: string, permissions: Permissions): App => {
    const bot = { id: nextId(), login: `${slug}[bot]`, type: "Bot" } as const;
    return { id, slug, name: slug, owner, bot, permissions, events: [], createdAt: "2026-01-01T00:00:00Z" };
  };
  const world: World = {
    url: "",
    now: options.now ?? Date.now,
    nextId,
    users: new Map([[owner.login.toLowerCase(), owner]]),
    teams: new Map(),
    repositories: new Map(),
    app: app(4242, "milestone-execute", options.appPermissions ?? appPermissions),
    actions: app(15368, "github-actions", {}),
    installations: new Map(),
    appKeys: appKeys(),
    tokens: new Map(),
    violations: [],
    happened: (_happening: Happening) => {},
  };
  for (const { bot } of [world.app, world.actions]) world.users.set(bot.login.toLowerCase(), bot);
  return world;
}

/** Makes a repository with its first commit below `folder`. */
export async function addRepository(
  world: World,
  folder: string,
  options: Partial<RepositoryOptions>,
): Promise<Repository> {
  const owner = userOf(world, options.owner ?? "acme", "Organization");
  const name = options.name ?? "widgets";
  const defaultBranch = options.defaultBranch ?? "main";
  const git = createBare(join(folder, `${owner.login}--${name}.git`), defaultBranch);
  installHook(git.path);
  const repository: Repository = {
    id: world.nextId(),
    owner,
    name,
    isPrivate: options.isPrivate ?? false,
    allowsDrafts: options.allowsDrafts ?? true,
    actionsMayCreatePulls: options.actionsMayCreatePulls ?? true,
    defaultBranch,
    createdAt: stamp(world),
    git,
    roles: new Map(
      Object.entries(options.roles ?? {}).map(([login, role]) => [
        userOf(world, login).login.toLowerCase(),
        role,
      ]),
    ),
    labels: new Map(),
    issues: new Map(),
    comments: new Map(),
    checks: new Map(),
    runs: new Map(),
    artifacts: new Map(),
    releases: new Map(),
    workflowIds: new Map(),
    rules: [],
    knownRefs: new Map(),
    activity: [],
  };
  world.repositories.set(`${owner.login}/${name}`.toLowerCase(), repository);
  const files = options.files ?? { "README.md": `# ${name}\n` };
  await commitAs({ world, repository, user: owner }, files, {
    branch: defaultBranch,
    message: "First commit",
  });
  return repository;
}
