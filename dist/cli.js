#!/usr/bin/env node
import { i as tooOld, r as surviveLostOutput, t as enterClean } from "./chunks/engine-process-entry.js";

// src/cli/cli.ts
const entry = enterClean();
surviveLostOutput();
const old = tooOld();
if (old === null) {
	const { terminal } = await import("./chunks/cli-terminal.js");
	process.exitCode = await terminal(process.argv.slice(2), entry);
} else {
	process.stderr.write(`error: ${old}\n`);
	process.exitCode = 2;
}

export {  };