// src/milestone/text/trim-end.ts
/**
* The text without these characters at its end, in linear time: an expression such as `/-+$/` looks at a long run in the
* middle of a text once from each of its characters.
*/
function trimEndOf(text, characters) {
	let end = text.length;
	while (end > 0 && characters.includes(text[end - 1])) end--;
	return text.slice(0, end);
}

export { trimEndOf as t };