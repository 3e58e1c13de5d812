import { t as Refusal } from "./refusal.js";

// src/local-commands.ts
/** Commands that need no milestone: they write files of the checkout, or print a script. */
async function localCommand(command, directory) {
	throw new Refusal([{
		message: `${command.name} is being wired`,
		remedy: directory
	}]);
}

export { localCommand };