#!/usr/bin/env node
import { t as enterClean } from "./chunks/entry.js";

// src/cli.ts
const entry = enterClean();
const { terminal } = await import("./chunks/terminal.js");
process.exitCode = await terminal(process.argv.slice(2), entry);

export {  };