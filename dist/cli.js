#!/usr/bin/env node
import { t as enterClean } from "./chunks/entry.js";
import { t as boundYoungHeap } from "./chunks/young-heap.js";

// src/cli.ts
const entry = enterClean();
boundYoungHeap();
const { terminal } = await import("./chunks/terminal.js");
process.exitCode = await terminal(process.argv.slice(2), entry);

export {  };