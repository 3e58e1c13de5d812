import { describe, expect, onTestFinished, test } from "vitest";
import { makeRig, type Rig } from "../rig/repository.ts";

function rig(run?: string, files: Record<string, string> = {}, more = ""): Rig {
  const tasks = [{ id: "one", standard: true }];
  const made = makeRig({ id: "m", tasks, more, ...(run ? { run } : {}) }, files, { warm: true });
  onTestFinished(() => made.close());
  return made;
}

describe("What stands in the way is named with a remedy that works", () => {
  test.each([
    [["init", "x"], ".milestones is a file"],
    [["execute", "m"], ".milestones is a file"],
  ])("%j where .milestones is a file", async (args, said) => {
    const made = rig();
    made.main.git("rm", "--quiet", "-r", ".milestones");
    made.main.write({ ".milestones": "x" });
    made.main.commit("a file");
    const { code, stderr } = await made.main.milestone(args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain("git mv .milestones milestones.txt");
  });

  test("an unrelated branch of the milestone's name is left alone, and the run goes on once it is renamed", async () => {
    const made = rig();
    made.main.git("checkout", "--quiet", "--orphan", "other");
    made.main.git("rm", "--quiet", "-rf", ".");
    const theirs = made.main.commit("unrelated");
    made.main.git("push", "--quiet", "origin", "other:milestone/m");
    made.main.git("checkout", "--quiet", "main");
    const { code, stderr } = await made.main.milestone(["execute", "m"]);
    expect(code).toBe(2);
    expect(stderr).toContain("a branch milestone/m stands there that is not this milestone's");
    expect(made.git("rev-parse", "milestone/m")).toBe(theirs);
    made.main.git("push", "--quiet", "origin", "other:mine", ":milestone/m");
    expect((await made.main.milestone(["execute", "m"])).code).toBe(0);
  });

  test("a completion tag on a foreign commit is no silent success, and its remedy moves it", async () => {
    const made = rig();
    made.main.git("tag", "milestone/m/completed");
    made.main.git("push", "--quiet", "origin", "milestone/m/completed");
    const { code, stdout, stderr } = await made.main.milestone(["execute", "m"]);
    expect(code).toBe(0);
    const [, local, remote] =
      /to move it: git (tag .*) && git (push \S+ \S+ \S+)/.exec(stdout + stderr) ?? [];
    made.main.git(...local!.split(" "));
    made.main.git(...remote!.trim().split(" "));
    expect(made.git("rev-parse", "milestone/m/completed^{commit}")).toBe(
      made.git("rev-parse", "milestone/m"),
    );
  });

  test("a product that git ignores is named", async () => {
    const made = rig(undefined, { ".gitignore": "dist/\n" });
    made.main.write({
      ".milestones/active/m.yaml": JSON.stringify({
        id: "m",
        tasks: {
          one: {
            run: "mkdir dist; echo x > dist/app.js",
            retries: 0,
            deliverables: [{ changed: "dist/**" }],
          },
        },
      }),
    });
    made.main.commit("a plan");
    const { code, stdout, stderr } = await made.main.milestone(["execute", "m"]);
    expect(code, stdout + stderr).toBe(11);
    expect(stdout + stderr).toContain("git ignores dist (.gitignore)");
  });

  test("a nested repository fails the attempt with the way out", async () => {
    const made = rig("mkdir web; git init -q web; echo x > web/index.js");
    const { code, stdout, stderr } = await made.main.milestone(["execute", "m"]);
    expect(code).toBe(11);
    expect(stdout + stderr).toContain("remove it (rm -rf web/.git)");
  });

  test("a limit on a phase's files names its key, and spares a tracked file that is larger already", async () => {
    const made = rig(
      "echo x >> large.txt; head -c 1500000 /dev/zero | tr '\\0' x > model.txt",
      { "large.txt": "1".repeat(1_500_000) },
      "limits: { file_mib: 1 }",
    );
    const small = await made.main.milestone(["execute", "m"]);
    expect(small.code).toBe(11);
    expect(small.stdout + small.stderr).toContain(
      "model.txt has 1.4 MiB, more than the 1 allowed; limits.file_mib raises that",
    );
    expect(small.stdout + small.stderr).not.toContain("large.txt has");
  });

  test("another remote is named by the configuration, and none is said", async () => {
    const made = rig();
    made.main.git("remote", "rename", "origin", "upstream");
    const alone = await made.main.milestone(["execute", "m", "--dry-run"]);
    expect(alone.stdout + alone.stderr).toMatch(/there is no remote origin to push to, so nothing is pushed/);
    // Once is enough.
    const beside = await made.main.milestone(["why", "m", "one"]);
    expect([beside.code, beside.stderr]).toEqual([0, ""]);
    made.main.write({ ".milestones/config.yaml": "remote: upstream\n" });
    made.main.commit("the remote");
    const { code, stderr } = await made.main.milestone(["execute", "m"]);
    expect(code, stderr).toBe(0);
    expect(made.git("rev-parse", "milestone/m")).toBe(made.main.git("rev-parse", "milestone/m"));
  });
});
