import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readSourceDocuments } from "../../src/planning/source-documents.ts";

function repository(): string {
  const root = mkdtempSync(join(tmpdir(), "given-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of [".git", "docs/deep"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, ".git/config"), "a token");
  writeFileSync(join(root, "docs/PRD.md"), "limits");
  writeFileSync(join(root, "docs/deep/more.md"), "more");
  symlinkSync("/proc/self/environ", join(root, "docs/link.md"));
  return root;
}

test("a file, a folder, and a path from a folder below are read by their names in the repository", async () => {
  const root = repository();
  expect(await readSourceDocuments("./docs/../docs/PRD.md", root, root)).toEqual([
    { name: "docs/PRD.md", text: "limits" },
  ]);
  expect(await readSourceDocuments("PRD.md", root, join(root, "docs"))).toEqual([
    { name: "docs/PRD.md", text: "limits" },
  ]);
  expect((await readSourceDocuments("docs/deep", root, root)).map(({ name }) => name)).toEqual([
    "docs/deep/more.md",
  ]);
});

test.each([
  "/proc/self/environ",
  "../other/file.md",
  "a/../../../../../../../../proc/self/environ",
  "docs/../../outside",
  ".git/config",
  "docs/../.GIT/config",
  ".git",
  "docs/link.md",
])("%s is nothing that a planner is given", async from => {
  const root = repository();
  await expect(readSourceDocuments(from, root, root)).rejects.toThrow();
});
