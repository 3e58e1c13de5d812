import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { paths } from "../../src/milestone/names.ts";
import { createGitHubStandIn } from "../rig/github/stand-in.ts";
import { MILESTONE, MILESTONE_FILE, SECRET, WORKFLOW } from "./app-rig.ts";

const START = fileURLToPath(new URL("../../app/npm-start.mjs", import.meta.url));

/** `npm start` in an empty folder, with nothing in the environment but what is given. */
function start(env: Record<string, string>, node: string[] = []) {
  const cwd = mkdtempSync(join(tmpdir(), "milestone-app-"));
  const child = spawn(process.execPath, [...node, START], { cwd, env: { PATH: process.env.PATH!, ...env } });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", data => (output.text += String(data)));
  child.once("exit", () => rmSync(cwd, { recursive: true, force: true }));
  return { child, output };
}

it("npm start listens, tells its health, logs JSON without secrets, and stops gracefully", async () => {
  const github = await createGitHubStandIn();
  const { child, output } = start({
    APP_ID: String(github.app.id),
    PRIVATE_KEY: github.app.privateKey.replaceAll("\n", "\\n"),
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: "http",
    HOST: "127.0.0.1",
    PORT: "0",
  });
  await expect.poll(() => output.text, { timeout: 90_000 }).toContain('"msg":"listening"');
  const port = /"port":(\d+)/.exec(output.text)![1];
  const health = await fetch(`http://127.0.0.1:${port}/health`);
  expect(await health.json()).toMatchObject({ status: "ok" });
  const hasAsked = () => github.calls.some(c => c.path === "/installation/repositories");
  await expect.poll(hasAsked, { timeout: 90_000 }).toBe(true);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  for (const line of output.text.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
  expect(output.text).not.toContain(SECRET);
  expect(output.text).not.toMatch(/PRIVATE KEY|ghs_/);
  await github.close();
});

it("npm start refuses an app without a webhook secret", async () => {
  const { child, output } = start({ APP_ID: "1" });
  const [code] = await once(child, "exit");
  expect(code).not.toBe(0);
  expect(output.text).toContain("WEBHOOK_SECRET");
});

it("npm start with a node that is too old says in one sentence which it needs", async () => {
  const old = `Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})`;
  const { child, output } = start({ APP_ID: "1" }, ["--import", `data:text/javascript,${old}`]);
  expect(await once(child, "close")).toEqual([2, null]);
  expect(output.text).toMatch(/^milestone-execute cannot start: .* node 24 or later.* 20\.20\.2; .*\n$/);
});

it("a command whose delivery was taken is carried out once, though the app is killed right after", async () => {
  const files = { [paths.milestone(MILESTONE)]: MILESTONE_FILE, ".github/workflows/milestone.yml": WORKFLOW };
  const github = await createGitHubStandIn({ roles: { bob: "write" }, files });
  const dataDir = mkdtempSync(join(tmpdir(), "milestone-data-"));
  const env = {
    APP_ID: String(github.app.id),
    PRIVATE_KEY: github.app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: "http",
    HOST: "127.0.0.1",
    PORT: "0",
    DATA_DIR: dataDir,
  };
  const first = start(env);
  await expect.poll(() => first.output.text, { timeout: 90_000 }).toContain('"msg":"listening"');
  const port = /"port":(\d+)/.exec(first.output.text)![1];
  github.setWebhook({ url: `http://127.0.0.1:${port}/api/github/webhooks`, secret: SECRET });
  const issue = await github.as("bob").openIssue("Work");
  const comment = await github.as("bob").comment(issue.number, `/milestone execute ${MILESTONE}`);
  await github.settled();
  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  const second = start(env);
  const signs = () => comment.reactions.map(({ content }) => content);
  await expect.poll(signs, { timeout: 90_000 }).toContain("rocket");
  expect(github.repository.runs.size).toBe(1);
  second.child.kill("SIGTERM");
  await once(second.child, "exit");
  await github.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 240_000);
