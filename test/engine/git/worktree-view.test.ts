import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openFolderTree } from "../../../src/engine/git/folder-tree.ts";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import type { SparseView } from "../../../src/engine/git/view.ts";
import type { WorkTree } from "../../../src/engine/git/worktree.ts";
import { AUTHOR, commitOn, git, headOf, makeRepository, open, temporaryFolder, write } from "./rig.ts";
import { onlyWhereMounted, openTree, TREE_KINDS, type TreeKind } from "./tree-kinds.ts";

const FILES = { "d/a/x": "1", "d/a-b/y": "2", "d/b/ü/z": "3", "d.txt": "4", log: "5", "src/m": "6" };

/** Without `d` and `log`, but for the folders named. */
const without = (...but: string[]): SparseView => ({ hides: new Set(["d", "log"]), but: new Set(but) });

async function tree(
  kind: TreeKind = "folder",
): Promise<{ repository: GitRepository; tree: WorkTree; base: string }> {
  const repository = await open(makeRepository(FILES));
  const directory = join(temporaryFolder(), "agent-1");
  return {
    repository,
    tree: openTree(kind, { repository, directory }),
    base: await headOf(repository),
  };
}

function present({ path }: WorkTree): string[] {
  return [...Object.keys(FILES), "d/a/new"].filter(file => existsSync(join(path, file)));
}

function expectClean({ path }: WorkTree): void {
  expect(git(path, "status", "--porcelain")).toBe("");
  expect(git(path, "diff", "--cached", "--name-only")).toBe("");
}

describe.each(TREE_KINDS)("kind %s", kind => {
  onlyWhereMounted(kind);
  test("a view leaves files out, and git finds the tree clean at every one", async () => {
    const { tree: agent, base } = await tree(kind);
    await agent.moveTo(base, { view: without() });
    expect(present(agent)).toEqual(["d.txt", "src/m"]);
    expectClean(agent);
    await agent.moveTo(base, { view: without("d/a") });
    expect(present(agent)).toEqual(["d/a/x", "d.txt", "src/m"]);
    expectClean(agent);
    await agent.moveTo(base, { view: without("d/b") });
    expect(present(agent)).toEqual(["d/b/ü/z", "d.txt", "src/m"]);
    expectClean(agent);
    await agent.moveTo(base);
    expect(present(agent)).toEqual(Object.keys(FILES));
    expectClean(agent);
    expect(git(agent.path, "fsck", "--no-dangling")).toBe("");
  });

  test("a list that grows together with another folder that is let in takes both in", async () => {
    const { tree: agent, base } = await tree(kind);
    await agent.moveTo(base, { view: { hides: new Set(["d"]), but: new Set(["d/a"]) } });
    await agent.moveTo(base, { view: without("d/b") });
    expect(present(agent)).toEqual(["d/b/ü/z", "d.txt", "src/m"]);
    expectClean(agent);
  });

  test("what a commit changes, adds and removes out of view stays out of view", async () => {
    const { repository, tree: agent, base } = await tree(kind);
    await agent.moveTo(base, { view: without("d/b") });
    const next = await commitOn(repository, base, {
      "d/a/x": "9",
      "d/a/new": "n",
      "d/a-b/y": null,
      "d/b/ü/z": "8",
    });
    await agent.moveTo(next, { view: without("d/b") });
    expect(present(agent)).toEqual(["d/b/ü/z", "d.txt", "src/m"]);
    expectClean(agent);
    await agent.moveTo(next, { view: without("d/a") });
    expect(present(agent)).toEqual(["d/a/x", "d.txt", "src/m", "d/a/new"]);
    expectClean(agent);
  });

  test("what an agent writes where a file is left out counts as its work, and is gone for the next", async () => {
    const { tree: agent, base } = await tree(kind);
    await agent.moveTo(base, { view: without("d/b") });
    write(agent.path, { "d/a/x": "forged", "d/a/new": "n" });
    expect((await agent.changes()).map(({ path }) => path)).toEqual(["d/a/new", "d/a/x"]);
    await agent.moveTo(base, { view: without("d/b"), unchangedSinceScan: true });
    expect(present(agent)).toEqual(["d/b/ü/z", "d.txt", "src/m"]);
    expectClean(agent);
    await agent.moveTo(base, { view: without("d/a") });
    expect(git(agent.path, "cat-file", "-p", ":d/a/x")).toBe("1");
    expectClean(agent);
  });
});

const next = { view: without(), folder: "d/out/t2/spec" };

/** A tree in which the first task's work was done and everything it left is to be removed. */
async function worked(): Promise<{ agent: WorkTree; base: string; ino: number }> {
  const { tree: agent, base } = await tree();
  await agent.moveTo(base, { view: without(), folder: "d/out/t1/design" });
  mkdirSync(join(agent.path, "d/out/t1/design"), { recursive: true });
  const { ino } = lstatSync(join(agent.path, "d/out/t1/design"));
  write(agent.path, { "d/out/t1/design/x": "1" });
  return { agent, base, ino };
}

test("the folder that a task's work leaves empty is the next one's, and nothing else of it is", async () => {
  const { agent, base, ino } = await worked();
  await agent.moveTo(base, next);
  expect(lstatSync(join(agent.path, next.folder)).ino).toBe(ino);
  expect(existsSync(join(agent.path, "d/out/t1"))).toBe(false);
  expect(existsSync(join(agent.path, "d/out/t2/design"))).toBe(false);
  expect(existsSync(join(agent.path, "d/out/t2/spec/x"))).toBe(false);
  expectClean(agent);
});

test("work that stays where it was delivered is not handed on with its folder", async () => {
  const { tree: agent, base } = await tree();
  await agent.moveTo(base, { view: without("d/a"), folder: "d/a" });
  await agent.moveTo(base, { view: without("d/a"), folder: "d/new" });
  await agent.moveTo(base, { view: { hides: new Set(["src"]), but: new Set() }, folder: "d/b/ü" });
  await agent.moveTo(base, { view: { hides: new Set(["src"]), but: new Set() }, folder: "d/c/ü" });
  expect(present(agent)).toEqual(["d/a/x", "d/a-b/y", "d/b/ü/z", "d.txt", "log"]);
  expect(existsSync(join(agent.path, "d/c"))).toBe(false);
  expectClean(agent);
});

test("a folder whose rights an agent changed is not handed on", async () => {
  const { agent, base } = await worked();
  chmodSync(join(agent.path, "d/out/t1/design"), 0o1777);
  await agent.moveTo(base, next);
  expect(existsSync(join(agent.path, next.folder))).toBe(false);
  expect(existsSync(join(agent.path, "d/out/t1"))).toBe(false);
});

test("S-PATH-2: a link in the folder's place is not handed on, nor is one followed", async () => {
  const { agent, base } = await worked();
  const outside = temporaryFolder();
  mkdirSync(join(outside, "design"));
  rmSync(join(agent.path, "d/out/t1"), { recursive: true });
  symlinkSync(outside, join(agent.path, "d/out/t1"));
  await agent.moveTo(base, next);
  expect(existsSync(join(outside, "design"))).toBe(true);
  expect(existsSync(join(agent.path, "d/out/t2"))).toBe(false);
});

test("of thousands of files the first checkout writes only those in view", async () => {
  const hidden = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`d/h${n}/deep/x.md`, `${n}\n`]));
  const repository = await open(makeRepository({ ...FILES, ...hidden }));
  const agent = openFolderTree({
    repository,
    directory: join(temporaryFolder(), "agent-1"),
    identity: AUTHOR,
  });
  const base = await headOf(repository);
  const calls: string[][] = [];
  const run = repository.git.run.bind(repository.git);
  repository.git.run = (args, options) => {
    calls.push([...args, ...String(options?.input ?? "").split("\0")]);
    return run(args, options);
  };
  await agent.moveTo(base, { view: without("d/a", "d/h7") });
  expect(present(agent)).toEqual(["d/a/x", "d.txt", "src/m"]);
  expect([existsSync(join(agent.path, "d/h7/deep/x.md")), existsSync(join(agent.path, "d/h8"))]).toEqual([
    true,
    false,
  ]);
  expectClean(agent);
  const left = calls.find(args => args[0] === "update-index")!.filter(word => word.startsWith("d/h"));
  expect(left).toHaveLength(299);
  await agent.moveTo(base);
  expect(existsSync(join(agent.path, "d/h8/deep/x.md"))).toBe(true);
  expectClean(agent);
});
