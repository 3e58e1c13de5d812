import { n as ROOT, p as DEFAULT_WEIGHTS, u as paths } from "./milestone-names.js";
import { _ as LogReader, xt as emptyState, y as EVENTS } from "./milestone-session-dashboard.js";
import { n as complaintOf, t as Refusal } from "./engine-refusal.js";
import { M as renderDiagnostic } from "./milestone-plan-parse-file.js";
import { t as readPlan } from "./milestone-plan-read-plan.js";

// src/milestone/session/fold.ts
/** Takes one event into the state. @throws where the event does not fit the ones before it */
function applyEvent(state, event) {
	state.seq = event.seq;
	state.timestamp = event.timestamp;
	const fold = EVENTS[event.event].fold;
	fold?.(state, event);
}
/**
* The state of a log that someone else may have written: it can be well chained and still be nonsense, which must stop
* this milestone alone, with a sentence.
*/
function foldLog(milestone, events) {
	const state = emptyState(milestone, DEFAULT_WEIGHTS);
	for (const event of events) try {
		applyEvent(state, event);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return {
			ok: false,
			seq: event.seq,
			message: `the event ${event.event} (number ${event.seq}) does not fit the ones before it: ${why}`
		};
	}
	return {
		ok: true,
		state
	};
}

// src/engine/journal/load.ts
/** Reads and verifies the log that stands at `commit` and folds it. Costs one read per segment. */
async function loadHistory(repository, milestone, commit) {
	const segments = [];
	const reader = new LogReader();
	for await (const segment of eachSegment(repository, milestone, commit)) {
		segments.push(segment);
		reader.add(segment);
	}
	const { reading } = reader;
	if (!reading.ok) return reading;
	const folded = foldLog(milestone, reading.events);
	if (!folded.ok) return {
		ok: false,
		problem: problemAt(segments, folded.seq, folded.message)
	};
	const { state } = folded;
	const { older } = reader;
	const last = reading.head.seq > 0 || !older ? segments.at(-1) : void 0;
	const text = last && reading.torn ? last.text.slice(0, last.text.lastIndexOf("\n") + 1) : last?.text;
	return {
		ok: true,
		history: {
			commit,
			state,
			head: reading.head,
			events: reading.events,
			restored: [],
			last: last ? {
				segment: segments.length,
				text: text ?? ""
			} : null,
			torn: reading.torn,
			older
		}
	};
}
/** The log's files as they stand at `commit`, in order. */
async function readSegments(repository, milestone, commit) {
	const segments = [];
	for await (const segment of eachSegment(repository, milestone, commit)) segments.push(segment);
	return segments;
}
/** All are asked for at once, so that git unpacks one while another is verified. */
async function* eachSegment(repository, milestone, commit) {
	const folder = `${ROOT}/logs`;
	const pattern = new RegExp(`^execution-${milestone.replaceAll(".", "\\.")}(?:\\.(\\d{4,}))?\\.jsonl$`);
	const reads = (await repository.list(commit, folder)).flatMap((entry) => {
		const match = pattern.exec(entry.name);
		return match ? [{
			name: entry.name,
			number: match[1] ? Number(match[1]) : 1
		}] : [];
	}).sort((a, b) => a.number - b.number).map(async ({ name }) => {
		const bytes = await repository.readFile(commit, `${folder}/${name}`);
		return {
			file: `${folder}/${name}`,
			text: bytes?.toString("utf8") ?? ""
		};
	});
	Promise.allSettled(reads);
	for (const read of reads) yield await read;
}
/** The line of the event with this number; numbers count the lines of all segments. */
function problemAt(segments, seq, message) {
	let line = seq;
	for (const { file, text } of segments) {
		const lines = text.split("\n").length - 1;
		if (line <= lines) return {
			file,
			line,
			message
		};
		line -= lines;
	}
	return {
		file: segments.at(-1)?.file ?? "",
		line: 1,
		message
	};
}

// src/engine/plan/plan-source.ts
function atCommit(repository, commit) {
	return (path) => repository.readFile(commit, path);
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
	return readPlan({
		text: file.text,
		file: file.path,
		...config ? { config: {
			text: config.toString("utf8"),
			file: paths.config
		} } : {},
		...policy ? { policy } : {}
	});
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

export { placesOf as a, loadHistory as c, loadPlan as i, readSegments as l, dependantsOf as n, renderedIn as o, findPlanFile as r, requireValid as s, atCommit as t, applyEvent as u };