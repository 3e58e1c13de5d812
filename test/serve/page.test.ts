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

  test("what another machine pushed is seen without a fetch by hand, said how old, and follows it", async () => {
    const rig = rigOf({ id: "m", tasks: [{ id: "a", gated: ["design"] }] });
    const other = rig.clone("other");
    expect((await other.milestone(["execute", "m"])).code).toBe(10);
    const run = await serve(rig.main);
    onTestFinished(async () => {
      run.process.child.kill("SIGTERM");
      await run.process.done;
    });
    const { page, complaints } = await tabAt(browser, run.address);
    await page.getByText(/^The remote's branches as of .* UTC\.$/).waitFor();
    await page.getByRole("button", { name: "Approve: milestone approve m a/design" }).waitFor();
    expect((await other.milestone(["approve", "m", "a/design"])).code).toBe(0);
    await page.getByRole("heading", { name: "Needs a person" }).waitFor({ state: "detached" });
    expect(rig.main.git("branch", "--list", "milestone/m")).toBe("");
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

  test("a log is followed while its attempt runs", async () => {
    const gate = makeGate();
    onTestFinished(() => gate.close());
    const speak = 'echo "hello <b>from</b> $MILESTONE_TASK"; echo "key AKIAIOSFODNN7EXAMPLE"';
    const rig = rigOf({
      id: "m",
      tasks: [{ id: "a", standard: true }],
      run: `${speak}\n${gate.run}\necho "the end of it"`,
      env: gate.env,
    });
    const run = rig.main.start(["execute", "m", "--no-push"]);
    await gate.until("a", "execute");
    const { address } = await served(rig);
    const { page, complaints } = await tabAt(browser, address);
    await page.getByRole("link", { name: "a/execute" }).first().click();
    await page.getByText("execute #1", { exact: true }).click();
    const log = page.getByRole("log", { name: "Output of execute #1" });
    await log.getByText("hello <b>from</b> a").waitFor();
    expect(await log.textContent()).toMatch(/key \*\*\*/);
    gate.open();
    await log.getByText("the end of it").waitFor();
    expect((await run.done).code).toBe(0);
    await page.getByRole("dialog").getByText("completed").first().waitFor();
    expect(await log.textContent()).toContain("the end of it");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("the page stays over the engine's death and next run, and over its own server's", async () => {
    const gate = makeGate();
    onTestFinished(() => gate.close());
    const rig = rigOf({ id: "m", tasks: [{ id: "a" }], run: gate.run, env: gate.env });
    const first = rig.main.start(["execute", "m", "--no-push"]);
    await gate.until("a", "design");
    const page = await served(rig);
    const { page: tab } = await tabAt(browser, page.address);
    const engine = tab.locator(".engine");
    await engine.getByText("an engine is at work on this machine").waitFor();
    process.kill(first.pid, "SIGKILL");
    await first.done;
    await engine.getByText("nobody is at work").waitFor();
    const second = rig.main.start(["resume", "m", "--no-push"]);
    await engine.getByText("an engine is at work on this machine").waitFor();
    gate.open();
    expect((await second.done).code).toBe(0);
    await tab.getByText("completed").first().waitFor();
    page.process.child.kill("SIGTERM");
    await page.process.done;
    await tab.getByText("not connected; trying again").waitFor();
    const port = new URL(page.origin).port;
    const next = await serve(rig.main, "--no-push", `--port=${port}`);
    onTestFinished(async () => {
      next.process.child.kill("SIGTERM");
      await next.process.done;
    });
    await tab.getByText("This page needs its key").waitFor();
    await tab.goto(next.address);
    await tab.reload();
    await tab.getByRole("heading", { level: 1, name: "Milestone m" }).waitFor();
    await tab.close();
  });

  test("can be used by keyboard alone, and what was typed outlives what changes meanwhile", async () => {
    const rig = rigOf({
      id: "m",
      tasks: [
        { id: "a", gated: ["design"] },
        { id: "b", gated: ["design"] },
      ],
    });
    expect((await rig.main.milestone(["execute", "m", "--no-push"])).code).toBe(10);
    const { address } = await served(rig);
    const { page } = await tabAt(browser, address, { viewport: { width: 390, height: 844 } });
    const node = page.locator('svg a.node[href="#task-a"]');
    await node.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Task a" });
    await dialog.waitFor();
    await dialog.locator("summary", { hasText: "Request changes" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("name the error codes");
    expect((await rig.main.milestone(["approve", "m", "b/design", "--no-push"])).code).toBe(0);
    await page.locator("#part-people").getByRole("link", { name: "b/design" }).waitFor({ state: "detached" });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("changes are requested for a/design").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#task-a");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    const audit = await rig.main.milestone(["audit", "m", "--no-push"]);
    expect(audit.stdout).toContain("name the error codes");
    await page.close();
  });
});
