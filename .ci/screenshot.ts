import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/**
 * `node .ci/screenshot.ts [page] [picture]`: draws graph and timeline of the demo's report for the README, larger than shown
 * so that they are sharp. `CHROMIUM` names the browser's program.
 */
const ROOT = join(import.meta.dirname, "..");
const [page = join(ROOT, ".cache/demo/report.html"), picture = join(ROOT, ".github/report.png")] =
  process.argv.slice(2);
/** White space above the first heading (px). */
const MARGIN = 24;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const tab = await browser.newPage({
    viewport: { width: 1136, height: 900 },
    deviceScaleFactor: 1.5,
    colorScheme: process.env.SCHEME === "dark" ? "dark" : "light",
  });
  await tab.goto(pathToFileURL(page).href);
  const topOf = async (id: string): Promise<number> => (await tab.locator(`#${id}`).boundingBox())!.y;
  const [from, to] = [(await topOf("graph")) - MARGIN, (await topOf("tasks")) - MARGIN];
  await tab.screenshot({
    path: picture,
    fullPage: true,
    clip: { x: 0, y: from, width: 1136, height: to - from },
  });
} finally {
  await browser.close();
}
