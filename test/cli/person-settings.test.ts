import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { git, makeRig, type Rig } from "../rig/repository.ts";

function rig(run?: string): Rig {
  const made = makeRig({ id: "m", tasks: [{ id: "one", standard: true }], ...(run ? { run } : {}) });
  onTestFinished(() => made.close());
  return made;
}

/** The person's own configuration, in the home that programs of the rig have. */
function configure(made: Rig, ...lines: string[]): Record<string, string> {
  const file = join(made.folder, "personal");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return { GIT_CONFIG_GLOBAL: file };
}

async function completes(made: Rig, env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await made.main.milestone(["execute", "m"], { env });
  expect(code, stderr).toBe(0);
  return stdout + stderr;
}

const hasBranch = (folder: string) => git(folder, "for-each-ref", "refs/heads/milestone/m") !== "";

describe("The person's settings that are data count on the command line", () => {
  test("insteadOf leads to where git itself goes", async () => {
    const made = rig();
    made.main.git("remote", "set-url", "origin", "http://127.0.0.1:9/acme/origin.git");
    const env = configure(made, `[url "${made.folder}/"]`, "insteadOf = http://127.0.0.1:9/acme/");
    await completes(made, env);
    expect(hasBranch(made.origin)).toBe(true);
  });

  test.each([
    ["pushurl", (fork: string) => [`[remote "origin"]`, `pushurl = ${fork}`]],
    ["pushInsteadOf", (fork: string, origin: string) => [`[url "${fork}"]`, `pushInsteadOf = ${origin}`]],
  ])("with %s, what the product writes goes there and nowhere else", async (_, lines) => {
    const made = rig();
    const fork = join(made.folder, "fork.git");
    git(made.folder, "init", "--quiet", "--bare", fork);
    await completes(made, configure(made, ...lines(fork, made.origin)));
    expect([hasBranch(made.origin), hasBranch(fork)]).toEqual([false, true]);
    expect(git(fork, "tag")).toBe("milestone/m/completed");
  });

  test("of several push addresses the one fetched from has the milestone, and the others are named", async () => {
    const made = rig();
    const other = join(made.folder, "other.git");
    git(made.folder, "init", "--quiet", "--bare", other);
    const env = configure(made, `[remote "origin"]`, `pushurl = ${made.origin}`, `pushurl = ${other}`);
    expect(await completes(made, env)).toContain("git push would write to 2 addresses of the remote origin");
    expect([hasBranch(made.origin), hasBranch(other)]).toEqual([true, false]);
  });

  test("remote.pushDefault has the milestone where git push would put it, and the base comes from where it is followed", async () => {
    const made = rig();
    const fork = join(made.folder, "fork.git");
    git(made.folder, "init", "--quiet", "--bare", fork);
    made.main.git("remote", "rename", "origin", "upstream");
    made.main.git("remote", "add", "mine", fork);
    made.main.git("config", "branch.main.remote", "upstream");
    await completes(made, configure(made, "[remote]", "pushDefault = mine"));
    expect([hasBranch(made.origin), hasBranch(fork)]).toEqual([false, true]);
    expect(git(fork, "tag")).toBe("milestone/m/completed");
  });

  test("a milestone that lives where is fetched from stays in that one place, and that is said", async () => {
    const made = rig();
    const fork = join(made.folder, "fork.git");
    git(made.folder, "init", "--quiet", "--bare", fork);
    await completes(made, {});
    expect(hasBranch(made.origin)).toBe(true);
    made.main.git("remote", "add", "mine", fork);
    made.main.git("config", "branch.milestone/m.pushRemote", "mine");
    expect(await completes(made, {})).toContain(
      "branch.milestone/m.pushRemote names mine, and the milestone is pushed to origin all the same: its branch is there already",
    );
    expect(hasBranch(fork)).toBe(false);
    made.main.git("config", "branch.milestone/m.pushRemote", "nobody");
    const refused = await made.main.milestone(["execute", "m"]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("there is no such remote")]);
  });

  test("a push address that is no address means that nothing may be pushed", async () => {
    const made = rig();
    made.main.git("remote", "set-url", "--push", "origin", "no_push");
    const { code, stderr } = await made.main.milestone(["execute", "m"]);
    expect([code, hasBranch(made.origin)]).toEqual([2, false]);
    expect(stderr).toContain("pushing to the remote origin is switched off: its push address is no_push");
  });

  test("files that the person's excludesFile names stay out of commits", async () => {
    const made = rig("mkdir -p .idea; echo x > .idea/ws; echo k > kept.txt");
    writeFileSync(join(made.folder, "ignored"), ".idea/\n");
    await completes(made, configure(made, "[core]", `excludesFile = ${join(made.folder, "ignored")}`));
    const names = made.git("ls-tree", "-r", "--name-only", "milestone/m").split("\n");
    expect(names).toContain("kept.txt");
    expect(names.filter(name => name.startsWith(".idea"))).toEqual([]);
  });

  test("a checkout that git status calls clean under autocrlf is clean", async () => {
    const made = rig("printf 'a\\r\\n' > crlf.txt");
    const env = configure(made, "[core]", "autocrlf = true");
    made.main.write({ "README.md": "# A project\r\n" });
    await completes(made, env);
    expect(made.git("cat-file", "blob", "milestone/m:crlf.txt")).toBe("a");
  });
});
