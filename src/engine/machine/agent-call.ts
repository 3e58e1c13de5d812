import type { Usage } from "../../milestone/event.ts";
import type { AgentProfile } from "../../milestone/plan.ts";
import { commandLine } from "../profile/command-line.ts";
import { parseResult } from "../profile/result.ts";
import type { ProcessOutcome } from "../process/run-process.ts";
import { shellArgv } from "../process/shell.ts";
import type { AttemptRequest } from "../ports.ts";
import type { Brief } from "./brief-files.ts";

/** How an executor is started, and how its answer is read. */
export interface AgentCall {
  /** As the failure's sentence begins. */
  name: string;
  argv: string[];
  stdin: string | null;
  env: Readonly<Record<string, string | null>>;
  stallTimeoutMs?: number;
  /** null: the exit code says it all. */
  parse: AgentProfile | null;
}

export interface Answer {
  ok: boolean;
  usage?: Usage;
  answers: string[];
  error?: string;
  /** The program asked to be called again after this long. */
  waitMs?: number;
}

export function agentCall(request: AttemptRequest, brief: Brief): AgentCall {
  const { executor, plan, phase } = request;
  switch (executor.kind) {
    case "run":
      return { name: "the command", argv: shellArgv(executor.command), stdin: null, env: {}, parse: null };
    case "manual":
      throw new Error("a person's phase has no process");
    case "agent": {
      const profile = plan.profiles[executor.profile];
      if (!profile) throw new Error(`the plan has no agent profile ${executor.profile}`);
      const { argv, stdin } = commandLine(profile, { phase: phase.phase, prompt: brief.prompt, promptFile: brief.promptFile, variables: brief.variables });
      const stall = profile.stallTimeoutMs === undefined ? {} : { stallTimeoutMs: profile.stallTimeoutMs };
      return { name: profile.name, argv, stdin, env: profile.env, ...stall, parse: profile };
    }
    default:
      return executor satisfies never;
  }
}

/** What the program says of itself: usage, failure, a wish to be left alone for a while. */
export function readAnswer(call: AgentCall, outcome: ProcessOutcome): Answer {
  return parseResult(call.parse!, outcome);
}
