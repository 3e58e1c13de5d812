import { t as nodeFiles } from "./commands-node-files.js";
import { t as EXIT } from "./commands-outcome.js";
import { t as locateRepository } from "./engine-git-locate-repository.js";
import { a as refuse } from "./engine-refusal.js";
import { n as failed, r as good, t as describeFailure } from "./github-answer.js";
import { a as readEditors, i as readComments, s as ACTION, t as createComment } from "./github-issue-comments.js";
import { d as planBranchName, i as branchName, n as ROOT, p as DEFAULT_WEIGHTS, u as paths } from "./milestone-names.js";
import { i as readGitHubConfig } from "./milestone-plan-read-plan.js";
import { a as readPullOf, c as text, d as replaceSection, f as sectionMarker, i as isPullRefused, l as SECTION_END, n as repositoryOf, o as readObjects, p as writeMarker, r as createPull, s as BODY_LIMIT, u as othersLength } from "./github-github-forge.js";
import { l as atLeast } from "./engine-git-dashboard-markdown.js";
import { n as cut, o as fenced, r as escapeLine, s as shorten, t as codeSpan } from "./milestone-text-escape-markdown.js";
import { r as readAccess } from "./github-access.js";
import { At as readAnswer, Vt as emptyState, d as addToHistory, en as plannedState, i as buildDashboard, p as newHistory } from "./milestone-view-nearest.js";
import { ft as planText, mt as forecastWords, pt as planView } from "./engine-execution-host.js";
import { A as mermaidGraph } from "./milestone-view-dashboard-document.js";
import { C as withChangesOf } from "./engine-opening-basis.js";
import { n as slugOf } from "./milestone-text-slug.js";
import { a as startedTasks, c as numbered, i as soFar, l as agentOf, n as writersOf, o as draftPlan, r as readSourceDocuments, t as readIssueSource, u as planningBrief } from "./planning-issue-source.js";
import { t as executePlanner } from "./planning-execute-planner.js";
import { a as repositoryFacts, n as draftFacts, r as gitIn } from "./planning-facts.js";
import { r as parseComment } from "./milestone-command-command.js";
import { n as draftsPlan } from "./milestone-command-command-reader.js";
import { d as tryEvent, s as LogReader } from "./milestone-session-load.js";
import { i as isByApp, o as readRequestAuthor } from "./github-actor.js";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

// src/github/base-files.ts
/** Where a milestone's file may lie, the likeliest first. */
const SHELVES = [
	"active",
	"completed",
	"archived"
];
const milestoneFiles = (branch, milestone) => [...SHELVES.map((shelf) => `${branch}:${paths.milestone(milestone, shelf)}`), `${branch}:${paths.config}`];
/** The expressions to be read for `takeBase`. */
function baseExpressions(defaultBranch, milestone) {
	return [`${defaultBranch}:${paths.githubConfig}`, ...milestoneFiles(defaultBranch, milestone)];
}
/**
* Understands what was read. The configuration is the default branch's; where it names another base branch, that
* one's files are read by one more request.
*/
async function takeBase(input) {
	const { repository, milestone, defaultBranch } = input;
	let { found } = input;
	const configText = textAt(found, `${defaultBranch}:${paths.githubConfig}`);
	const config = readGitHubConfig(configText ?? "", paths.githubConfig);
	const branch = config.config.base ?? defaultBranch;
	if (branch !== defaultBranch) {
		const other = await readObjects(repository, milestoneFiles(branch, milestone));
		if (!other.ok) return other;
		found = other.value;
	}
	const findings = [...config.errors];
	const shelf = SHELVES.find((s) => found.has(`${branch}:${paths.milestone(milestone, s)}`));
	const file = paths.milestone(milestone, shelf);
	const text = shelf ? textAt(found, `${branch}:${file}`) : null;
	let plan = null;
	if (text !== null) {
		const common = textAt(found, `${branch}:${paths.config}`);
		const read = await repository.readPlan({
			file,
			text,
			...common ? { config: {
				file: paths.config,
				text: common
			} } : {}
		});
		if (read.ok) plan = read.plan;
		else findings.push(...read.errors);
	}
	return good({
		branch,
		plan,
		exists: shelf !== void 0,
		config: config.config,
		findings
	});
}
function textAt(found, expression) {
	const object = found.get(expression);
	return object?.kind === "file" ? object.text : null;
}

// src/github/plan-record.ts
const TRAILER = "Plan-Record: ";
const MAX_TEXT$1 = 8e3;
const MAX_LIST = 200;
/** The message of the commit that holds a drafted plan. */
function planMessage(record, again) {
	const { milestone, goal } = record;
	return [
		`milestone(${milestone}): plan ${again ? "changed" : "drafted"}`,
		"",
		goal.replace(/\s+/g, " ").trim().slice(0, 300),
		"",
		`Milestone: ${milestone}`,
		TRAILER + JSON.stringify(record)
	].join("\n");
}
/** What a commit's message remembers; null where it is no plan's. Whoever may push can write one: it proves nothing. */
function readPlanRecord(message) {
	const at = message.lastIndexOf(`\n${TRAILER}`);
	if (at < 0) return null;
	const start = at + 1 + 13;
	const end = message.indexOf("\n", start);
	let data;
	try {
		data = JSON.parse(message.slice(start, end < 0 ? void 0 : end));
	} catch {
		return null;
	}
	return isMap(data) ? recordOf(data) : null;
}
function recordOf(data) {
	const { milestone, goal } = data;
	if (typeof milestone !== "string" || typeof goal !== "string") return null;
	return {
		milestone,
		goal: goal.slice(0, MAX_TEXT$1),
		from: textOf(data.from),
		issue: Number.isSafeInteger(data.issue) ? data.issue : null,
		asked: textOf(data.asked),
		agent: textOf(data.agent),
		...data.replan === true ? { replan: true } : {},
		questions: listOf(data.questions).flatMap(questionOf),
		answers: listOf(data.answers).flatMap((each) => {
			const [question, answer, by] = [
				textOf(each.question),
				textOf(each.answer),
				textOf(each.by)
			];
			return question !== null && answer !== null && by !== null ? [{
				question,
				answer,
				by
			}] : [];
		}),
		taken: Array.isArray(data.taken) ? data.taken.filter((each) => typeof each === "string").slice(-200) : []
	};
}
function questionOf(data) {
	const question = textOf(data.question);
	const otherwise = textOf(data.default);
	const options = Array.isArray(data.options) ? data.options.filter((each) => typeof each === "string") : [];
	if (question === null || otherwise === null || !options.includes(otherwise)) return [];
	const why = textOf(data.why);
	return [{
		question,
		...why === null ? {} : { why },
		options,
		default: otherwise
	}];
}
const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value) => Array.isArray(value) ? value.slice(0, MAX_LIST).filter(isMap) : [];
const textOf = (value) => typeof value === "string" ? value.slice(0, MAX_TEXT$1) : null;

// src/github/plan-branch.ts
/** The base branch's configuration and the ids that are in use there. */
async function readPlanPlace(repository, defaultBranch) {
	const configAt = `${defaultBranch}:${paths.githubConfig}`;
	const first = await readObjects(repository, [configAt]);
	if (!first.ok) return first;
	const text = first.value.get(configAt);
	const { config } = readGitHubConfig(text?.kind === "file" ? text.text ?? "" : "", paths.githubConfig);
	const branch = config.base ?? defaultBranch;
	const folders = SHELVES.map((shelf) => `${branch}:${ROOT}/${shelf}`);
	const found = await readObjects(repository, folders);
	if (!found.ok) return found;
	const taken = /* @__PURE__ */ new Map();
	SHELVES.forEach((shelf, index) => {
		const folder = found.value.get(folders[index]);
		for (const { name } of folder?.kind === "folder" ? folder.entries : []) if (name.endsWith(".yaml")) taken.set(name.slice(0, -5).toLowerCase(), shelf);
	});
	return good({
		branch,
		config,
		taken
	});
}
const PAGE = 100;
/** So many pages of commits are looked through for the draft: people's edits and merges of the base lie above it. */
const PAGES = 20;
/** The plan on its branch; null: there is no such branch, or no plan on it. */
async function readPlanBranch(repository, milestone) {
	const ref = await readTip(repository, planBranchName(milestone));
	if (!ref.ok) return ref;
	const commit = ref.value;
	if (commit === null) return good(null);
	const [file, config] = [`${commit}:${paths.milestone(milestone)}`, `${commit}:${paths.config}`];
	const found = await readObjects(repository, [file, config]);
	if (!found.ok) return found;
	const texts = [file, config].map((each) => {
		const object = found.value.get(each);
		return object?.kind === "file" ? object.text : null;
	});
	const drafts = await readDrafts(repository, {
		commit,
		milestone
	});
	if (!drafts.ok) return drafts;
	const [newest] = drafts.value;
	const [text, common] = texts;
	if (!newest || !text) return good(null);
	return good({
		commit,
		text,
		config: common ?? null,
		record: newest.record,
		isDraft: newest.sha === commit,
		drafts: drafts.value
	});
}
/** The drafts among the commits of a branch, on the first page that has any. */
async function readDrafts(repository, { commit, milestone }) {
	for (let page = 1; page <= PAGES; page += 1) {
		const commits = await repository.read("GET /repos/{owner}/{repo}/commits", {
			sha: commit,
			per_page: PAGE,
			page
		});
		if (!commits.ok) return commits;
		const drafts = commits.value.flatMap(({ sha, commit: { message, committer } }) => {
			const record = readPlanRecord(message);
			return record?.milestone === milestone ? [{
				record,
				at: committer?.date ?? "",
				sha
			}] : [];
		});
		if (drafts.length > 0 || commits.value.length < PAGE) return good(drafts);
	}
	return good([]);
}
/** The draft that lay open when something was said: the numbers in it are those of its questions. */
function recordAt({ drafts, record }, at) {
	return (drafts.find((each) => Date.parse(each.at) <= Date.parse(at)) ?? drafts.at(-1))?.record ?? record;
}
async function readTip(repository, branch) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/git/ref/{ref}", { ref: `heads/${branch}` });
	if (answer.ok) return good(answer.value.object.sha);
	return answer.failure.kind === "not_found" ? good(null) : answer;
}
/**
* One commit with the plan: on a new branch from the base, or on top of the draft before it, never by force.
* `before` is the commit that the plan was drafted on, null where there was no branch. `anew`: what the branch had is
* decided about already, and the plan is one of the base as it is now.
*/
async function writePlanBranch(repository, { record, text, base, before, anew = false }) {
	const { milestone } = record;
	const parent = before === null || anew ? await readTip(repository, base) : good(before);
	if (!parent.ok) return parent;
	if (parent.value === null) return failed({
		kind: "not_found",
		status: 404,
		message: `there is no branch ${base}`
	});
	const above = await repository.read("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { commit_sha: parent.value });
	if (!above.ok) return above;
	const tree = await repository.write("POST /repos/{owner}/{repo}/git/trees", {
		base_tree: above.value.tree.sha,
		tree: [{
			path: paths.milestone(milestone),
			mode: "100644",
			type: "blob",
			content: text
		}]
	}, "repeatable");
	if (!tree.ok) return tree;
	const commit = await repository.write("POST /repos/{owner}/{repo}/git/commits", {
		message: planMessage(record, before !== null && !anew),
		tree: tree.value.data.sha,
		parents: [parent.value, ...before !== null && before !== parent.value && anew ? [before] : []]
	}, "repeatable");
	if (!commit.ok) return commit;
	const { sha } = commit.value.data;
	const branch = planBranchName(milestone);
	const moved = before === null ? await repository.write("POST /repos/{owner}/{repo}/git/refs", {
		ref: `refs/heads/${branch}`,
		sha
	}, "repeatable") : await repository.write("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
		ref: `heads/${branch}`,
		sha,
		force: false
	}, "repeatable");
	if (moved.ok) return good({
		kind: "written",
		commit: sha
	});
	const now = await readTip(repository, branch);
	if (!now.ok) return now;
	if (now.value === sha) return good({
		kind: "written",
		commit: sha
	});
	return now.value !== before ? good({ kind: "overtaken" }) : moved;
}

// src/github/plan-page.ts
/** What there is to read of a drafted plan. */
function draftedFiles({ record, text, config }) {
	return {
		file: paths.milestone(record.milestone),
		text,
		...config === null ? {} : { config: {
			file: paths.config,
			text: config
		} }
	};
}
/** The text of a drafted plan's pull request. It follows from the branch alone, so that anybody can write it again. */
function planPage(record, reading, limit) {
	const head = [
		record.replan ? `## A changed plan of ${codeSpan(record.milestone)}, which is under way` : `## A plan of ${codeSpan(record.milestone)}`,
		asked(record),
		fenced(record.goal, { limit: 4e3 })
	];
	if (!reading.ok) {
		const wrong = reading.errors.map(({ line, message, remedy }) => `line ${line}: ${message} (${remedy})`);
		return cut([
			...head,
			"The file on this branch is no valid plan any more:",
			fenced(wrong.join("\n"))
		].join("\n\n"), limit);
	}
	const { plan } = reading;
	const view = planView(plan, {
		strategy: "parallel",
		agents: 6
	});
	const graph = mermaidGraph(buildDashboard({
		plan,
		state: plannedState(plan),
		history: newHistory(),
		now: 0
	}));
	const parts = [
		...head,
		forecastLine(view),
		questionsPart(record),
		graph ? fenced(graph, { info: "mermaid" }) : "",
		wavesPart(view),
		tasksPart(plan),
		gatesPart(view),
		answersPart(record),
		nextPart(record)
	];
	return cut(parts.filter((part) => part !== "").join("\n\n"), limit);
}
function asked({ issue, from, replan }) {
	if (replan) return "An agent proposes it from what became of the milestone so far, the engine checked it. What changes is what this pull request changes in the file. The goal is as it was:";
	return `An agent drafted it, the engine checked it. Nothing runs before this is merged. The goal${issue === null ? "" : ` in #${issue}`}${from === null ? "" : from === `issue:${issue}` ? " with its text" : `, from ${codeSpan(from)}`}:`;
}
function forecastLine({ predicted, criticalPath, cost }) {
	const { low, high, basis } = predicted.forecast;
	const path = criticalPath.tasks.map((id) => codeSpan(id)).join(" → ");
	const dollars = cost ? ` ${escapeLine(forecastWords(cost))}.` : "";
	return `**Forecast:** ${low} to ${high} h, from ${escapeLine(basis)}.${dollars} Critical path (${criticalPath.hours} h): ${path}`;
}
const ids = (wave) => wave.map((id) => codeSpan(id)).join(", ");
const wavesPart = (view) => [
	"### Waves",
	"",
	...view.waves.map((wave, n) => `${n + 1}. ${ids(wave)}`)
].join("\n");
function tasksPart(plan) {
	return [
		"### Tasks",
		"",
		"| task | needs | hours | changes | judged by |",
		"| --- | --- | ---: | --- | --- |",
		...plan.tasks.map((task) => {
			const changes = task.resources.map((each) => codeSpan(each.replace(/^path:/, ""), 80)).join(", ");
			return `| ${codeSpan(task.id)} ${cell(task.title)} | ${ids(task.dependencies)} | ${task.estimatedHours ?? ""} | ${changes} | ${judges(task, plan)} |`;
		})
	].join("\n");
}
const cell = (text) => escapeLine(text, 160).replaceAll("|", "\\|");
function judges(task, plan) {
	const checks = task.phases.flatMap((phase) => phase.checks).map((check) => codeSpan(check, 80));
	const people = task.phases.flatMap((phase) => phase.gate ? [phase.gate.approvers] : []).map((who) => who.length > 0 ? who.map((each) => codeSpan(each)).join(", ") : "a writer");
	const tests = checks.length === 0 && plan.testCommand !== void 0 ? [codeSpan(plan.testCommand, 80)] : [];
	return [
		...checks,
		...tests,
		...people
	].join(", ").replaceAll("|", "\\|");
}
function gatesPart({ gates, checkpoints }) {
	const rows = [...gates.map(({ task, phase, approvers, criteria }) => ({
		at: `${task}/${phase}`,
		approvers,
		criteria
	})), ...checkpoints.map(({ at, approvers, criteria }) => ({
		at: `checkpoint/${at}`,
		approvers,
		criteria
	}))];
	if (rows.length === 0) return "";
	return [
		"### Gates",
		"",
		...rows.map(({ at, approvers, criteria }) => {
			const who = approvers.length > 0 ? approvers.map((each) => codeSpan(each)).join(", ") : "anyone with write permission";
			return `- ${codeSpan(at)}: ${who}${criteria.length > 0 ? ` (${escapeLine(criteria.join("; "))})` : ""}`;
		})
	].join("\n");
}
const QUESTIONS = "### Open questions";
/** The questions with their boxes; what is ticked is read from the very same text. */
function questionsPart({ questions, answers }) {
	const open = openQuestions({
		questions,
		answers
	});
	if (open.length === 0) return "";
	return [`${QUESTIONS}\n\nThe plan holds for the defaults. Tick another answer, or comment \`/milestone answer plan#<number> <answer>\`: it is planned again.`, ...open.map(({ question, why, options, default: otherwise }, index) => [
		`**${index + 1}.** ${escapeLine(question, 400)}${why === void 0 ? "" : ` (${escapeLine(why, 400)})`}`,
		"",
		...options.map((option) => `- [ ] ${escapeLine(option, 200)}${option === otherwise ? " (default)" : ""}`)
	].join("\n"))].join("\n\n");
}
/** Those that nobody has answered yet, in their order. */
function openQuestions({ questions, answers }) {
	return questions.filter(({ question }) => !answers.some((answer) => answer.question === question));
}
/** What is ticked in a body whose questions were written by `questionsPart`. */
function readTicks(body, record) {
	const open = openQuestions(record);
	if (open.length === 0) return {
		kind: "ticked",
		answers: []
	};
	const text = body.replaceAll("\r\n", "\n");
	const written = questionsPart(record);
	const start = text.lastIndexOf(written.slice(0, written.indexOf("**1.**")));
	const there = text.slice(start, start + written.length);
	if (start < 0 || there.replace(/^- \[[xX]\] /gm, "- [ ] ") !== written) return { kind: "changed" };
	const boxes = [...there.matchAll(/^- \[([xX ])\] /gm)].map(([, mark]) => mark !== " ");
	const answers = [];
	for (const { question, options } of open) {
		const ticked = options.filter((_, index) => boxes[index]);
		boxes.splice(0, options.length);
		if (ticked.length === 1) answers.push({
			question,
			answer: ticked[0]
		});
	}
	return {
		kind: "ticked",
		answers
	};
}
function answersPart({ answers }) {
	if (answers.length === 0) return "";
	return [
		"### Answered",
		"",
		...answers.map(({ question, answer, by }) => `- ${escapeLine(question, 400)} ${codeSpan(answer, 200)} (${codeSpan(by)})`)
	].join("\n");
}
function nextPart({ milestone, replan }) {
	const next = codeSpan(`/milestone execute ${milestone}`);
	return [
		"### What next",
		"",
		replan ? `- Merging makes it the plan; the next run of the milestone takes it in (${next}).` : `- Merging makes it the plan; then ${next} starts it.`,
		`- A review with your words, or ${codeSpan("/milestone plan <what should be otherwise>")} here, has it planned again.`,
		`- You may also edit ${codeSpan(paths.milestone(milestone))} on this branch; the next draft begins with what is there.`
	].join("\n");
}

// src/github/plan-pull.ts
/**
* Opens the pull request of a drafted plan, or brings its text up to its branch. A text with ticks that no draft has
* taken yet stays as it is; `taken` is the body whose ticks this draft holds.
*/
async function syncPlanPull(repository, { drafted, base, taken }) {
	const { record, commit } = drafted;
	const head = planBranchName(record.milestone);
	const there = await readPullOf(repository, head);
	if (!there.ok) return there;
	const writer = async () => {
		const reading = await repository.readPlan(draftedFiles(drafted));
		const marker = writeMarker({
			kind: "plan",
			milestone: record.milestone,
			commit
		});
		return (limit) => `${marker}\n${planPage(record, reading, limit - marker.length - SECTION_END.length - 4)}`;
	};
	const now = there.value;
	if (!now?.open) {
		const section = await writer();
		const title = shorten(`Plan ${record.milestone}: ${record.goal.replace(/\s+/g, " ").trim()}`, 200);
		return createPull(repository, {
			title,
			head,
			base,
			ready: true,
			section
		});
	}
	const marker = sectionMarker(now.body);
	if (marker?.kind === "plan" && marker.commit === commit) return good(now);
	const fresh = now.body === taken ? good(false) : await hasFreshTicks(repository, now, record);
	if (!fresh.ok) return fresh;
	if (fresh.value) return good(now);
	const section = await writer();
	const body = replaceSection(now.body, section(BODY_LIMIT - othersLength(now.body)));
	const written = await repository.write("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
		pull_number: now.number,
		body
	}, "repeatable");
	return written.ok ? good({
		...now,
		body
	}) : written;
}
async function hasFreshTicks(repository, pull, record) {
	const ticked = await readTicked(repository, pull);
	if (!ticked.ok) return ticked;
	const answers = ticked.value?.answers ?? [];
	return good(answers.some(({ question }) => !record.answers.some((each) => each.question === question)));
}
/**
* What a person ticked in a plan's pull request; null where nobody did, or where it cannot be proven who. GitHub keeps
* who changed a text last: that person has seen it as it is, and counts for all ticks in it, if they may write and if
* nothing but boxes differs from what was written.
*/
async function readTicked(repository, pull) {
	const marker = sectionMarker(pull.body);
	if (marker?.kind !== "plan") return good(null);
	const commit = await repository.read("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { commit_sha: marker.commit });
	if (!commit.ok) return commit.failure.kind === "not_found" ? good(null) : commit;
	const record = readPlanRecord(commit.value.message);
	if (record === null || openQuestions(record).length === 0) return good(null);
	const ticks = readTicks(pull.body, record);
	if (ticks.kind === "changed" || ticks.answers.length === 0) return good(null);
	const editors = await readEditors(repository, [pull.nodeId]);
	if (!editors.ok) return editors;
	const login = editors.value.get(pull.nodeId)?.login;
	if (!login) return good(null);
	const user = await repository.api.read("GET /users/{username}", { username: login });
	if (!user.ok) return user.failure.kind === "not_found" ? good(null) : user;
	const by = {
		id: Number(user.value.id),
		login: user.value.login,
		type: user.value.type
	};
	const access = await readAccess(repository, by);
	if (!access.ok) return access;
	if (!atLeast(access.value, "write")) return good(null);
	return good({
		answers: ticks.answers.map((answer) => ({
			...answer,
			by: by.login
		})),
		by
	});
}

// src/github/plan-words.ts
const MAX_TEXT = 4e3;
/**
* The words about a drafted plan that no draft holds yet: reviews, and `/milestone plan <text>` in the pull request, of
* people who may write and whose text nobody edited.
*/
async function readPlanWords(repository, pull, drafted) {
	const comments = await commented(repository, pull, drafted);
	if (!comments.ok) return comments;
	const reviews = await reviewed(repository, pull, drafted);
	if (!reviews.ok) return reviews;
	const { taken } = drafted.record;
	const said = [...comments.value, ...reviews.value].filter(({ key }) => !taken.includes(key));
	const editors = await readEditors(repository, said.flatMap((each) => each.nodes));
	if (!editors.ok) return editors;
	const writers = writersOf(repository);
	const words = [];
	for (const { key, nodes, user, text, answers } of said) {
		if (nodes.some((node) => editors.value.get(node) !== null)) continue;
		const counts = await writers(user);
		if (!counts.ok) return counts;
		if (!counts.value) continue;
		const by = user.login;
		const given = answers.map((answer) => ({
			...answer,
			by
		}));
		words.push({
			key,
			by,
			text: text.slice(0, MAX_TEXT).toWellFormed(),
			answers: given
		});
	}
	return good(words);
}
async function commented(repository, { number }, drafted) {
	const comments = await readComments(repository, number, ACTION);
	if (!comments.ok) return comments;
	return good(comments.value.slice(-100).flatMap(({ id, node, user, viaApp, body, createdAt }) => {
		if (user?.type !== "User" || viaApp) return [];
		const { words, answers } = commandsIn(body, createdAt, drafted);
		if (words.trim() === "" && answers.length === 0) return [];
		return [{
			key: `comment-${id}`,
			nodes: [node],
			user,
			text: words,
			answers
		}];
	}));
}
/** What the commands in a text say of the plan: what should be otherwise, and answers to what was asked then. */
function commandsIn(body, at, drafted) {
	const record = recordAt(drafted, at);
	const parsed = parseComment(body, { implied: record.milestone });
	const commands = parsed.kind === "commands" ? parsed.commands : [];
	return {
		words: commands.filter(draftsPlan).map((command) => command.flags.goal ?? "").join("\n"),
		answers: commands.flatMap((command) => planAnswer(command, record) ?? [])
	};
}
/** What `/milestone answer plan#<number> <answer>` answers; null: none of the questions that are open. */
function planAnswer({ name, target, question: number, reason, flags }, record) {
	const open = openQuestions(record);
	const given = reason || (flags.reason ?? "");
	if (name !== "answer" || target?.task !== "plan" || given.trim() === "") return null;
	const asked = number === null ? open.length === 1 ? open[0] : void 0 : open[number - 1];
	return asked ? {
		question: asked.question,
		answer: readAnswer(given, asked.options).answer
	} : null;
}
async function reviewed(repository, { number }, drafted) {
	const reviews = await repository.readAll("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", { pull_number: number });
	if (!reviews.ok) return reviews;
	const lines = await repository.readAll("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", { pull_number: number });
	if (!lines.ok) return lines;
	return good(reviews.value.slice(-100).flatMap(({ id, node_id, user, state, body, submitted_at }) => {
		if (user?.type !== "User" || state === "DISMISSED" || state === "PENDING") return [];
		const own = lines.value.filter((line) => line.pull_request_review_id === id && line.user?.id === user.id);
		const commands = [body, ...own.map((line) => line.body)].map((each) => commandsIn(each, submitted_at ?? "", drafted));
		const answers = commands.flatMap((each) => each.answers);
		const text = (state === "APPROVED" ? commands.map((each) => each.words) : [body, ...own.map((line) => `${line.path}, line ${line.line ?? "?"}: ${line.body}`)]).filter((part) => part.trim() !== "").join("\n");
		const by = {
			id: Number(user.id),
			login: user.login,
			type: user.type
		};
		return text === "" && answers.length === 0 ? [] : [{
			key: `review-${id}`,
			nodes: [node_id, ...own.map((line) => line.node_id)],
			user: by,
			text,
			answers
		}];
	}));
}

// src/github/read-state.ts
function createStateMemory() {
	return {
		head: "",
		base: "",
		reading: { kind: "none" },
		segments: /* @__PURE__ */ new Map(),
		lastSegment: 1
	};
}
/**
* Reads a milestone's state in at most three requests: the branch (free when unchanged), then files of the branch
* and of the base branch together, then log segments that are not known yet.
*/
async function readState(input) {
	const { repository, milestone, memory } = input;
	const ref = await repository.read("GET /repos/{owner}/{repo}/git/ref/{ref}", { ref: `heads/${branchName(milestone)}` });
	if (!ref.ok) return ref.failure.kind === "not_found" ? good({ kind: "none" }) : ref;
	const head = ref.value.object.sha;
	const base = `${input.defaultBranch} ${input.baseCommit}`;
	if (head === memory.head && base === memory.base) return good(memory.reading);
	const files = await readFiles(input, head);
	if (!files.ok) return files;
	const segments = await readSegments(input, head, files.value);
	if (!segments.ok) return segments;
	const reading = await interpret({
		repository,
		milestone,
		head,
		files: files.value,
		segments: segments.value
	});
	Object.assign(memory, {
		head,
		base,
		reading
	});
	return good(reading);
}
async function readFiles(input, head) {
	const { repository, milestone, memory, defaultBranch } = input;
	const own = [
		...SHELVES.map((shelf) => paths.milestone(milestone, shelf)),
		paths.config,
		LOGS,
		...new Set([
			1,
			memory.lastSegment,
			memory.lastSegment + 1
		].map((n) => paths.log(milestone, n)))
	].map((path) => `${head}:${path}`);
	const objects = await readObjects(repository, [...own, ...baseExpressions(defaultBranch, milestone)]);
	if (!objects.ok) return objects;
	const found = objects.value;
	const base = await takeBase({
		repository,
		milestone,
		defaultBranch,
		found
	});
	if (!base.ok) return base;
	const text = (path) => {
		const object = found.get(`${head}:${path}`);
		return object?.kind === "file" && object.text !== null ? {
			file: path,
			text: object.text
		} : null;
	};
	const plan = SHELVES.map((shelf) => text(paths.milestone(milestone, shelf))).find((file) => file !== null) ?? null;
	return good({
		found,
		base: base.value,
		plan,
		config: text(paths.config)
	});
}
const LOGS = paths.log("x", 1).slice(0, -18);
async function readSegments(input, head, files) {
	const { repository, milestone, memory } = input;
	const folder = files.found.get(`${head}:${LOGS}`);
	const names = new Map(folder?.kind === "folder" ? folder.entries.map((e) => [e.name, e.oid]) : []);
	const wanted = [];
	for (let n = 1;; n += 1) {
		const file = paths.log(milestone, n);
		const oid = names.get(file.slice(LOGS.length + 1));
		if (!oid) break;
		wanted.push({
			file,
			oid
		});
	}
	for (const { file, oid } of wanted) {
		const there = files.found.get(`${head}:${file}`);
		if (there?.kind === "file" && there.text !== null) memory.segments.set(oid, there.text);
	}
	const missing = wanted.filter(({ oid }) => !memory.segments.has(oid));
	const read = await readObjects(repository, missing.map(({ file }) => `${head}:${file}`));
	if (!read.ok) return read;
	for (const { file, oid } of missing) {
		const object = read.value.get(`${head}:${file}`);
		memory.segments.set(oid, object?.kind === "file" ? object.text ?? "" : "");
	}
	memory.lastSegment = Math.max(1, wanted.length);
	const kept = new Set(wanted.map(({ oid }) => oid));
	for (const oid of memory.segments.keys()) if (!kept.has(oid)) memory.segments.delete(oid);
	return good(wanted.map(({ file, oid }) => ({
		file,
		text: memory.segments.get(oid) ?? ""
	})));
}
async function interpret(input) {
	const { repository, milestone, head, files, segments } = input;
	const { base } = files;
	const bad = (findings) => ({
		kind: "bad",
		head,
		base,
		findings
	});
	if (!files.plan) return bad([{
		file: paths.milestone(milestone),
		line: 1,
		message: "the branch holds no such milestone file"
	}]);
	const plan = await repository.readPlan({
		...files.plan,
		...files.config ? { config: files.config } : {},
		...base.plan ? { policy: base.plan } : {}
	});
	if (!plan.ok) return bad(plan.errors);
	const state = emptyState(milestone, DEFAULT_WEIGHTS);
	const history = newHistory();
	const misfits = [];
	const log = new LogReader((event) => {
		const misfit = misfits.length > 0 ? null : tryEvent(state, event);
		if (misfit) misfits.push(misfit);
		addToHistory(history, event);
	});
	for (const segment of segments) log.add(segment);
	if (!log.reading.ok) return bad([log.reading.problem]);
	const [message] = misfits;
	if (message) return bad([{
		file: paths.log(milestone, 1),
		line: 1,
		message
	}]);
	return {
		kind: "read",
		reading: {
			milestone,
			head,
			state,
			history,
			plan: plan.plan,
			base
		}
	};
}

// src/action/planning-input.ts
/** How a plan's own pull request is named as what to plan from: it is planned again. */
const PLAN_PULL = /^pull:(\d{1,9})$/;
const ISSUE = /^issue:(\d{1,9})$/;
/** @throws Refusal where an app started the run and GitHub does not tell of somebody with a right to it */
async function readAsked(repository, { command, entry: { env } }) {
	const { request } = command.flags;
	const none = {
		issue: null,
		at: null
	};
	if (request === void 0 || !isByApp(env)) return none;
	if (request.startsWith("ticks-") && PLAN_PULL.test(command.flags.from ?? "")) return none;
	const author = expected(await readRequestAuthor(repository, request));
	if (author === null) return refuse("nothing was planned: the comment that asked for it was edited, or is gone", "ask by a new comment");
	if (!atLeast(author.permission, "write")) return refuse(`nothing was planned: ${author.by.login} may not write here`, "ask somebody with write permission");
	const comment = /^comment-(\d{1,15})/.exec(request)?.[1];
	if (comment === void 0) return none;
	const said = expected(await repository.read("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: Number(comment) }));
	const issue = Number(/\/(\d{1,9})$/.exec(said.issue_url)?.[1]);
	return {
		issue: Number.isSafeInteger(issue) ? issue : null,
		at: said.created_at
	};
}
async function readSource(step, { repository, root, asked }) {
	const { goal = "", from } = step.command.flags;
	if (from === void 0 || PLAN_PULL.test(from)) {
		if (goal.trim() === "" && from === void 0) refuse("the goal is empty", "give the input goal, or from");
		return {
			goal: goal.trim(),
			given: []
		};
	}
	const given = await givenFrom({
		repository,
		root,
		asked,
		directory: step.directory
	}, from);
	return {
		goal: goal.trim() || given.title,
		given: given.texts
	};
}
/** The source of an earlier draft, read again: as it was when it was asked for, with what writers said since. */
async function givenAgain(step, { repository, root }, { from, asked: at }) {
	if (from === null) return [];
	return (await givenFrom({
		repository,
		root,
		asked: {
			issue: null,
			at
		},
		directory: step.directory
	}, from)).texts;
}
async function givenFrom(where, from) {
	const issue = ISSUE.exec(from)?.[1];
	if (issue === void 0) return {
		title: `What ${from} asks for`,
		texts: await readSourceDocuments(from, where.root, where.directory)
	};
	const read = expected(await readIssueSource(where.repository, {
		number: Number(issue),
		asked: where.asked.at
	}));
	if (read.kind === "missing") return refuse(`there is no issue #${issue}`, "name one that exists: issue:<n>");
	if (read.kind === "edited") return refuse(`the text of #${issue} was changed${read.by ? ` by ${read.by}` : ""} after the plan was asked for`, "read it, and ask for the plan again by a new comment");
	return read;
}
const NO_NEWS = {
	answers: [],
	words: []
};
async function readNews(repository, pull, drafted) {
	const { record } = drafted;
	const words = expected(await readPlanWords(repository, pull, drafted));
	const ticked = expected(await readTicked(repository, pull));
	const known = (answer) => record.answers.some((each) => each.question === answer.question && each.answer === answer.answer);
	const said = words.flatMap((each) => each.answers);
	return {
		answers: merged(ticked?.answers ?? [], said).filter((answer) => !known(answer)),
		words,
		...ticked ? { body: pull.body } : {}
	};
}
/** The newest answer to a question counts. */
function merged(before, now) {
	return [...before.filter((each) => !now.some((other) => other.question === each.question)), ...now];
}
/** The plan of a milestone under way as the base has it, and what became of it. @throws Refusal */
async function planUnderWay(repository, { id, root, place, defaultBranch }) {
	const file = paths.milestone(id);
	if (place.taken.get(id.toLowerCase()) !== "active") return refuse(`there is no milestone ${id} under way: ${file} is not on ${place.branch}`, "plan one: /milestone plan <what is to be reached>");
	const at = `${place.branch}:${file}`;
	const object = expected(await readObjects(repository, [at])).get(at);
	const config = await nodeFiles(root).readFile(paths.config);
	const text = object?.kind === "file" ? object.text ?? "" : "";
	const reading = await repository.readPlan({
		file,
		text,
		...config === null ? {} : { config: {
			file: paths.config,
			text: config
		} }
	});
	if (!reading.ok) return refuse(`the plan of ${id} on ${place.branch} does not hold: line ${reading.errors[0].line}: ${reading.errors[0].message}`, reading.errors[0].remedy);
	const { plan } = reading;
	const memory = createStateMemory();
	const there = expected(await readState({
		repository,
		milestone: id,
		defaultBranch,
		baseCommit: "",
		memory
	}));
	if (there.kind === "bad") return refuse(`the branch of ${id} cannot be read: ${there.findings[0]?.message}`, "mend it first");
	const state = there.kind === "none" ? plannedState(plan) : there.reading.state;
	if (state.status === "completed" || state.status === "cancelled") return refuse(`the milestone ${id} is ${state.status}: nothing of it is still to be planned`, "plan another one: /milestone plan <what is to be reached>");
	const tip = there.kind === "none" ? null : fetched(root, there.reading.head);
	const goal = `${plan.title}: ${plan.description}`.slice(0, 4e3);
	return {
		text,
		plan,
		started: startedTasks(state),
		tip,
		state,
		goal
	};
}
/** A checkout of a runner may lack the milestone's branch; where it is not to be had, the base's tree is planned for. */
function fetched(root, commit) {
	try {
		gitIn(root, [
			"fetch",
			"--quiet",
			"--no-tags",
			"--depth=1",
			"origin",
			commit
		]);
		return commit;
	} catch {
		return null;
	}
}
/** @throws Refusal where GitHub does not answer: nothing is planned on a guess */
function expected(answer) {
	if (answer.ok) return answer.value;
	return refuse(`GitHub did not answer: ${describeFailure(answer.failure)}`, "try again in a while");
}

// src/action/plan-on-runner.ts
/**
* Drafts a plan in a workflow: its branch, one commit, its pull request. What it is drafted from is read from GitHub
* here, by people whose right to it is asked of GitHub here; an input of a run proves nothing.
* @throws Refusal
*/
async function planOnRunner(step) {
	const { env } = step.entry;
	if (!step.token || !env.GITHUB_REPOSITORY || !env.GITHUB_API_URL) return refuse("a plan is reviewed on GitHub, and there is no token for it", "set the input github-token");
	const repository = await repositoryOf({
		env,
		token: step.token,
		repository: env.GITHUB_REPOSITORY,
		api: env.GITHUB_API_URL
	});
	const asked = await readAsked(repository, step);
	try {
		return await planFor(step, repository, asked);
	} catch (error) {
		await tellWhere(step, repository, asked, error instanceof Error ? error.message : String(error));
		throw error;
	}
}
async function planFor(step, repository, asked) {
	const { command, directory } = step;
	const { flags } = command;
	const root = locateRepository(directory)?.root ?? refuse("the workspace is no git repository", "check the repository out first (actions/checkout)");
	const about = expected(await repository.read("GET /repos/{owner}/{repo}", {}));
	const place = expected(await readPlanPlace(repository, about.default_branch));
	const isReplan = command.name === "replan";
	const source = isReplan ? {
		goal: "",
		given: []
	} : await readSource(step, {
		repository,
		root,
		asked
	});
	const id = command.milestone ?? flags.id ?? (slugOf(source.goal) || `plan-${asked.issue ?? 1}`);
	const before = expected(await readPlanBranch(repository, id));
	const pull = expected(await readPullOf(repository, planBranchName(id)));
	const isAgain = PLAN_PULL.test(flags.from ?? "");
	const underWay = isReplan || isAgain && before?.record.replan ? await planUnderWay(repository, {
		id,
		root,
		place,
		defaultBranch: about.default_branch
	}) : null;
	if (underWay) source.goal = underWay.goal;
	else refuseTaken(id, place);
	const { request } = flags;
	if (before && request !== void 0 && before.record.taken.includes(request)) return nothingNew(before, pull, "it was planned already");
	if (isAgain && !before) refuse(`there is no plan of ${id} under review`, "plan it again: /milestone plan <what is to be reached>");
	if (before && pull?.open && !isAgain && (isReplan || before.record.goal !== source.goal)) refuse(`a plan of ${id} is under review already${isReplan ? "" : ", for another goal"}: ${repository.url}/pull/${pull.number}`, "say there what should be otherwise, or name another id: --id=<id>");
	const news = before && pull?.open ? await readNews(repository, pull, before) : NO_NEWS;
	if (isAgain && news.answers.length === 0 && news.words.length === 0) {
		const none = nothingNew(before, pull, "nobody answered or said anything new that counts");
		if (asked.issue !== null) await tellWhere(step, repository, asked, none.text);
		return none;
	}
	const record = {
		milestone: id,
		goal: isAgain ? before.record.goal : source.goal,
		from: isAgain ? before.record.from : flags.from ?? null,
		issue: isAgain ? before.record.issue : asked.issue,
		asked: isAgain ? before.record.asked : asked.at,
		agent: flags.agent ?? before?.record.agent ?? null,
		...underWay ? { replan: true } : {},
		questions: [],
		answers: merged(isReplan ? [] : before?.record.answers ?? [], news.answers),
		taken: [
			...before?.record.taken ?? [],
			...news.words.map((each) => each.key),
			...request ? [request] : []
		].slice(-200)
	};
	const words = news.words.filter((each) => each.text !== "").map(({ by, text: said }) => ({
		name: `what ${by} said about it`,
		text: said
	}));
	const { answers } = record;
	const earlier = underWay ? {
		underWay: true,
		draft: isAgain ? before.text : underWay.text,
		answers,
		words: [...soFar(underWay.state), ...words]
	} : before && pull?.open ? {
		draft: before.text,
		answers,
		words
	} : void 0;
	const drafted = await draftOnRunner(step, {
		root,
		record,
		given: isAgain ? await givenAgain(step, {
			repository,
			root
		}, record) : source.given,
		earlier,
		underWay
	});
	if (!drafted.ok) {
		const why = drafted.findings.length > 0 ? `the last draft does not hold:\n${numbered(drafted.findings)}` : drafted.output.trim().split("\n").slice(-12).join("\n");
		await tellWhere(step, repository, {
			...asked,
			issue: pull?.open ? pull.number : asked.issue
		}, why);
		const said = `no plan of ${id} was made; nothing was pushed\n${why}`;
		return {
			...base(id),
			exitCode: EXIT.failed,
			text: said,
			failure: said,
			json: { milestone: id }
		};
	}
	record.questions = drafted.draft.questions;
	if (underWay) drafted.text = withChangesOf(underWay.text, drafted.text);
	const whole = drafted.text + JSON.stringify(record);
	if (step.redactor.redact(whole) !== whole) refuse("the draft holds a secret of this run, so nothing was pushed", "ask for the plan again");
	return publish(step, repository, {
		record,
		root,
		drafted,
		place,
		before,
		news,
		anew: isReplan
	});
}
const base = (milestone) => ({
	status: null,
	outputs: { milestone }
});
function refuseTaken(id, { taken }) {
	const shelf = taken.get(id.toLowerCase());
	if (shelf === void 0) return;
	refuse(`there is a milestone ${id} already: ${paths.milestone(id, shelf)}`, "name another one: --id=<id>");
}
function nothingNew({ record }, pull, why) {
	const said = `${why}; the plan of ${record.milestone} stays as it is${pull ? ` (#${pull.number})` : ""}`;
	return {
		...base(record.milestone),
		exitCode: EXIT.ok,
		text: said,
		json: { milestone: record.milestone }
	};
}
async function draftOnRunner(step, { root, record, given, earlier, underWay }) {
	const { env } = step.entry;
	const { milestone: id, goal, agent } = record;
	const facts = await draftFacts(root, id);
	const scratch = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "milestone-plan-"));
	try {
		return await draftPlan({
			root,
			scratch,
			id,
			goal,
			facts,
			agent,
			...underWay ? { revises: underWay } : {},
			brief: planningBrief(goal, {
				id,
				agent: agent ?? agentOf(facts.config),
				given,
				facts: await repositoryFacts(root, facts),
				...earlier ? { earlier } : {}
			}),
			execute: (planning) => executePlanner(planning, {
				...machineOf(step),
				root,
				onRunner: true
			})
		});
	} finally {
		rmSync(scratch, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
const machineOf = ({ entry: { env }, redactor, narrator }) => ({
	env,
	redactor,
	narrator
});
async function publish(step, repository, { record, root, drafted, place, before, news, anew }) {
	const { milestone: id } = record;
	const branch = planBranchName(id);
	const config = await nodeFiles(root).readFile(paths.config);
	const written = expected(await writePlanBranch(repository, {
		record,
		text: drafted.text,
		base: place.branch,
		before: before?.commit ?? null,
		anew
	}));
	if (written.kind === "overtaken") return refuse(`somebody pushed to ${branch} while the plan was drafted, so the draft was left out`, "ask for it again: the next draft begins with what is there now");
	const view = planView(drafted.draft.plan, {
		strategy: "parallel",
		agents: 6
	});
	const outputs = {
		milestone: id,
		branch,
		commit: written.commit
	};
	const now = {
		record,
		text: drafted.text,
		config,
		commit: written.commit,
		isDraft: true,
		drafts: []
	};
	const opened = await syncPlanPull(repository, {
		drafted: now,
		base: place.branch,
		...news.body === void 0 ? {} : { taken: news.body }
	});
	const lines = [
		planText(view),
		"",
		`pushed ${branch} (${written.commit.slice(0, 7)})`
	];
	if (opened.ok) lines.push(`review it: ${repository.url}/pull/${opened.value.number}`);
	else {
		const compare = `${repository.url}/compare/${place.branch}...${branch}?expand=1`;
		const why = isPullRefused(opened.failure) ? text.pullRefused : describeFailure(opened.failure);
		step.narrator.warn(`the plan's pull request could not be opened: ${why} Open it yourself: ${compare}`);
		lines.push(`review it: ${compare}`);
	}
	return {
		status: "planned",
		exitCode: EXIT.ok,
		text: lines.join("\n"),
		json: {
			milestone: id,
			plan: view,
			questions: record.questions
		},
		outputs: {
			...outputs,
			status: "planned",
			plan: JSON.stringify(view)
		}
	};
}
/** Whoever asked hears of what went wrong, where they asked. */
async function tellWhere({ narrator, redactor, entry: { env } }, repository, { issue }, why) {
	if (issue === null) return;
	const run = `${repository.url}/actions/runs/${env.GITHUB_RUN_ID ?? ""}`;
	const said = await createComment(repository, issue, text.notPlanned(redactor.redact(why), run), ACTION);
	if (!said.ok) narrator.warn(`#${issue} could not be told: ${describeFailure(said.failure)}`);
}

export { planOnRunner };