import { basename } from "node:path";
import type { CommandOutcome, Oid, Running, Workspace } from "../ports.ts";
import type { Run } from "../run/run-context.ts";

/** Waits for a command to end; whoever stops the work as a whole stops the command through it. */
export type Own = (running: Running<CommandOutcome>) => Promise<CommandOutcome>;

/** What each tree was last prepared for. */
const preparedFor = new WeakMap<Workspace, string>();

/**
 * Prepares a tree once, and again when what the setup depends on has changed. Answers how the setup failed; null when
 * the tree is ready.
 */
export async function setUp(
  { plan, ports }: Run,
  { workspace, commit }: { workspace: Workspace; commit: Oid },
  own: Own,
): Promise<CommandOutcome | null> {
  const { setup, setupInputs } = plan;
  if (!setup) return null;
  const inputs = setupInputs.length > 0 ? await ports.workspaces.fingerprint(commit, setupInputs) : "";
  const key = `${setup}\0${inputs}`;
  const isWhole = workspace.isPrepared?.() ?? true;
  if (preparedFor.get(workspace) === key && isWhole) return null;
  const outcome = await own(
    ports.runner.command({
      command: setup,
      workspace,
      env: {},
      allow: plan.env,
      timeoutMs: plan.limits.phaseTimeoutMs,
      label: "setup",
      log: { kind: "setup", tree: basename(workspace.dir) },
    }),
  );
  if (!outcome.ok) return outcome;
  await workspace.keepPrepared?.();
  preparedFor.set(workspace, key);
  return null;
}
