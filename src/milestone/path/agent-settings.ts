/** Folders whose content steers coding agents or the tools that they start, wherever they stand. */
const FOLDERS = new Set([
  ...[".claude", ".codex", ".gemini", ".cursor", ".agents", ".opencode", ".qwen", ".windsurf", ".continue"],
  ...[".roo", ".husky", ".clinerules", ".amazonq", ".junie", ".augment", ".factory", ".crush", ".goose"],
]);
/** Files that do. */
const FILES = new Set([
  ...[".mcp.json", ".npmrc", ".gitconfig", "agents.md", "agents.override.md", "claude.md", "claude.local.md"],
  ...["gemini.md", "qwen.md", ".cursorrules", ".windsurfrules", ".clinerules", ".aider.conf.yml"],
  ...["opencode.json", "opencode.jsonc", "crush.json", ".crush.json", ".goosehints", ".augment-guidelines"],
]);
const GITHUB = /^\.github\/(?:copilot|instructions\/|prompts\/|agents\/|chatmodes\/|hooks\/)/;
/** Beside specs, which are people's plans. */
const KIRO = /(?:^|\/)\.kiro\/(?:steering|settings|hooks|agents)(?:\/|$)/;

/** Whether an agent or what it starts takes orders from the file; letter case means nothing to some file systems. */
export function isAgentSetting(path: string): boolean {
  const lower = path.toLowerCase();
  const names = lower.split("/");
  return (
    names.slice(0, -1).some(name => FOLDERS.has(name)) ||
    FOLDERS.has(names.at(-1)!) ||
    FILES.has(names.at(-1)!) ||
    GITHUB.test(lower) ||
    KIRO.test(lower)
  );
}
