import { a as refuse, t as Refusal } from "./engine-refusal.js";
import { r as good, t as describeFailure } from "./github-answer.js";
import { a as candidatesIn, c as githubSource, i as asFormat, l as otherTool, o as detectFile, r as milestoneText, s as detectFolder, t as readSource, u as parentOf } from "./import-read-source.js";
import { c as unreadable, i as imported, o as newTask } from "./import-imported.js";
import { n as rememberedSource, t as memoryOf } from "./import-source-memory.js";
import { t as nameOf } from "./import-titles.js";
import { n as updateFromSource } from "./import-update-from-source.js";
import { s as idProblem, u as paths } from "./milestone-names.js";
import { n as readPlan } from "./milestone-plan-read-plan.js";
import { t as counted } from "./milestone-text-sanitise.js";
import { n as slugOf, t as asId } from "./milestone-text-slug.js";
import { t as EXIT } from "./commands-outcome.js";

// src/import/fetch-github.ts
/** Pages of a hundred issues that are read; a milestone with more is read no further, which a note says. */
const PAGES = 20;
/** GitHub nests sub-issues eight levels deep. */
const LEVELS = 8;
/** Reads a milestone with its issues, their sub-issues and what blocks them. One or two requests for each issue that has such. */
async function fetchMilestone(repository, number) {
	const milestone = await repository.read("GET /repos/{owner}/{repo}/milestones/{milestone_number}", { milestone_number: number });
	if (!milestone.ok) return milestone;
	const issues = await repository.readAll("GET /repos/{owner}/{repo}/issues", {
		milestone: String(number),
		state: "all",
		sort: "created",
		direction: "asc"
	}, PAGES);
	if (!issues.ok) return issues;
	const reading = {
		repository,
		found: /* @__PURE__ */ new Map(),
		blockers: /* @__PURE__ */ new Map(),
		leftOut: []
	};
	if (issues.value.length === 2e3) reading.leftOut.push(`only the first 2000 issues were read`);
	const pulls = issues.value.filter((issue) => issue.pull_request).map((issue) => `#${issue.number}`);
	if (pulls.length > 0) reading.leftOut.push(`pull requests are no tasks, left out: ${pulls.slice(0, 20).join(", ")}`);
	const failure = await takeAll(reading, issues.value.filter((issue) => !issue.pull_request));
	if (failure) return failure;
	keepKnownBlockers(reading);
	const { title, description, due_on, html_url } = milestone.value;
	return good({
		number,
		title,
		description: description ?? "",
		due: due_on ? due_on.slice(0, 10) : null,
		url: html_url,
		issues: [...reading.found.values()].sort((a, b) => a.number - b.number),
		leftOut: reading.leftOut
	});
}
/** Takes issues and, level by level, sub-issues that the milestone itself does not name. */
async function takeAll(reading, issues) {
	let level = issues;
	for (let depth = 0; depth <= LEVELS && level.length > 0; depth++) {
		const next = [];
		for (const raw of level) {
			if (reading.found.has(raw.number)) continue;
			const issue = issueOf(raw);
			reading.found.set(raw.number, issue);
			const parts = await subIssues(reading, raw);
			if (!parts.ok) return parts;
			issue.subIssues = parts.value.map((part) => part.number);
			next.push(...parts.value);
			const blockers = await blockersOf(reading, raw);
			if (!blockers.ok) return blockers;
			reading.blockers.set(raw.number, blockers.value);
		}
		level = next;
	}
	return null;
}
function issueOf(raw) {
	return {
		number: raw.number,
		title: raw.title,
		body: raw.body ?? "",
		state: raw.state === "closed" ? "closed" : "open",
		reason: raw.state_reason ?? null,
		labels: raw.labels.flatMap((label) => typeof label === "string" ? label : label.name ?? []),
		subIssues: [],
		blockedBy: []
	};
}
async function subIssues({ repository, leftOut }, raw) {
	if (raw.sub_issues_summary?.total === 0) return good([]);
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", { issue_number: raw.number });
	if (!answer.ok) return unknownThere(answer);
	const [here, elsewhere] = parted(answer.value, repository);
	for (const issue of elsewhere) leftOut.push(`${issue.html_url} is a sub-issue in another repository: left out`);
	return good(here);
}
async function blockersOf({ repository, leftOut }, raw) {
	if (raw.issue_dependencies_summary?.total_blocked_by === 0) return good([]);
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by", { issue_number: raw.number });
	if (!answer.ok) return unknownThere(answer);
	const [here, elsewhere] = parted(answer.value, repository);
	for (const issue of elsewhere.filter((each) => each.state === "open")) leftOut.push(`#${raw.number} is blocked by ${issue.html_url}, in another repository: left out`);
	return good(here);
}
/** Blockers outside of the milestone cannot be waited for: those that are still open are told. */
function keepKnownBlockers({ found, blockers, leftOut }) {
	for (const [number, list] of blockers) {
		const [known, outside] = [list.filter((b) => found.has(b.number)), list.filter((b) => !found.has(b.number))];
		found.get(number).blockedBy = known.map((blocker) => blocker.number);
		for (const { number: other } of outside.filter((each) => each.state === "open")) leftOut.push(`#${number} is blocked by #${other}, which is not in the milestone: left out`);
	}
}
/** An older GitHub Enterprise Server knows neither sub-issues nor dependencies. */
function unknownThere(answer) {
	return answer.failure.kind === "not_found" ? good([]) : answer;
}
function parted(issues, repository) {
	const own = `/repos/${repository.owner}/${repository.repo}`.toLowerCase();
	const isHere = (issue) => issue.repository_url.toLowerCase().endsWith(own);
	return [issues.filter(isHere), issues.filter((issue) => !isHere(issue))];
}

// src/import/find-source.ts
const no = (message, remedy) => ({
	ok: false,
	message,
	remedy
});
/** Finds the plan that the user named: a folder, a file (`tasks.json#tag`), `github:12` or a GitHub milestone's page. */
async function findSource(named, { format, files }) {
	const github = githubSource(named);
	if (github) return format === null || format === "github" ? {
		ok: true,
		source: github
	} : no(`${named} is a GitHub milestone, not ${format}`, "leave --format out");
	if (format === "github") return no(`"${named}" names no GitHub milestone`, "write github:<number>, or the address of its page");
	const path = named.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "").replace(/\/+$/, "") || ".";
	const below = await files.list(path);
	const source = below === null ? await fileAt(path, files) : folderAt(path, below);
	if (source === null) return notFound(named, files);
	if ("ok" in source) return source;
	const wanted = format === null ? source : asFormat(source, format);
	return wanted === null ? no(`${named} looks like ${source.format}, not ${format}`, `leave --format out, or name the ${format} source`) : {
		ok: true,
		source: wanted
	};
}
async function fileAt(path, files) {
	const [plain] = path.split("#");
	if (await files.readFile(plain) === null) return null;
	const folder = parentOf(plain);
	const beside = (await files.list(folder === "" ? "." : folder) ?? []).filter((name) => !name.includes("/"));
	const other = otherTool(plain);
	if (other) return no(`${plain} is not read: it is ${other.tool}`, other.remedy);
	return detectFile(path, beside) ?? no(`${plain} is no plan that can be imported`, `name a Markdown list with boxes or a tool's JSON file; to have it planned: milestone plan --goal "…" --from ${plain}`);
}
/** A folder above plans stands for its plan when it holds just one. */
function folderAt(path, below) {
	const direct = detectFolder(path, below);
	if (direct) return direct;
	const closed = otherTool(path);
	if (closed) return no(`${path} is not read: it holds ${closed.tool}`, closed.remedy);
	const candidates = candidatesIn(path === "." ? "" : path, below);
	const [first] = candidates;
	if (first === void 0) {
		const other = below.map((file) => otherTool(`${path}/${file}`)).find((each) => each !== null);
		if (other) return no(`${path} is not read: it holds ${other.tool}`, other.remedy);
		return no(`${path} holds no plan that can be imported`, "name a folder with a tasks.md (Kiro, spec-kit, OpenSpec), a tasks.json (Task Master), another tool's folder, or github:<number>");
	}
	if (candidates.length > 1) return no(`${path} holds ${candidates.length} plans`, `name one: ${candidates.slice(0, 12).join(", ")}`);
	const inside = below.map((file) => path === "." || path === "" ? file : `${path}/${file}`).filter((file) => file.startsWith(`${first}/`)).map((file) => file.slice(first.length + 1));
	const beside = below.filter((file) => !file.includes("/"));
	return (inside.length > 0 ? detectFolder(first, inside) : detectFile(first, beside)) ?? no(`${path} holds no plan that can be imported`, `name one: ${first}`);
}
async function notFound(named, files) {
	const there = candidatesIn("", await files.list(".") ?? []);
	const other = otherTool(named);
	if (other) return no(`there is no ${JSON.stringify(named).slice(0, 200)}; it would be ${other.tool}`, other.remedy);
	const remedy = there.length > 0 ? `found here: ${there.slice(0, 8).join(", ")}` : "name a folder with a tasks.md, a tasks.json, or github:<number>";
	return no(`there is no ${JSON.stringify(named).slice(0, 200)}`, remedy);
}

// src/import/github-issues.ts
/**
* The issues of a GitHub milestone as tasks with their numbers as ids. They begin with design, as no document is
* finished; a closed issue is completed, one closed as not planned is skipped, a sub-issue is needed by its parent.
*/
function readGitHubMilestone(milestone) {
	const { issues } = milestone;
	if (issues.length === 0) return unreadable(milestone.url, 1, "the milestone has no issues", "add issues to it on GitHub, then import again");
	const parents = parentsOf(issues, new Map(issues.map(({ number }, index) => [number, index])));
	const notes = milestone.leftOut.map((what) => ({ what }));
	const tasks = issues.map((issue, index) => {
		const state = stateOf(issue);
		if (state === "skipped") notes.push({
			what: `closed as ${issue.reason}, so imported as skipped`,
			item: `#${issue.number}`
		});
		return newTask({
			id: String(issue.number),
			title: issue.title,
			details: detailsOf(issue),
			state,
			parent: parents[index],
			after: issue.blockedBy.map(String),
			planned: false
		});
	});
	return imported({
		format: "github",
		source: milestone.url,
		title: milestone.title,
		description: visible(milestone.description),
		...milestone.due === null ? {} : { due: milestone.due },
		tasks,
		steps: [],
		hints: [],
		documents: [],
		lists: [],
		notes
	});
}
/** GitHub lets an issue have one parent; a second one, or a circle, is not believed. */
function parentsOf(issues, places) {
	const parents = issues.map(() => null);
	issues.forEach((issue, index) => {
		for (const number of issue.subIssues) {
			const part = places.get(number);
			if (part === void 0 || parents[part] !== null || isAbove(parents, part, index)) continue;
			parents[part] = index;
		}
	});
	return parents;
}
function isAbove(parents, above, index) {
	for (let at = index; at !== null; at = parents[at]) if (at === above) return true;
	return false;
}
function stateOf({ state, reason }) {
	if (state === "open") return "pending";
	return reason === "not_planned" || reason === "duplicate" ? "skipped" : "completed";
}
function detailsOf({ number, body, labels }) {
	const text = visible(body);
	const about = `Issue #${number}${labels.length > 0 ? `, labels: ${labels.join(", ")}` : ""}`;
	return text === "" ? [about] : [
		...text.split("\n"),
		"",
		about
	];
}
/** Without HTML comments: nobody sees them on GitHub, so nobody could have judged what they tell an agent. */
function visible(markdown) {
	let text = "";
	let at = 0;
	for (;;) {
		const open = markdown.indexOf("<!--", at);
		if (open < 0) break;
		text += markdown.slice(at, open);
		const close = markdown.indexOf("-->", open);
		at = close < 0 ? markdown.length : close + 3;
	}
	return (text + markdown.slice(at)).replace(/\r\n?/g, "\n").trim();
}

// src/commands/import-command.ts
/**
* Makes a milestone of a plan that another tool wrote: its file below `.milestones/active/` and its documents as
* finished deliverables. A plan that was imported before is taken in again, and what a person changed in the milestone
* stays. Nothing is written before all was read and found valid, nor over what is there.
* @throws Refusal for what cannot be read or stands in the way
*/
async function importCommand(request) {
	const { files, force, dryRun } = request;
	const found = await findSource(request.source, request);
	const source = found.ok ? found.source : refuse(found.message, found.remedy);
	const plan = unwrap(await read(source, request));
	const known = request.id ?? await idOfSource(source, files, "active");
	const done = known === null && plan.tasks.every(isOver) ? await idOfSource(source, files, "completed") : null;
	if (done !== null) return nothingLeft(plan, done);
	const id = known ?? idFor(source, plan);
	const problem = idProblem(id);
	if (problem) refuse(`the id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "name another one behind the source");
	const made = unwrap(milestoneText(plan, id, memoryOf(source, filesOf(plan))));
	const path = paths.milestone(id);
	const there = force ? null : await files.readFile(path);
	if (there !== null && source.format !== "github" && isOf(there, source)) return takeAgain({
		request,
		id,
		source,
		plan,
		current: there
	});
	const reading = readPlan({
		file: path,
		text: made.text
	});
	if (!reading.ok) throw new Error(`the import made an invalid milestone: ${reading.errors[0]?.message}`);
	const writes = [{
		path,
		text: made.text
	}, ...made.files];
	if (!force) await refuseOverwriting(id, writes, files);
	if (!dryRun) for (const file of writes) await files.writeFile(file.path, file.text);
	const { tasks } = reading.plan;
	const count = (status) => tasks.filter((task) => task.status === status).length;
	const documents = made.files.length;
	const notes = source.format === "github" ? [...made.notes, IS_COPY] : made.notes;
	const said = [`${plan.format}: ${plan.source}: ${counted(tasks.length, "task")} (${count("completed")} completed, ${count("skipped")} skipped), ${counted(documents, "document")}`, ...notes.map((note) => `  note: ${note}`)];
	const text = dryRun ? [
		...said,
		`would write ${writes.map((w) => w.path).join(", ")}:`,
		"",
		made.text
	].join("\n") : [
		...said,
		...writes.map((w) => `wrote ${w.path}`),
		"",
		...next(id)
	].join("\n");
	const json = {
		milestone: id,
		format: plan.format,
		source: plan.source,
		tasks: tasks.length,
		files: writes.map((w) => w.path),
		written: !dryRun,
		notes
	};
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json,
		outputs: { milestone: id }
	};
}
/** Files of the repository come from people who may write there; the text of an issue from anybody. */
const IS_COPY = "this is a copy: what changes in the issues later is not taken in by itself, for anybody may edit an issue of theirs; change the milestone file, or import the milestone again under another id";
const filesOf = (plan) => plan.documents.map(({ source, text }) => ({
	path: source,
	text
}));
/** Whether a milestone file says that it was made of this source. */
function isOf(text, source) {
	const memory = rememberedSource(text);
	return memory !== null && memory.path === memoryOf(source, [])?.path;
}
/** The milestone that was made of this source before. */
async function idOfSource(source, files, shelf) {
	if (source.format === "github") return null;
	for (const name of (await files.list(`.milestones/${shelf}`) ?? []).sort()) {
		if (!/^[^/]+\.yaml$/.test(name)) continue;
		const text = await files.readFile(`.milestones/${shelf}/${name}`);
		if (text !== null && isOf(text, source)) return name.slice(0, -5);
	}
	return null;
}
const isOver = ({ state }) => state === "completed" || state === "skipped";
/** A second milestone of what one has finished would have nothing to do. */
function nothingLeft({ format, source, tasks }, milestone) {
	const json = {
		milestone,
		format,
		source,
		tasks: tasks.length,
		files: [],
		written: false,
		notes: [],
		added: [],
		changed: [],
		ticked: [],
		gone: [],
		renamed: [],
		kept: []
	};
	const text = [`${format}: ${source}: every task in it is done, and milestone ${milestone} was made of it`, "  nothing new"].join("\n");
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json,
		outputs: { milestone }
	};
}
/** A source that was imported before: takes in what changed there. @throws Refusal where the result would not be valid */
async function takeAgain({ request, id, source, plan, current }) {
	const { files, dryRun } = request;
	const path = paths.milestone(id);
	const updated = unwrap(await updateFromSource({
		id,
		current,
		source,
		plan
	}, files));
	const reading = readPlan({
		file: path,
		text: updated.text
	});
	if (!reading.ok) throw new Refusal(reading.errors);
	const writes = [{
		path,
		text: updated.text
	}, ...updated.files];
	const written = [];
	for (const file of writes) {
		if (await files.readFile(file.path) === file.text) continue;
		written.push(file.path);
		if (!dryRun) await files.writeFile(file.path, file.text);
	}
	const list = (what, ids) => ids.length > 0 ? [`${what}: ${ids.join(", ")}`] : [];
	const said = [
		...list("new", updated.added),
		...list("renamed", updated.renamed),
		...list("changed", updated.changed),
		...list("finished in the source", updated.ticked),
		...list("gone in the source, so skipped here", updated.gone)
	];
	const lines = [
		`${plan.format}: ${plan.source}: taken into milestone ${id} again; what you changed there stays`,
		...said.length > 0 ? said.map((each) => `  ${each}`) : ["  nothing new"],
		...updated.kept.map((each) => `  kept: ${each}`),
		...updated.notes.map((note) => `  note: ${note}`),
		...written.map((each) => `${dryRun ? "would write" : "wrote"} ${each}`),
		...written.length > 0 && !dryRun ? ["", `commit it: git add .milestones && git commit; a run takes it in: milestone sync ${id}`] : []
	];
	const { added, changed, ticked, gone, renamed, kept, notes } = updated;
	const json = {
		milestone: id,
		format: plan.format,
		source: plan.source,
		tasks: reading.plan.tasks.length,
		files: written,
		written: !dryRun,
		added,
		changed,
		ticked,
		gone,
		renamed,
		kept,
		notes
	};
	return {
		status: null,
		exitCode: EXIT.ok,
		text: lines.join("\n"),
		json,
		outputs: { milestone: id }
	};
}
const next = (id) => [
	`1. look through ${paths.milestone(id)}: who does the work is its \`executor\``,
	"2. commit it: git add .milestones && git commit",
	`3. milestone plan ${id}, then milestone execute ${id}`
];
async function read(source, { files, github, source: named }) {
	if (source.format !== "github") return readSource(source, files);
	const repository = github ? await github(source.repository) : null;
	if (!repository) return refuse(`${named} cannot be asked for: there is no GitHub repository or no token`, "set GITHUB_TOKEN, and run in a clone of the repository or name it: github:owner/repo#12");
	const answer = await fetchMilestone(repository, source.number);
	if (answer.ok) return readGitHubMilestone(answer.value);
	const missing = answer.failure.kind === "not_found";
	return refuse(missing ? `${repository.owner}/${repository.repo} has no milestone ${source.number}` : describeFailure(answer.failure), missing ? `its milestones: ${repository.url}/milestones` : "check the token and try again");
}
function idFor(source, plan) {
	return (source.format === "github" ? slugOf(plan.title) || `milestone-${source.number}` : "folder" in source && !/^\.?(?:planning|backlog)?$/.test(nameOf(source.folder)) ? asId(nameOf(source.folder)) : slugOf(("tag" in source ? source.tag : null) ?? plan.title)) || "imported";
}
/** @throws Refusal that names every file which would be lost */
async function refuseOverwriting(id, writes, files) {
	for (const shelf of ["completed", "archived"]) {
		const path = paths.milestone(id, shelf);
		if (await files.readFile(path) !== null) refuse(`there is a milestone ${id} already: ${path}`, "name another id behind the source");
	}
	const lost = [];
	for (const { path, text } of writes) {
		const there = await files.readFile(path);
		if (there !== null && there !== text) lost.push(path);
	}
	if (lost.length === 0) return;
	const more = lost.length > 1 ? ` and ${lost.length - 1} more` : "";
	refuse(`${lost[0]}${more} exists`, "use --force to overwrite, or name another id behind the source");
}
/** @throws Refusal */
function unwrap(reading) {
	if (reading.ok) return reading.value;
	throw new Refusal([reading.problem]);
}

export { importCommand };