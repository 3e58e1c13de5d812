#!/usr/bin/env node
import { enterClean } from "./engine/process/entry.ts";

const entry = enterClean();
const { terminal } = await import("./terminal.ts");
process.exitCode = await terminal(process.argv.slice(2), entry);
