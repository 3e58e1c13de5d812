import { n as readChecklist } from "./import-checklist.js";
import { a as markedLines, c as unreadable, i as imported } from "./import-imported.js";
import { c as readTaskList, n as noBox, r as overview, t as listIn } from "./import-kiro.js";
import { n as plain } from "./import-references.js";
import { n as planTitle, r as words, t as nameOf } from "./import-titles.js";

// src/import/openspec.ts
/**
* A change of OpenSpec. `proposal.md` and `design.md` become the finished design, the deltas below `specs/` the
* finished spec; each scenario of a delta is a criterion of the last task of the group that bears the capability's
* name, else of the last task.
*/
function readOpenSpec(folder, files) {
	const list = listIn(folder, files);
	if (!list) return unreadable(folder, 1, "there is no tasks.md", "let OpenSpec write the tasks first, then import again");
	const proposal = listIn(folder, files, "proposal.md");
	const checklist = readChecklist(list.text);
	const { tasks, steps, hints, told, notes } = readTaskList(checklist, {
		marks: "other",
		nested: "tasks",
		criteria: /* @__PURE__ */ new Map()
	});
	if (tasks.length === 0) return noBox(list, "- [ ] 1.1 What to do");
	const deltas = files.filter((file) => relative(folder, file).startsWith("specs/") && file.path.endsWith(".md"));
	for (const delta of deltas) {
		const words = nameOf(delta.path.slice(0, delta.path.lastIndexOf("/"))).toLowerCase().split(/[-_]/).join(" ");
		(tasks.findLast((task) => task.details.some((line) => line.startsWith("Section: ") && line.toLowerCase().replace(/[-_]/g, " ").includes(words))) ?? tasks.findLast((task) => !task.heading)).acceptance.push(...scenariosOf(delta));
	}
	return imported({
		format: "openspec",
		source: folder,
		title: titleOf(proposal) ?? planTitle([list], words(nameOf(folder))),
		description: [whyOf(proposal), overview(checklist)].filter(Boolean).join("\n\n"),
		tasks: markedLines(tasks, list),
		steps,
		hints,
		documents: files.map((file) => {
			const path = relative(folder, file);
			return {
				phase: path === "tasks.md" ? "task" : path.startsWith("specs/") ? "spec" : "design",
				path,
				source: file.path,
				text: file.text
			};
		}),
		lists: [{
			file: list,
			told
		}],
		notes
	});
}
const relative = (folder, file) => file.path.slice(folder === "" ? 0 : folder.length + 1);
function titleOf(proposal) {
	const title = (proposal ? readChecklist(proposal.text).sections.find((section) => section.level === 1) : void 0)?.title.replace(/^(?:change|proposal|change proposal)\s*[::\-–—]\s*/i, "").trim();
	return title && !/^(?:proposal|change|why)$/i.test(title) ? title : null;
}
function whyOf(proposal) {
	if (!proposal) return "";
	return (readChecklist(proposal.text).sections.find((section) => /^why\b/i.test(section.title))?.prose ?? []).map((each) => each.text).filter((text) => text !== "").slice(0, 12).join("\n");
}
/** Each scenario in one line: its requirement, its name, and what happens when. */
function scenariosOf(delta) {
	const { sections, blocks } = readChecklist(delta.text);
	let change = "";
	let requirement = "";
	return sections.flatMap((section, at) => {
		const changed = /^(added|modified|removed|renamed)\b/i.exec(section.title)?.[1];
		if (changed) change = changed.toUpperCase();
		const named = /^requirement\s*[::]\s*(.+)$/i.exec(section.title)?.[1];
		if (named) requirement = named;
		if (named && change === "REMOVED") return [`${named} is removed`];
		const scenario = /^scenario\s*[::]\s*(.+)$/i.exec(section.title)?.[1];
		if (scenario === void 0) return [];
		const inner = blocks.filter((block) => block.section === at).map((block) => block.item.text);
		return [`${requirement === "" ? "" : `${requirement} / `}${scenario}: ${linesOfScenario(section, inner)}`];
	});
}
const linesOfScenario = (section, inner) => [...section.prose.map((each) => each.text), ...inner].map(plain).filter((text) => text !== "").join("; ");

export { readOpenSpec };