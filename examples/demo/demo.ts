import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { makePlace, type Place } from "./place.ts";
import { bold, dim, type Program, perform, say, scene, typed } from "./stage.ts";

/**
 * `npm run demo [-- --keep]`: a milestone of nine tasks from start to finish, in a temporary repository with a bare
 * remote. The processes, commits, tests, the gate and the blocker are real; the agent's drafts are prepared.
 */
const ID = "tally-v1";
const HERE = import.meta.dirname;
const ROOT = join(HERE, "../..");
const RESULTS = join(ROOT, ".cache/demo");
const SCENES = 5;

/** Exit codes of the program that the demo expects, each at its place. */
const EXIT = { done: 0, waiting: 10, blocked: 11 } as const;

const began = Date.now();
const place = makePlace(join(HERE, "project"), join(HERE, "worker/worker.ts"));
const program: Program = {
  path: join(ROOT, process.env.DEMO_PROGRAM ?? "dist/cli.js"),
  directory: place.yours,
  environment: place.environment,
};
const keep = process.argv.includes("--keep");
try {
  await plan();
  await gate();
  await blocker();
  await person(place);
  await ending(place);
} finally {
  if (keep) say("", `kept: ${place.folder}`);
  else place.remove();
}

async function plan(): Promise<void> {
  scene(1, SCENES, "The plan");
  say(
    "A repository has a milestone file: nine tasks, each taken through design, spec, task and execute.",
    dim(`(${relative(process.cwd(), join(HERE, "project/.milestones/active", `${ID}.yaml`))})`),
    "",
  );
  expectExit(await perform(program, ["plan", ID]), EXIT.done);
}

async function gate(): Promise<void> {
  scene(2, SCENES, "Six agents start; a gate waits for a person");
  say("One process and one work tree an agent, one commit a phase. Nothing runs while a gate waits.", "");
  expectExit(await perform(program, ["execute", ID]), EXIT.waiting);
  say("", "This is what is to be approved:", "");
  const path = `.milestones/deliverables/${ID}/words/design/architecture.md`;
  typed(`git show milestone/${ID}:${path}`);
  say(indented(place.git(place.yours, "show", `milestone/${ID}:${path}`)), "");
  expectExit(await perform(program, ["approve", ID, "words/design"]), EXIT.done);
}

async function blocker(): Promise<void> {
  scene(3, SCENES, "On it goes, until a blocker needs a person");
  say("Finished phases are not run again. Where one task is stuck, everything else goes on.", "");
  expectExit(await perform(program, ["resume", ID]), EXIT.blocked);
  say("");
  expectExit(await perform(program, ["why", ID, "release"]), EXIT.done);
}

async function person({ git, colleagues }: Place): Promise<void> {
  scene(4, SCENES, "A colleague resolves the blocker");
  say("Mona chooses the colour and pushes it to the milestone's branch; then the phase is tried again.", "");
  git(colleagues, "fetch", "--quiet");
  git(colleagues, "switch", "--quiet", `milestone/${ID}`);
  writeFileSync(join(colleagues, "brand.json"), `${JSON.stringify({ accent: "#0b6e4f" })}\n`);
  git(colleagues, "add", "brand.json");
  git(colleagues, "commit", "--quiet", "--message", "Choose the accent colour");
  git(colleagues, "push", "--quiet", "origin", `milestone/${ID}`);
  typed("git commit -m 'Choose the accent colour' && git push");
  expectExit(await perform(program, ["retry", ID, "website/execute"]), EXIT.done);
}

async function ending({ git, yours, colleagues }: Place): Promise<void> {
  scene(5, SCENES, "What is left behind");
  const commits = git(yours, "rev-list", "--count", `origin/main..milestone/${ID}`);
  say(`${bold(commits)} commits on the branch ${bold(`milestone/${ID}`)}, the last ones:`, "");
  typed(`git log --oneline milestone/${ID}`);
  say(indented(git(yours, "log", "--format=%h %s", "-6", `milestone/${ID}`)), "");
  say("Mona pulls it, and runs what was made on the project's own readme:", "");
  git(colleagues, "pull", "--quiet", "--ff-only", "origin", `milestone/${ID}`);
  typed("git pull && node release/bin/tally.js README.md");
  say(indented(node(colleagues, "release/bin/tally.js", "README.md")), "");
  expectExit(await perform(program, ["audit", ID]), EXIT.done);
  say("");
  expectExit(await perform(program, ["replay", ID]), EXIT.done);
  const files = await keepResults();
  say("", bold("The report"), "", indented(excerpt(readFileSync(files.markdown, "utf8"))), "");
  say(
    `${bold("Done")} in ${Math.round((Date.now() - began) / 1000)} s. Look at:`,
    `  ${shown(files.html)}   ${dim("the report with graph and timeline; open it in a browser")}`,
    `  ${shown(files.markdown)}     ${dim("the same as text")}`,
    `  ${shown(files.site)}  ${dim("the website that the milestone built")}`,
  );
}

/** Copies what is worth a look out of the temporary folder. */
async function keepResults(): Promise<{ html: string; markdown: string; site: string }> {
  mkdirSync(RESULTS, { recursive: true });
  const files = {
    html: join(RESULTS, "report.html"),
    markdown: join(RESULTS, "report.md"),
    site: join(RESULTS, "website.html"),
  };
  for (const args of [["--html", `--output=${files.html}`], [`--output=${files.markdown}`]]) {
    expectExit(await perform(program, ["report", ID, ...args]), EXIT.done);
  }
  copyFileSync(join(place.colleagues, "site/index.html"), files.site);
  return files;
}

function node(directory: string, ...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: directory, encoding: "utf8" }).trimEnd();
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}

/** The report's first section, without its drawing, which is text only until something draws it. */
function excerpt(markdown: string): string {
  const [first] = markdown.split(/\n## 2/);
  return first!.replace(/\n```mermaid[\s\S]*?```/g, "").trimEnd();
}

function expectExit(code: number, expected: number): void {
  if (code === expected) return;
  throw new Error(
    `the program ended with ${code} where the demo expects ${expected}; what it said stands above`,
  );
}
