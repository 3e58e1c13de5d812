import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const release = new URL("../release/", import.meta.url);

test("the released program runs on its own", () => {
  const { stdout } = spawnSync(process.execPath, ["bin/tally.js"], { cwd: release, input: "Go.", encoding: "utf8" });
  assert.equal(stdout, "1 words, 1 sentences (the longest: 1 words), 1 min\n");
});
test("every file has its sum", async () => {
  const sums = await readFile(new URL("SHA256SUMS", release), "utf8");
  for (const part of ["bin/tally.js", "src/words.js", "site/index.html", "package.json"]) {
    assert.ok(sums.includes(`  ${part}\n`), part);
  }
});
