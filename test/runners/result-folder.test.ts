import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unzipResult } from "../../src/engine/runners/bring-result.ts";
import { assertResultFolder } from "../../src/engine/runners/work.ts";

let top: string;
let root: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "result-folder-")));
  root = join(top, "checkout");
  mkdirSync(join(root, "src"), { recursive: true });
  writeFileSync(join(root, "src/a.ts"), "");
  mkdirSync(join(top, "old"));
  writeFileSync(join(top, "old/result.json"), "{}");
  mkdirSync(join(top, "empty"));
  writeFileSync(join(top, "file"), "");
  symlinkSync(root, join(top, "link"));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

test.each(["empty", "new", "old", "checkout/milestone-result"])("a result may take the place of %s", path => {
  expect(() => assertResultFolder(join(top, path), root)).not.toThrow();
});

test.each([
  ["", /the checkout lies in it/],
  ["checkout", /the checkout lies in it/],
  ["link", /the checkout lies in it/],
  ["checkout/src", /holds other files/],
  ["file", /is no folder/],
])("a result never takes the place of %j", (path, why) => {
  expect(() => assertResultFolder(join(top, path), root)).toThrow(why);
  expect(() => assertResultFolder(dirname(top), root)).toThrow(/the checkout lies in it/);
});

const RESULT = { "result.json": strToU8("{}"), patch: strToU8("p"), "logs/a.log": strToU8("l") };

test.each([
  ["the folder", zipSync(RESULT), { ok: true, kind: "result" }],
  ["a zip file of it", zipSync({ "mine.zip": zipSync(RESULT) }), { ok: true, kind: "result" }],
  ["a branch", zipSync({ "m.bundle": strToU8("# v2 git bundle") }), { ok: true, kind: "file" }],
  [
    "other files",
    zipSync({ a: strToU8("1"), b: strToU8("2") }),
    { ok: false, message: "holds no result.json" },
  ],
  ["no zip file", strToU8("{}"), { ok: false, message: expect.stringMatching(/^is no zip file/) }],
  ["zip files in each other", zipSync({ a: zipSync({ b: zipSync(RESULT) }) }), { ok: true, kind: "file" }],
])("an artifact of %s is read as what it is", (_, archive, read) => {
  expect(unzipResult(archive, join(top, "empty"))).toMatchObject(read);
});
