// src/lost-output.ts
/**
* What is printed may have nobody left to read it (a closed pipe) or no room (a full disk). Work goes on for hours and
* is saved in the branch, so neither ends it; a lack of room is said where that can still be read.
*/
function surviveLostOutput() {
	let told = false;
	process.stdout.on("error", (error) => {
		if (told || error.code === "EPIPE") return;
		told = true;
		process.stderr.write(`warning: the output cannot be written (${error.message})\n`);
	});
	process.stderr.on("error", () => void 0);
}

// src/node-version.ts
/** The oldest releases that can run what is built: `zlib.crc32` came with these (Node.js documentation, zlib). */
const OLDEST = [[20, 15], [22, 2]];
/**
* One sentence when this node cannot run the engine, else null. Asked before anything else is loaded: a module that is
* missing something would only fail later, with a message about itself.
*/
function tooOld(version = process.versions.node) {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	if (OLDEST.some(([a, b]) => major === a && minor >= b) || major > OLDEST[1][0]) return null;
	return `this needs node ${OLDEST.map((pair) => pair.join(".")).join(" or ")} or later, and runs with ${version}`;
}

export { surviveLostOutput as n, tooOld as t };