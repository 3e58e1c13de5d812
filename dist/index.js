import { t as enterClean } from "./chunks/entry.js";

// src/index.ts
const entry = enterClean();
const { action } = await import("./chunks/action.js");
process.exitCode = await action(entry);

export {  };