import { E as checkNamed, dn as BLOCKER_TYPES } from "./milestone-view-nearest.js";
import { h as PHASES, s as idProblem } from "./milestone-names.js";
import { a as literal, f as strictObject, i as int, m as union, n as array, p as string, s as number, t as _enum } from "./lib-zod.js";
import { o as reviewRecord } from "./milestone-review-review-finding.js";
import { F as testRun, N as stages, R as usage, T as provenCriterion, o as checkResult } from "./milestone-session-event-data.js";
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

// src/milestone/runners/ticket.ts
const hex = string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, "no commit");
const nonce = string().regex(/^[0-9a-f]{16,64}$/, "no nonce");
const phaseTicket = strictObject({
	task: string().refine((id) => idProblem(id) === null, "no task's id"),
	phase: _enum(PHASES),
	attempt: int().min(1).max(1e6),
	base: hex,
	nonce
});
const checkTicket = strictObject({
	check: string().max(500).refine((name) => checkNamed(name) !== null, "no such check"),
	base: hex,
	nonce
});
/** Reads a ticket as the workflow's input has it. */
function readTicket(text) {
	if (text.length > 2e3) return {
		ok: false,
		message: "it is too long"
	};
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		return {
			ok: false,
			message: "it is not JSON"
		};
	}
	const read = (typeof value === "object" && value !== null && "check" in value ? checkTicket : phaseTicket).safeParse(value);
	if (read.success) return {
		ok: true,
		ticket: read.data
	};
	const { path, message } = read.error.issues[0];
	return {
		ok: false,
		message: `${path.join(".") || "it"}: ${message}`
	};
}

// src/engine/runners/result-file.ts
/** What a machine leaves for a ticket: a folder with these. `deliverables/` and `logs/` beside them are for people. */
const RESULT_FILE = "result.json";
/** A git bundle with one commit for each finished phase, on top of the ticket's commit. */
const PATCH_FILE = "patch";
/** The branch that the bundle names. */
const PATCH_REF = "refs/heads/milestone-work";
/** What the workflow calls the artifact with this folder. */
const RESULT_ARTIFACT = "result";
const MAX_BYTES = 4194304;
const commit = string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const words = string().max(65536);
const milliseconds = number().min(0).max(0xe8d4a51000);
const spent = {
	durationMs: milliseconds,
	usage: usage.optional()
};
const outcome = strictObject({
	ok: literal(true),
	...spent,
	answers: array(words).max(1e3).optional(),
	claim: words.optional(),
	ask: words.optional()
});
const trouble = strictObject({
	cause: _enum([
		"usage_limit",
		"credentials",
		"credit",
		"model",
		"busy"
	]),
	waitMs: milliseconds.optional()
});
const failure = strictObject({
	ok: literal(false),
	...spent,
	type: _enum(BLOCKER_TYPES),
	message: words,
	evidence: words,
	kind: _enum([
		"transient",
		"ordinary",
		"permanent"
	]),
	trouble: trouble.optional()
});
const name = string().min(1).max(200);
const reviewerTrouble = strictObject({
	profile: name,
	trouble,
	failure: strictObject({
		message: words,
		evidence: words
	})
});
/** Events keep the ends of outputs, within bounds. */
const bounded = (shape) => shape.refine((value) => JSON.stringify(value).length <= 65536, "it is too long");
const tests = bounded(testRun.strict());
const attempted = {
	phase: _enum(PHASES),
	attempt: int().min(1),
	executor: name,
	tests: tests.optional(),
	stages: stages.optional(),
	criteria: array(bounded(provenCriterion.strict())).max(1e3).optional(),
	review: bounded(reviewRecord.strict()).optional(),
	troubles: array(reviewerTrouble).max(20).optional()
};
const part = union([
	strictObject({
		...attempted,
		ok: literal(true),
		commit,
		outcome
	}),
	strictObject({
		...attempted,
		ok: literal(false),
		failure
	}),
	strictObject({
		...attempted,
		ok: literal(false),
		waits: literal(true),
		outcome
	}),
	strictObject({
		...attempted,
		ok: literal(false),
		unread: words,
		spent: strictObject({
			usage,
			durationMs: milliseconds
		}).optional()
	})
]);
const about = {
	version: literal(1),
	milestone: string().refine((id) => idProblem(id) === null, "no milestone's id"),
	settings: commit
};
const phaseResult = strictObject({
	...about,
	ticket: phaseTicket,
	parts: array(part).min(1).max(PHASES.length)
});
const checkResults = strictObject({
	...about,
	ticket: checkTicket,
	came: union([strictObject({ tests }), strictObject({ checks: array(bounded(checkResult.strict())).max(100) })])
});
function resultText(written) {
	const parts = "parts" in written ? { parts: written.parts.map(withoutText) } : {};
	return `${JSON.stringify({
		version: 1,
		...written,
		...parts
	}, null, 2)}\n`;
}
/** What an agent said at its end is asked for by reviews alone, and they were held where it worked. */
function withoutText(part) {
	if (!("outcome" in part)) return part;
	const { text: _, ...outcome } = part.outcome;
	return {
		...part,
		outcome
	};
}
/** Reads a folder's result. No link is followed, and whatever is not exactly as expected is refused by name. */
function readResult(folder) {
	const bytes = readPlain(join(folder, RESULT_FILE), MAX_BYTES);
	if (typeof bytes === "string") return {
		ok: false,
		message: `${RESULT_FILE}: ${bytes}`
	};
	let value;
	try {
		value = JSON.parse(bytes.toString("utf8"));
	} catch {
		return {
			ok: false,
			message: `${RESULT_FILE} is not JSON`
		};
	}
	const read = (typeof value === "object" && value !== null && "came" in value ? checkResults : phaseResult).safeParse(value);
	if (!read.success) {
		const { path, message } = read.error.issues[0];
		return {
			ok: false,
			message: `${RESULT_FILE}: ${path.join(".") || "it"}: ${message}`
		};
	}
	const { milestone, settings } = read.data;
	if ("came" in read.data) {
		const { ticket, came } = read.data;
		return {
			ok: true,
			result: {
				milestone,
				settings,
				ticket,
				came
			}
		};
	}
	const { ticket, parts } = read.data;
	if (!(parts[0].phase === ticket.phase && parts[0].attempt === ticket.attempt)) return {
		ok: false,
		message: `${RESULT_FILE} is not about the phase that its ticket names`
	};
	if (parts.slice(0, -1).some(({ ok }) => !ok)) return {
		ok: false,
		message: `${RESULT_FILE} goes on after a phase that failed`
	};
	return {
		ok: true,
		result: {
			milestone,
			ticket,
			settings,
			parts
		}
	};
}
/** What the job's output says of its result: a digest of all that counts in it. */
function digestOf(folder) {
	const hash = createHash("sha256");
	for (const file of [RESULT_FILE, PATCH_FILE]) {
		const stats = lstatSync(join(folder, file), { throwIfNoEntry: false });
		if (!stats) continue;
		if (!stats.isFile()) return null;
		const bytes = readFileSync(join(folder, file));
		hash.update(`${file} ${bytes.length}\0`).update(bytes);
	}
	return hash.digest("hex");
}
/** A plain file's bytes, or why it is not read. */
function readPlain(file, most) {
	let handle;
	try {
		handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		return error.code === "ENOENT" ? "it is not there" : "it cannot be read";
	}
	try {
		const stats = fstatSync(handle);
		if (!stats.isFile()) return "it is no file";
		return stats.size > most ? "it is too large" : readFileSync(handle);
	} finally {
		closeSync(handle);
	}
}

export { digestOf as a, readTicket as c, RESULT_FILE as i, PATCH_REF as n, readResult as o, RESULT_ARTIFACT as r, resultText as s, PATCH_FILE as t };