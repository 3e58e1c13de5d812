// src/import/dependencies.ts
/**
* So many tasks of one step run side by side; a longer step is cut. Each task of a step names every one of the step
* before, so two steps of n tasks cost n² names, and more than 64 never run at once.
*/
const MAX_SIDE_BY_SIDE = 64;
const MAX_LIST = 1e3;
/**
* The dependencies of the tasks: a task needs its subtasks, what the source names, and the step before its own.
* What would close a circle is left out, named ones with a note. Where a needed task will never run (skipped),
* what that one needed is needed in its place.
*/
function dependenciesOf(plan) {
	const { tasks } = plan;
	const graph = new NeedsGraph(tasks.length);
	const notes = [];
	tasks.forEach((task, index) => {
		if (task.parent !== null) graph.add(task.parent, index);
	});
	const named = namedEdges(tasks, notes);
	const refused = graph.addAll(named);
	for (const [task, needs] of refused) notes.push({ what: `${tasks[task].id} names ${tasks[needs].id}, which waits for it: that dependency is left out` });
	graph.addAll(stepEdges(plan.steps, tasks));
	graph.addAll(plan.edges ?? []);
	for (const [task, needs] of plan.hints) if (!graph.reaches(task, needs) && !graph.reaches(needs, task)) graph.add(task, needs);
	return {
		of: pastSkipped(graph, tasks, notes),
		notes
	};
}
/** Named dependencies; those of a task hold for its subtasks too, but for those that wait for a sister. */
function namedEdges(tasks, notes) {
	const places = /* @__PURE__ */ new Map();
	tasks.forEach(({ id }, index) => {
		if (!places.has(id)) places.set(id, index);
	});
	const own = tasks.map((task, index) => {
		const known = [];
		for (const id of task.after) {
			const place = places.get(id);
			if (place === void 0) notes.push({
				what: "named as needed but not in the plan, left out",
				item: `${id} (by ${task.id}${task.line > 0 ? `, line ${task.line}` : ""})`
			});
			else if (place !== index) known.push(place);
		}
		return known;
	});
	const edges = own.flatMap((list, task) => list.map((needs) => [task, needs]));
	tasks.forEach((task, index) => {
		const sister = own[index].some((needs) => tasks[needs].parent === task.parent);
		if (task.parent === null || sister) return;
		for (const ancestor of ancestors(tasks, index)) for (const needs of own[ancestor]) if (needs !== index && !isWithin(tasks, needs, ancestor)) edges.push([index, needs]);
	});
	return edges;
}
function ancestors(tasks, index) {
	const found = [];
	for (let at = tasks[index].parent; at !== null && !found.includes(at); at = tasks[at].parent) found.push(at);
	return found;
}
function isWithin(tasks, index, ancestor) {
	return index === ancestor || ancestors(tasks, index).includes(ancestor);
}
/**
* Each step needs the one before. A task that will not run cannot hold up another, so the last unfinished step is
* needed past the finished and skipped ones behind it.
*/
function stepEdges(steps, tasks) {
	const edges = [];
	let before = [];
	for (const step of steps.flatMap(cut)) {
		for (const task of step) for (const needs of before) edges.push([task, needs]);
		const runs = step.filter((at) => tasks[at].state === "pending" || tasks[at].state === "in_progress");
		if (runs.length > 0) {
			before = runs;
			continue;
		}
		const done = step.filter((at) => tasks[at].state === "completed").slice(-1);
		const unfinished = before.filter((at) => tasks[at].state !== "completed");
		before = done.length > 0 ? [...unfinished, ...done] : before;
	}
	return edges;
}
function cut(step) {
	const parts = [];
	for (let at = 0; at < step.length; at += MAX_SIDE_BY_SIDE) parts.push(step.slice(at, at + MAX_SIDE_BY_SIDE));
	return parts;
}
function pastSkipped(graph, tasks, notes) {
	const full = tasks.map(() => []);
	for (const task of graph.order()) {
		const needs = /* @__PURE__ */ new Set();
		for (const each of graph.needs(task)) {
			needs.add(each);
			if (tasks[each].state !== "skipped") continue;
			for (const past of full[each]) needs.add(past);
		}
		if (needs.size > MAX_LIST) notes.push({
			what: `needs more than ${MAX_LIST} tasks, of which the last are named`,
			item: tasks[task].id
		});
		full[task] = [...needs].sort((a, b) => a - b).slice(-1e3);
	}
	return full;
}
/** What each task needs; never holds a circle. */
var NeedsGraph = class {
	#needs;
	constructor(size) {
		this.#needs = Array.from({ length: size }, () => /* @__PURE__ */ new Set());
	}
	needs(task) {
		return this.#needs[task];
	}
	add(task, needs) {
		this.#needs[task].add(needs);
	}
	/** Adds what closes no circle and returns the rest. Costs one look at the graph when there is no circle. */
	addAll(edges) {
		const fresh = edges.filter(([task, needs]) => task !== needs && !this.#needs[task].has(needs));
		for (const [task, needs] of fresh) this.add(task, needs);
		if (this.order().length === this.#needs.length) return [];
		for (const [task, needs] of fresh) this.#needs[task].delete(needs);
		return fresh.filter(([task, needs]) => {
			if (this.reaches(needs, task)) return true;
			this.add(task, needs);
			return false;
		});
	}
	/** Whether a task needs another, directly or through others. */
	reaches(from, to) {
		const seen = /* @__PURE__ */ new Set([from]);
		const open = [from];
		for (let at = open.pop(); at !== void 0; at = open.pop()) {
			if (at === to) return true;
			for (const next of this.#needs[at]) {
				if (seen.has(next)) continue;
				seen.add(next);
				open.push(next);
			}
		}
		return false;
	}
	/** Every task after what it needs; shorter than the graph when there is a circle. */
	order() {
		const waiting = this.#needs.map((needs) => needs.size);
		const neededBy = this.#needs.map(() => []);
		this.#needs.forEach((needs, task) => {
			for (const each of needs) neededBy[each].push(task);
		});
		const order = waiting.flatMap((count, task) => count === 0 ? [task] : []);
		for (let at = 0; at < order.length; at++) for (const task of neededBy[order[at]]) {
			waiting[task] -= 1;
			if (waiting[task] === 0) order.push(task);
		}
		return order;
	}
};

export { dependenciesOf as n, cut as t };