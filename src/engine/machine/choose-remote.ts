import { branchName, branchRef, paths } from "../../milestone/names.ts";
import { readConfig } from "../../milestone/plan/github-config.ts";
import { setting } from "../git/config.ts";
import {
  type GitRemote,
  openRemote,
  openSide,
  type RemoteLogin,
  type RemoteSide,
} from "../git/git-remote.ts";
import type { GitRepository } from "../git/git-repository.ts";
import {
  absolutePath,
  type ChosenRemote,
  fetchAddress,
  isNoAddress,
  networkConfig,
  pushRemote,
  remoteAddresses,
} from "../git/remote-access.ts";
import { cleanMessage } from "../git/remote-outcome.ts";
import { SubmoduleCommits } from "../git/submodule-commits.ts";
import type { Ports } from "../ports.ts";
import { refuse } from "../refusal.ts";
import type { MachineRequest } from "./machine-request.ts";
import { remotePort } from "./remote-port.ts";
import { sshAccess } from "./ssh-settings.ts";

/** What remotes are asked with. */
export interface RemoteCredentials {
  token: string | null;
  /** Another one, for when the server refuses the first. */
  spare: string | null;
}

/** A partial clone's missing objects come from the remote that it was made of, when they are first read. */
export function askForLacking(
  git: GitRepository,
  request: MachineRequest,
  credentials: RemoteCredentials,
): void {
  const { promisor } = git;
  if (!promisor) return;
  let opened: Promise<GitRemote | null> | null = null;
  git.bringLacking(async oids => {
    opened ??= gitRemote(git, request, {
      name: promisor.remote,
      pushName: promisor.remote,
      credentials,
    });
    await (await opened)?.fetchObjects(oids);
  });
}

/** The remote that the milestone's branch lives on; null: there is none, and nothing is pushed. @throws Refusal */
export async function originOf(
  git: GitRepository,
  request: MachineRequest,
  credentials: RemoteCredentials,
): Promise<Ports["remote"]> {
  const { named, chosen, name } = await remoteNames(git, request);
  // A command that only reads would push nothing anyway.
  const isTold = !request.isAside && (!request.readsOnly || request.isPreview);
  const pushName = (await pushRemoteOf(git, request, { chosen, named, name, credentials, isTold })) ?? name;
  const { push, others } = remoteAddresses(git.settings, pushName) ?? { push: "", others: [] };
  if (push !== "" && isNoAddress(push, git.root)) {
    if (!isTold) return null;
    return refuse(
      `pushing to the remote ${pushName} is switched off: its push address is ${push}`,
      `run with --no-push (on a runner \`push: false\`), or set an address: git remote set-url --push ${pushName} <url>`,
    );
  }
  const remote = await gitRemote(git, request, { name, pushName, credentials });
  if (remote) {
    if (isTold && others.length > 0)
      request.narrator.warn(
        `git push would write to ${others.length + 1} addresses of the remote ${pushName}; milestones live at ${cleanMessage(push)} alone, so bring them to the others yourself`,
      );
    return remotePort(remote);
  }
  const message = `there is no remote ${name} to push to`;
  const remedy = `add it (git remote add ${name} <url>), name another one with \`remote:\` in .milestones/config.yaml, or set push to false`;
  if (request.onRunner || named !== undefined) return refuse(message, remedy);
  if (isTold) request.narrator.warn(`${message}, so nothing is pushed; ${remedy}`);
  return null;
}

/** The remote that is fetched from, and what says of it and of where is pushed. */
async function remoteNames(
  git: GitRepository,
  { milestone }: MachineRequest,
): Promise<{ named: string | undefined; chosen: ChosenRemote | null; name: string }> {
  const named = await remoteName(git);
  const chosen = pushRemote(git.settings, branchName(milestone));
  return { named, chosen, name: named ?? (await trackedRemote(git)) ?? fallbackRemote(git, chosen) };
}

/** Commits of submodules come from their own repositories, which are reached as this one's remote is. */
export function reachSubmodules(
  git: GitRepository,
  request: MachineRequest,
  credentials: RemoteCredentials,
): void {
  const name = async () => (await remoteNames(git, request)).name;
  git.submodules = new SubmoduleCommits({
    repository: git,
    async origin() {
      const own = setting(git.settings, `remote.${await name()}.url`);
      return own === undefined ? git.root : absolutePath(own, git.root);
    },
    async reach(written) {
      const url = fetchAddress(git.settings, written);
      const side = await remoteSide(git, request, { remote: await name(), url });
      return openSide(git, { ...side, isOther: true }, loginOf(request, credentials));
    },
  });
}

/** The remote that the branch checked out here follows, which is where git itself fetches it from. */
async function trackedRemote(git: GitRepository): Promise<string | undefined> {
  const branch = (await git.headRef())?.replace(/^refs\/heads\//, "");
  // Of a milestone's own branch it says nothing of the base.
  const name =
    branch && !branch.startsWith(branchName("")) && setting(git.settings, `branch.${branch}.remote`);
  return name && remoteAddresses(git.settings, name) ? name : undefined;
}

/** Where nothing follows a remote, git's own name for it; a person who has none so called has named one all the same. */
function fallbackRemote(git: GitRepository, chosen: ChosenRemote | null): string {
  const isThere = (name: string) => remoteAddresses(git.settings, name) !== null;
  return chosen && isThere(chosen.name) && !isThere("origin") ? chosen.name : "origin";
}

/**
 * The remote that the person's git pushes the milestone's branch to; null: the one that is fetched from. A milestone is
 * written in one place, so one that lives where is fetched from stays there.
 */
async function pushRemoteOf(
  git: GitRepository,
  request: MachineRequest,
  place: {
    chosen: ChosenRemote | null;
    named: string | undefined;
    name: string;
    credentials: RemoteCredentials;
    isTold: boolean | undefined;
  },
): Promise<string | null> {
  const { chosen, named, name, credentials, isTold } = place;
  // As git does where nothing is said: a new branch is pushed to origin, whatever the one checked out here follows.
  if (!chosen)
    return named === undefined && name !== "origin" && remoteAddresses(git.settings, "origin")
      ? "origin"
      : null;
  if (chosen.name === name) return null;
  const stays = (why: string): null => {
    if (isTold)
      request.narrator.warn(
        `${chosen.by} names ${chosen.name}, and the milestone is pushed to ${name} all the same: ${why}`,
      );
    return null;
  };
  if (named !== undefined) return stays(`.milestones/config.yaml says \`remote: ${named}\``);
  if (request.onRunner) return stays("on a runner it lives where the workflow runs");
  if (!remoteAddresses(git.settings, chosen.name)) {
    if (!isTold) return null;
    return refuse(
      `${chosen.by} names ${chosen.name}, and there is no such remote`,
      `add it (git remote add ${chosen.name} <url>), or correct the setting (git config --unset ${chosen.by})`,
    );
  }
  if (request.milestone === "") return chosen.name;
  const base = await gitRemote(git, request, { name, pushName: name, credentials });
  const there = await base?.tip(branchRef(request.milestone));
  if (there?.ok && there.oid !== null)
    return stays("its branch is there already, and only one place is written");
  if (isTold)
    request.narrator.note("detailed", `the milestone is pushed to ${chosen.name}, as ${chosen.by} says`);
  return chosen.name;
}

/** The remote that the committed configuration names; a faulty one is refused when the plan is read. */
async function remoteName(git: GitRepository): Promise<string | undefined> {
  const head = await git.resolve("HEAD");
  const file = head && (await git.readFile(head, paths.config));
  if (!file) return undefined;
  const reading = readConfig({ file: paths.config, text: file.toString("utf8") });
  return reading.ok ? reading.config.remote : undefined;
}

async function gitRemote(
  git: GitRepository,
  request: MachineRequest,
  { name, pushName, credentials }: { name: string; pushName: string; credentials: RemoteCredentials },
): Promise<GitRemote | null> {
  const addresses = remoteAddresses(git.settings, name);
  const pushed = remoteAddresses(git.settings, pushName);
  if (!addresses || !pushed) return null;
  const sideOf = (remote: string, url: string) => remoteSide(git, request, { remote, url });
  return openRemote(git, {
    ...(await sideOf(name, addresses.fetch)),
    ...(pushed.push === addresses.fetch ? {} : { push: await sideOf(pushName, pushed.push) }),
    ...loginOf(request, credentials),
  });
}

async function remoteSide(
  git: GitRepository,
  request: MachineRequest,
  { remote, url }: { remote: string; url: string },
): Promise<RemoteSide> {
  const environment = request.environment as NodeJS.ProcessEnv;
  const ssh = await sshAccess(git.git, { url, environment, personal: !request.onRunner });
  return {
    url,
    personal: [...git.credentialConfig, ...networkConfig(git.settings, remote), ...(ssh?.config ?? [])],
    ...(ssh ? { silence: ssh.silence, timeout: ssh.timeout } : {}),
  };
}

function loginOf({ server, environment }: MachineRequest, { token, spare }: RemoteCredentials): RemoteLogin {
  return {
    ...(token ? { token: { token, server } } : {}),
    ...(spare ? { spareToken: { token: spare, server } } : {}),
    environment: environment as NodeJS.ProcessEnv,
  };
}
