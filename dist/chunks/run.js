import { n as sanitiseLine } from "./sanitise.js";
import { n as complaintOf, r as refuse, t as Refusal } from "./refusal.js";
import { D as paths, F as isFinished, P as TRANSITION, S as branchRef, b as ROOT, c as isDone, k as DEFAULT_WEIGHTS, l as isOnBranch, n as milestonePercentage, r as progressOf, s as emptyState, v as counted } from "./progress.js";
import { t as COMMANDS } from "./command-table.js";
import { i as outputsOf, t as EXIT } from "./outcome.js";
import { t as require_dist } from "./dist5.js";
import { C as buildGraph, E as criticalPath, O as phaseCosts, T as PriorityQueue, a as blockedPlace, b as graphView, c as missingWords, d as testWords, f as timeWords, h as laneName, i as approvalWords, n as summaryMarkdown, o as blockerWords, r as LEVELS, s as gateName, u as taskWords, w as wavesOf, x as buildDashboard } from "./dashboard-markdown.js";
import { E as took, a as auditText, b as dateTime, d as approvers, f as describeEvent, g as STATUS, h as toneOf$1, i as slotOf, o as auditTrail, r as historyOf, s as buildAudit, v as clockTime, w as money, x as duration, y as compact } from "./history.js";
import { $ as atCommit, M as executorName, P as nextStep, U as applyEvent, V as loadHistory, a as locateMilestone, b as isEmptyDiff, d as planEdits, et as findPlanFile, f as sessionYaml, h as seedsOfNew, it as requireValid, j as plannedState, nt as placesOf, o as readBasis, p as finishedDeliverables, rt as renderedIn, tt as loadPlan, u as readHistory, v as syncPlan, x as planChangeProblems, y as diffPlans } from "./wish.js";
import { a as dashboardText, c as isTwin, d as anewIfFenced, f as reportMarkdown, g as resourcesOverlap, h as holdOf, i as writeReportFile, l as twinComplaint, m as createScheduler, n as executeMilestone, o as steer, p as buildReport, r as tellWarnings, s as checkPrerequisites, u as checkPromptTemplates } from "./execute-command.js";
import { d as phasePlan, l as readPlan } from "./render.js";
import { a as renderBrief, t as openToSteer } from "./open-to-steer.js";
import { writeFile } from "node:fs/promises";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

// src/engine/process/bound-heap.ts
/**
* Of the young generation, in bytes: two halves of 8 MiB. V8 would let it grow to 128 MiB in a run of thousands of
* phases; measured, half a one of 8 MiB costs no more collecting than that, one of 1 MiB costs five times as much.
*/
const YOUNG = 16777216;
/** Pieces of 4 KiB that live on for a moment: about 200 make it grow. */
const MOST_PIECES = 2048;
/**
* How much what is old may grow between two full collections, in percent of what was alive. V8 would wait for 64 MiB
* of buffers alone; measured at 1,000 tasks of four phases, the peak is 174 instead of 233 MiB, and the time no other
* than runs differ by (three of each).
*/
const GROWING_PERCENT = 50;
/**
* Keeps this process small, as a run may share a runner with the agents it starts. Sizes can only be given on node's
* command line, which an action does not have; how far they grow can be changed at any time.
*/
function boundHeap() {
	setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
	const factor = Math.floor(YOUNG / youngBytes());
	if (factor > 1) growAtOnce(factor);
	setFlagsFromString("--semi-space-growth-factor=1");
}
/** It grows when much lives on, so much does here: left to the run, it would be past its size before anybody looked. */
function growAtOnce(factor) {
	setFlagsFromString(`--semi-space-growth-factor=${factor}`);
	const kept = [];
	while (kept.length < MOST_PIECES && youngBytes() < YOUNG) kept.push(new Array(512).fill(.5));
}
function youngBytes() {
	return getHeapSpaceStatistics().find((space) => space.space_name === "new_space")?.space_size ?? YOUNG;
}

// src/plans-here.ts
/** Ids of the milestones on a shelf, those of the base commit and those of the checkout, sorted. */
async function idsOn(machine, shelf) {
	const { ports, checkout } = machine;
	const entries = await ports.repository.list(checkout.base.commit, `${ROOT}/${shelf}`);
	const names = new Set(entries.map((e) => e.name));
	for (const name of await machine.workingNames(`${ROOT}/${shelf}`)) names.add(name);
	return [...names].filter((n) => n.endsWith(".yaml")).map((n) => n.slice(0, -5)).sort();
}
/** The checkout's own files where they may count, the base commit's otherwise. */
function plansHere(machine) {
	const { ports, checkout } = machine;
	const base = atCommit(ports.repository, checkout.base.commit);
	return async (path) => await checkout.working?.(path) ?? await base(path);
}

// src/list-command.ts
const SHELVES = [
	"active",
	"completed",
	"archived"
];
/** Every milestone of the base, each as its branch says it stands; the remote's branch counts before this clone's. */
async function listCommand(machine) {
	const found = [];
	const remote = await fetchedTips(machine, await remoteTips(machine));
	for (const shelf of SHELVES) for (const id of await idsOn(machine, shelf)) {
		if (found.some((f) => f.id === id)) continue;
		const tip = await newestTip(machine, id, remote.get(branchRef(id)) ?? null);
		const started = tip === null ? null : await startedOne(machine, id, tip);
		found.push(started ?? await plannedOne(machine, id, shelf));
	}
	const text = found.length ? table(found) : "no milestones yet; `milestone init` writes a starter";
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: found,
		outputs: {}
	};
}
function table(found) {
	const width = Math.max(2, ...found.map((f) => f.id.length));
	return found.map(({ id, status, percentage, title }) => {
		const share = percentage === null ? "    " : `${String(percentage).padStart(3)}%`;
		return `${id.padEnd(width)}  ${status.padEnd(16)}  ${share}  ${title}`;
	}).join("\n");
}
/** The milestones' branches on the remote, by ref: a runner's checkout, or a fresh clone, has none of its own. */
async function remoteTips({ ports }) {
	const listing = await ports.remote?.locks?.list(branchRef(""));
	if (!listing) return /* @__PURE__ */ new Map();
	if (listing.ok) return listing.refs;
	ports.narrator.warn(`the remote cannot be asked (${listing.message}), so that only what this clone has is shown`);
	return /* @__PURE__ */ new Map();
}
/** The tips of the listed branches that are here now, of the milestones that are shown; all come in one fetch. */
async function fetchedTips(machine, listed) {
	const { remote, narrator } = machine.ports;
	if (!remote || listed.size === 0) return /* @__PURE__ */ new Map();
	const shown = await Promise.all(SHELVES.map((shelf) => idsOn(machine, shelf)));
	const wanted = new Set(shown.flat().map(branchRef));
	const fetched = await remote.fetchAll(new Map([...listed].filter(([ref]) => wanted.has(ref))));
	if (fetched.ok) return fetched.refs;
	narrator.warn(`the milestones' branches cannot be fetched (${fetched.message}), so that only what this clone has is shown`);
	return /* @__PURE__ */ new Map();
}
/** This clone's tip where it is ahead, the remote's otherwise; null: the milestone has no branch. */
async function newestTip({ ports }, id, theirs) {
	const { repository } = ports;
	const own = await repository.resolve(branchRef(id));
	if (theirs === null || theirs === own) return own;
	return own !== null && await repository.isAncestor(theirs, own) ? own : theirs;
}
/** null: the branch exists, but nothing was started on it. */
async function startedOne({ ports }, id, tip) {
	const { repository } = ports;
	const reading = await loadHistory(repository, id, tip);
	const shelf = (await findPlanFile(atCommit(repository, tip), id))?.shelf ?? "active";
	if (!reading.ok) return {
		id,
		title: id,
		shelf,
		status: "unreadable",
		percentage: null
	};
	const { state } = reading.history;
	if (!state.activatedAt) return null;
	return {
		id,
		title: state.title,
		shelf,
		status: state.status,
		percentage: progressOf(state).percentage
	};
}
async function plannedOne(machine, id, shelf) {
	const file = await findPlanFile(plansHere(machine), id);
	const reading = file ? readPlan({
		text: file.text,
		file: file.path
	}) : null;
	if (!reading?.ok) return {
		id,
		title: id,
		shelf,
		status: "unreadable",
		percentage: null
	};
	return {
		id,
		title: reading.plan.title,
		shelf,
		status: reading.plan.status,
		percentage: null
	};
}

// src/prompt-command.ts
/** Prints what an agent would get for a phase, with the feedback that stands now. */
async function promptCommand(machine, options, command) {
	const { ports } = machine;
	const { located, reading, base } = await readBasis(ports, options, machine.checkout);
	const { plan } = reading;
	const task = plan.tasks.find((t) => t.id === command.target?.task);
	const phase = task && command.target?.phase ? phasePlan(task, command.target.phase) : void 0;
	if (!task || !phase) return refuse(`there is no phase "${command.target?.task}/${command.target?.phase ?? ""}"`, "name it as <task>/<phase>");
	const state = located.history?.state ?? emptyState(plan.id, DEFAULT_WEIGHTS);
	const at = state.tasks.get(task.id)?.phases.get(phase.phase);
	const commit = located.tip ?? base.commit;
	const complaints = await checkPromptTemplates(ports.repository, commit);
	if (complaints.length > 0) throw new Refusal(complaints);
	const template = await ports.repository.readFile(commit, paths.prompt(phase.phase));
	const brief = renderBrief({
		plan,
		task,
		phase,
		attempt: (at?.attempt ?? 0) + 1,
		state,
		feedback: at?.feedback ?? [],
		template: template?.toString("utf8") ?? null
	});
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: brief.prompt,
		json: brief,
		outputs: {}
	};
}

// src/milestone/view/html/escape.ts
const ENTITIES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
/** Text for an element or a quoted attribute: one line, control and direction characters gone, no markup. */
function escapeHtml(text) {
	return sanitiseLine(text).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}
/** The same, cut to a number of characters with an ellipsis. */
function escapeCut(text, most) {
	const characters = [...sanitiseLine(text)];
	return (characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("")).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}

// src/milestone/view/html/time-scale.ts
/** A pause is drawn this wide, whatever it took. */
const PAUSE_WIDTH = 44;
/** Only a stretch this long, as a share of the whole, is shortened. */
const PAUSE_SHARE = .06;
const LEAST_TICK_GAP = 84;
/** Maps times to positions between `left` and `right`; long stretches without work are shortened. */
function timeScale(spans, left, right) {
	const start = Math.min(...spans.map((s) => s.start));
	const end = Math.max(...spans.map((s) => s.end), start + 1);
	const idle = idleStretches(spans, start, end);
	const worked = end - start - idle.reduce((ms, p) => ms + p.end - p.start, 0);
	const perMs = (right - left - idle.length * PAUSE_WIDTH) / Math.max(1, worked);
	const pauses = [];
	let at = left;
	let from = start;
	for (const stretch of idle) {
		at += (stretch.start - from) * perMs;
		pauses.push({
			...stretch,
			x: at,
			width: PAUSE_WIDTH
		});
		at += PAUSE_WIDTH;
		from = stretch.end;
	}
	const x = (time) => {
		let position = left;
		let since = start;
		for (const pause of pauses) {
			if (time < pause.start) break;
			if (time < pause.end) return pause.x + (time - pause.start) / (pause.end - pause.start) * pause.width;
			position = pause.x + pause.width;
			since = pause.end;
		}
		return Math.min(right, position + (time - since) * perMs);
	};
	return {
		x,
		pauses,
		ticks: ticksOf(x, start, end, pauses, perMs)
	};
}
function idleStretches(spans, start, end) {
	const work = spans.filter((s) => s.kind === "work").sort((a, b) => a.start - b.start);
	const found = [];
	let until = start;
	for (const span of work) {
		if (span.start - until > (end - start) * PAUSE_SHARE) found.push({
			start: until,
			end: span.start
		});
		until = Math.max(until, span.end);
	}
	if (end - until > (end - start) * PAUSE_SHARE) found.push({
		start: until,
		end
	});
	return found.length * PAUSE_WIDTH > 400 ? [] : found;
}
const MINUTE = 6e4;
const STEPS = [
	1,
	2,
	5,
	10,
	15,
	30,
	60,
	120,
	180,
	360,
	720,
	1440,
	2880,
	10080
].map((m) => m * MINUTE);
function ticksOf(x, start, end, pauses, perMs) {
	const step = [...[
		1,
		2,
		5,
		10,
		30
	].map((s) => s * 1e3), ...STEPS].find((s) => s * perMs >= LEAST_TICK_GAP) ?? STEPS.at(-1);
	const ticks = [];
	for (let time = Math.ceil(start / step) * step; time <= end; time += step) {
		if (pauses.some((p) => time > p.start && time < p.end)) continue;
		const at = x(time);
		if (at - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) < LEAST_TICK_GAP * .6) continue;
		ticks.push({
			time,
			x: at,
			label: tickLabel(time, step, ticks.at(-1)?.time ?? null)
		});
	}
	return ticks;
}
/** The day is named where it begins; seconds only where they matter. */
function tickLabel(time, step, before) {
	const iso = new Date(time).toISOString();
	const clock = step < MINUTE ? iso.slice(11, 19) : iso.slice(11, 16);
	if (before !== null && new Date(before).toISOString().slice(0, 10) === iso.slice(0, 10)) return clock;
	return `${iso.slice(5, 10)} ${clock}`;
}

// src/milestone/view/html/gantt-svg.ts
const WIDTH = 1040;
const ROW = 26;
const BAR = 18;
const TOP = 28;
/** Rows of tasks drawn; the newest, when there are more. */
const MOST_TASK_ROWS = 40;
/** What each task went through: phases, failed attempts, and waits for people, a row per task. */
function taskGanttSvg(spans) {
	const own = spans.filter((s) => s.task !== null);
	const rows = byKey(own, (span) => span.task);
	const newest = [...rows].sort(([, a], [, b]) => lastEnd(b) - lastEnd(a)).slice(0, 40);
	const kept = new Set(newest.map(([task]) => task));
	return gantt([...rows].filter(([task]) => kept.has(task)).flatMap(([task, list]) => named(task, packed(list))), own.filter((s) => kept.has(s.task)), "Timeline by task");
}
/** Who worked when, a row per agent, with what waited for people packed below. */
function agentGanttSvg(spans) {
	const work = [...byKey(spans.filter((s) => s.kind === "work"), (span) => span.lane)];
	work.sort(([a], [b]) => (slotOf(a) ?? 0) - (slotOf(b) ?? 0));
	const waits = packed(spans.filter((s) => s.kind === "wait"));
	return gantt([...work.flatMap(([lane, list]) => named(laneName(lane), packed(list))), ...named(laneName("gate"), waits)], spans, "Timeline by agent");
}
function gantt(rows, spans, title) {
	if (spans.length === 0) return "";
	const label = Math.min(200, Math.max(...rows.map((r) => Math.min(r.name.length, 26) * 7.2 + 20), 80));
	const scale = timeScale(spans, label, 1032);
	const height = TOP + rows.length * ROW + 8;
	const name = `${title}: ${spans.filter((s) => s.kind === "work").length} attempts by agents, ${spans.filter((s) => s.kind === "wait").length} waits for people`;
	return [
		`<svg class="drawing" style="--width:${WIDTH}px" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${name}" font-size="12">`,
		axis(scale, height),
		...rows.map((row, i) => rowSvg(row, TOP + i * ROW, scale)),
		"</svg>"
	].join("\n");
}
function byKey(spans, key) {
	const rows = /* @__PURE__ */ new Map();
	for (const span of spans) {
		const known = rows.get(key(span));
		if (known) known.push(span);
		else rows.set(key(span), [span]);
	}
	return rows;
}
const lastEnd = (spans) => Math.max(...spans.map((s) => s.end));
/** Only the first of the rows that belong together bears the name. */
const named = (name, rows) => rows.map((spans, i) => ({
	name: i === 0 ? name : "",
	spans
}));
/** Hatched: nothing was done, somebody was waited for. */
const PATTERN = "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"var(--wait)\" stroke-width=\"3\" stroke-opacity=\"0.3\"/></pattern></defs></svg>";
/** Each span into the first row that is free by then. */
function packed(spans) {
	const rows = [];
	for (const span of spans) {
		const row = rows.find((r) => r.at(-1).end <= span.start);
		if (row) row.push(span);
		else rows.push([span]);
	}
	return rows;
}
/** Half of what a digit is wide at that size of type: the last time must not be cut at the picture's edge. */
const HALF_DIGIT = 3.5;
function axis(scale, height) {
	const bottom = height - 8;
	const pauses = scale.pauses.map((p) => `<rect class="pause" x="${n(p.x)}" y="24" width="${p.width}" height="${bottom - TOP + 4}"><title>No agent worked for ${duration(p.end - p.start)}</title></rect>`);
	const ticks = scale.ticks.map((t) => `<path class="rule" d="M${n(t.x)} 24V${bottom}"/><text class="quiet" x="${n(Math.min(t.x, WIDTH - t.label.length * HALF_DIGIT))}" y="18" text-anchor="middle" font-size="11">${t.label}</text>`);
	return [...pauses, ...ticks].join("\n");
}
function rowSvg(row, y, scale) {
	return [row.name ? `<text x="0" y="${y + 14}" font-weight="600">${escapeCut(row.name, 26)}</text>` : "", ...row.spans.map((span) => barSvg(span, y, scale))].filter(Boolean).join("\n");
}
function barSvg(span, y, scale) {
	const x = scale.x(span.start);
	const width = Math.max(3, scale.x(span.end) - x - 1);
	const tone = toneOf(span);
	const fits = Math.floor((width - 12) / 6.4);
	const mark = span.outcome === "failed" ? "✕ " : "";
	const phase = span.label.split("/").at(-1);
	const text = [
		`${mark}${span.label}`,
		`${mark}${phase}`,
		mark.trim()
	].find((t) => t.length <= fits) ?? "";
	const solid = span.critical && span.kind === "work";
	const title = `${span.label}: ${span.detail}, ${took(span.end - span.start)}${span.critical ? ", on the critical path" : ""}`;
	const hatch = span.kind === "wait" ? `<rect x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3" fill="url(#hatch)"/>` : "";
	const shape = `<rect class="span${solid ? " key" : ""}" x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3"${span.kind === "wait" ? " fill-opacity=\"0.08\"" : ""}${span.critical && !solid ? " stroke-width=\"2.5\"" : ""}${span.outcome === "interrupted" ? " stroke-dasharray=\"3 2\"" : ""}/>`;
	const label = text ? `<text${solid ? " class=\"on\"" : ""} x="${n(x + 6)}" y="${y + 13}" font-size="11">${escapeHtml(text)}</text>` : "";
	return `<g class="${tone}"><title>${escapeHtml(title)}</title>${shape}${hatch}${label}</g>`;
}
function toneOf(span) {
	if (span.kind === "wait") return "wait";
	switch (span.outcome) {
		case "completed": return "good";
		case "failed": return "bad";
		case "interrupted": return "idle";
		default: return "active";
	}
}
const n = (value) => value.toFixed(1).replace(/\.0$/, "");
const swatch = (tone, shape) => `<svg viewBox="0 0 22 12" aria-hidden="true" class="${tone}">${shape}</svg>`;
const box = (extra) => `<rect x="1" y="1" width="20" height="10" rx="2" ${extra}/>`;
/** What the looks mean, in words. */
const GANTT_LEGEND = `<ul class="legend">
<li>${swatch("good", box("class=\"span key\""))}critical path</li>
<li>${swatch("good", box("class=\"span\""))}completed</li>
<li>${swatch("active", box("class=\"span\""))}running</li>
<li>${swatch("bad", box("class=\"span\""))}✕ failed</li>
<li>${swatch("idle", box("class=\"span\" stroke-dasharray=\"3 2\""))}interrupted</li>
<li>${swatch("wait", box("class=\"span\" fill-opacity=\"0.08\"") + box("fill=\"url(#hatch)\""))}waiting for people</li>
<li>${swatch("idle", "<rect class=\"pause\" width=\"22\" height=\"12\"/>")}no agent worked (drawn short)</li>
</ul>`;

// src/milestone/view/html/layered-layout.ts
const NODE = {
	width: 188,
	height: 46
};
const GAP_ALONG = 44;
const GAP_ASIDE = 16;
/** Room for an edge that passes a layer. */
const LANE = 12;
const SWEEPS = 8;
/**
* A layered drawing after Sugiyama: long edges get a bend in each layer they pass, layers are sorted by the mean
* place of their neighbours, and then moved towards them without overlap.
*/
function layeredLayout(view, columnWidth) {
	const { slots, chains } = slotsOf(view);
	const layers = [];
	slots.forEach((slot, i) => {
		while (layers.length <= slot.layer) layers.push([]);
		layers[slot.layer].push(i);
	});
	const widest = Math.max(...layers.map((l) => l.filter((i) => slots[i].node !== null).length));
	const rightwards = layers.length * (NODE.width + GAP_ALONG) - GAP_ALONG;
	const down = rightwards > columnWidth && widest * (NODE.width + GAP_ASIDE) < rightwards;
	for (const slot of slots) if (slot.node !== null) slot.size = down ? NODE.width : NODE.height;
	sortLayers(slots, layers);
	placeSlots(slots, layers);
	return drawing(view, slots, chains, layers.length, down);
}
function slotsOf(view) {
	const slots = view.nodes.map((node) => newSlot(node.key, node.layer));
	return {
		slots,
		chains: view.edges.map((edge) => {
			const [low, high] = [view.nodes[edge.from].layer, view.nodes[edge.to].layer];
			const chain = [edge.from];
			for (let layer = low + 1; layer < high; layer++) {
				slots.push(newSlot(null, layer));
				chain.push(slots.length - 1);
			}
			chain.push(edge.to);
			for (let i = 1; i < chain.length; i++) {
				slots[chain[i - 1]].after.push(chain[i]);
				slots[chain[i]].before.push(chain[i - 1]);
			}
			return {
				slots: chain,
				critical: edge.critical
			};
		})
	};
}
function newSlot(node, layer) {
	return {
		node,
		layer,
		size: LANE,
		at: 0,
		before: [],
		after: []
	};
}
function sortLayers(slots, layers) {
	const place = new Array(slots.length).fill(0);
	const number = (layer) => {
		for (const [i, slot] of layer.entries()) place[slot] = i - layer.length / 2;
	};
	layers.forEach(number);
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		const forward = sweep % 2 === 0;
		for (const layer of forward ? layers : [...layers].reverse()) {
			const key = (i) => mean((forward ? slots[i].before : slots[i].after).map((n) => place[n])) ?? place[i];
			layer.sort((a, b) => key(a) - key(b));
			number(layer);
		}
	}
}
function placeSlots(slots, layers) {
	for (const layer of layers) spread(slots, layer, () => null);
	for (let sweep = 0; sweep < 16; sweep++) {
		const forward = sweep % 2 === 0;
		for (const layer of forward ? layers : [...layers].reverse()) spread(slots, layer, (slot) => mean((forward ? slot.before : slot.after).map((n) => slots[n].at)));
	}
}
/** Moves a layer's slots towards where they want to be, in order and without overlap. */
function spread(slots, layer, wish) {
	const wishes = layer.map((i) => wish(slots[i]) ?? slots[i].at);
	const gap = (i) => (slots[layer[i - 1]].size + slots[layer[i]].size) / 2 + GAP_ASIDE;
	const low = [];
	for (let i = 0; i < layer.length; i++) low.push(i === 0 ? wishes[0] : Math.max(wishes[i], low[i - 1] + gap(i)));
	const high = new Array(layer.length);
	for (let i = layer.length - 1; i >= 0; i--) high[i] = i === layer.length - 1 ? wishes[i] : Math.min(wishes[i], high[i + 1] - gap(i + 1));
	for (const [i, slot] of layer.entries()) slots[slot].at = (low[i] + high[i]) / 2;
}
function mean(values) {
	return values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
}
function drawing(view, slots, chains, layers, down) {
	const least = Math.min(...slots.map((s) => s.at - s.size / 2)) - 2;
	const most = Math.max(...slots.map((s) => s.at + s.size / 2)) + 2;
	const depth = down ? NODE.height : NODE.width;
	const along = (layer) => 2 + layer * (depth + GAP_ALONG);
	const point = (across, length) => down ? {
		x: across - least,
		y: length
	} : {
		x: length,
		y: across - least
	};
	const length = along(layers - 1) + depth + 2;
	const nodes = view.nodes.map((node) => {
		const slot = slots[node.key];
		return point(slot.at - slot.size / 2, along(slot.layer));
	});
	const edges = chains.map((chain) => {
		return {
			points: chain.slots.flatMap((key, i) => {
				const slot = slots[key];
				const start = point(slot.at, along(slot.layer));
				const end = point(slot.at, along(slot.layer) + depth);
				if (i === 0) return [end];
				return i === chain.slots.length - 1 ? [start] : [start, end];
			}),
			critical: chain.critical
		};
	});
	return {
		...down ? {
			width: most - least,
			height: length
		} : {
			width: length,
			height: most - least
		},
		nodes,
		edges,
		down
	};
}

// src/milestone/view/html/graph-svg.ts
const COLUMN_WIDTH = 1040;
/** The task graph; state by colour, symbol and word, the critical path by weight of line. */
function graphSvg(dashboard) {
	const view = graphView(dashboard);
	if (view.nodes.length === 0) return "";
	const layout = layeredLayout(view, COLUMN_WIDTH);
	const width = Math.ceil(layout.width);
	const height = Math.ceil(layout.height);
	return [
		`<svg class="drawing" style="--width:${width}px" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Graph of ${dashboard.counts.total} tasks and what each waits for" font-size="12">`,
		...layout.edges.map((edge) => edgeSvg(edge, layout.down)),
		...view.nodes.map((node) => nodeSvg(node, layout.nodes[node.key])),
		"</svg>"
	].join("\n");
}
function edgeSvg(edge, down) {
	const [first, ...rest] = edge.points;
	let path = `M${p(first)}`;
	let at = first;
	for (const to of rest) {
		const middle = down ? (at.y + to.y) / 2 : (at.x + to.x) / 2;
		const [a, b] = down ? [{
			x: at.x,
			y: middle
		}, {
			x: to.x,
			y: middle
		}] : [{
			x: middle,
			y: at.y
		}, {
			x: middle,
			y: to.y
		}];
		path += `C${p(a)} ${p(b)} ${p(to)}`;
		at = to;
	}
	const tip = down ? `m-4 -7h8l-4 7z` : `m-7 -4v8l7 -4z`;
	const key = edge.critical ? " key" : "";
	return `<path class="edge${key}" d="${path}"/><path class="head${key}" d="M${p(at)}${tip}"/>`;
}
const p = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
function nodeSvg(node, at) {
	const { symbol, tone } = STATUS[node.status];
	const key = node.critical ? " key" : "";
	const dashes = node.status === "skipped" ? " stroke-dasharray=\"4 3\"" : "";
	const behind = node.tasks.length > 1 ? `<rect class="box" x="${at.x + 4}" y="${at.y - 4}" width="${NODE.width - 4}" height="${NODE.height - 2}" rx="7"/>` : "";
	const title = [
		node.name,
		node.title,
		node.note,
		node.critical ? "on the critical path" : ""
	];
	const tasks = node.tasks.length > 1 ? `: ${node.tasks.slice(0, 40).join(", ")}${node.tasks.length > 40 ? " …" : ""}` : "";
	return `<g class="${tone}"><title>${escapeHtml(title.filter(Boolean).join(" · ") + tasks)}</title>${behind}<rect class="box${key}" x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" width="${NODE.width}" height="${NODE.height}" rx="7"${dashes}/><text x="${(at.x + 12).toFixed(1)}" y="${(at.y + 19).toFixed(1)}" font-weight="600"><tspan class="tone">${symbol}</tspan> ${escapeCut(node.name, 22)}</text><text class="quiet" x="${(at.x + 12).toFixed(1)}" y="${(at.y + 36).toFixed(1)}" font-size="11">${escapeCut(node.note, 32)}</text></g>`;
}

// src/milestone/view/html/parts.ts
/** Pieces that several sections share. Everything here takes plain text and returns markup. */
function state(status) {
	const { symbol, word, tone } = STATUS[status];
	return toned(tone, `${symbol} ${word}`);
}
function toned(tone, text) {
	return `<span class="state ${tone}">${escapeHtml(text)}</span>`;
}
/** A bar with its figure as a label for those who do not see it. */
function barHtml(percent, tone, label) {
	const width = Math.min(100, Math.max(0, percent));
	return `<span class="bar ${tone}" role="img" aria-label="${escapeHtml(`${label}: ${percent} %`)}"><i style="width:${width}%"></i></span>`;
}
/** Cells are markup already. A slim table is as wide as its content. */
function tableHtml(caption, columns, rows, slim = false) {
	const attributes = columns.map((c) => {
		const names = [c.number ? "number" : "", c.wide ? "wide" : ""].filter(Boolean).join(" ");
		return names ? ` class="${names}"` : "";
	});
	const head = columns.map((c, i) => `<th scope="col"${attributes[i]}>${escapeHtml(c.title)}</th>`).join("");
	const body = rows.map((row) => `<tr>${row.map((cell, i) => `<td${attributes[i]}>${cell}</td>`).join("")}</tr>`).join("\n");
	return scroll(caption, `<table${slim ? " class=\"slim\"" : ""} aria-label="${escapeHtml(caption)}"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`);
}
/** What may be wider than the page moves inside of its own frame, by keyboard too. */
function scroll(label, content) {
	return `<div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0">${content}</div>`;
}
function section$1(id, title, content) {
	const inner = content.filter(Boolean).join("\n");
	return inner ? `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>\n${inner}</section>` : "";
}
function facts(rows) {
	return `<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`).join("")}</dl>`;
}

// src/milestone/view/html/overview.ts
/** Title, state and the percentage: what is understood at a glance. */
function hero(dashboard) {
	const { milestone, status, percentage, session } = dashboard;
	const reason = session?.reason ? ` <span class="muted">${escapeHtml(session.reason)}</span>` : "";
	return `<header>
<p class="small muted">Milestone report · <code>${escapeHtml(milestone.id)}</code></p>
<h1>${escapeHtml(milestone.title)}</h1>
${milestone.description ? `<p class="lead">${escapeHtml(milestone.description)}</p>` : ""}
<div class="hero"><b>${percentage} %</b>${state(status)}${reason}</div>
${barHtml(percentage, STATUS[status].tone === "idle" ? "active" : STATUS[status].tone, "Progress")}
<ul class="legend">${taskWords(dashboard).split(" · ").map((part) => `<li>${escapeHtml(part)}</li>`).join("")}</ul>
</header>`;
}
/** Time, quality and cost, each as one figure, a bar and a sentence. */
function cards(data) {
	const { dashboard, costs } = data;
	return `<div class="cards">${timeCard(dashboard)}${qualityCard(dashboard)}${costCard(costs.total)}</div>`;
}
function card(title, figure, bar, words) {
	return `<section class="card"><h3>${escapeHtml(title)}</h3><strong>${escapeHtml(figure)}</strong>${bar}<p>${escapeHtml(words)}</p></section>`;
}
function timeCard(dashboard) {
	const { timeline, now } = dashboard;
	if (timeline.startedAt === null) return card("Time", "not started", "", timeWords(dashboard));
	const verdict = timeline.onTime === null ? "" : timeline.onTime ? "on time" : "late";
	if (timeline.endedAt !== null) {
		const words = [`ended ${dateTime(timeline.endedAt)}`, verdict];
		return card("Time", duration(timeline.elapsedMs), "", words.filter(Boolean).join(" · "));
	}
	const forecast = timeline.forecast === null ? "" : `forecast ${dateTime(timeline.forecast)}`;
	const soFar = `${duration(timeline.elapsedMs)} so far`;
	if (timeline.due === null || timeline.leftPercent === null) return card("Time", soFar, "", forecast);
	return card("Time", now > timeline.due ? "overdue" : `${duration(timeline.due - now)} left`, barHtml(Math.max(0, timeline.leftPercent), timeline.onTime === false ? "bad" : "active", "Time left"), [
		soFar,
		forecast,
		verdict
	].filter(Boolean).join(" · "));
}
function qualityCard(dashboard) {
	const { quality } = dashboard;
	const failed = quality.tests?.ok === false || quality.checkpoints.some((c) => c.status === "failed");
	const bar = quality.percentage === null ? "" : barHtml(quality.percentage, failed ? "bad" : "good", "Gates passed");
	return card("Quality", quality.total === 0 ? "no gates" : `${quality.passed} of ${counted(quality.total, "gate")} passed`, bar, testWords(quality.tests));
}
function costCard(total) {
	const tokens = total.inputTokens + total.outputTokens;
	return card("Used", total.costUsd > 0 ? money(total.costUsd) : duration(total.workMs), "", [
		counted(total.attempts, "attempt"),
		total.failed ? `${total.failed} failed` : "",
		`${duration(total.workMs)} of agents' time`,
		tokens ? `${compact(tokens)} tokens` : ""
	].filter(Boolean).join(" · "));
}
/** Blockers with the commands that resolve them, and the gates that wait. */
function people({ blockers, approvals, now }) {
	const items = [...blockers.map((b) => {
		const commands = b.proposals.map((p) => `<p><code>${escapeHtml(p.command)}</code> <span class="muted">${escapeHtml(p.why)}</span></p>`);
		const lines = b.evidence.split("\n").slice(-20).map(escapeHtml).join("\n");
		return `<li class="bad"><strong>✕ ${escapeHtml(blockedPlace(b))}</strong><p>${escapeHtml(blockerWords(b, now))}</p>${lines.trim() ? `<pre tabindex="0">${lines}</pre>` : ""}${commands.join("")}</li>`;
	}), ...approvals.map((a) => {
		const files = a.deliverables.map((f) => `<code>${escapeHtml(f.path.split("/").at(-1) ?? f.path)}</code>`).join(", ");
		const criteria = a.criteria.length ? ` Criteria: ${escapeHtml(a.criteria.join(", "))}.` : "";
		return `<li class="wait"><strong>◇ ${escapeHtml(gateName(a))}</strong><p>${escapeHtml(approvalWords(a, now))}.${criteria}</p>${files ? `<p class="muted">${files}</p>` : ""}</li>`;
	})];
	if (items.length === 0) return "";
	return section$1("people", "Needs a person", [`<ul class="notes">${items.join("\n")}</ul>`]);
}
function recommendations(data) {
	const items = data.recommendations.map((r) => `<li class="idle"><strong>${escapeHtml(r.advice)}</strong><p class="muted">${escapeHtml(r.fact)}</p></li>`);
	const content = items.length ? `<ul class="advice">${items.join("\n")}</ul>` : "<p>Nothing in this execution calls for a change.</p>";
	return section$1("advice", "Recommendations", [content]);
}

// src/milestone/view/html/style.ts
const LIGHT = {
	paper: "#ffffff",
	surface: "#f6f7f9",
	ink: "#1b1f24",
	muted: "#59616b",
	line: "#e1e4e8",
	track: "#e6e9ed",
	good: "#1a7f37",
	active: "#0b62c4",
	wait: "#8f5f00",
	bad: "#c4262e",
	idle: "#626a73",
	on: "#ffffff"
};
const DARK = {
	paper: "#0f1215",
	surface: "#171b20",
	ink: "#e8eaed",
	muted: "#9da5ae",
	line: "#2a3037",
	track: "#2a3037",
	good: "#4fbf6b",
	active: "#6aaeff",
	wait: "#dba83a",
	bad: "#ff8078",
	idle: "#949ca6",
	on: "#0f1215"
};
const STYLE = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1088px; margin: 0 auto; padding: 48px 24px 96px; }
h1 { font-size: 32px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 20px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; margin: 64px 0 16px; scroll-margin-top: 16px; }
h3 { font-size: 15px; font-weight: 650; margin: 32px 0 8px; }
p { margin: 8px 0; max-width: 70ch; }
small, .small { font-size: 13px; }
.muted { color: var(--muted); }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); }
a:hover { border-bottom-color: currentColor; }
:focus-visible { outline: 2px solid var(--active); outline-offset: 2px; }
.lead { color: var(--muted); margin: 8px 0 0; }
.state { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .active { color: var(--active); } .wait { color: var(--wait); }
.bad { color: var(--bad); } .idle { color: var(--idle); }
.hero { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; margin: 32px 0 8px; }
.hero b { font-size: 48px; line-height: 1.1; font-weight: 650; letter-spacing: -0.03em; }
.bar { display: block; height: 8px; border-radius: 4px; background: var(--track); overflow: hidden; }
.bar i { display: block; height: 100%; border-radius: 4px; background: currentColor; }
.hero + .bar { height: 12px; border-radius: 6px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 12px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--muted); }
.legend svg { width: 22px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 32px 0 0; }
.card { background: var(--surface); border-radius: 10px; padding: 16px; min-width: 0; }
.card h3 { margin: 0; font-size: 13px; font-weight: 500; color: var(--muted); }
.card strong { display: block; font-size: 20px; font-weight: 650; letter-spacing: -0.01em; margin: 2px 0 10px; }
.card p { margin: 10px 0 0; font-size: 13px; color: var(--muted); }
nav { display: flex; gap: 20px; margin: 40px 0 0; padding: 12px 0; border-block: 1px solid var(--line); font-size: 13px; overflow-x: auto; }
nav a { border: 0; color: var(--muted); white-space: nowrap; } nav a:hover { color: var(--ink); }
.notes { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.notes li { background: var(--surface); border-radius: 10px; padding: 14px 16px; border-left: 4px solid currentColor; }
.notes li > * { color: var(--ink); } .notes .muted { color: var(--muted); }
.advice { list-style: none; margin: 0; padding: 0; }
.advice li { padding: 12px 0; border-bottom: 1px solid var(--line); } .advice p { margin: 2px 0 0; }
.notes p { margin: 4px 0 0; overflow-wrap: anywhere; }
.notes pre { margin: 8px 0 0; padding: 10px 12px; background: var(--paper); border-radius: 6px; overflow-x: auto; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.scroll { overflow-x: auto; margin: 0 -24px; padding: 0 24px 4px; }
/* Shrinks to the column while it can still be read; on a phone it is moved instead. */
.drawing { display: block; height: auto; max-width: 100%; min-width: calc(var(--width) * 0.72); }
table { border-collapse: collapse; width: 100%; font-size: 13px; line-height: 1.45; }
table.slim { width: auto; } .slim th, .slim td { padding-right: 40px; }
th { text-align: left; font-weight: 500; color: var(--muted); white-space: nowrap; }
th, td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
td b { font-weight: 600; } td .bar { width: 96px; margin-top: 6px; }
.pair { display: flex; gap: 10px; align-items: baseline; white-space: nowrap; } .pair .bar { margin: 0; flex: none; align-self: center; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 6px 24px; margin: 0; font-size: 13px; }
.facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
details summary { cursor: pointer; font-size: 13px; color: var(--muted); padding: 8px 0; }
footer { margin-top: 64px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 13px; color: var(--muted); overflow-wrap: anywhere; }
svg text { font-family: inherit; fill: var(--ink); }
svg .tone { fill: currentColor; }
svg .quiet { fill: var(--muted); }
svg .on { fill: var(--on); }
svg .rule { stroke: var(--line); stroke-width: 1; }
svg .edge { fill: none; stroke: var(--idle); stroke-width: 1.25; } svg .edge.key { stroke: var(--ink); stroke-width: 2.5; }
svg .head { fill: var(--idle); } svg .head.key { fill: var(--ink); }
svg .box { fill: var(--surface); stroke: currentColor; stroke-width: 1.25; } svg .box.key { stroke-width: 3; }
svg .span { fill: currentColor; fill-opacity: 0.22; stroke: currentColor; stroke-width: 1.25; } svg .span.key { fill-opacity: 1; }
svg .pause { fill: var(--surface); }
@media (max-width: 720px) {
  main { padding: 24px 16px 64px; } h1 { font-size: 26px; } h2 { margin-top: 48px; } .hero b { font-size: 40px; }
  .cards { grid-template-columns: 1fr; gap: 8px; } .scroll { margin: 0 -16px; padding: 0 16px 4px; }
  .wide { display: none; } .drawing { min-width: var(--width); } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 10px; } td .bar { display: none; } .state { white-space: normal; } th, td, .slim th, .slim td { padding-right: 16px; }
}
@media print { nav { display: none; } main { max-width: none; padding: 0; } .card, .notes li { break-inside: avoid; } }
`;
function variables(palette) {
	return Object.entries(palette).map(([name, colour]) => `--${name}: ${colour};`).join(" ");
}

// src/milestone/view/html/tables.ts
const pair = (percent, tone, label) => `<span class="pair">${barHtml(percent, tone, label)}<span>${percent} %</span></span>`;
function tasks({ dashboard }) {
	const rows = dashboard.tasks.map((task) => {
		const title = task.title && task.title !== task.id ? `<br><span class="muted">${escapeCut(task.title, 120)}</span>` : "";
		const key = task.critical ? " <span class=\"muted small\">critical path</span>" : "";
		const waits = task.status === "pending" && task.waitsFor.length > 0;
		const more = task.waitsFor.length > 3 ? " …" : "";
		const status = waits ? toned("idle", `○ waits for ${task.waitsFor.slice(0, 3).join(", ")}${more}`).replace(" class=\"state idle\"", " class=\"idle\"") : state(task.status);
		return [
			`<b>${escapeHtml(task.id)}</b>${key}${title}`,
			task.phase ?? "",
			pair(task.percentage, STATUS[task.status].tone, task.id),
			status
		];
	});
	const columns = [
		{ title: "Task" },
		{
			title: "Phase",
			wide: true
		},
		{ title: "Progress" },
		{ title: "Status" }
	];
	const phases = dashboard.phases.map((p) => [
		p.phase,
		pair(p.percentage, "good", p.phase),
		`${p.finished} of ${p.total} finished`
	]);
	return section$1("tasks", "Tasks", [
		phases.length ? tableHtml("Phases", [
			{ title: "Phase" },
			{ title: "Progress" },
			{ title: "" }
		], phases, true) : "",
		"<h3>All tasks</h3>",
		tableHtml("Tasks", columns, rows)
	]);
}
function performance(data) {
	const { dashboard, chain, utilisation, estimates, history } = data;
	const { velocity } = dashboard.timeline;
	const path = (tasks) => tasks.map(escapeHtml).join(" → ");
	const list = facts([
		["Velocity", velocity === null ? "" : `${velocity.toFixed(1)} percentage points per hour of running`],
		["Agents at work", utilisation.meanBusy === null ? "" : `${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} on average`],
		["Retries", String(history.retries)],
		["Changes requested", String(history.rejections)],
		["Critical path so far", chain.tasks.length ? `${path(chain.tasks)}<br>${duration(chain.workMs)} of work, ${duration(chain.waitMs)} of waiting for people` : ""],
		["Critical path left", path(dashboard.criticalPath)]
	]);
	const slots = utilisation.slots.map((s) => [
		String(s.slot),
		pair(s.utilisation, "active", `Agent ${s.slot}`),
		took(s.busyMs),
		String(s.attempts),
		String(s.failed)
	]);
	const slotColumns = [
		{ title: "Agent" },
		{ title: "Utilisation" },
		{
			title: "At work",
			number: true
		},
		{
			title: "Attempts",
			number: true
		},
		{
			title: "Failed",
			number: true
		}
	];
	const rows = estimates.map((e) => [
		`<b>${escapeHtml(e.task)}</b>`,
		e.estimateMs === null ? "" : duration(e.estimateMs),
		took(e.workMs),
		e.elapsedMs === null ? "" : duration(e.elapsedMs)
	]);
	return section$1("performance", "Performance", [
		list,
		slots.length ? `<h3>Agents</h3>${tableHtml("Agents", slotColumns, slots, true)}` : "",
		rows.length ? `<h3>Estimate and actual</h3>${tableHtml("Estimate and actual", [
			{ title: "Task" },
			{
				title: "Estimate",
				number: true
			},
			{
				title: "Agents' time",
				number: true
			},
			{
				title: "Start to end",
				number: true
			}
		], rows, true)}` : ""
	]);
}
function quality(data) {
	const { checkpoints, approvals } = data.dashboard.quality;
	const gates = checkpoints.map((c) => [
		`<b>${escapeHtml(c.name)}</b>`,
		`${c.at} %`,
		c.status === "pending" ? toned("idle", "○ not run") : c.status === "passed" ? toned("good", "✓ passed") : toned("bad", "✕ failed"),
		c.checks.map((k) => `<code>${escapeHtml(k.command)}</code> ${k.ok ? "passed" : `exit ${k.exit ?? "none"}`}`).join("<br>")
	]);
	const runs = data.testRuns.map((t) => [
		escapeHtml(`${dateTime(t.at)}, ${t.reason}`),
		toned(t.ok ? "good" : "bad", `${t.ok ? "✓" : "✕"} ${testRunWords(t)}`),
		`<code>${escapeHtml(t.command)}</code>`,
		t.commit === null ? "" : `<code>${escapeHtml(t.commit.slice(0, 7))}</code>`,
		took(t.duration_ms)
	]);
	return section$1("quality", "Quality", [
		`<p>${approvals.granted} of ${counted(approvals.total, "approval gate")} passed, ${approvals.open} open, ${approvals.rejected} sent back.</p>`,
		gates.length ? tableHtml("Checkpoints", [
			{ title: "Checkpoint" },
			{ title: "At" },
			{ title: "Result" },
			{
				title: "Commands",
				wide: true
			}
		], gates) : "<p>No checkpoint is planned.</p>",
		runs.length ? tableHtml("Test runs", [
			{ title: "Test run" },
			{ title: "Result" },
			{
				title: "Command",
				wide: true
			},
			{
				title: "Commit",
				wide: true
			},
			{
				title: "Took",
				number: true
			}
		], runs) : "<p>The test command has not run.</p>"
	]);
}
function testRunWords(t) {
	const figures = {
		...t,
		total: t.total ?? null,
		passed: t.passed ?? null,
		skipped: t.skipped ?? null
	};
	return testWords({
		...figures,
		failed: t.failed ?? null,
		durationMs: t.duration_ms,
		at: ""
	}).replace(/^tests /, "");
}
function adherence(data) {
	const { dashboard, runs, waits } = data;
	const waitRows = [...waits].sort((a, b) => b.ms - a.ms).slice(0, 10).map((w) => [
		`<b>${escapeHtml(gateName(w))}</b>`,
		took(w.ms),
		escapeHtml(approvers(w.approvers))
	]);
	const runRows = runs.slice(-20).map((r) => [
		dateTime(r.startedAt),
		duration((r.endedAt ?? dashboard.now) - r.startedAt),
		r.endedAt === null ? "still running" : escapeHtml(r.reason)
	]);
	const late = dashboard.timeline.late.map((l) => `<li class="${l.missed ? "bad" : "wait"}">${escapeHtml(l.task)} ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}</li>`);
	return section$1("adherence", "Time", [
		late.length ? `<ul>${late.join("")}</ul>` : "",
		waitRows.length ? `<h3>Longest waits</h3>${tableHtml("Longest waits", [
			{ title: "Gate" },
			{
				title: "For",
				number: true
			},
			{ title: "Of" }
		], waitRows, true)}` : "",
		runRows.length ? `<h3>Runs</h3>${tableHtml("Runs", [
			{ title: "Started" },
			{
				title: "Took",
				number: true
			},
			{ title: "Ended because" }
		], runRows, true)}` : ""
	]);
}
function blockers(data) {
	const { now } = data.dashboard;
	const rows = data.blockers.map((b) => [
		`<b>${escapeHtml(b.task ? `${b.task}${b.phase ? `/${b.phase}` : ""}` : "milestone")}</b><br><span class="muted">${escapeHtml(b.message)}</span>`,
		escapeHtml(b.type),
		escapeHtml(LEVELS[b.level]),
		b.resolvedAt === null ? toned("bad", `✕ open for ${duration(now - b.detectedAt)}`) : `${toned("good", "✓ resolved")}<br>${escapeHtml(b.how)}, after ${duration(b.resolvedAt - b.detectedAt)}`
	]);
	const failures = data.failures.map((f) => [
		escapeHtml(f.type),
		String(f.count),
		escapeHtml(f.where.slice(0, 8).join(", ") + (f.where.length > 8 ? " …" : ""))
	]);
	return section$1("blockers", "Blockers", [rows.length ? tableHtml("Blockers", [
		{ title: "Where" },
		{ title: "Type" },
		{
			title: "Level",
			wide: true
		},
		{ title: "Resolution" }
	], rows) : "<p>There was no blocker.</p>", failures.length ? `<h3>Failed attempts</h3>${tableHtml("Failed attempts", [
		{ title: "Cause" },
		{
			title: "Count",
			number: true
		},
		{ title: "Where" }
	], failures, true)}` : ""]);
}
function costs(data) {
	const { byTask, byPhase, byAgent, byModel, total } = data.costs;
	if (total.attempts === 0) return "";
	const part = (title, rows) => rows.length ? costTable(title, rows) : "";
	return section$1("cost", "Cost", [
		part("Phase", byPhase),
		part("Agent", byAgent),
		part("Model", byModel),
		`<details><summary>Every task</summary>${part("Task", [...byTask, total])}</details>`
	]);
}
function costTable(title, rows) {
	const number = (name, wide = false) => ({
		title: name,
		number: true,
		wide
	});
	const columns = [
		{ title },
		number("Attempts"),
		number("Failed", true),
		number("Time"),
		number("Tokens in", true),
		number("Tokens out", true),
		number("Cost")
	];
	const cells = rows.map((r) => [
		`<b>${escapeHtml(r.name)}</b>`,
		String(r.attempts),
		String(r.failed),
		took(r.workMs),
		compact(r.inputTokens),
		compact(r.outputTokens),
		money(r.costUsd)
	]);
	return tableHtml(`Cost by ${title.toLowerCase()}`, columns, cells);
}
function trail(data) {
	const rows = data.audit.map((a) => [
		dateTime(Date.parse(a.at)),
		a.who === null ? "" : `<b>${escapeHtml(a.who)}</b>${a.permission ? `<br><span class="muted">${escapeHtml(a.permission)}</span>` : ""}`,
		escapeCut(a.words, 240),
		a.commit === null ? "" : `<code>${escapeHtml(a.commit.slice(0, 7))}</code>`
	]);
	const columns = [
		{
			title: "When",
			wide: true
		},
		{ title: "Who" },
		{ title: "What" },
		{
			title: "Commit",
			wide: true
		}
	];
	const { events, newest } = data.history.record;
	const listed = newest.slice(-200).reverse();
	const lines = listed.map((e) => [`<span class="muted">${clockTime(Date.parse(e.timestamp))}</span>`, `<span class="${toneOf$1(e)}" aria-hidden="true">●</span> ${escapeCut(describeEvent(e), 400)}`]);
	return section$1("trail", "Audit and events", [rows.length ? tableHtml("Decisions of people", columns, rows) : "<p>No person has decided anything yet.</p>", `<details><summary>${listed.length < events ? `The newest ${listed.length} of ${events} events` : `All ${events} events`}</summary>${tableHtml("Events", [{ title: "Time" }, { title: "Event" }], lines)}</details>`]);
}

// src/milestone/view/html/report.ts
/** No script, no request, no form: the page is text, drawings and one style sheet. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/** `milestone report --html`: one file that shows everything and asks no server for anything. */
function htmlReport(input) {
	const data = buildReport(input);
	const { dashboard } = data;
	const sections = [
		people(dashboard),
		timeline(data),
		graph(data),
		tasks(data),
		performance(data),
		quality(data),
		adherence(data),
		blockers(data),
		costs(data),
		recommendations(data),
		trail(data)
	].filter(Boolean);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${dashboard.percentage} % ${dashboard.milestone.title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${hero(dashboard)}
${cards(data)}
${contents(sections)}
${sections.join("\n")}
<footer>As of ${dateTime(dashboard.now)}${dashboard.session ? ` · session <code>${escapeHtml(dashboard.session.id)}</code>` : ""} · all times are UTC</footer>
</main>
</body>
</html>
`;
}
function contents(sections) {
	return `<nav aria-label="Contents">${sections.flatMap((text) => {
		const found = /<h2 id="([a-z]+)">([^<]*)<\/h2>/.exec(text);
		return found ? [`<a href="#${found[1]}">${found[2]}</a>`] : [];
	}).join("")}</nav>`;
}
function timeline({ spans, dashboard }) {
	if (spans.length === 0) return "";
	const title = new Set(spans.flatMap((s) => s.task ?? [])).size > 40 ? `The newest ${40} of ${dashboard.counts.total} tasks` : "By task";
	return section$1("timeline", "Timeline", [
		PATTERN,
		GANTT_LEGEND,
		`<h3>${title}</h3>`,
		scroll("Timeline by task", taskGanttSvg(spans)),
		"<h3>By agent</h3>",
		scroll("Timeline by agent", agentGanttSvg(spans))
	]);
}
function graph({ dashboard }) {
	const legend = `<ul class="legend"><li>heavy lines: the critical path of what is left</li>${dashboard.tasks.length > 40 ? "<li>stacked boxes stand for several tasks</li>" : ""}</ul>`;
	return section$1("graph", "Graph", [scroll("Graph", graphSvg(dashboard)), legend]);
}

// src/milestone/view/plan-text.ts
/** Most waves, gates and tasks that are listed one by one. */
const LISTED = 40;
/** Characters of a command that are shown. */
const EXECUTOR_WIDTH = 60;
/**
* The plan as plain text for a terminal, with what would stop it from starting now, where that was looked at. Titles
* are passed on as they are: whoever prints them makes them harmless.
*/
function planText(view, unmet = []) {
	const { predicted, criticalPath: path } = view;
	const assumed = predicted.estimated ? "" : " (no estimates: an hour per task assumed)";
	return [
		`${view.milestone}: ${view.title}`,
		`${view.remaining} of ${view.tasks} tasks left, ${view.strategy} with ${view.agents} agents (${view.reasons.join("; ")})`,
		`About ${hours(predicted.hours)} of ${hours(predicted.workHours)} of work, waits for people not counted${assumed}`,
		"",
		"Waves",
		...limited(view.waves.map((wave, i) => `  ${i + 1}. ${limitedWords(wave)}`)),
		"",
		`Critical path, ${hours(path.hours)}`,
		`  ${path.tasks.length ? path.tasks.join(" → ") : "nothing is left"}`,
		...section("Gates", view.gates.map(gateLine)),
		...section("Checkpoints", view.checkpoints.map((c) => `${c.at} % ${c.name}${c.run.length ? `: ${c.run.join("; ")}` : ""}`)),
		...section("Never at the same time", view.locks.map((lock) => `${lock.resource}: ${limitedWords(lock.tasks)}`)),
		...section("What would run", view.run.map(taskLine)),
		...section("Not met yet: it would not start", unmet.map(({ message, remedy }) => `${message} (${remedy})`)),
		...section("Warnings", view.warnings)
	].join("\n");
}
function gateLine(gate) {
	const who = gate.approvers.length ? gate.approvers.join(", ") : "anyone with write permission";
	const count = gate.minApprovals > 1 ? `${gate.minApprovals} of ` : "";
	return `${gate.task}/${gate.phase}: ${count}${who}`;
}
function taskLine({ task, phases }) {
	const pause = (gated) => gated ? " ⏸" : "";
	const [first] = phases;
	if (first && phases.every((p) => p.executor === first.executor)) return `${task}: ${phases.map((p) => p.phase + pause(p.gated)).join(" → ")} (${oneLine(first.executor)})`;
	return `${task}: ${phases.map((p) => `${p.phase} (${oneLine(p.executor)})${pause(p.gated)}`).join(" → ")}`;
}
/** A script of many lines is known by its first. */
function oneLine(executor) {
	const [first = "", ...more] = executor.trim().split("\n");
	return first.length > EXECUTOR_WIDTH || more.length > 0 ? `${first.slice(0, EXECUTOR_WIDTH).trimEnd()} …` : first;
}
function section(title, lines) {
	return lines.length ? [
		"",
		title,
		...limited(lines.map((line) => `  ${line}`))
	] : [];
}
function limited(lines) {
	if (lines.length <= LISTED) return lines;
	return [...lines.slice(0, LISTED), `  … and ${lines.length - LISTED} more`];
}
function limitedWords(words) {
	return words.length <= LISTED ? words.join(", ") : `${words.slice(0, LISTED).join(", ")} … and ${words.length - LISTED} more`;
}
/** `1 h 30 min`, rounded to minutes. */
function hours(value) {
	const minutes = Math.round(value * 60);
	const whole = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (whole === 0) return `${rest} min`;
	return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}

// src/milestone/schedule/simulate.ts
/**
* Runs what is left of the plan in virtual time with the real scheduler: no attempt fails, gates are approved and
* checks pass at once, and blockers are resolved at the start. So it is the least time that the plan can take.
*/
function simulatePlan(plan, options) {
	return new SimulatedRun(plan, options).run();
}
const NOBODY = {
	login: "simulation",
	id: null,
	source: "local"
};
var SimulatedRun = class {
	#plan;
	#agents;
	#state;
	#scheduler;
	#duration;
	#running = /* @__PURE__ */ new Map();
	#ends = new PriorityQueue((a, b) => a.end - b.end || a.slot - b.slot);
	#result;
	#now = 0;
	#synced = -1;
	constructor(plan, options) {
		const { agents, strategy, cores, durations, state } = options;
		this.#plan = plan;
		this.#agents = agents;
		this.#state = state && state.tasks.size > 0 ? structuredClone(state) : plannedState(plan);
		this.#scheduler = createScheduler(plan, {
			strategy,
			agents,
			state: this.#state,
			...cores === void 0 ? {} : { cores }
		});
		this.#duration = durations ?? estimatedDurations(plan);
		this.#result = {
			choice: this.#scheduler.choice,
			makespanMs: 0,
			phases: [],
			checkpoints: [],
			syncs: []
		};
	}
	run() {
		this.#clearTheWay();
		for (;;) {
			const decision = this.#scheduler.next({
				state: this.#state,
				running: [...this.#running.values()].filter((p) => p.slot > 0),
				now: this.#now,
				agents: this.#agents,
				synced: this.#synced
			});
			if (this.#act(decision)) continue;
			const next = this.#ends.pop();
			if (!next) break;
			this.#now = next.end;
			this.#complete(next);
			while (this.#ends.peek()?.end === this.#now) this.#complete(this.#ends.pop());
		}
		this.#result.makespanMs = this.#now;
		return this.#result;
	}
	/** Whatever waits for a person or a time is taken to go on at once. */
	#clearTheWay() {
		const state = this.#state;
		state.agentsLimit = null;
		for (const id of [...state.blockers.keys()]) this.#log({
			event: "blocker_resolved",
			data: {
				id,
				how: ""
			}
		});
		for (const approval of [...state.approvals.values()]) {
			if (approval.status !== "open" || approval.kind !== "approval") continue;
			this.#grant(approval.request, approval.task, approval.phase);
		}
		for (const task of state.tasks.values()) for (const [phase, at] of task.phases) {
			at.notBefore = null;
			const manual = at.approval && state.approvals.get(at.approval)?.kind === "manual";
			if (manual && at.status === "waiting_approval") at.status = "pending";
			if (manual) at.approval = null;
			if (at.status === "waiting_approval") this.#finish(task.id, phase);
		}
	}
	/** Answers whether anything changed without time passing. */
	#act(decision) {
		for (const { name, at } of decision.checkpoints) {
			this.#result.checkpoints.push({
				name,
				at,
				time: this.#now
			});
			this.#log({
				event: "quality_gate_passed",
				data: {
					name,
					at,
					checks: []
				}
			});
		}
		for (const task of decision.complete) this.#log({
			event: "task_completed",
			task_id: task,
			data: {}
		});
		if (decision.sync !== null) {
			this.#synced = decision.sync;
			this.#result.syncs.push(this.#now);
		}
		for (const start of decision.start) this.#start(start);
		for (const manual of decision.manual) {
			this.#log({
				event: "approval_requested",
				task_id: manual.task,
				phase: manual.phase,
				data: {
					request: `${manual.task}/${manual.phase}#${manual.attempt}`,
					transition: TRANSITION[manual.phase],
					kind: "manual",
					approvers: [],
					min_approvals: 0,
					criteria: [],
					deliverables: [],
					attempt: manual.attempt
				}
			});
			this.#begin({
				task: manual.task,
				phase: manual.phase,
				slot: 0
			});
		}
		return decision.checkpoints.length + decision.complete.length + decision.manual.length > 0 || decision.sync !== null;
	}
	#start({ task, phase, slot, attempt, executor }) {
		this.#log({
			event: "task_started",
			task_id: task,
			data: {}
		});
		this.#log({
			event: "phase_started",
			task_id: task,
			phase,
			data: {
				attempt,
				executor
			}
		});
		this.#begin({
			task,
			phase,
			slot
		});
	}
	#begin(what) {
		const end = this.#now + Math.max(0, this.#duration(what.task, what.phase));
		const simulated = {
			...what,
			start: this.#now,
			end
		};
		this.#running.set(what.task, simulated);
		this.#ends.push(simulated);
		this.#result.phases.push(simulated);
	}
	#complete({ task, phase }) {
		this.#running.delete(task);
		this.#finish(task, phase);
		if (this.#plan.tasks[this.#scheduler.graph.index.get(task)].phases.at(-1)?.phase === phase) this.#log({
			event: "task_completed",
			task_id: task,
			data: {}
		});
	}
	#finish(task, phase) {
		this.#log({
			event: "phase_completed",
			task_id: task,
			phase,
			data: {
				attempt: 1,
				executor: "",
				duration_ms: 0,
				deliverables: [],
				changed: 0,
				gated: false
			}
		});
	}
	#grant(request, task, phase) {
		this.#log({
			event: "approval_granted",
			...task ? { task_id: task } : {},
			...phase ? { phase } : {},
			data: {
				request,
				complete: true,
				decision: {
					verdict: "approved",
					by: NOBODY,
					ref: null,
					commit: null,
					permission: "",
					at: "",
					feedback: []
				}
			}
		});
	}
	#log(event) {
		const { milestone, seq } = this.#state;
		const logged = {
			...event,
			timestamp: EPOCH,
			seq: seq + 1,
			milestone_id: milestone,
			session_id: "simulation",
			prev: ""
		};
		applyEvent(this.#state, logged);
		this.#scheduler.observe(logged);
	}
};
/** No decision depends on the events' own times. */
const EPOCH = (/* @__PURE__ */ new Date(0)).toISOString();
function estimatedDurations(plan) {
	const costs = phaseCosts(plan);
	const hours = /* @__PURE__ */ new Map();
	plan.tasks.forEach((task, i) => {
		task.phases.forEach((p, j) => {
			hours.set(`${task.id}/${p.phase}`, costs[i][j]);
		});
	});
	return (task, phase) => (hours.get(`${task}/${phase}`) ?? 0) * 36e5;
}

// src/milestone/view/plan-view.ts
const HOUR_MS = 36e5;
/** Everything that would happen, from the plan and where it stands, without doing any of it. */
function planView(plan, options) {
	const state = options.state && options.state.tasks.size > 0 ? options.state : plannedState(plan);
	const simulation = simulatePlan(plan, {
		...options,
		state
	});
	const graph = buildGraph(plan);
	const path = criticalPath(graph, phaseCosts(plan), state);
	const open = plan.tasks.filter((task) => !isDoneIn(state, task));
	const { strategy, complexity, reasons, warnings } = simulation.choice;
	return {
		milestone: plan.id,
		title: plan.title,
		strategy,
		reasons,
		agents: options.agents,
		complexity,
		parallelism: Math.round(path.potential * 100),
		tasks: plan.tasks.length,
		remaining: open.length,
		order: [...new Set(simulation.phases.map((p) => p.task))],
		waves: wavesOf(graph),
		criticalPath: {
			tasks: path.tasks,
			hours: rounded(path.hours)
		},
		gates: gatesOf(open, state),
		checkpoints: plan.qualityGates.filter((gate) => state.qualityGates.get(gate.name)?.status !== "passed").map(({ name, at, run, approvers, criteria }) => ({
			name,
			at,
			run,
			approvers,
			criteria
		})).sort((a, b) => a.at - b.at),
		locks: locksOf(plan),
		requires: plan.requires,
		run: open.map((task) => plannedTask(task, state)),
		predicted: prediction(plan, path.totalHours, simulation),
		warnings: [...warnings, ...warningsOf(plan, options.agents, simulation)]
	};
}
function isDoneIn(state, task) {
	const now = state.tasks.get(task.id);
	return now !== void 0 && isDone(now);
}
function statusOf(state, task, phase) {
	return state.tasks.get(task)?.phases.get(phase)?.status ?? "pending";
}
/** Gates that are still to be passed. */
function gatesOf(open, state) {
	const gates = [];
	for (const task of open) for (const { phase, gate } of task.phases) if (gate && !isFinished(statusOf(state, task.id, phase))) gates.push({
		task: task.id,
		phase,
		...gate
	});
	return gates;
}
function plannedTask(task, state) {
	const left = task.phases.filter((p) => !isFinished(statusOf(state, task.id, p.phase)));
	return {
		task: task.id,
		title: task.title,
		dependencies: task.dependencies,
		phases: left.map(({ phase, executor, deliverables, checks, gate }) => ({
			phase,
			status: statusOf(state, task.id, phase),
			executor: executor.kind === "run" ? `run: ${executor.command}` : executorName(executor),
			deliverables: deliverables.map((d) => "path" in d ? d.path : `changed: ${d.changed}`),
			checks,
			gated: gate !== null
		}))
	};
}
function locksOf(plan) {
	const users = /* @__PURE__ */ new Map();
	for (const { id, resources } of plan.tasks) for (const resource of resources) users.set(resource, (users.get(resource) ?? /* @__PURE__ */ new Set()).add(id));
	const names = [...users.keys()];
	return names.map((resource) => {
		const others = names.filter((other) => resourcesOverlap(resource, other));
		const tasks = new Set(others.flatMap((other) => [...users.get(other)]));
		return {
			resource,
			tasks: plan.tasks.filter((t) => tasks.has(t.id)).map((t) => t.id)
		};
	}).filter((lock) => lock.tasks.length > 1);
}
function prediction(plan, workHours, simulation) {
	return {
		workHours: rounded(workHours),
		hours: rounded(simulation.makespanMs / HOUR_MS),
		estimated: plan.tasks.some((task) => task.estimatedHours !== void 0),
		timeline: simulation.phases.map(({ task, phase, slot, start, end }) => ({
			task,
			phase,
			agent: slot,
			start: rounded(start / HOUR_MS),
			end: rounded(end / HOUR_MS)
		}))
	};
}
function warningsOf(plan, agents, simulation) {
	const warnings = [];
	const busiest = mostAtOnce(simulation);
	if (simulation.choice.strategy !== "sequential" && busiest > 0 && agents > busiest) warnings.push(`at most ${busiest} of the ${agents} agents can work at the same time`);
	const without = plan.tasks.filter((task) => task.estimatedHours === void 0).length;
	if (without > 0 && without < plan.tasks.length) warnings.push(`${without} of ${plan.tasks.length} tasks have no estimated_hours; they count as average ones`);
	return warnings;
}
function mostAtOnce({ phases }) {
	return phases.reduce((most, phase) => Math.max(most, phase.slot), 0);
}
const rounded = (hours) => Math.round(hours * 100) / 100;

// src/milestone/view/why-text.ts
/** One cause as a sentence, with the command that helps where there is one. `onBranch`: the milestone has a branch. */
function causeText(milestone, { path, cause }, onBranch) {
	const task = path.at(-1);
	return (path.length > 1 ? `${path.slice(0, -1).join(" waits for ")} waits for ${task}: ` : "") + ownText(milestone, task, cause, onBranch);
}
function ownText(milestone, task, cause, onBranch) {
	switch (cause.kind) {
		case "completed": return `${task} is completed`;
		case "skipped": return `${task} was skipped${cause.reason ? ` (${cause.reason})` : ""}`;
		case "running": return `${task}/${cause.phase} is at work, attempt ${cause.attempt}${cause.since ? ` since ${cause.since}` : ""}`;
		case "ready": return `${task} is ready${cause.phase ? ` for ${cause.phase}` : ""} and waits for a free agent`;
		case "not_before": return `${task}/${cause.phase} failed and is tried again at ${cause.time}`;
		case "approval": {
			const who = cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission";
			const count = cause.needed > 1 ? ` (${cause.given} of ${cause.needed} given)` : "";
			const command = `milestone approve ${milestone} ${task}/${cause.phase}`;
			const { phase, missing } = cause;
			const gone = missing.length ? ` (${missingWords({
				task,
				phase,
				missing
			})})` : "";
			return `${task}/${phase} waits for approval by ${who}${count} since ${cause.since}${gone}: ${command}`;
		}
		case "manual": {
			const what = cause.deliverables.length ? cause.deliverables.join(", ") : "the work";
			const place = onBranch ? `commits ${what} to branch milestone/${milestone}` : `leaves ${what} in the checkout`;
			return `${task}/${cause.phase} is done by a person, who ${place}`;
		}
		case "blocker": {
			const command = cause.proposals[0]?.command;
			return `${task} is blocked by ${cause.blocker}: ${cause.message}${command ? `; try: ${command}` : ""}`;
		}
		case "checkpoint": return checkpointText(milestone, cause);
		case "resource": return `${task} needs ${cause.resource}, which ${cause.task} holds while it works`;
		case "not_running": return notRunning$1(milestone, task, cause.status);
	}
}
function checkpointText(milestone, cause) {
	switch (cause.state) {
		case "due": return `nothing new starts before the checks of checkpoint "${cause.name}" have passed`;
		case "failed": return `nothing new starts while checkpoint "${cause.name}" fails; once it is mended: milestone retry ${milestone}`;
		case "approval": return `nothing new starts before ${cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission"} approved checkpoint "${cause.name}": milestone approve ${milestone} gate:${cause.name}`;
	}
}
function notRunning$1(milestone, task, status) {
	if (status === "completed" || status === "cancelled") return `the milestone is ${status}, so ${task} will not run`;
	return `${task} could start, but the milestone is not running (${status}): milestone ${status === "planned" || status === "postponed" ? "execute" : "resume"} ${milestone}`;
}

// src/milestone/view/why.ts
/** Most causes that are told; a task may wait for thousands. */
const MAX_CAUSES = 20;
/**
* What a task waits for, followed through its dependencies down to the first causes. Null when the plan has no such
* task.
*/
function why(plan, state, task, options) {
	const graph = buildGraph(plan);
	const start = graph.index.get(task);
	if (start === void 0) return null;
	const all = firstCauses(graph, state, start).flatMap((path) => {
		const id = path.at(-1);
		return causesOf(plan, state, graph.tasks[graph.index.get(id)], options.now).map((cause) => ({
			path,
			cause
		}));
	});
	const causes = all.length > 1 ? all.filter((c) => c.cause.kind !== "completed") : all;
	const told = causes.slice(0, MAX_CAUSES);
	return {
		task,
		status: state.tasks.get(task)?.status ?? "pending",
		causes: told,
		sentences: [...told.map((cause) => causeText(plan.id, cause, isOnBranch(state))), ...causes.length > told.length ? [`… and ${causes.length - told.length} more causes`] : []]
	};
}
/** Shortest ways from the task to those that wait for no other task, nearest first. */
function firstCauses(graph, state, start) {
	const idOf = (place) => graph.tasks[place].id;
	const isOpen = (place) => {
		const task = state.tasks.get(idOf(place));
		return !task || !isDone(task);
	};
	const before = /* @__PURE__ */ new Map([[start, null]]);
	const found = [];
	const queue = [start];
	for (let head = 0; head < queue.length; head++) {
		const place = queue[head];
		const missing = isOpen(place) ? graph.dependencies[place].filter(isOpen) : [];
		if (missing.length === 0) found.push(wayTo(before, place).map(idOf));
		for (const next of missing) {
			if (before.has(next)) continue;
			before.set(next, place);
			queue.push(next);
		}
	}
	return found;
}
function wayTo(before, place) {
	const way = [];
	for (let at = place; at !== null; at = before.get(at) ?? null) way.unshift(at);
	return way;
}
/** Why a task whose dependencies are done does not go on. */
function causesOf(plan, state, task, now) {
	const at = state.tasks.get(task.id);
	if (at?.status === "skipped") return [{
		kind: "skipped",
		reason: at.skipReason ?? ""
	}];
	const step = nextStep(task, state);
	switch (step.kind) {
		case "done":
		case "complete": return [{ kind: "completed" }];
		case "blocked": return blockersOf(state, task.id).map(asCause);
		case "ask": return [state.lease === null ? notRunning(state) : {
			kind: "ready",
			phase: step.phase
		}];
		case "approval": return [approvalCause(state, task, step.phase, step.request)];
		case "manual": return [manualCause(task, step.phase)];
		case "run": {
			const running = at?.phases.get(step.phase)?.status === "in_progress" && state.lease !== null;
			const hold = holdOf(plan, state, milestonePercentage(state));
			if (step.notBefore !== null && step.notBefore > now) return [{
				kind: "not_before",
				phase: step.phase,
				time: new Date(step.notBefore).toISOString()
			}];
			if (running) {
				const { attempt, startedAt } = at.phases.get(step.phase);
				return [{
					kind: "running",
					phase: step.phase,
					attempt,
					since: startedAt
				}];
			}
			if (hold) return holdCauses(hold);
			if (state.lease === null) return [notRunning(state)];
			return [resourceCause(plan, state, task) ?? {
				kind: "ready",
				phase: step.phase
			}];
		}
	}
}
const notRunning = ({ status }) => ({
	kind: "not_running",
	status
});
const asCause = ({ id, message, proposals }) => ({
	kind: "blocker",
	blocker: id,
	message,
	proposals
});
function blockersOf(state, task) {
	return [...state.blockers.values()].filter((b) => b.task === task);
}
function approvalCause(state, task, phase, request) {
	const approval = state.approvals.get(request);
	if (approval.kind === "manual") return manualCause(task, phase);
	return {
		kind: "approval",
		phase,
		request,
		approvers: approval.approvers,
		given: approval.decisions.filter((d) => d.verdict === "approved").length,
		needed: Math.max(1, approval.min_approvals),
		since: approval.requestedAt,
		missing: approval.missing
	};
}
function manualCause(task, phase) {
	return {
		kind: "manual",
		phase,
		deliverables: (phasePlan(task, phase)?.deliverables ?? []).map((d) => "path" in d ? d.path : d.changed)
	};
}
function holdCauses(hold) {
	switch (hold.kind) {
		case "blocked": return hold.blockers.map(asCause);
		case "checkpoint_due": return hold.gates.map(({ name, approvers }) => ({
			kind: "checkpoint",
			name,
			state: "due",
			approvers
		}));
		case "checkpoint_failed": return [{
			kind: "checkpoint",
			name: hold.gate.name,
			state: "failed",
			approvers: []
		}];
		case "checkpoint_approval": return [{
			kind: "checkpoint",
			name: hold.gate.name,
			state: "approval",
			approvers: hold.gate.approvers
		}];
	}
}
/** A task at work that holds what this one needs. */
function resourceCause(plan, state, task) {
	if (task.resources.length === 0) return null;
	for (const other of plan.tasks) {
		if (other.id === task.id || other.resources.length === 0) continue;
		if (![...state.tasks.get(other.id)?.phases.values() ?? []].some((p) => p.status === "in_progress")) continue;
		const shared = task.resources.find((mine) => other.resources.some((theirs) => resourcesOverlap(mine, theirs)));
		if (shared !== void 0) return {
			kind: "resource",
			resource: shared,
			task: other.id
		};
	}
	return null;
}

// src/read-commands.ts
/** A milestone as it stands, wherever it stands. @throws Refusal when there is none or it cannot be read */
async function read(machine, options) {
	const basis = await readBasis(machine.ports, options, machine.checkout);
	const { history, tip } = basis.located;
	const state = history?.state ?? emptyState(options.milestone, basis.reading.plan.weights);
	return {
		plan: basis.reading.plan,
		warnings: basis.warnings,
		state,
		events: history?.events ?? [],
		tip,
		basis
	};
}
async function statusCommand(machine, options) {
	const { plan, state, events, tip } = await read(machine, options);
	const shown = state.activatedAt ? state : plannedState(plan);
	const now = machine.ports.clock.now();
	const history = historyOf(events);
	const dashboard = buildDashboard({
		plan,
		state: shown,
		history,
		now
	});
	const outputs = outputsOf(shown, {
		status: shown.status,
		commit: tip ?? machine.checkout.base.commit
	});
	return {
		status: shown.status,
		exitCode: EXIT.ok,
		text: dashboardText(dashboard),
		json: dashboard,
		summary: summaryMarkdown(dashboard, plan, history),
		outputs
	};
}
async function planCommand(machine, options) {
	const { plan, state, tip, warnings, basis } = await read(machine, options);
	tellWarnings(machine.ports.narrator, warnings);
	const unmet = await unmetNeeds(machine, options, basis);
	const shown = state.activatedAt ? state : plannedState(plan);
	const { strategy, agents } = options;
	const view = planView(plan, {
		strategy,
		agents,
		cores: machine.ports.host.cores,
		state: shown
	});
	const outputs = outputsOf(shown, {
		status: shown.status,
		commit: tip ?? machine.checkout.base.commit
	});
	return {
		status: shown.status,
		exitCode: EXIT.ok,
		text: planText(view, unmet),
		json: {
			...view,
			unmet
		},
		outputs: {
			...outputs,
			...options.gitIntegration ? {} : {
				branch: "",
				commit: ""
			},
			plan: JSON.stringify({
				...view,
				unmet
			})
		}
	};
}
/** What would refuse an execution now. Nothing is started to find out, and a milestone that is over needs nothing. */
async function unmetNeeds({ ports, checkout }, options, basis) {
	const state = basis.located.history?.state;
	if (state?.status === "completed") return [];
	return [...await checkPrerequisites(ports, options, basis, { mayStart: false }), ...await checkout.complaints?.(Boolean(state?.activatedAt)) ?? []].map(({ message, remedy }) => ({
		message,
		remedy
	}));
}
async function whyCommand(machine, options, command) {
	const { plan, state } = await read(machine, options);
	const id = command.target?.task ?? "";
	if (!plan.tasks.some((t) => t.id === id)) refuse(`there is no task "${id}"`, `tasks: ${plan.tasks.slice(0, 12).map((t) => t.id).join(", ")}`);
	const answer = why(plan, state.activatedAt ? state : plannedState(plan), id, { now: machine.ports.clock.now() });
	if (!answer) return refuse(`there is no task "${id}"`, "see `milestone status`");
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: answer.sentences.join("\n"),
		json: answer,
		outputs: {}
	};
}
async function reportCommand(machine, options, command) {
	const { plan, state, events, tip } = await read(machine, options);
	if (!state.activatedAt) refuse(`the milestone "${plan.id}" was not started yet`, `milestone execute ${plan.id}`);
	const now = machine.ports.clock.now();
	const input = {
		plan,
		state,
		history: historyOf(events),
		now
	};
	const markdown = reportMarkdown(input);
	const text = command.flags.html ? htmlReport(input) : markdown;
	const outputs = outputsOf(state, {
		status: state.status,
		commit: tip ?? ""
	});
	const { output } = command.flags;
	if (output) await writeTo(output, text);
	const session = state.session?.id;
	const path = options.onRunner && session ? await writeReportFile(machine.root, session, markdown) : void 0;
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: output ? `wrote ${output}` : text,
		json: {
			path: output ?? null,
			report: text
		},
		summary: markdown,
		outputs: {
			...outputs,
			...path ? { report: path } : {}
		}
	};
}
/** Writes a file that a person named. @throws Refusal when it cannot be written */
async function writeTo(path, text) {
	try {
		await writeFile(path, text);
	} catch (error) {
		refuse(`${path} cannot be written: ${error.message}`, "name a file in a folder that exists");
	}
}
/** Who decided what, and when: the log's decisions in order. */
async function auditCommand(machine, options) {
	const { events, state } = await read(machine, options);
	if (events.length === 0) refuse(`the milestone "${options.milestone}" was not started yet`, `milestone execute ${options.milestone}`);
	const audit = buildAudit(options.milestone, events);
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: auditText(audit),
		json: auditTrail(events),
		outputs: {}
	};
}
/** Checks the files as they lie in the checkout; every mistake with its line. */
async function validateCommand(machine, { id, onRunner }) {
	const source = plansHere(machine);
	const active = await idsOn(machine, "active");
	const ids = id ? [id] : active;
	const lines = [];
	const complaints = [];
	const json = [];
	for (const each of ids) {
		const file = await findPlanFile(source, each);
		if (!file) {
			complaints.push({
				message: `there is no milestone "${each}"`,
				remedy: "milestone list shows those that exist"
			});
			continue;
		}
		const reading = await loadPlan(source, file);
		const diagnostics = [...reading.ok ? [] : reading.errors, ...reading.warnings];
		json.push({
			milestone: each,
			valid: reading.ok,
			diagnostics
		});
		for (const d of diagnostics) {
			const rendered = renderedIn(file, d);
			if (d.severity === "error") complaints.push({
				...complaintOf(d),
				rendered
			});
			else lines.push(rendered);
		}
		if (onRunner) tellWarnings(machine.ports.narrator, reading.warnings);
		if (!reading.ok) continue;
		const { source: text } = reading;
		for (const other of active.filter((name) => isTwin(each, name))) {
			const place = {
				file: file.path,
				...text.at(text.key("id"))
			};
			complaints.push({
				...twinComplaint(each, other, "active"),
				...place
			});
		}
		const { tasks } = reading.plan;
		lines.push(`${file.path}: valid, ${counted(tasks.length, "task")}, compliance ${reading.compliance.score} %`);
	}
	if (complaints.length > 0) throw new Refusal(complaints);
	if (ids.length === 0) lines.push("no milestones to check; `milestone init` writes a starter");
	return {
		status: null,
		exitCode: EXIT.ok,
		text: lines.join("\n"),
		json,
		outputs: id ? { milestone: id } : {}
	};
}

// src/milestone/session/compare-documents.ts
var import_dist = require_dist();
/** Keys that say when and by whom a file was written, not how the milestone is. */
const OF_THE_WRITING = /(^|\.)(last_update|last_calculated|saved_at|save_reason|run|git_commit|pending_commits)$/;
/** What milestone file and session file, both written from the state, say otherwise than a replay of the log. */
function compareDocuments(state, files) {
	const { plan, places, session } = files;
	return [...differing(plan, planEdits(state, places, "").map((edit) => [edit.path, edit.value])), ...session ? differing(session, leaves((0, import_dist.parse)(sessionText(state, places)))) : []];
}
function differing({ path: file, text }, wanted) {
	const document = (0, import_dist.parse)(text);
	return wanted.flatMap(([path, replayed]) => {
		const key = path.join(".");
		const written = valueAt(document, path);
		if (OF_THE_WRITING.test(key) || isSame(written ?? null, replayed ?? null)) return [];
		return [{
			file,
			key,
			written: written ?? null,
			replayed: replayed ?? null
		}];
	});
}
/** The order of a map's keys says nothing. */
function isSame(one, other) {
	const text = (value) => (0, import_dist.stringify)(value, { sortMapEntries: true });
	return text(one) === text(other);
}
function valueAt(value, path) {
	return path.reduce((at, step) => typeof at === "object" && at !== null ? at[step] : void 0, value);
}
function sessionText(state, { tasks }) {
	return sessionYaml(state, {
		savedAt: "",
		reason: "",
		commit: "",
		lease: null,
		pending: 0,
		plan: tasks
	});
}
/** Every value of a document that is no map, with its path. */
function leaves(value, path = []) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
	return Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]));
}

// src/replay-command.ts
/** Commits that a killed run can have made after it last wrote the files that follow from the log: less than a second's. */
const BEHIND_LIMIT = 200;
/** Rebuilds the state from the log alone, and compares it with the files that were written from it. */
async function replayCommand({ ports, checkout }, { milestone }) {
	const located = await locateMilestone(ports, milestone, checkout.base.commit);
	if ("ok" in located) return refuse(`the remote cannot be read: ${located.message}`, "check the network and the token, or add --no-push to read what this clone has");
	const { tip, history } = located;
	if (!tip || !history) return refuse(`"${milestone}" has no branch yet`, `milestone execute ${milestone}`);
	const [cut] = history.restored;
	if (cut) refuse(`${cut.file}: a commit took lines off the log's end`, "the next run puts them back");
	const { events, state, head } = history;
	const differences = await compare(ports.repository, state, tip);
	const progress = progressOf(state);
	const says = differences[0] ? inWords(differences) : "milestone and session file say the same";
	const text = `${events.length} events, chain whole, last ${head.hash.slice(0, 12)}; status ${state.status}, ${progress.percentage} %, ${progress.tasksCompleted}/${progress.tasksTotal} tasks; ${says}`;
	const equal = differences.length === 0;
	return {
		status: state.status,
		exitCode: equal ? EXIT.ok : EXIT.failed,
		text,
		json: {
			events: events.length,
			head: head.hash,
			status: state.status,
			progress,
			equal,
			differences
		},
		outputs: {}
	};
}
/** The files may be some commits older than the log where a run was killed; they are held against the log of then. */
async function compare(repository, state, tip) {
	const files = await readFiles(repository, state, tip);
	const differences = compareDocuments(state, files);
	if (differences.length === 0) return [];
	const written = await lastWritten(repository, state, tip);
	if (written === tip) return differences;
	const then = await readHistory({ repository }, state.milestone, { commit: written });
	return compareDocuments(then.state, files).length === 0 ? [] : differences;
}
async function readFiles(repository, state, commit) {
	const read = atCommit(repository, commit);
	const plan = await findPlanFile(read, state.milestone);
	if (!plan) refuse(`the branch has no file of "${state.milestone}"`, "restore it in .milestones/active/");
	const places = placesOf(requireValid(await loadPlan(read, plan), plan));
	const path = state.session ? paths.session(state.session.id) : null;
	const text = path === null ? void 0 : (await read(path))?.toString("utf8");
	return {
		plan,
		places,
		session: path !== null && text !== void 0 ? {
			path,
			text
		} : null
	};
}
/** The oldest commit up to the tip that has the session file as it is now: the one that wrote it. */
async function lastWritten(repository, state, tip) {
	if (!state.session) return tip;
	const path = paths.session(state.session.id);
	const now = await repository.entry(tip, path);
	let written = tip;
	for (const { oid } of await repository.log({
		to: tip,
		limit: BEHIND_LIMIT
	})) {
		if ((await repository.entry(oid, path))?.oid !== now?.oid) break;
		written = oid;
	}
	return written;
}
function inWords(differences) {
	const { file, key, written, replayed } = differences[0];
	const more = differences.length > 1 ? `, and ${counted(differences.length - 1, "difference")} more` : "";
	return `${file} has ${key}: ${JSON.stringify(written)}, which is ${JSON.stringify(replayed)} by the log${more}; \`git log -p -- ${file}\` on the branch shows who changed it`;
}

// src/steer-command.ts
/** The wish of a command that changes the state; null for commands that only read or run. */
function steeringOf(command) {
	const { name, target, reason, flags } = command;
	const raise = {
		...flags["add-minutes"] === void 0 ? {} : { minutes: flags["add-minutes"] },
		...flags["add-attempts"] === void 0 ? {} : { attempts: flags["add-attempts"] },
		...flags["add-tokens"] === void 0 ? {} : { tokens: flags["add-tokens"] },
		...flags["add-cost"] === void 0 ? {} : { cost_usd: flags["add-cost"] }
	};
	const why = reason || flags.reason || "";
	switch (name) {
		case "pause": return {
			command: "pause",
			reason: why || "asked for"
		};
		case "retry": return {
			command: "retry",
			...target,
			revert: flags.revert ?? false,
			raise
		};
		case "skip": return {
			command: "skip",
			task: target?.task ?? "",
			reason: why
		};
		case "approve": return {
			command: "approve",
			...target,
			...command.checkpoint ? { checkpoint: command.checkpoint } : {}
		};
		case "reject": return {
			command: "reject",
			...target?.phase ? {
				task: target.task,
				phase: target.phase
			} : {},
			...command.checkpoint ? { checkpoint: command.checkpoint } : {},
			reason: why
		};
		case "postpone": return {
			command: "postpone",
			reason: why
		};
		case "cancel": return {
			command: "cancel",
			reason: why
		};
		case "archive": return { command: "archive" };
		case "unlock": return {
			command: "unlock",
			reason: why
		};
		case "resume": return Object.keys(raise).length > 0 ? {
			command: "raise",
			raise
		} : null;
		default: return null;
	}
}
/**
* Records a wish without executing: one commit, pushed; made anew on what another writer pushed meanwhile.
* @throws Refusal
*/
function steerMilestone(machine, options, wish) {
	return anewIfFenced(() => steerOnce(machine, options, wish));
}
async function steerOnce(machine, options, wish) {
	const { ports } = machine;
	const run = await openToSteer(ports, options, machine.checkout, wish);
	if (run.kind === "repeated") return repeated(run);
	const { journal } = run.run;
	const at = new Date(ports.clock.now()).toISOString();
	const text = await steer(run.run, wish, options.by, at);
	journal.recordProgress();
	await journal.commit({
		subject: subjectOf(wish),
		derived: true,
		saveReason: wish.command
	});
	const pushed = await run.run.publisher.flush();
	await ports.forge.sync(journal.tip, "end");
	return steered(journal, { done: text }, pushed);
}
/** The log holds the wish's key already. */
function repeated(run) {
	return steered(run, { done: "this wish was carried out before; nothing to do" }, { ok: true });
}
/** What was done, and whether anyone else will ever know: a wish that stays in a runner's clone is lost with it. */
function steered({ state, tip }, answer, pushed) {
	const status = pushed.ok ? state.status : "failed";
	const outputs = outputsOf(state, {
		status,
		commit: tip
	});
	const note = pushed.ok ? null : `not pushed: ${pushed.message}`;
	return {
		status,
		exitCode: pushed.ok ? EXIT.ok : EXIT.failed,
		text: note ? `${answer.done}\n${note}` : answer.done,
		json: {
			...outputs,
			...answer,
			note
		},
		outputs,
		...note ? { failure: note } : {}
	};
}
function subjectOf(wish) {
	switch (wish.command) {
		case "approve": return wish.task ? `${[wish.task, wish.phase].filter(Boolean).join(" ")} approved` : "approved";
		case "reject": return `${[wish.task, wish.phase].filter(Boolean).join(" ") || wish.checkpoint} rejected`;
		case "skip": return `${wish.task} skipped`;
		case "retry": return wish.task ? `${[wish.task, wish.phase].filter(Boolean).join(" ")} retried` : "retried";
		case "pause": return "paused";
		case "postpone": return "postponed";
		case "cancel": return "cancelled";
		case "archive": return "archived";
		case "unlock": return "unlocked";
		case "raise": return "budget raised";
		default: return wish;
	}
}

// src/sync-command.ts
/** Takes the milestone file of the base branch to the milestone's branch. @throws Refusal */
function syncCommand(machine, options) {
	return anewIfFenced(() => syncOnce(machine, options));
}
async function syncOnce(machine, options) {
	const { ports, checkout } = machine;
	const read = atCommit(ports.repository, checkout.base.commit);
	const file = await findPlanFile(read, options.milestone);
	if (!file) return refuse(`${paths.milestone(options.milestone)} is not on ${checkout.base.branch}`, "commit it there first");
	const reading = requireValid(await loadPlan(read, file), file);
	const check = (plan, state) => {
		const started = new Set([...state.tasks.values()].filter((t) => t.startedAt).map((t) => t.id));
		const problems = planChangeProblems(diffPlans(plan, reading.plan), started);
		if (problems.length > 0) refuse(problems.join("; "), `put the tasks back on ${checkout.base.branch}`);
	};
	const opening = await openToSteer(ports, options, {
		...checkout,
		check
	}, { command: "sync" });
	if (opening.kind === "repeated") return repeated(opening);
	const { run, before } = opening;
	const { journal } = run;
	const diff = diffPlans(run.plan, reading.plan);
	const path = paths.milestone(options.milestone);
	journal.replacePlan({
		text: file.text,
		path,
		places: placesOf(reading)
	});
	const added = await documentsOfNew(ports.repository, reading.plan, run);
	const start = {
		repository: ports.repository,
		commit: journal.tip,
		added
	};
	const seeds = await seedsOfNew(start, reading.plan, journal.state);
	syncPlan(journal, reading.plan, {
		seeds,
		before
	});
	await journal.commit({
		changes: added,
		subject: `synced the plan from ${checkout.base.branch}`,
		derived: true,
		saveReason: "sync"
	});
	const pushed = await run.publisher.flush();
	const done = isEmptyDiff(diff) ? "the branch has the base's plan already" : `taken from ${checkout.base.branch}: ${diff.added.length} new, ${diff.removed.length} gone, ${diff.changed.length} changed`;
	return steered(journal, {
		done,
		diff
	}, pushed);
}
/** What the new tasks' finished phases left on the base branch, as far as the milestone's own has no such file. */
async function documentsOfNew(repository, plan, { journal, base }) {
	const tasks = plan.tasks.filter((task) => !journal.state.tasks.has(task.id));
	const found = /* @__PURE__ */ new Map();
	for (const path of finishedDeliverables({
		id: plan.id,
		tasks
	})) {
		if (await repository.readFile(journal.tip, path)) continue;
		const content = await repository.readFile(base.commit, path);
		if (content) found.set(path, content);
	}
	return found;
}

// src/run.ts
/** The story of one command, the same for the Action and the command line. @throws Refusal for bad input */
async function runCommand(machine, command, options, hooks) {
	if (COMMANDS[command.name].milestone === "required" && !command.milestone) refuse(`"${command.name}" needs the id of a milestone`, "milestone list shows those that exist");
	switch (command.name) {
		case "execute":
		case "resume": {
			if (command.flags["dry-run"]) return planCommand(machine, options);
			const wish = steeringOf(command);
			return executeMilestone(machine, options, {
				...hooks,
				first: wish ? [wish] : []
			});
		}
		case "retry":
		case "skip":
		case "reject": {
			const wish = steeringOf(command);
			if (!hooks.goOn(command)) return steerMilestone(machine, options, wish);
			const automatic = {
				...options,
				automatic: true
			};
			return executeMilestone(machine, automatic, {
				...hooks,
				first: [wish]
			});
		}
		case "approve":
		case "pause":
		case "postpone":
		case "cancel":
		case "archive":
		case "unlock": return steerMilestone(machine, options, steeringOf(command));
		case "status": return statusCommand(machine, options);
		case "plan": return planCommand(machine, options);
		case "validate": return validateCommand(machine, {
			id: command.milestone,
			onRunner: options.onRunner
		});
		case "why": return whyCommand(machine, options, command);
		case "report": return reportCommand(machine, options, command);
		case "list": return listCommand(machine);
		case "replay": return replayCommand(machine, options);
		case "audit": return auditCommand(machine, options);
		case "prompt": return promptCommand(machine, options, command);
		case "sync": return syncCommand(machine, options);
		case "init":
		case "import":
		case "completion":
		case "help": throw new Error(`${command.name} needs no milestone machine`);
		default: return command.name;
	}
}

export { boundHeap as n, runCommand as t };