import { idProblem, sessionId } from "../../milestone/names.ts";
import type { State } from "../../milestone/session/state.ts";
import type { Ports } from "../ports.ts";
import { refuse } from "../refusal.ts";
import type { RunOptions } from "../run-context.ts";

/** The id of the session to go on with, or of a new one, as the options ask. @throws Refusal */
export function chooseSession(ports: Ports, options: RunOptions, resumable: State["session"]): string {
  if (options.resume === "true" && !resumable) {
    refuse("there is no session to resume", "start without --resume");
  }
  if (options.resume === "false" && resumable) {
    refuse(`the session ${resumable.id} is not finished`, "resume it (--resume, or leave --no-resume out)");
  }
  const wanted = options.sessionId;
  if (!wanted) return resumable?.id ?? sessionId(options.milestone, ports.clock.now(), ports.random);
  const problem = idProblem(wanted);
  if (problem)
    refuse(`the session id ${JSON.stringify(wanted)} is not valid: ${problem}`, "correct --session-id");
  if (resumable && resumable.id !== wanted) {
    refuse(
      `the session ${wanted} is unknown; the one to resume is ${resumable.id}`,
      "correct or leave out --session-id",
    );
  }
  return wanted;
}
