import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { openFolderTree } from "../../../src/engine/git/folder-tree.ts";
import type { SparseView } from "../../../src/engine/git/view.ts";
import type { WorkTree } from "../../../src/engine/git/worktree.ts";
import { AUTHOR, git, headOf, makeRepository, open, temporaryFolder, write } from "./rig.ts";

const OUT = ".milestones/deliverables/m";
const FILES = {
  ".gitignore": "*.log\n",
  [`${OUT}/t1/design/out.md`]: "design of the first task, which is the longer one",
  [`${OUT}/t1/spec/out.md`]: "spec of the first task",
  [`${OUT}/t2/design/out.md`]: "design of the second",
  [`${OUT}/t2/spec/api.md`]: "spec of the second",
};
const viewOf = (task: string): SparseView => ({
  hides: new Set([OUT]),
  but: new Set([`${OUT}/${task}/design`, `${OUT}/${task}/spec`]),
});
const at = (task: string) => ({ view: viewOf(task), folder: `${OUT}/${task}/execute` });

let agent: WorkTree;
let base: string;

/** An agent that did the first task's last phase and left a file. */
beforeEach(async () => {
  const repository = await open(makeRepository(FILES));
  const directory = join(temporaryFolder(), "agent-1");
  agent = openFolderTree({ repository, directory, identity: AUTHOR, keep: OUT });
  base = await headOf(repository);
  await agent.moveTo(base, at("t1"));
  write(agent.path, { [`${OUT}/t1/execute/out.md`]: "done" });
});

const path = (name: string) => join(agent.path, OUT, name);
const inode = (name: string) => lstatSync(path(name)).ino;

/** The second task's tree is as a new one would be, whatever became of the first one's. */
function expectSecond(): void {
  expect(readFileSync(path("t2/design/out.md"), "utf8")).toBe("design of the second");
  expect(readFileSync(path("t2/spec/api.md"), "utf8")).toBe("spec of the second");
  expect([existsSync(path("t2/spec/out.md")), existsSync(path("t2/execute/out.md"))]).toEqual([false, false]);
  expect(git(agent.path, "status", "--porcelain")).toBe("");
  expect(git(agent.path, "diff", "--cached", "--name-only")).toBe("");
}

test("a task's folder and files become the next task's", async () => {
  const [folder, design] = [inode("t1/execute"), inode("t1/design/out.md")];
  await agent.moveTo(base, at("t2"));
  expectSecond();
  expect([inode("t2/execute"), inode("t2/design/out.md")]).toEqual([folder, design]);
  expect(existsSync(path("t1"))).toBe(false);
});

test("and what the next one changes in them is seen as its work", async () => {
  await agent.moveTo(base, at("t2"));
  writeFileSync(path("t2/design/out.md"), "Design of the second");
  rmSync(path("t2/spec/api.md"));
  const changes = await agent.changes();
  expect(changes.map(({ kind, path }) => [kind, path.slice(OUT.length)])).toEqual([
    ["file", "/t2/design/out.md"],
    ["deleted", "/t2/spec/api.md"],
  ]);
});

test("a file that the next task does not see stays git's, whatever the last one left in its place", async () => {
  const but = (...phases: string[]) => new Set(phases.map(phase => `${OUT}/t2/${phase}`));
  write(agent.path, { [`${OUT}/t1/spec/api.md`]: "where the second task has one" });
  await agent.moveTo(base, { ...at("t2"), view: { ...viewOf("t2"), but: but("design") } });
  expect(existsSync(path("t2/spec/api.md"))).toBe(false);
  expect(git(agent.path, "status", "--porcelain")).toBe("");
  await agent.moveTo(base, at("t2"));
  expectSecond();
});

describe("as ever, with files written anew", () => {
  /** Nothing of the first task's folder is the second's, but for what is named. */
  async function expectAnew(): Promise<void> {
    const before = inode("t1/design");
    const design = lstatSync(path("t1/design/out.md"));
    await agent.moveTo(base, at("t2"));
    expectSecond();
    expect(inode("t2/design")).not.toBe(before);
    if (design.isFile()) expect(inode("t2/design/out.md")).not.toBe(design.ino);
  }

  test("where it holds a file that git ignores, which stays in its place", async () => {
    write(agent.path, { [`${OUT}/t1/execute/deep/trace.log`]: "ignored" });
    await expectAnew();
    expect([existsSync(path("t1/execute/deep/trace.log")), existsSync(path("t2/execute/deep"))]).toEqual([
      true,
      false,
    ]);
  });

  test("where a folder's rights were changed", async () => {
    chmodSync(path("t1/spec"), 0o1777);
    await expectAnew();
    expect(lstatSync(path("t2/spec")).mode).toBe(lstatSync(path("t2")).mode);
  });

  test("where it holds a symbolic link, to a file or to a folder", async () => {
    symlinkSync("/", path("t1/execute/root"));
    await expectAnew();
    expect(existsSync(path("t2/execute/root"))).toBe(false);
  });

  test("where the next task's folder is there already", async () => {
    mkdirSync(path("t2/left"), { recursive: true });
    await expectAnew();
  });
});

describe("a file of the folder is written anew", () => {
  test("S-LINK: where it has a second name, whose bytes stay", async () => {
    const outside = join(temporaryFolder(), "outside");
    linkSync(path("t1/design/out.md"), outside);
    await agent.moveTo(base, at("t2"));
    expectSecond();
    expect(readFileSync(outside, "utf8")).toBe(FILES[`${OUT}/t1/design/out.md`]);
    writeFileSync(outside, "by another name");
    expectSecond();
  });

  test("where its rights were changed", async () => {
    chmodSync(path("t1/design/out.md"), 0o606);
    await agent.moveTo(base, at("t2"));
    expectSecond();
    expect(lstatSync(path("t2/design/out.md")).mode).toBe(lstatSync(path("t2/spec/api.md")).mode);
  });

  test("where a folder took its place", async () => {
    rmSync(path("t1/design/out.md"));
    mkdirSync(path("t1/design/out.md"));
    await agent.moveTo(base, at("t2"));
    expectSecond();
  });
});
