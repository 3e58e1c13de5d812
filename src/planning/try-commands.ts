import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { yamlPair } from "../import/yaml-text.ts";
import { paths } from "../milestone/names.ts";
import type { ExecuteHere } from "./execute-planner.ts";
import { gitShow } from "./facts.ts";
import { planningClone } from "./planning-clone.ts";

/** How a repository is prepared and tested. */
export interface Trial {
  setup: string | null;
  tests: string | null;
}

export type Tried =
  | { ok: true }
  /** `why` in one line, `output` the end of what was printed. */
  | { ok: false; step: "setup" | "tests"; why: string; output: string };

const ID = "milestone-trial";
const TIMEOUT = "10m";

/**
 * Runs setup and tests once, in a fresh clone of what is committed, as the engine runs them: the sandbox, the home and
 * the environment of a phase. @throws where the repository has no commit
 */
export async function tryCommands(
  root: string,
  trial: Trial,
  { scratch, execute }: { scratch: string; execute: ExecuteHere },
): Promise<Tried> {
  const folder = mkdtempSync(join(scratch, "trial-"));
  try {
    const clone = await planningClone(root, folder, { id: ID, text: trialFile(trial) });
    const { code, output } = await execute({ clone, planner: ID, quiet: true });
    if (code === 0) return { ok: true };
    return failureIn(gitShow(clone, `milestone/${ID}:${paths.log(ID, 1)}`) ?? "", output);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The tests are a phase of their own: what they change in the tree is of no account. */
function trialFile({ setup, tests }: Trial): string {
  return [
    yamlPair("id", ID, 0),
    yamlPair("setup", setup ?? "true", 0),
    "tasks:",
    "  tests:",
    yamlPair("run", tests ?? "true", 4),
    yamlPair("timeout", TIMEOUT, 4),
    yamlPair("retries", 0, 4),
    yamlPair("deliverables", [], 4),
    "",
  ].join("\n");
}

function failureIn(log: string, output: string): Tried {
  // A setup that fails before any phase is a blocker alone.
  const failed = log.split("\n").findLast(line => /"event":"(?:phase_failed|blocker_detected)"/.test(line));
  const { message = "", evidence = "" } = failed
    ? ((JSON.parse(failed) as { data: { message?: string; evidence?: string } }).data ?? {})
    : {};
  const isSetup = /\bsetup\b/.test(message);
  return {
    ok: false,
    step: isSetup ? "setup" : "tests",
    why: message || output.trim().split("\n")[0] || "it failed",
    output: evidence.trim().split("\n").slice(-8).join("\n"),
  };
}
