import assert from "node:assert/strict";
import { test } from "node:test";
import { sentences } from "../src/sentences.js";

test("questions and exclamations end a sentence", () => {
  assert.deepEqual(sentences("Who? Me! Fine."), ["Who?", "Me!", "Fine."]);
});
test("an abbreviation ends no sentence", () => {
  assert.deepEqual(sentences("Take fruit, e.g. apples. Eat."), ["Take fruit, e.g. apples.", "Eat."]);
});
test("nothing has no sentences", () => {
  assert.deepEqual(sentences("  "), []);
});
