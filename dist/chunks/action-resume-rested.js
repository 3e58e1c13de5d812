import { n as exitCodeOf, r as failuresOf } from "./commands-outcome.js";
import { i as tipsOnRemote, n as newestTip, t as idsOn } from "./commands-plans-here.js";
import { n as loadHistory } from "./milestone-session-load.js";
import { t as Refusal } from "./engine-refusal.js";
import { a as branchRef } from "./milestone-names.js";
import { N as dateTime, tn as resumeAt } from "./milestone-view-nearest.js";

// src/action/resume-rested.ts
/**
* Goes on with every milestone whose agents' rest is over, one after the other; a milestone that cannot go on keeps no
* other one from it.
*/
async function resumeRested({ machine, resume, line }) {
	let rested;
	try {
		rested = await restedMilestones(machine);
	} finally {
		await machine.close();
	}
	const outcomes = [];
	for (const milestone of rested.over) {
		line(`${milestone}: the rest of its agents is over`);
		outcomes.push(await outcomeOf(milestone, resume));
	}
	return outcomes.length === 0 ? nothingToResume(rested) : together(outcomes);
}
async function outcomeOf(milestone, resume) {
	try {
		return await resume(milestone);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const failure = `${milestone} was not resumed: ${error.complaints.map(({ message, remedy }) => `${message}. ${remedy}`).join("\n")}`;
		const outputs = {
			milestone,
			status: "failed"
		};
		return {
			status: "failed",
			exitCode: exitCodeOf("failed"),
			text: failure,
			failure,
			json: { milestone },
			outputs
		};
	}
}
function nothingToResume({ resting }) {
	const later = resting.map(({ milestone, until }) => `${milestone} rests until ${dateTime(until)}`);
	const text = `nothing to resume: ${later.length > 0 ? later.join(", ") : "no milestone rests"}`;
	const first = resting.map(({ until }) => until).sort()[0];
	return {
		status: null,
		exitCode: exitCodeOf("completed"),
		text,
		json: resting,
		outputs: { "resume-at": first ?? "" }
	};
}
/** Worst first: the step is as bad as the worst of its milestones, and its outputs are that one's. */
const WORST = [
	"failed",
	"blocked",
	"paused",
	"waiting_answer",
	"waiting_approval",
	"waiting_limit"
];
function together(outcomes) {
	const [first] = outcomes;
	if (outcomes.length === 1) return first;
	const rank = ({ status }) => {
		const place = status === null ? -1 : WORST.indexOf(status);
		return place < 0 ? WORST.length : place;
	};
	const worst = outcomes.reduce((a, b) => rank(b) < rank(a) ? b : a);
	const failures = outcomes.flatMap(failuresOf);
	return {
		...worst,
		text: outcomes.map(({ text }) => text).join("\n"),
		json: outcomes.map(({ json }) => json),
		summary: () => outcomes.map(({ summary, text }) => summary?.() ?? text).join("\n\n"),
		...outcomes.some(({ interrupted }) => interrupted) ? { interrupted: true } : {},
		...failures.length > 0 ? { failure: failures.join("\n") } : {}
	};
}
/** The milestones that wait for nothing but a limit of their agents' accounts. */
async function restedMilestones(machine) {
	const { repository, clock, narrator } = machine.ports;
	const rested = {
		over: [],
		resting: []
	};
	const remote = await tipsOnRemote(machine, ["active"]);
	for (const milestone of await idsOn(machine, "active")) {
		const tip = await newestTip(machine, milestone, remote.get(branchRef(milestone)) ?? null);
		if (tip === null) continue;
		const reading = await loadHistory(repository, milestone, tip);
		if (!reading.ok) {
			narrator.warn(`the log of ${milestone} cannot be read, so nobody knows whether it rests`);
			continue;
		}
		const until = restOf(reading.history.state);
		if (until === null) continue;
		if (Date.parse(until) <= clock.now()) rested.over.push(milestone);
		else rested.resting.push({
			milestone,
			until
		});
	}
	return rested;
}
/** Until when it rests (RFC 3339), which may be past; null: it is not at rest. */
function restOf(state) {
	if (state.status !== "waiting_limit") return null;
	return resumeAt(state) ?? state.timestamp;
}

export { resumeRested };