import { i as branchName } from "./milestone-names.js";
import { Et as awaitedQuestions, Gt as isOnBranch, Nt as progressOf, Qt as openApprovals, a as gateCommand, an as isRequestOf, n as answerCommand, o as questionRows, tn as resumeAt } from "./milestone-view-nearest.js";
import { r as sanitiseLine } from "./milestone-text-sanitise.js";

// src/commands/outcome.ts
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
		case "waiting_approval":
		case "waiting_answer": return EXIT.waiting;
		case "blocked": return EXIT.blocked;
		case "paused":
		case "waiting_limit": return EXIT.paused;
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
		questions: questionRows(state).map(({ task, phase, number, question, options, blocking, ...row }) => ({
			task,
			phase,
			number,
			question,
			options,
			default: row.default,
			blocking
		})),
		blockers: [...state.blockers.values()].map(({ id, type, task, phase, level, message, profile, tasks }) => ({
			id,
			type,
			task: task ?? null,
			phase: phase ?? null,
			level,
			message,
			...profile === void 0 ? {} : {
				profile,
				tasks: tasks ?? []
			}
		})),
		"resume-at": resumeAt(state) ?? ""
	};
}
/** Gates and blockers that are named one by one. */
const LISTED = 3;
/** What a person at a terminal may want to do after a run, as commands to copy. The dashboard names a blocker's own. */
function nextSteps(state, status) {
	return section(commandsAfter(state, status));
}
/** The same where a live view has shown the rest, which has no room for a blocker's way out. */
function stepsAfterLiveView(state, status) {
	const resolving = status === "blocked" ? [...state.blockers.values()].slice(0, LISTED).flatMap(wayOut) : [];
	const report = status === "completed" ? [] : [`milestone report ${state.milestone}`];
	return section([
		...resolving,
		...commandsAfter(state, status),
		...report
	]);
}
function wayOut(blocker) {
	const last = blocker.evidence.trim().split("\n").at(-1);
	return [...last ? [`# ${blocker.id}: ${sanitiseLine(last)}`] : [], ...blocker.proposals.map((p) => sanitiseLine(p.command))];
}
function section(lines) {
	return lines.length > 0 ? `\nNext\n${lines.map((line) => `  ${line}`).join("\n")}\n` : "";
}
function commandsAfter(state, status) {
	const id = state.milestone;
	switch (status) {
		case "completed": return [`milestone report ${id} --html --output=report.html`, ...isOnBranch(state) ? [`milestone land ${id}`] : []];
		case "waiting_approval": return [
			...gates(state),
			...answers(state),
			resume(state)
		];
		case "waiting_answer": return [...answers(state), resume(state)];
		case "paused":
		case "waiting_limit": return [resume(state)];
		case "blocked":
		case "planned":
		case "in_progress":
		case "postponed":
		case "cancelled":
		case "failed": return [];
		default: return status;
	}
}
/** A session in the checkout itself goes on there. */
function resume(state) {
	return `milestone resume ${state.milestone}${isOnBranch(state) ? "" : " --no-git-integration"}`;
}
function gates(state) {
	const open = openApprovals(state);
	const phases = open.filter((a) => a.kind === "approval" && a.task);
	const many = phases.length > LISTED;
	const named = open.filter((a) => !many || !phases.includes(a)).map((a) => gateCommand(state.milestone, a, checkpointMark(state, a.request)));
	return [...many ? [`milestone approve ${state.milestone}`] : [], ...named];
}
function answers(state) {
	return awaitedQuestions(state).slice(0, LISTED).map((question) => answerCommand(state.milestone, {
		...question,
		default: question.default ?? null
	}));
}
function checkpointMark(state, request) {
	return [...state.qualityGates.values()].find((g) => isRequestOf(request, g.name))?.at ?? null;
}

export { outputsOf as a, nextSteps as i, exitCodeOf as n, stepsAfterLiveView as o, failuresOf as r, EXIT as t };