import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeGate } from "../rig/agent.ts";
import type { MilestoneDraft } from "../rig/milestone-file.ts";
import { makeRig, type Rig } from "../rig/repository.ts";
import { openBrowser, type Served, serve, tabAt } from "./browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

function rigOf(draft: MilestoneDraft | MilestoneDraft[]): Rig {
  const rig = makeRig(draft);
  onTestFinished(() => rig.close());
  return rig;
}

async function served(rig: Rig): Promise<Served> {
  const page = await serve(rig.main, "--no-push");
  onTestFinished(async () => {
    page.process.child.kill("SIGTERM");
    await page.process.done;
  });
  return page;
}

describe("the live page, in a browser", { timeout: 120_000 }, () => {
  test("shows every milestone, one that nobody has started among them, without a complaint", async () => {
    const rig = rigOf([
      {
        id: "m",
        tasks: [
          { id: "a", gated: ["design"] },
          { id: "b", after: ["a"] },
        ],
      },
      { id: "later", tasks: [{ id: "z" }] },
    ]);
    expect((await rig.main.milestone(["execute", "m", "--no-push"])).code).toBe(10);
    const { address } = await served(rig);
    const { page, complaints } = await tabAt(browser, address);
    await page.getByRole("heading", { level: 1, name: "Milestone m" }).waitFor();
    expect(page.url()).not.toContain("key");
    await page.getByRole("navigation", { name: "Milestones" }).getByText("Milestone later").click();
    await page.getByRole("heading", { level: 1, name: "Milestone later" }).waitFor();
    await page.getByText("milestone execute later").waitFor();
    await page.locator("svg a.node").click();
    await page.getByRole("dialog", { name: "Task z" }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a gate is clicked open with nobody at work, and the branch has the approval", async () => {
    const rig = rigOf({ id: "m", tasks: [{ id: "a", gated: ["design"] }] });
    expect((await rig.main.milestone(["execute", "m", "--no-push"])).code).toBe(10);
    const { address } = await served(rig);
    const { page, complaints } = await tabAt(browser, address);
    await page.getByRole("button", { name: "Approve: milestone approve m a/design" }).click();
    await page.getByText("approved: a/design").waitFor();
    await page.getByRole("heading", { name: "Needs a person" }).waitFor({ state: "detached" });
    const audit = await rig.main.milestone(["audit", "m", "--no-push"]);
    expect(audit.stdout).toMatch(/a\/design approved by mona/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a gate is clicked open while the engine works, and its phase goes on without a pause", async () => {
    const gate = makeGate();
    onTestFinished(() => gate.close());
    const rig = rigOf({
      id: "m",
      tasks: [{ id: "a", gated: ["design"] }, { id: "b" }],
      run: gate.run,
      env: gate.env,
    });
    const run = rig.main.start(["execute", "m", "--no-push"]);
    await gate.until("b", "design");
    gate.open("a", "design");
    const { address } = await served(rig);
    const { page } = await tabAt(browser, address);
    await page.getByText("an engine is at work on this machine").waitFor();
    await page.getByRole("button", { name: "Approve: milestone approve m a/design" }).click();
    await gate.until("a", "spec");
    await page.locator("#part-now").getByText("a/spec").waitFor();
    gate.open();
    expect((await run.done).code).toBe(0);
    await page.getByText("completed").first().waitFor();
    await page.close();
  });
});
