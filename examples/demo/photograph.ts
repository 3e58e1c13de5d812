import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { chromium } from "playwright-core";

/** Draws a whole page into a file, and answers the file's path. `CHROMIUM` names the browser's program. */
export async function photograph(address: string, path: string, width = 1100): Promise<string> {
  mkdirSync(dirname(path), { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const tab = await browser.newPage({ viewport: { width, height: 900 } });
    await tab.goto(address, { waitUntil: "networkidle" });
    await tab.screenshot({ path, fullPage: true });
  } finally {
    await browser.close();
  }
  return path;
}
