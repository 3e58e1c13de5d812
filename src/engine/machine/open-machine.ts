import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { branchName } from "../../milestone/names.ts";
import { readPersonalSettings, setting } from "../git/config.ts";
import { findPersistedCredentials } from "../git/credentials.ts";
import { openRemote } from "../git/remote.ts";
import { type Repository as GitRepository, openRepository } from "../git/repository.ts";
import type { Checkout } from "../opening/basis.ts";
import { maskData } from "../output/mask-data.ts";
import type { Redactor } from "../output/redact.ts";
import type { Forge, Oid, Ports, Workspaces } from "../ports.ts";
import type { Variables } from "../process/environment.ts";
import { detectIsolation, type Isolation, isolateArgv, wantsIsolation } from "../process/isolate.ts";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import { type Complaint, refuse } from "../refusal.ts";
import { systemClock } from "./clock.ts";
import { folderRepository, folderWorkspaces } from "./folder-repository.ts";
import { machineHost } from "./host.ts";
import { localLocks } from "./local-locks.ts";
import { remotePort } from "./remote.ts";
import { NO_COMMIT, repositoryPort } from "./repository.ts";
import { machineRunner, type RunnerOptions } from "./runner.ts";
import { machineWorkspaces } from "./workspaces.ts";

export interface MachineRequest {
  directory: string;
  milestone: string;
  environment: Variables;
  token: string | null;
  /** Origin of the GitHub server, the only one the token may go to. */
  server: string;
  push: boolean;
  gitIntegration: boolean;
  /** Nothing is going to be changed, so that there need be no commit yet. */
  readsOnly?: boolean;
  onRunner: boolean;
  live: boolean;
  redactor: Redactor;
  narrator: RunnerOptions["narrator"];
  forge: (token: string | null) => Forge;
  isRunOver: ((runId: string) => Promise<boolean | null>) | null;
}

export interface Machine {
  ports: Ports;
  checkout: Checkout;
  root: string;
  /** File names of a folder of the checkout; none where its files do not count. */
  workingNames(folder: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Everything real: the user's repository, its remote, processes, disk and clock. @throws Refusal */
export async function openMachine(request: MachineRequest): Promise<Machine> {
  if (!existsSync(request.directory)) {
    return refuse(
      `there is no directory ${request.directory}`,
      "correct working-directory: the repository's root inside the workspace",
    );
  }
  const opened = await openRepository({
    directory: request.directory,
    environment: request.environment as NodeJS.ProcessEnv,
  });
  if (!opened.ok) {
    return refuse(
      opened.message,
      "run it inside a git repository (`git init`), or name one with --working-directory",
    );
  }
  const git = opened.value;
  const token = await takeCredentials(git, request);
  const author = await authorOf(git, request);
  // Codex writes nothing when its home lies below /tmp.
  const scratch = makeTemporaryFolder("scratch", request.environment.RUNNER_TEMP ?? tmpdir());
  const workspaces: Workspaces & { root?: string } = request.gitIntegration
    ? machineWorkspaces(git, {
        deliverables: `.milestones/deliverables/${request.milestone}`,
        identity: author,
      })
    : folderWorkspaces(git.root, git.git);
  const repository = request.gitIntegration
    ? repositoryPort(git, author)
    : folderRepository(git.root, request.milestone, author);
  const isolate = await isolation(
    request,
    workspaces.root === undefined ? [scratch] : [workspaces.root, scratch],
  );
  const ports: Ports = {
    clock: systemClock,
    random: Math.random,
    repository,
    remote: request.push && request.gitIntegration ? await originOf(git, request, token) : null,
    ...(request.gitIntegration ? { ownLocks: localLocks(git) } : {}),
    workspaces,
    runner: machineRunner({
      environment: request.environment,
      redactor: request.redactor,
      narrator: request.narrator,
      repository,
      scratch,
      onRunner: request.onRunner,
      live: request.live,
      isolate,
    }),
    host: machineHost({
      root: git.root,
      environment: request.environment,
      redactor: request.redactor,
      ...(request.onRunner ? { home: scratch } : {}),
      isRunOver: request.isRunOver,
    }),
    forge: request.forge(token),
    narrator: request.narrator,
    mask: data => maskData(request.redactor, data),
  };
  return {
    ports,
    root: git.root,
    workingNames: async folder =>
      request.onRunner || !existsSync(join(git.root, folder)) ? [] : readdir(join(git.root, folder)),
    checkout: await checkoutOf(git, request),
    async close() {
      // Each is closed whatever becomes of the others: git's own processes would keep this one alive.
      try {
        await workspaces.close();
        await rm(scratch, { recursive: true, force: true });
      } finally {
        await git.close();
      }
    },
  };
}

/** Credentials that actions/checkout left behind are taken out of the agents' reach before any of them starts. */
async function takeCredentials(git: GitRepository, request: MachineRequest): Promise<string | null> {
  if (!request.onRunner) return request.token;
  const environment = request.environment as NodeJS.ProcessEnv;
  const found = await findPersistedCredentials(git, { server: request.server, environment });
  if (!found) return request.token;
  request.narrator.warn(found.warning);
  if (found.token) request.redactor.add(found.token);
  await found.scrub();
  return request.token ?? found.token;
}

async function authorOf(
  git: GitRepository,
  request: MachineRequest,
): Promise<{ name: string; email: string }> {
  if (request.onRunner) {
    return { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" };
  }
  const personal = await readPersonalSettings(git.git, request.environment as NodeJS.ProcessEnv);
  // In git's own order: the environment, the repository, the person.
  const { GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL } = request.environment;
  return {
    name: (GIT_AUTHOR_NAME || setting(git.settings, "user.name")) ?? personal.name ?? "milestone",
    email:
      (GIT_AUTHOR_EMAIL || setting(git.settings, "user.email")) ?? personal.email ?? "milestone@localhost",
  };
}

async function originOf(
  git: GitRepository,
  request: MachineRequest,
  token: string | null,
): Promise<Ports["remote"]> {
  const url = setting(git.settings, "remote.origin.url");
  if (!url) return null;
  const environment = request.environment as NodeJS.ProcessEnv;
  const personal = request.onRunner
    ? []
    : (await readPersonalSettings(git.git, environment)).credentialConfig;
  return remotePort(
    openRemote(git, {
      url,
      ...(token ? { token: { token, server: request.server } } : {}),
      personalCredentials: personal,
      environment,
    }),
  );
}

/**
 * What an AI agent on a runner sees of the machine, where the platform has it: its own processes, its own tree, home and
 * brief. `hidden` (other agents' trees and briefs) and the runner's files of the job are out of its sight, the rest of the
 * machine can only be read but for the temporary folders.
 */
async function isolation(
  request: MachineRequest,
  hidden: readonly string[],
): Promise<RunnerOptions["isolate"]> {
  const isWanted = (kind: "run" | "agent"): boolean => wantsIsolation("auto", kind, request.onRunner);
  if (!isWanted("agent")) return argv => [...argv];
  const { PATH, RUNNER_TEMP, GITHUB_EVENT_PATH } = request.environment;
  const detected: Isolation = await detectIsolation(PATH ?? "");
  if (detected.kind === "none") {
    request.narrator.note(
      "basic",
      `agents are not isolated from each other's processes here (${detected.reason}); install bubblewrap where it may be used`,
    );
  }
  const isThere = (folder: string): boolean => existsSync(folder);
  const jobFiles = [
    ...(RUNNER_TEMP ? [join(RUNNER_TEMP, "_runner_file_commands")] : []),
    ...(GITHUB_EVENT_PATH ? [dirname(GITHUB_EVENT_PATH)] : []),
  ].filter(isThere);
  const temporary = [...new Set([tmpdir(), "/tmp", "/var/tmp"])].filter(isThere);
  return (argv, { executor, own }) =>
    isWanted(executor)
      ? isolateArgv(detected, argv, { writable: [...temporary, ...own], hidden: [...hidden, ...jobFiles] })
      : [...argv];
}

/** The base: what HEAD stands for, which on GitHub is the branch that the run was dispatched on. */
async function checkoutOf(git: GitRepository, request: MachineRequest): Promise<Checkout> {
  const head = await git.resolve("HEAD");
  const commit: Oid =
    head ??
    (request.gitIntegration && !request.readsOnly
      ? refuse("the repository has no commit yet", "make a first commit: git add -A && git commit -m init")
      : NO_COMMIT);
  const own = git.headRef()?.replace(/^refs\/heads\//, "") ?? request.environment.GITHUB_REF_NAME ?? "HEAD";
  const working = (path: string): Promise<Buffer | null> => {
    const file = join(git.root, path);
    return existsSync(file) ? readFile(file) : Promise.resolve(null);
  };
  if (request.onRunner && request.gitIntegration && isPullRequestMerge(git, request)) {
    refuse(
      "the checkout is a pull request's own code, which may not say who approves it",
      "give actions/checkout the base branch: `ref: ${{ github.event.repository.default_branch }}`",
    );
  }
  const onOwnBranch = own === branchName(request.milestone);
  if (onOwnBranch && request.onRunner && request.gitIntegration) {
    refuse(
      `the checkout is the branch ${own} itself, which may not say who approves it`,
      "start the run on the base branch; it finds the milestone's branch by itself",
    );
  }
  const main = onOwnBranch ? await defaultBranch(git) : null;
  return {
    base: main ?? { branch: own, commit },
    complaints: started => complaintsOf(git, request, started),
    working: request.onRunner && request.gitIntegration ? null : working,
  };
}

/**
 * Changes that are not committed would silently not count, and a branch that moves below its checkout looks like a
 * mass of reverted work. Files that nobody tracks, and the engine's own reports, are no change.
 */
async function complaintsOf(
  git: GitRepository,
  request: MachineRequest,
  started: boolean,
): Promise<Complaint[]> {
  const branch = `milestone/${request.milestone}`;
  const complaints: Complaint[] = [];
  if (request.gitIntegration && git.isCheckedOut(`refs/heads/${branch}`)) {
    complaints.push({
      message: `the branch ${branch} is checked out, and the run would move it below that checkout`,
      remedy:
        "switch to the base branch first (git switch main); the run finds the milestone's branch by itself",
    });
  }
  // In place the run itself leaves changes behind.
  if (!request.gitIntegration && started) return complaints;
  const state = await git.isClean();
  const changed = state.clean ? [] : state.paths.filter(path => !path.startsWith(".milestones/reports/"));
  if (changed.length === 0) return complaints;
  const named =
    changed.slice(0, 5).join(", ") + (changed.length > 5 ? ` and ${changed.length - 5} more` : "");
  complaints.push({
    message: `the checkout has changes that are not committed: ${named}`,
    remedy: "commit or stash them (git stash); a run works on what is committed",
  });
  return complaints;
}

/** What a review's or pull request's run checks out when nothing else is asked for. */
function isPullRequestMerge(git: GitRepository, request: MachineRequest): boolean {
  return git.headRef() === null && (request.environment.GITHUB_REF ?? "").startsWith("refs/pull/");
}

/** A person who stands on the milestone's own branch still has the base's policy. */
async function defaultBranch(git: GitRepository): Promise<{ branch: string; commit: Oid } | null> {
  for (const branch of ["main", "master"]) {
    for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
      const commit = await git.resolve(ref);
      if (commit) return { branch, commit };
    }
  }
  return null;
}
