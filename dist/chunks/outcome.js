import { s as branchName } from "./strategy.js";
import { d as openApprovals, n as progressOf } from "./progress.js";

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
/** The outputs that follow from a state. A milestone that both waits and is blocked is blocked. */
function outputsOf(state, options) {
	const progress = progressOf(state);
	const waiting = state.status === "cancelled" ? [] : openApprovals(state);
	return {
		status: options.status,
		milestone: state.milestone,
		"session-id": state.session?.id ?? "",
		branch: branchName(state.milestone),
		commit: options.commit,
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

export { exitCodeOf as n, outputsOf as r, EXIT as t };