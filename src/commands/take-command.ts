import { resolve } from "node:path";
import { makeGood } from "../engine/execution/finish.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { type CheckedBranch, checkBranch } from "../engine/runners/branch-checks.ts";
import type { Command } from "../milestone/command/command.ts";
import { branchName, branchRef, idProblem, milestoneOfBranch } from "../milestone/names.ts";
import { EXIT, type Outcome, outputsOf } from "./outcome.ts";
import { differencesAt } from "./replay-command.ts";

/**
 * Takes what another machine made to the branch, through the very checks that hold for this machine's own work.
 * @throws Refusal where one of them does not hold; nothing has moved then
 */
export async function takeCommand(machine: Machine, options: RunOptions, command: Command): Promise<Outcome> {
  if (command.source === null) {
    return refuse("take needs the path of a bundle", "milestone take <path>; on a runner the input bundle");
  }
  return takeBranch(machine, options, resolve(machine.root, command.source));
}

async function takeBranch(machine: Machine, options: RunOptions, file: string): Promise<Outcome> {
  const { ports, bundles, checkout } = machine;
  const there = bundles.look(file);
  if (!there.ok)
    return refuse(
      `${file} is not taken: ${there.message}`,
      "give the path of a bundle that `milestone pack` made",
    );
  const milestone = milestoneOfBranch(there.ref.slice("refs/heads/".length));
  if (milestone === null || idProblem(milestone)) {
    return refuse(
      `${file} is not taken: it holds ${there.ref.slice(0, 100)}, no milestone's branch`,
      "pack milestone/<id>",
    );
  }
  if (options.milestone && options.milestone !== milestone) {
    return refuse(
      `${file} holds ${branchName(milestone)}, and not ${branchName(options.milestone)}`,
      "give the bundle of that milestone",
    );
  }
  const read = await bundles.read(file, there.ref);
  if (!read.ok) return refuse(`${file} is not taken: ${read.message}`, "pack it again where it was made");
  const branch = await checkBranch(ports, { milestone, checkout, incoming: read.oid });
  const [difference] = await differencesAt(ports.repository, branch.state, branch.tip);
  if (difference) {
    return refuse(
      `${file} is not taken: its ${difference.file} has ${difference.key} otherwise than its log tells`,
      "run the milestone again where it was run, and pack that",
    );
  }
  return publish(machine, branch);
}

/** The push is a compare-and-swap on what was looked at; only then the branch of this clone follows. */
async function publish({ ports }: Machine, branch: CheckedBranch): Promise<Outcome> {
  const { tip, seen, local, state } = branch;
  const { milestone } = state;
  const ref = branchRef(milestone);
  if (ports.remote && seen !== tip) {
    const pushed = await ports.remote.push(ref, tip, seen);
    if (!pushed.ok) {
      const why = pushed.reason === "stale" ? "the branch was moved there meanwhile" : pushed.message;
      return refuse(
        `${branchName(milestone)} is not pushed: ${why}`,
        "take it again, if it still goes on from there",
      );
    }
  }
  if (local !== tip) await ports.repository.swapRef(ref, local, tip);
  const made = state.status === "completed" ? await makeGood(ports, state, { tip, seen: tip }) : null;
  const note = made?.ok ? made.note : made?.message;
  if (note) ports.narrator.warn(note);
  await ports.forge.sync(tip, "end");
  const outputs = outputsOf(state, { status: state.status, commit: tip });
  const skipped = branch.skipped.length > 0 ? `; skipped there: ${branch.skipped.join(", ")}` : "";
  const text = `taken: ${branchName(milestone)} is at ${tip.slice(0, 10)}, status ${state.status}, ${outputs.progress} %${skipped}`;
  return { status: state.status, exitCode: EXIT.ok, text, json: outputs, outputs };
}
