#!/usr/bin/env node
import { enterClean, surviveLostOutput, tooOld } from "../engine/process/entry.ts";

const entry = enterClean();
surviveLostOutput();
const old = tooOld();
if (old === null) {
  const { terminal } = await import("./terminal.ts");
  process.exitCode = await terminal(process.argv.slice(2), entry);
} else {
  process.stderr.write(`error: ${old}\n`);
  process.exitCode = 2;
}
