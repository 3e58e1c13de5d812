/** Folders whose content steers coding agents or the tools that they start, wherever they stand. */
const FOLDERS = new Set([
  ...[".claude", ".codex", ".gemini", ".cursor", ".agents", ".opencode", ".qwen", ".windsurf", ".continue"],
  ...[".roo", ".husky"],
]);
/** Files that do. */
const FILES = new Set([
  ...[".mcp.json", ".npmrc", ".gitconfig", "agents.md", "agents.override.md", "claude.md", "claude.local.md"],
  ...["gemini.md", "qwen.md", ".cursorrules", ".windsurfrules", ".clinerules", ".aider.conf.yml"],
  ...["opencode.json", "opencode.jsonc"],
]);
const GITHUB = /^\.github\/(?:copilot|instructions\/|prompts\/|agents\/|chatmodes\/)/;

/** Whether an agent or what it starts takes orders from the file; letter case means nothing to some file systems. */
export function isAgentSetting(path: string): boolean {
  const lower = path.toLowerCase();
  const names = lower.split("/");
  return (
    names.slice(0, -1).some(name => FOLDERS.has(name)) ||
    FOLDERS.has(names.at(-1)!) ||
    FILES.has(names.at(-1)!) ||
    GITHUB.test(lower)
  );
}
