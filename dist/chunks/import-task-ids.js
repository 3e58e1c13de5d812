import { s as idProblem } from "./milestone-names.js";

// src/import/task-ids.ts
/** Room for `-` and a number behind an id that is taken. */
const MAX_STEM = 58;
/** The nearest id that the rule allows: other characters become hyphens. Empty when nothing is left. */
function asId(text) {
	const stem = text.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/\.{2,}/g, ".").replace(/-{2,}/g, "-").replace(/^[._-]+/, "").slice(0, MAX_STEM).replace(/(?:\.lock)+$/i, "").replace(/[._-]+$/, "");
	return idProblem(stem) ? "" : stem;
}
/** A short id from a title, in lower case; empty for a title without Latin letters or digits. */
function slugOf(title) {
	const words = asId(title.toLowerCase().replace(/[._]+/g, "-"));
	if (words.length <= 40) return words;
	const cut = words.slice(0, 40);
	return cut.slice(0, Math.max(cut.lastIndexOf("-"), 20)).replace(/-+$/, "");
}
/** Valid ids, unique ignoring case: what is valid and first stays, the rest is changed as little as possible. */
function giveIds(wanted) {
	const taken = /* @__PURE__ */ new Set();
	const ids = wanted.map((id) => idProblem(id) ? null : claim(id, taken));
	const changed = [];
	wanted.forEach((from, index) => {
		if (ids[index] !== null) return;
		const to = free(asId(from) || `task-${index + 1}`, taken);
		ids[index] = to;
		if (from !== "") changed.push({
			from,
			to
		});
	});
	return {
		ids,
		changed
	};
}
function claim(id, taken) {
	const key = id.toLowerCase();
	if (taken.has(key)) return null;
	taken.add(key);
	return id;
}
function free(stem, taken) {
	for (let n = 1;; n++) {
		const id = claim(n === 1 ? stem : `${stem.slice(0, MAX_STEM)}-${n}`, taken);
		if (id !== null) return id;
	}
}

export { giveIds as n, slugOf as r, asId as t };