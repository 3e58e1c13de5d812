// src/milestone/plan/plan.ts
/** When a task may run, by what became of the tasks that it needs. */
const TASK_CONDITIONS = [
	"success",
	"always",
	"failure"
];
const DEFAULT_QUESTIONS = {
	max: 3,
	afterMs: null,
	otherwise: "block"
};
const DELIVERABLE_KINDS = [
	"markdown",
	"yaml",
	"json",
	"openapi",
	"junit",
	"text"
];
const MIB = 1048576;
const DEFAULT_LIMITS = {
	longRunningMs: 36e5,
	taskStallMs: 3e5,
	executionStallMs: 6e5,
	diskPercent: 90,
	lockWaitMs: 6e5,
	checkpointFiles: 10,
	pushTasks: 3,
	phaseTimeoutMs: 54e5,
	restMs: 6e5,
	fileBytes: 20 * MIB,
	phaseBytes: 100 * MIB,
	phaseFiles: 2e4
};
/** The phase of a task; undefined when the task does without it. */
function phasePlan(task, phase) {
	return task.phases.find((p) => p.phase === phase);
}

export { phasePlan as a, TASK_CONDITIONS as i, DEFAULT_QUESTIONS as n, DELIVERABLE_KINDS as r, DEFAULT_LIMITS as t };