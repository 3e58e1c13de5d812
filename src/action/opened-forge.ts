import type { FullNarrator } from "../commands/narrate.ts";
import type { Forge } from "../engine/forge.ts";
import type { Run } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import type { GitHubConfig } from "../milestone/plan/github-config.ts";
import type { Giver } from "./actor.ts";

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
