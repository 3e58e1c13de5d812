import { trimEndOf } from "../../milestone/text/sanitise.ts";

/**
 * Why git, or a file system git runs on, could take this path for something it must not touch; null if it is
 * safe. Windows and macOS read `.GIT`, `.git.`, `.git `, `git~1` and zero-width variants as `.git`, and a tree
 * made here may be checked out there.
 */
export function unsafePath(path: string): string | null {
  if (path === "") return "is empty";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  if (path.includes("\0") || path.includes("\n")) return "holds a control character";
  if (path.includes("\\")) return "holds a backslash";
  if (Buffer.byteLength(path) > 4096) return "is longer than 4096 bytes";
  for (const part of path.split("/")) {
    if (part === "") return "has an empty part";
    if (part === "." || part === "..") return `has a part "${part}"`;
    if (isGitDirectory(part)) return "reaches into a git directory";
  }
  return null;
}

/** Whether a path of an existing commit would be written outside the work tree or into its git directory. */
export function leavesTree(path: string): boolean {
  return path.split("/").some(part => part === "" || part === "." || part === ".." || isGitDirectory(part));
}

/** Characters that HFS+ leaves out when it compares names. */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** Whether some file system reads this name as `.git`. */
export function isGitDirectory(name: string): boolean {
  const [own = ""] = name.replace(IGNORED, "").toLowerCase().split(":", 1);
  const folded = trimEndOf(own, ". ");
  return folded === ".git" || folded === "git~1";
}

/** The folders that a path lies in, the nearest first. */
export function foldersAbove(path: string): string[] {
  const found: string[] = [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    found.push(path.slice(0, end));
  }
  return found;
}
