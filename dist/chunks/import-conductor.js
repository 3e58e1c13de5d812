import { n as readChecklist } from "./import-checklist.js";
import { a as markedLines, c as unreadable, i as imported } from "./import-imported.js";
import { c as readTaskList, n as noBox, r as overview, t as listIn } from "./import-kiro.js";
import { n as planTitle, r as words, t as nameOf } from "./import-titles.js";

// src/import/conductor.ts
/** `Task: `, `Sub-task: ` in front, and the commit that Conductor writes behind a finished task. */
const KIND = /^(\*{0,2})(?:task|sub-?task)\s*(?:\d{1,3}(?:\.\d{1,3})*)?\s*[::]\*{0,2}\s*/i;
const COMMIT = /\s*[[(]?(?:commit:?\s*)?\b[0-9a-f]{7,40}\b[\])]?\s*$/;
/**
* A track of Conductor (`conductor/tracks/<id>`): every box of `plan.md` outside of another is a task, the boxes in it
* are its steps, one after the other; `spec.md` is the finished spec.
*/
function readConductor(folder, files) {
	const list = listIn(folder, files, "plan.md");
	if (!list) return unreadable(folder, 1, "there is no plan.md", "let Conductor plan the track first, then import again");
	const checklist = readChecklist(list.text);
	const { tasks, steps, hints, told, notes } = readTaskList(checklist, {
		marks: "other",
		nested: "details",
		criteria: /* @__PURE__ */ new Map(),
		words: (text) => text.replace(KIND, "$1").replace(COMMIT, "").trim()
	});
	if (tasks.length === 0) return noBox(list, "- [ ] Task: What to do");
	const spec = listIn(folder, files, "spec.md");
	return imported({
		format: "conductor",
		source: folder,
		title: planTitle([list, ...spec ? [spec] : []], words(nameOf(folder).replace(/_\d{8}$/, ""))),
		description: overview(checklist),
		tasks: markedLines(tasks, list),
		steps,
		hints,
		documents: files.map((file) => {
			const path = file.path.slice(folder.length + 1);
			return {
				phase: path === "plan.md" ? "task" : path === "spec.md" ? "spec" : "design",
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

export { readConductor };