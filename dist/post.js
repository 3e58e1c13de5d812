import { i as tooOld, r as surviveLostOutput, t as enterClean } from "./chunks/engine-process-entry.js";

// src/action/post.ts
const entry = enterClean();
surviveLostOutput();
if (tooOld() === null) {
	const { postAction } = await import("./chunks/action-post-action.js");
	process.exitCode = await postAction(entry);
}

export {  };