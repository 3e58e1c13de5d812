import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import type { WorkTree } from "../../../src/engine/git/worktree.ts";
import { AUTHOR, commitOn, git, headOf, makeRepository, open, temporaryFolder, write } from "./rig.ts";
import { onlyWhereMounted, openTree, TREE_KINDS } from "./tree-kinds.ts";

interface Place {
  repository: GitRepository;
  tree: WorkTree;
  base: string;
  outside: string;
}

// No other name can be given from outside to a file of an overlay, no folder of its snapshot renamed, and where there are
// submodules there are none.
describe.each(TREE_KINDS)("kind %s", kind => {
  onlyWhereMounted(kind);
  // Declared for folders alone: what cannot be played anywhere is not a skipped test.
  const inFolders = (title: string, play: () => Promise<void>): void => {
    if (kind === "folder") test(title, play);
  };
  async function checkedOut(files: Record<string, string | Buffer>): Promise<Place> {
    const repository = await open(makeRepository(files));
    const outside = temporaryFolder();
    const tree = openTree(kind, { repository, directory: join(outside, "agent-1") });
    const base = await headOf(repository);
    await tree.moveTo(base);
    return { repository, tree, base, outside };
  }

  /** What changed, as short lines. */
  async function changed(tree: WorkTree, always: string[] = []): Promise<string[]> {
    return (await tree.changes({ always })).map(change => `${change.kind} ${change.path}`);
  }

  function status(tree: WorkTree): string {
    return git(tree.path, "status", "--porcelain");
  }

  describe("a work tree", () => {
    test("after the checkout git finds it clean, with its history, and so does the scan", async () => {
      const { tree, base } = await checkedOut({ "a/b": "1", c: "2", ".gitignore": "*.log\n" });
      expect(status(tree)).toBe("");
      expect(git(tree.path, "rev-parse", "HEAD")).toBe(base);
      expect(git(tree.path, "log", "--format=%s")).toBe("first");
      expect(await tree.changes()).toEqual([]);
    });

    test("work left in a stash or on a branch that is not merged is named, and a merged branch is none", async () => {
      const { tree, base } = await checkedOut({ a: "1" });
      const on = (branch: string, file: string) => {
        git(tree.path, "checkout", "-qb", branch);
        writeFileSync(join(tree.path, file), "x");
        git(tree.path, "add", "--all");
        git(tree.path, "commit", "-qm", branch);
      };
      on("feature/one", "one");
      git(tree.path, "checkout", "-q", base);
      git(tree.path, "merge", "-q", "--no-ff", "-m", "merge", "feature/one");
      expect(await changed(tree)).toEqual(["file one"]);
      on("two", "two");
      git(tree.path, "checkout", "-q", "--detach", "HEAD~");
      writeFileSync(join(tree.path, "a"), "22");
      git(tree.path, "stash", "-q");
      git(tree.path, "pack-refs", "--all");
      const aside = ["unsafe .git/refs/heads/two", "unsafe .git/refs/stash"];
      expect((await changed(tree)).sort()).toEqual(["file one", ...aside]);
      await tree.moveTo(base);
      expect(await changed(tree)).toEqual([]);
    });

    test("work left in an agent's own work tree outside is named, and one without work is none", async () => {
      const { tree, base, outside } = await checkedOut({ a: "1", ".gitignore": "*.log\nown/\n" });
      const add = (name: string, below = outside) => {
        git(tree.path, "worktree", "add", "-q", "--detach", join(below, name));
        return (file: string) => writeFileSync(join(below, name, file), "x");
      };
      add("ignored", join(tree.path, "own"))("new");
      add("clean")("a.log");
      add("dirty")("new");
      add("edited")("a");
      add("committed")("b");
      git(join(outside, "committed"), "add", "--all");
      git(join(outside, "committed"), "commit", "-qm", "aside");
      rmSync(join(outside, "committed"), { recursive: true });
      add("gone")("b");
      rmSync(join(outside, "gone"), { recursive: true });
      const named = ["committed", "dirty", "edited", "ignored"].map(name => `unsafe .git/worktrees/${name}`);
      expect(await changed(tree)).toEqual(named);
      const [, dirty] = await tree.changes();
      expect(dirty).toMatchObject({ why: expect.stringContaining(`${join(outside, "dirty")}) with work`) });
      await tree.moveTo(base);
      expect(await changed(tree)).toEqual([]);
    });

    test("of more than a hundred branches none is passed over", async () => {
      const { tree, base } = await checkedOut({ a: "1" });
      const names = Array.from({ length: 101 }, (_, at) => `b${String(at).padStart(3, "0")}`);
      const point = (oid: string, of: string[]) =>
        appendFileSync(
          join(tree.path, ".git/packed-refs"),
          of.map(name => `${oid} refs/heads/${name}\n`).join(""),
        );
      git(tree.path, "commit", "-q", "--allow-empty", "-m", "after them");
      point(base, names);
      expect(await changed(tree)).toEqual([]);
      const other = git(tree.path, "commit-tree", "-p", base, "-m", "aside", `${base}^{tree}`);
      point(other, names.slice(-1));
      expect(await changed(tree)).toEqual(["unsafe .git/refs/heads"]);
    });

    test("agents' git reads a commit that the user's repository is still to get, before and after", async () => {
      const { repository, tree, base } = await checkedOut({ a: "1" });
      const next = await commitOn(repository, base, { a: "2", "b/c": "3" }, "second");
      await tree.moveTo(next);
      const seen = () => [
        status(tree),
        git(tree.path, "log", "-1", "--format=%s"),
        git(tree.path, "show", "HEAD:b/c"),
      ];
      expect(seen()).toEqual(["", "second", "3"]);
      expect(() => git(repository.root, "cat-file", "-e", next)).toThrow();
      await repository.flush();
      expect(seen()).toEqual(["", "second", "3"]);
      expect(git(tree.path, "fsck", "--no-dangling")).toBe("");
      expect(git(repository.root, "show", `${next}:b/c`)).toBe("3");
      await repository.close();
      expect(readdirSync(repository.commonDirectory).filter(name => name.startsWith("milestone-"))).toEqual(
        [],
      );
    });

    test("changed, new and deleted files, modes and links are found; ignored files are not", async () => {
      const { tree } = await checkedOut({
        "a/b": "1",
        c: "2",
        d: "3",
        e: "4",
        ".gitignore": "*.log\nout/\n",
      });
      write(tree.path, { "a/b": "changed", "new/er": "n", "x.log": "l", "out/x": "o", "new/x.log": "l" });
      rmSync(join(tree.path, "c"));
      chmodSync(join(tree.path, "d"), 0o755);
      rmSync(join(tree.path, "e"));
      symlinkSync("d", join(tree.path, "e"));
      expect(await changed(tree)).toEqual(["file a/b", "deleted c", "file d", "symlink e", "file new/er"]);
      const changes = await tree.changes();
      expect(changes.find(({ path }) => path === "d")).toMatchObject({ mode: "100755", isNew: false });
      expect(changes.find(({ path }) => path === "e")).toMatchObject({ target: "d" });
      const file = changes.find(({ path }) => path === "new/er");
      expect(file?.kind === "file" && file.read(100)).toEqual({ ok: true, content: Buffer.from("n") });
      expect(file?.kind === "file" && file.read(0)).toMatchObject({ ok: false, reason: "too-big" });
    });

    test("a file rewritten within the clock's step, same size and times, is still found", async () => {
      const { tree } = await checkedOut({ a: "1", b: "1" });
      for (let i = 0; i < 50; i++) {
        await tree.moveTo(tree.commit!);
        writeFileSync(join(tree.path, "a"), "2");
        expect(await changed(tree)).toEqual(["file a"]);
      }
      const { mtime, atime } = lstatSync(join(tree.path, "b"));
      writeFileSync(join(tree.path, "b"), "3");
      utimesSync(join(tree.path, "b"), atime, mtime);
      expect(await changed(tree)).toContain("file b");
    });

    test("touching a file without changing it changes nothing", async () => {
      const { tree } = await checkedOut({ a: "1", b: "1" });
      utimesSync(join(tree.path, "a"), 5, 5);
      writeFileSync(join(tree.path, "b"), "1");
      expect(await tree.changes()).toEqual([]);
    });

    test("moving on restores tracked files, removes new ones and keeps ignored ones", async () => {
      const { repository, tree, base } = await checkedOut({
        "a/b": "1",
        c: "2",
        ".gitignore": "node_modules/\n",
      });
      const next = await commitOn(repository, base, { "a/b": "from commit", "d/e": "new", c: null });
      write(tree.path, { "a/b": "mess", c: "mess", "junk/deep/x": "j", "node_modules/m/i.js": "m" });
      mkdirSync(join(tree.path, "empty/folder"), { recursive: true });
      await tree.moveTo(next);
      expect(status(tree)).toBe("");
      expect(git(tree.path, "rev-parse", "HEAD")).toBe(next);
      expect(readFileSync(join(tree.path, "a/b"), "utf8")).toBe("from commit");
      expect(
        ["c", "junk", "empty", "node_modules/m/i.js"].map(path => existsSync(join(tree.path, path))),
      ).toEqual([...[false, false, false], true]);
      expect(await tree.changes()).toEqual([]);
      await tree.moveTo(base);
      expect([status(tree), existsSync(join(tree.path, "d"))]).toEqual(["", false]);
    });

    test("what the last scan found is undone without another walk when nothing ran since", async () => {
      const { tree, base } = await checkedOut({ a: "1" });
      write(tree.path, { a: "2", "b/c": "3" });
      await tree.changes();
      await tree.moveTo(base, { unchangedSinceScan: true });
      expect([status(tree), await tree.changes()]).toEqual(["", []]);
    });

    test("files and folders that swapped places are put right", async () => {
      const { tree, base } = await checkedOut({ "a/x": "1", b: "2" });
      rmSync(join(tree.path, "a"), { recursive: true });
      rmSync(join(tree.path, "b"));
      write(tree.path, { a: "file", "b/x": "folder" });
      expect(await changed(tree)).toEqual(["file a", "deleted a/x", "deleted b", "file b/x"]);
      await tree.moveTo(base);
      expect([status(tree), await tree.changes()]).toEqual(["", []]);
    });

    test("deliverables count though an ignore file names them or the folder above them", async () => {
      const { tree } = await checkedOut({ ".gitignore": "*.md\n.milestones/\n" });
      const folder = ".milestones/deliverables/api/schema/design";
      write(tree.path, { [`${folder}/architecture.md`]: "x", ".milestones/other": "x", "y.md": "y" });
      expect(await changed(tree, [folder])).toEqual([`file ${folder}/architecture.md`]);
    });

    test("a changed ignore file counts at once, and what it brings to light is found", async () => {
      const { tree } = await checkedOut({ ".gitignore": "*.log\n" });
      write(tree.path, { "x.log": "1", "y.tmp": "2" });
      expect(await changed(tree)).toEqual(["file y.tmp"]);
      write(tree.path, { ".gitignore": "*.tmp\n" });
      expect(await changed(tree)).toEqual(["file .gitignore", "file x.log"]);
    });

    test("two work trees of one repository do not see one another", async () => {
      const { repository, tree, base, outside } = await checkedOut({ a: "1" });
      const other = openTree(kind, { repository, directory: join(outside, "agent-2") });
      await other.moveTo(base);
      write(tree.path, { a: "2" });
      expect(await other.changes()).toEqual([]);
      expect(git(repository.root, "status", "--porcelain")).toBe("");
      expect(git(repository.root, "worktree", "list").split("\n").length).toBe(1);
    });

    inFolders(
      "a submodule is an empty folder whose insides are not looked at, and survives a move",
      async () => {
        const root = makeRepository({ a: "1" });
        git(
          root,
          "update-index",
          "--add",
          "--cacheinfo",
          `160000,${git(root, "rev-parse", "HEAD")},vendor/lib`,
        );
        git(root, "commit", "-qm", "submodule");
        const repository = await open(root);
        const base = await headOf(repository);
        const tree = openTree(kind, { repository, directory: join(temporaryFolder(), "agent") });
        await tree.moveTo(base);
        write(tree.path, { "vendor/lib/inside": "x" });
        expect(await tree.changes()).toEqual([]);
        await tree.moveTo(await commitOn(repository, base, { b: "2" }));
        expect([status(tree), await tree.changes()]).toEqual(["", []]);
        rmSync(join(tree.path, "vendor/lib"), { recursive: true });
        write(tree.path, { "vendor/lib": "a file" });
        expect(await changed(tree)).toEqual(["unsafe vendor/lib"]);
        await tree.moveTo(base);
        expect(status(tree)).toBe("");
      },
    );

    test("files stand as git checks them out, and come back as git adds them", async () => {
      const utf16 = (text: string) =>
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
      const attributes = [
        "*.txt text=auto eol=crlf",
        "*.id ident",
        "*.strings text working-tree-encoding=UTF-16LE-BOM eol=lf",
        "*.evil filter=evil",
      ];
      const { repository, tree, base } = await checkedOut({
        ".gitattributes": attributes.join("\n"),
        "a.txt": "1\n2\n",
        "b.id": "$Id$\n",
        "c.strings": utf16("hi\n"),
        "d.evil": "raw",
      });
      git(repository.root, "config", "filter.evil.clean", `touch ${join(repository.root, "ran")}`);
      const bytes = (path: string) => readFileSync(join(tree.path, path));
      expect(bytes("a.txt").toString()).toBe("1\r\n2\r\n");
      expect(bytes("b.id").toString()).toMatch(/^\$Id: [0-9a-f]{40} \$\n$/);
      expect(bytes("c.strings")).toEqual(utf16("hi\n"));
      expect([status(tree), await tree.changes()]).toEqual(["", []]);
      for (const path of ["a.txt", "b.id"]) utimesSync(join(tree.path, path), 1, 1);
      expect(await tree.changes()).toEqual([]);
      write(tree.path, {
        "a.txt": "1\r\nnew\r\n",
        "c.strings": utf16("hi\nho\n"),
        "d.evil": "new",
        "e.txt": "e\r\n",
      });
      const found = new Map<string, string>();
      for (const change of await tree.changes()) {
        const read = change.kind === "file" ? change.read(1000) : null;
        if (read?.ok) found.set(change.path, read.content.toString());
      }
      expect([...found]).toEqual([
        ["a.txt", "1\nnew\n"],
        ["c.strings", "hi\nho\n"],
        ["d.evil", "new"],
        ["e.txt", "e\n"],
      ]);
      expect(existsSync(join(repository.root, "ran"))).toBe(false);
      await tree.moveTo(await commitOn(repository, base, Object.fromEntries(found)));
      expect([status(tree), await tree.changes()]).toEqual(["", []]);
      expect(bytes("e.txt").toString()).toBe("e\r\n");
    });

    test("names with spaces, quotes, pathspec magic and other scripts are handled as names", async () => {
      const { repository, tree, base } = await checkedOut({ ".gitignore": "*.log\n" });
      const names = [" a b", "'q\"", ":(top)x", "-rf", "*", "é/日本", "#x", "!x"];
      write(tree.path, Object.fromEntries(names.map(name => [name, name])));
      expect((await tree.changes()).map(({ path }) => path).sort()).toEqual([...names].sort());
      const next = await commitOn(repository, base, Object.fromEntries(names.map(name => [name, name])));
      await tree.moveTo(next);
      expect([status(tree), await tree.changes()]).toEqual(["", []]);
    });
  });

  describe("a hostile agent", () => {
    test("S-HOOK-2: nested git directories, pipes and files in a submodule's place are unsafe", async () => {
      const { tree } = await checkedOut({ a: "1" });
      write(tree.path, { "sub/.GIT/config": "x", "b/.git/HEAD": "x", "c/git~1": "x", "d/.git.": "x" });
      execFileSync("mkfifo", [join(tree.path, "pipe")]);
      const unsafe = (await tree.changes()).filter(({ kind }) => kind === "unsafe").map(({ path }) => path);
      expect(unsafe).toEqual(["b/.git", "c/git~1", "d/.git.", "pipe", "sub/.GIT"]);
      await tree.moveTo(tree.commit!);
      expect([status(tree), await tree.changes()]).toEqual(["", []]);
    });

    test("S-PATH-2: a folder swapped for a link is neither read nor written through", async () => {
      const { repository, tree, base, outside } = await checkedOut({ "src/a": "1", "src/b": "1" });
      write(outside, { "victim/a": "secret", "victim/b": "secret" });
      rmSync(join(tree.path, "src"), { recursive: true });
      symlinkSync(join(outside, "victim"), join(tree.path, "src"));
      expect(await changed(tree)).toEqual(["symlink src", "deleted src/a", "deleted src/b"]);
      await tree.moveTo(await commitOn(repository, base, { "src/a": null, "src/b": "2" }));
      expect(readFileSync(join(outside, "victim/a"), "utf8")).toBe("secret");
      expect(readFileSync(join(outside, "victim/b"), "utf8")).toBe("secret");
      expect(lstatSync(join(tree.path, "src")).isDirectory()).toBe(true);
      expect(status(tree)).toBe("");
    });

    test("S-PATH-2: an ignored link in a folder's place does not lead a removal outside", async () => {
      const { repository, tree, base, outside } = await checkedOut({ "src/a": "1", "src/b": "1" });
      const ignoring = await commitOn(repository, base, { ".gitignore": "src\n" });
      await tree.moveTo(ignoring);
      write(outside, { "victim/a": "secret" });
      rmSync(join(tree.path, "src"), { recursive: true });
      symlinkSync(join(outside, "victim"), join(tree.path, "src"));
      await tree.moveTo(await commitOn(repository, ignoring, { "src/a": null }));
      expect(readFileSync(join(outside, "victim/a"), "utf8")).toBe("secret");
      expect(readFileSync(join(tree.path, "src/b"), "utf8")).toBe("1");
    });

    test("S-PATH-2: a link in place of the git directory leads no write outside", async () => {
      const { tree, outside } = await checkedOut({ a: "1" });
      write(outside, { "victim/HEAD": "mine", "victim/config": "mine" });
      rmSync(join(tree.path, ".git"), { recursive: true });
      symlinkSync(join(outside, "victim"), join(tree.path, ".git"));
      await tree.moveTo(tree.commit!);
      expect(readFileSync(join(outside, "victim/HEAD"), "utf8")).toBe("mine");
      expect(lstatSync(join(tree.path, ".git")).isDirectory()).toBe(true);
    });

    inFolders("S-PATH-2: a thousand swaps of a folder for a link never give bytes from outside", async () => {
      const { tree, outside } = await checkedOut({ "src/a": "inside" });
      write(outside, { "victim/a": "outside" });
      writeFileSync(join(tree.path, "src/a"), "changed");
      const [file] = await tree.changes();
      if (file?.kind !== "file") throw new Error("the change was not found");
      const src = join(tree.path, "src");
      // Another process does the swapping, so that it falls between any two calls of ours.
      const swap = `
      const fs = require("node:fs"); const [src, victim] = process.argv.slice(1);
      fs.symlinkSync(victim, src + ".link");
      for (;;) { fs.renameSync(src, src + ".real"); fs.renameSync(src + ".link", src);
        fs.renameSync(src, src + ".link"); fs.renameSync(src + ".real", src); }`;
      const { spawn } = await import("node:child_process");
      const child = spawn(process.execPath, ["-e", swap, src, join(outside, "victim")], {
        stdio: "ignore",
      });
      const seen = { inside: 0, refused: 0, outside: 0 };
      try {
        for (let tries = 0; tries < 1000 || (seen.refused === 0 && tries < 100_000); tries++) {
          const read = file.read(100);
          if (!read.ok) seen.refused++;
          else if (String(read.content) === "outside") seen.outside++;
          else seen.inside++;
        }
      } finally {
        child.kill("SIGKILL");
        await new Promise(resolve => child.once("close", resolve));
      }
      expect(seen.outside).toBe(0);
      expect(seen.refused).toBeGreaterThan(0);
    });

    inFolders("S-PATH-2: a hard link to a file outside is not read; two names inside are", async () => {
      const { tree, outside } = await checkedOut({ a: "1" });
      write(outside, { secret: "secret" });
      linkSync(join(outside, "secret"), join(tree.path, "stolen"));
      write(tree.path, { one: "x" });
      linkSync(join(tree.path, "one"), join(tree.path, "two"));
      const reads = (await tree.changes()).map(change => change.kind === "file" && change.read(100));
      expect(reads).toEqual([
        { ok: true, content: Buffer.from("x") },
        expect.objectContaining({ ok: false, reason: "hard-link" }),
        { ok: true, content: Buffer.from("x") },
      ]);
    });

    test("a file that became a pipe after the scan does not hang the reader", async () => {
      const { tree } = await checkedOut({ a: "1" });
      write(tree.path, { b: "2" });
      const [file] = await tree.changes();
      rmSync(join(tree.path, "b"));
      execFileSync("mkfifo", [join(tree.path, "b")]);
      expect(file?.kind === "file" && file.read(100)).toMatchObject({ ok: false, reason: "not-a-file" });
    });

    test("what an agent does to its git directory is gone before the next one starts", async () => {
      const { tree, base } = await checkedOut({ a: "1" });
      write(tree.path, { a: "2", ".git/hooks/pre-commit": "#!/bin/sh\n", ".git/info/exclude": "*\n" });
      git(tree.path, "commit", "-qam", "mine");
      git(tree.path, "config", "core.fsmonitor", "/bin/evil");
      expect(await changed(tree)).toEqual(["file a"]);
      await tree.moveTo(base);
      expect(existsSync(join(tree.path, ".git/hooks"))).toBe(false);
      expect(readFileSync(join(tree.path, ".git/config"), "utf8")).not.toContain("evil");
      expect([git(tree.path, "rev-parse", "HEAD"), status(tree)]).toEqual([base, ""]);
    });

    inFolders(
      "S-PATH-2: hard links in place of the git directory's files lead no write outside",
      async () => {
        const { tree, outside } = await checkedOut({ a: "1" });
        for (const name of ["HEAD", "index"]) {
          write(outside, { [`victim-${name}`]: "mine" });
          rmSync(join(tree.path, ".git", name));
          linkSync(join(outside, `victim-${name}`), join(tree.path, ".git", name));
          await tree.moveTo(tree.commit!);
          expect(readFileSync(join(outside, `victim-${name}`), "utf8")).toBe("mine");
          expect(status(tree)).toBe("");
        }
      },
    );

    test.each<[string, (gitDirectory: string) => void]>([
      ["a hook", path => write(path, { "hooks/pre-commit": "x" })],
      ["a setting", path => write(path, { config: "[core]\n\tfsmonitor = evil\n" })],
      ["other objects", path => write(path, { "objects/info/alternates": "/evil\n" })],
      ["a ref", path => write(path, { "refs/heads/main": "x" })],
      [
        "a link in a folder's place",
        path => {
          rmSync(join(path, "refs"), { recursive: true });
          symlinkSync("/tmp", join(path, "refs"));
        },
      ],
      ["a missing folder", path => rmSync(join(path, "objects"), { recursive: true })],
    ])("%s left in the git directory at once after the start is gone afterwards", async (_, leave) => {
      const { tree } = await checkedOut({ a: "1" });
      const before = execFileSync("find", [".git", "-printf", "%p %y\n"], {
        cwd: tree.path,
        encoding: "utf8",
      });
      const config = readFileSync(join(tree.path, ".git/config"), "utf8");
      await tree.moveTo(tree.commit!);
      leave(join(tree.path, ".git"));
      await tree.moveTo(tree.commit!);
      const after = execFileSync("find", [".git", "-printf", "%p %y\n"], {
        cwd: tree.path,
        encoding: "utf8",
      });
      expect(after.split("\n").sort()).toEqual(before.split("\n").sort());
      expect(readFileSync(join(tree.path, ".git/config"), "utf8")).toBe(config);
      expect(status(tree)).toBe("");
    });

    test("a link is kept as a link when a commit holds one", async () => {
      const { repository, tree, base } = await checkedOut({ a: "1" });
      const target = await repository.store.addBlob(Buffer.from("/etc/passwd"));
      const next = await repository.commit({
        ...{ parents: [base], base, message: "link", author: AUTHOR, at: 0 },
        changes: new Map([["link", { oid: target, mode: "120000" }]]),
      });
      await tree.moveTo(next);
      expect([readlinkSync(join(tree.path, "link")), status(tree)]).toEqual(["/etc/passwd", ""]);
      renameSync(join(tree.path, "link"), join(tree.path, "moved"));
      expect(await changed(tree)).toEqual(["deleted link", "symlink moved"]);
    });
  });
});
