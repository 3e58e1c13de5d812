import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Clone, git, makeRig, type Rig } from "../rig/repository.ts";

const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\n/;

function hasLfs(): boolean {
  try {
    return git(process.cwd(), "lfs", "version").startsWith("git-lfs/");
  } catch {
    return false;
  }
}

/** A repository with one image in LFS, as a person with git-lfs has it. */
function rig(run: string): Rig {
  const made = makeRig({ id: "m", tasks: [{ id: "one", standard: true }], run });
  onTestFinished(() => made.close());
  made.main.git("lfs", "install", "--local");
  made.main.write({ ".gitattributes": "*.png filter=lfs diff=lfs merge=lfs -text\n", "logo.png": "LOGO\n" });
  made.main.commit("images");
  made.main.git("push", "--quiet", "origin", "main");
  return made;
}

async function completes(clone: Clone, env: Record<string, string> = {}): Promise<void> {
  const { code, stderr } = await clone.milestone(["execute", "m"], { env });
  expect(code, stderr).toBe(0);
}

describe.skipIf(!hasLfs())("Files in Git LFS", () => {
  test("stand in a phase's tree with their content, and come back as pointers whose content is uploaded", async () => {
    const made = rig("grep -qx LOGO logo.png; echo NEW >> logo.png; echo ART > art.png");
    await completes(made.main);
    for (const path of ["logo.png", "art.png"]) {
      const pointer = made.read("milestone/m", path) ?? "";
      const oid = POINTER.exec(`${pointer}\n`)?.[1] ?? "";
      expect(
        readFileSync(join(made.origin, "lfs/objects", oid.slice(0, 2), oid.slice(2, 4), oid)).length,
      ).toBeGreaterThan(3);
    }
    expect(made.main.git("status", "--porcelain")).toBe("");
  });

  test("that the checkout has as pointers stay pointers, and a new one is none the less in LFS", async () => {
    const made = rig("grep -q git-lfs logo.png; echo ART > art.png");
    const clone = made.clone("without");
    await completes(clone);
    expect(made.read("milestone/m", "logo.png")).toBe(made.read("main", "logo.png"));
    expect(made.read("milestone/m", "art.png")).toMatch(POINTER);
  });

  test("are refused before anything starts where git-lfs is missing", async () => {
    const made = rig("echo x > x");
    rmSync(join(made.main.root, ".git/hooks"), { recursive: true });
    const { code, stderr } = await made.main.milestone(["execute", "m"], { env: { PATH: withoutLfs(made) } });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Git LFS/);
    expect(stderr).toMatch(/apt-get install -y git-lfs/);
    expect(made.git("branch", "--list", "milestone/*")).toBe("");
  });
});

/** Folders with links to all that is needed but git-lfs. */
function withoutLfs(made: Rig): string {
  const folder = join(made.folder, "bin");
  const script =
    'mkdir -p "$0"; for p in git bash sh node cat env printf mkdir grep; do ln -sf "$(command -v $p)" "$0/$p"; done';
  git(made.folder, "-c", `alias.links=!bash -c '${script}' "${folder}"`, "links");
  return folder;
}
