import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Conversion } from "./convert.ts";
import type { Oid } from "./object.ts";
import type { SafeGit } from "./safe-git.ts";

interface CheckoutToMove {
  git: SafeGit;
  conversion: Conversion;
  /** Of the person: its index and its work tree. */
  gitDirectory: string;
  commonDirectory: string;
  root: string;
}

/** For git to write what differs (ms). */
const TIMEOUT_MS = 600_000;

/**
 * Takes index and files of the person's checkout from one commit to another, as `git merge --ff-only` does, without the
 * repository's hooks and filters. git refuses where a file that was changed, or that nobody tracks, would be lost; `dry`
 * only asks. Answers what stands against it, or null.
 */
export async function moveCheckout(
  { git, conversion, gitDirectory, commonDirectory, root }: CheckoutToMove,
  { from, to, dry }: { from: Oid; to: Oid; dry: boolean },
): Promise<string | null> {
  const attributes = join(commonDirectory, "info/attributes");
  const { code, stderr } = await git.run(["read-tree", "-m", "-u", ...(dry ? ["-n"] : []), from, to], {
    env: {
      ...conversion.env,
      GIT_DIR: git.plainDirectory,
      GIT_INDEX_FILE: join(gitDirectory, "index"),
      GIT_WORK_TREE: root,
    },
    config: [...conversion.config, ...(existsSync(attributes) ? [`core.attributesFile=${attributes}`] : [])],
    cwd: root,
    timeout: TIMEOUT_MS,
  });
  return code === 0 ? null : firstLine(stderr);
}

function firstLine(stderr: string): string {
  const lines = stderr.split("\n").map(line => line.trim());
  return lines.find(line => line !== "")?.replace(/^(?:error|fatal): /, "") ?? "git gave no reason";
}
