import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { treeStamp } from "../../../src/engine/machine/runner.ts";
import { makeNest } from "../../rig/nest.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stamp-"));
  mkdirSync(join(folder, "a", "b"), { recursive: true });
  writeFileSync(join(folder, "a", "b", "file"), "one");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("stays the same while nothing changes", async () => {
  expect(await treeStamp(folder)).toBe(await treeStamp(folder));
});

it.each([
  ["a file is written", () => writeFileSync(join(folder, "a", "b", "file"), "two")],
  ["a file is made", () => writeFileSync(join(folder, "a", "new"), "")],
  ["a file is removed", () => rmSync(join(folder, "a", "b", "file"))],
  ["a folder is made", () => mkdirSync(join(folder, "c"))],
])("changes when %s", async (_what, change) => {
  const before = await treeStamp(folder);
  change();
  expect(await treeStamp(folder)).not.toBe(before);
});

it("a folder that is not there has a stamp too", async () => {
  expect(await treeStamp(join(folder, "none"))).toBe("0 0");
});

it("S-DEPTH: folders nested deeper than a path can be long have one as far down as they can be seen", async () => {
  makeNest(folder, "nest");
  expect(await treeStamp(folder)).toMatch(/^\d{2} /);
});
