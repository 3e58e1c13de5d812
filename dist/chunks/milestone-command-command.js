import { a as shown, c as wordsOf, n as readCommand, o as unseenCharacter } from "./milestone-command-command-reader.js";

// src/milestone/command/command.ts
/** Longest command line that is read, and most commands in a comment. */
const LINE_LIMIT = 512;
const MAX_COMMANDS = 20;
/** Longest reason that lines below a `reject` add up to. */
const REASON_LIMIT = 4e3;
/** Whether a comment is for us: its first line is a command. Costs next to nothing. */
function givesCommands(body) {
	return isCommandLine(lineAt(body, 0).text);
}
/**
* Reads a comment: commands when its first line is one, one a line; other lines are text, and those below a `reject`
* belong to its reason. What is quoted, in a code block or hidden is text. Whether the comment was edited or written by
* a bot is for the caller to know. Each character is looked at a fixed number of times.
*/
function parseComment(body, implied) {
	if (!givesCommands(body)) return { kind: "none" };
	const options = {
		place: "comment",
		...implied === void 0 ? {} : { implied }
	};
	const commands = [];
	const hidden = new HiddenText();
	let number = 0;
	for (let at = 0; at <= body.length;) {
		const { text, next } = lineAt(body, at);
		at = next;
		number += 1;
		const covered = hidden.covers(text);
		if (covered === "comment") continue;
		if (covered === "code" || !isCommandLine(text)) {
			addToReason(commands.at(-1), text);
			continue;
		}
		const reading = readLine(text, options);
		if (!reading.ok) return {
			kind: "refused",
			refusal: reading.refusal,
			line: number
		};
		if (commands.length === MAX_COMMANDS) return {
			kind: "refused",
			refusal: refusal(`a comment gives at most ${MAX_COMMANDS} commands`, null),
			line: number
		};
		commands.push(reading.command);
	}
	if (commands.find((c) => c.name === "reject" && c.reason.trim() === "")) return {
		kind: "refused",
		refusal: needsReason(),
		line: 1
	};
	for (const command of commands) command.reason = command.reason.trim();
	return {
		kind: "commands",
		commands
	};
}
function readLine(line, options) {
	if (line.length > LINE_LIMIT) return {
		ok: false,
		refusal: refusal(`a command has at most ${LINE_LIMIT} characters`, line)
	};
	if (unseenCharacter(line) !== null) return {
		ok: false,
		refusal: refusal("the command holds characters that cannot be seen", line)
	};
	const spaced = line[PREFIX.length] === "/" ? `${line.slice(0, PREFIX.length)} ${line.slice(PREFIX.length + 1)}` : line;
	return readCommand(wordsOf(spaced).slice(1), spaced, options);
}
const PREFIX = "/milestone";
function isCommandLine(line) {
	if (line.slice(0, 10).toLowerCase() !== PREFIX) return false;
	const after = line[10];
	return after === void 0 || after === " " || after === "	" || after === "/";
}
function lineAt(body, start) {
	const end = body.indexOf("\n", start);
	const stop = end < 0 ? body.length : end;
	return {
		text: body.slice(start, body[stop - 1] === "\r" && stop > start ? stop - 1 : stop),
		next: end < 0 ? body.length + 1 : end + 1
	};
}
function addToReason(command, line) {
	if (command?.name !== "reject" || command.reason.length >= REASON_LIMIT) return;
	command.reason = `${command.reason}\n${line}`.slice(0, REASON_LIMIT).toWellFormed();
}
function refusal(reason, given) {
	return {
		reason,
		given: given === null ? null : shown(given),
		suggestion: null,
		usage: ["/milestone help"]
	};
}
function needsReason() {
	return {
		reason: "a rejection needs a reason: it is what the next attempt is told",
		given: null,
		suggestion: null,
		usage: ["/milestone reject [<id>] <task>/<phase> <reason>"]
	};
}
/** Reads what was typed behind `milestone` in a terminal. Without anything it is `help`. */
function parseArgs(argv) {
	const words = argv.map((text) => ({
		text,
		start: 0
	}));
	const first = words[0]?.text;
	if (first === "--help" || first === "-h") return readCommand([{
		text: "help",
		start: 0
	}], null, { place: "terminal" });
	const long = words.map((w) => w.text === "-h" ? {
		...w,
		text: "--help"
	} : w);
	const bad = argv.find((word) => unseenCharacter(word.replaceAll("\n", " ")) !== null);
	if (bad === void 0) return readCommand(long, null, { place: "terminal" });
	return {
		ok: false,
		refusal: {
			reason: "the command holds characters that cannot be seen",
			given: shown(bad),
			suggestion: null,
			usage: ["milestone help"]
		}
	};
}
/** Follows code fences and HTML comments from line to line. */
var HiddenText = class {
	#fence = "";
	#comment = false;
	/** What the line is part of, so that no command in it counts; null where it is plain text. */
	covers(line) {
		if (this.#comment) {
			this.#comment = !line.includes("-->");
			return "comment";
		}
		const fence = fenceOf(line);
		if (this.#fence !== "") {
			if (fence.startsWith(this.#fence) && line.trim() === fence) this.#fence = "";
			return "code";
		}
		if (fence !== "") {
			this.#fence = fence;
			return "code";
		}
		const opens = line.lastIndexOf("<!--");
		this.#comment = opens >= 0 && !line.includes("-->", opens);
		return this.#comment && line.slice(0, opens).trim() === "" ? "comment" : null;
	}
};
/** The run of backticks or tildes that opens or closes a code block on this line, or nothing. */
function fenceOf(line) {
	let start = 0;
	while (start < 3 && line[start] === " ") start += 1;
	const char = line[start];
	if (char !== "`" && char !== "~") return "";
	let end = start;
	while (line[end] === char) end += 1;
	return end - start >= 3 ? line.slice(start, end) : "";
}

export { parseComment as n, parseArgs as t };