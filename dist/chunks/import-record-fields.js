// src/import/record-fields.ts
/** What tools note for themselves: it says nothing of the work. */
const BOOKKEEPING = /^_|^(?:uu|gu)?id$|^(?:(?:content_?)?hash|ordinal|order(?:_?index)?|version|compaction_level|(?:dependency|dependent|comment)_count)$|^(?:last_?)?(?:created|updated|modified|closed|completed|started|finished|reviewed|deleted)_?(?:at|on|by|date|time|in_?session)?$/i;
const isScalar = (value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean";
/**
* The fields of a record that its reader has no place for, as lines of a description: nothing that a person wrote is
* lost. Empty ones and a tool's own bookkeeping are left out.
*/
function otherFields(record, taken) {
	return Object.entries(record).flatMap(([key, value]) => taken.includes(key) || BOOKKEEPING.test(key) ? [] : fieldLines(labelOf(key), value));
}
const labelOf = (key) => {
	const words = key.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").replace(/[_\s]+/g, " ");
	return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
};
function fieldLines(label, value) {
	if (isScalar(value)) {
		const [first, ...rest] = String(value).trim().split(/\r?\n/);
		return first === "" ? [] : rest.length === 0 ? [`${label}: ${first}`] : [
			`${label}:`,
			first,
			...rest
		];
	}
	if (Array.isArray(value)) {
		const texts = value.map((each) => isScalar(each) ? String(each) : JSON.stringify(each));
		const line = texts.join(", ");
		if (texts.length === 0) return [];
		return line.length <= 80 && value.every(isScalar) ? [`${label}: ${line}`] : [`${label}:`, ...texts.map((text) => `- ${text}`)];
	}
	if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return [];
	return [`${label}:`, ...Object.entries(value).map(([key, each]) => `- ${key}: ${asLine(each)}`)];
}
const asLine = (value) => isScalar(value) ? String(value) : JSON.stringify(value);

export { otherFields as t };