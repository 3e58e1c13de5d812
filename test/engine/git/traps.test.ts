import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPersonalSettings, setting } from "../../../src/engine/git/config.ts";
import { findPersistedCredentials } from "../../../src/engine/git/credentials.ts";
import { openFolderTree } from "../../../src/engine/git/folder-tree.ts";
import { openRemote } from "../../../src/engine/git/git-remote.ts";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import { landChanges, mergeCommits } from "../../../src/engine/git/merge.ts";
import { AUTHOR, commitOn, git, headOf, makeRepository, open, temporaryFolder, write } from "./rig.ts";

const BRANCH = "refs/heads/milestone/api";
const ATTRIBUTES = "* filter=evil diff=evil merge=evil\n";
const HOOKS = [
  ...["pre-commit", "post-commit", "post-checkout", "pre-push", "reference-transaction", "post-index-change"],
  ...["post-merge", "pre-auto-gc", "post-rewrite", "prepare-commit-msg", "commit-msg", "fsmonitor-watchman"],
];

/** A program for each trap, which leaves a file of its name; returns the settings that would start them. */
function traps(top: string): { settings: [string, string][]; hooks: Record<string, string> } {
  const program = (name: string) => {
    const path = join(top, "traps", name);
    write(top, { [`traps/${name}`]: `#!/bin/sh\ntouch ${top}/fired-${name}\n` });
    chmodSync(path, 0o755);
    return path;
  };
  const hooks = Object.fromEntries(HOOKS.map(name => [name, program(`hook-${name}`)]));
  const settings: [string, string][] = [
    ["core.fsmonitor", program("fsmonitor")],
    ["core.sshCommand", program("ssh")],
    ["core.alternateRefsCommand", program("alternates")],
    ["core.pager", program("pager")],
    ["core.editor", program("editor")],
    ["core.askPass", program("askpass")],
    ["core.gitProxy", program("proxy")],
    ["filter.evil.clean", program("clean")],
    ["filter.evil.smudge", program("smudge")],
    ["filter.evil.process", program("process")],
    ["filter.evil.required", "true"],
    ["credential.helper", program("credential")],
    ["gpg.program", program("gpg")],
    ["commit.gpgSign", "true"],
    ["tag.gpgSign", "true"],
    ["push.gpgSign", "if-asked"],
    ["diff.external", program("diff")],
    ["diff.evil.command", program("diff-driver")],
    ["diff.evil.textconv", program("textconv")],
    ["merge.evil.driver", program("merge-driver")],
    [`url.${top}/evil.git.insteadOf`, `${top}/origin.git`],
    [`url.${top}/evil.git.pushInsteadOf`, `${top}/origin.git`],
    ["remote.origin.receivepack", program("receivepack")],
    ["remote.origin.uploadpack", program("uploadpack")],
    ["submodule.recurse", "true"],
    ["protocol.ext.allow", "always"],
  ];
  return { settings, hooks };
}

function plant(top: string, gitDirectory: string): void {
  const { settings, hooks } = traps(top);
  for (const [name, value] of settings)
    git(top, "config", "--file", join(gitDirectory, "config"), name, value);
  for (const [name, program] of Object.entries(hooks)) {
    write(gitDirectory, { [`hooks/${name}`]: readFileSync(program) });
    chmodSync(join(gitDirectory, "hooks", name), 0o755);
  }
  write(gitDirectory, { "info/attributes": ATTRIBUTES });
}

function fired(top: string): string[] {
  return execFileSync("find", [top, "-maxdepth", "1", "-name", "fired-*", "-printf", "%f\n"], {
    encoding: "utf8",
  })
    .split("\n")
    .filter(Boolean);
}

async function place() {
  const seed = makeRepository({ ".gitattributes": ATTRIBUTES, a: "1\n2\n3\n4\n5\n", b: "1" });
  write(seed, {
    ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch% fired\n\tupdate = !touch fired\n',
  });
  git(seed, "add", "--all");
  git(seed, "commit", "-qm", "attributes");
  const top = temporaryFolder();
  git(top, "clone", "-q", "--bare", seed, "origin.git");
  git(top, "init", "-q", "--bare", "evil.git");
  git(top, "clone", "-q", join(top, "origin.git"), "work");
  // The person's own files are traps too: an agent at the command line shares the home folder.
  const home = join(top, "home");
  write(top, { "home/.gitconfig": "", "home/.config/git/attributes": ATTRIBUTES });
  for (const [name, value] of traps(top).settings)
    git(top, "config", "--file", join(home, ".gitconfig"), name, value);
  const environment = {
    ...process.env,
    HOME: home,
    GIT_SSH_COMMAND: join(top, "traps/ssh"),
    GIT_EDITOR: join(top, "traps/editor"),
    GIT_EXTERNAL_DIFF: join(top, "traps/diff"),
    GIT_ASKPASS: join(top, "traps/askpass"),
  };
  return { top, environment, work: join(top, "work") };
}

/** Everything the engine ever asks git for. */
async function doEverything(repository: GitRepository, top: string): Promise<void> {
  const base = await headOf(repository);
  write(repository.root, { b: "1" });
  expect(await repository.isClean()).toEqual({ clean: true });
  const tree = openFolderTree({ repository, directory: join(top, "agents/1"), identity: AUTHOR });
  await tree.moveTo(base);
  plant(top, join(tree.path, ".git"));
  write(tree.path, { a: "1\n2\n3\n4\nwork\n", "new/file": "n", "x.ign": "i", ".gitignore": "*.ign\n" });
  const changes = new Map<string, Buffer>();
  for (const change of await tree.changes()) {
    const read = change.kind === "file" ? change.read(1000) : null;
    if (read?.ok) changes.set(change.path, read.content);
  }
  expect([...changes.keys()]).toEqual([".gitignore", "a", "new/file"]);
  const leaves = new Map<string, { oid: string; mode: string }>();
  for (const [path, bytes] of changes)
    leaves.set(path, { oid: await repository.store.addBlob(bytes), mode: "100644" });
  const tip = await commitOn(repository, base, { a: "tip\n2\n3\n4\n5\n" });
  const landed = await landChanges(repository, { base, tip, changes: leaves });
  if (!landed.ok) throw new Error(landed.reason);
  const work = await repository.commit({
    parents: [tip],
    base: tip,
    changes: landed.changes,
    message: "m",
    author: AUTHOR,
    at: 0,
  });
  const theirs = await commitOn(repository, base, { b: "theirs" });
  const merged = await mergeCommits(repository, work, theirs);
  if (!merged.ok) throw new Error(merged.reason);
  const last = await repository.commit({
    parents: [work, theirs],
    base: work,
    changes: merged.changes,
    message: "m",
    author: AUTHOR,
    at: 0,
  });
  expect(await repository.swapRef(BRANCH, null, last)).toEqual({ ok: true });
  await tree.moveTo(last);
  expect(String(await repository.readFile(last, "a"))).toBe("tip\n2\n3\n4\nwork\n");
  const remote = openRemote(repository, { url: join(top, "origin.git") });
  expect(await remote.push({ ref: BRANCH, expected: null, oid: last })).toEqual({ ok: true });
  expect(await remote.pushTag("done", last)).toEqual({ ok: true });
  expect(await remote.fetch("refs/heads/main")).toEqual({ ok: true, oid: base });
  expect((await repository.log({ from: base, to: last, limit: 10 })).length).toBe(4);
  const ssh = openRemote(repository, { url: "ssh://nobody@127.0.0.1:1/x.git" });
  expect((await ssh.tip(BRANCH)).ok).toBe(false);
}

describe("a repository full of traps", () => {
  test("S-HOOK-1: none of the traps fires, and the push reaches the real remote only", async () => {
    const { top, work, environment } = await place();
    const repository = await open(work, environment);
    plant(top, join(work, ".git"));
    await doEverything(repository, top);
    expect(fired(top)).toEqual([]);
    expect(git(join(top, "evil.git"), "for-each-ref")).toBe("");
    expect(git(join(top, "origin.git"), "for-each-ref", BRANCH)).not.toBe("");
  });

  test("S-HOOK-1: nor when they were there before the repository was opened", async () => {
    const { top, work, environment } = await place();
    plant(top, join(work, ".git"));
    const repository = await open(work, environment);
    expect(setting(repository.settings, "remote.origin.url")).toBe(join(top, "origin.git"));
    await doEverything(repository, top);
    expect(fired(top)).toEqual([]);
    expect(git(join(top, "evil.git"), "for-each-ref")).toBe("");
  });

  test("S-HOOK-1: the same traps do fire under plain git, so their silence means something", async () => {
    const { top, work } = await place();
    plant(top, join(work, ".git"));
    rmSync(join(work, "a"));
    write(work, { a: "changed" });
    const env = { PATH: process.env.PATH, HOME: top, EMAIL: "n@example.test" };
    const plain = { cwd: work, env, stdio: "ignore" as const, timeout: 10_000 };
    for (const args of [
      ["status"],
      ["diff"],
      ["add", "a"],
      ["push", "origin", "main"],
      [
        ...["process=", "clean=", "required=false"].flatMap(off => ["-c", `filter.evil.${off}`]),
        "commit",
        "-am",
        "x",
      ],
    ]) {
      try {
        execFileSync("git", args, plain);
      } catch {
        // Traps that answer nonsense make git fail; that they were started is the point.
      }
    }
    expect(fired(top)).toEqual(
      expect.arrayContaining(["fired-fsmonitor", "fired-process", "fired-hook-pre-commit"]),
    );
  });
});

describe("S-CRED-1: credentials that checkout left", () => {
  const SERVER = "https://github.com";
  const BASIC = `AUTHORIZATION: basic ${Buffer.from("x-access-token:ghs_left_behind").toString("base64")}`;

  test("are found in the repository's own configuration and taken out", async () => {
    const root = makeRepository();
    git(root, "config", "http.https://github.com/.extraheader", BASIC);
    git(root, "config", "user.name", "kept");
    const repository = await open(root);
    const found = await findPersistedCredentials(repository, { server: SERVER, environment: {} });
    expect(found).toMatchObject({ token: "ghs_left_behind", files: [join(root, ".git/config")] });
    expect(found?.warning).toContain("persist-credentials: false");
    await found?.scrub();
    expect(git(root, "config", "--list")).not.toContain("extraheader");
    expect(git(root, "config", "user.name")).toBe("kept");
    expect(await findPersistedCredentials(repository, { server: SERVER, environment: {} })).toBe(null);
    git(root, "config", "user.email", "written@meanwhile.test");
    await found?.restore();
    expect(git(root, "config", "http.https://github.com/.extraheader")).toBe(BASIC);
    expect(git(root, "config", "user.email")).toBe("written@meanwhile.test");
  });

  test("of a submodule are taken out as well, and all are there again afterwards", async () => {
    const root = makeRepository();
    const module = join(root, ".git/modules/vendor/lib");
    mkdirSync(module, { recursive: true });
    const config = join(module, "config");
    git(root, "config", "--file", config, "http.https://github.com/.extraheader", BASIC);
    const before = readFileSync(config);
    const repository = await open(root);
    const found = await findPersistedCredentials(repository, { server: SERVER, environment: {} });
    expect(found?.token).toBe("ghs_left_behind");
    await found?.scrub();
    expect(readFileSync(config, "utf8")).not.toContain("AUTHORIZATION");
    await found?.restore();
    expect(readFileSync(config)).toEqual(before);
  });

  test("are found in the included file that newer versions write, and taken out there", async () => {
    const root = makeRepository();
    const runnerTemp = temporaryFolder();
    const file = join(runnerTemp, "git-credentials-1.config");
    git(root, "config", "--file", file, "http.https://github.com/.extraheader", BASIC);
    git(root, "config", `includeIf.gitdir:${root}/.git.path`, file);
    expect(git(root, "config", "--list")).toContain("extraheader");
    const repository = await open(root);
    const found = await findPersistedCredentials(repository, { server: `${SERVER}/`, environment: {} });
    expect(found).toMatchObject({ token: "ghs_left_behind", files: [file] });
    await found?.scrub();
    expect(git(root, "config", "--list")).not.toContain("extraheader");
    expect(existsSync(file)).toBe(true);
  });

  test("for another server give no token, and none at all is null", async () => {
    const root = makeRepository();
    const repository = await open(root);
    expect(await findPersistedCredentials(repository, { server: SERVER, environment: {} })).toBe(null);
    git(root, "config", "http.https://ghe.example/.extraheader", BASIC);
    const found = await findPersistedCredentials(repository, { server: SERVER, environment: {} });
    expect(found?.token).toBe(null);
  });
});

describe("the person's own settings", () => {
  test("identity and credential helpers are read from the home, never from the repository", async () => {
    const root = makeRepository();
    git(root, "config", "credential.helper", "!evil");
    git(root, "config", "user.name", "Repository");
    const home = temporaryFolder();
    write(home, {
      ".gitconfig": "[user]\n\tname = Mona\n\temail = m@example.test\n[credential]\n\thelper = store\n",
    });
    const repository = await open(root);
    expect(await readPersonalSettings(repository.git, { HOME: home, GIT_CONFIG_NOSYSTEM: "1" })).toEqual({
      data: new Map([
        ["user.name", ["Mona"]],
        ["user.email", ["m@example.test"]],
      ]),
      credentialConfig: ["credential.helper=store"],
    });
  });
});
