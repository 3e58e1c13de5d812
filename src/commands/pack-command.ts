import { resolve } from "node:path";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import { branchName, branchRef } from "../milestone/names.ts";
import { EXIT, type Outcome } from "./outcome.ts";

/**
 * Leaves the branch of a run that pushed nothing as a git bundle: all of it that the base has not. The other half is
 * `take`, on a machine that may push. @throws Refusal
 */
export async function packCommand(
  { ports, bundles, root, checkout }: Machine,
  { milestone }: RunOptions,
  { flags }: Command,
): Promise<Outcome> {
  const file = resolve(root, flags.output ?? `${milestone}.bundle`);
  const oid = await ports.repository.resolve(branchRef(milestone));
  const made = oid
    ? await bundles.write(file, { oid, as: branchRef(milestone), without: [checkout.base.commit] })
    : { ok: false as const, message: "there is no such branch here" };
  if (!made.ok) {
    return refuse(
      `${branchName(milestone)} cannot be packed: ${made.message}`,
      `run it first: milestone execute ${milestone} --no-push`,
    );
  }
  const text = `${branchName(milestone)} at ${made.oid.slice(0, 10)} is packed in ${file}; take it with \`milestone take ${file}\``;
  const outputs = { milestone, branch: branchName(milestone), commit: made.oid, bundle: file };
  return { status: null, exitCode: EXIT.ok, text, json: outputs, outputs };
}
