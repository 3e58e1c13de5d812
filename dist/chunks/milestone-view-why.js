import { A as besideWork, Ct as phasePlan, Dt as isOpen, Gt as isOnBranch, H as activityOf, K as stagesAt, Kt as isOnGitHub, Mt as milestonePercentage, N as dateTime, P as duration, W as activityWord, at as keepsResources, cn as buildGraph, et as taskConditionsOf, g as lastWords, it as isDoneIn, n as answerCommand, rt as holdOf, st as nextStep } from "./milestone-view-nearest.js";
import { a as resourcesOverlap } from "./milestone-schedule-resources.js";
import { R as noteOrigin, V as unreadNotes, b as missingWords } from "./milestone-view-dashboard-document.js";
import { t as counted } from "./milestone-text-sanitise.js";

// src/milestone/view/why-text.ts
/** One cause as a sentence, with the command that helps where there is one. */
function causeText(milestone, { path, cause }, reader) {
	const task = path.at(-1);
	return (path.length > 1 ? `${path.slice(0, -1).join(" waits for ")} waits for ${task}: ` : "") + ownText(milestone, task, cause, reader);
}
function ownText(milestone, task, cause, reader) {
	switch (cause.kind) {
		case "completed": return `${task} is completed`;
		case "skipped": return `${task} was skipped${cause.reason ? ` (${cause.reason})` : ""}`;
		case "running": return `${task}/${cause.phase} is ${beingDone(cause)}, attempt ${cause.attempt}${cause.since ? `, since ${dateTime(cause.since)}` : ""}`;
		case "testing": return `${task} is ready, and waits until the tests of the untouched branch have run (baseline): ${cause.command}`;
		case "ready": return `${task} is ready${cause.phase ? ` for ${cause.phase}` : ""} and waits for a free agent`;
		case "not_before": return `${task}/${cause.phase} failed and is tried again in ${duration(cause.inMs)}${lastLine(cause.failure)}`;
		case "approval": {
			const who = cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission";
			const count = cause.needed > 1 ? ` (${cause.given} of ${cause.needed} given)` : "";
			const command = reader.decision(`milestone approve ${milestone} ${task}/${cause.phase}`);
			const { phase, missing } = cause;
			const gone = missing.length ? ` (${missingWords({
				task,
				phase,
				missing
			})})` : "";
			return `${task}/${phase} waits for approval by ${who}${count} since ${dateTime(cause.since)}${gone}: ${command}`;
		}
		case "answer": {
			const until = cause.until ? ` until ${dateTime(cause.until)}` : "";
			return `${task}/${cause.phase} asked a person at ${dateTime(cause.since)} and waits for the answer${until}: ${cause.question}; answer by: ${reader.command(cause.command)}`;
		}
		case "manual": {
			const what = cause.deliverables.join(", ");
			const place = reader.onBranch ? `commits ${what} to branch milestone/${milestone}` : `leaves ${what} in the checkout`;
			const done = reader.command(`milestone done ${milestone} ${task}`);
			if (cause.deliverables.length === 0) return `${task}/${cause.phase} is done by a person; once it is: ${done}`;
			return `${task}/${cause.phase} is done by a person, who ${place}; then: ${done}`;
		}
		case "blocker": {
			const command = cause.proposals[0]?.command;
			return `${task} is blocked by ${cause.blocker}: ${cause.message}${lastLine(cause.words)}${command ? `; try: ${reader.command(command)}` : ""}`;
		}
		case "checkpoint": return checkpointText(milestone, cause, reader);
		case "resource": return `${task} needs ${cause.resource}, which ${cause.task ?? "another milestone"} holds while it works${cause.holder ? ` (${cause.holder})` : ""}`;
		case "only_on_failure": return `${task} runs only if ${cause.needs.join(" or ")} fails, and is skipped where ${cause.needs.length === 1 ? "that ends" : "those end"} well`;
		case "not_running": return notRunning$1(milestone, task, {
			status: cause.status,
			reader
		});
	}
}
/** `preparing` and `checking` stand for what is done to it. */
function beingDone({ doing, doingMs, stages }) {
	const time = doingMs === null ? "" : ` for ${duration(doingMs)}`;
	if (doing !== "at work") return `under way (${doing}${time})`;
	const beside = besideWork(stages);
	return `${doing}${time}${beside ? ` (beside it ${beside})` : ""}`;
}
/** The end of what a program said, where it adds something. */
function lastLine(text) {
	const [line] = lastWords(text, 1);
	return line ? ` (${line.trim().slice(0, 300)})` : "";
}
function checkpointText(milestone, cause, reader) {
	switch (cause.state) {
		case "due": return `nothing new starts before the checks of checkpoint "${cause.name}" have passed`;
		case "failed": return `nothing new starts while checkpoint "${cause.name}" fails; once it is mended: ${reader.command(`milestone retry ${milestone}`)}`;
		case "approval": return `nothing new starts before ${cause.approvers.length ? cause.approvers.join(", ") : "anyone with write permission"} approved checkpoint "${cause.name}": ${reader.decision(`milestone approve ${milestone} checkpoint/${cause.at}`)}`;
	}
}
function notRunning$1(milestone, task, { status, reader }) {
	if (status === "completed" || status === "cancelled") return `the milestone is ${status}, so ${task} will not run`;
	const command = status === "planned" || status === "postponed" ? "execute" : "resume";
	return `${task} could start, but the milestone is not running (${status}): ${reader.command(`milestone ${command} ${milestone}`)}`;
}

// src/milestone/view/why.ts
/** Most causes that are told; a task may wait for thousands. */
const MAX_CAUSES = 20;
/**
* What a task waits for, followed through its dependencies down to the first causes. Null when the plan has no such
* task.
*/
function why(plan, state, task, options) {
	const graph = buildGraph(plan);
	const { verdicts, stuck } = taskConditionsOf(graph, state, options.now);
	const start = graph.index.get(task);
	if (start === void 0) return null;
	const waitsFor = (place) => {
		if (verdicts[place] !== "waiting") return [];
		const open = graph.dependencies[place].filter((other) => !isDoneIn(state, graph.tasks[other].id));
		return graph.tasks[place].when === "always" ? open.filter((other) => !stuck[other]) : open;
	};
	const all = firstCauses(graph, waitsFor, start).flatMap((path) => {
		const id = path.at(-1);
		return causesOf(plan, state, graph.tasks[graph.index.get(id)], options).map((cause) => ({
			path,
			cause
		}));
	});
	const asked = graph.tasks[start];
	if (asked.when === "failure" && !isDoneIn(state, task) && verdicts[start] !== "met") all.unshift({
		path: [task],
		cause: {
			kind: "only_on_failure",
			needs: asked.dependencies
		}
	});
	const causes = all.length > 1 ? all.filter((c) => c.cause.kind !== "completed") : all;
	const told = causes.slice(0, MAX_CAUSES);
	return {
		task,
		status: state.tasks.get(task)?.status ?? "pending",
		causes: told,
		sentences: [
			...told.map((cause) => causeText(plan.id, cause, readerOf(state, options))),
			...causes.length > told.length ? [`… and ${causes.length - told.length} more causes`] : [],
			...unreadWords(state.tasks.get(task))
		]
	};
}
/** Most notes whose words are given. */
const MAX_NOTES = 5;
function unreadWords(task) {
	const notes = task ? unreadNotes(task) : [];
	const more = notes.length - MAX_NOTES;
	return [...notes.slice(0, MAX_NOTES).map((note) => `${noteOrigin(note)} left a note for ${note.to}: ${note.text}`), ...more > 0 ? [`… and ${counted(more, "more note")}`] : []];
}
function readerOf(state, { place = "terminal" }) {
	const command = (line) => place === "github" ? `/${line}` : line;
	return {
		onBranch: isOnBranch(state),
		command,
		decision: (line) => place === "terminal" && isOnGitHub(state) ? `a review of its pull request, or the comment /${line}` : command(line)
	};
}
/** Shortest ways from the task to those that wait for no other task, nearest first. */
function firstCauses(graph, waitsFor, start) {
	const idOf = (place) => graph.tasks[place].id;
	const before = /* @__PURE__ */ new Map([[start, null]]);
	const found = [];
	const queue = [start];
	for (let head = 0; head < queue.length; head++) {
		const place = queue[head];
		const missing = waitsFor(place);
		if (missing.length === 0) found.push(wayTo(before, place).map(idOf));
		for (const next of missing) {
			if (before.has(next)) continue;
			before.set(next, place);
			queue.push(next);
		}
	}
	return found;
}
function wayTo(before, place) {
	const way = [];
	for (let at = place; at !== null; at = before.get(at) ?? null) way.unshift(at);
	return way;
}
/** Why a task whose dependencies are done does not go on. */
function causesOf(plan, state, task, { now, activities = [] }) {
	const at = state.tasks.get(task.id);
	if (at?.status === "skipped") return [{
		kind: "skipped",
		reason: at.skipReason ?? ""
	}];
	const step = nextStep(task, state, now);
	switch (step.kind) {
		case "done":
		case "complete": return [{ kind: "completed" }];
		case "blocked": return blockersOf(state, task.id).map(asCause);
		case "out": return [...state.blockers.values()].filter((b) => b.profile && step.profiles.includes(b.profile)).map(asCause);
		case "ask": return [state.lease === null ? notRunning(state) : {
			kind: "ready",
			phase: step.phase
		}];
		case "approval": return [approvalCause(state, task, step.phase, step.request)];
		case "answer": return answerCauses(plan.id, at.phases.get(step.phase), {
			task: task.id,
			phase: step.phase
		});
		case "manual": return [manualCause(task, step.phase)];
		case "run": {
			const running = at?.phases.get(step.phase)?.status === "in_progress" && state.lease !== null;
			const hold = holdOf(plan, state, milestonePercentage(state));
			if (step.notBefore !== null && step.notBefore > now) {
				const time = new Date(step.notBefore).toISOString();
				const failure = at?.phases.get(step.phase)?.feedback.join("\n") ?? "";
				return [{
					kind: "not_before",
					phase: step.phase,
					time,
					inMs: step.notBefore - now,
					failure
				}];
			}
			if (running) {
				const { attempt, startedAt } = at.phases.get(step.phase);
				const activity = activityOf(activities, task.id, step.phase);
				const doing = activity ? activityWord(activity) : "at work";
				const doingMs = activity ? Math.max(0, now - activity.since) : null;
				const stages = activity ? stagesAt(activity, now) : {};
				return [{
					kind: "running",
					phase: step.phase,
					attempt,
					since: startedAt,
					doing,
					doingMs,
					stages
				}];
			}
			const waiting = activityOf(activities, task.id);
			if (waiting?.doing === "waiting_for_resource") return [{
				kind: "resource",
				resource: waiting.resources.join(", "),
				task: null,
				holder: waiting.holder
			}];
			if (hold) return holdCauses(hold);
			const held = resourceCause(plan, state, task, now);
			if (state.lease === null) return [held ?? notRunning(state)];
			if (step.phase === "execute" && isBaselineDue(plan, state)) return [{
				kind: "testing",
				command: plan.testCommand
			}];
			return [held ?? {
				kind: "ready",
				phase: step.phase
			}];
		}
	}
}
/** Whether the tests of the untouched branch are still to come in: until then no code is written. */
function isBaselineDue(plan, state) {
	if (!plan.testCommand || plan.testBaseline === "ignore" || state.lastTests !== null) return false;
	return [...state.tasks.values()].every((t) => t.phases.get("execute")?.attempt === 0);
}
const notRunning = ({ status }) => ({
	kind: "not_running",
	status
});
const asCause = ({ id, message, evidence, proposals }) => ({
	kind: "blocker",
	blocker: id,
	message,
	words: lastWords(evidence, 1)[0] ?? "",
	proposals
});
function blockersOf(state, task) {
	return [...state.blockers.values()].filter((b) => b.task === task);
}
function approvalCause(state, task, phase, request) {
	const approval = state.approvals.get(request);
	if (approval.kind === "manual") return manualCause(task, phase);
	return {
		kind: "approval",
		phase,
		request,
		approvers: approval.approvers,
		given: approval.decisions.filter((d) => d.verdict === "approved").length,
		needed: Math.max(1, approval.min_approvals),
		since: approval.requestedAt,
		missing: approval.missing
	};
}
function answerCauses(milestone, { questions }, place) {
	return questions.filter((q) => q.blocking && isOpen(q)).map(({ number, question, options, askedAt, until = null, default: otherwise = null }) => ({
		kind: "answer",
		phase: place.phase,
		question,
		since: askedAt,
		until,
		command: answerCommand(milestone, {
			...place,
			number,
			options,
			default: otherwise
		})
	}));
}
function manualCause(task, phase) {
	return {
		kind: "manual",
		phase,
		deliverables: (phasePlan(task, phase)?.deliverables ?? []).map((d) => "path" in d ? d.path : d.changed)
	};
}
function holdCauses(hold) {
	switch (hold.kind) {
		case "blocked": return hold.blockers.map(asCause);
		case "checkpoint_due": return hold.gates.map(({ name, at, approvers }) => ({
			kind: "checkpoint",
			name,
			at,
			state: "due",
			approvers
		}));
		case "checkpoint_failed": return [{
			kind: "checkpoint",
			name: hold.gate.name,
			at: hold.gate.at,
			state: "failed",
			approvers: []
		}];
		case "checkpoint_approval": {
			const { name, at, approvers } = hold.gate;
			return [{
				kind: "checkpoint",
				name,
				at,
				state: "approval",
				approvers
			}];
		}
	}
}
/** A task under way that holds what this one needs. */
function resourceCause(plan, state, task, now) {
	if (task.resources.length === 0) return null;
	for (const other of plan.tasks) {
		if (other.id === task.id || other.resources.length === 0) continue;
		if (![...state.tasks.get(other.id)?.phases.values() ?? []].some((p) => p.status === "in_progress") && !keepsResources(other, state, nextStep(other, state, now))) continue;
		const shared = task.resources.find((mine) => other.resources.some((theirs) => resourcesOverlap(mine, theirs)));
		if (shared !== void 0) return {
			kind: "resource",
			resource: shared,
			task: other.id,
			holder: null
		};
	}
	return null;
}

export { why as t };