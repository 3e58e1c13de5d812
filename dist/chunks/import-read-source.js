import { s as idProblem, u as paths } from "./milestone-names.js";
import { i as trimEndOf, n as sanitise, r as sanitiseLine } from "./milestone-text-sanitise.js";
import { s as shorten } from "./milestone-text-escape-markdown.js";
import { t as pathProblem } from "./milestone-diagnostic-path-rule.js";
import { n as slugOf, t as asId } from "./milestone-text-slug.js";
import { n as yamlPair, t as yamlComment } from "./import-yaml-text.js";
import { c as unreadable, i as imported, s as noteLines } from "./import-imported.js";
import { i as unaccounted } from "./import-checklist.js";
import { n as dependenciesOf } from "./import-dependencies.js";
import { t as conflictIn } from "./import-json-file.js";

// src/import/detect.ts
/** A GitHub milestone named as `github:12`, `github:acme/web#12`, or by its page; null for anything else. */
function githubSource(source) {
	const short = /^github:(?:([\w.-]{1,100})\/([\w.-]{1,100})#)?(\d{1,9})$/.exec(source);
	const page = /^https?:\/\/[^/\s]{1,200}\/([\w.-]{1,100})\/([\w.-]{1,100})\/milestone\/(\d{1,9})\/?(?:[?#].*)?$/.exec(source);
	const [, owner, repo, number] = short ?? page ?? [];
	if (number === void 0) return null;
	return {
		format: "github",
		number: Number(number),
		repository: owner !== void 0 && repo !== void 0 ? {
			owner,
			repo
		} : null
	};
}
/** Folders in which lists lie that are worked off or put away. */
const ASIDE$1 = /(?:^|\/)(?:archived?|backups?|old|completed|node_modules|templates?|\.git|examples?|fixtures?)\//i;
/**
* What a folder holds, by its path and the files below it (relative to it). Null when it is not a plan itself;
* `candidatesIn` may find some below.
*/
function detectFolder(path, below) {
	const has = (...names) => names.some((name) => below.includes(name));
	if (has("tasks.md")) return {
		format: kindOf(path, below) ?? "kiro",
		folder: path
	};
	if (has("plan.md") && (has("metadata.json") || /(?:^|\/)conductor\/tracks\/[^/]+$/.test(path))) return {
		format: "conductor",
		folder: path
	};
	if (has("ROADMAP.md") && (nameIs(path, ".planning") || below.some((file) => /^phases\/[^/]+\/.*-PLAN\.md$/i.test(file)))) return {
		format: "gsd",
		folder: path
	};
	if (has("sprint-status.yaml", "sprint-status.yml") || below.filter((file) => BMAD_STORY.test(file)).length > 0) return {
		format: "bmad",
		folder: path
	};
	if (below.some((file) => BACKLOG_TASK.test(file))) return {
		format: "backlog",
		folder: path
	};
	if (nameIs(path, "tasks") && below.some((file) => BACKLOG_TASK.test(`tasks/${file}`)) && path.includes("/")) return {
		format: "backlog",
		folder: parentOf(path)
	};
	const file = FILES_IN_FOLDERS.find((each) => below.includes(each.name));
	return file === void 0 ? null : {
		format: file.format,
		file: join(path, file.name),
		tag: null
	};
}
/** What a file is, by its name and the files beside it (relative to its folder). `#` and a tag may stand behind it. */
function detectFile(path, beside) {
	const [plain, tag = null] = path.split(/#(.*)/s);
	const name = plain.slice(plain.lastIndexOf("/") + 1);
	const folder = parentOf(plain);
	if (/\.jsonl$/i.test(name)) return {
		format: "beads",
		file: plain,
		tag: null
	};
	if (/\.json$/i.test(name)) return {
		format: /^feature[-_]?list/i.test(name) ? "feature-list" : /^prd\b/i.test(name) ? "ralph" : "task-master",
		file: plain,
		tag: tag || null
	};
	if (name === "tasks.md") {
		const kind = kindOf(folder, beside);
		if (kind !== null) return {
			format: kind,
			folder
		};
	}
	if (/^sprint-status\.ya?ml$/i.test(name)) return {
		format: "bmad",
		folder
	};
	if (name === "plan.md" && /(?:^|\/)conductor\/tracks\/[^/]+$/.test(folder)) return {
		format: "conductor",
		folder
	};
	if (name === "ROADMAP.md" && nameIs(folder, ".planning")) return {
		format: "gsd",
		folder
	};
	return /\.(?:md|markdown)$/i.test(name) ? {
		format: "todo",
		file: plain,
		tag: null
	} : null;
}
const BMAD_STORY = /^(?:story-)?\d{1,3}[-.]\d{1,3}[a-z]?[-.][^/]*\.md$/i;
const BACKLOG_TASK = /^tasks\/[A-Za-z]+-\d[\d.]* - [^/]+\.md$/;
const FILES_IN_FOLDERS = [
	{
		name: "tasks/tasks.json",
		format: "task-master"
	},
	{
		name: "tasks.json",
		format: "task-master"
	},
	{
		name: "issues.jsonl",
		format: "beads"
	},
	{
		name: "beads.jsonl",
		format: "beads"
	},
	{
		name: "prd.json",
		format: "ralph"
	},
	{
		name: "feature_list.json",
		format: "feature-list"
	}
];
const CANDIDATE = /\/tasks\.md$|(?:^|\/)tasks\/tasks\.json$|(?:^|\/)\.beads\/(?:issues|beads)\.jsonl$|(?:^|\/)(?:feature_list|prd)\.json$|(?:^|\/)conductor\/tracks\/[^/]+\/plan\.md$|(?:^|\/)\.planning\/ROADMAP\.md$|(?:^|\/)sprint-status\.ya?ml$|(?:^|\/)backlog\/tasks\/[A-Za-z]+-\d[^/]*\.md$/;
/** Lists that people keep at the top; offered where there is nothing else. */
const PLAIN = /^(?:(?:docs|doc)\/)?(?:to-?do|tasks)\.md$/i;
/** Plans below a folder, named as `milestone import` takes them. */
function candidatesIn(path, below) {
	const wanted = (pattern) => below.filter((file) => pattern.test(join(path, file)) && !ASIDE$1.test(file));
	const found = wanted(CANDIDATE);
	const names = (found.length > 0 ? found : wanted(PLAIN)).map((file) => {
		const whole = join(path, file);
		if (/\/backlog\/tasks\/|^backlog\/tasks\//.test(whole)) return parentOf(parentOf(whole));
		return /\/tasks\.md$|\/plan\.md$|ROADMAP\.md$|sprint-status\.ya?ml$/.test(file) ? parentOf(whole) : whole;
	});
	return [...new Set(names)].sort();
}
function kindOf(path, below) {
	if (/(?:^|\/)\.kiro\//.test(path)) return "kiro";
	const has = (...names) => names.some((name) => below.includes(name));
	if (/(?:^|\/)openspec\/changes\//.test(path) || has("proposal.md")) return "openspec";
	if (has("spec.md", "plan.md", "research.md", "data-model.md")) return "spec-kit";
	if (has("requirements.md", "bugfix.md", "design.md")) return "kiro";
	if (/(?:^|\/)specs\/\d{3}-/.test(path)) return "spec-kit";
	return null;
}
const nameIs = (path, name) => path === name || path.endsWith(`/${name}`);
/**
* A source read as the format that the user named; null where it cannot be that. The Markdown lists are read as one
* another, and so are the JSON files.
*/
function asFormat(found, format) {
	if (found.format === format) return found;
	if (found.format === "github" || format === "github") return null;
	const folders = [
		"kiro",
		"spec-kit",
		"openspec"
	];
	if ("folder" in found) return folders.includes(format) && folders.includes(found.format) ? {
		...found,
		format
	} : null;
	const json = [
		"task-master",
		"ralph",
		"feature-list"
	];
	if (json.includes(format) && json.includes(found.format)) return {
		...found,
		format
	};
	if (found.format === "todo" && folders.includes(format) && /(?:^|\/)tasks\.md$/.test(found.file)) return {
		format,
		folder: parentOf(found.file),
		alone: true
	};
	return null;
}
/** Plans of tools that are not read, by the places where they lie: what they are, and what to do. */
const OTHERS = [
	{
		at: /(?:^|\/)\.specify(?:\/|$)/,
		tool: "spec-kit's own folder, which holds no feature",
		remedy: "name a feature below specs/"
	},
	{
		at: /(?:^|\/)openspec\/changes\/archive(?:\/|$)/,
		tool: "OpenSpec's archive, whose changes are done",
		remedy: "name a change below openspec/changes"
	},
	{
		at: /(?:^|\/)openspec\/specs(?:\/|$)/,
		tool: "part of OpenSpec's specifications, which hold no tasks",
		remedy: "name a change below openspec/changes"
	},
	{
		at: /(?:^|\/)(?:\.cursor|\.windsurf|\.claude|\.codex|\.gemini)\/plans?(?:\/|$)|\.plan\.md$/,
		tool: "a plan of a coding agent's own",
		remedy: "ask the agent to write it as a list of boxes (- [ ] …) into a file, and import that"
	},
	{
		at: /(?:^|\/)\.agents\/PLANS?\.md$|(?:^|\/)(?:EXEC_?PLAN|PLANS)\.md$/i,
		tool: "an execution plan of Codex",
		remedy: "name it as a Markdown list with boxes, or: milestone plan --goal \"…\" --from <file>"
	},
	{
		at: /(?:^|\/)\.plandex/,
		tool: "a plan of Plandex, which is kept in its own store",
		remedy: "export its tasks as a Markdown list and import that"
	},
	{
		at: /(?:^|\/)\.?todo\.txt$/i,
		tool: "a todo.txt list",
		remedy: "write its lines as `- [ ] …` in a Markdown file and import that"
	},
	{
		at: /(?:^|\/)\.(?:vscode|zed|idea|fleet)\/[^/]*$/,
		tool: "a list of an editor's commands, not of work",
		remedy: "name the file with the list of tasks"
	},
	{
		at: /\.org$/i,
		tool: "an Org mode file",
		remedy: "export it as Markdown with boxes and import that"
	},
	{
		at: /\.(?:mpp|mspdi|xml)$/i,
		tool: "a project plan of an office program",
		remedy: "export its tasks as a Markdown list and import that"
	},
	{
		at: /\.(?:csv|tsv|xlsx?)$/i,
		tool: "a table, as Jira, Linear or Asana export it",
		remedy: "import the issues from GitHub (github:<number>), or write the rows as `- [ ] …` in a Markdown file"
	},
	{
		at: /(?:^|\/)\.taskwarrior|(?:^|\/)\.task\//,
		tool: "a Taskwarrior store",
		remedy: "export its tasks as a Markdown list and import that"
	},
	{
		at: /(?:^|\/)\.(?:roo|clinerules|aider|continue|kilocode)(?:\/|$)/,
		tool: "part of a coding agent's settings, which hold no plan",
		remedy: "name the file with its list of tasks"
	},
	{
		at: /\.(?:docx?|pdf|odt|rtf|pages)$/i,
		tool: "a document of an office program",
		remedy: "save it as Markdown, then: milestone plan --goal \"…\" --from <file>"
	}
];
/** The tool whose plan lies at a path, where it is one that is not read. */
function otherTool(path) {
	return OTHERS.find(({ at }) => at.test(path)) ?? null;
}
function parentOf(path) {
	return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
function join(folder, file) {
	return folder === "" || folder === "." ? file : `${trimEndOf(folder, "/")}/${file}`;
}

// src/import/milestone-text.ts
const MAX_TASKS = 9999;
const MAX_TITLE = 200;
const MAX_PROSE = 16e3;
const MAX_LINE = 900;
const MAX_CRITERIA = 200;
/** Long enough to name every line that was left out. */
const MAX_NOTE = 1e5;
/**
* The milestone file of a plan of another tool: ids, order and checked boxes kept, its documents as deliverables of a
* first, finished task. Refuses a plan without tasks, or with more than a milestone may have.
*/
function milestoneText(plan, id, memory = null) {
	const problem = countProblem(plan) ?? lossProblem(plan);
	if (problem) return problem;
	const { of: needs, notes } = dependenciesOf(plan);
	const documents = plan.documents.length > 0;
	const { ids, made, changed, first } = idsOf(plan, memory?.ids);
	const renamed = changed.map(({ from, to }) => ({
		what: "ids changed",
		item: `${line(from, 80)} to ${to}`
	}));
	const tasks = plan.tasks.map((task, index) => taskText(task, {
		id: ids[index],
		needs: needs[index].map((at) => ids[at]),
		first
	}));
	const untold = plan.tasks.flatMap(({ mark, heading, state }, index) => memory !== null && mark === null && !heading && /^(?:pending|in_progress)$/.test(state) ? [{
		what: NO_MARK,
		item: ids[index]
	}] : []);
	const shortened = plan.tasks.flatMap((task, index) => shortenedIn(task, ids[index]));
	const text = [
		head(plan, {
			id,
			documents,
			memory
		}),
		"tasks:",
		...first === null ? [] : [documentsTask(plan, first), ""],
		tasks.join("\n\n"),
		""
	].join("\n");
	const files = plan.documents.map(({ phase, path, text: content }) => ({
		path: `${paths.deliverables(id, first, phase)}/${path}`,
		text: content
	}));
	return imported({
		text,
		tasks: plan.tasks.map(({ id: wanted, title: words }, index) => ({
			id: ids[index],
			byTitle: wanted === slugOf(words) ? made[index] : null,
			title: words,
			text: tasks[index]
		})),
		files,
		notes: noteLines([
			...plan.notes,
			...notes,
			...renamed,
			...untold,
			...shortened
		]).map((note) => line(note, MAX_NOTE))
	});
}
/**
* The id of each task in the milestone, and of the one that holds the documents; `made`: what the source alone makes
* of it.
* @param former of tasks that got another title since they were first read, by what is made of the new one
*/
function idsOf(plan, former = {}) {
	const wanted = plan.tasks.map((task) => task.id);
	const documents = plan.documents.length > 0;
	const { ids: made, changed } = giveIds(documents ? [...wanted, "specification"] : wanted);
	const known = new Map(Object.entries(former));
	const kept = new Set(made.flatMap((id) => known.get(id)?.toLowerCase() ?? []));
	const taken = /* @__PURE__ */ new Set([...kept, ...made.map((id) => id.toLowerCase())]);
	const ids = made.map((id) => known.get(id) ?? (kept.has(id.toLowerCase()) ? free(id, taken) : id));
	return {
		ids,
		made,
		changed,
		first: documents ? ids.pop() : null
	};
}
function countProblem(plan) {
	if (plan.tasks.length === 0) return unreadable(plan.source, 1, "there is no task in it", "add tasks with the tool that wrote it, then import again");
	if (plan.tasks.length > MAX_TASKS) {
		const message = `it has ${plan.tasks.length} tasks; a milestone holds at most 10000`;
		return unreadable(plan.source, 1, message, "split it and import each part as a milestone of its own");
	}
	return null;
}
/** Every box and numbered line of a list is a task, a detail or in a note: anything else is refused. */
function lossProblem({ lists, notes }) {
	for (const { file, told } of lists) {
		const noted = notes.flatMap((note) => (note.file ?? file.path) === file.path ? note.line ?? [] : []);
		const [lost] = unaccounted(file.text, /* @__PURE__ */ new Set([...told, ...noted]));
		if (lost) return unreadable(file.path, lost.line, `${JSON.stringify(lost.text.slice(0, 80))} would be lost: it is neither a task, a detail nor told in a note`, "write it as `- [ ] …` in the list, and report this line as a fault of the import");
	}
	return null;
}
const FORMAT_WORDS = {
	kiro: "a Kiro spec",
	"spec-kit": "a spec-kit feature",
	openspec: "an OpenSpec change",
	conductor: "a Conductor track",
	backlog: "a Backlog.md board",
	gsd: "a GSD roadmap",
	bmad: "BMAD stories",
	"task-master": "a Task Master list",
	ralph: "a Ralph list of user stories",
	"feature-list": "a list of features",
	beads: "Beads issues",
	todo: "a Markdown list",
	github: "a GitHub milestone"
};
function head(plan, { id, documents, memory }) {
	const names = plan.documents.map(({ source }) => source);
	const description = [prose(plan.description), documents ? `Written before, to be read first: ${line(names.join(", "), 2e3)}` : ""];
	return [
		yamlComment(`Made of ${FORMAT_WORDS[plan.format]}, ${line(plan.source, 200)}, by \`milestone import\`.`),
		yamlComment(`Look through it, commit it, then: milestone plan ${id}; milestone execute ${id}`),
		yamlPair("id", id, 0),
		yamlPair("title", title(plan.title, id), 0),
		...pairOf("description", description.filter(Boolean).join("\n\n"), 0),
		yamlPair("status", "planned", 0),
		...pairOf("due", plan.due, 0),
		"",
		yamlComment("Who does the work: Claude Code here. Another agent (codex, gemini, copilot), a shell command (run: ./scripts/do.sh) or a person (manual: true) may stand here, in a task, or in a phase."),
		yamlPair("executor", { agent: "claude" }, 0),
		"",
		yamlComment("Run on the branch after each task that changes code; write yours and remove the #:"),
		"# test_command: npm test",
		"",
		...memory === null ? [] : [
			yamlComment(`The plan it was made of stays yours: \`milestone import ${line(plan.source, 200)}\` again takes in what changed there, and a task that is done is ticked there (tick_source: false to leave it).`),
			yamlPair("source", { ...memory }, 0),
			""
		]
	].join("\n");
}
/** The existing documents as the work of a task that is done, on which the others build. */
function documentsTask(plan, id) {
	const phases = [
		"design",
		"spec",
		"task"
	].map((phase) => {
		const files = plan.documents.filter((document) => document.phase === phase).map(({ path }) => path);
		return yamlPair(phase, {
			status: "completed",
			deliverables: files
		}, 8);
	});
	return [
		yamlComment("What was written before the import: finished, nothing runs here, nobody has to approve it.", 2),
		itemHead(id),
		yamlPair("title", title(`Specification of ${plan.title}`, id), 4),
		yamlPair("status", "completed", 4),
		"    kiro_workflow:",
		"      enabled: true",
		"      phases:",
		...phases,
		yamlPair("execute", {
			status: "completed",
			deliverables: []
		}, 8)
	].join("\n");
}
function taskText(task, { id, needs, first }) {
	const name = title(task.title, id);
	const whole = line(task.title, MAX_PROSE);
	const details = prose([...name === whole ? [] : [whole], ...task.details].join("\n"));
	const after = needs.length === 0 && first !== null ? [first] : needs;
	return [
		...task.heading ? [yamlComment("A heading: its subtasks are the work, and it is done when they are.", 2)] : [],
		itemHead(id),
		yamlPair("title", name, 4),
		...pairOf("description", details, 4),
		yamlPair("status", task.state, 4),
		yamlPair("dependencies", after, 4),
		...pairOf("estimated_hours", task.heading ? void 0 : task.hours ?? void 0, 4),
		...pairOf("priority", task.priority === null ? void 0 : line(task.priority, 40), 4),
		...pairOf("acceptance_criteria", criteria(task.acceptance), 4),
		...task.heading ? [yamlPair("executor", { run: "true" }, 4)] : [],
		...workflow(task)
	].join("\n");
}
const NO_MARK = "the source has no place that says whether it is done, so it is not ticked there";
/** What a task of a milestone cannot hold, and where it stands in whole. */
function shortenedIn({ title: words, details, acceptance, line: at }, id) {
	const item = at > 0 ? `${id} (line ${at})` : id;
	const told = at > 0 ? {
		item,
		line: at
	} : { item };
	const notes = [];
	if ([words, ...details].join("\n").length > MAX_PROSE) notes.push({
		what: "its text is longer than a description can be; the end of it is in the source alone",
		...told
	});
	if (acceptance.length > MAX_CRITERIA) notes.push({
		what: `more than ${MAX_CRITERIA} criteria; the rest are in the source alone`,
		...told
	});
	if (acceptance.some((each) => each.length > MAX_LINE)) notes.push({
		what: `a criterion of more than ${MAX_LINE} characters; its end is in the source alone`,
		...told
	});
	return notes;
}
function workflow(task) {
	if (!task.planned || task.state === "completed") return ["    kiro_workflow: { enabled: true }"];
	const done = {
		status: "completed",
		deliverables: []
	};
	const execute = {
		...task.state === "in_progress" ? { status: "in_progress" } : {},
		...task.review ? { approval_required: true } : {},
		...task.heading ? { deliverables: [] } : {}
	};
	return [
		"    kiro_workflow:",
		"      enabled: true",
		"      current_phase: execute",
		"      phases:",
		...[
			"design",
			"spec",
			"task"
		].map((phase) => yamlPair(phase, done, 8)),
		...Object.keys(execute).length === 0 ? [] : [yamlPair("execute", execute, 8)]
	];
}
const itemHead = (id) => `  - ${yamlPair("id", id, 0)}`;
function pairOf(key, value, column) {
	return value === void 0 || value === "" || Array.isArray(value) && value.length === 0 ? [] : [yamlPair(key, value, column)];
}
function criteria(texts) {
	const lines = texts.map((text) => line(text, MAX_LINE)).filter((text) => text !== "");
	return [...new Set(lines)].slice(0, MAX_CRITERIA);
}
function title(text, otherwise) {
	return line(text, MAX_TITLE) || otherwise;
}
/** One visible line. */
function line(text, limit) {
	return shorten(sanitiseLine(text).replace(/\s+/g, " ").trim(), limit);
}
/** Visible lines without trailing blanks; tabs become spaces so that the text can stand as a block. */
function prose(text) {
	const trimmed = sanitise(text).replaceAll("	", "  ").split("\n").map((each) => each.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n");
	return shorten(trimmed.replace(/^\n+/, "").trimEnd(), MAX_PROSE);
}
/** Valid ids, unique ignoring case: what is valid and first stays, the rest is changed as little as possible. */
function giveIds(wanted) {
	const taken = /* @__PURE__ */ new Set();
	const ids = wanted.map((id) => idProblem(id) ? null : claim(id, taken));
	const changed = [];
	wanted.forEach((from, index) => {
		if (ids[index] !== null) return;
		const to = free(asId(from) || `task-${index + 1}`, taken);
		ids[index] = to;
		if (from !== "") changed.push({
			from,
			to
		});
	});
	return {
		ids,
		changed
	};
}
function claim(id, taken) {
	const key = id.toLowerCase();
	if (taken.has(key)) return null;
	taken.add(key);
	return id;
}
function free(stem, taken) {
	for (let n = 1;; n++) {
		const id = claim(n === 1 ? stem : `${stem.slice(0, 58)}-${n}`, taken);
		if (id !== null) return id;
	}
}

// src/import/read-source.ts
/** Reads a plan that lies in files, with the documents that belong to it. Each tool's reader is loaded when it is needed. */
async function readSource(source, files) {
	if ("file" in source) return readOne(source, files);
	const { found, notes } = await documents(source, files);
	const conflict = found.map(conflictIn).find((each) => each !== null);
	if (conflict) return conflict;
	const plan = await readFolder(source, found);
	if (plan.ok) plan.value.notes.push(...notes);
	return plan;
}
async function readFolder({ folder, format }, found) {
	switch (format) {
		case "kiro": return (await import("./kiro.js")).readKiro(folder, found);
		case "spec-kit": return (await import("./import-spec-kit.js")).readSpecKit(folder, found);
		case "openspec": return (await import("./import-openspec.js")).readOpenSpec(folder, found);
		case "conductor": return (await import("./import-conductor.js")).readConductor(folder, found);
		case "backlog": return (await import("./import-backlog.js")).readBacklog(folder, found);
		case "gsd": return (await import("./import-gsd.js")).readGsd(folder, found);
		case "bmad": return (await import("./import-bmad.js")).readBmad(folder, found);
		default: return format;
	}
}
/** A document as large as this is no document; the list itself may be larger than any in use. */
const MAX_BYTES = 1e6;
const MAX_DOCUMENTS = 100;
/** Stores of many small files: each is a task. */
const MAX_RECORDS = 5e3;
const READABLE = {
	kiro: /\.md$/i,
	"spec-kit": /\.(?:md|markdown|txt|ya?ml|json|graphql|gql|proto|sql|mmd|puml)$/i,
	openspec: /\.md$/i,
	conductor: /\.md$/i,
	backlog: /^(?:tasks|completed)\/[^/]+\.md$|^config\.ya?ml$/i,
	gsd: /^(?:ROADMAP|REQUIREMENTS|PROJECT)\.md$|^phases\/[^/]+\/[^/]+\.md$/i,
	bmad: /(?:^|\/)sprint-status\.ya?ml$|(?:^|\/)(?:story-)?\d{1,3}[-.]\d{1,3}[a-z]?(?:[-.][^/]*)?\.md$/i
};
const LISTS = {
	kiro: "tasks.md",
	"spec-kit": "tasks.md",
	openspec: "tasks.md",
	conductor: "plan.md",
	gsd: "ROADMAP.md"
};
/** Older versions of a plan, which would be taken for the plan. */
const ASIDE = /(?:^|\/)(?:archived?|backups?|old)\//i;
async function documents({ folder, format, alone }, files) {
	const list = format in LISTS ? LISTS[format] : null;
	const records = format === "backlog" || format === "gsd" || format === "bmad";
	const names = (alone ? [list ?? "tasks.md"] : await files.list(folder) ?? []).filter((name) => !name.startsWith(".")).sort();
	const found = [];
	const leftOut = [];
	const seen = /* @__PURE__ */ new Set();
	for (const name of names) {
		const key = name.toLowerCase();
		const isList = name === list;
		const fits = READABLE[format].test(name) && pathProblem(name) === null && !seen.has(key) && !ASIDE.test(name);
		const room = isList || found.length < (records ? MAX_RECORDS : MAX_DOCUMENTS);
		const path = join(folder, name);
		const text = fits && room ? await files.readFile(path) : null;
		if (text === null || text.includes("\0") || text.length > MAX_BYTES && !isList) {
			if (!records || fits) leftOut.push(name);
			continue;
		}
		seen.add(key);
		if (isList || text.trim() !== "") found.push({
			path,
			text
		});
	}
	return {
		found,
		notes: leftOut.map((item) => ({
			what: "not taken as documents",
			item
		}))
	};
}
async function readOne(source, files) {
	const { file, format } = source;
	const text = await files.readFile(file);
	if (text === null) return unreadable(file, 1, "there is no such file, or it is no text", "name the file that its tool writes");
	const given = {
		path: file,
		text
	};
	if (format === "beads") return (await import("./import-beads.js")).readBeads(given);
	if (format === "todo") return conflictIn(given) ?? (await import("./import-todo.js")).readTodo(given);
	const { jsonListOf, readFeatureList, readRalph } = await import("./import-json-lists.js");
	const kind = source.tag === null ? jsonListOf(text) ?? format : format;
	if (kind === "ralph") return readRalph(given);
	if (kind === "feature-list") return readFeatureList(given);
	return readTasksJson(source, files, given);
}
/** Where Task Master keeps the requirements, newest place first. */
const PRDS = [
	"docs/prd.txt",
	"docs/prd.md",
	"docs/PRD.md"
];
async function readTasksJson({ file, tag }, files, tasks) {
	const home = parentOf(parentOf(file));
	const read = async (name) => {
		const path = join(home, name);
		const content = await files.readFile(path);
		return content === null || content.trim() === "" || content.length > MAX_BYTES ? null : {
			path,
			text: content
		};
	};
	let prd = null;
	for (const name of PRDS) prd ??= await read(name);
	return (await import("./import-task-master.js")).readTaskMaster({
		tasks,
		state: await read("state.json"),
		prd,
		tag
	});
}

export { candidatesIn as a, githubSource as c, asFormat as i, otherTool as l, idsOf as n, detectFile as o, milestoneText as r, detectFolder as s, readSource as t, parentOf as u };