import picomatch from "picomatch";
import { matchGlob } from "./glob-matcher.ts";

const OPTIONS = { dot: true, noextglob: true, nonegate: true, strictBrackets: true } as const;
const MAX_GLOB = 300;
const MAX_WILDCARDS = 20;

/** Why a glob over repository paths is refused, or null when it is good. */
export function globProblem(glob: string): string | null {
  if (glob.trim() === "" || glob.trim() !== glob)
    return "a glob may not be empty or begin or end with a space";
  if (glob.length > MAX_GLOB) return `a glob may have at most ${MAX_GLOB} characters`;
  if (glob.startsWith("/") || glob.startsWith("!") || glob.includes("\\")) {
    return "a glob is relative to the repository, without a leading / or !, and without backslashes";
  }
  if (glob.split("/").some(part => part === ".." || part === "." || part === "")) {
    return 'a glob may not hold ".", ".." or empty parts';
  }
  if (/[?*+@!]\(/.test(glob)) return "extended patterns such as +(…) are not read";
  if ((glob.match(/\*+|\?/g) ?? []).length > MAX_WILDCARDS) return `more than ${MAX_WILDCARDS} wildcards`;
  try {
    picomatch.makeRe(glob, OPTIONS);
    return null;
  } catch (error) {
    // picomatch throws a SyntaxError for unbalanced brackets; anything else is a fault of ours.
    if (!(error instanceof SyntaxError)) throw error;
    return "its brackets do not match";
  }
}

/** Whether a repository path (with `/`) matches any of the globs; dot files match like others. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map(matchGlob);
  return path => matchers.some(matches => matches(path));
}
