// src/milestone/path/path-rule.ts
/** Characters that some systems fold into a slash or a dot, or ignore altogether. */
const LOOKALIKES = /[\u2024\u2044\u2215\u29f8\uff0e\uff0f\uff3c\u200b-\u200d\u2060]/;
const CONTROL = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
/** Names under which file systems reach `.git`: case folds, NTFS short names. */
const GIT = /^(?:\.git|git~\d+)$/i;
const MAX_PATH = 400;
const MAX_SEGMENT = 200;
/**
* Why a path below some folder is refused, or null when it is good: it must stay inside the folder on every
* file system (Windows and macOS forms included), and reach no `.git`.
*/
function pathProblem(path) {
	if (path === "" || path.trim() !== path) return "a path may not be empty or begin or end with a space";
	if (path.length > MAX_PATH) return `a path may have at most ${MAX_PATH} characters`;
	if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "a path may not be absolute";
	if (path.includes("\\")) return "a path may not hold a backslash";
	if (path.includes(":")) return "a path may not hold a colon";
	if (CONTROL.test(path) || LOOKALIKES.test(path)) return "a path may not hold invisible or lookalike characters";
	if (/%(?:2e|2f|5c|00)/i.test(path)) return "a path may not hold encoded dots or slashes";
	if (path.startsWith("~")) return "a path may not begin with ~";
	for (const segment of path.split("/")) {
		const problem = segmentProblem(segment);
		if (problem) return problem;
	}
	return null;
}
function segmentProblem(segment) {
	if (segment === "") return "a path may not hold empty parts";
	if (segment === "." || segment === "..") return `a path may not hold "${segment}"`;
	if (segment.length > MAX_SEGMENT) return `a name in a path may have at most ${MAX_SEGMENT} characters`;
	if (/[. ]$/.test(segment)) return "a name in a path may not end with a dot or a space";
	if (GIT.test(segment)) return "a path may not reach into .git";
	return null;
}

export { pathProblem as t };