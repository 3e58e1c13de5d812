import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "../src/page.js";

const made = page("# A & B\n\nOne two.\nThree.", { accent: "#0b6e4f" });

test("headings have anchors and signs are escaped", () => {
  assert.match(made, /<h1 id="a-b">A &#38; B<\/h1>/);
});
test("the figures stand at the end", () => {
  assert.match(made, /<footer>3 words in 2 sentences<\/footer>/);
});
