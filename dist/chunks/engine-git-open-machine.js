import { i as __toESM } from "./rolldown-runtime.js";
import { a as branchRef, f as DEFAULT_WEIGHTS, i as branchName, m as PHASES, n as ROOT, r as VERSION, u as paths } from "./milestone-names.js";
import { A as money, D as duration, E as dateTime, F as activityWord, G as emptyState, H as progressOf, K as isDone, M as took, N as activityOf, S as STATUS, T as compact, V as milestonePercentage, X as plannedState, _ as approvers, d as auditTrail, f as buildAudit, l as lastWords$1, o as historyOf$1, q as isOnBranch, s as slotOf, st as buildGraph, t as buildDashboard, u as auditText, v as describeEvent, w as clockTime, x as toneOf$1 } from "./milestone-session-dashboard.js";
import { n as sanitise, r as sanitiseLine, t as counted } from "./milestone-text-sanitise.js";
import { a as EXIT, i as refuse, l as outputsOf, n as complaintOf, t as Refusal } from "./commands-refusal.js";
import { a as findSecrets, o as maskData } from "./engine-output-workflow-commands.js";
import { o as FLAGS, t as COMMANDS } from "./milestone-command-command-table.js";
import { a as blockedPlace, b as graphView, c as missingWords, d as testWords, f as timeWords, h as laneName, i as approvalWords, n as summaryMarkdown, o as blockerWords, r as LEVELS, s as gateName, u as taskWords } from "./milestone-view-dashboard-markdown.js";
import { w as globMatcher } from "./milestone-plan-parse-file.js";
import { $ as requireValid, A as compareDocuments, B as readHistory, C as reportMarkdown, D as checkPromptTemplates, E as checkPrerequisites, F as isTwin, G as seedsOfNew, H as recordNews, I as locateMilestone, J as atCommit, K as diffPlans, L as readBasis, M as parseRequest, N as socketName, O as renderBrief, P as cycleComplaint, Q as renderedIn, R as twinComplaint, S as steerSubject, T as openToSteer, U as syncPlan, V as readJUnit, W as finishedDeliverables, X as loadPlan, Y as findPlanFile, Z as placesOf$1, a as runProcess, b as dashboardText, c as MARKER_VARIABLE, d as engineMark, et as anewIfFenced, f as readProcess, g as withheldHint, h as executorEnvironment, i as shellArgv, it as tellWarnings, j as LINE_LIMIT, k as answersIn, l as processNamespace, m as startedWith, n as machineHost, nt as remainingUsd, o as canLaunchByRoot, p as readProcessTable, q as isEmptyDiff, r as systemClock, s as prepareToLaunch, t as localLocks, tt as loadHistory, u as startTime, v as executeMilestone, w as buildReport, x as steer, y as writeReportFile } from "./engine-opening-host.js";
import { n as readConfig, s as phasePlan, t as readPlan } from "./milestone-plan-read-plan.js";
import { a as keepsResources, i as holdOf, n as resourcesOverlap, o as nextStep, u as applyEvent } from "./milestone-schedule-schedule.js";
import { t as require_dist } from "./lib-yaml.js";
import { n as planView, t as planText } from "./milestone-view-plan-text.js";
import { n as readLinkless, r as locateRepository, t as isLinkless } from "./engine-machine-linkless-file.js";
import { accessSync, appendFileSync, chmodSync, closeSync, constants, copyFileSync, existsSync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, linkSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, symlinkSync, unlinkSync, watch, writeFileSync, writevSync } from "node:fs";
import { execFile, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { promisify } from "node:util";
import { crc32, deflateSync } from "node:zlib";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { basename, delimiter, dirname, isAbsolute, join, posix, resolve } from "node:path";
import { setImmediate, setTimeout as setTimeout$1 } from "node:timers/promises";
import { lstat, mkdir, open, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { Script } from "node:vm";

// src/commands/plans-here.ts
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

// src/commands/list-command.ts
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

// src/engine/attempt-logs/follow-log.ts
/** Where nobody tells that a file grew, it is looked at again after this time (ms). */
const LOOK_MS$2 = 500;
const PIECE = 65536;
/** Hands out what a log holds and what comes to it, until the signal aborts. */
async function followLog(path, told, signal) {
	const decoder = new TextDecoder();
	let at = 0;
	const read = () => {
		at = readFrom(path, at, (bytes) => told(decoder.decode(bytes, { stream: true })));
	};
	let wake = () => void 0;
	const watcher = watchFile(path, () => wake());
	signal.addEventListener("abort", () => wake(), { once: true });
	try {
		while (!signal.aborted) {
			read();
			await new Promise((resolve) => {
				const timer = setTimeout(resolve, LOOK_MS$2);
				wake = () => {
					clearTimeout(timer);
					resolve();
				};
				if (signal.aborted) wake();
			});
		}
		read();
	} finally {
		watcher?.close();
	}
}
/** Reads on from a place; answers where it stopped. */
function readFrom(path, from, told) {
	let descriptor;
	try {
		descriptor = openSync(path, "r");
	} catch {
		return from;
	}
	try {
		let at = from;
		for (;;) {
			const piece = Buffer.alloc(PIECE);
			const length = readSync(descriptor, piece, 0, PIECE, at);
			if (length === 0) return at;
			told(piece.subarray(0, length));
			at += length;
		}
	} finally {
		closeSync(descriptor);
	}
}
function watchFile(path, changed) {
	try {
		const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
			if (name === null || name === basename(path)) changed();
		});
		watcher.on("error", () => watcher.close());
		return watcher;
	} catch {
		return null;
	}
}

// src/engine/attempt-logs/log-names.ts
/**
* The file of a log. Ids of tasks, phases and trees are names of files by their own rule; a checkpoint's name may hold
* anything, and is brought down to what a file may be called.
*/
function logFile(subject, number) {
	switch (subject.kind) {
		case "attempt": return `${subject.task}/${subject.phase}.${subject.attempt}.log`;
		case "check": return `${subject.task}/${subject.phase}.${subject.attempt}.check-${number}.log`;
		case "setup": return `@setup/${subject.tree}.${number}.log`;
		case "tests": return `@tests/${subject.name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60)}.${number}.log`;
		default: return subject;
	}
}
const ATTEMPT = /^([^@/][^/]*)\/([a-z]+)\.(\d+)(?:\.check-(\d+))?\.log$/;
const OTHER = /^@(setup|tests)\/([^/]+)\.(\d+)\.log$/;
/** What a file of the folder is; null where it is none of ours. */
function subjectOf(file) {
	const attempt = ATTEMPT.exec(file);
	if (attempt) {
		const [, task, phase, count, check] = attempt;
		if (!PHASES.includes(phase)) return null;
		return {
			subject: {
				kind: check === void 0 ? "attempt" : "check",
				task,
				phase,
				attempt: Number(count)
			},
			number: Number(check ?? 1)
		};
	}
	const other = OTHER.exec(file);
	if (!other) return null;
	const [, kind, name, number] = other;
	return {
		subject: kind === "setup" ? {
			kind,
			tree: name
		} : {
			kind,
			name
		},
		number: Number(number)
	};
}

// src/engine/attempt-logs/log-store.ts
/** Kept of one session: the newest (contract §11). */
const SESSION_BYTES = 20971520;
/** Lines are written together, at the latest after this time (ms): a reader who follows sees them at once. */
const FLUSH_MS = 200;
const FLUSH_CHARS = 65536;
/** Logs below `root`, a folder for each session. */
function openLogStore(root) {
	return new FileLogs(root);
}
var FileLogs = class {
	folder = null;
	root;
	#written = 0;
	constructor(root) {
		this.root = root;
	}
	begin(session) {
		if (!isFolderName(session)) return;
		this.folder = join(this.root, session);
		quietly(() => {
			mkdirSync(this.folder, {
				recursive: true,
				mode: 448
			});
			dropOldSessions(this.root);
		});
	}
	open(subject) {
		const { folder } = this;
		if (folder === null) return {
			line: () => void 0,
			end: () => void 0
		};
		const path = quietly(() => freshFile(folder, subject));
		let held = "";
		let timer = null;
		const flush = () => {
			if (timer) clearTimeout(timer);
			timer = null;
			const text = held;
			held = "";
			if (path === null || text === "") return;
			quietly(() => appendFileSync(path, text));
			this.#wrote(text.length);
		};
		return {
			line(text) {
				held += `${text}\n`;
				if (held.length > FLUSH_CHARS) flush();
				else timer ??= setTimeout(flush, FLUSH_MS).unref();
			},
			end: flush
		};
	}
	#wrote(length) {
		this.#written += length;
		if (this.#written < SESSION_BYTES / 20) return;
		this.#written = 0;
		quietly(() => dropOldest(this.folder, SESSION_BYTES));
	}
};
/** A file of its own for each time: a second run of the tests does not follow the first one's lines. */
function freshFile(folder, subject) {
	for (let number = 1;; number++) {
		const path = join(folder, logFile(subject, number));
		if (number === 1) mkdirSync(dirname(path), {
			recursive: true,
			mode: 448
		});
		if (existsSync(path)) {
			if (subject.kind === "attempt") return path;
			continue;
		}
		appendFileSync(path, "", { mode: 384 });
		return path;
	}
}
/** The logs of a session, oldest first. */
function listLogs(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, {
		recursive: true,
		encoding: "utf8"
	}).flatMap((file) => {
		const known = subjectOf(file.replaceAll("\\", "/"));
		const stats = known ? statSync(join(folder, file), { throwIfNoEntry: false }) : void 0;
		if (!known || !stats?.isFile()) return [];
		return [{
			...known,
			bytes: stats.size,
			changedAt: stats.mtimeMs,
			file
		}];
	}).sort((a, b) => a.changedAt - b.changedAt || (a.file < b.file ? -1 : 1));
}
/** The sessions that have logs, the newest last. */
function listSessions(root) {
	if (!existsSync(root)) return [];
	const changed = (name) => statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
	return readdirSync(root).sort((a, b) => changed(a) - changed(b));
}
function dropOldest(folder, most) {
	const logs = listLogs(folder);
	let bytes = logs.reduce((sum, log) => sum + log.bytes, 0);
	for (const log of logs) {
		if (bytes <= most) return;
		rmSync(join(folder, log.file), { force: true });
		bytes -= log.bytes;
	}
}
function dropOldSessions(root) {
	for (const old of listSessions(root).slice(0, -20)) rmSync(join(root, old), {
		recursive: true,
		force: true
	});
}
/** Its name comes from a log that others may have written. */
function isFolderName(session) {
	return /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(session) && !session.includes("..");
}
function quietly(work) {
	try {
		return work();
	} catch {
		return null;
	}
}

// src/commands/live-state.ts
/** Reads the milestone wherever it stands. @throws Refusal when there is none or it cannot be read */
async function readStanding(machine, options) {
	const basis = await readBasis(machine.ports, options, machine.checkout);
	const { history, tip } = basis.located;
	const { plan } = basis.reading;
	const state = history?.state ?? emptyState(options.milestone, plan.weights);
	const events = history?.events ?? [];
	return {
		plan,
		state,
		events,
		activities: await addLive(machine, state, events),
		tip,
		basis
	};
}
/** The process on this machine that holds the milestone, as far as anybody can tell; null: none. */
function ownerHere({ ports }, { lease }) {
	return lease && lease.host === ports.host.identity().host ? lease.pid : null;
}
/** Adds the events that no commit holds yet; answers what is under way. A gap between the two is left for the next look. */
async function addLive(machine, state, events) {
	const pid = ownerHere(machine, state);
	if (pid === null || !machine.ports.inbox) return [];
	const inside = await machine.ports.inbox.look(pid);
	if (!inside) return [];
	for (const event of inside.events) {
		if (event.seq !== state.seq + 1 || event.milestone_id !== state.milestone) continue;
		applyEvent(state, event);
		events.push(event);
	}
	return inside.activities;
}

// src/commands/logs-command.ts
/** How long one who follows waits for the log of a phase that has not begun (ms), between two looks. */
const LOOK_MS$1 = 500;
/** What attempts, set-up, tests and checks printed, of the session that is under way or ran last. @throws Refusal */
async function logsCommand(machine, { options, command, print }) {
	const { flags } = command;
	const { state } = await readStanding(machine, options);
	const root = machine.ports.logs?.root ?? "";
	const folder = join(root, state.session?.id ?? listSessions(root).at(-1) ?? "none");
	const wanted = (log) => isWanted(log, command);
	const named = Boolean(command.target || flags.setup || flags.tests || flags.attempt);
	const logs = listLogs(folder).filter(wanted);
	if (flags.follow) return follow(machine, {
		options,
		folder,
		wanted,
		print
	});
	if (logs.length === 0) return refuse(named ? "there is no such log on this machine" : "there are no logs of this milestone on this machine", named ? `milestone logs ${options.milestone} lists those that are here` : "they are kept where the work is done; a run on GitHub has them in its own log");
	const text = named ? logs.map((log) => headed(log, folder, logs.length > 1)).join("\n") : listing(logs, options.milestone);
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: logs.map((log) => ({
			...log.subject,
			number: log.number,
			bytes: log.bytes,
			path: join(folder, log.file)
		})),
		outputs: {}
	};
}
function isWanted({ subject }, { target, flags }) {
	if (flags.setup || flags.tests) {
		if (subject.kind === "setup") return flags.setup ?? false;
		if (subject.kind === "tests" || subject.kind === "check") return flags.tests ?? false;
		return false;
	}
	if (!target && flags.attempt === void 0) return true;
	if (!("task" in subject)) return false;
	if (target && subject.task !== target.task) return false;
	if (target?.phase && subject.phase !== target.phase) return false;
	return flags.attempt === void 0 || subject.attempt === flags.attempt;
}
function nameOf({ subject, number }) {
	switch (subject.kind) {
		case "attempt": return `${subject.task}/${subject.phase} attempt ${subject.attempt}`;
		case "check": return `${subject.task}/${subject.phase} attempt ${subject.attempt}, check ${number}`;
		case "setup": return `setup of ${subject.tree}${number > 1 ? `, ${number}` : ""}`;
		case "tests": return `${subject.name}${number > 1 ? `, run ${number}` : ""}`;
		default: return subject;
	}
}
function headed(log, folder, many) {
	const text = readFileSync(join(folder, log.file), "utf8");
	return many ? `==> ${nameOf(log)} <==\n${text}` : text;
}
function listing(logs, milestone) {
	const now = Date.now();
	const widest = Math.max(...logs.map((log) => nameOf(log).length));
	return [
		...logs.map((log) => {
			const size = log.bytes < 1024 ? `${log.bytes} B` : `${Math.ceil(log.bytes / 1024)} KiB`;
			return `${nameOf(log).padEnd(widest)}  ${size.padStart(9)}  ${duration(now - log.changedAt)} ago`;
		}),
		"",
		`milestone logs ${milestone} <task>[/<phase>] shows one, --setup and --tests those, --follow goes on as they grow`,
		""
	].join("\n");
}
/** Prints what comes to the wanted logs, until the milestone's run ends or the person does. */
async function follow(machine, at) {
	const stop = new AbortController();
	const end = () => stop.abort();
	process.once("SIGINT", end);
	process.once("SIGTERM", end);
	const following = /* @__PURE__ */ new Map();
	let last = "";
	const say = (log, text) => {
		if (last !== log.file && (last !== "" || following.size > 1)) at.print(`==> ${nameOf(log)} <==\n`);
		last = log.file;
		at.print(text);
	};
	try {
		for (;;) {
			for (const log of listLogs(at.folder).filter(at.wanted)) {
				if (following.has(log.file)) continue;
				following.set(log.file, followLog(join(at.folder, log.file), (text) => say(log, text), stop.signal));
			}
			if (stop.signal.aborted || await isOver(machine, at.options)) break;
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS$1));
		}
	} finally {
		stop.abort();
		process.off("SIGINT", end);
		process.off("SIGTERM", end);
	}
	await Promise.all(following.values());
	return {
		status: null,
		exitCode: EXIT.ok,
		text: "",
		json: [],
		outputs: {}
	};
}
/** Nothing more comes: nobody holds the milestone, or all of it is done. */
async function isOver(machine, options) {
	const { state } = await readStanding(machine, options);
	if (!state.lease || await machine.ports.host.isAlive(state.lease) === "dead") return true;
	return state.tasks.size > 0 && [...state.tasks.values()].every(isDone) && state.status === "completed";
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
const MINUTE$1 = 6e4;
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
].map((m) => m * MINUTE$1);
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
	const clock = step < MINUTE$1 ? iso.slice(11, 19) : iso.slice(11, 16);
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
function section(id, title, content) {
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
	return section("people", "Needs a person", [`<ul class="notes">${items.join("\n")}</ul>`]);
}
function recommendations(data) {
	const items = data.recommendations.map((r) => `<li class="idle"><strong>${escapeHtml(r.advice)}</strong><p class="muted">${escapeHtml(r.fact)}</p></li>`);
	const content = items.length ? `<ul class="advice">${items.join("\n")}</ul>` : "<p>Nothing in this execution calls for a change.</p>";
	return section("advice", "Recommendations", [content]);
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
	return section("tasks", "Tasks", [
		phases.length ? tableHtml("Phases", [
			{ title: "Phase" },
			{ title: "Progress" },
			{ title: "" }
		], phases, true) : "",
		"<h3>All tasks</h3>",
		tableHtml("Tasks", columns, rows)
	]);
}
function performance$1(data) {
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
	return section("performance", "Performance", [
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
	return section("quality", "Quality", [
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
	return section("adherence", "Time", [
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
	return section("blockers", "Blockers", [rows.length ? tableHtml("Blockers", [
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
	return section("cost", "Cost", [
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
	return section("trail", "Audit and events", [rows.length ? tableHtml("Decisions of people", columns, rows) : "<p>No person has decided anything yet.</p>", `<details><summary>${listed.length < events ? `The newest ${listed.length} of ${events} events` : `All ${events} events`}</summary>${tableHtml("Events", [{ title: "Time" }, { title: "Event" }], lines)}</details>`]);
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
		performance$1(data),
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
	return section("timeline", "Timeline", [
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
	return section("graph", "Graph", [scroll("Graph", graphSvg(dashboard)), legend]);
}

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
		case "running": return `${task}/${cause.phase} is ${beingDone(cause.doing)}, attempt ${cause.attempt}${cause.since ? `, since ${dateTime(Date.parse(cause.since))}` : ""}`;
		case "testing": return `${task} is ready, and waits until the tests of the untouched branch have run (baseline): ${cause.command}`;
		case "ready": return `${task} is ready${cause.phase ? ` for ${cause.phase}` : ""} and waits for a free agent`;
		case "not_before": return `${task}/${cause.phase} failed and is tried again in ${duration(cause.inMs)}${lastLine(cause.failure)}`;
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
			return `${task}/${phase} waits for approval by ${who}${count} since ${dateTime(Date.parse(cause.since))}${gone}: ${command}`;
		}
		case "manual": {
			const what = cause.deliverables.join(", ");
			const place = onBranch ? `commits ${what} to branch milestone/${milestone}` : `leaves ${what} in the checkout`;
			const done = `milestone done ${milestone} ${task}`;
			if (cause.deliverables.length === 0) return `${task}/${cause.phase} is done by a person; once it is: ${done}`;
			return `${task}/${cause.phase} is done by a person, who ${place}; then: ${done}`;
		}
		case "blocker": {
			const command = cause.proposals[0]?.command;
			return `${task} is blocked by ${cause.blocker}: ${cause.message}${lastLine(cause.words)}${command ? `; try: ${command}` : ""}`;
		}
		case "checkpoint": return checkpointText(milestone, cause);
		case "resource": return `${task} needs ${cause.resource}, which ${cause.task ?? "another milestone"} holds while it works${cause.holder ? ` (${cause.holder})` : ""}`;
		case "not_running": return notRunning$1(milestone, task, cause.status);
	}
}
/** `preparing` and `checking` stand for what is done to it. */
function beingDone(doing) {
	return doing === "at work" ? doing : `under way (${doing})`;
}
/** The end of what a program said, where it adds something. */
function lastLine(text) {
	const [line] = lastWords$1(text, 1);
	return line ? ` (${line.trim().slice(0, 300)})` : "";
}
function checkpointText(milestone, cause) {
	switch (cause.state) {
		case "due": return `nothing new starts before the checks of checkpoint "${cause.name}" have passed`;
		case "failed": return `nothing new starts while checkpoint "${cause.name}" fails; once it is mended: milestone retry ${milestone}`;
		case "approval": return `nothing new starts before ${cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission"} approved checkpoint "${cause.name}": milestone approve ${milestone} checkpoint/${cause.at}`;
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
		return causesOf(plan, state, graph.tasks[graph.index.get(id)], options).map((cause) => ({
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
function causesOf(plan, state, task, { now, activities = [] }) {
	const at = state.tasks.get(task.id);
	if (at?.status === "skipped") return [{
		kind: "skipped",
		reason: at.skipReason ?? ""
	}];
	const step = nextStep(task, state, now);
	switch (step.kind) {
		case "done":
		case "complete": return [{ kind: "completed" }];
		case "blocked": return blockersOf(state, task.id).map(asCause);
		case "out": return [...state.blockers.values()].filter((b) => b.profile && step.profiles.includes(b.profile)).map(asCause);
		case "ask": return [state.lease === null ? notRunning(state) : {
			kind: "ready",
			phase: step.phase
		}];
		case "approval": return [approvalCause(state, task, step.phase, step.request)];
		case "manual": return [manualCause(task, step.phase)];
		case "run": {
			const running = at?.phases.get(step.phase)?.status === "in_progress" && state.lease !== null;
			const hold = holdOf(plan, state, milestonePercentage(state));
			if (step.notBefore !== null && step.notBefore > now) {
				const time = new Date(step.notBefore).toISOString();
				const failure = at?.phases.get(step.phase)?.feedback.join("\n") ?? "";
				return [{
					kind: "not_before",
					phase: step.phase,
					time,
					inMs: step.notBefore - now,
					failure
				}];
			}
			if (running) {
				const { attempt, startedAt } = at.phases.get(step.phase);
				const activity = activityOf(activities, task.id, step.phase);
				const doing = activity ? activityWord(activity) : "at work";
				return [{
					kind: "running",
					phase: step.phase,
					attempt,
					since: startedAt,
					doing
				}];
			}
			const waiting = activityOf(activities, task.id);
			if (waiting?.doing === "waiting_for_resource") return [{
				kind: "resource",
				resource: waiting.resources.join(", "),
				task: null,
				holder: waiting.holder
			}];
			if (hold) return holdCauses(hold);
			if (state.lease === null) return [notRunning(state)];
			if (step.phase === "execute" && isBaselineDue(plan, state)) return [{
				kind: "testing",
				command: plan.testCommand
			}];
			return [resourceCause(plan, state, task, now) ?? {
				kind: "ready",
				phase: step.phase
			}];
		}
	}
}
/** Whether the tests of the untouched branch are still to come in: until then no code is written. */
function isBaselineDue(plan, state) {
	if (!plan.testCommand || plan.testBaseline === "ignore" || state.lastTests !== null) return false;
	return [...state.tasks.values()].every((t) => t.phases.get("execute")?.attempt === 0);
}
const notRunning = ({ status }) => ({
	kind: "not_running",
	status
});
const asCause = ({ id, message, evidence, proposals }) => ({
	kind: "blocker",
	blocker: id,
	message,
	words: lastWords$1(evidence, 1)[0] ?? "",
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
		case "checkpoint_due": return hold.gates.map(({ name, at, approvers }) => ({
			kind: "checkpoint",
			name,
			at,
			state: "due",
			approvers
		}));
		case "checkpoint_failed": return [{
			kind: "checkpoint",
			name: hold.gate.name,
			at: hold.gate.at,
			state: "failed",
			approvers: []
		}];
		case "checkpoint_approval": {
			const { name, at, approvers } = hold.gate;
			return [{
				kind: "checkpoint",
				name,
				at,
				state: "approval",
				approvers
			}];
		}
	}
}
/** A task under way that holds what this one needs. */
function resourceCause(plan, state, task, now) {
	if (task.resources.length === 0) return null;
	for (const other of plan.tasks) {
		if (other.id === task.id || other.resources.length === 0) continue;
		if (![...state.tasks.get(other.id)?.phases.values() ?? []].some((p) => p.status === "in_progress") && !keepsResources(other, state, nextStep(other, state, now))) continue;
		const shared = task.resources.find((mine) => other.resources.some((theirs) => resourcesOverlap(mine, theirs)));
		if (shared !== void 0) return {
			kind: "resource",
			resource: shared,
			task: other.id,
			holder: null
		};
	}
	return null;
}

// src/commands/read-commands.ts
async function statusCommand(machine, options) {
	const { plan, state, events, activities, tip } = await readStanding(machine, options);
	const shown = state.activatedAt ? state : plannedState(plan);
	const now = machine.ports.clock.now();
	const history = historyOf$1(events);
	const dashboard = buildDashboard({
		plan,
		state: shown,
		history,
		activities,
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
/** How often a status that nobody tells of a change is read again (ms): a run elsewhere shows itself by its commits. */
const WATCH_MS = 5e3;
/** Changes that come together are shown together (ms). */
const GATHER_MS = 250;
/** Shows the status anew whenever something changes, until the person ends it or the milestone has ended. */
async function watchStatus(machine, options, print) {
	const stop = new AbortController();
	const end = () => stop.abort();
	process.once("SIGINT", end);
	process.once("SIGTERM", end);
	const clear = process.stdout.isTTY ? "\x1B[H\x1B[2J" : "";
	try {
		for (let before = "";;) {
			const outcome = await statusCommand(machine, options);
			if (outcome.text !== before) print(clear + outcome.text);
			before = outcome.text;
			if (outcome.status === "completed" || outcome.status === "cancelled" || stop.signal.aborted) return {
				...outcome,
				text: ""
			};
			await nextChange(machine, options, stop.signal);
		}
	} finally {
		process.off("SIGINT", end);
		process.off("SIGTERM", end);
	}
}
/** Settles soon after the run on this machine tells of something, and at the latest when it is time to look again. */
async function nextChange(machine, options, signal) {
	const { state } = await readStanding(machine, options);
	const pid = ownerHere(machine, state);
	const look = new AbortController();
	await new Promise((resolve) => {
		const late = setTimeout(resolve, WATCH_MS);
		let told = 0;
		const done = () => {
			clearTimeout(late);
			setTimeout(resolve, GATHER_MS);
		};
		signal.addEventListener("abort", done, { once: true });
		if (signal.aborted) done();
		if (pid === null) return;
		machine.ports.inbox?.watch(pid, {
			signal: look.signal,
			told: () => {
				told += 1;
				if (told === 2) done();
			}
		});
	});
	look.abort();
}
async function planCommand(machine, options) {
	const { plan, state, tip, basis } = await readStanding(machine, options);
	tellWarnings(machine.ports.narrator, basis.warnings);
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
	const { plan, state, activities } = await readStanding(machine, options);
	const id = command.target?.task ?? "";
	if (!plan.tasks.some((t) => t.id === id)) refuse(`there is no task "${id}"`, `tasks: ${plan.tasks.slice(0, 12).map((t) => t.id).join(", ")}`);
	const answer = why(plan, state.activatedAt ? state : plannedState(plan), id, {
		now: machine.ports.clock.now(),
		activities
	});
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
	const { plan, state, events, tip } = await readStanding(machine, options);
	if (!state.activatedAt) refuse(`the milestone "${plan.id}" was not started yet`, `milestone execute ${plan.id}`);
	const now = machine.ports.clock.now();
	const input = {
		plan,
		state,
		history: historyOf$1(events),
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
	const { events, state } = await readStanding(machine, options);
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
		const cycle = await cycleComplaint(source, reading.plan);
		if (cycle) {
			const place = text.at([...text.key("dependencies"), "requires"]);
			complaints.push({
				...cycle,
				file: file.path,
				...place
			});
		}
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

// src/commands/replay-command.ts
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
	const places = placesOf$1(requireValid(await loadPlan(read, plan), plan));
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

// src/commands/show-command.ts
/** More of one document is read in an editor. */
const MOST_CHARS = 2e5;
/** The documents of a phase as they are on the branch, or what changed in them since they were last approved. @throws Refusal */
async function showCommand(machine, options, command) {
	const { state, tip } = await readStanding(machine, options);
	const { task, phase } = command.target;
	const at = state.tasks.get(task)?.phases.get(phase);
	if (!at || !tip) return refuse(`${task}/${phase} has left nothing yet`, `milestone why ${options.milestone} ${task}`);
	const folder = paths.deliverables(options.milestone, task, phase);
	const files = at.deliverables.map((d) => d.path);
	if (files.length === 0) return refuse(`${task}/${phase} has left no documents`, `milestone logs ${options.milestone} ${task}/${phase} has its output`);
	const documents = await Promise.all(files.map(async (path) => {
		const bytes = await machine.ports.repository.readFile(tip, path);
		return {
			path,
			text: bytes ? sanitise(bytes.toString("utf8")).slice(0, MOST_CHARS) : null
		};
	}));
	const text = command.flags.diff ? await difference(machine, {
		state,
		tip,
		task,
		phase,
		files
	}) : documents.map((d) => `==> ${d.path.slice(folder.length + 1)} <==\n${d.text ?? "(gone from the branch)"}`).join("\n");
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: {
			task,
			phase,
			documents
		},
		outputs: {}
	};
}
/** Against the blobs that the newest earlier approval or request of this phase was about. */
async function difference(machine, at) {
	const asked = [...at.state.approvals.values()].filter((a) => a.task === at.task && a.phase === at.phase);
	const open = asked.at(-1)?.status === "open" ? asked.at(-1) : void 0;
	const before = asked.filter((a) => a !== open && a.deliverables.length > 0).at(-1);
	if (!before) return `${at.task}/${at.phase} was not approved or asked about before; milestone show prints it whole`;
	const parts = [];
	for (const path of /* @__PURE__ */ new Set([...before.deliverables.map((d) => d.path), ...at.files])) {
		const old = before.deliverables.find((d) => d.path === path)?.blob;
		const now = (await machine.ports.repository.entry(at.tip, path))?.oid;
		if (old !== now) parts.push(await blobDiff(machine.root, {
			path,
			old,
			now
		}));
	}
	return parts.length > 0 ? parts.join("\n") : "nothing changed since it was last asked about";
}
async function blobDiff(root, { path, old, now }) {
	if (!old || !now) return `${path}: ${old ? "gone" : "new"} since then`;
	const args = [
		"--no-pager",
		"-c",
		"diff.external=",
		"diff",
		"--no-ext-diff",
		"--no-textconv",
		"--no-color",
		old,
		now
	];
	const { stdout } = await promisify(execFile)("git", args, {
		cwd: root,
		maxBuffer: 16777216
	});
	return sanitise(stdout.replaceAll(old, path).replaceAll(now, path));
}

// src/commands/steer-command.ts
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
		case "done": return {
			command: "done",
			task: target?.task ?? "",
			...target?.phase ? { phase: target.phase } : {}
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
	if (run.kind !== "opened") return withoutOpening(run);
	const { journal } = run.run;
	const at = new Date(ports.clock.now()).toISOString();
	const text = await steer(run.run, wish, options.by, at);
	journal.recordProgress();
	await journal.commit({
		subject: steerSubject(wish),
		derived: true,
		saveReason: wish.command
	});
	const pushed = await run.run.publisher.flush();
	await ports.forge.sync(journal.tip, "end");
	return steered(journal, { done: text }, pushed);
}
/** The log holds the wish's key already, or the run that holds the milestone has carried it out. */
function withoutOpening(run) {
	return steered(run, { done: run.kind === "given" ? run.done : "this wish was carried out before; nothing to do" }, { ok: true });
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

// src/commands/sync-command.ts
/** Takes the milestone file of the base branch to the milestone's branch. @throws Refusal */
function syncCommand(machine, options) {
	return anewIfFenced(() => syncOnce(machine, options));
}
async function syncOnce(machine, options) {
	const { ports, checkout } = machine;
	const { branch } = checkout.base;
	const path = paths.milestone(options.milestone);
	const committed = await findPlanFile(atCommit(ports.repository, checkout.base.commit), options.milestone);
	if (!committed) return refuse(`${path} is not on ${branch}`, "commit it there first");
	const wanted = {
		...checkout,
		takesBase: options.gitIntegration
	};
	const opening = await openToSteer(ports, options, wanted, { command: "sync" });
	if (opening.kind !== "opened") return withoutOpening(opening);
	const { run, before, news } = opening;
	const { journal } = run;
	if (news?.complaint) refuse(news.complaint, `change it on ${branch} or on the milestone's branch, then sync again`);
	const diff = diffPlans(before, run.plan);
	const added = await documentsOfNew(ports.repository, run.plan, run);
	const start = {
		repository: ports.repository,
		commit: journal.tip,
		added
	};
	const seeds = await seedsOfNew(start, run.plan, journal.state);
	syncPlan(journal, run.plan, {
		seeds,
		before,
		from: news?.plan ? checkout.base : void 0
	});
	if (news) recordNews(journal, news);
	await journal.commit({
		changes: new Map([...news?.changes ?? [], ...added]),
		...news?.joins ? { joins: news.commit } : {},
		subject: `synced with ${branch}`,
		derived: true,
		saveReason: "sync"
	});
	const pushed = await run.publisher.flush();
	const working = checkout.working ? await checkout.working(path) : null;
	const isEdited = working !== null && working.toString("utf8") !== committed.text;
	const done = [
		isEmptyDiff(diff) ? "the branch has the base's plan already" : `taken from ${branch}: ${diff.added.length} new, ${diff.removed.length} gone, ${diff.changed.length} changed`,
		...news && news.changes.size > 0 ? [`${counted(news.changes.size, "changed file")} of ${branch} came with it`] : [],
		...news && news.conflicts.length > 0 ? [`these files do not merge: ${news.conflicts.slice(0, 5).join(", ")}; merge ${branch} into the milestone's branch by hand`] : [],
		...isEdited ? [`${path} has a change that is not committed and was not taken; commit it on ${branch}, then sync again`] : []
	].join("; ");
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

// src/commands/run-command.ts
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
		case "done":
		case "pause":
		case "postpone":
		case "cancel":
		case "archive":
		case "unlock": return steerMilestone(machine, options, steeringOf(command));
		case "status": return command.flags.watch ? watchStatus(machine, options, hooks.print) : statusCommand(machine, options);
		case "plan": return planCommand(machine, options);
		case "validate": return validateCommand(machine, {
			id: command.milestone,
			onRunner: options.onRunner
		});
		case "why": return whyCommand(machine, options, command);
		case "report": return reportCommand(machine, options, command);
		case "logs": return logsCommand(machine, {
			options,
			command,
			print: hooks.print
		});
		case "show": return showCommand(machine, options, command);
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
/** The run's options from a command's flags; what is not given has the flag's default. */
function runOptions(command, origin) {
	const { flags } = command;
	return {
		milestone: command.milestone ?? "",
		strategy: flags.strategy ?? FLAGS.strategy.default,
		agents: flags.agents ?? FLAGS.agents.default,
		forceDependencies: flags["force-dependencies"] ?? FLAGS["force-dependencies"].default,
		resume: command.name === "resume" ? "true" : flags.resume ?? FLAGS.resume.default,
		monitoring: flags.monitoring ?? FLAGS.monitoring.default,
		sessionId: flags["session-id"] ?? null,
		gitIntegration: flags["git-integration"] ?? FLAGS["git-integration"].default,
		blockerDetection: flags["blocker-detection"] ?? FLAGS["blocker-detection"].default,
		progressIntervalMs: (flags["progress-interval"] ?? FLAGS["progress-interval"].default) * 1e3,
		request: flags.request ?? null,
		timeBudgetMs: (flags["time-budget"] ?? FLAGS["time-budget"].default) * 6e4,
		automatic: origin.automatic,
		askedFor: origin.askedFor,
		onRunner: origin.onRunner,
		version: VERSION,
		by: origin.by
	};
}

// src/engine/forge.ts
/** Away from GitHub: decisions are local ones, and there is nothing to bring in line. */
const localForge = {
	present: false,
	decisions: async () => ({
		ok: false,
		reason: "there is no GitHub here"
	}),
	takeUpComplaint: async () => null,
	sync: async () => void 0
};

// src/engine/git/config.ts
/** Reads one file as data: nothing it names is included, started or applied. Missing files are empty. */
async function readSettings(git, file) {
	const settings = /* @__PURE__ */ new Map();
	if (!existsSync(file)) return settings;
	const { code, stdout, stderr } = await git.run([
		"config",
		"--file",
		file,
		"--no-includes",
		"--null",
		"--list"
	]);
	if (code !== 0) throw new Error(`cannot read the git configuration ${file}: ${stderr.trim()}`);
	for (const item of stdout.toString("utf8").split("\0")) {
		if (item === "") continue;
		const end = item.indexOf("\n");
		const name = end < 0 ? item : item.slice(0, end);
		settings.set(name, [...settings.get(name) ?? [], end < 0 ? "true" : item.slice(end + 1)]);
	}
	return settings;
}
/** The last value of a setting, which is the one that counts. */
function setting(settings, name) {
	return settings.get(name)?.at(-1);
}
const NETWORK$2 = /^http\.(?:.*\.)?(?:proxy|proxyauthmethod|sslcainfo|sslcapath|sslverify|sslbackend|version|postbuffer)$/;
/** Whether it says how servers are reached, and starts nothing. */
function isNetworkSetting(name) {
	return NETWORK$2.test(name);
}
/** A person's settings that are data, and start nothing. */
const DATA = [
	/^core\.(?:autocrlf|eol|filemode|ignorecase|symlinks|precomposeunicode|excludesfile)$/,
	/^url\..*\.(?:insteadof|pushinsteadof)$/,
	NETWORK$2,
	/^remote\..*\.(?:url|pushurl|proxy)$/,
	/^(?:user\.(?:name|email|signingkey)|gpg\.format|commit\.gpgsign|tag\.gpgsign)$/
];
/**
* Settings from the person's own files, as git itself would read them, conditional includes too (of the repository's
* directory where it is named); the repository's configuration plays no part.
*/
async function readPersonalSettings(git, environment) {
	const home = environment.HOME;
	const personal = [
		"XDG_CONFIG_HOME",
		"GIT_CONFIG_GLOBAL",
		"GIT_CONFIG_SYSTEM"
	].flatMap((name) => {
		const value = environment[name];
		return value === void 0 ? [] : [[name, value]];
	});
	const env = {
		GIT_CONFIG_NOSYSTEM: environment.GIT_CONFIG_NOSYSTEM ?? "0",
		GIT_CONFIG_GLOBAL: home === void 0 ? "/dev/null" : pickGlobal(home, environment),
		...Object.fromEntries(personal),
		...home === void 0 ? {} : { HOME: home }
	};
	const { code, stdout } = await git.run([
		"config",
		"--null",
		"--list",
		"--show-scope"
	], { env });
	const data = /* @__PURE__ */ new Map();
	const credentialConfig = [];
	if (code !== 0) return {
		data,
		credentialConfig
	};
	const fields = stdout.toString("utf8").split("\0");
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const [scope, item = ""] = [fields[at], fields[at + 1]];
		if (scope !== "global" && scope !== "system") continue;
		const end = item.indexOf("\n");
		const [name, value] = end < 0 ? [item, "true"] : [item.slice(0, end), item.slice(end + 1)];
		if (name.startsWith("credential.")) credentialConfig.push(`${name}=${value}`);
		else if (DATA.some((each) => each.test(name))) data.set(name, [...data.get(name) ?? [], value]);
	}
	return {
		data,
		credentialConfig
	};
}
/** The second's values count after the first's. */
function joinSettings(first, second) {
	const joined = new Map(first);
	for (const [name, values] of second) joined.set(name, [...first.get(name) ?? [], ...values]);
	return joined;
}
/** git reads two global files when none is named, but our own calls name /dev/null; so one is named here. */
function pickGlobal(home, environment) {
	const classic = join(home, ".gitconfig");
	return existsSync(classic) ? classic : join(environment.XDG_CONFIG_HOME ?? join(home, ".config"), "git/config");
}

// src/engine/git/durable-file.ts
/**
* Writes files so that their names never show partial content: temporary names, syncs, renames in the given order.
* All is written before the first sync, so that a journaling file system has only one transaction to wait for.
* Synchronous on purpose: for files of some KiB a trip through the thread pool costs more than the write. Throws the
* fault of the file system; the temporary files are gone then.
*/
function writeFilesAtomically(files, options = {}) {
	const written = [];
	try {
		try {
			for (const { path, parts } of files) {
				const temporary = join(dirname(path), `tmp_${randomBytes(8).toString("hex")}`);
				written.push({
					fd: openSync(temporary, "wx", options.mode ?? 420),
					temporary,
					path
				});
				writeAll(written.at(-1).fd, parts);
			}
			if (options.durable ?? true) for (const { fd } of written) fdatasyncSync(fd);
		} finally {
			for (const { fd } of written) closeSync(fd);
		}
		for (const { temporary, path } of written) renameSync(temporary, path);
	} catch (error) {
		for (const { temporary } of written) rmSync(temporary, { force: true });
		throw error;
	}
}
/** What file systems answer that have no hard links; a file is without a name there for a moment. */
const WITHOUT_LINKS = /* @__PURE__ */ new Set([
	"EPERM",
	"ENOTSUP",
	"EOPNOTSUPP",
	"ENOSYS",
	"EMLINK"
]);
/** Files that stand under names of their own, on the disk as far as the system has come. */
var WrittenFiles = class {
	#files = [];
	/** Writes to new files in the given order. Throws the fault of the file system; nothing is left then. */
	constructor(files, mode) {
		try {
			for (const { path, parts } of files) {
				this.#files.push({
					fd: openSync(path, "wx", mode),
					path
				});
				writeAll(this.#files.at(-1).fd, parts);
			}
		} catch (error) {
			this.discard();
			throw error;
		}
	}
	/**
	* Moves them into a folder, once their bytes are on the medium where `durable`. Each is under one of its names all
	* the time, and where the file system has links under the old one until all have the new.
	*/
	moveTo(folder, durable) {
		if (durable) for (const { fd } of this.#files) fdatasyncSync(fd);
		for (const { path } of this.#files) {
			const to = join(folder, basename(path));
			try {
				linkSync(path, to);
			} catch (error) {
				const code = error.code ?? "";
				if (WITHOUT_LINKS.has(code)) renameSync(path, to);
				else if (code !== "EEXIST") throw error;
			}
		}
		this.discard();
	}
	/** Takes the names away and lets go of the files. */
	discard() {
		for (const { fd, path } of this.#files.splice(0)) {
			closeSync(fd);
			rmSync(path, { force: true });
		}
	}
};
/** Writes all parts, also where the system takes fewer bytes than offered. */
function writeAll(fd, parts) {
	let left = parts.filter((part) => part.length > 0);
	while (left.length > 0) {
		let written = writevSync(fd, left);
		left = left.flatMap((part) => {
			const taken = Math.min(written, part.length);
			written -= taken;
			return taken < part.length ? [part.subarray(taken)] : [];
		});
	}
}
/** Makes the names created or renamed in the file's directory survive a power loss. */
function syncDirectoryOf(path) {
	const fd = openSync(dirname(path), "r");
	try {
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}

// src/engine/git/credentials.ts
const HEADER$1 = /^http\..*\.extraheader$|^http\.extraheader$/;
const INCLUDE = /^(includeif\..*|include)\.path$/;
const WARNING = "actions/checkout left its token where agents could read it; it is taken out while agents run. Set `persist-credentials: false` on actions/checkout.";
/** The files a configuration includes, one level deep: conditions are taken as met. */
function included(settings, file, environment) {
	return [...settings].flatMap(([name, values]) => INCLUDE.test(name) ? values : []).map((path) => path.startsWith("~/") ? join(environment.HOME ?? "/", path.slice(2)) : path).map((path) => isAbsolute(path) ? path : resolve(dirname(file), path)).filter((path) => existsSync(path));
}
/** `AUTHORIZATION: basic <base64 of user:token>`, as checkout writes it. */
function tokenOf(header) {
	const encoded = /^authorization:\s*basic\s+(\S+)/i.exec(header)?.[1];
	if (encoded === void 0) return /^authorization:\s*bearer\s+(\S+)/i.exec(header)?.[1] ?? null;
	const login = Buffer.from(encoded, "base64").toString("utf8");
	return login.slice(login.indexOf(":") + 1) || null;
}
function headersOf(settings) {
	return [...settings].flatMap(([name, values]) => HEADER$1.test(name) ? values.filter(Boolean).map((value) => ({
		name,
		value
	})) : []);
}
/** Looks for persisted credentials; null when there are none. `server` is the origin the token is wanted for. */
async function findPersistedCredentials(repository, options) {
	const own = [
		join(repository.commonDirectory, "config"),
		join(repository.commonDirectory, "config.worktree"),
		...moduleConfigs(join(repository.commonDirectory, "modules"))
	];
	const files = [];
	let token = null;
	const candidates = own.filter((file) => existsSync(file));
	for (const file of [...candidates]) candidates.push(...included(await readSettings(repository.git, file), file, options.environment));
	for (const file of new Set(candidates)) {
		const headers = headersOf(await readSettings(repository.git, file));
		if (headers.length === 0) continue;
		files.push(file);
		const fitting = headers.find(({ name }) => name.startsWith(`http.${options.server.replace(/\/$/, "")}/`));
		token ??= fitting ? tokenOf(fitting.value) : null;
	}
	if (files.length === 0) return null;
	const scrubbed = [];
	return {
		files,
		token,
		warning: WARNING,
		async scrub() {
			for (const file of files) scrubbed.push(await scrubOne(repository, file));
		},
		async restore() {
			for (const each of scrubbed.splice(0)) await restoreOne(repository, each);
		}
	};
}
/** git edits a copy, so that the original is replaced at once and never half-written. */
async function scrubOne(repository, file) {
	const before = readFileSync(file);
	const copy = join(repository.git.directory, "scrubbed-config");
	writeFilesAtomically([{
		path: copy,
		parts: [before]
	}], {
		durable: false,
		mode: 384
	});
	const headers = headersOf(await readSettings(repository.git, copy));
	for (const { name } of headers) await repository.git.run([
		"config",
		"--file",
		copy,
		"--unset-all",
		name
	]);
	const after = readFileSync(copy);
	writeFilesAtomically([{
		path: file,
		parts: [after]
	}], { mode: statSync(file).mode & 511 });
	return {
		file,
		before,
		after,
		headers
	};
}
/** What was written into the file meanwhile stays. */
async function restoreOne(repository, { file, before, after, headers }) {
	if (!existsSync(file)) return;
	const mode = statSync(file).mode & 511;
	if (readFileSync(file).equals(after)) {
		writeFilesAtomically([{
			path: file,
			parts: [before]
		}], { mode });
		return;
	}
	const copy = join(repository.git.directory, "restored-config");
	writeFilesAtomically([{
		path: copy,
		parts: [readFileSync(file)]
	}], {
		durable: false,
		mode: 384
	});
	for (const { name, value } of headers) await repository.git.run([
		"config",
		"--file",
		copy,
		"--add",
		name,
		value
	]);
	writeFilesAtomically([{
		path: file,
		parts: [readFileSync(copy)]
	}], { mode });
}
/** The configurations of submodules, which checkout gives its token as well. */
function moduleConfigs(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (!entry.isDirectory()) return [];
		const inner = join(folder, entry.name);
		const config = join(inner, "config");
		return existsSync(config) ? [config, ...moduleConfigs(join(inner, "modules"))] : moduleConfigs(inner);
	});
}

// src/engine/git/object.ts
/** The tree without entries: git knows it without it being stored. */
const EMPTY_TREE = {
	sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
	sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
};
/** Bytes of an object name as a tree holds it. */
const OID_BYTES = {
	sha1: 20,
	sha256: 32
};
const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
function isOid(text) {
	return OID.test(text);
}
/** The name git gives to this content: a hash over "<type> <length>\0" and the content. */
function hashObject(type, data, format = "sha1") {
	return createHash(format).update(`${type} ${data.length}\0`).update(data).digest("hex");
}
/** Characters that end a name or an address in a commit header are dropped, as git itself does. */
function personOf({ name, email }) {
	const clean = (text) => text.replace(/[<>\0\n\r]/g, "").trim();
	return `${clean(name) || "unknown"} <${clean(email)}>`;
}
/** The bytes of a commit whose author is also its committer. */
function encodeCommit({ tree, parents, author, at, message }) {
	const who = `${personOf(author)} ${Math.floor(at / 1e3)} +0000`;
	const lines = [
		`tree ${tree}`,
		...parents.map((parent) => `parent ${parent}`),
		`author ${who}`,
		`committer ${who}`
	];
	return Buffer.from(`${lines.join("\n")}\n\n${message.trimEnd()}\n`);
}
function parsePerson(line) {
	const match = /^(.*?) ?<([^>]*)> (-?\d+)/.exec(line);
	if (!match) return {
		name: line,
		email: "",
		at: 0
	};
	return {
		name: match[1] ?? "",
		email: match[2] ?? "",
		at: Number(match[3]) * 1e3
	};
}
/** Reads a commit. Unknown headers (signatures, encodings) are passed over; text is taken as UTF-8. */
function parseCommit(data) {
	const text = data.toString("utf8");
	const end = text.indexOf("\n\n");
	const message = end < 0 ? "" : text.slice(end + 2);
	const commit = {
		tree: "",
		parents: [],
		author: parsePerson(""),
		committer: parsePerson("")
	};
	for (const line of (end < 0 ? text : text.slice(0, end)).split("\n")) {
		const space = line.indexOf(" ");
		const value = line.slice(space + 1);
		if (line.startsWith("tree ")) commit.tree = value;
		else if (line.startsWith("parent ")) commit.parents.push(value);
		else if (line.startsWith("author ")) commit.author = parsePerson(value);
		else if (line.startsWith("committer ")) commit.committer = parsePerson(value);
	}
	const [subject = "", ...rest] = message.split("\n");
	const { at, name, email } = commit.committer;
	return {
		tree: commit.tree,
		parents: commit.parents,
		author: {
			name: commit.author.name,
			email: commit.author.email
		},
		committer: {
			name,
			email
		},
		at,
		subject,
		body: rest.join("\n").trim()
	};
}

// src/engine/git/convert.ts
/** Attributes that change bytes; whatever else a file of attributes says is no business of ours. */
const CONVERTING = /\b(?:text|crlf|eol|working-tree-encoding|ident|filter|binary)\b|\[attr\]/;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;
const LFS = /\bfilter=lfs\b/;
function convertsBytes(attributes) {
	return CONVERTING.test(attributes.toString("latin1"));
}
function namesLfs(attributes) {
	return LFS.test(attributes.toString("latin1"));
}
/**
* Bytes on their way between work trees and commits, converted by git itself: in a folder that no agent can reach, with
* attributes as data and no filter but git-lfs. `git hash-object` would not do: it knows nothing of what is committed.
*/
var Conversion = class {
	settings;
	/** Whether a file was given to LFS. */
	madePointers = false;
	#git;
	#objects;
	#format;
	constructor(options) {
		this.settings = options.settings;
		this.#git = options.git;
		this.#objects = options.objects;
		this.#format = options.format;
	}
	/** Whether files may differ from their blobs. */
	isNeeded(attributes) {
		return this.settings.lineEnds.length > 0 || [...attributes].some(convertsBytes);
	}
	/** Settings for a git that converts. */
	get config() {
		const { lfs, lineEnds } = this.settings;
		return [
			"core.safecrlf=false",
			...lineEnds,
			...lfs === null ? [] : lfsFilter(lfs, this.storage)
		];
	}
	/** Where git-lfs has what pointers stand for: beside the person's own objects. */
	get storage() {
		return join(dirname(this.#objects), "lfs");
	}
	/** Environment for a git that converts. */
	get env() {
		return { GIT_DIR: this.#git.plainDirectory };
	}
	/**
	* What `git add` makes of files: the blobs' bytes, for each file whose bytes change.
	* @param old what is committed at their paths: text that has CRLF there keeps it
	*/
	async toCommitted(files, { attributes, staged, old }) {
		return this.#within(async (folder) => {
			for (const [path, content] of attributes) writeBelow(folder, path, content);
			for (const { path, content } of files) writeBelow(folder, path, content);
			const run = this.#runner(folder, staged);
			await run([
				"update-index",
				"-z",
				"--index-info"
			], indexInfo(old));
			await run([
				"update-index",
				"--add",
				"--replace",
				"-z",
				"--stdin"
			], names(files));
			const made = parseStaged(await run([
				"ls-files",
				"--stage",
				"-z"
			]));
			const changed = files.filter(({ path, content }) => {
				const oid = made.get(path);
				return oid !== void 0 && oid !== hashObject("blob", content, this.#format);
			});
			const contents = splitBatch(await run(["cat-file", "--batch"], changed.map(({ path }) => `${made.get(path)}\n`).join("")));
			this.madePointers ||= contents.some((content) => POINTER.test(content.toString("latin1", 0, 100)));
			return new Map(changed.map(({ path }, i) => [path, contents[i]]));
		});
	}
	/** What a checkout makes of blobs: the files' bytes. */
	async toWorkTree(leaves, { attributes, staged }) {
		return this.#within(async (folder) => {
			const run = this.#runner(folder, staged);
			await run([
				"update-index",
				"-z",
				"--index-info"
			], indexInfo(new Map([...attributes, ...leaves])));
			await run([
				"checkout-index",
				"--force",
				"--quiet",
				"-z",
				"--stdin"
			], [...leaves.keys()].map((path) => `${path}\0`).join(""));
			return new Map([...leaves.keys()].map((path) => [path, readFileSync(join(folder, path))]));
		});
	}
	/** The value of an attribute for each path, as `git check-attr` says it. */
	async attribute(name, paths, { attributes, staged }) {
		return this.#within(async (folder) => {
			const run = this.#runner(folder, staged);
			await run([
				"update-index",
				"-z",
				"--index-info"
			], indexInfo(attributes));
			const input = paths.map((path) => `${path}\0`).join("");
			const fields = (await run([
				"check-attr",
				"--cached",
				"-z",
				"--stdin",
				name
			], input)).toString("utf8").split("\0");
			const found = /* @__PURE__ */ new Map();
			for (let at = 0; at + 2 < fields.length; at += 3) found.set(fields[at], fields[at + 2]);
			return found;
		});
	}
	async #within(work) {
		const folder = join(this.#git.directory, `convert-${randomUUID()}`);
		mkdirSync(join(folder, "tree"), { recursive: true });
		mkdirSync(join(folder, "objects"));
		try {
			return await work(join(folder, "tree"));
		} finally {
			rmSync(folder, {
				recursive: true,
				force: true
			});
		}
	}
	#runner(folder, staged) {
		const own = dirname(folder);
		const env = {
			...this.env,
			GIT_WORK_TREE: folder,
			GIT_INDEX_FILE: join(own, "index"),
			GIT_OBJECT_DIRECTORY: join(own, "objects"),
			GIT_ALTERNATE_OBJECT_DIRECTORIES: [this.#objects, ...staged ? [staged] : []].join(delimiter)
		};
		return async (args, input = "") => {
			const options = {
				env,
				input,
				cwd: folder,
				config: this.config,
				maxOutput: MAX_OUTPUT,
				timeout: TIMEOUT_MS$1
			};
			const { code, stdout, stderr } = await this.#git.run(args, options);
			if (code !== 0) throw new Error(`git could not convert files: ${stderr.trim()}`);
			return stdout;
		};
	}
};
const MAX_OUTPUT = 1073741824;
const TIMEOUT_MS$1 = 6e5;
/**
* git-lfs as a filter. What is not here stays a pointer, as in the person's checkout: git-lfs would go and fetch it, from
* wherever, and leave a note of each failure in the person's repository.
*/
function lfsFilter(program, storage) {
	const [lfs, objects] = [program, join(storage, "objects")].map((path) => `'${path.replaceAll("'", "'\\''")}'`);
	const smudge = [
		"t=$(mktemp)",
		"cat > \"$t\"",
		`o=$(head -c 1024 "$t" | sed -n 's/^oid sha256://p')`,
		"r=${o#??}",
		`if [ -z "$o" ] || [ -e ${objects}/"$(printf %.2s "$o")/$(printf %.2s "$r")/$o" ]; then ${lfs} smudge -- "$1" < "$t"; else cat "$t"; fi`,
		"s=$?",
		"rm -f \"$t\"",
		"return $s"
	].join("; ");
	return [
		`filter.lfs.clean=${lfs} clean -- %f`,
		`filter.lfs.smudge=f() { ${smudge}; }; f %f`,
		"filter.lfs.required=true",
		"lfs.url=file:///dev/null/none",
		`lfs.storage=${storage}`
	];
}
/** Paths have been found to lie inside the tree. */
function writeBelow(folder, path, content) {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), content);
}
function indexInfo(leaves) {
	return [...leaves].map(([path, { mode, oid }]) => `${mode} ${oid}\t${path}\0`).join("");
}
function names(files) {
	return files.map(({ path }) => `${path}\0`).join("");
}
function parseStaged(listed) {
	const found = /* @__PURE__ */ new Map();
	for (const line of listed.toString("utf8").split("\0").filter(Boolean)) {
		const tab = line.indexOf("	");
		found.set(line.slice(tab + 1), line.slice(0, tab).split(" ")[1]);
	}
	return found;
}
/** Contents of `<oid> <type> <size>\n<content>\n`, one after the other. */
function splitBatch(answer) {
	const contents = [];
	for (let at = 0; at < answer.length;) {
		const end = answer.indexOf(10, at);
		const size = Number(answer.toString("latin1", at, end).split(" ")[2]);
		contents.push(Buffer.from(answer.subarray(end + 1, end + 1 + size)));
		at = end + 1 + size + 1;
	}
	return contents;
}
/** The machine's own git-lfs: on its PATH, and no file of the repository. */
function findLfs(path, root) {
	for (const folder of (path ?? "").split(delimiter)) {
		if (!isAbsolute(folder)) continue;
		const program = join(folder, "git-lfs");
		try {
			accessSync(program, constants.X_OK);
			if (!realpathSync(program).startsWith(`${realpathSync(root)}/`)) return program;
		} catch {}
	}
	return null;
}

// src/engine/git/stale-lock.ts
/** A lock is held for milliseconds; one this old is looked at more closely (ms). */
const YOUNG_MS = 2e3;
/** Where nobody can tell who has a file open, only a lock this old counts as left behind (ms). */
const OLD_MS = 6e4;
/**
* Removes a ref's lock that a killed process left behind: older than any work under it takes, and open in no process
* that can be seen. Answers whether it is gone.
*/
function removeStaleLock(lock) {
	const stat = lstatSync(lock, { throwIfNoEntry: false });
	if (!stat) return true;
	const age = Date.now() - stat.mtimeMs;
	if (age < YOUNG_MS) return false;
	const open = isOpenSomewhere(lock);
	if (open === true || open === null && age < OLD_MS) return false;
	const aside = join(dirname(lock), `.stale-${process.pid}-${basename(lock)}`);
	try {
		renameSync(lock, aside);
		if (lstatSync(aside).ino !== stat.ino) linkSync(aside, lock);
		return true;
	} catch (error) {
		const { code } = error;
		if (code === "ENOENT" || code === "EEXIST") return true;
		throw error;
	} finally {
		rmSync(aside, { force: true });
	}
}
/** Whether a process of this user has the file open; null where that cannot be found out. */
function isOpenSomewhere(path) {
	const target = join(realpathSync(dirname(path)), basename(path));
	let pids;
	try {
		pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
	} catch {
		return null;
	}
	return pids.some((pid) => descriptorsOf(pid).includes(target));
}
function descriptorsOf(pid) {
	try {
		return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf$1(`/proc/${pid}/fd/${fd}`));
	} catch {
		return [];
	}
}
function linkOf$1(path) {
	try {
		return readlinkSync(path);
	} catch {
		return "";
	}
}

// src/engine/git/ref.ts
const MAX_LINKS = 5;
function code(error) {
	return error.code;
}
function readIfThere(path) {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		if ([
			"ENOENT",
			"ENOTDIR",
			"EISDIR"
		].includes(code(error) ?? "")) return null;
		throw error;
	}
}
/** Whether git accepts this as the full name of a ref (`git check-ref-format`). */
function isRefName(name) {
	if (!name.startsWith("refs/") || name.endsWith("/") || name.endsWith(".")) return false;
	if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\//.test(name)) return false;
	return name.split("/").every((part) => !part.startsWith(".") && !part.endsWith(".lock"));
}
let packedCache = null;
/** The packed refs of a repository; read again only when the file changed. */
function packedRefs(commonDirectory) {
	const path = join(commonDirectory, "packed-refs");
	let key;
	try {
		const { ino, size, mtimeNs } = statSync(path, { bigint: true });
		key = `${path}:${ino}:${size}:${mtimeNs}`;
	} catch (error) {
		if (code(error) === "ENOENT") return /* @__PURE__ */ new Map();
		throw error;
	}
	if (packedCache?.key === key) return packedCache.refs;
	const refs = /* @__PURE__ */ new Map();
	for (const line of (readIfThere(path) ?? "").split("\n")) if (isOid(line.slice(0, 40)) && line[40] === " ") refs.set(line.slice(41), line.slice(0, 40));
	packedCache = {
		key,
		refs
	};
	return refs;
}
/** The ref that HEAD, or another symbolic ref, stands for; null when it is detached or missing. */
function readLink(place, name) {
	const root = name.startsWith("refs/") ? place.commonDirectory : place.gitDirectory;
	const text = readIfThere(join(root, name));
	return text?.startsWith("ref:") ? text.slice(4).trim() : null;
}
/** The ref that HEAD stands for, or the commit where it is detached. */
function readHead(place) {
	const text = readIfThere(join(place.gitDirectory, "HEAD"))?.trim() ?? "";
	return readLink(place, "HEAD") ?? (isOid(text) ? text : null);
}
function isEngineRef(ref) {
	return /^refs\/(?:heads\/|tags\/)?milestone\//.test(ref);
}
/** The commit a ref (`refs/…` or `HEAD`) points at, through symbolic refs; null when it does not exist. */
function readRef(place, name) {
	let current = name;
	for (let links = 0; links < MAX_LINKS; links++) {
		if (!isRefName(current) && !/^[A-Z_]+$/.test(current)) return null;
		const next = readLink(place, current);
		if (next === null) return readDirect(place, current);
		current = next;
	}
	return null;
}
function readDirect(place, name) {
	const root = name.startsWith("refs/") ? place.commonDirectory : place.gitDirectory;
	const text = readIfThere(join(root, name))?.trim();
	if (text !== void 0 && isOid(text)) return text;
	return packedRefs(place.commonDirectory).get(name) ?? null;
}
/** git cannot hold `a` and `a/b` at once; loose refs say so by files and folders, packed ones do not. */
function isNameTaken(place, name) {
	const packed = packedRefs(place.commonDirectory);
	const parts = name.split("/");
	for (let length = 3; length < parts.length; length++) if (packed.has(parts.slice(0, length).join("/"))) return true;
	return [...packed.keys()].some((other) => other.startsWith(`${name}/`));
}
/**
* Compare-and-swap of a direct ref, with git's own lock file, so that a `git` running at the same time and
* we never overwrite one another. `from` null: the ref must not exist. Survives a power loss once it returns
* ok (default). Throws only on a fault of the file system.
*/
function swapLooseRef(place, swap) {
	const { name, from, to } = swap;
	if (!isRefName(name) || !isOid(to)) throw new Error(`not a ref and an object name: ${name} ${to}`);
	const path = join(place.commonDirectory, name);
	const lock = `${path}.lock`;
	const fd = takeLock(path, lock);
	if (typeof fd === "string") return {
		ok: false,
		actual: readRef(place, name),
		reason: fd
	};
	let held = true;
	try {
		const actual = readRef(place, name);
		if (actual !== from) return {
			ok: false,
			actual,
			reason: "moved"
		};
		if (actual === null && isNameTaken(place, name)) return {
			ok: false,
			actual,
			reason: "name-taken"
		};
		writeAll(fd, [Buffer.from(`${to}\n`)]);
		fdatasyncSync(fd);
		if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) rmdirSync(path);
		renameSync(lock, path);
		held = false;
		syncDirectoryOf(path);
		return { ok: true };
	} catch (error) {
		if (["EISDIR", "ENOTEMPTY"].includes(code(error) ?? "")) return {
			ok: false,
			actual: null,
			reason: "name-taken"
		};
		throw error;
	} finally {
		closeSync(fd);
		if (held) rmSync(lock, { force: true });
	}
}
/**
* Takes away a loose ref that still points at `from`, as git does it: under the ref's lock. One that moved, or that is
* packed or locked, stays. Answers whether it is gone.
*/
function dropLooseRef(place, { name, from }) {
	if (!isRefName(name)) throw new Error(`not a ref: ${name}`);
	const path = join(place.commonDirectory, name);
	const lock = `${path}.lock`;
	const fd = takeLock(path, lock);
	if (typeof fd === "string") return false;
	try {
		if (readIfThere(path)?.trim() !== from || packedRefs(place.commonDirectory).has(name)) return false;
		rmSync(path);
		syncDirectoryOf(path);
		return true;
	} finally {
		closeSync(fd);
		rmSync(lock, { force: true });
	}
}
/** The descriptor of the new lock file, or why there is none. */
function takeLock(path, lock) {
	try {
		mkdirSync(dirname(path), { recursive: true });
	} catch (error) {
		if (["EEXIST", "ENOTDIR"].includes(code(error) ?? "")) return "name-taken";
		throw error;
	}
	try {
		return openSync(lock, "wx", 420);
	} catch (error) {
		if (["EEXIST", "ENOENT"].includes(code(error) ?? "")) return "locked";
		throw error;
	}
}
/** Longer than a lock must be old to count as left behind by a killed process. */
const LOCK_PATIENCE_MS$1 = 3e3;
const LOCK_POLL_MS = 20;
/** Refs as files, read and written here. */
function looseRefs(place) {
	return {
		read: async (name) => readRef(place, name),
		head: async (gitDirectory = place.gitDirectory) => readHead({
			...place,
			gitDirectory
		}),
		async swap({ name, from, to }) {
			if (to === null) {
				if (from !== null && dropLooseRef(place, {
					name,
					from
				})) return { ok: true };
				return {
					ok: false,
					actual: readRef(place, name),
					reason: "moved"
				};
			}
			for (let waited = 0;; waited += LOCK_POLL_MS) {
				const outcome = swapLooseRef(place, {
					name,
					from,
					to
				});
				if (outcome.ok || outcome.reason !== "locked" || waited >= LOCK_PATIENCE_MS$1) return outcome;
				if (isEngineRef(name) && waited % 500 === 0) removeStaleLock(join(place.commonDirectory, `${name}.lock`));
				await setTimeout$1(LOCK_POLL_MS);
			}
		},
		close: async () => void 0
	};
}

// src/engine/git/fetch.ts
const OPTIONS = [
	"--no-tags",
	"--no-write-fetch-head",
	"--no-recurse-submodules",
	"--no-auto-maintenance",
	"--quiet"
];
/** Refs in one call: a command line has room for some thousands. */
const AT_ONCE = 500;
const MISSING = /couldn't find remote ref (\S+)/i;
/**
* Brings the refs' commits here in one round trip for each 500, and names where they stand; a ref that the remote does
* not have (any more) is not among them. Answers what git said where it failed.
*/
async function fetchRefs(context, refs, extra = []) {
	const found = /* @__PURE__ */ new Map();
	for (let from = 0; from < refs.length; from += AT_ONCE) {
		const some = await fetchSome(context, refs.slice(from, from + AT_ONCE), extra);
		if (!(some instanceof Map)) return some;
		for (const [ref, oid] of some) found.set(ref, oid);
	}
	return found;
}
async function fetchSome({ repository, call, from }, refs, extra) {
	const folder = `refs/fetched/${randomUUID()}/`;
	const here = await Promise.all(["HEAD", ...refs].map((ref) => repository.resolve(ref)));
	const known = [...new Set(here)].flatMap((oid) => oid === null ? [] : [`--negotiation-tip=${oid}`]);
	const filter = repository.promisor ? [`--filter=${repository.promisor.filter}`] : [];
	let wanted = [...refs];
	while (wanted.length > 0) {
		const specs = wanted.map((ref) => `+${ref}:${folder}${refs.indexOf(ref)}`);
		const result = await call([
			"fetch",
			...OPTIONS,
			...known,
			...extra,
			...filter,
			"--",
			from,
			...specs
		]);
		if (result.code === 0) return takeFetched(repository, folder, refs);
		const gone = MISSING.exec(result.stderr)?.[1];
		if (gone === void 0 || !wanted.includes(gone)) return result;
		wanted = wanted.filter((ref) => ref !== gone);
	}
	return /* @__PURE__ */ new Map();
}
/** Reads the refs that git wrote into our private directory, and takes them away again. */
async function takeFetched({ git }, folder, refs) {
	const listed = await git.run([
		"for-each-ref",
		"--format=%(objectname) %(refname)",
		folder
	]);
	const found = /* @__PURE__ */ new Map();
	const deletions = [];
	for (const line of listed.stdout.toString("latin1").split("\n").filter(Boolean)) {
		const [oid = "", name = ""] = line.split(" ");
		const ref = refs[Number(name.slice(folder.length))];
		if (ref !== void 0) found.set(ref, oid);
		deletions.push(`delete ${name}\n`);
	}
	await git.run(["update-ref", "--stdin"], { input: deletions.join("") });
	return found;
}
/** @throws where a name is none of a ref: it would be read as an option */
function assertRefNames(refs) {
	for (const ref of refs) if (!isRefName(ref)) throw new Error(`not a ref: ${ref}`);
}

// src/engine/git/remote-access.ts
/**
* The helper reads the secret from an inherited pipe, so neither a command line, an environment nor a file
* shows it. It is set for one origin only: a redirect to another host finds no helper. A second question
* (the server refused the token) reads an empty pipe and gets no answer.
*/
const PIPE_HELPER = "!f() { if test \"$1\" = get; then cat <&3; fi; }; f";
function parseHttp(text) {
	if (!/^https?:\/\//i.test(text)) return null;
	return URL.canParse(text) ? new URL(text) : null;
}
const SSH_SETTING = /^(?:core\.sshCommand|ssh\.variant)=/;
const SSH_URL = /^(?:ssh|git\+ssh|ssh\+git):\/\/(?<user>[^@/]*@)?(?<host>\[[^\]]+\]|[^:/]+)(?::(?<port>\d+))?(?:\/|$)/;
const SCP_FORM = /^(?<user>[^@/:]*@)?(?<host>\[[^\]]+\]|[^:/]+):(?!\/\/)/;
/** What git tells ssh of where to go, as arguments; null for a remote that is not reached by ssh. */
function sshDestination(url) {
	const { user = "", host, port } = (SSH_URL.exec(url) ?? SCP_FORM.exec(url))?.groups ?? {};
	if (host === void 0) return null;
	const to = user + host.replace(/^\[|\]$/g, "");
	if (to.startsWith("-")) return null;
	return port === void 0 ? [to] : [
		"-p",
		port,
		to
	];
}
/** A path as git would take it: relative ones count from the work tree, so the call may start anywhere. */
function absolutePath(url, root) {
	return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(url) || /^[^/]+:/.test(url) || isAbsolute(url) ? url : resolve(root, url);
}
/**
* How to reach a remote. The token goes only to its own server, over the same scheme; a URL that carries
* credentials itself is used without them, and they travel by the pipe instead.
*/
function remoteAccess(remoteUrl, options) {
	const http = parseHttp(remoteUrl);
	if (!http) {
		const config = (options.personal ?? []).filter((each) => SSH_SETTING.test(each));
		const needsHome = config.length > 0;
		return {
			url: absolutePath(remoteUrl, options.root),
			config,
			secret: void 0,
			needsHome
		};
	}
	const login = ownLogin(http, options.token);
	http.username = "";
	http.password = "";
	if (!login) return {
		url: http.href,
		config: [...options.personal ?? []],
		secret: void 0,
		needsHome: true
	};
	return {
		url: http.href,
		config: [...(options.personal ?? []).filter((each) => isNetworkSetting(each.slice(0, each.indexOf("=")))), `credential.${http.origin}.helper=${PIPE_HELPER}`],
		secret: `username=${login.user}\npassword=${login.password}\n`,
		needsHome: false
	};
}
function ownLogin(url, token) {
	if (token && URL.canParse(token.server) && new URL(token.server).origin === url.origin) return {
		user: "x-access-token",
		password: token.token
	};
	if (url.password === "") return null;
	return {
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password)
	};
}
/** Where a remote is fetched from and pushed to, as git finds it out of its settings; null: there is no such remote. */
function remoteAddresses(settings, name) {
	const url = setting(settings, `remote.${name}.url`);
	if (!url) return null;
	const fetch = rewritten(url, settings, "insteadof") ?? url;
	const own = setting(settings, `remote.${name}.pushurl`);
	if (own) return {
		fetch,
		push: rewritten(own, settings, "insteadof") ?? own
	};
	return {
		fetch,
		push: rewritten(url, settings, "pushinsteadof") ?? fetch
	};
}
/** The address with the longest of the prefixes that fit replaced; null where none fits. */
function rewritten(url, settings, kind) {
	let longest = "";
	let found = null;
	for (const [name, prefixes] of settings) {
		if (!name.startsWith("url.") || !name.endsWith(`.${kind}`)) continue;
		const base = name.slice(4, -kind.length - 1);
		for (const prefix of prefixes) {
			if (prefix.length <= longest.length || !url.startsWith(prefix)) continue;
			longest = prefix;
			found = base + url.slice(prefix.length);
		}
	}
	return found;
}
/** Settings of the way to servers that are data: proxies and certificates. */
function networkConfig(settings, remote) {
	const proxy = setting(settings, `remote.${remote}.proxy`);
	return [...[...settings].filter(([name]) => isNetworkSetting(name)).flatMap(([name, values]) => values.map((value) => `${name}=${value}`)), ...proxy === void 0 ? [] : [`http.proxy=${proxy}`]];
}

// src/engine/git/remote-outcome.ts
const MESSAGE_LINES = 6;
const LINE_LENGTH = 200;
/** What a person should read of git's words: no escapes, no progress, no userinfo of URLs, no secret. */
function cleanMessage(text, secret) {
	return (secret ? text.replaceAll(secret, "***") : text).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").split(/[\r\n]+/).map((line) => line.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "").replace(/:\/\/[^/@\s]*@/g, "://")).map((line) => line.trim().slice(0, LINE_LENGTH)).filter((line) => line !== "" && !/^(To |Done|hint: |Everything up-to-date)/.test(line)).slice(0, MESSAGE_LINES).join("\n");
}
/** What can be done about a rule of the branch that the server names. */
const RULES = [
	[/verified signatures?|must be signed|require[sd]? signed/i, "these commits have no signing key: except milestone/** from the rule that wants signed commits"],
	[/linear history|merge commits/i, "except milestone/** from the rule on linear history"],
	[/required status check|status checks? (?:is|are) expected/i, "except milestone/** from the rule on status checks"],
	[/through a pull request|changes must be made/i, "except milestone/** from the rule that asks for pull requests"]
];
function withRemedy(message) {
	const remedy = RULES.find(([sign]) => sign.test(message))?.[1];
	return remedy === void 0 ? message : `${message}; ${remedy}`;
}
/** Checked in order; the first that matches git's standard error decides. */
const SIGNS = [
	[
		/The requested URL returned error: 429|rate limit/i,
		"unreachable",
		true
	],
	[
		/The requested URL returned error: 403|Permission to \S+ denied|Write access to repository not granted/i,
		"denied",
		false
	],
	[
		/remote rejected|pre-receive hook declined|protected branch|GH\d{3}:/i,
		"denied",
		false
	],
	[
		/Authentication failed|could not read (Username|Password)|terminal prompts disabled|error: 401/i,
		"auth",
		false
	],
	[
		/Permission denied \(|Host key verification failed|Invalid username or (token|password)/i,
		"auth",
		false
	],
	[
		/does not appear to be a git repository|repository '?.*'? not found|Repository not found|error: 404/i,
		"missing",
		false
	],
	[
		/unsupported URL|transport '\S+' not allowed|remote helper|is not a valid/i,
		"missing",
		false
	]
];
/** Sorts a failed call. What is not recognised counts as unreachable, and may be tried again. */
function remoteFailure(result, secret) {
	const message = cleanMessage(result.stderr, secret);
	if (result.timedOut) return {
		ok: false,
		reason: "timeout",
		retriable: true,
		message: message || "the remote does not answer"
	};
	for (const [sign, reason, retriable] of SIGNS) if (sign.test(result.stderr)) return {
		ok: false,
		reason,
		retriable,
		message: withRemedy(message)
	};
	return {
		ok: false,
		reason: "unreachable",
		retriable: true,
		message
	};
}
/** The verdicts of `git push --porcelain` that mean another writer was there first. */
const STALE = /stale info|fetch first|non-fast-forward|already exists|failed to update ref|cannot lock ref|incorrect old value/i;
/** Sorts a failed push by the verdict on its ref; `stale` still lacks the ref's present object. */
function pushFailure(result, secret) {
	const verdict = /^!\t[^\t]*\t(.*)$/m.exec(result.stdout.toString("utf8"))?.[1];
	if (verdict === void 0 || result.timedOut) return remoteFailure(result, secret);
	return {
		ok: false,
		reason: STALE.test(verdict) ? "stale" : "denied",
		retriable: false,
		message: withRemedy(cleanMessage(`${verdict}\n${result.stderr}`, secret))
	};
}

// src/engine/git/path.ts
/**
* Why git, or a file system git runs on, could take this path for something it must not touch; null if it is
* safe. Windows and macOS read `.GIT`, `.git.`, `.git `, `git~1` and zero-width variants as `.git`, and a tree
* made here may be checked out there.
*/
function unsafePath(path) {
	if (path === "") return "is empty";
	if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
	if (path.includes("\0") || path.includes("\n")) return "holds a control character";
	if (path.includes("\\")) return "holds a backslash";
	if (Buffer.byteLength(path) > 4096) return "is longer than 4096 bytes";
	for (const part of path.split("/")) {
		if (part === "") return "has an empty part";
		if (part === "." || part === "..") return `has a part "${part}"`;
		if (isGitDirectory(part)) return "reaches into a git directory";
	}
	return null;
}
/** Whether a path of an existing commit would be written outside the work tree or into its git directory. */
function leavesTree(path) {
	return path.split("/").some((part) => part === "" || part === "." || part === ".." || isGitDirectory(part));
}
/** Characters that HFS+ leaves out when it compares names. */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
/** Whether some file system reads this name as `.git`. */
function isGitDirectory(name) {
	const folded = name.replace(IGNORED, "").toLowerCase().replace(/:.*$/, "").replace(/[. ]+$/, "");
	return folded === ".git" || folded === "git~1";
}

// src/engine/git/tree-object.ts
/** Mode of a tree entry as git writes it: a directory is `40000`, a submodule `160000`. */
const DIRECTORY = "40000";
const GITLINK = "160000";
const SYMLINK = "120000";
const SPACE = 32;
const SLASH = 47;
/** Bytes of an object name where none are said: those of SHA-1. */
const SHA1 = 20;
function nameStart(raw, start) {
	let at = start;
	while (raw[at] !== SPACE) at++;
	return at + 1;
}
function nameEnd(raw, name) {
	let at = name;
	while (raw[at] !== 0) at++;
	return at;
}
/** Where the entry that begins at `start` ends. */
function entryEnd(raw, start, oidBytes) {
	return nameEnd(raw, start) + 1 + oidBytes;
}
/** Calls `visit` with the byte offsets of each entry: no strings are made for entries nobody looks at. */
function scan(raw, oidBytes, visit) {
	let start = 0;
	while (start < raw.length) {
		const name = nameStart(raw, start);
		const nul = nameEnd(raw, name);
		if (!visit(start, name, nul)) return;
		start = nul + 1 + oidBytes;
	}
}
function entryAt$1(raw, start, oidBytes) {
	const name = nameStart(raw, start);
	const nul = nameEnd(raw, name);
	return {
		mode: raw.toString("latin1", start, name - 1),
		name: raw.toString("utf8", name, nul),
		oid: raw.toString("hex", nul + 1, nul + 1 + oidBytes)
	};
}
function isDirectory(raw, start) {
	return raw[start] === 52;
}
/** All entries of a tree, in git's order. A name that is not UTF-8 shows U+FFFD; editing keeps its bytes. */
function parseTree(raw, oidBytes = SHA1) {
	const entries = [];
	scan(raw, oidBytes, (start) => {
		entries.push(entryAt$1(raw, start, oidBytes));
		return true;
	});
	return entries;
}
/** The entry of this name, or null. */
function findEntry(raw, wanted, oidBytes = SHA1) {
	const key = Buffer.from(wanted);
	let found = null;
	scan(raw, oidBytes, (start, name, nul) => {
		if (nul - name !== key.length || !sameBytes(raw, name, key, 0, key.length)) return true;
		found = entryAt$1(raw, start, oidBytes);
		return false;
	});
	return found;
}
/** Byte by byte: most differ in the first ones, and a call of `Buffer.compare` costs more than that. */
function sameBytes(a, atA, b, atB, length) {
	for (let i = 0; i < length; i++) if (a[atA + i] !== b[atB + i]) return false;
	return true;
}
/** Each edit touches two places, since `a` and the directory `a` sort apart and either may have to go. */
function operations(edits) {
	const all = [];
	for (const [name, edit] of edits) {
		const directory = edit?.mode === DIRECTORY;
		const bytes = edit && Buffer.concat([Buffer.from(`${edit.mode} ${name}\0`), Buffer.from(edit.oid, "hex")]);
		all.push({
			key: Buffer.from(name),
			insert: directory ? null : bytes
		});
		all.push({
			key: Buffer.from(`${name}/`),
			insert: directory ? bytes : null
		});
	}
	return all.sort((a, b) => a.key.compare(b.key));
}
/** The name, with "/" behind a directory's. */
function sortKey(raw, start) {
	const name = nameStart(raw, start);
	const key = raw.subarray(name, nameEnd(raw, name));
	return isDirectory(raw, start) ? Buffer.concat([key, Buffer.from("/")]) : key;
}
/** Order of the entry at name..nul against a sort key; directories compare as if named `name/`. */
function compareEntry(raw, name, nul, directory, key) {
	const length = nul - name + (directory ? 1 : 0);
	const shared = Math.min(length, key.length);
	for (let i = 0; i < shared; i++) {
		const own = name + i < nul ? raw[name + i] : SLASH;
		const other = key[i];
		if (own !== other) return own - other;
	}
	return length - key.length;
}
/**
* The entries of each tree that the other one does not have so. Of what is equal no string is made: of thousands of
* entries a commit changes a few.
*/
function differingEntries(from, to, oidBytes = SHA1) {
	const only = {
		from: [],
		to: []
	};
	let a = 0;
	let b = 0;
	while (a < from.length && b < to.length) {
		const length = entryEnd(from, a, oidBytes) - a;
		if (sameBytes(from, a, to, b, length)) {
			a += length;
			b += length;
			continue;
		}
		const order = sortKey(from, a).compare(sortKey(to, b));
		if (order <= 0) {
			only.from.push(entryAt$1(from, a, oidBytes));
			a += length;
		}
		if (order >= 0) {
			only.to.push(entryAt$1(to, b, oidBytes));
			b = entryEnd(to, b, oidBytes);
		}
	}
	const rest = (own, raw) => [...own, ...parseTree(raw, oidBytes)];
	return {
		from: rest(only.from, from.subarray(a)),
		to: rest(only.to, to.subarray(b))
	};
}
/**
* The bytes of the tree with entries set (`{mode, oid}`) or removed (`null`). One pass over the bytes: a
* directory of 10,000 entries costs a scan, not 10,000 strings, and names that are not UTF-8 survive.
*/
function editTree(raw, edits) {
	const pieces = [];
	const orders = operations(edits);
	let next = 0;
	let kept = 0;
	const cut = (until) => {
		if (until > kept) pieces.push(raw.subarray(kept, until));
	};
	const insert = () => {
		const bytes = orders[next++]?.insert;
		if (bytes) pieces.push(bytes);
	};
	scan(raw, SHA1, (start, name, nul) => {
		const directory = isDirectory(raw, start);
		while (next < orders.length) {
			const order = compareEntry(raw, name, nul, directory, orders[next].key);
			if (order < 0) return true;
			cut(start);
			kept = order === 0 ? nul + 1 + SHA1 : start;
			insert();
			if (order === 0) return true;
		}
		return false;
	});
	cut(raw.length);
	while (next < orders.length) insert();
	return Buffer.concat(pieces);
}

// src/engine/git/tree.ts
/** An object that history names is not in the object store (a partial clone, a broken repository). */
var MissingObject = class extends Error {
	oid;
	constructor(oid) {
		super(`object ${oid} is missing from the repository`);
		this.oid = oid;
	}
};
async function readTree(store, oid) {
	const object = await store.read(oid);
	if (object?.type !== "tree") throw new MissingObject(oid);
	return object.data;
}
/** The tree of a commit. Throws `MissingObject`. */
async function treeOf$1(store, commit) {
	const object = await store.read(commit);
	if (object?.type !== "commit") throw new MissingObject(commit);
	return parseCommit(object.data).tree;
}
/** The entry at a path below a tree, a directory too; null when there is none. */
async function entryAt(store, tree, path) {
	let found = {
		name: "",
		mode: DIRECTORY,
		oid: tree
	};
	for (const part of path.split("/")) {
		if (found.mode !== "40000") return null;
		const next = findEntry(await readTree(store, found.oid), part, OID_BYTES[store.format]);
		if (!next) return null;
		found = next;
	}
	return found;
}
/** The entries of a directory, "" being the tree itself; empty when there is no such directory. */
async function listDirectory(store, tree, path) {
	const entry = path === "" ? {
		mode: DIRECTORY,
		oid: tree
	} : await entryAt(store, tree, path);
	return entry?.mode === "40000" ? parseTree(await readTree(store, entry.oid), OID_BYTES[store.format]) : [];
}
function emptyNode() {
	return {
		leaves: /* @__PURE__ */ new Map(),
		directories: /* @__PURE__ */ new Map()
	};
}
/** Paths sorted into directories. A path that leaves the tree is a bug of the caller. */
function plant(changes) {
	const root = emptyNode();
	for (const [path, leaf] of changes) {
		if (leaf !== null && leavesTree(path)) throw new Error(`not a path of a tree: ${JSON.stringify(path)}`);
		const parts = path.split("/");
		const name = parts.pop();
		let node = root;
		for (const part of parts) {
			const below = node.directories.get(part) ?? emptyNode();
			node.directories.set(part, below);
			node = below;
		}
		node.leaves.set(name, leaf);
	}
	return root;
}
async function applyNode(store, tree, node) {
	const raw = await readTree(store, tree);
	const edits = /* @__PURE__ */ new Map();
	for (const [name, leaf] of node.leaves) edits.set(name, leaf);
	for (const [name, below] of node.directories) {
		if (node.leaves.get(name)) continue;
		const old = findEntry(raw, name);
		const isDirectory = old?.mode === DIRECTORY;
		const oid = await applyNode(store, isDirectory && !node.leaves.has(name) ? old.oid : EMPTY_TREE.sha1, below);
		if (oid !== EMPTY_TREE.sha1) edits.set(name, {
			mode: DIRECTORY,
			oid
		});
		else if (isDirectory) edits.set(name, null);
	}
	return store.add("tree", editTree(raw, edits), tree);
}
/**
* The tree with leaves set or, where null, removed (a directory's path removes all below it). Only the
* directories on the way are read and written. A file set where a directory was replaces it, and the reverse.
*/
async function applyChanges(store, tree, changes) {
	return changes.size === 0 ? tree : applyNode(store, tree, plant(changes));
}
/** Whether the tree holds at most so many files; it is read only as far as that takes. */
async function holdsFewFiles(store, tree, most) {
	let count = 0;
	const folders = [tree];
	for (let folder = folders.pop(); folder !== void 0; folder = folders.pop()) {
		for (const entry of parseTree(await readTree(store, folder), OID_BYTES[store.format])) if (entry.mode === "40000") folders.push(entry.oid);
		else count += 1;
		if (count + folders.length > most) return false;
	}
	return true;
}
/** What differs between two trees, by path; equal subtrees are not read. Renames are a removal and an addition. */
async function diffTrees(store, from, to) {
	const found = /* @__PURE__ */ new Map();
	await diffInto(store, {
		from,
		to,
		prefix: ""
	}, found);
	return found;
}
async function diffInto(store, pair, found) {
	if (pair.from === pair.to) return;
	const [before, after] = await Promise.all([readTree(store, pair.from), readTree(store, pair.to)]);
	const only = differingEntries(before, after, OID_BYTES[store.format]);
	const old = new Map(only.from.map((entry) => [entry.name, entry]));
	const below = [];
	const compare = (name, a, b) => {
		if (a && b && a.oid === b.oid && a.mode === b.mode) return;
		const path = pair.prefix + name;
		const leaf = (entry) => entry && entry.mode !== "40000" ? {
			oid: entry.oid,
			mode: entry.mode
		} : null;
		const difference = {
			from: leaf(a),
			to: leaf(b)
		};
		if (difference.from || difference.to) found.set(path, difference);
		const directory = (entry) => entry?.mode === "40000" ? entry.oid : EMPTY_TREE[store.format];
		below.push({
			from: directory(a),
			to: directory(b),
			prefix: `${path}/`
		});
	};
	for (const entry of only.to) {
		compare(entry.name, old.get(entry.name), entry);
		old.delete(entry.name);
	}
	for (const [name, entry] of old) compare(name, entry, void 0);
	await Promise.all(below.map((each) => diffInto(store, each, found)));
}

// src/engine/git/remote.ts
/** Commits asked for at each step when a shallow history has to grow. */
const DEEPEN_STEPS = [
	50,
	500,
	5e3
];
/** The name of a partial clone's remote in our own configuration. */
const PROMISOR = "origin";
/** Opens a remote. Nothing is contacted yet. */
function openRemote(repository, options) {
	const base = openSide(repository, options, options);
	const own = options.push ? openSide(repository, options.push, options) : base;
	const list = async (prefix) => listRefs(own, `${prefix}*`);
	const tip = async (ref) => {
		const listed = await listRefs(isOwn(ref) ? own : base, ref);
		return listed.ok ? {
			ok: true,
			oid: listed.refs.get(ref) ?? null
		} : listed;
	};
	const contextOf = (side) => ({
		repository,
		...side,
		tip
	});
	return {
		url: own.url,
		tip,
		list,
		fetch: (ref, fetchOptions = {}) => fetchRef(contextOf(isOwn(ref) ? own : base), ref, fetchOptions),
		fetchAll: (tips) => fetchAll(contextOf(own), tips),
		fetchObjects: (oids) => fetchObjects(base, oids),
		push: (request) => pushForward(contextOf(own), request),
		pushTag: (name, oid) => pushTag(contextOf(own), `refs/tags/${name}`, oid),
		swapLock: (request) => swapLock(contextOf(own), request)
	};
}
/** Refs that this product writes; the others are people's. */
function isOwn(ref) {
	return /^refs\/(?:heads\/|tags\/)?milestone(?:-lock)?\//.test(ref);
}
function openSide(repository, { url, personal, timeout = 12e4, silence = 3e4 }, { token, spareToken, environment = process.env }) {
	const accessWith = (given) => remoteAccess(url, {
		root: repository.root,
		token: given,
		personal
	});
	let access = accessWith(token);
	let spare = spareToken && accessWith(spareToken);
	const home = environment.HOME;
	const { promisor } = repository;
	const partial = promisor ? [
		`remote.${PROMISOR}.url=${access.url}`,
		`remote.${PROMISOR}.promisor=true`,
		`remote.${PROMISOR}.partialclonefilter=${promisor.filter}`
	] : [];
	const call = async (args, options = {}) => {
		const result = await repository.git.run(args, {
			...options,
			config: [
				...access.config,
				...partial,
				...options.config ?? []
			],
			secret: access.secret,
			timeout,
			silence,
			env: {
				...access.needsHome && home !== void 0 ? { HOME: home } : {},
				...options.env
			}
		});
		if (result.code === 0 || !spare || !isRefused(result)) return result;
		access = spare;
		spare = void 0;
		return call(args, options);
	};
	return {
		call,
		url: access.url,
		from: promisor ? PROMISOR : access.url,
		secret: token?.token
	};
}
/** Whether the server would not have these credentials; nothing was changed then. */
function isRefused(result) {
	return [
		"auth",
		"denied",
		"missing"
	].includes(remoteFailure(result).reason) && !/GH\d{3}/.test(result.stderr);
}
async function listRefs({ call, url, secret }, pattern) {
	const result = await call([
		"ls-remote",
		"--refs",
		"--quiet",
		"--",
		url,
		pattern
	]);
	if (result.code !== 0) return remoteFailure(result, secret);
	const lines = result.stdout.toString("utf8").split("\n");
	const refs = /* @__PURE__ */ new Map();
	for (const line of lines) {
		const [oid = "", ref = ""] = line.split("	");
		if (isOid(oid) && ref.startsWith(pattern.replace(/\*$/, ""))) refs.set(ref, oid);
	}
	return {
		ok: true,
		refs
	};
}
async function fetchOnce(context, ref, extra) {
	const fetched = await fetchRefs(context, [ref], extra);
	return fetched instanceof Map ? fetched.get(ref) ?? null : fetched;
}
/** Fetches what is not here yet; a shallow clone gets the tips alone of branches that it has nothing of. */
async function fetchAll(context, tips) {
	assertRefNames(tips.keys());
	const { repository, secret } = context;
	await repository.flush();
	const found = /* @__PURE__ */ new Map();
	const shallow = repository.isShallow();
	const wanted = {
		whole: [],
		tip: []
	};
	for (const [ref, oid] of tips) {
		const here = await repository.resolve(ref);
		if (here === oid || shallow && await repository.store.read(oid)) found.set(ref, oid);
		else if (shallow && here === null) wanted.tip.push(ref);
		else wanted.whole.push(ref);
	}
	for (const [refs, extra] of [[wanted.whole, []], [wanted.tip, ["--depth=1"]]]) {
		const fetched = await fetchRefs(context, refs, extra);
		if (!(fetched instanceof Map)) return remoteFailure(fetched, secret);
		for (const [ref, oid] of fetched) found.set(ref, oid);
	}
	return {
		ok: true,
		refs: found
	};
}
async function fetchRef(context, ref, { meets }) {
	assertRefNames([ref]);
	const { repository, secret } = context;
	await repository.flush();
	const shallow = repository.isShallow();
	const known = shallow ? await knownTip(context, ref) : {
		ok: true,
		oid: null
	};
	if (!known.ok) return known;
	const isNew = shallow && known.oid === null && await repository.resolve(ref) === null;
	const fetched = known.oid ?? await fetchOnce(context, ref, isNew ? ["--depth=1"] : []);
	if (typeof fetched !== "string") return fetched === null ? {
		ok: true,
		oid: null
	} : remoteFailure(fetched, secret);
	if (!shallow || meets === void 0) return {
		ok: true,
		oid: fetched
	};
	for (const step of [...DEEPEN_STEPS.map((count) => `--deepen=${count}`), "--unshallow"]) {
		if (await repository.mergeBase(fetched, meets) !== null || !repository.isShallow()) break;
		const deeper = await fetchOnce(context, ref, [step]);
		if (deeper !== null && typeof deeper !== "string") return remoteFailure(deeper, secret);
	}
	return {
		ok: true,
		oid: fetched
	};
}
/** As git itself brings what it lacks: no history is agreed upon, and the names are all that is asked for. */
async function fetchObjects({ call, from, secret }, oids) {
	const args = [
		"fetch",
		from,
		"--no-tags",
		"--no-write-fetch-head",
		"--no-recurse-submodules",
		"--quiet"
	];
	const input = oids.map((oid) => `${oid}\n`).join("");
	const result = await call([
		"-c",
		"fetch.negotiationAlgorithm=noop",
		...args,
		"--no-auto-maintenance",
		"--filter=blob:none",
		"--stdin"
	], { input });
	if (result.code === 0) return;
	const { message } = remoteFailure(result, secret);
	throw new Error(`this is a partial clone, and the remote does not give the ${oids.length} missing objects: ${message}`);
}
/** The remote's tip, if its commit is here already: then nothing is fetched. */
async function knownTip({ tip, repository }, ref) {
	const now = await tip(ref);
	if (!now.ok || now.oid === null) return now;
	return {
		ok: true,
		oid: await repository.store.read(now.oid) ? now.oid : null
	};
}
const PUSH = [
	"push",
	"--porcelain",
	"--no-verify",
	"--no-follow-tags",
	"--no-signed",
	"--recurse-submodules=no"
];
async function pushForward(context, { ref, expected, oid }) {
	if (!isRefName(ref) || !isOid(oid)) throw new Error(`not a ref and an object name: ${ref} ${oid}`);
	const { repository } = context;
	await repository.flush();
	if (expected !== null && !await repository.isAncestor(expected, oid)) throw new Error(`a push must go forward: ${oid} does not descend from ${expected}`);
	const uploaded = await uploadLfs(context, {
		ref,
		expected,
		oid
	});
	return uploaded.ok ? pushWithLease(context, {
		ref,
		expected,
		oid
	}) : uploaded;
}
/** What pointers stand for comes first: a server may refuse pointers to what it does not have. */
async function uploadLfs(context, { ref, expected, oid }) {
	const { repository, call, url, secret } = context;
	const { lfs } = repository.conversion.settings;
	if (lfs === null || !await usesLfs(repository, oid)) return { ok: true };
	const head = await repository.resolve("HEAD");
	const { plainDirectory: cwd } = repository.git;
	writeFileSync(join(cwd, "objects/info/alternates"), `${join(repository.commonDirectory, "objects")}\n`);
	const env = {
		GIT_DIR: void 0,
		GIT_OBJECT_DIRECTORY: void 0,
		GIT_LITERAL_PATHSPECS: void 0
	};
	const run = (...args) => repository.git.run(args, {
		env,
		cwd
	});
	await run("config", "lfs.storage", repository.conversion.storage);
	if (head) await run("update-ref", "refs/remotes/origin/base", head);
	const address = url.startsWith("/") ? `file://${url}` : url;
	const config = [
		`alias.own-lfs=!unset GIT_DIR; '${lfs.replaceAll("'", "'\\''")}'`,
		`remote.origin.url=${address}`,
		"lfs.allowincompletepush=true"
	];
	const input = `${ref} ${oid} ${ref} ${expected ?? "0".repeat(oid.length)}\n`;
	const result = await call([
		"own-lfs",
		"pre-push",
		"origin",
		address
	], {
		input,
		env,
		config,
		cwd
	});
	if (result.code === 0) return { ok: true };
	const failure = remoteFailure(result, secret);
	return {
		...failure,
		message: `files of Git LFS could not be uploaded: ${failure.message}`
	};
}
async function usesLfs({ store, conversion }, commit) {
	if (conversion.madePointers) return true;
	const entry = await entryAt(store, await treeOf$1(store, commit), ".gitattributes");
	const attributes = entry && await store.read(entry.oid);
	return attributes !== null && namesLfs(attributes.data);
}
async function pushWithLease(context, { ref, expected, oid }) {
	const { call, url, secret, tip } = context;
	const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
	const result = await call([
		...PUSH,
		lease,
		"--",
		url,
		`${oid ?? ""}:${ref}`
	]);
	if (result.code === 0) return { ok: true };
	const failure = pushFailure(result, secret);
	if (failure.reason !== "stale") return failure;
	const now = await tip(ref);
	if (!now.ok) return now;
	if (now.oid === expected) return unmovedFailure(failure);
	return now.oid === oid ? { ok: true } : {
		...failure,
		actual: now.oid
	};
}
/** Why a ref that nobody moved could not be: another name bars it, or a lock that a killed server left. */
function unmovedFailure({ message }) {
	return /cannot create|file conflict/i.test(message) ? {
		ok: false,
		reason: "name-taken",
		retriable: false,
		message
	} : {
		ok: false,
		reason: "unreachable",
		retriable: true,
		message
	};
}
/** The only refs that may go backwards or vanish: they hold no history. */
async function swapLock(context, request) {
	if (!isRefName(request.ref) || !request.ref.startsWith("refs/milestone-lock/")) throw new Error(`not a lock's ref: ${request.ref}`);
	await context.repository.flush();
	return pushWithLease(context, request);
}
async function pushTag(context, ref, oid) {
	if (!isRefName(ref)) throw new Error(`not a ref: ${ref}`);
	await context.repository.flush();
	return pushWithLease(context, {
		ref,
		expected: null,
		oid
	});
}

// src/engine/git/committed-files.ts
function committedFiles(store) {
	const readBlob = async (oid) => {
		const object = await store.read(oid);
		return object?.type === "blob" ? object.data : null;
	};
	const entry = async (commit, path) => {
		const found = await entryAt(store, await treeOf$1(store, commit), path);
		return found && {
			oid: found.oid,
			mode: found.mode
		};
	};
	return {
		async readFile(commit, path) {
			const found = await entry(commit, path);
			return found ? readBlob(found.oid) : null;
		},
		readBlob,
		entry,
		list: async (commit, directory) => listDirectory(store, await treeOf$1(store, commit), directory),
		changedPaths: async (from, to) => [...(await diffTrees(store, await treeOf$1(store, from), await treeOf$1(store, to))).keys()].sort()
	};
}

// src/engine/git/line-process.ts
/** The fault that ended git, with the system's code where git named one. */
var GitFault = class extends Error {
	code;
	stderr;
	constructor(command, stderr) {
		super(`git ${command} ended: ${stderr.trim().split("\n")[0] || "no reason given"}`);
		this.stderr = stderr;
		this.code = SYSTEM_FAULTS.find(([sign]) => sign.test(stderr))?.[1];
	}
};
const SYSTEM_FAULTS = [
	[/No space left on device/, "ENOSPC"],
	[/Disk quota exceeded/, "EDQUOT"],
	[/Permission denied/, "EACCES"],
	[/Read-only file system/, "EROFS"],
	[/Input\/output error/, "EIO"],
	[/Too many open files/, "EMFILE"]
];
/** A long-lived git: lines go in, and each question gets one line back, in order. */
var LineProcess = class {
	#child;
	#ended;
	#waiting = [];
	#name;
	#stderr = "";
	#rest = "";
	isAlive = true;
	constructor(git, args, options = {}) {
		const child = git.start(args, {
			...options,
			stderr: true
		});
		this.#child = child;
		this.#name = args[0] ?? "";
		child.stdout?.setEncoding("utf8").on("data", (text) => this.#read(text));
		child.stderr?.setEncoding("utf8").on("data", (text) => {
			if (this.#stderr.length < 4096) this.#stderr += text;
		});
		child.stdin?.on("error", () => void 0);
		this.#ended = new Promise((resolve) => {
			child.on("error", (error) => this.#end(error, resolve));
			child.on("close", () => this.#end(new GitFault(this.#name, this.#stderr), resolve));
		});
		this.#referenced(false);
	}
	write(data) {
		this.#child.stdin?.write(data);
	}
	/** Throws `GitFault` when it ended without an answer. */
	ask(line) {
		return new Promise((resolve, reject) => {
			if (!this.isAlive) return reject(new GitFault(this.#name, this.#stderr));
			this.#referenced(true);
			this.#waiting.push({
				resolve,
				reject
			});
			this.#child.stdin?.write(line);
		});
	}
	/** Says the last words and waits until it has ended. */
	end(words = "") {
		this.#referenced(true);
		this.#child.stdin?.end(words);
		return this.#ended;
	}
	#read(text) {
		const lines = (this.#rest + text).split("\n");
		this.#rest = lines.pop() ?? "";
		for (const line of lines) this.#waiting.shift()?.resolve(line);
		if (this.#waiting.length === 0) this.#referenced(false);
	}
	#end(error, done) {
		this.isAlive = false;
		for (const { reject } of this.#waiting.splice(0)) reject(error);
		done();
	}
	/** An idle process must not keep the program from ending; an answer that is waited for must. */
	#referenced(wanted) {
		const streams = [
			this.#child,
			this.#child.stdin,
			this.#child.stdout,
			this.#child.stderr
		];
		for (const each of streams) if (wanted) each?.ref?.();
		else each?.unref?.();
	}
};

// src/engine/git/git-refs.ts
/** Longer than a lock must be old to count as left behind by a killed process. */
const LOCK_PATIENCE_MS = 3e3;
/** The user's refs, read and moved by git, however the repository keeps them. */
var GitRefs = class {
	#git;
	#place;
	#storage;
	#reader = null;
	#writer = null;
	#turn = Promise.resolve();
	constructor(git, place, storage) {
		this.#git = git;
		this.#place = place;
		this.#storage = storage;
	}
	/** The object a ref (`refs/…` or `HEAD`) points at; null when it does not exist. */
	async read(name) {
		if (name === "HEAD") {
			const link = await this.head();
			return link?.startsWith("refs/") ? this.read(link) : link;
		}
		if (!isRefName(name)) return null;
		if (!this.#reader?.isAlive) this.#reader = this.#start(["cat-file", "--batch-check"]);
		const [oid = ""] = (await this.#reader.ask(`${name}\n`)).split(" ");
		return isOid(oid) ? oid : null;
	}
	/** The ref that HEAD stands for, or the commit where it is detached. */
	async head(gitDirectory = this.#place.gitDirectory) {
		if (this.#storage === "files") return readHead({
			...this.#place,
			gitDirectory
		});
		const view = join(this.#git.directory, "head");
		rmSync(view, {
			recursive: true,
			force: true
		});
		mkdirSync(join(view, "refs"), { recursive: true });
		mkdirSync(join(view, "objects"));
		symlinkSync(join(gitDirectory, "reftable"), join(view, "reftable"));
		writeFileSync(join(view, "HEAD"), "ref: refs/heads/.invalid\n");
		const config = join(this.#git.refsDirectory, "config");
		symlinkSync(config, join(view, "config"));
		const env = { GIT_DIR: view };
		const link = await this.#git.run([
			"symbolic-ref",
			"--quiet",
			"HEAD"
		], { env });
		if (link.code === 0) return link.stdout.toString("utf8").trim();
		return (await this.#git.run([
			"rev-parse",
			"--verify",
			"--quiet",
			"HEAD"
		], { env })).stdout.toString("latin1").trim() || null;
	}
	/**
	* Moves a ref by compare-and-swap; it survives a power loss once this says ok. A lock that another git holds is
	* waited for about 3 s, and one that a killed run left on a ref of ours is removed.
	*/
	swap(swap) {
		const swapped = this.#turn.then(() => this.#swap(swap));
		this.#turn = swapped.catch(() => void 0);
		return swapped;
	}
	async close() {
		await Promise.all([this.#reader?.end(), this.#writer?.end()]);
	}
	async #swap(swap) {
		const { name, to } = swap;
		if (!isRefName(name) || to !== null && !isOid(to)) throw new Error(`not a ref and an object name: ${name} ${to}`);
		const start = performance.now();
		for (;;) {
			const fault = await this.#attempt(swap);
			if (!fault) return { ok: true };
			const actual = await this.read(name);
			if (actual !== swap.from) return {
				ok: false,
				actual,
				reason: "moved"
			};
			if (/cannot create|non-empty directory|File exists.*refs\//.test(fault.stderr) && !/\.lock'/.test(fault.stderr)) return {
				ok: false,
				actual,
				reason: "name-taken"
			};
			if (!/\.lock'/.test(fault.stderr)) throw fault;
			if (performance.now() - start > LOCK_PATIENCE_MS) return {
				ok: false,
				actual,
				reason: "locked"
			};
			const lock = /Unable to create '([^']*\.lock)'/.exec(fault.stderr)?.[1];
			if (fault.code !== void 0) throw fault;
			if (lock !== void 0 && isEngineRef(name)) removeStaleLock(lock);
		}
	}
	async #attempt({ name, from, to }) {
		const none = "0".repeat((to ?? from ?? "").length);
		const command = to === null ? `delete ${name} ${from}` : `update ${name} ${to} ${from ?? none}`;
		if (!this.#writer?.isAlive) this.#writer = this.#start([
			"update-ref",
			"--no-deref",
			"--stdin"
		]);
		const writer = this.#writer;
		try {
			const answers = [
				writer.ask(`start\n${command}\n`),
				writer.ask("prepare\n"),
				writer.ask("commit\n")
			];
			await Promise.all(answers);
		} catch (error) {
			if (error instanceof GitFault) return error;
			throw error;
		}
		this.#sync(name);
		return null;
	}
	/** git syncs files and never the folders that name them. */
	#sync(name) {
		const { commonDirectory } = this.#place;
		if (this.#storage === "reftable") return syncDirectoryOf(join(commonDirectory, "reftable/tables.list"));
		for (let path = name; path !== "refs"; path = dirname(path)) if (existsSync(dirname(join(commonDirectory, path)))) syncDirectoryOf(join(commonDirectory, path));
	}
	#start(args) {
		return new LineProcess(this.#git, args, {
			config: [
				"core.fsync=reference",
				"core.fsyncMethod=fsync",
				"core.filesRefLockTimeout=300"
			],
			env: { GIT_DIR: this.#git.refsDirectory }
		});
	}
};

// src/engine/git/importer.ts
/** Never looked at by anybody: fast-import wants a ref for its commits. */
const SCRATCH = "refs/scratch/milestone";
const SETTINGS$1 = [
	"fastimport.unpackLimit=0",
	"core.fsync=all,-reference",
	"core.fsyncMethod=fsync",
	"pack.compression=1"
];
/**
* Objects on their way into the user's store, by one long-lived `git fast-import`. What was handed over since the last
* checkpoint is kept here as well: a process that dies takes its pack along, and the next one is told everything again.
*/
var Importer = class {
	#git;
	/** Where git writes the names of the packs that it finished. */
	#edges;
	#session = null;
	#lastMark = 0;
	/** By mark, in the order in which they were handed over. */
	#unwritten = /* @__PURE__ */ new Map();
	#marks = /* @__PURE__ */ new Map();
	constructor(git, edges) {
		this.#git = git;
		this.#edges = edges;
	}
	get hasWork() {
		return this.#unwritten.size > 0;
	}
	/** Whether the object was handed over and no checkpoint wrote it yet. */
	has(oid) {
		return this.#marks.has(oid);
	}
	/** The bytes of a blob that no checkpoint wrote yet. */
	blobOf(oid) {
		const mark = this.#marks.get(oid);
		const work = mark === void 0 ? void 0 : this.#unwritten.get(mark);
		return work?.kind === "blob" ? work.data : void 0;
	}
	/** Hands a blob over, whose name the caller knows. */
	blob(oid, data) {
		if (this.#marks.has(oid)) return;
		const work = {
			kind: "blob",
			mark: ++this.#lastMark,
			data
		};
		this.#unwritten.set(work.mark, work);
		this.#marks.set(oid, work.mark);
		this.#session?.write(this.#render(work));
	}
	/** Makes a commit and answers its name. Throws `GitFault`; then it was not made. */
	async commit(commit) {
		const work = {
			kind: "commit",
			mark: ++this.#lastMark,
			commit
		};
		const session = this.#opened();
		session.write(this.#render(work));
		const oid = await session.ask(`get-mark :${work.mark}\n`);
		this.#unwritten.set(work.mark, work);
		this.#marks.set(oid, work.mark);
		return oid;
	}
	/** What stands at the paths below a commit's tree, a directory too. */
	async entries(commit, paths) {
		const session = this.#opened();
		return Promise.all(paths.map(async (path) => {
			const line = await session.ask(`ls ${this.#nameOf(commit)} ${quoted$1(path)}\n`);
			const [, mode, oid] = /^(\d+) \w+ ([0-9a-f]+)\t/.exec(line) ?? [];
			return mode === void 0 || oid === void 0 ? null : {
				mode,
				oid
			};
		}));
	}
	/** Brings everything to the disk and makes it visible. Throws `GitFault`, and keeps it all for the next try. */
	async checkpoint() {
		if (this.#unwritten.size === 0) return;
		const written = [...this.#unwritten.keys()];
		await this.#opened().ask("checkpoint\nprogress written\n");
		for (const mark of written) this.#unwritten.delete(mark);
		for (const [oid, mark] of this.#marks) if (!this.#unwritten.has(mark)) this.#marks.delete(oid);
	}
	/** Ends the process; what no checkpoint wrote stays for the next one. */
	async end() {
		const ending = this.#session;
		this.#session = null;
		await ending?.end("done\n");
	}
	/** A process that knows of everything that is not written yet. */
	#opened() {
		if (this.#session?.isAlive) return this.#session;
		const options = [
			"--quiet",
			"--done",
			"--date-format=raw",
			`--export-pack-edges=${this.#edges}`
		];
		const session = new LineProcess(this.#git, ["fast-import", ...options], { config: SETTINGS$1 });
		this.#session = session;
		for (const work of this.#unwritten.values()) session.write(this.#render(work));
		return session;
	}
	#nameOf(oid) {
		const mark = this.#marks.get(oid);
		return mark === void 0 ? oid : `:${mark}`;
	}
	#render(work) {
		if (work.kind === "blob") return Buffer.concat([
			Buffer.from(`blob\nmark :${work.mark}\ndata ${work.data.length}\n`),
			work.data,
			Buffer.from("\n")
		]);
		const { parents, tree, changes, message, author, at } = work.commit;
		const who = `${personOf(author)} ${Math.floor(at / 1e3)} +0000`;
		const text = Buffer.from(`${message.trimEnd()}\n`);
		const [first, ...others] = parents;
		return Buffer.from([
			`reset ${SCRATCH}\n\n`,
			`commit ${SCRATCH}\nmark :${work.mark}\nauthor ${who}\ncommitter ${who}\ndata ${text.length}\n${text.toString()}\n`,
			...first === void 0 ? [] : [`from ${this.#nameOf(first)}\n`],
			...others.map((parent) => `merge ${this.#nameOf(parent)}\n`),
			...tree === void 0 ? [] : [`M 040000 ${tree} ""\n`],
			...edits(changes, (oid) => this.#nameOf(oid)),
			"\n"
		].join(""));
	}
};
/** Removals come first: a folder's name may become a file's, and the reverse. */
function edits(changes, nameOf) {
	const removed = [];
	const set = [];
	for (const [path, leaf] of changes) if (leaf === null) removed.push(`D ${quoted$1(path)}\n`);
	else if (!isBelowFile(path, changes)) {
		const name = leaf.mode === "160000" ? leaf.oid : nameOf(leaf.oid);
		set.push(`M ${leaf.mode} ${name} ${quoted$1(path)}\n`);
	}
	return [...removed, ...set];
}
function isBelowFile(path, changes) {
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) if (changes.get(path.slice(0, end))) return true;
	return false;
}
/** A path as fast-import reads it: bytes above ASCII stand for themselves. */
function quoted$1(path) {
	return `"${path.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

// src/engine/git/store.ts
/** Bytes of objects kept in memory for reading again. */
const CACHE_BYTES = 8388608;
/** Objects by name, the least recently used ones dropped. */
var ObjectCache = class {
	#bytes = 0;
	#objects = /* @__PURE__ */ new Map();
	get(oid) {
		const object = this.#objects.get(oid);
		if (object) {
			this.#objects.delete(oid);
			this.#objects.set(oid, object);
		}
		return object;
	}
	set(oid, object) {
		if (object.data.length > CACHE_BYTES / 8 || this.#objects.has(oid)) return;
		this.#objects.set(oid, object);
		this.#bytes += object.data.length + 200;
		for (const [oldest, { data }] of this.#objects) {
			if (this.#bytes <= CACHE_BYTES) break;
			this.#objects.delete(oldest);
			this.#bytes -= data.length + 200;
		}
	}
};

// src/engine/git/git-store.ts
/** So many packs are joined into one: git's reads slow down with the number of packs. */
const JOIN_PACKS$1 = 50;
/** Joined ones are joined again, so that a long run's objects are copied a few times and not once for each join. */
const JOIN_JOINED = 10;
/** For git to join them (ms). */
const JOIN_TIMEOUT_MS = 6e5;
/** The user's objects, written by git itself whatever the repository's formats are. */
var GitStore = class {
	format;
	#options;
	#cache = new ObjectCache();
	#importer;
	#edges;
	#packs;
	/** Packs of this run, without an ending, by how often they were joined. */
	#own = [[]];
	#seenEdges = 0;
	#flushing = Promise.resolve();
	constructor(options) {
		this.format = options.format;
		this.#options = options;
		this.#edges = join(options.git.directory, "packs");
		this.#packs = join(options.objects, "pack");
		this.#importer = new Importer(options.git, this.#edges);
	}
	async addBlob(data) {
		const oid = hashObject("blob", data, this.format);
		this.#importer.blob(oid, data);
		return oid;
	}
	async commit({ parents, base, changes, message, author, at }) {
		for (const path of changes.keys()) if (changes.get(path) !== null && leavesTree(path)) throw new Error(`not a path of a tree: ${JSON.stringify(path)}`);
		const contents = [...changes].filter(([, change]) => Buffer.isBuffer(change));
		const old = await this.#importer.entries(base, contents.map(([path]) => path));
		const leaves = new Map(changes);
		for (const [i, [path, content]] of contents.entries()) {
			const mode = old[i]?.mode.startsWith("100") ? old[i].mode : "100644";
			leaves.set(path, {
				mode,
				oid: await this.addBlob(content)
			});
		}
		const tree = base === parents[0] ? void 0 : await treeOf$1(this, base);
		return this.#importer.commit({
			parents,
			tree,
			changes: leaves,
			message,
			author,
			at
		});
	}
	async read(oid) {
		const blob = this.#importer.blobOf(oid);
		if (blob) return {
			type: "blob",
			data: blob
		};
		const known = this.#cache.get(oid);
		if (known) return known;
		if (oid === EMPTY_TREE[this.format]) return {
			type: "tree",
			data: Buffer.alloc(0)
		};
		let object = await this.#options.reader.read(oid);
		if (!object && this.#importer.hasWork) {
			await this.flush();
			object = await this.#options.reader.read(oid);
		}
		if (object) this.#cache.set(oid, object);
		return object;
	}
	flush() {
		const flushed = this.#flushing.then(() => this.#flush());
		this.#flushing = flushed.catch(() => void 0);
		return flushed;
	}
	async stage() {
		await this.flush();
		return null;
	}
	async close() {
		await this.#importer.end();
	}
	async #flush() {
		if (!this.#importer.hasWork) return;
		await this.#importer.checkpoint();
		const made = this.#takeNames();
		if (made) syncDirectoryOf(made);
		for (let level = 0; level < this.#own.length; level++) if (this.#own[level].length >= (level === 0 ? JOIN_PACKS$1 : JOIN_JOINED)) await this.#join(level);
	}
	/** The packs that git names as finished since the last look; nothing keeps them from the user's own `git gc`. */
	#takeNames() {
		if (!existsSync(this.#edges)) return void 0;
		const lines = readFileSync(this.#edges, "utf8").split("\n");
		for (const line of lines.slice(this.#seenEdges, -1)) {
			const name = /pack-[0-9a-f]+(?=\.pack:)/.exec(line)?.[0];
			if (name === void 0) continue;
			this.#own[0].push(join(this.#packs, name));
			rmSync(join(this.#packs, `${name}.keep`), { force: true });
		}
		this.#seenEdges = lines.length - 1;
		return this.#own[0].at(-1);
	}
	async #join(level) {
		const packs = this.#own[level].splice(0);
		await this.#importer.end();
		if (existsSync(join(this.#packs, "multi-pack-index"))) return;
		const { code, stdout } = await this.#options.git.run([...[
			"pack-objects",
			"--stdin-packs",
			"--quiet",
			"--delta-base-offset",
			"--window=4"
		], join(this.#packs, "pack")], {
			input: packs.map((path) => `${basename(path)}.pack\n`).join(""),
			config: ["core.fsync=all"],
			timeout: JOIN_TIMEOUT_MS
		});
		if (code !== 0) return;
		const joined = join(this.#packs, `pack-${stdout.toString("latin1").trim()}`);
		syncDirectoryOf(joined);
		for (const path of packs) {
			if (path === joined) continue;
			for (const ending of [
				"idx",
				"pack",
				"rev"
			]) rmSync(`${path}.${ending}`, { force: true });
		}
		this.#own[level + 1] ??= [];
		this.#own[level + 1].push(joined);
	}
};

// src/engine/git/history.ts
/** Commits looked at here before git is asked: our own answers are almost always within a few. */
const NEAR = 256;
/** Reads a commit. Throws `MissingObject`. */
async function readCommit(store, oid) {
	const object = await store.read(oid);
	if (object?.type !== "commit") throw new MissingObject(oid);
	return parseCommit(object.data);
}
/** True, false, or null when the first 256 commits do not tell. */
async function isNearAncestor(parentsOf, a, b) {
	const seen = /* @__PURE__ */ new Set([b]);
	const queue = [b];
	for (let at = 0; at < queue.length; at++) {
		if (queue[at] === a) return true;
		if (at >= NEAR) return null;
		for (const parent of await parentsOf(queue[at])) {
			if (!seen.has(parent)) queue.push(parent);
			seen.add(parent);
		}
	}
	return false;
}
/** Whether `a` is `b` or one of its ancestors. The store must have been flushed. */
async function isAncestor(git, parentsOf, pair) {
	const near = await isNearAncestor(parentsOf, pair.a, pair.b);
	if (near !== null) return near;
	const { code, stderr } = await git.run([
		"merge-base",
		"--is-ancestor",
		pair.a,
		pair.b
	]);
	if (code === 0 || code === 1) return code === 0;
	throw new Error(`git merge-base failed: ${stderr.trim()}`);
}
/** The best common ancestor, or null when the histories share none. The store must have been flushed. */
async function mergeBase(git, a, b) {
	const { code, stdout, stderr } = await git.run([
		"merge-base",
		a,
		b
	]);
	if (code === 0) return stdout.toString("latin1").split("\n")[0];
	if (code === 1) return null;
	throw new Error(`git merge-base failed: ${stderr.trim()}`);
}
/** Commits of the range, newest first, at most `limit`. The store must have been flushed. */
async function log(git, store, { from, to, limit }) {
	if (limit === 1 && from === void 0) return [{
		oid: to,
		...await readCommit(store, to)
	}];
	const range = from === void 0 ? [to] : [to, `^${from}`];
	const { code, stdout, stderr } = await git.run([
		"rev-list",
		`--max-count=${limit}`,
		"--topo-order",
		...range
	]);
	if (code !== 0) throw new Error(`git rev-list failed: ${stderr.trim()}`);
	const oids = stdout.toString("latin1").split("\n").filter(Boolean);
	return Promise.all(oids.map(async (oid) => ({
		oid,
		...await readCommit(store, oid)
	})));
}

// src/engine/git/pack.ts
const HEADER_BYTES = 12;
const TYPE_BITS = {
	commit: 1,
	tree: 2,
	blob: 3,
	tag: 4
};
const OFS_DELTA = 6;
/** Longer chains make old versions slow to read; 50 is git's own default depth. */
const MAX_CHAIN = 50;
/** Below this a delta saves nothing against its own overhead. */
const MIN_DELTA = 256;
/** zlib's set-up, not the deflating, is what small objects cost: with small windows and tables, … */
const SMALL = 8192;
/** … and not at all for the smallest, most of which are trees, whose object names do not shrink. */
const STORED = 512;
function deflate(data) {
	if (data.length <= STORED) return store(data);
	const chunkSize = data.length + 64;
	return data.length <= SMALL ? deflateSync(data, {
		level: 1,
		memLevel: 5,
		windowBits: 13,
		chunkSize
	}) : deflateSync(data, {
		level: 1,
		chunkSize
	});
}
/** A zlib stream (RFC 1950) of one stored block; at most 64 KiB. */
function store(data) {
	const out = Buffer.allocUnsafe(data.length + 11);
	out.writeUInt16BE(30721, 0);
	out[2] = 1;
	out.writeUInt16LE(data.length, 3);
	out.writeUInt16LE(~data.length & 65535, 5);
	data.copy(out, 7);
	out.writeUInt32BE(adler32(data), data.length + 7);
	return out;
}
/** RFC 1950's checksum; the sums stay below 2^31 for the few bytes that are stored. */
function adler32(data) {
	let a = 1;
	let b = 0;
	for (const byte of data) {
		a += byte;
		b += a;
	}
	return b % 65521 * 65536 + a % 65521 >>> 0;
}
/** Type and length of an entry: 4 bits of length in the first byte, then 7 bits a byte, low bits first. */
function entryHeader(type, length) {
	const bytes = [];
	let byte = type << 4 | length & 15;
	let rest = Math.floor(length / 16);
	while (rest > 0) {
		bytes.push(byte | 128);
		byte = rest & 127;
		rest = Math.floor(rest / 128);
	}
	bytes.push(byte);
	return Buffer.from(bytes);
}
/** Distance back to the base of a delta, in git's offset encoding (high bits first, each carry plus one). */
function baseDistance(distance) {
	const bytes = [distance & 127];
	let rest = Math.floor(distance / 128);
	while (rest > 0) {
		rest--;
		bytes.unshift(128 | rest & 127);
		rest = Math.floor(rest / 128);
	}
	return Buffer.from(bytes);
}
function deltaSize(value) {
	const bytes = [];
	let rest = value;
	while (rest > 127) {
		bytes.push(rest & 127 | 128);
		rest = Math.floor(rest / 128);
	}
	bytes.push(rest);
	return bytes;
}
function copy(out, from, length) {
	let offset = from;
	let left = length;
	while (left > 0) {
		const size = Math.min(left, 65535);
		const args = [
			offset & 255,
			offset >>> 8 & 255,
			offset >>> 16 & 255,
			offset >>> 24
		];
		const flags = args.map((byte, i) => byte ? 1 << i : 0).reduce((a, b) => a | b, 0);
		const sizes = [size & 255, size >>> 8];
		const sizeFlags = (sizes[0] ? 16 : 0) | (sizes[1] ? 32 : 0);
		out.push(128 | flags | sizeFlags, ...args.filter((byte) => byte), ...sizes.filter((byte) => byte));
		offset += size;
		left -= size;
	}
}
function mismatch(a, b) {
	const shared = Math.min(a.length, b.length);
	let head = 0;
	const block = 4096;
	while (head + block <= shared && a.compare(b, head, head + block, head, head + block) === 0) head += block;
	while (head < shared && a[head] === b[head]) head++;
	let tail = 0;
	const most = shared - head;
	while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
	return {
		head,
		tail
	};
}
/** What an appended log or an edited tree needs: the common head, the new middle, the common tail. */
function makeDelta(base, target) {
	const { head, tail } = mismatch(base, target);
	const out = [...deltaSize(base.length), ...deltaSize(target.length)];
	copy(out, 0, head);
	const parts = [Buffer.from(out)];
	for (let at = head; at < target.length - tail; at += 127) {
		const piece = target.subarray(at, Math.min(at + 127, target.length - tail));
		parts.push(Buffer.from([piece.length]), piece);
	}
	const end = [];
	copy(end, base.length - tail, tail);
	parts.push(Buffer.from(end));
	return Buffer.concat(parts);
}
/** Encodes the objects one behind the other. Each `oid` may stand once only. */
function encodeBody(objects) {
	const placed = /* @__PURE__ */ new Map();
	const pieces = [];
	const entries = [];
	let offset = HEADER_BYTES;
	for (const { oid, type, data, previous } of objects) {
		const base = previous === void 0 ? void 0 : placed.get(previous);
		const delta = base && base.type === type && base.chain < MAX_CHAIN && data.length >= MIN_DELTA ? makeDelta(base.data, data) : null;
		const asDelta = base !== void 0 && delta !== null && delta.length < data.length / 2;
		const parts = asDelta ? [
			entryHeader(OFS_DELTA, delta.length),
			baseDistance(offset - base.offset),
			deflate(delta)
		] : [entryHeader(TYPE_BITS[type], data.length), deflate(data)];
		const bytes = Buffer.concat(parts);
		placed.set(oid, {
			offset,
			data,
			type,
			chain: asDelta ? base.chain + 1 : 0
		});
		entries.push({
			oid,
			offset,
			crc: crc32(bytes)
		});
		pieces.push(bytes);
		offset += bytes.length;
	}
	return {
		body: Buffer.concat(pieces),
		entries
	};
}
/** Joins bodies into one; no object may stand in two of them. */
function joinBodies(bodies) {
	const entries = [];
	let shift = 0;
	for (const { body, entries: own } of bodies) {
		for (const entry of own) entries.push({
			...entry,
			offset: entry.offset + shift
		});
		shift += body.length;
	}
	return {
		body: Buffer.concat(bodies.map(({ body }) => body)),
		entries
	};
}
/** The pack file, its index (version 2), and the checksum that names both. */
function encodePack({ body, entries }) {
	const header = Buffer.alloc(HEADER_BYTES);
	header.write("PACK", 0, "latin1");
	header.writeUInt32BE(2, 4);
	header.writeUInt32BE(entries.length, 8);
	const sum = createHash("sha1").update(header).update(body).digest();
	return {
		name: sum.toString("hex"),
		pack: [
			header,
			body,
			sum
		],
		index: encodeIndex(entries, sum)
	};
}
function encodeIndex(entries, packSum) {
	const sorted = [...entries].sort((a, b) => a.oid < b.oid ? -1 : 1);
	const count = sorted.length;
	const out = Buffer.alloc(1032 + count * 28 + 40);
	out.writeUInt32BE(4285812579, 0);
	out.writeUInt32BE(2, 4);
	const fanout = /* @__PURE__ */ new Uint32Array(256);
	const oids = 1032;
	sorted.forEach(({ oid, crc, offset }, i) => {
		fanout[Number.parseInt(oid.slice(0, 2), 16)]++;
		out.write(oid, oids + i * 20, "hex");
		out.writeUInt32BE(crc, oids + count * 20 + i * 4);
		out.writeUInt32BE(offset, oids + count * 24 + i * 4);
	});
	let total = 0;
	for (let byte = 0; byte < 256; byte++) {
		total += fanout[byte];
		out.writeUInt32BE(total, 8 + byte * 4);
	}
	packSum.copy(out, out.length - 40);
	createHash("sha1").update(out.subarray(0, out.length - 20)).digest().copy(out, out.length - 20);
	return out;
}

// src/engine/git/own-packs.ts
/** So many packs are joined into one: git's reads slow down with the number of packs. */
const JOIN_PACKS = 50;
/** Bodies wait in memory to be joined; beyond this they are joined early. */
const JOIN_BYTES = 4194304;
/** The packs of this run in the user's store, of which many small ones become one. */
var OwnPacks = class {
	folder;
	#durable;
	/** Packs to be joined next, and what stands in them: no object may be twice in a joined pack. */
	#recent = [];
	#bytes = 0;
	#objects = /* @__PURE__ */ new Set();
	constructor(folder, durable) {
		this.folder = folder;
		this.#durable = durable;
	}
	/** Whether the object stands in one of the latest packs. */
	has(oid) {
		return this.#objects.has(oid);
	}
	/** Writes a pack and answers its path, without an ending. Throws the fault of the file system. */
	write(content) {
		const { name, pack, index } = encodePack(content);
		const path = join(this.folder, `pack-${name}`);
		if (!existsSync(`${path}.idx`)) {
			const files = [{
				path: `${path}.pack`,
				parts: pack
			}, {
				path: `${path}.idx`,
				parts: [index]
			}];
			writeFilesAtomically(files, {
				durable: this.#durable,
				mode: 292
			});
			if (this.#durable) syncDirectoryOf(path);
		}
		return path;
	}
	/** A pack stands in the folder now. */
	took(content, path, objects) {
		this.#recent.push({
			...content,
			path
		});
		this.#bytes += content.body.length;
		for (const oid of objects.keys()) this.#objects.add(oid);
	}
	joinWhereMany() {
		if (this.#recent.length >= JOIN_PACKS || this.#bytes > JOIN_BYTES) this.#join();
	}
	#join() {
		if (this.#recent.length > 1 && !existsSync(join(this.folder, "multi-pack-index"))) {
			this.write(joinBodies(this.#recent));
			for (const { path } of this.#recent) {
				rmSync(`${path}.idx`, { force: true });
				rmSync(`${path}.pack`, { force: true });
			}
		}
		this.#recent = [];
		this.#bytes = 0;
		this.#objects.clear();
	}
};

// src/engine/process/remove-tree.ts
const DEEPEST = (process.platform === "linux" ? 4096 : 1024) - 255 - 2;
/** Whether what lies in the folder may have a path that is longer than the system takes. */
function isTooDeep(folder) {
	return Buffer.byteLength(folder) > DEEPEST;
}
/** Removes a folder that agents worked in, or nothing where there is none. */
async function removeFolder(path) {
	try {
		await rm(path, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	} catch {
		removeTree(path);
	}
}
/**
* Removes whatever is at the path, also what node's own removal gives up at: folders that may not be written or read,
* nests deeper than a path can be long, names that are not UTF-8. No link is followed. Nobody may work there any more.
* @param near a folder on the same file system, for what lies too deep to be removed in its place
*/
function removeTree(path, near = dirname(path.toString())) {
	const moved = [];
	remove(Buffer.from(path), (folder) => {
		const aside = mkdtempSync(join(near, "milestone-nest-"));
		moved.push(aside);
		renameSync(folder, join(aside, "n"));
	});
	for (const aside of moved) removeTree(aside, near);
}
function remove(path, moveAside) {
	if (isUnlinked(path)) return;
	const { mode, uid } = lstatSync(path);
	if ((mode & 448) !== 448 && uid === process.getuid?.()) chmodSync(path, 448);
	if (path.length > DEEPEST) return moveAside(path);
	for (const name of readdirSync(path, { encoding: "buffer" })) remove(Buffer.concat([
		path,
		Buffer.from("/"),
		name
	]), moveAside);
	rmdirSync(path);
}
/** Takes a file or a link away, which is nearly all there ever is; false when a folder stands there instead. */
function isUnlinked(path) {
	try {
		unlinkSync(path);
		return true;
	} catch (error) {
		const code = error.code ?? "";
		if (code === "ENOENT" || code === "ENOTDIR") return true;
		if (![
			"EISDIR",
			"EPERM",
			"EACCES"
		].includes(code)) throw error;
		if (!lstatSync(path).isDirectory()) throw error;
		return false;
	}
}

// src/engine/process/temporary-folder.ts
/**
* Temporary folders whose names tell which process made them: process-id namespace, id and start. A run that was killed
* cannot take its work trees away, and they may hold gigabytes, so the next run on the machine does.
*/
const NAME = /^milestone-[a-z]+-(\d+)\.(\d+)\.([0-9a-f]{8}-\d+)-\w{6}$/;
/** Makes a folder of this process alone below the machine's temporary folder, or below `base`. */
function makeTemporaryFolder(kind, base = tmpdir()) {
	const owner = `${processNamespace()}.${process.pid}.${startTime(process.pid)}`;
	return mkdtempSync(resolve(base, `milestone-${kind}-${owner}-`));
}
/** Removes what processes of this user that are no more left below the folder. Linux only: elsewhere none is told. */
async function removeAbandonedFolders(base) {
	const namespace = processNamespace();
	for (const name of readdirSync(base)) {
		const [, where, pid, started] = NAME.exec(name) ?? [];
		if (where === void 0 || where !== namespace || startTime(Number(pid)) === started) continue;
		const path = join(base, name);
		const stats = lstatSync(path, { throwIfNoEntry: false });
		if (!stats?.isDirectory() || stats.uid !== process.getuid?.()) continue;
		await removeFolder(path);
	}
}

// src/engine/git/staging.ts
/**
* Packs on their way to the user's objects, in a folder beside them: files move from one to the other without being
* copied, and agents that are isolated can only read it.
*/
var Staging = class {
	#objects;
	#durable;
	#folder = null;
	#packs = [];
	constructor(objects, durable) {
		this.#objects = objects;
		this.#durable = durable;
	}
	/** Made when it is first asked for. */
	get folder() {
		if (this.#folder === null) {
			const folder = makeTemporaryFolder("objects", dirname(this.#objects));
			mkdirSync(join(folder, "pack"));
			this.#folder = folder;
		}
		return this.#folder;
	}
	get(oid) {
		for (const { objects } of this.#packs) {
			const object = objects.get(oid);
			if (object) return object;
		}
	}
	/** Writes a pack, without waiting for the disk. Throws the fault of the file system; nothing is left then. */
	add(objects) {
		const content = encodeBody([...objects.values()]);
		const { name: hash, pack, index } = encodePack(content);
		const name = `pack-${hash}`;
		const path = join(this.folder, "pack", name);
		const parts = [{
			path: `${path}.pack`,
			parts: pack
		}, {
			path: `${path}.idx`,
			parts: [index]
		}];
		this.#packs.push({
			content,
			objects,
			name,
			files: new WrittenFiles(parts, 292)
		});
	}
	/** Hands over what was added so far. */
	take() {
		return this.#packs.splice(0);
	}
	/** Moves packs to their place. Throws the fault of the file system; their files are gone then, or in their place. */
	land(packs, folder) {
		if (packs.length === 0) return;
		try {
			mkdirSync(folder, { recursive: true });
			for (const { files } of packs) files.moveTo(folder, this.#durable);
			if (this.#durable) syncDirectoryOf(join(folder, packs[0].name));
		} finally {
			for (const { files } of packs) files.discard();
		}
	}
	close() {
		for (const { files } of this.take()) files.discard();
		if (this.#folder) rmSync(this.#folder, {
			recursive: true,
			force: true
		});
		this.#folder = null;
	}
};

// src/engine/git/pack-store.ts
/** Packs of our own making, for repositories whose objects have SHA-1 names. */
var PackStore = class {
	format = "sha1";
	#reader;
	#cache = new ObjectCache();
	#packs;
	#staging;
	#pending = /* @__PURE__ */ new Map();
	constructor({ objects, reader, durable = true }) {
		this.#reader = reader;
		this.#packs = new OwnPacks(join(objects, "pack"), durable);
		this.#staging = new Staging(objects, durable);
	}
	add(type, data, previous) {
		const oid = hashObject(type, data);
		if (!this.#pending.has(oid) && !this.#packs.has(oid) && !this.#staging.get(oid)) this.#pending.set(oid, {
			oid,
			type,
			data,
			previous
		});
		return oid;
	}
	async addBlob(data, previous) {
		return this.add("blob", data, previous);
	}
	async commit({ parents, base, changes, message, author, at }) {
		const tree = await treeOf$1(this, base);
		const leaves = /* @__PURE__ */ new Map();
		for (const [path, change] of changes) {
			if (!Buffer.isBuffer(change)) {
				leaves.set(path, change);
				continue;
			}
			const old = await entryAt(this, tree, path);
			const mode = old?.mode.startsWith("100") ? old.mode : "100644";
			leaves.set(path, {
				mode,
				oid: this.add("blob", change, old?.oid)
			});
		}
		const next = await applyChanges(this, tree, leaves);
		return this.add("commit", encodeCommit({
			tree: next,
			parents,
			author,
			at,
			message
		}));
	}
	async read(oid) {
		const known = this.#pending.get(oid) ?? this.#staging.get(oid) ?? this.#cache.get(oid);
		if (known) return {
			type: known.type,
			data: known.data
		};
		if (oid === EMPTY_TREE.sha1) return {
			type: "tree",
			data: Buffer.alloc(0)
		};
		const object = await this.#reader.read(oid);
		if (object) this.#cache.set(oid, object);
		return object;
	}
	async stage() {
		if (this.#pending.size > 0) this.#staging.add(this.#pending);
		this.#pending = /* @__PURE__ */ new Map();
		return this.#staging.folder;
	}
	async flush() {
		this.#landStaged();
		if (this.#pending.size > 0) {
			mkdirSync(this.#packs.folder, { recursive: true });
			const content = encodeBody([...this.#pending.values()]);
			this.#took(content, this.#packs.write(content), this.#pending);
			this.#pending = /* @__PURE__ */ new Map();
		}
		this.#packs.joinWhereMany();
	}
	async close() {
		this.#staging.close();
	}
	/** What cannot be moved waits in memory again, for the next try. */
	#landStaged() {
		const staged = this.#staging.take();
		const { folder } = this.#packs;
		try {
			this.#staging.land(staged, folder);
		} catch (error) {
			this.#pending = new Map([...staged.flatMap((pack) => [...pack.objects]), ...this.#pending]);
			throw error;
		}
		for (const { content, objects, name } of staged) this.#took(content, join(folder, name), objects);
	}
	#took(content, path, objects) {
		this.#packs.took(content, path, objects);
		for (const [oid, { type, data }] of objects) this.#cache.set(oid, {
			type,
			data
		});
	}
};

// src/engine/git/reader.ts
/** Splits the stream of answers: `<oid> <type> <size>\n<content>\n`, or `<oid> missing\n`. */
var AnswerParser = class {
	#chunks = [];
	#size = 0;
	#need = 0;
	#type = null;
	#answer;
	constructor(answer) {
		this.#answer = answer;
	}
	push(chunk) {
		this.#chunks.push(chunk);
		this.#size += chunk.length;
		while (this.#size > 0 && this.#size >= this.#need) {
			const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
			const used = this.#type === null ? this.#header(all) : this.#content(all, this.#type);
			this.#chunks = used < all.length ? [all.subarray(used)] : [];
			this.#size = all.length - used;
			if (used === 0) return;
		}
	}
	#header(all) {
		const end = all.indexOf(10);
		if (end < 0) return 0;
		const [, type, size] = all.toString("latin1", 0, end).split(" ");
		if (size === void 0) this.#answer(null);
		else {
			this.#type = type;
			this.#need = Number(size) + 1;
		}
		return end + 1;
	}
	#content(all, type) {
		const used = this.#need;
		this.#type = null;
		this.#need = 0;
		this.#answer({
			type,
			data: Buffer.from(all.subarray(0, used - 1))
		});
		return used;
	}
};
function openReader(git) {
	let child = null;
	let waiting = [];
	function send(request) {
		child ??= start();
		waiting.push(request);
		child.stdin?.write(`${request.oid}\n`);
	}
	function start() {
		const started = git.start(["cat-file", "--batch"]);
		const parser = new AnswerParser((object) => waiting.shift()?.resolve(object));
		started.stdout?.on("data", (chunk) => parser.push(chunk));
		started.stdin?.on("error", () => void 0);
		started.on("error", (error) => lost(started, error));
		started.on("close", () => lost(started, /* @__PURE__ */ new Error("git cat-file ended unexpectedly")));
		setReferenced(started, false);
		return started;
	}
	function lost(which, error) {
		if (child !== which) return;
		child = null;
		const open = waiting;
		waiting = [];
		for (const request of open) if (request.tries-- > 0) send(request);
		else request.reject(error);
	}
	const ask = (oid) => new Promise((resolve, reject) => send({
		oid,
		resolve,
		reject,
		tries: 1
	}));
	/** What was found to be lacking in this turn is asked for at once. */
	let lacking = null;
	function bring(oid) {
		if (!lacking) {
			const oids = /* @__PURE__ */ new Set();
			lacking = {
				oids,
				brought: setImmediate().then(() => {
					lacking = null;
					return reader.lacking?.([...oids]);
				})
			};
		}
		lacking.oids.add(oid);
		return lacking.brought;
	}
	const reader = {
		lacking: null,
		async read(oid) {
			if (!isOid(oid)) throw new Error(`not an object name: ${JSON.stringify(oid)}`);
			const found = await ask(oid);
			if (found || !reader.lacking) return found;
			await bring(oid);
			return ask(oid);
		},
		async close() {
			const ending = child;
			if (!ending) return;
			child = null;
			setReferenced(ending, true);
			const closed = new Promise((resolve) => ending.once("close", () => resolve()));
			ending.stdin?.end();
			await closed;
		}
	};
	return reader;
}
/** An idle reader must not keep the program from ending; a process that is being closed must be waited for. */
function setReferenced(child, referenced) {
	if (referenced) child.ref();
	else child.unref();
}

// src/engine/process/silence-watch.ts
/** Looks in each span of silence. */
const LOOKS = 4;
/**
* Calls `onSilence` once no process of the group has read, written or computed anything for `ms`. What an ssh client
* does counts for nothing: it keeps its own connection alive whether or not anyone speaks through it. Without /proc
* (macOS) nothing is ever silent. Answers how to end the watch.
*/
function watchSilence(group, ms, onSilence) {
	let last = stampOf$1(group);
	let since = performance.now();
	const timer = setInterval(() => {
		const now = stampOf$1(group);
		if (now !== last || now === "") {
			last = now;
			since = performance.now();
		} else if (performance.now() - since >= ms) {
			clearInterval(timer);
			onSilence();
		}
	}, ms / LOOKS);
	timer.unref();
	return () => clearInterval(timer);
}
/** Changes with everything that the group does; empty where nothing can be known of it. */
function stampOf$1(group) {
	return [...readProcessTable().values()].filter((each) => each.group === group && !isSsh(each)).map(({ pid, cpuMs }) => `${pid} ${cpuMs} ${bytesOf(pid)}`).join("\n");
}
function isSsh({ pid }) {
	return readProc(pid, "comm").trim() === "ssh";
}
/** Bytes that passed through the process's calls to read and write. */
function bytesOf(pid) {
	return readProc(pid, "io").split("\n").slice(0, 2).join(" ");
}
function readProc(pid, file) {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "latin1");
	} catch {
		return "";
	}
}

// src/engine/git/safe-git.ts
/** Each answers a way for repository content or configuration to start a program or to redirect git. */
const SETTINGS = [
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.untrackedCache=false",
	"core.attributesFile=/dev/null",
	"core.excludesFile=/dev/null",
	"core.pager=cat",
	"core.editor=false",
	"core.askPass=",
	`core.sshCommand=ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ServerAliveCountMax=3`,
	"core.alternateRefsCommand=",
	"core.protectNTFS=true",
	"core.protectHFS=true",
	"credential.helper=",
	"credential.interactive=false",
	"protocol.allow=never",
	"protocol.ext.allow=never",
	"protocol.file.allow=always",
	"protocol.http.allow=always",
	"protocol.https.allow=always",
	"protocol.ssh.allow=always",
	"submodule.recurse=false",
	"fetch.recurseSubmodules=false",
	"push.recurseSubmodules=no",
	"push.gpgSign=false",
	"push.followTags=false",
	"commit.gpgSign=false",
	"gpg.program=false",
	"diff.external=",
	"gc.auto=0",
	"maintenance.auto=false",
	"http.lowSpeedLimit=1",
	"http.lowSpeedTime=30",
	"advice.detachedHead=false",
	"color.ui=false"
];
const ENVIRONMENT = [
	"PATH",
	"TMPDIR",
	"TZ",
	"SYSTEMROOT"
];
/** What reaching a remote may need: proxies, certificates, the person's ssh agent. */
const NETWORK$1 = [...[
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"ALL_PROXY",
	"NO_PROXY",
	"http_proxy",
	"https_proxy",
	"all_proxy",
	"no_proxy"
], ...[
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"GIT_SSL_CAINFO",
	"CURL_CA_BUNDLE",
	"SSH_AUTH_SOCK"
]];
/** Attributes of our own outrank the tree's: bytes are taken as they are, no filter, no line-end change. */
const RAW_ATTRIBUTES = "* -text -filter -ident -working-tree-encoding\n";
const PLAIN = "plain";
const USER = "user";
function configuration$1(format, refStorage) {
	const extensions = [...format === "sha1" ? [] : [`\tobjectformat = ${format}`], ...refStorage === "files" ? [] : [`\trefstorage = ${refStorage}`]];
	const version = extensions.length === 0 ? 0 : 1;
	return `${[...[
		"[core]",
		`\trepositoryformatversion = ${version}`,
		"	bare = true",
		"	logAllRefUpdates = false"
	], ...version === 1 ? ["[extensions]", ...extensions] : []].join("\n")}\n`;
}
function makePrivateDirectory({ shallow, exclude }) {
	const directory = makeTemporaryFolder("git");
	for (const each of [directory, join(directory, PLAIN)]) {
		for (const name of [
			"refs",
			"objects/info",
			"info"
		]) mkdirSync(join(each, name), { recursive: true });
		writeFileSync(join(each, "HEAD"), "ref: refs/heads/none\n");
	}
	mkdirSync(join(directory, "home"));
	writeFileSync(join(directory, "info/attributes"), RAW_ATTRIBUTES);
	if (shallow) symlinkSync(shallow, join(directory, "shallow"));
	if (exclude && existsSync(exclude)) copyFileSync(exclude, join(directory, "info/exclude"));
	return directory;
}
/** Our own configuration, and the user's refs beside it: locks are taken where the user's own git takes them. */
function writeFormats(directory, commonDirectory, { format, refStorage }) {
	for (const each of [directory, join(directory, PLAIN)]) writeFileSync(join(each, "config"), configuration$1(format, "files"));
	const user = join(directory, USER);
	mkdirSync(join(user, "objects"), { recursive: true });
	const names = refStorage === "reftable" ? ["reftable"] : ["refs", "packed-refs"];
	for (const name of names) symlinkSync(join(commonDirectory, name), join(user, name));
	mkdirSync(join(user, "refs"), { recursive: true });
	writeFileSync(join(user, "HEAD"), "ref: refs/heads/none\n");
	writeFileSync(join(user, "config"), configuration$1(format, refStorage));
}
/** Opens the private directory. Throws only on a fault of the machine. */
function openSafeGit(place) {
	const directory = makePrivateDirectory(place);
	const environment = {
		HOME: join(directory, "home"),
		LC_ALL: "C",
		GIT_DIR: directory,
		GIT_OBJECT_DIRECTORY: join(place.commonDirectory, "objects"),
		GIT_CONFIG_NOSYSTEM: "1",
		GIT_CONFIG_GLOBAL: "/dev/null",
		GIT_ATTR_NOSYSTEM: "1",
		GIT_TERMINAL_PROMPT: "0",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_NO_REPLACE_OBJECTS: "1",
		GIT_LITERAL_PATHSPECS: "1"
	};
	for (const name of [...ENVIRONMENT, ...NETWORK$1]) {
		const value = place.environment[name];
		if (value !== void 0) environment[name] = value;
	}
	const argv = (config, args) => [...[...SETTINGS, ...config].flatMap((setting) => ["-c", setting]), ...args];
	const running = /* @__PURE__ */ new Set();
	return {
		directory,
		plainDirectory: join(directory, PLAIN),
		refsDirectory: join(directory, USER),
		run: (args, options = {}) => {
			const env = {
				...environment,
				...options.env
			};
			const cwd = options.cwd ?? directory;
			return runGit(argv(options.config ?? [], args), {
				...options,
				env,
				cwd,
				running
			});
		},
		setFormats: (formats) => writeFormats(directory, place.commonDirectory, formats),
		start: (args, { env = {}, config = [], stderr = false } = {}) => spawn("git", argv(config, args), {
			env: {
				...environment,
				...env
			},
			cwd: directory,
			stdio: [
				"pipe",
				"pipe",
				stderr ? "pipe" : "ignore"
			]
		}),
		close() {
			for (const child of running) killGroup(child);
			rmSync(directory, {
				recursive: true,
				force: true
			});
		}
	};
}
function killGroup(child) {
	if (child.pid === void 0) return;
	try {
		process.kill(-child.pid, "SIGKILL");
	} catch (error) {
		if (error.code !== "ESRCH") throw error;
	}
}
function runGit(argv, options) {
	const { env, cwd, running, input, secret, silence, timeout = 6e4 } = options;
	const { maxOutput = 67108864 } = options;
	return new Promise((resolve, reject) => {
		const child = spawn("git", argv, {
			env,
			cwd,
			detached: true,
			stdio: [
				input === void 0 ? "ignore" : "pipe",
				"pipe",
				"pipe",
				...secret === void 0 ? [] : ["pipe"]
			]
		});
		running.add(child);
		const out = [];
		const err = [];
		let size = 0;
		let timedOut = false;
		const giveUp = () => {
			timedOut = true;
			killGroup(child);
		};
		const timer = setTimeout(giveUp, timeout);
		const unwatch = silence && child.pid ? watchSilence(child.pid, silence, giveUp) : () => void 0;
		const collect = (into) => (chunk) => {
			size += chunk.length;
			if (size > maxOutput) killGroup(child);
			else into.push(chunk);
		};
		child.stdout?.on("data", collect(out));
		child.stderr?.on("data", collect(err));
		child.on("error", (error) => {
			running.delete(child);
			clearTimeout(timer);
			unwatch();
			reject(error);
		});
		child.on("close", (code) => {
			running.delete(child);
			clearTimeout(timer);
			unwatch();
			resolve({
				code,
				stdout: Buffer.concat(out),
				stderr: Buffer.concat(err).toString("utf8"),
				timedOut
			});
		});
		feed(child.stdin, input);
		const pipe = child.stdio[3];
		if (secret !== void 0 && pipe && "write" in pipe) feed(pipe, secret);
	});
}
/** A process that ends without reading its input is no fault of ours: its exit code tells the story. */
function feed(stream, input) {
	if (!stream || input === void 0) return;
	stream.on("error", (error) => {
		if (error.code !== "EPIPE" && error.code !== "ECONNRESET") throw error;
	});
	stream.end(input);
}
/** The user's shared indexes (split index mode), which git looks for in its own directory. */
function linkSharedIndexes(directory, userGitDirectory) {
	for (const name of readdirSync(userGitDirectory)) {
		const link = join(directory, name);
		if (name.startsWith("sharedindex.") && !existsSync(link)) symlinkSync(join(userGitDirectory, name), link);
	}
}

// src/engine/git/repository.ts
/** Settings of the user's that change how files on disk compare with the index; all are plain data. */
const PASSED_ON = [
	"core.filemode",
	"core.autocrlf",
	"core.eol",
	"core.ignorecase",
	"core.symlinks"
];
/** What the repository's own configuration says of how it is kept. */
function formatsOf(settings) {
	const format = setting(settings, "extensions.objectformat") ?? "sha1";
	const refStorage = setting(settings, "extensions.refstorage") ?? "files";
	if (format !== "sha1" && format !== "sha256") return {
		reason: "unknown-format",
		message: `the repository names its objects in the unknown format ${format}`
	};
	if (refStorage !== "files" && refStorage !== "reftable") return {
		reason: "unknown-format",
		message: `the repository keeps its refs in the unknown format ${refStorage}`
	};
	return {
		format,
		refStorage
	};
}
/** Opens the repository that holds the directory. */
async function openRepository(options) {
	const place = locateRepository(options.directory);
	if (!place) return {
		ok: false,
		reason: "not-a-repository",
		message: `no git repository at ${options.directory}`
	};
	const shallow = join(place.commonDirectory, "shallow");
	const git = openSafeGit({
		commonDirectory: place.commonDirectory,
		shallow: existsSync(shallow) ? shallow : void 0,
		exclude: join(place.commonDirectory, "info/exclude"),
		environment: options.environment ?? process.env
	});
	const environment = options.environment ?? process.env;
	const own = await readSettings(git, join(place.commonDirectory, "config"));
	const formats = formatsOf(own);
	if ("reason" in formats) {
		git.close();
		return {
			ok: false,
			...formats
		};
	}
	git.setFormats(formats);
	const personal = options.personal ?? true ? await readPersonalSettings(git, environment) : null;
	const settings = joinSettings(personal?.data ?? /* @__PURE__ */ new Map(), own);
	return {
		ok: true,
		value: makeRepository({
			place,
			git,
			settings,
			formats,
			conversion: new Conversion({
				git,
				objects: join(place.commonDirectory, "objects"),
				format: formats.format,
				settings: {
					lineEnds: lineEndsOf(settings),
					lfs: findLfs(environment.PATH, place.root)
				}
			}),
			credentialConfig: personal?.credentialConfig ?? [],
			excludesFile: personal && excludesFileOf(settings, environment),
			durable: options.durable ?? true
		})
	};
}
/** The file that git reads for a person beside the repository's own rules. */
function excludesFileOf(settings, environment) {
	const { HOME: home, XDG_CONFIG_HOME } = environment;
	const named = setting(settings, "core.excludesfile");
	if (named !== void 0) return home === void 0 ? named : named.replace(/^~(?=\/)/, home);
	if (home === void 0 && !XDG_CONFIG_HOME) return null;
	return join(XDG_CONFIG_HOME || join(home ?? "/", ".config"), "git/ignore");
}
/** Settings under which git writes other line ends than are committed; as they are by default they change nothing. */
function lineEndsOf(settings) {
	const autocrlf = setting(settings, "core.autocrlf")?.toLowerCase();
	const eol = setting(settings, "core.eol")?.toLowerCase();
	return [...autocrlf === "true" || autocrlf === "input" ? [`core.autocrlf=${autocrlf}`] : [], ...eol === "crlf" ? [`core.eol=${eol}`] : []];
}
function makeRepository({ place, git, settings, formats, conversion, credentialConfig, excludesFile, durable }) {
	const { format, refStorage } = formats;
	const reader = openReader(git);
	const objects = join(place.commonDirectory, "objects");
	const store = format === "sha1" ? new PackStore({
		objects,
		reader,
		durable
	}) : new GitStore({
		git,
		objects,
		format,
		reader
	});
	const refs = refStorage === "files" && format === "sha1" ? looseRefs(place) : new GitRefs(git, place, refStorage);
	return {
		root: place.root,
		commonDirectory: place.commonDirectory,
		isShallow: () => existsSync(join(place.commonDirectory, "shallow")),
		settings,
		credentialConfig,
		conversion,
		hasExcludes: [join(place.commonDirectory, "info/exclude"), excludesFile ?? ""].some(hasRules),
		excludesFile,
		store,
		git,
		resolve: async (ref) => isOid(ref) ? ref : refs.read(ref),
		async headRef() {
			const head = await refs.head();
			return head?.startsWith("refs/") ? head : null;
		},
		checkedOutAt: (ref) => checkedOutAt(place, refs, ref),
		promisor: promisorOf(settings),
		bringLacking(bring) {
			reader.lacking = bring;
		},
		async complete(commit) {
			if (!reader.lacking) return;
			await store.flush();
			for (let rounds = 0; rounds < MAX_TREE_DEPTH; rounds++) {
				const lacking = await lackingOf(git, commit);
				if (lacking.length === 0) return;
				await reader.lacking(lacking);
			}
		},
		commit: (request) => store.commit(request),
		flush: () => store.flush(),
		async swapRef(ref, from, to) {
			await store.flush();
			return refs.swap({
				name: ref,
				from,
				to
			});
		},
		dropRef: async (name, from) => (await refs.swap({
			name,
			from,
			to: null
		})).ok,
		...committedFiles(store),
		...historyOf(store, git),
		isClean: () => checkClean({
			git,
			place,
			settings,
			conversion,
			head: () => refs.read("HEAD")
		}),
		async close() {
			try {
				await store.flush();
			} finally {
				await Promise.all([
					reader.close(),
					refs.close(),
					store.close()
				]);
				git.close();
			}
		}
	};
}
/** Folders below one another that a treeless clone is asked for, one round each. */
const MAX_TREE_DEPTH = 64;
async function lackingOf(git, commit) {
	const args = [
		"rev-list",
		"--objects",
		"--no-walk",
		"--no-object-names",
		"--missing=print",
		commit
	];
	const { code, stdout, stderr } = await git.run(args);
	if (code !== 0) throw new Error(`git rev-list failed: ${stderr.trim()}`);
	return stdout.toString("latin1").split("\n").filter((line) => line.startsWith("?")).map((line) => line.slice(1));
}
function promisorOf(settings) {
	const remote = [...settings.keys()].find((name) => /^remote\..*\.promisor$/.test(name) && setting(settings, name) === "true")?.slice(7, -9) ?? setting(settings, "extensions.partialclone");
	if (remote === void 0) return null;
	return {
		remote,
		filter: setting(settings, `remote.${remote}.partialclonefilter`) ?? "blob:none"
	};
}
/** git walks what is on disk, so all that was added is brought there first. */
function historyOf(store, git) {
	const parentsOf = parentReader(store, join(git.directory, "shallow"));
	return {
		async isAncestor(a, b) {
			await store.flush();
			return isAncestor(git, parentsOf, {
				a,
				b
			});
		},
		async mergeBase(a, b) {
			await store.flush();
			return mergeBase(git, a, b);
		},
		async log(range) {
			await store.flush();
			return log(git, store, range);
		}
	};
}
/** git puts a file of comments there by default. */
function hasRules(excludeFile) {
	if (!existsSync(excludeFile)) return false;
	return readFileSync(excludeFile, "utf8").split("\n").some((line) => line.trim() !== "" && !line.startsWith("#"));
}
/** History ends where the list of shallow commits says, though those commits name parents. */
function parentReader(store, shallowFile) {
	return async (oid) => {
		const { parents } = await readCommit(store, oid);
		if (parents.length === 0 || !existsSync(shallowFile)) return parents;
		const present = await Promise.all(parents.map((parent) => store.read(parent)));
		return parents.filter((_, at) => present[at]);
	};
}
/** The folder of the main or a linked work tree that has the ref checked out; null: none. */
async function checkedOutAt(place, refs, ref) {
	const linked = join(place.commonDirectory, "worktrees");
	const others = existsSync(linked) ? readdirSync(linked).map((name) => join(linked, name)) : [];
	const directories = [...place.bare ? [] : [place.gitDirectory, place.commonDirectory], ...others];
	for (const directory of directories) if (await refs.head(directory) === ref) return workTreeOf(place, directory);
	return null;
}
/** The work tree that a git directory belongs to; a linked one names it in its file `gitdir`. */
function workTreeOf(place, gitDirectory) {
	if (gitDirectory === place.gitDirectory) return place.root;
	const link = join(gitDirectory, "gitdir");
	return dirname(existsSync(link) ? readFileSync(link, "utf8").trim() : gitDirectory);
}
async function checkClean({ git, place, settings, conversion, head: readHead }) {
	const head = place.bare ? null : await readHead();
	if (head === null) return { clean: true };
	linkSharedIndexes(git.plainDirectory, place.gitDirectory);
	const passed = PASSED_ON.flatMap((name) => {
		const value = setting(settings, name);
		return value === void 0 ? [] : [`${name}=${value}`];
	});
	const attributes = join(place.commonDirectory, "info/attributes");
	const config = [
		...passed,
		...conversion.config,
		...existsSync(attributes) ? [`core.attributesFile=${attributes}`] : []
	];
	const env = {
		...conversion.env,
		GIT_DIR: git.plainDirectory,
		GIT_INDEX_FILE: join(place.gitDirectory, "index"),
		GIT_WORK_TREE: place.root
	};
	const args = [
		"diff",
		"--name-only",
		"-z",
		"--no-renames",
		"--ignore-submodules=all",
		"--no-ext-diff",
		"--no-textconv",
		head,
		"--"
	];
	const { code, stdout, stderr } = await git.run(args, {
		env,
		config,
		cwd: place.root
	});
	if (code !== 0) throw new Error(`git diff failed: ${stderr.trim()}`);
	const paths = stdout.toString("utf8").split("\0").filter(Boolean);
	return paths.length === 0 ? { clean: true } : {
		clean: false,
		paths
	};
}

// src/engine/inbox/inbox-folder.ts
/** A socket's path is cut at 108 bytes by Linux and at 104 by others, so a longer one is no path to it. */
const LONGEST_PATH = 100;
/** Where the engines of one clone listen: a folder beside the repository's own state that only its owner may enter. */
function inboxFolder(commonDirectory) {
	return join(commonDirectory, "milestone", "inbox");
}
/** Makes the folder, closed to everybody else, and clears what engines that died left in it. */
function prepareFolder(folder) {
	mkdirSync(folder, {
		recursive: true,
		mode: 448
	});
	chmodSync(folder, 448);
	for (const name of readdirSync(folder)) {
		const pid = Number(/^(\d+)\./.exec(name)?.[1]);
		if (pid === process.pid || !isRunning(pid)) rmSync(join(folder, name), { force: true });
	}
}
function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}
/**
* A path to the engine's socket that is short enough to be one, and what is to be closed when it is no longer used;
* null where there is none.
*/
async function socketPath(folder, pid) {
	const path = join(folder, socketName(pid));
	if (Buffer.byteLength(path) <= LONGEST_PATH) return {
		path,
		close: async () => void 0
	};
	if (process.platform !== "linux") return null;
	const handle = await open(folder, "r");
	return {
		path: `/proc/self/fd/${handle.fd}/${socketName(pid)}`,
		close: () => handle.close()
	};
}

// src/engine/inbox/peer-proof.ts
/**
* Nothing approves itself: a program that an agent started runs as the same person as the engine, may open the same
* socket, and must still decide nothing. So the caller holds a file open that was made for this one connection, and
* says its process id; the engine sees in /proc that the process has it, and that no agent of its own is above it.
*/
const CAN_PROVE = process.platform === "linux";
/** Makes the file that the next caller is to hold. */
function makeChallenge(folder) {
	const path = join(folder, `${process.pid}.${randomBytes(16).toString("hex")}`);
	writeFileSync(path, "", {
		mode: 384,
		flag: "wx"
	});
	return path;
}
function dropChallenge(path) {
	rmSync(path, { force: true });
}
/** Held by the caller until it has its answer; the answer lets it go. */
function holdChallenge(path) {
	const descriptor = openSync(path, "r");
	return () => closeSync(descriptor);
}
/** Why this process may not command, or null. */
function peerProblem(pid, challenge) {
	if (pid === null || !holds(pid, challenge)) return "the caller did not show which process it is";
	const mark = engineMark();
	const seen = /* @__PURE__ */ new Set();
	for (let at = pid; at > 1 && !seen.has(at);) {
		seen.add(at);
		if (at === process.pid || startedWith(at, mark)) return "an agent of this run gave it, and nothing that runs for a milestone decides on it";
		at = readProcess(at)?.parent ?? 0;
	}
	return null;
}
function holds(pid, path) {
	const folder = `/proc/${pid}/fd`;
	try {
		return readdirSync(folder).some((name) => linkOf(join(folder, name)) === path);
	} catch {
		return false;
	}
}
function linkOf(path) {
	try {
		return readlinkSync(path);
	} catch {
		return null;
	}
}

// src/engine/inbox/inbox-client.ts
/** A run that carries out a command answers when it is saved, which a slow disk delays; one that hangs never does (ms). */
const ANSWER_MS = 6e4;
/** A look at what is under way is not worth waiting for (ms). */
const LOOK_MS = 1500;
/** Gives a command to the engine of this process id. null: nobody listens there. */
async function giveCommand(folder, pid, request) {
	return withLines(folder, pid, async (lines, send) => {
		const greeting = await lines.next(LOOK_MS);
		if (!greeting) return null;
		const release = greeting.challenge === null ? () => void 0 : holdChallenge(greeting.challenge);
		try {
			send({
				ask: "command",
				pid: process.pid,
				...request
			});
			const answer = await lines.next(ANSWER_MS);
			if (answer) return answer;
			return {
				ok: false,
				problems: [{
					message: `process ${pid} took the command and ended without an answer`,
					remedy: "see `milestone status` for what came of it"
				}]
			};
		} finally {
			release();
		}
	});
}
/** What the engine knows beyond its branch at this moment. null: nobody listens there. */
function lookInside(folder, pid) {
	return withLines(folder, pid, async (lines, send) => {
		if (!await lines.next(LOOK_MS)) return null;
		send({ ask: "watch" });
		return await lines.next(LOOK_MS);
	});
}
/**
* Tells of each piece of news until the engine ends or `signal` aborts. Answers whether anybody was there.
*/
async function watchInside(folder, pid, { told, signal }) {
	return await withLines(folder, pid, async (lines, send, socket) => {
		const stop = () => void socket.destroy();
		signal.addEventListener("abort", stop, { once: true });
		if (signal.aborted) stop();
		if (!await lines.next(LOOK_MS)) return null;
		send({ ask: "watch" });
		for (let news = await lines.next(null); news; news = await lines.next(null)) told(news);
		signal.removeEventListener("abort", stop);
		return true;
	}) ?? false;
}
async function withLines(folder, pid, talk) {
	const place = await socketPath(folder, pid).catch(() => null);
	if (!place) return null;
	const socket = connect(place.path);
	try {
		return await talk(linesOf(socket), (value) => socket.write(`${JSON.stringify(value)}\n`), socket);
	} finally {
		socket.destroy();
		await place.close();
	}
}
function linesOf(socket) {
	const values = [];
	let text = "";
	let over = false;
	let wake = () => void 0;
	const end = () => {
		over = true;
		wake();
	};
	socket.setEncoding("utf8");
	socket.on("data", (chunk) => {
		const parts = (text + chunk).split("\n");
		text = parts.pop();
		for (const part of parts) {
			const value = parsed$1(part);
			if (value === void 0) socket.destroy();
			else values.push(value);
		}
		wake();
	});
	socket.on("error", end);
	socket.on("close", end);
	return { async next(ms) {
		if (values.length === 0 && !over) await new Promise((resolve) => {
			const timer = ms === null ? void 0 : setTimeout(resolve, ms);
			wake = () => {
				if (values.length === 0 && !over) return;
				clearTimeout(timer);
				resolve();
			};
		});
		return values.shift() ?? null;
	} };
}
function parsed$1(line) {
	try {
		return JSON.parse(line);
	} catch {
		return;
	}
}

// src/engine/inbox/inbox-server.ts
const MOST_CALLERS = 32;
/** A caller that says nothing within this time is let go (ms). */
const SILENCE_MS = 5e3;
/** A watcher that does not read is let go before it costs more memory than this (bytes). */
const MOST_UNREAD = 4194304;
/**
* Listens in the folder, which nobody but its owner may enter. null where there is no such thing (a path too long for a
* socket): then a running milestone is as deaf as it was before there were inboxes. Never throws.
*/
async function openInbox(folder, handlers) {
	const callers = /* @__PURE__ */ new Set();
	const server = createServer((socket) => {
		if (callers.size >= MOST_CALLERS) {
			socket.destroy();
			return;
		}
		const caller = new Caller(socket, folder, handlers);
		callers.add(caller);
		socket.on("close", () => callers.delete(caller));
	});
	const place = await listen(server, folder).catch(() => null);
	if (!place) return null;
	server.unref();
	return {
		publish(news) {
			for (const caller of callers) caller.tell(news);
		},
		async close() {
			for (const caller of callers) caller.leave();
			await new Promise((resolve) => server.close(() => resolve()));
			await place.close();
		}
	};
}
async function listen(server, folder) {
	prepareFolder(folder);
	const place = await socketPath(folder, process.pid);
	if (!place) return null;
	rmSync(join(folder, socketName(process.pid)), { force: true });
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(place.path, resolve);
	});
	chmodSync(join(folder, socketName(process.pid)), 384);
	server.on("error", () => void 0);
	return place;
}
/** One connection. Whatever it sends, it can end only itself. */
var Caller = class {
	#socket;
	#handlers;
	#challenge = null;
	#watches = false;
	#asked = false;
	constructor(socket, folder, handlers) {
		this.#socket = socket;
		this.#handlers = handlers;
		socket.unref();
		socket.on("error", () => socket.destroy());
		socket.on("close", () => this.#dropChallenge());
		socket.setTimeout(SILENCE_MS, () => {
			if (!this.#asked) socket.destroy();
		});
		try {
			if (CAN_PROVE) this.#challenge = makeChallenge(folder);
		} catch {
			socket.destroy();
			return;
		}
		const greeting = {
			milestone: handlers.milestone,
			pid: process.pid,
			challenge: this.#challenge
		};
		this.#say(greeting);
		this.#listen();
	}
	tell(news) {
		if (this.#watches) this.#say(news);
	}
	/** What was said goes out; the caller has a moment to read it. */
	leave() {
		this.#socket.end();
		this.#socket.setTimeout(500, () => this.#socket.destroy());
	}
	#listen() {
		let text = "";
		this.#socket.setEncoding("utf8");
		this.#socket.on("data", (chunk) => {
			if (this.#asked) return;
			text += chunk;
			const end = text.indexOf("\n");
			if (end < 0) {
				if (text.length > 65536) this.#socket.destroy();
				return;
			}
			this.#asked = true;
			this.#answer(text.slice(0, end));
		});
	}
	async #answer(line) {
		const parsed = line.length > 65536 ? {
			ok: false,
			problem: "the request is too long"
		} : parseRequest(line);
		if (!parsed.ok) return this.#refuse(parsed.problem);
		const { request, pid } = parsed;
		if (request.ask === "watch") {
			this.#watches = true;
			return this.#say(this.#handlers.snapshot());
		}
		const problem = this.#challenge === null ? null : peerProblem(pid, this.#challenge);
		if (problem) return this.#refuse(problem);
		this.#say(await this.#handlers.command(request));
		this.#socket.end();
	}
	#refuse(message) {
		const answer = {
			ok: false,
			problems: [{
				message,
				remedy: "give the command with `milestone` in a terminal of your own"
			}]
		};
		this.#say(answer);
		this.#socket.end();
	}
	#say(value) {
		if (this.#socket.destroyed) return;
		if (this.#socket.writableLength > MOST_UNREAD) this.#socket.destroy();
		else this.#socket.write(`${JSON.stringify(value)}\n`);
	}
	#dropChallenge() {
		if (this.#challenge !== null) dropChallenge(this.#challenge);
		this.#challenge = null;
	}
};

// src/engine/inbox/inbox-port.ts
/** The inboxes of the engines that work in one clone. */
function inboxPort(commonDirectory) {
	const folder = inboxFolder(commonDirectory);
	return {
		open: (handlers) => openInbox(folder, handlers),
		give: (pid, request) => giveCommand(folder, pid, request),
		look: (pid) => lookInside(folder, pid),
		watch: (pid, watcher) => watchInside(folder, pid, watcher)
	};
}

// src/engine/git/merge.ts
/**
* Brings work onto a newer tip. A path that the tip left alone since `base` is taken as it is; one that both
* changed is merged line by line, and conflicts where that fails. Nothing is written but merged blobs.
*/
async function landChanges(repository, { base, tip, changes }) {
	const { store } = repository;
	const [baseTree, tipTree] = [await treeOf$1(store, base), await treeOf$1(store, tip)];
	if (baseTree === tipTree) return {
		ok: true,
		changes: new Map(changes)
	};
	const landed = /* @__PURE__ */ new Map();
	const conflicts = [];
	const met = [];
	for (const [path, ours] of changes) {
		const [before, theirs] = [await leafAt(repository, baseTree, path), await leafAt(repository, tipTree, path)];
		met.push({
			path,
			before,
			ours,
			theirs
		});
	}
	const ways = await mergeWays(repository, tipTree, met.filter(isContested).map(({ path }) => path));
	for (const sides of met) {
		const { path, theirs } = sides;
		const merged = await mergePath(repository, sides, ways.get(path));
		if (merged === "conflict") conflicts.push(path);
		else if (!sameLeaf(merged, theirs)) landed.set(path, merged);
	}
	conflicts.push(...await placeConflicts(repository, tipTree, landed));
	if (conflicts.length > 0) return {
		ok: false,
		reason: "conflicts",
		paths: [...new Set(conflicts)].sort()
	};
	return {
		ok: true,
		changes: landed
	};
}
/** A directory counts as nothing here; that a file would take its place is found by `placeConflicts`. */
async function leafAt({ store }, tree, path) {
	const entry = await entryAt(store, tree, path);
	return entry && entry.mode !== "40000" ? {
		oid: entry.oid,
		mode: entry.mode
	} : null;
}
function sameLeaf(a, b) {
	return a?.oid === b?.oid && a?.mode === b?.mode;
}
function isText(leaf) {
	return leaf.mode !== "120000" && leaf.mode !== "160000";
}
/** Whether both sides changed the file, and not to the same. */
function isContested({ before, ours, theirs }) {
	return !sameLeaf(ours, theirs) && !sameLeaf(before, ours) && !sameLeaf(before, theirs);
}
/** How the tip's `.gitattributes` have contested files merged: `union`, `ours`, `binary`, `unset`, … */
async function mergeWays(repository, tipTree, contested) {
	const { store, conversion } = repository;
	const attributes = /* @__PURE__ */ new Map();
	const folders = new Set(contested.flatMap((path) => ["", ...foldersAbove(path).map((each) => `${each}/`)]));
	for (const folder of folders) {
		const path = `${folder}.gitattributes`;
		const leaf = await leafAt(repository, tipTree, path);
		const content = leaf && await store.read(leaf.oid);
		if (leaf && content && /\bmerge\b|\bbinary\b|\[attr\]/.test(content.data.toString("latin1"))) attributes.set(path, leaf);
	}
	if (attributes.size === 0) return /* @__PURE__ */ new Map();
	return conversion.attribute("merge", contested, {
		attributes,
		staged: await store.stage()
	});
}
function foldersAbove(path) {
	const found = [];
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) found.push(path.slice(0, end));
	return found;
}
/** @param way what the attribute `merge` says of the path; a driver that the repository names is never run */
async function mergePath(repository, sides, way = "unspecified") {
	const { before, ours, theirs } = sides;
	if (sameLeaf(ours, theirs) || sameLeaf(before, ours)) return theirs;
	if (sameLeaf(before, theirs)) return ours;
	if (!ours || !theirs || !isText(ours) || !isText(theirs) || before && !isText(before)) return "conflict";
	const mode = before && ours.mode === before.mode ? theirs.mode : ours.mode;
	if (ours.oid === theirs.oid || before?.oid === theirs.oid) return {
		oid: ours.oid,
		mode
	};
	if (before?.oid === ours.oid) return {
		oid: theirs.oid,
		mode
	};
	if (way === "ours") return theirs;
	if (way === "binary" || way === "unset") return "conflict";
	const base = before?.oid ?? (way === "union" ? await repository.store.addBlob(Buffer.alloc(0)) : null);
	const oid = base && await mergeContent(repository, [
		theirs.oid,
		base,
		ours.oid
	], way === "union");
	return oid ? {
		oid,
		mode
	} : "conflict";
}
/** The blob of a clean line merge, or null where the sides touch the same lines or are binary. */
async function mergeContent(repository, sides, union) {
	const folder = makeTemporaryFolder("merge");
	try {
		const files = sides.map((_, at) => join(folder, [
			"ours",
			"base",
			"theirs"
		][at]));
		for (const [at, oid] of sides.entries()) {
			const content = await repository.readBlob(oid);
			if (!content) throw new MissingObject(oid);
			writeFileSync(files[at], content, { mode: 384 });
		}
		const args = [
			"merge-file",
			"--stdout",
			"--quiet",
			...union ? ["--union"] : [],
			...files
		];
		const { code, stdout } = await repository.git.run(args, { cwd: folder });
		return code === 0 ? repository.store.addBlob(stdout, sides[0]) : null;
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
/** Paths that would put a file where the tip has a folder, or a folder where it has a file. */
async function placeConflicts(repository, tipTree, landed) {
	const conflicts = [];
	for (const [path, leaf] of landed) {
		if (leaf === null) continue;
		const entry = await entryAt(repository.store, tipTree, path);
		if (entry?.mode === "40000" && !await isEmptied(repository, entry.oid, path, landed)) conflicts.push(path);
		for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
			const above = path.slice(0, end);
			if (await leafAt(repository, tipTree, above) && landed.get(above) !== null) conflicts.push(path);
		}
	}
	return conflicts;
}
/** Whether the work removes every file of the folder. */
async function isEmptied({ store }, tree, path, landed) {
	return [...(await diffTrees(store, EMPTY_TREE[store.format], tree)).keys()].every((name) => landed.get(`${path}/${name}`) === null);
}

// src/engine/machine/repository.ts
/** In place of HEAD where nothing is committed yet: a commit without files. */
const NO_COMMIT = "0".repeat(40);
/** The engine's view of the user's repository. */
function repositoryPort(git, author) {
	return {
		author,
		resolve: (ref) => git.resolve(ref),
		hash: (content) => hashObject("blob", content, git.store.format),
		commit: async (request) => {
			const changes = new Map(request.changes);
			return git.commit({
				...request,
				changes
			});
		},
		async swapRef(ref, from, to) {
			const outcome = await git.swapRef(ref, from, to);
			return outcome.ok ? { ok: true } : {
				ok: false,
				actual: outcome.actual,
				reason: outcome.reason
			};
		},
		dropRef: (ref, from) => git.dropRef(ref, from),
		readFile: async (commit, path) => commit === NO_COMMIT ? null : git.readFile(commit, path),
		readBlob: (oid) => git.readBlob(oid),
		entry: (commit, path) => git.entry(commit, path),
		list: async (commit, directory) => commit === NO_COMMIT ? [] : git.list(commit, directory),
		changedPaths: (from, to) => git.changedPaths(from, to),
		isAncestor: (a, b) => git.isAncestor(a, b),
		mergeBase: (a, b) => git.mergeBase(a, b),
		async log(range) {
			return (await git.log(range)).map((c) => ({
				oid: c.oid,
				parents: [...c.parents],
				author: c.author,
				at: c.at,
				subject: c.subject,
				body: c.body
			}));
		},
		land: async (base, tip, changes) => {
			const leaves = /* @__PURE__ */ new Map();
			for (const change of changes) leaves.set(change.path, await toLeaf(git, change));
			return landing(await landChanges(git, {
				base,
				tip,
				changes: leaves
			}));
		}
	};
}
async function toLeaf(git, change) {
	if ("delete" in change) return null;
	return {
		oid: await git.store.addBlob(change.content),
		mode: change.mode
	};
}
function landing(outcome) {
	if (outcome.ok) return {
		ok: true,
		changes: new Map(outcome.changes)
	};
	if (outcome.reason === "unrelated") return {
		ok: false,
		conflicts: ["the two histories have no common commit"]
	};
	return {
		ok: false,
		conflicts: outcome.paths
	};
}

// src/engine/machine/checkout.ts
/** The base: what HEAD stands for, which on GitHub is the branch that the run was dispatched on. */
async function checkoutOf(git, request) {
	const commit = await git.resolve("HEAD") ?? (request.gitIntegration && !request.readsOnly ? refuse("the repository has no commit yet", "make a first commit: git add -A && git commit -m init") : NO_COMMIT);
	const link = await git.headRef();
	const own = link?.replace(/^refs\/heads\//, "") ?? request.environment.GITHUB_REF_NAME ?? "HEAD";
	const working = (path) => readLinkless(git.root, path);
	if (request.onRunner && request.gitIntegration && link === null && (request.environment.GITHUB_REF ?? "").startsWith("refs/pull/")) refuse("the checkout is a pull request's own code, which may not say who approves it", "give actions/checkout the base branch: `ref: ${{ github.event.repository.default_branch }}`");
	const onOwnBranch = own === branchName(request.milestone);
	if (onOwnBranch && request.onRunner && request.gitIntegration) refuse(`the checkout is the branch ${own} itself, which may not say who approves it`, "start the run on the base branch; it finds the milestone's branch by itself");
	return {
		base: (onOwnBranch ? await defaultBranch(git) : null) ?? {
			branch: own,
			commit
		},
		complaints: (started) => complaintsOf(git, request, started),
		working: request.onRunner && request.gitIntegration ? null : working
	};
}
/**
* Changes that are not committed would silently not count, and a branch that moves below its checkout looks like a
* mass of reverted work. Files that nobody tracks, and the engine's own reports, are no change.
*/
async function complaintsOf(git, request, started) {
	const branch = `milestone/${request.milestone}`;
	const complaints = [];
	const at = request.gitIntegration ? await git.checkedOutAt(`refs/heads/${branch}`) : null;
	if (at !== null) {
		const here = at === git.root;
		complaints.push({
			message: `the branch ${branch} is checked out${here ? "" : ` in ${at}`}, and the run would move it below that checkout`,
			remedy: here ? "switch to the base branch first (git switch main); the run finds the milestone's branch by itself" : `give that work tree another state (git -C ${at} switch --detach), or remove it (git worktree remove ${at})`
		});
	}
	const attributes = request.gitIntegration ? await headFile(git, ".gitattributes") : null;
	if (attributes && namesLfs(attributes) && git.conversion.settings.lfs === null) complaints.push({
		message: "the repository keeps files in Git LFS, and there is no git-lfs on this machine",
		remedy: request.onRunner ? "add a step before this one: `- run: sudo apt-get update && sudo apt-get install -y git-lfs`" : "install it (https://git-lfs.com; on Debian and Ubuntu: apt-get install -y git-lfs)"
	});
	if (!request.gitIntegration && started) return complaints;
	const state = await git.isClean();
	const changed = state.clean ? [] : state.paths.filter((path) => !path.startsWith(".milestones/reports/"));
	if (changed.length === 0) return complaints;
	const named = changed.slice(0, 5).join(", ") + (changed.length > 5 ? ` and ${changed.length - 5} more` : "");
	complaints.push({
		message: `the checkout has changes that are not committed: ${named}`,
		remedy: "commit or stash them (git stash); a run works on what is committed"
	});
	return complaints;
}
async function headFile(git, path) {
	const head = await git.resolve("HEAD");
	return head === null ? null : git.readFile(head, path);
}
/** A person who stands on the milestone's own branch still has the base's policy. */
async function defaultBranch(git) {
	for (const branch of ["main", "master"]) for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
		const commit = await git.resolve(ref);
		if (commit) return {
			branch,
			commit
		};
	}
	return null;
}

// src/engine/machine/folder-repository.ts
/**
* The state without git (`git-integration: false`): what would be a commit is written into the checkout, each file by
* rename. There is one version of everything, the one on disk; "commits" are names for the moments between writes.
*/
function folderRepository(root, milestone, author) {
	const prepared = /* @__PURE__ */ new Map();
	let count = 0;
	let current = existsSync(join(root, paths.log(milestone, 1))) ? moment(root, 0) : null;
	const base = moment(root, -1);
	const read = (path) => readLinkless(root, path);
	return {
		author,
		resolve: async (ref) => ref === "HEAD" ? base : current,
		hash: (content) => hashObject("blob", content),
		async commit(request) {
			count += 1;
			const oid = moment(root, count);
			prepared.set(oid, request.changes);
			return oid;
		},
		async swapRef(ref, from, to) {
			if (!ref.startsWith("refs/heads/")) return { ok: true };
			if (from !== current) return {
				ok: false,
				actual: current,
				reason: "moved"
			};
			for (const [path, change] of prepared.get(to) ?? []) await write(root, path, change);
			prepared.delete(to);
			current = to;
			return { ok: true };
		},
		dropRef: async () => false,
		readFile: (_commit, path) => read(path),
		readBlob: async () => null,
		async entry(_commit, path) {
			const content = await read(path);
			return content ? {
				oid: hashObject("blob", content),
				mode: "100644"
			} : null;
		},
		list: (_commit, directory) => list$2(root, directory),
		changedPaths: async () => [],
		isAncestor: async () => true,
		mergeBase: async (a) => a,
		log: async () => [],
		land: async (_base, _tip, changes) => ({
			ok: true,
			changes: new Map(changes.map((c) => [c.path, "delete" in c ? null : c.content]))
		})
	};
}
function moment(root, n) {
	return createHash("sha1").update(`${root} ${n}`).digest("hex");
}
/** Only the engine's own folder is written; an executor's files are in place already. */
async function write(root, path, change) {
	if (!path.startsWith(".milestones/")) return;
	const target = join(root, path);
	await isLinkless(root, path);
	if (change === null) return rm(target, { force: true });
	if (!Buffer.isBuffer(change)) return;
	await mkdir(dirname(target), { recursive: true });
	const temporary = `${target}.new`;
	const file = await open(temporary, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 420);
	try {
		await file.writeFile(change);
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(temporary, target);
}
async function list$2(root, directory) {
	const folder = join(root, directory);
	if (!await isLinkless(root, directory)) return [];
	const entries = await readdir(folder, { withFileTypes: true });
	const found = [];
	for (const entry of entries) {
		if (entry.isDirectory()) found.push({
			name: entry.name,
			mode: "40000",
			oid: ""
		});
		if (!entry.isFile()) continue;
		const content = await readFile(join(folder, entry.name));
		found.push({
			name: entry.name,
			mode: "100644",
			oid: hashObject("blob", content)
		});
	}
	return found;
}
/** The checkout itself as the only work tree: one phase at a time, nothing is reset. */
function folderWorkspaces(root, git) {
	let before = /* @__PURE__ */ new Map();
	let at = null;
	const workspace = {
		dir: root,
		get commit() {
			return at;
		},
		async moveTo(commit) {
			at = commit;
			before = await stamps(root, git);
		},
		disturb: () => void 0,
		async changes() {
			const now = await stamps(root, git);
			const files = [];
			for (const [path, stamp] of now) {
				if (before.get(path) === stamp) continue;
				const mode = (await lstat(join(root, path))).mode & 64 ? "100755" : "100644";
				files.push({
					path,
					mode,
					content: await readFile(join(root, path))
				});
			}
			for (const path of before.keys()) if (!now.has(path)) files.push({
				path,
				delete: true
			});
			return {
				files,
				unsafe: []
			};
		}
	};
	return {
		open: async () => workspace,
		fingerprint: async () => "",
		close: async () => void 0
	};
}
/** Size, time and inode of every regular file that git would see. */
async function stamps(root, git) {
	const { stdout } = await git.run([
		"--work-tree",
		root,
		"ls-files",
		"-z",
		"-o",
		"--exclude-standard"
	], { cwd: root });
	const found = /* @__PURE__ */ new Map();
	for (const path of stdout.toString("utf8").split("\0")) {
		if (path === "" || path.startsWith(".milestones/") && !path.startsWith(".milestones/deliverables/")) continue;
		const stat = lstatSync(join(root, path), {
			bigint: true,
			throwIfNoEntry: false
		});
		if (stat?.isFile()) found.set(path, `${stat.size} ${stat.mtimeNs} ${stat.ino}`);
	}
	return found;
}

// src/engine/sandbox/places.ts
const RANK = {
	hidden: 0,
	readable: 1,
	writable: 2
};
/**
* The places that are there, outer ones first: a mount covers what lies below it, so whoever follows the order can show
* again what an outer place has hidden. Where a path is named twice the more generous word counts.
*/
function orderedPlaces({ hidden, readable, writable }) {
	const kinds = /* @__PURE__ */ new Map();
	for (const path of hidden) kinds.set(path, "hidden");
	for (const path of readable) kinds.set(path, "readable");
	for (const path of writable) kinds.set(path, "writable");
	const places = [];
	for (const [path, kind] of kinds) {
		const stats = lstatSync(path, { throwIfNoEntry: false });
		if (stats) places.push({
			path,
			kind,
			isFolder: stats.isDirectory()
		});
	}
	return places.sort((a, b) => depth(a.path) - depth(b.path) || RANK[a.kind] - RANK[b.kind]);
}
function depth(path) {
	return path === "/" ? 0 : path.split("/").length;
}
/** Whether the path is the folder or lies below it. */
function isWithin(path, folder) {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
/**
* Folders above these paths that another user may not even pass through, the outermost of each path. Shown as empty
* folders of their own, they let that user through to the paths and to nothing else.
*/
function closedFolders(paths) {
	const closed = /* @__PURE__ */ new Set();
	for (const path of paths) {
		let outermost = null;
		for (let folder = dirname(path);; folder = dirname(folder)) {
			const stats = statSync(folder, { throwIfNoEntry: false });
			if (stats && (stats.mode & 1) === 0) outermost = folder;
			if (folder === dirname(folder)) break;
		}
		if (outermost !== null && outermost !== "/") closed.add(outermost);
	}
	return [...closed];
}

// src/engine/sandbox/bubblewrap.ts
/** The argument list of bubblewrap before the program's own. It takes each folder from the machine as it was before. */
function bubblewrapArgv(program, places, cwd) {
	const mounts = orderedPlaces(places).flatMap(({ path, kind, isFolder }) => {
		switch (kind) {
			case "hidden":
				if (!existsSync(path)) return [];
				return isFolder ? ["--tmpfs", path] : [
					"--ro-bind",
					"/dev/null",
					path
				];
			case "readable": return places.restReadOnly || places.hidden.some((folder) => path.startsWith(`${folder}/`)) ? [
				"--ro-bind",
				path,
				path
			] : [];
			case "writable": return [
				"--bind",
				path,
				path
			];
			default: return kind;
		}
	});
	return [
		program,
		...[
			places.restReadOnly ? "--ro-bind" : "--bind",
			"/",
			"/"
		],
		...[
			"--dev-bind",
			"/dev",
			"/dev"
		],
		...["--proc", "/proc"],
		...mounts,
		...[
			"--unshare-pid",
			"--unshare-ipc",
			"--die-with-parent",
			"--cap-drop",
			"ALL"
		],
		...["--chdir", cwd],
		"--"
	];
}

// src/engine/sandbox/stage.ts
/** What the stage says, and ends with, where it could not prepare what the program is to run in. */
const STAGE_FAILED = "milestone: the sandbox could not be set up";
const STAGE_FAILED_EXIT = 125;
/** Programs of the system alone: what an agent or a plan puts on its PATH is never run with rights. */
const SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
/**
* The first process inside, as a script of bash: it stands in new mount and process namespaces, covers what is not to be
* seen, starts the program without rights, waits for it, collects what others leave behind, and by its end ends them all.
* As it keeps its own rights, nothing inside can signal or trace it. Its arguments are the program's.
*/
function stageScript(stage) {
	const { places, user, cwd } = stage;
	const ordered = orderedPlaces(places);
	const fds = new Map(ordered.filter(({ kind }) => kind !== "hidden").map(({ path }, i) => [path, 20 + i]));
	return [
		...orFail([
			...user ? handOver(user, stage.handed ?? []) : [],
			...openAll(fds),
			...stage.accounts ? accountMounts(stage.accounts) : [],
			...ordered.flatMap((place, i) => show$1(place, ordered.slice(0, i), fds)),
			...places.restReadOnly ? readOnlyMounts(ordered) : [],
			...fds.size > 0 ? [`exec ${[...fds.values()].map((fd) => `${fd}<&-`).join(" ")}`] : [],
			`cd ${quoted(cwd)}`
		]),
		`${dropRights(user, stage.keepsRootsRights ?? false)} -- "$@" <&0 &`,
		"wait $!"
	].join("\n");
}
/** The steps, of which none may fail. */
function orFail(steps) {
	return [steps.join(" &&\n") + " ||", `{ echo "${STAGE_FAILED}" >&2; exit ${125}; }`];
}
/** A file with several names may be another's, so it changes hands only where it was made by that user itself. */
function handOver({ uid, gid }, folders) {
	if (folders.length === 0) return [];
	return [changeOwner(folders, uid, gid)];
}
/** No link is followed and no other file system entered; nobody may be at work there. */
function changeOwner(folders, uid, gid) {
	return `find ${folders.map(quoted).join(" ")} -xdev '(' -type d -o -links 1 ')' ! -uid ${uid} -exec chown -h ${uid}:${gid} {} +`;
}
/** A folder is held open before anything covers it, and mounted again from there. */
function openAll(fds) {
	if (fds.size === 0) return [];
	return [`exec ${[...fds].map(([path, fd]) => `${fd}<${quoted(path)}`).join(" ")}`];
}
function show$1(place, outer, fds) {
	const { path, kind, isFolder } = place;
	const cover = outer.filter(({ path: above }) => isWithin(path, above)).at(-1);
	const isCovered = cover?.kind === "hidden";
	switch (kind) {
		case "hidden":
			if (isCovered) return [];
			return [unlessGone(path, isFolder ? `mount -n -c -t tmpfs -o mode=755,size=4m,nosuid,nodev milestone ${quoted(path)}` : `mount -n -c --bind /dev/null ${quoted(path)}`)];
		case "readable":
		case "writable": {
			if (!cover && kind === "readable") return [];
			const fd = fds.get(path);
			const parent = quoted(path.slice(0, path.lastIndexOf("/")) || "/");
			const at = isFolder ? [`mkdir -p ${quoted(path)}`] : [`mkdir -p ${parent}`, `: > ${quoted(path)}`];
			return [
				...isCovered ? at : [],
				`mount -n -c --rbind /proc/self/fd/${fd} ${quoted(path)}`,
				...kind === "readable" ? [`mount -n -c -o remount,bind,ro ${quoted(path)}`] : []
			];
		}
		default: return kind;
	}
}
/** Another run's folder may be removed at any moment; what is not there needs no hiding. */
function unlessGone(path, step) {
	return `{ [ ! -e ${quoted(path)} ] || ${step} || [ ! -e ${quoted(path)} ]; }`;
}
function accountMounts({ passwd, group }) {
	return [`mount -n -c --bind ${quoted(passwd)} /etc/passwd`, `mount -n -c --bind ${quoted(group)} /etc/group`];
}
/** File systems of the kernel itself: what may be written there is for other rules to say. */
const KERNEL = /^(?:proc|sysfs|cgroup2?|devpts|devtmpfs|mqueue|debugfs|tracefs|securityfs|bpf|nsfs|autofs|fusectl|configfs|pstore|efivarfs|binfmt_misc|hugetlbfs|rpc_pipefs|ramfs)$/;
/** Each mount that can be written and is no place of its own becomes read-only, with the flags that it has. */
function readOnlyMounts(places) {
	return parseMounts(readFileSync("/proc/self/mountinfo", "utf8")).filter(({ path, type, options }) => options.includes("rw") && !KERNEL.test(type) && isOpen(path, places)).map(({ path, options }) => {
		return `mount -n -c -o ${[
			"remount",
			"bind",
			"ro",
			...options.filter((option) => option !== "rw" && option !== "ro")
		].join(",")} ${quoted(path)}`;
	});
}
/** Neither covered by a place nor brought along with one. */
function isOpen(path, places) {
	return !places.some((place) => isWithin(path, place.path));
}
/** Lines of proc_pid_mountinfo(5); of several mounts at one path the last is the one that is seen. */
function parseMounts(mountinfo) {
	const mounts = /* @__PURE__ */ new Map();
	for (const line of mountinfo.split("\n")) {
		const [before = "", after = ""] = line.split(" - ");
		const [, , , , path, options] = before.split(" ");
		if (path === void 0 || options === void 0) continue;
		const plain = path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
		mounts.set(plain, {
			path: plain,
			type: after.split(" ")[0] ?? "",
			options: options.split(",")
		});
	}
	return [...mounts.values()];
}
/** Rights by which root could undo the mounts or look into others' memory, devices and files by handle. */
const ROOTS_RIGHTS_OVER_US = [...[
	"sys_admin",
	"sys_ptrace",
	"sys_module",
	"sys_rawio",
	"sys_boot",
	"sys_chroot"
], ...[
	"mknod",
	"dac_read_search",
	"mac_admin",
	"mac_override",
	"syslog"
]];
/** The command that gives up every right of root for good and starts the arguments after `--`. */
function dropRights(user, keepsRootsRights = false) {
	if (keepsRootsRights) return `setpriv --bounding-set=${ROOTS_RIGHTS_OVER_US.map((right) => `-${right}`).join(",")} --no-new-privs`;
	return `setpriv ${user ? `--reuid ${user.uid} --regid ${user.gid} --clear-groups ` : ""}--bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs`;
}
/** As one word of a shell. */
function quoted(text) {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

// src/engine/sandbox/inner-environment.ts
/** Names that a shell can take from its environment and hand on. */
const SHELL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Of these bash makes variables that cannot be set; none of them means anything to a loader. */
const UNSETTABLE = /* @__PURE__ */ new Set([
	"UID",
	"EUID",
	"PPID",
	"BASHOPTS",
	"SHELLOPTS",
	"BASH_VERSINFO",
	"_"
]);
/**
* A plan may set any variable, `LD_PRELOAD` and `PATH` among them, and what prepares the sandbox has rights. So the
* program's variables travel under names without a meaning, never in an argument list, which others could read.
* @param defaultSignals puts back the signals that the programs before it leave unheeded
*/
function carry(env, path, defaultSignals = false) {
	const outer = { PATH: path };
	const assignments = [];
	const others = [];
	const carried = [];
	for (const [name, value] of Object.entries(env)) {
		if (name === "MILESTONE_PROCESS") outer[name] = value;
		if (UNSETTABLE.has(name)) continue;
		const alias = `_milestone_${carried.length}`;
		outer[alias] = value;
		carried.push(alias);
		if (SHELL_NAME.test(name)) assignments.push(`${name}=$${alias}`);
		else others.push(`${quoted(`${name}=`)}"$${alias}"`);
	}
	const names = assignments.map((each) => each.slice(0, each.indexOf("=")));
	const viaEnv = others.length > 0 || defaultSignals;
	const env_ = defaultSignals ? "/usr/bin/env --default-signal=TERM,INT,HUP " : "/usr/bin/env ";
	return {
		outer,
		last: [
			"unset OLDPWD",
			...env.PATH === void 0 ? ["unset PATH"] : [],
			...names.length > 0 ? [`export ${names.join(" ")}`, assignments.join(" ")] : [],
			...others.length > 0 ? [`set -- ${others.join(" ")} "$@"`] : [],
			...carried.length > 0 ? [`unset ${carried.join(" ")}`] : [],
			`exec ${viaEnv ? env_ : ""}"$@"`
		].join("\n")
	};
}

// src/engine/sandbox/powerful-groups.ts
/** A user namespace leaves a process the groups of its user. Each of these leads to root, by these sockets. */
const BY_SOCKET = {
	docker: ["/run/docker.sock"],
	lxd: ["/var/lib/lxd/unix.socket", "/var/snap/lxd/common/lxd/unix.socket"],
	incus: ["/var/lib/incus/unix.socket", "/run/incus"],
	"incus-admin": ["/var/lib/incus/unix.socket", "/run/incus"],
	libvirt: ["/run/libvirt"]
};
/** By a device that reads and writes everything. */
const BY_DEVICE = ["disk", "kmem"];
/** The group of this user that would lead out of the sandbox; null where there is none. */
function powerfulGroup({ hidden }) {
	for (const group of groupNames()) {
		if (BY_DEVICE.includes(group)) return `this user is in the group ${group}, which may read every disk`;
		const sockets = BY_SOCKET[group];
		if (!sockets) continue;
		if (!sockets.some((path) => existsSync(path) && hidden.some((folder) => isWithin(path, folder)))) return `this user is in the group ${group}, whose socket could not be hidden`;
	}
	return null;
}
function groupNames() {
	const ids = new Set(process.getgroups?.() ?? []);
	return readFileSync("/etc/group", "utf8").split("\n").map((line) => line.split(":")).filter(([, , id]) => id !== void 0 && ids.has(Number(id))).map(([name = ""]) => name);
}

// src/engine/sandbox/seatbelt.ts
/** A profile for macOS's sandbox-exec: of all rules that fit a path the last one holds. */
function seatbeltProfile(places) {
	const rules = orderedPlaces(places).map(({ path, kind, isFolder }) => {
		const where = `(${isFolder ? "subpath" : "literal"} ${JSON.stringify(path)})`;
		switch (kind) {
			case "hidden": return `(deny file-read* file-write* ${where})`;
			case "readable": return `(allow file-read* ${where})`;
			case "writable": return `(allow file-read* file-write* ${where})`;
			default: return kind;
		}
	});
	return [
		"(version 1)",
		"(allow default)",
		"(deny mach-priv*)",
		"(deny process-info* (target others))",
		"(allow process-info* (target same-sandbox))",
		...places.restReadOnly ? ["(deny file-write* (subpath \"/\"))", "(allow file-write* (subpath \"/dev\"))"] : [],
		...rules
	].join("\n");
}

// src/engine/sandbox/sandbox.ts
/** A user that no system gives to anybody: below those of containers' users, above those of people and services. */
const OWN_USER = {
	uid: 60570,
	gid: 60570
};
/** Tries each kind by doing exactly what is done later, and takes the first that holds. */
async function openSandbox(options) {
	const reasons = [];
	for (const kind of options.kinds ?? kindsHere(options)) {
		const why = await refuseKind(kind, options);
		const made = why === null ? makeSandbox(kind, options) : null;
		const trouble = made ? await probe(made, options) : why;
		if (made && trouble === null) return {
			sandbox: made,
			reasons
		};
		reasons.push(`${kind}: ${trouble}`);
	}
	return {
		sandbox: null,
		reasons
	};
}
function kindsHere({ asPerson, mayUseSudo }) {
	if (process.platform === "darwin") return ["seatbelt"];
	if (process.platform !== "linux") return [];
	if (process.getuid?.() === 0) return asPerson ? ["root"] : ["root", "user"];
	return [
		...mayUseSudo ? ["sudo"] : [],
		"bubblewrap",
		"unshare"
	];
}
/** Why a kind need not be tried; null where it is worth a try. */
async function refuseKind(kind, { asPerson, places }) {
	switch (kind) {
		case "sudo": return await canLaunchByRoot() ? null : "sudo asks for a password, or is not there";
		case "bubblewrap":
		case "unshare": return asPerson ? null : powerfulGroup(places);
		case "root":
		case "user":
		case "seatbelt": return null;
		default: return kind;
	}
}
function makeSandbox(kind, options) {
	switch (kind) {
		case "sudo":
		case "root": return {
			kind,
			open: (own) => byNamespaces(kind, options, own)
		};
		case "unshare": return {
			kind,
			open: (own) => byNamespaces(kind, options, own)
		};
		case "bubblewrap": return {
			kind,
			open: (own) => byBubblewrap(options, own)
		};
		case "user": return {
			kind,
			open: (own) => byUser(options, own)
		};
		case "seatbelt": return {
			kind,
			open: (own) => bySeatbelt(options, own)
		};
		default: return kind;
	}
}
/** The namespaces themselves, and a first process in them that can see to the rest. `--kill-child`: all end with unshare. */
const UNSHARE = [
	"--mount",
	"--pid",
	"--ipc",
	"--fork",
	"--kill-child",
	"--mount-proc",
	"--"
];
function byNamespaces(kind, options, own) {
	const user = kind === "unshare" || options.asPerson || own.isUsersOwn ? void 0 : OWN_USER;
	const accounts = user && accountFiles(options.scratch, user);
	const self = kind === "sudo" && !user ? {
		uid: process.getuid(),
		gid: process.getgid()
	} : void 0;
	const unshare = kind === "unshare" ? [
		"/usr/bin/unshare",
		"--user",
		"--map-current-user",
		"--keep-caps",
		...UNSHARE
	] : ["/usr/bin/unshare", ...UNSHARE];
	return {
		byRoot: kind === "sudo",
		ownsProcesses: true,
		enter({ argv, cwd, env }) {
			const { outer, last } = carry(env, SYSTEM_PATH);
			const places = withOwn(options.places, own);
			const stage = [
				"bash",
				"--noprofile",
				"--norc",
				"-c",
				stageScript({
					places: user ? opened(places, cwd) : places,
					cwd,
					...user ? {
						user,
						handed: own.writable,
						accounts
					} : {},
					...self ? { user: self } : {},
					keepsRootsRights: kind === "root" && options.asPerson
				}),
				"milestone"
			];
			return {
				argv: [
					...unshare,
					...stage,
					"/bin/sh",
					"-c",
					last,
					"milestone",
					...argv
				],
				cwd: "/",
				env: outer
			};
		},
		leave: () => kind === "sudo" && user ? takeBack(own.writable) : Promise.resolve()
	};
}
function withOwn(places, { writable, readable = [] }) {
	return {
		...places,
		readable: [...places.readable, ...readable],
		writable: [...places.writable, ...writable]
	};
}
/** A user of its own writes what it was given and what is open to everybody, and must come through to its places. */
function opened(places, cwd) {
	const needed = [
		...places.writable,
		...places.readable,
		cwd
	];
	return {
		...places,
		hidden: [...places.hidden, ...closedFolders(needed)]
	};
}
/** The system's lists with a line for the user inside, as many programs ask for their user's name. */
function accountFiles(scratch, { uid, gid }) {
	const files = {
		passwd: join(scratch, "passwd"),
		group: join(scratch, "group")
	};
	const write = (path, from, line) => writeFileSync(path, `${readFileSync(from, "utf8").trimEnd()}\n${line}\n`, { mode: 420 });
	write(files.passwd, "/etc/passwd", `milestone:x:${uid}:${gid}:milestone:/tmp:/bin/bash`);
	write(files.group, "/etc/group", `milestone:x:${gid}:`);
	return files;
}
/** Nothing runs any more that could stand in the way. */
async function takeBack(folders) {
	const inside = {
		byRoot: true,
		ownsProcesses: false,
		enter: (program) => program,
		leave: () => Promise.resolve()
	};
	const script = changeOwner(folders, process.getuid(), process.getgid());
	await runProcess({
		argv: [
			"/bin/sh",
			"-c",
			script
		],
		cwd: "/",
		env: { PATH: SYSTEM_PATH },
		inside
	}).outcome;
}
function byBubblewrap(options, own) {
	const places = withOwn(options.places, own);
	return {
		byRoot: false,
		ownsProcesses: true,
		enter({ argv, cwd, env }) {
			const { outer, last } = carry(env, options.path, true);
			return {
				argv: [
					...[
						"/bin/sh",
						"-c",
						`trap "" TERM INT HUP; exec "$@"`,
						"milestone"
					],
					...bubblewrapArgv("bwrap", places, cwd),
					...[
						"/bin/sh",
						"-c",
						last,
						"milestone",
						...argv
					]
				],
				cwd: "/",
				env: outer
			};
		},
		leave: () => Promise.resolve()
	};
}
let users = 0;
/** Each program has a user of its own, so that whatever it leaves running can be told and ended by that. */
function byUser(options, own) {
	const id = OWN_USER.uid + 1 + users++ % 64;
	const user = own.isUsersOwn ? void 0 : {
		uid: id,
		gid: id
	};
	const asUser = ["/bin/sh", "-c"];
	return {
		byRoot: false,
		ownsProcesses: false,
		enter({ argv, cwd, env }) {
			const { outer, last } = carry(env, SYSTEM_PATH);
			const script = [...orFail([
				...user ? [changeOwner(own.writable, user.uid, user.gid)] : [],
				...user ? own.writable.map((folder) => `chmod go-rwx ${quoted(folder)}`) : [],
				...passable(options.places, own).map((folder) => `chmod go=x ${quoted(folder)}`),
				`cd ${quoted(cwd)}`
			]), `exec ${dropRights(user)} -- "$@"`].join("\n");
			return {
				argv: [
					...asUser,
					script,
					"milestone",
					"/bin/sh",
					"-c",
					last,
					"milestone",
					...argv
				],
				cwd: "/",
				env: outer
			};
		},
		/** As that user, so that it reaches all of its processes, however fast they multiply, and nobody else's. */
		async leave() {
			if (!user) return;
			const kill = `exec ${dropRights(user)} -- /bin/sh -c 'kill -9 -1'`;
			await runProcess({
				argv: [
					"/bin/sh",
					"-c",
					kill
				],
				cwd: "/",
				env: { PATH: SYSTEM_PATH }
			}).outcome;
		}
	};
}
/** The engine's own folders above what the program may write: it may pass, and see nothing else there. */
function passable({ hidden }, own) {
	if (own.isUsersOwn) return [];
	const folders = /* @__PURE__ */ new Set();
	for (const path of own.writable) {
		const top = hidden.find((folder) => path.startsWith(`${folder}/`));
		for (let folder = dirname(path); top && isWithin(folder, top); folder = dirname(folder)) folders.add(folder);
	}
	return [...folders];
}
function bySeatbelt(options, own) {
	const places = withOwn(options.places, own);
	return {
		byRoot: false,
		ownsProcesses: false,
		enter: (program) => ({
			...program,
			argv: [
				"/usr/bin/sandbox-exec",
				"-p",
				seatbeltProfile(places),
				...program.argv
			]
		}),
		leave: () => Promise.resolve()
	};
}
/** Whether the sandbox holds; null, or what is wrong. */
async function probe(sandbox, options) {
	const folder = mkdtempSync(join(options.scratch, "probe-"));
	try {
		return await tryOut(sandbox, options, folder);
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
async function tryOut(sandbox, options, folder) {
	const [own, secret] = [join(folder, "own"), join(folder, "secret")];
	mkdirSync(own);
	writeFileSync(secret, "secret", { mode: 384 });
	const inside = sandbox.open({ writable: [own] });
	const tests = [
		["its own folder cannot be written", `echo written > ${quoted(join(own, "file"))}`],
		...options.places.hidden.map((path) => [`${path} is not hidden`, `[ ! -d ${quoted(path)} ] || ! ls -A ${quoted(path)} | grep -qvFx -e . ${namesBelow(options.places, own, path)}`]),
		...sandbox.kind === "seatbelt" || sandbox.kind === "user" ? [] : [["other processes are to be seen", `[ ! -e /proc/${process.pid}/status ]`]],
		...process.platform === "linux" && !(options.asPerson && sandbox.kind === "root") ? [["it keeps rights of root", "grep -q '^CapEff:[^1-9a-f]*$' /proc/self/status"]] : []
	];
	const script = (sandbox.kind === "user" ? [tests[0], tests.at(-1)] : tests).map(([why, test]) => `{ ${test} ; } || { echo ${quoted(why)}; exit 1; }`).join("\n");
	const { reason, exitCode, tail } = await runProcess({
		argv: [
			"/bin/sh",
			"-c",
			script
		],
		cwd: own,
		env: { PATH: SYSTEM_PATH },
		timeoutMs: PROBE_TIMEOUT_MS,
		inside
	}).outcome;
	if (reason === "exited" && exitCode === 0) return null;
	return tail.split("\n").find((line) => line.trim() !== "") ?? `it ended with ${exitCode ?? reason}`;
}
const PROBE_TIMEOUT_MS = 1e4;
/** What stands in a hidden folder all the same, since places below it are shown. */
function namesBelow(places, own, folder) {
	return [
		...places.readable,
		...places.writable,
		own
	].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1).split("/")[0]).map((name) => `-e ${quoted(name)}`).join(" ");
}
/** Whether the sandbox itself failed, not what was to run in it. */
function isSandboxFailure(outcome) {
	return outcome.exitCode === 125 && outcome.tail.includes("milestone: the sandbox could not be set up");
}

// src/engine/machine/isolation.ts
function machineIsolation(request) {
	let opening = null;
	let mode = "auto";
	const isStrict = () => request.onRunner || mode === "strict";
	const open = () => {
		const asPerson = !isStrict();
		opening ??= openSandbox({
			places: placesOf(request, asPerson),
			asPerson,
			mayUseSudo: request.onRunner,
			path: request.environment.PATH ?? "",
			scratch: request.scratch
		});
		return opening;
	};
	return {
		settle(said) {
			if (said !== mode) opening = null;
			mode = said;
		},
		isStrict,
		async found() {
			if (mode === "none") return {
				kind: "none",
				why: ""
			};
			const { sandbox, reasons } = await open();
			return sandbox ? { kind: sandbox.kind } : {
				kind: "none",
				why: reasons.join("; ")
			};
		},
		async inside(own) {
			if (mode === "none") return null;
			const { sandbox } = await open();
			const isUsersOwn = own.writable.includes(request.root);
			const readable = (await request.store.objects()).filter(openToAll);
			return sandbox?.open({
				...own,
				readable,
				isUsersOwn
			}) ?? null;
		}
	};
}
/** Objects on their way to the user's lie in a folder of the engine's alone, until an agent's git is to read them. */
function openToAll(folder) {
	if (!existsSync(folder)) return false;
	if (basename(folder) !== "objects") chmodSync(folder, 493);
	return true;
}
function placesOf(request, asPerson) {
	const { store, workplaces, environment } = request;
	const own = [
		...store.directories,
		...workplaces,
		...othersWorkplaces(environment)
	];
	if (asPerson) return real({
		hidden: own,
		readable: [],
		writable: [],
		restReadOnly: false
	});
	const { home, shown } = homePlaces(request);
	return real({
		hidden: [
			...own,
			...home,
			...runnerFiles(environment),
			...SOCKETS,
			...socketsOf(environment)
		],
		readable: shown,
		writable: [
			environment.TMPDIR ?? tmpdir(),
			"/tmp",
			"/var/tmp",
			"/dev/shm"
		],
		restReadOnly: true
	});
}
/** As the system names them, and only those that are there. */
function real({ hidden, readable, writable, restReadOnly }) {
	const found = (paths) => [...new Set(paths.filter((path) => existsSync(path)).map((path) => realpathSync(path)))];
	return {
		hidden: found(hidden),
		readable: found(readable),
		writable: found(writable),
		restReadOnly
	};
}
/** Folders of other runs of this engine on the machine. */
function othersWorkplaces({ RUNNER_TEMP }) {
	return [tmpdir(), ...RUNNER_TEMP ? [RUNNER_TEMP] : []].filter(existsSync).flatMap((folder) => readdirSync(folder).filter((name) => /^milestone-(?:trees|scratch|git)-/.test(name)).map((name) => join(folder, name)));
}
/** What the job writes for its runner and learns from it, and by which the runner itself is known to GitHub. */
function runnerFiles(environment) {
	const files = [
		"ENV",
		"OUTPUT",
		"PATH",
		"STATE",
		"STEP_SUMMARY",
		"EVENT_PATH"
	].flatMap((name) => environment[`GITHUB_${name}`] ?? []);
	const ofRunner = ["_runner_file_commands", "_github_workflow"];
	const runner = join(process.execPath, "../../../..");
	return [
		...files.map((file) => ofRunner.includes(basename(dirname(file))) ? dirname(file) : file),
		...ofRunner.map((name) => join(environment.RUNNER_TEMP ?? "/nonexistent", name)),
		...existsSync(join(runner, ".runner")) ? [
			".runner",
			".credentials",
			".credentials_rsaparams",
			".env",
			"_diag"
		].map((name) => join(runner, name)) : []
	];
}
/** Services that start anything as root for whoever may speak to them. */
const SOCKETS = [
	...[
		"/run/docker.sock",
		"/run/docker",
		"/run/containerd",
		"/run/podman",
		"/run/crio",
		"/run/cri-dockerd.sock"
	],
	...[
		"/run/libvirt",
		"/run/incus",
		"/var/lib/incus",
		"/var/lib/lxd",
		"/var/snap/lxd/common/lxd"
	],
	...[
		"/run/dbus/system_bus_socket",
		"/run/systemd/private",
		"/run/snapd.socket"
	],
	`/run/user/${process.getuid?.() ?? 0}`
];
function socketsOf({ DOCKER_HOST, SSH_AUTH_SOCK }) {
	return [...DOCKER_HOST?.startsWith("unix://") ? [DOCKER_HOST.slice(7)] : [], ...SSH_AUTH_SOCK ? [SSH_AUTH_SOCK] : []];
}
/** Below a home folder: where tools and their caches stand that a build needs. */
const TOOLS = [
	...[
		".cargo",
		".rustup",
		".nvm",
		".volta",
		".fnm",
		".bun",
		".deno",
		".npm",
		".yarn",
		".pnpm-store",
		".cache"
	],
	...[
		".local/bin",
		".local/lib",
		".local/share/pnpm",
		".local/share/mise",
		".local/share/uv",
		".local/pipx"
	],
	...[
		".pyenv",
		".rbenv",
		".rvm",
		".gem",
		".asdf",
		".sdkman",
		".jenv",
		".dotnet",
		".nuget",
		".m2/repository"
	],
	...[
		".gradle/caches",
		".gradle/wrapper",
		"go",
		".ghcup",
		".cabal",
		".stack",
		".opam",
		".pub-cache"
	],
	...[
		".composer/vendor",
		".config/composer/vendor",
		"Android/Sdk",
		".juliaup",
		".julia",
		".elan",
		".swiftly"
	]
];
/** In them, and for nobody else. */
const SECRETS_OF_TOOLS = [
	".cargo/credentials",
	".cargo/credentials.toml",
	".gem/credentials"
];
/** A person's home is not shown but for the tools in it, and for the job's own folders where they lie in it. */
function homePlaces({ environment, root }) {
	const homes = [.../* @__PURE__ */ new Set([homedir(), environment.HOME ?? homedir()])].filter((home) => isAbsolute(home) && home !== "/" && existsSync(home));
	const { GITHUB_WORKSPACE, RUNNER_TEMP, RUNNER_TOOL_CACHE, PATH = "" } = environment;
	const named = [
		root,
		GITHUB_WORKSPACE,
		RUNNER_TEMP,
		RUNNER_TOOL_CACHE,
		process.execPath,
		...PATH.split(":")
	];
	const tools = homes.flatMap((home) => TOOLS.map((folder) => join(home, folder)));
	const shown = [...named, ...tools].filter((path) => {
		if (path === void 0 || !isAbsolute(path) || homes.includes(path)) return false;
		return homes.some((home) => isWithin(path, home));
	});
	const secrets = homes.flatMap((home) => SECRETS_OF_TOOLS.map((file) => join(home, file)));
	return {
		home: [...homes, ...secrets],
		shown
	};
}

// src/engine/machine/remote.ts
/** The engine's view of `origin`. */
function remotePort(git) {
	return {
		url: git.url,
		async fetch(ref, meets) {
			const result = await git.fetch(ref, meets === void 0 ? {} : { meets });
			return result.ok ? result : failure$1(result);
		},
		async fetchAll(tips) {
			const result = await git.fetchAll(tips);
			return result.ok ? result : failure$1(result);
		},
		async push(ref, oid, expected) {
			const result = await git.push({
				ref,
				oid,
				expected
			});
			if (result.ok) return result;
			if (result.reason === "stale") return {
				ok: false,
				reason: "stale",
				actual: result.actual ?? null
			};
			return failure$1(result);
		},
		async tag(name, oid) {
			const result = await git.pushTag(name, oid);
			if (result.ok) return result;
			return result.reason === "stale" ? {
				ok: false,
				reason: "denied",
				message: `the tag ${name} exists already on another commit`
			} : failure$1(result);
		},
		locks: {
			async list(prefix) {
				const result = await git.list(prefix);
				return result.ok ? result : failure$1(result);
			},
			async swap(ref, expected, oid) {
				const result = await git.swapLock({
					ref,
					expected,
					oid
				});
				if (result.ok) return result;
				return result.reason === "stale" ? {
					ok: false,
					reason: "stale"
				} : failure$1(result);
			}
		}
	};
}
function failure$1(result) {
	const { message } = result;
	switch (result.reason) {
		case "denied":
		case "name-taken":
		case "auth":
		case "unreachable":
		case "timeout": return {
			ok: false,
			reason: result.reason,
			message
		};
		case "missing": return {
			ok: false,
			reason: "auth",
			message: message || "no such repository, or the token may not see it"
		};
		case "stale": return {
			ok: false,
			reason: "unreachable",
			message
		};
		default: return result.reason;
	}
}

// src/engine/deliverable/markdown.ts
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
/** The lines of a markdown file; fenced code and HTML comments are told apart from prose. */
function markdownLines(text) {
	const lines = [];
	let fence = null;
	for (const [index, raw] of withoutComments(text).split("\n").entries()) {
		const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
		const mark = FENCE.exec(line);
		const entry = {
			number: index + 1,
			text: line,
			code: fence !== null || mark !== null
		};
		if (fence !== null) {
			if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === "") fence = null;
		} else if (mark?.[1]) fence = mark[1];
		else {
			const atx = ATX.exec(line);
			const above = lines.at(-1);
			if (atx?.[1]) entry.level = atx[1].length;
			else if (above && SETEXT.test(line) && isParagraph(above)) above.level = line.trim()[0] === "=" ? 1 : 2;
		}
		lines.push(entry);
	}
	return lines;
}
/** A heading's words alone: no marks, numbering, emphasis, emoji or closing colon; small letters. */
function headingText(line) {
	return line.replace(/^ {0,3}#{1,6}/, "").replace(/[ \t]#{1,200}[ \t]*$/, "").normalize("NFKC").toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, " ").replace(/^ ?(?:\d{1,3} )+(?=\S)/, "").trim();
}
/** Comments are no content; each is replaced by its own line breaks, so that lines keep their numbers. */
function withoutComments(text) {
	let out = "";
	let at = 0;
	for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", at)) {
		const end = text.indexOf("-->", start + 4);
		if (end < 0) break;
		out += text.slice(at, start) + text.slice(start, end + 3).replace(/[^\n]/g, "");
		at = end + 3;
	}
	return out + text.slice(at);
}
function isParagraph(line) {
	const text = line.text.trim();
	return !line.code && line.level === void 0 && text !== "" && !/^(?:[-*+][ \t]|[>|]|\d+[.)][ \t])/.test(text);
}
/** Each wanted heading must stand in the file and have something under it; case and numbering do not matter. */
function checkSections(path, text, wanted) {
	const lines = markdownLines(text);
	return wanted.flatMap((section) => checkSection(path, lines, section) ?? []);
}
function checkSection(path, lines, section) {
	const name = headingText(section);
	const heading = lines.find((line) => line.level !== void 0 && headingText(line.text) === name);
	if (!heading) return {
		path,
		rule: "section_missing",
		message: `${path} has no heading "${section}"; add the section "## ${section}" with its content.`
	};
	if (hasContent(lines, heading)) return null;
	return {
		path,
		rule: "section_empty",
		message: `The section "${section}" of ${path} is empty; write its content below the heading.`,
		line: heading.number
	};
}
/** Anything but blank lines, further headings and rules, up to the next heading of the same or a higher level. */
function hasContent(lines, heading) {
	for (const line of lines.slice(heading.number)) {
		if (line.level !== void 0 && line.level <= (heading.level ?? 6)) return false;
		if (line.level === void 0 && /[\p{Letter}\p{Number}]/u.test(line.text)) return true;
	}
	return false;
}

// src/engine/deliverable/openapi.ts
const MAX_REPORTED$2 = 5;
const SUPPORTED = /^3\.[012]\.\d+/;
/**
* Checks a document against the OpenAPI specification of the version it names (3.0, 3.1 or 3.2) and
* its internal references. The validator is loaded on first use; compiling its schema takes about 0.1 s.
*/
async function checkOpenApi(path, document) {
	const invalid = (problem) => ({
		path,
		rule: "invalid",
		message: `${path} is no valid OpenAPI description: ${problem}`
	});
	if (document === null || typeof document !== "object" || Array.isArray(document)) return [invalid("it must be a map that begins with \"openapi: 3.1.0\".")];
	const version = document.openapi;
	if (typeof version !== "string" || !SUPPORTED.test(version)) return [invalid(`${version === void 0 ? "the key \"openapi\" is missing" : `it names version ${JSON.stringify(version)}`}; write "openapi: 3.1.0" (3.0, 3.1 and 3.2 are read).`)];
	const { createOpenApiValidator } = await import("./engine-deliverable-openapi-validator.js");
	const result = await createOpenApiValidator().validate(structuredClone(document));
	if (result.valid) return [];
	if (typeof result.errors === "string") return [invalid(`${result.errors}.`)];
	return mostSpecific([...new Set((result.errors ?? []).map(describe))]).slice(0, MAX_REPORTED$2).map((problem) => invalid(`${problem}.`));
}
/** One error of a JSON Schema validator in words. */
function describe(error) {
	const place = error.instancePath === "" ? "the document" : decodePointer(error.instancePath);
	const extra = error.params?.additionalProperty ?? error.params?.unevaluatedProperty;
	if (typeof extra === "string") return `${place} holds "${extra}", which does not belong there`;
	const allowed = error.params?.allowedValues;
	const values = Array.isArray(allowed) ? ` (${allowed.map((value) => JSON.stringify(value)).join(", ")})` : "";
	return `${place} ${error.message ?? "is not as its schema says"}${values}`;
}
/** That an alternative failed (`oneOf`, a reference instead of an object) says nothing beside the errors inside of it. */
function mostSpecific(problems) {
	const vague = /must match (?:exactly one|a) schema|must match "(?:then|else)"|required property '\$ref'/;
	const specific = problems.filter((problem) => !vague.test(problem));
	return specific.length > 0 ? specific : problems;
}
function decodePointer(pointer) {
	return pointer.replaceAll("~1", "/").replaceAll("~0", "~");
}

// src/engine/deliverable/placeholders.ts
/** More would only repeat the message. */
const MAX_REPORTED$1 = 10;
/**
* What a template wants replaced and nobody replaced. Code, inline or fenced, is exempt in markdown, as it
* may be about templates; so are checkboxes, links, footnotes, citations such as `[1]` and quoted words.
*/
function checkPlaceholders(path, text, kind) {
	const lines = kind === "markdown" ? markdownLines(text).filter((line) => !line.code) : plainLines(text);
	const labels = kind === "markdown" ? linkLabels(lines) : /* @__PURE__ */ new Set();
	const findings = [];
	for (const line of lines) {
		const filler = kind === "markdown" ? inMarkdown(line.text, labels) : inData(line.text);
		if (filler === null) continue;
		const message = `Line ${line.number} of ${path} still holds the placeholder ${show(filler)}; replace it with real content.`;
		findings.push({
			path,
			rule: "placeholder",
			message,
			line: line.number
		});
		if (findings.length === MAX_REPORTED$1) break;
	}
	return findings;
}
const COMMON = [
	/(?<!\$)\{\{[ \t]{0,8}[A-Za-z_][\w .:-]{0,80}\}\}/,
	/(?<!["'“‘\w-])TBD(?!["'”’\w-])/,
	/<(?:fill|insert|your|enter|describe|replace|todo|tbd|placeholder)\b[^<>\n]{0,80}>/i,
	/\bwill be (?:defined|described|documented|filled in) here\b/i,
	/\blorem ipsum\b/i
];
/** A line of a list that holds nothing but a filler. */
const LEFT_OPEN = /^[ \t>]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?:TO-?DO|TBD|\.\.\.|…)[ \t.:]*$/;
/** `Label: ____`: a form that nobody filled in. */
const FORM_LINE = /^[ \t>]*(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?(?:\*\*)?[^\n:*_]{1,40}(?::\*\*|\*\*:|:)[ \t]*(?:_{3,60}|TO-?DO|YYYY-MM-DD)[ \t.]*$/;
function inMarkdown(line, labels) {
	const prose = line.replace(/(`{1,8})(?!`)[^\n]*?[^`]\1(?!`)/g, "``");
	const leftOpen = LEFT_OPEN.exec(prose) ?? FORM_LINE.exec(prose);
	return common(prose) ?? leftOpen?.[0].trim() ?? inBrackets(prose, labels);
}
function inData(line) {
	return common(line);
}
function common(line) {
	for (const expression of COMMON) {
		const match = expression.exec(line);
		if (match) return match[0];
	}
	return null;
}
/** `[…]` that is no link, image, footnote, index or checkbox. */
const BRACKETS = /(?<![\]\w\\)!])\[([^[\]\n]{1,80})\](?![[(:\w])/g;
function inBrackets(line, labels) {
	for (const match of line.matchAll(BRACKETS)) {
		const inside = (match[1] ?? "").trim();
		if (labels.has(label(inside))) continue;
		if (isFiller(inside, standsAlone(line, match.index, match[0].length))) return match[0];
	}
	return null;
}
/** What templates ask for in one word. */
const WORDS = new Set("list name title description date author owner value details summary text content url link email version number todo tbd placeholder n items item insert example section requirement criteria component feature".split(" "));
/** `[Figure 1]` refers to something; `[Test case 1]` waits to be replaced. */
const REFERENCE = /^(?:fig(?:ure|\.)?|table|section|chapter|appendix|listing|eq(?:uation|\.)?|ref|note|rfc|adr|issue|pr)\b/i;
const INSTRUCTION = /^(?:insert|fill|add|describe|enter|your|specify|provide|write|list|replace|explain|todo|tbd)\b.*\s/i;
function isFiller(inside, alone) {
	if (/^\p{Letter}[\p{Letter} '/-]{1,60} \d{1,3}$/u.test(inside)) return alone || !REFERENCE.test(inside);
	if (INSTRUCTION.test(inside)) return true;
	if (WORDS.has(inside.toLowerCase())) return true;
	return alone && /^\p{Letter}[\p{Letter} ,'/-]{2,80}$/u.test(inside) && /\p{Lower}/u.test(inside);
}
/** Whether the brackets are all there is but for a list's mark or a label before a colon. */
function standsAlone(line, start, length) {
	const before = line.slice(0, start).trim();
	const after = line.slice(start + length).trim();
	return /^[.;,|]?$/.test(after) && /^(?:[-*+>]|\d{1,4}[.)]|(?:[-*+] )?[^\n]{1,40}:\**)?$/.test(before);
}
/** `[label]: target` makes `[label]` a link anywhere in the file. */
function linkLabels(lines) {
	const labels = lines.map((line) => /^ {0,3}\[([^[\]\n]{1,80})\]:/.exec(line.text)?.[1]);
	return new Set(labels.filter((text) => text !== void 0).map(label));
}
function label(text) {
	return text.trim().toLowerCase().replace(/\s+/g, " ");
}
function plainLines(text) {
	return text.split("\n").map((line, index) => ({
		number: index + 1,
		text: line,
		code: false
	}));
}
function show(filler) {
	return filler.length > 60 ? `${filler.slice(0, 60).toWellFormed()}…` : filler;
}

// src/engine/deliverable/within.ts
var import_dist = require_dist();
/**
* Runs a synchronous reading of somebody's file, and stops it after `ms`, also in the midst of a regular
* expression that would never end. The function runs in this very process with all its rights: this is a
* time limit, not a sandbox.
*/
function within(ms, work) {
	let value;
	const context = { work: () => {
		value = work();
	} };
	try {
		new Script("work()").runInNewContext(context, { timeout: ms });
		return {
			ok: true,
			value
		};
	} catch (error) {
		if (error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return { ok: false };
		throw error;
	}
}

// src/engine/deliverable/structured.ts
/** Deeper nesting is refused: no honest document has it, and readers are recursive. */
const MAX_DEPTH = 100;
/** No document of the allowed size takes a tenth of this. */
const PARSE_MS = 1e4;
/** Reads JSON; the message names the line. */
function parseJson(text) {
	if (nestingDepth(text) > 100) return tooDeep;
	try {
		return {
			ok: true,
			value: JSON.parse(text)
		};
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		const position = /position (\d+)/.exec(error.message)?.[1];
		const line = position === void 0 ? void 0 : lineAt(text, Number(position));
		return {
			ok: false,
			message: error.message.replace(/[\n\r]+/g, " "),
			line
		};
	}
}
/**
* Reads one YAML document (1.2 core: no tags that run anything). Anchors are allowed, as in files people
* write; their expansion is bounded, so that a few lines cannot become gigabytes.
*/
function parseYaml(text) {
	if (nestingDepth(text) > 100) return tooDeep;
	const lines = new import_dist.LineCounter();
	const reading = within(PARSE_MS, () => {
		const document = (0, import_dist.parseDocument)(text, {
			lineCounter: lines,
			prettyErrors: false,
			uniqueKeys: true
		});
		const [error] = document.errors;
		return error ? { error } : { value: toValue(() => document.toJS({ maxAliasCount: 100 })) };
	});
	if (!reading.ok) return {
		ok: false,
		message: "it takes too long to read"
	};
	const { error, value } = reading.value;
	if (error) return {
		ok: false,
		message: error.message,
		line: lines.linePos(error.pos[0]).line
	};
	return value ?? {
		ok: false,
		message: "it holds no document"
	};
}
const tooDeep = {
	ok: false,
	message: `it is nested deeper than ${100} levels`
};
function toValue(read) {
	try {
		return {
			ok: true,
			value: read()
		};
	} catch (error) {
		if (!(error instanceof ReferenceError)) throw error;
		return {
			ok: false,
			message: error.message
		};
	}
}
/**
* An upper bound of a document's nesting: open brackets, quoted ones too, and compact block sequences
* (`- - - x`) and indentation. One pass.
*/
function nestingDepth(text) {
	let open = 0;
	let deepest = 0;
	let dashes = 0;
	let atStart = true;
	let indentation = 0;
	for (let at = 0; at < text.length; at++) {
		const ch = text[at];
		if (ch === "\n") [atStart, dashes, indentation] = [
			true,
			0,
			0
		];
		else if (atStart && (ch === " " || ch === "-" || ch === "?")) {
			if (ch === " ") indentation++;
			else dashes++;
		} else {
			atStart = false;
			if (ch === "[" || ch === "{") open++;
			else if ((ch === "]" || ch === "}") && open > 0) open--;
		}
		deepest = Math.max(deepest, open, dashes <= 3 ? indentation / 4 : dashes);
	}
	return deepest;
}
/** Decodes UTF-8 strictly; null for bytes that are no text. A byte order mark is dropped. */
function decodeText(bytes) {
	try {
		const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
		return text.includes("\0") ? null : text;
	} catch (error) {
		if (error.code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
		return null;
	}
}
/** Line of an offset, counted from 1. */
function lineAt(text, offset) {
	let line = 1;
	for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
	return line;
}
const MAX_REPORTED = 5;
/** A pattern in a schema may be one that never ends on some texts. */
const VALIDATE_MS = 2e3;
/** Checks a value against the repository's JSON Schema, given as JSON or YAML text. */
async function checkSchema(deliverable, value, schemaText) {
	const { path, schema } = deliverable;
	const finding = (message) => ({
		path,
		rule: "schema",
		message
	});
	if (schemaText === null) return [finding(`The schema ${schema} for ${path} is not in the repository; add it or correct the milestone.`)];
	const parsed = /\.ya?ml$/i.test(schema) ? parseYaml(schemaText) : parseJson(schemaText);
	if (!parsed.ok) return [finding(`The schema ${schema} for ${path} cannot be read: ${parsed.message}.`)];
	const validate = await compile(parsed.value);
	if (typeof validate === "string") return [finding(`The schema ${schema} for ${path} is no valid one: ${validate}.`)];
	const run = within(VALIDATE_MS, () => validate(value));
	if (!run.ok) return [finding(`Checking ${path} against ${schema} takes too long; simplify the schema's patterns.`)];
	if (run.value === true) return [];
	return (validate.errors ?? []).slice(0, MAX_REPORTED).map((error) => finding(`${path} does not match ${schema}: ${describe(error)}.`));
}
/** The compiled schema, or why it is none. Nothing is fetched: a reference outside of the schema is an error. */
async function compile(schema) {
	if (schema === null || typeof schema !== "object" || Array.isArray(schema)) return "it must be an object";
	const ajv = await createAjv(schema.$schema);
	if (!ajv) return "it names a draft that is not read (2020-12, 2019-09, draft-07, draft-06 and draft-04 are)";
	try {
		const compiled = within(VALIDATE_MS, () => ajv.compile(schema));
		return compiled.ok ? compiled.value : "it takes too long to read";
	} catch (error) {
		return error instanceof Error ? error.message.slice(0, 300) : String(error);
	}
}
async function createAjv(draft) {
	const options = {
		strict: false,
		allErrors: true,
		validateFormats: true
	};
	const { default: addFormats } = await import("./dist2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const withFormats = (ajv) => {
		addFormats.default(ajv);
		return ajv;
	};
	const name = typeof draft === "string" ? draft : "2020-12";
	if (name.includes("2020-12")) {
		const { Ajv2020 } = await import("./2020.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		return withFormats(new Ajv2020(options));
	}
	if (name.includes("2019-09")) {
		const { Ajv2019 } = await import("./lib-ajv6.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		return withFormats(new Ajv2019(options));
	}
	if (name.includes("draft-04")) {
		const { default: Ajv04 } = await import("./dist.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		return withFormats(new Ajv04.default(options));
	}
	const { Ajv } = await import("./ajv.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const ajv = withFormats(new Ajv(options));
	if (name.includes("draft-07")) return ajv;
	if (!name.includes("draft-06")) return null;
	const { default: draft06 } = await import("./lib-ajv8.js");
	ajv.addMetaSchema(draft06);
	return ajv;
}

// src/engine/deliverable/check-file.ts
/** The contract's default for `max_bytes`, 5 MiB. */
const DEFAULT_MAX_BYTES = 5242880;
/** Judges one file. Size first, then text, then syntax, then content: a later rule needs the earlier ones. */
async function checkFile(file, bytes, readSchema) {
	const size = checkSize(file, bytes);
	if (size) return [size];
	const text = decodeText(bytes);
	if (text === null) {
		const message = `${file.path} is no text: it must be UTF-8 without NUL bytes.`;
		return [{
			path: file.path,
			rule: "encoding",
			message
		}];
	}
	if (text.trim() === "") return [{
		path: file.path,
		rule: "empty",
		message: `${file.path} holds only blank lines; write its content.`
	}];
	const content = await checkContent(file, text, readSchema);
	const placeholders = file.kind === "junit" ? [] : checkPlaceholders(file.path, text, file.kind);
	const sections = file.sections ? checkSections(file.path, text, file.sections) : [];
	return [
		...content,
		...sections,
		...placeholders
	];
}
function checkSize(file, bytes) {
	const { path, minBytes = 0, maxBytes = DEFAULT_MAX_BYTES } = file;
	if (bytes.length === 0) return {
		path,
		rule: "empty",
		message: `${path} is empty; write its content.`
	};
	if (bytes.length < minBytes) return {
		path,
		rule: "too_small",
		message: `${path} has ${bytes.length} bytes, at least ${minBytes} are required (min_bytes).`
	};
	if (bytes.length > maxBytes) return {
		path,
		rule: "too_large",
		message: `${path} has ${bytes.length} bytes, at most ${maxBytes} are allowed (max_bytes).`
	};
	return null;
}
async function checkContent(file, text, readSchema) {
	switch (file.kind) {
		case "markdown":
		case "text": return file.schema === void 0 ? [] : [schemaNeedsData(file)];
		case "junit": return checkJUnit(file, text);
		case "json":
		case "yaml":
		case "openapi": return checkData(file, text, readSchema);
	}
}
async function checkData(file, text, readSchema) {
	const parsed = file.kind === "json" || /\.json$/i.test(file.path) ? parseJson(text) : parseYaml(text);
	if (!parsed.ok) return [unparsable(file, parsed)];
	const value = treeOf(parsed.value);
	if (value === void 0) return [unparsable(file, {
		ok: false,
		message: "it refers to itself"
	})];
	const openApi = file.kind === "openapi" ? await checkOpenApi(file.path, value) : [];
	if (file.schema === void 0) return openApi;
	const schemaText = await readSchema(file.schema);
	return [...openApi, ...await checkSchema({
		path: file.path,
		schema: file.schema
	}, value, schemaText)];
}
/** The value without shared parts, so that nothing which walks it can run in a ring; undefined when it holds one. */
function treeOf(value) {
	try {
		return JSON.parse(JSON.stringify(value ?? null));
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return;
	}
}
function unparsable(file, { message, line }) {
	const kind = file.kind === "json" || /\.json$/i.test(file.path) ? "JSON" : "YAML";
	const place = line === void 0 ? "" : ` (line ${line})`;
	return {
		path: file.path,
		rule: "unparsable",
		message: `${file.path} is no valid ${kind}${place}: ${message}.`,
		line
	};
}
function checkJUnit(file, text) {
	const reading = readJUnit(text);
	if (reading.ok) return failedTests(file, reading.totals);
	const message = `${file.path} is no JUnit report (line ${reading.line}): ${reading.message}.`;
	return [{
		path: file.path,
		rule: "unparsable",
		message,
		line: reading.line
	}];
}
/** A report that says itself that tests failed is no result to go on with. */
function failedTests({ path }, { failed, total, failures }) {
	if (failed === 0) return [];
	const named = failures.slice(0, 3).map(({ name, message }) => message ? `${name} (${message})` : name);
	const more = failed > named.length ? ` and ${failed - named.length} more` : "";
	return [{
		path,
		rule: "invalid",
		message: `${path} reports ${failed} of ${counted(total, "test")} as failed: ${named.join(", ")}${more}.`
	}];
}
function schemaNeedsData(file) {
	const message = `${file.path} has a schema, but only a file of kind json, yaml or openapi can be checked by one; correct the milestone.`;
	return {
		path: file.path,
		rule: "schema",
		message
	};
}

// src/engine/deliverable/check-deliverables.ts
/**
* Judges what a phase left behind by the rules of its deliverables; an empty list is a pass. Only the files
* count, never what the executor says about them.
*/
async function checkDeliverables(check) {
	const files = check.deliverables.filter(isFile);
	const contents = await Promise.all(files.map(async (file) => ({
		file,
		bytes: await check.files(file.path)
	})));
	const work = check.changedPaths.filter((path) => !path.startsWith(".milestones/"));
	const unchanged = check.deliverables.flatMap((deliverable) => checkChanged(deliverable, {
		work,
		ignored: check.ignored ?? []
	}) ?? []);
	const nothingThere = contents.length > 0 && contents.every(({ bytes }) => bytes === null);
	const folder = contents.some(({ bytes }) => bytes === null) ? await check.listFolder() : [];
	if (nothingThere && folder.length === 0) return [nothingDelivered(files), ...unchanged];
	const findings = [];
	for (const { file, bytes } of contents) if (bytes === null) findings.push(missing$1(file, folder));
	else findings.push(...await checkFile(file, bytes, check.readSchema));
	return [...findings, ...unchanged];
}
function isFile(deliverable) {
	return "path" in deliverable;
}
function nothingDelivered(files) {
	const names = files.map((file) => file.path).join(", ");
	const wanted = files.length === 1 ? `the file this phase must deliver (${names})` : `the ${files.length} files this phase must deliver (${names})`;
	return {
		path: files[0]?.path ?? "",
		rule: "nothing_delivered",
		message: `The executor ended without an error but left nothing behind: ${wanted} must be written into the folder that MILESTONE_DELIVERABLES names.`
	};
}
function missing$1(file, folder) {
	if (folder.includes(file.path)) {
		const message = `${file.path} is a link; write the file itself.`;
		return {
			path: file.path,
			rule: "missing",
			message
		};
	}
	const similar = folder.find((path) => stem(path) === stem(file.path));
	const hint = similar ? `There is ${similar}: was it meant? Then give it the name ${file.path}.` : "Write it into the folder that MILESTONE_DELIVERABLES names.";
	return {
		path: file.path,
		rule: "missing",
		message: `${file.path} is missing. ${hint}`
	};
}
/** The name without folder, extension, case and separators. */
function stem(path) {
	return path.slice(path.lastIndexOf("/") + 1).toLowerCase().replace(/\.[a-z0-9]{1,8}$/, "").replace(/[-_. ]/g, "");
}
function checkChanged(deliverable, { work, ignored }) {
	if (isFile(deliverable)) return null;
	const matches = globMatcher([deliverable.changed]);
	if (work.some(matches)) return null;
	const others = work.length === 0 ? "it changed no file of the repository" : `it changed only ${list$1(work)}`;
	return {
		path: deliverable.changed,
		rule: "unchanged",
		message: `This phase must change a file that matches ${deliverable.changed}, but ${others}.${ignoredHint(ignored.filter((path) => matches(path) || matches(`${path}/file`)))}`
	};
}
function ignoredHint(ignored) {
	if (ignored.length === 0) return "";
	return ` git ignores ${list$1(ignored)} (.gitignore), and ignored files are never committed: take it out of .gitignore, or have the phase write elsewhere.`;
}
function list$1(paths) {
	const shown = paths.slice(0, 5).join(", ");
	return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown;
}

// src/engine/process/rate-limit.ts
const SECOND = 1e3;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest window of the providers' limits is a month; a service that names a later time is not believed. */
const LONGEST$1 = 35 * DAY;
/** Asked again after this much, where the time that was named has just passed. */
const AFTER_LATE = MINUTE;
/**
* How long a message about a limit asks to wait (ms): `retry after 30 seconds`, `try again in 3 days 2 hours`,
* `retry-after: 60`, `resets 5:20am (Europe/Berlin)`, `resets Oct 12, 5pm`, `limit reached|1790000000` (epoch seconds),
* or a time in ISO form. Empty when it does not say, or says something unbelievable. A time of day without a zone is one
* of this machine, as the programs print it, unless `zone` is given.
*/
function waitFromText(text, now, zone = machineZone()) {
	const waitMs = fromField(text, now) ?? fromWords(text, {
		now,
		zone
	});
	return waitMs === void 0 || waitMs <= 0 || waitMs > LONGEST$1 ? {} : { waitMs: Math.ceil(waitMs) };
}
function machineZone() {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
/** Fields of JSON answers and headers. */
const IN_FIELD = /(?:retry[-_]?after(?:[-_]m?s(?:ec(?:ond)?s)?)?|retry[-_]?delay|resets?_(?:in|after)(?:_seconds)?)["'\\]{0,4} ?[:=] ?["'\\]{0,4}(\d{1,9}(?:\.\d{1,12})?) ?([a-z]{0,12})/gi;
const AT_FIELD = /(?:resets?[-_]?at|reset[-_]?time|ratelimit[-_][a-z-]{0,30}reset)["'\\]{0,4} ?[:=] ?["'\\]{0,4}(1\d{9}(?:\d{3})?)(?!\d)/i;
/** `Claude AI usage limit reached|1790000000`. */
const AFTER_BAR = /\|(1\d{9})(?!\d)/;
function fromField(text, now) {
	const epoch = AFTER_BAR.exec(text)?.[1] ?? AT_FIELD.exec(text)?.[1];
	if (epoch !== void 0) return Number(epoch) * (epoch.length > 10 ? 1 : SECOND) - now;
	for (const [field, digits, unit = ""] of text.matchAll(IN_FIELD)) {
		const factor = /[-_]ms\b/i.test(field) ? 1 : unitOf(unit) ?? (unit === "" ? SECOND : void 0);
		if (factor !== void 0 && Number(digits) > 0) return Number(digits) * factor;
	}
}
/** Words behind which a message says when: the time, or the time from now. */
const ANCHOR = /\b(?:reset(?:s|ting)?|try(?:ing)? again|retry(?:ing)?|wait(?:ing)?|(?:available|back|renewed|refreshed?) (?:again )?|renews|refreshes)\b/gi;
const MAX_ANCHORS = 20;
/** As much as a time needs behind its word. */
const WINDOW = 90;
function fromWords(text, here) {
	let seen = 0;
	for (const match of text.matchAll(ANCHOR)) {
		if (++seen > MAX_ANCHORS) break;
		const from = match.index + match[0].length;
		const behind = text.slice(from, from + WINDOW).replace(/[\s\u00a0\u202f]/g, " ");
		const said = LEAD.exec(behind);
		const words = behind.slice(said[0].length);
		const waitMs = fromMoment(words, here) ?? fromDuration(words, said[0]) ?? fromWallClock(words, here);
		if (waitMs !== void 0) return waitMs;
	}
}
/** Small words and signs between the anchor and the time. */
const LEAD = /^(?:[ :=·∙•"'(,-]|\b(?:window|again|your|the|quota|limit|will|is|are|be|in|on|at|after|for|about|approximately|around|until|by)\b){0,16}/i;
const DURATION = /^(\d{1,6}(?:\.\d{1,12})?) ?([a-z]{1,12})?(?![\d:a-z])/i;
const MORE = /^,? ?(?:and )?(\d{1,4}(?:\.\d{1,12})?) ?([a-z]{1,12})(?![a-z])/i;
/** `3 days 2 hours`, `1m20s`; a bare number is in seconds, as in the header `retry-after`. */
function fromDuration(words, lead) {
	const compact = words.replace(/(\d)([a-z]{1,2})(?=\d)/gi, "$1$2 ");
	const first = DURATION.exec(compact);
	if (!first) return void 0;
	const unit = first[2] ?? "";
	const factor = unit === "" ? bareFactor(lead, compact.slice(first[0].length)) : unitOf(unit);
	if (factor === void 0) return void 0;
	let sum = Number(first[1]) * factor;
	let rest = compact.slice(first[0].length);
	for (let i = 0; i < 4; i++) {
		const more = MORE.exec(rest);
		const by = more ? unitOf(more[2]) : void 0;
		if (!more || by === void 0) break;
		sum += Number(more[1]) * by;
		rest = rest.slice(more[0].length);
	}
	return sum === 0 ? void 0 : sum;
}
/** Seconds only where nothing makes it a date or a time of day. */
function bareFactor(lead, behind) {
	if (/\b(?:in|on|at|until|by)\b/i.test(lead)) return void 0;
	return /^ ?(?:[.,;)"'\]}]|$)/.test(behind) ? SECOND : void 0;
}
function unitOf(unit) {
	const word = unit.toLowerCase();
	if (/^(?:ms|msecs?|milliseconds?)$/.test(word)) return 1;
	if (/^(?:s|secs?|seconds?)$/.test(word)) return SECOND;
	if (/^(?:m|mins?|minutes?)$/.test(word)) return MINUTE;
	if (/^(?:h|hrs?|hours?)$/.test(word)) return HOUR;
	if (/^(?:d|days?)$/.test(word)) return DAY;
	return /^(?:w|wks?|weeks?)$/.test(word) ? 7 * DAY : void 0;
}
const MOMENT = /^(20\d\d)-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z\b|[+-]\d\d:?\d\d|\(?[A-Za-z][A-Za-z0-9_+/-]{1,40})?/;
const EPOCH = /^(1\d{9})(?!\d)/;
/** A whole moment: ISO with or without an offset, or seconds of the epoch. */
function fromMoment(words, { now, zone }) {
	const epoch = EPOCH.exec(words)?.[1];
	if (epoch !== void 0) return Number(epoch) * SECOND - now;
	const found = MOMENT.exec(words);
	if (!found) return void 0;
	const [, year, month, day, hour, minute, second = "0", offset = ""] = found.map((part) => part ?? "");
	const wall = {
		year: +year,
		month: +month,
		day: +day,
		hour: +hour,
		minute: +minute
	};
	return (/^[+-]/.test(offset) ? Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - offsetMs(offset) : epochOf(wall, /^Z/.test(offset) ? "UTC" : zoneOf(offset) ?? zone)) + Number(second || 0) * SECOND - now;
}
function offsetMs(offset) {
	const digits = offset.slice(1).replace(":", "");
	const sum = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE;
	return offset.startsWith("-") ? -sum : sum;
}
const MONTHS = [
	"jan",
	"feb",
	"mar",
	"apr",
	"may",
	"jun",
	"jul",
	"aug",
	"sep",
	"oct",
	"nov",
	"dec"
];
const WEEKDAYS = [
	"sun",
	"mon",
	"tue",
	"wed",
	"thu",
	"fri",
	"sat"
];
/** `Oct 12`, `October 12th, 2026`. */
const MONTH_DAY = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (20\d\d))?/i;
/** `12 Oct 2026`. */
const DAY_MONTH = /^(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:,? (20\d\d))?/i;
const WEEKDAY = /^(sun|mon|tue|wed|thu|fri|sat)[a-z]{0,6}\.?/i;
const TOMORROW = /^(today|tomorrow)\b/i;
const TIME = /^[ ,]{0,3}(?:at |@ ?)?(\d{1,2})(?::(\d\d))?(?::\d\d)? ?([ap])\.?m\b\.?/i;
const TIME_24 = /^[ ,]{0,3}(?:at |@ ?)?(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])/;
const MIDNIGHT = /^[ ,]{0,3}(?:at )?(midnight|noon)\b/i;
const ZONE = /^[ ,]{0,3}\(?((?:[A-Z][A-Za-z_+-]{1,20}(?:\/[A-Za-z_+-]{1,20}){0,2}|[A-Z]{1,5}(?:[+-]\d{1,2})?))\)?/;
/** A time of day, of a named day or the next such time, in its zone. */
function fromWallClock(words, { now, zone }) {
	const dated = MONTH_DAY.exec(words) ?? DAY_MONTH.exec(words);
	const weekday = dated ? null : WEEKDAY.exec(words);
	const tomorrow = dated || weekday ? null : TOMORROW.exec(words);
	const behind = words.slice((dated ?? weekday ?? tomorrow)?.[0].length ?? 0);
	const time = timeIn(behind);
	if (!time && !dated && !weekday) return void 0;
	const its = zoneOf(ZONE.exec(behind.slice(time?.length ?? 0))?.[1]) ?? zone;
	const { hour, minute } = time ?? {
		hour: 0,
		minute: 0
	};
	const today = wallOf(now, its);
	const at = (day) => epochOf({
		...today,
		hour,
		minute,
		...day
	}, its);
	if (dated) return untilDate(datePart(dated), at, {
		now,
		year: today.year
	});
	if (weekday) {
		const days = (WEEKDAYS.indexOf(weekday[1].toLowerCase()) - new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay() + 7) % 7;
		return untilNext([today.day + days, today.day + days + 7].map((day) => at({ day }) - now));
	}
	const later = tomorrow?.[1]?.toLowerCase() === "tomorrow" ? 1 : 0;
	return untilNext([today.day + later, today.day + later + 1].map((day) => at({ day }) - now));
}
function timeIn(text) {
	const named = MIDNIGHT.exec(text);
	if (named) return {
		hour: /noon/i.test(named[1]) ? 12 : 0,
		minute: 0,
		length: named[0].length
	};
	const half = TIME.exec(text);
	const found = half ?? TIME_24.exec(text);
	if (!found) return void 0;
	const minute = Number(found[2] ?? 0);
	let hour = Number(found[1]);
	if (half) hour = hour % 12 + (half[3].toLowerCase() === "p" ? 12 : 0);
	return hour > 23 || minute > 59 ? void 0 : {
		hour,
		minute,
		length: found[0].length
	};
}
function datePart(found) {
	const [, a, b, year] = found;
	const [name, day] = /^\d/.test(a) ? [b, a] : [a, b];
	return {
		month: MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1,
		day: Number(day),
		...year === void 0 ? {} : { year: Number(year) }
	};
}
/** A date without a year is the one nearest to today: in the last days of a year it may be in the next. */
function untilDate(date, at, { now, year }) {
	return lateOr((date.year === void 0 ? [
		year - 1,
		year,
		year + 1
	] : [date.year]).map((y) => at({
		...date,
		year: y
	}) - now).reduce((a, b) => Math.abs(b) < Math.abs(a) ? b : a));
}
function untilNext([first, next]) {
	return first > -6e5 ? lateOr(first) : next;
}
function lateOr(waitMs) {
	return waitMs <= 0 && waitMs > -6e5 ? AFTER_LATE : waitMs;
}
/** Abbreviations that the programs print; others are left to `Intl`, which knows few of them. */
const ZONES = {
	UTC: "UTC",
	GMT: "UTC",
	Z: "UTC",
	PT: "America/Los_Angeles",
	PST: "America/Los_Angeles",
	PDT: "America/Los_Angeles",
	PACIFIC: "America/Los_Angeles",
	MT: "America/Denver",
	MST: "America/Denver",
	MDT: "America/Denver",
	CT: "America/Chicago",
	CST: "America/Chicago",
	CDT: "America/Chicago",
	ET: "America/New_York",
	EST: "America/New_York",
	EDT: "America/New_York",
	EASTERN: "America/New_York",
	BST: "Europe/London",
	CET: "Europe/Berlin",
	CEST: "Europe/Berlin",
	IST: "Asia/Kolkata",
	JST: "Asia/Tokyo",
	KST: "Asia/Seoul"
};
function zoneOf(name) {
	if (!name) return void 0;
	const bare = name.replace(/^\(/, "");
	const known = ZONES[bare.toUpperCase()];
	if (known) return known;
	if (!bare.includes("/")) return void 0;
	try {
		return new Intl.DateTimeFormat("en-US", { timeZone: bare }).resolvedOptions().timeZone;
	} catch {
		return;
	}
}
/** What clocks in the zone show. */
function wallOf(epoch, zone) {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone: zone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric"
	}).formatToParts(epoch);
	const at = (type) => Number(parts.find((p) => p.type === type)?.value ?? 0);
	return {
		year: at("year"),
		month: at("month"),
		day: at("day"),
		hour: at("hour"),
		minute: at("minute")
	};
}
/** When clocks in the zone show this; a day or month beyond its range counts on. */
function epochOf({ year, month, day, hour, minute }, zone) {
	const wanted = Date.UTC(year, month - 1, day, hour, minute);
	let epoch = wanted;
	for (let i = 0; i < 2; i++) {
		const shown = wallOf(epoch, zone);
		epoch += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
	}
	return epoch;
}

// src/engine/process/classify-failure.ts
/** Classifies a process that did not end with exit 0. `now` is in milliseconds since the epoch. */
function classifyFailure(outcome, now) {
	switch (outcome.reason) {
		case "spawn_failed": return classifySpawn(outcome);
		case "timeout":
		case "stalled":
		case "killed": return { kind: "ordinary" };
		case "exited": return classifyExit(outcome, now);
	}
}
function classifySpawn({ failure }) {
	const { code = "UNKNOWN", message = "it could not be started" } = failure ?? {};
	if (code === "ENOENT") return {
		kind: "permanent",
		reason: "program_missing",
		message
	};
	if (code === "EACCES" || code === "ENOEXEC" || code === "EISDIR") return {
		kind: "permanent",
		reason: "not_executable",
		message
	};
	if (code === "ENOMEM") return {
		kind: "transient",
		reason: "out_of_memory"
	};
	if (code === "EAGAIN" || code === "EMFILE" || code === "ENFILE" || code === "ETXTBSY") return {
		kind: "transient",
		reason: "busy"
	};
	return {
		kind: "permanent",
		reason: "bad_configuration",
		message
	};
}
function classifyExit(outcome, now) {
	const { exitCode, signal, tail } = outcome;
	const end = lastLines$1(tail);
	const notStarted = EXECVP.exec(end);
	if (notStarted) return {
		kind: "permanent",
		reason: notStarted[2] === "Permission denied" ? "not_executable" : "program_missing",
		message: `${notStarted[1]}: ${notStarted[2]}`
	};
	if (exitCode === 127) return {
		kind: "permanent",
		reason: "program_missing",
		message: missing(end)
	};
	if (exitCode === 126) return {
		kind: "permanent",
		reason: "not_executable",
		message: firstMatch(end, /.*denied.*|.*cannot execute.*/i)
	};
	if (signal === "SIGKILL" || exitCode === 137 || MEMORY.test(end)) return {
		kind: "transient",
		reason: "out_of_memory"
	};
	if (CONFIGURATION.test(end)) return {
		kind: "permanent",
		reason: "bad_configuration",
		message: firstMatch(end, CONFIGURATION)
	};
	if (RATE_LIMIT.test(end)) return {
		kind: "transient",
		reason: "rate_limit",
		...waitFromText(end, now)
	};
	if (NETWORK.test(end)) return {
		kind: "transient",
		reason: "network"
	};
	return { kind: "ordinary" };
}
/** What bwrap says, with exit 1, of a program that it could not start. */
const EXECVP = /^bwrap: execvp ([^\n]{1,200}): (No such file or directory|Permission denied)$/m;
function lastLines$1(tail) {
	return tail.split("\n").filter((line) => line.trim() !== "").slice(-12).map((line) => line.slice(0, 500)).join("\n");
}
/** Lines that say nothing of why: a stack, what node adds to one, a program's JSON. */
const IDLE_LINE = /^\s*(?:at |[{}[\]()]|\^|Node\.js v\d|npm (?:error|ERR!) A complete log|$)/;
const TELLING = /\b(?:error|fail(?:ed|ure)?|fatal|denied|cannot|could not|invalid|missing|not|please|unable|refused|exceed(?:ed|s)?|limit|no such)\b/i;
const WORDS_CHARS = 300;
/** The line at the end of an output that says why a program failed; empty when it says nothing. */
function lastWords(tail) {
	const lines = tail.split("\n").slice(-12).filter((line) => !IDLE_LINE.test(line));
	const words = (lines.findLast((candidate) => TELLING.test(candidate)) ?? lines.at(-1) ?? "").replace(/\s+/g, " ").trim();
	return words.length > WORDS_CHARS ? `${words.slice(0, WORDS_CHARS).toWellFormed()}…` : words;
}
const MEMORY = /JavaScript heap out of memory|\bOutOfMemoryError\b|\bCannot allocate memory\b|\bstd::bad_alloc\b|\bMemoryError\b|\bENOMEM\b/;
const RATE_LIMIT = /\brate[ _-]?limit|\btoo many requests\b|\b(?:HTTP|status|error|code)[ :/]{1,3}429\b|\busage limit\b|\bquota exceeded\b|\bRESOURCE_EXHAUSTED\b|\blimit reached\b/i;
const NETWORK = /\bE(?:CONNRESET|CONNREFUSED|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH|PIPE)\b|\bEAI_AGAIN\b|\bsocket hang up\b|\bfetch failed\b|could not resolve host|connection (?:reset|refused|timed out)|temporary failure in name resolution|network is unreachable|TLS handshake timeout|\b50[234] (?:bad gateway|service unavailable|gateway time-?out)|\boverloaded(?:_error)?\b|\bapi_error\b.{0,40}\b5\d\d\b/i;
const CONFIGURATION = /\binvalid (?:x-)?api[ -]?key\b|\bincorrect api key\b|\bauthentication[ _]error\b|\bnot logged in\b|\bplease (?:run|use) \S{0,20} ?\/?login\b|\bcredit balance is too low\b|\bunknown (?:option|argument|flag|command-line)\b|\bunrecognized (?:option|argument)s?\b/i;
function missing(end) {
	return firstMatch(end, /.*(?:not found|No such file).*/i);
}
function firstMatch(text, expression) {
	return (text.split("\n").find((candidate) => expression.test(candidate)) ?? text.split("\n").at(-1) ?? "").trim().slice(0, 300);
}

// src/engine/process/tree-stamp.ts
/** What is written there is no sign of work that we would see later anyway, or too much to look through. */
const PASSED_OVER = /* @__PURE__ */ new Set([".git", "node_modules"]);
/** Looking through more would itself take seconds; then only the first files count. */
const MAX_ENTRIES = 5e4;
/**
* A value that changes when any file or folder below `folder` is written, made or removed: the number of
* entries and the newest time of change. For the stall watch, which asks rarely.
*/
async function treeStamp(folder) {
	let entries = 0;
	let newest = 0;
	const open = [folder];
	for (let next = open.pop(); next !== void 0 && entries < MAX_ENTRIES; next = open.pop()) for (const entry of await list(next)) {
		const path = join(next, entry.name);
		entries++;
		if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) open.push(path);
		newest = Math.max(newest, await changedAt(path));
	}
	return `${entries} ${newest}`;
}
async function list(folder) {
	return readdir(folder, { withFileTypes: true }).catch(gone).then((entries) => entries ?? []);
}
async function changedAt(path) {
	return (await lstat(path).catch(gone))?.ctimeMs ?? 0;
}
/** The process that is watched works on: what was listed may be gone by now, be closed to us or lie too deep. */
function gone(error) {
	if ([
		"ENOENT",
		"ENOTDIR",
		"EACCES",
		"ENAMETOOLONG"
	].includes(error.code ?? "")) return null;
	throw error;
}

// src/engine/profile/command-line.ts
/** Linux passes at most 128 KiB in one argument; a longer prompt is pointed to. */
const ARGUMENT_BYTES = 12e4;
/**
* The command line of a profile for one attempt; no shell ever reads it. In `args`, `phase_args`, `env` and the
* profile's files these words are replaced:
*
* - `{prompt}`, `{prompt_file}`: the brief, and the path of its file
* - `{worktree}`: absolute path of the agent's work tree
* - `{deliverables}`, `{deliverables_path}`: the phase's folder, absolute and relative to the work tree
* - `{deliverables_regex}`: the absolute folder, escaped for a regular expression
* - `{files}`: a private folder that holds the profile's files
* - `{usage_file}`: a file below it, for programs that write their usage there
* - `{budget_usd}`: what the attempt may cost, in US dollars with four decimals
* - `{env.NAME}`: a variable of the program's environment
*
* An argument that names something unknown (no budget, a variable that is not set) is left out as a whole, so such a
* value goes into one argument with its flag: `--max-budget-usd={budget_usd}`.
*/
function commandLine(profile, question) {
	const values = valuesOf(question);
	const args = [...profile.args, ...profile.phaseArgs[question.phase] ?? []];
	const argv = [profile.command, ...args.flatMap((arg) => replaced(arg, values) ?? [])];
	const placed = args.some((arg) => arg.includes("{prompt}") || arg.includes("{prompt_file}"));
	if (profile.prompt === "arg" && !placed) argv.push(promptArgument(question));
	if (profile.prompt === "file" && !placed) argv.push(question.promptFile);
	const files = Object.entries(profile.files ?? {}).flatMap(([name, text]) => {
		const content = replaced(text, values);
		return content === null ? [] : [{
			path: join(values.get("files"), name),
			content
		}];
	});
	const env = {};
	for (const [name, value] of Object.entries(profile.env)) {
		const given = value === null ? null : replaced(value, values);
		if (value === null || given !== null) env[name] = given;
	}
	const usageFile = args.some((arg) => arg.includes("{usage_file}")) ? values.get("usage_file") : null;
	return {
		argv,
		stdin: profile.prompt === "stdin" ? question.prompt : null,
		env,
		files,
		usageFile
	};
}
function promptArgument({ prompt, promptFile }) {
	if (Buffer.byteLength(prompt) <= ARGUMENT_BYTES) return prompt;
	return `Read the file ${promptFile} and do what it says: it is your whole brief.`;
}
function valuesOf(question) {
	const { prompt, promptFile, variables, worktree, environment = {}, remainingUsd } = question;
	const folder = dirname(promptFile);
	const values = /* @__PURE__ */ new Map([
		["prompt", promptArgument(question)],
		["prompt_file", promptFile],
		["files", folder],
		["usage_file", join(folder, "usage.json")]
	]);
	if (prompt === "") values.delete("prompt");
	const deliverables = variables.MILESTONE_DELIVERABLES;
	if (deliverables !== void 0) {
		values.set("deliverables", deliverables);
		values.set("deliverables_regex", deliverables.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
		const at = worktree ?? deliverables.slice(0, Math.max(0, deliverables.lastIndexOf("/.milestones/")));
		values.set("worktree", at);
		if (deliverables.startsWith(`${at}/`)) values.set("deliverables_path", deliverables.slice(at.length + 1));
	} else if (worktree !== void 0) values.set("worktree", worktree);
	if (remainingUsd !== null && remainingUsd !== void 0) values.set("budget_usd", Math.max(1e-4, Math.floor(remainingUsd * 1e4) / 1e4).toFixed(4));
	for (const [name, value] of Object.entries({
		...environment,
		...variables
	})) if (value) values.set(`env.${name}`, value);
	return values;
}
const WORD = /\{(prompt|prompt_file|files|usage_file|worktree|deliverables|deliverables_path|deliverables_regex|budget_usd|env\.[A-Za-z_][A-Za-z0-9_]*)\}/g;
/** null when a word has no value. Other braces stay as they are. */
function replaced(text, values) {
	let known = true;
	const result = text.replace(WORD, (_, word) => {
		const value = values.get(word);
		if (value === void 0) known = false;
		return value ?? "";
	});
	return known ? result : null;
}

// src/engine/profile/said.ts
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function objectAt(value, key) {
	const found = isObject(value) ? value[key] : void 0;
	return isObject(found) ? found : {};
}
function textAt(value, key) {
	const found = isObject(value) ? value[key] : void 0;
	return typeof found === "string" ? found : void 0;
}
/** A count or an amount; what is no finite number of at least 0 counts as 0. */
function amountAt(value, key) {
	const found = isObject(value) ? value[key] : void 0;
	return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : 0;
}

// src/engine/profile/json-in-text.ts
/** Objects that never close would each be followed to the end; real reports do not have many. */
const MAX_BROKEN = 32;
/** The JSON objects that begin at the start of a line, on one line or over several, with whatever stands between. */
function jsonObjects(text) {
	const found = [];
	let broken = 0;
	let at = 0;
	while (at < text.length && broken < MAX_BROKEN) {
		const begin = text.startsWith("{", at) ? at : lineStart(text, at);
		if (begin < 0) break;
		const end = objectEnd(text, begin);
		const value = end < 0 ? void 0 : parsed(text.slice(begin, end));
		if (isObject(value)) {
			found.push(value);
			at = end;
		} else {
			broken += 1;
			at = begin + 1;
		}
	}
	return found;
}
function lineStart(text, from) {
	const at = text.indexOf("\n{", Math.max(0, from - 1));
	return at < 0 ? -1 : at + 1;
}
/** Behind the brace that closes the one at `begin`; -1 when none does. */
function objectEnd(text, begin) {
	let depth = 0;
	let quoted = false;
	for (let i = begin; i < text.length; i++) {
		const char = text[i];
		if (quoted) {
			if (char === "\\") i++;
			else if (char === "\"") quoted = false;
		} else if (char === "\"") quoted = true;
		else if (char === "{") depth++;
		else if (char === "}" && --depth === 0) return i + 1;
	}
	return -1;
}
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

// src/engine/profile/claude.ts
/** Reads `claude -p --output-format json` (or `stream-json`, whose last line is the same object). */
function readClaude(stdout) {
	const report = jsonObjects(stdout).findLast((object) => object.type === "result");
	if (!report) return {
		failed: false,
		text: "",
		models: []
	};
	const subtype = textAt(report, "subtype") ?? "success";
	const failed = report.is_error === true || subtype !== "success";
	const text = textAt(report, "result") ?? "";
	const said = {
		failed,
		text,
		models: modelsOf(report),
		known: true
	};
	if (!failed) return said;
	said.error = (Array.isArray(report.errors) ? report.errors.filter((e) => typeof e === "string") : []).join("; ") || text || subtype.replaceAll("_", " ");
	const status = amountAt(report, "api_error_status");
	if (status > 0) said.status = status;
	if (subtype === "error_max_budget_usd") said.budgetSpent = true;
	return said;
}
/**
* `modelUsage` sums all turns of each model; `usage` may hold the last turn only. `total_cost_usd` is the program's
* own sum: what the models do not explain of it (a tool that costs) goes to the first of them.
*/
function modelsOf(report) {
	const models = Object.entries(objectAt(report, "modelUsage")).map(([model, used]) => ({
		model,
		input_tokens: amountAt(used, "inputTokens") + amountAt(used, "cacheReadInputTokens") + amountAt(used, "cacheCreationInputTokens"),
		output_tokens: amountAt(used, "outputTokens"),
		cost_usd: amountAt(used, "costUSD")
	}));
	const total = amountAt(report, "total_cost_usd");
	if (models.length === 0) return fromUsage(report, total);
	const rest = total - models.reduce((sum, m) => sum + m.cost_usd, 0);
	if (rest > 1e-9) models[0].cost_usd += rest;
	return models;
}
function fromUsage(report, total) {
	const { usage } = report;
	if (!isObject(usage) && total === 0) return [];
	return [{
		model: "",
		input_tokens: amountAt(usage, "input_tokens") + amountAt(usage, "cache_read_input_tokens") + amountAt(usage, "cache_creation_input_tokens"),
		output_tokens: amountAt(usage, "output_tokens"),
		cost_usd: total
	}];
}

// src/engine/profile/codex.ts
/**
* Reads `codex exec --json`: one event a line. Each `turn.completed` tells the thread's tokens so far; it names neither
* model nor cost. An `error` before a turn that completes was a reconnect, no failure.
*/
function readCodex(stdout) {
	const said = {
		failed: false,
		text: "",
		models: []
	};
	let input = 0;
	let output = 0;
	for (const event of jsonObjects(stdout)) switch (event.type) {
		case "item.completed": {
			const item = objectAt(event, "item");
			if (item.type === "agent_message") said.text = textAt(item, "text") ?? said.text;
			break;
		}
		case "turn.completed": {
			const usage = objectAt(event, "usage");
			input = Math.max(input, amountAt(usage, "input_tokens"));
			output = Math.max(output, amountAt(usage, "output_tokens"));
			Object.assign(said, {
				failed: false,
				known: true
			});
			delete said.error;
			break;
		}
		case "turn.failed":
			Object.assign(said, {
				failed: true,
				known: true,
				error: textAt(event.error, "message") ?? "the turn failed"
			});
			break;
		case "error": said.error = textAt(event, "message") ?? said.error;
	}
	if (input + output > 0) said.models.push({
		model: "",
		input_tokens: input,
		output_tokens: output,
		cost_usd: 0
	});
	return said;
}

// src/engine/profile/copilot.ts
/**
* Reads `copilot --silent`, which prints its last message, and the file of `--usage-output-file`. It counts premium
* requests, which have no price of their own, so no cost is claimed. Failures are told by exit code and words.
*/
function readCopilot(stdout, usageText) {
	const [usage] = usageText === null ? [] : jsonObjects(usageText);
	const models = Object.entries(objectAt(usage, "modelMetrics")).map(([model, metrics]) => {
		const used = objectAt(metrics, "usage");
		return {
			model,
			input_tokens: amountAt(used, "inputTokens"),
			output_tokens: amountAt(used, "outputTokens"),
			cost_usd: 0
		};
	});
	return {
		failed: false,
		text: stdout.trim(),
		models
	};
}

// src/engine/profile/gemini.ts
/** Reads `gemini --output-format json`: one object, on stdout when it went well, on stderr when it failed. */
function readGemini(stdout, tail, exitCode = null) {
	const report = [...jsonObjects(tail), ...jsonObjects(stdout)].findLast((object) => "response" in object || isObject(object.error));
	if (!report) return {
		failed: false,
		text: "",
		models: [],
		...exitCode === 41 ? { status: 401 } : {}
	};
	const models = Object.entries(objectAt(objectAt(report, "stats"), "models")).map(([model, used]) => {
		const tokens = objectAt(used, "tokens");
		return {
			model,
			input_tokens: amountAt(tokens, "prompt"),
			output_tokens: amountAt(tokens, "candidates") + amountAt(tokens, "thoughts"),
			cost_usd: 0
		};
	});
	const said = {
		failed: isObject(report.error),
		text: textAt(report, "response") ?? "",
		models,
		known: true
	};
	if (!isObject(report.error)) return said;
	said.error = innerMessage(textAt(report.error, "message") ?? "it failed");
	const code = amountAt(report.error, "code");
	if (code >= 400 && code < 600) said.status = code;
	if (code === 41) said.status = 401;
	return said;
}
/** The message is often the service's JSON answer, as text. */
function innerMessage(message) {
	const [inner] = jsonObjects(message);
	return textAt(objectAt(inner, "error"), "message") ?? message;
}

// src/engine/profile/provider-trouble.ts
/**
* The first row that fits decides: words that mean one thing stand before statuses that mean several. Sources: the
* programs' own messages as users report them (anthropics/claude-code #4208 #5590 #12789 #52575 #54698 #74079 #81647
* #92834, openai/codex #33701 #41702, google-gemini/gemini-cli #3796 #13004 #15576 #22107 #26561 #26840, github/copilot-cli)
* and the error pages of Anthropic, OpenAI, Gemini, Azure, Bedrock, OpenRouter and LiteLLM, as of November 2026.
*/
const ROWS = [
	{
		trouble: "context",
		codes: /\bcontext_length_exceeded\b|\bmodel_max_prompt_tokens_exceeded\b|\brequest_too_large\b|\bContextWindowExceededError\b/,
		words: /\bprompt is too long\b|\binput is too long\b|\bexceeds? (?:the |this model's )?(?:context (?:window|limit|length)|maximum context)|\bmaximum context length\b|\bran out of room in the model's context\b|\binput token count\b.{0,40}\bexceeds\b|\bprompt token count\b.{0,40}\bexceeds\b|\bcontext window (?:is )?exceeded\b/i
	},
	{
		trouble: "busy",
		words: /\bnot your usage limit\b|\bmodel is at capacity\b|\bexperiencing high demand\b/i
	},
	{
		trouble: "usage_limit",
		codes: /\bGenerateRequestsPerDay\w{0,60}|\bGenerateContent\w{0,40}PerDay\w{0,60}/,
		words: /\bdaily quota\b|\byour daily\b.{0,40}\bquota\b/i,
		renewed: "resets at midnight PT"
	},
	{
		trouble: "usage_limit",
		words: /\bfree-models-per-day\b/,
		renewed: "resets at midnight UTC"
	},
	{
		trouble: "credit",
		codes: /\bbilling_error\b|\binsufficient_credits\b|\bbilling_hard_limit_reached\b|\bExceededBudget\b|\bbudget_exceeded\b/,
		words: /\bcredit balance is too low\b|\b(?:out of|no|insufficient|not enough) (?:credits?|funds|balance)\b|\binsufficient (?:account )?balance\b|\bcredits (?:are|have been) (?:depleted|exhausted|used up)\b|\bbudget has been exceeded\b|\bpayment required\b|\brequires more credits\b/i,
		status: [402]
	},
	{
		trouble: "quota",
		codes: /\binsufficient_quota\b/,
		words: /\bexceeded your current quota\b|\bcheck your plan and billing\b|\bquota exceeded\b/i
	},
	{
		trouble: "usage_limit",
		codes: /\busage_limit_(?:reached|exceeded)\b|\bquota_exceeded\b|\buser_(?:weekly|global)_rate_limited\b/,
		words: /\busage limit\b|\bhit (?:your|the) .{0,40}?\blimit\b|\b(?:hourly|daily|weekly|monthly|session|5-hour|opus|sonnet|plan) limit\b.{0,20}\breached\b|\breached (?:your|the) .{0,40}?\b(?:limit|quota|allowance)\b|\bexhausted your (?:capacity|quota)\b|\bout of (?:extra )?usage\b|\byou have no quota\b|\bpremium request\b.{0,40}\b(?:allowance|limit|quota)\b|\btokens per day\b|\bkey limit exceeded\b|\blimit reached\b/i
	},
	{
		trouble: "credentials",
		codes: /\bauthentication_error\b|\binvalid_api_key\b|\bAPI_KEY_INVALID\b|\bUNAUTHENTICATED\b|\binvalid_grant\b|\bExpiredToken(?:Exception)?\b|\bUnrecognizedClientException\b|\btoken_(?:expired|revoked|invalidated)\b|\brefresh_token_(?:expired|reused|invalidated)\b|\baccount_deactivated\b/,
		words: /\b(?:invalid|incorrect|expired|missing|no) (?:x-)?api[ -]?key\b|\bapi key (?:not valid|not found|expired|is (?:invalid|missing|expired))\b|\bnot (?:logged|signed) in\b|\b(?:please )?(?:run|use) \S{0,20} ?\/?login\b|\bplease (?:log|sign) (?:out and (?:log|sign) )?in\b|\boauth token\b.{0,40}\b(?:expired|revoked|invalid)\b|\bauthentication (?:error|failed|required)\b|\bfailed to authenticate\b|\binvalid authentication\b|\bset an auth method\b|\bno authentication information\b|\bbad credentials\b|\bcould not (?:load|find|resolve) .{0,20}\bcredentials\b|\bmissing bearer\b|\baccess token could not be refreshed\b|\borganization has been disabled\b|\binvalid proxy server token\b|\baccount (?:is|has been) (?:suspended|deactivated|disabled)\b/i,
		status: [401]
	},
	{
		trouble: "model",
		codes: /\bmodel_not_found\b|\bDeploymentNotFound\b|\bmodel_not_supported\b/,
		words: /\bissue with the selected model\b|\bmodel\b.{0,80}\b(?:does not exist|not exist|is not (?:supported|available)|not found|has been (?:retired|deprecated|shut down))\b|\bmodels\/\S{1,80} is not found\b|\brequested model is not supported\b|\bnot_found_error\b.{0,80}\bmodel\b/i
	},
	{
		trouble: "credentials",
		codes: /\bpermission_error\b|\bPERMISSION_DENIED\b|\bAccessDeniedException\b/,
		words: /\bnot authorized to use\b|\baccess denied by policy\b|\bdoes not have access to\b/i,
		status: [403]
	},
	{
		trouble: "busy",
		codes: /\brate_limit_error\b|\brate_limit_exceeded\b|\boverloaded_error\b|\bRESOURCE_EXHAUSTED\b|\bThrottlingException\b|\brateLimitExceeded\b/,
		words: /\brate[ _-]?limit|\btoo many requests\b|\boverloaded\b|\bresource exhausted\b|\bmodel is overloaded\b|\bno deployments available\b/i,
		status: [
			429,
			503,
			529
		]
	}
];
/** What stands against the profile, as far as anything is known of it; undefined: the failure is of another kind. */
function recogniseTrouble(symptoms) {
	const { words, now, structured } = symptoms;
	const text = words.replaceAll("’", "'").slice(0, MAX_WORDS);
	const status = symptoms.status ?? statusIn(text);
	const row = ROWS.find(({ codes, words: said, status: statuses }) => codes?.test(text) || said?.test(text) || structured && status !== void 0 && statuses?.includes(status));
	if (!row) return void 0;
	const { waitMs } = waitFromText(row.renewed ?? text, now);
	const wait = waitMs === void 0 ? {} : { waitMs };
	if (row.trouble === "quota") return {
		trouble: waitMs === void 0 ? "credit" : "usage_limit",
		...wait
	};
	return {
		trouble: row.trouble,
		...row.trouble === "usage_limit" || row.trouble === "busy" ? wait : {}
	};
}
/** Messages are short; more is output, or hostile. */
const MAX_WORDS = 6e3;
/** `API Error: 529 …`, `last status: 429`, `HTTP 401`, `"code": 429`. */
function statusIn(text) {
	const match = /\b(?:status|error|HTTP|code)\b[^\n\d]{0,24}\b([45]\d\d)\b/i.exec(text);
	return match ? Number(match[1]) : void 0;
}

// src/engine/profile/result.ts
/** A busy service that names no time is asked again after a minute. */
const DEFAULT_WAIT_MS = 6e4;
/**
* Reads what an agent's program printed. Anything around its report is skipped. A program that ends without an error
* but leaves no whole report where its form has one has failed: its answer was cut off, or never came. `usageText` is the
* content of the file that the program was told to write its usage to; `now` in milliseconds since the epoch.
*/
function parseResult(profile, outcome, { usageText = null, now }) {
	const said = read(profile.result, outcome, usageText);
	const exited = outcome.exitCode === 0;
	const unanswered = exited && !said.failed ? missingAnswer(profile.result, said) : void 0;
	if (unanswered !== void 0) said.error = said.error ?? unanswered;
	const ok = exited && !said.failed && unanswered === void 0;
	const result = {
		ok,
		text: said.text,
		answers: answersIn(said.text)
	};
	const usage = usageOf(profile.name, said);
	if (usage) result.usage = usage;
	if (!ok) Object.assign(result, failureOf(said, {
		outcome,
		now,
		isText: profile.result === "text"
	}));
	return result;
}
/** A sentence where a program that ended well left no answer; a `text` profile's exit code is its whole report. */
function missingAnswer(kind, said) {
	switch (kind) {
		case "claude-json":
		case "codex-jsonl":
		case "gemini-json": return said.known ? void 0 : "its answer is missing or cut off";
		case "copilot-text": return said.text === "" && said.models.length === 0 ? "it gave no answer" : void 0;
		case "text": return;
		default: return kind;
	}
}
function read(kind, outcome, usageText) {
	const stdout = outcome.stdout.toString("utf8");
	switch (kind) {
		case "claude-json": return readClaude(stdout);
		case "codex-jsonl": return readCodex(stdout);
		case "gemini-json": return readGemini(stdout, outcome.tail, outcome.exitCode);
		case "copilot-text": return readCopilot(stdout, usageText);
		case "text": return {
			failed: false,
			text: stdout.trim(),
			models: []
		};
		default: return kind;
	}
}
function usageOf(agent, { models }) {
	if (models.length === 0) return void 0;
	const main = models.reduce((a, b) => weight(b) > weight(a) ? b : a);
	const sum = (of) => models.reduce((all, m) => all + of(m), 0);
	return {
		agent,
		...main.model === "" ? {} : { model: main.model },
		input_tokens: sum((m) => m.input_tokens),
		output_tokens: sum((m) => m.output_tokens),
		cost_usd: Number(sum((m) => m.cost_usd).toFixed(10)),
		...models.length > 1 ? { models } : {}
	};
}
function weight(m) {
	return m.cost_usd * 1e9 + m.input_tokens + m.output_tokens;
}
function failureOf(said, { outcome, now, isText }) {
	const error = said.error ? { error: oneLine(said.error) } : {};
	if (said.budgetSpent) return {
		...error,
		kind: "ordinary",
		budgetSpent: true
	};
	const words = said.error ?? (said.known ? "" : lastLines(outcome.tail));
	const recognised = recogniseTrouble({
		words,
		structured: !isText,
		now,
		...said.status ? { status: said.status } : {}
	});
	if (recognised) return {
		...error,
		...kindOf(recognised),
		trouble: recognised.trouble
	};
	const status = said.status ?? statusIn(words);
	if (status !== void 0 && status >= 500) return {
		...error,
		kind: "transient"
	};
	return said.error ? {
		...error,
		kind: "ordinary"
	} : {};
}
function kindOf({ trouble, waitMs }) {
	switch (trouble) {
		case "busy": return {
			kind: "transient",
			waitMs: waitMs ?? 6e4
		};
		case "usage_limit": return waitMs === void 0 ? { kind: "permanent" } : {
			kind: "transient",
			waitMs
		};
		case "credentials":
		case "credit":
		case "model":
		case "context": return { kind: "permanent" };
		default: return trouble;
	}
}
/** What ended the program stands at the end of its output. */
function lastLines(tail) {
	return tail.trimEnd().split("\n").slice(-6).join("\n");
}
function oneLine(text) {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length > 500 ? `${line.slice(0, 500).toWellFormed()}…` : line;
}

// src/engine/machine/brief-files.ts
/** Writes prompt, context and feedback where the executor finds them, and names them in its environment. */
async function writeBrief(options, request) {
	const { plan, task, phase, workspace, attempt, slot, session, state } = request;
	const { folder } = options;
	const template = workspace.commit ? await options.repository.readFile(workspace.commit, paths.prompt(phase.phase)) : null;
	const brief = renderBrief({
		plan,
		task,
		phase,
		attempt,
		state,
		feedback: request.feedback,
		template: template?.toString("utf8") ?? null,
		worktree: workspace.dir
	});
	const file = (name, text) => {
		const path = join(folder, name);
		writeFileSync(path, text, { flag: "wx" });
		return path;
	};
	const promptFile = file("prompt.md", brief.prompt);
	const variables = {
		MILESTONE_ID: plan.id,
		MILESTONE_TITLE: plan.title,
		MILESTONE_TASK: task.id,
		MILESTONE_TASK_TITLE: task.title,
		MILESTONE_PHASE: plan.source?.format === "goal" ? "plan" : phase.phase,
		MILESTONE_SESSION: session,
		MILESTONE_ATTEMPT: String(attempt),
		MILESTONE_AGENT: String(slot),
		MILESTONE_DELIVERABLES: join(workspace.dir, paths.deliverables(plan.id, task.id, phase.phase)),
		MILESTONE_CONTEXT: file("context.json", JSON.stringify(brief.context, null, 2) + "\n"),
		MILESTONE_PROMPT: promptFile,
		...brief.feedback === null ? {} : { MILESTONE_FEEDBACK: file("feedback.md", brief.feedback) }
	};
	return {
		folder,
		prompt: brief.prompt,
		promptFile,
		variables
	};
}
/** `environment` is the engine's own, of which a profile may place single values in arguments. */
function agentCall(request, brief, environment) {
	const { executor, plan, phase } = request;
	switch (executor.kind) {
		case "run": return {
			name: "the command",
			argv: shellArgv(executor.command),
			stdin: null,
			env: {},
			parse: null,
			usageFile: null
		};
		case "manual": throw new Error("a person's phase has no process");
		case "agent": {
			const profile = plan.profiles[executor.profile];
			if (!profile) throw new Error(`the plan has no agent profile ${executor.profile}`);
			const { files, ...line } = commandLine(profile, {
				phase: phase.phase,
				prompt: brief.prompt,
				promptFile: brief.promptFile,
				variables: brief.variables,
				worktree: request.workspace.dir,
				environment: {
					...environment,
					...given(executor.env)
				},
				remainingUsd: remainingUsd(plan, request.state, request.task.id)
			});
			for (const { path, content } of files) writeFileSync(path, content);
			const stall = profile.stallTimeoutMs === void 0 ? {} : { stallTimeoutMs: profile.stallTimeoutMs };
			return {
				name: profile.name,
				...line,
				...stall,
				parse: profile
			};
		}
		default: return executor;
	}
}
function given(env) {
	return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === null ? [] : [[name, value]]));
}
/** What the program says of itself: usage, failure, a wish to be left alone for a while. */
function readAnswer(call, outcome, now) {
	const { usageFile } = call;
	const usageText = usageFile !== null && existsSync(usageFile) ? readFileSync(usageFile, "utf8") : null;
	return parseResult(call.parse, {
		exitCode: outcome.exitCode,
		stdout: outcome.stdout,
		tail: outcome.tail
	}, {
		usageText,
		now
	});
}

// src/engine/machine/runner.ts
/** How much of an agent's answer is kept for its result to be read (bytes). */
const ANSWER_BYTES = 8388608;
/** How much of a test command's output is read for its totals. */
const OUTPUT_LINES = 5e4;
const OUTPUT_CHARS = 2097152;
const STOPPED = {
	ok: false,
	durationMs: 0,
	type: "task_failure",
	message: "stopped before it began",
	evidence: "",
	kind: "transient"
};
/** Runs executors and the plan's own commands as processes of this machine. */
function machineRunner(options) {
	return {
		prepare() {
			prepareToLaunch();
			for (const folder of new Set(options.temporary)) tidy(options, folder);
		},
		attempt: (request) => attempt(options, request),
		command: (request) => command(options, request),
		check: (request) => checkWork(options, request)
	};
}
/** What cannot be removed is no reason not to work. */
function tidy({ narrator }, folder) {
	removeAbandonedFolders(folder).catch((error) => narrator.note("verbose", `folders of earlier runs in ${folder} could not be removed: ${error.message}`));
}
function attempt(options, request) {
	let process_ = null;
	let stopped = false;
	const run = async () => {
		const own = ownFolders(options, `attempt-${request.slot}`);
		const brief = await writeBrief({
			...options,
			folder: own.brief
		}, request);
		const call = agentCall(request, brief, options.environment);
		const inside = await options.isolation.inside({ writable: [request.workspace.dir, own.root] });
		if (stopped) return STOPPED;
		request.workspace.disturb();
		const { task, phase, attempt: number } = request;
		const log = options.logs.open({
			kind: "attempt",
			task: task.id,
			phase: phase.phase,
			attempt: number
		});
		process_ = runProcess(processRequest(options, request, {
			brief,
			call,
			own,
			inside,
			log
		}));
		request.onBegun?.();
		const outcome = await process_.outcome;
		log.end();
		if (!options.live) options.narrator.group(labelOf(request), outcome.tail);
		return judge(request, call, outcome, Date.now());
	};
	return {
		done: run(),
		stop() {
			stopped = true;
			process_?.kill();
		}
	};
}
function processRequest(options, request, { brief, call, own, inside, log }) {
	const { executor, workspace, plan } = request;
	const { variables, refused } = executorEnvironment({
		engine: options.environment,
		allow: [
			plan.env,
			call.env,
			executor.env
		],
		exists: existsSync,
		milestone: {
			...brief.variables,
			...own.variables
		},
		...own.home === null ? {} : { home: own.home }
	});
	const label = labelOf(request);
	if (refused.length > 0) options.narrator.warn(`${label} may not have ${refused.join(", ")}: the runner's own variables stay with the engine`);
	const stallMs = executor.stallTimeoutMs ?? call.stallTimeoutMs;
	const folder = join(workspace.dir, paths.deliverables(plan.id, request.task.id, request.phase.phase));
	mkdirSync(folder, { recursive: true });
	return {
		argv: call.argv,
		cwd: workspace.dir,
		env: variables,
		...inside ? { inside } : {},
		...call.stdin === null ? {} : { stdin: call.stdin },
		timeoutMs: executor.timeoutMs,
		redactor: options.redactor,
		captureBytes: call.parse ? ANSWER_BYTES : 0,
		stall: {
			ms: stallMs ?? plan.limits.taskStallMs,
			end: stallMs !== void 0,
			fileStamp: () => treeStamp(workspace.dir),
			onStall: (silent) => request.onSilent?.(silent)
		},
		onLine: (line) => {
			log.line(line);
			if (options.live) options.narrator.output(label, line);
		}
	};
}
/**
* Made anew each time, so that nothing of one agent's waits there for the next: not in its home, not in its brief. The
* engine's temporary folder is everybody's only where it is open to everybody.
*/
function ownFolders(options, name) {
	const root = join(options.scratch, name);
	removeTree(root);
	const [brief, home, temporary] = [
		join(root, "brief"),
		join(root, "home"),
		join(root, "tmp")
	];
	mkdirSync(brief, { recursive: true });
	if (!options.hasOwnHome()) return {
		root,
		brief,
		home: null,
		variables: {}
	};
	mkdirSync(home, { mode: 448 });
	trustTrees(home);
	const shared = options.environment.TMPDIR;
	if (shared === void 0 || isOpenToAll(shared)) return {
		root,
		brief,
		home,
		variables: {}
	};
	mkdirSync(temporary);
	return {
		root,
		brief,
		home,
		variables: { TMPDIR: temporary }
	};
}
function isOpenToAll(folder) {
	return ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & 2) !== 0;
}
/** Setup, tests and checks share a home, which keeps what their tools fetched; no secret is ever given to them. */
function commandFolders(options) {
	const root = join(options.scratch, "commands");
	const own = {
		root,
		brief: root,
		home: options.hasOwnHome() ? join(root, "home") : null,
		variables: {}
	};
	mkdirSync(own.home ?? root, { recursive: true });
	if (own.home !== null) trustTrees(own.home);
	return own;
}
/** In a home of its own a process may be another user than whose the tree is, which git takes for suspicious. */
function trustTrees(home) {
	const file = join(home, ".gitconfig");
	if (!existsSync(file)) writeFileSync(file, "[safe]\n	directory = *\n");
}
function command(options, request) {
	let process_ = null;
	let stopped = false;
	const run = async () => {
		const own = commandFolders(options);
		const { variables, withheld } = executorEnvironment({
			engine: options.environment,
			allow: [request.allow],
			exists: existsSync,
			milestone: {
				...request.env,
				...own.variables
			},
			...own.home === null ? {} : { home: own.home }
		});
		const inside = await options.isolation.inside({ writable: [request.workspace.dir, own.root] });
		if (stopped) return {
			ok: false,
			exit: null,
			durationMs: 0,
			tail: "stopped before it began",
			output: ""
		};
		request.workspace.disturb();
		const log = options.logs.open(request.log);
		process_ = runProcess({
			argv: shellArgv(request.command),
			cwd: request.workspace.dir,
			env: variables,
			...inside ? { inside } : {},
			timeoutMs: request.timeoutMs,
			redactor: options.redactor,
			tail: {
				lines: OUTPUT_LINES,
				chars: OUTPUT_CHARS
			},
			onLine: (line) => {
				log.line(line);
				if (options.live) options.narrator.output(request.label, line);
			}
		});
		const outcome = await process_.outcome;
		log.end();
		const ok = outcome.reason === "exited" && outcome.exitCode === 0;
		const hint = ok ? null : withheldHint(outcome.tail, withheld, own.home !== null);
		const words = outcome.failure?.message ?? outcome.tail.slice(-16384);
		const tail = hint === null ? words : `${words.trimEnd()}\n${hint}\n`;
		if (!options.live) options.narrator.group(request.label, tail);
		return {
			ok,
			exit: outcome.exitCode,
			durationMs: outcome.durationMs,
			tail,
			output: outcome.tail
		};
	};
	return {
		done: run(),
		stop() {
			stopped = true;
			process_?.kill();
		}
	};
}
/** Checks what an attempt left: every deliverable, and that no file holds a secret. */
async function checkWork(options, { phase, folder, files, ignored = [], workspace }) {
	const byPath = new Map(files.map((file) => [file.path, file]));
	const atBase = async (path) => workspace.commit ? options.repository.readFile(workspace.commit, path) : null;
	const read = async (path) => {
		const file = byPath.get(path);
		if (!file) return atBase(path);
		return "content" in file && file.mode !== "120000" ? file.content : null;
	};
	const findings = (await checkDeliverables({
		deliverables: phase.deliverables,
		files: (path) => read(`${folder}/${path}`),
		listFolder: async () => files.filter((f) => "content" in f && f.path.startsWith(`${folder}/`)).map((f) => f.path.slice(folder.length + 1)),
		changedPaths: files.map((f) => f.path),
		ignored,
		readSchema: async (path) => (await read(path))?.toString("utf8") ?? null
	})).map(({ path, message }) => ({
		path,
		message
	}));
	for (const file of files) {
		if (!("content" in file)) continue;
		const [secret] = findSecrets(file.content, options.redactor, await atBase(file.path) ?? void 0);
		if (!secret) continue;
		const message = `line ${secret.line} holds what looks like a secret (${secret.kind}), so nothing is committed; remove it and read it from the environment instead`;
		findings.push({
			path: file.path,
			message
		});
	}
	return findings;
}
/** The phase as people read it. */
function labelOf(request) {
	return `${request.task.id}/${request.phase.phase}`;
}
/** What the end of an attempt's process means. */
function judge(request, call, outcome, now) {
	const { durationMs, tail: evidence } = outcome;
	const label = labelOf(request);
	const failed = {
		ok: false,
		durationMs,
		evidence
	};
	switch (outcome.reason) {
		case "timeout": {
			const message = `${label} did not end within its timeout of ${limitWords(request.executor.timeoutMs)} and was killed`;
			return {
				...failed,
				type: "timeout",
				message,
				kind: "ordinary"
			};
		}
		case "stalled": {
			const message = `${label} showed no sign of life for its stall_timeout and was ended`;
			return {
				...failed,
				type: "stalled_task",
				message,
				kind: "ordinary"
			};
		}
		case "killed": return {
			...failed,
			type: "task_failure",
			message: "it was stopped",
			kind: "transient"
		};
		case "spawn_failed":
		case "exited": return judgeEnded(call, outcome, now);
		default: return outcome.reason;
	}
}
/** A process that ended by itself, or never began. */
function judgeEnded(call, outcome, now) {
	const { durationMs } = outcome;
	if (isSandboxFailure(outcome)) return {
		ok: false,
		durationMs,
		type: "sandbox_unavailable",
		message: "the sandbox that everything runs in could not be set up",
		evidence: outcome.tail,
		kind: "permanent"
	};
	const answer = call.parse ? readAnswer(call, outcome, now) : null;
	const usage = answer?.usage ? { usage: answer.usage } : {};
	if (outcome.reason === "exited" && outcome.exitCode === 0 && (answer?.ok ?? true)) return {
		ok: true,
		durationMs,
		...usage,
		...answer ? { answers: answer.answers } : {}
	};
	const words = answer?.error ?? lastWords(outcome.tail);
	const why = outcome.failure?.message ?? `${exitWords(outcome)}${words ? `: ${words}` : ""}`;
	return {
		ok: false,
		durationMs,
		type: "task_failure",
		message: `${call.name} ${why}`,
		evidence: outcome.tail,
		kind: answer?.kind ?? classifyFailure(outcome, now).kind,
		...usage,
		...troubleOf(answer)
	};
}
/** What the account has against the profile as a whole; a prompt that is too long is this phase's own matter. */
function troubleOf(answer) {
	if (!answer?.trouble || answer.trouble === "context") return {};
	return { trouble: {
		cause: answer.trouble,
		...answer.waitMs === void 0 ? {} : { waitMs: answer.waitMs }
	} };
}
function limitWords(timeoutMs) {
	if (timeoutMs % 6e4 === 0) return counted(timeoutMs / 6e4, "minute");
	return counted(timeoutMs / 1e3, "second");
}
function exitWords(outcome) {
	if (outcome.exitCode === 0) return "ended without an error but reported a failure";
	return outcome.exitCode === null ? `was ended by ${outcome.signal}` : `ended with exit ${outcome.exitCode}`;
}

// src/engine/machine/ssh-settings.ts
/** Options that count where the person's own command and ssh's own files say nothing, in seconds but for the count. */
const CONNECT = 20;
const ALIVE = 10;
/** A call may be silent for as long as ssh waits, and somewhat longer for the names and keys before that (s). */
const SLACK = 10;
const LEAST_SILENCE = 30;
/** Beyond its longest silence a call has so long for its work (s). */
const WORK = 90;
const LONGEST = 3600;
/** ssh reads its files in milliseconds; what takes longer is no ssh that tells (ms). */
const ASK_TIMEOUT = 2e3;
/**
* The person's own ssh command with what makes it ask nobody and give up a server that never speaks. What they set
* themselves, there or in ssh's configuration, wins. Null for a remote that is not reached by ssh.
* @param personal whether the person's own git configuration counts
*/
async function sshAccess(git, { url, environment, personal }) {
	const to = sshDestination(url);
	if (!to) return null;
	const command = (environment.GIT_SSH_COMMAND || (personal ? await ownCommand(git, environment) : void 0)) ?? "ssh";
	if (!isOpenSsh(command)) return accessBy(command, {
		connect: CONNECT,
		alive: 0
	});
	const set = await askSsh(git, {
		command,
		to,
		environment
	});
	const whole = [command, ...[
		"BatchMode=yes",
		...set.connect === null ? [`ConnectTimeout=${CONNECT}`] : [],
		...set.interval === 0 ? [`ServerAliveInterval=${ALIVE}`] : []
	].map((each) => `-o ${each}`)].join(" ");
	const alive = (set.interval || ALIVE) * set.count;
	const access = accessBy(whole, {
		connect: set.connect ?? CONNECT,
		alive
	});
	return {
		...access,
		config: [...access.config, "ssh.variant=ssh"]
	};
}
/** @param waits how long ssh waits for a connection, and for a sign of life, in seconds */
function accessBy(command, waits) {
	const longest = Math.max(LEAST_SILENCE, waits.connect + SLACK, waits.alive);
	const silence = Math.min(longest, LONGEST);
	return {
		config: [`core.sshCommand=${command}`],
		silence: silence * 1e3,
		timeout: (silence + WORK) * 1e3
	};
}
function isOpenSsh(command) {
	return /^\s*(?:[A-Za-z_]\w*=\S*\s+)*(["']?)(?:[^\s"']*\/)?ssh\1(?:\s|$)/.test(command);
}
/** The last of the files that git reads for a person; what these include is left out. */
async function ownCommand(git, environment) {
	const { HOME = "", GIT_CONFIG_GLOBAL: named } = environment;
	const usual = [join(environment.XDG_CONFIG_HOME ?? join(HOME, ".config"), "git/config"), join(HOME, ".gitconfig")];
	let command;
	for (const file of named === void 0 ? usual : [named]) if (existsSync(file)) command = setting(await readSettings(git, file), "core.sshcommand") ?? command;
	return command;
}
/** What ssh would go by of its options and files, as it says itself (`ssh -G`); nothing where it does not say. */
async function askSsh(git, { command, to, environment }) {
	const answer = await git.run(["ssh-settings", ...to], {
		config: [`alias.ssh-settings=!${command} -G`],
		env: environment.HOME === void 0 ? {} : { HOME: environment.HOME },
		timeout: ASK_TIMEOUT
	});
	const text = answer.code === 0 ? answer.stdout.toString("utf8") : "";
	const numberOf = (name) => {
		const found = new RegExp(`^${name} (\\d+)$`, "m").exec(text);
		return found ? Number(found[1]) : null;
	};
	return {
		connect: numberOf("connecttimeout") || null,
		interval: numberOf("serveraliveinterval") ?? 0,
		count: numberOf("serveralivecountmax") ?? 3
	};
}

// src/engine/git/file-stat.ts
const BILLION = 1000000000n;
function low32(value) {
	return Number(BigInt.asUintN(32, value));
}
function fileStat(stats) {
	return {
		mtimeSec: low32(stats.mtimeNs / BILLION),
		mtimeNsec: Number(stats.mtimeNs % BILLION),
		ctimeSec: low32(stats.ctimeNs / BILLION),
		ctimeNsec: Number(stats.ctimeNs % BILLION),
		dev: low32(stats.dev),
		ino: low32(stats.ino),
		uid: low32(stats.uid),
		gid: low32(stats.gid),
		size: low32(stats.size)
	};
}
/** The last modification in ms, computed as Node computes `mtimeMs`, so that both can be compared exactly. */
function mtimeMs({ mtimeSec, mtimeNsec }) {
	return mtimeSec * 1e3 + mtimeNsec / 1e6;
}
function ctimeMs({ ctimeSec, ctimeNsec }) {
	return ctimeSec * 1e3 + ctimeNsec / 1e6;
}
/** Whether the file is, by its metadata, the one that was recorded. */
function sameStat(known, now) {
	return known.size === now.size >>> 0 && mtimeMs(known) === now.mtimeMs && ctimeMs(known) === now.ctimeMs && known.ino === lowOf(now.ino);
}
function lowOf(value) {
	return value <= 4294967295 ? value : Number(BigInt.asUintN(32, BigInt(value)));
}
/** Coarsest step of the kernels' file clocks that we reckon with, twice over. */
const CLOCK_STEP_MS$1 = 20;
/** Whether a write just after `settled` (ms) could have left the very same times behind: then only the bytes tell. */
function isRacy(known, settled) {
	return mtimeMs(known) >= settled - CLOCK_STEP_MS$1 || ctimeMs(known) >= settled - CLOCK_STEP_MS$1;
}

// src/engine/git/inside.ts
function failure(reason, path, why) {
	return {
		ok: false,
		reason,
		message: `${path} ${why}`
	};
}
const OPEN_FAILURES = {
	ENOENT: ["gone", "is gone"],
	ENOTDIR: ["gone", "is gone"],
	ELOOP: ["link", "is a symbolic link"],
	ENXIO: ["not-a-file", "is no regular file"],
	EACCES: ["unreadable", "may not be read"],
	EAGAIN: ["unreadable", "is held by another process"]
};
/** Reads a regular file, provided that the file opened really lies where its path says. */
function readInside(request) {
	const { root, path } = request;
	let fd;
	try {
		fd = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		const known = OPEN_FAILURES[error.code ?? ""];
		if (!known) throw error;
		return failure(known[0], path, known[1]);
	}
	try {
		return readOpened(fd, request);
	} finally {
		closeSync(fd);
	}
}
function readOpened(fd, { root, path, maxBytes, ownLinks = 1 }) {
	const stats = fstatSync(fd);
	if (!stats.isFile()) return failure("not-a-file", path, "is no regular file");
	if (!liesAt(fd, root, path)) return failure("link", path, "lies behind a symbolic link");
	if (stats.nlink > ownLinks) return failure("hard-link", path, "has another name outside the work tree");
	if (stats.size > maxBytes) return failure("too-big", path, `is larger than ${maxBytes} bytes`);
	const content = Buffer.allocUnsafe(stats.size);
	let length = 0;
	while (length < content.length) {
		const read = readSync(fd, content, length, content.length - length, length);
		if (read === 0) break;
		length += read;
	}
	return {
		ok: true,
		content: content.subarray(0, length)
	};
}
/**
* Whether an opened file is the one at this path with no link on the way. Linux tells where a descriptor
* leads, so no swap of folders between looking and opening can deceive; elsewhere every folder is looked at
* after the opening, and the file found there must be the one that is open.
*/
function liesAt(fd, root, path) {
	if (process.platform === "linux") return readlinkSync(`/proc/self/fd/${fd}`) === join(root, path);
	if (!hasRealParents(root, path)) return false;
	const opened = fstatSync(fd);
	const named = lstatSync(join(root, path), { throwIfNoEntry: false });
	return named !== void 0 && named.ino === opened.ino && named.dev === opened.dev;
}
/** Whether every folder above the path is a real one; those found to be so are kept in `known`. */
function hasRealParents(root, path, known = /* @__PURE__ */ new Set()) {
	const folder = dirname(path);
	if (folder === "." || known.has(folder)) return true;
	if (!hasRealParents(root, folder, known)) return false;
	const isReal = lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() ?? false;
	if (isReal) known.add(folder);
	return isReal;
}
/** Makes the folders above a path real folders: whatever else stands in their place is removed. */
function makeParents(root, path, known) {
	const folder = dirname(path);
	if (folder === "." || known.has(folder)) return;
	makeParents(root, folder, known);
	makeFolder(root, folder, known);
}
/** Makes the path itself a real folder; its parents must be real folders. */
function makeFolder(root, folder, known) {
	const full = join(root, folder);
	const stats = lstatSync(full, { throwIfNoEntry: false });
	if (stats && !stats.isDirectory()) rmSync(full, { force: true });
	if (!stats?.isDirectory()) mkdirSync(full);
	known.add(folder);
	return fileStat(lstatSync(full, { bigint: true }));
}
/** Removes whatever is at the path, and what is spelt like it but is not UTF-8. The parents must be real folders. */
function removeInside(root, path) {
	const full = join(root, path);
	removeTree(full, root);
	if (!path.includes("�")) return;
	const folder = Buffer.from(`${dirname(full)}/`);
	for (const name of readdirSync(folder, { encoding: "buffer" })) if (name.toString() === basename(full)) removeTree(Buffer.concat([folder, name]), root);
}
/** Writes a file or link anew, in place of whatever was there. The parents must be real folders. */
function writeInside(root, path, file) {
	const full = join(root, path);
	removeInside(root, path);
	if (file.mode === "120000") {
		symlinkSync(file.content, full);
		return fileStat(lstatSync(full, { bigint: true }));
	}
	const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
	const fd = openSync(full, flags, file.mode === "100755" ? 511 : 438);
	try {
		writeAll(fd, [file.content]);
		return fileStat(fstatSync(fd, { bigint: true }));
	} finally {
		closeSync(fd);
	}
}
/**
* Writes into the file that is there, where nothing tells it from one written anew: no link, no second name, the rights
* that its folder gives. Null when there is none such; nothing is changed then.
*/
function rewriteInside(root, path, { mode, content }) {
	const full = join(root, path);
	if (mode === "120000" || content.length === 0) return null;
	const [stats, around] = [lstatSync(full, { throwIfNoEntry: false }), lstatSync(dirname(full))];
	const rights = around.mode & (mode === "100755" ? 511 : 438);
	if (!stats?.isFile() || (stats.mode & 4095) !== rights) return null;
	if (stats.uid !== around.uid || stats.gid !== around.gid) return null;
	return overwriteFile(full, [content]) ? fileStat(lstatSync(full, { bigint: true })) : null;
}
/**
* Writes into the file that is there; false when there is none that can be, or a link, or another file's second name.
* A file that is cut to nothing first would be brought to the disk as it is closed (ext4, btrfs), which takes
* milliseconds.
*/
function overwriteFile(path, parts) {
	let fd;
	try {
		fd = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch {
		return false;
	}
	try {
		const stats = fstatSync(fd);
		if (!stats.isFile() || stats.nlink !== 1) return false;
		writeAll(fd, parts);
		const length = parts.reduce((sum, part) => sum + part.length, 0);
		if (stats.size > length) ftruncateSync(fd, length);
		return true;
	} finally {
		closeSync(fd);
	}
}

// src/engine/git/agent-git.ts
const MAX_FIXED_BYTES = 67108864;
/**
* A git directory for the agent alone, so that `git status`, `diff` and `log` answer rightly. It borrows the
* user's objects and shares nothing else; the engine never takes anything from it. Whatever an agent left
* there (hooks, settings, a link in place of the directory) is gone before the next one starts: unless every
* name and every byte is as written, the directory is made anew.
*/
function writeAgentGit({ root, commit, index, ...about }) {
	const fixed = fixedFiles(about);
	const changing = /* @__PURE__ */ new Map([[".git/HEAD", [Buffer.from(`${commit}\n`)]], [".git/index", index.file()]]);
	if (isIntact(root, fixed) && [...changing].every(([path, parts]) => overwriteFile(join(root, path), parts))) return;
	const kept = keepModules(root);
	removeInside(root, ".git");
	mkdirSync(join(root, ".git/objects/info"), { recursive: true });
	mkdirSync(join(root, ".git/refs"));
	for (const [path, content] of fixed) writeFileSync(join(root, path), content);
	for (const [path, parts] of changing) writeFileSync(join(root, path), Buffer.concat(parts));
	if (kept) renameSync(kept, join(root, MODULES));
}
const MODULES = ".git/modules";
/** Submodules that setup brought are wanted by every phase: their repositories outlive the directory, disarmed. */
function keepModules(root) {
	const isFolder = (path) => lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
	if (!isFolder(".git") || !isFolder(MODULES)) return null;
	const kept = join(root, `.git-modules-${randomUUID()}`);
	renameSync(join(root, MODULES), kept);
	disarmModules(kept);
	return kept;
}
function fixedFiles({ commonDirectory, format, staged, identity }) {
	const shallow = join(commonDirectory, "shallow");
	return new Map([
		[".git/config", Buffer.from(configuration(identity, format))],
		[".git/objects/info/alternates", Buffer.from([staged, join(commonDirectory, "objects")].flatMap((each) => each ? `${each}\n` : []).join(""))],
		...existsSync(shallow) ? [[".git/shallow", readFileSync(shallow)]] : []
	]);
}
const FOLDERS = [
	".git",
	".git/objects",
	".git/objects/info",
	".git/refs"
];
/** Names and bytes are compared, not times: an agent can be quicker than a file system's clock. */
function isIntact(root, fixed) {
	try {
		return isAsWritten(root, fixed);
	} catch (error) {
		if (error.code === "EACCES") return false;
		throw error;
	}
}
function isAsWritten(root, fixed) {
	const expected = /* @__PURE__ */ new Set([
		...FOLDERS,
		".git/HEAD",
		".git/index",
		...fixed.keys()
	]);
	if (!lstatSync(join(root, ".git"), { throwIfNoEntry: false })?.isDirectory()) return false;
	const met = /* @__PURE__ */ new Set([".git"]);
	for (const folder of FOLDERS) {
		if (!met.has(folder)) return false;
		for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
			const path = `${folder}/${entry.name}`;
			if (!expected.has(path) || entry.isDirectory() !== FOLDERS.includes(path)) return false;
			met.add(path);
		}
	}
	if (met.size !== expected.size) return false;
	return [...fixed].every(([path, content]) => {
		const read = readInside({
			root,
			path,
			maxBytes: MAX_FIXED_BYTES
		});
		return read.ok && read.content.equals(content);
	});
}
function configuration({ name, email }, format) {
	const quote = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/[\r\n]/g, " ")}"`;
	return [
		"[core]",
		`\trepositoryformatversion = ${format === "sha1" ? 0 : 1}`,
		"	bare = false",
		"	filemode = true",
		"[user]",
		`\tname = ${quote(name)}`,
		`\temail = ${quote(email)}`,
		...format === "sha1" ? [] : ["[extensions]", `\tobjectformat = ${format}`],
		"[gc]",
		"	auto = 0",
		""
	].join("\n");
}
/**
* Makes submodules' repositories that setup left below `.git/modules` harmless: no hooks and no settings but where their
* files stand.
*/
function disarmModules(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const inner = join(folder, entry.name);
		if (!entry.isDirectory()) {
			rmSync(inner, { force: true });
			continue;
		}
		if (!existsSync(join(inner, "HEAD"))) {
			disarmModules(inner);
			continue;
		}
		const config = join(inner, "config");
		const text = lstatSync(config, { throwIfNoEntry: false })?.isFile() ? readFileSync(config, "utf8").slice(0, 65536) : "";
		const worktree = /^[ \t]*worktree = ([\w./-]+)$/m.exec(text)?.[1];
		const sha256 = /^[ \t]*objectformat = sha256$/im.test(text);
		for (const name of [
			"hooks",
			"info",
			"config",
			"config.worktree"
		]) rmSync(join(inner, name), {
			recursive: true,
			force: true
		});
		writeFileSync(config, [
			"[core]",
			`\trepositoryformatversion = ${sha256 ? 1 : 0}`,
			"	bare = false",
			...worktree === void 0 ? [] : [`\tworktree = ${worktree}`],
			...sha256 ? ["[extensions]", "	objectformat = sha256"] : [],
			""
		].join("\n"));
		const modules = join(inner, "modules");
		if (lstatSync(modules, { throwIfNoEntry: false })?.isDirectory()) disarmModules(modules);
	}
}

// src/engine/git/index-file.ts
/** Where the object's name stands in an entry. */
const NAME_AT = 40;
const HEADER = 12;
const MAX_NAME = 4095;
/** Bytes of an entry before its path (index version 2). */
function fixedLength(format) {
	return NAME_AT + OID_BYTES[format] + 2;
}
/** Bytes of the whole entry: at least one zero behind the path, and a multiple of eight. */
function entryLength(fixed, nameLength) {
	return fixed + nameLength + 8 & -8;
}
/** Where the path of the entry that begins at `start` stands, and whether it is left out of the work tree. */
function nameRange(file, start, format) {
	const fixed = fixedLength(format);
	const flags = file.readUInt16BE(start + fixed - 2);
	const hidden = (flags & EXTENDED) !== 0;
	const from = start + (hidden ? fixed + 2 : fixed);
	const length = flags & MAX_NAME;
	return {
		from,
		to: length < MAX_NAME ? from + length : file.indexOf(0, from),
		hidden
	};
}
const EXTENDED = 16384;
const SKIP_WORKTREE = 16384;
/** The bytes of one entry, which stand one behind the other in the order of their paths' bytes. */
function encodeEntry({ path, mode, oid, stat }, format) {
	const name = Buffer.from(path);
	const least = fixedLength(format);
	const fixed = stat ? least : least + 2;
	const out = Buffer.alloc(entryLength(fixed, name.length));
	const times = stat ? [
		stat.ctimeSec,
		stat.ctimeNsec,
		stat.mtimeSec,
		stat.mtimeNsec,
		stat.dev,
		stat.ino
	] : [
		0,
		0,
		0,
		0,
		0,
		0
	];
	const owner = stat ? [
		stat.uid,
		stat.gid,
		stat.size
	] : [
		0,
		0,
		0
	];
	[
		...times,
		Number.parseInt(mode, 8),
		...owner
	].forEach((word, i) => {
		out.writeUInt32BE(word, i * 4);
	});
	out.write(oid, NAME_AT, "hex");
	out.writeUInt16BE(Math.min(name.length, MAX_NAME) | (stat ? 0 : EXTENDED), least - 2);
	if (!stat) out.writeUInt16BE(SKIP_WORKTREE, least);
	name.copy(out, fixed);
	return out;
}
/** Reads an index of version 2 that our own git wrote; any other content is a bug and throws. */
function parseIndexFile(file, format) {
	const fixed = fixedLength(format);
	if (file.toString("latin1", 0, 4) !== "DIRC" || file.readUInt32BE(4) !== 2) throw new Error("not an index file of version 2");
	const entries = [];
	let at = HEADER;
	for (let left = file.readUInt32BE(8); left > 0; left--) {
		const end = file.indexOf(0, at + fixed);
		entries.push(readEntry(file, {
			at,
			path: at + fixed,
			end
		}));
		at += entryLength(fixed, end - at - fixed);
	}
	return entries;
}
function readEntry(file, { at, path, end }) {
	const word = (index) => file.readUInt32BE(at + index * 4);
	return {
		path: file.toString("utf8", path, end),
		mode: word(6).toString(8),
		oid: file.toString("hex", at + NAME_AT, path - 2),
		stat: {
			ctimeSec: word(0),
			ctimeNsec: word(1),
			mtimeSec: word(2),
			mtimeNsec: word(3),
			dev: word(4),
			ino: word(5),
			uid: word(7),
			gid: word(8),
			size: word(9)
		}
	};
}

// src/engine/git/view.ts
const SHOW_ALL = {
	hides: /* @__PURE__ */ new Set(),
	but: /* @__PURE__ */ new Set()
};
/** Whether the path is left out. */
function isHidden({ hides, but }, path) {
	return isBelow(hides, path) && !isBelow(but, path);
}
function isBelow(folders, path) {
	if (folders.has(path)) return true;
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) if (folders.has(path.slice(0, end))) return true;
	return false;
}
/** What is in one of them only. */
function differing(a, b) {
	return [...[...a].filter((each) => !b.has(each)), ...[...b].filter((each) => !a.has(each))];
}

// src/engine/git/index-table.ts
/** For building; one for all tables, as nothing waits in between. */
let scratch = Buffer.alloc(0);
/**
* An agent's index as the bytes of its file, kept from phase to phase: of tens of thousands of entries a phase changes
* a few, and copying the rest takes some hundredth of a millisecond where encoding them would take many.
*/
var IndexTable = class {
	/** The entries, in git's order; longer than they are, to grow into. */
	#bytes = Buffer.alloc(0);
	/** Where each entry begins, and where the last one ends. */
	#starts = /* @__PURE__ */ new Uint32Array(1);
	#edits = /* @__PURE__ */ new Map();
	#format;
	constructor(format) {
		this.#format = format;
	}
	set(entry) {
		this.#edits.set(entry.path, entry);
	}
	delete(path) {
		this.#edits.set(path, null);
	}
	/** The entry at the path; null when there is none. */
	at(path) {
		this.#apply();
		const key = Buffer.from(path);
		const place = this.#search(key, 0);
		if (place === this.#count || this.#compare(place, key) !== 0) return null;
		const start = this.#starts[place];
		return {
			mode: this.#bytes.readUInt32BE(start + 24).toString(8),
			oid: this.#bytes.toString("hex", start + 40, start + 40 + OID_BYTES[this.#format]),
			hidden: nameRange(this.#bytes, start, this.#format).hidden
		};
	}
	/** Paths below the folder, at any depth. */
	below(folder) {
		this.#apply();
		const key = Buffer.from(`${folder}/`);
		const found = [];
		for (let place = this.#search(key, 0); place < this.#count; place++) {
			const { from, to } = nameRange(this.#bytes, this.#starts[place], this.#format);
			if (this.#bytes.compare(key, 0, key.length, from, Math.min(to, from + key.length)) !== 0) break;
			found.push(this.#bytes.toString("utf8", from, to));
		}
		return found;
	}
	/** git's index file, version 3 (which knows files that are left out). Valid until the next change. */
	file() {
		this.#apply();
		const header = Buffer.alloc(12);
		header.write("DIRC", 0, "latin1");
		header.writeUInt32BE(3, 4);
		header.writeUInt32BE(this.#count, 8);
		const body = this.#bytes.subarray(0, this.#starts[this.#count]);
		return [
			header,
			body,
			createHash(this.#format).update(header).update(body).digest()
		];
	}
	get #count() {
		return this.#starts.length - 1;
	}
	/** The first place from `low` on whose name is not before the key. */
	#search(key, low) {
		let high = this.#count;
		while (low < high) {
			const middle = low + high >>> 1;
			if (this.#compare(middle, key) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}
	#compare(place, key) {
		const { from, to } = nameRange(this.#bytes, this.#starts[place], this.#format);
		return this.#bytes.compare(key, 0, key.length, from, to);
	}
	#apply() {
		if (this.#edits.size === 0) return;
		const edits = [...this.#edits].map(([path, entry]) => ({
			key: Buffer.from(path),
			bytes: entry && encodeEntry(entry, this.#format)
		}));
		edits.sort((a, b) => a.key.compare(b.key));
		this.#edits.clear();
		const starts = new Uint32Array(this.#count + edits.length + 1);
		const most = edits.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), this.#starts[this.#count]);
		if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most + most / 4);
		let [next, count, length] = [
			0,
			0,
			0
		];
		const keep = (until) => {
			const from = this.#starts[next];
			const shift = length - from;
			for (; next < until; next++) starts[count++] = this.#starts[next] + shift;
			length += this.#bytes.copy(scratch, length, from, this.#starts[until]);
		};
		for (const { key, bytes } of edits) {
			const place = this.#search(key, next);
			keep(place);
			if (place < this.#count && this.#compare(place, key) === 0) next = place + 1;
			if (!bytes) continue;
			starts[count++] = length;
			length += bytes.copy(scratch, length);
		}
		keep(this.#count);
		starts[count] = length;
		if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafeSlow(length + (length >>> 2));
		scratch.copy(this.#bytes, 0, 0, length);
		this.#starts = starts.slice(0, count + 1);
	}
};

// src/engine/git/work-table.ts
/** What the engine itself put into a work tree: the measure for what an agent changed. */
var WorkTable = class {
	/** The files that are there. */
	files = /* @__PURE__ */ new Map();
	/** Those and the ones that are left out on purpose, as git's index has them. */
	index;
	/** Tracked files below each folder. */
	#folders = /* @__PURE__ */ new Map();
	#ignoreFiles = 0;
	/** Every `.gitattributes` of the index, present or left out. */
	attributeFiles = /* @__PURE__ */ new Map();
	constructor(format) {
		this.index = new IndexTable(format);
	}
	/** Whether the folder holds a tracked file, at any depth. */
	hasFolder(path) {
		return this.#folders.has(path);
	}
	/** Whether any `.gitignore` is tracked. */
	get hasIgnoreFiles() {
		return this.#ignoreFiles > 0;
	}
	set(file) {
		if (!this.files.has(file.path)) this.#count(file.path, 1);
		this.files.set(file.path, {
			...file,
			seen: 0
		});
		this.index.set(file);
		if (isAttributeFile(file.path)) this.attributeFiles.set(file.path, {
			mode: file.mode,
			oid: file.oid
		});
	}
	/** The commit has the file, and the tree on purpose has not. */
	hide(path, leaf) {
		if (this.files.delete(path)) this.#count(path, -1);
		this.index.set({
			path,
			...leaf
		});
		if (isAttributeFile(path)) this.attributeFiles.set(path, leaf);
	}
	delete(path) {
		if (this.files.delete(path)) this.#count(path, -1);
		this.index.delete(path);
		this.attributeFiles.delete(path);
	}
	#count(path, by) {
		if (isIgnoreFile(path)) this.#ignoreFiles += by;
		for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
			const folder = path.slice(0, end);
			const count = (this.#folders.get(folder) ?? 0) + by;
			if (count === 0) this.#folders.delete(folder);
			else this.#folders.set(folder, count);
		}
	}
};
function isIgnoreFile(path) {
	return path === ".gitignore" || path.endsWith("/.gitignore");
}
function isAttributeFile(path) {
	return path === ".gitattributes" || path.endsWith("/.gitattributes");
}

// src/engine/git/check-out.ts
/** The form of index that `parseIndexFile` reads, whatever the machine's settings say. */
const INDEX_CONFIG = [
	"index.version=2",
	"core.splitIndex=false",
	"index.sparse=false",
	"feature.manyFiles=false"
];
/** For git to write all files of a commit (ms). */
const TIMEOUT_MS = 6e5;
/**
* Writes a commit's files into an empty folder by git itself, which is quicker for thousands of them, in an index of
* our own. What the view leaves out is never written: of a milestone that has gone on for long, that is most of its
* deliverables.
*/
async function checkOut({ repository, commit, view, into }) {
	const { git, store, conversion } = repository;
	const index = join(git.directory, `index-${randomUUID()}`);
	const env = {
		GIT_INDEX_FILE: index,
		GIT_WORK_TREE: into
	};
	const run = async (args, input = "", converting = false) => {
		const { code, stderr } = await git.run(args, {
			env: {
				...env,
				...converting ? conversion.env : {}
			},
			config: [...INDEX_CONFIG, ...converting ? conversion.config : []],
			cwd: into,
			timeout: TIMEOUT_MS,
			input
		});
		if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
	};
	await run(["read-tree", commit]);
	const all = parseIndexFile(readFileSync(index), store.format);
	const converting = await isConverting(repository, all.filter(({ path }) => isAttributeFile(path)));
	const hidden = all.filter(({ path }) => isHidden(view, path));
	const names = hidden.map(({ path }) => `${path}\0`).join("");
	if (names) await run([
		"update-index",
		"--force-remove",
		"-z",
		"--stdin"
	], names);
	await run([
		"checkout-index",
		"--all",
		"--force",
		"--index",
		"--quiet"
	], "", converting);
	const shown = parseIndexFile(readFileSync(index), store.format);
	rmSync(index, { force: true });
	return {
		shown,
		hidden
	};
}
/** Whether a checkout writes other bytes than the blobs'. */
async function isConverting({ store, conversion }, attributes) {
	const contents = await Promise.all([...attributes].map(({ oid }) => store.read(oid)));
	return conversion.isNeeded(contents.flatMap((object) => object ? [object.data] : []));
}

// src/engine/git/ignore.ts
function openIgnoreRules(git, { root, excludesFile }) {
	const config = excludesFile === null ? [] : [`core.excludesFile=${excludesFile}`];
	const known = /* @__PURE__ */ new Set();
	let validFor = "";
	return {
		isKnown: (path) => known.has(path),
		all: () => [...known],
		async ignored(paths) {
			if (paths.length === 0) return /* @__PURE__ */ new Set();
			const env = {
				GIT_WORK_TREE: root,
				GIT_INDEX_FILE: "/dev/null",
				GIT_LITERAL_PATHSPECS: "0"
			};
			const args = [
				"check-ignore",
				"-z",
				"--stdin",
				"--no-index"
			];
			const input = paths.map((path) => `./${path}\0`).join("");
			const { code, stdout, stderr } = await git.run(args, {
				env,
				input,
				config,
				cwd: root
			});
			if (code !== 0 && code !== 1) throw new Error(`git check-ignore failed: ${stderr.trim()}`);
			const answers = stdout.toString("utf8").split("\0").filter(Boolean);
			const found = new Set(answers.map((path) => path.slice(2)));
			for (const path of found) known.add(path);
			return found;
		},
		forget: () => known.clear(),
		stillValid(uncommitted) {
			if (uncommitted === validFor) return true;
			validFor = uncommitted;
			known.clear();
			return false;
		}
	};
}

// src/engine/git/scan.ts
/** The event loop is given back at least this often, ms. */
const SLICE_MS$1 = 8;
/** Compares a work tree with its table. Reads bytes only where the metadata leaves doubt. */
async function scanWorkTree(request) {
	const scan = new Scan(request);
	await scan.walk([""]);
	while (scan.unknown.length > 0) await scan.settleUnknown();
	scan.findDeleted();
	scan.recallSkipped();
	while (scan.unknown.length > 0) await scan.settleUnknown();
	return {
		found: [...new Map(scan.found.map((each) => [each.path, each])).values()],
		folders: scan.folders,
		ownLinks: (path) => scan.ownLinks(path)
	};
}
var Scan = class {
	found = [];
	folders = [];
	unknown = [];
	#skipped = [];
	#sliceStart = performance.now();
	#hasIgnoreFiles;
	#links = /* @__PURE__ */ new Map();
	#request;
	constructor(request) {
		this.#request = request;
		this.#hasIgnoreFiles = request.hasExcludes || request.table.hasIgnoreFiles;
	}
	async walk(start) {
		const stack = [...start];
		for (let folder = stack.pop(); folder !== void 0; folder = stack.pop()) for (const entry of this.#read(folder)) {
			const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
			if (this.#visit(path, entry)) stack.push(path);
			if (performance.now() - this.#sliceStart > SLICE_MS$1) await this.#pause();
		}
	}
	async #pause() {
		await setImmediate();
		this.#sliceStart = performance.now();
	}
	#read(folder) {
		const full = join(this.#request.root, folder);
		const stats = lstatSync(full, { throwIfNoEntry: false });
		if (!stats?.isDirectory()) return [];
		if ((stats.mode & 448) !== 448 && stats.uid === process.getuid?.()) chmodSync(full, stats.mode & 4095 | 448);
		return readdirSync(full, { withFileTypes: true });
	}
	/** Looks at one entry; true when it is a folder to go on into. */
	#visit(path, entry) {
		const { table, walk } = this.#request;
		if (path === ".git") return false;
		const known = table.files.get(path);
		if (isGitDirectory(entry.name)) {
			this.#unsafe(path, nestedRepository(path), known === void 0);
			return false;
		}
		if (known) {
			known.seen = walk;
			this.#compare(known, entry);
			return entry.isDirectory() && known.mode !== "160000";
		}
		if (entry.isDirectory() && table.hasFolder(path)) return true;
		this.#meetUnknown(path, entry.isDirectory());
		return false;
	}
	#meetUnknown(path, isFolder) {
		if (isIgnoreFile(path)) this.#hasIgnoreFiles = true;
		const isSkipped = this.#request.ignore.isKnown(path) && !this.#isAlways(path);
		(isSkipped ? this.#skipped : this.unknown).push({
			path,
			isFolder
		});
		if (isSkipped && isFolder) this.#enterAlways(path);
	}
	/** Where `.gitignore` files changed meanwhile, what was ignored before is asked about anew. */
	recallSkipped() {
		const files = this.found.filter(({ path }) => isIgnoreFile(path));
		const stamp = ({ path }) => `${path} ${lstatSync(join(this.#request.root, path), { throwIfNoEntry: false })?.mtimeMs}`;
		if (this.#request.ignore.stillValid(files.map(stamp).sort().join("\0"))) return;
		this.unknown = this.#skipped;
		this.#skipped = [];
	}
	#isAlways(path) {
		return this.#request.always.some((folder) => path === folder || path.startsWith(`${folder}/`));
	}
	/** Asks git about everything met so far that is not tracked, and goes on into folders that count. */
	async settleUnknown() {
		const met = this.unknown;
		this.unknown = [];
		const open = this.#hasIgnoreFiles ? met.filter(({ path }) => !this.#isAlways(path)) : [];
		const ignored = await this.#request.ignore.ignored(open.map(({ path }) => path));
		this.#sliceStart = performance.now();
		for (const { path, isFolder } of met) if (ignored.has(path)) {
			if (isFolder) this.#enterAlways(path);
		} else if (path.includes("�")) this.#unsafe(path, "is not UTF-8", true);
		else if (isFolder && isTooDeep(join(this.#request.root, path))) this.#unsafe(path, "lies too deep", true);
		else if (isFolder) {
			this.folders.push(path);
			await this.walk([path]);
		} else this.#addNew(path);
	}
	#enterAlways(ignoredFolder) {
		for (const folder of this.#request.always) {
			if (!folder.startsWith(`${ignoredFolder}/`)) continue;
			if (lstatSync(join(this.#request.root, folder), { throwIfNoEntry: false })?.isDirectory()) this.unknown.push({
				path: folder,
				isFolder: true
			});
		}
	}
	#addNew(path) {
		const stats = this.#stats(path);
		if (stats) this.#add(path, stats, true);
	}
	#stats(path) {
		const stats = lstatSync(join(this.#request.root, path), { throwIfNoEntry: false });
		if (stats?.isFile() && stats.nlink > 1) this.#links.set(stats.ino, (this.#links.get(stats.ino) ?? 0) + 1);
		return stats;
	}
	ownLinks(path) {
		const stats = lstatSync(join(this.#request.root, path), { throwIfNoEntry: false });
		return (stats && this.#links.get(stats.ino)) ?? 1;
	}
	#unsafe(path, why, isNew) {
		this.found.push({
			kind: "unsafe",
			path,
			why,
			isNew
		});
	}
	#add(path, stats, isNew) {
		const why = unsafePath(path);
		if (why !== null) this.#unsafe(path, why, isNew);
		else if (stats.isSymbolicLink()) {
			const target = readlinkSync(join(this.#request.root, path));
			this.found.push({
				kind: "symlink",
				path,
				target,
				isNew
			});
		} else if (stats.isFile()) this.found.push({
			kind: "file",
			path,
			mode: modeOf(stats),
			size: stats.size,
			isNew
		});
		else this.#unsafe(path, "is no file, folder or link", isNew);
	}
	#compare(known, entry) {
		const { path } = known;
		if (path.includes("�")) return;
		if (known.mode === "160000") {
			if (!entry.isDirectory()) this.#unsafe(path, "stands in place of a submodule", false);
			return;
		}
		if (entry.isDirectory()) {
			this.found.push({
				kind: "deleted",
				path
			});
			return;
		}
		const stats = this.#stats(path);
		if (!stats) known.seen = -1;
		else if (!this.#isUntouched(known, stats)) this.#add(path, stats, false);
	}
	#isUntouched(known, stats) {
		const { root, settled } = this.#request;
		const isLink = known.mode === SYMLINK;
		if (stats.isSymbolicLink() !== isLink || !isLink && !stats.isFile()) return false;
		if (!isLink && modeOf(stats) !== known.mode) return false;
		if (sameStat(known.stat, stats) && !isRacy(known.stat, settled)) return true;
		const fresh = fileStat(lstatSync(join(root, known.path), { bigint: true }));
		const content = isLink ? readlinkSync(join(root, known.path), { encoding: "buffer" }) : this.#content(known.path);
		if (content === null || hashObject("blob", content, this.#request.format) !== known.oid) return false;
		known.stat = fresh;
		return true;
	}
	#content(path) {
		const { root, maxBytes } = this.#request;
		const read = readInside({
			root,
			path,
			maxBytes,
			ownLinks: Number.MAX_SAFE_INTEGER
		});
		return read.ok ? read.content : null;
	}
	findDeleted() {
		const { table, walk } = this.#request;
		for (const { path, mode, seen } of table.files.values()) if (seen !== walk && mode !== "160000") this.found.push({
			kind: "deleted",
			path
		});
	}
};
/** git would commit an empty link in place of the folder's files. */
function nestedRepository(path) {
	const folder = path.slice(0, path.lastIndexOf("/"));
	return `is a git directory, so that no file of ${folder} could be committed; remove it (rm -rf ${path}), or have .gitignore name ${folder}/`;
}
function modeOf(stats) {
	return stats.mode & 64 ? "100755" : "100644";
}

// src/engine/git/hand-on.ts
/**
* Moves a folder that holds nothing but files of no more use, and no link. One of them may have a second name elsewhere:
* whoever writes over a file has to look (`rewriteInside`).
*/
function handOnWhole(root, { from, to, isGoing }) {
	if (from === to || from === "." || to === ".") return null;
	const found = {
		files: [],
		folders: []
	};
	const isFree = (path) => readdirSync(join(root, path), { withFileTypes: true }).every((entry) => {
		const inner = `${path}/${entry.name}`;
		const name = inner.slice(from.length);
		if (entry.isDirectory()) {
			found.folders.push(name);
			return isLikeParent(root, inner) && isFree(inner);
		}
		found.files.push(name);
		return entry.isFile() && isGoing(inner);
	});
	return orNot(() => isLikeParent(root, from) && isFree(from) && move(root, from, to)) ? found : null;
}
/** Moves an empty folder. */
function handOnEmpty(root, from, to) {
	orNot(() => isLikeParent(root, from) && readdirSync(join(root, from)).length === 0 && move(root, from, to));
}
/** Whether it is a real folder with the rights of the one around it: what an agent made of them would meet the next. */
function isLikeParent(root, path) {
	if (!hasRealParents(root, path)) return false;
	const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
	if (!stats?.isDirectory()) return false;
	const around = lstatSync(join(root, dirname(path)));
	return stats.mode === around.mode && stats.uid === around.uid && stats.gid === around.gid;
}
function move(root, from, to) {
	if (!hasRealParents(root, to) || lstatSync(join(root, to), { throwIfNoEntry: false })) return false;
	renameSync(join(root, from), join(root, to));
	return true;
}
/** Whatever the file system has against it (a folder that may not be read), the rest is done as ever then. */
function orNot(attempt) {
	try {
		return attempt();
	} catch {
		return false;
	}
}

// src/engine/git/standing.ts
/** What stands in a work tree while it is brought to another commit. Nothing runs in it, and no link is followed. */
var Standing = class {
	#root;
	#table;
	/** By path what is to stand there; null: nothing. */
	#wanted;
	/** Files that were another task's and are to be written over. */
	#reused = /* @__PURE__ */ new Set();
	#movedFolders = [];
	#movedFrom = null;
	#realParents = /* @__PURE__ */ new Set();
	constructor(root, table, wanted) {
		this.#root = root;
		this.#table = table;
		this.#wanted = wanted;
	}
	/**
	* Makes the folder of the last phase's task the next one's, where all that is in it was to be removed: its files are
	* written over then, or removed at their new place. Answers where the last phase's folder is now.
	*/
	handOnTask(last, next) {
		const [from, to] = [dirname(last), dirname(next)];
		const handed = handOnWhole(this.#root, {
			from,
			to,
			isGoing: (path) => this.#wanted.get(path) === null
		});
		if (!handed) return last;
		for (const name of handed.files) {
			this.#table.delete(`${from}${name}`);
			this.#wanted.delete(`${from}${name}`);
			if (this.#wanted.get(`${to}${name}`)) this.#reused.add(`${to}${name}`);
			else removeInside(this.#root, `${to}${name}`);
		}
		this.#movedFrom = from;
		this.#movedFolders.push(to, ...handed.folders.map((name) => `${to}${name}`));
		return `${to}${last.slice(from.length)}`;
	}
	/** Makes the last phase's folder the next one's where it is empty. */
	handOnFolder(last, next) {
		if (last !== next) handOnEmpty(this.#root, last, next);
	}
	/**
	* Removals come first: a file may have to make room for a folder of its name, and the reverse. Answers the folders
	* that may be empty now.
	*/
	removeAll() {
		const real = /* @__PURE__ */ new Set();
		const emptied = new Set(this.#movedFolders);
		const gone = [...this.#wanted].flatMap(([path, leaf]) => leaf === null ? [path] : []);
		for (const path of gone.sort()) {
			if (hasRealParents(this.#root, path, real)) removeInside(this.#root, path);
			real.delete(path);
			this.#table.delete(path);
			for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) emptied.add(path.slice(0, end));
		}
		return [...emptied];
	}
	write(leaf, content) {
		const { path, mode } = leaf;
		if (leavesTree(path)) throw new Error(`a commit holds the path ${JSON.stringify(path)}`);
		makeParents(this.#root, path, this.#realParents);
		const stat = mode === "160000" ? makeFolder(this.#root, path, this.#realParents) : (this.#reused.has(path) ? rewriteInside(this.#root, path, {
			mode,
			content
		}) : null) ?? writeInside(this.#root, path, {
			mode,
			content
		});
		this.#table.set({
			...leaf,
			stat
		});
	}
	/** Takes away those of the folders that are empty; the ones to keep and all above them stay. */
	removeEmpty(folders, keep) {
		const from = this.#movedFrom;
		const unneeded = (folder) => !this.#table.hasFolder(folder) && !keep.some((kept) => isAtOrBelow(folder, kept)) && !(from !== null && isAtOrBelow(from, folder));
		for (const folder of [...new Set(folders)].filter(unneeded).sort().reverse()) try {
			rmdirSync(join(this.#root, folder));
		} catch (error) {
			const code = error.code ?? "";
			if (![
				"ENOTEMPTY",
				"EEXIST",
				"ENOENT",
				"ENOTDIR"
			].includes(code)) throw error;
		}
	}
};
function isAtOrBelow(folder, path) {
	return path === folder || path.startsWith(`${folder}/`);
}

// src/engine/git/submodules.ts
/** Coarsest step of the kernels' file clocks that is reckoned with, twice over. */
const CLOCK_STEP_MS = 20;
/** Where a submodule's repository is, or null: the folder itself, or what its `.git` file names below `within`. */
function gitDirectoryOf(folder, within) {
	const dotGit = join(folder, ".git");
	const stats = lstatSync(dotGit, { throwIfNoEntry: false });
	if (stats?.isDirectory()) return dotGit;
	if (!stats?.isFile() || stats.size > 4096) return null;
	const named = /^gitdir: (.+)\n?$/.exec(readFileSync(dotGit, "utf8"))?.[1];
	if (named === void 0) return null;
	const path = isAbsolute(named) ? named : resolve(folder, named);
	if (!existsSync(path)) return null;
	const real = realpathSync(path);
	return real.startsWith(`${realpathSync(within)}/`) ? real : null;
}
/**
* Fills a submodule's folder from the person's own checkout, where its commit is there: nothing is fetched, for only the
* repository says from where. Answers whether it stands now; one that setup filled is left to it.
*/
async function fillSubmodule(repository, { root, submodule, identity }) {
	const { path, commit } = submodule;
	const folder = join(root, path);
	const source = gitDirectoryOf(join(repository.root, path), repository.commonDirectory);
	if (!source || !hasRealParents(root, path) || !lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false;
	if (lstatSync(join(folder, ".git"), { throwIfNoEntry: false })?.isFile()) return true;
	const index = join(repository.git.directory, `index-${randomUUID()}`);
	const env = {
		GIT_DIR: repository.git.plainDirectory,
		GIT_OBJECT_DIRECTORY: join(source, "objects"),
		GIT_INDEX_FILE: index,
		GIT_WORK_TREE: folder
	};
	const config = [
		"index.version=2",
		"core.splitIndex=false",
		"index.sparse=false"
	];
	const run = (...args) => repository.git.run(args, {
		env,
		config,
		cwd: folder
	});
	try {
		if ((await run("read-tree", commit)).code !== 0) return false;
		if ((await run("checkout-index", "--all", "--force", "--index", "--quiet")).code !== 0) return false;
		const { format } = repository.store;
		const table = new IndexTable(format);
		for (const entry of parseIndexFile(readFileSync(index), format)) table.set(entry);
		writeAgentGit({
			root: folder,
			commit,
			index: table,
			commonDirectory: source,
			format,
			staged: null,
			identity
		});
		return true;
	} finally {
		rmSync(index, { force: true });
	}
}
/**
* What was left inside a submodule since `since` (ms), which no commit of this repository can hold; null: nothing. `why`
* completes "the path …".
*/
async function workInside(repository, { root, submodule, since }) {
	const { path, commit } = submodule;
	const folder = join(root, path);
	if (!hasRealParents(root, path) || !lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null;
	const directory = gitDirectoryOf(folder, root);
	if (!directory) return null;
	const head = headOf(root, directory);
	if (head !== null && head !== commit) return `is a submodule that was moved to the commit ${head.slice(0, 10)}, which is not taken over; push that commit to the submodule's own repository and change the link in a commit of your own`;
	const index = join(repository.git.directory, `index-${randomUUID()}`);
	const env = {
		GIT_DIR: repository.git.plainDirectory,
		GIT_OBJECT_DIRECTORY: join(directory, "objects"),
		GIT_INDEX_FILE: index,
		GIT_WORK_TREE: folder,
		GIT_LITERAL_PATHSPECS: "0"
	};
	const run = (...args) => repository.git.run(args, {
		env,
		cwd: folder
	});
	try {
		if ((await run("read-tree", commit)).code !== 0) return null;
		const listed = await run("ls-files", "-z", "--modified", "--deleted", "--others", "--exclude-standard");
		const changed = [...new Set(listed.stdout.toString("utf8").split("\0").filter(Boolean))].sort().filter((name) => {
			const stats = lstatSync(join(folder, name), { throwIfNoEntry: false });
			return name !== ".git" && (!stats || stats.ctimeMs >= since - CLOCK_STEP_MS);
		});
		if (changed.length === 0) return null;
		return `is a submodule with changes inside (${changed.slice(0, 3).join(", ") + (changed.length > 3 ? ` and ${changed.length - 3} more` : "")}), which no commit of this repository can hold; make them in the submodule's own repository`;
	} finally {
		rmSync(index, { force: true });
	}
}
function headOf(root, directory) {
	const read = (name) => {
		const outcome = readInside({
			root,
			path: join(directory, name).slice(root.length + 1),
			maxBytes: 4096
		});
		return outcome.ok ? outcome.content.toString("utf8").trim() : null;
	};
	const head = read("HEAD");
	const link = /^ref: (refs\/[\w./-]+)$/.exec(head ?? "")?.[1];
	const oid = link && !link.includes("..") ? read(link) : head;
	return oid !== null && isOid(oid) ? oid : null;
}

// src/engine/git/worktree.ts
/** Bytes that are read to tell whether a touched file changed. */
const MAX_COMPARED = 67108864;
const SLICE_MS = 8;
/** Up to so many files are written here: starting git to check them out takes as long as writing about a hundred. */
const FEW_FILES = 100;
/** Blobs asked for at a time. */
const READ_AHEAD = 64;
/** What git itself reads of a file of attributes. */
const MAX_ATTRIBUTES = 104857600;
/** Opens a work tree; nothing is checked out before the first `moveTo`. */
function openWorkTree(options) {
	mkdirSync(options.directory, { recursive: true });
	return new Slot({
		...options,
		directory: realpathSync(options.directory)
	});
}
var Slot = class {
	path;
	commit = null;
	#settled = 0;
	#walk = 0;
	#disturbedAt = 0;
	#lastScan = null;
	/** What the setup made or changed, as it left it; null: this tree was never prepared. */
	#prepared = null;
	#view = SHOW_ALL;
	#folder;
	#table;
	/** Names that git's conversion gave to what was found last, by path. */
	#converted = /* @__PURE__ */ new Map();
	/** A folder of objects beside the user's. */
	#staged = null;
	#repository;
	#agentGit;
	#keep;
	#ignore;
	constructor({ repository, directory, identity, keep = "" }) {
		this.path = directory;
		this.#repository = repository;
		this.#table = new WorkTable(repository.store.format);
		this.#agentGit = {
			root: directory,
			commonDirectory: repository.commonDirectory,
			format: repository.store.format,
			identity
		};
		this.#keep = keep;
		this.#ignore = openIgnoreRules(repository.git, {
			root: directory,
			excludesFile: repository.excludesFile
		});
	}
	async keepPrepared() {
		this.#prepared = null;
		const { found } = await this.#scan([]);
		this.#prepared = new Map(found.map((each) => [each.path, this.#stamp(each)]));
	}
	isPrepared() {
		return this.#prepared !== null && [...this.#prepared].every(([path, stamp]) => stampOf(join(this.path, path)) === stamp);
	}
	#stamp({ path }) {
		return stampOf(join(this.path, path));
	}
	async changes({ always = [] } = {}) {
		const scan = await this.#scan(always);
		await this.#convert(scan);
		for (const submodule of this.#submodules()) {
			const why = await workInside(this.#repository, {
				root: this.path,
				submodule,
				since: this.#disturbedAt
			});
			if (why !== null) scan.found.push({
				kind: "unsafe",
				path: submodule.path,
				why,
				isNew: false
			});
		}
		this.#lastScan = scan;
		return [...scan.found].sort((a, b) => a.path < b.path ? -1 : 1).map((found) => found.kind === "file" ? this.#readable(found, scan) : found);
	}
	disturb() {
		this.#disturbedAt = Date.now();
	}
	#submodules() {
		return [...this.#table.files.values()].filter(({ mode }) => mode === GITLINK).map(({ path, oid }) => ({
			path,
			commit: oid
		}));
	}
	ignored() {
		return this.#ignore.all();
	}
	#readable(found, scan) {
		const read = (maxBytes) => {
			const converted = this.#converted.get(found.path);
			return converted && converted.content.length <= maxBytes ? {
				ok: true,
				content: converted.content
			} : this.#read(found.path, scan, maxBytes);
		};
		return {
			...found,
			read
		};
	}
	#read(path, scan, maxBytes) {
		return readInside({
			root: this.path,
			path,
			maxBytes,
			ownLinks: scan.ownLinks(path)
		});
	}
	/** Finds what `git add` would make of the files found, and leaves out those that it finds as they are committed. */
	async #convert(scan) {
		this.#converted.clear();
		const { conversion, store } = this.#repository;
		const files = scan.found.filter((found) => found.kind === "file");
		const attributes = this.#attributesOf(files);
		if (files.length === 0 || !conversion.isNeeded(attributes.values())) return;
		const contents = [];
		const stats = /* @__PURE__ */ new Map();
		for (const { path } of files) {
			const stat = lstatSync(join(this.path, path), {
				bigint: true,
				throwIfNoEntry: false
			});
			const read = this.#read(path, scan, MAX_COMPARED);
			if (!read.ok || !stat) continue;
			contents.push({
				path,
				content: read.content
			});
			stats.set(path, fileStat(stat));
		}
		const old = /* @__PURE__ */ new Map();
		for (const { path } of contents) {
			const leaf = leafOf(this.#table.index.at(path));
			if (leaf?.mode.startsWith("100")) old.set(path, leaf);
		}
		const changed = await conversion.toCommitted(contents, {
			attributes,
			old,
			staged: this.#staged
		});
		for (const { path, content: raw } of contents) {
			const content = changed.get(path) ?? raw;
			const name = (bytes) => hashObject("blob", bytes, store.format);
			this.#converted.set(path, {
				raw: name(raw),
				oid: name(content),
				content
			});
		}
		scan.found = scan.found.filter((found) => {
			const known = this.#table.files.get(found.path);
			const same = found.kind === "file" && known?.oid === this.#converted.get(found.path)?.oid && known?.mode === found.mode;
			if (same && known) known.stat = stats.get(found.path);
			return !same;
		});
	}
	/** The `.gitattributes` above the files as they are in the tree, whoever wrote them. */
	#attributesOf(files) {
		const folders = /* @__PURE__ */ new Set([""]);
		for (const { path } of files) for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) folders.add(path.slice(0, end + 1));
		const found = /* @__PURE__ */ new Map();
		for (const folder of folders) {
			const path = `${folder}.gitattributes`;
			const read = readInside({
				root: this.path,
				path,
				maxBytes: MAX_ATTRIBUTES
			});
			if (read.ok) found.set(path, read.content);
		}
		return found;
	}
	#scan(always) {
		this.#walk++;
		if (!lstatSync(this.path, { throwIfNoEntry: false })?.isDirectory()) {
			removeTree(this.path);
			mkdirSync(this.path, { recursive: true });
		}
		return this.#withoutPrepared({
			root: this.path,
			format: this.#repository.store.format,
			table: this.#table,
			ignore: this.#ignore,
			hasExcludes: this.#repository.hasExcludes,
			settled: this.#settled,
			walk: this.#walk,
			always,
			maxBytes: MAX_COMPARED
		});
	}
	async #withoutPrepared(request) {
		const scan = await scanWorkTree(request);
		const prepared = this.#prepared;
		if (!prepared || prepared.size === 0) return scan;
		return {
			...scan,
			found: scan.found.filter((each) => prepared.get(each.path) !== this.#stamp(each))
		};
	}
	async moveTo(commit, options = {}) {
		try {
			await this.#moveTo(commit, options);
		} catch (error) {
			if (!isOfTree(error)) throw error;
			this.#beginAnew();
			await this.#moveTo(commit, options);
		}
	}
	/** Nothing but a tree of its own brings the next agent to work where this one cannot be cleared. */
	#beginAnew() {
		renameSync(this.path, join(mkdtempSync(`${this.path}-left-`), "tree"));
		mkdirSync(this.path);
		this.commit = null;
		this.#table = new WorkTable(this.#repository.store.format);
		this.#lastScan = null;
		this.#prepared = null;
		this.#view = SHOW_ALL;
		this.#folder = void 0;
	}
	async #moveTo(commit, options) {
		const { unchangedSinceScan = false, view = SHOW_ALL, folder } = options;
		const { store } = this.#repository;
		const staged = await store.stage();
		this.#staged = staged;
		const to = await treeOf$1(store, commit);
		let from = this.commit === null ? EMPTY_TREE[store.format] : await treeOf$1(store, this.commit);
		if (this.commit === null && !await holdsFewFiles(store, to, FEW_FILES)) {
			await store.flush();
			await this.#repository.complete(commit);
			const { shown, hidden } = await checkOut({
				commit,
				view,
				into: this.path,
				repository: this.#repository
			});
			for (const entry of shown) this.#table.set(entry);
			for (const { path, mode, oid } of hidden) this.#table.hide(path, {
				mode,
				oid
			});
			this.#view = view;
			from = to;
		}
		const scan = unchangedSinceScan && this.#lastScan || await this.#scan([]);
		await this.#update({
			from,
			to,
			scan,
			view,
			folder
		});
		this.#lastScan = null;
		this.commit = commit;
		writeAgentGit({
			...this.#agentGit,
			commit,
			staged,
			index: this.#table.index
		});
		for (const submodule of this.#submodules()) {
			const { identity } = this.#agentGit;
			await fillSubmodule(this.#repository, {
				root: this.path,
				submodule,
				identity
			});
		}
		this.#settled = statSync(join(this.path, ".git/index")).mtimeMs;
	}
	async #update({ from, to, scan, view, folder }) {
		const { store } = this.#repository;
		const { files, index } = this.#table;
		const wanted = /* @__PURE__ */ new Map();
		const found = new Set(scan.found.map(({ path }) => path));
		for (const path of [...found, ...this.#turned(view)]) wanted.set(path, leafOf(index.at(path)));
		if (from !== to) {
			const differences = await diffTrees(store, from, to);
			for (const [path, { to: leaf }] of differences) wanted.set(path, leaf);
		}
		const hides = /* @__PURE__ */ new Map();
		for (const [path, leaf] of wanted) {
			if (leaf === null || !isHidden(view, path)) continue;
			hides.set(path, leaf);
			if (files.has(path) || found.has(path)) wanted.set(path, null);
			else wanted.delete(path);
		}
		if ([...wanted.keys()].some(isIgnoreFile)) this.#ignore.forget();
		for (const found of scan.found) {
			const leaf = wanted.get(found.path);
			if (leaf && found.kind === "file" && this.#adopt(found, leaf, scan)) wanted.delete(found.path);
		}
		await this.#bring(wanted, scan.folders, folder);
		for (const [path, leaf] of hides) this.#table.hide(path, leaf);
		this.#view = view;
	}
	/** Paths that are to be left out now and were not, or the reverse. */
	#turned(view) {
		const folders = [...differing(this.#view.hides, view.hides), ...differing(this.#view.but, view.but)];
		const { index } = this.#table;
		return folders.flatMap((folder) => [folder, ...index.below(folder)]).filter((path) => {
			const entry = index.at(path);
			return entry !== null && entry.hidden !== isHidden(view, path);
		});
	}
	/** What an agent left and the commit took over stands there already: it is neither removed nor written again. */
	#adopt(found, leaf, scan) {
		const { path, mode } = found;
		if (mode !== leaf.mode || found.size > MAX_COMPARED) return false;
		const stats = lstatSync(join(this.path, path), {
			bigint: true,
			throwIfNoEntry: false
		});
		const read = readInside({
			root: this.path,
			path,
			maxBytes: MAX_COMPARED,
			ownLinks: scan.ownLinks(path)
		});
		if (!stats || !read.ok || hashObject("blob", read.content, this.#repository.store.format) !== leaf.oid) return false;
		this.#table.set({
			path,
			...leaf,
			stat: fileStat(stats)
		});
		return true;
	}
	/** Removes and writes what is wanted, and clears away the folders that this or an agent left empty. */
	async #bring(wanted, met, folder) {
		const [from, to] = [this.#folder, folder];
		this.#folder = folder;
		const standing = new Standing(this.path, this.#table, wanted);
		const last = from !== void 0 && to !== void 0 ? standing.handOnTask(from, to) : void 0;
		const keep = last === from || to === void 0 ? [this.#keep] : [this.#keep, to];
		const emptied = standing.removeAll();
		await this.#writeAll(standing, wanted);
		if (last !== void 0 && to !== void 0) standing.handOnFolder(last, to);
		standing.removeEmpty([...emptied, ...met], keep);
	}
	async #writeAll(standing, wanted) {
		const leaves = [...wanted].flatMap(([path, leaf]) => leaf ? [{
			path,
			...leaf
		}] : []);
		const smudged = await this.#smudged(wanted);
		for (let at = 0; at < leaves.length; at += READ_AHEAD) {
			const some = leaves.slice(at, at + READ_AHEAD);
			const contents = await Promise.all(some.map((leaf) => smudged.get(leaf.path) ?? this.#content(leaf)));
			let sliceStart = performance.now();
			for (const [i, leaf] of some.entries()) {
				standing.write(leaf, contents[i]);
				if (performance.now() - sliceStart <= SLICE_MS) continue;
				await setImmediate();
				sliceStart = performance.now();
			}
		}
	}
	/** The bytes of files that git's conversion may have a part in. */
	async #smudged(wanted) {
		const { conversion, store } = this.#repository;
		const attributes = new Map(this.#table.attributeFiles);
		for (const [path, leaf] of wanted) {
			if (!isAttributeFile(path)) continue;
			if (leaf) attributes.set(path, leaf);
			else attributes.delete(path);
		}
		const files = /* @__PURE__ */ new Map();
		for (const [path, leaf] of wanted) if (leaf?.mode.startsWith("100")) files.set(path, leaf);
		if (files.size === 0 || !await isConverting(this.#repository, attributes.values())) return /* @__PURE__ */ new Map();
		await Promise.all([...files.values(), ...attributes.values()].map(({ oid }) => store.read(oid)));
		return conversion.toWorkTree(files, {
			attributes,
			staged: this.#staged
		});
	}
	async #content({ oid, mode }) {
		if (mode === "160000") return Buffer.alloc(0);
		const object = await this.#repository.store.read(oid);
		if (object?.type !== "blob") throw new MissingObject(oid);
		return object.data;
	}
};
/** Faults that no other tree on this machine would spare us. */
const OF_THE_MACHINE = [
	"ENOSPC",
	"EDQUOT",
	"EMFILE",
	"ENFILE",
	"EROFS",
	"ENOMEM"
];
/** Whether it is something an agent may have left that is against us: a mount, a file of another user, no longer ours. */
function isOfTree(error) {
	const { code, syscall } = error;
	return code !== void 0 && syscall !== void 0 && !OF_THE_MACHINE.includes(code);
}
/** Changes when anybody writes, replaces or removes what stands at the path, which need not be a file. */
function stampOf(path) {
	const stats = lstatSync(path, {
		bigint: true,
		throwIfNoEntry: false
	});
	return stats ? `${stats.mode} ${stats.size} ${stats.mtimeNs} ${stats.ino}` : "none";
}
function leafOf(entry) {
	return entry && {
		oid: entry.oid,
		mode: entry.mode
	};
}

// src/engine/machine/workspaces.ts
const MIB = 1048576;
/** Agents' work trees in a temporary folder, made one after the other and used again. */
function machineWorkspaces(git, options) {
	const root = makeTemporaryFolder("trees");
	const open = /* @__PURE__ */ new Map();
	let serial = Promise.resolve();
	return {
		root,
		open(name) {
			const known = open.get(name);
			if (known) return known;
			const made = serial.then(async () => {
				const directory = join(root, name);
				await mkdir(directory, { recursive: true });
				return workspace(openWorkTree({
					repository: git,
					directory,
					identity: options.identity,
					keep: options.deliverables
				}), options.deliverables);
			});
			serial = made.catch(() => void 0);
			open.set(name, made);
			return made;
		},
		async fingerprint(commit, globs) {
			const matches = globMatcher(globs);
			const blobs = [];
			await walk(git, commit, "", (path, oid) => {
				if (matches(path)) blobs.push(`${path} ${oid}`);
			});
			return blobs.join("\n");
		},
		close: () => removeFolder(root)
	};
}
async function walk(git, commit, directory, visit) {
	for (const entry of await git.list(commit, directory)) {
		const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
		if (entry.mode === "40000" || entry.mode === "040000") await walk(git, commit, path, visit);
		else visit(path, entry.oid);
	}
}
function workspace(tree, deliverables) {
	let scanned = false;
	return {
		dir: tree.path,
		get commit() {
			return tree.commit;
		},
		async moveTo(commit, options) {
			await tree.moveTo(commit, {
				unchangedSinceScan: scanned,
				...options
			});
			scanned = true;
		},
		disturb() {
			scanned = false;
			tree.disturb();
		},
		async keepPrepared() {
			await tree.keepPrepared();
			scanned = false;
		},
		isPrepared: () => tree.isPrepared(),
		async changes(limits) {
			scanned = true;
			return {
				...collect(await tree.changes({ always: [deliverables] }), limits),
				ignored: tree.ignored()
			};
		}
	};
}
function collect(found, limits) {
	const result = {
		files: [],
		unsafe: []
	};
	let bytes = 0;
	if (found.length > limits.phaseFiles) return {
		files: [],
		unsafe: [{
			path: ".",
			reason: `the attempt left ${found.length} changed files, more than the ${limits.phaseFiles} allowed; have .gitignore name build output, or raise limits.phase_files`
		}]
	};
	for (const change of found) switch (change.kind) {
		case "deleted":
			result.files.push({
				path: change.path,
				delete: true
			});
			break;
		case "symlink":
			if (leavesRepository(change.path, change.target)) {
				result.unsafe.push({
					path: change.path,
					reason: "the path is a link that leads out of the repository"
				});
				break;
			}
			result.files.push({
				path: change.path,
				mode: "120000",
				content: Buffer.from(change.target)
			});
			break;
		case "unsafe":
			result.unsafe.push({
				path: change.path,
				reason: `the path ${change.why}`
			});
			break;
		case "file": {
			const read = change.read(limits.fileBytes);
			if (!read.ok) {
				result.unsafe.push({
					path: change.path,
					reason: reasonOf(change, read, limits)
				});
				break;
			}
			bytes += read.content.length;
			result.files.push({
				path: change.path,
				mode: change.mode,
				content: read.content
			});
			break;
		}
	}
	if (bytes > limits.phaseBytes) result.unsafe.push({
		path: ".",
		reason: `the attempt left ${mib(bytes)} MiB of changes, more than the ${mib(limits.phaseBytes)} allowed; limits.phase_mib raises that`
	});
	return result;
}
function reasonOf(change, read, limits) {
	if (read.reason !== "too-big") return read.message;
	return `${change.path} has ${mib(change.size)} MiB, more than the ${mib(limits.fileBytes)} allowed; limits.file_mib raises that (GitHub takes 100 MB at most; larger files belong into Git LFS)`;
}
function mib(bytes) {
	return (bytes / MIB).toFixed(bytes % MIB === 0 ? 0 : 1);
}
/** A link is read by every later phase, test and checkout: it may only lead to what the repository itself holds. */
function leavesRepository(path, target) {
	if (posix.isAbsolute(target) || target.includes("\\")) return true;
	const full = posix.join(posix.dirname(path), target);
	return full === ".." || full.startsWith("../") || full.split("/").some(isGitDirectory);
}

// src/engine/machine/open-machine.ts
/** Everything real: the user's repository, its remote, processes, disk and clock. @throws Refusal */
async function openMachine(asked) {
	const git = await openGit(asked);
	askForLacking(git, asked, {
		token: asked.token,
		spare: null
	});
	try {
		return await machineOn(git, (asked.followsCheckout ?? false) && await isBegunInCheckout(git, asked.milestone) ? {
			...asked,
			gitIntegration: false
		} : asked);
	} catch (error) {
		await git.close();
		throw error;
	}
}
async function machineOn(git, request) {
	const credentials = await takeCredentials(git, request);
	askForLacking(git, request, credentials);
	const author = await authorOf(git, request);
	const checkout = await checkoutOf(git, request);
	const place = request.gitIntegration ? onBranch(git, request, author) : inCheckout(git, request, author);
	const scratch = makeTemporaryFolder("scratch", request.environment.RUNNER_TEMP ?? tmpdir());
	return {
		ports: await portsOf(git, request, {
			place,
			scratch,
			credentials
		}),
		root: git.root,
		workingNames: async (folder) => request.onRunner || !existsSync(join(git.root, folder)) ? [] : readdir(join(git.root, folder)),
		checkout,
		async close() {
			for (const remove of [
				() => place.workspaces.close(),
				() => removeFolder(scratch),
				() => credentials.restore()
			]) await remove().catch((error) => request.narrator.warn(`what agents left could not all be removed: ${error.message}`));
			await git.close();
		}
	};
}
async function portsOf(git, request, { place, scratch, credentials }) {
	const isolation = isolationOf(git, request, {
		place,
		scratch
	});
	const logs = openLogStore(logsFolder(git, request));
	return {
		clock: systemClock,
		random: Math.random,
		repository: place.repository,
		remote: request.push && request.gitIntegration ? await originOf(git, request, credentials) : null,
		...request.gitIntegration ? { ownLocks: localLocks(git) } : {},
		workspaces: place.workspaces,
		runner: machineRunner({
			...request,
			repository: place.repository,
			logs,
			scratch,
			temporary: [
				tmpdir(),
				dirname(scratch),
				git.commonDirectory
			],
			isolation,
			hasOwnHome: isolation.isStrict
		}),
		host: machineHost({
			root: git.root,
			environment: request.environment,
			redactor: request.redactor,
			isolation: {
				...isolation,
				home: () => isolation.isStrict() ? probeHome(scratch) : null
			},
			isRunOver: request.isRunOver
		}),
		forge: request.forge(credentials.token),
		narrator: request.narrator,
		...request.tickSource ? { tickSource: request.tickSource } : {},
		logs,
		...request.onRunner ? {} : { inbox: inboxPort(git.commonDirectory) },
		mask: (data) => maskData(request.redactor, data)
	};
}
/** In the checkout itself everything is the user's own, git directory included. */
function isolationOf(git, request, { place, scratch }) {
	const ours = [git.git.directory];
	return machineIsolation({
		onRunner: request.onRunner,
		environment: request.environment,
		root: git.root,
		store: {
			directories: request.gitIntegration ? [...ours, git.commonDirectory] : ours,
			objects: async () => {
				if (!request.gitIntegration) return [];
				const staged = await git.store.stage();
				return [...staged === null ? [] : [staged], join(git.commonDirectory, "objects")];
			}
		},
		workplaces: [...place.trees, scratch],
		scratch
	});
}
function probeHome(scratch) {
	const home = join(scratch, "probes");
	mkdirSync(home, { recursive: true });
	return home;
}
/** On a runner below RUNNER_TEMP, from where a workflow may keep them as an artifact; else beside the repository's state. */
function logsFolder(git, { onRunner, environment, milestone }) {
	const temporary = onRunner ? environment.RUNNER_TEMP : void 0;
	return join(temporary ?? join(git.commonDirectory, "milestone"), "milestone-logs", milestone || "none");
}
async function openGit({ directory, environment, onRunner }) {
	if (!existsSync(directory)) return refuse(`there is no directory ${directory}`, "correct working-directory: the repository's root inside the workspace");
	const opened = await openRepository({
		directory,
		environment,
		personal: !onRunner
	});
	if (opened.ok) {
		const { root } = opened.value;
		if (!(lstatSync(join(root, ".milestones"), { throwIfNoEntry: false })?.isFile() ?? false)) return opened.value;
		await opened.value.close();
		return refuse(".milestones is a file, and milestones are kept in a folder of that name", "rename that file (git mv .milestones milestones.txt) and commit");
	}
	return refuse(opened.message, opened.reason === "not-a-repository" ? "run it inside a git repository (`git init`), or name one with --working-directory" : "use a version of this program that knows it, or a clone in another format");
}
/** Whether the milestone's log stands in the checkout alone: on no branch of its own, and in no commit. */
async function isBegunInCheckout(git, milestone) {
	const log = paths.log(milestone, 1);
	if (milestone === "" || !existsSync(join(git.root, log))) return false;
	const branch = branchName(milestone);
	for (const ref of [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`]) if (await git.resolve(ref)) return false;
	const head = await git.resolve("HEAD");
	return head === null || await git.readFile(head, log) === null;
}
/** Work trees for the agents, commits on the milestone's branch. */
function onBranch(git, { milestone }, identity) {
	const deliverables = `.milestones/deliverables/${milestone}`;
	const workspaces = machineWorkspaces(git, {
		deliverables,
		identity
	});
	return {
		repository: repositoryPort(git, identity),
		workspaces,
		trees: [workspaces.root]
	};
}
/** Without git integration: one agent in the checkout itself, and files instead of commits. */
function inCheckout(git, { milestone }, author) {
	return {
		repository: folderRepository(git.root, milestone, author),
		workspaces: folderWorkspaces(git.root, git.git),
		trees: []
	};
}
/** Credentials that actions/checkout left behind are taken out of the agents' reach before any of them starts. */
async function takeCredentials(git, request) {
	const none = {
		token: request.token,
		spare: null,
		restore: async () => void 0
	};
	if (!request.onRunner) return none;
	const environment = request.environment;
	const found = await findPersistedCredentials(git, {
		server: request.server,
		environment
	});
	if (!found) return none;
	request.narrator.warn(found.warning);
	if (found.token) request.redactor.add(found.token);
	await found.scrub();
	return {
		token: request.token ?? found.token,
		spare: request.token && found.token !== request.token ? found.token : null,
		restore: () => found.restore()
	};
}
async function authorOf(git, request) {
	if (request.onRunner) return {
		name: "github-actions[bot]",
		email: "41898282+github-actions[bot]@users.noreply.github.com"
	};
	const { GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL } = request.environment;
	return {
		name: (GIT_AUTHOR_NAME || setting(git.settings, "user.name")) ?? "milestone",
		email: (GIT_AUTHOR_EMAIL || setting(git.settings, "user.email")) ?? "milestone@localhost"
	};
}
/** A partial clone's missing objects come from the remote that it was made of, when they are first read. */
function askForLacking(git, request, credentials) {
	const { promisor } = git;
	if (!promisor) return;
	let opened = null;
	git.bringLacking(async (oids) => {
		opened ??= gitRemote(git, request, {
			name: promisor.remote,
			credentials
		});
		await (await opened)?.fetchObjects(oids);
	});
}
async function originOf(git, request, credentials) {
	const named = await remoteName(git);
	const name = named ?? "origin";
	const remote = await gitRemote(git, request, {
		name,
		credentials
	});
	if (remote) return remotePort(remote);
	const message = `there is no remote ${name} to push to`;
	const remedy = `add it (git remote add ${name} <url>), name another one with \`remote:\` in .milestones/config.yaml, or set push to false`;
	if (request.onRunner || named !== void 0) return refuse(message, remedy);
	request.narrator.warn(`${message}, so nothing is pushed; ${remedy}`);
	return null;
}
/** The remote that the committed configuration names; a faulty one is refused when the plan is read. */
async function remoteName(git) {
	const head = await git.resolve("HEAD");
	const file = head && await git.readFile(head, paths.config);
	if (!file) return void 0;
	const reading = readConfig({
		file: paths.config,
		text: file.toString("utf8")
	});
	return reading.ok ? reading.config.remote : void 0;
}
async function gitRemote(git, request, { name, credentials }) {
	const addresses = remoteAddresses(git.settings, name);
	if (!addresses) return null;
	const { server } = request;
	const environment = request.environment;
	const network = networkConfig(git.settings, name);
	const sideOf = async (url) => {
		const ssh = await sshAccess(git.git, {
			url,
			environment,
			personal: !request.onRunner
		});
		return {
			url,
			personal: [
				...git.credentialConfig,
				...network,
				...ssh?.config ?? []
			],
			...ssh ? {
				silence: ssh.silence,
				timeout: ssh.timeout
			} : {}
		};
	};
	const { token, spare } = credentials;
	return openRemote(git, {
		...await sideOf(addresses.fetch),
		...addresses.push === addresses.fetch ? {} : { push: await sideOf(addresses.push) },
		...token ? { token: {
			token,
			server
		} } : {},
		...spare ? { spareToken: {
			token: spare,
			server
		} } : {},
		environment
	});
}

export { runOptions as i, localForge as n, runCommand as r, openMachine as t };