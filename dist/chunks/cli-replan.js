import { t as createTwoFilesPatch } from "./lib-diff.js";
import { i as readLiveMilestone } from "./commands-show-command.js";
import { t as EXIT } from "./commands-outcome.js";
import { o as runOptions } from "./engine-git-open-machine.js";
import { i as loadPlan, r as findPlanFile, s as requireValid, t as atCommit } from "./milestone-session-plan-source.js";
import { i as refuse } from "./engine-refusal.js";
import { t as readGitFacts } from "./init-git-facts.js";
import { I as diffPlans, z as withChangesOf } from "./engine-journal-basis.js";
import { a as agentOf, n as draftPlan, o as planningBrief } from "./planning-source-documents.js";
import { t as executePlanner } from "./planning-execute-planner.js";
import { a as repositoryFacts, n as draftFacts } from "./planning-facts.js";
import { n as startedTasks, t as soFar } from "./planning-so-far.js";
import { t as machineFor } from "./cli-on-machine.js";
import { n as machineOf, t as failed } from "./cli-plan-goal.js";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
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
		const facts = await draftFacts(root, id);
		const agent = flags.agent ?? null;
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
			if (isWritten) {
				assertUnchanged(root, path, base.text);
				writeFileSync(join(root, path), text);
			}
			return told({
				id,
				path,
				shown,
				diff,
				text,
				questions: drafted.draft.questions,
				isWritten
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
function told(made) {
	const { id, path, shown, diff, text, questions, isWritten } = made;
	const next = isWritten ? [
		`wrote ${path}, not committed`,
		`1. look through it`,
		`2. git add ${path} && git commit`,
		`3. milestone sync ${id}`
	] : ["nothing was written: --yes writes what is proposed"];
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
			written: isWritten,
			added: diff.added.map((task) => task.id),
			removed: diff.removed,
			changed: diff.changed,
			plan: text,
			questions
		},
		outputs: { milestone: id }
	};
}

export { replan };