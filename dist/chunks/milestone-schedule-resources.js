// src/milestone/schedule/resources.ts
/**
* Whether two resources may be the same thing. Named locks are equal or not. `path:` globs overlap when some path could
* match both, judged on the safe side: a glob covers whatever lies below what it matches, upper and lower case are
* the same, classes, braces and extended globs match anything in their segment, and a negation matches everything.
*/
function resourcesOverlap(a, b) {
	if (a === b) return true;
	if (!a.startsWith("path:") || !b.startsWith("path:")) return false;
	return patternsOverlap(segmentsOf(a), segmentsOf(b), {
		wild: "**",
		matches: (x, y) => patternsOverlap([...x], [...y], {
			wild: "*",
			matches: sameCharacter,
			endsAnywhere: false
		}),
		endsAnywhere: true
	});
}
/** A memory of the answers, for a scheduler that asks about the same few resources again and again. */
function overlapMemo() {
	const known = /* @__PURE__ */ new Map();
	return (a, b) => {
		let row = known.get(a);
		if (!row) {
			row = /* @__PURE__ */ new Map();
			known.set(a, row);
		}
		let answer = row.get(b);
		if (answer === void 0) {
			answer = resourcesOverlap(a, b);
			row.set(b, answer);
		}
		return answer;
	};
}
const sameCharacter = (x, y) => x === y || x === "?" || y === "?";
function segmentsOf(resource) {
	const glob = resource.slice(5).trim().toLowerCase();
	if (glob.startsWith("!")) return ["**"];
	const segments = [];
	for (const segment of glob.split("/")) {
		if (segment === "" || segment === ".") continue;
		if (opensGroup(segment)) return [...segments, "**"];
		segments.push(/[[\]{}()\\]/.test(segment) ? "*" : segment);
	}
	return segments;
}
function opensGroup(segment) {
	const count = (char) => segment.split(char).length;
	return count("{") !== count("}") || count("(") !== count(")") || count("[") !== count("]");
}
/** Whether some sequence matches both patterns; work is the product of their lengths. */
function patternsOverlap(a, b, { wild, matches, endsAnywhere }) {
	let reach = new Array(b.length + 1).fill(false);
	reach[0] = true;
	for (let j = 1; j <= b.length; j++) reach[j] = reach[j - 1] && b[j - 1] === wild;
	for (const item of a) {
		if (endsAnywhere && reach[b.length]) return true;
		const next = new Array(b.length + 1).fill(false);
		next[0] = item === wild && reach[0];
		for (let j = 1; j <= b.length; j++) {
			const other = b[j - 1];
			if (item === wild) next[j] = reach[j] || next[j - 1];
			else if (other === wild) next[j] = reach[j] || reach[j - 1] || next[j - 1];
			else next[j] = reach[j - 1] && matches(item, other);
		}
		reach = next;
	}
	return endsAnywhere ? reach.includes(true) : reach[b.length];
}
/** How often in a row a task's work may lose against what landed meanwhile before a person is needed. */
const MOST_CONFLICTS = 8;
/** Whether the task may be done again if its work loses now. */
function mayRedo({ lost }) {
	return (lost?.times ?? 0) < MOST_CONFLICTS;
}
/**
* Who, of these that run, is done again for one of the files: what else changes one waits until that has landed, for the
* one of them that comes second loses. Whoever is done again itself waits for nobody.
*/
function goesFirst(state, task, { files, running }) {
	if (running.length === 0 || state.tasks.get(task)?.lost) return null;
	const changed = new Set(files);
	const isFirst = (other) => state.tasks.get(other)?.lost?.files.some((file) => changed.has(file)) ?? false;
	return running.find(isFirst) ?? null;
}
/** Whether the task may run beside these: none of them is done again for the same file. */
function admitsBeside(state, task, running) {
	const own = state.tasks.get(task)?.lost;
	if (!own) return true;
	return running.every((other) => {
		return !(other === task ? void 0 : state.tasks.get(other)?.lost)?.files.some((file) => own.files.includes(file));
	});
}

export { resourcesOverlap as a, overlapMemo as i, goesFirst as n, mayRedo as r, admitsBeside as t };