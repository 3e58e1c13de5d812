import { besideWork, dateTime, duration } from "./figures.ts";
import { missingWords } from "./in-words.ts";
import { lastWords } from "./log-record.ts";
import type { WhyCause } from "./why-cause.ts";

/** How the sentences name what a person may do. */
export interface Reader {
  /** The milestone has a branch. */
  onBranch: boolean;
  /** A command as this reader gives it. */
  command(line: string): string;
  /** One that a session on GitHub believes only there. */
  decision(line: string): string;
}

/** One cause as a sentence, with the command that helps where there is one. */
export function causeText(milestone: string, { path, cause }: WhyCause, reader: Reader): string {
  const task = path.at(-1)!;
  const chain = path.length > 1 ? `${path.slice(0, -1).join(" waits for ")} waits for ${task}: ` : "";
  return chain + ownText(milestone, task, cause, reader);
}

function ownText(milestone: string, task: string, cause: WhyCause["cause"], reader: Reader): string {
  switch (cause.kind) {
    case "completed":
      return `${task} is completed`;
    case "skipped":
      return `${task} was skipped${cause.reason ? ` (${cause.reason})` : ""}`;
    case "running":
      return `${task}/${cause.phase} is ${beingDone(cause)}, attempt ${cause.attempt}${cause.since ? `, since ${dateTime(cause.since)}` : ""}`;
    case "testing":
      return `${task} is ready, and waits until the tests of the untouched branch have run (baseline): ${cause.command}`;
    case "ready":
      return `${task} is ready${cause.phase ? ` for ${cause.phase}` : ""} and waits for a free agent`;
    case "not_before":
      return `${task}/${cause.phase} failed and is tried again in ${duration(cause.inMs)}${lastLine(cause.failure)}`;
    case "approval": {
      const who = cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission";
      const count = cause.needed > 1 ? ` (${cause.given} of ${cause.needed} given)` : "";
      const command = reader.decision(`milestone approve ${milestone} ${task}/${cause.phase}`);
      const { phase, missing } = cause;
      const gone = missing.length ? ` (${missingWords({ task, phase, missing })})` : "";
      return `${task}/${phase} waits for approval by ${who}${count} since ${dateTime(cause.since)}${gone}: ${command}`;
    }
    case "answer": {
      const until = cause.until ? ` until ${dateTime(cause.until)}` : "";
      return `${task}/${cause.phase} asked a person at ${dateTime(cause.since)} and waits for the answer${until}: ${cause.question}; answer by: ${reader.command(cause.command)}`;
    }
    case "manual": {
      const what = cause.deliverables.join(", ");
      const place = reader.onBranch
        ? `commits ${what} to branch milestone/${milestone}`
        : `leaves ${what} in the checkout`;
      const done = reader.command(`milestone done ${milestone} ${task}`);
      if (cause.deliverables.length === 0)
        return `${task}/${cause.phase} is done by a person; once it is: ${done}`;
      return `${task}/${cause.phase} is done by a person, who ${place}; then: ${done}`;
    }
    case "blocker": {
      const command = cause.proposals[0]?.command;
      return `${task} is blocked by ${cause.blocker}: ${cause.message}${lastLine(cause.words)}${command ? `; try: ${reader.command(command)}` : ""}`;
    }
    case "checkpoint":
      return checkpointText(milestone, cause, reader);
    case "resource":
      return `${task} needs ${cause.resource}, which ${cause.task ?? "another milestone"} holds while it works${cause.holder ? ` (${cause.holder})` : ""}`;
    case "only_on_failure":
      return `${task} runs only if ${cause.needs.join(" or ")} fails, and is skipped where ${cause.needs.length === 1 ? "that ends" : "those end"} well`;
    case "not_running":
      return notRunning(milestone, task, { status: cause.status, reader });
  }
}

/** `preparing` and `checking` stand for what is done to it. */
function beingDone({ doing, doingMs, stages }: Extract<WhyCause["cause"], { kind: "running" }>): string {
  const time = doingMs === null ? "" : ` for ${duration(doingMs)}`;
  if (doing !== "at work") return `under way (${doing}${time})`;
  const beside = besideWork(stages);
  return `${doing}${time}${beside ? ` (beside it ${beside})` : ""}`;
}

/** The end of what a program said, where it adds something. */
function lastLine(text: string): string {
  const [line] = lastWords(text, 1);
  return line ? ` (${line.trim().slice(0, 300)})` : "";
}

function checkpointText(
  milestone: string,
  cause: Extract<WhyCause["cause"], { kind: "checkpoint" }>,
  reader: Reader,
): string {
  switch (cause.state) {
    case "due":
      return `nothing new starts before the checks of checkpoint "${cause.name}" have passed`;
    case "failed":
      return `nothing new starts while checkpoint "${cause.name}" fails; once it is mended: ${reader.command(`milestone retry ${milestone}`)}`;
    case "approval": {
      const who = cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission";
      return `nothing new starts before ${who} approved checkpoint "${cause.name}": ${reader.decision(`milestone approve ${milestone} checkpoint/${cause.at}`)}`;
    }
  }
}

function notRunning(
  milestone: string,
  task: string,
  { status, reader }: { status: string; reader: Reader },
): string {
  if (status === "completed" || status === "cancelled")
    return `the milestone is ${status}, so ${task} will not run`;
  const command = status === "planned" || status === "postponed" ? "execute" : "resume";
  return `${task} could start, but the milestone is not running (${status}): ${reader.command(`milestone ${command} ${milestone}`)}`;
}
