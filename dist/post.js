import { t as enterClean } from "./chunks/entry.js";
import { n as surviveLostOutput, t as tooOld } from "./chunks/node-version.js";

// src/post.ts
const entry = enterClean();
surviveLostOutput();
if (tooOld() === null) {
	const { postAction } = await import("./chunks/post-action.js");
	process.exitCode = await postAction(entry);
}

export {  };