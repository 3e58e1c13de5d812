import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { keysOf } from "./drive.ts";
import type { Script } from "./model/script.ts";
import { startModel } from "./model/server.ts";
import { BIN, HOMES, PROGRAMS, type Program } from "./programs.ts";

const CLI = join(import.meta.dirname, "../../src/cli/cli.ts");

const plan = (check: string): string => `id: limits
title: Rate limits
description: A client that asks too often is told so
executor: { agent: claude }
tasks:
  - id: count
    title: Count the requests of a client
    description: Keep a count for each client in src/limits.js, and leave the rest alone.
    phases: [execute]
    estimated_hours: 2
    resources: ["path:src/limits.js"]
    acceptance_criteria: [The 101st request in a minute is refused]
    checks: ["${check}"]
`;

/** A planner whose first draft has a check that is not there, until it is told. */
const planner: Script = ({ prompt, results, before }) => {
  const folder = [...prompt.matchAll(/`(\/[^`\s]+\/\.milestones\/deliverables\/[^`\s]+?)\/?`/g)].at(-1)?.[1];
  if (folder === undefined) throw new Error(`the brief names no folder:\n${prompt.slice(0, 4_000)}`);
  const isTold = /no such script/.test(prompt);
  const content = plan(isTold ? "test -s src/limits.js" : "npm run limits");
  return results.length === before
    ? { kind: "write", path: `${folder}/milestone.yaml`, content }
    : { kind: "say", text: "Planned." };
};

test.each(Object.keys(PROGRAMS) as Program[])(
  "%s, the real program, plans a goal: what its draft gets wrong comes back to it, and the next one is valid",
  async program => {
    const repository = mkdtempSync(join(tmpdir(), "agents-planner-"));
    const home = mkdtempSync(join(HOMES, "planner-"));
    const model = await startModel({ script: planner });
    try {
      mkdirSync(join(repository, "src"));
      writeFileSync(join(repository, "package.json"), '{ "scripts": { "start": "node src/api.js" } }\n');
      writeFileSync(join(repository, "src/api.js"), "1;\n");
      const git = (...args: string[]) => execFileSync("git", args, { cwd: repository });
      git("init", "-q", "-b", "main");
      git("config", "user.name", "Ada");
      git("config", "user.email", "ada@example.com");
      git("add", ".");
      git("commit", "-q", "-m", "Start");
      const args = ["plan", "--goal", "Rate limits", "--id=limits", `--agent=${program}`];
      const child = spawn(process.execPath, [CLI, ...args], {
        cwd: repository,
        env: {
          PATH: `${dirname(process.execPath)}:${BIN}:${process.env.PATH}`,
          HOME: home,
          ...keysOf(program, model.url, home),
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      child.stdout.on("data", data => (output += data));
      child.stderr.on("data", data => (output += data));
      const code = await new Promise(resolve => child.on("close", resolve));
      expect(code, output).toBe(0);
      const drafted = readFileSync(join(repository, ".milestones/active/limits.yaml"), "utf8");
      expect(drafted).toContain("test -s src/limits.js");
      const prompts = model.turns.map(turn => turn.prompt);
      expect(prompts[0]).toContain("Rate limits");
      expect(prompts[0]).not.toContain("no such script");
      expect(prompts.at(-1)).toContain("no such script");
      expect(git("status", "--porcelain", "-uall").toString().trim()).toBe(
        "?? .milestones/active/limits.yaml",
      );
    } finally {
      await model.close();
      for (const folder of [repository, home])
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  },
);
