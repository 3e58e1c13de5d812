import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { GitRepository } from "./git-repository.ts";
import { IndexTable } from "./index-table.ts";
import type { Oid } from "./object.ts";
import type { Leaf } from "./tree.ts";
import { SHOW_ALL, type SparseView, turnedPaths } from "./view.ts";
import { WorkTable } from "./work-table.ts";

const MOST_WORKERS = 8;

/** The form of index that `parseIndexFile` reads, whatever the machine's settings say. */
const INDEX_CONFIG = [
  "index.version=2",
  "core.splitIndex=false",
  "index.sparse=false",
  "feature.manyFiles=false",
  // What a checkout of thousands of files takes is the kernel's time to make them.
  `checkout.workers=${Math.min(availableParallelism(), MOST_WORKERS)}`,
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
}): Promise<WorkTable> {
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
  const whole = IndexTable.read(readFileSync(index), store.format);
  const converting = await isConverting(
    repository,
    whole.named(".gitattributes").map(path => whole.at(path)!),
  );
  const hidden = turnedPaths(whole, SHOW_ALL, view);
  if (hidden.length > 0)
    await run(["update-index", "--force-remove", "-z", "--stdin"], `${hidden.join("\0")}\0`);
  await run(["checkout-index", "--all", "--force", "--index", "--quiet"], "", converting);
  const table = WorkTable.read(readFileSync(index), store.format);
  rmSync(index, { force: true });
  for (const path of hidden) {
    const { mode, oid } = whole.at(path)!;
    table.hide(path, { mode, oid });
  }
  return table;
}

/** Whether a checkout writes other bytes than the blobs'. */
export async function isConverting(
  { store, conversion }: GitRepository,
  attributes: Iterable<Leaf>,
): Promise<boolean> {
  const contents = await Promise.all([...attributes].map(({ oid }) => store.read(oid)));
  return conversion.isNeeded(contents.flatMap(object => (object ? [object.data] : [])));
}
