import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openFolderTree } from "../../../src/engine/git/folder-tree.ts";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import type { WorkTree } from "../../../src/engine/git/worktree.ts";
import { makeNest } from "../../rig/nest.ts";
import { AUTHOR, commitOn, git, headOf, makeRepository, open, temporaryFolder } from "./rig.ts";

const OUT = ".milestones/deliverables/m";
const FILES = { "src/a.ts": "one", [`${OUT}/t1/design/out.md`]: "the first", "z/b.ts": "two" };

let repository: GitRepository;
let tree: WorkTree;
let base: string;

beforeEach(async () => {
  repository = await open(makeRepository(FILES));
  tree = openFolderTree({
    repository,
    directory: join(temporaryFolder(), "agent-1"),
    identity: AUTHOR,
    keep: OUT,
  });
  base = await headOf(repository);
  await tree.moveTo(base, { folder: `${OUT}/t1/execute` });
});

const path = (name: string) => join(tree.path, name);
const raw = (folder: string, ...bytes: number[]) =>
  Buffer.concat([Buffer.from(`${path(folder)}/`), Buffer.from(bytes)]);

async function unsafe(): Promise<string[]> {
  const changes = await tree.changes({ always: [OUT] });
  return changes.flatMap(each => (each.kind === "unsafe" ? [`${each.path} ${each.why}`] : []));
}

/** Whatever an agent left, the next one finds the commit's files and can change them. */
async function expectNext(): Promise<void> {
  const files = { "src/a.ts": "three", "src/new/c.ts": "four", [`${OUT}/t1/design/out.md`]: null };
  const next = await commitOn(repository, base, { ...files, [`${OUT}/t2/design/out.md`]: "the second" });
  await tree.moveTo(next, { folder: `${OUT}/t2/execute` });
  expect(git(tree.path, "status", "--porcelain", "--ignored")).toBe("");
  expect(await tree.changes()).toEqual([]);
  expect(readdirSync(tree.path).sort()).toEqual([".git", ".milestones", "src", "z"]);
  expect(readdirSync(path("src")).sort()).toEqual(["a.ts", "new"]);
  expect(readFileSync(path(`${OUT}/t2/design/out.md`), "utf8")).toBe("the second");
}

describe.runIf(process.platform === "linux")(
  "S-NAME: a name that is not UTF-8 is refused and removed",
  () => {
    test("of a file", async () => {
      writeFileSync(raw("src", 0xff, 0x2e, 0x74, 0x73), "x");
      expect(await unsafe()).toEqual(["src/\ufffd.ts is not UTF-8"]);
      await expectNext();
    });

    test("of a folder, whatever it holds", async () => {
      mkdirSync(raw("src", 0xff));
      writeFileSync(raw("src", 0xff, 0x2f, 0x61), "x");
      expect(await unsafe()).toEqual(["src/\ufffd is not UTF-8"]);
      await expectNext();
    });

    test("of a file in the folder that the next task gets", async () => {
      mkdirSync(path(`${OUT}/t1/execute`));
      writeFileSync(raw(`${OUT}/t1/execute`, 0xff), "x");
      expect(await unsafe()).toEqual([`${OUT}/t1/execute/\ufffd is not UTF-8`]);
      await expectNext();
      expect(readdirSync(path(OUT))).toEqual(["t2"]);
    });
  },
);

describe("S-DEPTH: a nest deeper than a path can be long is refused and removed", () => {
  test("in a folder of the repository", async () => {
    makeNest(path("src"), "nest");
    expect(await unsafe()).toEqual([expect.stringMatching(/^src\/nest\/d{200}\/.* lies too deep$/)]);
    await expectNext();
  });

  test("where the tree was not looked through", async () => {
    makeNest(tree.path, "nest");
    await expectNext();
  });

  test("in the folder of git", async () => {
    makeNest(path(".git"), "nest");
    expect(await unsafe()).toEqual([]);
    await expectNext();
  });
});

describe("S-MODE: a folder that an agent closed is open again to the next one", () => {
  test.each(["src", "z", OUT, `${OUT}/t1`, `${OUT}/t1/design`])("%s", async folder => {
    const { mode } = lstatSync(path(folder));
    chmodSync(path(folder), 0o555);
    expect(await unsafe()).toEqual([]);
    expect(lstatSync(path(folder)).mode).toBe(mode);
    chmodSync(path(folder), 0);
    await expectNext();
    if (folder === "z") expect(lstatSync(path(folder)).mode & 0o700).toBe(0o700);
  });
});

describe.runIf(process.platform === "linux")("S-BUSY: a file that cannot be written in its place", () => {
  /** Somebody else's process: one of this agent's would have been ended with it. */
  async function runFrom(file: string): Promise<ChildProcess> {
    const { mode } = lstatSync(file);
    copyFileSync("/bin/sleep", file);
    chmodSync(file, 0o755);
    const child = spawn(file, ["60"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child, "spawn");
    chmodSync(file, mode);
    return child;
  }

  test.each([`${OUT}/t1/design/out.md`, ".git/index"])("since it is run is made anew: %s", async name => {
    const child = await runFrom(path(name));
    await expectNext();
    expect(child.exitCode).toBeNull();
  });
});

/** Makes files that nobody can change or remove, as root may, or takes that back. False where this cannot be done here. */
function chattr(...how: string[]): boolean {
  const run = (program: string, ...before: string[]) => spawnSync(program, [...before, ...how]).status === 0;
  return run("chattr") || run("sudo", "-n", "chattr");
}

describe("S-STUCK: a tree that cannot be cleared is left behind for one of its own", () => {
  test("where a file cannot be removed", async () => {
    const around = dirname(tree.path);
    writeFileSync(path("src/kept"), "x");
    const isFixed = chattr("+i", path("src/kept"));
    try {
      await expectNext();
      const left = readdirSync(around).filter(name => name.startsWith("agent-1-left-"));
      expect(left).toHaveLength(isFixed ? 1 : 0);
    } finally {
      chattr("-R", "-i", around);
    }
  });
});

describe("S-ROOT: a tree that an agent took away as a whole is made anew", () => {
  test("where it is gone", async () => {
    rmSync(tree.path, { recursive: true });
    expect((await tree.changes()).map(each => each.kind)).toEqual(["deleted", "deleted", "deleted"]);
    await expectNext();
  });

  test("where a link stands in its place, whose target stays as it is", async () => {
    const victim = temporaryFolder();
    writeFileSync(join(victim, "mine"), "x");
    renameSync(tree.path, `${tree.path}.away`);
    symlinkSync(victim, tree.path);
    await expectNext();
    expect(readdirSync(victim)).toEqual(["mine"]);
  });
});
