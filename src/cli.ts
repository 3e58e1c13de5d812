#!/usr/bin/env node
import { enterClean } from "./engine/process/entry.ts";
import { boundYoungHeap } from "./engine/process/young-heap.ts";

const entry = enterClean();
boundYoungHeap();
const { terminal } = await import("./terminal.ts");
process.exitCode = await terminal(process.argv.slice(2), entry);
