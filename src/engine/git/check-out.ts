import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type IndexEntry, type PresentEntry, parseIndexFile } from "./index-file.ts";
import type { ObjectFormat, Oid } from "./object.ts";
import type { SafeGit } from "./safe-git.ts";
import { isHidden, type View } from "./view.ts";

/** The form of index that `parseIndexFile` reads, whatever the machine's settings say. */
const INDEX_CONFIG = [
  "index.version=2",
  "core.splitIndex=false",
  "index.sparse=false",
  "feature.manyFiles=false",
];

/** For git to write all files of a commit (ms). */
const TIMEOUT_MS = 600_000;

/**
 * Writes a commit's files into an empty folder by git itself, which is quicker for thousands of them, in an index of
 * our own. What the view leaves out is never written: of a milestone that has gone on for long, that is most of its
 * deliverables.
 */
export async function checkOut(
  git: SafeGit,
  { commit, view, into, format }: { commit: Oid; view: View; into: string; format: ObjectFormat },
): Promise<{ shown: PresentEntry[]; hidden: IndexEntry[] }> {
  const index = join(git.directory, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index, GIT_WORK_TREE: into };
  const run = async (args: string[], input = ""): Promise<void> => {
    const options = { env, config: INDEX_CONFIG, cwd: into, timeout: TIMEOUT_MS, input };
    const { code, stderr } = await git.run(args, options);
    if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
  };
  await run(["read-tree", commit]);
  const hidden = parseIndexFile(readFileSync(index), format).filter(({ path }) => isHidden(view, path));
  const names = hidden.map(({ path }) => `${path}\0`).join("");
  if (names) await run(["update-index", "--force-remove", "-z", "--stdin"], names);
  await run(["checkout-index", "--all", "--force", "--index", "--quiet"]);
  const shown = parseIndexFile(readFileSync(index), format);
  rmSync(index, { force: true });
  return { shown, hidden };
}
