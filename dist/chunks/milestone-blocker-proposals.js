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
	const { type, milestone, task, about } = question;
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
		case "git_conflicts": return task ? [retry("runs the phase again on the branch's newest commit")] : [resume(about === "plan" ? "goes on once the milestone files of both branches agree on it" : "goes on once the conflict is resolved by a merge on the milestone's branch")];
		case "dependency_unavailable":
			if (question.profile !== void 0) return [resume("goes on once the agent's profile names a model that its account may use")];
			if (task) return [retry("runs the phase again once what it needs is there")];
			if (about === "plan") return [resume("goes on once the milestone file has those tasks again, or they are skipped")];
			return [resume("goes on once what is missing is there"), ...about === void 0 || about.startsWith("requires-") ? [forced(milestone)] : []];
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
const forced = (milestone) => ({
	command: `milestone execute ${milestone} --force-dependencies`,
	why: "goes on without the required milestones; the log will say so"
});
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

export { proposalsFor as n, asComment as t };