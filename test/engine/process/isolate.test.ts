import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  detectIsolation,
  type Isolation,
  isolateArgv,
  wantsIsolation,
} from "../../../src/engine/process/isolate.ts";
import { runProcess } from "../../../src/engine/process/run-process.ts";

const env = { PATH: process.env.PATH! };
let pool: string;
let isolation: Isolation;
beforeAll(async () => {
  pool = realpathSync(mkdtempSync(join(tmpdir(), "isolate-")));
  mkdirSync(join(pool, "own"));
  mkdirSync(join(pool, "other"));
  writeFileSync(join(pool, "other", "secret"), "canary");
  isolation = await detectIsolation(env.PATH);
});
afterAll(() => rmSync(pool, { recursive: true }));

const run = (command: string) =>
  runProcess({
    argv: isolateArgv(isolation, ["bash", "-c", command], { writable: [join(pool, "own")], hidden: [pool] }),
    cwd: join(pool, "own"),
    env,
  }).outcome;

describe("S-ENV-2: an isolated agent sees only itself", () => {
  it("says why where it cannot be had, and then changes nothing", async () => {
    const none = await detectIsolation(join(pool, "own"));
    expect(none).toMatchObject({ kind: "none", reason: expect.stringMatching(/bwrap.*unshare|namespaces/s) });
    expect(isolateArgv(none, ["a", "b"], { writable: [], hidden: [] })).toEqual(["a", "b"]);
  });

  it("no process of the engine is in its /proc", async ({ skip }) => {
    if (isolation.kind === "none") skip(isolation.reason);
    const outcome = await run(`test ! -e /proc/${process.pid}/environ && ls /proc | grep -c '^[0-9]'`);
    expect(outcome.exitCode).toBe(0);
    expect(Number(outcome.tail)).toBeLessThan(8);
  });

  it("its exit code comes through, and nothing outlives it", async ({ skip }) => {
    if (isolation.kind === "none") skip(isolation.reason);
    expect(await run("(env -i setsid sleep 1000 &) ; exit 7")).toMatchObject({ exitCode: 7, survivors: 0 });
  });

  it("other agents' folders and the rest of the machine are out of its reach with bwrap", async ({
    skip,
  }) => {
    if (isolation.kind !== "bwrap") skip("bwrap does not work here");
    const outcome = await run(
      "ls ..; echo mine > file; cat file; touch /usr/written-by-test; cat ../other/secret",
    );
    expect(outcome.tail).toContain("own\nmine");
    expect(outcome.tail).toContain("Read-only file system");
    expect(outcome.tail).not.toContain("canary");
  });
});

it.each([
  ["auto", "agent", true, true],
  ["auto", "run", true, false],
  ["auto", "agent", false, false],
  ["on", "run", false, true],
  ["off", "agent", true, false],
] as const)("mode %s isolates a %s executor on a runner (%s): %s", (mode, executor, onRunner, expected) => {
  expect(wantsIsolation(mode, executor, onRunner)).toBe(expected);
});
