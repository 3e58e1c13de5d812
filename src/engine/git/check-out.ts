import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { GitRepository } from "./git-repository.ts";
import { type IndexEntry, type PresentEntry, parseIndexFile } from "./index-file.ts";
import type { Oid } from "./object.ts";
import type { Leaf } from "./tree.ts";
import { isHidden, type SparseView } from "./view.ts";
import { isAttributeFile } from "./work-table.ts";

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
export async function checkOut({
  repository,
  commit,
  view,
  into,
}: {
  repository: GitRepository;
  commit: Oid;
  view: SparseView;
  into: string;
}): Promise<{ shown: PresentEntry[]; hidden: IndexEntry[] }> {
  const { git, store, conversion } = repository;
  const index = join(git.directory, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index, GIT_WORK_TREE: into };
  const run = async (args: string[], input = "", converting = false): Promise<void> => {
    const { code, stderr } = await git.run(args, {
      env: { ...env, ...(converting ? conversion.env : {}) },
      config: [...INDEX_CONFIG, ...(converting ? conversion.config : [])],
      cwd: into,
      timeout: TIMEOUT_MS,
      input,
    });
    if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
  };
  await run(["read-tree", commit]);
  const all = parseIndexFile(readFileSync(index), store.format);
  const converting = await isConverting(
    repository,
    all.filter(({ path }) => isAttributeFile(path)),
  );
  const hidden = all.filter(({ path }) => isHidden(view, path));
  const names = hidden.map(({ path }) => `${path}\0`).join("");
  if (names) await run(["update-index", "--force-remove", "-z", "--stdin"], names);
  await run(["checkout-index", "--all", "--force", "--index", "--quiet"], "", converting);
  const shown = parseIndexFile(readFileSync(index), store.format);
  rmSync(index, { force: true });
  return { shown, hidden };
}

/** Whether a checkout writes other bytes than the blobs'. */
export async function isConverting(
  { store, conversion }: GitRepository,
  attributes: Iterable<Leaf>,
): Promise<boolean> {
  const contents = await Promise.all([...attributes].map(({ oid }) => store.read(oid)));
  return conversion.isNeeded(contents.flatMap(object => (object ? [object.data] : [])));
}
