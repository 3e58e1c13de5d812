import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { git, makeRig, type Rig } from "../rig/repository.ts";

interface Place {
  rig: Rig;
  /** The library's commits, oldest first; the submodules stand at the first. */
  commits: string[];
}

type Task = { id: string; run: string; needs?: string[] };

/** A library with three commits, and a repository that has it twice: by a relative address and by an absolute one. */
function place(tasks: (library: string, commits: string[]) => Task[], more: object): Place {
  const rig = makeRig({ id: "m", tasks: [{ id: "one", standard: true }] }, {}, { warm: true });
  onTestFinished(() => rig.close());
  const work = join(rig.folder, "library");
  const library = join(rig.folder, "lib.git");
  mkdirSync(work);
  git(work, "init", "--quiet");
  const commits = [1, 2, 3].map(version => {
    writeFileSync(join(work, "lib.c"), `${version}\n`);
    git(work, "add", "lib.c");
    git(work, "-c", "user.name=L", "-c", "user.email=l@example.org", "commit", "--quiet", "-m", `${version}`);
    return git(work, "rev-parse", "HEAD");
  });
  git(rig.folder, "clone", "--quiet", "--bare", work, library);
  for (const [path, url] of [
    ["vendor/near", "../lib.git"],
    ["vendor/far", library],
  ] as const) {
    rig.main.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, path);
    rig.main.git("-C", path, "checkout", "--quiet", commits[0]!);
  }
  const plan = { id: "m", ...more, tasks: tasks(library, commits) };
  rig.main.write({ ".milestones/active/m.yaml": JSON.stringify(plan) });
  rig.main.commit("submodules");
  rig.main.git("push", "--quiet", "origin", "main");
  return { rig, commits };
}

const moveTo = (path: string, library: string, commit: string): string =>
  `git -C ${path} fetch --quiet ${library} main && git -C ${path} checkout --quiet ${commit}`;

const linkAt = ({ rig }: Place, path: string): string => rig.git("rev-parse", `milestone/m:${path}`);

test("a submodule lands at another commit that its own repository has, and stands there for whoever comes after", async () => {
  const made = place(
    (library, [, second, third]) => [
      {
        id: "move",
        run: `${moveTo("vendor/near", library, third!)}; ${moveTo("vendor/far", library, second!)}; echo moved > note`,
      },
      {
        id: "use",
        needs: ["move"],
        run: 'test "$(cat vendor/near/lib.c vendor/far/lib.c | tr -d "\\n")" = 32 && git -C vendor/near status && echo used > used',
      },
    ],
    { move_submodules: true },
  );
  const { code, stderr } = await made.rig.main.milestone(["execute", "m", "--only", "move"]);
  expect(code, stderr).toBe(12);
  const [, second, third] = made.commits;
  expect([linkAt(made, "vendor/near"), linkAt(made, "vendor/far")]).toEqual([third, second]);
  // Another machine has neither commit yet.
  const other = made.rig.clone("other");
  other.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init");
  const later = await other.milestone(["execute", "m"]);
  expect(later.code, later.stderr).toBe(0);
  expect(made.rig.read("milestone/m", "used")).toBe("used");
  other.git("-c", "protocol.file.allow=always", "fetch", "--quiet", "--recurse-submodules=no");
  other.git("checkout", "--quiet", "origin/milestone/m");
  other.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update");
  expect(other.git("status", "--porcelain")).toBe("");
});

test("one that its own repository lacks does not land, and one that nobody lets move names the key that does", async () => {
  const commitInside =
    "cd vendor/near && echo mine > lib.c && git -c user.name=A -c user.email=a@example.org commit --quiet -am mine";
  const made = place(() => [{ id: "lost", run: commitInside }], {
    move_submodules: true,
    executor: { retries: 0 },
  });
  const { code, stdout, stderr } = await made.rig.main.milestone(["execute", "m"]);
  expect(code).toBe(11);
  expect(stdout + stderr).toMatch(
    /vendor\/near: the path is a submodule that was moved to the commit \w{10}, which no branch and no tag of its own repository \(\S+lib\.git\) has; push it there first/,
  );
  expect(linkAt(made, "vendor/near")).toBe(made.commits[0]);
  const closed = place(
    (library, [, , third]) => [{ id: "move", run: moveTo("vendor/near", library, third!) }],
    {
      executor: { retries: 0 },
    },
  );
  const refused = await closed.rig.main.milestone(["execute", "m"]);
  expect(refused.code).toBe(11);
  expect(refused.stdout + refused.stderr).toContain("set `move_submodules: true` in .milestones/config.yaml");
  expect(linkAt(closed, "vendor/near")).toBe(closed.commits[0]);
});
