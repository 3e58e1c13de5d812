import { t as readGitFacts } from "./init-git-facts.js";
import { h as PHASES } from "./milestone-names.js";
import { Gt as isOnBranch } from "./milestone-view-nearest.js";
import { n as sanitise } from "./milestone-text-sanitise.js";
import { t as documentDifference } from "./commands-show-command.js";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

// src/commands/page-facts.ts
/** What git tells of a milestone for its page: what it made, and where that can be looked at. */
async function pageFacts(machine, live) {
	const [made, web] = await Promise.all([madeBy(machine, live), webOf(machine, live)]);
	return {
		made,
		web
	};
}
/** Commits looked through: a report of more is read by nobody. */
const MOST_COMMITS = 2e3;
const PRODUCT = [
	"--",
	".",
	":(exclude).milestones"
];
/** Nothing that the repository configures is run. */
const PLAIN = [
	"--no-ext-diff",
	"--no-textconv",
	"--no-color",
	"--no-renames",
	"-z"
];
async function madeBy({ root }, { state, tip, basis }) {
	if (!tip || !state.activatedAt || !isOnBranch(state)) return null;
	const range = `${basis.base.commit}..${tip}`;
	try {
		const [log, stat] = await Promise.all([git(root, [
			"log",
			"--no-show-signature",
			"--no-merges",
			"--reverse",
			`--max-count=${MOST_COMMITS}`,
			"--format=%x01%H%x02%s%x02%(trailers:key=Task,valueonly,separator=%x2C)%x02",
			"--name-only",
			...PLAIN,
			range,
			...PRODUCT
		]), git(root, [
			"diff",
			"--numstat",
			...PLAIN,
			range.replace("..", "..."),
			...PRODUCT
		])]);
		const files = filesOf(stat);
		return {
			commits: commitsOf(log),
			files: await Promise.all(files.map((f) => withExistence(root, tip, f)))
		};
	} catch {
		return null;
	}
}
async function git(root, args) {
	const { stdout } = await promisify(execFile)("git", [
		"--no-pager",
		"-c",
		"diff.external=",
		...args
	], {
		cwd: root,
		maxBuffer: 67108864
	});
	return stdout;
}
function commitsOf(log) {
	return log.split("").slice(1).map((record) => {
		const [oid = "", subject = "", task = "", paths = ""] = record.split("");
		const names = paths.split("\0").map((path) => path.replace(/^\n+/, ""));
		return {
			oid,
			subject,
			task: task.trim() || null,
			paths: names.filter(Boolean)
		};
	});
}
function filesOf(stat) {
	return stat.split("\0").filter(Boolean).flatMap((line) => {
		const [added, removed, ...path] = line.split("	");
		if (path.length === 0) return [];
		const count = (text = "-") => text === "-" ? null : Number(text);
		return [{
			path: path.join("	"),
			added: count(added),
			removed: count(removed)
		}];
	});
}
/** Only a file that lost lines may be gone. */
async function withExistence(root, tip, file) {
	if (file.added !== 0) return {
		...file,
		exists: true
	};
	const found = await git(root, [
		"ls-tree",
		"--name-only",
		"-z",
		tip,
		"--",
		`:(literal)${file.path}`
	]).catch(() => "");
	return {
		...file,
		exists: found !== ""
	};
}
/** A link is given only where all of the branch is known to be on the remote: none leads nowhere. */
async function webOf({ root }, { tip, basis }) {
	if (!tip || basis.located.seen !== tip) return null;
	const repository = (await readGitFacts(root))?.repository;
	if (!repository) return null;
	const { server, owner, repo } = repository;
	return {
		repository: `${server}/${owner}/${repo}`,
		commit: tip
	};
}
const MOST_CHARS = 2e5;
/** The documents that a task's phases left, with what changed in those that were looked at before. */
async function documentsOf(machine, { state, tip }, { task, differences }) {
	const at = state.tasks.get(task);
	if (!at || !tip) return [];
	const wanted = PHASES.flatMap((phase) => (at.phases.get(phase)?.deliverables ?? []).map(({ path }) => ({
		phase,
		path
	})));
	return Promise.all(wanted.map(async ({ phase, path }) => {
		const bytes = await machine.ports.repository.readFile(tip, path);
		const diff = differences ? await documentDifference(machine, {
			state,
			tip,
			task,
			phase
		}, path) : null;
		return {
			phase,
			path,
			text: bytes ? sanitise(bytes.toString("utf8")).slice(0, MOST_CHARS) : null,
			diff
		};
	}));
}

export { pageFacts as n, documentsOf as t };