import type { CommandAnswer, CommandRequest } from "../inbox/inbox-protocol.ts";
import { acceptedAs } from "../opening/open-to-steer.ts";
import { syncBase } from "../plan/join-base.ts";
import { Refusal } from "../refusal.ts";
import type { Run } from "../run/run-context.ts";
import { commandProblem, dependantsDoneAgain } from "../steering/command-problem.ts";
import { steer, steerSubject } from "../steering/steer.ts";

/** The tasks whose work a command takes back, and so ends where it is under way. */
export function endsWork({ plan, journal }: Run, command: CommandRequest["command"]): string[] {
  switch (command.command) {
    case "skip":
    case "reject":
      return command.task === undefined ? [] : [command.task];
    case "retry": {
      if (command.task === undefined) return [];
      const after = command.dependants ? dependantsDoneAgain(plan, journal.state, command.task) : [];
      return [command.task, ...after];
    }
    default:
      return [];
  }
}

/** Why the command cannot be carried out now, or null. */
export function liveProblem(
  { journal }: Run,
  { command, by, request }: CommandRequest,
): CommandAnswer | null {
  const { state } = journal;
  if (request && state.requests.has(request))
    return { ok: true, done: "this command was carried out before; nothing to do", status: state.status };
  if (command.command === "sync") return null;
  const problem = commandProblem(command, state, by);
  return problem ? { ok: false, problems: [problem] } : null;
}

/** Carries a person's command out in a run that goes on, in one commit. Never throws for a bad command. */
export async function carryOutLive(run: Run, given: CommandRequest): Promise<CommandAnswer> {
  const { journal, ports, publisher } = run;
  const problem = liveProblem(run, given);
  if (problem) return problem;
  const { command, by, request } = given;
  // After what it did: only a command that was carried out stands in the log.
  const accept = (): void =>
    journal.record({
      event: "command_accepted",
      agent: "session_manager",
      data: acceptedAs(command, { by, request }),
    });
  try {
    if (command.command === "sync")
      return { ok: true, done: await syncBase(run, accept), status: journal.state.status };
    const done = await steer(run, command, by, new Date(ports.clock.now()).toISOString());
    accept();
    journal.recordProgress();
    await journal.commit({ subject: steerSubject(command), derived: true, saveReason: command.command });
    publisher.request();
    return { ok: true, done, status: journal.state.status };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, problems: error.complaints };
  }
}
