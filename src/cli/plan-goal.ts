import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeFiles, relativeTo } from "../commands/node-files.ts";
import { EXIT, type Outcome } from "../commands/outcome.ts";
import type { Entry } from "../engine/process/entry.ts";
import { refuse } from "../engine/refusal.ts";
import { slugOf } from "../import/task-ids.ts";
import { yamlPair } from "../import/yaml-text.ts";
import { detectProject } from "../init/detect-project.ts";
import { readGitFacts } from "../init/git-facts.ts";
import type { Flags } from "../milestone/command/command-flags.ts";
import { paths } from "../milestone/names.ts";
import { planText } from "../milestone/view/plan-text.ts";
import { planView } from "../milestone/view/plan-view.ts";
import { type Given, planningBrief } from "../planning/brief.ts";
import { checkDraft, type Draft, type DraftFacts } from "../planning/check-draft.ts";

const DRAFT = "milestone.yaml";
const QUESTIONS = "questions.json";
const MAX_DOCUMENTS = 20;

/**
 * Drafts a milestone from a goal. The planner is an attempt of the engine like any other, in a clone that is thrown
 * away: its profile, sandbox, budget, retries and feedback are those of the repository's config, and the check that
 * judges it is this command's `--check`. What it leaves is a file in the checkout, not committed.
 * @throws Refusal
 */
export async function planGoal(flags: Flags, entry: Entry): Promise<Outcome> {
  const directory = flags["working-directory"] ?? process.cwd();
  const git = await readGitFacts(directory);
  if (!git) return refuse(`${directory} is not in a git repository`, "run `git init` first, or go to one");
  const { root } = git;
  if (flags.check !== undefined) return judged(flags.check, await factsOf(root, flags.id ?? "draft"));
  const goal = (flags.goal ?? "").trim();
  if (goal === "") refuse("the goal is empty", 'say what is to be reached: milestone plan --goal "…"');
  const id = flags.id ?? (slugOf(goal) || "plan");
  for (const shelf of ["active", "completed", "archived"] as const) {
    const path = shelf === "active" ? paths.milestone(id) : paths.milestone(id, shelf);
    if (existsSync(join(root, path)))
      refuse(`there is a milestone ${id} already: ${path}`, "name another one: --id=<id>");
  }
  const facts = await factsOf(root, id);
  const agent = flags.agent ?? agentOf(facts.config) ?? "claude";
  const brief = planningBrief(goal, {
    id,
    agent,
    given: await givenFrom(flags.from, root, directory),
    facts: await repositoryFacts(root, facts),
  });
  const scratch = mkdtempSync(join(tmpdir(), "milestone-plan-"));
  try {
    const clone = join(scratch, "repository");
    const drafted = await draft(
      { root, clone, id, goal, brief, agent: flags.agent, config: facts.config },
      entry,
      flags.json ?? false,
    );
    const read = readDraft(drafted.folder, facts);
    if (drafted.code !== 0 || read === null || read.draft.findings.length > 0)
      return failed(id, drafted, read?.draft ?? null);
    const path = paths.milestone(id);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), read.text);
    return told(id, read.draft, path);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function factsOf(root: string, id: string): Promise<DraftFacts> {
  const files = nodeFiles(root);
  const listed = gitIn(root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).split("\0");
  return {
    id,
    files: new Set(listed.filter(path => path !== "")),
    scripts: scriptsOf(await files.readFile("package.json")),
    config: await files.readFile(paths.config),
  };
}

async function repositoryFacts(root: string, { files, scripts }: DraftFacts) {
  const own = nodeFiles(root);
  const changed = gitIn(root, ["log", "-n", "200", "--name-only", "--pretty=format:"]).split("\n");
  const counts = new Map<string, number>();
  for (const path of changed) if (files.has(path)) counts.set(path, (counts.get(path) ?? 0) + 1);
  const hot = [...counts].filter(([, count]) => count > 2).sort((a, b) => b[1] - a[1]);
  return {
    files: [...files],
    scripts,
    project: await detectProject(own),
    hot: hot.slice(0, 12).map(([path, count]) => `${path} (${count} commits)`),
    owners: (await own.readFile("CODEOWNERS")) ?? (await own.readFile(".github/CODEOWNERS")),
    workflows: [...files].filter(path => path.startsWith(".github/workflows/")),
  };
}

function scriptsOf(text: string | null): string[] | null {
  if (text === null) return null;
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> };
    return Object.keys(scripts ?? {});
  } catch {
    return null;
  }
}

const agentOf = (config: string | null) =>
  /^executor:[^\n]*\bagent:\s*([\w-]+)/m.exec(config ?? "")?.[1] ?? null;

async function givenFrom(from: string | undefined, root: string, directory: string): Promise<Given[]> {
  if (from === undefined) return [];
  if (/^(?:issue:|github:|https?:)/.test(from))
    return refuse(
      `--from ${from}: issues are not read here yet`,
      "save the issue's text in a file and name that",
    );
  const files = nodeFiles(root);
  const path = relativeTo(root, directory, from)
    .replace(/^(?:\.\/)+/, "")
    .replace(/\/+$/, "");
  if (path.startsWith(".."))
    return refuse(`${from} lies outside of the repository`, "copy it into the repository");
  const text = await files.readFile(path);
  if (text !== null) return [{ name: path, text }];
  const below = ((await files.list(path)) ?? [])
    .filter(name => /\.(?:md|markdown|txt|rst|adoc)$/i.test(name))
    .sort();
  if (below.length === 0)
    return refuse(
      `there is no text to plan from at ${from}`,
      "name a Markdown or text file, or a folder of them",
    );
  const given: Given[] = [];
  for (const name of below.slice(0, MAX_DOCUMENTS)) {
    const content = await files.readFile(`${path}/${name}`);
    if (content !== null) given.push({ name: `${path}/${name}`, text: content });
  }
  return given;
}

interface Drafting {
  root: string;
  clone: string;
  id: string;
  goal: string;
  brief: string;
  agent: string | undefined;
  config: string | null;
}

interface Drafted {
  code: number;
  output: string;
  folder: string;
  findings: string[];
}

/** Runs the planner in the clone and takes what it left from the branch there. */
async function draft(
  { root, clone, id, goal, brief, agent, config }: Drafting,
  entry: Entry,
  quiet: boolean,
): Promise<Drafted> {
  gitIn(root, ["clone", "--quiet", "--no-tags", root, clone]);
  gitIn(clone, ["remote", "remove", "origin"]);
  const planner = plannerId(id);
  const own = `${JSON.stringify(process.execPath)} ${JSON.stringify(process.argv[1])}`;
  const check = `${own} plan --check "$MILESTONE_DELIVERABLES" --id ${id}`;
  const executor =
    agent !== undefined ? { agent } : /^executor:/m.test(config ?? "") ? null : { agent: "claude" };
  const text = [
    yamlPair("id", planner, 0),
    yamlPair("title", `Plan: ${goal.split("\n")[0]!.slice(0, 150)}`, 0),
    // A planner changes nothing, so nothing is prepared or tested for it.
    yamlPair("setup", "true", 0),
    yamlPair("test_command", "true", 0),
    yamlPair("source", { format: "goal", path: "goal" }, 0),
    ...(executor ? [yamlPair("executor", executor, 0)] : []),
    "tasks:",
    "  - id: plan",
    yamlPair("title", "Draft the milestone", 4),
    yamlPair("description", brief, 4),
    yamlPair("phases", { execute: { deliverables: [DRAFT], checks: [check] } }, 4),
    "",
  ].join("\n");
  const path = join(clone, paths.milestone(planner));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  gitIn(clone, ["add", "-A"]);
  gitIn(clone, [
    "-c",
    "user.name=milestone",
    "-c",
    "user.email=milestone@localhost",
    "commit",
    "--quiet",
    "--no-verify",
    "-m",
    "The goal",
  ]);
  const result = await run(clone, ["execute", planner, "--no-push", "--monitoring=basic"], entry, quiet);
  const folder = join(dirname(clone), "draft");
  mkdirSync(folder);
  const home = paths.deliverables(planner, "plan", "execute");
  for (const name of [DRAFT, QUESTIONS]) {
    const content = gitShow(clone, `milestone/${planner}:${home}/${name}`);
    if (content !== null) writeFileSync(join(folder, name), content);
  }
  return {
    ...result,
    folder,
    findings: findingsIn(gitShow(clone, `milestone/${planner}:${paths.log(planner, 1)}`) ?? ""),
  };
}

/** What the last check said, from the log of the attempts. */
function findingsIn(log: string): string[] {
  const told = log.split("\n").findLast(line => line.includes(NOT_YET));
  if (told === undefined) return [];
  let found = "";
  JSON.parse(told, (_, value: unknown) => {
    if (typeof value === "string" && value.includes(NOT_YET)) found = value;
    return value;
  });
  const lines = found.slice(found.indexOf(NOT_YET)).split("\n").slice(1);
  return lines.flatMap(line => /^\d{1,3}\. (.+)$/.exec(line)?.[1] ?? []);
}

const NOT_YET = "the plan does not hold yet:";

const plannerId = (id: string) => `plan-${id}`.slice(0, 64).replace(/[._-]+$/, "");

function run(
  cwd: string,
  args: string[],
  entry: Entry,
  quiet: boolean,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1]!, ...args], {
      cwd,
      env: entry.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (data: Buffer) => {
      output = (output + data.toString("utf8")).slice(-20_000);
      if (!quiet) process.stderr.write(data);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const stop = (signal: NodeJS.Signals) => child.kill(signal);
    process.once("SIGINT", stop).once("SIGTERM", stop);
    child.on("error", reject);
    child.on("close", code => {
      process.removeListener("SIGINT", stop).removeListener("SIGTERM", stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

function readDraft(folder: string, facts: DraftFacts): { text: string; draft: Draft } | null {
  const text = existsSync(join(folder, DRAFT)) ? readFileSync(join(folder, DRAFT), "utf8") : null;
  if (text === null) return null;
  const questions = existsSync(join(folder, QUESTIONS))
    ? readFileSync(join(folder, QUESTIONS), "utf8")
    : null;
  return { text, draft: checkDraft(text, questions, facts) };
}

/** The check of a planner's attempt: what is wrong, numbered, is its feedback. */
function judged(folder: string, facts: DraftFacts): Outcome {
  const read = readDraft(folder, facts);
  const findings = read === null ? [`there is no ${DRAFT} in ${folder}`] : read.draft.findings;
  const text = findings.length === 0 ? "the plan holds" : `${NOT_YET}\n${numbered(findings)}`;
  return {
    status: null,
    exitCode: findings.length === 0 ? EXIT.ok : EXIT.failed,
    text,
    json: { findings },
    outputs: {},
  };
}

const numbered = (lines: readonly string[]) => lines.map((line, index) => `${index + 1}. ${line}`).join("\n");

function told(id: string, { plan, questions }: Draft, path: string): Outcome {
  const view = planView(plan!, { strategy: "parallel", agents: 6, cores: 4 });
  const asked = questions.flatMap((each, index) => [
    `${index + 1}. ${each.question}${each.why ? ` (${each.why})` : ""}`,
    ...each.options.map(
      (option, at) => `   ${at + 1}) ${option}${option === each.default ? " (the plan holds for this)" : ""}`,
    ),
  ]);
  const text = [
    planText(view),
    ...(asked.length > 0
      ? ["", "Open questions; another answer means another plan: give it in the goal", ...asked]
      : []),
    "",
    `wrote ${path}, not committed`,
    `1. look through it: who does the work is its \`executor\``,
    `2. git add ${path} && git commit`,
    `3. milestone execute ${id}`,
  ].join("\n");
  return {
    status: null,
    exitCode: EXIT.ok,
    text,
    json: { milestone: id, file: path, plan: view, questions },
    outputs: { milestone: id },
  };
}

function failed(id: string, { code, output, findings: last }: Drafted, draft: Draft | null): Outcome {
  const findings = draft?.findings ?? last;
  const why =
    findings.length > 0
      ? `the last draft does not hold:\n${numbered(findings)}`
      : output.trim().split("\n").slice(-12).join("\n");
  const text = `no plan of ${id} was made (exit ${code}); nothing was written\n${why}`;
  return {
    status: null,
    exitCode: EXIT.failed,
    text,
    json: { milestone: id, findings, exit: code },
    outputs: {},
  };
}

function gitIn(cwd: string, args: string[]): string {
  return execFileSync("git", args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function gitShow(cwd: string, object: string): string | null {
  try {
    return gitIn(cwd, ["show", object]);
  } catch {
    return null;
  }
}
