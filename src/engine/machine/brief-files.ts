import { existsSync, lstatSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { renderBrief, resumedPrompt } from "../../milestone/brief/template.ts";
import { paths } from "../../milestone/names.ts";
import type { AgentProfile, Plan } from "../../milestone/plan/plan.ts";
import { modelOf, priceOf } from "../../milestone/plan/prices.ts";
import { ASK_LIMIT } from "../../milestone/question/asked.ts";
import { minuteUsd, takesCap } from "../../milestone/schedule/budget.ts";
import type { Usage } from "../../milestone/session/event.ts";
import type { State } from "../../milestone/session/state.ts";
import { readNoFollow } from "../git/no-follow-fs.ts";
import { type AttemptRequest, type Repository, shownPath } from "../ports.ts";
import type { ProcessOutcome } from "../process/run-process.ts";
import { shellArgv } from "../process/shell.ts";
import type { ModelUse } from "../profile/agent-report.ts";
import { commandLine } from "../profile/command-line.ts";
import {
  type AgentResult,
  conversationOf,
  type Pricing,
  parseResult,
  usageOfKilled,
} from "../profile/result.ts";

export interface Brief {
  /** Private folder of this attempt, empty before. */
  folder: string;
  prompt: string;
  promptFile: string;
  /** Where the executor writes what it asks a person. */
  askFile: string;
  variables: Record<string, string>;
}

/** Writes prompt, context and feedback where the executor finds them, and names them in its environment. */
export async function writeBrief(
  options: { folder: string; repository: Repository; isResumed: boolean },
  request: AttemptRequest,
): Promise<Brief> {
  const { plan, task, phase, workspace, attempt, slot, session, state } = request;
  const { folder } = options;
  const template = workspace.commit
    ? await options.repository.readFile(workspace.commit, paths.prompt(phase.phase))
    : null;
  const question = {
    plan,
    task,
    phase,
    attempt,
    state,
    feedback: request.feedback,
    answered: request.answered,
    notes: request.notes,
    kept: request.kept,
    isOverlay: Boolean(workspace.layers),
    ...(request.conflicts ? { conflicts: request.conflicts } : {}),
    ...(request.alternative === undefined ? {} : { alternative: request.alternative }),
    template: template?.toString("utf8") ?? null,
    worktree: shownPath(workspace),
  };
  const brief = renderBrief(question);
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { flag: "wx" });
    return path;
  };
  const whole = request.review ?? brief.prompt;
  const promptFile = file("prompt.md", whole);
  const isFollowUp = options.isResumed && request.kept !== "merging";
  const prompt = isFollowUp ? resumedPrompt({ ...question, briefFile: promptFile }) : whole;
  const askFile = join(folder, "ask.json");
  const variables: Record<string, string> = {
    MILESTONE_ID: plan.id,
    MILESTONE_TITLE: plan.title,
    MILESTONE_TASK: task.id,
    MILESTONE_TASK_TITLE: task.title,
    // A planner's attempt is one of a milestone that was made of a goal alone.
    MILESTONE_PHASE: request.review ? "review" : plan.source?.format === "goal" ? "plan" : phase.phase,
    MILESTONE_SESSION: session,
    MILESTONE_ATTEMPT: String(attempt),
    MILESTONE_AGENT: String(slot),
    MILESTONE_DELIVERABLES: join(shownPath(workspace), paths.deliverables(plan.id, task.id, phase.phase)),
    MILESTONE_CONTEXT: file("context.json", JSON.stringify(brief.context, null, 2) + "\n"),
    MILESTONE_PROMPT: promptFile,
    MILESTONE_ASK: askFile,
    ...(brief.feedback === null ? {} : { MILESTONE_FEEDBACK: file("feedback.md", brief.feedback) }),
  };
  return { folder, prompt, promptFile, askFile, variables };
}

/** What the executor asks a person, as it wrote it; undefined: nothing. No link is followed, and no pipe waited for. */
export function readAsk({ folder, askFile }: Brief): string | undefined {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const read = readNoFollow({ root: folder, path: basename(askFile), maxBytes: ASK_LIMIT });
  if (read.ok) return read.content.toString("utf8");
  return existsSync(askFile) ? "it is no readable file" : undefined;
}

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
  /** What it costs, where the program does not say. */
  pricing: Pricing | null;
  /** What its conversation had used before. */
  before: readonly ModelUse[];
  /** Where the program leaves its usage; below the attempt's private folder. */
  usageFile: string | null;
}

/** `environment` is the engine's own, of which a profile may place single values in arguments. */
export function agentCall(
  request: AttemptRequest,
  brief: Brief,
  { environment, conversation }: CallContext,
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
        pricing: null,
        before: [],
        usageFile: null,
      };
    case "manual":
      throw new Error("a person's phase has no process");
    case "agent": {
      const profile = plan.profiles[executor.profile];
      if (!profile) throw new Error(`the plan has no agent profile ${executor.profile}`);
      const own = { ...environment, ...given(plan.env), ...given(executor.env) };
      const remainingUsd = request.capUsd ?? null;
      const { files, ...line } = commandLine(profile, {
        // A reviewer has the rights of the phases that write documents: it runs no commands.
        phase: request.review ? "design" : phase.phase,
        prompt: brief.prompt,
        promptFile: brief.promptFile,
        variables: brief.variables,
        worktree: shownPath(request.workspace),
        environment: own,
        model: request.model,
        remainingUsd,
        ...(conversation ? { conversation } : {}),
      });
      for (const { path, content } of files) writeFileSync(path, content);
      const stall = profile.stallTimeoutMs === undefined ? {} : { stallTimeoutMs: profile.stallTimeoutMs };
      const capUsd = takesCap(profile) ? remainingUsd : null;
      const pricing = pricingOf(profile, {
        plan,
        state: request.state,
        environment: own,
        capUsd,
        model: request.model,
      });
      const before = conversation?.told ?? [];
      return { name: profile.name, ...line, ...stall, parse: profile, pricing, before };
    }
    default:
      return executor satisfies never;
  }
}

interface CallContext {
  environment: Readonly<Record<string, string | undefined>>;
  /** null: none is kept. */
  conversation: Talk | null;
}

/** The conversation of an attempt, as its program is to have it. */
export interface Talk {
  session: string;
  isResumed: boolean;
  file: string | null;
  /** What it had used before. */
  told: ModelUse[];
}

function given(env: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

interface PricingContext {
  plan: Plan;
  state: State;
  environment: Readonly<Record<string, string | undefined>>;
  capUsd: number | null;
  /** In place of the profile's own; null: that. */
  model: string | null;
}

function pricingOf(
  profile: AgentProfile,
  { plan, state, environment, capUsd, model }: PricingContext,
): Pricing {
  return {
    price: name => priceOf(name, plan.prices),
    model: model ?? modelOf(profile, environment),
    perMinuteUsd: minuteUsd(plan, state, profile, environment),
    capUsd,
  };
}

/** What a program used that was ended before it told so itself. */
export function readUsageOfKilled(call: AgentCall, outcome: ProcessOutcome, now: number): Usage | undefined {
  if (!call.parse || !call.pricing || outcome.reason === "spawn_failed") return undefined;
  const { pricing, before } = call;
  return usageOfKilled(call.parse, outcome, { usageText: usageTextOf(call), now, pricing, before });
}

/** A report of usage is a few kilobytes (bytes). */
const USAGE_LIMIT = 1024 * 1024;

/** As an agent left it, who may have left a pipe, a link or any amount there: that counts as no report. */
function usageTextOf({ usageFile }: AgentCall): string | null {
  if (usageFile === null) return null;
  const folder = dirname(usageFile);
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null;
  const read = readNoFollow({ root: folder, path: basename(usageFile), maxBytes: USAGE_LIMIT });
  return read.ok ? read.content.toString("utf8") : null;
}

/** Which conversation the program had, and what all of it used. */
export function readConversation(call: AgentCall, outcome: ProcessOutcome) {
  return conversationOf(call.parse!, outcome, usageTextOf(call));
}

/** What the program says of itself: usage, failure, a request to be left alone for a while. */
export function readAnswer(call: AgentCall, outcome: ProcessOutcome, now: number): AgentResult {
  return parseResult(
    call.parse!,
    { exitCode: outcome.exitCode, stdout: outcome.stdout, tail: outcome.tail },
    {
      usageText: usageTextOf(call),
      now,
      before: call.before,
      ...(call.pricing ? { pricing: call.pricing } : {}),
    },
  );
}
