import { t as planSource } from "./commands-imported-source.js";
import { t as narrator } from "./commands-narrate.js";
import { c as steeringOf, d as listCommand, i as localForge, l as listLogs, o as runOptions, s as steerMilestone, t as openMachine, u as followLog } from "./engine-git-open-machine.js";
import { i as createRedactor } from "./engine-output-workflow-commands.js";
import { n as secretValues } from "./engine-process-entry.js";
import { a as refuse, t as Refusal } from "./engine-refusal.js";
import { a as barHtml, c as toned, i as taskDrawer, n as pageParts, o as escapeCut, r as STYLE, s as escapeHtml } from "./milestone-view-html-page.js";
import { Kt as isOnGitHub, en as plannedState, w as STATUS } from "./milestone-view-nearest.js";
import { n as parseArgs } from "./milestone-command-command.js";
import { u as wordsOf } from "./milestone-command-command-reader.js";
import { i as readLiveMilestone, r as ownerHere } from "./commands-show-command.js";
import { n as pageFacts, t as documentsOf } from "./commands-page-facts.js";
import { a as branchRef } from "./milestone-names.js";
import { g as buildReport } from "./milestone-view-dashboard-document.js";
import { y as MARKER_VARIABLE } from "./engine-execution-host.js";
import { c as readProcess, d as startedWith, i as listPids } from "./engine-process-temporary-folder.js";
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { basename, join } from "node:path";
import { tmpdir, userInfo } from "node:os";

// src/milestone/view/html/milestone-list.ts
/** What a person is likely to look at first, then the others. */
const ORDER = [
	"blocked",
	"waiting_approval",
	"waiting_answer",
	"in_progress",
	"waiting_limit",
	"paused",
	"unreadable",
	"planned",
	"postponed",
	"completed",
	"cancelled"
];
const rank = ({ status }) => (ORDER.indexOf(status) + 1 || ORDER.length) - 1;
function listHtml(milestones) {
	if (milestones.length === 0) return "<p class=\"muted small\">No milestones yet: <code>milestone init</code></p>";
	return `<ul>${sorted(milestones).map((milestone) => {
		const { id, title, status, percentage } = milestone;
		const look = status === "unreadable" ? {
			symbol: "✕",
			word: "cannot be read",
			tone: "bad"
		} : STATUS[status];
		const share = percentage !== null && percentage < 100 ? ` <span class="muted">${percentage} %</span>` : "";
		const bar = percentage === null ? "" : barHtml(percentage, look.tone === "idle" ? "active" : look.tone, "Progress");
		return `<li data-key="${escapeHtml(id)}"><a href="#m/${escapeHtml(id)}"><b>${escapeCut(title, 80)}</b>${toned(look.tone, `${look.symbol} ${look.word}`)}${share}${bar}</a></li>`;
	}).join("")}</ul>`;
}
/** The one that is shown where the address names none. */
const firstOf = (milestones) => sorted(milestones)[0]?.id ?? null;
function sorted(milestones) {
	return [...milestones].sort((a, b) => rank(a) - rank(b));
}
/** In the place of a milestone that cannot be read: why, and what mends it. */
function troubleHtml(milestone, complaints) {
	const items = complaints.map(({ message, remedy, file, line }) => {
		const place = file ? `<p class="muted"><code>${escapeHtml(`${file}${line ? `:${line}` : ""}`)}</code></p>` : "";
		return `<li class="bad"><strong>✕ ${escapeCut(message, 600)}</strong>${place}<p>${escapeCut(remedy, 600)}</p></li>`;
	});
	return `<header><h1>${escapeHtml(milestone)}</h1><p class="lead">It cannot be shown.</p></header><ul class="notes">${items.join("")}</ul>`;
}

// src/serve/button.ts
/** Commands that change the state and start nothing: a page never runs a program. */
const PRESSED = /* @__PURE__ */ new Set([
	"approve",
	"reject",
	"answer",
	"retry",
	"skip",
	"done",
	"pause",
	"resume"
]);
const MOST_LINE = 512;
const MOST_REASON = 4e3;
/**
* Carries out what a button says, by the same functions as the command line: the running engine's inbox gets it, or it is
* recorded on the branch. Never throws for a bad one.
*/
async function pressButton({ open, by }, press) {
	const read = commandOf(press);
	if ("problem" in read) return {
		ok: false,
		text: read.problem
	};
	const steering = steeringOf(read.command);
	if (!steering) return {
		ok: false,
		text: "that is not recorded but carried out: give it in a terminal"
	};
	const options = runOptions(read.command, {
		onRunner: false,
		by,
		automatic: false,
		askedFor: true
	});
	const machine = await open(press.milestone, { push: true });
	try {
		const { text, failure, exitCode } = await steerMilestone(machine, options, steering);
		return {
			ok: exitCode === 0 && failure === void 0,
			text
		};
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return {
			ok: false,
			text: error.complaints.map((c) => `${c.message}; ${c.remedy}`).join("\n")
		};
	} finally {
		await machine.close();
	}
}
function commandOf({ milestone, line, reason }) {
	if (line.length > MOST_LINE || reason.length > MOST_REASON) return { problem: "that is too long" };
	const [program, ...words] = wordsOf(line).map((word) => word.text);
	const why = reason.trim() ? [`--reason=${reason.trim()}`] : [];
	const reading = parseArgs([...words, ...why], [milestone]);
	if (program !== "milestone" || !reading.ok) return { problem: reading.ok ? "that is no command" : reading.refusal.reason };
	const { command } = reading;
	if (!PRESSED.has(command.name) || command.milestone !== milestone) return { problem: "no button of this page gives that command" };
	return { command };
}

// src/serve/remote-mirror.ts
/** How often the remote is asked for its branches at the most (ms); what has not moved is not fetched. */
const ASK_MS = 5e3;
/** How finely its age is told, so that the page is not drawn anew with each look (ms). */
const GRAIN_MS = 3e4;
/**
* The remote as it was a moment ago: pages are read many times a minute, and none waits for a network. What runs on
* GitHub alone is seen by it. Nothing can be written through it.
*/
var RemoteMirror = class {
	#open;
	#now;
	#tips = /* @__PURE__ */ new Map();
	#seen = {
		at: null,
		problem: null
	};
	#asked = Number.NEGATIVE_INFINITY;
	#hasNone = false;
	/** `open` opens the repository with its remote, to be read only. */
	constructor(open, now = Date.now) {
		this.#open = open;
		this.#now = now;
	}
	/** null: there is no remote. */
	get seen() {
		return this.#hasNone || this.#seen.at === null && this.#seen.problem === null ? null : this.#seen;
	}
	/** Changes with what the remote has, and slowly with its age. */
	get stamp() {
		const { at, problem } = this.#seen;
		return JSON.stringify([
			[...this.#tips],
			problem,
			at === null ? null : Math.floor(at / GRAIN_MS)
		]);
	}
	/** Has it looked at again, if that is due; does not wait for it. */
	refresh() {
		if (this.#hasNone || this.#now() - this.#asked < ASK_MS) return;
		this.#asked = Number.POSITIVE_INFINITY;
		this.#look().catch((error) => {
			this.#seen = {
				...this.#seen,
				problem: error instanceof Error ? error.message : String(error)
			};
		}).then(() => {
			this.#asked = this.#now();
		});
	}
	async #look() {
		const machine = await this.#open();
		try {
			await this.#read(machine.ports.remote);
		} finally {
			await machine.close();
		}
	}
	async #read(remote) {
		if (!remote?.locks) {
			this.#hasNone = true;
			return;
		}
		const listing = await remote.locks.list(branchRef(""));
		if (!listing.ok) {
			this.#seen = {
				...this.#seen,
				problem: listing.message
			};
			return;
		}
		const moved = [...listing.refs].filter(([ref, oid]) => this.#tips.get(ref) !== oid);
		if (moved.length > 0) {
			const fetched = await remote.fetchAll(new Map(moved));
			if (!fetched.ok) {
				this.#seen = {
					...this.#seen,
					problem: fetched.message
				};
				return;
			}
			const kept = [...this.#tips].filter(([ref]) => listing.refs.has(ref));
			this.#tips = new Map([...kept, ...fetched.refs]);
		} else this.#tips = new Map(listing.refs);
		this.#seen = {
			at: this.#now(),
			problem: null
		};
	}
	/** To read by in place of the remote; null before it was ever reached, and where there is none. */
	get port() {
		if (this.#seen.at === null) return null;
		const tips = this.#tips;
		const refused = {
			ok: false,
			reason: "denied",
			message: "the page only reads"
		};
		return {
			url: "",
			fetch: async (ref) => ({
				ok: true,
				oid: tips.get(ref) ?? null
			}),
			fetchAll: async (wanted) => ({
				ok: true,
				refs: new Map([...wanted].flatMap(([ref]) => tips.has(ref) ? [[ref, tips.get(ref)]] : []))
			}),
			push: async () => refused,
			tag: async () => refused,
			locks: {
				list: async (prefix) => ({
					ok: true,
					refs: new Map([...tips].filter(([ref]) => ref.startsWith(prefix)))
				}),
				swap: async () => refused
			}
		};
	}
};

// src/serve/milestones.ts
/** Reads the milestones of a repository for the page. Nothing is kept between two looks, so that none is ever stale. */
var Milestones = class {
	#open;
	#by;
	/** What the remote has, looked at every few seconds. */
	remote;
	constructor(open, by) {
		this.#open = open;
		this.#by = by;
		this.remote = new RemoteMirror(() => open("", {
			push: true,
			readsOnly: true
		}));
	}
	list() {
		return this.#with("", async (machine) => (await listCommand(machine)).json);
	}
	/** @throws Refusal when there is none, or it cannot be read */
	look(milestone) {
		return this.#with(milestone, async (machine, options) => {
			const live = await readLiveMilestone(machine, options);
			return {
				page: await this.#page(machine, live),
				pid: ownerHere(machine, live.state)
			};
		});
	}
	/** @throws Refusal when there is none, or it cannot be read */
	task(milestone, task) {
		return this.#with(milestone, async (machine, options) => {
			const live = await readLiveMilestone(machine, options);
			const page = await this.#page(machine, live);
			const documents = await documentsOf(machine, live, {
				task,
				differences: true
			});
			const folder = logFolder(machine, live);
			return {
				page,
				documents,
				logs: (folder === null ? [] : listLogs(folder).filter((log) => isOfTask(log, task))).slice(-MOST_LOGS).map(shownLog)
			};
		});
	}
	/** Path of a log that `task` told of; null: there is none. */
	logPath(milestone, key) {
		return this.#with(milestone, async (machine, options) => {
			const folder = logFolder(machine, await readLiveMilestone(machine, options));
			const found = folder === null ? void 0 : listLogs(folder).find((log) => log.file === key);
			return found ? join(folder, found.file) : null;
		});
	}
	/** Changes when anything that is shown may have: a branch, the checkout's commit, or a milestone's file. */
	async stamp(machine, milestone) {
		const { repository } = machine.ports;
		this.remote.refresh();
		const names = await machine.workingNames(".milestones/active");
		const ids = names.filter((n) => n.endsWith(".yaml")).map((n) => n.slice(0, -5));
		const refs = [.../* @__PURE__ */ new Set([...ids, ...milestone === null ? [] : [milestone]])].map(branchRef);
		const tips = await Promise.all(["HEAD", ...refs].map((ref) => repository.resolve(ref)));
		const times = names.map((n) => timeOf(join(machine.root, ".milestones/active", n)));
		return JSON.stringify([
			tips,
			names,
			times,
			this.remote.stamp
		]);
	}
	async #page(machine, live) {
		const page = await pageOf(machine, live);
		return {
			...page,
			live: {
				...page.live,
				remote: this.remote.seen,
				isOnGitHub: isOnGitHub(live.state)
			}
		};
	}
	async #with(milestone, work) {
		const opened = await this.#open(milestone, { push: false });
		const machine = {
			...opened,
			ports: {
				...opened.ports,
				remote: this.remote.port
			}
		};
		try {
			return await work(machine, runOptions({
				name: "status",
				milestone: milestone || null,
				reason: "",
				flags: {}
			}, {
				onRunner: false,
				by: this.#by,
				automatic: false,
				askedFor: true
			}));
		} finally {
			await machine.close();
		}
	}
};
/** Logs of a task that are offered; of more the newest. */
const MOST_LOGS = 40;
async function pageOf(machine, live) {
	const { plan, activities } = live;
	const state = live.state.activatedAt ? live.state : plannedState(plan);
	const now = machine.ports.clock.now();
	return {
		report: buildReport({
			plan,
			state,
			history: await live.history(),
			activities,
			now
		}),
		plan,
		state,
		...await pageFacts(machine, live),
		live: {
			engine: await engineOf(machine, live),
			remote: null,
			isOnGitHub: false
		}
	};
}
async function engineOf({ ports }, { state }) {
	const { lease } = state;
	if (!lease) return "none";
	const alive = await ports.host.isAlive(lease);
	if (alive === "dead") return "none";
	return alive === "alive" ? "here" : "elsewhere";
}
function logFolder({ ports }, { state }) {
	return ports.logs && state.session ? join(ports.logs.root, state.session.id) : null;
}
function isOfTask({ subject }, task) {
	return "task" in subject && subject.task === task;
}
function shownLog({ subject, number, file, bytes }) {
	const check = subject.kind === "check" ? `, check ${number}` : "";
	return {
		name: "task" in subject ? `${subject.phase} #${subject.attempt}${check}` : file,
		key: file,
		bytes
	};
}
function timeOf(path) {
	return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// src/serve/backend.ts
/** How often it is looked whether anything changed (ms): a look at a few refs. */
const LOOK_MS = 1e3;
/** Changes that come together are shown together (ms). */
const GATHER_MS = 150;
/** Times as long as it took to read the milestone until it is read again. */
const REST = 2;
/** Times on the page ("for 3m 12s") are brought up to date after this time (ms), where somebody is at work. */
const TICK_MS = 1e4;
/** Of a long log the newest is shown (bytes). */
const MOST_LOG = 4e5;
/** The page's other side: reads milestones for it, follows them, and gives their engines what buttons say. */
function pageBackend({ repository, open, by, redactor }) {
	const milestones = new Milestones(open, by);
	/** Called when a command was carried out, so that its page need not wait for the next look. */
	const waiting = /* @__PURE__ */ new Set();
	return {
		repository,
		follow: (milestone, tell, signal) => follow({
			milestones,
			open,
			waiting,
			redactor
		}, {
			milestone,
			tell,
			signal
		}),
		async task(milestone, task) {
			try {
				const { page, ...files } = await milestones.task(milestone, task);
				return redactor.redact(taskDrawer(page, task, files)) || null;
			} catch (error) {
				if (error instanceof Refusal) return null;
				throw error;
			}
		},
		async log(milestone, key, tell, signal) {
			const path = await milestones.logPath(milestone, key).catch(nothingRefused);
			if (path === null) return false;
			const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
			await followLog(path, (text) => tell(redactor.redact(text)), signal, Math.max(0, size - MOST_LOG));
			return true;
		},
		async command(milestone, line, reason) {
			const answer = await pressButton({
				open,
				by
			}, {
				milestone,
				line,
				reason
			});
			for (const wake of waiting) wake();
			return {
				...answer,
				text: redactor.redact(answer.text)
			};
		}
	};
}
function nothingRefused(error) {
	if (error instanceof Refusal) return null;
	throw error;
}
/** Tells what changed since the last time, part by part. */
async function follow(at, { milestone, tell, signal }) {
	const sent = /* @__PURE__ */ new Map();
	const root = await at.open("", { push: false });
	try {
		for (let before = ""; !signal.aborted;) {
			const began = performance.now();
			const stamp = await at.milestones.stamp(root, milestone);
			if (stamp !== before) await tellList(at, sent, tell);
			before = stamp;
			const look = milestone === null ? null : await shown(at, milestone);
			if (look) tellParts(look, sent, tell);
			const gather = Math.max(GATHER_MS, (performance.now() - began) * REST);
			await nextChange(at, {
				root,
				milestone,
				stamp,
				pid: look?.pid ?? null,
				signal,
				gather
			});
		}
	} finally {
		await root.close();
	}
}
/** The list is made of the branches and files of which the stamp tells. */
async function tellList({ milestones, redactor }, sent, tell) {
	const list = await milestones.list();
	const html = redactor.redact(listHtml(list));
	if (sent.get("list") === html) return;
	sent.set("list", html);
	tell({
		event: "list",
		html,
		first: firstOf(list)
	});
}
/** What cannot be read is said in the milestone's place, with what mends it. */
async function shown({ milestones, redactor }, milestone) {
	try {
		const { page, pid } = await milestones.look(milestone);
		const { dashboard } = page.report;
		return {
			title: redactor.redact(`${dashboard.percentage} % ${dashboard.milestone.title}`),
			parts: pageParts(page).map(({ id, html }) => ({
				id,
				html: redactor.redact(html)
			})),
			pid
		};
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return {
			title: milestone,
			parts: [{
				id: "part-hero",
				html: redactor.redact(troubleHtml(milestone, error.complaints))
			}],
			pid: null
		};
	}
}
function tellParts({ title, parts }, sent, tell) {
	const changed = parts.filter(({ id, html }) => sent.get(id) !== html);
	const order = parts.map((part) => part.id);
	for (const id of [...sent.keys()]) if (id.startsWith("part-") && !order.includes(id)) sent.delete(id);
	for (const { id, html } of changed) sent.set(id, html);
	const whole = order.join(" ");
	if (changed.length === 0 && sent.get("order") === whole) return;
	sent.set("order", whole);
	tell({
		event: "parts",
		title,
		order,
		parts: changed
	});
}
/** Settles soon after anything changed: a ref or a file, what a running engine tells, or a command given here. */
async function nextChange({ milestones, waiting }, at) {
	const look = new AbortController();
	let timer;
	let poll;
	await new Promise((resolve) => {
		const soon = () => {
			timer ??= setTimeout(resolve, at.gather);
		};
		waiting.add(soon);
		look.signal.addEventListener("abort", () => waiting.delete(soon));
		at.signal.addEventListener("abort", () => resolve(), { once: true });
		if (at.signal.aborted) resolve();
		const until = performance.now() + (at.pid === null ? TICK_MS * 6 : TICK_MS);
		const again = async () => {
			if (performance.now() > until || await milestones.stamp(at.root, at.milestone) !== at.stamp) soon();
			else if (!look.signal.aborted) poll = setTimeout(() => void again().catch(soon), LOOK_MS);
		};
		poll = setTimeout(() => void again().catch(soon), LOOK_MS);
		if (at.pid === null) return;
		let told = 0;
		(at.root.ports.inbox?.watch(at.pid, {
			signal: look.signal,
			told: () => {
				told += 1;
				if (told > 1) soon();
			}
		}))?.then((heard) => heard && soon()).catch(() => void 0);
	});
	look.abort();
	clearTimeout(timer);
	clearTimeout(poll);
}

// src/serve/caller.ts
/**
* Whether a connection over loopback comes from a process that an engine of this user started: an agent may have found
* the key where the person's browser was given it, and must still decide nothing. Only Linux can tell: there a caller that
* has closed its end is nobody who waits for an answer, and counts as an agent's.
* @param theirs the port that they connected from
*/
function isAgents(theirs, ours) {
	if (textOf("/proc/net/tcp") === "") return false;
	const inode = inodeOf(theirs, ours);
	if (inode === null || inode === "0") return true;
	return listPids().some((pid) => holdsSocket(pid, inode) && isMarked(pid));
}
/** Of the caller's end of the connection, as the kernel lists it. */
function inodeOf(theirs, ours) {
	const hex = (port) => port.toString(16).toUpperCase().padStart(4, "0");
	for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) for (const line of textOf(table).split("\n").slice(1)) {
		const fields = line.trim().split(/\s+/);
		if (fields[1]?.endsWith(`:${hex(theirs)}`) && fields[2]?.endsWith(`:${hex(ours)}`)) return fields[9] ?? null;
	}
	return null;
}
function textOf(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}
function holdsSocket(pid, inode) {
	const folder = `/proc/${pid}/fd`;
	try {
		return readdirSync(folder).some((name) => linkOf(`${folder}/${name}`) === `socket:[${inode}]`);
	} catch {
		return false;
	}
}
function linkOf(path) {
	try {
		return readlinkSync(path);
	} catch {
		return "";
	}
}
function isMarked(pid) {
	const seen = /* @__PURE__ */ new Set();
	for (let at = pid; at > 1 && !seen.has(at); at = readProcess(at)?.parent ?? 0) {
		seen.add(at);
		if (startedWith(at, `${"MILESTONE_PROCESS"}=`)) return true;
	}
	return false;
}

// src/serve/page-client.ts
/**
* The whole script of the live page. It is sent as its own text, so it uses nothing from outside of itself. All markup
* comes from the server, where every text in it was escaped; what is typed here goes out as JSON.
*/
function pageClient() {
	const find = (id) => document.getElementById(id);
	const key = takeKey();
	let place = readPlace();
	let stream = null;
	/** Where the focus goes when the drawer closes. */
	let opener = null;
	const logs = /* @__PURE__ */ new Map();
	/** The key leaves the address at once: it would stand in the history, and on a shared screen. */
	function takeKey() {
		const given = /^#key=([\w-]+)$/.exec(location.hash)?.[1];
		if (given) {
			sessionStorage.setItem("key", given);
			history.replaceState(null, "", location.pathname);
		}
		return given ?? sessionStorage.getItem("key") ?? "";
	}
	function readPlace() {
		const found = /^#m\/([\w.-]+)(?:\/([\w.-]+))?$/.exec(location.hash);
		return {
			milestone: found?.[1] ?? null,
			task: found?.[2] ?? null
		};
	}
	function ask(path, query, more = {}) {
		const headers = {
			authorization: `Bearer ${key}`,
			...more.headers
		};
		return fetch(`${path}?${new URLSearchParams(query)}`, {
			...more,
			headers
		});
	}
	function link(tone, text) {
		const at = find("link");
		if (at.textContent === text) return;
		at.className = `state ${tone}`;
		at.textContent = text;
	}
	let saidTimer = 0;
	function say(text, bad) {
		const line = document.createElement("p");
		line.textContent = text;
		if (bad) line.className = "bad";
		find("said").replaceChildren(line);
		clearTimeout(saidTimer);
		saidTimer = setTimeout(() => find("said").replaceChildren(), bad ? 15e3 : 6e3);
	}
	/** Hands out the events of a stream until it ends. */
	async function listen(response, told, alive) {
		const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
		let text = "";
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			alive();
			const events = (text + value).split("\n\n");
			text = events.pop();
			for (const event of events) {
				const name = /^event: (\w+)$/m.exec(event)?.[1];
				const data = /^data: (.*)$/m.exec(event)?.[1];
				if (name && data) told(name, JSON.parse(data));
			}
		}
	}
	const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
	/** Follows the milestone that is looked at, whatever becomes of the server meanwhile. */
	async function follow() {
		stream?.abort();
		const own = new AbortController();
		stream = own;
		for (let wait = 500; !own.signal.aborted; wait = Math.min(wait * 2, 1e4)) {
			try {
				const response = await ask("/api/events", { milestone: place.milestone ?? "" }, { signal: own.signal });
				if (response.status === 401) return locked();
				if (!response.ok) throw new Error();
				await listen(response, show, () => {
					wait = 500;
					link("good", "● live");
				});
			} catch {
				if (own.signal.aborted) return;
			}
			link("bad", "✕ not connected; trying again");
			await pause(wait);
		}
	}
	function locked() {
		link("bad", "✕ locked");
		const line = document.createElement("p");
		line.textContent = "This page needs its key: open the address that `milestone serve` printed, with everything behind the #.";
		find("main").replaceChildren(line);
	}
	function show(event, data) {
		if (event === "list") {
			const { html, first } = data;
			morphInto(find("list"), html);
			if (place.milestone === null && first !== null) {
				history.replaceState(null, "", `#m/${first}`);
				moved();
			}
			markCurrent();
			return;
		}
		if (event !== "parts") return;
		const { title, order, parts } = data;
		document.title = title;
		const main = find("main");
		for (const child of [...main.children]) if (!order.includes(child.id)) child.remove();
		const html = new Map(parts.map((part) => [part.id, part.html]));
		order.forEach((id, i) => {
			let part = document.getElementById(id);
			if (!part) {
				part = document.createElement("div");
				part.id = id;
			}
			if (main.children[i] !== part) main.insertBefore(part, main.children[i] ?? null);
			const isNew = part.firstChild === null;
			const fresh = html.get(id);
			if (fresh !== void 0) morphInto(part, fresh);
			if (isNew && id === "part-graph") showLive(part);
		});
		if (place.task !== null) openTask();
	}
	/** A wide graph is moved to where something is going on. */
	function showLive(part) {
		const frame = part.querySelector(".scroll");
		const node = frame?.querySelector(".bad[data-node], .wait[data-node], .active[data-node]");
		if (!frame || !node || frame.scrollWidth <= frame.clientWidth) return;
		const [outer, inner] = [frame.getBoundingClientRect(), node.getBoundingClientRect()];
		frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
	}
	function markCurrent() {
		for (const item of find("list").querySelectorAll("a")) if (item.getAttribute("href") === `#m/${place.milestone}`) item.setAttribute("aria-current", "page");
		else item.removeAttribute("aria-current");
	}
	function morphInto(target, html) {
		const template = document.createElement("template");
		template.innerHTML = html;
		morphChildren(target, template.content);
	}
	const keyOf = (node) => node instanceof Element ? node.getAttribute("data-key") ?? (node.id || null) : null;
	/** What has a key is found again wherever it stands now; what has none is taken for its like in the same place. */
	function morphChildren(target, source) {
		const keyed = /* @__PURE__ */ new Map();
		for (const child of target.childNodes) {
			const own = keyOf(child);
			if (own !== null) keyed.set(own, child);
		}
		const wanted = [...source.childNodes];
		const kept = new Set(wanted.map(keyOf));
		let at = target.firstChild;
		const drop = () => {
			const gone = at;
			at = gone.nextSibling;
			gone.remove();
		};
		for (const fresh of wanted) {
			const own = keyOf(fresh);
			const found = own === null ? null : keyed.get(own);
			if (found && found.nodeName === fresh.nodeName) {
				while (at && at !== found && !(keyOf(at) !== null && kept.has(keyOf(at)))) drop();
				if (at === found) at = found.nextSibling;
				else target.insertBefore(found, at);
				morph(found, fresh);
				continue;
			}
			while (at && keyOf(at) !== null && !kept.has(keyOf(at))) drop();
			if (own === null && at && keyOf(at) === null && at.nodeName === fresh.nodeName) {
				const same = at;
				at = same.nextSibling;
				morph(same, fresh);
			} else target.insertBefore(fresh, at);
		}
		while (at) drop();
	}
	function morph(old, fresh) {
		if (!(old instanceof Element) || !(fresh instanceof Element)) {
			if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
			return;
		}
		for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open" && name !== "aria-disabled") old.removeAttribute(name);
		for (const { name, value } of [...fresh.attributes]) if (old.getAttribute(name) !== value && name !== "open") old.setAttribute(name, value);
		if (!old.hasAttribute("data-keep") && !(old instanceof HTMLTextAreaElement)) morphChildren(old, fresh);
	}
	async function openTask() {
		const { milestone, task } = place;
		if (milestone === null || task === null) return;
		const response = await ask("/api/task", {
			milestone,
			task
		}).catch(() => null);
		if (place.milestone !== milestone || place.task !== task || !response) return;
		if (!response.ok) {
			if (response.status === 404) closeTask();
			return;
		}
		const { html } = await response.json();
		const isNew = find("drawer").firstElementChild?.id !== `task-${task}`;
		if (isNew) {
			stopLogs();
			find("drawer").replaceChildren();
		}
		morphInto(find("drawer"), html);
		if (!isNew) return;
		document.body.classList.add("open");
		find("main").inert = true;
		find("list").inert = true;
		find("drawer").querySelector(".drawer")?.focus();
	}
	function closeTask() {
		stopLogs();
		find("drawer").replaceChildren();
		document.body.classList.remove("open");
		find("main").inert = false;
		find("list").inert = false;
		if (place.task !== null) {
			place = {
				...place,
				task: null
			};
			history.replaceState(null, "", `#m/${place.milestone}`);
		}
		if (opener?.isConnected) opener.focus({ preventScroll: true });
		opener = null;
	}
	function stopLogs() {
		for (const log of logs.values()) log.abort();
		logs.clear();
	}
	/** The newest text of a log that is shown (characters). */
	const MOST_SHOWN = 4e5;
	async function followLog(fold) {
		const log = fold.dataset.log;
		const at = fold.querySelector("pre");
		const own = new AbortController();
		logs.set(log, own);
		at.textContent = "Nothing was printed yet.";
		let isSilent = true;
		try {
			const response = await ask("/api/log", {
				milestone: place.milestone ?? "",
				log
			}, { signal: own.signal });
			if (!response.ok) throw new Error();
			await listen(response, (event, data) => {
				if (event === "gone") at.textContent = "It was dropped to make room for newer ones.";
				if (event !== "text") return;
				if (isSilent) at.textContent = "";
				isSilent = false;
				const isAtEnd = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
				const last = at.lastChild;
				if (last instanceof Text && last.length + String(data).length < MOST_SHOWN) last.appendData(String(data));
				else at.textContent = ((at.textContent ?? "") + String(data)).slice(-4e5);
				if (isAtEnd) at.scrollTop = at.scrollHeight;
			}, () => void 0);
		} catch {}
	}
	document.addEventListener("click", (event) => {
		const target = event.target;
		const copy = target.closest("[data-copy]");
		if (copy) {
			navigator.clipboard.writeText(copy.dataset.copy).then(() => say("Copied.", false), () => say("The browser does not let it be copied; select the text instead.", true));
			return;
		}
		if (target.closest(".close")) {
			event.preventDefault();
			closeTask();
			return;
		}
		const anchor = target.closest("a");
		const href = anchor?.getAttribute("href") ?? "";
		if (href.startsWith("#task-") && place.milestone !== null) {
			event.preventDefault();
			if (place.task === null) opener = anchor;
			location.hash = `#m/${place.milestone}/${href.slice(6)}`;
		} else if (href.startsWith("#") && !href.startsWith("#m/")) {
			event.preventDefault();
			const goal = document.getElementById(href.slice(1));
			goal?.scrollIntoView();
			goal?.focus({ preventScroll: true });
		} else if (document.body.classList.contains("open") && !target.closest(".drawer, #said")) closeTask();
	});
	/** Points out the lines of the task that is pointed at. */
	function point(target) {
		const node = target?.closest("[data-node]");
		const graph = node?.closest("svg") ?? null;
		for (const other of document.querySelectorAll("svg.pointing")) if (other !== graph) other.classList.remove("pointing");
		if (!node || !graph) return;
		graph.classList.add("pointing");
		for (const edge of graph.querySelectorAll("[data-ends]")) edge.classList.toggle("lit", edge.dataset.ends.split(" ").includes(node.dataset.node));
	}
	document.addEventListener("pointerover", (event) => point(event.target));
	document.addEventListener("focusin", (event) => point(event.target));
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && place.task !== null) closeTask();
	});
	document.addEventListener("toggle", (event) => {
		const fold = event.target;
		if (!fold.dataset?.log) return;
		logs.get(fold.dataset.log)?.abort();
		logs.delete(fold.dataset.log);
		if (fold.open) followLog(fold);
	}, true);
	document.addEventListener("submit", (event) => {
		event.preventDefault();
		const form = event.target;
		if (form.dataset.command) give(form, form.dataset.command);
	});
	async function give(form, command) {
		const button = form.querySelector("button");
		const field = form.querySelector("textarea");
		if (button.getAttribute("aria-disabled") === "true") return;
		button.setAttribute("aria-disabled", "true");
		say("It is carried out …", false);
		try {
			const response = await ask("/api/command", {}, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({
					milestone: place.milestone,
					command,
					reason: field?.value ?? ""
				})
			});
			const answer = response.ok ? await response.json() : {
				ok: false,
				text: await response.text()
			};
			say(answer.text, !answer.ok);
			if (answer.ok) {
				if (field) field.value = "";
				const fold = form.closest("details.act");
				if (fold) fold.open = false;
			}
		} catch {
			say("The server does not answer; is `milestone serve` still running?", true);
		}
		button.removeAttribute("aria-disabled");
	}
	function moved() {
		const before = place;
		place = readPlace();
		markCurrent();
		if (place.task === null && before.task !== null) closeTask();
		if (place.milestone !== before.milestone) {
			window.scrollTo(0, 0);
			follow();
		}
		if (place.task !== null) openTask();
	}
	addEventListener("hashchange", moved);
	if (key === "") locked();
	else follow();
}

// src/serve/page-server.ts
const HOST = "127.0.0.1";
const MOST_BODY = 16384;
const BEAT_MS = 15e3;
const MOST_STREAMS = 64;
/**
* Serves the page on loopback, to those who have the key. A page of another origin has none and is refused besides: by its
* `Origin`, and by `Host`, which names another place when a name of theirs is made to point here.
*/
async function openPageServer(backend, port) {
	const key = randomBytes(32).toString("base64url");
	const streams = /* @__PURE__ */ new Set();
	const server = createServer((request, response) => {
		answer({
			request,
			response,
			backend,
			key,
			streams,
			port: portOf(server)
		}).catch(() => {
			if (!response.headersSent) say(response, 500, "it could not be answered");
			else response.destroy();
		});
	});
	server.headersTimeout = 1e4;
	server.requestTimeout = 3e4;
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen({
			host: HOST,
			port
		}, resolve);
	});
	return {
		address: `http://${HOST}:${portOf(server)}/#key=${key}`,
		async close() {
			for (const stream of streams) stream.abort();
			const closed = new Promise((resolve) => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		}
	};
}
const portOf = (server) => server.address().port;
async function answer(exchange) {
	const { request, response, backend, key, port } = exchange;
	const refusal = originProblem(request, port);
	if (refusal) return say(response, 403, refusal);
	const url = new URL(request.url ?? "/", `http://${HOST}`);
	if (url.pathname === "/" && request.method === "GET") {
		const nonce = randomBytes(16).toString("base64url");
		response.writeHead(200, {
			...HEADERS,
			"content-type": "text/html; charset=utf-8",
			...policy(nonce)
		});
		response.end(pageShell({
			nonce,
			repository: backend.repository
		}));
		return;
	}
	if (!url.pathname.startsWith("/api/")) return say(response, 404, "there is nothing here");
	if (!hasKey(request, key)) return say(response, 401, "the key is missing or of another run of `milestone serve`");
	const milestone = url.searchParams.get("milestone") ?? "";
	switch (`${request.method} ${url.pathname}`) {
		case "GET /api/events": return stream(exchange, (tell, signal) => backend.follow(milestone || null, (news) => tell(news.event, news), signal));
		case "GET /api/log": {
			const log = url.searchParams.get("log") ?? "";
			return stream(exchange, async (tell, signal) => {
				if (!await backend.log(milestone, log, (text) => tell("text", text), signal)) tell("gone", "");
			});
		}
		case "GET /api/task": {
			const html = await backend.task(milestone, url.searchParams.get("task") ?? "");
			return html === null ? say(response, 404, "there is no such task") : json(response, { html });
		}
		case "POST /api/command": return command(exchange);
		default: return say(response, 405, "that cannot be asked here");
	}
}
async function command({ request, response, backend, port }) {
	if (request.headers.origin === void 0) return say(response, 403, "a command says where it comes from");
	if (request.headers["content-type"] !== "application/json") return say(response, 415, "a command is JSON");
	if (isAgents(request.socket.remotePort ?? 0, port)) return say(response, 403, "an agent gave it, and nothing that runs for a milestone decides on it");
	const body = await bodyOf(request);
	const given = body === null ? null : commandIn(body);
	if (!given) return say(response, 400, "the command cannot be read");
	json(response, await backend.command(given.milestone, given.command, given.reason));
}
function commandIn(body) {
	try {
		const { milestone, command, reason = "" } = JSON.parse(body);
		if (typeof milestone !== "string" || typeof command !== "string" || typeof reason !== "string") return null;
		return {
			milestone,
			command,
			reason
		};
	} catch {
		return null;
	}
}
async function bodyOf(request) {
	const pieces = [];
	let length = 0;
	for await (const piece of request) {
		length += piece.length;
		if (length > MOST_BODY) return null;
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString("utf8");
}
function originProblem({ headers }, port) {
	const own = [`${HOST}:${port}`, `localhost:${port}`];
	const { host, origin } = headers;
	if (host === void 0 || !own.includes(host)) return "this page has another address";
	if (origin !== void 0 && origin !== `http://${host}`) return "another page may not ask here";
	if (headers["sec-fetch-site"] === "cross-site" && headers["sec-fetch-mode"] !== "navigate") return "another page may not ask here";
	return null;
}
function hasKey({ headers }, key) {
	const given = Buffer.from(headers.authorization ?? "");
	const wanted = Buffer.from(`Bearer ${key}`);
	return given.length === wanted.length && timingSafeEqual(given, wanted);
}
/** Server-sent events; `work` tells them until nobody listens any more. */
async function stream({ request, response, streams }, work) {
	if (streams.size >= MOST_STREAMS) return say(response, 503, "too many pages are open");
	const stop = new AbortController();
	streams.add(stop);
	request.on("close", () => stop.abort());
	response.on("close", () => stop.abort());
	response.writeHead(200, {
		...HEADERS,
		"content-type": "text/event-stream"
	});
	response.flushHeaders();
	const beat = setInterval(() => response.write(": still here\n\n"), BEAT_MS);
	try {
		await work((event, data) => {
			if (!stop.signal.aborted) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
		}, stop.signal);
	} finally {
		clearInterval(beat);
		streams.delete(stop);
		response.end();
	}
}
const HEADERS = {
	"cache-control": "no-store",
	"x-content-type-options": "nosniff",
	"x-frame-options": "DENY",
	"referrer-policy": "no-referrer",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin"
};
/** Only what this very answer holds runs or is shown, and only this server is asked. */
function policy(nonce) {
	return { "content-security-policy": [
		"default-src 'none'",
		`script-src 'nonce-${nonce}'`,
		`style-src 'nonce-${nonce}'`,
		"connect-src 'self'",
		"img-src data:",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'"
	].join("; ") };
}
function json(response, value) {
	response.writeHead(200, {
		...HEADERS,
		"content-type": "application/json"
	});
	response.end(JSON.stringify(value));
}
function say(response, status, text) {
	response.writeHead(status, {
		...HEADERS,
		"content-type": "text/plain; charset=utf-8"
	});
	response.end(`${text}\n`);
}
/** The page without anything in it: without a key one sees no more than this. */
function pageShell({ nonce, repository }) {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Milestones of ${escapeHtml(repository)}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}${LIVE_STYLE}</style>
</head>
<body class="live">
<a class="skip" href="#main">To the milestone</a>
<header class="top"><strong>milestone</strong><span class="muted">${escapeHtml(repository)}</span><span id="link" class="state idle" role="status">○ connecting</span></header>
<nav id="list" aria-label="Milestones"></nav>
<main id="main" tabindex="-1"><p class="muted">The milestones are read …</p></main>
<div id="drawer"></div>
<div id="said" role="status" aria-live="polite"></div>
<script nonce="${nonce}">(${pageClient.toString()})();<\/script>
</body>
</html>
`;
}
/** What the live page has beyond the frozen one: a head, the list of milestones, and answers to buttons. */
const LIVE_STYLE = `
body.live { display: grid; grid-template: auto 1fr / 248px minmax(0, 1fr); min-height: 100vh; }
.top { grid-column: 1 / -1; display: flex; gap: 4px 16px; align-items: baseline; flex-wrap: wrap; padding: 10px 24px; border-bottom: 1px solid var(--line); font-size: 13px; }
.top strong { font-weight: 650; font-size: 15px; letter-spacing: -0.01em; } #link { margin-left: auto; }
#list { border-right: 1px solid var(--line); padding: 16px 12px; }
#list ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 16px; display: grid; gap: 2px; }
#list a { display: block; border: 0; border-radius: 8px; padding: 8px 12px; } #list a:hover { background: var(--surface); }
#list a[aria-current] { background: var(--surface); box-shadow: inset 3px 0 0 var(--active); }
#list b { display: block; font-weight: 600; overflow-wrap: anywhere; } #list .state, #list .muted { font-size: 12px; } #list .bar { height: 4px; margin-top: 6px; }
body.live main { width: 100%; padding-top: 32px; } main:focus { outline: none; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 12px; top: 8px; z-index: 9; background: var(--paper); padding: 6px 12px; }
#said { position: fixed; z-index: 5; left: 50%; bottom: 20px; transform: translateX(-50%); max-width: min(640px, calc(100% - 32px)); }
#said p { margin: 0; padding: 10px 16px; border-radius: 9px; background: var(--ink); color: var(--paper); font-size: 14px; overflow-wrap: anywhere; white-space: pre-wrap; }
#said p.bad { background: var(--bad); color: var(--on); }
body.open { overflow: hidden; }
.log pre { max-height: 46vh; } .log pre:empty::before { content: "Nothing was printed so far."; color: var(--muted); }
@media (max-width: 860px) {
  body.live { grid-template: auto auto 1fr / minmax(0, 1fr); } .top { padding: 10px 16px; }
  #list { border-right: 0; border-bottom: 1px solid var(--line); padding: 8px 12px; overflow-x: auto; }
  #list ul { position: static; grid-auto-flow: column; grid-auto-columns: minmax(170px, max-content); } #list a[aria-current] { box-shadow: inset 0 -3px 0 var(--active); }
}
@media (prefers-reduced-motion: no-preference) { .drawer { animation: slide 0.14s ease-out; } @keyframes slide { from { transform: translateX(24px); opacity: 0; } } }
`;

// src/serve/serve-command.ts
/** Serves the page until the person ends it. @throws Refusal where there is no repository, or the port is taken */
async function serve({ flags }, entry) {
	const directory = flags["working-directory"] ?? process.cwd();
	const redactor = createRedactor(secretValues(entry.env));
	const login = entry.env.USER ?? entry.env.LOGNAME ?? userInfo().username;
	const silent = narrator({
		level: "basic",
		line: () => void 0,
		onRunner: false
	});
	const open = (id, { push, readsOnly = !push }) => openMachine({
		planSource,
		directory,
		milestone: id,
		environment: entry.env,
		token: entry.env.GITHUB_TOKEN ?? entry.env.GH_TOKEN ?? null,
		server: entry.env.GITHUB_SERVER_URL ?? "https://github.com",
		push: push && (flags.push ?? true),
		gitIntegration: true,
		followsCheckout: true,
		readsOnly,
		onRunner: false,
		live: false,
		redactor,
		narrator: silent,
		forge: () => localForge,
		isRunOver: null
	});
	const first = await open("", { push: false });
	const repository = basename(first.root);
	await first.close();
	const server = await listening(pageBackend({
		repository,
		open,
		by: {
			login,
			id: null,
			source: "local"
		},
		redactor
	}), flags.port ?? 0);
	const { address } = server;
	process.stdout.write(`${address}\n`);
	process.stderr.write("Whoever has this address can answer for you. Ctrl-C ends it; milestones go on without it.\n");
	const forget = flags.open ? openBrowser(address) : () => void 0;
	await new Promise((resolve) => {
		process.once("SIGINT", resolve);
		process.once("SIGTERM", resolve);
	});
	forget();
	await server.close();
}
async function listening(backend, port) {
	try {
		return await openPageServer(backend, port);
	} catch (error) {
		const { code } = error;
		if (code === "EADDRINUSE") return refuse(`the port ${port} is in use`, "name another one, or none for any that is free");
		if (code === "EACCES") return refuse(`the port ${port} may not be used`, "name one from 1024 on");
		throw error;
	}
}
/**
* Opens the address in the person's browser. Arguments of programs can be read by everybody on the machine, so it is
* given a file of the person's own that leads there. Answers what takes that away again.
*/
function openBrowser(address) {
	const folder = mkdtempSync(join(tmpdir(), "milestone-open-"));
	const file = join(folder, "open.html");
	const to = escapeHtml(address);
	writeFileSync(file, `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${to}"><a href="${to}">Open the page</a>\n`, { mode: 384 });
	const [program, ...args] = process.platform === "darwin" ? ["open", file] : process.platform === "win32" ? [
		"cmd",
		"/c",
		"start",
		"",
		file
	] : ["xdg-open", file];
	const child = spawn(program, args, {
		stdio: "ignore",
		detached: true
	});
	child.on("error", () => process.stderr.write("No browser could be started; open the address yourself.\n"));
	child.unref();
	return () => rmSync(folder, {
		recursive: true,
		force: true
	});
}

export { serve };