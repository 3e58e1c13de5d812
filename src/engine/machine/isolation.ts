import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { detectIsolation, type Isolation, isolateArgv, wantsIsolation } from "../process/isolate.ts";
import type { MachineRequest } from "./machine-request.ts";
import type { RunnerOptions } from "./runner.ts";

/**
 * What an AI agent on a runner sees of the machine, where the platform has it: its own processes, its own tree, home and
 * brief. `hidden` (other agents' trees and briefs) and the runner's files of the job are out of its sight, the rest of the
 * machine can only be read but for the temporary folders.
 */
export async function isolation(
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
