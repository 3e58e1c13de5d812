import assert from "node:assert/strict";
import { test } from "node:test";
import { countWords, words } from "../src/words.js";

test("punctuation and spaces are no words", () => {
  assert.deepEqual(words("Well, then: go!"), ["Well", "then", "go"]);
});
test("an apostrophe does not split a word", () => {
  assert.equal(countWords("It isn't far."), 3);
});
test("languages without spaces have words too", () => {
  assert.equal(countWords("今日は良い天気です", "ja") > 1, true);
});
test("nothing has no words", () => {
  assert.equal(countWords(""), 0);
});
