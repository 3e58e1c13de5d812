import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { LONG, some } from "../rig/long.ts";
import { program } from "../rig/program.ts";
import { plainEnvironment } from "../rig/repository.ts";
import { runWarm } from "../rig/warm-program.ts";

interface Task {
  [key: string]: unknown;
}

const task = (path: string, more: Task = {}): Task => ({
  title: `Write ${path}`,
  description: `Write ${path} as the goal says, and leave the rest alone.`,
  phases: ["execute"],
  estimated_hours: 2,
  resources: [`path:${path}`],
  acceptance_criteria: [`${path} does what its title says`],
  checks: [`test -s ${path}`],
  ...more,
});
const file = (tasks: Record<string, Task>, more: Task = {}) =>
  JSON.stringify({ id: "drafted", title: "A plan", executor: { run: "true" }, tasks, ...more }, null, 2);

const REPOSITORIES = {
  node: { "package.json": '{ "scripts": { "test": "node --test" } }', "src/api.js": "1\n" },
  python: { "pyproject.toml": "[project]\nname = 'shop'\n", "shop/api.py": "x = 1\n" },
  go: { "go.mod": "module shop\n", "internal/store/store.go": "package store\n" },
  rust: { "Cargo.toml": '[package]\nname = "shop"\n', "src/lib.rs": "\n" },
  java: { "pom.xml": "<project/>\n", "src/main/java/Shop.java": "class Shop {}\n" },
  mono: { "web/package.json": "{}", "api/go.mod": "module api\n", Makefile: "test:\n\ttrue\n" },
} as const;

const with_ = (one: Task) => file({ a: one });
const without = (key: string, path: string) => {
  const { [key]: _, ...rest } = task(path);
  return rest;
};

/** A goal, the repository, the first answer with a mistake that models make, and what finds it. */
const GOALS: [string, keyof typeof REPOSITORIES, string, RegExp][] = [
  [
    "Rate limits",
    "node",
    file({ a: task("src/limits.js"), b: task("src/limits.js") }),
    /could run side by side/,
  ],
  [
    "Search over orders",
    "node",
    with_(task("src/search.js", { checks: ["npm run lint"] })),
    /no such script/,
  ],
  ["Export as CSV", "python", with_(task("shop/export.py", { estimated_hours: 20 })), /split it/],
  [
    "Health checks",
    "python",
    with_(without("acceptance_criteria", "shop/health.py")),
    /no acceptance_criteria/,
  ],
  [
    "Orders on disk",
    "go",
    file({ a: task("disk.go", { needs: ["b"] }), b: task("b.go", { needs: ["a"] }) }),
    /circle|cycle/,
  ],
  [
    "A command line",
    "go",
    with_(task("flags.go", { checks: ["test -s flags.go || true"] })),
    /nothing judges it/,
  ],
  ["Async storage", "rust", with_(task("src/store.rs", { depends: ["schema"] })), /schema/],
  ["Benchmarks", "rust", with_(task("benches/all.rs", { description: "TBD" })), /still to be filled in/],
  ["Coupons", "java", file({ a: task("src/main/java/Coupons.java") }, { id: "coupons" }), /drafted/],
  [
    "Audit log",
    "java",
    with_(task("src/main/java/Audit.java", { assignee_agent: "claude" })),
    /assignee_agent/,
  ],
  ["A shared type", "mono", with_(task("web/types.ts", { checks: ["make types"] })), /no such target/],
  ["Deploy on merge", "mono", with_(task(".github/workflows/deploy.yml")), /is dropped/],
];

/** Two files that can be written side by side, in the likeness of each repository. */
const RIGHT: Record<keyof typeof REPOSITORIES, readonly [string, string]> = {
  node: ["src/new.js", "src/more.js"],
  python: ["shop/new.py", "shop/more.py"],
  go: ["internal/store/new.go", "internal/store/more.go"],
  rust: ["src/new.rs", "src/more.rs"],
  java: ["src/main/java/New.java", "src/main/java/More.java"],
  mono: ["web/new.ts", "api/more.go"],
};

/** Minutes for the plans of this table: two tasks of two hours side by side, and one after them. */
const BUDGET = 300;

/** What the table shows as a whole, told at its end. */
const figures = { goals: 0, second: 0, executed: 0, shared: 0, share: 0 };

test.each(some(GOALS, 6))(
  "%s (%s): the mistake is found, told, and the second draft is taken",
  async (goal, kind, first, told) => {
    const root = mkdtempSync(join(tmpdir(), "mistakes-"));
    const leave = (text: string) => `cat > "$MILESTONE_DELIVERABLES/milestone.yaml" <<'END'\n${text}\nEND\n`;
    const [left, right] = RIGHT[kind];
    const work = { run: "sh ./work.sh" };
    const plan = file(
      { left: task(left), right: task(right), both: task(`${left}.txt`, { needs: ["left", "right"] }) },
      { executor: work, budget: { minutes: BUDGET } },
    );
    const files: Record<string, string> = {
      ...REPOSITORIES[kind],
      ".milestones/config.yaml": "agents:\n  scripted: { command: sh, args: [./planner.sh], prompt: file }\n",
      "planner.sh": `if [ -z "$MILESTONE_FEEDBACK" ]; then\n${leave(first)}else\n${leave(plan)}fi\n`,
      "work.sh": `case $MILESTONE_TASK in left) f=${left};; right) f=${right};; *) f=${left}.txt;; esac\nmkdir -p "$(dirname $f)"; echo "$MILESTONE_TASK" > $f\n`,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
    const commit = (what: string) => {
      git("add", "-A");
      git("-c", "user.name=Dev", "-c", "user.email=dev@example.com", "commit", "-qm", what);
    };
    git("init", "-q", "-b", "main");
    commit("start");
    const env = { ...plainEnvironment(), HOME: root };
    const says = async (...args: string[]) => {
      const done = await runWarm(program("cli"), { args, cwd: root, env });
      expect(done.code, done.stderr + done.stdout).toBe(0);
      return done;
    };
    figures.goals += 1;
    const started = performance.now();
    const made = await says("plan", "--goal", goal, "--id", "drafted", "--agent", "scripted");
    const minutes = (performance.now() - started) / 60_000;
    const rejected = made.stderr.split("\n").filter(line => line.includes("deliverable_invalid"));
    expect(rejected, made.stderr).toHaveLength(1);
    expect(made.stderr).toMatch(told);
    expect(made.stderr).toContain("(attempt 2)");
    expect(readFileSync(join(root, ".milestones/active/drafted.yaml"), "utf8")).toContain(left);
    figures.second += 1;
    figures.share = Math.max(figures.share, minutes / BUDGET);
    if (!LONG && figures.executed > 0) return;

    // What was planned is executed: no two tasks that ran side by side touched one file.
    commit("a plan");
    await says("execute", "drafted");
    figures.executed += 1;
    const changed = (id: string) =>
      git(
        "log",
        "--format=",
        "--name-only",
        "--fixed-strings",
        `--grep=: ${id} completed`,
        "milestone/drafted",
      )
        .split("\n")
        .filter(path => path !== "" && !path.startsWith(".milestones/"));
    expect([changed("left"), changed("right")]).toEqual([[left], [right]]);
    figures.shared += changed("left").filter(path => changed("right").includes(path)).length;
  },
  60_000,
);

afterAll(() => {
  const { goals, second, executed, shared, share } = figures;
  if (LONG)
    console.log(
      `${goals} goals: ${second} valid at the second attempt (${Math.round((100 * second) / goals)} %); ${executed} executed, ${shared} files shared within a wave; planning took at most ${(100 * share).toFixed(2)} % of the budget's time`,
    );
});
