import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGitHubStandIn, type StandIn } from "./stand-in.ts";

const execute = promisify(execFile);
let github: StandIn;
let folder: string;

beforeEach(async () => {
  github = await createGitHubStandIn({ isPrivate: true, roles: { alice: "write", rita: "read" } });
  folder = mkdtempSync(join(tmpdir(), "git-client-"));
});
afterEach(async () => {
  await github.close();
  rmSync(folder, { recursive: true, force: true });
});

const git = (...args: string[]) =>
  execute("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_TERMINAL_PROMPT: "0",
      GIT_CONFIG_NOSYSTEM: "1",
      LC_ALL: "C",
    },
  });

const address = (token: string) => github.cloneUrl.replace("://", `://x-access-token:${token}@`);

async function commitAndPush(token: string, path: string, branch = "work") {
  await git("clone", "--quiet", address(token), ".");
  await git("checkout", "--quiet", "-b", branch);
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "content\n");
  await git("add", "-A");
  await git("commit", "--quiet", "-m", "Work");
  return git("push", "--quiet", "origin", branch);
}

test("a clone and a push over HTTP reach the repository and its pull request", async () => {
  await github.as("alice").push({ "x.txt": "1" }, "work");
  const pull = await github.as("alice").openPull("work", "main", "T");
  await git("clone", "--quiet", "--depth=1", "--branch=work", address(github.installationToken()), ".");
  writeFileSync(join(folder, "y.txt"), "2");
  await git("add", "-A");
  await git("commit", "--quiet", "-m", "More");
  await git("push", "--quiet", "origin", "work");
  const head = (await git("rev-parse", "HEAD")).stdout.trim();
  expect(github.repository.git.ref("refs/heads/work")).toBe(head);
  await expect.poll(() => pull.pull.headSha).toBe(head);
  expect(github.repository.git.ref(`refs/pull/${pull.number}/head`)).toBe(head);
});

test("nobody without a token sees a private repository, and a reader cannot push", async () => {
  await expect(git("clone", "--quiet", github.cloneUrl, ".")).rejects.toThrow(
    /could not read Username|Authentication failed/,
  );
  await expect(commitAndPush(github.userToken("rita"), "x.txt")).rejects.toThrow("403");
  expect(github.repository.git.ref("refs/heads/work")).toBeNull();
});

test("an app without the workflows permission cannot push a workflow file, a person can", async () => {
  const path = ".github/workflows/new.yml";
  await expect(commitAndPush(github.installationToken(), path)).rejects.toThrow(
    "refusing to allow a GitHub App",
  );
  await git("push", "--quiet", address(github.userToken("alice")), "work");
  expect(github.repository.git.ref("refs/heads/work")).not.toBeNull();
});

test("a closed branch refuses the push", async () => {
  github.repository.rules.push({ branch: "work", type: "update" });
  await expect(commitAndPush(github.userToken("alice"), "x.txt")).rejects.toThrow("GH006");
});
