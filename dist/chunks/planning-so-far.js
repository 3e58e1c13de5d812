import { x as isFinished } from "./milestone-names.js";
import { Dt as openQuestions, Ht as hasBegunWork } from "./milestone-view-nearest.js";

// src/planning/so-far.ts
/** From here on a person decides about a blocker. */
const FOR_PEOPLE = 4;
/** Tasks that cannot be taken out of the plan any more. */
const startedTasks = (state) => new Set([...state.tasks.values()].filter(hasBegunWork).map((task) => task.id));
/** What a planner is told of a milestone under way: what became of its tasks, what agents found, what blocks it. */
function soFar(state) {
	const discovered = openQuestions(state).flatMap(({ task, phase, discovered: found }) => found ? [`${found.title}${found.why ? `: ${found.why}` : ""} (found in ${task}/${phase}${found.needs.length > 0 ? `, needs ${found.needs.join(", ")}` : ""})`] : []);
	const blocked = [...state.blockers.values()].filter(({ level }) => level >= FOR_PEOPLE).map(({ id, type, message, evidence, attempts }) => [`${id} (${type}, ${attempts} attempts): ${message}`, evidence].filter((line) => line !== "").join("\n  "));
	return [
		["what became of the plan so far", [`the milestone is ${state.status}`, ...[...state.tasks.values()].map(taskLine)]],
		["work that agents found to be missing", discovered],
		["what nobody but a person gets past", blocked]
	].flatMap(([name, lines]) => lines.length > 0 ? [{
		name,
		text: lines.join("\n")
	}] : []);
}
function taskLine({ id, status, phases, skipReason }) {
	const under = [...phases].filter(([, phase]) => phase.attempt > 0 && !isFinished(phase.status)).map(([name, { status: standing, failures, feedback }]) => {
		return `\n  ${name}: ${standing}, failed ${failures} times${feedback.slice(-5).map((point) => `\n    - ${point.slice(0, 500)}`).join("")}`;
	});
	return `${id}: ${status}${skipReason ? ` (${skipReason})` : ""}${under.join("")}`;
}

export { startedTasks as n, soFar as t };