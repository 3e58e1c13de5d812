/** A GitHub of one's own on loopback: the REST slice, git over HTTP, webhooks, people, runs and a page to look at. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGitHandler } from "./git/smart-http.ts";
import { createDeliveries, type Delivery, type WebhookOptions } from "./hooks/deliver.ts";
import { payloadOf } from "./hooks/payload.ts";
import { createApi, type LoggedCall } from "./http/api.ts";
import { authenticate } from "./http/authenticate.ts";
import { loadDescription } from "./http/description.ts";
import { createFaults, type Fault } from "./http/faults.ts";
import { createRateLimits } from "./http/rate.ts";
import { listen } from "./http/server.ts";
import { createSite } from "./page/site.ts";
import { type Person, personOf } from "./people.ts";
import { answerGraphql } from "./routes/graphql.ts";
import { otherRoutes, repositoryRoutes } from "./routes.ts";
import { serveBlob } from "./run/artifacts.ts";
import { type Conclusion, createRunQueue, type OnDispatch } from "./run/queue.ts";
import { triggerWorkflows } from "./run/triggers.ts";
import { copyWorld } from "./state/copy.ts";
import { addRepository, createWorld, type RepositoryOptions } from "./state/create.ts";
import type { App, Permissions, Repository, Role, Run } from "./state/model.ts";
import { fullName, mintToken, stamp, userOf, userToken, type World } from "./state/world.ts";
import { installationView, nodeId } from "./views/account.ts";

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
  /** One that has settled: this one begins where that one stands. */
  like?: StandIn;
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
  /** The owner suspends the installation, or lets it work again; the app is told. */
  setSuspended(suspended: boolean): void;
  /** Tells the app of an installation event as GitHub would: `installation.created`, `installation_repositories.added`, … */
  announceInstallation(event: "installation" | "installation_repositories", action: string): void;
  finishRun(run: Run, conclusion: Conclusion): Promise<void>;
  /** Resolves when all webhooks have been answered and all they set off here has been started. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a stand-in on a free port; `close` ends it and removes its files. */
export async function createGitHubStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const folder = mkdtempSync(join(tmpdir(), "github-stand-in-"));
  const world = options.like ? copyWorld(options.like.world, folder) : createWorld(options);
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
      blobs: (url, authorization) => serveBlob(world, url, authorization),
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
  const repository = options.like
    ? world.repositories.get(fullName(options.like.repository).toLowerCase())!
    : await addRepository(world, folder, options);
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
  const installation = [...world.installations.values()][0] ?? {
    id: world.nextId(),
    app: world.app,
    account: owner,
    suspended: false,
    createdAt: stamp(world),
  };
  if (options.appInstalled !== false) world.installations.set(installation.id, installation);
  const announceInstallation: StandIn["announceInstallation"] = (event, action) => {
    const all = [...world.repositories.values()].filter(each => each.owner.id === owner.id);
    const short = all.map(each => ({
      id: each.id,
      node_id: nodeId("R", each.id),
      name: each.name,
      full_name: fullName(each),
      private: each.isPrivate,
    }));
    const listed =
      event === "installation"
        ? { repositories: short, requester: null }
        : {
            repositories_added: short,
            repositories_removed: [],
            repository_selection: "all",
            requester: null,
          };
    const parts = { installation: installationView(world, installation), ...listed };
    world.happened({ event, action, repository, actor: owner, byActions: false, parts });
  };
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
    setSuspended(suspended) {
      installation.suspended = suspended;
      announceInstallation("installation", suspended ? "suspend" : "unsuspend");
    },
    announceInstallation,
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
