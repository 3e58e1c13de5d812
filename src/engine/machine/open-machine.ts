import { existsSync, lstatSync, mkdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { branchName, paths } from "../../milestone/names.ts";
import { openLogStore } from "../attempt-logs/log-store.ts";
import { type Bundles, bundlesOf } from "../git/bundle.ts";
import { setting } from "../git/config.ts";
import { findPersistedCredentials } from "../git/credentials.ts";
import { type GitRepository, openRepository } from "../git/git-repository.ts";
import { objectsOfSubmodules } from "../git/submodules.ts";
import { inboxPort } from "../inbox/inbox-port.ts";
import type { Checkout } from "../opening/basis.ts";
import { maskData } from "../output/redact.ts";
import type { Ports, Repository, Workspaces } from "../ports.ts";
import { removeFolder } from "../process/remove-tree.ts";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import { refuse } from "../refusal.ts";
import { PLACING_KINDS } from "../sandbox/sandbox.ts";
import { assertBaseIsPushed, checkoutOf } from "./checkout.ts";
import { askForLacking, originOf, type RemoteCredentials, reachSubmodules } from "./choose-remote.ts";
import { conversationsFolder, openConversations } from "./conversations.ts";
import { folderRepository, folderWorkspaces } from "./folder-repository.ts";
import { localLocks, machineHost, systemClock } from "./host.ts";
import { type Isolation, machineIsolation } from "./isolation.ts";
import type { MachineRequest } from "./machine-request.ts";
import { findOverlays, wantsOverlays } from "./overlays.ts";
import { machinePreparations, type PreparationOptions } from "./preparations.ts";
import { openOwnTips, withOwnTips } from "./recorded-tips.ts";
import { repositoryPort } from "./repository-port.ts";
import { commandsHome, machineRunner } from "./runner.ts";
import { openSealedFiles, sealingKey } from "./sealed-files.ts";
import { openCache, openShowPlace } from "./setup-cache.ts";
import { workFolder } from "./work-folder.ts";
import { machineWorkspaces, type TreesOfWorkspaces } from "./workspaces.ts";

export interface Machine {
  ports: Ports;
  checkout: Checkout;
  root: string;
  /** Branches in files. */
  bundles: Bundles;
  /** File names of a folder of the checkout; none where its files do not count. */
  workingNames(folder: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Everything real: the user's repository, its remote, processes, disk and clock. @throws Refusal */
export async function openMachine(asked: MachineRequest): Promise<Machine> {
  const machine = await openUnproved(asked);
  try {
    if (asked.provesBase) await assertBaseIsPushed(machine.ports, machine.checkout.base, asked.environment);
    return machine;
  } catch (error) {
    await machine.close();
    throw error;
  }
}

async function openUnproved(asked: MachineRequest): Promise<Machine> {
  const git = await openGit(asked);
  askForLacking(git, asked, { token: asked.token, spare: null });
  try {
    const isHere = (asked.followsCheckout ?? false) && (await isBegunInCheckout(git, asked.milestone));
    return await machineOn(git, isHere ? { ...asked, gitIntegration: false } : asked);
  } catch (error) {
    await git.close();
    throw error;
  }
}

async function machineOn(git: GitRepository, request: MachineRequest): Promise<Machine> {
  const credentials = await takeCredentials(git, request);
  askForLacking(git, request, credentials);
  reachSubmodules(git, request, credentials);
  const author = await authorOf(git, request);
  const checkout = await checkoutOf(git, request);
  const place = request.gitIntegration ? onBranch(git, request, author) : inCheckout(git, request, author);
  // Codex writes nothing when its home lies below /tmp.
  const scratch = makeTemporaryFolder("scratch", request.environment.RUNNER_TEMP ?? tmpdir());
  return {
    ports: await portsOf(git, request, { place, scratch, credentials }),
    root: git.root,
    bundles: bundlesOf(git),
    workingNames: async folder =>
      request.onRunner || !existsSync(join(git.root, folder)) ? [] : readdir(join(git.root, folder)),
    checkout,
    async close() {
      // What cannot be removed makes no run a failed one, and git's own processes would keep this one alive.
      for (const remove of [
        () => place.workspaces.close(),
        () => removeFolder(scratch),
        () => credentials.restore(),
      ]) {
        await remove().catch((error: Error) =>
          request.narrator.warn(`what agents left could not all be removed: ${error.message}`),
        );
      }
      await git.close();
    },
  };
}

async function portsOf(
  git: GitRepository,
  request: MachineRequest,
  { place, scratch, credentials }: { place: WorkPlace; scratch: string; credentials: Credentials },
): Promise<Ports> {
  const caches = {
    cache: place.trees && openCache(request.environment, git.root),
    showPlace: place.trees && openShowPlace(workFolder(request.environment)),
  };
  const isolation = isolationOf(git, request, { place, scratch, caches });
  const { trees } = place;
  trees?.layerBy(async () => {
    const { environment } = request;
    if (!(await wantsOverlays(git, environment))) return null;
    const found = await findOverlays(isolation, trees.root);
    if (found.ok) return found.overlays;
    request.narrator.note("verbose", `work trees are folders: no overlays, as ${found.why}`);
    return null;
  });
  const logs = openLogStore(logsFolder(git, request));
  return {
    clock: systemClock,
    random: Math.random,
    repository: place.repository,
    remote: request.push && request.gitIntegration ? await originOf(git, request, credentials) : null,
    ...(request.gitIntegration ? { ownLocks: localLocks(git) } : {}),
    workspaces: preparing(git, request, { place, scratch, caches, isolation }),
    runner: machineRunner({
      ...request,
      repository: place.repository,
      logs,
      scratch,
      temporary: [tmpdir(), workFolder(request.environment), dirname(scratch), git.commonDirectory],
      isolation,
      conversations: openConversations(conversationsFolder(git.commonDirectory)),
      hasOwnHome: isolation.isStrict,
    }),
    host: machineHost({
      root: git.root,
      environment: request.environment,
      redactor: request.redactor,
      folders: { trees: place.trees?.root ?? null, store: git.commonDirectory },
      isolation: { ...isolation, home: () => (isolation.isStrict() ? probeHome(scratch) : null) },
      isRunOver: request.isRunOver,
    }),
    forge: request.forge(credentials.token),
    narrator: request.narrator,
    ...(request.jobs ? { jobs: request.jobs } : {}),
    ...(request.planSource ? { planSource: request.planSource } : {}),
    logs,
    ...(request.onRunner ? {} : { inbox: inboxPort(git.commonDirectory) }),
    mask: data => maskData(request.redactor, data),
  };
}

type Caches = Pick<PreparationOptions, "cache" | "showPlace">;

/** The workspaces, in which what a setup made is carried from one to the others. */
function preparing(
  git: GitRepository,
  { environment, narrator }: MachineRequest,
  of: { place: WorkPlace; scratch: string; caches: Caches; isolation: Isolation },
): Workspaces {
  const { workspaces, trees } = of.place;
  if (!trees) return workspaces;
  const preparations = machinePreparations({
    folder: join(trees.root, "prepared"),
    trees,
    environment,
    repository: git.commonDirectory,
    ...of.caches,
    note: text => narrator.note("detailed", text),
    home: () => (of.isolation.isStrict() ? commandsHome(of.scratch) : null),
    async isolation() {
      const { kind } = await of.isolation.found();
      return { hides: kind !== "none" && kind !== "user", places: PLACING_KINDS.some(each => each === kind) };
    },
  });
  return { ...workspaces, preparations };
}

/** In the checkout itself everything is the user's own, git directory included. */
function isolationOf(
  git: GitRepository,
  request: MachineRequest,
  { place, scratch, caches }: { place: WorkPlace; scratch: string; caches: Caches },
): Isolation {
  const { cache, showPlace } = caches;
  const ours = [git.git.directory, ...(request.hidden ?? [])];
  const modules = objectsOfSubmodules(git.commonDirectory);
  const brought = () => git.submodules?.objects() ?? [];
  return machineIsolation({
    onRunner: request.onRunner,
    environment: request.environment,
    root: git.root,
    store: {
      directories: request.gitIntegration ? [...ours, git.commonDirectory] : ours,
      objects: async () => {
        if (!request.gitIntegration) return [];
        const staged = await git.store.stage();
        return [staged, join(git.commonDirectory, "objects"), ...modules, ...brought()];
      },
    },
    workplaces: [place.trees?.root, cache, showPlace, scratch].filter(each => typeof each === "string"),
    scratch,
  });
}

function probeHome(scratch: string): string {
  const home = join(scratch, "probes");
  mkdirSync(home, { recursive: true });
  return home;
}

/** On a runner below RUNNER_TEMP, from where a workflow may keep them as an artifact; else beside the repository's state. */
function logsFolder(git: GitRepository, { onRunner, environment, milestone }: MachineRequest): string {
  const temporary = onRunner ? environment.RUNNER_TEMP : undefined;
  return join(temporary ?? join(git.commonDirectory, "milestone"), "milestone-logs", milestone || "none");
}

async function openGit({ directory, environment, onRunner }: MachineRequest): Promise<GitRepository> {
  if (!existsSync(directory)) {
    return refuse(
      `there is no directory ${directory}`,
      "correct working-directory: the repository's root inside the workspace",
    );
  }
  const opened = await openRepository({
    directory,
    environment: environment as NodeJS.ProcessEnv,
    personal: !onRunner,
  });
  if (opened.ok) {
    const { root } = opened.value;
    if (!(lstatSync(join(root, ".milestones"), { throwIfNoEntry: false })?.isFile() ?? false))
      return opened.value;
    await opened.value.close();
    return refuse(
      ".milestones is a file, and milestones are kept in a folder of that name",
      "rename that file (git mv .milestones milestones.txt) and commit",
    );
  }
  return refuse(
    opened.message,
    opened.reason === "not-a-repository"
      ? "run it inside a git repository (`git init`), or name one with --working-directory"
      : "use a version of this program that knows it, or a clone in another format",
  );
}

/** Whether the milestone's log stands in the checkout alone: on no branch of its own, and in no commit. */
async function isBegunInCheckout(git: GitRepository, milestone: string): Promise<boolean> {
  const log = paths.log(milestone, 1);
  if (milestone === "" || !existsSync(join(git.root, log))) return false;
  const branch = branchName(milestone);
  for (const ref of [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`]) {
    if (await git.resolve(ref)) return false;
  }
  const head = await git.resolve("HEAD");
  return head === null || (await git.readFile(head, log)) === null;
}

/** Where work is done and kept. */
interface WorkPlace {
  repository: Repository;
  workspaces: Workspaces;
  /** Agents' trees, whose folder no agent should see but for its own; null: work is done in the checkout. */
  trees: TreesOfWorkspaces | null;
}

type CommitIdentity = { name: string; email: string };

/** Work trees for the agents, commits on the milestone's branch. */
function onBranch(git: GitRepository, request: MachineRequest, identity: CommitIdentity): WorkPlace {
  const deliverables = `.milestones/deliverables/${request.milestone}`;
  const folder = workFolder(request.environment);
  const workspaces = machineWorkspaces(git, { deliverables, identity, folder });
  const key = request.onRunner ? request.token : sealingKey(openCache(request.environment, git.root));
  const sealed = openSealedFiles(git.commonDirectory, key);
  const repository = {
    ...repositoryPort(git, identity, request.environment),
    ...(sealed ? { sealed } : {}),
  };
  const isShared = request.onRunner && !request.readsOnly;
  return {
    repository: isShared
      ? withOwnTips(repository, openOwnTips(git.commonDirectory, request.token))
      : repository,
    workspaces,
    trees: workspaces,
  };
}

/** Without git integration: one agent in the checkout itself, and files instead of commits. */
function inCheckout(git: GitRepository, { milestone }: MachineRequest, author: CommitIdentity): WorkPlace {
  return {
    repository: folderRepository(git.root, milestone, author),
    workspaces: folderWorkspaces(git.root, git.git),
    trees: null,
  };
}

/** What may be shown to the remote's server. */
interface Credentials extends RemoteCredentials {
  restore(): Promise<void>;
}

/** Credentials that actions/checkout left behind are taken out of the agents' reach before any of them starts. */
async function takeCredentials(git: GitRepository, request: MachineRequest): Promise<Credentials> {
  const none = { token: request.token, spare: null, restore: async () => undefined };
  if (!request.onRunner) return none;
  const environment = request.environment as NodeJS.ProcessEnv;
  const found = await findPersistedCredentials(git, { server: request.server, environment });
  if (!found) return none;
  request.narrator.warn(found.warning);
  if (found.token) request.redactor.add(found.token);
  await found.scrub();
  return {
    token: request.token ?? found.token,
    spare: request.token && found.token !== request.token ? found.token : null,
    restore: () => found.restore(),
  };
}

async function authorOf(git: GitRepository, request: MachineRequest): Promise<CommitIdentity> {
  if (request.onRunner) {
    return { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" };
  }
  // In git's own order: the environment, the repository, the person.
  const { GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL } = request.environment;
  return {
    name: (GIT_AUTHOR_NAME || setting(git.settings, "user.name")) ?? "milestone",
    email: (GIT_AUTHOR_EMAIL || setting(git.settings, "user.email")) ?? "milestone@localhost",
  };
}
