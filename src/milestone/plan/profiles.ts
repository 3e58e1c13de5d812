import type { Phase } from "../phase.ts";
import type { AgentProfile } from "./plan.ts";

/**
 * How the four known programs are driven without a terminal. Each flag was tried with the real program against a
 * stand-in for its model (`npm run test:agents` does it again, with the versions in test/agents/programs.ts). Words in
 * braces are replaced, see src/engine/profile/command-line.ts.
 *
 * In design, spec and task an agent may write below its deliverables folder only, and none but codex (whose sandbox
 * holds commands to the same) may run commands; execute may change code and run commands. That keeps an agent on its
 * way; what counts is the engine's own check of what was changed.
 */
export const BUILT_IN_PROFILES: Readonly<Record<string, AgentProfile>> = {
  claude: {
    name: "claude",
    command: "claude",
    args: [
      "-p",
      "--output-format=json",
      // Servers of the repository's .mcp.json would run with the agent's key and rights.
      "--strict-mcp-config",
      "--max-budget-usd={budget_usd}",
    ],
    phaseArgs: phases(
      [
        "--permission-mode=dontAsk",
        "--tools=Read,Grep,Glob,Edit,Write",
        "--allowedTools=Read,Grep,Glob,Edit({deliverables_path}/**)",
      ],
      // `--dangerously-skip-permissions` is refused to root, and not needed.
      [
        "--permission-mode=acceptEdits",
        "--tools=Bash,Read,Grep,Glob,Edit,Write",
        "--allowedTools=Bash,Read,Grep,Glob,Edit,Write",
      ],
    ),
    prompt: "stdin",
    env: {
      ANTHROPIC_API_KEY: null,
      ANTHROPIC_AUTH_TOKEN: null,
      ANTHROPIC_BASE_URL: null,
      ANTHROPIC_MODEL: null,
      CLAUDE_CODE_OAUTH_TOKEN: null,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      // Of 10 by default, which hides a refused key for minutes; the engine waits and retries by itself.
      CLAUDE_CODE_MAX_RETRIES: "3",
    },
    result: "claude-json",
    install: "npm install --global @anthropic-ai/claude-code",
    conversation: {
      without: ["--no-session-persistence"],
      start: ["--session-id={session}"],
      resume: ["--resume={session}"],
      home: ".claude",
      variable: "CLAUDE_CONFIG_DIR",
      sessions: "projects",
    },
    loginCheck: "claude auth status",
    logins: [".claude/.credentials.json", ".claude/settings.json", "Library/Keychains"],
  },
  codex: {
    name: "codex",
    command: "codex",
    args: [
      "exec",
      "--json",
      "--skip-git-repo-check",
      "--sandbox=workspace-write",
      // It reads the address of another service from its configuration only.
      '--config=openai_base_url="{env.OPENAI_BASE_URL}"',
    ],
    // The sandbox lets write to its root and, unless told otherwise, to every temporary folder.
    phaseArgs: phases(
      [
        "--cd={deliverables}",
        "--config=sandbox_workspace_write.exclude_slash_tmp=true",
        "--config=sandbox_workspace_write.exclude_tmpdir_env_var=true",
      ],
      [],
    ),
    prompt: "stdin",
    env: { CODEX_API_KEY: null, OPENAI_API_KEY: null, OPENAI_BASE_URL: null },
    result: "codex-jsonl",
    install: "npm install --global @openai/codex",
    conversation: {
      without: ["--ephemeral"],
      // It names its conversation itself.
      start: [],
      resume: ["resume", "{session}", "-"],
      home: ".codex",
      variable: "CODEX_HOME",
      sessions: "sessions",
    },
    loginCheck: "codex login status",
    logins: [".codex/auth.json", ".codex/config.toml", "Library/Keychains"],
  },
  gemini: {
    name: "gemini",
    command: "gemini",
    args: ["--output-format=json", "--skip-trust"],
    phaseArgs: phases(
      ["--approval-mode=default", "--policy={files}/gemini-policy.toml"],
      ["--approval-mode=yolo"],
    ),
    prompt: "stdin",
    env: {
      GEMINI_API_KEY: null,
      GOOGLE_API_KEY: null,
      GOOGLE_GEMINI_BASE_URL: null,
      GEMINI_MODEL: null,
      // Else it starts itself a second time and leaves that process behind when it is ended.
      GEMINI_CLI_NO_RELAUNCH: "true",
    },
    files: { "gemini-policy.toml": geminiPolicy() },
    result: "gemini-json",
    install: "npm install --global @google/gemini-cli",
    conversation: {
      without: [],
      start: ["--session-id={session}"],
      // By its file: by its id it is found in the same folder only.
      resume: ["--session-file={session_file}"],
      home: ".gemini",
      sessions: "tmp",
    },
    logins: [
      ".gemini/oauth_creds.json",
      ".gemini/gemini-credentials.json",
      ".gemini/settings.json",
      ".gemini/.env",
      ".env",
      "Library/Keychains",
    ],
  },
  copilot: {
    name: "copilot",
    command: "copilot",
    args: [
      "--silent",
      "--no-color",
      "--no-auto-update",
      "--no-ask-user",
      "--disable-builtin-mcps",
      "--usage-output-file={usage_file}",
    ],
    phaseArgs: phases(["--allow-tool=write({deliverables}/**)"], ["--allow-all-tools"]),
    prompt: "stdin",
    env: {
      COPILOT_GITHUB_TOKEN: null,
      COPILOT_MODEL: null,
      COPILOT_OFFLINE: null,
      COPILOT_PROVIDER_TYPE: null,
      COPILOT_PROVIDER_BASE_URL: null,
      COPILOT_PROVIDER_API_KEY: null,
    },
    result: "copilot-text",
    install: "npm install --global @github/copilot",
    conversation: {
      without: [],
      start: ["--session-id={session}"],
      resume: ["--session-id={session}"],
      home: ".copilot",
      sessions: "session-state",
    },
    logins: [".copilot/config.json", ".config/gh/hosts.yml", "Library/Keychains"],
  },
};

/** One set of arguments for the phases that write documents, one for the phase that changes code. */
function phases(documents: string[], execute: string[]): Partial<Record<Phase, string[]>> {
  return { design: documents, spec: documents, task: documents, execute };
}

/** Higher priority wins; a path with `..` is refused before the folder is looked at. */
function geminiPolicy(): string {
  const rule = (decision: "allow" | "deny", priority: number, tools: string, pattern?: string) =>
    [
      "[[rule]]",
      `toolName = ${tools}`,
      ...(pattern === undefined ? [] : [`argsPattern = '${pattern}'`]),
      `decision = "${decision}"`,
      `priority = ${priority}`,
    ].join("\n");
  const edits = '["write_file", "replace"]';
  return `${[
    rule("deny", 600, edits, "/\\.\\./"),
    rule("allow", 500, edits, '"file_path":"{deliverables_regex}\\/'),
    rule("allow", 500, edits, '"file_path":"{deliverables_path}/'),
    rule("deny", 400, '["write_file", "replace", "run_shell_command"]'),
  ].join("\n\n")}\n`;
}
