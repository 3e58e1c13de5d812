import { C as completionTag, D as paths, F as isFinished, O as sessionId, P as TRANSITION, S as branchRef, T as milestoneOfBranch, _ as chooseStrategy, b as ROOT, c as isDone, g as adjustAgents, i as taskHundredths, j as PHASES, k as DEFAULT_WEIGHTS, l as isOnBranch, n as milestonePercentage, p as openApprovals, s as emptyState, v as counted, w as idProblem, x as branchName } from "./progress.js";
import { $ as atCommit, A as dependantsOf, B as Fenced, C as concerns, D as wishProblem, E as lastWorked, F as LEASE_SILENCE_MS, G as workOf, H as readSegments, I as isHeld, J as isCheckpointBlocked, K as checkpointOf, L as readJUnit, N as executorNamed, O as wishProblems, P as nextStep, Q as listFilesAfter, R as parseTestOutput, S as blocksRetried, T as gatesToApprove, V as loadHistory, W as join$1, X as reachedCheckpoints, Y as newCheckpointRequest, Z as listFiles, _ as stateUnder, at as budgetStatus, c as openJournal, ct as block, dt as warnOnce, et as findPlanFile, ft as blockerId, h as seedsOfNew, j as plannedState, k as RoleBoard, lt as escalate, m as seedsOf, mt as pushWaitMs, n as wishWords, o as readBasis, pt as isPassing, q as checkpointRequest, r as checkTemplate, rt as renderedIn, s as assembleRun, st as EVIDENCE_CHARS, tt as loadPlan, ut as unblock, v as syncPlan, w as gateLabel, z as isOwn } from "./wish.js";
import { C as buildGraph, D as hoursBehind, E as criticalPath, O as phaseCosts, S as timelineOf, T as PriorityQueue, _ as criticalChain, a as blockedPlace, d as testWords, f as timeWords, g as mermaidGantt, i as approvalWords, j as atLeast, k as remainingHours, l as qualityWords, m as GANTT_NOTE, n as summaryMarkdown, o as blockerWords, p as usageWords, r as LEVELS, s as gateName, u as taskWords, v as spansOf, x as buildDashboard, y as mermaidGraph } from "./dashboard-markdown.js";
import { a as inertLine, i as fenced, r as exactCode, t as codeSpan } from "./inert.js";
import { C as millis, E as took, T as share, _ as bar, b as dateTime, c as EMPTY_LOG, f as describeEvent, g as STATUS, i as slotOf, t as activeMs, v as clockTime, w as money, x as duration, y as compact } from "./history.js";
import { n as complaintOf, r as refuse, t as Refusal } from "./refusal.js";
import { E as Findings, H as readYaml, I as number, L as object, O as spanAt, z as string } from "./schema-parts.js";
import { n as sanitiseLine } from "./sanitise.js";
import { i as outputsOf, n as exitCodeOf } from "./outcome.js";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

// src/engine/completion-tag.ts
/**
* The tag of a completed milestone, here and on the remote. Answers what went wrong, in a sentence; null when the tag
* stands, on this commit or, since it is made once, on an earlier one.
*/
async function tagCompletion(ports, milestone, tip) {
	const name = completionTag(milestone);
	const ref = `refs/tags/${name}`;
	const there = await ports.repository.resolve(ref);
	if (there === null) await ports.repository.swapRef(ref, null, tip);
	if (!ports.remote) return null;
	const pushed = await ports.remote.tag(name, there ?? tip);
	return pushed.ok ? null : `the tag ${name} could not be pushed: ${pushed.message}`;
}
/**
* What the last run of a completed milestone left undone when it was killed or cut off: its last push and its tag.
* Without the push nobody else knows that the milestone is completed, so it is tried as often as any other.
*/
async function makeGood(ports, milestone, { tip, seen }) {
	const { remote, clock } = ports;
	const ref = branchRef(milestone);
	for (let attempt = 1; remote && seen !== tip; attempt++) {
		const pushed = await remote.push(ref, tip, seen);
		if (pushed.ok || pushed.reason === "stale" && pushed.actual === tip) break;
		if (pushed.reason === "stale") return {
			ok: false,
			message: "the branch was moved on the remote meanwhile; start again"
		};
		if (!isPassing(pushed) || attempt >= 4) return {
			ok: false,
			message: `not pushed: ${pushed.message}`
		};
		await new Promise((resolve) => clock.after(pushWaitMs(attempt), resolve));
	}
	return {
		ok: true,
		note: await tagCompletion(ports, milestone, tip)
	};
}

// src/engine/budgets.ts
/**
* Warns at 80 % and stops at 100 % of every budget, before anything new starts. What runs goes on to its end. A spent
* budget of the milestone stops everything, one of a task its next phase. A limit that a person lifted, by raising it
* or in the plan, stops nothing any more.
*/
function enforceBudgets(journal, plan, running) {
	const { state } = journal;
	if ([...state.tasks.values()].every(isDone)) return;
	const uses = budgetStatus(plan, state);
	for (const use of uses) if (use.level === "warn") warnOnce(journal, "budget_near", use.message, use.task);
	lift(journal, uses);
	for (const use of uses) if (use.level === "stop") stop(journal, use, running);
}
function stop(journal, { task, message }, running) {
	if (task === void 0) {
		block(journal, {
			type: "budget_exceeded",
			message
		});
		return;
	}
	const phase = nextPhaseOf(journal.state, task);
	if (phase && !running.has(task)) block(journal, {
		type: "budget_exceeded",
		task,
		phase,
		message
	});
}
function lift(journal, uses) {
	for (const blocker of [...journal.state.blockers.values()]) {
		if (blocker.type !== "budget_exceeded") continue;
		if (!uses.some((use) => use.level === "stop" && use.task === blocker.task)) unblock(journal, blocker.id, "the budget allows more now");
	}
}
/** The phase that the task would start next; none when it is done or waits for a person anyway. */
function nextPhaseOf(state, id) {
	const task = state.tasks.get(id);
	if (!task || isDone(task)) return void 0;
	const known = PHASES.filter((phase) => task.phases.has(phase));
	const next = known.find((phase) => state.blockers.has(blockerId("budget_exceeded", id, phase))) ?? known.find((phase) => !isFinished(task.phases.get(phase).status));
	return next && task.phases.get(next).status !== "waiting_approval" ? next : void 0;
}

// src/milestone/version.ts
/**
* Whether a version fits a range of the forms `24`, `>=24`, `>1.2`, `<3`, `<=2.1`, `=1.2.3`, `^1.2`, `~1.2.3`, several
* joined by spaces. Versions are compared by their numbers alone.
*/
function satisfies(version, range) {
	const have = numbers(version);
	return range.trim().split(/\s+/).every((part) => {
		const match = /^(>=|<=|>|<|=|\^|~)?v?(\d+(?:\.\d+)*)/.exec(part);
		if (!match) return false;
		const want = numbers(match[2]);
		const order = compare$1(have, want);
		switch (match[1]) {
			case ">=": return order >= 0;
			case "<=": return order <= 0;
			case ">": return order > 0;
			case "<": return order < 0;
			case "^": return order >= 0 && have[0] === want[0];
			case "~": return order >= 0 && have[0] === want[0] && (want.length < 2 || have[1] === want[1]);
			default: return want.every((n, i) => have[i] === n);
		}
	});
}
function numbers(version) {
	return version.split(".").map(Number);
}
function compare$1(a, b) {
	for (let i = 0; i < Math.max(a.length, b.length); i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

// src/engine/opening/machine-needs.ts
/**
* Whether the machine has what the plan says it needs: a tool, a variable, a command that succeeds, a service.
* `mayStart`: a service that does not answer may be started.
*/
async function checkPrerequisite(ports, wanted, mayStart) {
	switch (wanted.kind) {
		case "tool": return checkTool(ports, wanted.tool, wanted.version);
		case "env":
			if (ports.host.env(wanted.env)) return [];
			return [{
				message: `the environment variable ${wanted.env} is not set`,
				remedy: "set it, in a workflow with `env:` from a secret"
			}];
		case "command": {
			const outcome = await ports.host.probe(wanted.command);
			if (outcome.ok) return [];
			return [{
				message: `the prerequisite command failed with exit ${outcome.exit ?? "by a signal"}: ${wanted.command}`,
				remedy: outcome.tail.trim().split("\n").at(-1) || "it printed nothing; run it by hand to see what it needs"
			}];
		}
		case "service": return checkService(ports, wanted, mayStart);
		default: return wanted;
	}
}
/** What a prerequisite is called in the log. */
function prerequisiteName(wanted) {
	switch (wanted.kind) {
		case "tool": return `tool ${wanted.tool}${wanted.version === void 0 ? "" : ` ${wanted.version}`}`;
		case "service": return `service ${wanted.service}`;
		case "env": return `variable ${wanted.env}`;
		case "command": return `command ${wanted.command}`;
		default: return wanted;
	}
}
async function checkTool(ports, name, range) {
	const tool = await ports.host.tool(name, { version: range !== void 0 });
	if (!tool.found) return [{
		message: `the tool "${name}" is not installed`,
		remedy: "install it before the run"
	}];
	if (range === void 0) return [];
	if (tool.version === null) return [{
		message: `the version of "${name}" is unknown: it does not answer --version`,
		remedy: `${range} is needed`
	}];
	if (satisfies(tool.version, range)) return [];
	return [{
		message: `the tool "${name}" is version ${tool.version}`,
		remedy: `install a version ${range}`
	}];
}
/** A failing service is started, then replaced by its alternative, before it counts as missing. */
async function checkService(ports, wanted, mayStart) {
	if ((await ports.host.probe(wanted.check)).ok) return [];
	if (!mayStart) return [notAnswering(wanted, wanted.start ? "a run would start it first" : "start it")];
	const starts = [wanted.start, wanted.alternative].filter((start) => start !== void 0);
	for (const start of starts) {
		await ports.host.probe(start);
		if ((await ports.host.probe(wanted.check)).ok) return [];
	}
	const tried = starts.map((start) => `\`${start}\``).join(" and then ");
	return [notAnswering(wanted, tried ? `${tried} did not bring it up; start it by hand` : "start it")];
}
function notAnswering({ service, check }, remedy) {
	return {
		message: `the service "${service}" does not answer: ${check}`,
		remedy
	};
}

// src/milestone/plan/milestone-cycle.ts
/** The circle of `requires` that leads back to `from`, in order and closed, or null. */
function milestoneCycle(requires, from) {
	const visited = /* @__PURE__ */ new Set();
	const path = [];
	const visit = (id) => {
		path.push(id);
		for (const next of requires.get(id) ?? []) {
			if (next === from) return true;
			if (visited.has(next)) continue;
			visited.add(next);
			if (visit(next)) return true;
		}
		path.pop();
		return false;
	};
	return visit(from) ? [...path, from] : null;
}

// src/engine/opening/plan-place.ts
/**
* Where the plan says what a complaint is about. Nothing where a branch has the plan: its copy has the engine's own
* keys as well, so that its lines are not those of the checkout, into which an annotation points.
*/
function placeOf({ located, reading, file }, key, ...below) {
	if (located.tip !== null) return {};
	return {
		file: file.path,
		...reading.source.at([...reading.source.key(key), ...below])
	};
}

// src/engine/opening/required-milestones.ts
/** Which of the required milestones the base branch does not know as completed. */
async function missingMilestones(repository, { requires, base }) {
	const missing = [];
	for (const id of requires) if (!await isCompleted(atCommit(repository, base), id)) missing.push(id);
	return missing;
}
/** Complaints about each required milestone that is not completed, and that nobody let the work go on without before. */
async function checkRequired(ports, basis) {
	const { located, base } = basis;
	const { plan } = basis.reading;
	const forced = located.history?.state.forced;
	const requires = plan.requires.filter((id) => !forced?.has(id));
	return (await missingMilestones(ports.repository, {
		requires,
		base: base.commit
	})).map((id) => ({
		message: `the milestone "${plan.id}" requires "${id}", which is not completed (${paths.milestone(id, "completed")} does not exist)`,
		remedy: `complete "${id}" and merge it first, or start with --force-dependencies`,
		...placeOf(basis, "dependencies", "requires", plan.requires.indexOf(id))
	}));
}
async function isCompleted(read, id) {
	for (const shelf of ["completed", "archived"]) {
		const file = await read(paths.milestone(id, shelf));
		if (!file) continue;
		if (shelf === "completed") return true;
		const reading = await loadPlan(read, {
			text: file.toString("utf8"),
			path: paths.milestone(id, shelf),
			shelf
		});
		return reading.ok && reading.plan.status === "completed";
	}
	return false;
}
/** Complains about milestones that require each other in a circle. */
async function checkCycle(ports, basis) {
	const { plan } = basis.reading;
	const read = atCommit(ports.repository, basis.base.commit);
	const requires = /* @__PURE__ */ new Map([[plan.id, plan.requires]]);
	const queue = [...plan.requires];
	for (let id = queue.pop(); id !== void 0; id = queue.pop()) {
		if (requires.has(id)) continue;
		const file = await findPlanFile(read, id);
		const reading = file ? await loadPlan(read, file) : null;
		const next = reading?.ok ? reading.plan.requires : [];
		requires.set(id, next);
		queue.push(...next);
	}
	const cycle = milestoneCycle(requires, plan.id);
	if (!cycle) return [];
	return [{
		message: `the milestones require each other in a cycle: ${cycle.join(" → ")}`,
		remedy: "take one of these `requires` away",
		...placeOf(basis, "dependencies", "requires")
	}];
}

// src/engine/dependency-watch.ts
/** How often what the milestone needs is looked at (ms), and oftener where stalls are told soon. */
const EVERY_MS$1 = 6e4;
const LEAST_EVERY_MS$1 = 500;
const TYPE = "dependency_unavailable";
function lookEveryMs({ plan }) {
	return Math.max(LEAST_EVERY_MS$1, Math.min(EVERY_MS$1, plan.limits.executionStallMs / 10));
}
/**
* Asks whether required milestones are still completed, on the base branch as it is now, and services still answer; one
* that does not is started again, then replaced by its alternative. What cannot be asked is left out.
*/
async function lookAtNeeds(run) {
	const { plan, ports, options } = run;
	const services = plan.prerequisites.filter((p) => p.kind === "service");
	const needs = await Promise.all(services.map((service) => serviceNeed(run, service)));
	const requires = plan.requires.filter((id) => !run.journal.state.forced.has(id));
	if (options.forceDependencies || requires.length === 0) return needs;
	const base = await newestBase$1(run);
	if (base === null) return needs;
	const missing = new Set(await missingMilestones(ports.repository, {
		requires,
		base
	}));
	for (const id of requires) {
		const message = `the milestone "${plan.id}" requires "${id}", which is not completed on ${run.base.branch} any more`;
		needs.push({
			about: `requires-${id}`,
			message: missing.has(id) ? message : ""
		});
	}
	return needs;
}
/** Blocks for what is gone, and lets go on what is back. */
function noteNeeds({ journal }, needs) {
	for (const { about, message } of needs) if (message === "") unblock(journal, `${TYPE}:${about}`, "it is there again");
	else block(journal, {
		type: TYPE,
		about,
		message
	});
}
/** A run begins only after everything it needs was found. */
function forgetNeeds({ journal }) {
	for (const id of [...journal.state.blockers.keys()]) if (/^dependency_unavailable:(?:requires|service)-/.test(id)) unblock(journal, id, "it was there when the run began");
}
async function serviceNeed({ ports }, service) {
	const [complaint] = await checkPrerequisite(ports, service, true);
	const message = complaint ? `${complaint.message}; ${complaint.remedy}` : "";
	return {
		about: `service-${service.service}`,
		message
	};
}
/** null: the remote does not answer now. */
async function newestBase$1({ ports, base }) {
	if (!ports.remote) return base.commit;
	const fetched = await ports.remote.fetch(`refs/heads/${base.branch}`);
	return fetched.ok ? fetched.oid : null;
}

// src/engine/phase-attempt.ts
/** What the plan says of an attempt that is only named; undefined where the plan knows no such task or phase. */
function plannedAttempt(plan, named) {
	const task = plan.tasks.find((t) => t.id === named.task);
	const phase = task?.phases.find((p) => p.phase === named.phase);
	return task && phase && {
		task,
		phase,
		attempt: named.attempt
	};
}

// src/engine/gate/request-approval.ts
/** Records that the phase's gate asks for approval of exactly these bytes, under a name that was not used before. */
function requestApproval(journal, { task, phase, attempt }, deliverables) {
	const base = `${task.id}/${phase.phase}#${attempt}`;
	let request = base;
	for (let n = 2; journal.state.approvals.has(request); n++) request = `${base}.${n}`;
	const gate = phase.gate;
	journal.record({
		event: "approval_requested",
		task_id: task.id,
		phase: phase.phase,
		agent: "session_manager",
		data: {
			request,
			transition: gate.transition,
			kind: "approval",
			approvers: gate.approvers,
			min_approvals: gate.minApprovals,
			criteria: gate.criteria,
			deliverables,
			attempt
		}
	});
}
/** A phase waits for an approval that nothing asks for any more: its gate is asked anew. */
async function askGateAgain(run, waiting) {
	const { task, phase } = waiting;
	const files = await listFiles(run, paths.deliverables(run.plan.id, task.id, phase.phase));
	const gate = phase.gate ?? {
		transition: TRANSITION[phase.phase],
		approvers: [],
		minApprovals: 1,
		criteria: []
	};
	requestApproval(run.journal, {
		...waiting,
		phase: {
			...phase,
			gate
		}
	}, files);
	await run.journal.commit({
		subject: `${task.id} ${phase.phase} asks again`,
		derived: true,
		saveReason: "gate"
	});
	run.publisher.request();
}
/** What was asked or granted counts no more, and the gate asks again. */
async function voidApproval(run, approval, { reason, changed }) {
	const { journal, plan } = run;
	const gated = plannedAttempt(plan, approval);
	if (!gated) return;
	const { task, phase } = gated;
	journal.record({
		event: "approval_voided",
		task_id: task.id,
		phase: phase.phase,
		agent: "session_manager",
		data: {
			request: approval.request,
			reason,
			changed
		}
	});
	const folder = paths.deliverables(plan.id, task.id, phase.phase);
	if (phase.gate) requestApproval(journal, gated, await listFiles(run, folder));
}

// src/engine/landing/settle-tasks.ts
/** Records what follows from finished phases: a task whose every phase is finished is completed. */
function settleFinishedTasks(journal) {
	let any = false;
	for (const task of journal.state.tasks.values()) {
		if (isDone(task) || task.phases.size === 0) continue;
		if (!PHASES.every((phase) => isFinished(task.phases.get(phase)?.status ?? "completed"))) continue;
		journal.record({
			event: "task_completed",
			task_id: task.id,
			agent: "task_executor",
			data: {}
		});
		any = true;
	}
	return any;
}

// src/engine/landing/manual-work.ts
/** A manual phase is done when a person's commit holds its deliverables; until then it waits. */
async function requestManualWork(run, manual) {
	if (await takeManualWork(run, manual)) return;
	const { journal } = run;
	const { task, phase, attempt } = manual;
	journal.record({
		event: "approval_requested",
		task_id: task.id,
		phase: phase.phase,
		agent: "session_manager",
		data: {
			request: `${task.id}/${phase.phase}#${attempt}.manual`,
			transition: TRANSITION[phase.phase],
			kind: "manual",
			approvers: [],
			min_approvals: 0,
			criteria: phase.acceptanceCriteria,
			deliverables: [],
			attempt
		}
	});
	await journal.commit({
		subject: `${task.id} ${phase.phase} waits for a person`,
		derived: true,
		saveReason: "gate"
	});
	run.publisher.request();
}
/** Completes a manual phase where all that it asks for stands on the branch; answers whether it did. */
async function takeManualWork(run, manual) {
	const { task, phase } = manual;
	const folder = paths.deliverables(run.plan.id, task.id, phase.phase);
	const refs = await listFiles(run, folder);
	if (refs.length === 0) return false;
	const findings = await check(run, manual, folder, refs);
	if (findings.length > 0) {
		const wrong = findings.map((f) => f.message).join(" ");
		warnOnce(run.journal, "manual_work", `${task.id}/${phase.phase} is not done yet: ${wrong}`, task.id);
		return false;
	}
	await completeManually(run, manual, refs);
	return true;
}
async function check({ journal, ports }, { phase }, folder, refs) {
	const workspace = await ports.workspaces.open("manual");
	await workspace.moveTo(journal.tip);
	const files = [];
	for (const { path } of refs) {
		const content = await ports.repository.readFile(journal.tip, path);
		if (content) files.push({
			path,
			mode: "100644",
			content
		});
	}
	return ports.runner.check({
		phase,
		folder,
		files,
		workspace
	});
}
async function completeManually(run, manual, refs) {
	const { journal } = run;
	const { task, phase, attempt } = manual;
	const agent = "session_manager";
	if (journal.state.tasks.get(task.id)?.startedAt == null) journal.record({
		event: "task_started",
		task_id: task.id,
		agent,
		data: {}
	});
	journal.record({
		event: "phase_completed",
		task_id: task.id,
		phase: phase.phase,
		agent,
		data: {
			attempt,
			executor: "manual",
			duration_ms: 0,
			deliverables: refs,
			changed: 0,
			gated: phase.gate !== null
		}
	});
	if (phase.gate) requestApproval(journal, manual, refs);
	settleFinishedTasks(journal);
	journal.recordProgress();
	await journal.commit({
		subject: `${task.id} ${phase.phase} completed`,
		trailers: {
			task: task.id,
			phase: phase.phase,
			attempt
		},
		derived: true,
		saveReason: "phase"
	});
	run.publisher.request();
}

// src/milestone/approval/approval-aim.ts
/** Longest text of one point of feedback, and most points, that are passed on. */
const POINT_CHARS = 4e3;
const POINTS = 100;
/**
* The open gates that a decision is about. A command's target is exact. Requested changes aim at the gates whose
* deliverables the line comments touch or whose names (`task/phase`, a file, else the task) the text names, and at
* all of them where it names none. Anything else aims at all.
*/
function aimOf(candidate, open) {
	const { target, verdict } = candidate;
	const requests = (found) => new Set(found.map((a) => a.request));
	if (target) {
		const { task, phase } = target;
		return requests(open.filter((a) => a.task === task && (phase === void 0 || a.phase === phase)));
	}
	if (verdict === "approved") return requests(open);
	const exact = namedGates(candidate, open);
	return requests(exact.length ? exact : open);
}
/** The gates that requested changes name or touch; empty where they are about no gate in particular. */
function namedGates(candidate, gates) {
	const words = wordsOf(candidate.body);
	const touched = new Set(candidate.lineComments.map((c) => c.path));
	const exact = gates.filter((a) => a.deliverables.some((d) => touched.has(d.path) || namesFile(words, d.path)) || a.task !== null && words.has(`${a.task}/${a.phase}`.toLowerCase()));
	return exact.length ? exact : gates.filter((a) => a.task !== null && words.has(a.task.toLowerCase()));
}
/** What the next attempt is told: the text, then each line comment with its place. */
function feedbackOf(candidate) {
	const points = candidate.lineComments.map(({ path, line, body }) => body.trim() ? `${path}${line === null ? "" : `:${line}`}: ${body.trim()}` : "");
	return [candidate.body.trim(), ...points].filter((point) => point !== "").slice(0, POINTS).map((point) => point.length > POINT_CHARS ? `${point.slice(0, 3999)}…` : point);
}
/** Words that may be names of tasks or files, in lower case, each path's last part too. One pass over the text. */
function wordsOf(text) {
	const words = /* @__PURE__ */ new Set();
	for (const raw of text.toLowerCase().split(/[^a-z0-9._/-]/)) {
		const word = trimDots(raw);
		if (word === "") continue;
		words.add(word);
		const slash = word.lastIndexOf("/");
		if (slash >= 0 && slash < word.length - 1) words.add(word.slice(slash + 1));
	}
	return words;
}
/** A full stop ends a sentence, it does not belong to the name before it. */
function trimDots(word) {
	let end = word.length;
	while (end > 0 && word[end - 1] === ".") end -= 1;
	return word.slice(0, end);
}
function namesFile(words, path) {
	const lower = path.toLowerCase();
	return words.has(lower) || words.has(lower.slice(lower.lastIndexOf("/") + 1));
}

// src/milestone/approval/who-counts.ts
/**
* Whether this person's word moves the gate: never a bot, an app or an author of the work; a listed approver or member
* of a listed team, or, where none is listed, anyone who may write. Whatever could not be found out counts as no.
*/
function whoCounts(candidate, policy, authors) {
	const { user, viaApp, permission } = candidate;
	if (user.type !== "User" || viaApp || user.login.toLowerCase().endsWith("[bot]")) return {
		code: "not_a_person",
		reason: "bots and apps never approve or reject a gate"
	};
	if (authors.some((author) => author.id === user.id)) return {
		code: "author",
		reason: "whoever wrote part of the work by hand cannot decide on it"
	};
	if (permission === null) return {
		code: "permission_unknown",
		reason: "GitHub could not say what this person may do, so it does not count"
	};
	if (policy.approvers.length > 0) {
		if (isListed(candidate, policy.approvers)) return null;
		return {
			code: "not_an_approver",
			reason: `this gate is decided by ${policy.approvers.join(", ")}`
		};
	}
	if (atLeast(permission, "write")) return null;
	return {
		code: "no_write_permission",
		reason: `deciding on this gate needs write permission; this person has ${permission}`
	};
}
function isListed({ user, permission, teams }, approvers) {
	if (permission === "none") return false;
	const login = user.login.toLowerCase();
	const memberOf = teams.map((team) => team.toLowerCase());
	return approvers.some((approver) => {
		const name = approver.replace(/^@/, "").toLowerCase();
		return name.includes("/") ? memberOf.includes(name) : name === login;
	});
}

// src/milestone/approval/approval.ts
/**
* What people decided on a gate, by what GitHub says now. An approval counts when its giver counts, it was given after
* the gate was asked, and each deliverable at the commit that was looked at has exactly the bytes that were asked
* about. Each person's latest word counts alone; requested changes outweigh approvals.
*/
function judge(question) {
	const { approval, policy } = question;
	const refused = [];
	const counting = [];
	for (const candidate of latestWords(question, refused)) {
		const refusal = refusalOf(candidate, question);
		if (refusal) refused.push({
			candidate,
			...refusal
		});
		else counting.push(candidate);
	}
	const rejecting = counting.find((c) => c.verdict === "changes_requested");
	if (rejecting) return {
		kind: "rejected",
		decision: decisionOf(rejecting),
		refused
	};
	if (counting.length === 0) return {
		kind: "open",
		refused
	};
	const counted = counting.map(decisionOf);
	const known = new Set(approval.decisions.map((d) => `${d.by.source}:${d.ref}`));
	const complete = counted.length >= Math.max(1, policy.minApprovals);
	const fresh = counted.filter((d) => !known.has(`${d.by.source}:${d.ref}`));
	if (complete && fresh.length === 0) fresh.push(counted.at(-1));
	return {
		kind: "granted",
		complete,
		counted,
		fresh,
		refused
	};
}
/** Whether an approval that was granted on GitHub still stands; if not, why, for `approval_voided`. */
function stillStands(question) {
	const { approval } = question;
	const decisions = question.decisions.filter((c) => c.verdict === "approved" || reaches(c, question));
	const judgement = judge({
		...question,
		decisions,
		open: [approval],
		used: /* @__PURE__ */ new Set()
	});
	if (judgement.kind === "granted" && judgement.complete) return { stands: true };
	if (judgement.kind === "rejected") return {
		stands: false,
		reason: `${judgement.decision.by.login} requested changes after the approval`
	};
	const recorded = new Set(approval.decisions.map((d) => d.ref));
	const lost = judgement.refused.find((r) => recorded.has(r.candidate.id) && r.code !== "superseded");
	return {
		stands: false,
		reason: (lost ? `${lost.candidate.user.login}'s approval no longer counts: ${lost.reason}` : "") || "GitHub no longer shows the approval"
	};
}
/**
* Whether requested changes reach a gate that is open no longer: when they name it, or when they name nothing, come from
* one of its approvers and there is no open gate that they are about.
*/
function reaches(candidate, { approval, decisions, open = [] }) {
	const others = open.filter((a) => a.request !== approval.request);
	if (candidate.target) return aimOf(candidate, [approval]).size > 0;
	const named = namedGates(candidate, [...others, approval]);
	if (named.length > 0) return named.includes(approval);
	const approved = decisions.some((d) => d.verdict === "approved" && d.user.id === candidate.user.id);
	return others.length === 0 && approved;
}
/** Reviews and comments that decided on another attempt of the same gate: none of them counts twice. */
function usedBefore(state, approval) {
	const used = /* @__PURE__ */ new Set();
	for (const other of state.approvals.values()) {
		if (other.task !== approval.task || other.phase !== approval.phase || other.request === approval.request) continue;
		if (other.attempt === approval.attempt && other.transition !== "quality_gate") continue;
		for (const { ref } of other.decisions) if (ref !== null) used.add(ref);
	}
	return used;
}
/** The latest decision of each person that is about this gate and was given while it was asked, oldest first. */
function latestWords(question, refused) {
	const { approval, decisions, open = [approval] } = question;
	const latest = /* @__PURE__ */ new Map();
	const inOrder = [...decisions].sort((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || a.id - b.id);
	for (const candidate of inOrder) {
		if (!aimOf(candidate, open).has(approval.request)) continue;
		if (isEarlier(candidate, approval)) {
			refused.push({
				candidate,
				code: "earlier",
				reason: "it was given before this gate was asked"
			});
			continue;
		}
		const before = latest.get(candidate.user.id);
		if (before) refused.push({
			candidate: before,
			code: "superseded",
			reason: "a later decision replaced it"
		});
		latest.set(candidate.user.id, candidate);
	}
	return [...latest.values()];
}
/** GitHub's times are cut to whole seconds, so the second in which the gate was asked still counts. */
function isEarlier(candidate, approval) {
	const asked = Math.floor(Date.parse(approval.requestedAt) / 1e3);
	return !(Math.floor(Date.parse(candidate.submittedAt) / 1e3) >= asked);
}
function refusalOf(candidate, { approval, policy, authors, used }) {
	if (candidate.dismissed) return {
		code: "dismissed",
		reason: "the review was dismissed"
	};
	if (candidate.edited) return {
		code: "edited",
		reason: "it was edited after it was submitted"
	};
	if (used?.has(candidate.id)) return {
		code: "already_used",
		reason: "it decided on an earlier attempt of this phase"
	};
	const person = whoCounts(candidate, policy, authors);
	if (person || candidate.verdict === "changes_requested") return person;
	const changed = approval.deliverables.filter((d) => blobAt(candidate, d.path) !== d.blob).map((d) => d.path);
	if (candidate.commit !== null && changed.length === 0) return null;
	return {
		code: "other_content",
		reason: `it looked at other content than this gate asks about${changed.length ? `: ${changed.join(", ")}` : ""}`
	};
}
function blobAt({ blobs }, path) {
	return Object.hasOwn(blobs, path) ? blobs[path] ?? null : null;
}
function decisionOf(candidate) {
	const { verdict, user, source, id, commit, permission, submittedAt } = candidate;
	return {
		verdict: verdict === "approved" ? "approved" : "rejected",
		by: {
			login: user.login,
			id: user.id,
			source
		},
		ref: id,
		commit,
		permission: permission ?? "none",
		at: submittedAt,
		feedback: feedbackOf(candidate)
	};
}

// src/engine/gate/record-decision.ts
/** Reworks that a reviewer may ask for before the gate becomes a person's matter. */
const REWORKS = 3;
/** Records approvals one by one; the last one that is needed opens the gate. */
function grant(run, approval, fresh, complete) {
	const { journal } = run;
	const where = whereOf(approval);
	fresh.forEach((decision, index) => {
		const last = index === fresh.length - 1;
		journal.record({
			event: "approval_granted",
			...where,
			agent: "session_manager",
			data: {
				request: approval.request,
				decision,
				complete: complete && last
			}
		});
	});
	if (!complete || approval.transition !== "quality_gate") return;
	const gate = checkpointOf(run.plan, approval.request);
	if (!gate) return;
	journal.record({
		event: "quality_gate_passed",
		agent: "progress_monitor",
		data: {
			name: gate.name,
			at: gate.at,
			checks: journal.state.qualityGates.get(gate.name)?.checks ?? []
		}
	});
}
/** Requested changes send the phase back to its executor with the reviewer's words, a limited number of times. */
function reject(run, approval, decision) {
	const { journal } = run;
	journal.record({
		event: "approval_rejected",
		...whereOf(approval),
		agent: "session_manager",
		data: {
			request: approval.request,
			decision
		}
	});
	const phase = approval.task && approval.phase && journal.state.tasks.get(approval.task)?.phases.get(approval.phase);
	if (!phase) {
		block(journal, {
			type: "approval_rejected",
			about: checkpointOf(run.plan, approval.request)?.name ?? approval.request,
			message: `${decision.by.login} rejected ${approval.request}`,
			evidence: decision.feedback.join("\n")
		});
		return;
	}
	reopenLater(journal, approval, decision);
	if (phase.rejections <= REWORKS) return;
	block(journal, {
		type: "approval_rejected",
		task: approval.task,
		phase: approval.phase,
		message: `${decision.by.login} requested changes for the ${phase.rejections}th time; the ${REWORKS} reworks are spent`,
		evidence: decision.feedback.join("\n"),
		attempts: phase.attempt
	});
}
/** A gate that asked again may be rejected when later phases were done already: they stand on what was sent back. */
function reopenLater(journal, { task, phase }, decision) {
	const phases = journal.state.tasks.get(task).phases;
	const next = PHASES[PHASES.indexOf(phase) + 1];
	if (!next || (phases.get(next)?.status ?? "pending") === "pending") return;
	journal.record({
		event: "phase_reopened",
		task_id: task,
		phase: next,
		agent: "session_manager",
		data: {
			by: decision.by,
			reason: `${phase} was sent back`,
			revert: false
		}
	});
}
function whereOf(approval) {
	return {
		...approval.task ? { task_id: approval.task } : {},
		...approval.phase ? { phase: approval.phase } : {}
	};
}

// src/engine/gate/read-forge.ts
/** Judges what GitHub says now about every gate that is open or was granted. */
async function readForge(run) {
	const { journal, ports } = run;
	const watched = [...journal.state.approvals.values()].filter((a) => a.kind === "approval" && (a.status === "open" || a.status === "granted"));
	if (watched.length === 0) return;
	const answer = await ports.forge.decisions(watched, run.publisher.pushed ?? journal.tip);
	if (!answer.ok) {
		warnOnce(journal, "approval_unverified", `the approvals could not be read from GitHub (${answer.reason}); the gates stay closed`);
		return;
	}
	run.approvalsRead = true;
	for (const approval of watched) if (approval.status === "granted") await recheck(run, approval, answer);
	else judgeOne(run, approval, answer);
}
/** Approvals of an earlier run, or of whoever wrote them into the log, on which work would build unseen by GitHub. */
function awaitsConfirmation(run) {
	const { journal, ports } = run;
	if (!ports.forge.present || run.approvalsRead) return false;
	return [...journal.state.approvals.values()].some((a) => a.kind === "approval" && a.status === "granted" && isUnfinished(journal, a));
}
function isUnfinished(journal, approval) {
	const task = approval.task ? journal.state.tasks.get(approval.task) : void 0;
	return task !== void 0 && !isDone(task);
}
/**
* What the log says was granted is re-read from GitHub until the task is through: a dismissed review closes the gate
* again, and a line that someone wrote into the branch's log opens none. That holds for approvals given at a command line
* too, which nobody can verify.
*/
async function recheck(run, approval, said) {
	const { journal } = run;
	if (!isUnfinished(journal, approval)) return;
	const answer = stillStands({
		...questionOf(run, approval, said),
		open: [approval, ...openApprovals(journal.state)]
	});
	if (!answer.stands) await voidApproval(run, approval, {
		reason: answer.reason,
		changed: []
	});
}
function judgeOne(run, approval, said) {
	const { journal } = run;
	const question = questionOf(run, approval, said);
	const judgement = judge({
		...question,
		open: openApprovals(journal.state),
		used: usedBefore(journal.state, approval)
	});
	for (const refused of judgement.refused) {
		if (refused.code === "superseded" || refused.code === "earlier") continue;
		warnOnce(journal, "approval_unverified", `${refused.candidate.user.login} does not open ${approval.request}: ${refused.reason}`);
	}
	if (judgement.kind === "granted") grant(run, approval, judgement.fresh, judgement.complete);
	else if (judgement.kind === "rejected") reject(run, approval, judgement.decision);
}
function questionOf(run, approval, said) {
	const authors = said.authors.get(approval.request) ?? [];
	return {
		approval,
		decisions: said.candidates,
		policy: policyOf(run, approval, said.approvers ?? []),
		authors
	};
}
/** Of the plan under the base branch's policy, never of the request in the log. */
function policyOf(run, approval, usual) {
	const gate = gateOf(run, approval);
	const named = gate?.approvers ?? [];
	return {
		approvers: named.length > 0 ? named : [...usual],
		minApprovals: gate?.minApprovals ?? 1
	};
}
/** null or undefined: the plan has no such gate. */
function gateOf(run, approval) {
	if (approval.transition === "quality_gate") return checkpointOf(run.plan, approval.request);
	return plannedAttempt(run.plan, approval)?.phase.gate;
}

// src/engine/gate/apply-decisions.ts
/**
* Brings the gates up to date: bytes that changed void an approval, a person's own work is looked for, and what GitHub
* says now is judged under the base branch's policy. Saves when anything changed, and answers whether it did.
*/
async function applyDecisions(run) {
	const { journal, ports } = run;
	const before = decided(journal.state);
	await voidChanged(run);
	await takeManual(run);
	if (ports.forge.present) await readForge(run);
	if (decided(journal.state) === before) return false;
	settleFinishedTasks(journal);
	journal.recordProgress();
	await journal.commit({
		subject: "approvals",
		derived: true,
		saveReason: "gate"
	});
	run.publisher.request();
	return true;
}
/**
* All that this may change, as one text. Numbers of events do not tell: while GitHub takes its time to answer a push
* ends and is recorded, and to save that would mean the next push, and so on for ever.
*/
function decided({ approvals, tasks, qualityGates, blockers }) {
	return JSON.stringify([
		[...approvals.values()].map((a) => [
			a.request,
			a.status,
			a.decisions.length
		]),
		[...tasks.values()].map((t) => [t.status, ...[...t.phases.values()].map((p) => p.status)]),
		[...qualityGates.values()].map((g) => g.status),
		[...blockers.keys()]
	]);
}
/** Each approval is bound to exact bytes: where they differ on the branch now, it is void and the gate asks again. */
async function voidChanged(run) {
	const { journal } = run;
	for (const approval of [...journal.state.approvals.values()]) {
		if (approval.kind !== "approval" || !approval.task || !approval.phase) continue;
		if (approval.status !== "open" && approval.status !== "granted") continue;
		const changed = [];
		const missing = [];
		for (const { path, blob } of approval.deliverables) {
			const there = await fileAt(run, path);
			if (there === null) missing.push(path);
			else if (there !== blob) changed.push(path);
		}
		for (const path of approval.missing) if (await fileAt(run, path) !== null) changed.push(path);
		const reasons = [...missing.length ? [`deliverables are missing on the branch: ${missing.join(", ")}`] : [], ...changed.length ? [`the deliverables changed on the branch: ${changed.join(", ")}`] : []];
		if (reasons.length > 0) await voidApproval(run, approval, {
			reason: reasons.join("; "),
			changed: [...missing, ...changed]
		});
	}
}
/** The blob of the file at the path on the branch now; null: no file is there. */
async function fileAt({ journal, ports }, path) {
	const entry = await ports.repository.entry(journal.tip, path);
	return !entry || entry.mode === "40000" || entry.mode === "040000" ? null : entry.oid;
}
async function takeManual(run) {
	const { journal, plan } = run;
	for (const approval of openApprovals(journal.state)) {
		if (approval.kind !== "manual") continue;
		const manual = plannedAttempt(plan, approval);
		if (manual) await takeManualWork(run, manual);
	}
}

// src/engine/join-base.ts
const ABOUT$1 = "base";
/**
* Keeps the milestone's pull request mergeable. As long as the base branch still merges by itself nothing is done;
* where only the engine's own files stand in the way, the base is merged here and the branch's version of those is
* kept; where the work itself conflicts, it is a person's matter. Answers whether anything was recorded.
*/
function joinBase(run) {
	return run.journal.exclusively(() => joinNow(run));
}
async function joinNow(run) {
	const { journal, ports } = run;
	const { repository } = ports;
	const theirs = await newestBase(run);
	if (await repository.isAncestor(theirs, journal.tip)) return resolved(run);
	const shared = await sharedWith(run, theirs);
	if (shared === null) return false;
	const range = {
		from: shared,
		to: theirs
	};
	if ((await join$1(repository, {
		base: shared,
		tip: journal.tip,
		work: await workOf(repository, range, () => true)
	})).ok) return resolved(run);
	const plan = [
		paths.milestone(journal.milestone),
		paths.milestone(journal.milestone, "completed"),
		paths.current
	];
	const work = await workOf(repository, range, (path) => !isOwn(path) && !plan.includes(path));
	const joined = await join$1(repository, {
		base: shared,
		tip: journal.tip,
		work
	});
	if (!joined.ok) return conflict(run, joined.conflicts);
	await journal.commit({
		subject: `merged ${run.base.branch}`,
		joins: theirs,
		changes: joined.changes,
		derived: true,
		saveReason: "merge",
		events() {
			journal.record({
				event: "base_merged",
				agent: "git_integration",
				data: { commit: theirs }
			});
			resolved(run);
		}
	});
	run.publisher.request();
	return true;
}
/** The base as the remote has it, which may have moved since this run's checkout was made. */
async function newestBase({ ports, base }) {
	const fetched = await ports.remote?.fetch(`refs/heads/${base.branch}`);
	if (!fetched?.ok || fetched.oid === null) return base.commit;
	return fetched.oid;
}
/** A shallow clone may lack the commit where the two parted: its history is fetched as far as that. */
async function sharedWith({ ports, journal }, theirs) {
	const { repository, remote } = ports;
	const here = await repository.mergeBase(journal.tip, theirs);
	if (here !== null || !remote) return here;
	await remote.fetch(`refs/heads/milestone/${journal.milestone}`, theirs);
	return repository.mergeBase(journal.tip, theirs);
}
function resolved({ journal }) {
	return unblock(journal, `git_conflicts:${ABOUT$1}`, "the base branch merges again");
}
async function conflict(run, conflicts) {
	const { journal, base, publisher } = run;
	if (journal.state.blockers.has(`git_conflicts:${ABOUT$1}`)) return false;
	const named = conflicts.slice(0, 5).join(", ") + (conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : "");
	block(journal, {
		type: "git_conflicts",
		about: ABOUT$1,
		message: `${base.branch} does not merge into the milestone's branch any more (${named}); merge it there and push`,
		evidence: conflicts.join("\n")
	});
	await journal.commit({
		subject: "blocked",
		derived: true,
		saveReason: "blocker"
	});
	publisher.request();
	return true;
}

// src/engine/interruptions.ts
/** An attempt of this run was ended before it came to anything; it does not count as a failure. */
function recordInterruption(journal, start, reason) {
	journal.record({
		event: "phase_interrupted",
		task_id: start.task.id,
		phase: start.phase.phase,
		agent: `task_executor/${start.slot}`,
		data: {
			attempt: start.attempt,
			reason
		}
	});
}
/** What the run before this one left running, by the log: it died, and each attempt of its with it. */
function recordInterruptions(journal) {
	for (const task of journal.state.tasks.values()) for (const [phase, at] of task.phases) {
		if (!at.running) continue;
		journal.record({
			event: "phase_interrupted",
			task_id: task.id,
			phase,
			agent: "session_manager",
			data: {
				attempt: at.attempt,
				reason: "the run before this one died"
			}
		});
	}
}

// src/milestone/text/implementation-summary.ts
const BEGIN = "<!-- changed files: written by the engine -->";
const END = "<!-- end of changed files -->";
/** A longer list is read by nobody; the commit has it. */
const MAX_LISTED = 200;
/**
* The executor's summary with the list of files that the phase really changed at its end. A list that the
* text already holds is replaced.
*/
function appendChangedFiles(markdown, files) {
	const begin = markdown.indexOf(BEGIN);
	return [
		(begin < 0 ? markdown : markdown.slice(0, begin)).trimEnd(),
		BEGIN,
		"## Changed files (from the commit)",
		list(files),
		END
	].filter((part) => part !== "").join("\n\n") + "\n";
}
function list(files) {
	if (files.length === 0) return "No file of the repository was changed.";
	const lines = files.toSorted((a, b) => a.path < b.path ? -1 : 1).slice(0, MAX_LISTED).map((file) => `- ${exactCode(file.path)}${file.change === "deleted" ? " (deleted)" : ""}`);
	if (files.length > MAX_LISTED) lines.push(`- and ${files.length - MAX_LISTED} more`);
	return lines.join("\n");
}

// src/milestone/text/test-results.ts
/** The deliverable that the engine writes where there is a test command. */
const TEST_RESULTS = "test-results.md";
const TAIL_LIMIT = 16e3;
/** The engine's `test-results.md`: nothing in it but what the run showed. */
function testResultsMarkdown(run) {
	const exit = run.exit === null ? "ended by a signal" : `exit ${run.exit}`;
	const parts = [
		`# Test results: ${inertLine(run.task)}`,
		"Written by the engine from its own run of the milestone's test command on the integrated branch.",
		[
			`- Command: ${exactCode(run.command)}`,
			`- Result: **${run.ok ? "passed" : "failed"}** (${exit})`,
			`- Duration: ${(run.duration_ms / 1e3).toFixed(1)} s`,
			`- Tests: ${totals(run)}`
		].join("\n")
	];
	if (run.failures.length > 0) parts.push("## Failures", run.failures.map((failure) => `- ${inertLine(failure)}`).join("\n"));
	if (run.tail.trim() !== "") parts.push("## End of the output", fenced(run.tail, {
		info: "text",
		limit: TAIL_LIMIT,
		keep: "end"
	}));
	return `${parts.join("\n\n")}\n`;
}
function totals(run) {
	if (run.total === void 0) return "not counted, as the output is of no runner that is known";
	const { total, passed = 0, failed = 0, skipped = 0 } = run;
	return `${total} (${passed} passed, ${failed} failed, ${skipped} skipped)`;
}
const CLAIM = "> **Reported by the executor, not verified:** the milestone sets no `test_command`, so the engine has run no tests.";
/** Marks an executor's own `test-results.md` as its claim; a text that is marked stays as it is. */
function labelClaim(markdown) {
	return markdown.startsWith(CLAIM) ? markdown : `${CLAIM}\n\n${markdown}`;
}

// src/engine/landing/annotate-documents.ts
/** Adds what the engine knows to the documents that an agent wrote about its own work. Answers all changes. */
async function annotateDocuments(run, work) {
	const listed = await withChangedFiles(run, work);
	return run.plan.testCommand ? listed : withLabelledClaim(run, listed, work.folder);
}
/** The engine appends what was really changed to the agent's own summary. */
async function withChangedFiles(run, { changes, folder, files }) {
	const path = `${folder}/implementation-summary.md`;
	const summary = await landedText(run, changes, path);
	if (summary === null) return changes;
	const listed = files.filter((f) => !f.path.startsWith(".milestones/")).map((f) => ({
		path: f.path,
		change: "delete" in f ? "deleted" : "written"
	}));
	return new Map(changes).set(path, Buffer.from(appendChangedFiles(summary, listed)));
}
/** Without a test command the test results are the executor's word, and say so. */
async function withLabelledClaim(run, changes, folder) {
	const path = `${folder}/${TEST_RESULTS}`;
	const claim = await landedText(run, changes, path);
	return claim === null ? changes : new Map(changes).set(path, Buffer.from(labelClaim(claim)));
}
/** What a landing writes at the path, which it names by its blob; null: nothing. */
async function landedText(run, changes, path) {
	const change = changes.get(path);
	if (change === void 0 || change === null) return null;
	return (Buffer.isBuffer(change) ? change : await run.ports.repository.readBlob(change.oid))?.toString("utf8") ?? null;
}

// src/engine/landing/block-phase.ts
/** Hands the phase over to a person: the blocker is recorded, committed and pushed. */
async function blockPhase(run, running, trouble) {
	const { journal, publisher } = run;
	const { task, phase, attempt } = running.start;
	block(journal, {
		...trouble,
		task: task.id,
		phase: phase.phase
	});
	journal.recordProgress();
	await journal.commit({
		subject: task.workflow ? `${task.id} ${phase.phase} blocked` : `${task.id} blocked`,
		trailers: {
			task: task.id,
			phase: phase.phase,
			attempt
		},
		derived: true,
		saveReason: "blocker"
	});
	publisher.request();
}

// src/engine/landing/conflict.ts
/**
* The attempt's work does not merge with what landed since it began. The first time the phase runs again on the fresh
* tip, which costs it nothing; the second time in a row a person is needed.
* @param seen conflicts so far, by `task/phase`
*/
async function resolveConflict(run, running, conflicting, seen) {
	const { journal, ports } = run;
	const { task, phase, attempt, executorName } = running.start;
	const key = `${task.id}/${phase.phase}`;
	const times = (seen.get(key) ?? 0) + 1;
	const where = {
		task_id: task.id,
		phase: phase.phase,
		agent: "git_integration"
	};
	const message = `the work of ${key} does not merge with what landed meanwhile: ${conflicting.slice(0, 5).join(", ")}`;
	journal.record({
		event: "phase_interrupted",
		...where,
		data: {
			attempt,
			reason: message
		}
	});
	if (times === 1) {
		seen.set(key, times);
		journal.record({
			event: "retry_scheduled",
			...where,
			data: {
				attempt: attempt + 1,
				not_before: new Date(ports.clock.now()).toISOString(),
				level: 3,
				executor: executorName,
				reason: "the phase runs again on the branch's fresh tip"
			}
		});
		return;
	}
	seen.delete(key);
	await blockPhase(run, running, {
		type: "git_conflicts",
		message,
		evidence: conflicting.join("\n"),
		attempts: attempt
	});
}

// src/engine/landing/complete-phase.ts
/**
* Takes a good attempt's work to the branch: merged onto the tip, tested where the plan says so, one commit, which the
* branch shows with the next `Journal.settle`.
*/
function completePhase(run, running, result, help) {
	return run.journal.exclusively(() => land(run, running, result, help));
}
async function land(run, running, result, help) {
	const { journal, ports, plan } = run;
	const { task, phase } = running.start;
	const landing = await ports.repository.land(result.base, journal.tip, result.files);
	if (!landing.ok) {
		await resolveConflict(run, running, landing.conflicts, help.conflicts);
		return "conflict";
	}
	const folder = paths.deliverables(plan.id, task.id, phase.phase);
	if (plan.testCommand && phase.phase === "execute" && !help.quality.isTested(running)) {
		help.later(help.quality.testAttempt({
			running,
			result,
			changes: landing.changes,
			folder
		}));
		return "testing";
	}
	await addPhase(run, {
		running,
		result,
		changes: await annotateDocuments(run, {
			changes: landing.changes,
			folder,
			files: result.files
		}),
		folder,
		more: help.more
	});
	return "done";
}
async function addPhase(run, work) {
	const { journal, publisher } = run;
	const { changes, folder } = work;
	const { start } = work.running;
	const { task, phase, attempt } = start;
	const deliverables = await listFilesAfter(run, changes, folder);
	await journal.add({
		subject: task.workflow ? `${task.id} ${phase.phase} completed` : `${task.id} completed`,
		trailers: {
			task: task.id,
			phase: phase.phase,
			attempt
		},
		changes,
		derived: !work.more && publisher.idle && run.ports.remote !== null,
		saveReason: phase.gate ? "gate" : "phase",
		events() {
			const { durationMs, usage, answers } = work.result.outcome;
			journal.record({
				event: "phase_completed",
				task_id: task.id,
				phase: phase.phase,
				agent: `task_executor/${start.slot}`,
				data: {
					attempt,
					executor: start.executorName,
					duration_ms: Math.round(durationMs),
					deliverables,
					changed: [...changes.keys()].filter((p) => !p.startsWith(`${folder}/`)).length,
					gated: phase.gate !== null,
					...usage ? { usage } : {},
					...answers?.length ? { answers } : {}
				}
			});
			if (phase.gate) requestApproval(journal, start, deliverables);
			settleFinishedTasks(journal);
			journal.recordProgress();
		}
	});
}

// src/milestone/blocker/retry.ts
/** No wait between attempts is longer than this, however often it doubled. */
const MAX_BACKOFF_MS = 3e5;
/** The longest wait that a program may ask for: the longest window of the providers' limits is a day. */
const MAX_ASKED_WAIT_MS = 864e5;
/**
* The levels of resolution that need nobody: the same executor again (1), then the fallback profiles one after the
* other (2), each with its own retries. A permanent failure is not tried again by the same executor; what it leaves
* of its retries goes to the next. A rate limit waits as told and changes nothing else.
*/
function nextAttempt(failed) {
	const { failures, retries, executor, fallback, kind, waitMs } = failed;
	if (waitMs !== void 0) return {
		retry: true,
		delayMs: Math.min(Math.max(0, waitMs), MAX_ASKED_WAIT_MS),
		executor,
		level: 1
	};
	const turn = fallback.indexOf(executor) + 1;
	const allowance = (turn + 1) * (1 + retries);
	if (kind !== "permanent" && failures < allowance) return {
		retry: true,
		delayMs: delay(failed, Math.max(1, failures - turn * (1 + retries))),
		executor,
		level: turn === 0 ? 1 : 2
	};
	const next = fallback[turn];
	return next === void 0 ? { retry: false } : {
		retry: true,
		delayMs: delay(failed, 1),
		executor: next,
		level: 2
	};
}
/** Doubles with each repetition up to the cap; the upper half is random, so that agents do not return in step. */
function delay({ backoffMs, random }, repetition) {
	const ceiling = Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** Math.min(repetition - 1, 30));
	return Math.round(ceiling * (.5 + random() / 2));
}

// src/engine/landing/fail-phase.ts
/** Retries as long as the plan allows, then hands over to the fallback profiles, then to a person. */
async function failPhase(run, running, failure) {
	const { journal, ports } = run;
	const { task, phase, attempt, executorName, executor } = running.start;
	recordFailure(run, running, failure);
	const at = journal.state.tasks.get(task.id).phases.get(phase.phase);
	const next = nextAttempt({
		failures: at.failures,
		retries: executor.retries,
		backoffMs: executor.backoffMs,
		executor: executorName,
		fallback: phase.executor.fallback,
		kind: failure.kind,
		waitMs: failure.waitMs,
		random: ports.random
	});
	if (!next.retry) {
		const { type, message, evidence } = failure;
		return blockPhase(run, running, {
			type,
			message,
			evidence,
			attempts: at.failures
		});
	}
	journal.record({
		event: "retry_scheduled",
		task_id: task.id,
		phase: phase.phase,
		agent: "blocker_detector",
		data: {
			attempt: attempt + 1,
			not_before: new Date(ports.clock.now() + next.delayMs).toISOString(),
			level: next.level,
			executor: next.executor,
			reason: failure.message
		}
	});
}
/** A rate limit that told how long to wait is no failure. */
function recordFailure({ journal }, { start }, failure) {
	if (failure.waitMs !== void 0) return;
	journal.record({
		event: "phase_failed",
		task_id: start.task.id,
		phase: start.phase.phase,
		agent: `task_executor/${start.slot}`,
		data: {
			attempt: start.attempt,
			executor: start.executorName,
			duration_ms: Math.round(failure.durationMs),
			type: failure.type,
			message: failure.message,
			evidence: failure.evidence.slice(-4e3),
			kind: failure.kind,
			...failure.usage ? { usage: failure.usage } : {}
		}
	});
}

// src/engine/landing/end-attempt.ts
/** Takes in how an attempt ended: its work lands, it fails, or it was interrupted. */
async function endAttempt(run, running, result, help) {
	if (result.ok) return completePhase(run, running, result, help);
	if ("interrupted" in result) {
		recordInterruption(run.journal, running.start, result.interrupted);
		return "interrupted";
	}
	await failPhase(run, running, result.failure);
	return "failed";
}

// src/engine/agent-view.ts
/**
* A milestone file of more tasks than this is left out of agents' trees: it is written anew again and again while the
* milestone runs, and what of it concerns a phase stands in its context file.
*/
const MOST_TASKS_SHOWN = 50;
const HIDDEN = [
	"deliverables",
	"logs",
	"sessions",
	"approvals",
	"reports"
].map((name) => `${ROOT}/${name}`);
/** Tasks by id, per plan. */
const byId = /* @__PURE__ */ new WeakMap();
/**
* Of `.milestones/` an agent's tree holds what concerns its phase: the plan, and the deliverables of its own task and
* of those it depends on. That also keeps the cost of a phase the same at the thousandth task as at the first.
*/
function agentView(plan, task) {
	const known = byId.get(plan) ?? new Map(plan.tasks.map((each) => [each.id, each]));
	byId.set(plan, known);
	const tasks = /* @__PURE__ */ new Set([task]);
	for (const id of tasks) for (const dependency of known.get(id)?.dependencies ?? []) tasks.add(dependency);
	return {
		hides: new Set(plan.tasks.length > MOST_TASKS_SHOWN ? [...HIDDEN, paths.milestone(plan.id)] : HIDDEN),
		but: new Set([...tasks].map((id) => `${ROOT}/deliverables/${plan.id}/${id}`))
	};
}

// src/milestone/path/guard-paths.ts
/**
* Parts a phase's changes into what may be committed and what is dropped, reported and fails the attempt
* (contract §5). `ownFolder` is the phase's deliverables folder below `.milestones/`; nothing else there is
* an executor's to write, as it is the state that others trust.
*/
function guardPaths(paths, ownFolder) {
	const result = {
		allowed: [],
		dropped: []
	};
	for (const path of paths) {
		const verdict = guardPath(path, ownFolder);
		if (verdict.allowed) result.allowed.push(path);
		else result.dropped.push({
			path,
			rule: verdict.rule,
			reason: verdict.reason
		});
	}
	return result;
}
/** The same for one path. */
function guardPath(path, ownFolder) {
	const form = formProblem(path);
	if (form) return dropped("unsafe_path", form);
	const names = path.split("/").map(canonicalName);
	if (names.some(isGit)) return dropped("git_internals", "it reaches into git's own folder");
	const [first = "", second = "", third = ""] = names;
	if (names.some((name) => isShort(name, "gitmodules", "gitmod"))) return dropped("git_internals", "which submodules there are is decided by people");
	if (isShort(first, "milestones", "milest")) {
		if (path.startsWith(`${ownFolder}/`)) return ALLOWED;
		return dropped("milestones", `below ${ROOT}/ a phase writes only its own deliverables (${ownFolder}/)`);
	}
	if (names.length <= 3 && ownersFile(names)) return dropped("codeowners", "who must review is decided by people");
	if (!isShort(first, "github", "github")) return ALLOWED;
	if (names.length === 1) return dropped("github_config", "the folder may not be replaced");
	if (isShort(second, "workflows", "workfl", "") || isShort(second, "actions", "action", "")) return dropped("workflow", "workflows and actions run with the repository's rights, so only people change them");
	return third === "" && (second === "milestone.yml" || /^milest~\d+\.yml$/.test(second)) ? dropped("github_config", "it says who may do what, so only people change it") : ALLOWED;
}
const ALLOWED = { allowed: true };
/** Characters that look like a slash or a dot, or become one in another system's normal form. */
const LOOKALIKES = /[\u2024\u2025\u2026\u2044\u2215\u2571\u29f5\u29f8\ufe52\ufe68\uff0e\uff0f\uff3c]/;
/** Bidirectional marks make a path read as another one. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
const MAX_PATH_BYTES = 4096;
const MAX_NAME_BYTES = 255;
/** Why a path is no good anywhere, whatever it names. */
function formProblem(path) {
	if (path === "") return "it is empty";
	if (/[\0-\x1f\x7f-\x9f]/.test(path)) return "it holds control characters";
	if (path !== path.toWellFormed() || path.includes("�")) return "its name is no valid text";
	if (path.includes("\\")) return "it holds a backslash, which is a separator on Windows";
	if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "it is absolute";
	if (LOOKALIKES.test(path) || BIDI.test(path)) return "it holds characters that pass for others";
	if (byteLength(path) > MAX_PATH_BYTES) return "it is too long";
	for (const name of path.split("/")) {
		const problem = nameProblem(name);
		if (problem) return problem;
	}
	return null;
}
function nameProblem(name) {
	if (name === "") return "it holds an empty part";
	if (name === "." || name === ".." || /^(?:%2e|\.){1,2}$/i.test(name)) return "it leaves its folder";
	if (/%(?:2f|5c|00)/i.test(name)) return "it holds an encoded separator";
	if (/[. ]$/.test(name)) return "a name ends in a dot or space, which Windows drops";
	if (DEVICE.test(name)) return "a name is a device on Windows";
	return byteLength(name) > MAX_NAME_BYTES ? "a name is too long" : null;
}
/**
* The name as the most forgiving file system sees it: compatibility forms and letter case folded,
* ignorable characters and NTFS streams dropped, dots and spaces at the end dropped. Two names that could
* be the same file anywhere are equal here.
*/
function canonicalName(name) {
	return name.replace(/:.*$/s, "").normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, "").toUpperCase().toLowerCase().normalize("NFKC").replace(/[. ]+$/, "");
}
function isGit(name) {
	return name === ".git" || /^gi(?:t|[0-9a-f]{4})~\d+$/.test(name);
}
/** A protected name or its short form on NTFS (`.github` is also `GITHUB~1`, or with a hash `GI7E3F~1`). */
function isShort(name, word, short, dot = ".") {
	if (name === dot + word) return true;
	const tilde = /^([^~]{2,6})~\d+$/.exec(name)?.[1];
	if (tilde === void 0) return false;
	return tilde === short || tilde.length === 6 && tilde.startsWith(short.slice(0, 2)) && /^..[0-9a-f]{4}$/.test(tilde);
}
/** CODEOWNERS counts at the root, in `.github/` and in `docs/`. */
function ownersFile(names) {
	const [first = "", second] = names;
	const isOwners = (name) => isShort(name, "codeowners", "codeow", "");
	if (second === void 0) return isOwners(first);
	return names.length === 2 && (first === "docs" || isShort(first, "github", "github")) && isOwners(second);
}
function dropped(rule, reason) {
	return {
		allowed: false,
		rule,
		reason
	};
}
function byteLength(text) {
	return new TextEncoder().encode(text).length;
}

// src/engine/judge-work.ts
/** Judges what an attempt left in its tree: only paths it may change, every deliverable, and the phase's checks. */
async function judgeWork(run, at, workspace, own) {
	const left = await workspace.changes();
	const folder = paths.deliverables(run.plan.id, at.task.id, at.phase.phase);
	const forbidden = changesForbidden(left, guardPaths(left.files.map((f) => f.path), folder).dropped);
	if (forbidden) return {
		ok: false,
		problem: forbidden
	};
	const files = left.files;
	const phase = {
		...at.phase,
		deliverables: deliverablesOf(run.plan, at.phase)
	};
	const findings = await run.ports.runner.check({
		phase,
		folder,
		files,
		workspace
	});
	if (findings.length > 0) {
		const list = findings.map((f) => f.message.startsWith(f.path) ? f.message : `${f.path}: ${f.message}`);
		return {
			ok: false,
			problem: {
				type: "deliverable_invalid",
				message: list[0] + andMore(list),
				evidence: list.join("\n")
			}
		};
	}
	const red = await runChecks(run, at, {
		workspace,
		folder
	}, own);
	return red ? {
		ok: false,
		problem: red
	} : {
		ok: true,
		files
	};
}
/** What the executor has to leave: where there is a test command, the engine writes the test results itself. */
function deliverablesOf({ testCommand }, { phase, deliverables }) {
	if (!testCommand || phase !== "execute") return deliverables;
	return deliverables.filter((d) => !("path" in d) || d.path !== "test-results.md");
}
function changesForbidden(left, dropped) {
	const list = [...left.unsafe, ...dropped].map(({ path, reason }) => `${path}: ${reason}`);
	if (list.length === 0) return null;
	return {
		type: "task_failure",
		message: `the attempt changed what a phase may not change: ${list[0]}${andMore(list)}; leave these paths alone`,
		evidence: list.join("\n")
	};
}
const andMore = (list) => list.length > 1 ? ` (and ${list.length - 1} more)` : "";
async function runChecks({ plan, ports }, { task, phase }, { workspace, folder }, own) {
	for (const command of phase.checks) {
		const env = {
			MILESTONE_ID: plan.id,
			MILESTONE_TASK: task.id,
			MILESTONE_PHASE: phase.phase,
			MILESTONE_DELIVERABLES: `${workspace.dir}/${folder}`
		};
		const timeoutMs = plan.limits.phaseTimeoutMs;
		const outcome = await own(ports.runner.command({
			command,
			workspace,
			env,
			timeoutMs,
			label: "check"
		}));
		if (outcome.ok) continue;
		return {
			type: "quality_gate_failed",
			message: `the phase's check failed with exit ${outcome.exit ?? "by a signal"}: ${command}`,
			evidence: outcome.tail
		};
	}
	return null;
}

// src/engine/setup.ts
/** What each tree was last prepared for. */
const preparedFor = /* @__PURE__ */ new WeakMap();
/**
* Prepares a tree once, and again when what the setup depends on has changed. Answers how the setup failed; null when
* the tree is ready.
*/
async function setUp({ plan, ports }, { workspace, commit }, own) {
	const { setup, setupInputs } = plan;
	if (!setup) return null;
	const key = `${setup}\0${setupInputs.length > 0 ? await ports.workspaces.fingerprint(commit, setupInputs) : ""}`;
	if (preparedFor.get(workspace) === key) return null;
	const outcome = await own(ports.runner.command({
		command: setup,
		workspace,
		env: {},
		timeoutMs: plan.limits.phaseTimeoutMs,
		label: "setup"
	}));
	if (!outcome.ok) return outcome;
	preparedFor.set(workspace, key);
	return null;
}

// src/engine/attempt.ts
/** Runs one phase once: fresh tree, setup, executor, then every check on what it left. Never rejects. */
function startAttempt(run, start) {
	let current = null;
	let stopped = null;
	const own = (running) => {
		current = running;
		if (stopped !== null) running.stop(stopped);
		return running.done;
	};
	const startedAt = run.ports.clock.now();
	let begin = () => void 0;
	const told = new Promise((resolve) => {
		begin = resolve;
	});
	const done = attemptPhase(run, start, {
		own,
		begun: begin
	}).then((result) => stopped === null ? result : {
		ok: false,
		interrupted: stopped
	}, (error) => stopped === null ? faultOf(run, {
		start,
		startedAt
	}, error) : {
		ok: false,
		interrupted: stopped
	});
	return {
		start,
		startedAt,
		begun: Promise.race([told, done]),
		done,
		stop(reason) {
			stopped = reason;
			current?.stop(reason);
		}
	};
}
async function attemptPhase(run, start, { own, begun }) {
	const { ports, journal } = run;
	const began = ports.clock.now();
	const workspace = await ports.workspaces.open(`agent-${start.slot}`);
	const base = journal.tip;
	const folder = paths.deliverables(run.plan.id, start.task.id, start.phase.phase);
	await workspace.moveTo(base, {
		view: agentView(run.plan, start.task.id),
		folder
	});
	const unprepared = await setUp(run, {
		workspace,
		commit: base
	}, own);
	if (unprepared) return failed$1(setupProblem(run, unprepared), { durationMs: ports.clock.now() - began });
	const outcome = await own(ports.runner.attempt({
		...requestOf(run, start, workspace),
		onBegun: begun
	}));
	if (!outcome.ok) return {
		ok: false,
		failure: outcome
	};
	const verdict = await judgeWork(run, start, workspace, own);
	if (!verdict.ok) return failed$1(verdict.problem, outcome);
	return {
		ok: true,
		base,
		files: verdict.files,
		outcome
	};
}
function requestOf(run, start, workspace) {
	const { plan, journal, options } = run;
	const { task, phase, executor, attempt, slot } = start;
	return {
		plan,
		task,
		phase,
		state: journal.state,
		executor,
		attempt,
		slot,
		workspace,
		session: journal.session,
		feedback: journal.state.tasks.get(task.id)?.phases.get(phase.phase)?.feedback ?? [],
		...options.blockerDetection ? { onSilent: (silent) => warnOfSilence(run, start, silent) } : {}
	};
}
function setupProblem({ plan }, { exit, tail }) {
	return {
		type: "dependency_unavailable",
		message: `the setup command failed with exit ${exit ?? "by a signal"}: ${plan.setup}`,
		evidence: tail
	};
}
function failed$1(problem, { durationMs, usage }) {
	return {
		ok: false,
		failure: {
			ok: false,
			durationMs,
			...usage ? { usage } : {},
			...problem,
			kind: "ordinary"
		}
	};
}
function warnOfSilence({ journal }, { task, phase }, silentMs) {
	const message = `${task.id}/${phase.phase} has shown no sign of life for ${duration(silentMs)}`;
	warnOnce(journal, "stalled_task", message, task.id);
}
/** A fault of the machine ends the attempt, never the run. */
function faultOf(run, { start, startedAt }, error) {
	const code = error.code;
	const full = code === "ENOSPC" || code === "EDQUOT";
	const text = error instanceof Error ? error.message : String(error);
	run.ports.narrator.note("verbose", error instanceof Error ? error.stack ?? text : text);
	return {
		ok: false,
		failure: {
			ok: false,
			durationMs: run.ports.clock.now() - startedAt,
			type: full ? "disk_space" : "task_failure",
			message: full ? `the disk is full, so ${start.task.id}/${start.phase.phase} could not run; free space and retry` : `${start.task.id}/${start.phase.phase} could not be run: ${text}`,
			evidence: "",
			kind: "transient"
		}
	};
}

// src/engine/quality/check-queue.ts
/** Runs jobs one after the other, and keeps what comes of them until it is asked for. */
var CheckQueue = class {
	#tail = Promise.resolve();
	#waiting = 0;
	#done = [];
	#failed;
	#notify;
	/**
	* @param failed what comes of a job that threw
	* @param notify something is there for `takeIn`
	*/
	constructor(failed, notify) {
		this.#failed = failed;
		this.#notify = notify;
	}
	get idle() {
		return this.#waiting === 0 && this.#done.length === 0;
	}
	add(job) {
		this.#waiting += 1;
		this.#tail = this.#tail.then(job).catch(this.#failed).then((apply) => {
			this.#waiting -= 1;
			this.#done.push(apply);
			this.#notify();
		});
	}
	async takeIn() {
		for (const apply of this.#done.splice(0)) await apply();
	}
};

// src/engine/quality/check-tree.ts
/** The tree in which integrated work is checked, beside the agents' own. One command at a time. */
var CheckTree = class {
	#run;
	#current = null;
	#stopped = null;
	constructor(run) {
		this.#run = run;
	}
	/** Why nothing runs here any more; null: it may. */
	get stopped() {
		return this.#stopped;
	}
	stop(reason) {
		this.#stopped = reason;
		this.#current?.stop(reason);
	}
	/** Runs one of the plan's commands on a commit's files; null where it was stopped. A failed setup answers for it. */
	async command(command, commit, label) {
		if (this.#stopped !== null) return null;
		const { ports, plan } = this.#run;
		const workspace = await ports.workspaces.open("checks");
		await workspace.moveTo(commit);
		const unprepared = await setUp(this.#run, {
			workspace,
			commit
		}, (running) => this.#own(running));
		if (this.#stopped !== null) return null;
		if (unprepared) return unprepared;
		const outcome = await this.#own(ports.runner.command({
			command,
			workspace,
			env: { MILESTONE_ID: plan.id },
			timeoutMs: plan.limits.phaseTimeoutMs,
			label
		}));
		return this.#stopped === null ? outcome : null;
	}
	async #own(running) {
		this.#current = running;
		if (this.#stopped !== null) running.stop(this.#stopped);
		try {
			return await running.done;
		} finally {
			this.#current = null;
		}
	}
};

// src/engine/quality/checkpoint.ts
/** Runs a checkpoint's commands on a commit, as far as the first that fails; null where they were stopped. */
async function runCheckpoint(tree, gate, commit) {
	const results = [];
	for (const command of gate.run) {
		const outcome = await tree.command(command, commit, `checkpoint ${gate.name}`);
		if (!outcome) return null;
		const { ok, exit, durationMs, tail } = outcome;
		results.push({
			command,
			ok,
			exit,
			duration_ms: Math.round(durationMs),
			tail: tail.slice(-2e3)
		});
		if (!ok) break;
	}
	return results;
}
/** Records what the checks came to: a blocker, a question to the approvers that the plan names, or a pass. */
async function judgeCheckpoint({ journal, publisher }, gate, checks) {
	const data = {
		name: gate.name,
		at: gate.at,
		checks
	};
	const failed = checks.find((c) => !c.ok);
	if (failed) {
		journal.record({
			event: "quality_gate_failed",
			agent: "progress_monitor",
			data
		});
		block(journal, {
			type: "quality_gate_failed",
			about: gate.name,
			message: `the checkpoint "${gate.name}" at ${gate.at} % fails: ${failed.command} ended with exit ${failed.exit ?? "by a signal"}`,
			evidence: failed.tail
		});
	} else if (gate.approvers.length > 0 || gate.criteria.length > 0) journal.record({
		event: "approval_requested",
		agent: "session_manager",
		data: {
			request: newCheckpointRequest(journal.state, gate.name),
			transition: "quality_gate",
			kind: "approval",
			approvers: gate.approvers,
			min_approvals: gate.minApprovals,
			criteria: gate.criteria,
			deliverables: [],
			attempt: 1
		}
	});
	else journal.record({
		event: "quality_gate_passed",
		agent: "progress_monitor",
		data
	});
	await journal.commit({
		subject: failed ? `checkpoint ${gate.at} % blocked` : `checkpoint ${gate.at} %`,
		derived: true,
		saveReason: "checkpoint"
	});
	publisher.request();
}

// src/engine/deliverable/test-run.ts
/** Totals of a test run from its output: a JUnit report printed in it, TAP, or a known runner's own lines. */
function readTestRun(output) {
	return junitIn(output) ?? parseTestOutput(output);
}
function junitIn(output) {
	const start = output.search(/<testsuites?[\s>]/);
	if (start < 0) return null;
	const close = output.startsWith("<testsuites", start) ? "</testsuites>" : "</testsuite>";
	const end = output.lastIndexOf(close);
	if (end < start) return null;
	const reading = readJUnit(output.slice(start, end + close.length));
	return reading.ok ? reading.totals : null;
}

// src/engine/quality/run-tests.ts
/** Most failures that one `tests_run` event names. */
const FAILURES_NAMED = 20;
/** Runs the plan's test command on a commit, which is recorded as `named`; null where it was stopped. */
async function runTests(tree, test) {
	const { command, commit, named, reason } = test;
	const outcome = await tree.command(command, commit, "tests");
	if (!outcome) return null;
	const totals = readTestRun(outcome.output);
	return {
		reason,
		command,
		commit: named,
		ok: outcome.ok,
		exit: outcome.exit,
		duration_ms: Math.round(outcome.durationMs),
		...totals ? {
			total: totals.total,
			passed: totals.passed,
			failed: totals.failed,
			skipped: totals.skipped
		} : {},
		failures: (totals?.failures ?? []).slice(0, FAILURES_NAMED).map((f) => `${f.name}: ${f.message}`),
		tail: outcome.tail.slice(-4e3)
	};
}
/** A red run in a sentence. */
function testMessage(run) {
	return `the test command fails on the integrated work (${run.failed ? `${run.failed} of ${run.total} tests fail` : `exit ${run.exit ?? "by a signal"}`}): ${run.command}`;
}
/** What a red run leaves for whoever mends it: the tests' names, and as much of the output's end as there is room for. */
function testEvidence(run) {
	const named = run.failures.join("\n").slice(0, EVIDENCE_CHARS / 2);
	return [...named ? [named] : [], run.tail.slice(named.length + 1 - EVIDENCE_CHARS)].join("\n");
}

// src/engine/quality/test-candidate.ts
/**
* Runs the tests on a candidate. Where they pass the attempt's test results are written from that run, and `passedAt`
* is the commit they ran on.
*/
async function testCandidate(run, tree, candidate) {
	const { journal, plan } = run;
	const { task, phase } = candidate.running.start;
	const commit = await commitCandidate(run, candidate);
	const tests = await runTests(tree, {
		command: plan.testCommand,
		commit,
		named: journal.commitName && commit,
		reason: "phase"
	});
	if (!tests) return {
		result: {
			ok: false,
			interrupted: tree.stopped ?? "the run ends"
		},
		passedAt: null
	};
	journal.record({
		event: "tests_run",
		task_id: task.id,
		phase: phase.phase,
		agent: "progress_monitor",
		data: tests
	});
	if (!tests.ok) return {
		result: failed(candidate, tests),
		passedAt: null
	};
	return {
		result: withTestResults(candidate, tests),
		passedAt: commit
	};
}
function commitCandidate({ journal, ports }, { running, changes }) {
	const { task, phase } = running.start;
	return ports.repository.commit({
		parents: [journal.tip],
		base: journal.tip,
		changes,
		message: `candidate of ${task.id}/${phase.phase}\n`,
		author: {
			name: "milestone",
			email: "milestone@localhost"
		},
		at: ports.clock.now()
	});
}
function failed({ result: { outcome } }, tests) {
	return {
		ok: false,
		failure: {
			ok: false,
			durationMs: outcome.durationMs,
			...outcome.usage ? { usage: outcome.usage } : {},
			type: "test_failures",
			message: testMessage(tests),
			evidence: testEvidence(tests),
			kind: "ordinary"
		}
	};
}
/** The engine's own run takes the place of what the executor says of its tests. */
function withTestResults({ running, result, changes, folder }, tests) {
	const { task, phase } = running.start;
	const path = `${folder}/${TEST_RESULTS}`;
	if (!phase.deliverables.some((d) => "path" in d && d.path === "test-results.md") && !changes.has(path)) return result;
	const content = Buffer.from(testResultsMarkdown({
		...tests,
		task: task.id
	}));
	const files = result.files.filter((f) => f.path !== path);
	return {
		...result,
		files: [...files, {
			path,
			mode: "100644",
			content
		}]
	};
}

// src/engine/quality/quality-checks.ts
/**
* Runs what is to be run on integrated work: the test command and the checkpoints' checks. One at a time, in a tree
* of its own, beside the agents. What comes out is taken in by the loop (`takeIn`), never in between.
*/
var QualityChecks = class {
	#run;
	#notify;
	#queue;
	#tree;
	#tested = /* @__PURE__ */ new WeakSet();
	/** The newest commit (or candidate) whose tests passed. */
	#passedAt = null;
	#baselineRunning = false;
	#checkpointsRunning = /* @__PURE__ */ new Set();
	#syncing = null;
	#finalFailed = false;
	/** `hybrid`: the highest cluster whose integrated work was tested. */
	synced = -1;
	constructor(run, notify) {
		this.#run = run;
		this.#notify = notify;
		this.#tree = new CheckTree(run);
		this.#queue = new CheckQueue((error) => this.#blockFault(error), notify);
	}
	get idle() {
		return this.#queue.idle;
	}
	/** Code waits until the baseline is known to be green; documents need not. */
	get holdsExecute() {
		return this.#baselineRunning;
	}
	isTested(running) {
		return this.#tested.has(running);
	}
	stop(reason) {
		this.#tree.stop(reason);
	}
	takeIn() {
		return this.#queue.takeIn();
	}
	/** The test command once before the first work: a red start is nobody's fault here, and must be known. */
	baseline() {
		const { plan, journal } = this.#run;
		if (!plan.testCommand || plan.testBaseline === "ignore" || isBaselineKnown(journal.state)) return;
		this.#baselineRunning = true;
		this.#test("baseline", async (run) => {
			this.#baselineRunning = false;
			const remedy = "mend them, or set test_baseline: ignore";
			if (run) await this.#take(run, `the tests fail before any work was done; ${remedy}`);
		});
	}
	/** Tests an execute phase's work merged onto the tip, and writes its test results from that run. */
	testAttempt(candidate) {
		const { running } = candidate;
		return new Promise((resolve) => {
			this.#queue.add(async () => {
				const { result, passedAt } = await testCandidate(this.#run, this.#tree, candidate).catch((error) => ({
					result: faultOf(this.#run, running, error),
					passedAt: null
				}));
				if (passedAt !== null) {
					this.#tested.add(running);
					this.#passedAt = passedAt;
				}
				return async () => resolve(result);
			});
		});
	}
	/** Starts the checks of checkpoints that were reached and are not under way. */
	checkpoints(due) {
		for (const gate of due) {
			if (this.#checkpointsRunning.has(gate.name)) continue;
			this.#checkpointsRunning.add(gate.name);
			const tip = this.#run.journal.tip;
			this.#queue.add(async () => {
				const checks = await runCheckpoint(this.#tree, gate, tip);
				return async () => {
					this.#checkpointsRunning.delete(gate.name);
					if (checks) await judgeCheckpoint(this.#run, gate, checks);
				};
			});
		}
	}
	/**
	* `hybrid`: the tests run on the integrated cluster before the next one starts. Where they fail it does not: each of
	* its phases would be blamed for what it found broken.
	*/
	sync(cluster) {
		if (this.#syncing === cluster) return;
		this.#syncing = cluster;
		if (!this.#run.plan.testCommand) {
			this.synced = cluster;
			this.#notify();
			return;
		}
		this.#test("phase", async (run) => {
			if (run?.ok) this.synced = cluster;
			if (run) await this.#take(run);
		});
	}
	/** The tests on exactly what is to be called completed; run only where the tip was not tested yet. */
	async final() {
		const { journal, plan, ports } = this.#run;
		if (!plan.testCommand) return "passed";
		if (this.#finalFailed) return "failed";
		if (this.#passedAt) {
			if ((await ports.repository.changedPaths(this.#passedAt, journal.tip)).every((path) => path.startsWith(`${".milestones"}/`))) return "passed";
		}
		this.#test("final", async (run) => {
			if (run) await this.#take(run);
			this.#finalFailed = run !== null && !run.ok;
		});
		return "running";
	}
	/** Has the branch's tip as it is now tested; `taken` gets null where that was stopped. */
	#test(reason, taken) {
		const { plan, journal } = this.#run;
		const { tip: commit, commitName: named } = journal;
		this.#queue.add(async () => {
			const run = await runTests(this.#tree, {
				command: plan.testCommand,
				commit,
				named,
				reason
			});
			return () => {
				if (run?.ok) this.#passedAt = commit;
				return taken(run);
			};
		});
	}
	async #take(run, message = testMessage(run)) {
		const { journal, publisher } = this.#run;
		journal.record({
			event: "tests_run",
			agent: "progress_monitor",
			data: run
		});
		if (run.ok) return;
		block(journal, {
			type: "test_failures",
			message,
			evidence: testEvidence(run)
		});
		await journal.commit({
			subject: "blocked",
			derived: true,
			saveReason: "blocker"
		});
		publisher.request();
	}
	#blockFault(error) {
		const message = `a check could not be run: ${error instanceof Error ? error.message : String(error)}`;
		return async () => {
			this.#run.ports.narrator.warn(message);
			block(this.#run.journal, {
				type: "quality_gate_failed",
				about: "checks",
				message
			});
		};
	}
};
/** A red baseline whose blocker a person has taken away is to be run again. */
function isBaselineKnown({ lastTests, blockers }) {
	if (lastTests?.reason !== "baseline" || lastTests.ok) return lastTests !== null;
	return [...blockers.values()].some((b) => b.type === "test_failures" && !b.task);
}

// src/engine/remote-trouble.ts
/** What the blockers of the remote are about, in their ids. */
const ABOUT = "remote";
/**
* Nothing new may start while the branch cannot be pushed for a reason that waiting does not cure: on a runner, work
* that never reaches the remote is lost with it. A remote that is only out of reach is tried again with each commit.
*/
function noteRemote(run) {
	const { state } = run.publisher;
	if (state.ok) {
		for (const type of ["git_conflicts", "network"]) unblock(run.journal, `${type}:${ABOUT}`, "the branch could be pushed again");
		return;
	}
	if (state.reason !== "unreachable" && state.reason !== "timeout") blockRemote(run, state);
}
function blockRemote(run, failed) {
	const conflict = failed.reason === "conflict";
	block(run.journal, {
		type: conflict ? "git_conflicts" : "network",
		about: ABOUT,
		severity: "critical",
		message: conflict ? failed.message : `the branch could not be pushed (${failed.reason}): ${failed.message}`
	});
}

// src/milestone/schedule/resources.ts
/**
* Whether two resources may be the same thing. Named locks are equal or not. `path:` globs overlap when some path could
* match both, judged on the safe side: a glob covers whatever lies below what it matches, upper and lower case are
* the same, classes, braces and extended globs match anything in their segment, and a negation matches everything.
*/
function resourcesOverlap(a, b) {
	if (a === b) return true;
	if (!a.startsWith("path:") || !b.startsWith("path:")) return false;
	return patternsOverlap(segmentsOf(a), segmentsOf(b), {
		wild: "**",
		matches: (x, y) => patternsOverlap([...x], [...y], {
			wild: "*",
			matches: sameCharacter,
			endsAnywhere: false
		}),
		endsAnywhere: true
	});
}
/** A memory of the answers, for a scheduler that asks about the same few resources again and again. */
function overlapMemo() {
	const known = /* @__PURE__ */ new Map();
	return (a, b) => {
		let row = known.get(a);
		if (!row) {
			row = /* @__PURE__ */ new Map();
			known.set(a, row);
		}
		let answer = row.get(b);
		if (answer === void 0) {
			answer = resourcesOverlap(a, b);
			row.set(b, answer);
		}
		return answer;
	};
}
const sameCharacter = (x, y) => x === y || x === "?" || y === "?";
function segmentsOf(resource) {
	const glob = resource.slice(5).trim().toLowerCase();
	if (glob.startsWith("!")) return ["**"];
	const segments = [];
	for (const segment of glob.split("/")) {
		if (segment === "" || segment === ".") continue;
		if (opensGroup(segment)) return [...segments, "**"];
		segments.push(/[[\]{}()\\]/.test(segment) ? "*" : segment);
	}
	return segments;
}
function opensGroup(segment) {
	const count = (char) => segment.split(char).length;
	return count("{") !== count("}") || count("(") !== count(")") || count("[") !== count("]");
}
/** Whether some sequence matches both patterns; work is the product of their lengths. */
function patternsOverlap(a, b, { wild, matches, endsAnywhere }) {
	let reach = new Array(b.length + 1).fill(false);
	reach[0] = true;
	for (let j = 1; j <= b.length; j++) reach[j] = reach[j - 1] && b[j - 1] === wild;
	for (const item of a) {
		if (endsAnywhere && reach[b.length]) return true;
		const next = new Array(b.length + 1).fill(false);
		next[0] = item === wild && reach[0];
		for (let j = 1; j <= b.length; j++) {
			const other = b[j - 1];
			if (item === wild) next[j] = reach[j] || next[j - 1];
			else if (other === wild) next[j] = reach[j] || reach[j - 1] || next[j - 1];
			else next[j] = reach[j - 1] && matches(item, other);
		}
		reach = next;
	}
	return endsAnywhere ? reach.includes(true) : reach[b.length];
}

// src/engine/resource-locks.ts
/** One ref per resource; what it points at says who holds it. */
const LOCK_PREFIX = "refs/milestone-lock/";
const lockText = object({
	resource: string(),
	milestone: string(),
	epoch: number(),
	run_id: string()
});
/**
* Resources that milestones share, held by a running phase through a ref on the remote (without one, in this clone) that
* is moved by compare-and-swap alone. A lock counts as long as the run that took it holds its own milestone's lease: it
* is fenced by that lease's epoch, needs no clock of its own, and one that a dead run left behind is simply taken over.
*/
var ResourceLocks = class ResourceLocks {
	#run;
	#place;
	#held = /* @__PURE__ */ new Map();
	#others = [];
	/** Not to be had at the last try, whoever has them. */
	#refused = /* @__PURE__ */ new Set();
	#known = /* @__PURE__ */ new Map();
	#releasing = Promise.resolve();
	#off = false;
	constructor(run, place) {
		this.#run = run;
		this.#place = place;
	}
	/** null where no other run could meet this one: the remote keeps no locks. */
	static open(run) {
		const { remote, ownLocks } = run.ports;
		const place = remote ?? ownLocks;
		return place?.locks ? new ResourceLocks(run, place) : null;
	}
	/** What no phase of this run may start with now, as of the last look. */
	get elsewhere() {
		return [.../* @__PURE__ */ new Set([...this.#others.map((lock) => lock.resource), ...this.#refused])];
	}
	/** Who holds one of the resources, in words. */
	holderOf(resources) {
		const lock = this.#others.find((o) => resources.some((r) => resourcesOverlap(r, o.resource)));
		return lock ? `${lock.resource} is held by the milestone ${lock.milestone} (run ${lock.run_id})` : "";
	}
	/** Takes all of the resources, or none; false: try again after the next `look`. */
	async acquire(resources) {
		const wanted = resources.filter((r) => !this.#held.has(r)).sort();
		if (wanted.length === 0 || this.#off) return true;
		await this.#releasing;
		const refs = await this.#look();
		if (this.#off) return true;
		if (!refs || this.#isTaken(wanted)) return this.#refuse(wanted);
		for (const resource of wanted) {
			const oid = await this.#takeOne(resource, refs.get(refOf(resource)) ?? null);
			if (this.#off) return true;
			if (oid === null) {
				this.#give(wanted);
				return this.#refuse(wanted);
			}
			this.#held.set(resource, oid);
		}
		if (!wanted.some((r) => r.startsWith("path:"))) return true;
		if (await this.#look() && !this.#isTaken(wanted)) return true;
		this.#give(wanted);
		return this.#refuse(wanted);
	}
	/** Gives back what none of these tasks' phases needs any more. Returns at once. */
	keepOnly(needed) {
		this.#give([...this.#held.keys()].filter((resource) => !needed.has(resource)));
	}
	async releaseAll() {
		this.#give([...this.#held.keys()]);
		await this.#releasing;
	}
	/** Sees what others hold now; what was refused may be tried again. */
	async look() {
		await this.#look();
		this.#refused.clear();
	}
	#refuse(wanted) {
		for (const resource of wanted) this.#refused.add(resource);
		return false;
	}
	#isTaken(wanted) {
		return this.#others.some((other) => wanted.some((mine) => resourcesOverlap(mine, other.resource)));
	}
	async #takeOne(resource, stale) {
		const { ports, journal, base } = this.#run;
		const { lease } = journal.state;
		if (!lease) return null;
		const lock = {
			resource,
			milestone: journal.milestone,
			epoch: lease.epoch,
			run_id: lease.run_id
		};
		const oid = await ports.repository.commit({
			parents: [base.commit],
			base: base.commit,
			changes: /* @__PURE__ */ new Map(),
			message: `lock of ${resource}\n\n${JSON.stringify(lock)}\n`,
			author: ports.repository.author,
			at: ports.clock.now()
		});
		const taken = await this.#place.locks.swap(refOf(resource), stale, oid);
		if (taken.ok) return oid;
		if (isLasting(taken)) this.#giveUp(taken.message);
		return null;
	}
	/** A remote that takes no such refs cannot keep milestones apart; that is said, and no reason to stop. */
	#giveUp(why) {
		this.#off = true;
		this.#others = [];
		this.#refused.clear();
		const message = `resources cannot be locked on the remote (${why}); other milestones may use them at the same time`;
		warnOnce(this.#run.journal, "network", message);
	}
	#give(resources) {
		for (const resource of resources) {
			const oid = this.#held.get(resource);
			if (oid === void 0) continue;
			this.#held.delete(resource);
			const release = async () => {
				await this.#place.locks.swap(refOf(resource), oid, null);
			};
			this.#releasing = this.#releasing.then(release).catch(() => void 0);
		}
	}
	/** Answers all lock refs, and notes those of living runs of others; null when the remote cannot be asked. */
	async #look() {
		const listed = await this.#place.locks.list(LOCK_PREFIX);
		if (!listed.ok) {
			if (isLasting(listed)) this.#giveUp(listed.message);
			return null;
		}
		const others = [];
		const mine = new Set(this.#held.values());
		for (const [ref, oid] of listed.refs) {
			if (mine.has(oid)) continue;
			const lock = await this.#read(ref, oid);
			if (lock && await this.#isAlive(lock)) others.push(lock);
		}
		this.#others = others;
		return listed.refs;
	}
	async #read(ref, oid) {
		const known = this.#known.get(oid);
		if (known !== void 0) return known;
		const fetched = await this.#place.fetch(ref);
		if (!fetched.ok || fetched.oid !== oid) return null;
		const [commit] = await this.#run.ports.repository.log({
			to: oid,
			limit: 1
		});
		const lock = parseLock(commit?.body ?? "");
		this.#known.set(oid, lock);
		return lock;
	}
	/** Whether the run that took the lock still holds its milestone. One that cannot be told counts as alive. */
	async #isAlive(lock) {
		const { ports, journal } = this.#run;
		if (lock.milestone === journal.milestone) return false;
		const fetched = await this.#place.fetch(branchRef(lock.milestone));
		if (!fetched.ok) return true;
		if (fetched.oid === null) return false;
		const reading = await loadHistory(ports.repository, lock.milestone, fetched.oid);
		if (!reading.ok) return true;
		const { state } = reading.history;
		const lease = state.lease;
		if (lease === null || lease.epoch !== lock.epoch || lease.run_id !== lock.run_id) return false;
		return isHeld(ports, state, lease, fetched.oid);
	}
};
function refOf(resource) {
	return LOCK_PREFIX + createHash("sha256").update(resource).digest("hex").slice(0, 40);
}
/** null for what no run of ours wrote: it holds nothing. */
function parseLock(body) {
	let data;
	try {
		data = JSON.parse(body.trim().split("\n").at(-1) ?? "");
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
	const parsed = lockText.safeParse(data);
	return parsed.success ? parsed.data : null;
}
/** Whether the remote will say the same the next time. */
function isLasting(failure) {
	return failure.reason === "denied" || failure.reason === "name-taken" || failure.reason === "auth";
}

// src/engine/shared-resources.ts
/** How often a resource that another milestone holds is looked at again (ms). */
const LOOK_EVERY_MS = 5e3;
/** What tasks share with other milestones: who may start, who waits, and who has waited too long (`lock_wait`). */
var SharedResources = class {
	#run;
	#locks;
	#notify;
	#waitingSince = /* @__PURE__ */ new Map();
	#cancelLook = null;
	/** `notify`: a look is due; `look` does it, in the loop's own time. */
	constructor(run, notify) {
		this.#run = run;
		this.#locks = ResourceLocks.open(run);
		this.#notify = notify;
	}
	get elsewhere() {
		return this.#locks?.elsewhere ?? [];
	}
	/** Whether the task may start: its resources are this run's now. */
	async admit(task) {
		if (!this.#locks) return true;
		const admitted = await this.#locks.acquire(this.#resourcesOf(task));
		if (admitted) this.#waitingSince.delete(task);
		else this.#wait(task);
		return admitted;
	}
	/** Gives back what none of the running tasks needs, and sees to it that what others hold is looked at again. */
	settle(running) {
		if (!this.#locks) return;
		this.#locks.keepOnly(new Set(running.flatMap((task) => this.#resourcesOf(task))));
		if (this.#locks.elsewhere.length === 0 || this.#cancelLook) return;
		this.#cancelLook = this.#run.ports.clock.after(LOOK_EVERY_MS, this.#notify);
	}
	async look() {
		this.#cancelLook = null;
		await this.#locks?.look();
		this.#blockOverdue();
	}
	/** Nothing else is left to do: true when all of these tasks have waited long enough for a person to be needed. */
	waitFor(tasks) {
		for (const task of tasks) this.#wait(task);
		this.#blockOverdue();
		return tasks.every((task) => !this.#waitingSince.has(task));
	}
	async close() {
		this.#cancelLook?.();
		await this.#locks?.releaseAll();
	}
	#wait(task) {
		if (!this.#waitingSince.has(task)) this.#waitingSince.set(task, this.#run.ports.clock.now());
	}
	#blockOverdue() {
		const { journal, plan, ports } = this.#run;
		for (const [task, since] of this.#waitingSince) {
			if (ports.clock.now() - since < plan.limits.lockWaitMs) continue;
			this.#waitingSince.delete(task);
			const holder = this.#locks?.holderOf(this.#resourcesOf(task)) || "it is held elsewhere";
			block(journal, {
				type: "resource_conflict",
				task,
				message: `${task} waited too long for what it needs: ${holder}`
			});
		}
	}
	#resourcesOf(task) {
		return this.#run.plan.tasks.find((t) => t.id === task)?.resources ?? [];
	}
};

// src/engine/watch.ts
/** How often disk, memory and clocks are looked at (ms), and oftener where a limit is that short. */
const EVERY_MS = 1e4;
const LEAST_EVERY_MS = 500;
/** Below this much progress, in percentage points, a forecast says more about chance than about the work. */
const LEAST_PROGRESS = 10;
/** A disk counts as full only when this little is left, however large it is (research: 5 GiB). */
const FREE_BYTES = 5 * 1024 ** 3;
/** Memory in use above which fewer agents work at once, in percent. */
const MEMORY_PERCENT = 92;
/** Looks after what no event tells: disk, memory, silence and time. Warnings are events; a full disk is a blocker. */
function startWatching(run, watched) {
	const { clock } = run.ports;
	let progressedAt = clock.now();
	const { longRunningMs, executionStallMs } = run.plan.limits;
	const everyMs = Math.max(LEAST_EVERY_MS, Math.min(EVERY_MS, longRunningMs / 2, executionStallMs / 2));
	let cancel = () => void 0;
	const look = () => {
		watchDisk(run, watched);
		watched.memory(run.ports.host.memory() > MEMORY_PERCENT);
		watchTime(run, watched, progressedAt);
		cancel = clock.after(everyMs, look);
	};
	watchDisk(run, watched);
	cancel = clock.after(everyMs, look);
	return {
		progressed() {
			progressedAt = clock.now();
		},
		stop() {
			cancel();
		}
	};
}
function watchDisk(run, watched) {
	const { usedPercent, freeBytes } = run.ports.host.disk();
	const full = usedPercent > run.plan.limits.diskPercent && freeBytes < FREE_BYTES;
	if (full === run.journal.state.blockers.has("disk_space")) return;
	if (full) block(run.journal, {
		type: "disk_space",
		severity: "critical",
		message: `the disk is ${Math.floor(usedPercent)} % full with ${(freeBytes / 1024 ** 3).toFixed(1)} GiB left; free some space`
	});
	else unblock(run.journal, "disk_space", "there is space again");
	watched.changed();
}
function watchTime(run, watched, progressedAt) {
	const { journal, plan, ports } = run;
	const now = ports.clock.now();
	for (const { start, startedAt } of watched.running()) {
		if (now - startedAt <= plan.limits.longRunningMs) continue;
		const where = `${start.task.id}/${start.phase.phase}`;
		warnOnce(journal, "long_running_task", `${where} has been running for more than ${duration(plan.limits.longRunningMs)}`, start.task.id);
	}
	if (watched.running().length > 0 && now - progressedAt > plan.limits.executionStallMs) warnOnce(journal, "stalled_execution", `no task has moved for ${duration(plan.limits.executionStallMs)}`);
}
/** A due date that is missed, or that the pace so far cannot keep, is a warning: once for the milestone and each task. */
function watchDueDates({ journal, plan, ports }) {
	const { state, history } = journal;
	if (plan.due === void 0 && plan.tasks.every((t) => t.due === void 0)) return;
	const { due, onTime, late } = timelineOf({
		plan,
		state,
		history,
		now: ports.clock.now()
	});
	if (due !== null && ports.clock.now() > due) warnOnce(journal, "due_risk", `the milestone was due on ${plan.due}`);
	else if (onTime === false && milestonePercentage(state) - history.startPercentage >= LEAST_PROGRESS) warnOnce(journal, "due_risk", `at the pace so far the milestone will not be done by its due date ${plan.due}`);
	for (const { task, missed } of late) if (missed) warnOnce(journal, "due_risk", `${task} was due on ${plan.tasks.find((t) => t.id === task)?.due}`, task);
}

// src/engine/execution/agents.ts
/** The agents at work, each in a slot of its own, and what they work on. */
var Agents = class {
	#run;
	#ended;
	#running = /* @__PURE__ */ new Map();
	/** The task that each slot ran last. */
	#lastTask = /* @__PURE__ */ new Map();
	/** @param ended told of each attempt that ended, by itself or because it was stopped */
	constructor(run, ended) {
		this.#run = run;
		this.#ended = ended;
	}
	get running() {
		return [...this.#running.values()];
	}
	get tasks() {
		return this.running.map((r) => r.start.task.id);
	}
	/** Settles once every agent's process was told to start. */
	async begun() {
		await Promise.all(this.running.map(({ begun }) => begun));
	}
	get idle() {
		return this.#running.size === 0;
	}
	/** Records that the phase starts, and starts it in a free slot. The slot is taken until `release`. */
	start(start) {
		const { plan, journal, roles } = this.#run;
		const planned = plannedAttempt(plan, start);
		const { task, phase, attempt } = planned;
		const slot = this.#freeSlot(task.id);
		const agent = `task_executor/${slot}`;
		this.#lastTask.set(slot, task.id);
		if (journal.state.tasks.get(task.id)?.startedAt == null) journal.record({
			event: "task_started",
			task_id: task.id,
			agent,
			data: {}
		});
		journal.record({
			event: "phase_started",
			task_id: task.id,
			phase: phase.phase,
			agent,
			data: {
				attempt,
				executor: start.executor
			}
		});
		journal.recordProgress();
		roles.start(slot, task.id, phase.phase);
		const executor = executorNamed(phase.executor, start.executor);
		const running = startAttempt(this.#run, {
			...planned,
			executor,
			executorName: start.executor,
			slot
		});
		this.#running.set(slot, running);
		running.done.then((result) => this.#ended(running, result));
	}
	/** The slot that knows the task's files already, else the first free one. */
	#freeSlot(task) {
		for (const [slot, last] of this.#lastTask) if (last === task && !this.#running.has(slot)) return slot;
		for (let slot = 1;; slot++) if (!this.#running.has(slot)) return slot;
	}
	/** The slot is free again: what ran in it was taken in. */
	release({ start }, failed) {
		this.#running.delete(start.slot);
		this.#run.roles.finish(start.slot, failed);
	}
	/** Ends every agent, and records as interrupted what had not failed by itself. */
	async stopAll(reason) {
		const attempts = this.running;
		for (const attempt of attempts) attempt.stop(reason);
		for (const attempt of attempts) {
			const result = await attempt.done;
			if (!("interrupted" in result) && !result.ok) continue;
			recordInterruption(this.#run.journal, attempt.start, reason);
			this.#run.roles.finish(attempt.start.slot, false);
		}
		this.#running.clear();
	}
};

// src/engine/execution/agents-limit.ts
/** How many agents may work at once: fewer after failures (`hybrid`) or in short memory, more after successes. */
var AgentsLimit = class {
	#journal;
	#most;
	#outcomes = [];
	#memoryIsShort = false;
	constructor(journal, most) {
		this.#journal = journal;
		this.#most = most;
	}
	/** What a look at the memory has found. While it is short nobody is added, however well the few get on. */
	noteMemory(isShort, strategy) {
		this.#memoryIsShort = isShort;
		if (isShort) this.note("memory", strategy);
	}
	/** Takes one more outcome into account. */
	note(outcome, strategy) {
		this.#outcomes.push(outcome);
		const now = Math.min(this.#most, this.#journal.state.agentsLimit ?? this.#most);
		const adjustment = adjustAgents(now, this.#most, this.#outcomes);
		if (!adjustment) return;
		if (adjustment.agents < now && outcome !== "memory" && strategy !== "hybrid") return;
		if (adjustment.agents > now && this.#memoryIsShort) return;
		this.#outcomes = [];
		this.#journal.record({
			event: "strategy_adjusted",
			agent: "progress_monitor",
			data: adjustment
		});
	}
};

// src/engine/execution/checkpoint.ts
/** A run shows itself alive by a commit at least this often (ms): half of what its lease allows it to be silent. */
const SIGN_EVERY_MS = LEASE_SILENCE_MS / 2;
/** A commit that is younger than the interval by less than this (ms) is old enough: timers fire a little early. */
const EARLY_MS = 500;
/** How often what piled up is saved at the latest (ms). */
function saveEveryMs({ options }) {
	return Math.min(options.progressIntervalMs, SIGN_EVERY_MS);
}
/** Saves what piled up, and brings GitHub in line, where nothing was committed for an interval. Dates are always looked at. */
async function saveAfterInterval(run) {
	const { journal, ports } = run;
	watchDueDates(run);
	if (ports.clock.now() - journal.committedAt + EARLY_MS < saveEveryMs(run)) return;
	await saveCheckpoint(run, "interval");
	await ports.forge.sync(journal.tip, "boundary");
}
async function saveCheckpoint({ journal, publisher }, saveReason) {
	journal.recordProgress();
	await journal.commit({
		subject: "checkpoint",
		derived: true,
		saveReason
	});
	publisher.request();
}

// src/engine/execution/durable.ts
/** How long the start of processes may keep waiting what is to become durable (ms); one takes about 2. */
const START_PATIENCE_MS = 20;
/**
* Brings the branch to what was added to it. What ended together becomes durable together, while what goes on from it
* is being started: the disk takes as long as the start of a process. Should it fail, what was started is ended, and
* was never there.
*/
var Durable = class {
	#run;
	/** Whether phases were added to the branch that the publisher does not know of yet. */
	#landed = false;
	constructor(run) {
		this.#run = run;
	}
	/** A phase was added. */
	landed() {
		this.#landed = true;
	}
	/** Where the checkout itself is the work tree, what is saved there would be taken for the next phase's own work. */
	async beforeStarts() {
		if (!this.#run.options.gitIntegration) await this.settle(Promise.resolve());
	}
	/** @param begun settles once the processes that are being started were told to */
	async settle(begun) {
		const { journal, publisher } = this.#run;
		if (!journal.settled) await this.#soon(begun);
		await journal.settle();
		if (this.#landed) publisher.request();
		this.#landed = false;
	}
	/** Waits for what takes a moment, but not for longer. */
	async #soon(event) {
		let cancel = () => void 0;
		const late = new Promise((resolve) => {
			cancel = this.#run.ports.clock.after(START_PATIENCE_MS, resolve);
		});
		await Promise.race([event, late]);
		cancel();
	}
};

// src/engine/execution/inbox.ts
/** What happened since it was last asked; the loop sleeps here, and nowhere else. */
var Inbox = class {
	#items = [];
	#wake = null;
	#breathe;
	/** @param breathe waited for after the first item, so that what happened at the same time is taken with it */
	constructor(breathe = async () => void 0) {
		this.#breathe = breathe;
	}
	put(item) {
		this.#items.push(item);
		this.#wake?.();
	}
	/** Everything there is; waits for the first item. */
	async take() {
		if (this.#items.length === 0) {
			await new Promise((resolve) => {
				this.#wake = resolve;
			});
			this.#wake = null;
		}
		await this.#breathe();
		return this.#items.splice(0);
	}
};

// src/engine/execution/ownership.ts
/**
* Whether the branch is still this run's. A process that was stopped, or whose machine slept, for longer than a lease
* lasts may have been overtaken.
*/
var Ownership = class {
	#run;
	/** When the loop last ran. */
	#awakeAt;
	constructor(run) {
		this.#run = run;
		this.#awakeAt = run.ports.clock.now();
	}
	/**
	* To be called before anything is taken in or started: after a long sleep it asks the remote. (Awake, the loop runs
	* at least every 30 s.) @throws Fenced when another run owns the branch
	*/
	async prove() {
		const { ports, journal, publisher } = this.#run;
		if (ports.clock.now() - this.#awakeAt >= 6e4) {
			await journal.commit({
				subject: "checkpoint",
				derived: true,
				saveReason: "awake again"
			});
			await publisher.flush();
		}
		this.#awakeAt = ports.clock.now();
	}
};

// src/engine/execution/reminders.ts
/** How often open gates are looked up at GitHub while agents work (ms); unchanged answers cost no rate limit. */
const DECISIONS_EVERY_MS = 2e4;
/** Sets what the loop is to be reminded of: saving, GitHub's decisions, the end of the time budget. */
function setReminders(run, timers, put) {
	const { ports, options } = run;
	timers.every(saveEveryMs(run), () => put({ kind: "interval" }));
	if (ports.forge.present) timers.every(DECISIONS_EVERY_MS, () => put({ kind: "decisions" }));
	if (options.timeBudgetMs > 0) limitTime(options.timeBudgetMs, timers, put);
}
/** Looks at what the milestone needs from time to time, one look after the other; what goes wrong shows at the next. */
function watchNeeds(run, timers, put) {
	let looking = false;
	timers.every(lookEveryMs(run), () => {
		if (looking) return;
		looking = true;
		lookAtNeeds(run).then((needs) => needs.length > 0 && put({
			kind: "needs",
			needs
		})).catch((error) => run.ports.narrator.warn(`what the milestone needs cannot be looked at: ${String(error)}`)).finally(() => {
			looking = false;
		});
	});
}
/** Near the end of the budget nothing new starts; shortly before it what still runs is interrupted and saved. */
function limitTime(budgetMs, timers, put) {
	const margin = Math.min(12e4, budgetMs / 5);
	const reason = `the time budget of ${Math.round(budgetMs / 6e4)} minutes is nearly spent`;
	timers.once(budgetMs - 2 * margin, () => put({
		kind: "drain",
		reason
	}));
	timers.once(budgetMs - margin, () => put({
		kind: "stop",
		rest: "paused",
		reason
	}));
}

// src/milestone/schedule/hold.ts
/**
* Milestone-wide blockers under which nothing new may start: `network` is there while the remote refuses the branch,
* not while it is only out of reach. The others (failing tests after a phase, …) let work go on; they only keep the
* milestone from being completed.
*/
const STOPS_EVERYTHING = /* @__PURE__ */ new Set([
	"budget_exceeded",
	"disk_space",
	"dependency_unavailable",
	"git_conflicts",
	"network"
]);
/** What stops every phase of the milestone now, or null. */
function holdOf(plan, state, percentage) {
	const stopping = milestoneBlockers(state).filter((b) => stopsEverything(b, state));
	if (stopping.length) return {
		kind: "blocked",
		blockers: stopping
	};
	const reached = reachedCheckpoints(plan, state, percentage);
	for (const gate of reached) {
		if (isCheckpointBlocked(state, gate.name)) return {
			kind: "checkpoint_failed",
			gate
		};
		const request = checkpointRequest(state, gate.name);
		if (request) return {
			kind: "checkpoint_approval",
			gate,
			request
		};
	}
	return reached.length ? {
		kind: "checkpoint_due",
		gates: reached
	} : null;
}
/** Blockers that belong to no task. */
function milestoneBlockers(state) {
	const found = [];
	for (const blocker of state.blockers.values()) if (blocker.task === void 0) found.push(blocker);
	return found;
}
function stopsEverything(blocker, state) {
	if (blocker.type === "test_failures") return state.lastTests?.reason === "baseline";
	return STOPS_EVERYTHING.has(blocker.type);
}

// src/milestone/schedule/ready-tasks.ts
const newGroup = (resources, execute) => ({
	resources,
	execute,
	queue: new PriorityQueue(compare)
});
const compare = (a, b) => a.key - b.key || a.place - b.place;
/**
* The tasks that may start now. Those with the same resources share a queue, so that a thousand tasks behind one lock
* cost one look, not a thousand.
*/
var ReadyTasks = class {
	#groups = [];
	/** By place: the group of the task's earlier phases, and that of its `execute` phase. */
	#groupOf;
	#stamps;
	#present = /* @__PURE__ */ new Set();
	constructor(resources) {
		const bySignature = /* @__PURE__ */ new Map();
		this.#stamps = resources.map(() => 0);
		this.#groupOf = resources.map((list) => {
			const sorted = [...new Set(list)].sort();
			const signature = sorted.join("\n");
			let groups = bySignature.get(signature);
			if (!groups) {
				groups = {
					early: newGroup(sorted, false),
					execute: newGroup(sorted, true)
				};
				bySignature.set(signature, groups);
				this.#groups.push(groups.early, groups.execute);
			}
			return groups;
		});
	}
	/** Places of the tasks that may start, in no order. */
	get places() {
		return this.#present;
	}
	add(place, key, execute) {
		this.#stamps[place] += 1;
		this.#present.add(place);
		const { queue } = this.#groupOf[place][execute ? "execute" : "early"];
		queue.push({
			place,
			key,
			stamp: this.#stamps[place]
		});
	}
	remove(place) {
		this.#stamps[place] += 1;
		this.#present.delete(place);
	}
	/** Takes out the first task whose needs are met; undefined when there is none. */
	take(areMet) {
		if (this.#present.size === 0) return void 0;
		let best;
		for (const group of this.#groups) {
			const entry = this.#first(group);
			if (!entry || best && compare(best.entry, entry) <= 0) continue;
			if (areMet(group)) best = {
				entry,
				group
			};
		}
		if (!best) return void 0;
		best.group.queue.pop();
		this.#present.delete(best.entry.place);
		return best.entry.place;
	}
	#first({ queue }) {
		for (let entry = queue.peek(); entry; entry = queue.peek()) {
			if (this.#present.has(entry.place) && this.#stamps[entry.place] === entry.stamp) return entry;
			queue.pop();
		}
	}
};

// src/milestone/schedule/waiting.ts
/** What a held milestone waits for; nothing while the checks of a checkpoint are still to run. */
function waitingUnder(hold) {
	switch (hold.kind) {
		case "blocked": return {
			idle: "blocked",
			waitingFor: hold.blockers.map((b) => b.id)
		};
		case "checkpoint_failed": return {
			idle: "checkpoint",
			waitingFor: [hold.gate.name]
		};
		case "checkpoint_approval": return {
			idle: "waiting_approval",
			waitingFor: [hold.request]
		};
		case "checkpoint_due": return {};
	}
}
/** What everything waits for when nothing is left to do without a person. */
function waitingForPeople(state, allDone) {
	const blockers = [...state.blockers.values()].filter((b) => !isDoneIn(state, b.task));
	if (blockers.length) return {
		idle: "blocked",
		waitingFor: blockers.map((b) => b.id)
	};
	if (allDone) return {
		idle: "completed",
		waitingFor: []
	};
	const open = openApprovals(state);
	const approvals = open.filter((a) => a.kind === "approval");
	if (approvals.length) return {
		idle: "waiting_approval",
		waitingFor: approvals.map((a) => a.request)
	};
	return {
		idle: "waiting_manual",
		waitingFor: open.map((a) => a.request)
	};
}
function isDoneIn(state, id) {
	const task = id === void 0 ? void 0 : state?.tasks.get(id);
	return task !== void 0 && isDone(task);
}

// src/milestone/schedule/schedule.ts
/** A scheduler for one plan; after `plan_changed` make a new one. */
function createScheduler(plan, options) {
	return new PlanScheduler(plan, options);
}
/** A cluster is through when none of its tasks is any of these. */
const ACTIVE = /* @__PURE__ */ new Set([
	"run",
	"timer",
	"running",
	"manual",
	"ask",
	"complete"
]);
/** The engine acts on these at once; the scheduler only lists them. */
const LISTED$1 = /* @__PURE__ */ new Set([
	"manual",
	"ask",
	"complete"
]);
var PlanScheduler = class {
	graph;
	choice;
	strategy;
	#plan;
	#costs;
	#ready;
	#timers = new PriorityQueue((a, b) => a.at - b.at);
	#overlap = overlapMemo();
	#kinds;
	#steps;
	#missing;
	#hundredths;
	#activeIn;
	#listed = /* @__PURE__ */ new Set();
	#dirty = /* @__PURE__ */ new Set();
	#behind = [];
	#engaged = /* @__PURE__ */ new Map();
	#state = null;
	#seen = -1;
	#done = 0;
	#sum = 0;
	/** The last cluster that may run (a wave of the graph); only `hybrid` looks at it. */
	#cluster = -1;
	constructor(plan, { strategy, agents, cores, state }) {
		this.#plan = plan;
		this.graph = buildGraph(plan);
		this.#costs = phaseCosts(plan);
		this.choice = chooseStrategy({
			wanted: strategy,
			remainingTasks: plan.tasks.filter((task) => !isDoneIn(state, task.id)).length,
			path: criticalPath(this.graph, this.#costs, state),
			agents,
			...cores === void 0 ? {} : { cores }
		});
		this.strategy = this.choice.strategy;
		this.#ready = new ReadyTasks(plan.tasks.map((t) => t.resources));
		this.#kinds = plan.tasks.map(() => "waiting");
		this.#steps = plan.tasks.map(() => void 0);
		this.#hundredths = plan.tasks.map(() => 0);
		this.#missing = this.graph.dependencies.map((list) => list.length);
		this.#activeIn = new Array(this.graph.wave.reduce((a, b) => Math.max(a, b), 0) + 1).fill(0);
	}
	observe(event) {
		if (event.seq !== this.#seen + 1) return;
		const place = event.task_id === void 0 ? void 0 : this.graph.index.get(event.task_id);
		if (place !== void 0) this.#dirty.add(place);
		else if (/^(milestone_activated|approval|blocker|plan)/.test(event.event)) return;
		this.#seen = event.seq;
	}
	percentage() {
		const tasks = this.#plan.tasks.length;
		if (this.#done === tasks) return 100;
		return Math.min(99, Math.floor(this.#sum / tasks / 100));
	}
	next(input) {
		this.#refresh(input);
		this.#wake(input.now);
		const hold = holdOf(this.#plan, input.state, this.percentage());
		const held = hold !== null || input.holdAll === true;
		const sync = held ? null : this.#enterCluster(input);
		const decision = {
			start: held ? [] : this.#startNow(input),
			...this.#listedNow(held),
			checkpoints: hold?.kind === "checkpoint_due" ? hold.gates : [],
			sync,
			wakeAt: held ? null : this.#timers.peek()?.at ?? null,
			idle: null,
			waitingFor: []
		};
		if (input.running.length + decision.start.length + decision.manual.length + decision.ask.length + (decision.complete.length + decision.checkpoints.length) > 0 || sync !== null || decision.wakeAt !== null || input.holdAll) return decision;
		return {
			...decision,
			...hold ? waitingUnder(hold) : this.#waiting(input)
		};
	}
	#refresh({ state, running }) {
		const engaged = /* @__PURE__ */ new Map();
		for (const run of running) {
			const place = this.graph.index.get(run.task);
			if (place !== void 0) engaged.set(place, run);
		}
		for (const place of this.#engaged.keys()) if (!engaged.has(place)) this.#dirty.add(place);
		for (const place of engaged.keys()) if (!this.#engaged.has(place)) this.#dirty.add(place);
		this.#engaged = engaged;
		if (state !== this.#state || state.seq !== this.#seen) this.#readAll(state);
		for (const place of this.#dirty) {
			this.#dirty.delete(place);
			this.#evaluate(place, state);
		}
	}
	#readAll(state) {
		this.#state = state;
		this.#seen = state.seq;
		const tasks = this.graph.tasks;
		const own = tasks.map((task, i) => remainingHours(this.graph, this.#costs, i, state.tasks.get(task.id)));
		this.#behind = hoursBehind(this.graph, own);
		for (const i of tasks.keys()) this.#dirty.add(i);
		if (this.strategy !== "hybrid") return;
		tasks.forEach((task, i) => {
			if (state.tasks.get(task.id)?.startedAt) this.#cluster = Math.max(this.#cluster, this.graph.wave[i]);
		});
	}
	/** Looks at one task again. Dependants are looked at in turn when the task is done, or no longer is. */
	#evaluate(place, state) {
		const task = this.graph.tasks[place];
		const now = state.tasks.get(task.id);
		const hundredths = now ? taskHundredths(state, now) : 0;
		this.#sum += hundredths - this.#hundredths[place];
		this.#hundredths[place] = hundredths;
		const wasDone = this.#kinds[place] === "done";
		const done = now !== void 0 && isDone(now);
		if (done !== wasDone) {
			this.#done += done ? 1 : -1;
			for (const d of this.graph.dependants[place]) {
				this.#missing[d] += done ? -1 : 1;
				this.#dirty.add(d);
			}
		}
		if (done) this.#file(place, "done");
		else if (this.#engaged.has(place)) this.#file(place, "running");
		else if (this.#missing[place] > 0) this.#file(place, "waiting");
		else this.#fileStep(place, nextStep(task, state));
	}
	#fileStep(place, step) {
		this.#steps[place] = step;
		const at = step.kind === "run" ? step.notBefore : null;
		if (at === null) return this.#file(place, step.kind);
		this.#file(place, "timer");
		this.#timers.push({
			at,
			place
		});
	}
	/** Puts the task where its kind belongs, and out of where it was. */
	#file(place, kind) {
		const wave = this.graph.wave[place];
		if (ACTIVE.has(this.#kinds[place])) this.#activeIn[wave] -= 1;
		if (ACTIVE.has(kind)) this.#activeIn[wave] += 1;
		this.#kinds[place] = kind;
		this.#ready.remove(place);
		if (LISTED$1.has(kind)) this.#listed.add(place);
		else this.#listed.delete(place);
		if (kind === "run" && this.#isOpen(wave)) this.#offer(place);
	}
	#offer(place) {
		const step = this.#steps[place];
		this.#ready.add(place, this.#key(place), step?.kind === "run" && step.phase === "execute");
	}
	#isOpen(wave) {
		return this.strategy !== "hybrid" || wave <= this.#cluster;
	}
	/** Sequential: the place in the topological order. Otherwise the longest remaining path goes first. */
	#key(place) {
		if (this.strategy === "sequential") return this.graph.rank[place];
		const task = this.#state?.tasks.get(this.graph.tasks[place].id);
		return -(remainingHours(this.graph, this.#costs, place, task) + this.#behind[place]);
	}
	#wake(now) {
		for (let timer = this.#timers.peek(); timer; timer = this.#timers.peek()) {
			const step = this.#steps[timer.place];
			const current = this.#kinds[timer.place] === "timer" && step?.kind === "run" && step.notBefore === timer.at;
			if (current && timer.at > now) return;
			this.#timers.pop();
			if (current) this.#file(timer.place, "run");
		}
	}
	/**
	* Opens the next cluster when the ones before are through: nothing of theirs runs or can run without a person.
	* Returns the cluster to synchronise where that is still to be done.
	*/
	#enterCluster({ synced = -1, state }) {
		if (this.strategy !== "hybrid") return null;
		if (this.#activeIn.slice(0, this.#cluster + 1).some((count) => count > 0)) return null;
		const following = this.#activeIn.findIndex((count, wave) => wave > this.#cluster && count > 0);
		if (following < 0) return null;
		if (this.#cluster >= 0 && synced < this.#cluster) return milestoneBlockers(state).length ? null : this.#cluster;
		this.#cluster = following;
		this.#kinds.forEach((kind, i) => {
			if (kind === "run" && this.graph.wave[i] === following) this.#offer(i);
		});
		return null;
	}
	#waiting({ state, holdExecute }) {
		const ready = [...this.#ready.places].sort((a, b) => a - b).map((i) => this.graph.tasks[i].id);
		if (ready.length && holdExecute) return {};
		if (ready.length) return {
			idle: "waiting_resource",
			waitingFor: ready
		};
		return waitingForPeople(state, this.#done === this.#plan.tasks.length);
	}
	#startNow(input) {
		const limit = Math.min(this.strategy === "sequential" ? 1 : input.agents, input.state.agentsLimit ?? input.agents);
		const slots = freeSlots(input.running, limit);
		const held = [...input.heldElsewhere ?? []];
		for (const place of this.#engaged.keys()) held.push(...this.graph.tasks[place].resources);
		const areMet = ({ resources, execute }) => !(execute && input.holdExecute) && !resources.some((mine) => held.some((other) => this.#overlap(mine, other)));
		const start = [];
		for (const slot of slots) {
			const place = this.#ready.take(areMet);
			const step = place === void 0 ? void 0 : this.#steps[place];
			if (place === void 0 || step?.kind !== "run") break;
			const { id, resources } = this.graph.tasks[place];
			const started = {
				task: id,
				phase: step.phase,
				attempt: step.attempt,
				executor: step.executor,
				slot
			};
			held.push(...resources);
			this.#file(place, "running");
			this.#engaged.set(place, started);
			start.push(started);
		}
		return start;
	}
	#listedNow(held) {
		const found = {
			manual: [],
			ask: [],
			complete: []
		};
		for (const place of this.#listed) {
			const task = this.graph.tasks[place].id;
			const step = this.#steps[place];
			if (step.kind === "complete") found.complete.push(task);
			if (step.kind === "ask") found.ask.push({
				task,
				phase: step.phase,
				attempt: step.attempt
			});
			if (step.kind !== "manual" || held || !this.#isOpen(this.graph.wave[place])) continue;
			found.manual.push({
				task,
				phase: step.phase,
				attempt: step.attempt
			});
		}
		return found;
	}
};
function freeSlots(running, limit) {
	const taken = new Set(running.map((r) => r.slot));
	const free = [];
	for (let slot = 1; free.length < limit - running.length; slot++) if (!taken.has(slot)) free.push(slot);
	return free;
}

// src/engine/execution/strategy.ts
/** A scheduler of the plan as it is now, for at most so many agents. */
function schedulerOf({ plan, options, ports, journal }, agents) {
	return createScheduler(plan, {
		strategy: options.strategy,
		agents,
		cores: ports.host.cores,
		state: journal.state
	});
}
/** Tells how `auto` was decided, and what speaks against the number of agents. */
function tellStrategy({ journal, ports, options }, scheduler, agents) {
	const { reasons, warnings, strategy } = scheduler.choice;
	for (const warning of warnings) ports.narrator.warn(warning);
	if (options.strategy !== "auto") return;
	const reason = `auto chose ${strategy}: ${reasons.join("; ")}`;
	journal.record({
		event: "strategy_adjusted",
		agent: "progress_monitor",
		data: {
			agents,
			reason
		}
	});
	ports.narrator.note("basic", reason);
}

// src/engine/execution/timers.ts
/** What is to happen later in a run. `stop` ends it all. */
var Timers = class {
	#clock;
	#cancels = [];
	#cancelWake = null;
	constructor(clock) {
		this.#clock = clock;
	}
	every(ms, callback) {
		let cancel = () => void 0;
		const tick = () => {
			cancel = this.#clock.after(ms, () => {
				callback();
				tick();
			});
		};
		tick();
		this.#cancels.push(() => cancel());
	}
	once(ms, callback) {
		this.#cancels.push(this.#clock.after(ms, callback));
	}
	/** The one next waking, in milliseconds since the epoch, in place of the one before; null: none. */
	wakeAt(at, callback) {
		this.#cancelWake?.();
		this.#cancelWake = at === null ? null : this.#clock.after(Math.max(0, at - this.#clock.now()), callback);
	}
	stop() {
		for (const cancel of this.#cancels) cancel();
		this.#cancelWake?.();
	}
};

// src/engine/execution/execution.ts
/** What the end of an attempt says about the number of agents. */
const OUTCOMES = {
	done: "success",
	conflict: "conflict",
	failed: "failure"
};
/**
* The story of a run between its opening and its end: start what may start, take in what finished, until nothing can
* go on without a person. Everything that decides is pure; this only does.
*/
var Execution = class {
	#run;
	#inbox;
	#timers;
	/** How many agents may work at the most. */
	#most;
	#agents;
	#limit;
	#scheduler;
	#quality;
	#shared;
	#watcher = null;
	#stopping = null;
	#draining = null;
	/** Conflicts so far, by `task/phase`. */
	#conflicts = /* @__PURE__ */ new Map();
	#durable;
	#ownership;
	constructor(run) {
		const { clock } = run.ports;
		this.#run = run;
		this.#inbox = new Inbox(clock.breathe);
		this.#timers = new Timers(clock);
		this.#ownership = new Ownership(run);
		this.#durable = new Durable(run);
		this.#most = run.options.gitIntegration ? run.options.agents : 1;
		this.#agents = new Agents(run, (running, result) => this.#ended(running, result));
		this.#limit = new AgentsLimit(run.journal, this.#most);
		this.#scheduler = schedulerOf(run, this.#most);
		this.#shared = new SharedResources(run, () => this.#inbox.put({ kind: "locks" }));
		this.#quality = new QualityChecks(run, () => this.#inbox.put({ kind: "quality" }));
	}
	/** Ends the run early: kills the agents, saves, and comes to rest. Safe to call at any time. */
	stop(rest, reason) {
		this.#inbox.put({
			kind: "stop",
			rest,
			reason
		});
	}
	/** Tells the scheduler what was recorded, so that it looks only at what changed. */
	observe(event) {
		this.#scheduler.observe(event);
	}
	/** The plan on the branch changed: what is running goes on, the rest follows the new plan. */
	replan() {
		this.#scheduler = schedulerOf(this.#run, this.#most);
		this.#inbox.put({ kind: "timer" });
	}
	async untilRest() {
		this.#watch();
		try {
			await joinBase(this.#run);
			await applyDecisions(this.#run);
			this.#quality.baseline();
			for (;;) {
				this.#run.publisher.assertOwner();
				await this.#durable.beforeStarts();
				const rest = await this.#keepingWork(() => this.#advance());
				await this.#durable.settle(this.#agents.begun());
				if (rest) return rest;
				const messages = await this.#inbox.take();
				await this.#ownership.prove();
				await this.#keepingWork(() => this.#takeIn(messages));
			}
		} catch (error) {
			if (!(error instanceof Fenced)) throw error;
			return {
				kind: "fenced",
				message: error.message
			};
		} finally {
			this.#timers.stop();
			this.#watcher?.stop();
			this.#quality.stop("the run ends");
			await this.#agents.stopAll("the run ends");
			await this.#shared.close();
		}
	}
	/** Whether anything is under way that will tell of itself. */
	get #atWork() {
		return !this.#agents.idle || !this.#quality.idle;
	}
	/** Starts what can start now; an answer means that nothing is left to wait for. */
	async #advance() {
		const { journal, plan } = this.#run;
		if (this.#stopping) {
			const { rest, reason } = this.#stopping;
			await this.#agents.stopAll(reason);
			return {
				kind: rest,
				reason
			};
		}
		if (this.#draining !== null) return this.#atWork ? null : {
			kind: "paused",
			reason: this.#draining
		};
		if (settleFinishedTasks(journal)) journal.recordProgress();
		enforceBudgets(journal, plan, new Set(this.#agents.tasks));
		if (awaitsConfirmation(this.#run)) return this.#atWork ? null : { kind: "waiting_approval" };
		const decision = this.#decide();
		await this.#carryOut(decision);
		if (decision.idle === null || this.#atWork) return null;
		return this.#rest(decision);
	}
	#decide() {
		const { journal, ports } = this.#run;
		return this.#scheduler.next({
			state: journal.state,
			now: ports.clock.now(),
			running: this.#agents.running.map(({ start }) => ({
				task: start.task.id,
				phase: start.phase.phase,
				slot: start.slot
			})),
			agents: this.#most,
			heldElsewhere: this.#shared.elsewhere,
			holdExecute: this.#quality.holdsExecute,
			synced: this.#quality.synced
		});
	}
	async #carryOut(decision) {
		const run = this.#run;
		const again = () => this.#inbox.put({ kind: "timer" });
		this.#quality.checkpoints(decision.checkpoints);
		if (decision.sync !== null) this.#quality.sync(decision.sync);
		for (const wish of decision.ask) {
			await askGateAgain(run, plannedAttempt(run.plan, wish));
			again();
		}
		for (const wish of decision.manual) {
			await requestManualWork(run, plannedAttempt(run.plan, wish));
			again();
		}
		await this.#startAll(decision.start);
		this.#timers.wakeAt(decision.wakeAt, again);
	}
	/** What needs nothing that other milestones could hold goes first: the locks of the rest cost a call each. */
	async #startAll(starts) {
		const isFree = (start) => !this.#run.plan.tasks.find((t) => t.id === start.task)?.resources.length;
		for (const start of starts.filter(isFree)) this.#agents.start(start);
		for (const start of starts.filter((s) => !isFree(s))) if (await this.#shared.admit(start.task)) this.#agents.start(start);
		this.#shared.settle(this.#agents.tasks);
	}
	/** Phases that ended are worth keeping, whatever goes wrong before they are settled. */
	async #keepingWork(step) {
		try {
			return await step();
		} catch (error) {
			await this.#run.journal.settle();
			throw error;
		}
	}
	async #takeIn(messages) {
		const { journal, plan } = this.#run;
		for (const [i, message] of messages.entries()) await this.#handle(message, i + 1 < messages.length);
		if (journal.pendingFiles > plan.limits.checkpointFiles) await saveCheckpoint(this.#run, "checkpoint_files");
	}
	async #handle(message, more) {
		switch (message.kind) {
			case "attempt": return this.#finish(message.running, message.result, more);
			case "interval": return saveAfterInterval(this.#run);
			case "decisions":
				await applyDecisions(this.#run);
				return;
			case "stop":
				this.#stopping ??= {
					rest: message.rest,
					reason: message.reason
				};
				return;
			case "drain":
				this.#draining ??= message.reason;
				return;
			case "quality": return this.#quality.takeIn();
			case "remote": return noteRemote(this.#run);
			case "locks": return this.#shared.look();
			case "needs": return noteNeeds(this.#run, message.needs);
			case "timer": return;
			default: return message;
		}
	}
	async #finish(running, result, more) {
		const end = await endAttempt(this.#run, running, result, {
			conflicts: this.#conflicts,
			quality: this.#quality,
			more,
			later: (promise) => void promise.then((next) => this.#ended(running, next))
		});
		if (end === "testing") return;
		if (end === "done") this.#durable.landed();
		this.#agents.release(running, end === "failed");
		if (end !== "interrupted") this.#limit.note(OUTCOMES[end], this.#scheduler.strategy);
		this.#watcher?.progressed();
	}
	#ended(running, result) {
		this.#inbox.put({
			kind: "attempt",
			running,
			result
		});
	}
	async #rest({ idle, waitingFor }) {
		const again = () => {
			this.#inbox.put({ kind: "timer" });
			return null;
		};
		if (idle === "completed") {
			if (await joinBase(this.#run)) return again();
			const final = await this.#quality.final();
			if (final === "passed") return { kind: "completed" };
			return final === "running" ? null : { kind: "blocked" };
		}
		if (await applyDecisions(this.#run)) return again();
		if (idle === "waiting_resource") return this.#shared.waitFor(waitingFor) ? { kind: "blocked" } : null;
		return { kind: this.#run.journal.state.blockers.size > 0 ? "blocked" : "waiting_approval" };
	}
	#watch() {
		const run = this.#run;
		tellStrategy(run, this.#scheduler, this.#most);
		watchDueDates(run);
		run.publisher.onChange = () => this.#inbox.put({ kind: "remote" });
		setReminders(run, this.#timers, (message) => this.#inbox.put(message));
		forgetNeeds(run);
		if (!run.options.blockerDetection) return;
		watchNeeds(run, this.#timers, (message) => this.#inbox.put(message));
		this.#watcher = startWatching(run, {
			running: () => this.#agents.running,
			memory: (isShort) => {
				this.#limit.noteMemory(isShort, this.#scheduler.strategy);
				if (!isShort) return;
				warnOnce(run.journal, "memory_pressure", "memory is nearly used up, so fewer agents work at once");
			},
			changed: () => this.#inbox.put({ kind: "timer" })
		});
	}
};

// src/engine/activate.ts
/** Records that the milestone begins. */
function activate(journal, with_) {
	const { plan, base, compliance, dependants, seeds } = with_;
	journal.record({
		event: "milestone_activated",
		agent: "session_manager",
		data: {
			title: plan.title,
			weights: plan.weights,
			tasks: seeds,
			compliance: {
				score: compliance.score,
				migrated: compliance.migrated,
				standard: compliance.standard
			},
			base,
			quality_gates: plan.qualityGates.map(({ name, at }) => ({
				name,
				at
			}))
		}
	});
	notifyDependents(journal, dependants, "activated");
	journal.recordProgress();
}
/** Records whom the milestone's change concerns; the app tells them from the event. */
function notifyDependents(journal, dependants, change) {
	if (dependants.length === 0) return;
	journal.record({
		event: "dependents_notified",
		agent: "dependency_validator",
		data: {
			milestones: dependants,
			change
		}
	});
}

// src/milestone/view/markdown-table.ts
/** A markdown table; cells are made inert by the caller. `align` holds a rule for each column that is not plain. */
function table(head, rows, align = []) {
	const line = (cells) => `| ${cells.join(" | ")} |`;
	return [
		line(head),
		line(head.map((_, i) => align[i] ?? "---")),
		...rows.map(line)
	].join("\n");
}
const RIGHT = "---:";

// src/milestone/view/cost.ts
/** Attempts that still run count with their time so far, and no usage: nobody has told it yet. */
function costsOf(plan, history, now) {
	const tasks = new Map(plan.tasks.map((t) => [t.id, emptyRow(t.id)]));
	const phases = /* @__PURE__ */ new Map();
	const agents = /* @__PURE__ */ new Map();
	const models = /* @__PURE__ */ new Map();
	const total = emptyRow("total");
	for (const attempt of history.attempts) {
		const rows = [
			total,
			rowOf(tasks, attempt.task),
			rowOf(phases, attempt.phase),
			rowOf(agents, attempt.usage?.agent ?? attempt.executor)
		];
		for (const row of rows) addAttempt(row, attempt, attempt.usage, now);
		for (const share of modelsOf(attempt.usage)) addAttempt(rowOf(models, share.model), attempt, share, now);
	}
	return {
		byTask: [...tasks.values()].filter((row) => row.attempts > 0),
		byPhase: [...phases.values()],
		byAgent: dearestFirst(agents),
		byModel: dearestFirst(models),
		total
	};
}
function addAttempt(row, attempt, used, now) {
	row.attempts += 1;
	if (attempt.outcome === "failed") row.failed += 1;
	row.workMs += Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
	row.inputTokens += used?.input_tokens ?? 0;
	row.outputTokens += used?.output_tokens ?? 0;
	row.costUsd += used?.cost_usd ?? 0;
}
/** What each model used: a program may use several in one attempt. */
function modelsOf(usage) {
	if (!usage) return [];
	return usage.models ?? (usage.model === void 0 ? [] : [{
		...usage,
		model: usage.model
	}]);
}
function emptyRow(name) {
	return {
		name,
		attempts: 0,
		failed: 0,
		workMs: 0,
		inputTokens: 0,
		outputTokens: 0,
		costUsd: 0
	};
}
function rowOf(rows, name) {
	const known = rows.get(name);
	if (known) return known;
	const made = emptyRow(name);
	rows.set(name, made);
	return made;
}
function dearestFirst(rows) {
	return [...rows.values()].sort((a, b) => b.costUsd - a.costUsd || b.workMs - a.workMs);
}

// src/milestone/view/performance.ts
function estimatesOf(plan, state, history, now) {
	const work = /* @__PURE__ */ new Map();
	for (const a of history.attempts) work.set(a.task, (work.get(a.task) ?? 0) + Math.max(0, (a.endedAt ?? now) - a.startedAt));
	return plan.tasks.flatMap((task) => {
		const at = state.tasks.get(task.id);
		const start = millis(at?.startedAt ?? null);
		if (start === null || at?.status === "skipped") return [];
		return [{
			task: task.id,
			estimateMs: task.estimatedHours === void 0 ? null : task.estimatedHours * 36e5,
			workMs: work.get(task.id) ?? 0,
			elapsedMs: (millis(at?.completedAt ?? null) ?? now) - start,
			done: at?.status === "completed"
		}];
	});
}
function utilisationOf(state, history, now) {
	const slots = /* @__PURE__ */ new Map();
	const active = activeMs(history, now);
	let busy = 0;
	for (const attempt of history.attempts) {
		const slot = slotOf(attempt.agent) ?? 0;
		const row = slots.get(slot) ?? {
			slot,
			busyMs: 0,
			attempts: 0,
			failed: 0,
			utilisation: 0
		};
		slots.set(slot, row);
		const ms = Math.max(0, (attempt.endedAt ?? now) - attempt.startedAt);
		row.busyMs += ms;
		row.attempts += 1;
		if (attempt.outcome === "failed") row.failed += 1;
		busy += ms;
	}
	for (const row of slots.values()) row.utilisation = Math.min(100, share(row.busyMs, active) ?? 0);
	return {
		slots: [...slots.values()].sort((a, b) => a.slot - b.slot),
		meanBusy: active > 0 && slots.size > 0 ? busy / active : null,
		allowed: state.session?.agents ?? slots.size,
		activeMs: active
	};
}

// src/milestone/view/recommend.ts
/** Advice for the next milestone, in the order in which a reader profits from it. */
function recommend(facts, plan, state) {
	return [
		...onBlockers(facts),
		...onTime(facts),
		...onWaiting(facts),
		...onFailures(facts),
		...onRejections(facts),
		...onAgents(facts),
		...onEstimates(facts),
		...onBudget(facts, plan, state),
		...onTests(facts, plan),
		...onSkipped(facts),
		...onWarnings(state)
	];
}
function onBlockers({ dashboard }) {
	return dashboard.blockers.slice(0, 10).map((b) => ({
		fact: `${b.id} is open: ${b.message}`,
		advice: b.proposals.map((p) => `${p.command} (${p.why})`).join("; or ") || "look at the evidence above"
	}));
}
function onTime({ dashboard }) {
	const { timeline } = dashboard;
	if (timeline.due === null || timeline.onTime !== false) return [];
	const end = timeline.endedAt ?? timeline.forecast ?? dashboard.now;
	const tense = timeline.endedAt === null ? "is forecast for" : "was reached on";
	if (timeline.endedAt === null && timeline.forecast === null) return [{
		fact: `The due date passed ${duration(end - timeline.due)} ago.`,
		advice: "Move the due date, or skip what can wait."
	}];
	return [{
		fact: `The end ${tense} ${dateTime(end)}, ${duration(end - timeline.due)} after the due date.`,
		advice: "Move the due date, skip what can wait, or shorten the critical path."
	}];
}
/** Above this share of the longest chain, people's answers decide the duration. */
const WAITING_SHARE = .25;
function onWaiting({ chain, waits }) {
	const total = chain.workMs + chain.waitMs;
	if (total === 0 || chain.waitMs / total < WAITING_SHARE) return [];
	const longest = waits.reduce((a, b) => !a || b.ms > a.ms ? b : a, null);
	if (!longest) return [];
	const name = longest.task ? `${longest.task}/${longest.phase}` : longest.request;
	return [{
		fact: `${Math.round(chain.waitMs / total * 100)} % of the critical path was waiting for approvals, longest at ${name} (${duration(longest.ms)}).`,
		advice: "Name more approvers for the slow gates, or drop gates that never changed anything."
	}];
}
function onFailures({ costs, failures }) {
	const agents = costs.byAgent.filter((row) => row.failed > 0).length;
	return costs.byAgent.filter((row) => row.attempts >= 4 && row.failed / row.attempts >= .25).map((row) => ({
		fact: `${row.name} failed ${row.failed} of ${counted(row.attempts, "attempt")}${failures[0] && agents === 1 ? `, most often by ${failures[0].type}` : ""}.`,
		advice: "Read the feedback of the failed attempts; a clearer task description or another profile may help."
	}));
}
function onRejections({ history, dashboard }) {
	if (history.rejections === 0) return [];
	const gates = dashboard.quality.approvals.total;
	return [{
		fact: `Reviewers requested changes ${history.rejections === 1 ? "once" : `${history.rejections} times`}; the plan has ${counted(gates, "gate")}.`,
		advice: "Write what they asked for into the acceptance criteria of those phases."
	}];
}
function onAgents({ utilisation }) {
	const { meanBusy, allowed } = utilisation;
	if (meanBusy === null || allowed < 2) return [];
	const busy = meanBusy / allowed;
	const fact = `On average ${meanBusy.toFixed(1)} of ${allowed} agents were at work.`;
	if (busy < .4) {
		const enough = Math.max(1, Math.ceil(meanBusy * 1.5));
		if (enough >= allowed) return [];
		return [{
			fact,
			advice: `${counted(enough, "agent")} would do, unless tasks are split or depend less on each other.`
		}];
	}
	if (busy > .9) return [{
		fact,
		advice: "More agents may finish sooner."
	}];
	return [];
}
function onEstimates({ estimates }) {
	const done = estimates.filter((e) => e.done && e.estimateMs);
	if (done.length < 3) return [];
	const ratios = done.map((e) => e.workMs / e.estimateMs).sort((a, b) => a - b);
	const median = ratios[Math.floor(ratios.length / 2)];
	if (median >= .5 && median <= 2) return [];
	return [{
		fact: median < .01 ? "Half of the finished tasks took less than a hundredth of their estimated hours." : `Half of the finished tasks took less than ${median.toFixed(2)} of their estimated hours, half more.`,
		advice: "Scale estimated_hours to what agents need: the order of work and the forecast follow them."
	}];
}
function onBudget({ costs }, plan, state) {
	const found = [];
	const { minutes, costUsd } = plan.budget;
	const cost = costUsd === void 0 ? null : costUsd + state.budgetRaised.costUsd;
	if (cost !== null && cost > 0 && costs.total.costUsd >= cost * .8) found.push({
		fact: `${money(costs.total.costUsd)} of the budget of ${money(cost)} is spent.`,
		advice: "Raise budget.cost_usd or cut the scope before it runs out."
	});
	const time = minutes === void 0 ? null : (minutes + state.budgetRaised.minutes) * 6e4;
	if (time !== null && time > 0 && costs.total.workMs >= time * .8) found.push({
		fact: `${duration(costs.total.workMs)} of the budget of ${duration(time)} of agents' time is used.`,
		advice: "Raise budget.minutes or cut the scope before it runs out."
	});
	return found;
}
function onTests({ testRuns }, plan) {
	if (!plan.testCommand) return [{
		fact: "No test command is set, so nothing of the integrated work was tested here.",
		advice: "Set test_command in the milestone file."
	}];
	const failed = testRuns.filter((t) => !t.ok);
	if (failed.length === 0) return [];
	return [{
		fact: `${plan.testCommand} failed in ${failed.length} of ${counted(testRuns.length, "run")} on the integrated branch.`,
		advice: "Add the command to the checks of the phases, so that it fails before the work is integrated."
	}];
}
function onSkipped({ dashboard }) {
	const skipped = dashboard.tasks.filter((t) => t.status === "skipped").map((t) => t.id);
	if (skipped.length === 0) return [];
	return [{
		fact: `Skipped: ${skipped.join(", ")}.`,
		advice: "Plan them in a later milestone, or drop them for good."
	}];
}
function onWarnings(state) {
	const byType = /* @__PURE__ */ new Map();
	for (const warning of state.warnings) {
		const known = byType.get(warning.type);
		if (known) known.count += 1;
		else byType.set(warning.type, {
			count: 1,
			message: warning.message
		});
	}
	return [...byType].map(([type, { count, message }]) => ({
		fact: `${counted(count, "warning")} of the type ${type}, first: ${message}`,
		advice: "Look into it before the next milestone."
	}));
}

// src/milestone/view/report-data.ts
/** Computes all figures of the reports as of `now`, or of the end when the milestone has ended. */
function buildReport(input) {
	const { plan, state, history, now } = input;
	const { record } = history;
	const dashboard = buildDashboard(input);
	const until = dashboard.timeline.endedAt ?? now;
	const spans = spansOf(plan, history, until);
	const facts = {
		dashboard,
		history,
		spans,
		chain: criticalChain(spans),
		estimates: estimatesOf(plan, state, history, until),
		utilisation: utilisationOf(state, history, until),
		testRuns: record.testRuns,
		commits: record.commits,
		deliverables: countDeliverables(state),
		waits: history.waits.map((w) => ({
			...w,
			ms: (w.endedAt ?? until) - w.startedAt
		})),
		runs: history.runs,
		failures: [...record.failures.values()].sort((a, b) => b.count - a.count),
		blockers: blockersOf(state),
		costs: costsOf(plan, history, until),
		audit: record.trail.entries
	};
	return {
		...facts,
		recommendations: recommend(facts, plan, state)
	};
}
function countDeliverables(state) {
	let count = 0;
	for (const task of state.tasks.values()) for (const phase of task.phases.values()) count += phase.deliverables.length;
	return count;
}
function blockersOf(state) {
	return [...[...state.blockers.values()].map((b) => ({
		...b,
		resolvedAt: null,
		how: ""
	})), ...state.resolvedBlockers].map((b) => ({
		id: b.id,
		type: b.type,
		task: b.task ?? null,
		phase: b.phase ?? null,
		level: b.level,
		message: b.message,
		detectedAt: millis(b.detectedAt),
		resolvedAt: millis(b.resolvedAt),
		how: b.how
	})).sort((a, b) => a.detectedAt - b.detectedAt);
}

// src/milestone/view/report-record.ts
function blockers(data) {
	const { dashboard } = data;
	const rows = data.blockers.map((b) => [
		inertLine(b.task ? `${b.task}${b.phase ? `/${b.phase}` : ""}` : "milestone"),
		b.type,
		`${b.level}, ${LEVELS[b.level]}`,
		inertLine(b.message),
		b.resolvedAt === null ? `open for ${duration(dashboard.now - b.detectedAt)}` : `${inertLine(b.how)}, after ${duration(b.resolvedAt - b.detectedAt)}`
	]);
	const failures = table([
		"Failed attempts",
		"Count",
		"Where"
	], data.failures.map((f) => [
		f.type,
		String(f.count),
		f.where.slice(0, 8).map((w) => inertLine(w)).join(", ") + (f.where.length > 8 ? " …" : "")
	]), ["---", RIGHT]);
	const waiting = dashboard.approvals.map((a) => `- ${inertLine(gateName(a))} ${inertLine(approvalWords(a, dashboard.now))}`);
	return [
		"## 5. Blocker analysis",
		rows.length ? table([
			"Where",
			"Type",
			"Level",
			"Message",
			"Resolution"
		], rows) : "There was no blocker.",
		data.failures.length ? failures : "No attempt failed.",
		waiting.length ? `Waiting for people:\n\n${waiting.join("\n")}` : ""
	].filter(Boolean).join("\n\n");
}
function trail(data) {
	const { events, newest } = data.history.record;
	const audit = table([
		"When",
		"Who",
		"What",
		"Permission",
		"Commit"
	], data.audit.map((a) => [
		dateTime(Date.parse(a.at)),
		a.who === null ? "" : inertLine(a.id === null ? a.who : `${a.who} (${a.id})`),
		inertLine(a.words, 200),
		a.permission === null ? "" : inertLine(a.permission),
		a.commit === null ? "" : codeSpan(a.commit.slice(0, 7))
	]));
	const listed = newest.slice(-100);
	const lines = listed.map((e) => `- \`${e.seq}\` ${dateTime(Date.parse(e.timestamp))} ${inertLine(describeEvent(e))}`);
	const id = data.dashboard.milestone.id;
	return [
		"## 6. Event log and audit trail",
		`The log has ${counted(events, "event")}; \`milestone audit ${id}\` verifies its chain, \`milestone replay ${id}\` the state made of it.`,
		data.audit.length ? audit : "No person has decided anything yet.",
		`<details><summary>${listed.length < events ? `The newest ${listed.length} events` : "All events"}</summary>\n\n${lines.join("\n")}\n\n</details>`
	].join("\n\n");
}
function recommendations(data) {
	return `## 7. Recommendations\n\n${data.recommendations.map((r) => `- ${inertLine(r.fact)} **${inertLine(r.advice)}**`).join("\n") || "Nothing in this execution calls for a change."}`;
}
function costs(data) {
	const { byTask, byPhase, byAgent, byModel, total } = data.costs;
	if (total.attempts === 0) return "## 8. Cost\n\nNothing has run.";
	const part = (title, rows) => rows.length ? costTable(title, rows) : "";
	return [
		"## 8. Cost",
		total.costUsd > 0 || total.inputTokens > 0 ? "As the agents' programs reported it; attempts that report nothing count with their time alone." : "No agent reported tokens or cost.",
		part("Phase", byPhase),
		part("Agent", byAgent),
		part("Model", byModel),
		part("Task", [...byTask, total])
	].filter(Boolean).join("\n\n");
}
function costTable(title, rows) {
	return table([
		title,
		"Attempts",
		"Failed",
		"Time",
		"Tokens in",
		"Tokens out",
		"Cost"
	], rows.map((r) => [
		inertLine(r.name),
		String(r.attempts),
		String(r.failed),
		took(r.workMs),
		compact(r.inputTokens),
		compact(r.outputTokens),
		money(r.costUsd)
	]), [
		"---",
		RIGHT,
		RIGHT,
		RIGHT,
		RIGHT,
		RIGHT,
		RIGHT
	]);
}

// src/milestone/view/report-work.ts
/** The reports on the work itself: how fast it went, how good it was, whether it kept its dates. */
function performance(data) {
	const { dashboard, utilisation, chain, estimates } = data;
	const { velocity } = dashboard.timeline;
	const chainMs = chain.workMs + chain.waitMs;
	const lines = [
		`- Velocity: ${velocity === null ? "not known yet" : `${velocity.toFixed(1)} percentage points per hour of running`}.`,
		`- Retries: ${data.history.retries}; changes requested by reviewers: ${data.history.rejections}.`,
		utilisation.meanBusy === null ? "" : `- Agents: ${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} at work on average while a run was going.`,
		chain.tasks.length ? `- Critical path so far: ${chain.tasks.map((t) => inertLine(t)).join(" → ")}; ${duration(chainMs)}, of which ${duration(chain.waitMs)} waiting for people.` : "",
		dashboard.criticalPath.length ? `- Critical path of what is left: ${dashboard.criticalPath.map((t) => inertLine(t)).join(" → ")}.` : ""
	].filter(Boolean);
	const phases = table([
		"Phase",
		"Progress",
		"Finished"
	], dashboard.phases.map((p) => [
		p.phase,
		`\`${bar(p.percentage, 20)}\` ${p.percentage} %`,
		`${p.finished}/${p.total}`
	]));
	const estimated = table([
		"Task",
		"Estimate",
		"Agents' time",
		"Start to end",
		""
	], estimates.map((e) => [
		inertLine(e.task),
		e.estimateMs === null ? "" : duration(e.estimateMs),
		took(e.workMs),
		e.elapsedMs === null ? "" : duration(e.elapsedMs),
		e.done ? "completed" : "under way"
	]), [
		"---",
		RIGHT,
		RIGHT,
		RIGHT
	]);
	const slots = table([
		"Agent",
		"At work",
		"Utilisation",
		"Attempts",
		"Failed"
	], utilisation.slots.map((s) => [
		String(s.slot),
		took(s.busyMs),
		`\`${bar(s.utilisation, 10)}\` ${s.utilisation} %`,
		String(s.attempts),
		String(s.failed)
	]), [
		RIGHT,
		RIGHT,
		"---",
		RIGHT,
		RIGHT
	]);
	return [
		"## 2. Progress and performance",
		lines.join("\n"),
		dashboard.phases.length ? phases : "",
		estimates.length ? `### Estimate and actual\n\n${estimated}` : "",
		utilisation.slots.length ? `### Agents\n\n${slots}` : ""
	].filter(Boolean).join("\n\n");
}
function quality(data) {
	const { checkpoints, approvals, tests } = data.dashboard.quality;
	const gates = table([
		"Checkpoint",
		"At",
		"Result",
		"Commands",
		"Decided"
	], checkpoints.map((c) => [
		inertLine(c.name),
		`${c.at} %`,
		c.status === "pending" ? "not run" : c.status,
		c.checks.map((k) => `${codeSpan(k.command)} ${k.ok ? "passed" : `exit ${k.exit ?? "none"}`}`).join(", "),
		c.decidedAt === null ? "" : dateTime(Date.parse(c.decidedAt))
	]));
	const runs = table([
		"Test run",
		"Command",
		"Commit",
		"Result",
		"Took"
	], data.testRuns.map((t) => [
		`${t.reason}, ${dateTime(t.at)}`,
		codeSpan(t.command),
		t.commit === null ? "" : codeSpan(t.commit.slice(0, 7)),
		testRunWords(t),
		took(t.duration_ms)
	]), [
		"---",
		"---",
		"---",
		"---",
		RIGHT
	]);
	const failures = tests?.failures.length ? `Failing now:\n\n${tests.failures.slice(0, 50).map((f) => `- ${inertLine(f)}`).join("\n")}` : "";
	return [
		"## 3. Quality gates",
		checkpoints.length ? gates : "No checkpoint is planned.",
		`Approval gates: ${approvals.granted} of ${approvals.total} passed, ${approvals.open} open, ${approvals.rejected} sent back.`,
		data.testRuns.length ? runs : "The test command has not run.",
		failures
	].filter(Boolean).join("\n\n");
}
function testRunWords(t) {
	const figures = {
		...t,
		total: t.total ?? null,
		passed: t.passed ?? null,
		skipped: t.skipped ?? null
	};
	return testWords({
		...figures,
		failed: t.failed ?? null,
		durationMs: t.duration_ms,
		at: ""
	}).replace(/^tests /, "");
}
function adherence(data) {
	const { dashboard, runs } = data;
	const { timeline } = dashboard;
	const lines = [
		`- ${timeWords(dashboard)}.`,
		timeline.due === null ? "- No due date is set." : `- Due ${dateTime(timeline.due)}.`,
		...timeline.late.map((l) => `- ${inertLine(l.task)} ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}.`)
	];
	const longest = [...data.waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
	const waits = table([
		"Longest waits",
		"For",
		"Of"
	], longest.map((w) => [
		inertLine(gateName(w)),
		took(w.ms),
		inertLine(w.approvers.join(", ") || "anyone who may")
	]), ["---", RIGHT]);
	const listed = runs.slice(-20);
	const run = table([
		"Run",
		"Took",
		"Ended because"
	], listed.map((r) => [
		dateTime(r.startedAt),
		duration((r.endedAt ?? dashboard.now) - r.startedAt),
		r.endedAt === null ? "still running" : inertLine(r.reason)
	]), ["---", RIGHT]);
	return [
		"## 4. Timeline adherence",
		lines.join("\n"),
		longest.length ? waits : "",
		runs.length > listed.length ? `The newest ${listed.length} of ${runs.length} runs:` : "",
		listed.length ? run : ""
	].filter(Boolean).join("\n\n");
}

// src/milestone/view/report.ts
/** `reports/<session>.md`: the seven reports and the costs, from the log alone. */
function reportMarkdown(input) {
	const data = buildReport(input);
	return [
		summary(data, input.plan),
		performance(data),
		quality(data),
		adherence(data),
		blockers(data),
		trail(data),
		recommendations(data),
		costs(data)
	].join("\n\n").concat("\n");
}
function summary(data, plan) {
	const { dashboard, commits, deliverables } = data;
	const { milestone, session, timeline, status } = dashboard;
	const facts = [
		["Progress", `\`${bar(dashboard.percentage, 20)}\` ${dashboard.percentage} % · ${taskWords(dashboard)}`],
		["Session", session ? codeSpan(session.id) : "none yet"],
		["Strategy", session ? `${session.strategy}, ${counted(data.utilisation.allowed, "agent")}` : ""],
		["Started", timeline.startedAt === null ? "" : dateTime(timeline.startedAt)],
		["Ended", timeline.endedAt === null ? "" : dateTime(timeline.endedAt)],
		["Duration", `${duration(timeline.elapsedMs)}, of which ${duration(timeline.activeMs)} in runs`],
		["Delivered", `${counted(deliverables, "deliverable")}, ${milestone.branch ? `${counted(commits, "phase commit")} on ${codeSpan(milestone.branch)}` : `${counted(commits, "phase")} in the checkout`}`],
		["Quality", qualityWords(dashboard)],
		["Used", `${counted(data.costs.total.attempts, "attempt")}, ${duration(data.costs.total.workMs)} of agents' time${costWords(data.costs.total)}`]
	];
	const graph = mermaidGraph(dashboard);
	const gantt = mermaidGantt({
		plan,
		history: data.history,
		now: timeline.endedAt ?? dashboard.now
	});
	return [
		`# Report: ${inertLine(milestone.title)}`,
		milestone.description ? inertLine(milestone.description, 1e3) : "",
		"## 1. Execution summary",
		table(["Status", `${STATUS[status].emoji} ${STATUS[status].word}`], facts.filter(([, value]) => value !== "").map(([name, value]) => [`**${name}**`, value]), [":--", ":--"]),
		graph ? fenced(graph, { info: "mermaid" }) : "",
		gantt ? `${fenced(gantt, { info: "mermaid" })}\n\n${GANTT_NOTE}` : ""
	].filter(Boolean).join("\n\n");
}
function costWords(row) {
	const tokens = row.inputTokens + row.outputTokens;
	return `${tokens ? `, ${compact(tokens)} tokens` : ""}${row.costUsd ? `, ${money(row.costUsd)}` : ""}`;
}

// src/engine/report-now.ts
/** The session's report as of every event recorded so far, and its path on the branch. */
function reportNow({ journal, plan, ports, roles }) {
	const text = reportMarkdown({
		plan,
		state: journal.state,
		history: journal.history,
		roles: roles.snapshot(),
		now: ports.clock.now()
	});
	return {
		path: paths.report(journal.session),
		text
	};
}

// src/engine/finish.ts
/**
* For the remote when the run is cancelled (ms): the runner kills ten seconds after it asked, and ending the agents may
* have taken three. The post step, or the next run in this clone, pushes what was not.
*/
const CANCELLED_PUSH_MS = 5e3;
/** Records how the run came to rest, writes the report, and brings everything to the remote. */
async function finish(run, rest) {
	if (rest.kind === "fenced") return {
		status: "in_progress",
		report: null,
		note: `another run owns the branch now: ${rest.message}`
	};
	try {
		return await save(run, rest);
	} catch (error) {
		if (!(error instanceof Fenced)) throw error;
		return {
			status: "in_progress",
			report: null,
			note: `another run owns the branch now: ${error.message}`
		};
	}
}
async function save(run, wanted) {
	const { journal, publisher, ports, roles } = run;
	const early = wanted.kind === "interrupted" ? { ok: true } : await publisher.flush();
	if (!early.ok) blockRemote(run, early);
	const rest = early.ok ? wanted : { kind: "blocked" };
	recordRest(run, rest);
	roles.stopAll();
	const report = reportNow(run);
	await journal.commit({
		subject: subjectOf(rest),
		changes: /* @__PURE__ */ new Map([[report.path, Buffer.from(report.text)]]),
		derived: true,
		saveReason: rest.kind === "interrupted" ? "signal" : "end"
	});
	const cancelled = rest.kind === "interrupted";
	const pushed = early.ok ? await publisher.flush(cancelled ? CANCELLED_PUSH_MS : void 0) : early;
	const untagged = pushed.ok && rest.kind === "completed" ? await tagCompletion(ports, journal.milestone, journal.tip) : null;
	await ports.forge.sync(journal.tip, "end");
	return {
		status: early.ok && !pushed.ok && !cancelled ? "failed" : journal.state.status,
		report,
		note: pushed.ok ? untagged : `not pushed: ${pushed.message}`
	};
}
function recordRest(run, rest) {
	const { journal } = run;
	const agent = "session_manager";
	switch (rest.kind) {
		case "completed":
			journal.record({
				event: "milestone_completed",
				agent,
				data: { percentage: 100 }
			});
			notifyDependents(journal, run.dependants, "completed");
			journal.record({
				event: "session_ended",
				agent,
				data: { status: "completed" }
			});
			return;
		case "waiting_approval":
			journal.recordProgress();
			journal.record({
				event: "session_suspended",
				agent,
				data: {
					status: "waiting_approval",
					reason: "only people can go on"
				}
			});
			return;
		case "blocked":
			journal.recordProgress();
			journal.record({
				event: "session_suspended",
				agent,
				data: {
					status: "blocked",
					reason: "a blocker needs a person"
				}
			});
			return;
		case "paused":
			journal.recordProgress();
			journal.record({
				event: "session_paused",
				agent,
				data: { reason: rest.reason }
			});
			return;
		case "interrupted":
			journal.recordProgress();
			journal.record({
				event: "session_interrupted",
				agent,
				data: { reason: rest.reason }
			});
			return;
		default: return rest;
	}
}
function subjectOf(rest) {
	switch (rest.kind) {
		case "completed": return "completed";
		case "waiting_approval": return "waits for approval";
		case "blocked": return "blocked";
		case "paused": return "paused";
		case "interrupted": return "interrupted";
		case "fenced": return "checkpoint";
		default: return rest;
	}
}

// src/engine/steering/revert.ts
/** Most commits looked through for a task's own. */
const LOOKED_THROUGH = 2e4;
/** The phases that a retry does again, first to last; none where it only tries again what is blocked. */
function phasesDoneAgain(wish, state) {
	const task = wish.task === void 0 ? void 0 : state.tasks.get(wish.task);
	if (!task || [...state.blockers.values()].some((b) => blocksRetried(b, task.id, wish.phase))) return [];
	return PHASES.slice(PHASES.indexOf(wish.phase ?? lastWorked(task)));
}
/**
* Why the work that a retry would revert cannot be, or null. Asked before a session is opened for it: the reverts are
* tried out one on another, in commits that no ref points at.
*/
async function revertProblem(ports, wish, { state, base, tip }) {
	const phases = phasesDoneAgain(wish, state);
	if (!wish.revert || wish.task === void 0 || phases.length === 0) return null;
	const { repository, remote, clock } = ports;
	const fetched = await remote?.fetch(branchRef(state.milestone), base);
	if (fetched && !fetched.ok) return {
		message: `the history of ${branchName(state.milestone)} cannot be fetched: ${fetched.message}`,
		remedy: "check the network and the token, then retry again"
	};
	let at = tip;
	for (const commit of await commitsOf(repository, {
		base,
		tip,
		task: wish.task,
		phases
	})) {
		const undone = await undo(repository, commit, at);
		if (!undone.ok) return undone.problem;
		const { author } = repository;
		const request = {
			parents: [at],
			base: at,
			changes: undone.changes,
			message: "try",
			author
		};
		at = await repository.commit({
			...request,
			at: clock.now()
		});
	}
	return null;
}
/** Takes the code of a task's phases back, newest first, one revert commit each. The deliverables stay as a record. */
async function revertPhases(run, task, phases) {
	const { repository } = run.ports;
	const range = {
		base: run.base.commit,
		tip: run.journal.tip,
		task,
		phases
	};
	for (const commit of await commitsOf(repository, range)) await run.journal.exclusively(async () => {
		const undone = await undo(repository, commit, run.journal.tip);
		if (!undone.ok) refuse(undone.problem.message, undone.problem.remedy);
		if (undone.changes.size === 0) return;
		const subject = `reverted ${nameOf(commit)}`;
		await run.journal.commit({
			subject,
			changes: undone.changes,
			saveReason: "retry"
		});
	});
}
/** The commits that completed these phases, newest first. */
async function commitsOf(repository, { base, tip, task, phases }) {
	return (await repository.log({
		from: base,
		to: tip,
		limit: LOOKED_THROUGH
	})).filter((commit) => {
		const { Task, Phase } = trailersOf(commit);
		return Task === task && phases.includes(Phase) && commit.subject.endsWith("completed");
	});
}
function trailersOf({ body }) {
	return Object.fromEntries([...body.matchAll(/^(\w+): (.+)$/gm)].map((match) => [match[1], match[2]]));
}
function nameOf(commit) {
	const { Task, Phase } = trailersOf(commit);
	return `${Task} ${Phase}`;
}
/** What takes the commit's work back at a newer tip. */
async function undo(repository, commit, tip) {
	const [parent] = commit.parents;
	const changes = [];
	for (const path of parent ? await repository.changedPaths(parent, commit.oid) : []) {
		if (path.startsWith(`${".milestones"}/`)) continue;
		const entry = await repository.entry(parent, path);
		const content = entry ? await repository.readFile(parent, path) : null;
		changes.push(entry && content ? {
			path,
			mode: entry.mode,
			content
		} : {
			path,
			delete: true
		});
	}
	if (changes.length === 0) return {
		ok: true,
		changes: /* @__PURE__ */ new Map()
	};
	const landing = await repository.land(commit.oid, tip, changes);
	if (landing.ok) return landing;
	return {
		ok: false,
		problem: {
			message: `the work of ${nameOf(commit)} cannot be reverted: later work changed the same lines in ${landing.conflicts.join(", ")}`,
			remedy: "revert it by hand on the branch, then retry without --revert"
		}
	};
}

// src/engine/opening/anew-if-fenced.ts
/** Races lost in a row before it is told as a fault: each is lost to a writer that got its own commit through. */
const TRIES = 10;
/**
* Does what needs the branch to stay as it was read, and begins again, from reading on, where another writer was
* faster: it then finds what they left. `attempt` must have no effect but its commits, which a lost race gives up.
*/
async function anewIfFenced(attempt) {
	for (let tries = 1;; tries++) try {
		return await attempt();
	} catch (error) {
		if (!(error instanceof Fenced) || tries >= TRIES) throw error;
	}
}

// src/engine/prompt-templates.ts
/** Every variable in `.milestones/prompts/<phase>.md` that does not exist, before an agent would meet it. */
async function checkPromptTemplates(repository, commit) {
	return (await Promise.all(PHASES.map(async (phase) => {
		const file = paths.prompt(phase);
		const text = (await repository.readFile(commit, file))?.toString("utf8") ?? "";
		return checkTemplate(text).map(({ line, message, remedy }) => ({
			message,
			remedy,
			file,
			line
		}));
	}))).flat();
}

// src/engine/opening/case-twins.ts
const SHELVES = [
	"active",
	"completed",
	"archived"
];
/**
* Complains about a milestone whose id another one has but for the case of its letters: on a file system that does not
* tell them apart, both would be one file and one branch. Asked before the first start alone, as ids do not change.
*/
async function caseTwins(ports, basis) {
	const { located, reading, base } = basis;
	if (located.tip !== null) return [];
	const { id } = reading.plan;
	const complaints = [];
	for (const shelf of SHELVES) for (const { name } of await ports.repository.list(base.commit, `${ROOT}/${shelf}`)) {
		const other = name.endsWith(".yaml") ? name.slice(0, -5) : id;
		if (isTwin(id, other)) complaints.push({
			...twinComplaint(id, other, shelf),
			...placeOf(basis, "id")
		});
	}
	return complaints;
}
function isTwin(id, other) {
	return other !== id && other.toLowerCase() === id.toLowerCase();
}
function twinComplaint(id, other, shelf) {
	return {
		message: `the id "${id}" differs from that of ${paths.milestone(other, shelf)} in nothing but case, so that ${branchName(id)} and ${branchName(other)} would be one branch on some machines`,
		remedy: "give one of the two another id and file name"
	};
}

// src/engine/opening/prerequisites.ts
/**
* Everything that must hold before anything is changed; all failures are reported together. `mayStart`: services that
* do not answer may be started.
*/
async function checkPrerequisites(ports, options, basis, { mayStart }) {
	const { plan } = basis.reading;
	const before = basis.located.history?.state ?? null;
	return [
		checkStatus(basis),
		await caseTwins(ports, basis),
		options.forceDependencies ? [] : await checkRequired(ports, basis),
		await checkCycle(ports, basis),
		await checkPrograms(ports, plan, before),
		...await Promise.all(plan.prerequisites.map((_, at) => checkNeed(ports, basis, {
			at,
			mayStart
		}))),
		await checkPromptTemplates(ports.repository, basis.located.tip ?? basis.base.commit),
		checkOptions(options)
	].flat();
}
function checkOptions(options) {
	if (Number.isInteger(options.agents) && options.agents >= 1 && options.agents <= 64) return [];
	return [{
		message: `agents is ${options.agents}`,
		remedy: "give a whole number from 1 to 64"
	}];
}
/** Never from completed or cancelled; a file that says so without a branch that says so is bad input. */
function checkStatus({ located, reading, file }) {
	const before = located.history?.state;
	const { id, status } = reading.plan;
	if (before?.activatedAt) {
		if (before.status !== "cancelled") return [];
		return [{
			message: `the milestone "${id}" was cancelled`,
			remedy: NEVER_AGAIN
		}];
	}
	if (status === "cancelled") return [statusComplaint(reading, file, `the milestone "${id}" was cancelled`, NEVER_AGAIN)];
	if (status !== "completed") return [];
	return [statusComplaint(reading, file, `the milestone file says that "${id}" is completed, but no branch milestone/${id} says so`, "set its status to planned to run it")];
}
const NEVER_AGAIN = "a cancelled milestone is over; copy it to a new id to do the work after all";
/** At the line that says the status. */
function statusComplaint({ source }, file, message, remedy) {
	const findings = new Findings(source);
	const yaml = readYaml(source.text);
	const span = yaml.ok ? spanAt(yaml.root, source.key("status")) : {
		start: 0,
		end: 0
	};
	findings.error(span, {
		code: "bad-value",
		message,
		remedy
	});
	const finding = findings.errors[0];
	return {
		...complaintOf(finding),
		rendered: renderedIn(file, finding)
	};
}
/** One need of the plan's, placed where the milestone's own file names it (config.yaml may name them instead). */
async function checkNeed(ports, basis, { at, mayStart }) {
	const complaints = await checkPrerequisite(ports, basis.reading.plan.prerequisites[at], mayStart);
	if (complaints.length === 0) return [];
	const place = placeOf(basis, "prerequisites", at);
	return complaints.map((complaint) => ({
		...complaint,
		...place
	}));
}
/** The programs of every agent profile that is going to run, or that may have to. */
async function checkPrograms(ports, plan, before) {
	const names = /* @__PURE__ */ new Set();
	for (const task of plan.tasks) {
		const state = before?.tasks.get(task.id)?.status ?? task.status;
		if (state === "completed" || state === "skipped") continue;
		for (const { executor } of task.phases) {
			if (executor.kind === "agent") names.add(executor.profile);
			for (const profile of executor.fallback) names.add(profile);
		}
	}
	const complaints = [];
	for (const name of names) {
		const profile = plan.profiles[name];
		if ((await ports.host.tool(profile.command)).found) continue;
		complaints.push({
			message: `the program "${profile.command}" of the agent profile "${name}" is not installed`,
			remedy: profile.install ?? `install it, or give the profile another command in ${paths.config}`
		});
	}
	return complaints;
}

// src/engine/opening/session-choice.ts
/** The session that a run goes on with; null where the last one ended, as with a postponement. */
function sessionToResume({ session, status }) {
	return status === "planned" || session?.status === "postponed" ? null : session;
}
/** The id of the session to go on with, or of a new one, as the options ask. @throws Refusal */
async function chooseSession(ports, options, at) {
	const { resumable, before } = at;
	if (options.resume === "true" && !resumable && before?.status !== "postponed") refuse(`${options.sessionId ? `the session ${options.sessionId} is unknown: ` : ""}the milestone "${options.milestone}" has no session to resume`, `start one with \`execute\` and without --resume`);
	if (options.resume === "false" && resumable) refuse(`the session ${resumable.id} is not finished`, "resume it (--resume, or leave --no-resume out)");
	const wanted = options.sessionId;
	if (!wanted) return resumable?.id ?? sessionId(options.milestone, ports.clock.now(), ports.random);
	const problem = idProblem(wanted);
	if (problem) refuse(`the session id ${JSON.stringify(wanted)} is not valid: ${problem}`, "correct --session-id");
	if (resumable?.id === wanted) return wanted;
	if (resumable) refuse(`the session ${wanted} is unknown; the one to resume is ${resumable.id}`, "correct or leave out --session-id");
	const user = await userOf(ports, wanted, {
		...at,
		milestone: options.milestone
	});
	if (user === null) return wanted;
	return refuse(`the session ${wanted} is one of ${user} already`, "give the new session another id");
}
/** Where a session of this id is: two milestones would write the same files, which no merge could tell apart. */
async function userOf(ports, session, { milestone, base, tip }) {
	const isAt = async (commit) => await ports.repository.readFile(commit, paths.session(session)) !== null;
	if (tip && await isAt(tip)) return "this milestone";
	if (await isAt(base)) return "the base branch";
	for (const place of branchPlaces(ports)) {
		const listing = await place.locks.list(branchRef(""));
		if (!listing.ok) return unasked(session, listing.message);
		const others = [...listing.refs].filter(([ref]) => !isBranchOf(ref, milestone));
		const fetched = await place.fetchAll(new Map(others));
		if (!fetched.ok) return unasked(session, fetched.message);
		for (const [ref, oid] of fetched.refs) if (await isAt(oid)) return `the branch ${shortName(ref)}`;
	}
	return null;
}
const shortName = (ref) => ref.slice(11);
/** Whether the branch is the milestone's own, or no milestone's at all. */
function isBranchOf(ref, milestone) {
	const owner = milestoneOfBranch(shortName(ref));
	return owner === null || owner === milestone;
}
function unasked(session, why) {
	return refuse(`whether another milestone uses the session ${session} cannot be told: ${why}`, "start again, or leave out --session-id");
}
/** Where other milestones' branches are. */
function branchPlaces({ remote, ownLocks }) {
	const shared = remote?.locks ? [{
		...remote,
		locks: remote.locks
	}] : [];
	return ownLocks ? [ownLocks, ...shared] : shared;
}

// src/engine/opening/open-run.ts
/** Roles that a run fills from its start; the executor's slots fill as phases start. */
const CONTROL_ROLES = [
	"progress_monitor",
	"git_integration",
	"dependency_validator",
	"blocker_detector",
	"session_manager"
];
/**
* Opens a session: finds the newest state, checks everything that must hold, takes the lease by compare-and-swap and
* records the start. Nothing is changed before every check has passed.
* @throws Refusal for bad input
*/
async function openRun(ports, options, checkout) {
	return anewIfFenced(async () => {
		const basis = await readBasis(ports, options, checkout);
		return await alreadySettled(ports, options, basis) ?? open$1(ports, options, basis, checkout);
	});
}
async function alreadySettled(ports, options, basis) {
	const { located, reading } = basis;
	const state = located.history?.state;
	const tip = located.tip;
	if (!state || !tip) return null;
	const plan = reading.plan;
	const { seen } = located;
	const merged = seen === null && await ports.repository.isAncestor(tip, basis.base.commit);
	const isRepeated = options.request !== null && state.requests.has(options.request);
	const rests = state.status === "postponed" && !options.askedFor;
	if (state.status === "completed" || rests) return {
		kind: "settled",
		state,
		plan,
		tip,
		seen,
		merged
	};
	const { lease } = state;
	const held = lease !== null && await isHeld(ports, state, lease, tip);
	if (isRepeated && !(lease !== null && !held)) return {
		kind: "settled",
		state,
		plan,
		tip,
		seen,
		merged
	};
	if (held) return {
		kind: "owned",
		state,
		plan,
		owner: lease,
		tip
	};
	return null;
}
async function open$1(ports, options, basis, checkout) {
	const { located, reading, base } = basis;
	const { plan } = reading;
	const before = located.history?.state ?? null;
	await assertMayOpen(ports, options, basis, checkout);
	const needed = {
		requires: plan.requires,
		base: base.commit
	};
	const missing = options.forceDependencies ? await missingMilestones(ports.repository, needed) : [];
	const dependants = await dependantsOf(ports.repository, base.commit, plan);
	const resumable = before ? sessionToResume(before) : null;
	const at = {
		base: base.commit,
		tip: located.tip
	};
	const session = await chooseSession(ports, options, {
		resumable,
		before,
		...at
	});
	const roles = new RoleBoard(ports.clock, options.agents);
	const history = located.history ?? emptyHistory(options.milestone);
	const journal = await openJournal(ports, basis, {
		history: {
			...history,
			commit: located.tip ?? base.commit
		},
		session,
		roles
	});
	if (before?.lease) await ports.host.endLeftovers(before.lease);
	recordOpening(journal, openingOf(ports, options, history.state.epoch + 1), resumable);
	if (missing.length > 0) journal.record({
		event: "dependencies_forced",
		agent: "dependency_validator",
		data: { missing }
	});
	recordFound(journal, plan, missing);
	const start = {
		repository: ports.repository,
		commit: journal.tip,
		added: basis.carried
	};
	if (before?.activatedAt) {
		const seeds = await seedsOfNew(start, plan, journal.state);
		syncPlan(journal, plan, {
			seeds,
			before: basis.before
		});
		if (!options.automatic) unblockAll(journal);
	} else {
		const seeds = await seedsOf(start, plan);
		activate(journal, {
			plan,
			base,
			compliance: reading.compliance,
			dependants,
			seeds
		});
	}
	for (const role of CONTROL_ROLES) roles.set(role, "active");
	await journal.commit({
		subject: resumable ? "resumed session" : "started session",
		changes: before ? basis.carried : await overOldLog(ports, basis),
		derived: true,
		saveReason: "start"
	});
	const run = assembleRun({
		ports,
		options,
		journal,
		roles,
		plan,
		base,
		dependants
	}, basis);
	await claim(run, located.local);
	noteRemote(run);
	return {
		kind: "opened",
		run,
		resumed: resumable !== null,
		warnings: basis.warnings
	};
}
/** What a new milestone brings; what an earlier life of it left on the base branch goes: the log begins anew. */
async function overOldLog({ repository }, { carried, base, reading }) {
	const [, ...further] = await readSegments(repository, reading.plan.id, base.commit);
	return new Map([...carried, ...further.map(({ file }) => [file, null])]);
}
/** @throws Refusal with everything that stands against this run */
async function assertMayOpen(ports, options, basis, checkout) {
	const { located, reading } = basis;
	const before = located.history?.state ?? null;
	const state = before?.activatedAt ? await stateToOpen(ports, basis, before) : plannedState(reading.plan);
	const complaints = [
		...await checkPrerequisites(ports, options, basis, { mayStart: true }),
		...await checkout.complaints?.(Boolean(before?.activatedAt)) ?? [],
		...wishProblems(checkout.wishes ?? [], state, options.by)
	];
	const notNow = state.status === "postponed" ? await ports.forge.takeUpComplaint() : null;
	if (notNow) complaints.push(notNow);
	if (complaints.length === 0 && before) complaints.push(...await revertProblems(ports, options, basis, checkout));
	if (complaints.length > 0) throw new Refusal(complaints);
}
/** The state with what a person changed of the plan since: the wishes are carried out on that. */
async function stateToOpen({ repository }, basis, state) {
	const { plan } = basis.reading;
	const start = {
		repository,
		commit: basis.located.tip,
		added: basis.carried
	};
	return stateUnder(plan, state, await seedsOfNew(start, plan, state));
}
async function revertProblems(ports, { gitIntegration }, { located, base }, { wishes = [] }) {
	const { history, tip } = located;
	const complaints = [];
	for (const wish of wishes) {
		if (wish.command !== "retry" || !history || !tip) continue;
		if (wish.revert && !gitIntegration) complaints.push({
			message: "nothing can be reverted without git integration: nothing is committed",
			remedy: "take the code back by hand, then retry without --revert"
		});
		const at = {
			state: history.state,
			base: base.commit,
			tip
		};
		const problem = await revertProblem(ports, wish, at);
		if (problem) complaints.push(problem);
	}
	return complaints;
}
/** What the checks before this run found there, where anything is needed from outside the milestone itself. */
function recordFound(journal, { requires, prerequisites }, missing) {
	const { forced } = journal.state;
	const milestones = requires.filter((id) => !missing.includes(id) && !forced.has(id));
	if (milestones.length === 0 && prerequisites.length === 0) return;
	journal.record({
		event: "dependencies_validated",
		agent: "dependency_validator",
		data: {
			milestones,
			prerequisites: prerequisites.map(prerequisiteName)
		}
	});
}
function recordOpening(journal, opening, resumed) {
	const agent = "session_manager";
	if (resumed) {
		const from = resumed.status === "active" ? "crashed" : resumed.status;
		journal.record({
			event: "session_resumed",
			agent,
			data: {
				...opening,
				from
			}
		});
	} else journal.record({
		event: "session_started",
		agent,
		data: opening
	});
	recordInterruptions(journal);
}
/**
* The first push is the claim: it waits, and whoever loses the race learns it here. Where the remote takes none, the
* branch of this clone is put back as well.
*/
async function claim({ ports, journal, publisher }, before) {
	const pushed = await publisher.flush();
	if (pushed.ok) return;
	const ref = branchRef(journal.milestone);
	if (before === null) await ports.repository.dropRef(ref, journal.tip);
	else await ports.repository.swapRef(ref, journal.tip, before);
	refuse(`the branch cannot be pushed (${pushed.reason}): ${pushed.message}`, pushRemedy(pushed.reason));
}
function pushRemedy(reason) {
	switch (reason) {
		case "name-taken": return "rename the branch on the remote whose name bars the milestone's, or run with --no-push";
		case "unreachable":
		case "timeout": return "start again when the remote answers; a lock that a killed process left there has to be removed there";
		case "conflict": return "bring the branch on the remote in order, then start again";
		case "denied":
		case "auth": return "allow this token to push to milestone/** (a ruleset or a missing `contents: write`), or run with --no-push";
		default: return reason;
	}
}
function openingOf(ports, options, epoch) {
	return {
		lease: {
			epoch,
			...ports.host.identity()
		},
		strategy: options.strategy,
		agents: options.agents,
		monitoring: options.monitoring,
		...options.request ? { request: options.request } : {},
		version: options.version,
		...options.gitIntegration ? {} : { git_integration: false }
	};
}
function emptyHistory(milestone) {
	return {
		state: emptyState(milestone, DEFAULT_WEIGHTS),
		head: EMPTY_LOG,
		events: [],
		restored: [],
		last: null,
		torn: null,
		older: null
	};
}
/** A later run of the same milestone: what was blocked may go again. */
function unblockAll(journal) {
	for (const blocker of [...journal.state.blockers.values()]) unblock(journal, blocker.id, "a person started the execution again");
}

// src/engine/steering/decide.ts
/** Opens every gate that the wish is about. */
function approve(run, wish, by, at) {
	const { journal } = run;
	const wanted = gatesToApprove(wish, journal.state, by);
	for (const approval of wanted) {
		const decision = localDecision("approved", by, at, journal.commitName, []);
		const approvals = approval.decisions.filter((d) => d.verdict === "approved").length + 1;
		grant(run, approval, [decision], approvals >= approval.min_approvals);
	}
	settleFinishedTasks(journal);
	return `approved: ${wanted.map(gateLabel).join(", ")}`;
}
/** Closes the gate that the wish is about, or has a finished phase done again. */
function rejectPhase(run, wish, by, at) {
	const { journal } = run;
	const decision = localDecision("rejected", by, at, journal.commitName, [wish.reason]);
	if (!wish.task || !wish.phase) {
		const held = openApprovals(journal.state).find((a) => a.kind === "approval" && concerns(a, wish));
		reject(run, held, decision);
		restBlocked(run);
		return `${held.request} is rejected`;
	}
	const task = journal.state.tasks.get(wish.task);
	const request = task.phases.get(wish.phase)?.approval;
	const approval = request ? journal.state.approvals.get(request) : void 0;
	if (approval?.status === "open") {
		reject(run, approval, decision);
		restBlocked(run);
		return `changes are requested for ${task.id}/${wish.phase}`;
	}
	journal.record({
		event: "phase_reopened",
		task_id: task.id,
		phase: wish.phase,
		agent: "session_manager",
		data: {
			by,
			reason: wish.reason,
			revert: false,
			...wish.reason ? { feedback: [wish.reason] } : {}
		}
	});
	return `${task.id}/${wish.phase} is done again: ${wish.reason}`;
}
/** A milestone at rest whose last rework was sent back waits for no approval any more. */
function restBlocked({ journal }) {
	const { status, blockers } = journal.state;
	if (status !== "waiting_approval" || blockers.size === 0) return;
	journal.record({
		event: "session_suspended",
		agent: "session_manager",
		data: {
			status: "blocked",
			reason: "a blocker needs a person"
		}
	});
}
function localDecision(verdict, by, at, commit, feedback) {
	return {
		verdict,
		by,
		ref: null,
		commit,
		permission: by.source === "local" ? "local" : "write",
		at,
		feedback
	};
}

// src/engine/steering/retry.ts
/** Tries again what is blocked, or does a phase that was done once more. */
async function retry(run, wish, by) {
	const { journal } = run;
	raiseBudget(run, wish.raise, by, wish.task);
	if (!wish.task) {
		const ids = [...journal.state.blockers.keys()];
		for (const id of ids) unblock(journal, id, `${by.login} asked for a retry`);
		return `${ids.length} blocked ${ids.length === 1 ? "thing is" : "things are"} tried again`;
	}
	const task = journal.state.tasks.get(wish.task);
	const own = [...journal.state.blockers.values()].filter((b) => blocksRetried(b, task.id, wish.phase));
	for (const blocker of own) unblock(journal, blocker.id, `${by.login} asked for a retry`);
	if (own.length > 0) return `${task.id} is tried again`;
	const phases = phasesDoneAgain(wish, journal.state);
	const phase = phases[0];
	if (wish.revert) await revertPhases(run, task.id, phases);
	const dependants = finishedDependants(run, task.id);
	journal.record({
		event: "phase_reopened",
		task_id: task.id,
		phase,
		agent: "session_manager",
		data: {
			by,
			reason: "retry",
			revert: wish.revert
		}
	});
	const told = dependants.length ? ` (already finished after it: ${dependants.join(", ")})` : "";
	return `${task.id}/${phase} is done again, and what follows it in the task${told}`;
}
/** Raises the named task's own budget where it has one, else the milestone's. */
function raiseBudget({ journal, plan }, raise, by, named) {
	if (Object.values(raise).every((v) => v === void 0)) return;
	const own = plan.tasks.find((t) => t.id === named && Object.keys(t.budget).length > 0)?.id;
	const where = own === void 0 ? {} : { task_id: own };
	journal.record({
		event: "budget_raised",
		agent: "session_manager",
		...where,
		data: {
			...raise,
			by
		}
	});
	for (const blocker of [...journal.state.blockers.values()]) {
		if (blocker.type !== "budget_exceeded" || blocker.task !== own) continue;
		unblock(journal, blocker.id, `${by.login} raised the budget`);
	}
}
function finishedDependants(run, id) {
	return run.plan.tasks.filter((t) => t.dependencies.includes(id)).filter((t) => {
		const state = run.journal.state.tasks.get(t.id);
		return state !== void 0 && isDone(state);
	}).map((t) => t.id);
}

// src/engine/steering/steer.ts
/** Carries the wish out in the journal, without saving. Answers what was done, in a sentence. @throws Refusal */
async function steer(run, wish, by, at) {
	const { journal } = run;
	const problem = wishProblem(wish, journal.state, by);
	if (problem) throw new Refusal([problem]);
	switch (wish.command) {
		case "pause":
			journal.record({
				event: "session_paused",
				agent: "session_manager",
				data: {
					reason: wish.reason,
					by
				}
			});
			reportAnew(run);
			return "the milestone is paused; `milestone resume` goes on";
		case "retry": return retry(run, wish, by);
		case "skip": return skip(journal, wish, by);
		case "approve": return approve(run, wish, by, at);
		case "reject": return rejectPhase(run, wish, by, at);
		case "postpone": return endAs(run, "postponed", {
			reason: wish.reason,
			by
		});
		case "cancel": return endAs(run, "cancelled", {
			reason: wish.reason,
			by
		});
		case "archive": return archive(journal, by);
		case "unlock": return unlock(journal, wish.reason, by);
		case "raise":
			raiseBudget(run, wish.raise, by);
			return "the budget is raised";
		default: return wish;
	}
}
const ENDED_BY = {
	postponed: "postpones",
	cancelled: "cancels"
};
async function endAs(run, status, data) {
	const { journal, dependants } = run;
	for (const id of journal.state.blockers.keys()) escalate(journal, id, 6, `${data.by.login} ${ENDED_BY[status]} the milestone`);
	journal.record({
		event: `milestone_${status}`,
		agent: "session_manager",
		data
	});
	notifyDependents(journal, dependants, status);
	journal.record({
		event: "session_ended",
		agent: "session_manager",
		data: { status }
	});
	reportAnew(run);
	return `the milestone is ${status}`;
}
/** What the last run reported no longer holds. */
function reportAnew(run) {
	const { path, text } = reportNow(run);
	run.journal.include(path, Buffer.from(text));
}
function skip(journal, wish, by) {
	const task = journal.state.tasks.get(wish.task);
	for (const blocker of [...journal.state.blockers.values()]) {
		if (blocker.task !== task.id) continue;
		escalate(journal, blocker.id, 5, `${by.login} takes the task out of the milestone`);
		unblock(journal, blocker.id, `${by.login} skipped the task`);
	}
	journal.record({
		event: "task_skipped",
		task_id: task.id,
		agent: "session_manager",
		data: {
			reason: wish.reason || "no reason given",
			by
		}
	});
	return `${task.id} is skipped; what depends on it may start`;
}
function archive(journal, by) {
	journal.record({
		event: "milestone_archived",
		agent: "session_manager",
		data: { by }
	});
	journal.movePlan(paths.milestone(journal.milestone, "archived"));
	return `moved to ${paths.milestone(journal.milestone, "archived")}`;
}
function unlock(journal, reason, by) {
	const { epoch, host, pid } = journal.state.lease;
	journal.record({
		event: "lease_released",
		agent: "session_manager",
		data: {
			epoch: epoch + 1,
			by,
			reason: reason || "no reason given"
		}
	});
	return `the lease of process ${pid} on ${host} is released`;
}

// src/milestone/view/dashboard-text.ts
/** The dashboard as plain lines, for `milestone status` into a pipe and for the Action's log. */
function dashboardText(dashboard) {
	return [
		head(dashboard),
		measures(dashboard),
		section$1("Needs a person", people(dashboard)),
		section$1("Agents", agents(dashboard)),
		section$1("Tasks", tasks(dashboard)),
		section$1("Last events", dashboard.events.map((e) => `${clockTime(e.at)}  ${sanitiseLine(e.text)}`)),
		foot(dashboard)
	].filter(Boolean).join("\n\n").concat("\n");
}
function section$1(title, lines) {
	return lines.length ? `${title}\n${lines.map((line) => `  ${line}`).join("\n")}` : "";
}
function head(dashboard) {
	const { symbol, word } = STATUS[dashboard.status];
	const { id, title } = dashboard.milestone;
	return `${symbol} ${title === id ? id : `${id}  ${sanitiseLine(title)}`}: ${word}${dashboard.session?.reason ? ` (${sanitiseLine(dashboard.session.reason)})` : ""}`;
}
function measures(dashboard) {
	const { timeline, quality } = dashboard;
	const row = (name, percent, words) => {
		const drawn = percent === null ? " ".repeat(20) : bar(percent, 20);
		const figure = percent === null ? "" : `${percent} %`;
		return `${name.padEnd(9)} ${drawn} ${figure.padStart(5)}  ${words}`.trimEnd();
	};
	return [
		row("progress", dashboard.percentage, taskWords(dashboard)),
		row("time left", timeline.leftPercent === null ? null : Math.max(0, timeline.leftPercent), timeWords(dashboard)),
		row("quality", quality.percentage, qualityWords(dashboard)),
		...dashboard.phases.map((p) => row(p.phase, p.percentage, `${p.finished}/${p.total} finished`))
	].join("\n");
}
function people({ blockers, approvals, now }) {
	return [...blockers.flatMap((b) => [
		`${STATUS.blocked.symbol} ${blockedPlace(b)}  ${sanitiseLine(blockerWords(b, now))}`,
		...lastWords(b.evidence).map((line) => `    │ ${line}`),
		...b.proposals.map((p) => `    ${sanitiseLine(p.command)}   ${sanitiseLine(p.why)}`)
	]), ...approvals.map((a) => `${STATUS.waiting_approval.symbol} ${sanitiseLine(gateName(a))}  ${sanitiseLine(approvalWords(a, now))}`)];
}
/** What a person most needs of the evidence stands at its end. */
function lastWords(evidence) {
	return evidence.split("\n").map((line) => sanitiseLine(line).trimEnd()).filter(Boolean).slice(-3);
}
function agents({ agents: working, roles, now }) {
	if (working.length === 0 && roles.every((r) => r.status === "stopped")) return [];
	return [...working.map((a) => {
		const again = a.attempt > 1 ? ` (attempt ${a.attempt})` : "";
		return `${String(a.slot ?? "").padStart(3)}  ${a.task}/${a.phase}${again}  ${sanitiseLine(a.executor)}  ${duration(now - a.since)}`;
	}), ...roles.map((r) => `  ·  ${r.role.replaceAll("_", " ")}: ${r.status}${r.work ? `, ${sanitiseLine(r.work)}` : ""}`)];
}
function tasks({ tasks: rows }) {
	const widest = Math.min(32, Math.max(...rows.map((t) => t.id.length), 0));
	return rows.map((task) => {
		const { symbol, word } = STATUS[task.status];
		const status = task.status === "pending" && task.waitsFor.length ? `waits for ${task.waitsFor.slice(0, 3).join(", ")}${task.waitsFor.length > 3 ? " …" : ""}` : word;
		const percent = `${task.percentage} %`.padStart(5);
		return `${symbol} ${task.id.padEnd(widest)}  ${bar(task.percentage, 10)} ${percent}  ${(task.phase ?? "").padEnd(7)}  ${status}`;
	});
}
function foot(dashboard) {
	const { session } = dashboard;
	return [session ? `session ${session.id} (${session.strategy}, ${counted(session.agents, "agent")})` : "", dashboard.usage.attempts ? usageWords(dashboard) : ""].filter(Boolean).join(" · ");
}

// src/next-steps.ts
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
		case "completed": return [`milestone report ${id} --html --output=report.html`, ...isOnBranch(state) ? [`git merge ${branchName(id)}`] : []];
		case "waiting_approval": return [...gates(state), resume(state)];
		case "paused": return [resume(state)];
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
	const open = openApprovals(state).flatMap(({ kind, task, phase }) => kind === "approval" && task && phase ? [`${task}/${phase}`] : []);
	return (open.length > LISTED ? [""] : open).map((gate) => `milestone approve ${state.milestone} ${gate}`.trimEnd());
}

// src/report-file.ts
/**
* Writes a session's report into a runner's checkout, for later steps: the one file that is written there. A person's
* own checkout is left alone, since an untracked report would stand in the way of `git checkout milestone/<id>`.
* Answers its path below the root. @throws Refusal when the log, which anyone may have pushed, names no session
*/
async function writeReportFile(root, session, text) {
	const problem = idProblem(session);
	if (problem) refuse(`the log names the session ${JSON.stringify(session).slice(0, 80)}, which is no id: ${problem}`, "restore the log on the branch from the commit before it was changed");
	const path = paths.report(session);
	const file = join(root, path);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, text);
	return path;
}
/** The same at the end of a run, whose work is done and on the branch whatever becomes of this file. */
async function leaveReportFile(narrator, root, { session, text }) {
	try {
		await writeReportFile(root, session, text);
	} catch (error) {
		if (error instanceof Refusal) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		narrator.warn(`the report is on the branch alone, as it cannot be written here: ${reason}`);
	}
}

// src/signals.ts
/**
* Tells once when the runner (SIGINT, then SIGTERM 7.5 s later) or a person (Ctrl-C) wants the process to end. The
* answer stops listening. A closed terminal counts too.
*/
function untilSignal(tell) {
	let told = false;
	const listen = (signal) => {
		if (told) return;
		told = true;
		tell(signal);
	};
	const signals = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	for (const signal of signals) process.on(signal, listen);
	return () => {
		for (const signal of signals) process.off(signal, listen);
	};
}

// src/tell-warnings.ts
/** What a milestone file says oddly, each at its line: annotations on a runner, plain lines elsewhere. */
function tellWarnings(narrator, warnings) {
	for (const { message, remedy, file, line, column } of warnings) narrator.warn(`${message}; ${remedy}`, file && line && column ? {
		file,
		line,
		column
	} : void 0);
}

// src/execute-command.ts
/** Executes or resumes a milestone from its opening to its rest. @throws Refusal for bad input */
async function executeMilestone(machine, options, hooks = {}) {
	const { ports } = machine;
	ports.runner.prepare();
	const opening = await openRun(ports, options, {
		...machine.checkout,
		wishes: hooks.first ?? []
	});
	switch (opening.kind) {
		case "owned": {
			const { owner, state, tip } = opening;
			const note = `${`run ${owner.run_id} (process ${owner.pid} on ${owner.host})`} is executing "${options.milestone}"; this run leaves it alone${lostWishes(options.milestone, hooks)}`;
			ports.narrator.warn(note);
			return plain(state, tip, note);
		}
		case "settled": return settled(machine, opening, {
			options,
			hooks
		});
		case "opened": break;
		default: return opening;
	}
	tellWarnings(ports.narrator, opening.warnings);
	return executeRun(machine, opening.run, hooks);
}
/** What a run that leaves another one alone could not do, and how it is done after all. */
function lostWishes(milestone, { first = [] }) {
	if (first.length === 0) return "";
	return `, and ${first.map((wish) => `\`${wishWords(wish)}\``).join(" and ")} was not carried out: ask for it again once that run has ended, or end it first with \`milestone pause ${milestone}\`, on GitHub \`/milestone pause ${milestone}\``;
}
async function executeRun(machine, run, hooks) {
	const { ports } = machine;
	for (const wish of hooks.first ?? []) {
		const done = await steer(run, wish, run.options.by, new Date(ports.clock.now()).toISOString());
		ports.narrator.note("basic", done);
	}
	const execution = new Execution(run);
	let finished = 0;
	run.journal.onEvent = (event) => {
		if (event.event === "phase_completed") finished += 1;
		execution.observe(event);
	};
	run.onPlan = () => execution.replan();
	hooks.onStart?.(run);
	const stopWatching = untilSignal((signal) => execution.stop("interrupted", `the run was stopped by ${signal}`));
	const rest = await execution.untilRest();
	const end = await finish(run, rest);
	stopWatching();
	hooks.onEnd?.();
	const failure = end.status === "failed" ? end.note : null;
	if (end.note && !(failure && run.options.onRunner)) ports.narrator.warn(end.note);
	if (end.report && run.options.onRunner) await leaveReportFile(ports.narrator, machine.root, {
		session: run.journal.session,
		text: end.report.text
	});
	if (end.status === "paused" && rest.kind === "paused") await goOnLater(machine, hooks, finished);
	const dashboard = dashboardOf(run, ports.clock.now());
	const status = end.status;
	const outputs = outputsOf(run.journal.state, {
		status,
		commit: run.journal.tip
	});
	return {
		status,
		exitCode: exitCodeOf(status),
		...rest.kind === "interrupted" ? { interrupted: true } : {},
		...failure ? { failure } : {},
		afterLiveView: stepsAfterLiveView(run.journal.state, status),
		text: dashboardText(dashboard) + (run.options.onRunner ? "" : nextSteps(run.journal.state, status)),
		json: {
			...outputs,
			report: end.report?.path ?? null
		},
		summary: summaryMarkdown(dashboard, run.plan, run.journal.history),
		outputs: {
			...outputs,
			...end.report ? { report: end.report.path } : {}
		}
	};
}
/** A run that finished nothing would be followed by runs that finish nothing, for ever: then a person must look. */
async function goOnLater(machine, hooks, finished) {
	if (!hooks.continueLater) return;
	if (finished > 0) return hooks.continueLater();
	machine.ports.narrator.warn("the time budget ended this run before it finished any phase, so it is not continued by itself; raise time-budget, or split the phase");
}
function dashboardOf(run, now) {
	const { plan, journal, roles } = run;
	return buildDashboard({
		plan,
		state: journal.state,
		history: journal.history,
		roles: roles.snapshot(),
		now
	});
}
/** A run that no person started meets a postponed milestone. */
function leftAlone(milestone, { first }) {
	return `the milestone "${milestone}" is postponed, and a run that no person started does not take it up again${first?.length ? `, and \`${first.map(wishWords).join("`, `")}\` was not carried out` : ""}; a maintainer does, with \`/milestone execute ${milestone}\` in a comment, "Run workflow", or \`milestone execute ${milestone}\` at a command line`;
}
/** A finished milestone: nothing changes, only what the last run left undone is made good. */
async function settled(machine, opening, { options, hooks }) {
	const { ports } = machine;
	const { state, tip, seen } = opening;
	if (state.status === "completed" && !opening.merged) {
		const made = await makeGood(ports, state.milestone, {
			tip,
			seen
		});
		if (!made.ok) {
			const text = `the milestone "${state.milestone}" is completed here, but not on the remote: ${made.message}`;
			if (!options.onRunner) ports.narrator.warn(text);
			const outcome = plain(state, tip, text);
			const outputs = {
				...outcome.outputs,
				status: "failed"
			};
			return {
				...outcome,
				status: "failed",
				exitCode: exitCodeOf("failed"),
				failure: text,
				outputs,
				json: {
					...outputs,
					report: null
				}
			};
		}
		if (made.note) ports.narrator.warn(made.note);
	}
	const left = state.status === "postponed" && !options.askedFor;
	const text = left ? leftAlone(state.milestone, hooks) : `the milestone "${state.milestone}" is ${state.status}; there is nothing to do`;
	const outcome = {
		...plain(state, tip, text),
		...left ? { notice: text } : {}
	};
	const session = state.session?.id;
	const report = session ? await ports.repository.readFile(tip, paths.report(session)) : null;
	if (!session || !report) return outcome;
	if (options.onRunner) await leaveReportFile(ports.narrator, machine.root, {
		session,
		text: report.toString("utf8")
	});
	const outputs = {
		...outcome.outputs,
		report: paths.report(session)
	};
	return {
		...outcome,
		outputs,
		json: outputs
	};
}
function plain(state, tip, text) {
	const outputs = outputsOf(state, {
		status: state.status,
		commit: tip
	});
	return {
		status: state.status,
		exitCode: exitCodeOf(state.status),
		text,
		json: {
			...outputs,
			report: null
		},
		outputs
	};
}

export { dashboardText as a, isTwin as c, anewIfFenced as d, reportMarkdown as f, resourcesOverlap as g, holdOf as h, writeReportFile as i, twinComplaint as l, createScheduler as m, executeMilestone as n, steer as o, buildReport as p, tellWarnings as r, checkPrerequisites as s, dashboardOf as t, checkPromptTemplates as u };