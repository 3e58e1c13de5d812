import { a as refuse } from "./engine-refusal.js";
import { u as paths } from "./milestone-names.js";
import { n as sanitise } from "./milestone-text-sanitise.js";
import { a as readBasis } from "./engine-opening-basis.js";
import { l as applyEvent, o as EMPTY_LOG, u as hashLine } from "./milestone-session-load.js";
import { Vt as emptyState, d as addToHistory, p as newHistory } from "./milestone-view-nearest.js";
import { t as EXIT } from "./commands-outcome.js";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

// src/commands/live-state.ts
/** Reads the milestone wherever it stands. @throws Refusal when there is none or it cannot be read */
async function readLiveMilestone(machine, options) {
	const basis = await readBasis(machine.ports, options, machine.checkout);
	const { history, tip } = basis.located;
	const { plan } = basis.reading;
	const state = history?.state ?? emptyState(options.milestone, plan.weights);
	const { activities, unsaved } = await addLive(machine, state);
	const last = unsaved.at(-1);
	return {
		plan,
		state,
		head: last ? {
			seq: last.seq,
			hash: hashLine(JSON.stringify(last))
		} : history?.head ?? EMPTY_LOG,
		async history() {
			const view = await history?.view() ?? newHistory();
			for (const event of unsaved) addToHistory(view, event);
			return view;
		},
		activities,
		tip,
		basis
	};
}
/** The process on this machine that holds the milestone, as far as anybody can tell; null: none. */
function ownerHere({ ports }, { lease }) {
	return lease && lease.host === ports.host.identity().host ? lease.pid : null;
}
/** Adds the events that no commit holds yet, and tells them with what is under way. A gap is left for the next look. */
async function addLive(machine, state) {
	const pid = ownerHere(machine, state);
	const inside = pid === null ? null : await machine.ports.inbox?.look(pid);
	const unsaved = [];
	for (const event of inside?.events ?? []) {
		if (event.seq !== state.seq + 1 || event.milestone_id !== state.milestone) continue;
		applyEvent(state, event);
		unsaved.push(event);
	}
	return {
		activities: inside?.activities ?? [],
		unsaved
	};
}

// src/commands/show-command.ts
/** More of one document is read in an editor. */
const MOST_CHARS = 2e5;
/** The documents of a phase as they are on the branch, or what changed in them since they were last approved. @throws Refusal */
async function showCommand(machine, options, command) {
	const { state, tip } = await readLiveMilestone(machine, options);
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
	const text = command.flags.diff ? await differences(machine, {
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
/** The documents as the newest earlier approval or request of this phase was about them; null: there is none. */
function lookedAt({ state, task, phase }) {
	const asked = [...state.approvals.values()].filter((a) => a.task === task && a.phase === phase);
	const open = asked.at(-1)?.status === "open" ? asked.at(-1) : void 0;
	return asked.findLast((a) => a !== open && a.deliverables.length > 0)?.deliverables ?? null;
}
async function differences(machine, at) {
	const before = lookedAt(at);
	if (!before) return `${at.task}/${at.phase} was not approved or asked about before; milestone show prints it whole`;
	const paths = [.../* @__PURE__ */ new Set([...before.map((d) => d.path), ...at.files])];
	return (await Promise.all(paths.map((path) => documentDifference(machine, at, path)))).filter(Boolean).join("\n") || "nothing changed since it was last asked about";
}
/** What changed in one document since it was last looked at; null: nothing, or nobody looked at it. */
async function documentDifference(machine, at, path) {
	const before = lookedAt(at);
	if (!before) return null;
	const old = before.find((d) => d.path === path)?.blob;
	const now = (await machine.ports.repository.entry(at.tip, path))?.oid;
	return old === now ? null : blobDiff(machine.root, {
		path,
		old,
		now
	});
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

export { readLiveMilestone as i, showCommand as n, ownerHere as r, documentDifference as t };