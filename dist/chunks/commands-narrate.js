import { n as outputGroup, r as workflowCommand, t as neutralise } from "./engine-output-workflow-commands.js";
import { n as atLocation } from "./engine-refusal.js";
import { n as sanitise } from "./milestone-text-sanitise.js";
import { S as isShownAt, b as describeEvent, j as clockTime, x as isLevelShown } from "./milestone-view-nearest.js";

// src/commands/narrate.ts
const annotationPlace = ({ file, line, column }) => ({
	title: "milestone",
	file,
	line,
	col: column
});
/** Points of progress that are worth a line of their own. */
const STEP = 5;
/** Each phase moves the percentage a little; told each time, it would be every third line. */
function progressSteps() {
	let told = 0;
	return (event) => {
		if (event.event !== "progress_updated") return true;
		const { percentage } = event.data;
		if (Math.abs(percentage - told) < STEP && percentage !== 100) return false;
		told = percentage;
		return true;
	};
}
/** One line an event, and the executors' output: for pipes, logs and the runner. */
function narrator(options) {
	const { line, level, onRunner } = options;
	const say = (text) => {
		for (const each of sanitise(text).split("\n")) line(onRunner ? neutralise(each) : each);
	};
	const isWorthSaying = progressSteps();
	return {
		event(event) {
			if (level !== "verbose" && !isWorthSaying(event)) return;
			if (!isShownAt(level, event)) return;
			if (onRunner && event.event === "warning_raised") line(workflowCommand("warning", event.data.message));
			else say(`${clockTime(Date.parse(event.timestamp))}Z  ${describeEvent(event)}`);
		},
		note(at, text) {
			if (isLevelShown(level, at)) say(text);
		},
		warn(text, place) {
			if (onRunner) line(workflowCommand("warning", text, place ? annotationPlace(place) : {}));
			else say(`warning: ${atLocation(text, place)}`);
		},
		output(label, text) {
			say(`[${label}] ${text}`);
		},
		group(label, text) {
			if (level === "basic" || text.trim() === "") return;
			if (onRunner) line(outputGroup(label, text.split("\n")));
			else if (level === "verbose") say(text.replace(/^/gm, `[${label}] `));
		}
	};
}
/** What a milestone file says oddly, each at its line: annotations on a runner, plain lines elsewhere. */
function printWarnings(narrator, warnings) {
	for (const { message, remedy, file, line, column } of warnings) narrator.warn(`${message}; ${remedy}`, file && line && column ? {
		file,
		line,
		column
	} : void 0);
}

export { printWarnings as n, narrator as t };