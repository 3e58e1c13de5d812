import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { keysOf } from "./drive.ts";
import type { Conversation, Move, Script } from "./model/script.ts";
import { type ModelServer, startModel } from "./model/server.ts";
import { BIN, HOMES, PROGRAMS, type Program } from "./programs.ts";

const CLI = join(import.meta.dirname, "../../src/cli/cli.ts");
const CHAPTERS = 8;
const WORDS = "Each chapter says how one part of the shop works, at length. ".repeat(60);

interface World {
  repo: string;
  home: string;
  model: ModelServer;
  milestone: (...args: string[]) => Promise<{ code: number | null; output: string }>;
  log: () => Line[];
}

interface Line {
  event: string;
  data: {
    usage?: { input_tokens: number };
    conversation?: { resumed: boolean; kept: boolean; why?: string };
    type?: string;
  };
}

async function world(program: Program, script: Script, more = ""): Promise<World> {
  const repo = mkdtempSync(join(tmpdir(), "agents-resume-"));
  const home = mkdtempSync(join(HOMES, `resume-${program}-`));
  const model = await startModel({ script, spend: "measured" });
  onTestFinished(async () => {
    await model.close();
    for (const folder of [repo, home]) rmSync(folder, { recursive: true, force: true });
  });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repo, encoding: "utf8" });
  git("init", "-q", "-b", "main");
  git("config", "user.name", "Ada");
  git("config", "user.email", "ada@example.com");
  mkdirSync(join(repo, ".milestones/active"), { recursive: true });
  mkdirSync(join(repo, "docs"));
  for (let n = 0; n < CHAPTERS; n++)
    writeFileSync(join(repo, `docs/${n}.md`), `# Chapter ${n}\n\n${WORDS}\n`);
  writeFileSync(
    join(repo, ".milestones/active/shop.yaml"),
    `id: shop\ntitle: The shop\nexecutor: { agent: ${program}, retries: 2, backoff: 1s }\n${more}tasks:\n  - id: index\n    title: An index\n    phases: { execute: { deliverables: [summary.md, { changed: "index.md" }] } }\n`,
  );
  git("add", ".");
  git("commit", "-q", "-m", "Plan the shop");
  const env = {
    PATH: `${dirname(process.execPath)}:${BIN}:${process.env.PATH}`,
    HOME: home,
    ...keysOf(program, model.url, home),
  };
  return {
    repo,
    home,
    model,
    milestone: (...args) => run(repo, env, args),
    log: () =>
      git("show", "milestone/shop:.milestones/logs/execution-shop.jsonl")
        .split("\n")
        .filter(Boolean)
        .map(line => JSON.parse(line) as Line),
  };
}

function run(cwd: string, env: Record<string, string>, args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", data => (output += data));
  child.stderr.on("data", data => (output += data));
  return new Promise<{ code: number | null; output: string }>(resolve =>
    child.on("close", code => resolve({ code, output })),
  );
}

/** Reads every chapter before it writes; what it wrote it mends where it is told to go on. */
function reader(first: (root: string) => Move): Script {
  return (conversation: Conversation) => {
    const { prompt, results, before } = conversation;
    const root = [...prompt.matchAll(/\(that is `(\/[^`]+)\/\.milestones\/deliverables\//g)].at(-1)![1]!;
    const summary = `${root}/.milestones/deliverables/shop/index/execute/summary.md`;
    const write = (text: string): Move => ({
      kind: "run",
      command: `mkdir -p ${dirname(summary)} && printf '# Summary\\n\\n${text}\\n' > ${summary} && test -e ${root}/index.md || echo index > ${root}/index.md`,
    });
    const chapters = Array.from(
      { length: CHAPTERS },
      (_, n): Move => ({
        kind: "run",
        command: `cat ${root}/docs/${n}.md`,
      }),
    );
    const goesOn = prompt.includes("# Go on: ");
    const moves = goesOn ? [write("All of it is said.")] : [...chapters, first(root)];
    return moves[results.length - before] ?? { kind: "say", text: "Done.\n\nAnswer 1: said it." };
  };
}

describe.each(Object.keys(PROGRAMS) as Program[])("%s, the real program", program => {
  test("goes on in its conversation after failed deliverables, for at most 40 % of the tokens", async () => {
    const half = (root: string): Move => ({
      kind: "run",
      command: `cd ${root} && mkdir -p .milestones/deliverables/shop/index/execute && echo index > index.md && printf '# Summary\\n\\nTBD\\n' > .milestones/deliverables/shop/index/execute/summary.md`,
    });
    const { milestone, log, home, repo } = await world(program, reader(half));
    const done = await milestone("execute", "shop", "--no-push");
    expect(done.code, done.output).toBe(0);
    const failed = log().find(({ event }) => event === "phase_failed")!;
    const completed = log().find(({ event }) => event === "phase_completed")!;
    expect(failed.data).toMatchObject({
      type: "deliverable_invalid",
      conversation: { resumed: false, kept: true },
    });
    expect(completed.data.conversation).toEqual({ resumed: true, kept: false });
    const ratio = completed.data.usage!.input_tokens / failed.data.usage!.input_tokens;
    const [first, second] = [failed, completed].map(({ data }) => data.usage!.input_tokens);
    console.log(`${program}: ${first} → ${second} (${Math.round(100 * ratio)} %)`);
    expect(ratio).toBeLessThan(0.4);
    // Nothing of it is left behind, nor on the branch.
    const left = readdirSync(home, { recursive: true, encoding: "utf8" });
    expect(
      left.filter(name => /projects\/.*\.jsonl$|rollout-|chats\/session-|events\.jsonl$/.test(name)),
    ).toEqual([]);
    const kept = readdirSync(join(repo, ".git/milestone/conversations"), { recursive: true });
    expect(kept.filter(name => String(name).includes("entry"))).toEqual([]);
  }, 240_000);
});

test("goes on in its conversation after an answer, in another process", async () => {
  const ask = (): Move => ({
    kind: "run",
    command: `printf '{"question":"Which order?","options":["by name","by date"]}' > "$MILESTONE_ASK"`,
  });
  const { milestone, log, model } = await world("claude", reader(ask));
  const asked = await milestone("execute", "shop", "--no-push");
  expect(asked.code, asked.output).toBe(10);
  const answered = await milestone("answer", "shop", "index/execute", "2");
  expect(answered.code, answered.output).toBeLessThan(12);
  const done = await milestone("resume", "shop", "--no-push");
  expect(done.code, done.output).toBe(0);
  expect(log().find(({ event }) => event === "phase_completed")!.data.conversation).toEqual({
    resumed: true,
    kept: false,
  });
  const [told] = model.turns.filter(
    turn => turn.prompt.includes("by date") && turn.prompt.includes("# Go on: "),
  );
  expect(told!.results.length, "what it had read is in its conversation").toBe(CHAPTERS + 1);
}, 240_000);
