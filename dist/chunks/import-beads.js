import { h as unknown, m as union, n as array, o as looseObject, p as string, s as number } from "./lib-zod.js";
import { r as otherFields } from "./import-front-matter.js";
import { c as unreadable, i as imported, o as newTask } from "./import-imported.js";
import { t as conflictIn } from "./import-json-file.js";
import { t as nameOf } from "./import-titles.js";

// src/import/beads.ts
const text = union([string(), number()]).transform(String).nullish().catch(null);
const issue = looseObject({
	_type: text,
	id: union([string(), number()]).transform(String),
	title: text,
	description: text,
	design: text,
	notes: text,
	acceptance_criteria: text,
	status: text,
	priority: text,
	issue_type: text,
	close_reason: text,
	estimated_minutes: number().nullish().catch(null),
	dependencies: array(unknown()).nullish().catch(null)
});
const TAKEN = [
	...Object.keys(issue.shape).filter((key) => key !== "close_reason"),
	"original_size",
	"source_repo"
];
const dependency = looseObject({
	depends_on_id: text,
	type: text,
	dep_type: text
});
/**
* The issues of Beads (`.beads/issues.jsonl`): those that block come first, an epic is a heading over its children,
* a closed issue is completed. What was deleted is left out.
*/
function readBeads(file) {
	const conflict = conflictIn(file);
	if (conflict) return conflict;
	const notes = [];
	const issues = [];
	for (const [index, raw] of file.text.replace(/^\ufeff/, "").split("\n").entries()) {
		if (raw.trim() === "") continue;
		const line = index + 1;
		const read = parsed(raw);
		if (!read) return unreadable(file.path, line, "it is no JSON object with an id", "correct the line, or let Beads export again (bd export)");
		const kind = read._type ?? "issue";
		if (kind !== "issue" || read.status === "tombstone") {
			const what = kind === "issue" ? "deleted, left out" : `a record of another kind (${kind.slice(0, 30)}), left out`;
			notes.push({
				what,
				item: `${read.id} in line ${line}`,
				line
			});
		} else issues.push({
			issue: read,
			line
		});
	}
	const places = new Map(issues.map(({ issue: { id } }, index) => [id, index]));
	const tasks = issues.map((each) => ({
		...taskOf(each, notes),
		mark: {
			file: file.path,
			how: "json",
			path: ["status"],
			value: "closed",
			line: each.line
		}
	}));
	issues.forEach(({ issue: { id, dependencies } }, index) => {
		for (const raw of dependencies ?? []) {
			const read = dependency.safeParse(raw);
			const needs = read.success ? read.data.depends_on_id : null;
			if (!needs) {
				tasks[index].details.push(`Dependency: ${JSON.stringify(raw)}`);
				continue;
			}
			const type = read.data?.type ?? read.data?.dep_type ?? "blocks";
			if (type === "parent-child") {
				const parent = places.get(needs);
				if (parent !== void 0 && parent !== index && !isAbove(tasks, index, parent) && (tasks[index].parent ?? parent) === parent) tasks[index].parent = parent;
				else tasks[index].details.push(`${type}: ${needs}`);
			} else if (/^(?:blocks|conditional-blocks|waits-for)$/.test(type)) tasks[index].after.push(needs);
			else tasks[index].details.push(`${type}: ${needs}`);
		}
		const above = places.get(id.slice(0, Math.max(0, id.lastIndexOf("."))));
		if (tasks[index].parent === null && above !== void 0 && above !== index) tasks[index].parent = above;
	});
	for (const task of tasks) task.heading &&= tasks.some((other) => other.parent !== null && tasks[other.parent] === task);
	if (tasks.length === 0) return unreadable(file.path, 1, "there is no issue in it", "let Beads export again (bd export)");
	return imported({
		format: "beads",
		source: file.path,
		title: "Beads issues",
		description: "",
		tasks,
		steps: [],
		hints: [],
		documents: [{
			phase: "task",
			path: nameOf(file.path),
			source: file.path,
			text: file.text
		}],
		lists: [],
		notes
	});
}
function parsed(raw) {
	try {
		const read = issue.safeParse(JSON.parse(raw));
		return read.success ? read.data : null;
	} catch {
		return null;
	}
}
function isAbove(tasks, above, index) {
	const seen = /* @__PURE__ */ new Set();
	for (let at = index; at !== null && !seen.has(at); at = tasks[at].parent) {
		if (at === above) return true;
		seen.add(at);
	}
	return false;
}
function taskOf({ issue: read, line }, notes) {
	const told = [
		read.description,
		read.design ? `Design:\n${read.design}` : null,
		read.notes ? `Notes:\n${read.notes}` : null
	];
	return newTask({
		id: read.id,
		title: read.title || read.id,
		details: [...told.flatMap((part) => part ? part.split(/\r?\n/) : []), ...otherFields(read, read.issue_type === "task" ? TAKEN : TAKEN.filter((key) => key !== "issue_type"))],
		acceptance: (read.acceptance_criteria ?? "").split(/\r?\n/).map((each) => each.replace(/^\s*(?:[-*]\s+)?(?:\[.?\]\s+)?/, "").trim()).filter(Boolean),
		state: stateOf(read, line, notes),
		heading: read.issue_type === "epic",
		planned: Boolean(read.design || read.acceptance_criteria),
		hours: read.estimated_minutes ? Math.round(read.estimated_minutes / 60 * 100) / 100 : null,
		priority: read.priority ?? null,
		line
	});
}
function stateOf({ id, status, close_reason }, line, notes) {
	switch (status ?? "open") {
		case "closed":
			if (!/\b(?:won'?t|wont|duplicate|obsolete|superseded|cancell?ed|not planned)\b/i.test(close_reason ?? "")) return "completed";
			notes.push({
				what: "closed without being done, so imported as skipped",
				item: `${id} in line ${line}`
			});
			return "skipped";
		case "in_progress":
		case "hooked": return "in_progress";
		case "deferred":
			notes.push({
				what: "deferred, so imported as skipped (write `status: pending` to have one done)",
				item: id
			});
			return "skipped";
		case "open": return "pending";
		default:
			notes.push({
				what: `the status ${JSON.stringify(status?.slice(0, 40))} counts as open`,
				item: id
			});
			return "pending";
	}
}

export { readBeads };