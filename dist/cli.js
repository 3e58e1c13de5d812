#!/usr/bin/env node
import { t as enterClean } from "./chunks/entry.js";
import { n as surviveLostOutput, t as tooOld } from "./chunks/node-version.js";

// src/cli.ts
const entry = enterClean();
surviveLostOutput();
const old = tooOld();
if (old === null) {
	const { terminal } = await import("./chunks/terminal.js");
	process.exitCode = await terminal(process.argv.slice(2), entry);
} else {
	process.stderr.write(`error: ${old}\n`);
	process.exitCode = 2;
}

export {  };