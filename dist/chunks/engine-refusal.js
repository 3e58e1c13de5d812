// src/engine/refusal.ts
/** Bad input: nothing was changed. */
var Refusal = class extends Error {
	complaints;
	constructor(complaints) {
		super(complaints.map((c) => c.message).join("; "));
		this.complaints = complaints;
	}
};
function refuse(message, remedy) {
	throw new Refusal([{
		message,
		remedy
	}]);
}
function complaintOf(diagnostic) {
	const { message, remedy, file, line, column } = diagnostic;
	return {
		message,
		remedy,
		file,
		line,
		column
	};
}
/** What to say of an error that is nobody's input: a fault of the machine where it is one, else of the program. */
function faultText(error) {
	const message = error instanceof Error ? error.message : String(error);
	if (error?.syscall === "spawn git") return {
		message: `git cannot be started (${message})`,
		remedy: "install git, and see that its folder is in PATH"
	};
	if (error instanceof Error && "remedy" in error) return {
		message,
		remedy: String(error.remedy)
	};
	switch (error?.code) {
		case "ENOSPC":
		case "EDQUOT": return {
			message: `the disk is full (${message})`,
			remedy: "free some space and start again: the milestone goes on from its last commit"
		};
		case "EIO":
		case "EROFS": return {
			message: `the disk cannot be written (${message})`,
			remedy: "start again on a sound disk, or in a fresh clone: what was pushed is safe"
		};
		case "EACCES":
		case "EPERM": return {
			message: `a file may not be written (${message})`,
			remedy: "give this user the right to write to the repository, then start again"
		};
		default: return {
			message,
			remedy: "this is a fault of the program or the machine; what was committed is safe, so start again"
		};
	}
}
/** A text with what it is about before it, in the form that editors and terminals make clickable. */
function atLocation(text, place) {
	return place ? `${place.file}:${place.line}:${place.column}: ${text}` : text;
}

export { refuse as a, faultText as i, atLocation as n, complaintOf as r, Refusal as t };