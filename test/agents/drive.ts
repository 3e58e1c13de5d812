import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { executorEnvironment } from "../../src/engine/process/environment.ts";
import { type ProcessOutcome, runProcess } from "../../src/engine/process/run-process.ts";
import type { StallWatch } from "../../src/engine/process/stall-watch.ts";
import { commandLine } from "../../src/engine/profile/command-line.ts";
import { type AgentResult, parseResult } from "../../src/engine/profile/result.ts";
import type { Phase } from "../../src/milestone/phase.ts";
import { BUILT_IN_PROFILES } from "../../src/milestone/plan/profiles.ts";
import type { Conversation, Script } from "./model/script.ts";
import { startModel } from "./model/server.ts";
import { BIN, HOMES, type Program } from "./programs.ts";

export const FOLDER = ".milestones/deliverables/m/t";

export interface Drive {
  program: Program;
  phase: Phase;
  script: (tree: string) => Script;
  prompt?: string;
  remainingUsd?: number;
  env?: Record<string, string>;
  timeoutMs?: number;
  stall?: StallWatch;
}

export interface Driven {
  result: AgentResult;
  outcome: ProcessOutcome;
  /** Paths that the attempt left changed, sorted. */
  changed: string[];
  turns: Conversation[];
}

/** Runs the real program once, as the engine would, in a repository and home of its own, against the stand-in. */
export async function drive(options: Drive): Promise<Driven> {
  const { program, phase, prompt = "Write the document, please.\n" } = options;
  const profile = BUILT_IN_PROFILES[program]!;
  const tree = mkdtempSync(join(tmpdir(), "agents-tree-"));
  const home = mkdtempSync(join(HOMES, `${program}-`));
  const scratch = mkdtempSync(join(home, "attempt-"));
  const deliverables = join(tree, FOLDER, phase);
  execFileSync("git", ["init", "-q", tree]);
  mkdirSync(deliverables, { recursive: true });
  mkdirSync(join(tree, "src"));
  const model = await startModel({ script: options.script(tree) });
  try {
    const engine = {
      PATH: `${dirname(process.execPath)}:${BIN}:${process.env.PATH}`,
      ...keysOf(program, model.url, home),
    };
    const promptFile = join(scratch, "prompt.md");
    writeFileSync(promptFile, prompt);
    const line = commandLine(profile, {
      phase,
      prompt,
      promptFile,
      variables: { MILESTONE_DELIVERABLES: deliverables },
      worktree: tree,
      environment: engine,
      remainingUsd: options.remainingUsd ?? null,
    });
    for (const file of line.files) writeFileSync(file.path, file.content);
    const allow = [line.env, options.env ?? {}];
    const { variables } = executorEnvironment({ engine, allow, milestone: {}, home });
    const outcome = await runProcess({
      argv: line.argv,
      cwd: tree,
      env: { ...variables, CI: "true" },
      ...(line.stdin === null ? {} : { stdin: line.stdin }),
      timeoutMs: options.timeoutMs ?? 90_000,
      ...(options.stall ? { stall: options.stall } : {}),
      captureBytes: 8 * 1024 * 1024,
    }).outcome;
    const usageText =
      line.usageFile !== null && existsSync(line.usageFile) ? readFileSync(line.usageFile, "utf8") : null;
    const result = parseResult(profile, outcome, { usageText, now: Date.now() });
    const status = execFileSync("git", ["-C", tree, "status", "--porcelain", "-uall"], { encoding: "utf8" });
    const changed = status.split("\n").flatMap(l => (l === "" ? [] : [l.slice(3)]));
    return { result, outcome, changed: changed.sort(), turns: model.turns };
  } finally {
    await model.close();
    rmSync(tree, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}

/** Where each program finds the stand-in, and a key that is none. */
export function keysOf(program: Program, url: string, home: string): Record<string, string> {
  switch (program) {
    case "claude":
      return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "sk-ant-dummy" };
    case "codex":
      return { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "sk-dummy" };
    case "gemini":
      // With another address it asks for the kind of key in its settings, in this version at least.
      mkdirSync(join(home, ".gemini"), { recursive: true });
      writeFileSync(
        join(home, ".gemini/settings.json"),
        JSON.stringify({ security: { auth: { selectedType: "gemini-api-key" } } }),
      );
      return { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: "dummy" };
    case "copilot":
      return {
        COPILOT_OFFLINE: "true",
        COPILOT_PROVIDER_TYPE: "anthropic",
        COPILOT_PROVIDER_BASE_URL: url,
        COPILOT_PROVIDER_API_KEY: "dummy",
        COPILOT_MODEL: "claude-sonnet-4.5",
      };
  }
}
