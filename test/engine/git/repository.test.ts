import { execFile, execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openRepository } from "../../../src/engine/git/git-repository.ts";
import { hashObject } from "../../../src/engine/git/object.ts";
import {
  AUTHOR,
  commitAll,
  commitOn,
  git,
  headOf,
  makeRepository,
  open,
  temporaryFolder,
  write,
} from "./rig.ts";

const BRANCH = "refs/heads/milestone/api";

describe("committing", () => {
  test("a commit has the parents, author, time, message and tree it was asked for", async () => {
    const root = makeRepository({ "a/one": "1", "a/two": "2", b: "b" });
    const repository = await open(root);
    const base = await headOf(repository);
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    const oid = await repository.commit({
      parents: [base],
      base,
      changes: new Map([
        ["a/one", Buffer.from("new")],
        ["a/two", null],
        ["deep/er/file", Buffer.from("x")],
      ]),
      message: "milestone(api): schema design completed\n\nTask: schema\n",
      author: AUTHOR,
      at,
    });
    expect(await repository.swapRef(BRANCH, null, oid)).toEqual({ ok: true });
    expect(git(root, "ls-tree", "-r", "--name-only", oid).split("\n")).toEqual([
      "a/one",
      "b",
      "deep/er/file",
    ]);
    expect(git(root, "show", "-s", "--format=%P|%an|%ae|%cI|%B", oid)).toBe(
      `${base}|${AUTHOR.name}|${AUTHOR.email}|2026-01-02T03:04:05+00:00|milestone(api): schema design completed\n\nTask: schema`,
    );
    expect(git(root, "fsck", "--strict")).toBe("");
    expect(git(root, "status", "--porcelain")).toBe("");
  });

  test("a file keeps its mode when only bytes are given", async () => {
    const root = makeRepository();
    write(root, { "run.sh": "1" });
    git(root, "add", "run.sh");
    git(root, "update-index", "--chmod=+x", "run.sh");
    git(root, "commit", "-qm", "script");
    const repository = await open(root);
    const oid = await commitOn(repository, await headOf(repository), { "run.sh": "2" });
    expect((await repository.entry(oid, "run.sh"))?.mode).toBe("100755");
  });

  test("what was committed is readable before it is on disk, and is on disk once the ref moved", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const oid = await commitOn(repository, await headOf(repository), { "x/y": "content" });
    expect(String(await repository.readFile(oid, "x/y"))).toBe("content");
    expect(() => git(root, "cat-file", "-e", oid)).toThrow();
    await repository.swapRef(BRANCH, null, oid);
    expect(git(root, "show", `${oid}:x/y`)).toBe("content");
  });

  test("a flush that failed is made good by the next one, and no ref moves before", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const oid = await commitOn(repository, await headOf(repository), { a: "1" });
    const folder = join(root, ".git/objects/pack");
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "in the way");
    await expect(repository.swapRef(BRANCH, null, oid)).rejects.toThrow();
    expect(await repository.resolve(BRANCH)).toBe(null);
    rmSync(folder);
    expect(await repository.swapRef(BRANCH, null, oid)).toEqual({ ok: true });
    expect(git(root, "fsck", "--strict")).toBe("");
  });

  test("staged objects that cannot come to their place are written by the next flush", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const oid = await commitOn(repository, await headOf(repository), { a: "1" });
    await repository.store.stage();
    const folder = join(root, ".git/objects/pack");
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "in the way");
    await expect(repository.swapRef(BRANCH, null, oid)).rejects.toThrow();
    expect(String(await repository.readFile(oid, "a"))).toBe("1");
    rmSync(folder);
    expect(await repository.swapRef(BRANCH, null, oid)).toEqual({ ok: true });
    expect(git(root, "fsck", "--strict")).toBe("");
  });

  test("many commits stay readable for git while their packs are joined", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const first = await headOf(repository);
    let tip = first;
    let log = "";
    for (let i = 0; i < 120; i++) {
      log += `${JSON.stringify({ seq: i, event: "phase_completed" })}\n`;
      const next = await commitOn(repository, tip, { "log.jsonl": log, [`out/${i}.md`]: `# ${i}\n` });
      expect(await repository.swapRef(BRANCH, i === 0 ? null : tip, next)).toEqual({ ok: true });
      tip = next;
    }
    expect(git(root, "fsck", "--strict", "--no-dangling")).toBe("");
    expect(git(root, "rev-list", "--count", BRANCH)).toBe("121");
    const packs = readdirSync(join(root, ".git/objects/pack")).filter(name => name.endsWith(".pack"));
    expect(packs.length).toBeLessThanOrEqual(22);
    expect(String(await repository.readFile(tip, "log.jsonl"))).toBe(log);
    expect((await repository.log({ from: first, to: tip, limit: 3 })).length).toBe(3);
    git(root, "gc", "--quiet");
    expect(await repository.isAncestor(first, tip)).toBe(true);
  });

  test("a commit costs its differences on the disk, however many files its folder has", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [`many/task-${n}/note.md`, `${n}\n`]),
    );
    const root = makeRepository(files);
    const repository = await open(root);
    const bytes = () =>
      packIndexes(root).reduce((sum, index) => sum + statSync(index.replace(/idx$/, "pack")).size, 0);
    let tip = await headOf(repository);
    const start = tip;
    const logs: Record<string, string> = { "logs/a": "", "logs/b": "", "logs/c": "" };
    for (let n = 0; n < 100; n++) {
      for (const path of Object.keys(logs))
        logs[path] += `${hashObject("blob", Buffer.from(path + n), "sha256")}\n`;
      tip = await commitOn(repository, tip, { ...logs, [`many/task-${400 + n}/note.md`]: `${n}\n` });
      await repository.flush();
    }
    // The names alone of the folder's 400 entries have four times as many, and so has each of the logs at its end.
    expect(bytes() / 100).toBeLessThan(2048);
    expect(git(root, "rev-list", "--count", `${start}..${tip}`)).toBe("100");
    expect(git(root, "fsck", "--no-dangling")).toBe("");
  });

  test("commits made between two moves of the ref share a pack, as differences where they are versions", async () => {
    const root = makeRepository({ "log.jsonl": "start\n" });
    const repository = await open(root);
    let tip = await headOf(repository);
    const from = tip;
    let log = "";
    for (let i = 0; i < 60; i++) {
      log += `${i} ${Math.sin(i)} ${Math.cos(i)} ${Math.tan(i)}\n`;
      tip = await commitOn(repository, tip, { "log.jsonl": log });
    }
    await repository.swapRef("refs/heads/main", from, tip);
    expect(git(root, "count-objects", "-v")).toContain("packs: 1");
    const listing = git(root, "verify-pack", "-v", ...packIndexes(root));
    expect(listing).toContain("chain length = ");
    for (const oid of git(root, "rev-list", tip, `^${from}`).split("\n")) {
      expect(git(root, "show", `${oid}:log.jsonl`).length).toBeGreaterThan(0);
    }
    expect(git(root, "show", `${tip}:log.jsonl`)).toBe(log.trimEnd());
  });

  test("work that lands on commits which no disk has yet is told by them, without a pack for each", async () => {
    const root = makeRepository({ "a/one": "1", "a/two": "2", b: "b", "gone/last": "x" });
    const repository = await open(root);
    const { store } = repository;
    const oid = await store.addBlob(Buffer.from("new"));
    const leaf = { oid, mode: "100755" };
    const steps: [string, typeof leaf | null][][] = [
      [["a/one", leaf]],
      [
        ["b", null],
        ["b/inside", leaf],
      ],
      [["a", leaf]],
      [
        ["c/d/e", leaf],
        ["gone/last", null],
      ],
    ];
    let tip = await headOf(repository);
    const paths = ["a", "a/one", "a/two", "b", "b/inside", "c", "c/d/e", "nowhere"];
    const told: unknown[] = [];
    for (const changes of steps) {
      const request = { parents: [tip], base: tip, changes: new Map(changes), message: "work" };
      tip = await repository.commit({ ...request, author: AUTHOR, at: 0 });
      for (const path of paths) told.push(await store.standing(tip, path));
      told.push((await store.list(tip, "c/nothing")).length);
    }
    await repository.flush();
    expect(git(root, "count-objects", "-v")).toContain("packs: 1");
    const seen: unknown[] = [];
    for (const [n] of steps.entries()) {
      const commit = git(root, "rev-parse", `${tip}~${steps.length - 1 - n}`);
      for (const path of paths) seen.push(await store.standing(commit, path));
      seen.push(0);
    }
    expect(told).toEqual(seen);
    const last = await commitOn(repository, tip, { "c/more": "more" });
    const emptied = new Map([["c/d/e", null]]);
    const empty = await repository.commit({
      ...{ parents: [last], base: last, changes: emptied, message: "work", author: AUTHOR, at: 0 },
    });
    expect(await store.standing(empty, "c/d")).toBeNull();
    expect(await store.standing(empty, "c")).toBe("folder");
    await repository.close();
  });

  test("names that are not UTF-8 survive an edit beside them", async () => {
    const root = makeRepository();
    const odd = Buffer.concat([Buffer.from(`${root}/odd-`), Buffer.from([0xff, 0xfe])]);
    writeFileSync(odd, "odd");
    const base = commitAll(root, "odd name");
    const repository = await open(root);
    const oid = await commitOn(repository, base, { "zz/new": "1", "README.md": "2" });
    await repository.swapRef(BRANCH, null, oid);
    expect(git(root, "ls-tree", "-r", "--name-only", oid)).toContain("odd-\\377\\376");
  });
});

function packIndexes(root: string): string[] {
  const folder = join(root, ".git/objects/pack");
  return readdirSync(folder)
    .filter(name => name.endsWith(".idx"))
    .map(name => join(folder, name));
}

describe("moving a ref", () => {
  test("it moves only from where it is believed to be", async () => {
    const repository = await open(makeRepository());
    const base = await headOf(repository);
    const a = await commitOn(repository, base, { a: "1" });
    const b = await commitOn(repository, base, { b: "1" });
    expect(await repository.swapRef(BRANCH, null, a)).toEqual({ ok: true });
    expect(await repository.swapRef(BRANCH, null, b)).toEqual({ ok: false, actual: a, reason: "moved" });
    expect(await repository.swapRef(BRANCH, b, base)).toEqual({ ok: false, actual: a, reason: "moved" });
    expect(await repository.resolve(BRANCH)).toBe(a);
  });

  test("packed refs are seen, and a moved ref outranks its packed copy", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const base = await headOf(repository);
    const a = await commitOn(repository, base, { a: "1" });
    await repository.swapRef(BRANCH, null, a);
    git(root, "pack-refs", "--all");
    expect(await repository.resolve(BRANCH)).toBe(a);
    const b = await commitOn(repository, a, { a: "2" });
    expect(await repository.swapRef(BRANCH, a, b)).toEqual({ ok: true });
    expect(git(root, "rev-parse", BRANCH)).toBe(b);
  });

  test("a lock held by another git is reported after a while, not broken", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const base = await headOf(repository);
    write(root, { ".git/refs/heads/milestone/api.lock": "" });
    // Whoever holds a lock has it open; one that nobody has open was left behind, and is freed.
    const held = openSync(join(root, ".git/refs/heads/milestone/api.lock"), "r+");
    expect(await repository.swapRef(BRANCH, null, base)).toEqual({
      ok: false,
      actual: null,
      reason: "locked",
    });
    const lock = join(root, ".git/refs/heads/milestone/api.lock");
    const moving = repository.swapRef(BRANCH, null, base);
    rmSync(lock);
    closeSync(held);
    expect(await moving).toEqual({ ok: true });
    expect(existsSync(lock)).toBe(false);
  });

  test("a branch called `milestone`, loose or packed, bars `milestone/api`, and the reverse", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const base = await headOf(repository);
    const taken = { ok: false, actual: null, reason: "name-taken" };
    git(root, "branch", "milestone");
    expect(await repository.swapRef(BRANCH, null, base)).toEqual(taken);
    git(root, "pack-refs", "--all");
    expect(await repository.swapRef(BRANCH, null, base)).toEqual(taken);
    git(root, "branch", "-D", "milestone");
    expect(await repository.swapRef(BRANCH, null, base)).toEqual({ ok: true });
    expect(await repository.swapRef("refs/heads/milestone", null, base)).toEqual(taken);
    rmSync(join(root, ".git", BRANCH));
    expect(await repository.swapRef("refs/heads/milestone", null, base)).toEqual({ ok: true });
  });

  test("two processes that add to one branch at once lose no commit of either", async () => {
    const root = makeRepository();
    git(root, "update-ref", BRANCH, "HEAD");
    const racer = join(import.meta.dirname, "racer.ts");
    const race = () => promisify(execFile)(process.execPath, [racer, root, BRANCH, "40"]);
    await Promise.all([race(), race()]);
    expect(git(root, "rev-list", "--count", BRANCH)).toBe("81");
    expect(git(root, "ls-tree", "--name-only", `${BRANCH}:files`).split("\n").length).toBe(80);
    expect(git(root, "fsck", "--strict", "--no-dangling")).toBe("");
  });
});

describe("opening", () => {
  test("a folder below the top, a linked work tree and a bare repository are all found", async () => {
    const root = makeRepository({ "deep/er/file": "1" });
    const top = temporaryFolder();
    git(root, "worktree", "add", "-q", "--detach", join(top, "linked"));
    git(top, "clone", "-q", "--bare", root, "bare.git");
    const [below, linked, bare] = [
      await open(join(root, "deep/er")),
      await open(join(top, "linked")),
      await open(join(top, "bare.git")),
    ];
    expect(below.root).toBe(root);
    expect([linked.root, linked.commonDirectory]).toEqual([join(top, "linked"), join(root, ".git")]);
    const oid = await headOf(linked);
    expect(await headOf(bare)).toBe(oid);
    expect(await linked.headRef()).toBe(null);
    expect(await bare.isClean()).toEqual({ clean: true });
    expect(await linked.swapRef(BRANCH, null, await commitOn(linked, oid, { x: "1" }))).toEqual({ ok: true });
    expect(await below.resolve(BRANCH)).not.toBe(null);
  });

  test("no repository, and one whose formats nobody knows, are refused with the reason", async () => {
    const top = temporaryFolder();
    expect(await openRepository({ directory: top })).toMatchObject({ ok: false, reason: "not-a-repository" });
    const root = makeRepository();
    git(root, "config", "extensions.objectFormat", "sha512");
    expect(await openRepository({ directory: root })).toMatchObject({
      ok: false,
      reason: "unknown-format",
      message: "the repository names its objects in the unknown format sha512",
    });
  });

  test("a changed, staged or deleted tracked file makes the checkout unclean; untracked ones do not", async () => {
    const root = makeRepository({ a: "1", b: "1", c: "1" });
    const repository = await open(root);
    write(root, { new: "1" });
    utimesSync(join(root, "a"), 1, 1);
    expect(await repository.isClean()).toEqual({ clean: true });
    write(root, { a: "2" });
    rmSync(join(root, "b"));
    git(root, "rm", "-q", "--cached", "c");
    expect(await repository.isClean()).toEqual({ clean: false, paths: ["a", "b", "c"] });
  });

  test("it is known where a branch is checked out", async () => {
    const root = makeRepository();
    git(root, "branch", "milestone/api");
    const repository = await open(root);
    expect(await repository.checkedOutAt("refs/heads/main")).toBe(root);
    expect(await repository.checkedOutAt(BRANCH)).toBeNull();
    const linked = join(temporaryFolder(), "linked");
    git(root, "worktree", "add", "-q", linked, "milestone/api");
    expect(await repository.checkedOutAt(BRANCH)).toBe(linked);
  });

  test("the reader starts again when its process dies", async () => {
    const root = makeRepository();
    const repository = await open(root);
    const oid = await headOf(repository);
    expect(String(await repository.readFile(oid, "README.md"))).toBe("hello\n");
    const children = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], {
      encoding: "utf8",
    });
    const readers = children.split("\n").filter(line => line.includes("cat-file --batch"));
    expect(readers.length).toBeGreaterThan(0);
    for (const line of readers) process.kill(Number.parseInt(line, 10), "SIGKILL");
    write(root, { later: "2\n" });
    const later = commitAll(root, "later");
    expect(String(await repository.readFile(later, "later"))).toBe("2\n");
  });
});
