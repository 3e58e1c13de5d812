import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const at = path => readFile(new URL(`../${path}`, import.meta.url), "utf8");

/** Relative luminance of `#rrggbb`, as WCAG 2 defines it. */
function luminance(colour) {
  const [r, g, b] = colour.match(/[0-9a-f]{2}/gi).map(hex => {
    const c = Number.parseInt(hex, 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("headings in the accent colour can be read on white", async () => {
  const { accent } = JSON.parse(await at("brand.json"));
  assert.ok(1.05 / (luminance(accent) + 0.05) >= 4.5, `${accent} is too pale`);
});
test("the website is the readme as a page", async () => {
  assert.match(await at("site/index.html"), /<h1 id="tally">Tally<\/h1>/);
});
