import { describe, expect, test } from "vitest";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import { hasMarks, landChanges, mergeCommits } from "../../../src/engine/git/merge.ts";
import { diffTrees, treeOf } from "../../../src/engine/git/tree.ts";
import { AUTHOR, commitAll, commitOn, git, headOf, makeRepository, open, write } from "./rig.ts";

const TEN = Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join("");

async function workOf(repository: GitRepository, base: string, work: string) {
  const { store } = repository;
  const found = await diffTrees(store, await treeOf(store, base), await treeOf(store, work));
  return new Map([...found].map(([path, { to }]) => [path, to]));
}

type Files = Record<string, string | null>;

/** Both sides start from the same files; the outcome is the merged tree's files, or the conflicts. */
async function land(start: Record<string, string>, tipFiles: Files, workFiles: Files) {
  const repository = await open(makeRepository(start));
  const base = await headOf(repository);
  const tip = await commitOn(repository, base, tipFiles);
  const work = await commitOn(repository, base, workFiles);
  const outcome = await landChanges(repository, { base, tip, changes: await workOf(repository, base, work) });
  if (!outcome.ok) return outcome;
  const merged = await repository.commit({
    ...{ parents: [tip], base: tip, message: "merged", author: AUTHOR, at: 0 },
    changes: outcome.changes,
  });
  const read = async (path: string) => String((await repository.readFile(merged, path)) ?? "absent");
  return { ok: true as const, read, landed: [...outcome.changes.keys()].sort() };
}

describe("landing work on a newer tip", () => {
  test("paths the tip left alone are taken, the tip's own stay", async () => {
    const outcome = await land({ a: "1", b: "1" }, { a: "tip" }, { b: "work", c: "new" });
    if (!outcome.ok) throw new Error("conflict");
    expect(await Promise.all(["a", "b", "c"].map(outcome.read))).toEqual(["tip", "work", "new"]);
  });

  test("changes to different lines of one file are merged", async () => {
    const outcome = await land(
      { f: TEN },
      { f: TEN.replace("line 1\n", "tip 1\n") },
      { f: TEN.replace("line 8\n", "work 8\n") },
    );
    if (!outcome.ok) throw new Error("conflict");
    expect(await outcome.read("f")).toBe(TEN.replace("line 1\n", "tip 1\n").replace("line 8\n", "work 8\n"));
  });

  test.each([
    ["union", "tip\nwork\n"],
    ["ours", "tip\n"],
  ])("both sides' change of a file with merge=%s is no conflict", async (way, merged) => {
    const start = { ".gitattributes": `f merge=${way}\n`, f: "" };
    const [tip, work] = [{ f: "tip\n" }, { f: "work\n" }];
    const outcome = await land(start, tip, work);
    if (!outcome.ok) throw new Error("conflict");
    expect(await outcome.read("f")).toBe(merged);
    const repository = await open(makeRepository(start));
    const base = await headOf(repository);
    const [ours, theirs] = [await commitOn(repository, base, tip), await commitOn(repository, base, work)];
    expect(await mergeCommits(repository, ours, theirs)).toMatchObject({ ok: true });
  });

  test.each(["merge=binary", "-merge", "binary"])(
    "a file with %s is never merged by lines",
    async attribute => {
      const start = { ".gitattributes": `f ${attribute}\n`, f: TEN };
      const outcome = await land(
        start,
        { f: TEN.replace("line 1\n", "tip 1\n") },
        { f: TEN.replace("line 8\n", "work 8\n") },
      );
      expect(outcome).toEqual({ ok: false, reason: "conflicts", paths: ["f"] });
    },
  );

  test("lines that conflict land between marks where somebody is to settle them, and nothing else does", async () => {
    const repository = await open(makeRepository({ f: "a\n", "b.bin": "\0a", gone: "1" }));
    const base = await headOf(repository);
    const tip = await commitOn(repository, base, { f: "a\ntip\n", n: "tip\n", "b.bin": "\0tip", gone: null });
    const marksOf = async (files: Files) => {
      const work = await commitOn(repository, base, files);
      const marked: string[] = [];
      const changes = await workOf(repository, base, work);
      const outcome = await landChanges(repository, { base, tip, changes, marked });
      if (!outcome.ok) return outcome;
      const texts = marked.map(async path =>
        String(await repository.readBlob(outcome.changes.get(path)!.oid)),
      );
      return { marked, texts: await Promise.all(texts) };
    };
    const added = "<<<<<<< landed meanwhile\ntip\n||||||| before both\n=======\nwork\n>>>>>>> this work\n";
    expect(await marksOf({ f: "a\nwork\n", n: "work\n" })).toEqual({
      marked: ["f", "n"],
      texts: [`a\n${added}`, added],
    });
    expect(hasMarks(Buffer.from(`a\n${added}`))).toBe(true);
    expect(hasMarks(Buffer.from("Title\n=======\n"))).toBe(false);
    for (const file of ["b.bin", "gone"]) {
      expect(await marksOf({ f: "a\nwork\n", [file]: "\0work" })).toMatchObject({ ok: false, paths: [file] });
    }
  });

  test("the same change on both sides is no conflict and changes nothing", async () => {
    const outcome = await land({ f: "1", g: "1" }, { f: "2", g: null }, { f: "2", g: null });
    expect(outcome).toMatchObject({ ok: true, landed: [] });
  });

  test.each<[string, Record<string, string>, Files, Files, string[]]>([
    [
      "the same line changed twice",
      { f: TEN },
      { f: TEN.replace("line 5", "a") },
      { f: TEN.replace("line 5", "b") },
      ["f"],
    ],
    ["changed here, removed there", { f: "1" }, { f: null, x: "" }, { f: "2" }, ["f"]],
    ["removed here, changed there", { f: "1", g: "1" }, { f: "2" }, { f: null }, ["f"]],
    ["added on both sides with different bytes", { a: "" }, { n: "1" }, { n: "2" }, ["n"]],
    ["binary files", { b: "\0a" }, { b: "\0b" }, { b: "\0c" }, ["b"]],
    ["a file where the tip made a folder", { a: "" }, { "n/x": "1" }, { n: "2" }, ["n"]],
    ["a folder where the tip made a file", { a: "" }, { n: "1" }, { "n/x": "2" }, ["n/x"]],
  ])("%s conflict, and the paths are named", async (_, start, tip, work, paths) => {
    expect(await land(start, tip, work)).toEqual({ ok: false, reason: "conflicts", paths });
  });

  test("a mode changed here and bytes changed there both land", async () => {
    const repository = await open(makeRepository({ f: "1" }));
    const base = await headOf(repository);
    const tip = await commitOn(repository, base, { f: "2" });
    const { oid } = (await repository.entry(base, "f"))!;
    const changes = new Map([["f", { oid, mode: "100755" }]]);
    const outcome = await landChanges(repository, { base, tip, changes });
    const expected = { oid: (await repository.entry(tip, "f"))!.oid, mode: "100755" };
    expect(outcome.ok && outcome.changes.get("f")).toEqual(expected);
  });
});

describe("merging commits", () => {
  async function merge(repository: GitRepository, ours: string, theirs: string) {
    const outcome = await mergeCommits(repository, ours, theirs);
    if (!outcome.ok) return outcome;
    const request = { parents: [ours, theirs], base: ours, message: "merge", author: AUTHOR, at: 0 };
    return { ok: true as const, oid: await repository.commit({ ...request, changes: outcome.changes }) };
  }

  test("the tree is the one that git's own merge makes, renames followed", async () => {
    const root = makeRepository({ "old/name.txt": TEN, keep: "1" });
    const repository = await open(root);
    const base = await headOf(repository);
    git(root, "mv", "old", "new");
    const theirs = commitAll(root, "rename");
    const ours = await commitOn(repository, base, {
      "old/name.txt": TEN.replace("line 3", "ours 3"),
      keep: "2",
    });
    const merged = await merge(repository, ours, theirs);
    if (!merged.ok) throw new Error(merged.reason);
    await repository.swapRef("refs/heads/merged", null, merged.oid);
    git(root, "merge", "-q", "--no-edit", ours);
    expect(git(root, "rev-parse", "merged^{tree}")).toBe(git(root, "rev-parse", "HEAD^{tree}"));
    expect(git(root, "show", "-s", "--format=%P", "merged")).toBe(`${ours} ${theirs}`);
  });

  test("a commit that is already contained changes nothing, and one that is ahead is taken whole", async () => {
    const repository = await open(makeRepository({ a: "1" }));
    const base = await headOf(repository);
    const ahead = await commitOn(repository, base, { b: "2" });
    const none = await mergeCommits(repository, ahead, base);
    expect(none.ok && none.changes.size).toBe(0);
    const all = await mergeCommits(repository, base, ahead);
    expect(all.ok && [...all.changes.keys()]).toEqual(["b"]);
  });

  test("conflicts name their paths, and unrelated histories are told apart", async () => {
    const root = makeRepository({ a: "1", b: "1" });
    const repository = await open(root);
    const base = await headOf(repository);
    const ours = await commitOn(repository, base, { a: "2" });
    const theirs = await commitOn(repository, base, { a: "3", b: "3" });
    expect(await mergeCommits(repository, ours, theirs)).toEqual({
      ok: false,
      reason: "conflicts",
      paths: ["a"],
    });
    git(root, "checkout", "-q", "--orphan", "other");
    write(root, { a: "x" });
    const stranger = commitAll(root, "stranger");
    expect(await mergeCommits(repository, ours, stranger)).toEqual({ ok: false, reason: "unrelated" });
  });
});
