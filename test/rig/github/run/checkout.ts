/** What actions/checkout leaves behind: a fresh, shallow clone with the run's token kept for later git commands. */
import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "../../spawner/spawner.ts";

export interface Checkout {
  workspace: string;
  runnerTemp: string;
  serverUrl: string;
  cloneUrl: string;
  /** Where the bare repository lies: its commits come from there, which takes half the processes of HTTP. */
  origin: string;
  token: string;
  sha: string;
  /** Branch name, or the full name of another reference. */
  ref: string;
  /** 0 fetches all history. */
  depth: number;
  persistCredentials: boolean;
}

/** Fetches the commit and checks it out on its branch, as the official action of 2026 does. */
export function checkOut(options: Checkout): void {
  const { workspace, cloneUrl, origin, token, sha, ref, depth } = options;
  mkdirSync(workspace, { recursive: true });
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const env = {
    PATH: process.env.PATH,
    HOME: options.runnerTemp,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
  };
  const git = (...args: string[]) =>
    runToEnd({ program: "git", args, directory: workspace, environment: env });
  git("init", "--quiet", "--initial-branch=main", ".");
  const settings = `[remote "origin"]\n\turl = ${cloneUrl}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;
  appendFileSync(join(workspace, ".git/config"), `${settings}[gc]\n\tauto = 0\n`);
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
  const remote = branch ? `refs/remotes/origin/${branch}` : ref.replace(/^refs\//, "refs/remotes/");
  const history = depth > 0 ? [`--depth=${depth}`] : [];
  git("-c", "protocol.version=2", "fetch", "--quiet", "--no-tags", ...history, origin, `+${sha}:${remote}`);
  const target = branch ? ["-B", branch, remote] : ["--detach", remote];
  git("checkout", "--quiet", "--force", ...target);
  if (options.persistCredentials) persist(options, header, git);
}

/** Since version 6 the header lies in a file of the runner's temporary folder, included from the clone's settings. */
function persist(
  { workspace, runnerTemp, serverUrl }: Checkout,
  header: string,
  git: (...args: string[]) => string,
): void {
  const file = join(runnerTemp, `git-credentials-${randomUUID()}.config`);
  writeFileSync(file, `[http "${serverUrl}/"]\n\textraheader = ${header}\n`, { mode: 0o600 });
  git("config", "--local", `includeIf.gitdir:${workspace}/.git.path`, file);
}
