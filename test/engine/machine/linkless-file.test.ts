import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { nodeFiles } from "../../../src/commands/node-files.ts";
import { folderRepository } from "../../../src/engine/machine/folder-repository.ts";
import { isLinkless, readLinkless } from "../../../src/engine/machine/linkless-file.ts";
import { Refusal } from "../../../src/engine/refusal.ts";

let root: string;
let outside: string;
beforeEach(() => {
  const at = mkdtempSync(join(tmpdir(), "linkless-"));
  onTestFinished(() => rmSync(at, { recursive: true }));
  root = join(at, "repository");
  outside = join(at, "outside");
  mkdirSync(join(root, "docs"), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(outside, "secret.md"), "PRIVATE");
  writeFileSync(join(root, "docs/own.md"), "own");
});

/** Every way in which a path of a repository may lead out of it. */
const leaks: [string, () => void, string][] = [
  ["the file", () => symlinkSync(join(outside, "secret.md"), join(root, "docs/link.md")), "docs/link.md"],
  ["the folder it is in", () => symlinkSync(outside, join(root, "notes")), "notes/secret.md"],
  [
    "a folder further up",
    () => {
      symlinkSync(join(outside, ".."), join(root, "up"));
    },
    "up/outside/secret.md",
  ],
  [
    "a link to a link inside",
    () => {
      symlinkSync(outside, join(root, "docs/a"));
      symlinkSync("docs/a", join(root, "b"));
    },
    "b/secret.md",
  ],
  ["a link that leads nowhere", () => symlinkSync("nowhere", join(root, "docs/link.md")), "docs/link.md"],
];

describe.each(leaks)("A repository where %s is a link", (_, make, path) => {
  test("gives nothing of what lies behind it, and names the link", async () => {
    make();
    await expect(readLinkless(root, path)).rejects.toThrow(Refusal);
    await expect(readLinkless(root, path)).rejects.toThrow(
      /is a symbolic link, and no link of a repository is followed/,
    );
    await expect(isLinkless(root, path)).rejects.toThrow(Refusal);
    const files = nodeFiles(root);
    await expect(files.readFile(path)).rejects.toThrow(Refusal);
    await expect(files.writeFile(path, "x")).rejects.toThrow(Refusal);
    const state = folderRepository(root, "m", { name: "n", email: "e" });
    await expect(state.readFile("c", path)).rejects.toThrow(Refusal);
  });
});

test("A file without a link on the way is read, and what is not there is nothing", async () => {
  expect((await readLinkless(root, "docs/own.md"))?.toString()).toBe("own");
  expect(await readLinkless(root, "docs/none.md")).toBeNull();
  expect(await readLinkless(root, "docs")).toBeNull();
  expect(await readLinkless(root, "docs/own.md/below")).toBeNull();
});

test("A folder that a link leads to is not listed", async () => {
  symlinkSync(outside, join(root, "notes"));
  await expect(nodeFiles(root).list("notes")).rejects.toThrow(Refusal);
  expect(await nodeFiles(root).list(".")).toEqual(["docs/own.md"]);
});

test.skipIf(process.platform === "win32")("A pipe is no file, and nobody waits for it", async () => {
  execFileSync("mkfifo", [join(root, "docs/pipe.md")]);
  expect(await readLinkless(root, "docs/pipe.md")).toBeNull();
});

test("What a person names outside of the repository is read, but for a link itself", async () => {
  expect((await readLinkless(root, join(outside, "secret.md")))?.toString()).toBe("PRIVATE");
  expect((await readLinkless(root, "../outside/secret.md"))?.toString()).toBe("PRIVATE");
  symlinkSync("secret.md", join(outside, "link.md"));
  await expect(readLinkless(root, "../outside/link.md")).rejects.toThrow(Refusal);
});
