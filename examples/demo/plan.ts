import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bold, dim, type Program, perform, say, scene, typed } from "./stage.ts";

/**
 * `npm run demo:plan`: from one sentence to a finished milestone. The planner is a script (examples/demo/planner.mjs),
 * and says so; the checks of its drafts, the feedback, the run, its tests and commits are real.
 */
const HERE = import.meta.dirname;
const GOAL = "Rate limits: a hundred requests for each caller";
const began = Date.now();
const folder = mkdtempSync(join(tmpdir(), "milestone-demo-"));
const git = (...args: string[]): string =>
  execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const program: Program = {
  path: join(HERE, "../..", process.env.DEMO_PROGRAM ?? "dist/cli.js"),
  directory: folder,
  environment: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}` },
};

try {
  repository();
  scene(1, 4, "A goal becomes a draft, and the draft is checked");
  say(
    dim("The planner here is a script, no model: its first draft holds two mistakes on purpose."),
    dim("What finds them, tells it, and takes the second draft is the engine."),
    "",
  );
  await step("plan", "--goal", GOAL, "--id", "limits", "--agent", "scripted");

  scene(2, 4, "A question is answered, and it is planned again");
  typed("rm .milestones/active/limits.yaml");
  rmSync(join(folder, ".milestones/active/limits.yaml"));
  await step("plan", "--goal", `${GOAL}; keep them in a file`, "--id", "limits", "--agent", "scripted");

  scene(3, 4, "The plan is committed and executed");
  typed("git add .milestones && git commit -m 'Plan rate limits'");
  git("add", ".milestones");
  git("commit", "--quiet", "--message", "Plan rate limits");
  await step("execute", "limits", "--no-push");

  scene(4, 4, "What became of it");
  typed("git log --oneline milestone/limits");
  say(git("log", "--oneline", "milestone/limits"), git("show", "milestone/limits:docs/limits.md"));
  say(bold(`From a sentence to tested commits in ${Math.round((Date.now() - began) / 1000)} s.`));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A service with one file and one test. */
function repository(): void {
  const files = {
    "package.json": '{ "name": "service", "type": "module", "scripts": { "test": "node --test" } }\n',
    "src/service.mjs": 'export const answer = () => "hello";\n',
    "test/service.test.mjs":
      'import test from "node:test";\nimport assert from "node:assert";\nimport { answer } from "../src/service.mjs";\ntest("it answers", () => assert.equal(answer(), "hello"));\n',
    ".milestones/config.yaml":
      "agents:\n  scripted: { command: node, args: [./planner.mjs], prompt: file }\n",
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  copyFileSync(join(HERE, "planner.mjs"), join(folder, "planner.mjs"));
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "You");
  git("config", "user.email", "you@example.test");
  git("add", "--all");
  git("commit", "--quiet", "--message", "A service");
}

async function step(...args: string[]): Promise<void> {
  const code = await perform(program, args);
  if (code !== 0) throw new Error(`milestone ${args[0]} ended with ${code}`);
}
