import { t as enterClean } from "./chunks/entry.js";

// src/post.ts
const entry = enterClean();
const { postAction } = await import("./chunks/post-action.js");
process.exitCode = await postAction(entry);

export {  };