import { C as dashboardOf, r as systemClock } from "./engine-execution-host.js";
import { n as atLocation } from "./engine-refusal.js";
import { n as sanitise, r as sanitiseLine } from "./milestone-text-sanitise.js";
import { C as toneOf, F as filledCells, I as millis, P as duration, S as isShownAt, U as activitySentence, b as describeEvent, j as clockTime, r as besideAgents, w as STATUS } from "./milestone-view-nearest.js";
import { n as painter, t as capabilities } from "./cli-colour.js";
import { T as timeWords, s as needsOf, w as taskWords } from "./milestone-view-dashboard-document.js";
import { a as forTerminal, i as fitWidth, o as textWidth, r as cutWidth, t as Screen } from "./cli-screen.js";

// src/cli/frame.ts
/**
* The live view as lines, none wider than `columns` and never more than `rows`. What needs a person comes first to
* stay; agents give way next, then events; the head always stands.
*/
function frame(dashboard, options) {
	const columns = Math.max(10, options.columns);
	const paint = painter(options.color);
	const head = headLines(dashboard, columns, options.now);
	const people = peopleLines(dashboard, options.now, columns < NARROW);
	const room = Math.max(0, options.rows - head.length);
	const peopleRoom = Math.min(people.length, Math.max(2, Math.floor(room / 3)));
	const events = eventLines(dashboard);
	const left = Math.max(0, room - peopleRoom - BLANK_LINES);
	const wanted = Math.max(left - dashboard.agents.length, left >= 12 ? 3 : 0);
	const eventRoom = Math.min(events.length, Math.max(0, wanted));
	const agentRoom = left - eventRoom;
	return [
		head,
		limited(people, peopleRoom, "more wait"),
		agentLines(dashboard, {
			columns,
			rows: agentRoom,
			now: options.now
		}),
		events.slice(events.length - eventRoom)
	].filter((block) => block.length > 0).flatMap((block, i) => i === 0 ? block : [[], ...block]).slice(0, Math.max(1, options.rows)).map((line) => draw(line, columns, paint));
}
/** Below this many columns a line says only what cannot be left out. */
const NARROW = 56;
/** One between two blocks. */
const BLANK_LINES = 3;
function draw(line, columns, paint) {
	let left = columns;
	let drawn = "";
	for (const piece of line) {
		if (left <= 0) break;
		const text = cutWidth(piece.text, left);
		left -= textWidth(text);
		const toned = piece.tone ? paint.tone(piece.tone, text) : piece.dim ? paint.dim(text) : text;
		drawn += piece.bold ? paint.bold(toned) : toned;
	}
	return drawn;
}
function headLines(dashboard, columns, now) {
	const { symbol, word, tone } = STATUS[dashboard.status];
	const running = dashboard.timeline.startedAt === null ? "" : duration((dashboard.timeline.endedAt ?? now) - dashboard.timeline.startedAt);
	const state = `${symbol} ${word}`;
	const title = sanitiseLine(dashboard.milestone.title);
	const right = running ? `${state}  ${running}` : state;
	const titleWidth = Math.max(8, columns - textWidth(right) - 2);
	const narrow = columns < NARROW;
	return [
		narrow ? [{
			text: cutWidth(title, columns),
			bold: true
		}] : [
			{
				text: fitWidth(title, titleWidth),
				bold: true
			},
			{ text: "  " },
			{
				text: state,
				tone
			},
			{
				text: running ? `  ${running}` : "",
				dim: true
			}
		],
		...narrow ? [[{
			text: state,
			tone
		}, {
			text: `  ${running}`,
			dim: true
		}]] : [],
		progressLine(dashboard, columns, tone),
		[{
			text: wholeParts(narrow ? taskWords(dashboard) : `${taskWords(dashboard)} · ${timeWords({
				...dashboard,
				now
			})}`, columns),
			dim: true
		}],
		...phaseLine(dashboard, columns)
	];
}
/** As many of the parts as there is room for, each whole: half a time says something else. */
function wholeParts(text, columns) {
	const parts = text.split(" · ");
	while (parts.length > 1 && textWidth(parts.join(" · ")) > columns) parts.pop();
	return cutWidth(parts.join(" · "), columns);
}
function progressLine(dashboard, columns, tone) {
	const figure = `${String(dashboard.percentage).padStart(3)} %`;
	const width = Math.max(4, columns - figure.length - 2);
	return [...barPieces(dashboard.percentage, width, tone === "idle" ? "active" : tone), {
		text: `  ${figure}`,
		bold: true
	}];
}
function barPieces(percent, width, tone) {
	const filled = filledCells(percent, width);
	return [{
		text: "━".repeat(filled),
		tone
	}, {
		text: "─".repeat(width - filled),
		dim: true
	}];
}
/** The four phases side by side, as wide as there is room; left out where there is none. */
function phaseLine(dashboard, columns) {
	if (dashboard.phases.length === 0) return [];
	const barWidth = Math.floor((columns + 2) / dashboard.phases.length) - 2 - 13;
	if (barWidth < 3) return [];
	return [dashboard.phases.flatMap((p, i) => [
		{
			text: `${i === 0 ? "" : "  "}${p.phase.padEnd(7)} `,
			dim: true
		},
		...barPieces(p.percentage, barWidth, "good"),
		{
			text: `${String(p.percentage).padStart(4)}%`,
			dim: true
		}
	])];
}
function peopleLines(dashboard, now, narrow) {
	return needsOf({
		...dashboard,
		now
	}, "terminal").map(({ status, name, words, short }) => [{
		text: `${STATUS[status].symbol} ${sanitiseLine(name)}`,
		tone: STATUS[status].tone
	}, { text: `  ${narrow ? short : sanitiseLine(words)}` }]);
}
/** At most `most` lines, the last saying how many are left out. */
function limited(lines, most, words) {
	if (lines.length <= most) return lines;
	if (most <= 0) return [];
	return [...lines.slice(0, most - 1), [{
		text: `  ${lines.length - most + 1} ${words}`,
		dim: true
	}]];
}
/** One line an agent; where they do not fit, several side by side, and then a count. */
function agentLines(dashboard, at) {
	const { agents } = dashboard;
	const beside = besideAgents(dashboard).map((other) => [{
		text: `${STATUS.in_progress.symbol}    `,
		tone: "active"
	}, { text: `${activitySentence(other)}  ${duration(at.now - other.since)}` }]);
	if (beside.length > 0 && at.rows > beside.length) return [...agentRowsOf(agents, {
		...at,
		rows: at.rows - beside.length
	}), ...beside];
	return agentRowsOf(agents, at);
}
function agentRowsOf(agents, at) {
	if (agents.length === 0 || at.rows < 1) return [];
	const abreast = agents.length <= at.rows ? 1 : Math.max(1, Math.floor((at.columns + 2) / (LEAST_AGENT_CELL + 2)));
	const lines = Math.ceil(agents.length / abreast);
	const cell = Math.floor((at.columns + 2) / abreast) - 2;
	const drawn = [];
	for (let row = 0; row < lines; row++) {
		const line = [];
		for (let column = 0; column < abreast; column++) {
			const agent = agents[column * lines + row];
			if (!agent) continue;
			if (column > 0) line.push({ text: "  " });
			line.push(...agentPieces(agent, cell, at.now, abreast === 1));
		}
		drawn.push(line);
	}
	if (drawn.length <= at.rows) return drawn;
	const shown = (at.rows - 1) * abreast;
	return [...drawn.slice(0, at.rows - 1), [{
		text: `  and ${agents.length - shown} more agents`,
		dim: true
	}]];
}
const LEAST_AGENT_CELL = 34;
/** From as many cells on, a line says what its agent is at, and the time is that of it. */
const DOING_FROM = 68;
function agentPieces(agent, cell, now, alone) {
	const slot = `${STATUS.in_progress.symbol} ${String(agent.slot ?? "").padStart(2)} `;
	const tells = alone && cell >= DOING_FROM;
	const time = duration(now - (tells ? agent.doingSince : agent.since));
	const doing = tells ? sanitiseLine(agent.doing) : "";
	const again = agent.attempt > 1 ? ` #${agent.attempt}` : "";
	const work = `${agent.task}/${agent.phase}${again}`;
	const executor = alone && cell >= 56 ? sanitiseLine(agent.executor) : "";
	const executorWidth = executor ? 16 : 0;
	const doingWidth = doing ? 12 : 0;
	const workWidth = Math.max(4, cell - slot.length - executorWidth - doingWidth - 9);
	return [
		{
			text: slot,
			tone: "active"
		},
		{ text: fitTail(work, workWidth) },
		{
			text: executor ? fitWidth(` ${executor}`, executorWidth) : "",
			dim: true
		},
		{
			text: doing ? fitWidth(` ${doing}`, doingWidth) : "",
			dim: agent.stage === "working"
		},
		{
			text: ` ${time.padStart(8)}`,
			dim: true
		}
	];
}
/** Like `fitWidth`, but what is left out stands in the middle: the phase at the end says most. */
function fitTail(text, cells) {
	if (textWidth(text) <= cells) return fitWidth(text, cells);
	const tail = text.slice(text.lastIndexOf("/"));
	const room = cells - textWidth(tail);
	return room >= 4 ? fitWidth(cutWidth(text.slice(0, text.lastIndexOf("/")), room) + tail, cells) : fitWidth(text, cells);
}
function eventLines(dashboard) {
	return dashboard.events.map((e) => [{
		text: `${clockTime(e.at)}Z  `,
		dim: true
	}, {
		text: sanitiseLine(e.text),
		tone: e.tone === "good" || e.tone === "bad" || e.tone === "wait" ? e.tone : void 0
	}]);
}

// src/cli/live.ts
/** Eight redraws a second look steady; more only flicker. */
const REDRAW_MS = 125;
/** Without events the times still run. */
const TICK_MS = 1e3;
function openView(options) {
	const { live, colour } = capabilities(options.env, options.out.isTTY ?? false);
	return live ? new RedrawnView(options, colour) : new PlainView(options, painter(colour));
}
const RANK = {
	basic: 0,
	detailed: 1,
	verbose: 2
};
var PlainView = class {
	#options;
	#paint;
	constructor(options, paint) {
		this.#options = options;
		this.#paint = paint;
	}
	attach() {}
	event(event) {
		if (isShownAt(this.#options.level, event)) this.#options.out.write(`${eventLine(event, this.#paint)}\n`);
	}
	note(level, text) {
		if (RANK[level] <= RANK[this.#options.level]) this.#options.out.write(`${sanitise(text)}\n`);
	}
	warn(text, place) {
		this.#options.out.write(`${warning(text, this.#paint, place)}\n`);
	}
	output(label, text) {
		this.#options.out.write(`${labelled(label, text)}\n`);
	}
	group(label, text) {
		if (this.#options.level === "verbose" && text.trim()) this.#options.out.write(`${labelled(label, text)}\n`);
	}
	close() {}
};
var RedrawnView = class {
	#options;
	#screen;
	#paint;
	#colour;
	#dashboard = null;
	#drawnAt = Number.NEGATIVE_INFINITY;
	#cancel = null;
	#closed = false;
	#resized = () => this.#draw();
	/** A process that ends in a hurry must not leave a terminal without a cursor. */
	#exiting = () => this.#screen.close();
	constructor(options, colour) {
		this.#options = options;
		this.#colour = colour;
		this.#paint = painter(colour);
		this.#screen = new Screen(options.out);
	}
	attach(dashboard) {
		if (this.#closed) return;
		if (!this.#dashboard) {
			process.once("exit", this.#exiting);
			this.#options.out.on?.("resize", this.#resized);
		}
		this.#dashboard = dashboard;
		this.#draw();
	}
	event(event) {
		if (!this.#dashboard) this.#print(eventLine(event, this.#paint), isShownAt(this.#options.level, event));
		else if (!this.#closed) this.#soon();
	}
	note(level, text) {
		this.#print(sanitise(text), RANK[level] <= RANK[this.#options.level]);
	}
	warn(text, place) {
		this.#print(warning(text, this.#paint, place), true);
	}
	output(label, text) {
		this.#print(labelled(label, text), true);
	}
	group(label, text) {
		this.#print(labelled(label, text), this.#options.level === "verbose" && text.trim() !== "");
	}
	close() {
		if (this.#closed) return;
		this.#draw();
		this.#closed = true;
		this.#cancel?.();
		this.#screen.close();
		process.off("exit", this.#exiting);
		this.#options.out.off?.("resize", this.#resized);
	}
	#print(text, shown) {
		if (!shown) return;
		this.#screen.print(forTerminal(text, this.#options.out).replaceAll("\n", "\r\n"));
		if (this.#dashboard && !this.#closed) this.#draw();
	}
	/** At once if the last drawing is long enough ago, else as soon as it is. */
	#soon() {
		const wait = this.#drawnAt + REDRAW_MS - this.#options.clock.now();
		if (wait <= 0) this.#draw();
		else this.#schedule(wait);
	}
	#schedule(ms) {
		this.#cancel?.();
		this.#cancel = this.#options.clock.after(ms, () => this.#draw());
	}
	#draw() {
		if (!this.#dashboard || this.#closed) return;
		const { out, clock } = this.#options;
		const now = clock.now();
		const size = {
			columns: out.columns || 80,
			rows: Math.max(1, (out.rows || 24) - 1)
		};
		this.#screen.draw(frame(this.#dashboard(), {
			...size,
			color: this.#colour,
			now
		}));
		this.#drawnAt = now;
		this.#schedule(TICK_MS);
	}
};
/** `09:07:31Z  schema/spec completed in 4m 12s, 2 deliverables`. */
function eventLine(event, paint) {
	const tone = toneOf(event);
	const text = sanitiseLine(describeEvent(event));
	return `${paint.dim(`${clockTime(millis(event.timestamp))}Z`)}  ${tone === "idle" || tone === "active" ? text : paint.tone(tone, text)}`;
}
function labelled(label, text) {
	return sanitise(text).replace(/\n$/, "").split("\n").map((line) => `[${sanitiseLine(label)}] ${line}`).join("\n");
}
function warning(text, paint, place) {
	return paint.tone("wait", `warning: ${sanitise(atLocation(text, place))}`);
}

// src/cli/live-view.ts
/** Everything that is drawn is masked first. */
function liveView(options) {
	const { stderr } = process;
	const out = {
		write: (text) => stderr.write(options.redactor.redact(text)),
		get columns() {
			return stderr.columns;
		},
		get rows() {
			return stderr.rows;
		},
		isTTY: stderr.isTTY,
		on: (event, listener) => stderr.on(event, listener),
		off: (event, listener) => stderr.off(event, listener)
	};
	const view = openView({
		out,
		env: options.env,
		level: options.level,
		clock: systemClock
	});
	return {
		narrator: view,
		start: (run) => view.attach(() => dashboardOf(run, systemClock.now())),
		end: () => view.close()
	};
}

export { liveView };