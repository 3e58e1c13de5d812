import { type Browser, chromium, type Page } from "playwright-core";
import { until } from "../rig/agent.ts";
import type { Clone, Started } from "../rig/repository.ts";

/** A real browser; `CHROMIUM` names its program where it lies elsewhere. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
}

export interface Served {
  process: Started;
  /** With the key. */
  address: string;
  origin: string;
  key: string;
}

/** Starts `milestone serve` and waits until it listens. */
export async function serve(clone: Clone, ...args: string[]): Promise<Served> {
  const process = clone.start(["serve", ...args]);
  const find = (): RegExpExecArray | null =>
    /^(http:\/\/127\.0\.0\.1:\d+)\/#key=([\w-]+)$/m.exec(process.output());
  await until(() => find() !== null);
  const [address, origin, key] = find() as unknown as [string, string, string];
  return { process, address, origin, key };
}

/** A tab that looks at the page, with everything that its script or policy complains of. */
export async function tabAt(
  browser: Browser,
  address: string,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, ...options });
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("console", message => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", error => complaints.push(error.message));
  await page.goto(address);
  return { page, complaints };
}
