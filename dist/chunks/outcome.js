import { l as isOnBranch, p as openApprovals, r as progressOf, x as branchName } from "./progress.js";

// src/outcome.ts
/** Exit codes of the command line (contract §2). */
const EXIT = {
	ok: 0,
	failed: 1,
	usage: 2,
	waiting: 10,
	blocked: 11,
	paused: 12
};
function exitCodeOf(status) {
	switch (status) {
		case "completed":
		case "planned":
		case "in_progress":
		case "postponed":
		case "cancelled": return EXIT.ok;
		case "waiting_approval": return EXIT.waiting;
		case "blocked": return EXIT.blocked;
		case "paused": return EXIT.paused;
		case "failed": return EXIT.failed;
		default: return status;
	}
}
/** GitHub shows ten annotations of a kind for a step. */
const TOLD_FAILURES = 10;
/** Why the step of such an outcome fails, as sentences. */
function failuresOf({ status, failure, outputs }) {
	if (failure) return [failure];
	if (status !== "blocked") return [];
	const told = (outputs.blockers ?? []).map(({ type, task, phase, message }) => {
		return `${[task, phase].filter(Boolean).join("/") || "the milestone"} is blocked (${type}): ${message}`;
	});
	if (told.length <= TOLD_FAILURES) return told;
	const rest = told.length - TOLD_FAILURES + 1;
	return [...told.slice(0, 9), `${rest} more things are blocked; the job summary has them`];
}
/** The outputs that follow from a state. A milestone that both waits and is blocked is blocked. */
function outputsOf(state, options) {
	const progress = progressOf(state);
	const waiting = state.status === "cancelled" ? [] : openApprovals(state);
	return {
		status: options.status,
		milestone: state.milestone,
		"session-id": state.session?.id ?? "",
		branch: isOnBranch(state) ? branchName(state.milestone) : "",
		commit: isOnBranch(state) ? options.commit : "",
		progress: progress.percentage,
		"tasks-completed": progress.tasksCompleted,
		"tasks-total": progress.tasksTotal,
		"pending-approvals": waiting.map(({ task, phase, approvers, kind }) => ({
			task,
			phase,
			approvers,
			kind
		})),
		blockers: [...state.blockers.values()].map(({ id, type, task, phase, level, message }) => ({
			id,
			type,
			task: task ?? null,
			phase: phase ?? null,
			level,
			message
		}))
	};
}

export { outputsOf as i, exitCodeOf as n, failuresOf as r, EXIT as t };