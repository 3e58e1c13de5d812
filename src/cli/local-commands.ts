import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ImportRequest } from "../commands/import-command.ts";
import { initCommand, type TryOut } from "../commands/init-command.ts";
import { narrator } from "../commands/narrate.ts";
import { nodeFiles, relativeTo } from "../commands/node-files.ts";
import type { Outcome } from "../commands/outcome.ts";
import { EXIT } from "../commands/outcome.ts";
import { createRedactor } from "../engine/output/redact.ts";
import { type Entry, secretValues } from "../engine/process/entry.ts";
import type { Variables } from "../engine/process/environment.ts";
import { refuse } from "../engine/refusal.ts";
import { createApi } from "../github/api.ts";
import { type GitHubRepository, repositoryAt } from "../github/github-repository.ts";
import { type GitFacts, readGitFacts } from "../init/git-facts.ts";
import type { Command } from "../milestone/command/command.ts";
import { branchName, paths } from "../milestone/names.ts";
import { completionScript } from "./completion.ts";

/** How the written workflow names this Action; whoever uses it pins it to the commit they reviewed. */
const ACTION = { action: "org/milestone-execute", sha: "v1", version: "v1" };

/** What editors complete and check the written files by, as of the same version. */
const SCHEMAS = `https://raw.githubusercontent.com/${ACTION.action}/${ACTION.sha}/dist`;

/** Commands that need no milestone: they write files of the checkout, or print a script. @throws Refusal */
export async function localCommand(command: Command, directory: string, env: Entry["env"]): Promise<Outcome> {
  if (command.name === "completion") {
    const text = completionScript(command.shell ?? "bash");
    return { status: null, exitCode: EXIT.ok, text, json: { script: text }, outputs: {} };
  }
  if (command.name === "clean") return clean(directory, env);
  const facts = await readGitFacts(directory);
  if (!facts) return refuse(`${directory} is not in a git repository`, "run `git init` first, or go to one");
  const files = nodeFiles(facts.root);
  const common = { files, force: command.flags.force ?? false, dryRun: command.flags["dry-run"] ?? false };
  if (command.name === "init") {
    const git = { defaultBranch: facts.defaultBranch, repository: facts.repository };
    const tryOut = command.flags.try === false ? {} : { tryOut: tryOutIn(facts.root, env) };
    const id = command.milestone;
    const starter = command.flags.goal === undefined;
    const { runners = false } = command.flags;
    const wanted = { ...common, runners, id, git, action: ACTION, schemas: schemaAddresses(), starter };
    return initCommand({ ...wanted, ...tryOut });
  }
  const given = command.source ?? "";
  const isGitHub = given.startsWith("github:") || given.startsWith("https://");
  // The Markdown parser and the readers of other tools are loaded for this command alone.
  const { importCommand } = await import("../commands/import-command.ts");
  return importCommand({
    ...common,
    source: isGitHub ? given : relativeTo(facts.root, directory, given),
    id: command.target?.task ?? command.milestone,
    format: command.flags.format ?? null,
    github: githubReader(facts, env),
  });
}

/** What no run will look at again: kept setups, and in a repository the conversations of milestones that ended. */
async function clean(directory: string, env: Variables): Promise<Outcome> {
  const { cleanCache } = await import("../engine/machine/setup-cache.ts");
  const { folder, bytes } = await cleanCache(env);
  const facts = await readGitFacts(directory);
  const conversations = facts ? await dropConversations(facts.root) : [];
  const done = [
    ...(bytes === 0 ? [] : [`${(bytes / 2 ** 20).toFixed(1)} MiB removed from ${folder}`]),
    ...(conversations.length === 0 ? [] : [`agents' conversations of ${conversations.join(", ")} removed`]),
  ];
  const text = done.length === 0 ? "there was nothing to forget" : done.join("; ");
  return { status: null, exitCode: EXIT.ok, text, json: { folder, bytes, conversations }, outputs: {} };
}

async function dropConversations(root: string): Promise<string[]> {
  const { conversationsFolder, dropEnded } = await import("../engine/machine/conversations.ts");
  const { gitIn, gitShow } = await import("../planning/facts.ts");
  const common = resolve(root, gitIn(root, ["rev-parse", "--git-common-dir"]).trim());
  return dropEnded(conversationsFolder(common), milestone => {
    // A milestone that is over has its file on another shelf, or says that it was cancelled.
    const file = gitShow(root, `refs/heads/${branchName(milestone)}:${paths.milestone(milestone)}`);
    return file !== null && !/^status: *["']?cancelled\b/m.test(file);
  });
}

/** Runs a setup and a test command as a phase would be run, on what is committed. */
function tryOutIn(root: string, env: Entry["env"]): TryOut {
  return async (trial, from) => {
    const { gitIn, gitShow } = await import("../planning/facts.ts");
    for (const path of from.split(", ")) {
      if (gitShow(root, `HEAD:${path}`) === null)
        return {
          kind: "untried",
          why: `${path} is not committed yet; \`milestone init --force\` tries it later`,
        };
    }
    if (gitIn(root, ["rev-parse", "--is-shallow-repository"]).trim() === "true")
      return { kind: "untried", why: "the clone is shallow" };
    const { tryCommands } = await import("../planning/try-commands.ts");
    const { executePlanner } = await import("../planning/execute-planner.ts");
    const redactor = createRedactor(secretValues(env));
    const quiet = narrator({ level: "basic", line: () => undefined, onRunner: false });
    const scratch = mkdtempSync(join(tmpdir(), "milestone-init-"));
    try {
      const tried = await tryCommands(root, trial, {
        scratch,
        execute: planning =>
          executePlanner(planning, { env, redactor, narrator: quiet, root, onRunner: false }),
      });
      return tried.ok ? { kind: "passed" } : { kind: "failed", ...tried };
    } finally {
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    }
  };
}

function schemaAddresses(): { milestone: string; config: string; github: string } {
  const at = (name: string) => `${SCHEMAS}/${name}.schema.json`;
  return { milestone: at("milestone"), config: at("config"), github: at("github") };
}

/** A refused request is told once, by the command that asked, and not by the client as well. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Reads GitHub under the person's own token; null where there is none. */
export function githubReader(facts: GitFacts, env: Variables): ImportRequest["github"] {
  const token = env.GITHUB_TOKEN ?? env.GH_TOKEN;
  if (!token) return null;
  return async (named): Promise<GitHubRepository | null> => {
    const place = named ?? facts.repository;
    if (!place) return null;
    const { Octokit } = await import("@octokit/rest");
    const baseUrl = env.GITHUB_API_URL ? { baseUrl: env.GITHUB_API_URL } : {};
    const octokit = new Octokit({ auth: token, log: SILENT, ...baseUrl });
    const clock = { now: Date.now, sleep: (ms: number) => wait(ms), random: Math.random };
    const api = createApi({ octokit, clock, maxWaitMs: 60_000 });
    const serverUrl = facts.repository?.server ?? "https://github.com";
    return repositoryAt({ api, owner: place.owner, repo: place.repo, serverUrl });
  };
}
