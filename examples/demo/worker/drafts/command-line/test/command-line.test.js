import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const program = new URL("../bin/tally.js", import.meta.url).pathname;
const tally = (args, input) => spawnSync(process.execPath, [program, ...args], { input, encoding: "utf8" });

test("it counts what comes on its standard input", () => {
  assert.equal(tally([], "Hello there. Bye.").stdout, "3 words, 2 sentences (the longest: 2 words), 1 min\n");
});
test("it counts a file, and fails where there is none", () => {
  const readme = new URL("../README.md", import.meta.url).pathname;
  assert.match(tally([readme]).stdout, /^\d+ words, \d+ sentences/);
  assert.notEqual(tally(["no-such-file"]).status, 0);
});
