import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { AgentProfile } from "../../milestone/plan/plan.ts";
import { remainingUsd } from "../../milestone/schedule/budget.ts";
import type { AttemptRequest } from "../ports.ts";
import type { ProcessOutcome } from "../process/run-process.ts";
import { shellArgv } from "../process/shell.ts";
import { commandLine } from "../profile/command-line.ts";
import { type AgentResult, parseResult } from "../profile/result.ts";
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
  /** Where the program leaves its usage; below the attempt's private folder. */
  usageFile: string | null;
}

/** `environment` is the engine's own, of which a profile may place single values in arguments. */
export function agentCall(
  request: AttemptRequest,
  brief: Brief,
  environment: Readonly<Record<string, string | undefined>>,
): AgentCall {
  const { executor, plan, phase } = request;
  switch (executor.kind) {
    case "run":
      return {
        name: "the command",
        argv: shellArgv(executor.command),
        stdin: null,
        env: {},
        parse: null,
        usageFile: null,
      };
    case "manual":
      throw new Error("a person's phase has no process");
    case "agent": {
      const profile = plan.profiles[executor.profile];
      if (!profile) throw new Error(`the plan has no agent profile ${executor.profile}`);
      const { files, ...line } = commandLine(profile, {
        phase: phase.phase,
        prompt: brief.prompt,
        promptFile: brief.promptFile,
        variables: brief.variables,
        worktree: request.workspace.dir,
        environment: { ...environment, ...given(executor.env) },
        remainingUsd: remainingUsd(plan, request.state, request.task.id),
      });
      for (const { path, content } of files) writeFileSync(path, content);
      const stall = profile.stallTimeoutMs === undefined ? {} : { stallTimeoutMs: profile.stallTimeoutMs };
      return { name: profile.name, ...line, ...stall, parse: profile };
    }
    default:
      return executor satisfies never;
  }
}

function given(env: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

/** What the program says of itself: usage, failure, a wish to be left alone for a while. */
export function readAnswer(call: AgentCall, outcome: ProcessOutcome, now: number): AgentResult {
  const { usageFile } = call;
  const usageText = usageFile !== null && existsSync(usageFile) ? readFileSync(usageFile, "utf8") : null;
  return parseResult(
    call.parse!,
    { exitCode: outcome.exitCode, stdout: outcome.stdout, tail: outcome.tail },
    { usageText, now },
  );
}
