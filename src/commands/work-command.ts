import { join, resolve } from "node:path";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { ArrivedPart } from "../engine/runners/arrival.ts";
import { assertResultFolder, leaveResult, openWorker, work } from "../engine/runners/work.ts";
import type { Command } from "../milestone/command/command.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { untilSignal } from "./until-signal.ts";

/**
 * Does what one ticket asks and leaves the result as a folder: no branch moves, and nothing is pushed. That a phase failed
 * is a result like any other; whoever takes it decides what becomes of it. @throws Refusal
 */
export async function workCommand(machine: Machine, options: RunOptions, command: Command): Promise<Outcome> {
  const { ports, bundles, checkout, root } = machine;
  const given = command.flags.ticket;
  if (!given) return refuse("work needs a ticket", "give the input ticket that the run was started with");
  const folder = resolve(root, command.flags.output ?? join(".", "milestone-result"));
  assertResultFolder(folder, root);
  ports.runner.prepare();
  const worker = await openWorker(ports, options, { checkout, given });
  ports.logs?.begin(worker.run.journal.session);
  let stopListening = (): void => undefined;
  const worked = await work(worker, stop => {
    stopListening = untilSignal(signal => stop(`the job was stopped by ${signal}`));
  });
  stopListening();
  const { task, phase } = worker.ticket;
  if (worked.parts.length === 0) {
    const failure = `${task}/${phase} was not done: ${worked.interrupted ?? "nothing was left"}`;
    return {
      status: "failed",
      exitCode: EXIT.failed,
      text: failure,
      failure,
      json: { failure },
      outputs: { status: "failed" },
    };
  }
  const digest = await leaveResult(worker, worked, { folder, bundles });
  const said = worked.parts.map(part => `${task}/${part.phase}: ${endOf(part)}`);
  const outputs = { milestone: options.milestone, bundle: folder, digest };
  // What was finished before counts all the same; the phase that was stopped is handed out once more.
  if (worked.interrupted !== null) said.push(`the next phase was not done: ${worked.interrupted}`);
  const text = [...said, `the result lies in ${folder}`].join("\n");
  return { status: null, exitCode: EXIT.ok, text, json: { ...outputs, parts: worked.parts }, outputs };
}

function endOf(part: ArrivedPart): string {
  if (part.ok) return "done";
  return "failure" in part ? part.failure.message : "waits for an answer";
}
