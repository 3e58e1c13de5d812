import { s as idProblem } from "./milestone-names.js";

// src/milestone/text/slug.ts
/** Room for `-` and a number behind an id that is taken. */
const MAX_STEM = 58;
/** The nearest id that the rule allows: other characters become hyphens. Empty when nothing is left. */
function asId(text) {
	const stem = text.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/\.{2,}/g, ".").replace(/-{2,}/g, "-").replace(/^[._-]+/, "").slice(0, 58).replace(/(?:\.lock)+$/i, "").replace(/[._-]+$/, "");
	return idProblem(stem) ? "" : stem;
}
/** A short id from a title, in lower case; empty for a title without Latin letters or digits. */
function slugOf(title) {
	const words = asId(title.toLowerCase().replace(/[._]+/g, "-"));
	if (words.length <= 40) return words;
	const cut = words.slice(0, 40);
	return cut.slice(0, Math.max(cut.lastIndexOf("-"), 20)).replace(/-+$/, "");
}

export { slugOf as n, asId as t };