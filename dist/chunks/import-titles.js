import { i as trimEndOf } from "./milestone-text-sanitise.js";
import { p as markdownLines } from "./import-imported.js";

// src/import/titles.ts
/** The last part of a path. */
function nameOf(path) {
	const trimmed = trimEndOf(path, "/");
	return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
/** A folder's name as words: `003-user-login` becomes `User login`. */
function words(name) {
	const plain = name.replace(/^\d{1,4}[-_]/, "").replace(/[-_]+/g, " ").trim() || name;
	return plain.charAt(0).toUpperCase() + plain.slice(1);
}
/** Words that name the kind of a document, not its subject. */
const KIND = /^(?:implementation plan|implementation tasks|tasks?|task list|feature specification|specification|spec|requirements(?: document)?|design(?: document)?|bugfix)\s*[::\-–—]+\s*/i;
/** The subject that the first heading of one of the files names behind its kind (`Tasks: Login`), or the fallback. */
function planTitle(files, fallback) {
	for (const file of files) {
		const heading = markdownLines(file.text).find((line) => line.kind === "heading");
		if (heading?.kind !== "heading" || !KIND.test(heading.text)) continue;
		const subject = heading.text.replace(KIND, "").trim();
		if (subject !== "" && !/^\[.*\]$/.test(subject)) return subject;
	}
	return fallback;
}

export { planTitle as n, words as r, nameOf as t };