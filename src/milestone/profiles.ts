import type { AgentProfile } from "./plan.ts";

/**
 * How the four known programs are driven without a terminal. Each flag was tried with the real program against a
 * stand-in for its model (`npm run test:agents`); the versions are in `VERIFIED_VERSIONS`.
 *
 * In `args` and `phaseArgs` these words are replaced (see src/engine/profile/command-line.ts): `{prompt}`,
 * `{prompt_file}`, `{worktree}`, `{deliverables}`, `{deliverables_path}`, `{files}`, `{budget_usd}`.
 *
 * Design, spec and task phases may write below their deliverables folder only; execute may change code and run commands.
 */
export const BUILT_IN_PROFILES: Readonly<Record<string, AgentProfile>> = {
  claude: {
    name: "claude",
    command: "claude",
    args: ["-p", "--output-format", "json", "--no-session-persistence", "--strict-mcp-config"],
    phaseArgs: {
      design: claudeWrites("{deliverables_path}/**"),
      spec: claudeWrites("{deliverables_path}/**"),
      task: claudeWrites("{deliverables_path}/**"),
      execute: ["--permission-mode", "acceptEdits", "--allowedTools", "Bash,Edit,Write,Read,Grep,Glob"],
    },
    prompt: "stdin",
    env: {
      ANTHROPIC_API_KEY: null,
      ANTHROPIC_AUTH_TOKEN: null,
      ANTHROPIC_BASE_URL: null,
      ANTHROPIC_MODEL: null,
      CLAUDE_CODE_OAUTH_TOKEN: null,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    },
    result: "claude-json",
    install: "npm install --global @anthropic-ai/claude-code",
  },
  codex: {
    name: "codex",
    command: "codex",
    args: ["exec", "--json", "--ephemeral", "--skip-git-repo-check", "--sandbox", "workspace-write"],
    phaseArgs: {},
    prompt: "stdin",
    env: { CODEX_API_KEY: null, OPENAI_API_KEY: null, OPENAI_BASE_URL: null },
    result: "codex-jsonl",
    install: "npm install --global @openai/codex",
  },
  gemini: {
    name: "gemini",
    command: "gemini",
    args: ["--output-format", "json", "--skip-trust"],
    phaseArgs: {
      design: ["--approval-mode", "auto_edit"],
      spec: ["--approval-mode", "auto_edit"],
      task: ["--approval-mode", "auto_edit"],
      execute: ["--approval-mode", "yolo"],
    },
    prompt: "stdin",
    env: { GEMINI_API_KEY: null, GOOGLE_API_KEY: null, GOOGLE_GEMINI_BASE_URL: null, GEMINI_MODEL: null },
    result: "gemini-json",
    install: "npm install --global @google/gemini-cli",
  },
  copilot: {
    name: "copilot",
    command: "copilot",
    args: ["--silent", "--no-color", "--no-auto-update", "--no-ask-user", "--disable-builtin-mcps"],
    phaseArgs: {
      design: ["--allow-tool", "write"],
      spec: ["--allow-tool", "write"],
      task: ["--allow-tool", "write"],
      execute: ["--allow-all-tools"],
    },
    prompt: "stdin",
    env: { COPILOT_GITHUB_TOKEN: null, COPILOT_MODEL: null },
    result: "copilot-text",
    install: "npm install --global @github/copilot",
  },
};

/** Reading everywhere, writing below one folder, no commands; whatever else would ask is refused. */
function claudeWrites(pattern: string): string[] {
  return [
    "--permission-mode",
    "dontAsk",
    "--tools",
    "Read,Grep,Glob,Edit,Write",
    "--allowedTools",
    `Read,Grep,Glob,Edit(${pattern})`,
  ];
}
