import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const ENTRY = new URL("../../../src/engine/process/entry.ts", import.meta.url).href;
const CANARY = "canary-5f1d2c9e7b";
/** Secrets as a runner gives them, and such as a workflow may add under any name. */
const SECRETS = {
  "INPUT_GITHUB-TOKEN": `ghs_1_${CANARY}`,
  GITHUB_TOKEN: `ghs_2_${CANARY}`,
  ACTIONS_RUNTIME_TOKEN: `runtime-${CANARY}`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: `id-${CANARY}`,
  ANTHROPIC_API_KEY: `sk-ant-${CANARY}`,
  INPUT_REASON: `reason-${CANARY}`,
  SOME_NAME: `value-${CANARY}`,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "entry-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts an entry that first of all calls `enterClean` and then runs `body`, which sees `entry`. */
async function start(body: string, env: Record<string, string>, args: string[] = []) {
  const script = join(folder, "entry.mjs");
  writeFileSync(
    script,
    `import { enterClean } from ${JSON.stringify(ENTRY)};
     import { execFileSync } from "node:child_process";
     import { readFileSync, readdirSync } from "node:fs";
     const entry = enterClean();
     ${body}`,
  );
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH!, RUNNER_TEMP: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", text => {
    output += text;
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", text => {
    errors += text;
  });
  const [code] = await once(child, "close");
  return { pid: child.pid, code, output, errors };
}

/** What a child of the engine does to find secrets in the processes around it. */
const SCAN = `
  const scan = 'for (const pid of fs.readdirSync("/proc")) for (const file of ["environ", "cmdline"]) ' +
    'try { if (fs.readFileSync("/proc/" + pid + "/" + file).includes(needle)) console.log("found", pid, file); } catch {}';`;

it.runIf(process.platform === "linux")(
  "S-ENV-2: a child that reads the environment and arguments of all processes finds no secret",
  async () => {
    // The needle is put together inside of the scanner, so that the scanner does not find itself.
    const body = `${SCAN}
      console.log(execFileSync(process.execPath, ["-e", 'const fs = require("fs"); const needle = ["canary", "5f1d2c9e7b"].join("-");' +
        scan + '; console.log("scanned")'], { encoding: "utf8", env: {} }));`;
    const { code, output } = await start(body, SECRETS);
    const found = output.split("\n").filter(line => line.startsWith("found"));
    // This test's own process holds the canary in no environment, so any hit is the entry's.
    expect({ code, found, scanned: output.includes("scanned") }).toEqual({
      code: 0,
      found: [],
      scanned: true,
    });
  },
);

it.runIf(process.platform === "linux")(
  "S-ENV-2: the scanner of the test before does find a secret where nothing is done",
  async () => {
    const body = `console.log(readFileSync("/proc/self/environ").includes("canary-5f1d2c9e7b"));`;
    const script = join(folder, "naked.mjs");
    writeFileSync(
      script,
      `import { readFileSync } from "node:fs"; for (const name in process.env) delete process.env[name]; ${body}`,
    );
    const child = spawn(process.execPath, [script], { env: SECRETS, stdio: ["ignore", "pipe", "inherit"] });
    const [data] = await once(child.stdout, "data");
    expect(String(data)).toBe("true\n");
  },
);

it("S-ENV-2: the entry itself still knows everything it was started with, in memory", async () => {
  const body = `console.log(JSON.stringify(entry));`;
  const { output } = await start(body, SECRETS);
  const entry = JSON.parse(output);
  expect(entry.env).toMatchObject(SECRETS);
  expect(entry.exposed === null || process.platform !== "linux").toBe(true);
});

it("S-ENV-2: process.env holds no secret afterwards, but the runner's files for the toolkit", async () => {
  const body = `console.log(JSON.stringify({ env: process.env, start: readFileSync("/proc/self/environ", "utf8") }));`;
  const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
  const { output } = await start(body, { ...SECRETS, ...files, GITHUB_REPOSITORY: "acme/api" });
  const { env, start: initial } = JSON.parse(output);
  expect(JSON.stringify(env)).not.toContain(CANARY);
  expect(env).toMatchObject({ ...files, GITHUB_REPOSITORY: "acme/api" });
  if (process.platform === "linux") expect(initial).not.toContain(files.GITHUB_OUTPUT);
});

it("keeps its process id, its arguments and its exit code", async () => {
  const body = `console.log(process.pid, JSON.stringify(process.argv.slice(2))); process.exitCode = 7;`;
  const { pid, code, output } = await start(body, SECRETS, ["a b", "--x=y", ""]);
  expect(output).toBe(`${pid} ${JSON.stringify(["a b", "--x=y", ""])}\n`);
  expect(code).toBe(7);
});

it("leaves no file behind", async () => {
  await start("", SECRETS);
  expect(readdirSync(folder)).toEqual(["entry.mjs"]);
});

it("leaves the environment alone where there is nothing to hide", async () => {
  const body = `console.log(Object.keys(entry.env).length, process.env.PLAIN);`;
  const { output } = await start(body, { PLAIN: "1", "INPUT_GITHUB-TOKEN": "" });
  expect(output).toMatch(/^\d+ 1\n$/);
});

it.runIf(process.platform === "linux")(
  "S-ENV-2: leaves what is public where it was, also beside a long secret and in other words than ASCII",
  async () => {
    const body = `console.log(JSON.stringify({ env: process.env, start: readFileSync("/proc/self/environ", "utf8") }));`;
    const long = `${CANARY}-${"x".repeat(70_000)}`;
    const shown = { LANG: "C.UTF-8", HOME: "/home/änne/日本", GITHUB_REF: "refs/heads/a=b" };
    const { code, output } = await start(body, { A_TOKEN: long, ...shown, Z_KEY: `ключ-${CANARY}` });
    const { env, start: initial } = JSON.parse(output);
    expect(code).toBe(0);
    expect(env).toMatchObject(shown);
    for (const [name, value] of Object.entries(shown)) expect(initial).toContain(`\0${name}=${value}\0`);
    for (const secret of [CANARY, "A_TOKEN", "Z_KEY"]) expect(initial).not.toContain(secret);
  },
);
