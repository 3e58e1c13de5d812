import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFolderTree } from "../../../src/engine/git/folder-tree.ts";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import { NoSnapshot } from "../../../src/engine/git/tree-snapshot.ts";
import { Snapshots } from "../../../src/engine/machine/snapshots.ts";
import { AUTHOR, commitOn, git, headOf, makeRepository, open, temporaryFolder, write } from "../git/rig.ts";

/** No overlay is mounted here, so any file serves as whiteout. */
async function ground(root = makeRepository()): Promise<{
  repository: GitRepository;
  folder: string;
  snapshots: Snapshots;
}> {
  const repository = await open(root);
  const folder = temporaryFolder();
  const whiteout = join(folder, "whiteout");
  writeFileSync(whiteout, "");
  mkdirSync(join(folder, "layers"));
  const snapshots = new Snapshots({
    ...{ git: repository, root: folder, identity: AUTHOR, keep: "kept" },
    overlays: { whiteout, hand: async () => {}, takeBack: async () => {} },
  });
  return { repository, folder, snapshots };
}

test("S-TREE-1 a file that setup linked from elsewhere cannot be changed by that other name under the trees", async () => {
  const { repository, folder, snapshots } = await ground();
  const outside = join(temporaryFolder(), "store");
  writeFileSync(outside, "as setup left it\n", { mode: 0o755 });
  const tree = openFolderTree({ repository, directory: join(folder, "setup"), identity: AUTHOR });
  await tree.moveTo(await headOf(repository));
  mkdirSync(join(tree.path, "deps"));
  linkSync(outside, join(tree.path, "deps/tool"));
  const before = statSync(outside);
  const frozen = await snapshots.freeze(tree);
  writeFileSync(outside, "changed by a test\n");
  const below = join(frozen!.lower[0]!, "deps/tool");
  expect(readFileSync(below, "utf8")).toBe("as setup left it\n");
  const { mode, mtimeMs, nlink } = statSync(below);
  expect({ mode, mtimeMs, nlink }).toEqual({ mode: before.mode, mtimeMs: before.mtimeMs, nlink: 1 });
});

test("layers of what landed go once no tree stands on them", async () => {
  const { repository, folder, snapshots } = await ground();
  const many = (from: number) =>
    Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${from + i}`, "x"]));
  const commits = [await headOf(repository)];
  for (let i = 0; i < 4; i++) commits.push(await commitOn(repository, commits[i]!, many(i * 300)));
  const [first, second] = [snapshots.tree("agent-1"), snapshots.tree("agent-2")];
  await second.moveTo(commits[0]!);
  for (const commit of commits.slice(0, 4)) await first.moveTo(commit);
  const landed = () => readdirSync(join(folder, "layers")).filter(name => name.startsWith("landed-"));
  expect(landed().length).toBeLessThan(3);
  // What the other agent stands on stays until it moves on.
  await second.moveTo(commits[3]!);
  const stoodOn = second.snapshot!.lower[0]!;
  await first.moveTo(commits[4]!);
  expect(readdirSync(stoodOn)).toContain("f899");
  await snapshots.close();
  expect(landed().filter(name => readdirSync(join(folder, "layers", name)).includes("upper"))).toEqual([]);
});

test("a submodule that comes later ends the overlay, of whose insides it would know nothing", async () => {
  const root = makeRepository();
  const inner = makeRepository();
  const { repository, snapshots } = await ground(root);
  const tree = snapshots.tree("agent-1");
  await tree.moveTo(await headOf(repository));
  git(root, "update-index", "--add", "--cacheinfo", `160000,${git(inner, "rev-parse", "HEAD")},sub`);
  write(root, { ".gitmodules": `[submodule "sub"]\n\tpath = sub\n\turl = ${inner}\n` });
  git(root, "add", ".gitmodules");
  git(root, "commit", "--quiet", "--message", "a submodule");
  const commit = git(root, "rev-parse", "HEAD");
  await expect(tree.moveTo(commit)).rejects.toThrow(NoSnapshot);
});
