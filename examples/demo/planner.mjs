// The planner of `npm run demo:plan`. It is a script, no model: its drafts are written down here. What the engine makes
// of them (findings, feedback, second attempt, plan) is real.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.MILESTONE_DELIVERABLES;
const prompt = readFileSync(process.env.MILESTONE_PROMPT, "utf8");
const feedback = process.env.MILESTONE_FEEDBACK;
const isSecond = feedback !== undefined && existsSync(feedback);
const store = prompt.includes("keep them in a file") ? "file" : "memory";
const id = /with exactly this id \(([\w.-]+)\)/.exec(prompt)[1];

const write = (path, lines) =>
  `node -e ${JSON.stringify(`const fs=require("fs");fs.mkdirSync(require("path").dirname("${path}"),{recursive:true});fs.writeFileSync("${path}",${JSON.stringify(lines.join("\n"))})`)}`;
const task = (title, path, { needs = [], check, content }) => ({
  title,
  description: `Write ${path}, and nothing else.`,
  estimated_hours: 1,
  ...(needs.length > 0 ? { needs } : {}),
  resources: [`path:${path}`],
  acceptance_criteria: [`${title}, as its check says`],
  run: write(path, content),
  checks: [check],
});
const limits = [
  "let counts = new Map();",
  ...(store === "file"
    ? [
        'import { existsSync, readFileSync, writeFileSync } from "node:fs";',
        'const PATH = new URL("counts.json", import.meta.url);',
        "if (existsSync(PATH)) counts = new Map(JSON.parse(readFileSync(PATH)));",
      ]
    : []),
  "export const allows = who => {",
  "  counts.set(who, (counts.get(who) ?? 0) + 1);",
  ...(store === "file" ? ["  writeFileSync(PATH, JSON.stringify([...counts]));"] : []),
  "  return counts.get(who) <= 100;",
  "};",
  "",
];
const check = isSecond ? "node --check src/limits.mjs" : "npm run lint";
const plan = {
  id,
  title: `Rate limits, kept in ${store === "file" ? "a file" : "memory"}`,
  test_command: "npm test",
  tasks: {
    limits: task("Count requests and refuse the 101st", "src/limits.mjs", { check, content: limits }),
    guide: task("Say what the limits are", isSecond ? "docs/limits.md" : "src/limits.mjs", {
      check: "test -s docs/limits.md",
      content: ["# Limits", "", `A hundred requests each, kept in ${store}.`, ""],
    }),
    proof: task("Prove it by a test", "test/limits.test.mjs", {
      needs: ["limits"],
      check: "node --test test/limits.test.mjs",
      content: [
        'import test from "node:test";',
        'import assert from "node:assert";',
        'import { allows } from "../src/limits.mjs";',
        'test("the 101st request is refused", () => {',
        '  for (let n = 0; n < 100; n += 1) assert(allows("a"));',
        '  assert(!allows("a"));',
        "});",
        "",
      ],
    }),
  },
};
writeFileSync(join(folder, "milestone.yaml"), JSON.stringify(plan, null, 2));
if (store === "memory")
  writeFileSync(
    join(folder, "questions.json"),
    JSON.stringify([
      { question: "Where are the counts kept?", why: "memory is empty after a restart", options: ["in memory", "in a file"], default: "in memory" },
    ]),
  );
