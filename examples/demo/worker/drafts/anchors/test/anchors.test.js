import assert from "node:assert/strict";
import { test } from "node:test";
import { anchor, anchors } from "../src/anchors.js";

test("accents and signs are left out", () => {
  assert.equal(anchor("Où est l'été ?"), "ou-est-l-ete");
});
test("two headings of one name have two anchors", () => {
  assert.deepEqual(anchors(["Use", "Use", "End"]), ["use", "use-1", "end"]);
});
