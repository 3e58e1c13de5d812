import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The versions that the built-in profiles were verified with. */
export const PROGRAMS = {
  claude: { package: "@anthropic-ai/claude-code", version: "2.1.332" },
  codex: { package: "@openai/codex", version: "0.171.0" },
  gemini: { package: "@google/gemini-cli", version: "0.61.0" },
  copilot: { package: "@github/copilot", version: "1.0.102" },
} as const;
export type Program = keyof typeof PROGRAMS;

/** Not below /tmp: codex makes no helpers there, and then writes nothing. */
const CACHE = join(import.meta.dirname, "../../.cache/agents");
export const HOMES = join(CACHE, "homes");
export const BIN = join(CACHE, "node_modules/.bin");

/** Installs the programs into the cache folder unless these very versions are there (about 1.1 GB, 15 s). */
export function installPrograms(): void {
  const dependencies = Object.fromEntries(Object.values(PROGRAMS).map(p => [p.package, p.version]));
  const manifest = `${JSON.stringify({ private: true, dependencies }, null, 2)}\n`;
  const done = join(CACHE, "installed.json");
  mkdirSync(HOMES, { recursive: true });
  if (existsSync(done) && readFileSync(done, "utf8") === manifest) return;
  writeFileSync(join(CACHE, "package.json"), manifest);
  const npm = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  execFileSync("npm", npm, { cwd: CACHE, stdio: "inherit" });
  // The one script that is needed: it puts the platform's binary in its place.
  execFileSync(process.execPath, ["install.cjs"], {
    cwd: join(CACHE, "node_modules", PROGRAMS.claude.package),
  });
  writeFileSync(done, manifest);
}
