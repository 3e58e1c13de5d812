import { ROOT } from "../names.ts";
import { trimEndOf } from "../text/sanitise.ts";

/** Why a changed path of a phase is not taken over. */
export type PathRule =
  | "unsafe_path"
  | "git_internals"
  | "workflow"
  | "github_config"
  | "codeowners"
  | "milestones";

export interface DroppedPath {
  path: string;
  rule: PathRule;
  /** In words for the person and for the next attempt; does not repeat the path. */
  reason: string;
}

export interface GuardedPaths {
  allowed: string[];
  dropped: DroppedPath[];
}

/**
 * Parts a phase's changes into what may be committed and what is dropped, reported and fails the attempt
 * (contract §5). `ownFolder` is the phase's deliverables folder below `.milestones/`; nothing else there is
 * an executor's to write, as it is the state that others trust.
 */
export function guardPaths(paths: Iterable<string>, ownFolder: string): GuardedPaths {
  const result: GuardedPaths = { allowed: [], dropped: [] };
  for (const path of paths) {
    const verdict = guardPath(path, ownFolder);
    if (verdict.allowed) result.allowed.push(path);
    else result.dropped.push({ path, rule: verdict.rule, reason: verdict.reason });
  }
  return result;
}

export type PathVerdict = { allowed: true } | { allowed: false; rule: PathRule; reason: string };

/** The same for one path. */
export function guardPath(path: string, ownFolder: string): PathVerdict {
  const form = formProblem(path);
  if (form) return dropped("unsafe_path", form);
  const names = path.split("/").map(canonicalName);
  if (names.some(isGit)) return dropped("git_internals", "it reaches into git's own folder");
  const [first = "", second = "", third = ""] = names;
  if (names.some(name => isShort(name, "gitmodules", "gitmod"))) {
    // It says where commits of submodules come from, and servers refuse a whole push for a hostile one.
    return dropped("git_internals", "which submodules there are is decided by people");
  }
  if (isShort(first, "milestones", "milest")) {
    // Compared letter by letter, not in canonical form: only the very folder itself is the phase's own.
    if (path.startsWith(`${ownFolder}/`)) return ALLOWED;
    return dropped("milestones", `below ${ROOT}/ a phase writes only its own deliverables (${ownFolder}/)`);
  }
  if (names.length <= 3 && ownersFile(names)) {
    return dropped("codeowners", "who must review is decided by people");
  }
  if (!isShort(first, "github", "github")) return ALLOWED;
  if (names.length === 1) return dropped("github_config", "the folder may not be replaced");
  if (isShort(second, "workflows", "workfl", "") || isShort(second, "actions", "action", "")) {
    return dropped(
      "workflow",
      "workflows and actions run with the repository's rights, so only people change them",
    );
  }
  const config = third === "" && (second === "milestone.yml" || /^milest~\d+\.yml$/.test(second));
  return config ? dropped("github_config", "it says who may do what, so only people change it") : ALLOWED;
}

const ALLOWED: PathVerdict = { allowed: true };

/** Characters that look like a slash or a dot, or become one in another system's normal form. */
const LOOKALIKES = /[\u2024\u2025\u2026\u2044\u2215\u2571\u29f5\u29f8\ufe52\ufe68\uff0e\uff0f\uff3c]/;
/** Bidirectional marks make a path read as another one. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
const MAX_PATH_BYTES = 4_096;
const MAX_NAME_BYTES = 255;

/** Why a path is no good anywhere, whatever it names. */
function formProblem(path: string): string | null {
  if (path === "") return "it is empty";
  if (/[\0-\x1f\x7f-\x9f]/.test(path)) return "it holds control characters";
  if (path !== path.toWellFormed() || path.includes("\ufffd")) return "its name is no valid text";
  if (path.includes("\\")) return "it holds a backslash, which is a separator on Windows";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "it is absolute";
  if (LOOKALIKES.test(path) || BIDI.test(path)) return "it holds characters that pass for others";
  if (byteLength(path) > MAX_PATH_BYTES) return "it is too long";
  for (const name of path.split("/")) {
    const problem = nameProblem(name);
    if (problem) return problem;
  }
  return null;
}

function nameProblem(name: string): string | null {
  if (name === "") return "it holds an empty part";
  if (name === "." || name === ".." || /^(?:%2e|\.){1,2}$/i.test(name)) return "it leaves its folder";
  if (/%(?:2f|5c|00)/i.test(name)) return "it holds an encoded separator";
  if (/[. ]$/.test(name)) return "a name ends in a dot or space, which Windows drops";
  if (DEVICE.test(name)) return "a name is a device on Windows";
  return byteLength(name) > MAX_NAME_BYTES ? "a name is too long" : null;
}

/**
 * The name as the most forgiving file system sees it: compatibility forms and letter case folded,
 * ignorable characters and NTFS streams dropped, dots and spaces at the end dropped. Two names that could
 * be the same file anywhere are equal here.
 */
function canonicalName(name: string): string {
  const [own = ""] = name.split(":", 1);
  const folded = own
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKC");
  return trimEndOf(folded, ". ");
}

function isGit(name: string): boolean {
  return name === ".git" || /^gi(?:t|[0-9a-f]{4})~\d+$/.test(name);
}

/** A protected name or its short form on NTFS (`.github` is also `GITHUB~1`, or with a hash `GI7E3F~1`). */
function isShort(name: string, word: string, short: string, dot = "."): boolean {
  if (name === dot + word) return true;
  const tilde = /^([^~]{2,6})~\d+$/.exec(name)?.[1];
  if (tilde === undefined) return false;
  return (
    tilde === short ||
    (tilde.length === 6 && tilde.startsWith(short.slice(0, 2)) && /^..[0-9a-f]{4}$/.test(tilde))
  );
}

/** CODEOWNERS counts at the root, in `.github/` and in `docs/`. */
function ownersFile(names: string[]): boolean {
  const [first = "", second] = names;
  const isOwners = (name: string) => isShort(name, "codeowners", "codeow", "");
  if (second === undefined) return isOwners(first);
  return names.length === 2 && (first === "docs" || isShort(first, "github", "github")) && isOwners(second);
}

function dropped(rule: PathRule, reason: string): PathVerdict {
  return { allowed: false, rule, reason };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

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
