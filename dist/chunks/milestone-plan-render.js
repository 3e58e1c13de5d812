import { B as TRANSITION, F as DEFAULT_WEIGHTS, H as isFinished, I as MILESTONE_STATUSES, L as PHASES, R as PHASE_STATUSES, U as isPhase, a as counted, t as nearest, z as TASK_STATUSES } from "./milestone-session-nearest.js";
import { C as parseFile, D as headOf, E as Findings, H as string, K as resolvePlain, M as _enum, N as array, O as spanAt, P as boolean, R as number, S as applySchema, T as pathLabel, U as union, V as record, Y as pairOf, _ as parseDuration, a as deliverablePath, b as globProblem, c as glob, d as list, f as map, g as title, h as shell, i as date, k as LineTable, l as id, m as prose, n as approver, o as duration, p as pause, q as hiddenCharacter, r as count, s as flag, t as amount, u as line, v as pathProblem, w as readMap, x as NO_ID } from "./milestone-yaml-schema-parts.js";

// src/milestone/legacy/legacy-node.ts
/** Tells that something is read differently than it is written. */
function readAs(context, where, message, remedy) {
	const span = "key" in where ? {
		start: where.keyStart,
		end: where.keyEnd
	} : headOf(where);
	context.findings.warn(span, {
		code: "legacy-form",
		message,
		remedy
	});
}
/** A map that no file holds, standing where the older form it was made of stands. */
function mapOf(at, pairs) {
	return {
		kind: "map",
		flow: true,
		indent: 0,
		pairs,
		start: at.start,
		end: at.end
	};
}
/** A scalar that no file holds, standing where the older form it was made of stands. */
function scalar(value, at) {
	return {
		kind: "scalar",
		value,
		style: "plain",
		start: at.start,
		end: at.end
	};
}
/** The map with the value of a key passed through `read`; a key without a value counts as not there. */
function withPair(map, key, read) {
	const index = map.pairs.findIndex((pair) => pair.key === key);
	const pair = map.pairs[index];
	if (!pair || pair.value.kind === "scalar" && pair.value.value === null) return map;
	const value = read(pair.value);
	if (value === pair.value) return map;
	const pairs = map.pairs.slice();
	pairs[index] = {
		...pair,
		value
	};
	return {
		...map,
		pairs
	};
}
function renameKey(map, names, context) {
	const pair = pairOf(map, names.from);
	if (!pair || pairOf(map, names.to)) return map;
	readAs(context, pair, `the key "${names.from}" is read as "${names.to}"`, `write \`${names.to}:\``);
	return {
		...map,
		pairs: map.pairs.map((each) => each === pair ? {
			...pair,
			key: names.to
		} : each)
	};
}
/** A list of texts from a list, one text, or maps that hold the text under one of `keys`. */
function textList(value, keys, context) {
	if (value.kind === "scalar") {
		if (typeof value.value !== "string") return value;
		readAs(context, value, "the text is read as a list of one", `write [${value.value.slice(0, 60)}]`);
		return {
			kind: "seq",
			flow: true,
			indent: 0,
			items: [value],
			start: value.start,
			end: value.end
		};
	}
	if (value.kind === "map") return value;
	let changed = false;
	const items = value.items.map((item) => {
		const named = keys.map((key) => pairOf(item, key)?.value).find((node) => node?.kind === "scalar");
		if (!named) return item;
		changed = true;
		return named;
	});
	if (!changed) return value;
	readAs(context, value, "the maps in this list are read as their ids", "write the ids alone");
	return {
		...value,
		items
	};
}
/** Words that older YAML took for a boolean. */
function yesOrNo(value, context) {
	if (value.kind !== "scalar" || typeof value.value !== "string") return value;
	const word = value.value.toLowerCase();
	const read = [
		"yes",
		"on",
		"true"
	].includes(word) ? true : [
		"no",
		"off",
		"false"
	].includes(word) ? false : null;
	if (read === null) return value;
	readAs(context, value, `${JSON.stringify(value.value)} is read as ${read}`, `write ${read}`);
	return {
		...value,
		value: read
	};
}
/** A fixed word in other letters than small ones; `what` is its name in the warning. */
function smallLetters(value, what, context) {
	if (value.kind !== "scalar" || typeof value.value !== "string") return value;
	const lower = value.value.trim().toLowerCase();
	if (lower === value.value) return value;
	readAs(context, value, `${what} ${JSON.stringify(value.value)} is read as ${lower}`, `write ${lower}`);
	return {
		...value,
		value: lower
	};
}

// src/milestone/legacy/legacy-phase.ts
/** The phases of a task: also as a list of maps with a `name`, and with their older ways of writing. */
function legacyPhases(value, context, readStatus) {
	const map = value.kind === "seq" ? phasesFromList(value, context) : value;
	if (map.kind !== "map") return map;
	return {
		...map,
		pairs: map.pairs.map((pair) => {
			const key = isPhase(pair.key) ? pair.key : lowerPhase(pair, context);
			if (pair.value.kind !== "map") return {
				...pair,
				key
			};
			let phase = readStatus(pair.value, "phase", context);
			phase = withPair(phase, "deliverables", (node) => deliverables(node, context));
			phase = withPair(phase, "approval_required", (node) => yesOrNo(node, context));
			return {
				...pair,
				key,
				value: phase
			};
		})
	};
}
function lowerPhase(pair, context) {
	const lower = pair.key.toLowerCase();
	if (!isPhase(lower)) return pair.key;
	readAs(context, pair, `the phase "${pair.key}" is read as ${lower}`, `write ${lower}`);
	return lower;
}
function phasesFromList(value, context) {
	const pairs = [];
	for (const item of value.items) {
		const name = pairOf(item, "name")?.value ?? pairOf(item, "phase")?.value;
		if (name?.kind !== "scalar" || typeof name.value !== "string") return value;
		pairs.push({
			key: name.value.toLowerCase(),
			keyStart: name.start,
			keyEnd: name.end,
			value: item
		});
	}
	readAs(context, value, "the list of phases is read as a map", "write `design:`, `spec:` and so on");
	return {
		kind: "map",
		flow: false,
		indent: value.indent,
		pairs,
		start: value.start,
		end: value.end
	};
}
/** Names of the default deliverables without their extension, as older files list them. */
const KNOWN_STEMS = {
	architecture: "architecture.md",
	"api-spec": "api-spec.yaml",
	api_spec: "api-spec.yaml",
	"technical-spec": "technical-spec.md",
	technical_spec: "technical-spec.md",
	"test-plan": "test-plan.md",
	test_plan: "test-plan.md",
	"implementation-plan": "implementation-plan.md",
	implementation_plan: "implementation-plan.md",
	"implementation-summary": "implementation-summary.md",
	implementation_summary: "implementation-summary.md",
	"test-results": "test-results.md",
	test_results: "test-results.md"
};
function deliverables(value, context) {
	if (value.kind === "scalar" && typeof value.value === "string") {
		readAs(context, value, "the deliverable is read as a list of one", "write it as a list");
		return {
			kind: "seq",
			flow: true,
			indent: 0,
			items: [withExtension(value, context)],
			...spanOf(value)
		};
	}
	if (value.kind !== "seq") return value;
	return {
		...value,
		items: value.items.map((item) => withExtension(item, context))
	};
}
const spanOf = ({ start, end }) => ({
	start,
	end
});
function withExtension(item, context) {
	if (item.kind !== "scalar" || typeof item.value !== "string") return item;
	const name = item.value.slice(item.value.lastIndexOf("/") + 1);
	if (name === "" || name.includes(".") || pathProblem(item.value)) return item;
	const file = Object.hasOwn(KNOWN_STEMS, item.value) ? KNOWN_STEMS[item.value] : `${item.value}.md`;
	readAs(context, item, `the deliverable ${JSON.stringify(item.value)} is read as ${file}`, `write ${file}, or { path: ${item.value} } if the file has no extension`);
	return {
		...item,
		value: file
	};
}

// src/milestone/legacy/legacy-status.ts
const KNOWN = {
	milestone: new Set(MILESTONE_STATUSES),
	task: new Set(TASK_STATUSES),
	phase: new Set(PHASE_STATUSES)
};
/** Words of other tools, and of earlier files of this kind, for the same thing. */
const SYNONYMS = {
	kiro_managed: "in_progress",
	active: "in_progress",
	started: "in_progress",
	running: "in_progress",
	in_review: "waiting_approval",
	review: "waiting_approval",
	done: "completed",
	complete: "completed",
	finished: "completed",
	closed: "completed",
	todo: "pending",
	open: "pending",
	not_started: "pending",
	ready: "pending",
	canceled: "cancelled",
	deferred: "postponed",
	on_hold: "paused"
};
/** The status that a word means, or null when it means none of the kind. */
function readStatus(kind, word) {
	const plain = word.trim().toLowerCase().replace(/[\s-]+/g, "_");
	for (const candidate of [plain, SYNONYMS[plain]]) {
		if (candidate === void 0) continue;
		if (KNOWN[kind].has(candidate)) return candidate;
		if (kind === "milestone" && candidate === "pending") return "planned";
		if (kind !== "milestone" && candidate === "planned") return "pending";
	}
	return null;
}

// src/milestone/legacy/legacy.ts
/**
* The tree of a milestone file as one of the present form: what older and hand-written files say in other ways
* is moved to its place, keeping where it stood, and said as a warning. Nothing is validated here.
*/
function readLegacyForms(root, findings) {
	const context = {
		findings,
		source: findings.source.text
	};
	const { map: lifted, home } = liftNested(root, context);
	let map = renameKey(lifted, {
		from: "milestone_id",
		to: "id"
	}, context);
	map = renameKey(map, {
		from: "name",
		to: "title"
	}, context);
	map = statusOf(map, "milestone", context);
	map = withPair(map, "dependencies", (value) => milestoneDependencies(value, context));
	map = withPair(map, "kiro_configuration", (value) => configuration(value, context));
	const tasks = pairOf(map, "tasks")?.value;
	const taskKeys = tasks?.kind === "map" ? tasks.pairs.map((pair) => pair.key) : [];
	map = withPair(map, "tasks", (value) => taskList(value, context));
	const list = pairOf(map, "tasks")?.value;
	return {
		root: map,
		layout: {
			home,
			tasks: [...home.get("tasks") ?? [], "tasks"],
			taskKeys: taskKeys.length > 0 ? taskKeys : list?.kind === "seq" ? list.items.map((_, i) => i) : []
		}
	};
}
const WRAPPERS = ["milestone", "metadata"];
/** Takes the keys below `milestone:` or `metadata:` up to the top, where they do not stand already. */
function liftNested(root, context) {
	const home = /* @__PURE__ */ new Map();
	let pairs = root.pairs;
	for (const wrapper of WRAPPERS) {
		const pair = pairs.find((each) => each.key === wrapper);
		if (!pair) continue;
		if (pair.value.kind === "scalar" && wrapper === "milestone" && pair.value.value !== null) {
			pairs = pairs.map((each) => each === pair && !pairs.some((p) => p.key === "id") ? {
				...pair,
				key: "id"
			} : each);
			readAs(context, pair, "the key \"milestone\" is read as the id", "write `id:`");
			continue;
		}
		if (pair.value.kind !== "map") continue;
		const taken = new Set(pairs.map((each) => each.key));
		const inner = pair.value.pairs.filter((each) => !taken.has(each.key));
		for (const each of inner) home.set(each.key, [wrapper]);
		readAs(context, pair, `the keys below "${wrapper}" are read as if they stood at the top`, "move them up, without indentation");
		pairs = pairs.flatMap((each) => each === pair ? inner : [each]);
	}
	return {
		map: {
			...root,
			pairs
		},
		home
	};
}
function statusOf(map, kind, context) {
	return withPair(map, "status", (value) => {
		if (value.kind !== "scalar" || typeof value.value !== "string") return value;
		const read = readStatus(kind, value.value);
		if (read === null || read === value.value) return value;
		readAs(context, value, `the status ${JSON.stringify(value.value)} is read as ${read}`, `write ${read}`);
		return {
			...value,
			value: read
		};
	});
}
function milestoneDependencies(value, context) {
	if (value.kind === "map") {
		let map = withPair(value, "requires", (list) => textList(list, ["id", "milestone"], context));
		map = withPair(map, "enables", (list) => textList(list, ["id", "milestone"], context));
		return map;
	}
	if (value.kind === "seq" && value.items.length === 0) return mapOf(value, []);
	readAs(context, value, "the milestone's dependencies are read as what it requires", "write `requires:` above them");
	const { start, end } = headOf(value);
	const requires = textList(value, ["id", "milestone"], context);
	return mapOf(value, [{
		key: "requires",
		keyStart: start,
		keyEnd: end,
		value: requires
	}]);
}
function configuration(value, context) {
	if (value.kind !== "map") return value;
	const map = withPair(value, "enforcement", (node) => smallLetters(node, "the enforcement", context));
	return withPair(map, "approval_gates", (gates) => {
		if (gates.kind !== "map") return gates;
		return {
			...gates,
			pairs: gates.pairs.map((pair) => ({
				...pair,
				value: gate(pair.value, context)
			}))
		};
	});
}
function gate(value, context) {
	if (value.kind === "map") return withPair(value, "required", (node) => yesOrNo(node, context));
	return fromTruth(value, {
		key: "required",
		of: "the gate"
	}, context);
}
/** A truth value where a map is wanted stands for one of the map's keys. */
function fromTruth(written, { key, of }, context) {
	const value = yesOrNo(written, context);
	if (value.kind !== "scalar" || typeof value.value !== "boolean") return value;
	readAs(context, value, `${of}: ${value.value} is read as its \`${key}\``, `write \`${key}:\` below it`);
	const { start, end } = value;
	return mapOf(value, [{
		key,
		keyStart: start,
		keyEnd: end,
		value
	}]);
}
function taskList(value, context) {
	if (value.kind === "seq") return {
		...value,
		items: value.items.map((item) => item.kind === "map" ? oneTask(item, context) : item)
	};
	if (value.kind !== "map") return value;
	readAs(context, value, "the map of tasks is read as a list", "write each task as `- id: …`");
	const items = value.pairs.map((pair) => {
		const { keyStart: start, keyEnd: end } = pair;
		const body = pair.value.kind === "map" ? pair.value : mapOf(pair.value, []);
		if (pairOf(body, "id") || pair.value.kind !== "map" && !isNull(pair.value)) return pair.value;
		const id = {
			key: "id",
			keyStart: start,
			keyEnd: end,
			value: scalar(pair.key, {
				start,
				end
			})
		};
		return oneTask({
			...body,
			pairs: [id, ...body.pairs]
		}, context);
	});
	return {
		kind: "seq",
		flow: false,
		indent: value.indent,
		items,
		start: value.start,
		end: value.end
	};
}
const isNull = (node) => node.kind === "scalar" && node.value === null;
function oneTask(task, context) {
	let map = renameKey(task, {
		from: "task_id",
		to: "id"
	}, context);
	map = renameKey(map, {
		from: "name",
		to: "title"
	}, context);
	map = renameKey(map, {
		from: "depends_on",
		to: "dependencies"
	}, context);
	map = statusOf(map, "task", context);
	map = withPair(map, "dependencies", (value) => taskDependencies(value, context));
	map = withoutZeroHours(withPair(map, "estimated_hours", (value) => hours$1(value, context)), context);
	return withPair(map, "kiro_workflow", (value) => workflow$1(value, context));
}
function taskDependencies(value, context) {
	const requires = pairOf(value, "requires")?.value;
	if (requires) {
		readAs(context, value, "the task's dependencies are read from `requires`", "write them as a list of task ids");
		return textList(requires, ["id", "task"], context);
	}
	if (value.kind === "map" && value.pairs.length === 0) return {
		kind: "seq",
		flow: true,
		indent: 0,
		items: [],
		start: value.start,
		end: value.end
	};
	return textList(value, ["id", "task"], context);
}
function hours$1(value, context) {
	if (value.kind !== "scalar" || typeof value.value !== "string") return value;
	const match = /^(\d{1,6}(?:\.\d{1,3})?) ?(h|hours?)?$/i.exec(value.value.trim());
	if (!match) return value;
	readAs(context, value, `${JSON.stringify(value.value)} is read as ${match[1]} hours`, `write ${match[1]}`);
	return {
		...value,
		value: Number(match[1])
	};
}
/** People write 0 where they do not know; nothing that an agent does takes no time. */
function withoutZeroHours(map, context) {
	const pair = pairOf(map, "estimated_hours");
	if (pair?.value.kind !== "scalar" || pair.value.value !== 0) return map;
	readAs(context, pair.value, "0 hours are read as no estimate", "leave the key out, or write an estimate");
	return {
		...map,
		pairs: map.pairs.filter((each) => each !== pair)
	};
}
function workflow$1(written, context) {
	const value = fromTruth(written, {
		key: "enabled",
		of: "kiro_workflow"
	}, context);
	if (value.kind !== "map") return value;
	const enabled = withPair(value, "enabled", (node) => yesOrNo(node, context));
	const phases = withPair(enabled, "phases", (node) => legacyPhases(node, context, statusOf));
	return withPair(phases, "current_phase", (node) => smallLetters(node, "the phase", context));
}

// src/milestone/plan/check-plan.ts
/** What a schema cannot say: references to profiles, sums, gates that nobody could pass. */
function checkShared(file, context) {
	checkExecutor(file.executor, ["executor"], context);
	checkWeights(file, context);
	const gates = file.kiro_configuration?.approval_gates ?? {};
	for (const [transition, gate] of Object.entries(gates)) checkApprovals(gate, [
		"kiro_configuration",
		"approval_gates",
		transition
	], context);
	file.quality_gates?.forEach((gate, index) => {
		const path = ["quality_gates", index];
		checkApprovals(gate, path, context);
		if (gate.run === void 0 && gate.approvers === void 0 && gate.criteria === void 0) report(context, path, {
			code: "bad-gate",
			message: "this quality gate checks nothing",
			remedy: "give it `run` (commands), `approvers` or `criteria`"
		});
	});
}
/** A due date before the start is a slip of the pen: the forecast would call every milestone late. */
function checkDates({ start, due }, path, context) {
	if (start === void 0 || due === void 0 || Date.parse(due) >= Date.parse(start)) return;
	report(context, [...path, "due"], {
		code: "bad-value",
		message: `due ${due} is before start ${start}`,
		remedy: "correct one of the two",
		value: due
	});
}
function checkTask(task, path, context) {
	checkDates(task, path, context);
	checkExecutor(task.executor, [...path, "executor"], context);
	task.resources?.forEach((resource, index) => {
		const problem = resource.startsWith("path:") ? globProblem(resource.slice(5)) : null;
		if (problem) report(context, [
			...path,
			"resources",
			index
		], {
			code: "bad-glob",
			message: `the resource ${resource.slice(0, 60)} cannot be used`,
			remedy: problem,
			value: resource
		});
	});
	for (const name of PHASES) {
		const phase = task.kiro_workflow?.phases?.[name];
		if (!phase) continue;
		const at = [
			...path,
			"kiro_workflow",
			"phases",
			name
		];
		checkExecutor(phase.executor, [...at, "executor"], context);
		checkApprovals(phase, at, context);
		checkDeliverables(phase.deliverables ?? [], [...at, "deliverables"], context);
	}
}
function checkExecutor(executor, path, context) {
	const names = [[executor?.agent, [...path, "agent"]]];
	executor?.fallback?.forEach((name, index) => {
		names.push([name, [
			...path,
			"fallback",
			index
		]]);
	});
	for (const [name, at] of names) {
		if (name === void 0 || Object.hasOwn(context.profiles, name)) continue;
		const known = Object.keys(context.profiles);
		const meant = nearest(name, known);
		report(context, at, {
			code: "unknown-profile",
			message: `there is no agent profile "${name}"`,
			remedy: meant ? `write "${meant}" if that is meant` : `write one of ${known.join(", ")}, or add it in config.yaml`,
			value: name
		});
	}
}
function checkWeights(file, context) {
	const weights = file.kiro_configuration?.phase_weights;
	if (!weights) return;
	const given = PHASES.map((phase) => weights[phase] ?? 0);
	const sum = given.reduce((a, b) => a + b, 0);
	if (Math.abs(sum - 100) < 1e-9) return;
	report(context, ["kiro_configuration", "phase_weights"], {
		code: "bad-value",
		message: `the phase weights ${given.join(" + ")} sum to ${Number(sum.toFixed(6))}, not to 100`,
		remedy: "change them so that design, spec, task and execute sum to 100",
		value: sum
	});
}
/** A team's size is not known here, so only lists of single people can be found too short. */
function checkApprovals(gate, path, context) {
	const people = new Set(gate?.approvers?.map((name) => name.toLowerCase()));
	const wanted = gate?.min_approvals ?? 1;
	if (people.size === 0 || wanted <= people.size || [...people].some((name) => name.includes("/"))) return;
	report(context, [...path, "min_approvals"], {
		code: "bad-gate",
		message: `${wanted} approvals are asked of ${counted(people.size, "approver")}`,
		remedy: "name more approvers, or lower min_approvals",
		value: wanted
	});
}
function checkDeliverables(list, path, context) {
	const seen = /* @__PURE__ */ new Set();
	list.forEach((file, index) => {
		const name = (typeof file === "string" ? file : file.path)?.toLowerCase();
		if (name === void 0) return;
		if (seen.has(name)) report(context, [...path, index], {
			code: "bad-path",
			message: `the deliverable ${name} stands twice in this phase (case does not count)`,
			remedy: "keep one of the two",
			value: name
		});
		seen.add(name);
	});
}
/** Reports at a path; `pathLabel` names it where the message alone does not say which. */
function report(context, path, finding) {
	if (context.refused.some((each) => path.every((step, index) => each[index] === step))) return;
	const where = path[0] === "tasks" ? `${pathLabel(context.root, path.slice(0, 2))}: ` : "";
	context.findings.error(spanAt(context.root, path), {
		...finding,
		message: where + finding.message
	});
}

// src/milestone/plan/compliance.ts
function complianceOf(plan) {
	const migrated = plan.tasks.filter((task) => task.migrated).map((task) => task.id);
	const standard = plan.tasks.filter((task) => !task.workflow).map((task) => task.id);
	const all = plan.tasks.length;
	return {
		score: all === 0 ? 100 : Math.floor((all - standard.length) * 100 / all),
		native: all - migrated.length - standard.length,
		migrated,
		standard
	};
}
const SHOWN = 5;
/** Says once, at the first of them, which tasks run differently than they are written. */
function warnOfCompliance(plan, { findings, root }) {
	const { migrated, standard, score } = complianceOf(plan);
	const tell = (ids, message, remedy) => {
		const first = plan.tasks.findIndex((task) => task.id === ids[0]);
		if (first < 0) return;
		const names = ids.slice(0, SHOWN).join(", ") + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "");
		findings.warn(spanAt(root, [
			"tasks",
			first,
			"id"
		]), {
			code: "compliance",
			message: `${message}: ${names} (compliance ${score} %, enforcement ${plan.enforcement})`,
			remedy
		});
	};
	tell(migrated, "tasks without `kiro_workflow.enabled: true` are put under the four phases", "write it to say so, or set kiro_configuration.enforcement to flexible to run them as standard tasks");
	if (plan.enforcement === "strict") return;
	tell(standard, "tasks without `kiro_workflow.enabled: true` run as standard tasks, without phases and gates", "write it to take them through the four phases");
}

// src/milestone/plan/current-phase.ts
/**
* Says where a task's `current_phase` is not where it will begin: statuses count, and a phase before that one is not
* finished by them. Work and its approvals are never skipped for a word about where one is.
*/
function warnOfCurrentPhase({ file, plan, index }, { findings, root }) {
	const current = file.kiro_workflow?.current_phase;
	if (!current || !plan.workflow || plan.status === "completed" || plan.status === "skipped") return;
	const unfinished = (phase) => {
		const status = plan.phases.find((p) => p.phase === phase)?.status ?? "pending";
		return !isFinished(status);
	};
	const first = PHASES.find(unfinished);
	if (first === void 0 || PHASES.indexOf(first) >= PHASES.indexOf(current)) return;
	findings.warn(spanAt(root, [
		"tasks",
		index,
		"kiro_workflow",
		"current_phase"
	]), {
		code: "legacy-form",
		message: `the task "${plan.id}" begins with ${first}, not with its current_phase ${current}: ${first} is not finished`,
		remedy: `write the phases before ${current} with \`status: completed\` if they are, or \`current_phase: ${first}\``,
		value: current
	});
}

// src/milestone/plan/plan.ts
const DELIVERABLE_KINDS = [
	"markdown",
	"yaml",
	"json",
	"openapi",
	"junit",
	"text"
];
const DEFAULT_LIMITS = {
	longRunningMs: 36e5,
	taskStallMs: 3e5,
	executionStallMs: 6e5,
	diskPercent: 90,
	lockWaitMs: 6e5,
	checkpointFiles: 10,
	pushTasks: 3,
	phaseTimeoutMs: 54e5
};
/** The phase of a task; undefined when the task does without it. */
function phasePlan(task, phase) {
	return task.phases.find((p) => p.phase === phase);
}

// src/milestone/plan/gate-policy.ts
/**
* The plan with its gates as the base branch has them: which phases need an approval, by whom, how many, on what
* criteria, and the quality gates. The plan itself may stand on a milestone branch, where agents write; who may
* approve must not. A task or phase that the base does not know gets the base's default gate, or keeps a gate of
* its own where that asks for more, but never approvers of its own. A task that the base takes through the four
* phases keeps them.
*
* The warnings compare two files, so they stand at the file's first line.
*/
function applyPolicy(plan, base, file) {
	const warnings = [];
	const warn = (what) => {
		warnings.push({
			severity: "warning",
			code: "policy-difference",
			file,
			line: 1,
			column: 1,
			message: `${what} differs from the base branch, whose word counts`,
			remedy: "change it on the base branch"
		});
	};
	const known = new Map(base.tasks.map((task) => [task.id, task]));
	const tasks = plan.tasks.map((task) => bindTask(task, {
		base,
		known: known.get(task.id),
		warn
	}));
	if (!same(plan.qualityGates, base.qualityGates)) warn("the list of quality gates");
	const { qualityGates, defaultGates } = base;
	return {
		plan: {
			...plan,
			tasks,
			qualityGates,
			defaultGates
		},
		warnings
	};
}
function bindTask(task, { base, known, warn }) {
	if (known?.workflow && !task.workflow) {
		warn(`the workflow of ${task.id}`);
		return {
			...task,
			workflow: true,
			migrated: known.migrated,
			phases: known.phases
		};
	}
	const phases = task.phases.map((phase) => {
		const basePhase = known?.workflow === task.workflow ? phasePlan(known, phase.phase) : void 0;
		const gate = basePhase ? basePhase.gate : newGate(phase, task, base);
		if (!same(phase.gate, gate)) warn(`the gate of ${task.id}/${phase.phase}`);
		return {
			...phase,
			gate
		};
	});
	return {
		...task,
		phases
	};
}
/** The gate of a phase that the base does not know. */
function newGate({ phase, gate: own }, { workflow }, base) {
	const usual = workflow ? base.defaultGates[phase] : null;
	if (!own) return usual;
	const approvers = base.defaultGates[phase]?.approvers ?? [];
	const minApprovals = Math.max(own.minApprovals, usual?.minApprovals ?? 1);
	return {
		...own,
		approvers,
		minApprovals,
		criteria: [.../* @__PURE__ */ new Set([...usual?.criteria ?? [], ...own.criteria])]
	};
}
/** Whether two plain values are equal; the resolver always writes their keys in one order. */
function same(a, b) {
	return JSON.stringify(a) === JSON.stringify(b);
}

// src/milestone/plan/executor-schema.ts
const envName = string({ error: "a variable's name" }).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "a variable's name such as API_URL" });
const envText = string({ error: "text" }).max(32768, { error: "at most 32768 characters" });
const envValue = union([
	envText,
	number(),
	boolean()
], { error: "text or a number" }).nullable();
const envValues = record(envName, envValue, { error: "a map of names to values" });
const envItem = union([envName, envValues], { error: "a variable's name, or `NAME: value`" });
const env = union([list(envItem, "variable names"), envValues], { error: "a list of variable names, or a map of names to values" }).describe("Environment that the executor sees: names of variables to pass on, or names with values");
const profileName = string({ error: "the name of an agent profile" }).regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: "the name of an agent profile" });
const executor = map({
	run: shell.optional().describe("Shell command, run by bash -e -o pipefail in the agent's work tree"),
	agent: profileName.optional().describe("Agent profile: claude, codex, gemini, copilot or one of config.yaml"),
	manual: flag.optional().describe("true: a person commits the deliverables to the branch; the phase waits"),
	timeout: duration.optional().describe("Ends the phase when it takes longer: 90s, 30m, 2h"),
	retries: count(0, 20).optional().describe("Further attempts after the first; default 2"),
	backoff: pause.optional().describe("Wait before the first retry, doubling with each; default 2s"),
	fallback: list(profileName, "agent profiles").optional().describe("Agent profiles tried in order when the retries are spent"),
	stall_timeout: duration.optional().describe("Ends and retries a phase that is silent this long"),
	env: env.optional()
}).superRefine((value, ctx) => {
	if ([
		value.run,
		value.agent,
		value.manual || void 0
	].filter((kind) => kind !== void 0).length > 1) ctx.addIssue({
		code: "custom",
		message: "only one of run, agent and manual"
	});
});
const PROMPTS = [
	"stdin",
	"file",
	"arg"
];
const RESULTS = [
	"text",
	"claude-json",
	"codex-jsonl",
	"gemini-json",
	"copilot-text"
];
const args = list(string({ error: "an argument as text" }), "arguments");
const profile = map({
	command: line.optional().describe("Program to start"),
	args: args.optional().describe("Its arguments"),
	phase_args: map({
		design: args.optional(),
		spec: args.optional(),
		task: args.optional(),
		execute: args.optional()
	}).optional().describe("Arguments added in one phase only"),
	prompt: _enum(PROMPTS, { error: `one of ${PROMPTS.join(", ")}` }).optional().describe("How the program gets its prompt: on its standard input, as a file's path, or as last argument"),
	env: env.optional(),
	result: _enum(RESULTS, { error: `one of ${RESULTS.join(", ")}` }).optional().describe("Form of its output, from which result and usage are read"),
	stall_timeout: duration.optional().describe("Ends and retries a phase that is silent this long"),
	install: line.optional().describe("What to tell a person who lacks the program")
}).describe("How an AI coding program is driven");

// src/milestone/plan/milestone-schema.ts
const oneOf = (values) => ({ error: `one of ${values.join(", ")}` });
const percent = { error: "a number from 0 to 100" };
const weight = number(percent).min(0, percent).max(100, percent);
const bytes = count(0, 1073741824);
const criteria = list(line, "criteria");
const approvers = list(approver, "approvers").describe("Logins or org/team; none: anyone with write permission");
const minApprovals = count(1, 20).describe("How many of them must approve; default 1");
const DELIVERABLE_ERROR = "a path, or a map with `path` or `changed`";
const deliverable = union([deliverablePath, map({
	path: deliverablePath.optional().describe("File below the phase's folder"),
	changed: glob.optional().describe("Repository files of which this phase's own work must change one"),
	kind: _enum(DELIVERABLE_KINDS, oneOf(DELIVERABLE_KINDS)).optional().describe("How the file is checked"),
	min_bytes: bytes.optional(),
	max_bytes: bytes.optional(),
	sections: list(line, "headings").optional().describe("Headings that must stand in the file"),
	schema: deliverablePath.optional().describe("Path in the repository of a JSON Schema for the file")
}).superRefine((value, ctx) => {
	if (value.path === void 0 === (value.changed === void 0)) ctx.addIssue({
		code: "custom",
		message: "either `path` or `changed`"
	});
	if (value.min_bytes !== void 0 && value.max_bytes !== void 0 && value.min_bytes > value.max_bytes) ctx.addIssue({
		code: "custom",
		path: ["min_bytes"],
		message: "a min_bytes not above max_bytes"
	});
})], { error: DELIVERABLE_ERROR }).describe("A file that the phase must leave behind");
const phase = map({
	status: _enum(PHASE_STATUSES, oneOf(PHASE_STATUSES)).optional(),
	approval_required: flag.optional().describe("Whether this phase's end needs an approval"),
	approvers: approvers.optional(),
	min_approvals: minApprovals.optional(),
	deliverables: list(deliverable, "deliverables").optional(),
	acceptance_criteria: criteria.optional(),
	executor: executor.optional(),
	checks: list(shell, "shell commands").optional().describe("Commands that must succeed before the phase ends")
});
const phaseNames = [
	"design",
	"spec",
	"task",
	"execute"
];
const workflow = map({
	enabled: flag.optional().describe("true: the task goes through design, spec, task and execute"),
	current_phase: _enum(phaseNames, oneOf(phaseNames)).optional(),
	phases: map({
		design: phase.optional(),
		spec: phase.optional(),
		task: phase.optional(),
		execute: phase.optional()
	}).optional()
});
const budget = map({
	minutes: amount("a number of minutes").optional(),
	attempts: count(1, 1e6).optional(),
	tokens: count(1, Number.MAX_SAFE_INTEGER).optional(),
	cost_usd: amount("an amount of dollars").optional()
}).describe("Work stops when one of these is spent");
const RESOURCE_ERROR = "a name such as db, or path: with a glob";
const resource = string({ error: RESOURCE_ERROR }).regex(/^(?:path:.+|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/, { error: RESOURCE_ERROR });
const HOURS_ERROR = "a number of hours, 0 or more";
/** Editors take 0 as the reader does, which takes it for no estimate before this is asked. */
const hours = number({ error: HOURS_ERROR }).min(0, { error: HOURS_ERROR }).max(1e5, { error: "at most 100000 hours" });
const task = map({
	id: id.describe("Letters, digits, dots, underscores, hyphens; unique ignoring case"),
	title: title.optional(),
	description: prose.optional(),
	estimated_hours: hours.optional().describe("0: nobody knows, as without the key"),
	status: _enum(TASK_STATUSES, oneOf(TASK_STATUSES)).optional(),
	start: date.optional(),
	due: date.optional(),
	dependencies: list(string({ error: "a task's id" }), "task ids").optional(),
	resources: list(resource, "resources").optional().describe("Two tasks that share one never run at the same time: names, or path: with a glob"),
	acceptance_criteria: criteria.optional(),
	budget: budget.optional(),
	executor: executor.optional(),
	kiro_workflow: workflow.optional()
});
const approvalGate = map({
	required: flag.optional(),
	approvers: approvers.optional(),
	min_approvals: minApprovals.optional(),
	criteria: criteria.optional()
});
const ENFORCEMENTS = [
	"strict",
	"progressive",
	"flexible"
];
const kiroConfiguration = map({
	enforcement: _enum(ENFORCEMENTS, oneOf(ENFORCEMENTS)).optional().describe("Tasks without the workflow: strict (default) puts all under it, progressive those above 4 hours"),
	phase_weights: map({
		design: weight.optional(),
		spec: weight.optional(),
		task: weight.optional(),
		execute: weight.optional()
	}).optional().describe("Share of each phase in a task's progress; together 100"),
	approval_gates: map({
		design_to_spec: approvalGate.optional(),
		spec_to_task: approvalGate.optional(),
		task_to_execute: approvalGate.optional(),
		execute_completion: approvalGate.optional()
	}).optional()
});
const qualityGate = map({
	at: amount("a percentage").max(100, { error: "at most 100" }).describe("Progress at which it runs, once"),
	name: line.optional(),
	run: union([shell, list(shell, "shell commands")], { error: "a shell command, or a list of them" }).optional(),
	approvers: approvers.optional(),
	min_approvals: minApprovals.optional(),
	criteria: criteria.optional()
});
const prerequisite = map({
	tool: line.optional().describe("Program that must be installed"),
	version: line.optional().describe("Range its version must be in, such as \">=24\""),
	service: line.optional(),
	check: shell.optional().describe("Succeeds when the service is up"),
	start: shell.optional(),
	alternative: shell.optional(),
	env: string({ error: "a variable's name" }).optional(),
	command: shell.optional().describe("Must succeed")
}).superRefine((value, ctx) => {
	if ([
		value.tool,
		value.service,
		value.env,
		value.command
	].filter((kind) => kind !== void 0).length !== 1) ctx.addIssue({
		code: "custom",
		message: "one of tool, service, env and command"
	});
	else if (value.service !== void 0 && value.check === void 0) ctx.addIssue({
		code: "custom",
		message: "a `check` command beside the service"
	});
});
const mentions = list(approver, "logins or teams");
const RELEASES = ["none", "draft"];
const BASELINES = ["require", "ignore"];
/** What a milestone file may say for itself and config.yaml for all. */
const shared = {
	kiro_configuration: kiroConfiguration.optional(),
	executor: executor.optional().describe("Default for all phases; nearest wins: phase, task, milestone, config"),
	setup: shell.optional().describe("Prepares each work tree before its first phase, e.g. npm ci"),
	setup_inputs: list(glob, "globs").optional().describe("Files whose change makes setup run again"),
	test_command: shell.optional().describe("Runs on the integrated branch after execute phases"),
	test_baseline: _enum(BASELINES, oneOf(BASELINES)).optional().describe("ignore: the milestone may start although its tests already fail"),
	quality_gates: list(qualityGate, "quality gates").optional(),
	budget: budget.optional(),
	prerequisites: list(prerequisite, "prerequisites").optional(),
	limits: map({
		long_running: duration.optional(),
		task_stall: duration.optional(),
		execution_stall: duration.optional(),
		disk_percent: count(1, 100).optional(),
		lock_wait: duration.optional(),
		checkpoint_files: count(1, 1e5).optional(),
		push_tasks: count(1, 1e4).optional(),
		phase_timeout: duration.optional()
	}).optional(),
	notify: map({
		stakeholders: mentions.optional(),
		escalation: mentions.optional()
	}).optional(),
	author: map({
		name: line,
		email: line.regex(/^[^<>\s]+$/, { error: "an e-mail address" })
	}).optional().describe("Author of the commits"),
	release: _enum(RELEASES, oneOf(RELEASES)).optional().describe("draft: a draft release with the report as notes")
};
const configSchema = map({
	...shared,
	agents: record(profileName, profile, { error: "a map of profile names" }).optional().describe("Agent profiles by name; those built in may be overridden key by key")
}).describe("Defaults of all milestones, .milestones/config.yaml");
const milestoneSchema = map({
	id: id.describe("Equal to the file's name"),
	title: title.optional(),
	description: prose.optional(),
	status: _enum(MILESTONE_STATUSES, oneOf(MILESTONE_STATUSES)).optional(),
	start: date.optional(),
	due: date.optional(),
	dependencies: map({
		requires: list(id, "milestone ids").optional().describe("Milestones that must be completed first"),
		enables: list(id, "milestone ids").optional().describe("Milestones that wait for this one")
	}).optional(),
	...shared,
	tasks: array(task, { error: "a list of tasks" })
}).describe("A milestone, .milestones/active/<id>.yaml");

// src/milestone/plan/profiles.ts
/**
* How the four known programs are driven without a terminal. Each flag was tried with the real program against a
* stand-in for its model (`npm run test:agents` does it again, with the versions in test/agents/programs.ts). Words in
* braces are replaced, see src/engine/profile/command-line.ts.
*
* In design, spec and task an agent may write below its deliverables folder only, and none but codex (whose sandbox
* holds commands to the same) may run commands; execute may change code and run commands. That keeps an agent on its
* way; what counts is the engine's own check of what was changed.
*/
const BUILT_IN_PROFILES = {
	claude: {
		name: "claude",
		command: "claude",
		args: [
			"-p",
			"--output-format=json",
			"--no-session-persistence",
			"--strict-mcp-config",
			"--max-budget-usd={budget_usd}"
		],
		phaseArgs: phases([
			"--permission-mode=dontAsk",
			"--tools=Read,Grep,Glob,Edit,Write",
			"--allowedTools=Read,Grep,Glob,Edit({deliverables_path}/**)"
		], [
			"--permission-mode=acceptEdits",
			"--tools=Bash,Read,Grep,Glob,Edit,Write",
			"--allowedTools=Bash,Read,Grep,Glob,Edit,Write"
		]),
		prompt: "stdin",
		env: {
			ANTHROPIC_API_KEY: null,
			ANTHROPIC_AUTH_TOKEN: null,
			ANTHROPIC_BASE_URL: null,
			ANTHROPIC_MODEL: null,
			CLAUDE_CODE_OAUTH_TOKEN: null,
			CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
			CLAUDE_CODE_MAX_RETRIES: "3"
		},
		result: "claude-json",
		install: "npm install --global @anthropic-ai/claude-code"
	},
	codex: {
		name: "codex",
		command: "codex",
		args: [
			"exec",
			"--json",
			"--ephemeral",
			"--skip-git-repo-check",
			"--sandbox=workspace-write",
			"--config=openai_base_url=\"{env.OPENAI_BASE_URL}\""
		],
		phaseArgs: phases([
			"--cd={deliverables}",
			"--config=sandbox_workspace_write.exclude_slash_tmp=true",
			"--config=sandbox_workspace_write.exclude_tmpdir_env_var=true"
		], []),
		prompt: "stdin",
		env: {
			CODEX_API_KEY: null,
			OPENAI_API_KEY: null,
			OPENAI_BASE_URL: null
		},
		result: "codex-jsonl",
		install: "npm install --global @openai/codex"
	},
	gemini: {
		name: "gemini",
		command: "gemini",
		args: ["--output-format=json", "--skip-trust"],
		phaseArgs: phases(["--approval-mode=default", "--policy={files}/gemini-policy.toml"], ["--approval-mode=yolo"]),
		prompt: "stdin",
		env: {
			GEMINI_API_KEY: null,
			GOOGLE_API_KEY: null,
			GOOGLE_GEMINI_BASE_URL: null,
			GEMINI_MODEL: null,
			GEMINI_CLI_NO_RELAUNCH: "true"
		},
		files: { "gemini-policy.toml": geminiPolicy() },
		result: "gemini-json",
		install: "npm install --global @google/gemini-cli"
	},
	copilot: {
		name: "copilot",
		command: "copilot",
		args: [
			"--silent",
			"--no-color",
			"--no-auto-update",
			"--no-ask-user",
			"--disable-builtin-mcps",
			"--usage-output-file={usage_file}"
		],
		phaseArgs: phases(["--allow-tool=write({deliverables}/**)"], ["--allow-all-tools"]),
		prompt: "stdin",
		env: {
			COPILOT_GITHUB_TOKEN: null,
			COPILOT_MODEL: null,
			COPILOT_OFFLINE: null,
			COPILOT_PROVIDER_TYPE: null,
			COPILOT_PROVIDER_BASE_URL: null,
			COPILOT_PROVIDER_API_KEY: null
		},
		result: "copilot-text",
		install: "npm install --global @github/copilot"
	}
};
/** One set of arguments for the phases that write documents, one for the phase that changes code. */
function phases(documents, execute) {
	return {
		design: documents,
		spec: documents,
		task: documents,
		execute
	};
}
/** Higher priority wins; a path with `..` is refused before the folder is looked at. */
function geminiPolicy() {
	const rule = (decision, priority, tools, pattern) => [
		"[[rule]]",
		`toolName = ${tools}`,
		...pattern === void 0 ? [] : [`argsPattern = '${pattern}'`],
		`decision = "${decision}"`,
		`priority = ${priority}`
	].join("\n");
	const edits = "[\"write_file\", \"replace\"]";
	return `${[
		rule("deny", 600, edits, "/\\.\\./"),
		rule("allow", 500, edits, "\"file_path\":\"{deliverables_regex}\\/"),
		rule("allow", 500, edits, "\"file_path\":\"{deliverables_path}/"),
		rule("deny", 400, "[\"write_file\", \"replace\", \"run_shell_command\"]")
	].join("\n\n")}\n`;
}

// src/milestone/plan/resolve-config.ts
/** Milliseconds of a duration that the schema has let through. */
function durationMs(text) {
	const ms = parseDuration(text);
	if (ms === null) throw new Error(`${text} passed the schema but is no duration`);
	return ms;
}
/** Keys that are not written stay absent, as the types want it. */
function defined(record) {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== void 0));
}
/** A name alone is a variable to pass on, as is one without a value; names with values stand in a map or in the list. */
function resolveEnv(env) {
	const entries = [env].flat().map((item) => typeof item === "string" ? { [item]: null } : item).flatMap((map) => Object.entries(map));
	return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? null : String(value)]));
}
/** Each limit from the nearest level that sets it. */
function resolveBudget(...nearestFirst) {
	const pick = (key) => nearestFirst.find((budget) => budget?.[key] !== void 0)?.[key];
	return defined({
		minutes: pick("minutes"),
		attempts: pick("attempts"),
		tokens: pick("tokens"),
		costUsd: pick("cost_usd")
	});
}
function resolveLimits(milestone, config) {
	const limits = {
		...config.limits,
		...milestone.limits
	};
	const ms = (text, fallback) => text === void 0 ? fallback : durationMs(text);
	return {
		longRunningMs: ms(limits.long_running, DEFAULT_LIMITS.longRunningMs),
		taskStallMs: ms(limits.task_stall, DEFAULT_LIMITS.taskStallMs),
		executionStallMs: ms(limits.execution_stall, DEFAULT_LIMITS.executionStallMs),
		diskPercent: limits.disk_percent ?? DEFAULT_LIMITS.diskPercent,
		lockWaitMs: ms(limits.lock_wait, DEFAULT_LIMITS.lockWaitMs),
		checkpointFiles: limits.checkpoint_files ?? DEFAULT_LIMITS.checkpointFiles,
		pushTasks: limits.push_tasks ?? DEFAULT_LIMITS.pushTasks,
		phaseTimeoutMs: ms(limits.phase_timeout, DEFAULT_LIMITS.phaseTimeoutMs)
	};
}
/** The milestone's weights, else the config's, else the defaults; a phase left out of a given set weighs 0. */
function resolveWeights(milestone, config) {
	const given = milestone.kiro_configuration?.phase_weights ?? config.kiro_configuration?.phase_weights;
	if (!given) return DEFAULT_WEIGHTS;
	const { design = 0, spec = 0, task = 0, execute = 0 } = given;
	return {
		design,
		spec,
		task,
		execute
	};
}
/** The built-in profiles with the config's on top: a known name is changed key by key. */
function resolveProfiles(config) {
	const profiles = { ...BUILT_IN_PROFILES };
	for (const [name, file] of Object.entries(config.agents ?? {})) profiles[name] = resolveProfile(name, file, Object.hasOwn(profiles, name) ? profiles[name] : void 0);
	return profiles;
}
function resolveProfile(name, file, base) {
	const given = defined({
		command: file.command,
		args: file.args,
		phaseArgs: file.phase_args && phaseArgs(file.phase_args),
		prompt: file.prompt,
		env: file.env && resolveEnv(file.env),
		result: file.result,
		stallTimeoutMs: file.stall_timeout === void 0 ? void 0 : durationMs(file.stall_timeout),
		install: file.install
	});
	return {
		command: name,
		args: [],
		phaseArgs: {},
		prompt: "stdin",
		env: {},
		result: "text",
		args: [],
		...base,
		...given,
		name
	};
}
function phaseArgs(file) {
	const { design, spec, task, execute } = file;
	return defined({
		design,
		spec,
		task,
		execute
	});
}
const CHECKPOINT_NAMES = {
	25: "Foundation",
	50: "Core",
	75: "Integration",
	100: "Final"
};
function resolveQualityGate(file) {
	return {
		at: file.at,
		name: file.name ?? CHECKPOINT_NAMES[file.at] ?? `Checkpoint at ${file.at} %`,
		run: file.run === void 0 ? [] : typeof file.run === "string" ? [file.run] : file.run,
		approvers: file.approvers ?? [],
		minApprovals: file.min_approvals ?? 1,
		criteria: file.criteria ?? []
	};
}
function resolvePrerequisite(file) {
	const { tool, version, service, check, start, alternative, env, command } = file;
	if (tool !== void 0) return {
		kind: "tool",
		tool,
		...defined({ version })
	};
	if (service !== void 0 && check !== void 0) return {
		kind: "service",
		service,
		check,
		...defined({
			start,
			alternative
		})
	};
	if (env !== void 0) return {
		kind: "env",
		env
	};
	if (command !== void 0) return {
		kind: "command",
		command
	};
	throw new Error("a prerequisite passed the schema without a kind");
}

// src/milestone/plan/read-config.ts
/** Reads `.milestones/config.yaml`: the defaults of all milestones. An empty file is a good one. */
function readConfig(source) {
	const findings = new Findings(source);
	const parsed = parseFile({
		schema: configSchema,
		findings,
		empty: true
	});
	if (parsed) {
		const profiles = resolveProfiles(parsed.data);
		checkShared(parsed.data, {
			...parsed,
			findings,
			profiles
		});
		if (findings.errors.length === 0) return {
			ok: true,
			config: parsed.data,
			profiles,
			warnings: findings.warnings
		};
	}
	return {
		ok: false,
		errors: findings.errors,
		warnings: findings.warnings
	};
}

// src/milestone/plan/resolve-gate.ts
/** Phases whose end needs an approval where nothing else is said. */
const GATED = {
	design: true,
	spec: true,
	task: false,
	execute: false
};
/** The gate behind a phase, or null: the phase's own word, then the milestone's, the config's, the default. */
function resolveGate(phase, { phase: file, milestone, config, workflow }) {
	const transition = TRANSITION[phase];
	const levels = [milestone.kiro_configuration?.approval_gates?.[transition], config.kiro_configuration?.approval_gates?.[transition]];
	const configured = levels.find((level) => level?.required !== void 0)?.required;
	if (!(file?.approval_required ?? (workflow ? configured ?? GATED[phase] : false))) return null;
	return {
		transition,
		approvers: file?.approvers ?? levels.find((level) => level?.approvers)?.approvers ?? [],
		minApprovals: file?.min_approvals ?? levels.find((level) => level?.min_approvals !== void 0)?.min_approvals ?? 1,
		criteria: levels.find((level) => level?.criteria)?.criteria ?? []
	};
}
/** The gates of a workflow task that says nothing itself. */
function defaultGates(milestone, config) {
	const gate = (phase) => resolveGate(phase, {
		phase: void 0,
		milestone,
		config,
		workflow: true
	});
	return {
		design: gate("design"),
		spec: gate("spec"),
		task: gate("task"),
		execute: gate("execute")
	};
}

// src/milestone/plan/default-deliverables.ts
/** What each phase leaves behind where its plan names nothing, and the headings suggested for it. */
const DEFAULTS = {
	design: [{
		path: "architecture.md",
		outline: [
			"Overview",
			"Architecture Decisions",
			"API Design"
		]
	}, { path: "api-spec.yaml" }],
	spec: [{
		path: "technical-spec.md",
		outline: [
			"Implementation Requirements",
			"Interface Definitions",
			"Test Requirements"
		]
	}, {
		path: "test-plan.md",
		outline: [
			"Test Strategy",
			"Test Cases",
			"Acceptance Criteria"
		]
	}],
	task: [{
		path: "implementation-plan.md",
		outline: [
			"Development Tasks",
			"Timeline",
			"Dependencies"
		]
	}],
	execute: [{
		path: "implementation-summary.md",
		outline: [
			"Completed Work",
			"Code Changes",
			"Validation Results"
		]
	}, { path: "test-results.md" }]
};
const OUTLINES = new Map(Object.values(DEFAULTS).flat().flatMap(({ path, outline }) => outline ? [[path, outline]] : []));
/** The documents that a phase leaves behind when its task names none. */
function defaultDeliverables(phase) {
	return DEFAULTS[phase].map(({ path }) => fileDeliverable(path));
}
/** A deliverable of which only the path is given: its kind from the extension, its outline if it has a default one. */
function fileDeliverable(path) {
	const outline = OUTLINES.get(path);
	return {
		path,
		kind: kindOf$1(path),
		...outline ? { outline } : {}
	};
}
const KINDS = {
	md: "markdown",
	markdown: "markdown",
	yaml: "yaml",
	yml: "yaml",
	json: "json"
};
function kindOf$1(path) {
	const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
	return Object.hasOwn(KINDS, extension) ? KINDS[extension] : "text";
}

// src/milestone/plan/resolve-executor.ts
/** Contract: two further attempts, two seconds before the first of them. */
const DEFAULT_RETRIES = 2;
const DEFAULT_BACKOFF_MS = 2e3;
/**
* The executor of a phase from what its phase, task, milestone and config say, nearest first. What is run comes
* from the nearest that says it; each option from the nearest that names it, except `fallback`, which goes with
* what is run: profiles meant for an agent never replace a nearer shell command. Null when nothing is to run.
*/
function resolveExecutor(nearestFirst, defaults) {
	const levels = nearestFirst.filter((level) => level !== void 0);
	const index = levels.findIndex((level) => kindOf(level) !== null);
	const kind = index < 0 ? null : kindOf(levels[index]);
	if (!kind) return null;
	const fallback = levels.slice(0, index + 1).find((level) => level.fallback)?.fallback ?? [];
	const pick = (key) => levels.find((level) => level[key] !== void 0)?.[key];
	const timeout = pick("timeout");
	const backoff = pick("backoff");
	const stall = pick("stall_timeout");
	const profile = kind.kind === "agent" ? defaults.profiles[kind.profile] : void 0;
	return {
		timeoutMs: timeout === void 0 ? defaults.timeoutMs : durationMs(timeout),
		retries: pick("retries") ?? DEFAULT_RETRIES,
		backoffMs: backoff === void 0 ? DEFAULT_BACKOFF_MS : durationMs(backoff),
		fallback,
		env: resolveEnv(pick("env") ?? {}),
		...defined({ stallTimeoutMs: stall === void 0 ? profile?.stallTimeoutMs : durationMs(stall) }),
		...kind
	};
}
function kindOf(level) {
	if (level.run !== void 0) return {
		kind: "run",
		command: level.run
	};
	if (level.agent !== void 0) return {
		kind: "agent",
		profile: level.agent
	};
	return level.manual ? { kind: "manual" } : null;
}

// src/milestone/plan/resolve-task.ts
/** Above this many estimated hours `progressive` enforcement puts a task under the workflow (domain: > 4). */
const PROGRESSIVE_HOURS = 4;
/** A task with everything resolved; phases for which no executor is found are listed apart. */
function resolveTask(task, sources) {
	const native = task.kiro_workflow?.enabled === true;
	const migrated = !native && migrates(task, sources.enforcement);
	const workflow = native || migrated;
	const withoutExecutor = [];
	const phases = [];
	for (const phase of workflow ? PHASES : ["execute"]) {
		const resolved = resolvePhase(phase, task, {
			...sources,
			workflow
		});
		if (resolved) phases.push(resolved);
		else withoutExecutor.push(phase);
	}
	return {
		plan: {
			id: task.id,
			title: task.title ?? task.id,
			description: task.description ?? "",
			dependencies: [...new Set(task.dependencies ?? [])],
			resources: [...new Set(task.resources ?? [])],
			workflow,
			migrated,
			status: task.status ?? "pending",
			budget: resolveBudget(task.budget),
			phases,
			...defined({
				estimatedHours: task.estimated_hours,
				start: task.start,
				due: task.due
			})
		},
		withoutExecutor
	};
}
function migrates(task, enforcement) {
	switch (enforcement) {
		case "strict": return true;
		case "progressive": return (task.estimated_hours ?? 0) > PROGRESSIVE_HOURS;
		case "flexible": return false;
	}
}
function resolvePhase(phase, task, sources) {
	const { milestone, config, profiles, timeoutMs, workflow } = sources;
	const file = task.kiro_workflow?.phases?.[phase];
	const executor = resolveExecutor([
		file?.executor,
		task.executor,
		milestone.executor,
		config.executor
	], {
		timeoutMs,
		profiles
	});
	if (!executor) return null;
	const listed = file?.deliverables?.map(resolveDeliverable);
	return {
		phase,
		status: file?.status ?? impliedStatus(phase, task, workflow),
		executor,
		deliverables: listed ?? (workflow ? defaultDeliverables(phase) : []),
		acceptanceCriteria: file?.acceptance_criteria ?? (phase === "execute" ? task.acceptance_criteria ?? [] : []),
		checks: file?.checks ?? [],
		gate: resolveGate(phase, {
			phase: file,
			milestone,
			config,
			workflow
		})
	};
}
function resolveDeliverable(file) {
	if (typeof file === "string") return fileDeliverable(file);
	if (file.changed !== void 0) return { changed: file.changed };
	const { path, kind, min_bytes, max_bytes, sections, schema } = file;
	if (path === void 0) throw new Error("a deliverable passed the schema without path or changed");
	return {
		...fileDeliverable(path),
		...defined({
			kind,
			minBytes: min_bytes,
			maxBytes: max_bytes,
			sections,
			schema
		})
	};
}
const OF_STANDARD_TASK = {
	pending: "pending",
	in_progress: "in_progress",
	waiting_approval: "waiting_approval",
	blocked: "blocked",
	completed: "completed",
	skipped: "pending"
};
/**
* The status of a phase that names none. A completed task has completed phases; of one in progress those before the
* phase that it is in are completed, and those after it pending.
*/
function impliedStatus(phase, task, workflow) {
	const status = task.status ?? "pending";
	if (!workflow || status === "completed") return OF_STANDARD_TASK[status];
	if (status === "pending" || status === "skipped") return "pending";
	const distance = PHASES.indexOf(phase) - PHASES.indexOf(phaseOf(task));
	return distance < 0 ? "completed" : distance === 0 ? OF_STANDARD_TASK[status] : "pending";
}
/** Where a task in progress is: as `current_phase` or the phases' own statuses say, whichever is earlier; else in execute. */
function phaseOf({ kiro_workflow: workflow }) {
	const statusOf = (phase) => workflow?.phases?.[phase]?.status;
	const open = PHASES.findIndex((phase) => statusOf(phase) && !isFinished(statusOf(phase)));
	const finished = PHASES.findLastIndex((phase) => statusOf(phase) && isFinished(statusOf(phase)));
	const stated = workflow?.current_phase;
	const reached = stated ? PHASES.indexOf(stated) : finished >= 0 ? finished + 1 : PHASES.length - 1;
	return PHASES[open >= 0 && (open < reached || !stated) ? open : reached] ?? "execute";
}

// src/milestone/plan/task-graph.ts
const MAX_TASKS = 1e4;
const MAX_CYCLES = 10;
const MAX_CYCLE_NAMES = 30;
/** A suggestion looks at every id, so a file full of unknown ones gets only so many. */
const MAX_SUGGESTIONS = 20;
/**
* Checks ids and dependencies of the tasks, whatever else may be wrong with them. Linear in tasks and
* dependencies, and without recursion: 10,000 tasks may form one chain.
*/
function checkTaskGraph(tasks, findings) {
	if (tasks?.kind !== "seq") return;
	if (tasks.items.length === 0) findings.error(headOf(tasks), {
		code: "no-tasks",
		message: "the milestone has no tasks",
		remedy: "add at least one task with an id and an executor"
	});
	if (tasks.items.length > MAX_TASKS) {
		findings.error(headOf(tasks), {
			code: "too-many-tasks",
			message: `the milestone has ${tasks.items.length} tasks, more than ${MAX_TASKS}`,
			remedy: "split it into several milestones"
		});
		return;
	}
	const graph = collect(tasks.items, findings);
	checkEdges(graph, findings);
	checkCycles(graph, findings);
}
function collect(items, findings) {
	const graph = /* @__PURE__ */ new Map();
	const folded = /* @__PURE__ */ new Map();
	for (const item of items) {
		const idNode = pairOf(item, "id")?.value;
		if (idNode?.kind !== "scalar" || idNode.value === null) continue;
		const id = textOf(idNode, findings);
		const before = folded.get(id.toLowerCase());
		if (before !== void 0) {
			findings.error(idNode, {
				code: "duplicate-id",
				message: `the task id "${id}" stands twice${before === id ? "" : ` (as "${before}" before; case does not count)`}`,
				remedy: "give each task an id of its own",
				value: id
			});
			continue;
		}
		folded.set(id.toLowerCase(), id);
		const list = pairOf(item, "dependencies")?.value;
		const dependencies = list?.kind === "seq" ? list.items.filter((node) => node.kind === "scalar") : [];
		graph.set(id, {
			id,
			node: idNode,
			dependencies
		});
	}
	return graph;
}
function textOf(node, findings) {
	return node.style === "plain" && typeof node.value !== "string" ? findings.source.text.slice(node.start, node.end) : String(node.value);
}
function checkEdges(graph, findings) {
	let suggestions = 0;
	for (const task of graph.values()) {
		const seen = /* @__PURE__ */ new Set();
		for (const dependency of task.dependencies) {
			const name = textOf(dependency, findings);
			if (name === task.id) findings.error(dependency, {
				code: "self-dependency",
				message: `the task "${task.id}" depends on itself`,
				remedy: "remove it from its own dependencies",
				value: name
			});
			else if (!graph.has(name)) {
				const meant = suggestions++ < MAX_SUGGESTIONS ? nearest(name.slice(0, 70), graph.keys()) : null;
				findings.error(dependency, {
					code: "unknown-dependency",
					message: `the task "${task.id}" depends on "${name.slice(0, 70)}", which no task has as its id`,
					remedy: meant ? `write "${meant}" if that is meant` : "add that task, or remove the dependency",
					value: name
				});
			} else if (seen.has(name)) findings.warn(dependency, {
				code: "bad-value",
				message: `the task "${task.id}" names its dependency "${name}" twice`,
				remedy: "keep one of the two",
				value: name
			});
			seen.add(name);
		}
	}
}
/** Depth-first with an explicit stack; each edge back onto the stack closes one cycle, which is told in full. */
function checkCycles(graph, findings) {
	const state = /* @__PURE__ */ new Map();
	let found = 0;
	for (const start of graph.values()) {
		if (state.has(start.id)) continue;
		const stack = [{
			task: start,
			next: 0
		}];
		state.set(start.id, "open");
		while (stack.length > 0) {
			const top = stack[stack.length - 1];
			const edge = top.task.dependencies[top.next++];
			if (!edge) {
				state.set(top.task.id, "closed");
				stack.pop();
				continue;
			}
			const target = graph.get(textOf(edge, findings));
			if (!target || target === top.task) continue;
			const seen = state.get(target.id);
			if (seen === "open") {
				const ids = stack.map((each) => each.task.id);
				if (found++ < MAX_CYCLES) tellCycle(ids.slice(ids.indexOf(target.id)), edge, findings);
			} else if (seen === void 0) {
				state.set(target.id, "open");
				stack.push({
					task: target,
					next: 0
				});
			}
		}
	}
}
function tellCycle(ids, edge, findings) {
	const whole = [...ids, ids[0]];
	const shown = whole.length <= MAX_CYCLE_NAMES ? whole : [
		...whole.slice(0, 28),
		`… (${whole.length - MAX_CYCLE_NAMES + 1} more) …`,
		whole[0]
	];
	findings.error(edge, {
		code: "dependency-cycle",
		message: `the tasks wait for each other in a cycle: ${shown.join(" → ")}`,
		remedy: "remove one of these dependencies",
		value: textOf(edge, findings)
	});
}

// src/milestone/plan/read-plan.ts
/**
* Reads a milestone file: every default resolved, every reference checked, older forms understood. All errors
* of the file and of its config are told at once; warnings say what is read differently than it is written.
*/
function readPlan(request) {
	const findings = new Findings({
		file: request.file,
		text: request.text
	});
	const config = request.config ? readConfig(request.config) : {
		ok: true,
		...NO_CONFIG
	};
	const written = readMap(findings, false);
	const milestone = written ? readMilestone(written, {
		config,
		findings
	}) : null;
	const errors = [...inOrder(findings.errors), ...config.ok ? [] : inOrder(config.errors)];
	const warnings = [...inOrder(findings.warnings), ...inOrder(config.warnings)];
	if (errors.length > 0 || !milestone) return {
		ok: false,
		errors,
		warnings
	};
	const { plan, layout } = milestone;
	const compliance = complianceOf(plan);
	const source = planSource(request, {
		layout,
		root: milestone.root
	}, plan.tasks);
	if (!request.policy) return {
		ok: true,
		plan,
		warnings,
		compliance,
		source
	};
	const bound = applyPolicy(plan, request.policy, request.file);
	return {
		ok: true,
		plan: bound.plan,
		warnings: [...warnings, ...bound.warnings],
		compliance,
		source
	};
}
/** Top to bottom, as one goes through the file to correct it. */
function inOrder(list) {
	return [...list].sort((a, b) => a.line - b.line || a.column - b.column);
}
const NO_CONFIG = {
	config: {},
	profiles: resolveProfiles({}),
	warnings: []
};
const PHASE_KEYS = new Map([
	"deliverables",
	"checks",
	"approval_required"
].map((key) => [key, "kiro_workflow.phases.<phase>"]));
const MISPLACED = /* @__PURE__ */ new Map([[task, PHASE_KEYS]]);
const WRITTEN = /* @__PURE__ */ new Map([[milestoneSchema, /* @__PURE__ */ new Set([
	"execution",
	"progress",
	"kiro_progress",
	"blockers"
])], [task, /* @__PURE__ */ new Set(["started_at", "completed_at"])]]);
function readMilestone(written, { config, findings }) {
	const { root: read, layout } = readLegacyForms(written, findings);
	const root = withFileId(read, findings);
	checkTaskGraph(pairOf(root, "tasks")?.value, findings);
	const { data, refused } = applySchema({
		schema: milestoneSchema,
		findings,
		root,
		misplaced: MISPLACED,
		written: WRITTEN
	});
	if (!data) return null;
	checkIds(data, root, findings);
	if (!config.ok) return null;
	const { profiles } = config;
	checkShared(data, {
		root,
		findings,
		profiles,
		refused
	});
	checkDates(data, [], {
		root,
		findings,
		profiles,
		refused
	});
	data.tasks.forEach((each, index) => {
		checkTask(each, ["tasks", index], {
			root,
			findings,
			profiles,
			refused
		});
	});
	const doubtful = refused.some((path) => path.includes("executor") || path.includes("kiro_configuration"));
	return {
		plan: resolvePlan(data, {
			root,
			findings,
			config: config.config,
			profiles,
			doubtful
		}),
		layout,
		root: written
	};
}
/** The id from the file's name where the file has none. */
function withFileId(root, findings) {
	const name = fileId(findings.source.file);
	const written = pairOf(root, "id");
	if (written && !(written.value.kind === "scalar" && written.value.value === null) || name === "") return root;
	const { start, end } = headOf(root);
	findings.warn({
		start,
		end
	}, {
		code: "legacy-form",
		message: `the milestone has no id; "${name}", the file's name, is read as its id`,
		remedy: `write \`id: ${name}\``
	});
	const id = {
		key: "id",
		keyStart: start,
		keyEnd: end,
		value: {
			kind: "scalar",
			value: name,
			style: "double",
			start,
			end
		}
	};
	return {
		...root,
		pairs: [id, ...root.pairs.filter((pair) => pair !== written)]
	};
}
function fileId(file) {
	return file.slice(file.lastIndexOf("/") + 1).replace(/\.ya?ml$/i, "");
}
function checkIds(data, root, findings) {
	const name = fileId(findings.source.file);
	if (data.id !== "unnamed" && name !== "" && data.id !== name) findings.error(spanAt(root, ["id"]), {
		code: "id-mismatch",
		message: `the id "${data.id}" is not the file's name "${name}"`,
		remedy: `write \`id: ${name}\`, or rename the file to ${data.id}.yaml`,
		value: data.id
	});
	for (const key of ["requires", "enables"]) {
		const index = data.dependencies?.[key]?.findIndex((each) => each.toLowerCase() === data.id.toLowerCase()) ?? -1;
		if (index < 0) continue;
		findings.error(spanAt(root, [
			"dependencies",
			key,
			index
		]), {
			code: "self-dependency",
			message: `the milestone names itself under ${key}`,
			remedy: "remove it there",
			value: data.id
		});
	}
}
function resolvePlan(data, context) {
	const { config, profiles, findings, root } = context;
	const enforcement = data.kiro_configuration?.enforcement ?? config.kiro_configuration?.enforcement ?? "strict";
	const limits = resolveLimits(data, config);
	const sources = {
		milestone: data,
		config,
		enforcement,
		profiles,
		timeoutMs: limits.phaseTimeoutMs
	};
	const tasks = [];
	data.tasks.forEach((file, index) => {
		const { plan, withoutExecutor } = resolveTask(file, sources);
		tasks.push(plan);
		warnOfCurrentPhase({
			file,
			plan,
			index
		}, {
			findings,
			root
		});
		if (withoutExecutor.length === 0 || context.doubtful || file.id === "unnamed") return;
		findings.error(spanAt(root, [
			"tasks",
			index,
			"id"
		]), {
			code: "no-executor",
			message: `the task "${file.id}" has no executor for ${withoutExecutor.join(", ")}`,
			remedy: "name one with `executor: { run: … }` or `{ agent: … }` in the phase, the task, the milestone or config.yaml",
			value: file.id
		});
	});
	const notify = {
		...config.notify,
		...data.notify
	};
	const plan = {
		id: data.id,
		title: data.title ?? data.id,
		description: data.description ?? "",
		status: data.status ?? "planned",
		requires: [...new Set(data.dependencies?.requires ?? [])],
		enables: [...new Set(data.dependencies?.enables ?? [])],
		enforcement,
		weights: resolveWeights(data, config),
		defaultGates: defaultGates(data, config),
		tasks,
		setupInputs: data.setup_inputs ?? config.setup_inputs ?? [],
		testBaseline: data.test_baseline ?? config.test_baseline ?? "require",
		qualityGates: (data.quality_gates ?? config.quality_gates ?? []).map(resolveQualityGate),
		budget: resolveBudget(data.budget, config.budget),
		prerequisites: (data.prerequisites ?? config.prerequisites ?? []).map(resolvePrerequisite),
		limits,
		notify: {
			stakeholders: notify.stakeholders ?? [],
			escalation: notify.escalation ?? []
		},
		release: data.release ?? config.release ?? "none",
		profiles,
		...optional(data, config)
	};
	warnOfCompliance(plan, {
		findings,
		root
	});
	return plan;
}
function optional(data, config) {
	const author = data.author ?? config.author;
	return defined({
		start: data.start,
		due: data.due,
		setup: data.setup ?? config.setup,
		testCommand: data.test_command ?? config.test_command,
		author: author && {
			name: author.name,
			email: author.email
		}
	});
}
function planSource(source, { layout, root }, tasks) {
	const places = new Map(tasks.map((each, index) => [each.id, layout.taskKeys[index]]));
	return {
		file: source.file,
		text: source.text,
		key: (name) => [...layout.home.get(name) ?? [], name],
		task: (id) => {
			const place = places.get(id);
			if (place === void 0) throw new Error(`the plan has no task ${id}`);
			return [...layout.tasks, place];
		},
		at: (path) => new LineTable(source.text).position(spanAt(root, path).start)
	};
}

// src/milestone/yaml/render.ts
function isCollection(data) {
	return typeof data === "object" && data !== null;
}
function isEmpty(data) {
	return Array.isArray(data) ? data.length === 0 : entriesOf(data).length === 0;
}
function entriesOf(data) {
	return Object.entries(data).filter((entry) => entry[1] !== void 0);
}
/**
* The lines of a collection that is not empty, each beginning with a line break, at a column. Behind a dash the
* first line goes on where the dash stands: the caller cuts the break and the indentation off.
*/
function renderLines(data, column, layout) {
	const lead = layout.eol + " ".repeat(column);
	if (!Array.isArray(data)) return entriesOf(data).map(([key, value]) => `${lead}${renderKey(key)}:${renderBehindKey(value, column, layout)}`).join("");
	return data.map((item) => {
		if (!isCollection(item) || isEmpty(item)) return `${lead}- ${renderFlow(item)}`;
		return `${lead}- ${renderLines(item, column + 2, layout).slice(layout.eol.length + column + 2)}`;
	}).join("");
}
/** What follows the colon of a key at a column: ` value` on its line, or lines below it. */
function renderBehindKey(data, column, layout) {
	if (!isCollection(data) || isEmpty(data)) return ` ${renderFlow(data)}`;
	return renderLines(data, column + (Array.isArray(data) ? layout.listStep : layout.step), layout);
}
/** On one line, as it may stand inside brackets too. */
function renderFlow(data, style = "plain") {
	if (!isCollection(data)) return renderScalar(data, style, true);
	if (Array.isArray(data)) return `[${data.map((item) => renderFlow(item)).join(", ")}]`;
	const pairs = entriesOf(data).map(([key, value]) => `${renderKey(key)}: ${renderFlow(value)}`);
	return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}
function renderKey(key) {
	return renderScalar(key, "plain", true);
}
/** A scalar in the style of the one that it replaces, where that style can hold it. */
function renderScalar(value, style, flow) {
	if (typeof value === "number" && !Number.isFinite(value)) return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
	if (typeof value !== "string") return Object.is(value, -0) ? "-0" : String(value);
	const text = visible(value);
	const oneLine = !/[\n\t]/.test(text);
	if (style === "single" && oneLine) return `'${text.replaceAll("'", "''")}'`;
	if (style !== "double" && isPlain(text, flow)) return text;
	return JSON.stringify(text);
}
const INDICATORS = /^[-?:,[\]{}#&*!|>'"%@`]/;
/** Words that readers of YAML 1.1 take for something else than text. */
const OLD_WORDS = /^(?:y|n|yes|no|on|off)$/i;
function isPlain(text, flow) {
	if (text === "" || text.trim() !== text || INDICATORS.test(text) || OLD_WORDS.test(text)) return false;
	if (/[\n\t]|: |:$| #/.test(text) || text.startsWith("...") || flow && /[,[\]{}]/.test(text)) return false;
	return resolvePlain(text) === text;
}
/** The reader refuses characters that cannot be seen: written, they would make the file unreadable. */
function visible(text) {
	let out = text;
	for (let i = hiddenCharacter(out); i >= 0; i = hiddenCharacter(out, i + 1)) out = `${out.slice(0, i)}\ufffd${out.slice(i + 1)}`;
	return out;
}
const DEFAULT_STEP = 2;
/** The layout of a file from the first collections that it nests. */
function layoutOf(text, root) {
	const found = {};
	detectSteps(root, found);
	const { step = DEFAULT_STEP, listStep = DEFAULT_STEP } = found;
	return {
		eol: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n",
		step,
		listStep
	};
}
function detectSteps(map, found) {
	for (const { value } of map.pairs) {
		if (found.step !== void 0 && found.listStep !== void 0) return;
		if (value.kind === "scalar" || value.flow) continue;
		if (value.kind === "seq") {
			found.listStep ??= value.indent - map.indent;
			const first = value.items[0];
			if (first?.kind === "map" && !first.flow) detectSteps(first, found);
		} else {
			found.step ??= value.indent - map.indent;
			detectSteps(value, found);
		}
	}
}

export { renderFlow as a, renderScalar as c, phasePlan as d, renderBehindKey as i, readPlan as l, isEmpty as n, renderKey as o, layoutOf as r, renderLines as s, isCollection as t, applyPolicy as u };