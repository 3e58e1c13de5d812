import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { NO_GATES } from "../action/plans.ts";
import { FORMATS } from "../import/formats.ts";
import { some } from "../rig/long.ts";
import { makeRig } from "../rig/repository.ts";

const LIST = "# Work\n\n- [ ] 1. First\n- [ ] 2. Second\n- [ ] 3. Third\n";
const PLAN = ".milestones/active/work.yaml";
/** Leaves what an imported task's last phase must; the second task waits for a file of the base. */
const RUN = [
  'd="$MILESTONE_DELIVERABLES"',
  'printf "# Summary\\n\\nThe table is there.\\n" > "$d/implementation-summary.md"',
  'printf "# Tests\\n\\nAll three passed.\\n" > "$d/test-results.md"',
  'mkdir -p work; echo "$MILESTONE_TASK" > "work/$MILESTONE_TASK"',
  '[ "$MILESTONE_TASK" != 2 ] || [ -f ok ]',
].join("\n");

it("a milestone that was made of a list takes in by sync what changes there, before it begins and while it is under way", async () => {
  const rig = makeRig([], { "TASKS.md": LIST }, { warm: true });
  const { main } = rig;
  const says = async (code: number, ...args: string[]) => {
    const done = await main.milestone(args);
    expect(done.code, done.stdout + done.stderr).toBe(code);
    return done.stdout;
  };
  const push = (files: Record<string, string>) => {
    main.write(files);
    main.commit("an edit");
    main.git("push", "--quiet", "origin", "main");
  };
  const here = (path: string) => readFileSync(join(main.root, path), "utf8");
  const list = () => rig.read("milestone/work", "TASKS.md");
  try {
    await says(0, "import", "TASKS.md", "work");
    main.write({ "TASKS.md": `${LIST}- [ ] 4. Fourth\n- [ ] 5. Fifth\n` });
    expect(await says(0, "sync", "work")).toContain("new: 4, 5");
    const executor = `executor: { run: ${JSON.stringify(RUN)}, retries: 0 }`;
    push({ [PLAN]: here(PLAN).replace(/^executor:.*$/m, () => executor) });
    await says(11, "execute", "work");
    expect(list()).toContain("- [x] 1. First\n- [ ] 2. Second\n");

    // Beside the tick of the first task, which the base does not have.
    push({
      "TASKS.md":
        "# Work\n\n- [ ] 1. First\n- [ ] 2. Second, better\n- [x] 3. Third\n- [ ] 4. Fourth\n- [ ] 6. Sixth\n",
    });
    expect(await says(0, "status", "work")).toContain("an edit of the plan that is not taken in yet");
    const said = await says(0, "sync", "work");
    expect(said).toContain(
      "taken from TASKS.md: new: 6; changed: 2, 4; finished there: 3; gone there, so skipped where not begun: 5",
    );
    expect(list()).toContain("- [x] 1. First\n- [ ] 2. Second, better\n- [x] 3. Third\n- [ ] 4. Fourth\n");
    const { tasks } = JSON.parse(await says(0, "status", "work", "--json")) as {
      tasks: { id: string; status: string }[];
    };
    const of = Object.fromEntries(tasks.map(task => [task.id, task.status]));
    expect(of).toMatchObject({
      "1": "completed",
      "3": "completed",
      "4": "pending",
      "5": "skipped",
      "6": "pending",
    });
    expect(await says(0, "sync", "work")).toContain("the branch has the base's plan already");

    push({ ok: "" });
    await says(0, "execute", "work");
    expect(list()).toMatch(/\[x\] 2.*\n.*\[x\] 3.*\n.*\[x\] 4.*\n.*\[x\] 6/);
    // No default gate stands before a task that came from the base's own list.
    expect(rig.events("work").some(event => event.event === "approval_requested")).toBe(false);
  } finally {
    rig.close();
  }
}, 60_000);

/** Leaves whatever a phase of any kind must. */
const DO_ALL = [
  "for f in architecture technical-spec test-plan implementation-plan implementation-summary test-results; do",
  '  printf "# Done\\n\\nAll of it.\\n" > "$MILESTONE_DELIVERABLES/$f.md"; done',
  'printf "openapi: 3.0.3\\ninfo: { title: A, version: 1.0.0 }\\npaths: {}\\n" > "$MILESTONE_DELIVERABLES/api-spec.yaml"',
].join("\n");

it.each(some(FORMATS, 3))(
  "a plan of %s is imported, executed and ticked where it lies, and then says nothing new",
  async (_, { source, files }) => {
    const rig = makeRig([], files, { warm: true });
    const { main } = rig;
    const says = async (...args: string[]) => {
      const done = await main.milestone(args);
      expect(done.code, done.stdout + done.stderr).toBe(0);
      return done.stdout;
    };
    try {
      await says("import", source, "work");
      const text = readFileSync(join(main.root, PLAN), "utf8");
      const executor = `executor: { run: ${JSON.stringify(DO_ALL)}, retries: 0 }`;
      main.write({
        [PLAN]: text.replace(/^executor:.*$/m, () => `${executor}\n${NO_GATES}`),
      });
      main.commit("the plan");
      main.git("push", "--quiet", "origin", "main");
      await says("execute", "work");
      const ticked = Object.keys(files).filter(path => rig.read("milestone/work", path) !== files[path]);
      expect(ticked.length).toBeGreaterThan(0);
      main.git("merge", "--quiet", "milestone/work");
      expect(await says("import", source)).toContain("milestone work was made of it\n  nothing new");
      expect(main.git("status", "--porcelain")).toBe("");
    } finally {
      rig.close();
    }
  },
  60_000,
);
