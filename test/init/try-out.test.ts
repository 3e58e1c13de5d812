import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { program } from "../rig/program.ts";

function repository(files: Record<string, string>, { commit = true } = {}): string {
  const root = mkdtempSync(join(tmpdir(), "init-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
  git("init", "-q", "-b", "main");
  git("config", "user.name", "Dev");
  git("config", "user.email", "dev@example.com");
  if (commit) {
    git("add", "-A");
    git("commit", "-qm", "start");
  }
  return root;
}

function init(root: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program("cli"), "init", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  const config = () => readFileSync(join(root, ".milestones/config.yaml"), "utf8");
  return { code: status, out: stdout, err: stderr, config };
}

const pkg = (scripts: Record<string, string>) => JSON.stringify({ name: "x", scripts });

test("init writes what passed when it was tried, checks as the starter's gate", () => {
  const root = repository({ "package.json": pkg({ test: "node --test", lint: "true", check: "false" }) });
  const made = init(root);
  expect(made.code, made.err).toBe(0);
  expect(made.out).toContain("tried in a fresh tree: `npm test`, `npm run lint` passed");
  expect(made.config()).toMatch(/^test_command: npm test$/m);
  expect(readFileSync(join(root, ".milestones/active/first.yaml"), "utf8")).toContain("run: [npm run lint]");
});

test("init leaves tests that fail as a comment, and shows how they failed", () => {
  const root = repository({ Makefile: "test:\n\t@echo 'no database'; exit 3\n" });
  const made = init(root);
  expect(made.code, made.err).toBe(0);
  expect(made.out).toContain("tests `make test` did not pass");
  expect(made.out).toContain("no database");
  expect(made.config()).toMatch(/^# test_command: make test$/m);
  expect(made.config()).not.toMatch(/^test_command/m);
});

test("init tries nothing that is not committed, nor where it is told not to", () => {
  const files = { "package.json": pkg({ test: "node --test" }) };
  const fresh = init(repository(files, { commit: false }));
  expect(fresh.out).toContain("not tried: package.json is not committed yet");
  expect(fresh.config()).toMatch(/^test_command: npm test$/m);
  const untried = init(repository(files), "--no-try");
  expect(untried.out).not.toContain("tried");
  expect(untried.config()).toMatch(/^test_command: npm test$/m);
});

test("init --goal plans instead of writing the starter", () => {
  const plan =
    'id: limits\nexecutor: { run: "true" }\ntasks:\n  a:\n    description: Do it\n    phases: [execute]\n    estimated_hours: 1\n    resources: ["path:a.txt"]\n    acceptance_criteria: [It is there]\n    checks: [test -s a.txt]\n';
  const root = repository({
    "planner.sh": `cat > "$MILESTONE_DELIVERABLES/milestone.yaml" <<'END'\n${plan}END\n`,
    ".milestones/config.yaml": "agents:\n  scripted: { command: sh, args: [./planner.sh], prompt: file }\n",
  });
  const made = init(root, "limits", "--goal", "Rate limits", "--agent", "scripted");
  expect(made.code, made.err + made.out).toBe(0);
  expect(made.out).toContain("wrote .milestones/active/limits.yaml, not committed");
  expect(readFileSync(join(root, ".milestones/active/limits.yaml"), "utf8")).toContain("path:a.txt");
});
