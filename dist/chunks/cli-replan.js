import { t as createTwoFilesPatch } from "./lib-diff.js";
import { i as readLiveMilestone } from "./commands-show-command.js";
import { t as EXIT } from "./commands-outcome.js";
import { o as runOptions } from "./engine-git-open-machine.js";
import { t as locateRepository } from "./engine-git-locate-repository.js";
import { i as loadPlan, r as findPlanFile, s as requireValid, t as atCommit } from "./engine-plan-plan-source.js";
import { a as refuse } from "./engine-refusal.js";
import { t as readGitFacts } from "./init-git-facts.js";
import { C as withChangesOf, b as diffPlans } from "./engine-opening-basis.js";
import { a as startedTasks, i as soFar, l as agentOf, o as draftPlan, u as planningBrief } from "./planning-issue-source.js";
import { t as executePlanner } from "./planning-execute-planner.js";
import { a as repositoryFacts, n as draftFacts } from "./planning-facts.js";
import { t as machineFor } from "./cli-on-machine.js";
import { n as machineOf, t as failed } from "./cli-plan-goal.js";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline/promises";

// src/cli/replan.ts
/**
* Proposes a changed plan for a milestone under way: what became of it, what agents found and what blocks it go to a
* planner, and its proposal is a difference that is written to the checkout when a person wants it so.
* @throws Refusal
*/
async function replan(command, entry) {
	const { flags } = command;
	const directory = flags["working-directory"] ?? process.cwd();
	const git = await readGitFacts(directory);
	if (!git) return refuse(`${directory} is not in a git repository`, "go to one");
	const { root } = git;
	const options = runOptions(command, {
		onRunner: false,
		by: {
			login: "local",
			id: null,
			source: "local"
		},
		automatic: false,
		askedFor: true
	});
	const machine = await machineFor(command, {
		entry,
		options,
		...machineOf(entry, flags)
	});
	try {
		const id = options.milestone;
		const { state, tip, base, path } = await planNow(machine, options);
		assertUnchanged(root, path, base.text);
		const agent = flags.agent ?? null;
		const place = shownPlace(root, id);
		const madeFor = createHash("sha256").update(`${tip}\0${base.text}\0${agent}`).digest("hex");
		if (flags.proposal !== void 0) {
			const kept = readShown(id, place, {
				name: flags.proposal,
				madeFor
			});
			writeFileSync(join(root, path), kept.text);
			rmSync(place, { force: true });
			return told({
				id,
				path,
				...kept,
				name: null
			});
		}
		const facts = await draftFacts(root, id);
		const goal = `${base.plan.title}: ${base.plan.description}`.slice(0, 4e3);
		const brief = planningBrief(goal, {
			id,
			agent: agent ?? agentOf(facts.config),
			given: [],
			facts: await repositoryFacts(root, facts),
			earlier: {
				underWay: true,
				draft: base.text,
				answers: [],
				words: soFar(state)
			}
		});
		const revises = {
			text: base.text,
			plan: base.plan,
			started: startedTasks(state),
			tip
		};
		const scratch = mkdtempSync(join(tmpdir(), "milestone-replan-"));
		try {
			const drafted = await draftPlan({
				root,
				scratch,
				id,
				goal,
				brief,
				facts,
				agent,
				revises,
				execute: (planning) => executePlanner(planning, {
					...machineOf(entry, flags),
					root,
					onRunner: false
				})
			});
			if (!drafted.ok) return failed(id, drafted);
			const text = withChangesOf(base.text, drafted.text);
			const diff = diffPlans(base.plan, drafted.draft.plan);
			const shown = `${summaryOf(diff)}\n\n${textDiff(base.text, text)}`;
			const isWritten = flags.yes ?? await isWanted(shown, flags.json ?? false);
			const proposal = {
				shown,
				diff: namesOf(diff),
				text,
				questions: drafted.draft.questions
			};
			if (!isWritten) return told({
				id,
				path,
				...proposal,
				name: keepShown(place, {
					madeFor,
					...proposal
				})
			});
			assertUnchanged(root, path, base.text);
			writeFileSync(join(root, path), text);
			return told({
				id,
				path,
				...proposal,
				name: null
			});
		} finally {
			rmSync(scratch, {
				recursive: true,
				force: true,
				maxRetries: 3
			});
		}
	} finally {
		await machine.close();
	}
}
const namesOf = ({ added, removed, changed }) => ({
	added: added.map((task) => task.id),
	removed,
	changed
});
/** Where the proposal lies that was shown last, as it cost money. */
function shownPlace(root, id) {
	const common = locateRepository(root).commonDirectory;
	return join(common, "milestone", "proposals", `${id}.json`);
}
/** Answers its name. */
function keepShown(place, proposal) {
	const bytes = Buffer.from(JSON.stringify(proposal));
	mkdirSync(dirname(place), { recursive: true });
	writeFileSync(place, bytes);
	return nameOf(bytes);
}
/** Told to the person alone: an agent may be able to write the file, but to none with other bytes by the same name. */
function nameOf(bytes) {
	return createHash("sha256").update(bytes).digest("hex").slice(0, 24);
}
/** The proposal of that name. @throws Refusal where it is not kept, or plan, milestone or agent are others by now */
function readShown(id, place, { name, madeFor }) {
	const again = `have one made again: milestone replan ${id}`;
	const bytes = existsSync(place) ? readFileSync(place) : null;
	if (!bytes || nameOf(bytes) !== name) return refuse(`there is no proposal ${name}, or not with the bytes that were shown`, again);
	const kept = JSON.parse(bytes.toString("utf8"));
	if (kept.madeFor !== madeFor) return refuse(`the proposal ${name} was made for another plan, milestone or agent`, again);
	return kept;
}
/** The base's file, which is what people edit, and what became of the milestone. @throws Refusal */
async function planNow(machine, options) {
	const { milestone } = options;
	const { state, tip } = await readLiveMilestone(machine, options);
	if (state.status === "completed" || state.status === "cancelled") refuse(`the milestone ${milestone} is ${state.status}: nothing of it is still to be planned`, "plan another one: milestone plan --goal \"…\"");
	const read = atCommit(machine.ports.repository, machine.checkout.base.commit);
	const file = await findPlanFile(read, milestone);
	if (!file) return refuse(`the plan of ${milestone} is not on ${machine.checkout.base.branch}`, "commit it first");
	const { plan } = requireValid(await loadPlan(read, file), file);
	return {
		state,
		tip,
		base: {
			text: file.text,
			plan
		},
		path: file.path
	};
}
function summaryOf({ milestone, added, removed, changed }) {
	const line = (what, names) => names.length > 0 ? [`${what}: ${names.join(", ")}`] : [];
	return [
		...line("new tasks", added.map(({ id, title }) => `${id} (${title})`)),
		...line("gone", removed),
		...line("changed", changed.map(({ task, what }) => `${task} (${what.join(", ")})`)),
		...line("of the milestone", milestone)
	].join("\n");
}
/** Its hunks, without the names of the files. */
function textDiff(before, after) {
	const patch = createTwoFilesPatch("before", "after", before, after);
	const start = patch.indexOf("@@");
	return start < 0 ? "" : patch.slice(start).trimEnd();
}
/** @throws Refusal where a person's own change would be lost */
function assertUnchanged(root, path, text) {
	if (readFileSync(join(root, path), "utf8") !== text) refuse(`${path} has a change that is not committed`, "commit it, or put it away, then plan again");
}
/** Asked where somebody sits; elsewhere nothing is written. */
async function isWanted(shown, json) {
	if (json || !process.stdin.isTTY || !process.stderr.isTTY) return false;
	const lines = createInterface({
		input: process.stdin,
		output: process.stderr
	});
	try {
		const said = await Promise.race([lines.question(`${shown}\n\nWrite this to the plan? [y/N] `), once(lines, "close").then(() => "")]);
		return /^\s*y(?:es)?\s*$/i.test(said);
	} finally {
		lines.close();
	}
}
function told({ id, path, shown, diff, text, questions, name }) {
	const next = name === null ? [
		`wrote ${path}, not committed`,
		`1. look through it`,
		`2. git add ${path} && git commit`,
		`3. milestone sync ${id}`
	] : [`nothing was written: \`milestone replan ${id} --proposal=${name}\` writes exactly this`];
	return {
		status: null,
		exitCode: EXIT.ok,
		text: [
			shown,
			"",
			...next
		].join("\n"),
		json: {
			milestone: id,
			file: path,
			written: name === null,
			...name === null ? {} : { proposal: name },
			...diff,
			plan: text,
			questions
		},
		outputs: { milestone: id }
	};
}

export { replan };