import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE } from "../milestone/view/hostile.ts";
import { makeRig, type Rig } from "../rig/repository.ts";
import { openBrowser, type Served, serve, tabAt } from "./browser.ts";

let browser: Browser;
let rig: Rig;
let page: Served;

const SPEAK = [
  'mkdir -p "$MILESTONE_DELIVERABLES"',
  `cat > "$MILESTONE_DELIVERABLES/note.md" <<'END'`,
  "# <img src=x onerror=document.title=1>",
  "<script>document.title = 'taken'</script>",
  "[run](javascript:document.title='taken') ![beacon](https://example.com/b.png) [data](data:text/html,x)",
  "<style>* { display: none }</style>",
  "END",
  `printf '%s\\n' '<script>document.title="taken"</script>' '\\033]0;taken\\007'`,
].join("\n");

beforeAll(async () => {
  browser = await openBrowser();
  const hostile = HOSTILE.filter(
    // Others are no text of a plan: it is refused.
    text => text.length < 500 && text.isWellFormed() && !/[\p{Cc}\p{Cf}]/u.test(text),
  );
  const tasks = hostile.map((title, i) => ({
    id: `t${i}`,
    title,
    description: title,
    dependencies: i === 0 ? [] : [`t${i - 1}`],
    kiro_workflow: {
      enabled: true,
      phases: { design: { approval_required: i === 0, deliverables: ["note.md"] } },
    },
    executor: { run: SPEAK },
  }));
  const plan = {
    id: "m",
    title: hostile.join(" ").slice(0, 300),
    description: hostile.join(" "),
    status: "planned",
    tasks,
  };
  rig = makeRig({ id: "m", tasks: [{ id: "a" }] }, { ".milestones/active/m.yaml": JSON.stringify(plan) });
  const run = await rig.main.milestone(["execute", "m", "--no-push"]);
  expect(run.code, run.stderr).toBe(10);
  page = await serve(rig.main, "--no-push");
}, 120_000);
afterAll(async () => {
  page.process.child.kill("SIGTERM");
  await page.process.done;
  rig.close();
  await browser.close();
});

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Asks as no browser would. */
function ask({
  method = "GET",
  path = "/api/task?milestone=m&task=t0",
  headers = {},
  body,
}: Asked): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  const { hostname, port } = new URL(page.origin);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers }, response => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

const bearer = (): Record<string, string> => ({ authorization: `Bearer ${page.key}` });
const approval = JSON.stringify({ milestone: "m", command: "milestone approve m t0/design" });
const openGates = async (): Promise<string> =>
  (await rig.main.milestone(["status", "m", "--no-push"])).stdout;

describe("whoever has no business with the page", { timeout: 120_000 }, () => {
  test("gets nothing without the key, or with a wrong one", async () => {
    for (const path of [
      "/api/events",
      "/api/task?milestone=m&task=t0",
      "/api/log?milestone=m&log=t0/design.1.log",
    ]) {
      expect((await ask({ path })).status, path).toBe(401);
      expect((await ask({ path, headers: { authorization: "Bearer x" } })).status, path).toBe(401);
      expect(
        (await ask({ path: `${path}${path.includes("?") ? "&" : "?"}key=${page.key}` })).status,
        path,
      ).toBe(401);
    }
    expect((await ask({ headers: bearer() })).status).toBe(200);
  });

  test("is refused under another name, which is what a rebound address asks for", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${new URL(page.origin).port}`,
      "127.0.0.1:1",
      "localhost",
    ]) {
      expect((await ask({ path: "/", headers: { host } })).status, host).toBe(403);
      expect((await ask({ headers: { ...bearer(), host } })).status, host).toBe(403);
    }
  });

  test("is refused from another origin, even with the key, and from none where something is decided", async () => {
    const json = { "content-type": "application/json" };
    const command = { method: "POST", path: "/api/command", body: approval };
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
      expect((await ask({ headers: { ...bearer(), origin } })).status, origin).toBe(403);
      expect((await ask({ ...command, headers: { ...bearer(), ...json, origin } })).status, origin).toBe(403);
    }
    expect((await ask({ ...command, headers: { ...bearer(), ...json } })).status).toBe(403);
    const form = { "content-type": "text/plain", origin: page.origin };
    expect((await ask({ ...command, headers: { ...bearer(), ...form } })).status).toBe(415);
    expect((await ask({ ...command, headers: { ...json, origin: page.origin } })).status).toBe(401);
    expect(await openGates()).toContain("milestone approve m t0/design");
  });

  test("cannot give what no button gives", async () => {
    const headers = { ...bearer(), "content-type": "application/json", origin: page.origin };
    const lines = [
      "milestone execute m",
      "milestone resume m",
      "milestone cancel m",
      "milestone unlock m",
      "milestone serve",
      "rm -rf /",
      "milestone approve other t0/design",
      `milestone approve m ${"x".repeat(600)}`,
    ];
    for (const command of lines) {
      const body = JSON.stringify({ milestone: "m", command });
      const answer = await ask({ method: "POST", path: "/api/command", headers, body });
      expect(JSON.parse(answer.text), command).toMatchObject({ ok: false });
    }
    const long = { method: "POST", path: "/api/command", headers, body: "x".repeat(20_000) };
    expect((await ask(long)).status).toBe(400);
    for (const milestone of ["../m", "m/../../x", "nope", "%2e%2e"]) {
      const path = `/api/task?milestone=${milestone}&task=t0`;
      expect((await ask({ path, headers: bearer() })).status, milestone).toBe(404);
    }
    for (const log of ["../../../../etc/passwd", "/etc/passwd", "t0/../../x"]) {
      const path = `/api/log?milestone=m&log=${encodeURIComponent(log)}`;
      expect((await ask({ path, headers: bearer() })).text, log).toContain("event: gone");
    }
  });

  test("a page of another origin reaches nothing, and cannot frame it", async () => {
    const { page: other } = await tabAt(browser, "data:text/html,<title>other</title>");
    const seen = await other.evaluate(
      async ([origin, key, body]) => {
        const tries = [
          fetch(`${origin}/`).then(r => r.text()),
          fetch(`${origin}/api/task?milestone=m&task=t0`, {
            headers: { authorization: `Bearer ${key}` },
          }).then(r => r.text()),
          fetch(`${origin}/api/command`, {
            method: "POST",
            body: body!,
            headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
          }).then(r => r.text()),
          fetch(`${origin}/api/command`, { method: "POST", body: body!, mode: "no-cors" }).then(r =>
            r.text(),
          ),
        ];
        return Promise.all(tries.map(each => each.catch(() => "refused")));
      },
      [page.origin, page.key, approval],
    );
    expect(seen).toEqual(["refused", "refused", "refused", "refused"]);
    const { headers } = await ask({ path: "/" });
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; script-src 'nonce-[\w-]{22}'; style-src 'nonce-[\w-]{22}'; connect-src 'self'; /,
    );
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(await openGates()).toContain("milestone approve m t0/design");
    await other.close();
  });

  test("an agent's program is refused although it knows the key", async () => {
    const [address, key] = [
      JSON.stringify(`${page.origin}/api/command`),
      JSON.stringify(`Bearer ${page.key}`),
    ];
    const body = JSON.stringify({ milestone: "m", command: "milestone skip m nope" });
    const script = `
      const headers = { "content-type": "application/json", origin: ${JSON.stringify(page.origin)}, authorization: ${key} };
      const answer = await fetch(${address}, { method: "POST", headers, body: ${JSON.stringify(body)} });
      console.log(answer.status, await answer.text());`;
    const program = join(rig.folder, "give.mjs");
    writeFileSync(program, script);
    const give = (env: Record<string, string>) => rig.main.start([], { program, env }).done;
    const agent = await give({ MILESTONE_PROCESS: "engine-1-1-agent" });
    expect(agent.stdout).toMatch(/^403 an agent gave it/);
    const person = await give({});
    expect(person.stdout).toMatch(/^200 /);
  });
});

describe("hostile text in every field", { timeout: 120_000 }, () => {
  test("is shown as text, and does nothing", async () => {
    const { page: tab, complaints } = await tabAt(browser, page.address);
    const asked: string[] = [];
    tab.on("request", each => asked.push(each.url()));
    await tab.locator("#part-people").waitFor();
    expect(await tab.locator("h1").textContent()).toContain("<img src=x onerror=alert(1)>");
    await tab.locator('svg a.node[href="#task-t0"]').click();
    const dialog = tab.getByRole("dialog");
    await dialog.getByText("<script>document.title = 'taken'</script>").first().waitFor();
    await dialog.locator("summary", { hasText: "design #1" }).click();
    await dialog.getByRole("log").getByText('<script>document.title="taken"</script>').waitFor();
    expect(await tab.title()).not.toBe("taken");
    expect(await dialog.locator("a[href^=javascript], a[href^=data], img, style").count()).toBe(0);
    expect(await tab.locator("main script, main img, #drawer script").count()).toBe(0);
    expect(asked.filter(url => !url.startsWith(page.origin))).toEqual([]);
    expect(complaints).toEqual([]);
    await tab.close();
  });

  test("stands in the frozen page as text as well", async () => {
    const report = await rig.main.milestone([
      "report",
      "m",
      "--html",
      "--no-push",
      "--output",
      "report.html",
    ]);
    expect(report.code, report.stderr).toBe(0);
    const { page: tab, complaints } = await tabAt(browser, `file://${rig.main.root}/report.html`);
    const asked: string[] = [];
    tab.on("request", each => asked.push(each.url()));
    await tab.goto(`file://${rig.main.root}/report.html#task-t0`);
    await tab.locator("#task-t0").getByText("<script>document.title = 'taken'</script>").waitFor();
    expect(await tab.locator("script, img, iframe, form, button").count()).toBe(0);
    expect(await tab.locator("a[href^=javascript], a[href^=data]").count()).toBe(0);
    expect(asked.filter(url => !url.startsWith("file:"))).toEqual([]);
    expect(complaints).toEqual([]);
    await tab.close();
  });
});
