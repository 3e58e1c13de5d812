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

export { complaintOf as n, refuse as r, Refusal as t };