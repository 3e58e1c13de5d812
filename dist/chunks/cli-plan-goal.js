import { t as narrator } from "./commands-narrate.js";
import { t as EXIT } from "./commands-outcome.js";
import { i as createRedactor } from "./engine-output-workflow-commands.js";
import { n as secretValues } from "./engine-process-entry.js";
import { a as refuse } from "./engine-refusal.js";
import { t as describeFailure } from "./github-answer.js";
import { c as numbered, l as agentOf, o as draftPlan, r as readSourceDocuments, s as judgeDraft, t as readIssueSource, u as planningBrief } from "./planning-issue-source.js";
import { t as readGitFacts } from "./init-git-facts.js";
import { u as paths } from "./milestone-names.js";
import { n as slugOf } from "./milestone-text-slug.js";
import { ft as planText, pt as planView } from "./engine-execution-host.js";
import { t as executePlanner } from "./planning-execute-planner.js";
import { a as repositoryFacts, n as draftFacts } from "./planning-facts.js";
import { t as githubReader } from "./init-local-commands.js";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";

// src/cli/plan-goal.ts
/**
* Drafts a milestone from a goal: what the planner leaves, once it holds, is a file in the checkout, not committed.
* @throws Refusal
*/
async function planGoal({ milestone, flags }, entry) {
	const directory = flags["working-directory"] ?? process.cwd();
	const git = await readGitFacts(directory);
	if (!git) return refuse(`${directory} is not in a git repository`, "run `git init` first, or go to one");
	const { root } = git;
	if (flags.check !== void 0) return judged(flags.check, await draftFacts(root, flags.id ?? "draft"));
	const { from } = flags;
	const source = from === void 0 ? {
		title: "",
		texts: []
	} : await sourceOf(from, {
		git,
		directory,
		entry
	});
	const goal = (flags.goal ?? source.title).trim();
	if (goal === "") refuse("the goal is empty", "say what is to be reached: milestone plan --goal \"…\"");
	const id = milestone ?? flags.id ?? (slugOf(goal) || "plan");
	for (const shelf of [
		"active",
		"completed",
		"archived"
	]) {
		const path = paths.milestone(id, shelf);
		if (existsSync(join(root, path))) refuse(`there is a milestone ${id} already: ${path}`, "name another one: --id=<id>");
	}
	const facts = await draftFacts(root, id);
	const agent = flags.agent ?? null;
	const brief = planningBrief(goal, {
		id,
		agent: agent ?? agentOf(facts.config),
		given: source.texts,
		facts: await repositoryFacts(root, facts)
	});
	const scratch = mkdtempSync(join(tmpdir(), "milestone-plan-"));
	try {
		const drafted = await draftPlan({
			root,
			scratch,
			id,
			goal,
			brief,
			facts,
			agent,
			execute: (planning) => executePlanner(planning, {
				...machineOf(entry, flags),
				root,
				onRunner: false
			})
		});
		if (!drafted.ok) return failed(id, drafted);
		const path = paths.milestone(id);
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), drafted.text);
		return told(id, drafted.draft, path);
	} finally {
		rmSync(scratch, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
/** A file, a folder, or an issue that is read under the person's own token. @throws Refusal */
async function sourceOf(from, { git, directory, entry }) {
	const issue = /^issue:#?(\d{1,9})$/.exec(from)?.[1];
	if (issue === void 0) {
		if (/^(?:issue:|github:|https?:)/.test(from)) return refuse(`--from ${from} names no issue`, "name its number: --from=issue:12");
		return {
			title: `What ${from} asks for`,
			texts: await readSourceDocuments(from, git.root, directory)
		};
	}
	const reader = githubReader(git, entry.env);
	if (!reader) return refuse(`issue #${issue} cannot be read without a token`, "set GITHUB_TOKEN or GH_TOKEN");
	const repository = await reader(null);
	if (!repository) return refuse("the remote `origin` is no GitHub repository", "save the issue's text in a file and name that");
	const read = await readIssueSource(repository, {
		number: Number(issue),
		asked: null
	});
	if (!read.ok) return refuse(`issue #${issue} was not read: ${describeFailure(read.failure)}`, "try again");
	if (read.value.kind !== "read") return refuse(`there is no issue #${issue}`, "name one that exists");
	return read.value;
}
/** What is shown of the planner goes to standard error. */
function machineOf({ env }, { json = false }) {
	const redactor = createRedactor(secretValues(env));
	const line = (text) => {
		if (!json) process.stderr.write(redactor.redact(text) + "\n");
	};
	return {
		env,
		redactor,
		narrator: narrator({
			level: "detailed",
			line,
			onRunner: false
		})
	};
}
function judged(folder, facts) {
	const { findings, text } = judgeDraft(folder, facts);
	return {
		status: null,
		exitCode: findings.length === 0 ? EXIT.ok : EXIT.failed,
		text,
		json: { findings },
		outputs: {}
	};
}
function told(id, { plan, questions }, path) {
	const view = planView(plan, {
		strategy: "parallel",
		agents: 6,
		cores: 4
	});
	const asked = questions.flatMap((each, index) => [`${index + 1}. ${each.question}${each.why ? ` (${each.why})` : ""}`, ...each.options.map((option, at) => `   ${at + 1}) ${option}${option === each.default ? " (the plan holds for this)" : ""}`)]);
	const text = [
		planText(view),
		...asked.length > 0 ? [
			"",
			"Open questions; another answer means another plan: give it in the goal",
			...asked
		] : [],
		"",
		`wrote ${path}, not committed`,
		`1. look through it: who does the work is its \`executor\``,
		`2. git add ${path} && git commit`,
		`3. milestone execute ${id}`
	].join("\n");
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: {
			milestone: id,
			file: path,
			plan: view,
			questions
		},
		outputs: { milestone: id }
	};
}
function failed(id, { code, output, findings }) {
	const text = `no plan of ${id} was made (exit ${code}); nothing was written\n${findings.length > 0 ? `the last draft does not hold:\n${numbered(findings)}` : output.trim().split("\n").slice(-12).join("\n")}`;
	return {
		status: null,
		exitCode: EXIT.failed,
		text,
		json: {
			milestone: id,
			findings,
			exit: code
		},
		outputs: {}
	};
}

export { machineOf as n, planGoal as r, failed as t };