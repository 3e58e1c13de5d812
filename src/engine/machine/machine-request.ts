import type { Forge } from "../forge.ts";
import type { Redactor } from "../output/redact.ts";
import type { Variables } from "../process/environment.ts";
import type { RunnerOptions } from "./runner.ts";

export interface MachineRequest {
  directory: string;
  milestone: string;
  environment: Variables;
  token: string | null;
  /** Origin of the GitHub server, the only one the token may go to. */
  server: string;
  push: boolean;
  gitIntegration: boolean;
  /** The command has no say in it: a milestone that was begun without git in this checkout is meant there. */
  followsCheckout?: boolean;
  /** Nothing is going to be changed, so that there need be no commit yet. */
  readsOnly?: boolean;
  onRunner: boolean;
  live: boolean;
  redactor: Redactor;
  narrator: RunnerOptions["narrator"];
  forge: (token: string | null) => Forge;
  isRunOver: ((runId: string) => Promise<boolean | null>) | null;
}
