// src/milestone/text/sanitise.ts
/**
* Terminal sequences: CSI (`ESC [ … letter`), strings such as titles and links (`ESC ] … BEL` or `ESC \`),
* and two-character escapes. A string that never ends is cut after its introducer alone, so that a stray
* one cannot swallow the rest of the line. Every class is bounded or greedy: linear.
*/
const TERMINAL = /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]?|\u001b[\]PX^_][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)|\u001b[ -/]{0,4}[0-~]?/g;
/** Control characters but tab and line feed, and all that hides or reorders text or looks like nothing. */
const UNSEEN = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\t\n]]/gv;
/**
* Makes text safe to print in a log or terminal: no escape sequences, no control, bidirectional or
* zero-width characters, no lone surrogates. Line feeds and tabs stay; a carriage return is dropped
* before a line feed and else becomes one, since a log's reader takes it for a line's end.
*/
function sanitise(text) {
	return text.toWellFormed().replace(/\r\n?/g, "\n").replace(/[\u2028\u2029\u0085]/g, "\n").replace(TERMINAL, "").replace(UNSEEN, "");
}
/** The same for what must stay one line: whatever would break it becomes a space. */
function sanitiseLine(text) {
	return sanitise(text).replaceAll("\n", " ");
}
/** `1 task`, `3 tasks`. */
function counted(count, noun, plural = `${noun}s`) {
	return `${count} ${count === 1 ? noun : plural}`;
}
/**
* The text without these characters at its end, in linear time: an expression such as `/-+$/` looks at a long run in the
* middle of a text once from each of its characters.
*/
function trimEndOf(text, characters) {
	let end = text.length;
	while (end > 0 && characters.includes(text[end - 1])) end--;
	return text.slice(0, end);
}

export { trimEndOf as i, sanitise as n, sanitiseLine as r, counted as t };