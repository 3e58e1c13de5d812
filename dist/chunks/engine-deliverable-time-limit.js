import { Script } from "node:vm";

// src/engine/deliverable/time-limit.ts
/**
* Runs a synchronous reading of somebody's file, and stops it after `ms`, also in the midst of a regular
* expression that would never end. The function runs in this very process with all its rights: this is a
* time limit, not a sandbox.
*/
function within(ms, work) {
	let value;
	const context = { work: () => {
		value = work();
	} };
	try {
		new Script("work()").runInNewContext(context, { timeout: ms });
		return {
			ok: true,
			value
		};
	} catch (error) {
		if (error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return { ok: false };
		throw error;
	}
}

export { within as t };