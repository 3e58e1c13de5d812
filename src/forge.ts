import { actorOf, type Giver } from "./command-giver.ts";
import type { Forge } from "./engine/ports.ts";
import type { Run } from "./engine/run-context.ts";
import { localForge } from "./local-forge.ts";
import type { Command } from "./milestone/command.ts";
import type { GitHubConfig } from "./milestone/github-config.ts";
import type { FullNarrator } from "./narrate.ts";

export interface ForgeRequest {
  env: Readonly<Record<string, string | undefined>>;
  token: string | null;
  project: boolean;
  command: Command;
  narrator: FullNarrator;
}

export interface OpenedForge {
  forge: Forge & { attach?: (run: Run) => void };
  isRunOver: ((runId: string) => Promise<boolean | null>) | null;
  dispatchNext: () => Promise<void>;
  /** Who wishes the command, and whether they may; asked once, before anything is done. */
  giver: (config: GitHubConfig) => Promise<Giver>;
}

/** GitHub as the Action sees it; without a repository and a token nothing is asked and gates stay closed. */
export async function openForge(request: ForgeRequest): Promise<OpenedForge> {
  const { env, token } = request;
  if (!token || !env.GITHUB_REPOSITORY || !env.GITHUB_API_URL) {
    return {
      forge: { ...localForge, present: Boolean(env.GITHUB_REPOSITORY) },
      isRunOver: null,
      dispatchNext: async () => undefined,
      giver: async () => ({ ok: true, by: actorOf(env) }),
    };
  }
  const { githubForge } = await import("./github-forge.ts");
  return githubForge({ ...request, token, repository: env.GITHUB_REPOSITORY, api: env.GITHUB_API_URL });
}
