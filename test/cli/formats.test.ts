import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Clone, git, makeRig, type Rig } from "../rig/repository.ts";

const FILES = { "src/a.txt": "a\n", "src/deep/b.txt": "b\n" };

function rig(...init: string[]): Rig {
  const made = makeRig({ id: "m", tasks: [{ id: "one" }, { id: "two" }] }, FILES, { init });
  onTestFinished(() => made.close());
  return made;
}

async function completes(clone: Clone, made: Rig): Promise<void> {
  const { code, stderr } = await clone.milestone(["execute", "m"]);
  expect(code, stderr).toBe(0);
  expect(made.read("milestone/m", "src/one.txt")).toBe("one");
  expect(made.read("milestone/m", "src/deep/b.txt")).toBe("b");
  expect(made.git("fsck", "--strict", "--no-dangling")).toBe("");
}

describe("However a repository is kept, a milestone completes", () => {
  test("with SHA-256 names, and what was pushed is what a fresh clone has", async () => {
    const made = rig("--object-format=sha256");
    await completes(made.main, made);
    expect(made.main.git("fsck", "--strict", "--no-dangling")).toBe("");
    const fresh = made.clone("fresh", "--branch=milestone/m");
    expect(fresh.git("rev-parse", "--show-object-format")).toBe("sha256");
    expect((await fresh.milestone(["status", "m"])).stdout).toMatch(/completed/);
  });

  test.skipIf(!knowsReftable())("with refs in a reftable", async () => {
    const made = rig("--ref-format=reftable");
    await completes(made.main, made);
    expect(existsSync(join(made.main.root, ".git/reftable"))).toBe(true);
    expect(made.main.git("rev-parse", "milestone/m")).toBe(made.git("rev-parse", "milestone/m"));
  });

  test.each(["blob:none", "tree:0"])("in a partial clone without %s", async filter => {
    const made = rig();
    made.git("config", "uploadpack.allowFilter", "true");
    made.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const clone = made.clone("partial", `--filter=${filter}`, "--no-checkout");
    git(clone.root, "remote", "set-url", "origin", `file://${made.origin}`);
    git(clone.root, "sparse-checkout", "set", "--no-cone", "/README.md");
    git(clone.root, "checkout", "--quiet", "main");
    expect(existsSync(join(clone.root, "src"))).toBe(false);
    await completes(clone, made);
    expect(clone.git("status", "--porcelain")).toBe("");
  });
});

function knowsReftable(): boolean {
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(git(process.cwd(), "--version"))?.map(Number) ?? [];
  return major > 2 || (major === 2 && minor >= 45);
}
