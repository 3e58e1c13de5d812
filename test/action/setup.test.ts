import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

/** A shell command that ends once so many tasks of the rig's have come to it, each in a tree of its own. */
function meeting(folder: string, tasks: number): string {
  return `touch "${folder}/met-$MILESTONE_TASK"; until [ "$(ls ${folder} | grep -c ^met-)" -ge ${tasks} ]; do sleep 0.05; done`;
}

const opened: string[] = [];
afterAll(() => {
  for (const folder of opened) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is open to everything that runs. */
function openFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  opened.push(folder);
  chmodSync(folder, 0o777);
  return folder;
}

describe("setup for several trees", () => {
  it("runs once, and what it made is in each of them as if it had run there", async () => {
    const open = openFolder("setup");
    const setup = [
      `echo run >> ${open}/runs; chmod 666 ${open}/runs`,
      "mkdir -p deps/bin gen; echo dep > deps/dep.txt; ln -s ../dep.txt deps/bin/dep",
      'printf "#!/bin/sh\necho tool\n" > deps/bin/tool; chmod 755 deps/bin/tool; touch -d 2001-01-01 deps/dep.txt',
      "echo gen > gen/made.txt; rm old.txt; echo more >> README.md",
    ].join("; ");
    const work = [
      "cat deps/bin/dep gen/made.txt > $MILESTONE_TASK.txt; deps/bin/tool >> $MILESTONE_TASK.txt",
      "date -r deps/dep.txt +%Y >> $MILESTONE_TASK.txt; test ! -e old.txt; grep -q more README.md",
      "test ! -e deps/work.txt; echo mine > deps/work.txt",
      meeting(open, 3),
    ].join("; ");
    const rig = rigWith(
      {
        m: standard("m", {
          top: `setup: ${JSON.stringify(setup)}\ntest_command: test -s deps/dep.txt`,
          run: work,
          tasks: ["id: a", "id: b", "id: c"],
        }),
      },
      { ".gitignore": "deps/\n", "old.txt": "old\n" },
    );
    const step = await runStep(rig, { inputs: { agents: "3" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(readFileSync(join(open, "runs"), "utf8")).toBe("run\n");
    const files = branchFiles(rig);
    for (const task of ["a", "b", "c"]) expect(files.get(`${task}.txt`)).toBe("dep\ngen\ntool\n2001");
    expect([files.get("old.txt"), files.has("gen/made.txt")]).toEqual(["old", false]);
    for (const event of rig.events("m")) {
      if (event.event !== "phase_completed") continue;
      const { stages_ms: spent = {}, duration_ms } = event.data;
      // The wait for the setup is told, and is none of the agent's time.
      for (const stage of ["preparing", "working", "testing"] as const)
        expect(spent[stage]).toBeGreaterThan(0);
      expect(duration_ms).toBeLessThanOrEqual(spent.working! + 1);
    }
  });

  it("runs in each of them where what it makes names the tree's own folder", async () => {
    const open = openFolder("setup");
    const rig = rigWith(
      {
        m: standard("m", {
          top: `setup: 'mkdir -p env && echo "$PWD" > env/home'`,
          run: `test "$(cat env/home)" = "$PWD"; echo done > $MILESTONE_TASK.txt; ${meeting(open, 2)}`,
          tasks: ["id: a", "id: b"],
        }),
      },
      { ".gitignore": "env/\n" },
    );
    const step = await runStep(rig, { inputs: { agents: "2" } });
    expect(step.outputs.status, step.said).toBe("completed");
    expect(["a.txt", "b.txt"].map(path => branchFiles(rig).has(path))).toEqual([true, true]);
  });
});

describe("what setup made", () => {
  const plan = (id: string, { setup, run }: { setup: string; run: string }) =>
    standard(id, { top: `setup: ${JSON.stringify(setup)}`, run, tasks: ["id: a", "id: b"] });

  it.each(["folder", "overlay"])(
    "holds an absolute path, and each tree (%s) appears there, in this session and the next",
    async trees => {
      const open = openFolder("setup");
      const setup = `echo run >> ${open}/runs; chmod 666 ${open}/runs; mkdir -p env; echo "$PWD" > env/home; echo x > ~/of-setup`;
      const note = (command: string, file: string) =>
        `{ ${command} || true; } >> ${open}/${file}; chmod -f 666 ${open}/${file}`;
      const overlays = 'grep " $PWD " /proc/self/mountinfo | grep -c " - overlay "';
      const isOverlay = `${note(overlays, "overlays")}; ${note("grep -c tree_notes $MILESTONE_CONTEXT", "told")}`;
      const run = ` ${isOverlay}; test "$(cat env/home)" = "$PWD"; test -d "$MILESTONE_DELIVERABLES"; git status; echo done > "$MILESTONE_TASK.txt"; ${meeting(open, 2)}`;
      const rig = rigWith(
        {
          m: plan("m", { setup, run }),
          n: standard("n", {
            top: `setup: ${JSON.stringify(setup)}\ntest_command: ${JSON.stringify(`test -d env; ${note(overlays, "tested")}`)}`,
            run,
            tasks: ["id: c"],
          }),
          o: plan("o", { setup: `${setup}; true`, run }),
        },
        { ".gitignore": "env/\n" },
      );
      const env = { HOME: openFolder("home"), MILESTONE_TREES: trees };
      const first = await runStep(rig, { inputs: { agents: "2" }, env });
      expect(first.outputs.status, first.said).toBe("completed");
      const runs = () => readFileSync(join(open, "runs"), "utf8");
      expect(runs()).toBe("run\n");
      const next = (milestone: string) =>
        runStep(rig, { inputs: { milestone, agents: "2" }, env, checkout: first.checkout });
      const second = await next("n");
      expect(second.outputs.status, second.said).toBe("completed");
      expect(runs()).toBe("run\n");
      expect(second.said).toMatch(/setup: taken from what ran here at \d{4}-/);
      const other = await next("o");
      expect(other.outputs.status, other.said).toBe("completed");
      expect(runs()).toBe("run\nrun\n");
      // Who is not root may be on a machine that mounts nothing for him.
      if (trees === "overlay" && process.getuid?.() !== 0) return;
      const read = (file: string) => new Set(readFileSync(join(open, file), "utf8").trim().split("\n"));
      for (const file of ["overlays", "told", "tested"])
        expect([file, ...read(file)]).toEqual([file, trees === "overlay" ? "1" : "0"]);
    },
  );

  it("of an agent's lock file is for its own milestone alone", async () => {
    const open = openFolder("setup");
    const setup = `cat lock.txt >> ${open}/runs; chmod 666 ${open}/runs; mkdir -p deps; cp lock.txt deps/lock`;
    const top = `setup: ${JSON.stringify(setup)}\nsetup_inputs: [lock.txt]`;
    const rig = rigWith(
      {
        m: standard("m", {
          top,
          tasks: [
            "id: a\n    executor: { retries: 0, run: 'echo 2 > lock.txt' }",
            "id: b\n    dependencies: [a]\n    executor: { retries: 0, run: 'test $(cat deps/lock) = 2; touch b.txt' }",
          ],
        }),
        n: standard("n", { top, run: "echo 2 > lock.txt; test $(cat deps/lock) = 1", tasks: ["id: c"] }),
      },
      { ".gitignore": "deps/\n", "lock.txt": "1\n" },
    );
    const env = { HOME: openFolder("home") };
    const first = await runStep(rig, { inputs: { agents: "1" }, env });
    expect(first.outputs.status, first.said).toBe("completed");
    const second = await runStep(rig, { inputs: { milestone: "n" }, env, checkout: first.checkout });
    expect(second.outputs.status, second.said).toBe("completed");
    // What the base's lock file gave is found again; what the agent's gave is not kept.
    expect(readFileSync(join(open, "runs"), "utf8")).toBe("1\n2\n");
    const kept = readdirSync(join(env.HOME, ".cache/milestone/setup"));
    expect(kept).toHaveLength(1);
    // Another milestone goes on, and so does what its agents said.
    const told = join(first.checkout.root, ".git/milestone/conversations");
    for (const milestone of ["m", "gone", "going"])
      mkdirSync(join(told, milestone, "a.execute"), { recursive: true });
    first.checkout.write({ ".milestones/active/going.yaml": "id: going\nstatus: paused\n" });
    first.checkout.commit("going");
    first.checkout.git("branch", "milestone/going");
    const cleaned = await first.checkout.milestone(["clean"], { env });
    expect([cleaned.code, cleaned.stdout]).toEqual([
      0,
      expect.stringMatching(/^\d+\.\d MiB removed from .*; agents' conversations of gone, m removed$/m),
    ]);
    expect(readdirSync(told)).toEqual(["going"]);
    expect(existsSync(join(env.HOME, ".cache/milestone/setup"))).toBe(false);
    const again = await first.checkout.milestone(["clean"], { env });
    expect(again.stdout).toMatch(/nothing to forget/);
  });
});

describe("setup", () => {
  it("is no agent's work, ignored by git or not, and each attempt finds what it made", async () => {
    const rig = rigWith({
      m: standard("m", {
        top: "setup: mkdir -p env && echo made > env/made.txt && ln -sfn /usr/bin env/bin && echo more >> README.md",
        tasks: [
          `id: a\n    executor: { retries: 1, backoff: 1s, run: 'test -L env/bin; test -s env/made.txt; grep more README.md; echo a > a.txt; test "$MILESTONE_ATTEMPT" = 2' }`,
          "id: b\n    dependencies: [a]\n    executor: { retries: 0, run: 'test -s env/made.txt; rm env/made.txt; echo b > b.txt' }",
          "id: c\n    dependencies: [b]\n    executor: { retries: 0, run: 'echo changed > env/made.txt' }",
        ],
      }),
    });
    const step = await runStep(rig, { inputs: { agents: "1" } });
    expect(step.outputs.status, step.said).toBe("completed");
    const files = branchFiles(rig);
    expect([files.get("a.txt"), files.get("b.txt")]).toEqual(["a", "b"]);
    expect(files.get("README.md")).not.toContain("more");
    // What a task then makes of it is its work: b took the file away, which nobody had committed; c wrote it anew.
    expect(files.get("env/made.txt")).toBe("changed");
    expect(files.has("env/bin")).toBe(false);
  });

  it("runs again when its inputs change, from the start", async () => {
    const text = standard("m", {
      top: ['setup: mkdir -p deps; echo "x$(cat lock.txt)" >> deps/log', "setup_inputs: [lock.txt]"].join(
        "\n",
      ),
      run: 'cat deps/log > "seen-$MILESTONE_TASK.txt"; if [ "$MILESTONE_TASK" = b ]; then echo 2 > lock.txt; fi',
      tasks: ["id: a", "id: b\n    dependencies: [a]", "id: c\n    dependencies: [b]"],
    });
    const rig = rigWith({ m: text }, { ".gitignore": "deps/\n", "lock.txt": "1\n" });
    const step = await runStep(rig, { inputs: { agents: "1" } });
    expect(step.outputs.status, step.said).toBe("completed");
    const files = branchFiles(rig);
    expect(["a", "b", "c"].map(t => files.get(`seen-${t}.txt`))).toEqual(["x1", "x1", "x2"]);
  });

  it("that fails blocks with its output, as something that is not there", async () => {
    const rig = rigWith({
      m: standard("m", { top: "setup: 'echo registry is down; exit 4'", tasks: ["id: a"] }),
    });
    const step = await runStep(rig);
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      { type: "dependency_unavailable", message: expect.stringMatching(/exit 4/) },
    ]);
  });
});
