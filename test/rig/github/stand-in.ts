/** A GitHub of one's own on loopback: the REST slice, git over HTTP, webhooks, people, runs and a page to look at. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBare } from "./git/bare.ts";
import { createGitHandler, installHook } from "./git/smart-http.ts";
import { createDeliveries, type Delivery, type WebhookOptions } from "./hooks/deliver.ts";
import { payloadOf } from "./hooks/payload.ts";
import { createApi, type LoggedCall } from "./http/api.ts";
import { authenticate } from "./http/authenticate.ts";
import { loadDescription } from "./http/description.ts";
import { createFaults, type Fault } from "./http/faults.ts";
import { createRateLimits } from "./http/rate.ts";
import { listen } from "./http/server.ts";
import { createSite } from "./page/site.ts";
import { commitAs, type Person, personOf } from "./people.ts";
import { answerGraphql } from "./routes/graphql.ts";
import { otherRoutes, repositoryRoutes } from "./routes.ts";
import { type Conclusion, createRunQueue, type OnDispatch } from "./run/queue.ts";
import { triggerWorkflows } from "./run/triggers.ts";
import type { App, Permissions, Repository, Role, Run } from "./state/model.ts";
import { type Happening, mintToken, stamp, userOf, userToken, type World } from "./state/world.ts";

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

export interface StandInOptions extends Partial<RepositoryOptions> {
  /** Slug → members, in the owner's organisation. */
  teams?: { [slug: string]: string[] };
  /** False: no app is installed, only GITHUB_TOKEN and people. */
  appInstalled?: boolean;
  appPermissions?: Permissions;
  webhook?: WebhookOptions;
  /** Executes runs; without it they stay in progress until `finishRun`. */
  onDispatch?: OnDispatch;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Requests an hour for each token; 5,000 as for an installation. */
  rateLimit?: number;
}

export interface StandIn {
  url: string;
  apiUrl: string;
  owner: string;
  repo: string;
  /** Where git clones from. */
  cloneUrl: string;
  app: { id: number; slug: string; privateKey: string; installationId: number };
  repository: Repository;
  world: World;
  /** Each REST request so far. */
  calls: LoggedCall[];
  /** What was asked or answered otherwise than GitHub describes; a test asserts that it is empty. */
  violations: string[];
  deliveries: Delivery[];
  as(login: string): Person;
  addRepository(options: Partial<RepositoryOptions> & { name: string }): Promise<Repository>;
  /** A token of the app's installation; all its permissions when none are named. */
  installationToken(permissions?: Permissions): string;
  /** A GITHUB_TOKEN as a workflow run has. */
  actionsToken(permissions: Permissions): string;
  userToken(login: string): string;
  setRole(login: string, role: Role): void;
  setRateLimit(token: string, limit: number): void;
  fail(fault: Fault): void;
  clearFaults(): void;
  setWebhook(options: WebhookOptions | null): void;
  redeliver(delivery: Delivery): void;
  finishRun(run: Run, conclusion: Conclusion): Promise<void>;
  /** Resolves when all webhooks have been answered and all they set off here has been started. */
  settled(): Promise<void>;
  close(): Promise<void>;
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

/** Starts a stand-in on a free port; `close` ends it and removes its files. */
export async function createGitHubStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const folder = mkdtempSync(join(tmpdir(), "github-stand-in-"));
  const world = createWorld(options);
  const description = await loadDescription();
  const deliveries = createDeliveries(world, options.webhook ?? null);
  const queue = createRunQueue(world, options.onDispatch);
  const rates = createRateLimits(world.now, options.rateLimit ?? 5000);
  const faults = createFaults();
  const report = (error: unknown) =>
    void world.violations.push(
      `fault of the stand-in: ${error instanceof Error ? error.stack : String(error)}`,
    );
  const api = createApi({
    world,
    description,
    rates,
    repositoryRoutes: repositoryRoutes(queue),
    otherRoutes: otherRoutes(deliveries, rates),
  });
  const underway = new Set<Promise<void>>();
  const listening = await listen(
    {
      api,
      faults,
      git: createGitHandler(world, report),
      site: createSite(world),
      async graphql(authorization, body) {
        const identity = authenticate(world, authorization);
        return identity.ok
          ? answerGraphql(world, identity.actor, body as { query: string })
          : identity.answer;
      },
    },
    report,
  );
  world.url = listening.url;
  const repository = await addRepository(world, folder, options);
  world.happened = happening => {
    const payload = payloadOf(world, happening);
    deliveries.send(happening, payload);
    const work = triggerWorkflows(happening, payload, queue)
      .catch(report)
      .finally(() => underway.delete(work));
    underway.add(work);
  };
  const { owner } = repository;
  for (const [slug, logins] of Object.entries(options.teams ?? {})) {
    const members = logins.map(login => userOf(world, login));
    world.teams.set(`${owner.login}/${slug}`.toLowerCase(), {
      id: world.nextId(),
      org: owner,
      slug,
      members,
    });
  }
  const installation = {
    id: world.nextId(),
    app: world.app,
    account: owner,
    suspended: false,
    createdAt: stamp(world),
  };
  if (options.appInstalled !== false) world.installations.set(installation.id, installation);
  const mint = (app: App, permissions: Permissions) =>
    mintToken(world, { app, installationId: installation.id, permissions, repositoryIds: null }).token;

  return {
    url: world.url,
    apiUrl: `${world.url}/api/v3`,
    owner: owner.login,
    repo: repository.name,
    cloneUrl: `${world.url}/${owner.login}/${repository.name}.git`,
    app: {
      id: world.app.id,
      slug: world.app.slug,
      privateKey: world.appKeys.privateKey,
      installationId: installation.id,
    },
    repository,
    world,
    calls: api.log,
    violations: world.violations,
    deliveries: deliveries.all,
    as: login => personOf({ world, api, repository }, login),
    addRepository: more => addRepository(world, folder, { owner: owner.login, ...more }),
    installationToken: permissions => mint(world.app, permissions ?? world.app.permissions),
    actionsToken: permissions => mint(world.actions, permissions),
    userToken: login => userToken(world, userOf(world, login)),
    setRole: (login, role) => void repository.roles.set(userOf(world, login).login.toLowerCase(), role),
    setRateLimit: rates.setLimit,
    fail: faults.add,
    clearFaults: faults.clear,
    setWebhook: deliveries.configure,
    redeliver: deliveries.redeliver,
    finishRun: (run, conclusion) => queue.finish(repository, run, conclusion),
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
      await deliveries.idle();
    },
    async close() {
      await queue.close();
      deliveries.close();
      await Promise.all(underway);
      await deliveries.idle();
      await listening.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

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

function createWorld(options: StandInOptions): World {
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

async function addRepository(
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
    releases: new Map(),
    workflowIds: new Map(),
    rules: [],
    knownRefs: new Map(),
  };
  world.repositories.set(`${owner.login}/${name}`.toLowerCase(), repository);
  const files = options.files ?? { "README.md": `# ${name}\n` };
  await commitAs({ world, repository, user: owner }, files, {
    branch: defaultBranch,
    message: "First commit",
  });
  return repository;
}
