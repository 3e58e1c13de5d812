import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openFolderTree } from "../../../src/engine/git/folder-tree.ts";
import { openSide } from "../../../src/engine/git/git-remote.ts";
import { moduleAddress, SubmoduleCommits } from "../../../src/engine/git/submodule-commits.ts";
import { objectsOfSubmodules } from "../../../src/engine/git/submodules.ts";
import type { WorkTree } from "../../../src/engine/git/worktree.ts";
import { AUTHOR, commitAll, git, headOf, makeRepository, open, temporaryFolder, write } from "./rig.ts";

/** A repository with a submodule below `vendor/lib`, as a person has it, and a tree at its commit. */
async function place(filled: boolean) {
  const library = makeRepository({ "lib.c": "lib\n" });
  const root = makeRepository({ a: "1" });
  git(root, "submodule", "--quiet", "add", library, "vendor/lib");
  commitAll(root, "with a submodule");
  if (!filled) git(root, "submodule", "deinit", "--force", "vendor/lib");
  const { tree, base, repository } = await treeOf(root);
  return { tree, base, repository, inside: join(tree.path, "vendor/lib"), library };
}

/** An agent's tree at the repository's commit. */
async function treeOf(root: string) {
  const repository = await open(root);
  const tree = openFolderTree({ repository, directory: join(temporaryFolder(), "agent"), identity: AUTHOR });
  const base = await headOf(repository);
  await tree.moveTo(base);
  return { tree, base, repository };
}

async function said(tree: WorkTree): Promise<string[]> {
  const found = await tree.changes();
  return found.map(change => {
    if (change.kind === "submodule") return `${change.path} moved to ${change.commit}`;
    return change.kind === "unsafe" ? `${change.path} ${change.why}` : change.path;
  });
}

describe("the address of a submodule", () => {
  test.each([
    ["../lib.git", "https://example.org/acme/app.git", "https://example.org/acme/lib.git"],
    ["./lib", "https://example.org/acme/app.git/", "https://example.org/acme/app.git/lib"],
    ["../../b/lib.git/", "ssh://git@example.org:22/a/app.git", "ssh://git@example.org:22/b/lib.git"],
    ["../lib.git", "git@example.org:app.git", "git@example.org:lib.git"],
    ["../b/lib.git", "git@example.org:acme/app.git", "git@example.org:acme/b/lib.git"],
    ["../lib one.git", "/srv/git repos/app.git", "/srv/git repos/lib one.git"],
    ["https://example.org/x", "/srv/app.git", "https://example.org/x"],
    ["../../../lib", "app", null],
    ["--upload-pack=touch fired", "/srv/app.git", null],
    ["a\nb", "/srv/app.git", null],
    ["..", "/srv/app.git", null],
    ["", "/srv/app.git", null],
  ])("%j beside %j leads to %j", (url, origin, address) => {
    expect(moduleAddress(url, origin)).toBe(address);
  });

  test("that would have git start a program starts none", async () => {
    const { library, repository, base } = await place(true);
    const fired = join(temporaryFolder(), "fired");
    write(repository.root, {
      ".gitmodules": `[submodule "x"]\n\tpath = vendor/lib\n\turl = "ext::touch ${fired}"\n`,
    });
    const evil = commitAll(repository.root, "evil");
    const commits = new SubmoduleCommits({
      repository,
      origin: async () => library,
      reach: async url => openSide(repository, { url, isOther: true }, {}),
    });
    const at = { path: "vendor/lib", commit: base };
    expect(await commits.bring({ ...at, base: evil })).toMatch(/could not be asked for it: .*not allowed/);
    expect(existsSync(fired)).toBe(false);
  });
});

describe("a submodule", () => {
  test("stands in every phase's tree as in the person's checkout, with a git that answers", async () => {
    const { tree, base, inside } = await place(true);
    expect(readFileSync(join(inside, "lib.c"), "utf8")).toBe("lib\n");
    write(inside, { ".git/hooks/post-checkout": "#!/bin/sh\n" });
    await tree.moveTo(base);
    expect(git(inside, "log", "--format=%s")).toBe("first");
    expect(git(inside, "status", "--porcelain")).toBe("");
    expect(existsSync(join(inside, ".git/hooks/post-checkout"))).toBe(false);
    expect(await said(tree)).toEqual([]);
  });

  test("with changes inside, or moved to another commit, is named and not lost in silence", async () => {
    const { tree, inside } = await place(true);
    tree.disturb();
    write(inside, { "lib.c": "mended\n", "new.c": "new\n" });
    const [first] = await said(tree);
    expect(first).toMatch(/^vendor\/lib is a submodule with changes inside \(lib\.c, new\.c\)/);
    const commit = commitAll(inside, "mended");
    expect(await said(tree)).toEqual([`vendor/lib moved to ${commit}`]);
    write(inside, { "lib.c": "again\n" });
    expect(await said(tree)).toEqual([expect.stringContaining("changes inside (lib.c)")]);
  });

  test("in a submodule stands there too, and what a failed attempt left in either is gone for the next one", async () => {
    const inner = makeRepository({ "inner.c": "inner\n" });
    const outer = makeRepository({ "outer.c": "outer\n" });
    git(outer, "submodule", "--quiet", "add", inner, "deep/inner");
    commitAll(outer, "with a submodule");
    const root = makeRepository({ a: "1" });
    git(root, "submodule", "--quiet", "add", outer, "vendor/outer");
    git(root, "submodule", "--quiet", "update", "--init", "--recursive");
    commitAll(root, "with submodules");
    const { tree, base } = await treeOf(root);
    const deep = join(tree.path, "vendor/outer/deep/inner");
    expect(readFileSync(join(deep, "inner.c"), "utf8")).toBe("inner\n");
    expect(git(deep, "log", "--format=%s")).toBe("first");
    expect(git(join(tree.path, "vendor/outer"), "status", "--porcelain")).toBe("");
    // Where agents see nothing else of the person's git directory, their git in a submodule reads from these.
    const modules = join(root, ".git/modules/vendor/outer");
    expect(objectsOfSubmodules(join(root, ".git"))).toEqual([
      join(modules, "objects"),
      join(modules, "modules/deep/inner/objects"),
    ]);
    expect(await said(tree)).toEqual([]);
    tree.disturb();
    write(deep, { "inner.c": "mended\n", "new.c": "new\n" });
    expect(await said(tree)).toEqual([
      expect.stringMatching(
        /^vendor\/outer has in it vendor\/outer\/deep\/inner, which is a submodule with changes inside \(inner\.c, new\.c\)/,
      ),
    ]);
    await tree.moveTo(base);
    expect(git(deep, "status", "--porcelain")).toBe("");
  });

  test("that setup fetched works in the phases after it, without the hooks and settings it had", async () => {
    const { tree, base, inside } = await place(false);
    expect(existsSync(join(inside, "lib.c"))).toBe(false);
    git(tree.path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init");
    const module = join(tree.path, ".git/modules/vendor/lib");
    write(module, { "hooks/post-checkout": "#!/bin/sh\n" });
    git(module, "config", "core.fsmonitor", "touch /tmp/fired");
    tree.disturb();
    for (let phase = 0; phase < 2; phase++) {
      await tree.moveTo(base);
      expect(git(inside, "log", "--format=%s")).toBe("first");
      expect(git(inside, "rev-parse", "--show-prefix")).toBe("");
      expect(await said(tree)).toEqual([]);
    }
    expect(existsSync(join(module, "hooks"))).toBe(false);
    expect(readFileSync(join(module, "config"), "utf8")).not.toContain("fsmonitor");
  });

  test("that setup moved to another commit is the setup's, until an attempt moves it again", async () => {
    const { tree, base, inside, library } = await place(false);
    write(library, { "lib.c": "newer\n" });
    const newer = commitAll(library, "newer");
    git(
      tree.path,
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "update",
      "--init",
      "--remote",
    );
    await tree.keepPrepared();
    await tree.moveTo(base);
    expect(git(inside, "rev-parse", "HEAD")).toBe(newer);
    tree.disturb();
    expect(await said(tree)).toEqual([]);
    expect(tree.isPrepared()).toBe(true);
    git(inside, "checkout", "--quiet", "HEAD~1");
    expect(await said(tree)).toEqual([expect.stringMatching(/^vendor\/lib moved to/)]);
    // So the setup runs again before the next attempt, which does not meet what this one left.
    expect(tree.isPrepared()).toBe(false);
  });
});
