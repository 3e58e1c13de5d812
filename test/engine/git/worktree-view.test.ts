import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Repository } from "../../../src/engine/git/repository.ts";
import type { View } from "../../../src/engine/git/view.ts";
import { openWorkTree, type WorkTree } from "../../../src/engine/git/worktree.ts";
import { AUTHOR, commitOn, git, headOf, makeRepository, open, temporaryFolder, write } from "./rig.ts";

const FILES = { "d/a/x": "1", "d/a-b/y": "2", "d/b/ü/z": "3", "d.txt": "4", log: "5", "src/m": "6" };

/** Without `d` and `log`, but for the folders named. */
const without = (...but: string[]): View => ({ hides: new Set(["d", "log"]), but: new Set(but) });

async function tree(): Promise<{ repository: Repository; tree: WorkTree; base: string }> {
  const repository = await open(makeRepository(FILES));
  const directory = join(temporaryFolder(), "agent-1");
  return {
    repository,
    tree: openWorkTree({ repository, directory, identity: AUTHOR }),
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

test("a view leaves files out, and git finds the tree clean at every one", async () => {
  const { tree: agent, base } = await tree();
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
  const { tree: agent, base } = await tree();
  await agent.moveTo(base, { view: { hides: new Set(["d"]), but: new Set(["d/a"]) } });
  await agent.moveTo(base, { view: without("d/b") });
  expect(present(agent)).toEqual(["d/b/ü/z", "d.txt", "src/m"]);
  expectClean(agent);
});

test("what a commit changes, adds and removes out of view stays out of view", async () => {
  const { repository, tree: agent, base } = await tree();
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
  const { tree: agent, base } = await tree();
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
