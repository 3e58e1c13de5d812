import { i as refuse } from "./engine-refusal.js";
import { u as paths } from "./milestone-names.js";
import { n as sanitise } from "./milestone-text-sanitise.js";
import { a as readBasis } from "./engine-opening-basis.js";
import { u as applyEvent } from "./engine-journal-plan-source.js";
import { xt as emptyState } from "./milestone-session-dashboard.js";
import { t as EXIT } from "./commands-outcome.js";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

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

export { readStanding as i, showCommand as n, ownerHere as r, documentDifference as t };