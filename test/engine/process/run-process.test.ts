import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRedactor } from "../../../src/engine/output/redact.ts";
import { type ProcessRequest, runProcess } from "../../../src/engine/process/run-process.ts";
import { shellArgv } from "../../../src/engine/process/shell.ts";
import { processorWait } from "../../rig/processor-time.ts";

const env = { PATH: process.env.PATH! };
let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), "run-process-")));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const start = (command: string, options: Partial<ProcessRequest> = {}) =>
  runProcess({ argv: shellArgv(command), cwd, env, ...options });
const run = (command: string, options: Partial<ProcessRequest> = {}) => start(command, options).outcome;
const node = (code: string, options: Partial<ProcessRequest> = {}) =>
  runProcess({ argv: [process.execPath, "-e", code], cwd, env, ...options }).outcome;

/** Milliseconds, without those that this process waits for others to leave it a processor. */
const ownTime = (): number => performance.now() - processorWait(process.pid)!;

/** Processes that still work in the test's own folder; each test has one of its own. */
function left(): string[] {
  return readdirSync("/proc").filter(name => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === cwd;
    } catch {
      return false;
    }
  });
}

describe("how a process ends", () => {
  it.each([0, 3, 255])("exit %i is told, with the time it took", async code => {
    const outcome = await run(`exit ${code}`);
    expect(outcome).toMatchObject({ reason: "exited", exitCode: code, signal: null, survivors: 0 });
    expect(outcome.durationMs).toBeGreaterThan(0);
  });

  it("a signal that came from elsewhere is told as such", async () => {
    expect(await run("kill -9 $$")).toMatchObject({ reason: "exited", exitCode: null, signal: "SIGKILL" });
  });

  it("a missing program is told by name", async () => {
    const outcome = await runProcess({ argv: ["no-such-program"], cwd, env }).outcome;
    expect(outcome).toMatchObject({ reason: "spawn_failed", failure: { code: "ENOENT" } });
    expect(outcome.tail).toContain('"no-such-program" was not found');
  });

  it("a missing folder is not taken for a missing program", async () => {
    const outcome = await runProcess({ argv: ["true"], cwd: join(cwd, "gone"), env }).outcome;
    expect(outcome).toMatchObject({ reason: "spawn_failed", failure: { code: "ENODIR" } });
  });

  it("a file without the right to be executed is told as such", async () => {
    writeFileSync(join(cwd, "tool"), "#!/bin/sh\n", { mode: 0o644 });
    const outcome = await runProcess({ argv: [join(cwd, "tool")], cwd, env }).outcome;
    expect(outcome).toMatchObject({ reason: "spawn_failed", failure: { code: "EACCES" } });
  });

  it("an argument that no system takes is a failed start, not a crash", async () => {
    const outcome = await runProcess({ argv: ["echo", "a\0b"], cwd, env }).outcome;
    expect(outcome.reason).toBe("spawn_failed");
  });

  it("a pipe fails with any of its parts, and a script with its first failing command", async () => {
    expect((await run("false | cat")).exitCode).toBe(1);
    expect((await run("false; echo went on")).tail).toBe("");
  });
});

describe("what a process gets", () => {
  it("its environment is what was given, and a mark", async () => {
    const outcome = await run("env", { env: { PATH: env.PATH, ONLY: "this" } });
    const names = outcome.tail.split("\n").map(line => line.split("=")[0]);
    expect(names.filter(name => !["PWD", "SHLVL", "_"].includes(name!)).sort()).toEqual([
      "MILESTONE_PROCESS",
      "ONLY",
      "PATH",
    ]);
  });

  it("its input is the given bytes, or nothing", async () => {
    expect((await run("cat", { stdin: "hello" })).tail).toBe("hello");
    expect((await run("cat; readlink /proc/self/fd/0")).tail).toBe("/dev/null");
  });

  it("a program that does not read a large input is no fault", async () => {
    expect(await run("exit 0", { stdin: Buffer.alloc(4 << 20, "x") })).toMatchObject({
      reason: "exited",
      exitCode: 0,
    });
  });
});

describe("what a process prints", () => {
  it("comes line by line, from both streams, and its end is kept", async () => {
    const lines: [string, string][] = [];
    const outcome = await run("echo one; echo two >&2; printf three", {
      onLine: (line, stream) => lines.push([stream, line]),
    });
    expect(lines.toSorted()).toEqual([
      ["stderr", "two"],
      ["stdout", "one"],
      ["stdout", "three"],
    ]);
    expect(outcome.tail.split("\n").toSorted()).toEqual(["one", "three", "two"]);
    expect(outcome).toMatchObject({ outputBytes: 13, truncated: false });
  });

  it("is given raw to a caller that parses it", async () => {
    const outcome = await run(`printf '{"a":1}\\n'; printf more`, { captureBytes: 8 });
    expect(outcome.stdout.toString()).toBe('{"a":1}\n');
  });

  it("S-SEC-1: holds no secret, though it came in two writes and on two lines", async () => {
    const redactor = createRedactor(["s3cret-value-0123456789"]);
    const lines: string[] = [];
    const outcome = await node(
      `process.stdout.write("a s3cret-va"); setTimeout(() => process.stdout.write("lue-0123456789 b\\ns3cret-value-\\n0123456789\\nend\\n"), 50)`,
      { redactor, onLine: line => lines.push(line) },
    );
    expect(lines).toEqual(["a *** b", "***", "", "end"]);
    expect(outcome.tail).not.toMatch(/s3cret|0123456789/);
  });

  it("S-BIG-1: beyond its limit is counted, not kept, and its end is", async () => {
    let lines = 0;
    const outcome = await run(
      "(yes 0123456789012345678901234567890123456789 || true) | head -c 30000000; echo; echo the end",
      {
        outputLimit: 1 << 20,
        onLine: () => lines++,
      },
    );
    expect(outcome).toMatchObject({ exitCode: 0, truncated: true, outputBytes: 30_000_009 });
    expect(lines).toBeLessThan(30_000);
    expect(outcome.tail).toContain("[the output passed 1024 KiB; of the rest only the end is kept]");
    expect(outcome.tail.split("\n").at(-1)).toBe("the end");
  });

  it("S-BIG-1: one endless line is cut and does not fill the memory", async () => {
    const before = process.memoryUsage().rss;
    const lines: string[] = [];
    const outcome = await run("head -c 100000000 /dev/zero | tr '\\0' a; echo; echo next", {
      onLine: line => lines.push(line),
    });
    expect(outcome.outputBytes).toBe(100_000_006);
    expect(lines[0]!.length).toBeLessThan(70_000);
    expect(lines[0]).toContain("[line cut after 64 KiB]");
    expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
  });

  it("is clean: no control characters, colours or half characters, and progress bars as they last stood", async () => {
    const { tail } = await run(
      String.raw`printf '\033[31mred\033[0m\n10%%\r50%%\r100%%\n\xff\xe2\x80\xae!\n'`,
    );
    expect(tail).toBe("red\n100%\n\ufffd!");
  });
});

describe("a process is ended with all that came from it", () => {
  const NAPS = "sleep 1000";

  it("S-ENV-2 R-SIG-1: at its time limit", async () => {
    const outcome = await run(`${NAPS} & ${NAPS}`, { timeoutMs: 150, graceMs: 500 });
    expect(outcome).toMatchObject({ reason: "timeout", survivors: 0 });
    expect(left()).toEqual([]);
  });

  it("R-SIG-1: when it ignores every polite signal, in under five seconds", async () => {
    const started = ownTime();
    const running = start(
      `trap '' TERM INT HUP; echo up; (trap '' TERM; ${NAPS}) & while :; do sleep 0.1; done`,
      {
        onLine: () => running.kill(),
      },
    );
    expect(await running.outcome).toMatchObject({ reason: "killed", signal: "SIGKILL", survivors: 0 });
    expect(ownTime() - started).toBeLessThan(5_000);
    expect(left()).toEqual([]);
  });

  it("R-SIG-1: with grandchildren in sessions of their own, forked twice, deaf to signals", async () => {
    const running = start(
      `setsid bash -c "trap '' TERM; setsid ${NAPS} & exec setsid ${NAPS}" & (setsid ${NAPS} &) ; echo up; wait`,
      { graceMs: 200, onLine: () => running.kill() },
    );
    expect(await running.outcome).toMatchObject({ reason: "killed", survivors: 0 });
    expect(left()).toEqual([]);
  });

  it("R-SIG-1: with one that cleared its environment while its parent still ran", async () => {
    const running = start(`env -i setsid ${NAPS} & sleep 0.4; echo up; sleep 5`, {
      graceMs: 200,
      onLine: () => running.kill(),
    });
    expect(await running.outcome).toMatchObject({ reason: "killed", survivors: 0 });
    expect(left()).toEqual([]);
  });

  it("what a process leaves running after its own good end is ended too", async () => {
    const outcome = await run(`(setsid nohup ${NAPS} >/dev/null 2>&1 &); ${NAPS} & echo done`);
    expect(outcome).toMatchObject({ reason: "exited", exitCode: 0, survivors: 0, tail: "done" });
    expect(left()).toEqual([]);
  });

  it("a leftover that holds the output open does not hold up the end", async () => {
    const started = ownTime();
    await run(`(setsid bash -c "trap '' TERM; ${NAPS}" &); echo done`);
    expect(ownTime() - started).toBeLessThan(3_000);
    expect(left()).toEqual([]);
  });

  it("what a process spawns while it is being ended is ended as well", async () => {
    const running = start(
      `trap 'setsid ${NAPS} & setsid ${NAPS} & exit 0' TERM; echo up; while :; do sleep 0.05; done`,
      {
        onLine: () => running.kill(),
      },
    );
    expect(await running.outcome).toMatchObject({ reason: "killed", survivors: 0 });
    expect(left()).toEqual([]);
  });

  it("a process that ends itself when told may do so in peace", async () => {
    const running = start(`trap 'echo saved; exit 5' TERM; echo up; while :; do sleep 0.05; done`, {
      graceMs: 5_000,
      onLine: line => line === "up" && running.kill(),
    });
    expect(await running.outcome).toMatchObject({
      reason: "killed",
      exitCode: 5,
      tail: expect.stringContaining("saved"),
    });
  });

  it("other processes stay untouched, and killing twice or late does nothing", async () => {
    let pid = "";
    let other!: ReturnType<typeof start>;
    const up = new Promise<void>(resolve => {
      other = start(`echo $$; ${NAPS}`, {
        onLine: line => {
          pid ||= line;
          resolve();
        },
      });
    });
    const running = start("exit 0");
    await Promise.all([running.outcome, up]);
    running.kill();
    running.kill();
    expect(readFileSync(`/proc/${pid}/comm`, "utf8").trim()).toMatch(/bash|sleep/);
    other.kill();
    other.kill();
    expect(await other.outcome).toMatchObject({ reason: "killed", survivors: 0 });
  });
});

describe("a process that gives no sign of life", () => {
  it("is told about once, and goes on", async () => {
    const onStall = vi.fn();
    const outcome = await run("sleep 0.7; echo back", { stall: { ms: 150, end: false, onStall } });
    expect(outcome).toMatchObject({ reason: "exited", exitCode: 0, tail: "back" });
    expect(onStall).toHaveBeenCalledTimes(1);
    expect(onStall.mock.calls[0]![0]).toBeGreaterThanOrEqual(150);
  });

  it("is ended where the plan wants that", async () => {
    const outcome = await run("sleep 1000", { stall: { ms: 150, end: true } });
    expect(outcome).toMatchObject({ reason: "stalled", survivors: 0 });
    expect(left()).toEqual([]);
  });

  it("output is a sign of life", async () => {
    const outcome = await run("for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.1; done", {
      stall: { ms: 400, end: true },
    });
    expect(outcome.reason).toBe("exited");
  });

  it("processor time of a grandchild is a sign of life", async () => {
    const outcome = await run(`(timeout 1 bash -c 'while :; do :; done' || true)`, {
      stall: { ms: 400, end: true },
    });
    expect(outcome.reason).toBe("exited");
    expect(outcome.cpuMs).toBeGreaterThan(100);
  });

  it("a changed file is a sign of life, looked for only in silence", async () => {
    let stamp = 0;
    const fileStamp = vi.fn(async () => ++stamp);
    const outcome = await run("sleep 1", { stall: { ms: 200, end: true, fileStamp } });
    expect(outcome.reason).toBe("exited");
    expect(fileStamp.mock.calls.length).toBeGreaterThan(2);
  });
});
