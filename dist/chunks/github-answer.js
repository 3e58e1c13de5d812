import { C as unreachable } from "./milestone-names.js";
import { N as dateTime } from "./milestone-view-nearest.js";

// src/github/answer.ts
const good = (value) => ({
	ok: true,
	value
});
const failed = (failure) => ({
	ok: false,
	failure
});
/** Whether GitHub itself said no: not a failure that passes. */
function isRefusal({ kind }) {
	return kind !== "unavailable" && kind !== "rate_limited";
}
/** One line for a log or a warning: what failed, and GitHub's own reason. */
function describeFailure(failure) {
	switch (failure.kind) {
		case "unavailable": return `GitHub could not be reached: ${failure.message}`;
		case "rate_limited": return `GitHub's rate limit is used up until ${dateTime(failure.until)}`;
		case "unauthorized":
		case "forbidden":
		case "not_found":
		case "conflict":
		case "invalid": return `GitHub refused (${failure.status}): ${failure.message}`;
		default: return unreachable("failure", failure);
	}
}

export { isRefusal as i, failed as n, good as r, describeFailure as t };