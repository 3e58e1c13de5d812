import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/**
 * `node .ci/screenshot.ts [page] [picture]`: draws the demo's report for the README, at twice the size so that it
 * is sharp. `CHROMIUM` names the browser's program.
 */
const ROOT = join(import.meta.dirname, "..");
const [page = join(ROOT, ".cache/demo/report.html"), picture = join(ROOT, ".github/report.png")] =
  process.argv.slice(2);
/** Height at which the picture ends: after the timeline by task. */
const HEIGHT = Number(process.env.HEIGHT ?? 1045);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const tab = await browser.newPage({
    viewport: { width: 1000, height: HEIGHT },
    deviceScaleFactor: 1.5,
    colorScheme: process.env.SCHEME === "dark" ? "dark" : "light",
  });
  await tab.goto(pathToFileURL(page).href);
  await tab.screenshot({ path: picture, clip: { x: 0, y: 40, width: 1000, height: HEIGHT - 40 } });
} finally {
  await browser.close();
}
