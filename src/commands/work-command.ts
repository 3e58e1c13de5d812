import { join, resolve } from "node:path";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { ArrivedPart } from "../engine/runners/arrival.ts";
import {
  assertResultFolder,
  type Checked,
  leaveResult,
  openWorker,
  type WorkedTicket,
  work,
} from "../engine/runners/work.ts";
import type { Command } from "../milestone/command/command.ts";
import { checkWords } from "../milestone/session/integrated-check.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { untilSignal } from "./until-signal.ts";

/**
 * Does what one ticket asks and leaves the result as a folder: no branch moves, and nothing is pushed. That a phase failed
 * is a result like any other; its receiver decides what becomes of it. @throws Refusal
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
  const undone = whyUndone(worked);
  if (undone !== null) {
    const { ticket } = worker;
    const what = "check" in ticket ? checkWords(ticket.check) : `${ticket.task}/${ticket.phase}`;
    const failure = `${what}: not done, ${undone}`;
    return {
      status: "failed",
      exitCode: EXIT.failed,
      text: failure,
      failure,
      json: { failure },
      outputs: { status: "failed" },
    };
  }
  const digest = await leaveResult(worker.run, worked, { folder, bundles });
  const said = saidOf(worked);
  const outputs = { milestone: options.milestone, bundle: folder, digest };
  // What was finished before counts all the same; the phase that was stopped is handed out once more.
  if ("parts" in worked && worked.interrupted !== null)
    said.push(`the next phase was not done: ${worked.interrupted}`);
  const text = [...said, `the result lies in ${folder}`].join("\n");
  const json = { ...outputs, ...("parts" in worked ? { parts: worked.parts } : worked.came) };
  return { status: null, exitCode: EXIT.ok, text, json, outputs };
}

/** Why there is nothing that could be taken; null: there is. */
function whyUndone(worked: WorkedTicket | Checked): string | null {
  if ("came" in worked) return worked.came ? null : "the job was stopped, or the plan asks for no such check";
  return worked.parts.length > 0 ? null : (worked.interrupted ?? "nothing was left");
}

function saidOf(worked: WorkedTicket | Checked): string[] {
  if ("parts" in worked)
    return worked.parts.map(part => `${worked.ticket.task}/${part.phase}: ${endOf(part)}`);
  const came = worked.came!;
  const isOk = "tests" in came ? came.tests.ok : came.checks.every(({ ok }) => ok);
  return [`${checkWords(worked.ticket.check)} ${isOk ? "passed" : "failed"}`];
}

function endOf(part: ArrivedPart): string {
  if (part.ok) return "done";
  return "failure" in part ? part.failure.message : "waits for an answer";
}
