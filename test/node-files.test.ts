import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeFiles, relativeTo } from "../src/commands/node-files.ts";

let root: string;
let outside: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "files-"));
  outside = mkdtempSync(join(tmpdir(), "outside-"));
});
afterEach(() => {
  for (const folder of [root, outside]) rmSync(folder, { recursive: true, force: true });
});

test("files are written with their folders, read, and listed without what is no part of the project", async () => {
  const files = nodeFiles(root);
  await files.writeFile("a/b/c.md", "text");
  mkdirSync(join(root, "node_modules/x"), { recursive: true });
  writeFileSync(join(root, "node_modules/x/y.md"), "");
  expect(await files.readFile("a/b/c.md")).toBe("text");
  expect(await files.list(".")).toEqual(["a/b/c.md"]);
  expect(await files.list("a")).toEqual(["b/c.md"]);
});

test("what is not there, a folder, or no UTF-8 has no text", async () => {
  mkdirSync(join(root, "folder"));
  writeFileSync(join(root, "image.png"), Buffer.from([0x89, 0x50, 0xff, 0xfe]));
  const files = nodeFiles(root);
  for (const path of ["none", "folder", "image.png", "image.png/below"])
    expect(await files.readFile(path)).toBeNull();
  expect(await files.list("none")).toBeNull();
  expect(await files.list("image.png")).toBeNull();
});

test("a symbolic link never leads a write out of the repository", async () => {
  symlinkSync(outside, join(root, ".milestones"));
  symlinkSync(join(outside, "mine.md"), join(root, "link.md"));
  writeFileSync(join(outside, "mine.md"), "mine");
  const files = nodeFiles(root);
  await expect(files.writeFile(".milestones/active/a.yaml", "x")).rejects.toThrow("symbolic link");
  await expect(files.writeFile("link.md", "x")).rejects.toThrow("symbolic link");
  expect(existsSync(join(outside, "active/a.yaml"))).toBe(false);
  expect(readFileSync(join(outside, "mine.md"), "utf8")).toBe("mine");
});

test("a path that was named elsewhere is told from the repository's root", () => {
  expect(relativeTo("/r", "/r", "specs/a/")).toBe("specs/a/");
  expect(relativeTo("/r", "/r/sub", "../specs/a")).toBe("specs/a");
  expect(relativeTo("/r", "/r/sub", "/r/specs/a")).toBe("specs/a");
  expect(relativeTo("/r", "/r/sub", "..")).toBe(".");
});
