import { i as tooOld, r as surviveLostOutput, t as enterClean } from "./chunks/engine-process-entry.js";
import { appendFileSync } from "node:fs";

// src/action/index.ts
const entry = enterClean();
surviveLostOutput();
const old = tooOld();
if (old === null) {
	const { action } = await import("./chunks/action-action.js");
	process.exitCode = await action(entry);
} else {
	process.stdout.write(`::error title=milestone::${old}\n`);
	const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = entry.env;
	if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, "status=failed\n");
	if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, `### The milestone was not run\n\n- ${old}\n`);
	process.exitCode = 1;
}

export {  };