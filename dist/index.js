import { t as enterClean } from "./chunks/entry.js";
import { t as boundYoungHeap } from "./chunks/young-heap.js";

// src/index.ts
const entry = enterClean();
boundYoungHeap();
const { action } = await import("./chunks/action.js");
process.exitCode = await action(entry);

export {  };