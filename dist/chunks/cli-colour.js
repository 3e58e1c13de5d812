// src/cli/colour.ts
/**
* What the output can take. `NO_COLOR` (any value but empty) wins over everything, then `FORCE_COLOR` (`0` or `false`:
* none). A dumb terminal, a pipe and a CI log get plain lines: nothing can be redrawn there.
*/
function capabilities(env, isTTY) {
	const dumb = env.TERM === "dumb";
	const live = isTTY && !dumb && !isSet(env.CI);
	if (env.NO_COLOR) return {
		live,
		colour: false
	};
	const forced = env.FORCE_COLOR;
	if (forced !== void 0) return {
		live,
		colour: forced !== "0" && forced !== "false"
	};
	return {
		live,
		colour: isTTY && !dumb
	};
}
function isSet(value) {
	return value !== void 0 && value !== "" && value !== "false" && value !== "0";
}
/** The sixteen colours alone: the reader's own theme decides what they look like. */
const CODES = {
	good: "32",
	active: "36",
	wait: "33",
	bad: "31",
	idle: "2"
};
function painter(colour) {
	const paint = (code, text) => colour && text ? `\u001b[${code}m${text}\u001b[0m` : text;
	return {
		tone: (tone, text) => paint(CODES[tone], text),
		bold: (text) => paint("1", text),
		dim: (text) => paint("2", text)
	};
}

export { painter as n, capabilities as t };