import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashObject } from "../../../src/engine/git/object.ts";
import { leavesTree, unsafePath } from "../../../src/engine/git/path.ts";
import { diffTrees, treeOf } from "../../../src/engine/git/tree.ts";
import { differingEntries, parseTree } from "../../../src/engine/git/tree-object.ts";
import { AUTHOR, commitOn, git, headOf, makeRepository, open } from "./rig.ts";

const COMMIT = { message: "back", author: AUTHOR, at: 0 };
const OID = hashObject("blob", Buffer.from("x"));

/** A tree's bytes; directories compare as if their name ended in a slash, and the last entry of a name counts. */
function treeOfAll(entries: [name: string, mode: string, oid: string][]): Buffer {
  const key = ([name, mode]: string[]) => Buffer.from(mode === "40000" ? `${name}/` : name!);
  const sorted = [...new Map(entries.map(entry => [entry[0], entry])).values()].sort((a, b) =>
    key(a).compare(key(b)),
  );
  return Buffer.concat(
    sorted.flatMap(([name, mode, oid]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]),
  );
}

describe("editing trees", () => {
  test("a file gives way to a folder and a folder to a file, as git itself would store it", async () => {
    const root = makeRepository({ "a/x": "1", "a/y": "2", b: "3", "b.txt": "4" });
    const repository = await open(root);
    const oid = await commitOn(repository, await headOf(repository), {
      a: "now a file",
      "a/x": null,
      "a/y": null,
      b: null,
      "b/inside": "now a folder",
    });
    await repository.swapRef("refs/heads/main", await headOf(repository), oid);
    expect(git(root, "ls-tree", "-r", "--name-only", oid).split("\n")).toEqual(["a", "b.txt", "b/inside"]);
    expect(git(root, "fsck", "--strict", "--no-dangling")).toBe("");
  });

  test("removing the last file of a folder removes the folder, and removing a folder removes its files", async () => {
    const repository = await open(makeRepository({ "a/b/c": "1", "d/e": "2", "d/f": "2", g: "3" }));
    const oid = await commitOn(repository, await headOf(repository), { "a/b/c": null, d: null });
    expect((await repository.list(oid, "")).map(({ name }) => name)).toEqual(["g"]);
  });

  test("a difference names exactly the paths whose bytes or modes differ", async () => {
    const repository = await open(makeRepository({ "same/1": "1", "a/1": "1", "a/2": "2", f: "f" }));
    const before = await headOf(repository);
    const after = await commitOn(repository, before, { "a/2": "new", "b/c/d": "x", f: null });
    expect(await repository.changedPaths(before, after)).toEqual(["a/2", "b/c/d", "f"]);
    const { store } = repository;
    const found = await diffTrees(store, await treeOf(store, before), await treeOf(store, after));
    expect(found.get("f")).toMatchObject({ from: { mode: "100644" }, to: null });
    const changes = new Map([...found].map(([path, { from }]) => [path, from]));
    const back = await repository.commit({ ...COMMIT, parents: [after], base: after, changes });
    expect(await treeOf(store, back)).toBe(await treeOf(store, before));
  });
});

describe("comparing trees", () => {
  const other = hashObject("blob", Buffer.from("y"));
  const listing = fc.array(
    fc.tuple(
      fc.stringMatching(/^[ab.\-0]{1,3}$/),
      fc.constantFrom("100644", "100755", "40000"),
      fc.constantFrom(OID, other),
    ),
    { maxLength: 8 },
  );
  test("whatever the trees, each side's answers are what the other lacks, and all of it", () => {
    fc.assert(
      fc.property(listing, listing, (a, b) => {
        const [from, to] = [treeOfAll(a), treeOfAll(b)];
        const key = (entry: object) => JSON.stringify(entry);
        const lacking = (here: Buffer, there: Buffer) => {
          const known = new Set(parseTree(there).map(key));
          return parseTree(here).filter(entry => !known.has(key(entry)));
        };
        expect(differingEntries(from, to)).toEqual({ from: lacking(from, to), to: lacking(to, from) });
      }),
    );
  });
});

describe("unsafe paths", () => {
  test.each([
    ...[
      ".git/config",
      "sub/.GIT/config",
      "a/.git./x",
      "a/.git /x",
      "a/git~1/x",
      "a/.g\u200cit/x",
      ".git::$INDEX/x",
    ],
    ...[
      "/etc/passwd",
      "../x",
      "a/../../b",
      "a//b",
      "./a",
      "C:/x",
      "a\0b",
      "a\nb",
      "a\\b",
      "",
      "x".repeat(5000),
    ],
  ])("S-HOOK-2: %j is refused", path => {
    expect(unsafePath(path)).not.toBe(null);
  });

  test.each([".gitignore", "a/.github/x", "git/x", "a..b", "é/ü", ".git-keep", "a b/c"])(
    "%j is fine",
    path => {
      expect([unsafePath(path), leavesTree(path)]).toEqual([null, false]);
    },
  );

  test("S-HOOK-2: no commit is made with a path inside a git directory", async () => {
    const repository = await open(makeRepository());
    await expect(commitOn(repository, await headOf(repository), { "sub/.GIT/config": "x" })).rejects.toThrow(
      "sub/.GIT",
    );
  });
});
