import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { narrator } from "../commands/narrate.ts";
import { EXIT, type Outcome } from "../commands/outcome.ts";
import { createRedactor } from "../engine/output/redact.ts";
import { type Entry, secretValues } from "../engine/process/entry.ts";
import { refuse } from "../engine/refusal.ts";
import { describeFailure } from "../github/answer.ts";
import { readIssueSource } from "../github/issue-source.ts";
import { type GitFacts, readGitFacts } from "../init/git-facts.ts";
import type { Command } from "../milestone/command/command.ts";
import { paths } from "../milestone/names.ts";
import { slugOf } from "../milestone/text/slug.ts";
import { planText } from "../milestone/view/plan-text.ts";
import { planView } from "../milestone/view/plan-view.ts";
import { agentOf, planningBrief, type SourceDocument } from "../planning/brief.ts";
import type { Draft } from "../planning/check-draft.ts";
import { type Drafted, draftPlan, judgeDraft, numbered } from "../planning/drafting.ts";
import { executePlanner } from "../planning/execute-planner.ts";
import { draftFacts, repositoryFacts } from "../planning/facts.ts";
import { readSourceDocuments } from "../planning/source-documents.ts";
import { githubReader } from "./local-commands.ts";

/**
 * Drafts a milestone from a goal: what the planner leaves, once it holds, is a file in the checkout, not committed.
 * @throws Refusal
 */
export async function planGoal({ milestone, flags }: Command, entry: Entry): Promise<Outcome> {
  const directory = flags["working-directory"] ?? process.cwd();
  const git = await readGitFacts(directory);
  if (!git) return refuse(`${directory} is not in a git repository`, "run `git init` first, or go to one");
  const { root } = git;
  if (flags.check !== undefined) return judged(flags.check, await draftFacts(root, flags.id ?? "draft"));
  const { from } = flags;
  const source =
    from === undefined ? { title: "", texts: [] } : await sourceOf(from, { git, directory, entry });
  const goal = (flags.goal ?? source.title).trim();
  if (goal === "") refuse("the goal is empty", 'say what is to be reached: milestone plan --goal "…"');
  const id = milestone ?? flags.id ?? (slugOf(goal) || "plan");
  for (const shelf of ["active", "completed", "archived"] as const) {
    const path = paths.milestone(id, shelf);
    if (existsSync(join(root, path)))
      refuse(`there is a milestone ${id} already: ${path}`, "name another one: --id=<id>");
  }
  const facts = await draftFacts(root, id);
  const agent = flags.agent ?? null;
  const brief = planningBrief(goal, {
    id,
    agent: agent ?? agentOf(facts.config),
    given: source.texts,
    facts: await repositoryFacts(root, facts),
  });
  const scratch = mkdtempSync(join(tmpdir(), "milestone-plan-"));
  try {
    const drafted = await draftPlan({
      ...{ root, scratch, id, goal, brief, facts, agent },
      execute: planning => executePlanner(planning, { ...machineOf(entry, flags), root, onRunner: false }),
    });
    if (!drafted.ok) return failed(id, drafted);
    const path = paths.milestone(id);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), drafted.text);
    return told(id, drafted.draft, path);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A file, a folder, or an issue that is read under the person's own token. @throws Refusal */
async function sourceOf(
  from: string,
  { git, directory, entry }: { git: GitFacts; directory: string; entry: Entry },
): Promise<{ title: string; texts: SourceDocument[] }> {
  const issue = /^issue:#?(\d{1,9})$/.exec(from)?.[1];
  if (issue === undefined) {
    if (/^(?:issue:|github:|https?:)/.test(from))
      return refuse(`--from ${from} names no issue`, "name its number: --from=issue:12");
    return { title: `What ${from} asks for`, texts: await readSourceDocuments(from, git.root, directory) };
  }
  const reader = githubReader(git, entry.env);
  if (!reader)
    return refuse(`issue #${issue} cannot be read without a token`, "set GITHUB_TOKEN or GH_TOKEN");
  const repository = await reader(null);
  if (!repository)
    return refuse(
      "the remote `origin` is no GitHub repository",
      "save the issue's text in a file and name that",
    );
  const read = await readIssueSource(repository, { number: Number(issue), asked: null });
  if (!read.ok) return refuse(`issue #${issue} was not read: ${describeFailure(read.failure)}`, "try again");
  if (read.value.kind !== "read") return refuse(`there is no issue #${issue}`, "name one that exists");
  return read.value;
}

/** What is shown of the planner goes to standard error. */
export function machineOf({ env }: Entry, { json = false }: Command["flags"]) {
  const redactor = createRedactor(secretValues(env));
  const line = (text: string): void => {
    if (!json) process.stderr.write(redactor.redact(text) + "\n");
  };
  return { env, redactor, narrator: narrator({ level: "detailed", line, onRunner: false }) };
}

function judged(folder: string, facts: Parameters<typeof judgeDraft>[1]): Outcome {
  const { findings, text } = judgeDraft(folder, facts);
  const exitCode = findings.length === 0 ? EXIT.ok : EXIT.failed;
  return { status: null, exitCode, text, json: { findings }, outputs: {} };
}

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

export function failed(id: string, { code, output, findings }: Extract<Drafted, { ok: false }>): Outcome {
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
