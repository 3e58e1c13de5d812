import assert from "node:assert/strict";
import { test } from "node:test";
import { summary } from "../src/summary.js";

test("a text has words, sentences and a longest sentence", () => {
  assert.deepEqual(summary("One two. Three four five."), { words: 5, sentences: 2, longest: 3 });
});
test("an empty text has none", () => {
  assert.deepEqual(summary(""), { words: 0, sentences: 0, longest: 0 });
});
