import type { SafeGit } from "./safe-git.ts";

/** Which untracked paths of a work tree are ignored, as git says; what is known to be is not asked again. */
export interface IgnoreRules {
  /** Whether the path itself was found to be ignored earlier. */
  isKnown(path: string): boolean;
  /** All that was found to be ignored. */
  all(): string[];
  /** Those of the paths that are ignored. Starts git once, and not at all for no paths. */
  ignored(paths: readonly string[]): Promise<Set<string>>;
  /** To be called when a commit with another `.gitignore` was checked out. */
  forget(): void;
  /**
   * Says which uncommitted `.gitignore` files there are, and their times. False when they are not the ones
   * that the known answers were given under: these are forgotten then.
   */
  stillValid(uncommitted: string): boolean;
}

export function openIgnoreRules(
  git: SafeGit,
  { root, excludesFile }: { root: string; excludesFile: string | null },
): IgnoreRules {
  const config = excludesFile === null ? [] : [`core.excludesFile=${excludesFile}`];
  const known = new Set<string>();
  let validFor = "";
  return {
    isKnown: path => known.has(path),
    all: () => [...known],
    async ignored(paths) {
      if (paths.length === 0) return new Set();
      const env = { GIT_WORK_TREE: root, GIT_INDEX_FILE: "/dev/null", GIT_LITERAL_PATHSPECS: "0" };
      const args = ["check-ignore", "-z", "--stdin", "--no-index"];
      // check-ignore refuses literal pathspecs; "./" keeps names like ":(top)" from being read as magic.
      const input = paths.map(path => `./${path}\0`).join("");
      const { code, stdout, stderr } = await git.run(args, { env, input, config, cwd: root });
      if (code !== 0 && code !== 1) throw new Error(`git check-ignore failed: ${stderr.trim()}`);
      const answers = stdout.toString("utf8").split("\0").filter(Boolean);
      const found = new Set(answers.map(path => path.slice(2)));
      for (const path of found) known.add(path);
      return found;
    },
    forget: () => known.clear(),
    stillValid(uncommitted) {
      if (uncommitted === validFor) return true;
      validFor = uncommitted;
      known.clear();
      return false;
    },
  };
}
