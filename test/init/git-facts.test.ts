import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { originOf, readGitFacts } from "../../src/init/git-facts.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "facts-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args], { stdio: "ignore" });

test("branch, owner and root are read from anywhere in the repository", async () => {
  git("init", "-q", "-b", "trunk");
  git("remote", "add", "origin", "git@github.com:acme/web-shop.git");
  mkdirSync(join(folder, "a/b"), { recursive: true });
  expect(await readGitFacts(join(folder, "a/b"))).toEqual({
    root: folder,
    defaultBranch: "trunk",
    repository: { owner: "acme", repo: "web-shop", server: "https://github.com" },
  });
});

test("the remote's default branch goes before the one that is checked out, and a milestone's is none", async () => {
  git("init", "-q", "-b", "milestone/x");
  expect(await readGitFacts(folder)).toMatchObject({ defaultBranch: "main", repository: null });
  mkdirSync(join(folder, ".git/refs/remotes/origin"), { recursive: true });
  writeFileSync(join(folder, ".git/refs/remotes/origin/HEAD"), "ref: refs/remotes/origin/develop\n");
  expect(await readGitFacts(folder)).toMatchObject({ defaultBranch: "develop" });
});

test("outside of a repository there are no facts", async () => {
  expect(await readGitFacts(folder)).toBeNull();
});

test("an origin is understood in all its forms, and only GitHub's counts", () => {
  const origin = (url: string) =>
    originOf(`[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n[branch "x"]\n`);
  const web = { owner: "acme", repo: "web.js" };
  expect(origin("https://github.com/acme/web.js.git")).toMatchObject(web);
  expect(origin("https://x-access-token:abc@github.com/acme/web.js")).toMatchObject(web);
  expect(origin("ssh://git@github.acme.example:22/acme/web.js")).toMatchObject(web);
  expect(origin("git@github.com:acme/web.js.git")).toMatchObject(web);
  expect(origin("https://gitlab.example/acme/web.js")).toBeNull();
  expect(origin("/srv/git/web.git")).toBeNull();
  expect(originOf('[remote "other"]\n\turl = https://github.com/acme/web\n')).toBeNull();
});
