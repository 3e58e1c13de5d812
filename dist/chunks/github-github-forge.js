import { d as MOST_ARCHIVE, s as workTree, t as dashboardMarkdown, tt as table } from "./engine-git-dashboard-markdown.js";
import { r as RESULT_ARTIFACT } from "./engine-runners-result-file.js";
import { n as isTeamMember, r as readAccess, t as checkApprovers } from "./github-access.js";
import { i as isRefusal, n as failed, r as good, t as describeFailure } from "./github-answer.js";
import { n as createApi, t as repositoryAt } from "./github-github-repository.js";
import { C as unreachable, a as branchRef, i as branchName, n as ROOT, o as completionTag, u as paths } from "./milestone-names.js";
import { r as parseComment } from "./milestone-command-command.js";
import { t as createTwoFilesPatch } from "./lib-diff.js";
import { i as escapeText, n as cut, o as fenced, r as escapeLine, s as shorten, t as codeSpan } from "./milestone-text-escape-markdown.js";
import { n as sanitise, t as counted } from "./milestone-text-sanitise.js";
import { t as asComment } from "./milestone-blocker-proposals.js";
import { i as findingWords } from "./milestone-review-review-finding.js";
import { Ct as phasePlan, Et as awaitedQuestions, N as dateTime, Nt as progressOf, Ot as openQuestions, Qt as openApprovals, i as buildDashboard, kt as questionName, t as nearest } from "./milestone-view-nearest.js";
import { a as takeUpComplaint, c as gatePolicy, d as needToForce, l as mayRun, n as answerComplaint, r as authorizeCommand, s as answerers, u as needFor } from "./github-actor.js";
import { a as readEditors, c as isOlder, i as readComments, l as isOurs, n as deleteComment, o as updateComment, r as foldComment, s as ACTION, t as createComment, u as versionOf } from "./github-issue-comments.js";
import { o as pairOf, s as toData, t as readYaml } from "./milestone-yaml-read.js";
import { r as lastCheckpoints } from "./engine-journal-required.js";
import { i as readGitHubConfig } from "./milestone-plan-read-plan.js";
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";

// src/github/artifacts.ts
/**
* Reads a run's newest artifact of that name. GitHub names a place that holds for a minute, where no token is shown; its
* digest is compared with the one that was told at the upload.
* @param most bytes that are taken at the most
*/
async function readArtifact(repository, { run, name, most }) {
	const listed = await repository.read("GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts", {
		run_id: run,
		name,
		per_page: 100
	});
	if (!listed.ok) return listed.failure.kind === "not_found" ? good({ kind: "none" }) : listed;
	const [newest] = listed.value.artifacts.filter((each) => each.name === name).sort((a, b) => b.id - a.id);
	if (!newest) return good({ kind: "none" });
	const none = (problem) => good({
		kind: "none",
		problem
	});
	if (newest.expired) return none("its artifact has expired");
	if (newest.size_in_bytes > most) return none(`its artifact has ${newest.size_in_bytes} bytes, more than ${most}`);
	const got = await repository.read("GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}", {
		artifact_id: newest.id,
		archive_format: "zip"
	});
	if (!got.ok) {
		const { kind } = got.failure;
		return kind === "not_found" ? none("its artifact has expired") : got;
	}
	const body = got.value;
	if (!(body instanceof ArrayBuffer)) return none("its artifact is no archive");
	const archive = Buffer.from(body);
	const digest = `sha256:${createHash("sha256").update(archive).digest("hex")}`;
	if (newest.digest && newest.digest !== digest) return none("its artifact is not what was uploaded (another digest)");
	return good({
		kind: "there",
		archive
	});
}

// src/github/authors.ts
const CO_AUTHOR = "co-authored-by:";
/** `<id>+<login>@users.noreply.github.com`: the one e-mail that says whose account it is. */
const NOREPLY = /^(\d{1,19})\+([^@]{1,100})@users\.noreply\./;
const PAGE = 100;
/** A push or comparison of more files than GitHub lists may have changed any of them. */
const FILES$1 = 300;
/** Commits since the last checkpoint that are looked through, in pages of a hundred. */
const PAGES$1 = 30;
/**
* Who had a hand in the work that a gate is about: authors, committers and co-authors of its commits by GitHub's word,
* and those among `people` who pushed some of it. Only the push proves anything: names and e-mails in a commit are
* whatever its writer typed, a bot's as well. Where GitHub does not tell of pushes, a commit whose author and committer
* it knows no account for gives an unknown author.
*/
async function readAuthors(input, approval, { pushes, since }) {
	const found = /* @__PURE__ */ new Map();
	const commits = approval.transition === "quality_gate" ? await commitsSince(input, since ?? input.base) : await commitsOf(input, approval);
	if (!commits.ok) return commits;
	for (const commit of commits.value) {
		const authors = authorsOf$1(commit);
		for (const author of authors) found.set(author.id, author);
		if (!commit.author && !commit.committer && authors.length === 0 && !pushes) found.set(null, {
			id: null,
			login: null
		});
	}
	const paths = approval.deliverables.map((d) => d.path);
	const shas = new Set(commits.value.map(({ sha }) => sha));
	for (const { by, after, files } of pushes ?? []) if (approval.transition === "quality_gate" ? shas.has(after) || files === null : files === null || paths.some((path) => files.has(path))) found.set(by.id, {
		id: by.id,
		login: by.login
	});
	return good([...found.values()]);
}
async function commitsOf({ repository, head }, { deliverables }) {
	const all = [];
	for (const { path } of deliverables) {
		const answer = await repository.read("GET /repos/{owner}/{repo}/commits", {
			sha: head,
			path,
			per_page: PAGE
		});
		if (!answer.ok) return answer;
		all.push(...answer.value);
	}
	return good(all);
}
async function commitsSince({ repository, head }, from) {
	const all = [];
	for (let page = 1; page <= PAGES$1; page++) {
		const answer = await repository.read("GET /repos/{owner}/{repo}/compare/{basehead}", {
			basehead: `${from}...${head}`,
			per_page: PAGE,
			page
		});
		if (!answer.ok) return answer;
		all.push(...answer.value.commits);
		if (answer.value.commits.length < PAGE) break;
	}
	return good(all);
}
function authorsOf$1({ author, committer, commit }) {
	return [...[author, committer].filter(isPerson).map(({ id, login }) => ({
		id: Number(id),
		login
	})), ...coAuthors(commit.message)];
}
function isPerson(account) {
	return Boolean(account && "type" in account && account.type === "User" && "id" in account);
}
function coAuthors(message) {
	const found = [];
	for (const line of message.split("\n")) {
		if (!line.toLowerCase().startsWith(CO_AUTHOR)) continue;
		const email = line.slice(line.indexOf("<") + 1, line.lastIndexOf(">"));
		const match = NOREPLY.exec(email);
		if (match?.[1] && match[2]) found.push({
			id: Number(match[1]),
			login: match[2]
		});
	}
	return found;
}
/** What these people pushed to the branch; null: this GitHub does not tell. */
async function readPushes(input) {
	const { repository, milestone, people, base } = input;
	const pushes = [];
	for (const by of people) {
		const answer = await repository.read("GET /repos/{owner}/{repo}/activity", {
			ref: branchRef(milestone),
			actor: by.login,
			per_page: PAGE
		});
		if (!answer.ok) {
			const { kind } = answer.failure;
			return kind === "not_found" || kind === "forbidden" ? good(null) : answer;
		}
		for (const { before, after, activity_type: type, actor } of answer.value) {
			if (type === "branch_deletion" || actor && actor.id !== by.id) continue;
			const from = /^0+$/.test(before) ? base : before;
			const files = answer.value.length < PAGE ? await filesBetween(repository, from, after) : good(null);
			if (!files.ok) return files;
			pushes.push({
				by,
				after,
				files: files.value
			});
		}
	}
	return good(pushes);
}
async function filesBetween(repository, from, to) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/compare/{basehead}", {
		basehead: `${from}...${to}`,
		per_page: 1
	});
	if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
	const files = answer.value.files ?? [];
	if (files.length >= FILES$1) return good(null);
	return good(new Set(files.flatMap((f) => [f.filename, ...f.previous_filename ? [f.previous_filename] : []])));
}

// src/github/blobs.ts
const BATCH$1 = 80;
/** The blob ids of paths at a commit, in one request for what is not known; a missing file is left out. */
async function readBlobIds(repository, commit, paths, memory) {
	const missing = paths.filter((path) => !memory.has(`${commit}:${path}`));
	for (let at = 0; at < missing.length; at += BATCH$1) {
		const batch = missing.slice(at, at + BATCH$1);
		const variables = {
			owner: repository.owner,
			name: repository.repo
		};
		for (const [n, path] of batch.entries()) variables[`e${n}`] = `${commit}:${path}`;
		const answer = await repository.api.graphql(blobIdsQuery(batch.length), variables);
		if (!answer.ok) return answer;
		for (const [n, path] of batch.entries()) {
			const object = answer.value.repository?.[`o${n}`];
			memory.set(`${commit}:${path}`, object?.__typename === "Blob" ? object.oid : null);
		}
	}
	const found = {};
	for (const path of paths) {
		const oid = memory.get(`${commit}:${path}`);
		if (oid) found[path] = oid;
	}
	return good(found);
}
/** The query for the ids of so many objects; expressions are variables, never text of the query. */
function blobIdsQuery(count) {
	const all = [...Array(count).keys()];
	return `query ids($owner: String!, $name: String!${all.map((n) => `, $e${n}: String!`).join("")}) {
  repository(owner: $owner, name: $name) {
${all.map((n) => `    o${n}: object(expression: $e${n}) { __typename oid }`).join("\n")}
  }
}`;
}

// src/github/marker.ts
const KINDS = /* @__PURE__ */ new Set([
	"dashboard",
	"tracking",
	"gate",
	"blocker",
	"notice",
	"plan",
	"reply"
]);
const OPEN = "<!-- milestone:";
const CLOSE = " -->";
/** A marker stands in the first characters of a body, so that cutting the body never loses it. */
const SEARCHED = 6e4;
/** One HTML comment. No name in it can end the comment early. */
function writeMarker(marker) {
	const { kind, ...data } = marker;
	const json = JSON.stringify(data).replace(/[<>&-]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
	return `${OPEN}${kind} ${json}${CLOSE}`;
}
/** The markers in a body's first lines, and what stands below them. Texts of others come after, so that none counts. */
function readLeadingMarkers(body) {
	const markers = [];
	let rest = body;
	while (rest.startsWith(OPEN)) {
		const end = rest.indexOf(CLOSE);
		const marker = end < 0 ? null : readMarker(rest.slice(0, end + 4));
		if (!marker) break;
		markers.push(marker);
		rest = rest.slice(end + 4).replace(/^\r?\n/, "");
	}
	return {
		markers,
		rest
	};
}
/** The first marker of a body, in linear time; null when there is none that can be read. */
function readMarker(body) {
	if (!body) return null;
	const start = body.slice(0, SEARCHED).indexOf(OPEN);
	if (start < 0) return null;
	const end = body.indexOf(CLOSE, start);
	if (end < 0) return null;
	const inner = body.slice(start + 15, end);
	const space = inner.indexOf(" ");
	if (space < 0) return null;
	const kind = inner.slice(0, space);
	if (!KINDS.has(kind)) return null;
	let data;
	try {
		data = JSON.parse(inner.slice(space + 1));
	} catch {
		return null;
	}
	return complete(kind, data);
}
function complete(kind, data) {
	if (typeof data !== "object" || data === null) return null;
	const fields = data;
	const text = (...names) => names.every((n) => typeof fields[n] === "string");
	return (kind === "gate" ? text("milestone", "request", "commit") && isBlobs(fields.blobs) : kind === "blocker" ? text("milestone", "blocker") : kind === "notice" ? text("milestone", "key") : kind === "plan" ? text("milestone", "commit") : kind === "reply" ? text("to") : text("milestone", "session") && typeof fields.seq === "number") ? {
		kind,
		...fields
	} : null;
}
function isBlobs(value) {
	return typeof value === "object" && value !== null && Object.values(value).every((blob) => typeof blob === "string");
}
/** Ends the part of a body that is ours; what people wrote around it stays theirs. */
const SECTION_END = "<!-- /milestone -->";
const SECTION_START = "<!-- milestone:";
function parts(body) {
	const start = body.indexOf(SECTION_START);
	if (start < 0) return {
		before: body,
		ours: null,
		after: ""
	};
	const end = body.indexOf(SECTION_END, start);
	const stop = end < 0 ? body.length : end + 19;
	return {
		before: body.slice(0, start),
		ours: body.slice(start, stop),
		after: body.slice(stop)
	};
}
/** The body with our part replaced, or put behind a person's text. `section` begins with its marker. */
function replaceSection(body, section) {
	const { before, ours, after } = parts(body);
	const whole = `${section}\n${SECTION_END}`;
	if (ours === null) return before.trim() === "" ? whole : `${before.trimEnd()}\n\n${whole}`;
	return `${before}${whole}${after}`;
}
/** Characters of a body that are not ours. */
function othersLength(body) {
	const { before, after } = parts(body);
	return before.length + after.length;
}
/** The marker of our part of a body. */
function sectionMarker(body) {
	const { ours } = parts(body);
	return ours === null ? null : readMarker(ours);
}

// src/github/refusal-text.ts
/** Replies to what is not done: each says why, who may, and what would work. */
const REFUSED = {
	fork: (login) => `${to(login)}milestones from forks are not executed.`,
	github: (login, why) => `${to(login)}this could not be done now. ${escapeLine(why.replace(/\.$/, ""))}. Nothing was started; please try again in a while.`,
	unknownPermission: (login) => `${to(login)}GitHub could not say what you may do here, so nothing was done. Please try again in a while.`,
	permission: (login, command, who) => `${to(login)}${codeSpan(command)} is for ${escapeLine(who)}.`,
	noMilestone: (login, command) => `${to(login)}which milestone? Here none is implied: ${codeSpan(`/milestone ${command} <id>`)}`,
	tooMany: (login, answers) => `${to(login)}without write permission you get ${answers} answers an hour here, so this one was not given.`,
	terminalOnly: (login, command) => `${to(login)}${codeSpan(command)} works in a terminal only.`,
	notOnBase: (milestone, branch) => `There is no milestone ${codeSpan(milestone)} on the branch ${codeSpan(branch)}. Only milestones on that branch are executed: commit ${codeSpan(`.milestones/active/${milestone}.yaml`)} there first.`,
	noSuchPlan: (word, branch) => `There is no milestone ${codeSpan(word)} on the branch ${codeSpan(branch)}. ${codeSpan("/milestone plan <id>")} shows one that is there; for a plan of something new, say in more than one word what is to be reached (${codeSpan("/milestone plan Rate limits for the API")}), or ${codeSpan(`/milestone plan --goal="${word}"`)}.`,
	noGoal: (login) => `${to(login)}what is to be reached? In a pull request the goal is written behind the command: ${codeSpan("/milestone plan Rate limits for the API")}`,
	noWords: (login) => `${to(login)}what should be otherwise in this plan? ${codeSpan("/milestone plan <what should be otherwise>")}`,
	fixedInPlan: (login, flag) => `${to(login)}${codeSpan(flag)} was decided when this plan was asked for. Say in words what should be otherwise, or ask for another plan in an issue: ${codeSpan("/milestone plan --id=<id> <what is to be reached>")}`,
	noSuchQuestion: (login) => `${to(login)}this answers none of the open questions of the plan. They are numbered above: ${codeSpan("/milestone answer plan#1 <option or your own words>")}`,
	planTaken: (login, milestone, file) => `${to(login)}there is a milestone ${codeSpan(milestone)} already (${codeSpan(file)}). Name another id: ${codeSpan(`/milestone plan --id=${milestone}-2 <what is to be reached>`)}`,
	notStarted: (milestone) => `The milestone ${codeSpan(milestone)} was not started yet: ${codeSpan(`/milestone execute ${milestone}`)}`,
	unknownTask: (milestone, task, tasks) => {
		const meant = nearest(task, tasks);
		const hint = meant ? ` Did you mean ${codeSpan(meant)}?` : "";
		return `The milestone ${codeSpan(milestone)} has no task ${codeSpan(task)}.${hint}`;
	},
	noGate: (login, milestone) => `${to(login)}no such gate of ${codeSpan(milestone)} waits for an approval. ${codeSpan(`/milestone status ${milestone}`)} shows what waits.`,
	approveThere: (login, pull) => `${to(login)}this approval does not count here. Approve in the conversation of #${pull}, by a comment or an approving review: there it can be verified.`,
	approval: (login, why) => `${to(login)}this approval does not count: ${escapeLine(why)}.`,
	answer: (login, why) => `${to(login)}this answer does not count: ${escapeLine(why)}.`,
	noQuestion: (login, milestone, open) => open.length > 0 ? `${to(login)}which question? Open are ${open.slice(0, 20).map((q) => codeSpan(questionName(q))).join(", ")}: ${codeSpan(`/milestone answer ${milestone} ${questionName(open[0])} <option or text>`)}` : `${to(login)}no agent's question of ${codeSpan(milestone)} waits for an answer. ${codeSpan(`/milestone status ${milestone}`)} shows what waits.`,
	review: (login, why) => `${to(login)}this review moves no gate: ${escapeLine(why)}.`,
	closing: (login, who) => `${to(login)}closing this issue as you did is for ${escapeLine(who)}, so it is open again. The blocker is still there.`,
	skipNothing: (login) => `${to(login)}this blocker belongs to no task that could be skipped, so the issue is open again.`,
	run,
	command: commandRefused
};
const to = (login) => `@${login.replace(/[^A-Za-z0-9-]/g, "")} `;
function run(login, why) {
	switch (why.kind) {
		case "no_workflow": return `${to(login)}the workflow ${codeSpan(`.github/workflows/${why.workflow}`)} is not on the branch ${codeSpan(why.branch)}. ${codeSpan("milestone init")} writes one.`;
		case "not_dispatchable": return `${to(login)}the workflow ${codeSpan(why.workflow)} cannot be started from here: add ${codeSpan("workflow_dispatch")} to its ${codeSpan("on:")}.`;
		case "undeclared": {
			const block = [
				"```yaml",
				"on:",
				"  workflow_dispatch:",
				"    inputs:",
				...why.inputs.map((name) => `      ${name}: { type: string, required: false }`),
				"```"
			].join("\n");
			return `${to(login)}the workflow ${codeSpan(why.workflow)} does not declare ${why.inputs.map((i) => codeSpan(i)).join(", ")}, so this was not started. Add to it on the base branch:\n\n${block}`;
		}
		case "github": return `${to(login)}GitHub did not start the run: ${escapeLine(why.message)}`;
		default: return unreachable("refusal", why);
	}
}
/** The same for a run's own log, which is no Markdown. */
function whyNotStarted(why) {
	switch (why.kind) {
		case "no_workflow": return `the workflow .github/workflows/${why.workflow} is not on the branch ${why.branch}; commit it there`;
		case "not_dispatchable": return `the workflow ${why.workflow} cannot be dispatched; add workflow_dispatch to its \`on:\``;
		case "undeclared": return `the workflow ${why.workflow} does not declare ${why.inputs.join(", ")}; add them below its workflow_dispatch inputs`;
		case "github": return `GitHub refused: ${why.message}; see that the job has \`permissions: actions: write\``;
		default: return unreachable("refusal", why);
	}
}
function commandRefused({ reason, given, suggestion, usage, milestones }) {
	const lines = [given ? `${codeSpan(given)}: ${escapeLine(reason)}.` : `${escapeLine(reason)}.`];
	if (milestones) lines.push("", whichMilestones(milestones));
	if (suggestion) lines.push("", `Did you mean ${codeSpan(suggestion)}?`);
	if (usage.length) lines.push("", `Usage: ${usage.map((u) => codeSpan(u)).join(" or ")}`);
	return lines.join("\n");
}
/** As many as a person reads. */
const LISTED = 20;
function whichMilestones(milestones) {
	if (!milestones.length) return "There is none under `.milestones/active` on the base branch yet.";
	const more = milestones.length > LISTED ? ` and ${milestones.length - LISTED} more` : "";
	return `There are: ${milestones.slice(0, LISTED).map((id) => codeSpan(id)).join(", ")}${more}.`;
}

// src/github/text.ts
/** Every sentence that is posted on GitHub. Names and words of others are made inert here and nowhere later. */
const text = {
	pullTitle: (milestone, title) => `Milestone ${milestone}: ${oneLine(title)}`,
	howToLand: (milestone, listens) => `**Completed.** To land it, merge here, or ${listens ? `comment \`/milestone land ${milestone}\`` : "run the workflow with the command `land`"} (\`--squash\` for one commit, \`--state=summary\` without logs and documents).\n`,
	/** Without the app a comment starts nothing. */
	withoutApp: (url) => `> [!NOTE]\n> No app listens to comments here. A review answers the gates; every other command below is given by [Run workflow](${url}/actions), with its command, target and reason.\n`,
	findings,
	trackingTitle: (milestone, title) => `Milestone ${milestone}: ${oneLine(title)} (progress)`,
	resumeButton: {
		label: "Resume",
		description: "Go on with the milestone",
		identifier: "resume"
	},
	retryButton: {
		label: "Retry",
		description: "Try what is blocked again",
		identifier: "retry"
	},
	superseded: (head) => `Superseded by ${head.slice(0, 7)}`,
	question,
	blockerTitle: (milestone, { type, task }) => `[${milestone}] ${type}: ${task ?? "milestone"}`,
	blocker,
	double: (of) => `This is the same as #${of}, which goes on.`,
	notice: {
		activated: (milestone, people) => `${mentions(people)}: the milestone ${codeSpan(milestone)} is under way. This pull request shows its progress.`,
		completed: (milestone, people) => `${mentions(people)}: the milestone ${codeSpan(milestone)} is completed. Its branch can be merged.`,
		due: (milestone, people, message) => `${mentions(people)}: the milestone ${codeSpan(milestone)} may miss its date. ${escapeLine(message)}`,
		closed: (milestone) => `This pull request was closed, but the milestone ${codeSpan(milestone)} goes on on its branch. Reopen the pull request to see it and to approve its gates, or give the milestone up: ${codeSpan(`/milestone cancel ${milestone}`)}.`,
		unchecked: (why) => `The progress does not stand in a check here: ${escapeLine(why)}`,
		dependency: (milestone, change) => `The milestone ${codeSpan(milestone)}, which this one depends on, was ${change}.`
	},
	reviewersNotAsked: (names) => `GitHub would not ask ${listed(names.map((name) => codeSpan(name)))} for a review: only people and teams with access can be asked.`,
	refusedPart: (what, why) => `What belongs to the ${what} is not kept up to date, and is tried again ever more rarely: ${escapeLine(why)}`,
	closedPull: "The pull request was closed while the milestone goes on: reopen it, or cancel the milestone.",
	pullRefused: "GitHub does not let this workflow open pull requests. Turn on \"Allow GitHub Actions to create and approve pull requests\" under Settings → Actions → General, or install the app. Until then an issue shows the progress and the gates.",
	trackingIntro: (branch) => `GitHub does not let this workflow open a pull request from ${codeSpan(branch)}, so the progress is shown here. Gates are answered here by comment.`,
	notPlanned: (why, run) => `No plan was made ([the run](${run})).\n\n${fenced(why, { limit: 8e3 })}`,
	closedBy: (issue, login) => `issue ${issue} was closed by ${login}`,
	why: (task, sentences) => sentences.length > 1 ? `${codeSpan(task)} waits for more than one thing:\n\n${sentences.map((s) => `- ${escapeLine(s, 600)}`).join("\n")}` : escapeLine(sentences[0] ?? `nothing is known about ${task}`, 600),
	refused: REFUSED,
	badFile: {
		title: (milestone) => `The milestone file of ${milestone} cannot be read`,
		body: (milestone, findings) => `The milestone file of ${codeSpan(milestone)} cannot be read, so nothing of it is shown or started until it is mended on the branch.\n\n${fenced(findings.join("\n"), { limit: 8e3 })}`
	}
};
/** Findings in the pull request; the report has all. */
const FINDINGS_SHOWN = 20;
/** What reviewers found in work that landed nevertheless, as it did not count as a reason to send it back. */
function findings(reviews) {
	const found = reviews.flatMap(({ task, phase, landed, review }) => landed ? review.findings.map((each) => `- ${codeSpan(`${task}/${phase}`)}: ${escapeLine(findingWords(each), 400)}${review.agent && !each.own ? ` (${escapeLine(review.agent)})` : ""}`) : []);
	if (found.length === 0) return "";
	const more = found.length > FINDINGS_SHOWN ? [`- ${found.length - FINDINGS_SHOWN} earlier ones stand in the report`] : [];
	return `### What reviews found\n\nNone of it kept the work from landing.\n\n${[...found.slice(-20), ...more].join("\n")}\n`;
}
/** GitHub's record of who ticked a box is not one to rely on, so that an answer is a comment. */
function question(asked, milestone, who) {
	const name = questionName(asked);
	const command = (answer) => codeSpan(`/milestone answer ${milestone} ${name} ${answer}`);
	const lines = [
		`### ${codeSpan(name)} asks`,
		"",
		escapeText(asked.question),
		""
	];
	if (asked.why) lines.push(`Why: ${escapeLine(asked.why)}`, "");
	for (const [i, option] of asked.options.entries()) {
		const mark = option === asked.default ? " (default)" : "";
		lines.push(`${i + 1}. ${escapeLine(option)}${mark}: comment ${command(String(i + 1))}`);
	}
	if (asked.options.length > 0) lines.push("");
	lines.push(`In your own words: ${command("<text>")}`, "");
	const until = asked.until === void 0 ? "" : ` until ${dateTime(asked.until)}`;
	const otherwise = asked.default === void 0 ? "" : ` The work goes on with: ${escapeLine(asked.default)}.`;
	lines.push(asked.blocking ? `The phase waits for the answer${until}, and other work goes on.` : `The phase did not wait.${otherwise} An answer is told to what follows.`, "", `Who may: ${who.length ? listed(who.map((n) => codeSpan(n))) : "anyone with write permission"}.`);
	return cut(lines.join("\n"), 5e4);
}
function blocker(input) {
	const { blocker: b, milestone, how } = input;
	const target = [b.task, b.phase].filter(Boolean).join("/");
	const lines = [];
	if (how !== null) lines.push(`**Resolved:** ${escapeLine(how)}`, "");
	lines.push(escapeText(b.message), "");
	lines.push("| | |", "| --- | --- |");
	lines.push(`| Milestone | ${codeSpan(milestone)} |`);
	if (target) lines.push(`| Where | ${codeSpan(target)} |`);
	lines.push(`| Severity | ${b.severity} |`, `| Level | ${b.level}: ${LEVEL[b.level]} |`);
	lines.push(`| Attempts | ${b.attempts} |`, `| Since | ${dateTime(b.detectedAt)} |`, "");
	if (b.evidence.trim()) lines.push("What was seen last:", "", fenced(b.evidence, {
		limit: 2e4,
		keep: "end"
	}), "");
	if (how === null) lines.push(...wayOut(b, input.mention));
	return cut(lines.join("\n"), 6e4);
}
function wayOut(b, mention) {
	const lines = ["What resolves it:", ""];
	for (const proposal of b.proposals) lines.push(`- ${codeSpan(asComment(proposal))}: ${escapeLine(proposal.why)}`);
	lines.push("- Closing this issue as completed tries again; closing it as not planned skips the task (needs maintain).");
	if (mention.length) lines.push("", `${mentions(mention)}: this needs a person.`);
	return lines;
}
const LEVEL = {
	1: "tried again by itself",
	2: "another agent tried",
	3: "the strategy was adjusted",
	4: "a person is needed",
	5: "a person left the task out",
	6: "a person postponed or cancelled the milestone"
};
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/;
/** Real mentions, of names that can only be names. */
function mentions(people) {
	return people.map((name) => LOGIN.test(name) ? `@${name}` : codeSpan(name)).join(" ");
}
/** "a, b and c". */
function listed(items) {
	const last = items.at(-1) ?? "";
	return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}
/** A title is plain text on GitHub: nothing in it is a link or a mention, but it must be one line. */
function oneLine(value) {
	return shorten(value.replace(/\s+/g, " ").trim(), 200);
}

// src/github/gate-comment.ts
/** Stands between the sections of several gates. No text of others holds it: they are escaped, and differences broken. */
const BETWEEN = "\n\n<!-- gate -->\n";
/** Begins the section of a gate that is asked for beside others, and of one that is not. */
const GROUPED = "#### ";
const ALONE = "### ";
/** Begins the line that a decided gate is headed by. */
const DECIDED = "**Decided:**";
const FOLDED = "<details><summary>What was asked for</summary>\n\n";
const UNFOLDED = "\n\n</details>";
/** GitHub's limit is 65,536; the rest is for markers and what is said once. */
const SECTIONS_LIMIT = 4e4;
/** Below this a gate's documents could not even be named. */
const LEAST_SECTION = 2e3;
/** The comment that asks for these gates: one that open together are one comment, and one notification. */
function askGates(asked, milestone, url) {
	const limit = Math.floor(SECTIONS_LIMIT / asked.length);
	const sections = asked.map((each) => section(each, {
		milestone,
		url,
		limit,
		isAlone: asked.length === 1
	}));
	return writeGateComment({
		markers: asked.map(({ marker }) => marker),
		sections
	}, asked.map(({ gate }) => gate), milestone);
}
/** Gates that join others in a comment; null where there is too little room for them. */
function askSections(asked, { milestone, url, room }) {
	const limit = Math.floor(room / asked.length);
	if (limit < LEAST_SECTION) return null;
	return asked.map((each) => section(each, {
		milestone,
		url,
		limit,
		isAlone: false
	}));
}
/** Sections as they stand beside others. The only one of a comment says how to answer, which is then said once for all. */
function groupedSections(sections, first, milestone) {
	const [only = "", ...more] = sections;
	if (more.length > 0 || undecided(only).startsWith(GROUPED)) return [...sections];
	const answer = howToAnswer(first, targetOf(first.approval), milestone).join("\n");
	const end = only.lastIndexOf(answer);
	if (!only.startsWith(ALONE) || end < 0) return null;
	const rest = only.slice(end + answer.length);
	if (rest !== "" && !/^\n\nGitHub would not ask [^\n]*$/.test(rest)) return null;
	return [GROUPED + only.slice(4, end).trimEnd()];
}
/** `gates` in the order of the markers. */
function writeGateComment({ markers, sections }, gates, milestone) {
	const head = markers.map(writeMarker).join("\n");
	if (sections.length === 1 && !undecided(sections[0]).startsWith(GROUPED)) return `${head}\n${sections[0]}`;
	const open = gates.filter((gate) => gate.status === "open");
	const foot = open.length > 0 ? howToAnswerAll(open, milestone) : "Nothing is left to decide here.";
	const what = open.length === 1 ? "1 gate is" : `${open.length} gates are`;
	return [
		`${head}\n${open.length > 0 ? `### ${what} open` : "### Decided"}`,
		...sections,
		foot
	].join(BETWEEN);
}
/** The parts of a comment of ours; null when it asks for no gate of this milestone, or somebody rewrote it. */
function readGateComment(body, milestone) {
	const { markers, rest } = readLeadingMarkers(body);
	const own = markers.filter((marker) => marker.kind === "gate" && marker.milestone === milestone);
	if (own.length === 0 || own.length !== markers.length) return null;
	const parts = rest.split(BETWEEN);
	return {
		markers: own,
		sections: parts.length === 1 ? [rest] : parts.slice(1, -1)
	};
}
/** The section of a gate that is decided, or open again. */
function decidedSection(gate, there) {
	const asked = undecided(there);
	const said = decision(gate);
	return said === null ? asked : `${DECIDED} ${said}\n\n${FOLDED}${asked}${UNFOLDED}`;
}
function undecided(section) {
	if (!section.startsWith(DECIDED)) return section;
	const end = section.indexOf("\n\n");
	const rest = end < 0 ? "" : section.slice(end + 2);
	if (!rest.startsWith(FOLDED) || !rest.endsWith(UNFOLDED)) return rest;
	return rest.slice(48, -12);
}
function decision({ approval, status }) {
	const target = codeSpan(targetOf(approval));
	const who = approval.decisions.map((d) => codeSpan(d.by.login));
	const by = who.length ? ` by ${listed(who)}` : "";
	switch (status) {
		case "granted": return `${target} approved${by}.`;
		case "rejected": return `${target}: changes requested${by}; the phase is done again.`;
		case "void": return `${target} is no longer asked for, because what it was about has changed.`;
		case "open": return null;
		default: return unreachable("status", status);
	}
}
function section(asked, { milestone, url, limit, isAlone }) {
	const { gate, marker, changes, texts } = asked;
	const { approval, title } = gate;
	const target = targetOf(approval);
	const waits = approval.kind === "manual" ? "waits for a person's work" : "waits for approval";
	const lines = [`${isAlone ? ALONE : GROUPED}${codeSpan(target)} ${waits}${title === null ? "" : `: ${escapeLine(title, 120)}`}`, ""];
	if (changes.length) {
		lines.push("What was approved has changed since, so the gate asks again. Just the difference:", "");
		for (const change of changes) lines.push(`- [${escapeLine(change.path)}](${change.link})`);
		lines.push("");
	}
	if (approval.missing.length) {
		lines.push("Missing on the branch, so an approval is one without it:", "");
		lines.push(...approval.missing.map((path) => `- ${escapeLine(path)}`), "");
	}
	if (approval.deliverables.length) {
		lines.push(`To look at, as of ${codeSpan(marker.commit.slice(0, 7))}:`, "");
		for (const { path, blob } of approval.deliverables) lines.push(`- [${escapeLine(path)}](${fileLink(url, marker.commit, path)}) (${codeSpan(blob.slice(0, 12))})`);
		lines.push("");
	}
	if (approval.criteria.length) lines.push("Criteria:", "", ...approval.criteria.map((c) => `- [ ] ${escapeLine(c)}`), "");
	lines.push(...changes.length > 0 ? changes.flatMap(differenceOf) : outlines(approval, texts));
	const answer = isAlone ? howToAnswer(gate, target, milestone) : [];
	const room = Math.max(500, limit - answer.join("\n").length);
	return [cut(lines.join("\n"), room), ...answer].join("\n");
}
const DIFFERENCE_CHARS = 4e3;
/** Larger texts, or ones with more changed lines, are only linked to: a difference is looked for in quadratic time. */
const COMPARED_CHARS = 2e5;
const MOST_EDITS = 400;
const COMPARE_MS = 50;
function differenceOf({ path, before, after }) {
	if (before === null || after === null || before.length + after.length > COMPARED_CHARS) return [];
	const patch = createTwoFilesPatch("approved", "now", before, after, "", "", {
		context: 2,
		maxEditLength: MOST_EDITS,
		timeout: COMPARE_MS
	});
	if (patch === void 0) return [];
	const lines = patch.split("\n");
	const hunks = lines.slice(lines.findIndex((line) => line.startsWith("@@")));
	const shown = sanitise(hunks.join("\n")).replaceAll("<!--", "<! --");
	return [
		`<details><summary>What changed in ${htmlText(path)}</summary>`,
		"",
		fenced(shown, {
			info: "diff",
			limit: DIFFERENCE_CHARS
		}),
		"",
		"</details>",
		""
	];
}
const HEADINGS = 12;
const FIRST_LINES = 6;
const DOCUMENT = /\.(?:md|markdown|txt)$/i;
/** The headings and first words of each document, so that most gates are judged without leaving the page. */
function outlines({ deliverables }, texts) {
	return deliverables.flatMap(({ path }) => {
		const body = DOCUMENT.test(path) ? texts.get(path) : void 0;
		return body?.trim() ? [{
			path,
			body
		}] : [];
	}).flatMap(({ path, body }) => [
		`<details><summary>Outline of ${htmlText(path.slice(path.lastIndexOf("/") + 1))}</summary>`,
		"",
		...outline(body),
		"",
		"</details>",
		""
	]);
}
function outline(body) {
	const headings = [];
	const first = [];
	let isCode = false;
	for (const line of body.slice(0, COMPARED_CHARS).split("\n")) {
		if (/^ {0,3}(?:```|~~~)/.test(line)) isCode = !isCode;
		const heading = isCode ? null : /^(#{1,6})[ \t]+(\S.*)$/.exec(line.slice(0, 300));
		if (heading) {
			if (headings.length < HEADINGS) headings.push({
				level: heading[1].length,
				text: escapeLine(heading[2], 100)
			});
		} else if (line.trim() && first.length < FIRST_LINES) first.push(`> ${escapeText(shorten(line, 200))}  `);
	}
	const top = Math.min(...headings.map(({ level }) => level));
	const list = headings.map(({ level, text }) => `${"  ".repeat(level - top)}- ${text}`);
	return list.length && first.length ? [
		...list,
		"",
		...first
	] : [...list, ...first];
}
function htmlText(value) {
	return escapeLine(value).replaceAll("\\", "");
}
function howToAnswer(gate, target, milestone) {
	if (gate.approval.kind === "manual") return [byHand(milestone)];
	return [
		whoMay(gate),
		"",
		`- To approve: an approving review, or the comment ${codeSpan(`/milestone approve ${target}`)}`,
		`- To send it back: a review that requests changes, or ${codeSpan(`/milestone reject ${target} <reason>`)}. The words become the next attempt's instructions.`
	];
}
/** Said once for all gates of a comment that are still open. */
function howToAnswerAll(open, milestone) {
	const reviewed = open.filter((gate) => gate.approval.kind !== "manual");
	const lines = [];
	const who = /* @__PURE__ */ new Map();
	for (const gate of reviewed) {
		const line = whoMay(gate);
		who.set(line, [...who.get(line) ?? [], codeSpan(targetOf(gate.approval))]);
	}
	for (const [line, targets] of who) lines.push(who.size === 1 ? line : `${listed(targets)}: ${line}`, "");
	if (reviewed.length > 0) {
		const targets = reviewed.map(({ approval }) => targetOf(approval));
		lines.push(`- To approve all that are open: an approving review, or the comment ${codeSpan(`/milestone approve ${milestone}`)}; one of them: ${codeSpan(`/milestone approve ${targets[0]}`)}`, `- To send one back: ${codeSpan(`/milestone reject ${targets[0]} <reason>`)}, or a review that requests changes and names it in a line comment or its text. The words become the next attempt's instructions.`);
	}
	if (reviewed.length < open.length) lines.push("", byHand(milestone));
	return lines.join("\n").trim();
}
function whoMay({ approval, approvers }) {
	return `Who may: ${approvers.length ? listed(approvers.map((name) => codeSpan(name))) : "anyone with write permission"}, but nobody who wrote these files.${approval.min_approvals > 1 ? ` ${approval.min_approvals} approvals are needed.` : ""}`;
}
function byHand(milestone) {
	return `Commit the deliverables to the branch ${codeSpan(branchName(milestone))}, then comment ${codeSpan("/milestone resume")}.`;
}
function targetOf({ task, phase, request }) {
	return task && phase ? `${task}/${phase}` : request;
}
function fileLink(url, commit, path) {
	return `${url}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

// src/github/limits.ts
/** GitHub's limits on what is written, from its API description and error messages. */
/** Characters of a body of an issue, pull request or comment (65,536 is refused as too long in some places). */
const BODY_LIMIT = 65e3;
/** Characters of a release's notes. */
const RELEASE_LIMIT = 125e3;
/** Characters of a check run's summary. */
const SUMMARY_LIMIT = 65e3;
/** An issue's text is rewritten, or the issue reopened, at most this often. */
const ISSUE_REST_MS = 6e4;

// src/github/gates.ts
/** Every gate that was ever asked for; only open ones get a comment when there is none yet. */
function desiredGates({ state, ...source }) {
	const titles = new Map(source.plan.tasks.map(({ id, title }) => [id, title]));
	return [...state.approvals.values()].map((approval) => ({
		approval,
		title: titles.get(approval.task ?? "") ?? null,
		approvers: gatePolicy(source, approval).approvers,
		status: approval.status
	}));
}
/**
* Least writes: one comment for all gates that open together. Those that open while it still has an open one, for people
* who were told of it, join it without telling them again. Decided ones are marked so and the whole comment folded when
* all are, doubles of two instances removed.
*/
function diffGates(wanted, comments, context) {
	const there = gateComments(comments, context.milestone);
	const fresh = freshGates(wanted, there);
	const writes = [];
	const asked = reviewersOf(fresh, context.owner);
	if (asked.reviewers.length || asked.teams.length) writes.push({
		kind: "request_reviewers",
		...asked
	});
	const all = fresh.map((gate) => askedGate(gate, there, context));
	const byRequest = new Map(wanted.map((gate) => [gate.approval.request, gate]));
	const own = ownComments(comments, context.milestone);
	const grown = joinOpen(own.at(-1), {
		asked: all,
		byRequest,
		context
	});
	if (!grown) for (const group of grouped(all)) writes.push({
		kind: "create_gates",
		body: askGates(group, context.milestone, context.url)
	});
	const seen = /* @__PURE__ */ new Set();
	for (const comment of own) {
		const isGrown = grown?.comment === comment.comment;
		const write = settle(isGrown ? grown : comment, {
			byRequest,
			seen,
			milestone: context.milestone,
			isGrown
		});
		if (write) writes.push(write);
	}
	return writes;
}
/** The newest comment with the gates added to those that it asks for; null where they are to be a comment of their own. */
function joinOpen(newest, { asked, byRequest, context }) {
	if (!newest || asked.length === 0) return null;
	const { markers, sections } = newest.parts;
	if (sections.length !== markers.length || markers.length + asked.length > GROUP) return null;
	const gates = markers.map(({ request }) => byRequest.get(request));
	const open = gates.filter((gate) => gate?.status === "open");
	const told = new Set(open.flatMap(toBeTold));
	if (open.length === 0 || asked.some(({ gate }) => toBeTold(gate).some((name) => !told.has(name)))) return null;
	const added = new Date(context.now).toISOString();
	const all = [...markers, ...asked.map(({ marker }) => ({
		...marker,
		added
	}))];
	const before = gates[0] && groupedSections(sections, gates[0], context.milestone);
	if (!before) return null;
	const more = askSections(asked, {
		...context,
		room: SECTIONS_LIMIT - before.join("").length
	});
	if (!more || all.map(writeMarker).join("").length > MARKER_CHARS) return null;
	return {
		comment: newest.comment,
		parts: {
			markers: all,
			sections: [...before, ...more]
		}
	};
}
/** Who decides; a gate that names nobody is for all who may write, whom GitHub tells by the comment alone. */
function toBeTold({ approval, approvers }) {
	if (approval.kind === "manual") return ["manual"];
	return approvers.length > 0 ? approvers.map((name) => `@${name.toLowerCase()}`) : ["anyone"];
}
/** Our comments that ask for gates of a milestone, oldest first. */
function ownComments(comments, milestone) {
	return [...comments].sort((a, b) => a.id - b.id).flatMap((comment) => {
		const parts = comment.ours ? readGateComment(comment.body, milestone) : null;
		return parts ? [{
			comment,
			parts
		}] : [];
	});
}
/** Where each gate of a milestone was asked for, by request, oldest first. */
function gateComments(comments, milestone) {
	const found = /* @__PURE__ */ new Map();
	for (const { comment, parts } of ownComments(comments, milestone)) for (const marker of parts.markers) found.set(marker.request, [...found.get(marker.request) ?? [], {
		comment,
		marker
	}]);
	return found;
}
/** The open gates that no comment asks for. */
function freshGates(wanted, there) {
	return wanted.filter((gate) => gate.status === "open" && !there.has(gate.approval.request));
}
/** What is to be read, as `<commit>:<path>`, to show these gates: their documents, and what was approved before. */
function textsOf(fresh, there, head) {
	return fresh.flatMap(({ approval }) => {
		const now = approval.deliverables.slice(0, SHOWN).map(({ path }) => `${head}:${path}`);
		const before = there.get(approval.replaces ?? "")?.[0]?.marker;
		if (!before) return now;
		const old = Object.keys(before.blobs).slice(0, SHOWN);
		return [...now, ...old.map((path) => `${before.commit}:${path}`)];
	});
}
/** Documents of one gate whose text is shown; the others are linked to. */
const SHOWN = 10;
/** Gates of one comment, and characters of their markers: GitHub's limit for a body is 65,536. */
const GROUP = 12;
const MARKER_CHARS = 2e4;
function grouped(asked) {
	const groups = [];
	let chars = 0;
	for (const each of asked) {
		const { length } = writeMarker(each.marker);
		const last = groups.at(-1);
		if (last && last.length < GROUP && chars + length <= MARKER_CHARS) {
			last.push(each);
			chars += length;
		} else {
			groups.push([each]);
			chars = length;
		}
	}
	return groups;
}
function reviewersOf(gates, owner) {
	const names = new Set(gates.filter((g) => g.approval.kind === "approval").flatMap((g) => g.approvers));
	const own = `${owner.toLowerCase()}/`;
	const teams = [...names].filter((n) => n.toLowerCase().startsWith(own)).map((n) => n.slice(own.length));
	return {
		reviewers: [...names].filter((n) => !n.includes("/")).slice(0, 15),
		teams: teams.slice(0, 15)
	};
}
function askedGate(gate, there, context) {
	const { approval } = gate;
	const { head: commit, milestone, texts } = context;
	const marker = {
		kind: "gate",
		milestone,
		request: approval.request,
		commit,
		blobs: Object.fromEntries(approval.deliverables.map((d) => [d.path, d.blob]))
	};
	const before = there.get(approval.replaces ?? "")?.[0]?.marker;
	const own = approval.deliverables.flatMap(({ path }) => {
		const text = texts.get(`${commit}:${path}`);
		return text === void 0 ? [] : [[path, text]];
	});
	return {
		gate,
		marker,
		changes: before ? changedSince(before, marker, context) : [],
		texts: new Map(own)
	};
}
/** The deliverables that differ from what was approved. */
function changedSince(before, now, { url, texts }) {
	const paths = /* @__PURE__ */ new Set([...Object.keys(before.blobs), ...Object.keys(now.blobs)]);
	const textAt = ({ commit, blobs }, path) => path in blobs ? texts.get(`${commit}:${path}`) ?? null : "";
	return [...paths].filter((path) => before.blobs[path] !== now.blobs[path]).map((path) => ({
		path,
		link: differenceLink(url, before.commit, now.commit, path),
		before: textAt(before, path),
		after: textAt(now, path)
	}));
}
/** GitHub names a file's place on a comparison page by the SHA-256 of its path. */
function differenceLink(url, from, to, path) {
	return `${url}/compare/${from}...${to}#diff-${createHash("sha256").update(path, "utf8").digest("hex")}`;
}
/**
* How a comment comes to say what became of its gates, or null when it does. Their lists of blobs never change. One
* with a gate that the log does not know, or whose text somebody changed, is left as it is.
*/
function settle({ comment, parts }, { byRequest, seen, milestone, isGrown }) {
	const { markers, sections } = parts;
	const asked = markers.map(({ request }) => byRequest.get(request));
	const isDouble = markers.map(({ request }) => seen.has(request));
	for (const { request } of markers) seen.add(request);
	if (isDouble.every(Boolean)) return {
		kind: "delete_comment",
		id: comment.id
	};
	if (sections.length !== markers.length) return null;
	const kept = [];
	for (const [at, { status: _, ...marker }] of markers.entries()) {
		const gate = asked[at];
		if (!gate) return null;
		const status = statusOf(gate);
		const section = decidedSection(gate, sections[at]);
		if (!isDouble[at]) kept.push({
			marker: status ? {
				...marker,
				status
			} : marker,
			gate,
			section
		});
	}
	if (kept.every(({ gate }, at) => markers[at].status === statusOf(gate)) && kept.length === markers.length && !isGrown) return null;
	const gates = kept.map(({ gate }) => gate);
	const now = {
		markers: kept.map(({ marker }) => marker),
		sections: kept.map(({ section }) => section)
	};
	const was = markers.every(({ status }) => status !== void 0);
	const is = gates.every(({ status }) => status !== "open");
	const { id, node } = comment;
	return {
		kind: "update_comment",
		id,
		node,
		body: writeGateComment(now, gates, milestone),
		...was === is ? {} : { fold: is }
	};
}
const statusOf = ({ status }) => status === "open" ? void 0 : status;

// src/github/decision-comments.ts
/**
* The `approve` and `reject` commands among a place's comments. Each is about what the newest gate comments before it
* listed: the approver has seen that, not what was pushed meanwhile.
*/
function decisionComments(comments, milestone, approvals) {
	const gates = [...gateComments(comments, milestone).values()].flat();
	const said = [];
	for (const comment of comments) {
		if (comment.ours || !comment.user) continue;
		const parsed = parseComment(comment.body, { implied: milestone });
		if (parsed.kind !== "commands") continue;
		for (const command of parsed.commands) {
			if (command.milestone !== milestone || !isDecision(command)) continue;
			const before = gates.filter((gate) => stoodBefore(gate, comment)).map((g) => g.marker);
			said.push({
				verdict: command.name === "approve" ? "approved" : "changes_requested",
				id: comment.id,
				node: comment.node,
				user: comment.user,
				viaApp: comment.viaApp,
				submittedAt: comment.createdAt,
				dismissed: false,
				body: command.reason,
				lineComments: [],
				...command.target ? { target: command.target } : {},
				looked: lookedAt(before, approvals, command)
			});
		}
	}
	return said;
}
/** Whoever answers within this (ms) of a gate's arrival in a comment that stood there already was looking at the others. */
const UNSEEN_MS = 5e3;
function stoodBefore({ comment, marker }, answer) {
	if (comment.id >= answer.id) return false;
	return marker.added === void 0 || Date.parse(answer.createdAt) >= Date.parse(marker.added) + UNSEEN_MS;
}
const isDecision = ({ name }) => name === "approve" || name === "reject";
/** For each gate meant, the newest of its comments. */
function lookedAt(before, approvals, { target, checkpoint }) {
	const looked = [];
	for (const approval of approvals) {
		if (checkpoint !== null && approval.request !== `gate:${checkpoint}`) continue;
		if (target && approval.task !== target.task) continue;
		if (target?.phase && approval.phase !== target.phase) continue;
		const gate = before.findLast((marker) => isSameGate(marker.request, approval.request));
		if (gate) looked.push({
			commit: gate.commit,
			paths: Object.keys(gate.blobs)
		});
	}
	return looked;
}
/** Requests of one gate differ in what stands behind the attempt's mark. */
function isSameGate(a, b) {
	const gate = (request) => request.startsWith("gate:") ? request : request.split("#", 1)[0];
	return gate(a) === gate(b);
}

// src/github/decision-reviews.ts
/** Reviews that decide something, submitted since a time (milliseconds since the epoch); with the line comments of requested changes. */
async function readReviews(repository, pull, since) {
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", { pull_number: pull });
	if (!answer.ok) return answer;
	const from = Math.floor(since / 1e3) * 1e3;
	const said = [];
	for (const review of answer.value) {
		const verdict = VERDICT[review.state.toUpperCase()];
		if (!verdict || !review.user || !review.submitted_at) continue;
		if (Date.parse(review.submitted_at) < from) continue;
		const id = Number(review.id);
		const lines = verdict === "changes_requested" ? await lineComments(repository, pull, id) : good([]);
		if (!lines.ok) return lines;
		said.push({
			verdict,
			id,
			node: review.node_id,
			user: {
				id: Number(review.user.id),
				login: review.user.login,
				type: review.user.type
			},
			viaApp: "performed_via_github_app" in review && Boolean(review.performed_via_github_app),
			commit: review.commit_id,
			submittedAt: review.submitted_at,
			dismissed: review.state.toUpperCase() === "DISMISSED",
			body: review.body,
			lineComments: lines.value
		});
	}
	return good(said);
}
/** The REST API writes states in capitals, webhooks do not. A dismissed review no longer tells its verdict. */
const VERDICT = {
	APPROVED: "approved",
	CHANGES_REQUESTED: "changes_requested",
	DISMISSED: "approved"
};
async function lineComments(repository, pull, review) {
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments", {
		pull_number: pull,
		review_id: review
	});
	if (!answer.ok) return answer;
	return good(answer.value.map((comment) => ({
		path: comment.path,
		line: comment.line ?? comment.original_line ?? null,
		body: comment.body
	})));
}

// src/github/objects.ts
/** So many objects are asked for at once; a log segment has at most 64 KiB as a rule. */
const BATCH = 40;
/**
* Several git objects in one request (one for every forty). Absent ones are missing in the map. A text that GitHub
* cut, or that is not what its id says, is read once more by itself; `text` is null for what is no UTF-8.
*/
async function readObjects(repository, expressions) {
	const found = /* @__PURE__ */ new Map();
	for (let at = 0; at < expressions.length; at += BATCH) {
		const batch = expressions.slice(at, at + BATCH);
		const answer = await readBatch(repository, batch);
		if (!answer.ok) return answer;
		for (const [index, expression] of batch.entries()) {
			const raw = answer.value[`o${index}`];
			if (!raw) continue;
			const object = await toObject(repository, raw);
			if (!object.ok) return object;
			if (object.value) found.set(expression, object.value);
		}
	}
	return good(found);
}
async function readBatch(repository, expressions) {
	const { owner, repo } = repository;
	const variables = {
		owner,
		name: repo
	};
	for (const [index, expression] of expressions.entries()) variables[`e${index}`] = expression;
	const answer = await repository.api.graphql(objectsQuery(expressions.length), variables);
	return answer.ok ? good(answer.value.repository ?? {}) : answer;
}
/** The query for so many objects; expressions are variables, never text of the query. */
function objectsQuery(count) {
	const all = [...Array(count).keys()];
	return `query objects($owner: String!, $name: String!${all.map((n) => `, $e${n}: String!`).join("")}) {
  repository(owner: $owner, name: $name) {
${all.map((n) => `    o${n}: object(expression: $e${n}) { ...it }`).join("\n")}
  }
}
fragment it on GitObject {
  __typename
  oid
  ... on Blob { text isTruncated }
  ... on Tree { entries { name type mode oid } }
}`;
}
async function toObject(repository, raw) {
	if (raw.__typename === "Tree") return good({
		kind: "folder",
		oid: raw.oid,
		entries: raw.entries ?? []
	});
	if (raw.__typename !== "Blob") return good(null);
	if (typeof raw.text === "string" && !raw.isTruncated && isBlob(raw.oid, Buffer.from(raw.text))) return good({
		kind: "file",
		oid: raw.oid,
		text: raw.text
	});
	return readBlob(repository, raw.oid);
}
async function readBlob(repository, oid) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", { file_sha: oid });
	if (!answer.ok) return answer;
	const bytes = Buffer.from(answer.value.content, "base64");
	const text = bytes.toString("utf8");
	return good({
		kind: "file",
		oid,
		text: Buffer.from(text).equals(bytes) ? text : null
	});
}
/** Whether bytes are what the id says; an id of another hash than SHA-1 is believed. */
function isBlob(oid, bytes) {
	if (oid.length !== 40) return true;
	return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === oid;
}

// src/github/product.ts
/** GitHub's own bound on the files of a comparison. */
const FILES = 300;
const ROWS = 40;
const FILES_A_ROW = 4;
/** More tasks than these are folded. */
const OPEN_ROWS = 6;
/** The product's part of what git told, cut as GitHub cuts it. */
function productOf(all) {
	return {
		files: all.slice(0, FILES).filter(({ path }) => !path.startsWith(`${ROOT}/`)),
		isCut: all.length >= FILES
	};
}
async function readProduct(repository, { base, head, product }) {
	const here = await product?.();
	if (here) return good(here);
	const answer = await repository.read("GET /repos/{owner}/{repo}/compare/{basehead}", {
		basehead: `${base}...${head}`,
		per_page: 1
	});
	if (!answer.ok) return answer;
	const all = answer.value.files ?? [];
	return good(productOf(all.map(({ filename, additions, deletions }) => ({
		path: filename,
		added: additions,
		removed: deletions
	}))));
}
/** What a reviewer wants first: the product's own changes, by task. Empty where there are none yet. */
function productSection({ plan, state, base }, { files, isCut }) {
	if (files.length === 0) return "";
	const sum = (of) => files.reduce((total, file) => total + file[of], 0);
	const total = `${isCut ? "at least " : ""}${counted(files.length, "file")}, **+${sum("added")} −${sum("removed")}** lines against ${codeSpan(base)}.`;
	const byPath = new Map(files.map((file) => [file.path, file]));
	const left = new Set(byPath.keys());
	const rows = plan.tasks.flatMap(({ id, title }) => {
		const changed = [...state.tasks.get(id)?.phases.values() ?? []].flatMap((phase) => phase.changed);
		const own = [...new Set(changed)].flatMap((path) => byPath.get(path) ?? []);
		for (const { path } of own) left.delete(path);
		return own.length === 0 ? [] : [[escapeLine(title || id), filesCell(own)]];
	});
	const { release } = state;
	const released = (release?.files ?? []).flatMap((path) => left.delete(path) ? [byPath.get(path)] : []);
	if (released.length > 0) rows.push([`_release${release?.version ? ` ${escapeLine(release.version)}` : ""}_`, filesCell(released)]);
	const others = [...left].map((path) => byPath.get(path));
	if (others.length > 0) rows.push(["_not named by a task_", filesCell(others)]);
	const shown = rows.slice(0, ROWS);
	if (rows.length > ROWS) shown.push([`_${rows.length - ROWS} more tasks_`, ""]);
	const tasks = table(["Task", "Files"], shown);
	return `### What changes\n\n${total}\n\n${rows.length > OPEN_ROWS ? `<details><summary>By task</summary>\n\n${tasks}\n\n</details>` : tasks}\n`;
}
function filesCell(files) {
	const named = files.slice(0, FILES_A_ROW).map(({ path, added, removed }) => `${codeSpan(path)} +${added} −${removed}`);
	const more = files.length - named.length;
	return [...named, ...more > 0 ? [`${more} more`] : []].join("<br>");
}

// src/github/pull.ts
const WIP = "WIP: ";
/** The pull request as it should be; null before the first gate, question and completed task. */
function desiredPull(desired, product = null) {
	const { state, milestone } = desired;
	const tasks = [...state.tasks.values()];
	const asks = tasks.some(({ phases }) => [...phases.values()].some(({ questions }) => questions.length > 0));
	if (!(state.approvals.size > 0 || asks || tasks.some((task) => task.completedAt !== null))) return null;
	const version = versionOf(state);
	const marker = writeMarker({
		kind: "dashboard",
		milestone,
		...version
	});
	return {
		title: text.pullTitle(milestone, desired.plan.title),
		head: branchName(milestone),
		base: desired.base,
		labels: ["milestone", ...desired.labels],
		version,
		ready: state.status === "completed",
		section(limit) {
			const changes = product ? productSection(desired, product) : "";
			const landing = state.status === "completed" ? text.howToLand(milestone, desired.mode === "app") : "";
			const found = text.findings(desired.reviews);
			const asked = needsPeople(state) && desired.mode === "action" ? text.withoutApp(desired.url) : "";
			const head = [
				marker,
				landing,
				changes,
				found,
				asked
			].filter(Boolean).join("\n");
			return `${head}\n${desired.render(limit - head.length - SECTION_END.length - 4)}`;
		}
	};
}
function needsPeople(state) {
	return state.blockers.size > 0 || openApprovals(state).length > 0 || openQuestions(state).length > 0;
}
/**
* Whether a pull request shows nothing more of the milestone: it was of an earlier life, which has ended, and the
* branch was begun again; or somebody merged it before the milestone was finished, which has gone on since.
*/
function isOver({ open, merged, head, body }, { state, head: tip }) {
	if (open) return false;
	if (merged && !hasEnded(state) && head !== tip) return true;
	const { session } = versionOf(state);
	const marker = session === "" ? null : sectionMarker(body);
	return marker?.kind === "dashboard" && marker.session !== session;
}
const hasEnded = ({ status }) => status === "completed" || status === "cancelled" || status === "postponed";
/** Somebody closed the pull request while the milestone goes on: nobody would see it wait. */
function isClosedTooEarly(state, pull) {
	return pull !== null && !pull.open && !pull.merged && !hasEnded(state);
}
/** Whether the pull request's text is older than what it should say. */
function isPullStale(wanted, now) {
	const marker = now ? sectionMarker(now.body) : null;
	return marker?.kind !== "dashboard" || isOlder(marker, wanted.version);
}
/** Least writes. A pull request that a person closed or merged is left alone. */
function diffPull(wanted, now) {
	if (!now) return [{
		kind: "create_pull",
		pull: wanted
	}];
	if (!now.open) return [];
	const writes = [];
	const stale = isPullStale(wanted, now);
	const room = BODY_LIMIT - othersLength(now.body);
	const body = stale ? replaceSection(now.body, wanted.section(room)) : void 0;
	const title = wanted.ready && now.title.startsWith(WIP) ? now.title.slice(5) : void 0;
	if (title !== void 0 || body !== void 0) writes.push({
		kind: "update_pull",
		number: now.number,
		...title ? { title } : {},
		...body ? { body } : {}
	});
	if (wanted.ready && now.draft) writes.push({
		kind: "mark_ready",
		number: now.number,
		nodeId: now.nodeId
	});
	const missing = wanted.labels.filter((label) => !now.labels.includes(label));
	if (missing.length) writes.push({
		kind: "add_labels",
		number: now.number,
		labels: missing
	});
	return writes;
}
/** The pull request of the milestone's branch: the open one, else the newest. */
function readPull(repository, milestone) {
	return readPullOf(repository, branchName(milestone));
}
/** The pull request of a branch of this repository: the open one, else the newest. */
async function readPullOf(repository, branch) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/pulls", {
		head: `${repository.owner}:${branch}`,
		state: "all",
		sort: "created",
		direction: "desc",
		per_page: 30
	});
	if (!answer.ok) return answer;
	const own = answer.value.filter((pull) => pull.head.repo && pull.head.repo.id === pull.base.repo.id);
	const found = own.find((pull) => pull.state === "open") ?? own[0];
	return good(found ? pullNow$1(found) : null);
}
function pullNow$1(pull) {
	return {
		number: pull.number,
		nodeId: pull.node_id,
		title: pull.title,
		body: pull.body ?? "",
		open: pull.state === "open",
		merged: Boolean(pull.merged_at),
		draft: pull.draft ?? false,
		labels: pull.labels.map((label) => label.name ?? ""),
		requested: [...(pull.requested_reviewers ?? []).map((user) => user.login), ...(pull.requested_teams ?? []).map((team) => team.slug)],
		authorAccount: pull.user ? {
			id: Number(pull.user.id),
			login: pull.user.login,
			type: pull.user.type
		} : null,
		head: pull.head.sha
	};
}
/** Carries out one write; the pull request as it then is. */
async function writePull(repository, write, now) {
	switch (write.kind) {
		case "create_pull": return createPull(repository, write.pull);
		case "update_pull": {
			const { kind, number, ...changes } = write;
			const answer = await repository.write("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
				pull_number: number,
				...changes
			}, "repeatable");
			return answer.ok ? good(pullNow$1(answer.value.data)) : answer;
		}
		case "mark_ready": {
			const answer = await repository.api.mutate(READY, { id: write.nodeId });
			return answer.ok && now ? good({
				...now,
				draft: false
			}) : answer;
		}
		case "add_labels": {
			const answer = await repository.write("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
				issue_number: write.number,
				labels: write.labels
			}, "repeatable");
			if (!answer.ok) return answer;
			return good({
				...now,
				labels: answer.value.data.map((label) => label.name)
			});
		}
		default: return unreachable("write", write);
	}
}
const READY = `mutation ready($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`;
/** Opens a draft, or, where the plan allows no drafts, one whose title says that it is not done. */
async function createPull(repository, wanted) {
	const draft = !wanted.ready;
	const first = await postPull(repository, wanted, draft, wanted.title);
	if (first.ok || !draft || !isNoDrafts(first.failure)) return first;
	return postPull(repository, wanted, false, WIP + wanted.title);
}
async function postPull(repository, wanted, draft, title) {
	const body = `${wanted.section(BODY_LIMIT)}\n${SECTION_END}`;
	const answer = await repository.write("POST /repos/{owner}/{repo}/pulls", {
		title,
		head: wanted.head,
		base: wanted.base,
		body,
		draft
	}, async () => {
		const there = await readPullOf(repository, wanted.head);
		if (!there.ok) return there;
		if (!there.value?.open) return good(null);
		const { number } = there.value;
		return repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number: number });
	});
	if (answer.ok) return good(pullNow$1(answer.value.data));
	if (answer.failure.kind !== "invalid" || isNoDrafts(answer.failure)) return answer;
	const there = await readPullOf(repository, wanted.head);
	return there.ok && there.value?.open ? good(there.value) : failed(answer.failure);
}
function isNoDrafts(failure) {
	return failure.kind === "invalid" && /draft/i.test(failure.message);
}
/** Whether the repository's settings keep the Action from opening pull requests. */
function isPullRefused(failure) {
	return (failure.kind === "forbidden" || failure.kind === "invalid") && /not permitted to create|resource not accessible/i.test(failure.message);
}

// src/github/tracking.ts
function trackingNow(issue, milestone, self) {
	if (issue.pull_request || !isOurs(issue.user, self)) return null;
	const marker = readMarker(issue.body);
	if (marker?.kind !== "tracking" || marker.milestone !== milestone) return null;
	const { session, seq } = marker;
	return {
		number: issue.number,
		open: issue.state === "open",
		version: {
			session,
			seq
		}
	};
}
/** The oldest tracking issue of the milestone, or null. */
async function readTracking(repository, milestone, self) {
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues", {
		labels: "milestone",
		state: "open",
		sort: "created",
		direction: "asc"
	});
	if (!answer.ok) return answer;
	const found = answer.value.map((issue) => trackingNow(issue, milestone, self));
	return good(found.find((issue) => issue !== null) ?? null);
}
/** Makes or refreshes the tracking issue; closes it with the milestone. */
async function syncTracking(repository, desired, now, self) {
	const version = versionOf(desired.state);
	if (now && !isOlder(now.version, version)) return good(now);
	const head = `${writeMarker({
		kind: "tracking",
		milestone: desired.milestone,
		...version
	})}\n${text.trackingIntro(branchName(desired.milestone))}\n\n`;
	const body = head + desired.render(BODY_LIMIT - head.length);
	const ended = desired.state.status === "completed" || desired.state.status === "cancelled";
	if (now) {
		const state = ended ? {
			state: "closed",
			state_reason: "completed"
		} : {};
		const answer = await repository.write("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
			issue_number: now.number,
			body,
			...state
		}, "repeatable");
		return answer.ok ? good({
			...now,
			open: !ended,
			version
		}) : answer;
	}
	const title = text.trackingTitle(desired.milestone, desired.plan.title);
	const labels = ["milestone", ...desired.labels];
	const answer = await repository.write("POST /repos/{owner}/{repo}/issues", {
		title,
		body,
		labels
	}, async () => {
		const there = await readTracking(repository, desired.milestone, self);
		if (!there.ok) return there;
		if (!there.value) return good(null);
		const { number } = there.value;
		return repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", { issue_number: number });
	});
	return answer.ok ? good(trackingNow(answer.value.data, desired.milestone, self)) : answer;
}

// src/github/decisions.ts
/**
* What people decided, read from GitHub now: reviews and comment commands, the person's permission and teams, and the
* bytes that were looked at. All reads are conditional: while nothing changes they cost no rate limit. A failure
* means that GitHub could not be asked, never that nobody decided.
*/
async function readDecisions(input) {
	const { repository, milestone, approvals, self } = input;
	const empty = {
		candidates: [],
		authors: /* @__PURE__ */ new Map()
	};
	if (!approvals.length) return good(empty);
	const pull = await readPull(repository, milestone);
	if (!pull.ok) return pull;
	const place = pull.value?.number ?? await trackingNumber(input);
	if (typeof place === "object" && place !== null) return place;
	if (place === null) return good(empty);
	const since = Math.min(...approvals.map((approval) => Date.parse(approval.requestedAt)));
	const reviews = pull.value ? await readReviews(repository, pull.value.number, since) : good([]);
	if (!reviews.ok) return reviews;
	const comments = await readComments(repository, place, self);
	if (!comments.ok) return comments;
	const candidates = await allCandidates(input, new People(input), reviews.value, comments.value);
	if (!candidates.ok || candidates.value.length === 0) return candidates.ok ? good(empty) : candidates;
	const authors = await authorsOf(input, {
		opener: pull.value?.authorAccount ?? null,
		people: [...new Map(candidates.value.map(({ user }) => [user.id, user])).values()]
	});
	return authors.ok ? good({
		candidates: candidates.value,
		authors: authors.value
	}) : authors;
}
async function trackingNumber(input) {
	const tracking = await readTracking(input.repository, input.milestone, input.self);
	return tracking.ok ? tracking.value?.number ?? null : tracking;
}
async function allCandidates(input, people, reviews, comments) {
	const { repository, approvals, milestone } = input;
	const commands = decisionComments(comments, milestone, approvals);
	const editors = await readEditors(repository, [...new Set([...reviews, ...commands].map(({ node }) => node))]);
	if (!editors.ok) return editors;
	const commitOf = ({ looked }) => looked.at(-1)?.commit ?? null;
	const trees = await treesAt(input, [...reviews.map((r) => r.commit), ...commands.map(commitOf)]);
	if (!trees.ok) return trees;
	const treeAt = (commit) => commit === null ? null : trees.value.get(commit) ?? null;
	const candidates = [];
	const everyPath = approvals.flatMap((a) => a.deliverables.map((d) => d.path));
	for (const { commit, node, ...said } of reviews) {
		const blobs = await blobsAt(input, commit ? [{
			commit,
			paths: everyPath
		}] : []);
		if (!blobs.ok) return blobs;
		const who = await people.ask(said.user);
		const editor = editors.value.get(node) ?? null;
		const edited = said.verdict === "changes_requested" && editor !== null && editor.login !== said.user.login;
		const seen = {
			commit,
			tree: treeAt(commit),
			blobs: blobs.value
		};
		candidates.push({
			...said,
			...who,
			...seen,
			edited,
			source: "review"
		});
	}
	for (const { looked, node, ...said } of commands) {
		const blobs = await blobsAt(input, looked);
		if (!blobs.ok) return blobs;
		const who = await people.ask(said.user);
		const commit = commitOf({ looked });
		const edited = editors.value.get(node) !== null;
		const seen = {
			commit,
			tree: treeAt(commit),
			blobs: blobs.value
		};
		candidates.push({
			...said,
			...who,
			...seen,
			edited,
			source: "comment"
		});
	}
	return good(candidates);
}
async function blobsAt({ repository, blobs }, looked) {
	const found = {};
	for (const { commit, paths } of looked) {
		const answer = await readBlobIds(repository, commit, paths, blobs);
		if (!answer.ok) return answer;
		Object.assign(found, answer.value);
	}
	return good(found);
}
async function authorsOf(input, { opener, people }) {
	const { repository, milestone, approvals, head, base, since } = input;
	const place = {
		repository,
		milestone,
		head,
		base,
		people
	};
	const pushes = await readPushes(place);
	if (!pushes.ok) return pushes;
	const authors = /* @__PURE__ */ new Map();
	for (const approval of approvals) {
		const { request } = approval;
		const from = since?.get(request) ?? null;
		const answer = await readAuthors(place, approval, {
			pushes: pushes.value,
			since: from
		});
		if (!answer.ok) return answer;
		const person = opener?.type === "User" ? [{
			id: opener.id,
			login: opener.login
		}] : [];
		authors.set(request, [...answer.value, ...person]);
	}
	return good(authors);
}
/** The work that these commits hold, by commit; one that GitHub does not have is left out. */
async function treesAt({ repository, milestone, approvals }, commits) {
	const trees = /* @__PURE__ */ new Map();
	if (!approvals.some((a) => a.transition === "quality_gate")) return good(trees);
	const wanted = [...new Set(commits.filter((commit) => commit !== null))];
	const deliverables = `${ROOT}/deliverables/${milestone}`;
	const objects = await readObjects(repository, wanted.flatMap((commit) => [`${commit}:`, `${commit}:${deliverables}`]));
	if (!objects.ok) return objects;
	for (const commit of wanted) {
		const root = objects.value.get(`${commit}:`);
		const documents = objects.value.get(`${commit}:${deliverables}`);
		if (root?.kind === "folder") trees.set(commit, workTree(root.entries, documents?.oid ?? null));
	}
	return good(trees);
}
/** Permission and teams of each person, asked once in a reading. What could not be found out counts as nothing. */
var People = class {
	#input;
	#known = /* @__PURE__ */ new Map();
	constructor(input) {
		this.#input = input;
	}
	async ask(person) {
		const known = this.#known.get(person.id);
		if (known) return known;
		const { repository, approvers } = this.#input;
		const permission = await readAccess(repository, person);
		const teams = [];
		for (const team of new Set(approvers.filter((a) => a.includes("/")))) {
			const member = await isTeamMember(repository, team, person.login);
			if (member.ok && member.value) teams.push(team);
		}
		const found = {
			permission: permission.ok ? permission.value : null,
			teams
		};
		this.#known.set(person.id, found);
		return found;
	}
};

// src/github/memory.ts
/** How long what was read is believed. */
const FRESH_MS = 6e5;
/** Nothing is known yet: the first pass reads. */
function createMemory() {
	return {
		readAt: 0,
		lastCheck: null,
		standsDown: false,
		pullRefused: false,
		resting: /* @__PURE__ */ new Map(),
		told: /* @__PURE__ */ new Set()
	};
}
/** Forgets what GitHub held: something was changed by others, or an answer contradicted it. */
function forget(memory) {
	memory.readAt = 0;
	delete memory.pull;
	delete memory.comments;
	delete memory.issues;
	delete memory.tracking;
	delete memory.checks;
}
/** Begins a pass: what is too old to be believed is forgotten. */
function refresh(memory, now) {
	if (now - memory.readAt < FRESH_MS) return;
	forget(memory);
	memory.readAt = now;
}

// src/github/merge-pull.ts
/** GitHub finds out in the background whether a pull request can be merged; asked so often, so far apart (ms). */
const LOOKS = 6;
const LOOK_MS = 2e3;
/** Whether the milestone's pull request may be merged now, by the rules of its base, at this very commit. */
async function readMergeable(repository, { milestone, tip }, wait) {
	const found = await readPull(repository, milestone);
	if (!found.ok) return no(describeFailure(found.failure), "try again once GitHub answers");
	if (!found.value) return no(`there is no pull request of ${branchName(milestone)}`, "open one, and have it reviewed");
	const { number, merged, open } = found.value;
	if (!open && !merged) return no(`pull request #${number} is closed`, "reopen it, then land again");
	if (open && found.value.draft) {
		const ready = {
			kind: "mark_ready",
			number,
			nodeId: found.value.nodeId
		};
		if (!(await writePull(repository, ready, found.value)).ok) return no(`pull request #${number} is a draft`, "mark it as ready for review");
	}
	for (let look = 1;; look++) {
		const answer = await repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number: number });
		if (!answer.ok) return no(describeFailure(answer.failure), "try again once GitHub answers");
		const pull = answer.value;
		if (pull.merged && pull.head.sha === tip) return {
			ok: true,
			number,
			mergedAs: pull.merge_commit_sha
		};
		if (pull.merged) return no(`pull request #${number} was merged before the branch was finished`, "open a new one of the branch, then land again");
		if (pull.mergeable !== null && pull.mergeable_state !== "unknown" || look === LOOKS) return judge(pull, {
			milestone,
			tip
		});
		await wait(LOOK_MS);
	}
}
function judge(pull, { milestone, tip }) {
	const { number, base, mergeable_state: state } = pull;
	const name = `pull request #${number}`;
	if (pull.head.sha !== tip) return no(`${name} has another commit than the branch that was looked at`, "land again");
	if (pull.mergeable === false || state === "dirty") return no(`${name} does not merge into ${base.ref}`, `merge ${base.ref} into ${branchName(milestone)} and push it, then land again`);
	if (state === "blocked") return no(`the rules of ${base.ref} are not met: ${name} lacks a review or a check that they ask for`, `see what is missing at ${pull.html_url}`);
	if (state === "behind") return no(`the rules of ${base.ref} ask for a branch that is up to date, and ${branchName(milestone)} is not`, `merge ${base.ref} into it, or press "Update branch" at ${pull.html_url}`);
	return {
		ok: true,
		number,
		mergedAs: null
	};
}
/** Merges the milestone's pull request, at this very commit or not at all. */
async function mergePull(repository, asked, wait) {
	const may = await readMergeable(repository, asked, wait);
	if (!may.ok) return may;
	const { number } = may;
	if (may.mergedAs !== null) return {
		ok: true,
		number,
		commit: may.mergedAs
	};
	const [title = "", ...rest] = asked.message.split("\n");
	const written = await repository.write("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
		pull_number: number,
		sha: asked.tip,
		merge_method: asked.method,
		commit_title: title,
		commit_message: rest.join("\n").trim()
	}, async () => {
		const answer = await repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number: number });
		if (!answer.ok) return answer;
		const { merged, merge_commit_sha: sha } = answer.value;
		return {
			ok: true,
			value: merged ? {
				merged,
				sha: sha ?? "",
				message: "merged"
			} : null
		};
	});
	if (written.ok) return {
		ok: true,
		number,
		commit: written.value.data.sha
	};
	return no(`pull request #${number} was not merged: ${describeFailure(written.failure)}`, "see to what GitHub names, then land again");
}
function no(message, remedy) {
	return {
		ok: false,
		message,
		remedy
	};
}

// src/github/runs.ts
/** Without these a run does not lose its meaning. */
const OPTIONAL = /* @__PURE__ */ new Set(["reason", "request"]);
/**
* Starts a run on the base branch. Sends only what the workflow declares; what carries the command and is not declared
* refuses the whole. A dispatch whose answer was lost is sent again, unless a run's title shows that it got through:
* `request` makes a second run do nothing.
*/
async function startRun(repository, place, request) {
	if (place.declaresAll) {
		const answer = await dispatch(repository, place, {
			request,
			inputs: inputsOf(request)
		});
		if (!(!answer.ok && answer.failure.kind === "invalid")) return outcomeOf(answer);
	}
	const { workflow, branch, again = false } = place;
	const reading = await readWorkflowInputs(repository, workflow, branch);
	if (!reading.ok) return reading;
	if (reading.value.kind === "missing") return refused({
		kind: "no_workflow",
		workflow,
		branch
	});
	if (reading.value.kind === "not_dispatchable") return refused({
		kind: "not_dispatchable",
		workflow
	});
	const inputs = inputsOf(request);
	const declared = reading.value.inputs;
	const undeclared = Object.keys(inputs).filter((name) => declared !== null && !declared.has(name));
	const lacking = undeclared.filter((name) => !OPTIONAL.has(name) && !(name === "command" && request.command === "execute"));
	if (lacking.length && !again) return refused({
		kind: "undeclared",
		workflow,
		inputs: lacking
	});
	return outcomeOf(await dispatch(repository, place, {
		request,
		inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => !undeclared.includes(name)))
	}));
}
function dispatch(repository, { workflow, branch }, { request: { request }, inputs }) {
	return repository.write("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
		workflow_id: workflow,
		ref: branch,
		inputs,
		return_run_details: true
	}, async () => {
		const found = await runEntitled(repository, {
			workflow,
			branch
		}, { request });
		if (!found.ok) return found;
		return good(found.value === null ? null : { workflow_run_id: found.value });
	});
}
function outcomeOf(answer) {
	if (answer.ok) return good({
		kind: "started",
		run: numberOf(answer.value.data)
	});
	return isRefusal(answer.failure) && answer.failure.kind !== "unauthorized" ? refused({
		kind: "github",
		message: answer.failure.message
	}) : answer;
}
/** Servers that know `return_run_details` answer with the run; older ones with nothing. */
function numberOf(details) {
	const run = details?.workflow_run_id;
	return typeof run === "number" ? run : null;
}
function inputsOf(request) {
	return {
		milestone: request.milestone,
		command: request.command,
		...request.target ? { target: request.target } : {},
		...request.reason ? { reason: request.reason } : {},
		request: request.request,
		...request.flags
	};
}
const refused = (why) => good({
	kind: "refused",
	why
});
/** The newest run of a command, where the workflow's `run-name` has its request; null: no title shows it. */
async function runEntitled(repository, { workflow, branch }, { request, since }) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
		workflow_id: workflow,
		branch,
		event: "workflow_dispatch",
		...since === void 0 ? {} : { created: `>=${new Date(since).toISOString().slice(0, 19)}Z` },
		per_page: 100
	});
	if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
	const { workflow_runs: runs } = answer.value;
	const found = runs.find((run) => run.display_title?.split(/\s+/).includes(request));
	return good(found ? Number(found.id) : null);
}
/** Whether a run is still going; one that GitHub no longer knows is not. */
async function isRunLive(repository, run) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/actions/runs/{run_id}", { run_id: run });
	if (answer.ok) return good(answer.value.status !== "completed");
	return answer.failure.kind === "not_found" ? good(false) : answer;
}
/** Of the newest 100 runs of a workflow since a time, those that are over, with their titles: one call. */
async function runsOver(repository, { workflow, since }) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
		workflow_id: workflow,
		event: "workflow_dispatch",
		created: `>=${since.slice(0, 19)}Z`,
		status: "completed",
		per_page: 100
	});
	if (!answer.ok) return answer;
	return good(answer.value.workflow_runs.map((run) => ({
		run: Number(run.id),
		title: run.display_title ?? ""
	})));
}
/** Cancels a run in GitHub's way: it is told, saves itself, and ends. One that has ended already is as good. */
async function cancelRun(repository, run) {
	const answer = await repository.write("POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel", { run_id: run }, "repeatable");
	const over = !answer.ok && (answer.failure.kind === "conflict" || answer.failure.kind === "not_found");
	return answer.ok || over ? good(null) : answer;
}
/** The inputs that a workflow declares for `workflow_dispatch`, as its file on a branch says. */
async function readWorkflowInputs(repository, workflow, branch) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/contents/{path}", {
		path: `.github/workflows/${workflow}`,
		ref: branch
	});
	if (!answer.ok) return answer.failure.kind === "not_found" ? good({ kind: "missing" }) : answer;
	const file = answer.value;
	if (Array.isArray(file) || file.type !== "file" || !("content" in file)) return good({ kind: "missing" });
	return good(declared(Buffer.from(file.content, "base64").toString("utf8")));
}
const LARGE = 65536;
function declared(text) {
	if (text.length > LARGE) return {
		kind: "declares",
		inputs: null
	};
	const yaml = readYaml(text);
	if (!yaml.ok) return {
		kind: "declares",
		inputs: null
	};
	const on = pairOf(yaml.root, "on")?.value;
	const triggers = on ? toData(on) : null;
	if (triggers === "workflow_dispatch") return {
		kind: "declares",
		inputs: /* @__PURE__ */ new Set()
	};
	if (Array.isArray(triggers)) return triggers.includes("workflow_dispatch") ? {
		kind: "declares",
		inputs: /* @__PURE__ */ new Set()
	} : { kind: "not_dispatchable" };
	if (!isMap(triggers) || !("workflow_dispatch" in triggers)) return { kind: "not_dispatchable" };
	const dispatch = triggers.workflow_dispatch;
	const inputs = isMap(dispatch) && isMap(dispatch.inputs) ? Object.keys(dispatch.inputs) : [];
	return {
		kind: "declares",
		inputs: new Set(inputs)
	};
}
function isMap(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/github/blocker-issues.ts
/** One issue for each blocker, open or resolved. */
function desiredIssues(desired) {
	const issues = /* @__PURE__ */ new Map();
	for (const blocker of desired.state.resolvedBlockers) issues.set(blocker.id, desiredIssue(desired, blocker, blocker));
	for (const blocker of desired.state.blockers.values()) issues.set(blocker.id, desiredIssue(desired, blocker, null));
	return [...issues.values()];
}
function desiredIssue(desired, blocker, resolution) {
	const { milestone } = desired;
	const resolved = resolution ? { resolved: resolution.resolvedAt } : {};
	const marker = writeMarker({
		kind: "blocker",
		milestone,
		blocker: blocker.id,
		...resolved
	});
	const how = resolution?.how ?? null;
	const mention = blocker.level >= 4 ? desired.notify.escalation : [];
	const body = text.blocker({
		blocker,
		milestone,
		how,
		mention
	});
	return {
		milestone,
		blocker: blocker.id,
		open: how === null,
		since: blocker.detectedAt,
		title: text.blockerTitle(milestone, blocker),
		labels: [
			"milestone",
			"blocker",
			`blocker:${blocker.type}`,
			...desired.labels
		],
		body: `${marker}\n${body}`
	};
}
/** Idempotency key of the command that closing an issue is. */
function closingKey({ number, closedAt }) {
	return `issue-${number}-${Date.parse(closedAt)}`;
}
/** Least writes. An issue rests a minute between two changes, so that trouble that comes and goes makes no noise. */
function diffIssues(wanted, now, context) {
	const { time } = context;
	const diff = {
		writes: [],
		closed: [],
		again: null
	};
	const there = byBlocker(now);
	const recent = now.filter((issue) => Date.parse(issue.createdAt) > time - 36e5).length;
	let room = Math.max(0, 20 - recent);
	for (const issue of wanted) {
		const [first, ...doubles] = there.get(issue.blocker) ?? [];
		for (const double of doubles) if (double.open && first) diff.writes.push({
			kind: "close_double",
			number: double.number,
			of: first.number
		});
		if (first && issue.open) keepOpen(diff, issue, first, context);
		else if (first) close(diff, issue, first);
		else if (issue.open && room > 0) {
			room -= 1;
			diff.writes.push({
				kind: "create_issue",
				issue
			});
		} else if (issue.open) postpone(diff, time + 6e5);
	}
	return diff;
}
function byBlocker(issues) {
	const found = /* @__PURE__ */ new Map();
	for (const issue of [...issues].sort((a, b) => a.number - b.number)) {
		const list = found.get(issue.blocker);
		if (list) list.push(issue);
		else found.set(issue.blocker, [issue]);
	}
	return found;
}
/** The blocker is gone. One that a person closed is marked as resolved too: its next closing is then a new command. */
function close(diff, { body }, { number, open, resolved }) {
	if (open || resolved === null) diff.writes.push({
		kind: "close_issue",
		number,
		body
	});
}
function keepOpen(diff, wanted, now, context) {
	const { number } = now;
	if (!now.open && isClosedRightly(diff, wanted, now, context)) return;
	const missing = wanted.labels.filter((label) => !now.labels.includes(label));
	if (missing.length > 0) diff.writes.push({
		kind: "add_labels",
		number,
		labels: missing
	});
	if (now.open && sameText(now.body, wanted.body)) return;
	const rested = Date.parse(now.updatedAt) + ISSUE_REST_MS;
	if (rested > context.time) return postpone(diff, rested);
	diff.writes.push({
		kind: now.open ? "update_issue" : "reopen_issue",
		number,
		body: wanted.body
	});
}
/** Runners' clocks and GitHub's may differ by so much. */
const CLOCKS_MS = 3e4;
/** Whether a closed issue of an open blocker stays closed: the command is new, or this state is an old one. */
function isClosedRightly(diff, wanted, { number, resolved, closedAt, reason }, { requests }) {
	if (resolved !== null) return resolved >= wanted.since;
	if (closedAt === null || requests.has(closingKey({
		number,
		closedAt
	}))) return false;
	if (Date.parse(closedAt) + CLOCKS_MS < Date.parse(wanted.since)) return false;
	const closedAs = reason === "not_planned" ? "not_planned" : "completed";
	diff.closed.push({
		number,
		blocker: wanted.blocker,
		reason: closedAs,
		closedAt
	});
	return true;
}
function postpone(diff, until) {
	diff.again = Math.min(diff.again ?? until, until);
}
/** GitHub may change line endings and blank space at the end. */
function sameText(a, b) {
	return a.replaceAll("\r\n", "\n").trim() === b.replaceAll("\r\n", "\n").trim();
}
/** What an issue is to us; null when it is no bot's blocker issue. */
function issueNow(issue, self) {
	if (issue.pull_request || !isOurs(issue.user, self)) return null;
	const marker = readMarker(issue.body);
	if (marker?.kind !== "blocker") return null;
	return {
		number: issue.number,
		milestone: marker.milestone,
		blocker: marker.blocker,
		open: issue.state === "open",
		reason: issue.state_reason ?? null,
		labels: issue.labels.map((label) => typeof label === "string" ? label : label.name ?? ""),
		body: issue.body ?? "",
		resolved: marker.resolved ?? null,
		closedAt: issue.closed_at,
		createdAt: issue.created_at,
		updatedAt: issue.updated_at
	};
}
/**
* The blocker issues of a milestone, open and closed, by their markers: those that `author` wrote, whatever became of
* their labels, and labelled ones that another of our identities left.
*/
async function readIssues(repository, milestone, self) {
	const { login, appSlug } = self;
	const found = /* @__PURE__ */ new Map();
	for (const by of [{ creator: login ?? `${appSlug}[bot]` }, { labels: "milestone,blocker" }]) {
		const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues", {
			...by,
			state: "all",
			sort: "created",
			direction: "desc"
		});
		if (!answer.ok) return answer;
		for (const shape of answer.value) {
			const issue = issueNow(shape, self);
			if (issue?.milestone === milestone) found.set(issue.number, issue);
		}
	}
	return good([...found.values()]);
}
/** Carries out one write; the issue as it then is. */
async function writeIssue(repository, write, self) {
	if (write.kind === "add_labels") return addLabels(repository, write, self);
	const answer = write.kind === "create_issue" ? await createIssue(repository, write.issue, self) : await repository.write("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
		issue_number: write.number,
		...changes(write)
	}, "repeatable");
	return answer.ok ? good(issueNow(answer.value.data, self)) : answer;
}
/** Beside those that people gave it. */
async function addLabels(repository, { number, labels }, self) {
	const at = { issue_number: number };
	const added = await repository.write("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
		...at,
		labels
	}, "repeatable");
	if (!added.ok) return added;
	const issue = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", at);
	return issue.ok ? good(issueNow(issue.value, self)) : issue;
}
function changes(write) {
	switch (write.kind) {
		case "update_issue": return { body: write.body };
		case "close_issue": return {
			body: write.body,
			state: "closed",
			state_reason: "completed"
		};
		case "reopen_issue": return {
			body: write.body,
			state: "open",
			state_reason: "reopened"
		};
		case "close_double": return {
			body: text.double(write.of),
			state: "closed",
			state_reason: "not_planned"
		};
		default: return unreachable("write", write);
	}
}
function createIssue(repository, issue, self) {
	const { title, body, labels } = issue;
	return repository.write("POST /repos/{owner}/{repo}/issues", {
		title,
		body,
		labels
	}, async () => {
		const there = await readIssues(repository, issue.milestone, self);
		if (!there.ok) return there;
		const found = there.value.find((other) => other.blocker === issue.blocker);
		if (!found) return good(null);
		return repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", { issue_number: found.number });
	});
}

// src/github/check.ts
/** The check run bears its branch's name. */
const checkName = branchName;
/** The check run as it should stand on the branch's head. `remarks`: what people should know beside the progress. */
function desiredCheck(desired, remarks = []) {
	const { state } = desired;
	const above = remarks.length > 0 ? ["> [!WARNING]", ...remarks.map((each) => `> - ${each}`)].join("\n") : "";
	const head = above === "" ? "" : `${above}\n\n`;
	const version = versionOf(state);
	const conclusion = conclusionOf(state);
	return {
		milestone: desired.milestone,
		name: checkName(desired.milestone),
		head: desired.head,
		externalId: `${desired.milestone}:${version.session}:${version.seq}`,
		version,
		conclusion,
		queued: state.status === "planned",
		title: checkTitle(state),
		summary: `${head}${desired.render(SUMMARY_LIMIT - head.length)}`,
		remarks: above,
		actions: desired.mode === "app" ? buttons(state) : []
	};
}
/** `67 % · 8/12 tasks · 2 gates waiting`. */
function checkTitle(state) {
	const progress = progressOf(state);
	const parts = [`${progress.percentage} %`, `${progress.tasksCompleted}/${progress.tasksTotal} tasks`];
	const skipped = [...state.tasks.values()].filter((task) => task.status === "skipped").length;
	if (skipped) parts.push(`${skipped} skipped`);
	const gates = openApprovals(state).length;
	if (gates) parts.push(`${counted(gates, "gate")} waiting`);
	const questions = awaitedQuestions(state).length;
	if (questions) parts.push(`${counted(questions, "question")} open`);
	const blockers = state.blockers.size;
	if (blockers) parts.push(counted(blockers, "blocker"));
	return parts.join(" · ");
}
function conclusionOf(state) {
	switch (state.status) {
		case "planned":
		case "in_progress": return null;
		case "waiting_approval":
		case "waiting_answer": return "action_required";
		case "blocked": return "failure";
		case "paused":
		case "postponed":
		case "waiting_limit": return "neutral";
		case "completed": return "success";
		case "cancelled": return "cancelled";
		default: return unreachable("status", state.status);
	}
}
function buttons(state) {
	const retry = state.blockers.size > 0 ? [text.retryButton] : [];
	switch (state.status) {
		case "blocked": return [text.retryButton, text.resumeButton];
		case "waiting_approval": return [...retry, ...openApprovals(state).some(({ kind }) => kind === "manual") ? [text.resumeButton] : []];
		case "paused":
		case "postponed":
		case "waiting_limit": return [text.resumeButton];
		case "waiting_answer": return retry;
		case "planned":
		case "in_progress":
		case "completed":
		case "cancelled": return [];
		default: return unreachable("status", state.status);
	}
}
/** What `external_id` says of the check's origin; null when it is not one of ours. */
function versionOfCheck(externalId, milestone) {
	if (!externalId.startsWith(`${milestone}:`)) return null;
	const rest = externalId.slice(milestone.length + 1);
	const colon = rest.lastIndexOf(":");
	const seq = Number(rest.slice(colon + 1));
	return colon < 0 || !Number.isSafeInteger(seq) ? null : {
		session: rest.slice(0, colon),
		seq
	};
}
/** Least writes; `before` is the check that this process last made, maybe on an older commit. */
function diffCheck(wanted, now, before) {
	const writes = [];
	const current = now.find((check) => check.head === wanted.head);
	if (!current) writes.push({
		kind: "create_check",
		check: wanted
	});
	else if (isOutdated(current, wanted)) writes.push({
		kind: "update_check",
		id: current.id,
		check: wanted
	});
	if (before && before.head !== wanted.head && !before.completed) writes.push({
		kind: "supersede_check",
		id: before.id,
		title: text.superseded(wanted.head)
	});
	return writes;
}
function isOutdated(current, wanted) {
	const there = versionOfCheck(current.externalId, wanted.milestone);
	if (there === null || isOlder(there, wanted.version)) return true;
	return there.session === wanted.version.session && there.seq === wanted.version.seq && current.remarks !== wanted.remarks;
}
/** The quoted lines above a summary. */
function remarksIn(summary) {
	const lines = (summary ?? "").split("\n", 50);
	const end = lines.findIndex((line) => !line.startsWith(">"));
	return lines.slice(0, Math.max(end, 0)).join("\n");
}
/** The checks of this name on a commit. `appSlug` is whose checks we may change. */
async function readChecks(repository, milestone, head, appSlug) {
	const answer = await repository.read("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
		ref: head,
		check_name: checkName(milestone),
		filter: "all",
		per_page: 100
	});
	if (!answer.ok) return answer;
	const own = [];
	let foreign = false;
	for (const run of answer.value.check_runs) {
		const ours = run.external_id?.startsWith(`${milestone}:`) ?? false;
		if (run.app?.slug === appSlug) own.push(checkNow(run));
		else foreign ||= ours;
	}
	return good({
		own: own.sort((a, b) => b.id - a.id),
		foreign
	});
}
function checkNow(run) {
	return {
		id: Number(run.id),
		head: run.head_sha,
		externalId: run.external_id ?? "",
		completed: run.status === "completed",
		remarks: remarksIn(run.output?.summary)
	};
}
/** Carries out one write; the check as it then is. */
async function writeCheck(repository, write) {
	if (write.kind === "create_check") {
		const route = "POST /repos/{owner}/{repo}/check-runs";
		const body = {
			...fields(write.check),
			name: write.check.name,
			head_sha: write.check.head
		};
		const answer = await repository.write(route, body, findCheck(repository, write.check));
		return answer.ok ? good(checkNow(answer.value.data)) : answer;
	}
	const body = write.kind === "update_check" ? fields(write.check) : {
		status: "completed",
		conclusion: "neutral",
		output: {
			title: write.title,
			summary: write.title
		}
	};
	const answer = await repository.write("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
		check_run_id: write.id,
		...body
	}, "repeatable");
	return answer.ok ? good(checkNow(answer.value.data)) : answer;
}
function fields(check) {
	const output = {
		title: check.title,
		summary: check.summary
	};
	const common = {
		external_id: check.externalId,
		output,
		actions: check.actions
	};
	return check.conclusion ? {
		...common,
		status: "completed",
		conclusion: check.conclusion
	} : {
		...common,
		status: check.queued ? "queued" : "in_progress"
	};
}
function findCheck(repository, wanted) {
	return async () => {
		const answer = await repository.read("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
			ref: wanted.head,
			check_name: wanted.name,
			filter: "all",
			per_page: 100
		});
		if (!answer.ok) return answer;
		return good(answer.value.check_runs.find((run) => run.external_id === wanted.externalId) ?? null);
	};
}

// src/github/notices.ts
/** What people are told on the milestone's own pull request: each question, and what stakeholders want to know. */
function desiredNotices(desired, { pull = null, resting }) {
	const { milestone, state, notify } = desired;
	const people = notify.stakeholders;
	const notices = openQuestions(state).map((question) => {
		const key = `question:${questionName(question)}:${question.askedAt}`;
		return notice(milestone, key, text.question(question, milestone, answerersOf(desired, question)));
	});
	if (isClosedTooEarly(state, pull)) {
		const session = state.session?.id ?? "";
		notices.push(notice(milestone, `closed:${session}`, text.notice.closed(milestone)));
	}
	const unchecked = resting.get("check run")?.failure;
	if (unchecked) notices.push(notice(milestone, "unchecked", text.notice.unchecked(describeFailure(unchecked))));
	if (!people.length || !state.activatedAt) return notices;
	notices.push(notice(milestone, `activated:${state.activatedAt}`, text.notice.activated(milestone, people)));
	const risk = state.warnings.findLast((warning) => warning.type === "due_risk");
	if (risk) notices.push(notice(milestone, "due", text.notice.due(milestone, people, risk.message)));
	if (state.status === "completed") notices.push(notice(milestone, "completed", text.notice.completed(milestone, people)));
	return notices;
}
function answerersOf({ plan, approvers }, { task, phase }) {
	const planned = plan.tasks.find(({ id }) => id === task);
	return answerers((planned && phasePlan(planned, phase)?.gate) ?? null, { approvers });
}
function notice(milestone, key, body) {
	return {
		key,
		body: `${writeMarker({
			kind: "notice",
			milestone,
			key
		})}\n${body}`
	};
}
/** Those that no comment of ours has told yet. */
function missingNotices(wanted, milestone, comments) {
	const told = /* @__PURE__ */ new Set();
	for (const comment of comments) {
		const marker = comment.ours ? readMarker(comment.body) : null;
		if (marker?.kind === "notice" && marker.milestone === milestone) told.add(marker.key);
	}
	return wanted.filter(({ key }) => !told.has(key));
}
/** One comment on the open pull request of each milestone that depends on this one. */
async function notifyDependants(repository, desired, self) {
	let told = 0;
	for (const { milestones, change, again } of desired.dependants) {
		const wanted = notice(desired.milestone, again ? `dependency:${change}:${again}` : `dependency:${change}`, text.notice.dependency(desired.milestone, change));
		for (const dependant of milestones) {
			const pull = await readPull(repository, dependant);
			if (!pull.ok) return pull;
			if (!pull.value?.open) continue;
			const comments = await readComments(repository, pull.value.number, self);
			if (!comments.ok) return comments;
			if (!missingNotices([wanted], desired.milestone, comments.value).length) continue;
			const written = await createComment(repository, pull.value.number, wanted.body, self);
			if (!written.ok) return written;
			told += 1;
		}
	}
	return good(told);
}

// src/github/sync-pass.ts
const REST_MS = 6e4;
const LONGEST_REST_MS = 216e5;
/**
* Does a part of a pass, unless it rests: what GitHub forbids (a locked conversation, a permission that was not granted)
* is tried again after a minute, then after twice as long each time, up to hours. False where it rests.
*/
async function unlessResting(pass, what, work) {
	const { memory, result, now } = pass;
	const before = memory.resting.get(what);
	if (before && before.until > now) {
		result.problems.push({
			what,
			failure: before.failure
		});
		wakeAt(pass, before.until);
		return false;
	}
	const known = result.problems.length;
	await work();
	const refused = result.problems.slice(known).find((each) => each.failure.kind === "forbidden" && each.remedy === void 0);
	if (refused) {
		const tries = (before?.tries ?? 0) + 1;
		const until = now + Math.min(REST_MS * 2 ** (tries - 1), LONGEST_REST_MS);
		memory.resting.set(what, {
			until,
			tries,
			failure: refused.failure
		});
		wakeAt(pass, until);
	} else memory.resting.delete(what);
	return true;
}
/** Takes down a failure; true when there was none. What contradicts the memory empties it. */
function note(pass, what, answer, remedy) {
	if (answer.ok) return true;
	const { kind } = answer.failure;
	if (kind === "not_found" || kind === "conflict" || kind === "invalid") pass.memory.readAt = 0;
	if (kind === "rate_limited") wakeAt(pass, answer.failure.until);
	pass.result.problems.push({
		what,
		failure: answer.failure,
		...remedy ? { remedy } : {}
	});
	return false;
}
/** Has GitHub looked at again at this time, or earlier if that is asked already. */
function wakeAt(pass, time) {
	if (time !== null) pass.result.again = Math.min(pass.result.again ?? time, time);
}

// src/github/sync-comments.ts
/** A comment for the gates that open together, and the review requests that go with it. */
async function gatesStep(pass, place) {
	const { memory, desired, repository } = pass;
	const wanted = desiredGates(desired);
	if (!wanted.length) return;
	const remembered = memory.comments;
	let there = remembered ?? await readThem$1(pass, place);
	if (!there) return;
	const isAsked = () => freshGates(wanted, gateComments(there ?? [], desired.milestone)).length > 0;
	if (remembered && isAsked()) there = await readThem$1(pass, place);
	if (!there) return;
	const context = {
		milestone: desired.milestone,
		head: desired.head,
		url: desired.url,
		owner: repository.owner,
		now: pass.now,
		texts: isAsked() ? await textsOfFresh(pass, wanted, there) : /* @__PURE__ */ new Map()
	};
	const writes = diffGates(wanted, there, context);
	let unasked = [];
	for (const write of writes) {
		const done = await writeGate(pass, place, write, unasked);
		if (!note(pass, "gates", done)) continue;
		if (write.kind === "request_reviewers") unasked = done.value.unasked;
		remember(pass, write, done.value.comment);
	}
}
/** Without them a gate is asked for all the same: its documents are linked to. */
async function textsOfFresh(pass, wanted, comments) {
	const { milestone, head } = pass.desired;
	const there = gateComments(comments, milestone);
	const reading = await readObjects(pass.repository, textsOf(freshGates(wanted, there), there, head));
	if (!note(pass, "gates", reading)) return /* @__PURE__ */ new Map();
	const texts = [...reading.value].flatMap(([expression, object]) => object.kind === "file" && object.text !== null ? [[expression, object.text]] : []);
	return new Map(texts);
}
async function writeGate(pass, place, write, unasked) {
	const { repository, memory, self } = pass;
	switch (write.kind) {
		case "request_reviewers": {
			if (!memory.pull) return good({
				comment: null,
				unasked: [...write.reviewers, ...write.teams]
			});
			const asked = await requestReviewers(repository, memory.pull.number, write);
			return asked.ok ? good({
				comment: null,
				unasked: asked.value
			}) : asked;
		}
		case "create_gates": {
			const body = unasked.length ? `${write.body}\n\n${text.reviewersNotAsked(unasked)}` : write.body;
			const created = await createComment(repository, place, body, self);
			return created.ok ? good({
				comment: created.value,
				unasked
			}) : created;
		}
		case "update_comment": {
			if (write.fold !== void 0) {
				const folded = await foldComment(repository, write.node, write.fold);
				if (!folded.ok) return folded;
			}
			const updated = await updateComment(repository, write.id, write.body);
			return updated.ok ? good({
				comment: null,
				unasked
			}) : updated;
		}
		case "delete_comment": {
			const deleted = await deleteComment(repository, write.id);
			return deleted.ok ? good({
				comment: null,
				unasked
			}) : deleted;
		}
		default: return unreachable("write", write);
	}
}
function remember({ memory }, write, created) {
	if (!memory.comments) return;
	if (created) memory.comments.push(created);
	if (write.kind === "delete_comment") memory.comments = memory.comments.filter((c) => c.id !== write.id);
	if (write.kind === "update_comment") {
		const comment = memory.comments.find((c) => c.id === write.id);
		if (comment) comment.body = write.body;
	}
}
/** What stakeholders are told once. */
async function noticesStep(pass, place) {
	const { memory, desired, repository, self } = pass;
	const wanted = desiredNotices(desired, memory);
	if (!wanted.length) return;
	const remembered = memory.comments;
	let there = remembered ?? await readThem$1(pass, place);
	if (!there) return;
	let missing = missingNotices(wanted, desired.milestone, there);
	if (remembered && missing.length) {
		there = await readThem$1(pass, place);
		if (!there) return;
		missing = missingNotices(wanted, desired.milestone, there);
	}
	for (const { body } of missing) {
		const created = await createComment(repository, place, body, self);
		if (note(pass, "notices", created)) memory.comments?.push(created.value);
	}
}
async function readThem$1(pass, place) {
	const reading = await readComments(pass.repository, place, pass.self);
	if (!note(pass, "gates", reading)) return void 0;
	pass.memory.comments = reading.value;
	return pass.memory.comments;
}
/**
* Asks for reviews; whom GitHub refuses to ask is returned. One refused name refuses the whole request, so then
* each is asked alone. Asking twice notifies nobody twice.
*/
async function requestReviewers(repository, pull, wanted) {
	const all = await ask(repository, pull, wanted);
	if (all.ok) return good([]);
	if (all.failure.kind !== "invalid") return all;
	const refused = [];
	const singles = [...wanted.reviewers.map((name) => [name, {
		reviewers: [name],
		teams: []
	}]), ...wanted.teams.map((name) => [name, {
		reviewers: [],
		teams: [name]
	}])];
	if (singles.length === 1) return good(singles.map(([name]) => name));
	for (const [name, single] of singles) {
		const one = await ask(repository, pull, single);
		if (one.ok) continue;
		if (one.failure.kind !== "invalid") return one;
		refused.push(name);
	}
	return good(refused);
}
function ask(repository, pull, { reviewers, teams }) {
	return repository.write("POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", {
		pull_number: pull,
		reviewers,
		team_reviewers: teams
	}, "repeatable");
}

// src/github/sync-place.ts
/** The pull request, or the issue that stands in for it; its number, or null when there is none (yet). */
async function placeStep(pass) {
	const { memory, desired, repository } = pass;
	let wanted = desiredPull(desired);
	if (!wanted && memory.pull === void 0 && desired.state.seq === 0) return null;
	let now = await pullNow(pass);
	if (now === void 0) return null;
	if (!wanted) return now?.number ?? null;
	if (now && isOver(now, desired)) {
		now = null;
		memory.pull = null;
		delete memory.comments;
	}
	if (!now && memory.pull === null) {
		delete memory.pull;
		now = await pullNow(pass);
		if (now === void 0) return null;
		if (now && isOver(now, desired)) now = null;
	}
	if (!now && memory.pullRefused) return trackingStep(pass);
	if (now?.open !== false && isPullStale(wanted, now)) {
		let product = await readProduct(repository, desired);
		if (!product.ok && product.failure.kind !== "rate_limited") product = await readProduct(repository, desired);
		if (!product.ok && product.failure.kind === "rate_limited") {
			note(pass, "pull request", product);
			return now?.number ?? null;
		}
		if (product.ok) wanted = desiredPull(desired, product.value) ?? wanted;
	}
	const before = now;
	for (const write of diffPull(wanted, now)) {
		const written = await writePull(repository, write, now);
		const refused = !written.ok && write.kind === "create_pull" && isPullRefused(written.failure);
		if (!note(pass, "pull request", written, refused ? text.pullRefused : void 0)) {
			memory.pullRefused ||= refused;
			return refused ? trackingStep(pass) : now?.number ?? null;
		}
		now = written.value;
		memory.pull = now;
	}
	if (now && !before) await labelStep(pass, wanted, now);
	return now?.number ?? null;
}
/** A pull request is made without labels: those are a request of their own. */
async function labelStep(pass, wanted, made) {
	for (const write of diffPull(wanted, made)) {
		const written = await writePull(pass.repository, write, made);
		if (note(pass, "pull request", written)) pass.memory.pull = written.value;
	}
}
async function pullNow(pass) {
	const { memory, desired, repository } = pass;
	if (memory.pull === void 0) {
		const reading = await readPull(repository, desired.milestone);
		if (!note(pass, "pull request", reading)) return void 0;
		memory.pull = reading.value;
	}
	return memory.pull;
}
async function trackingStep(pass) {
	const { memory, desired, repository, self } = pass;
	if (!memory.tracking) {
		const reading = await readTracking(repository, desired.milestone, self);
		if (!note(pass, "pull request", reading)) return null;
		memory.tracking = reading.value;
	}
	const synced = await syncTracking(repository, desired, memory.tracking, self);
	if (!note(pass, "pull request", synced)) return memory.tracking?.number ?? null;
	memory.tracking = synced.value;
	return synced.value?.number ?? null;
}

// src/github/sync.ts
/**
* Syncs GitHub with a milestone: reads what is there, compares, and makes the least writes. May be called
* at any time, twice, by two processes, or with an old state. Never fails as a whole: what GitHub refused is told
* in `problems` and mended by the next pass.
*/
async function syncGitHub(input) {
	const { memory, desired, now } = input;
	const result = {
		place: null,
		problems: [],
		closed: [],
		again: null,
		standsDown: false
	};
	const pass = {
		...input,
		result
	};
	refresh(memory, now);
	if (desired.mode === "action" && (memory.standsDown || await firstCheck(pass))) {
		memory.standsDown = true;
		return {
			...result,
			standsDown: true
		};
	}
	if (!await unlessResting(pass, "pull request", async () => {
		result.place = await placeStep(pass);
	})) result.place = memory.pull?.number ?? memory.tracking?.number ?? null;
	const { place } = result;
	if (place !== null) await unlessResting(pass, "gates", () => gatesStep(pass, place));
	await unlessResting(pass, "blockers", () => issuesStep(pass));
	if (place !== null) await unlessResting(pass, "notices", () => noticesStep(pass, place));
	await unlessResting(pass, "dependants", () => dependantsStep(pass));
	await unlessResting(pass, "check run", () => checkStep(pass));
	return result;
}
async function dependantsStep(pass) {
	const { desired, memory, repository, self } = pass;
	const fresh = desired.dependants.filter((d) => !memory.told.has(JSON.stringify(d)));
	if (!fresh.length) return;
	const told = await notifyDependants(repository, {
		...desired,
		dependants: fresh
	}, self);
	if (!note(pass, "dependants", told)) return;
	for (const d of fresh) memory.told.add(JSON.stringify(d));
}
/**
* The Action's first look: true when the milestone app already keeps a check of this name here, so that the Action
* must not do the same work beside it.
*/
async function firstCheck(pass) {
	return (await readHere(pass))?.foreign ?? false;
}
/** The check run on the branch's head. */
async function checkStep(pass) {
	const { memory, desired, repository, result } = pass;
	const refused = result.problems.filter(({ failure }) => isRefusal(failure));
	const wanted = desiredCheck(desired, [...isClosedTooEarly(desired.state, memory.pull ?? null) ? [text.closedPull] : [], ...refused.map(({ what, failure }) => text.refusedPart(what, describeFailure(failure)))]);
	const there = await checksHere(pass);
	if (!there) return;
	for (const write of diffCheck(wanted, there, memory.lastCheck)) {
		const written = await writeCheck(repository, write);
		if (!note(pass, "check run", written)) continue;
		if (write.kind === "supersede_check") continue;
		memory.lastCheck = written.value;
		memory.checks = [written.value, ...there.filter((check) => check.id !== written.value.id)];
	}
}
/** From memory when it holds this commit's check, else from GitHub. */
async function checksHere(pass) {
	const { memory, desired } = pass;
	if (memory.checks?.some((check) => check.head === desired.head)) return memory.checks;
	return (await readHere(pass))?.own ?? null;
}
async function readHere(pass) {
	const { memory, desired, repository, self } = pass;
	if (memory.checks?.some((check) => check.head === desired.head)) return {
		own: memory.checks,
		foreign: false
	};
	const reading = await readChecks(repository, desired.milestone, desired.head, self.appSlug);
	if (!note(pass, "check run", reading)) return null;
	memory.checks = reading.value.own;
	return reading.value;
}
/** An issue for each blocker. Nothing is asked of GitHub while there never was one. */
async function issuesStep(pass) {
	const { memory, desired, repository, now, self } = pass;
	const wanted = desiredIssues(desired);
	if (!wanted.length) return;
	const remembered = memory.issues;
	let there = remembered ?? await readThem(pass);
	if (!there) return;
	const context = {
		time: now,
		requests: desired.state.requests
	};
	let diff = diffIssues(wanted, there, context);
	if (remembered && diff.writes.some((write) => write.kind === "create_issue")) {
		there = await readThem(pass);
		if (!there) return;
		diff = diffIssues(wanted, there, context);
	}
	wakeAt(pass, diff.again);
	pass.result.closed = diff.closed;
	const known = new Map(there.map((issue) => [issue.number, issue]));
	for (const write of diff.writes) {
		const written = await writeIssue(repository, write, self);
		if (!note(pass, "blockers", written)) continue;
		if (written.value) known.set(written.value.number, written.value);
		else if (write.kind === "close_double") known.delete(write.number);
	}
	memory.issues = [...known.values()];
}
async function readThem(pass) {
	const reading = await readIssues(pass.repository, pass.desired.milestone, pass.self);
	return note(pass, "blockers", reading) ? reading.value : void 0;
}

// src/action/github-forge.ts
/** The Action's own upkeep of GitHub at most this often between boundaries (ms): research asks for < 200 calls/h. */
const SYNC_EVERY_MS = 6e4;
/** The longest that a call of the Action waits for a limit (ms): reporting must not hold the work up. */
const MAX_WAIT_MS = 3e4;
/** GitHub through the workflow's token: decisions are read at the moment of use, and nothing here fails the work. */
async function githubForge(request) {
	const repository = await repositoryOf(request);
	const forge = new GitHubForge(repository, request);
	return {
		forge,
		isRunOver: async (runId) => {
			const answer = await isRunLive(repository, Number(runId));
			return answer.ok ? !answer.value : null;
		},
		dispatchNext: () => forge.dispatchNext(),
		jobs: {
			...ticketRuns(repository, {
				place: () => forge.place(),
				flags: passedOn(request.command, [
					"strategy",
					"agents",
					"monitoring",
					"only"
				])
			}),
			own: request.env.GITHUB_RUN_ID ?? null
		},
		authorize: (config) => authorizeCommand(repository, request.command, {
			env: request.env,
			config
		})
	};
}
/** The workflow's repository, under its token. */
async function repositoryOf({ env, token, repository, api: baseUrl }) {
	const { getOctokit } = await import("./lib-undici.js");
	const octokit = getOctokit(token, { baseUrl });
	const api = createApi({
		octokit,
		clock: {
			now: Date.now,
			sleep: (ms) => setTimeout(ms),
			random: Math.random
		},
		maxWaitMs: MAX_WAIT_MS
	});
	const [owner = "", repo = ""] = repository.split("/");
	return repositoryAt({
		api,
		owner,
		repo,
		serverUrl: env.GITHUB_SERVER_URL ?? "https://github.com"
	});
}
var GitHubForge = class {
	present = true;
	#repository;
	#request;
	#run = null;
	#blobs = /* @__PURE__ */ new Map();
	#memory = createMemory();
	#syncedAt = 0;
	#config = null;
	constructor(repository, request) {
		this.#repository = repository;
		this.#request = request;
	}
	attach(run) {
		this.#run = run;
	}
	async decisions(question) {
		const { approvals, tip, state, plan, base } = question;
		const { approvers, approverPermission } = await this.#readConfig(question);
		const named = approvals.flatMap((a) => gatePolicy({
			plan,
			approvers
		}, a).approvers);
		const self = await this.#self(plan.id);
		if (!self.ok) return {
			ok: false,
			reason: describeFailure(self.failure)
		};
		const answer = await readDecisions({
			repository: this.#repository,
			milestone: plan.id,
			approvals,
			approvers: [...new Set(named)],
			head: tip,
			base: base.branch,
			since: lastCheckpoints(plan, state),
			blobs: this.#blobs,
			self: self.value
		});
		if (!answer.ok) return {
			ok: false,
			reason: describeFailure(answer.failure)
		};
		const { candidates, authors } = answer.value;
		return {
			ok: true,
			candidates,
			authors,
			approvers,
			permission: approverPermission
		};
	}
	async answerComplaint({ gate, ...at }) {
		const { env, command } = this.#request;
		return answerComplaint(this.#repository, command, {
			env,
			gate,
			config: await this.#readConfig(at)
		});
	}
	async pusher({ milestone, command, holds, base, repository }) {
		const config = await this.#readConfig({
			repository,
			base
		});
		const answer = await readPusher(this.#repository, {
			milestone,
			holds
		});
		if (!answer.ok) return {
			ok: false,
			reason: describeFailure(answer.failure)
		};
		const who = answer.value;
		if (who === "unrecorded") return {
			ok: false,
			reason: "GitHub has no record of that push yet"
		};
		if (who === "unknown" || who === null) return {
			ok: true,
			by: who
		};
		const { login } = who;
		if (login === ACTIONS_BOT) {
			const self = await this.#login();
			if (!self.ok) return {
				ok: false,
				reason: describeFailure(self.failure)
			};
			return {
				ok: true,
				by: {
					login,
					may: self.value === ACTIONS_BOT
				}
			};
		}
		if (who.type !== "User" || await this.#isOwn(who.id)) return {
			ok: true,
			by: {
				login,
				may: true
			}
		};
		const access = await readAccess(this.#repository, who);
		if (!access.ok) return {
			ok: false,
			reason: describeFailure(access.failure)
		};
		const need = command === "force" ? needToForce(config) : needFor(command, config);
		return {
			ok: true,
			by: {
				login,
				may: mayRun(need, access.value).ok
			}
		};
	}
	/**
	* The app's slug is not known here: it is the bot that started this run, or that opened the pull request. Where people
	* did both, any bot's word is taken.
	*/
	async #self(milestone) {
		const { GITHUB_ACTOR: actor = "" } = this.#request.env;
		const pull = await readPull(this.#repository, milestone);
		if (!pull.ok) return pull;
		const opener = pull.value?.authorAccount;
		const bots = [...actor.endsWith("[bot]") ? [actor] : [], ...opener?.type === "Bot" ? [opener.login] : []];
		return good({
			...ACTION,
			bots: bots.length > 0 ? bots : "any"
		});
	}
	/** Whether this is the account by whose token the engine itself pushes. */
	async #isOwn(id) {
		const answer = await this.#repository.api.read("GET /user", {});
		return answer.ok && answer.value.id === id;
	}
	/** Whose token this run has: a person's or a bot's. */
	async #login() {
		const answer = await this.#repository.api.graphql("query { viewer { login } }", {});
		return answer.ok ? good(answer.value.viewer.login) : answer;
	}
	checkApprovers(approvers) {
		return checkApprovers(this.#repository, approvers);
	}
	takeUpComplaint() {
		return takeUpComplaint(this.#repository, this.#request.command, this.#request.env);
	}
	async land(asked) {
		const answer = await mergePull(this.#repository, asked, setTimeout);
		if (!answer.ok) return answer;
		const { number, commit } = answer;
		const how = asked.method === "squash" ? "as one commit" : "as a merge commit";
		return {
			ok: true,
			commit,
			done: `pull request #${number} of "${asked.milestone}" is merged ${how}`
		};
	}
	async landable(asked) {
		const answer = await readMergeable(this.#repository, asked, setTimeout);
		return answer.ok ? { ok: true } : answer;
	}
	async sync(tip, reason) {
		const run = this.#run;
		const now = Date.now();
		if (run && reason === "end") await this.#draftRelease(run, tip);
		if (!this.#request.project || !run || this.#memory.standsDown) return;
		if (reason === "boundary" && now - this.#syncedAt < SYNC_EVERY_MS) return;
		this.#syncedAt = now;
		const desired = await this.#desired(run, tip);
		const result = await syncGitHub({
			repository: this.#repository,
			desired,
			memory: this.#memory,
			self: ACTION,
			now
		});
		for (const { what, failure, remedy } of result.problems) this.#request.narrator.warn(`the ${what} could not be kept up: ${describeFailure(failure)}${remedy ? `; ${remedy}` : ""}`);
	}
	/** `release.draft`, whether or not an app keeps the rest of GitHub up to date: it has no right to. */
	async #draftRelease({ plan, journal, ports, base }, tip) {
		if (!plan.release.draft || journal.state.status !== "completed") return;
		const { release } = journal.state;
		const version = release?.version ?? null;
		const report = release ? null : await ports.repository.readFile(tip, paths.report(journal.session));
		const answer = await draftRelease(this.#repository, {
			tag: version === null ? completionTag(plan.id) : `v${version}`,
			title: version === null ? plan.title : `${version}: ${plan.title}`,
			notes: release ? `${publishWhen(plan.id, base.branch)}\n\n${release.notes}` : report?.toString("utf8") ?? "",
			...version === null ? {} : { target: base.branch }
		});
		const { narrator } = this.#request;
		if (answer.ok) narrator.note("basic", `the draft release is at ${answer.value}`);
		else narrator.warn(`the draft release could not be made: ${describeFailure(answer.failure)}`);
	}
	async #desired(run, head) {
		const { plan, journal, roles, base } = run;
		const config = await this.#readConfig({
			repository: run.ports.repository,
			base: run.base
		});
		return {
			milestone: plan.id,
			state: journal.state,
			plan,
			approvers: config.approvers,
			head,
			base: base.branch,
			mode: "action",
			labels: config.labels,
			notify: {
				stakeholders: [...plan.notify.stakeholders, ...config.notify.stakeholders],
				escalation: [...plan.notify.escalation, ...config.notify.escalation]
			},
			dependants: journal.history.dependants,
			reviews: journal.history.record.reviews,
			product: async () => {
				const { repository } = run.ports;
				const from = await repository.mergeBase(base.commit, head);
				const lines = from === null ? null : await repository.changedLines?.(from, head);
				return lines ? productOf(lines) : null;
			},
			render: (limit) => dashboardMarkdown(buildDashboard({
				plan,
				state: journal.state,
				history: journal.history,
				roles: roles.snapshot(),
				now: Date.now()
			}), { limit }),
			url: this.#repository.url
		};
	}
	async #readConfig({ repository, base }) {
		if (this.#config) return this.#config;
		const bytes = await repository.readFile(base.commit, paths.githubConfig);
		this.#config = readGitHubConfig(bytes?.toString("utf8") ?? "", paths.githubConfig).config;
		const { env, narrator } = this.#request;
		const { approverPermission: least } = this.#config;
		if (least !== "write" && isPublic(env)) narrator.warn(`${paths.githubConfig} lets approvers with ${least} permission open gates, and this repository is public: whoever is named there decides without being able to write; leave approver_permission out, unless that is meant`);
		return this.#config;
	}
	/** The time budget is spent: the next run of this very workflow goes on where this one stopped. */
	async dispatchNext() {
		const { env, command, narrator } = this.#request;
		const place = await this.place();
		if ("problem" in place) {
			narrator.warn(`the next run could not be started: ${place.problem}`);
			return;
		}
		const flags = passedOn(command, [
			"strategy",
			"agents",
			"time-budget",
			"continue",
			"monitoring",
			"only"
		]);
		const answer = await startRun(this.#repository, {
			...place,
			again: true
		}, {
			milestone: command.milestone ?? "",
			command: command.flags.only === void 0 ? "resume" : "execute",
			request: `continue-${env.GITHUB_RUN_ID}-${env.GITHUB_RUN_ATTEMPT ?? 1}`,
			flags
		});
		if (!answer.ok) narrator.warn(`the next run could not be started: ${describeFailure(answer.failure)}`);
		else if (answer.value.kind === "refused") narrator.warn(`the next run could not be started: ${whyNotStarted(answer.value.why)}`);
		else narrator.note("basic", "the next run is started; it goes on where this one stopped");
	}
	/** Where this very workflow is started. */
	async place() {
		const ref = this.#request.env.GITHUB_WORKFLOW_REF ?? "";
		const workflow = /\.github\/workflows\/([^@]+)@/.exec(ref)?.[1];
		if (!workflow) return { problem: "GITHUB_WORKFLOW_REF names no workflow" };
		const branch = await this.#runBranch();
		return branch.ok ? {
			workflow,
			branch: branch.value
		} : { problem: describeFailure(branch.failure) };
	}
	/** The branch whose workflow this run is; a review's run stands on a merge that no run can be dispatched on. */
	async #runBranch() {
		const { GITHUB_REF: ref, GITHUB_REF_NAME: name } = this.#request.env;
		if (name && (!ref || ref.startsWith("refs/heads/"))) return good(name);
		const answer = await this.#repository.read("GET /repos/{owner}/{repo}", {});
		return answer.ok ? good(answer.value.default_branch) : answer;
	}
};
/** What was asked of this run, for another that goes on for it. */
function passedOn({ flags }, names) {
	return Object.fromEntries(names.flatMap((name) => flags[name] === void 0 ? [] : [[name, String(flags[name])]]));
}
/** The idempotency key of a ticket's run, which stands in the run's title. */
const requestOf = (ticket) => `ticket-${ticket}`;
/**
* @param place where the running workflow was started; it is started again, on the same branch
* @param flags what holds for each run that goes on from there
*/
function ticketRuns(repository, { place, flags }) {
	return {
		async start(milestone, ticket) {
			const at = await place();
			if ("problem" in at) return {
				ok: false,
				message: at.problem
			};
			const answer = await startRun(repository, {
				...at,
				declaresAll: true
			}, {
				milestone,
				command: "execute",
				request: requestOf(ticket.nonce),
				flags: {
					...flags,
					ticket: JSON.stringify(ticket)
				}
			});
			if (!answer.ok) return {
				ok: false,
				message: describeFailure(answer.failure)
			};
			const { value } = answer;
			if (value.kind === "refused") return {
				ok: false,
				message: whyNotStarted(value.why)
			};
			return {
				ok: true,
				run: value.run === null ? null : String(value.run)
			};
		},
		async over(tickets, since) {
			const at = await place();
			if ("problem" in at || tickets.length === 0) return /* @__PURE__ */ new Map();
			const answer = await runsOver(repository, {
				workflow: at.workflow,
				since
			});
			if (!answer.ok) return /* @__PURE__ */ new Map();
			const ended = answer.value.map(({ run, title }) => ({
				run: String(run),
				requests: title.split(/\s+/)
			}));
			const gone = tickets.flatMap(({ id, run: known }) => {
				const of = ended.find(({ run, requests }) => known === null ? requests.includes(requestOf(id)) : run === known);
				return of ? [[id, of.run]] : [];
			});
			return new Map(gone);
		},
		async left(run) {
			const most = MOST_ARCHIVE;
			const answer = await readArtifact(repository, {
				run: Number(run),
				name: RESULT_ARTIFACT,
				most
			});
			if (!answer.ok) return isRefusal(answer.failure) ? {
				kind: "nothing",
				problem: describeFailure(answer.failure)
			} : { kind: "unknown" };
			const { value } = answer;
			if (value.kind === "there") return {
				kind: "archive",
				bytes: value.archive
			};
			return {
				kind: "nothing",
				...value.problem ? { problem: value.problem } : {}
			};
		},
		async cancel(runs) {
			return (await Promise.all(runs.map((run) => cancelRun(repository, Number(run))))).flatMap((answer, at) => answer.ok ? [] : [`run ${runs[at]} goes on: ${describeFailure(answer.failure)}`]);
		}
	};
}
/** Whoever pushes with the token that a workflow is given by GitHub itself. */
const ACTIONS_BOT = "github-actions[bot]";
/** The newest three thousand pushes are looked through. */
const PUSHES = 100;
const PUSH_PAGES = 30;
/**
* Whose push brought something to the milestone's branch, by GitHub's own record: of the pushes that have it without a gap,
* newest first, the oldest. What was once there stays, but for a branch that was started over. Null: the server keeps no
* record, or its record begins later. `unrecorded`: no push that it knows has it, as the newest one is not written down yet.
*/
async function readPusher(repository, { milestone, holds }) {
	let found = null;
	let after = null;
	for (let page = 1; page <= PUSH_PAGES; page++) {
		const answer = await repository.readPage("GET /repos/{owner}/{repo}/activity", {
			ref: branchRef(milestone),
			per_page: PUSHES,
			...after === null ? {} : { after }
		});
		if (!answer.ok) {
			const { kind } = answer.failure;
			return page === 1 && (kind === "not_found" || kind === "forbidden") ? good(null) : answer;
		}
		for (const { activity_type: type, before, after: to, actor } of answer.value.data) {
			if (type === "branch_deletion") continue;
			const by = actor ? {
				id: Number(actor.id),
				login: actor.login,
				type: actor.type
			} : null;
			if (!(found?.by && by && found.by.type !== "User" && found.by.id === by.id) && !await holds(to)) {
				if (found === null) continue;
				return good(found.by ?? "unknown");
			}
			found = {
				before,
				by
			};
		}
		if (found === null) return good("unrecorded");
		after = answer.value.after;
		if (after !== null) continue;
		const isOlder = !/^0+$/.test(found.before) && await holds(found.before);
		return good(isOlder ? null : found.by ?? "unknown");
	}
	return good("unknown");
}
/** Seen by whoever edits the draft, and by nobody else. */
const publishWhen = (milestone, base) => `<!-- Publish this once ${branchName(milestone)} is merged into ${base}: the tag is made there. -->`;
/** Drafts older than these many pages of a hundred releases are taken for none. */
const PAGES = 3;
/**
* Makes a draft release; publishing it is a person's decision. One that stands for the tag
* already, draft or not, is left as it is: a person may have edited it. Answers its page.
*/
async function draftRelease(repository, draft) {
	const there = await releaseOf(repository, draft.tag);
	if (!there.ok) return there;
	if (there.value) return good(there.value.html_url);
	const { tag, title, notes, target } = draft;
	const written = await repository.write("POST /repos/{owner}/{repo}/releases", {
		tag_name: tag,
		name: title,
		body: cut(notes, RELEASE_LIMIT),
		draft: true,
		...target === void 0 ? {} : { target_commitish: target }
	}, () => releaseOf(repository, tag));
	return written.ok ? good(written.value.data.html_url) : written;
}
/** GitHub shows drafts in the list alone, and only to who may write. */
async function releaseOf(repository, tag) {
	const all = await repository.readAll("GET /repos/{owner}/{repo}/releases", {}, PAGES);
	return all.ok ? good(all.value.find((release) => release.tag_name === tag) ?? null) : all;
}
/** As the event's payload says; what does not tell it warns of nothing. */
function isPublic({ GITHUB_EVENT_PATH: path }) {
	if (!path) return false;
	try {
		return JSON.parse(readFileSync(path, "utf8"))?.repository?.private === false;
	} catch {
		return false;
	}
}

export { readPullOf as a, text as c, replaceSection as d, sectionMarker as f, isPullRefused as i, SECTION_END as l, repositoryOf as n, readObjects as o, writeMarker as p, createPull as r, BODY_LIMIT as s, githubForge as t, othersLength as u };