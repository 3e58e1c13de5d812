import { t as counted } from "./milestone-text-sanitise.js";

// src/milestone/schedule/strategy.ts
const STRATEGIES = [
	"parallel",
	"sequential",
	"hybrid",
	"auto"
];
/** Up to this many remaining tasks a milestone is simple, up to the second medium, above complex. */
const SIMPLE_TASKS = 3;
const MEDIUM_TASKS = 12;
/** Share of the work that must be able to run beside the critical path for `parallel` to be chosen. */
const PARALLEL_POTENTIAL = .6;
/** Agents per core above which a warning is due: AI agents mostly wait, builds and tests do not. */
const AGENTS_PER_CORE = 4;
/** Takes `auto` to one of the three, and says why. */
function chooseStrategy(question) {
	const { wanted, remainingTasks: tasks, path, agents, cores } = question;
	const complexity = tasks <= SIMPLE_TASKS ? "simple" : tasks <= MEDIUM_TASKS ? "medium" : "complex";
	const warnings = [];
	if (cores !== void 0 && agents > cores * AGENTS_PER_CORE) warnings.push(`${agents} agents on ${counted(cores, "core")}: commands that compute will slow each other; --agents=${cores * AGENTS_PER_CORE} or fewer suits this machine better`);
	if (wanted !== "auto") return {
		strategy: wanted,
		complexity,
		reasons: [`${wanted}, as asked`],
		warnings
	};
	const share = `${Math.round(path.potential * 100)} % of the work can run beside the critical path`;
	const size = `${counted(tasks, "task remains", "tasks remain")} (${complexity})`;
	if (complexity === "simple") return {
		strategy: "sequential",
		complexity,
		reasons: [size, "so few are done one after the other"],
		warnings
	};
	const strategy = path.potential > PARALLEL_POTENTIAL ? "parallel" : "hybrid";
	return {
		strategy,
		complexity,
		reasons: [
			size,
			share,
			strategy === "parallel" ? "enough to run every ready task at once" : "too little for free parallel runs, so clusters are synchronised"
		],
		warnings
	};
}
/** Troubles among the latest outcomes that narrow, and successes in a row that widen again. */
const TROUBLES_TO_NARROW = 2;
/**
* Fewer agents after repeated conflicts or failures (half of them), one more after as many successes in a row as
* twice the agents at work; memory pressure narrows at once. Null: stay as it is.
* `outcomes` are those since the last adjustment, oldest first.
*/
function adjustAgents(agents, max, outcomes) {
	const recent = outcomes.slice(-6);
	const count = (outcome) => recent.filter((o) => o === outcome).length;
	const narrower = Math.max(1, Math.floor(agents / 2));
	if (agents > 1 && recent.at(-1) === "memory") return {
		agents: narrower,
		reason: "memory is short"
	};
	const conflicts = count("conflict");
	const failures = count("failure");
	if (agents > 1 && recent.at(-1) !== "success" && conflicts + failures >= TROUBLES_TO_NARROW) return {
		agents: narrower,
		reason: `${[conflicts && `${conflicts} conflicts`, failures && `${failures} failures`].filter(Boolean).join(" and ")} in the last ${recent.length} attempts`
	};
	const streak = outcomes.length - 1 - outcomes.findLastIndex((o) => o !== "success");
	if (agents < max && streak >= 2 * agents) return {
		agents: agents + 1,
		reason: `${streak} attempts in a row succeeded`
	};
	return null;
}

export { adjustAgents as n, chooseStrategy as r, STRATEGIES as t };