// src/import/notes.ts
const MAX_ITEMS = 12;
/** One line for each thing to know, in the order in which they came up. */
function noteLines(notes) {
	const items = /* @__PURE__ */ new Map();
	const whole = new Set(notes.filter((note) => note.line !== void 0).map((note) => note.what));
	for (const { what, item } of notes) {
		const list = items.get(what) ?? [];
		if (item !== void 0 && !list.includes(item)) list.push(item);
		items.set(what, list);
	}
	return [...items].map(([what, list]) => {
		if (list.length === 0) return what;
		const limit = whole.has(what) ? list.length : MAX_ITEMS;
		const more = list.length > limit ? ` and ${list.length - limit} more` : "";
		return `${what}: ${list.slice(0, limit).join(", ")}${more}`;
	});
}
const OPTIONAL = "optional and not done, so imported as skipped (write `status: pending` to have one done)";
const UNKNOWN_MARK = "the mark in the box is not known, so it counts as open";

export { UNKNOWN_MARK as n, noteLines as r, OPTIONAL as t };