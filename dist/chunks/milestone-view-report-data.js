import { x as isFinished } from "./milestone-names.js";
import { C as dateTime, D as money, E as millis, O as share, l as slotOf, n as buildDashboard, o as activeMs, u as workMs, w as duration } from "./milestone-view-dashboard.js";
import { t as counted } from "./milestone-text-sanitise.js";
import { b as criticalChain, x as spansOf } from "./milestone-view-in-words.js";

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

// src/milestone/view/cost.ts
/** Attempts that still run count with their time so far, and no usage: nobody has told it yet. */
function costsOf(plan, history, now, outcomes = 0) {
	const tasks = new Map(plan.tasks.map((t) => [t.id, emptyRow(t.id)]));
	const phases = /* @__PURE__ */ new Map();
	const agents = /* @__PURE__ */ new Map();
	const models = /* @__PURE__ */ new Map();
	const total = emptyRow("total");
	let pricedUsd = 0;
	for (const attempt of history.attempts) {
		const rows = [
			total,
			rowOf(tasks, attempt.task),
			rowOf(phases, attempt.phase),
			rowOf(agents, attempt.usage?.agent ?? attempt.executor)
		];
		for (const row of rows) addAttempt(row, attempt, attempt.usage, now);
		for (const share of modelsOf(attempt.usage)) addAttempt(rowOf(models, share.model), attempt, share, now);
		if (attempt.usage?.priced) pricedUsd += attempt.usage.cost_usd;
	}
	return {
		byTask: [...tasks.values()].filter((row) => row.attempts > 0),
		byPhase: [...phases.values()],
		byAgent: dearestFirst(agents),
		byModel: dearestFirst(models),
		total,
		perOutcomeUsd: outcomes > 0 ? total.costUsd / outcomes : null,
		outcomes,
		pricedUsd
	};
}
/** `$3.20`, or `about $3.20` where part of it is estimated. */
function costCell({ costUsd, estimatedUsd }) {
	return `${estimatedUsd > 0 ? "about " : ""}${money(costUsd)}`;
}
function addAttempt(row, attempt, used, now) {
	row.attempts += 1;
	if (attempt.outcome === "failed") row.failed += 1;
	row.workMs += workMs(attempt, now);
	row.inputTokens += used?.input_tokens ?? 0;
	row.outputTokens += used?.output_tokens ?? 0;
	const cost = used?.cost_usd ?? 0;
	row.costUsd += cost;
	if (attempt.outcome === "failed" || attempt.outcome === "interrupted") row.wastedUsd += cost;
	if (attempt.usage?.estimated) row.estimatedUsd += cost;
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
		costUsd: 0,
		wastedUsd: 0,
		estimatedUsd: 0
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
	for (const a of history.attempts) work.set(a.task, (work.get(a.task) ?? 0) + workMs(a, now));
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
		costs: costsOf(plan, history, until, finishedTasks(state)),
		audit: record.trail.entries,
		criteria: criteriaOf(input)
	};
	return {
		...facts,
		recommendations: recommend(facts, plan, state)
	};
}
/** Of every finished phase, in the plan's order. */
function criteriaOf({ plan, state, history }) {
	const { criteria, phaseCommits } = history.record;
	return plan.tasks.flatMap((task) => task.phases.flatMap((phase) => {
		const at = state.tasks.get(task.id)?.phases.get(phase.phase);
		if (!at || !isFinished(at.status)) return [];
		const commit = phaseCommits.get(`${task.id}/${phase.phase}`) ?? null;
		return phase.acceptanceCriteria.map((criterion) => {
			const proof = criteria.find((each) => each.task === task.id && each.phase === phase.phase && each.criterion === criterion);
			const evidence = {
				command: proof?.run ?? null,
				words: evidenceWords(proof, phase, at.status)
			};
			return {
				task: task.id,
				phase: phase.phase,
				criterion,
				evidence,
				commit
			};
		});
	}));
}
function evidenceWords(proof, phase, status) {
	if (proof) return proof.passed_before ? "succeeds, but did so before the work as well, so it proves nothing of it" : "failed before the work and succeeds now";
	if (status === "approved") return "no command; a person approved the phase";
	const { length } = phase.checks;
	return length > 0 ? `no command; ${counted(length, "check")} of the phase passed` : "none: no command and no approval";
}
function finishedTasks(state) {
	return [...state.tasks.values()].filter((task) => task.status === "completed").length;
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

export { resourcesOverlap as i, costCell as n, overlapMemo as r, buildReport as t };