import type { Forge } from "../forge.ts";
import type { Redactor } from "../output/redact.ts";
import type { Jobs, PlanSourcePort } from "../ports.ts";
import type { Variables } from "../process/environment.ts";
import type { JudgeWork, RunnerOptions } from "./runner.ts";
import type { RunnerFiles } from "./runner-files.ts";

export interface MachineRequest {
  directory: string;
  milestone: string;
  /** Folders that nothing which runs may look into, beside the engine's own. */
  hidden?: readonly string[];
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
  /** It tells what a command would do, warnings included. */
  isPreview?: boolean;
  /** It is given beside a run, or between two: what a start has warned of is not said again. */
  isAside?: boolean;
  onRunner: boolean;
  /** The base must be what the remote has: whatever ran in this clone before may have moved it. */
  provesBase?: boolean;
  live: boolean;
  runnerFiles?: RunnerFiles;
  redactor: Redactor;
  narrator: RunnerOptions["narrator"];
  forge: (token: string | null) => Forge;
  /** Machines that do one attempt each; absent or null: everything runs here. */
  jobs?: Jobs | null;
  /** The plan that a milestone was made of; absent: it is left as it is. */
  planSource?: PlanSourcePort;
  /** Further rules for what a phase delivers; absent: none. */
  judge?: JudgeWork;
  isRunOver: ((runId: string) => Promise<boolean | null>) | null;
}
