import { x as isFinished } from "./milestone-names.js";
import { A as money, C as besideWork, D as duration, E as dateTime, M as stageWords, N as took, R as STAGES, T as compact, _ as describeEvent, b as toneOf, d as slotOf, f as workMs, g as approvers, j as share, k as millis, l as historyAt, mt as questionName, r as buildDashboard, s as activeMs } from "./milestone-view-dashboard.js";
import { t as counted } from "./milestone-text-sanitise.js";
import { l as findingWords } from "./milestone-plan-plan.js";
import { C as spansOf, D as aside, E as absent, F as paragraph, I as part, M as items, N as joined, O as facts, P as list, R as table, S as criticalChain, c as gateName, f as questionWords, g as timeWords, i as blockedPlace, k as figures, m as testRunWords, n as LEVELS, r as approvalWords, u as paceWords } from "./milestone-view-task-table.js";

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
	const stages = /* @__PURE__ */ new Map();
	for (const a of history.attempts) {
		work.set(a.task, (work.get(a.task) ?? 0) + workMs(a, now));
		stages.set(a.task, addStages(stages.get(a.task) ?? {}, a.stages ?? {}));
	}
	return plan.tasks.flatMap((task) => {
		const at = state.tasks.get(task.id);
		const start = millis(at?.startedAt ?? null);
		if (start === null || at?.status === "skipped") return [];
		return [{
			task: task.id,
			estimateMs: task.estimatedHours === void 0 ? null : task.estimatedHours * 36e5,
			workMs: work.get(task.id) ?? 0,
			stages: stages.get(task.id) ?? {},
			elapsedMs: (millis(at?.completedAt ?? null) ?? now) - start,
			done: at?.status === "completed"
		}];
	});
}
function addStages(a, b) {
	const sum = { ...a };
	for (const stage of STAGES) if (b[stage] !== void 0) sum[stage] = (sum[stage] ?? 0) + b[stage];
	return sum;
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
	const { plan, state, now } = input;
	const history = historyAt(input.history, input.activities ?? [], now);
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
		criteria: criteriaOf(input),
		release: state.release
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

// src/milestone/view/report-work.ts
/** The reports on the work itself: how fast it went, how good it was, whether it kept its dates. */
function performance(data) {
	const { dashboard, utilisation, chain, estimates, history } = data;
	const path = (tasks) => joined(tasks.map((task) => ({ task })), " → ");
	const chainWords = `${duration(chain.workMs)} of work, ${duration(chain.waitMs)} of waiting for people`;
	return {
		id: "performance",
		title: "Progress and performance",
		blocks: [
			facts([
				["Pace", paceWords(dashboard.timeline)],
				["Agents at work", utilisation.meanBusy === null ? "" : `${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} on average while a run was going`],
				["Retries", history.retries ? String(history.retries) : ""],
				["Changes requested by reviewers", history.rejections ? String(history.rejections) : ""],
				["Critical path so far", chain.tasks.length ? [{ lines: [path(chain.tasks), chainWords] }] : ""],
				["Where the attempts' time went", stageWords(estimates.map((e) => e.stages).reduce(addStages, {}))],
				["Critical path left", dashboard.timeline.endedAt === null ? path(dashboard.criticalPath) : ""]
			]),
			part("Phases", table("Phases", [
				"Phase",
				"Progress",
				""
			], dashboard.phases.map((p) => [
				p.phase,
				{
					percent: p.percentage,
					of: p.phase,
					tone: "good"
				},
				`${p.finished} of ${p.total} finished`
			]), { slim: true })),
			part("Agents", table("Agents", [
				"Agent",
				"Utilisation",
				figures("At work"),
				figures("Attempts"),
				figures("Failed")
			], utilisation.slots.map((s) => [
				String(s.slot),
				{
					percent: s.utilisation,
					of: `Agent ${s.slot}`,
					tone: "active"
				},
				took(s.busyMs),
				String(s.attempts),
				s.failed ? String(s.failed) : ""
			]), { slim: true })),
			part("Estimate and actual", table("Estimate and actual", [
				"Task",
				figures("Estimate"),
				figures("Agents' time"),
				aside("Preparing and testing"),
				figures("Start to end"),
				aside("")
			], estimates.map((e) => [
				{ strong: { task: e.task } },
				e.estimateMs === null ? "" : duration(e.estimateMs),
				took(e.workMs),
				besideWork(e.stages),
				e.elapsedMs === null ? "" : duration(e.elapsedMs),
				e.done ? "completed" : "under way"
			]), {
				slim: true,
				long: true
			}))
		]
	};
}
function quality(data) {
	const { checkpoints, approvals, tests } = data.dashboard.quality;
	return {
		id: "quality",
		title: "Quality gates",
		blocks: [
			approvals.total ? paragraph(`${approvalsWords(approvals)}.`) : absent("No phase waits for a person's approval."),
			checkpoints.length ? checkpointTable(checkpoints) : absent("No checkpoint is planned."),
			data.testRuns.length ? testTable(data.testRuns) : absent("The test command has not run."),
			part("Failing now", list((tests?.failures ?? []).slice(0, 50).map((words) => ({
				words,
				tone: "bad"
			})))),
			part("Acceptance criteria", criteriaTable(data.criteria)),
			reviews(data)
		]
	};
}
function approvalsWords({ granted, total, open, rejected }) {
	return [
		`${granted} of ${counted(total, "approval gate")} passed`,
		open ? `${open} open` : "",
		rejected ? `${rejected} sent back` : ""
	].filter(Boolean).join(", ");
}
const RESULT = {
	pending: {
		tone: "idle",
		text: "○ not run"
	},
	passed: {
		tone: "good",
		text: "✓ passed"
	},
	failed: {
		tone: "bad",
		text: "✕ failed"
	}
};
function checkpointTable(checkpoints) {
	return table("Checkpoints", [
		"Checkpoint",
		"At",
		"Result",
		aside("Commands"),
		aside("Decided")
	], checkpoints.map((c) => [
		{ strong: c.name },
		`${c.at} %`,
		RESULT[c.status],
		{ lines: c.checks.map((k) => [{ code: k.command }, k.ok ? " passed" : ` exit ${k.exit ?? "none"}`]) },
		c.decidedAt === null ? "" : dateTime(Date.parse(c.decidedAt))
	]));
}
/** The newest first: a long table shows its first rows. */
function testTable(runs) {
	return table("Test runs", [
		"Test run",
		"Result",
		aside("Command"),
		aside("Commit"),
		figures("Took")
	], [...runs].reverse().map((t) => [
		`${dateTime(t.at)}, ${t.reason}`,
		{
			tone: t.ok ? "good" : "bad",
			text: `${t.ok ? "✓" : "✕"} ${testRunWords(t)}`
		},
		{ code: t.command },
		shortCommit(t.commit),
		took(t.duration_ms)
	]), { long: true });
}
const shortCommit = (commit) => ({ code: commit?.slice(0, 7) ?? "" });
/** Each criterion with what proves it, and the commit of the phase that it belongs to. */
function criteriaTable(criteria) {
	return table("Acceptance criteria", [
		"Phase",
		"Criterion",
		"Evidence",
		aside("Commit")
	], criteria.map((each) => [
		{
			task: each.task,
			text: `${each.task}/${each.phase}`
		},
		each.criterion,
		each.evidence.command === null ? each.evidence.words : [{ code: each.evidence.command }, ` ${each.evidence.words}`],
		shortCommit(each.commit)
	]), { long: true });
}
function reviews({ history }) {
	const { reviews: all } = history.record;
	const rows = all.flatMap(({ task, phase, attempt, landed, review }) => review.findings.map((finding) => [
		[{
			task,
			text: `${task}/${phase}`
		}, `, attempt ${attempt}`],
		finding.own ? "the engine" : review.agent ?? "",
		finding.severity,
		{
			text: findingWords(finding),
			most: 400
		},
		landed ? "landed with it" : "sent back"
	]));
	const left = all.reduce((sum, { review }) => sum + review.dropped, 0);
	const dropped = left > 0 ? `; ${left} more were left out, as what they quote is not in the patch` : "";
	return part("Reviews", ...all.length > 0 ? [paragraph(`${counted(all.length, "review")}, ${counted(rows.length, "finding")}${dropped}.`)] : [], table("Reviews", [
		"Attempt",
		aside("By"),
		"Severity",
		"Finding",
		""
	], rows, { long: true }));
}
function adherence(data) {
	const { dashboard, runs } = data;
	const { timeline } = dashboard;
	const longest = [...data.waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
	const listed = runs.slice(-20);
	return {
		id: "adherence",
		title: "Timeline adherence",
		blocks: [
			list([
				...items(`${timeWords(dashboard)}.`),
				...items(timeline.due === null ? "No due date is set." : `Due ${dateTime(timeline.due)}.`),
				...timeline.late.map((l) => ({
					words: [{ task: l.task }, ` ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}.`],
					tone: l.missed ? "bad" : "wait"
				}))
			]),
			part("Longest waits", table("Longest waits", [
				"Gate",
				figures("For"),
				"Of"
			], longest.map((w) => [
				{ strong: gateName(w) },
				took(w.ms),
				approvers(w.approvers)
			]), { slim: true })),
			part(runs.length > listed.length ? `The newest ${listed.length} of ${runs.length} runs` : "Runs", table("Runs", [
				"Started",
				figures("Took"),
				"Ended because"
			], listed.map((r) => [
				dateTime(r.startedAt),
				duration((r.endedAt ?? dashboard.now) - r.startedAt),
				r.endedAt === null ? "still running" : r.reason
			]), { slim: true }))
		]
	};
}

// src/milestone/view/report-record.ts
function blockers(data) {
	const { dashboard, history } = data;
	const rows = data.blockers.map((b) => [
		{ strong: blockedPlace({
			task: b.task ?? "",
			phase: b.phase ?? ""
		}) },
		b.type,
		`${b.level}, ${LEVELS[b.level]}`,
		b.message,
		b.resolvedAt === null ? {
			tone: "bad",
			text: `✕ open for ${duration(dashboard.now - b.detectedAt)}`
		} : {
			text: `✓ ${b.how}, after ${duration(b.resolvedAt - b.detectedAt)}`,
			most: 300
		}
	]);
	const failures = data.failures.map((f) => [
		f.type,
		String(f.count),
		f.where.slice(0, 8).join(", ") + (f.where.length > 8 ? " …" : "")
	]);
	return {
		id: "blockers",
		title: "Blocker analysis",
		blocks: [
			rows.length > 0 ? table("Blockers", [
				"Where",
				aside("Type"),
				aside("Level"),
				"Message",
				"Resolution"
			], rows, { long: true }) : absent("There was no blocker."),
			failures.length > 0 ? part("Failed attempts", table("Failed attempts", [
				"Cause",
				figures("Count"),
				"Where"
			], failures, { slim: true })) : absent("No attempt failed."),
			{
				kind: "folded",
				key: "words",
				summary: "What they said at the end, the newest first",
				blocks: [list(history.record.failed.slice(-20).reverse().map((f) => ({
					words: [
						{ strong: {
							task: f.task,
							text: `${f.task}/${f.phase}`
						} },
						`, attempt ${f.attempt} (${f.type}): `,
						{
							text: f.message,
							most: 400
						}
					],
					output: f.words
				})))]
			},
			part("Waiting for people", list(items(...dashboard.approvals.map((a) => `${gateName(a)} ${approvalWords(a, dashboard.now)}`), ...dashboard.questions.map((q) => `${questionName(q)} ${questionWords(q, dashboard.now)}`))))
		]
	};
}
/** The newest first: a long table shows its first rows. */
function trail(data) {
	const { events, newest } = data.history.record;
	const listed = newest.slice(-100).reverse();
	const { id } = data.dashboard.milestone;
	const decisions = [...data.audit].reverse().map((a) => [
		dateTime(Date.parse(a.at)),
		a.who === null ? "" : [{ strong: a.who }, a.id === null ? "" : ` (${a.id})`],
		{
			text: a.words,
			most: 240
		},
		a.permission ?? "",
		shortCommit(a.commit)
	]);
	const columns = [
		aside("When"),
		"Who",
		"What",
		aside("Permission"),
		aside("Commit")
	];
	return {
		id: "trail",
		title: "Event log and audit trail",
		blocks: [
			paragraph([
				`The log has ${counted(events, "event")}; `,
				{ code: `milestone audit ${id}` },
				" verifies its chain, ",
				{ code: `milestone replay ${id}` },
				" the state made of it."
			]),
			decisions.length > 0 ? part("Decisions of people", table("Decisions of people", columns, decisions, { long: true })) : absent("No person has decided anything yet."),
			{
				kind: "folded",
				key: "events",
				summary: listed.length < events ? `The newest ${listed.length} of ${events} events` : "All events",
				blocks: [table("Events", [
					figures("No."),
					"Time",
					"Event"
				], listed.map((e) => [
					String(e.seq),
					{ quiet: dateTime(Date.parse(e.timestamp)) },
					[
						{
							tone: toneOf(e),
							text: "●"
						},
						" ",
						{
							text: describeEvent(e),
							most: 400
						}
					]
				]))]
			}
		]
	};
}
function recommendations(data) {
	const rows = data.recommendations.map((r) => ({
		words: [{ lines: [{ strong: r.advice }, { quiet: r.fact }] }],
		tone: "idle"
	}));
	return {
		id: "advice",
		title: "Recommendations",
		blocks: [rows.length > 0 ? list(rows) : absent("Nothing in this execution calls for a change.")]
	};
}
function costs(data) {
	return {
		id: "cost",
		title: "Cost",
		blocks: costBlocks(data.costs)
	};
}
function costBlocks(costs) {
	const { byTask, byPhase, byAgent, byModel, total, pricedUsd } = costs;
	if (total.attempts === 0) return [absent("Nothing has run.")];
	const isTold = total.costUsd > 0 || total.inputTokens > 0;
	const priced = pricedUsd > 0 ? `, ${money(pricedUsd)} of it from tokens and list prices` : "";
	return [
		isTold ? paragraph(`As the agents' programs reported it${priced}; attempts that report nothing count with their time alone.`) : absent("No agent reported tokens or cost."),
		list(costFacts(costs)),
		costTable("Phase", byPhase),
		costTable("Agent", byAgent),
		costTable("Model", byModel),
		{
			kind: "folded",
			key: "costs",
			summary: "Every task",
			blocks: [costTable("Task", [...byTask, total])]
		}
	];
}
/** What a result cost, what was wasted and what is a guess. */
function costFacts({ total, perOutcomeUsd, outcomes }) {
	if (total.costUsd === 0) return [];
	const share = `${Math.round(total.wastedUsd / total.costUsd * 100)} %`;
	return items(perOutcomeUsd === null ? "No task is finished yet." : `A finished task cost ${money(perOutcomeUsd)} in the mean (${money(total.costUsd)} for ${counted(outcomes, "task")}).`, total.wastedUsd > 0 ? `${money(total.wastedUsd)} (${share}) went into attempts that failed or were broken off.` : "Nothing went into attempts that failed.", total.estimatedUsd > 0 ? `${money(total.estimatedUsd)} is an upper estimate of attempts that were ended before they told their cost.` : null);
}
const COST_COLUMNS = [
	{
		title: "Attempts",
		figure: (r) => r.attempts,
		shown: (r) => String(r.attempts)
	},
	{
		title: "Failed",
		wide: true,
		figure: (r) => r.failed,
		shown: (r) => String(r.failed)
	},
	{
		title: "Time",
		figure: (r) => r.workMs,
		shown: (r) => took(r.workMs)
	},
	{
		title: "Tokens in",
		wide: true,
		figure: (r) => r.inputTokens,
		shown: (r) => compact(r.inputTokens)
	},
	{
		title: "Tokens out",
		wide: true,
		figure: (r) => r.outputTokens,
		shown: (r) => compact(r.outputTokens)
	},
	{
		title: "Cost",
		figure: (r) => r.costUsd,
		shown: costCell
	},
	{
		title: "Wasted",
		wide: true,
		figure: (r) => r.wastedUsd,
		shown: (r) => money(r.wastedUsd)
	}
];
function costTable(title, rows) {
	const told = COST_COLUMNS.filter((column) => rows.some((row) => column.figure(row) > 0));
	return table(`Cost by ${title.toLowerCase()}`, [title, ...told.map(({ title: name, wide = false }) => ({
		title: name,
		number: true,
		wide
	}))], rows.map((row) => [{ strong: row.name }, ...told.map((column) => column.figure(row) > 0 ? column.shown(row) : "")]));
}

export { adherence as a, buildReport as c, trail as i, overlapMemo as l, costs as n, performance as o, recommendations as r, quality as s, blockers as t, resourcesOverlap as u };