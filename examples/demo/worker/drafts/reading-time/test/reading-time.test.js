import assert from "node:assert/strict";
import { test } from "node:test";
import { readingMinutes } from "../src/reading-time.js";

test("a few words take a minute, and nothing takes none", () => {
  assert.equal(readingMinutes("Just this."), 1);
  assert.equal(readingMinutes(""), 0);
});
test("one word more than a minute holds makes two", () => {
  assert.equal(readingMinutes("word ".repeat(238)), 1);
  assert.equal(readingMinutes("word ".repeat(239)), 2);
});
