import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { WorkTree } from "../../../src/engine/git/worktree.ts";
import { machinePreparations } from "../../../src/engine/machine/preparations.ts";
import type { Workspace } from "../../../src/engine/ports.ts";

/** What became of a setup that is to be kept, where a sandbox hides the cache from agents or not. */
async function kept(hides: boolean, brokenCache = false) {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "preparations-")));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  for (const folder of ["tree", "own", "cache"]) mkdirSync(join(top, folder));
  writeFileSync(join(top, "tree/made.txt"), "made\n");
  // Where the folder of setups would be.
  if (brokenCache) writeFileSync(join(top, "cache/setup"), "");
  const tree = {
    path: join(top, "tree"),
    keepPrepared: async () => new Map([["made.txt", { from: null, isGone: false }]]),
  } as unknown as WorkTree;
  const notes: string[] = [];
  const preparations = machinePreparations({
    folder: join(top, "own"),
    trees: {
      treeOf: () => tree,
      isLayered: async () => false,
      freeze: async () => null,
      standOn: () => false,
    },
    environment: { PATH: process.env.PATH },
    repository: top,
    cache: join(top, "cache"),
    showPlace: null,
    home: () => null,
    note: text => notes.push(text),
    isolation: async () => ({ hides, places: false }),
  });
  const setup = await preparations.keep({ dir: tree.path } as unknown as Workspace, "key");
  return { setup, notes, cached: readdirSync(join(top, "cache")) };
}

test("a cache that cannot be written costs no setup that succeeded", async () => {
  const { setup, notes } = await kept(true, true);
  expect(setup).toMatchObject({ home: null });
  expect(notes).toEqual([expect.stringContaining("is not kept for later sessions: E")]);
});

test("a setup is kept for later sessions only where a sandbox hides it from agents", async () => {
  expect((await kept(true)).cached).not.toEqual([]);
  expect((await kept(false)).cached).toEqual([]);
});
