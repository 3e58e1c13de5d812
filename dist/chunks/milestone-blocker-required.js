import { x as isFinished } from "./milestone-names.js";
import { zt as isRequestOf } from "./milestone-view-dashboard.js";

// src/milestone/blocker/proposals.ts
/**
* The commands that resolve a blocker, the likeliest first, each with why. With a leading `/` they are comment
* commands, without it they are typed in a terminal.
*/
function proposalsFor(question) {
	return [...remedies(question), ...scope(question)];
}
/** A proposal's command as written in a comment. */
const asComment = (proposal) => `/${proposal.command}`;
function remedies(question) {
	const { type, milestone, task } = question;
	const retry = (why, flags = "") => ({
		command: `milestone retry ${milestone}${targetOf(question)}${flags}`,
		why
	});
	const resume = (why, flags = "") => ({
		command: `milestone resume ${milestone}${flags}`,
		why
	});
	switch (type) {
		case "task_failure": return [retry("runs the phase again, and tells the agent why it failed")];
		case "timeout": return [retry("runs the phase again; give it a longer `timeout` in the milestone file first if it needs one")];
		case "stalled_task": return [retry("starts the silent phase again")];
		case "stalled_execution": return [resume("goes on once whatever holds every task is mended")];
		case "deliverable_invalid": return [retry("runs the phase again with the findings as feedback")];
		case "test_failures": return [retry(task ? "does the phase's work again, told which tests it breaks, and runs them on it" : "runs the tests again, after a fix was pushed to the milestone's branch")];
		case "quality_gate_failed": return [retry("runs the checks again, after what they found was mended on the milestone's branch")];
		case "git_conflicts": return task ? [retry("runs the phase again on the branch's newest commit")] : [resume("goes on once the conflict is resolved by a merge on the milestone's branch")];
		case "dependency_unavailable":
			if (question.profile !== void 0) return [resume("goes on once the agent's profile names a model that its account may use")];
			return task ? [retry("runs the phase again once what it needs is there")] : [resume("goes on once what is missing is there"), {
				command: `milestone execute ${milestone} --force-dependencies`,
				why: "goes on without the required milestones; the log will say so"
			}];
		case "usage_limit": return [resume("goes on once the plan of the agent's account allows it again, or was raised")];
		case "credentials": return [resume("goes on once the agent's key or login is renewed where the run gets it from")];
		case "credit": return [resume("goes on once the agent's account was topped up")];
		case "question_unanswered": return [...task ? [answer(question)] : [], retry("runs the phase again without an answer")];
		case "resource_conflict": return [retry("tries again once the other milestone has released the resource")];
		case "sandbox_unavailable": return [retry("runs the phase again once the machine lets the engine make its sandbox")];
		case "disk_space": return [resume("goes on once there is room on the disk")];
		case "network": return [resume("pushes again once the remote can be reached")];
		case "approval_rejected": return [retry("runs the phase again with the reviewers' comments, and asks for a new approval")];
		case "budget_exceeded": return task ? [retry("gives the task two attempts more and runs it", " --add-attempts=2"), retry("gives the task another hour of agents' time and runs it", " --add-minutes=60")] : [
			resume("raises the budget by an hour of agents' time and goes on", " --add-minutes=60"),
			resume("raises the budget by 10 attempts and goes on", " --add-attempts=10"),
			resume("raises the budget by 10 US dollars and goes on", " --add-cost=10")
		];
	}
}
const answer = (question) => ({
	command: `milestone answer ${question.milestone}${targetOf(question)} "…"`,
	why: "answers the agent's question; the phase goes on with it"
});
/** Levels 5 and 6: leave the task out, or put the milestone off. */
function scope({ milestone, task }) {
	if (!task) return [{
		command: `milestone postpone ${milestone}`,
		why: "puts the milestone off, until someone executes it again"
	}];
	return [{
		command: `milestone skip ${milestone} ${task}`,
		why: "leaves the task out; what depends on it may start"
	}, {
		command: `milestone postpone ${milestone}`,
		why: "puts the milestone off, until someone executes it again"
	}];
}
/** ` <task>/<phase>`, ` <task>` or nothing. */
function targetOf({ task, phase }) {
	if (!task) return "";
	return phase ? ` ${task}/${phase}` : ` ${task}`;
}

// src/milestone/approval/required.ts
/** Whether people must approve the checkpoint. */
function needsApproval({ approvers, criteria }) {
	return approvers.length > 0 || criteria.length > 0;
}
/**
* The gates that the base's policy puts behind finished work and that nobody opened. Whoever may push can write into the
* log that a phase or a checkpoint is done; what must have been approved is the plan's to say.
*/
function unapproved(plan, state) {
	const found = [];
	for (const { id, phases } of plan.tasks) {
		const task = state.tasks.get(id);
		if (!task || task.status === "skipped") continue;
		for (const { phase, gate, doneBefore } of phases) {
			const at = task.phases.get(phase);
			if (!gate || !at || !isFinished(at.status)) continue;
			if (state.reopened > 0 ? at.attempt === 0 : doneBefore ?? at.attempt === 0) continue;
			const approval = at.approval === null ? void 0 : state.approvals.get(at.approval);
			if (!(approval?.status === "granted" && approval.kind === "approval" && approval.task === id && approval.phase === phase)) found.push({
				kind: "phase",
				task: id,
				phase
			});
		}
	}
	for (const gate of plan.qualityGates) {
		if (!needsApproval(gate) || state.qualityGates.get(gate.name)?.status !== "passed") continue;
		if (!grantedFor(state, gate.name)) found.push({
			kind: "checkpoint",
			gate
		});
	}
	return found;
}
/**
* Tasks that the log calls skipped though people must approve something of them, but for what the base itself calls so:
* to leave them out is to pass their gates, which takes more than a line in the log.
*/
function skippedGates(plan, state) {
	return plan.tasks.flatMap((task) => {
		const at = state.tasks.get(task.id);
		return at?.status === "skipped" && task.skippedBefore === false && task.phases.some(({ gate }) => gate) ? [{
			task,
			seq: at.skipSeq
		}] : [];
	});
}
/** Whether the log's task lacks a phase behind which the plan has a gate: then that gate would never be asked. */
function lacksGate(at, { phases }) {
	return phases.some(({ phase, gate }) => gate && !at.phases.has(phase));
}
/** The newest approval by which the checkpoint of that name was opened. */
function grantedFor(state, name) {
	return [...state.approvals.values()].filter((a) => a.transition === "quality_gate" && a.status === "granted" && isRequestOf(a.request, name)).at(-1) ?? null;
}
/**
* Of each checkpoint's request, the commit at which the approved checkpoint before it was looked at. One that the plan
* does not have is nobody's: it would hide who wrote what stands before it.
*/
function lastCheckpoints({ qualityGates }, state) {
	const since = /* @__PURE__ */ new Map();
	let last = null;
	for (const approval of state.approvals.values()) {
		if (approval.transition !== "quality_gate") continue;
		if (last !== null) since.set(approval.request, last);
		const isKnown = qualityGates.some(({ name }) => isRequestOf(approval.request, name));
		if (approval.status === "granted" && isKnown) last = approval.decisions.at(-1)?.commit ?? last;
	}
	return since;
}

export { skippedGates as a, proposalsFor as c, needsApproval as i, lacksGate as n, unapproved as o, lastCheckpoints as r, asComment as s, grantedFor as t };