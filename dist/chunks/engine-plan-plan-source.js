import { c as renderDiagnostic } from "./milestone-diagnostic-path-rule.js";
import { n as ROOT, u as paths } from "./milestone-names.js";
import { r as complaintOf, t as Refusal } from "./engine-refusal.js";
import { n as readPlan, t as planSource } from "./milestone-plan-read-plan.js";
import { a as toColumn, i as fromColumn } from "./milestone-session-load.js";
import { createHash } from "node:crypto";

// src/engine/plan/kept-plan.ts
/** Texts below this are read sooner than what was kept of them (characters). */
const LARGE = 2e5;
/** What each plan was read from, so that one read under it as policy can be named. */
const keys = /* @__PURE__ */ new WeakMap();
/** As `readPlan`, from what was kept where that is of the very same texts. */
function readPlanOnce(request, sealed) {
	const policy = request.policy ? keys.get(request.policy) : "";
	if (!sealed || request.text.length < LARGE || policy === void 0) return readPlan(request);
	const key = hashOf([
		policy,
		request.file,
		request.text,
		request.config?.text ?? "",
		request.unknownKeys ?? ""
	]);
	const name = `${request.file.slice(request.file.lastIndexOf("/") + 1)}.${policy === "" ? "own" : "policy"}`;
	const kept = keptUnder(sealed, name, key);
	if (kept) return remember(key, unpacked(kept, request));
	const reading = readPlan(request);
	if (!reading.ok) return reading;
	const packed = pack(reading);
	if (!isJson(packed)) return remember(key, reading);
	sealed.write(name, `${key}\n${JSON.stringify(toColumn([packed]))}`);
	return remember(key, unpacked(packed, request));
}
function remember(key, reading) {
	keys.set(reading.plan, key);
	return reading;
}
function hashOf(parts) {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(`${part.length}:`).update(part);
	return hash.digest("hex");
}
function keptUnder(sealed, name, key) {
	const text = sealed.read(name)?.toString("utf8");
	if (!text?.startsWith(`${key}\n`)) return null;
	const [kept] = fromColumn(JSON.parse(text.slice(key.length + 1)), 1);
	return kept;
}
function pack({ plan, warnings, compliance, source }) {
	const executors = new SharedParts();
	const deliverables = new SharedParts();
	const gates = new SharedParts();
	const phases = new SharedParts();
	const lists = new SharedParts();
	const packPhase = (phase) => phases.place({
		...phase,
		executor: executors.place(phase.executor),
		deliverables: deliverables.place(phase.deliverables),
		gate: gates.place(phase.gate)
	});
	const packTask = (task) => ({
		...task,
		phases: lists.place(task.phases.map(packPhase))
	});
	const { tasks, lost, ...rest } = plan;
	return {
		plan: {
			...rest,
			tasks: tasks.map(packTask),
			...lost ? { lost: lost.map(packTask) } : {}
		},
		parts: {
			executors: executors.list,
			deliverables: deliverables.list,
			gates: gates.list,
			phases: phases.list,
			lists: lists.list
		},
		warnings,
		compliance,
		layout: {
			...source.layout,
			home: [...source.layout.home]
		}
	};
}
/** Equal values have one place. */
var SharedParts = class {
	list = [];
	#places = /* @__PURE__ */ new Map();
	place(value) {
		const text = JSON.stringify(value);
		const known = this.#places.get(text);
		if (known !== void 0) return known;
		this.#places.set(text, this.list.length);
		return this.list.push(value) - 1;
	}
};
function unpacked({ plan, parts, warnings, compliance, layout }, request) {
	const { executors, deliverables, gates } = parts;
	const phases = parts.phases.map((phase) => ({
		...phase,
		executor: executors[phase.executor],
		deliverables: deliverables[phase.deliverables],
		gate: gates[phase.gate]
	}));
	const lists = parts.lists.map((places) => places.map((place) => phases[place]));
	const unpackTask = (task) => ({
		...task,
		phases: lists[task.phases]
	});
	const { tasks, lost, ...rest } = plan;
	const whole = {
		...rest,
		tasks: tasks.map(unpackTask),
		...lost ? { lost: lost.map(unpackTask) } : {}
	};
	return {
		ok: true,
		plan: whole,
		warnings,
		compliance,
		source: planSource(request, {
			...layout,
			home: new Map(layout.home)
		}, whole.tasks)
	};
}
/** Whether JSON holds all of it: it would drop or change anything else without a word. */
function isJson(value) {
	if (typeof value === "number") return Number.isFinite(value);
	if (typeof value !== "object" || value === null) return value === null || typeof value === "string" || typeof value === "boolean";
	if (Array.isArray(value)) return value.every(isJson);
	return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}

// src/engine/plan/plan-source.ts
function atCommit(repository, commit) {
	const read = (path) => repository.readFile(commit, path);
	read.sealed = repository.sealed;
	return read;
}
/** The milestone's file, wherever it stands; null when there is none. */
async function findPlanFile(read, id) {
	for (const shelf of [
		"active",
		"completed",
		"archived"
	]) {
		const path = paths.milestone(id, shelf);
		const bytes = await read(path);
		if (bytes) return {
			text: bytes.toString("utf8"),
			path,
			shelf
		};
	}
	return null;
}
/** Reads and validates the plan with its config, under the base branch's policy where one is given. */
async function loadPlan(read, file, policy) {
	const config = await read(paths.config);
	const request = {
		text: file.text,
		file: file.path,
		...config ? { config: {
			text: config.toString("utf8"),
			file: paths.config
		} } : {},
		...policy ? { policy } : {}
	};
	return readPlanOnce(request, read.sealed);
}
/** @throws Refusal with every error of the file */
function requireValid(reading, file) {
	if (reading.ok) return reading;
	throw new Refusal(reading.errors.map((e) => ({
		...complaintOf(e),
		rendered: renderedIn(file, e)
	})));
}
/** The finding with its line, which is the plan's or, without its text, the config's. */
function renderedIn(file, finding) {
	return renderDiagnostic(finding, finding.file === file.path ? file.text : "");
}
/** Where the state is written into the plan's own text. */
function placesOf(reading) {
	return {
		key: (name) => [...reading.source.key(name)],
		task: (id) => [...reading.source.task(id)],
		plain: (id) => reading.source.plain(id),
		hasPhaseMap: (id) => reading.source.hasPhaseMap(id),
		tasks: reading.plan.tasks
	};
}
/** Milestones that wait for this one: those it names under `enables`, and active ones of the base that require it. */
async function dependantsOf(repository, base, plan) {
	const read = atCommit(repository, base);
	const found = new Set(plan.enables);
	const folder = `${ROOT}/active`;
	for (const { name } of await repository.list(base, folder)) {
		if (!name.endsWith(".yaml") || name === `${plan.id}.yaml`) continue;
		const path = `${folder}/${name}`;
		const text = (await read(path))?.toString("utf8") ?? "";
		if (!text.includes(plan.id)) continue;
		const reading = await loadPlan(read, {
			text,
			path,
			shelf: "active"
		});
		if (reading.ok && reading.plan.requires.includes(plan.id)) found.add(reading.plan.id);
	}
	return [...found];
}

export { placesOf as a, loadPlan as i, dependantsOf as n, renderedIn as o, findPlanFile as r, requireValid as s, atCommit as t };