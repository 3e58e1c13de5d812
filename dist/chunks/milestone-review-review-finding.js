import { c as object, i as int, n as array, p as string, r as boolean, t as _enum, u as preprocess } from "./lib-zod.js";

// src/milestone/review/review-finding.ts
const REVIEW_SEVERITIES = [
	"low",
	"medium",
	"high"
];
const LENSES = [
	"correctness",
	"security",
	"performance",
	"docs"
];
const reviewFinding = object({
	file: string(),
	/** As the file is now, from 1; 0: the file as a whole. */
	line: int().min(0),
	severity: _enum(REVIEW_SEVERITIES),
	lens: _enum(LENSES),
	message: string(),
	/** The line that it is about, word for word. */
	quote: string().optional(),
	/** The engine found it itself. */
	own: boolean().optional()
});
/** What a review of an attempt's patch came to. */
const reviewRecord = object({
	/** Absent: no agent was asked. */
	agent: string().optional(),
	lenses: array(string()),
	findings: array(reviewFinding),
	/** Findings that were left out: what they quote is not in the patch, or they were too many. */
	dropped: int().min(0)
});
const MOST_FINDINGS = 50;
const MOST_CHARS = 2e3;
/** What reviewers call severities by, beside the names that they were given. */
const SEVERITY_WORDS = new Map([
	...REVIEW_SEVERITIES.map((name) => [name, name]),
	...[
		"critical",
		"blocker",
		"severe",
		"major",
		"fatal",
		"error"
	].map((word) => [word, "high"]),
	...["moderate", "warning"].map((word) => [word, "medium"]),
	...[
		"minor",
		"info",
		"trivial",
		"nit"
	].map((word) => [word, "low"])
]);
/** As a reviewer may write it; what is no use of it is left out by itself. */
const answered = object({
	file: string().min(1).max(4096),
	line: int().min(0).catch(0),
	severity: preprocess((value) => typeof value === "string" ? SEVERITY_WORDS.get(value.trim().toLowerCase()) : value, _enum(REVIEW_SEVERITIES)),
	lens: _enum(LENSES).catch("correctness"),
	message: string().min(1),
	quote: string().min(1)
});
/**
* The findings of a reviewer's answer that hold: each names a changed file and quotes a line of its patch. null: it is no
* answer, and so nobody has looked.
*/
function readFindings(answer, patches) {
	if (!Array.isArray(answer?.findings)) return null;
	const findings = [];
	for (const each of answer.findings) {
		const reading = answered.safeParse(each);
		const finding = reading.success ? placed(reading.data, patches) : null;
		if (finding) findings.push(finding);
	}
	const rank = ({ severity }) => REVIEW_SEVERITIES.indexOf(severity);
	const kept = findings.sort((a, b) => rank(b) - rank(a)).slice(0, MOST_FINDINGS);
	return {
		findings: kept,
		dropped: answer.findings.length - kept.length
	};
}
/** With the line where the quoted text really stands. */
function placed(finding, patches) {
	const patch = patches.find(({ path }) => path === finding.file.replace(/^(?:\.\/|[ab]\/)/, ""));
	const quote = finding.quote.split("\n").map(quotedLine).find(Boolean);
	if (!patch || quote === void 0) return null;
	const found = patch.lines.filter((line) => line.text.trim() === quote || quote.length >= 12 && line.text.includes(quote));
	if (found.length === 0) return null;
	const nearest = found.reduce((a, b) => Math.abs(b.new - finding.line) < Math.abs(a.new - finding.line) ? b : a);
	const message = finding.message.slice(0, MOST_CHARS).toWellFormed();
	return {
		...finding,
		file: patch.path,
		line: nearest.new,
		message,
		quote: nearest.text.trim().slice(0, 300)
	};
}
/** Without the sign that it has in the patch. */
function quotedLine(line) {
	return line.trim().replace(/^[+-]\s*/, "").trim();
}
/** The findings that send the work back. */
function blockingOf(findings, { blocking }) {
	if (blocking === "none") return [];
	const least = REVIEW_SEVERITIES.indexOf(blocking);
	return findings.filter(({ severity }) => REVIEW_SEVERITIES.indexOf(severity) >= least);
}
/** `src/a.ts:12: high, security: the key is printed (console.log(key))`. */
function findingWords({ file, line, severity, lens, message, quote }) {
	return `${line > 0 ? `${file}:${line}` : file}: ${severity}, ${lens}: ${message}${quote ? ` (${quote})` : ""}`;
}

export { readFindings as a, findingWords as i, REVIEW_SEVERITIES as n, reviewRecord as o, blockingOf as r, LENSES as t };