import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseRequest, prepareFolder } from "../../../src/engine/inbox/inbox-protocol.ts";
import { type Gate, makeGate, until } from "../../rig/agent.ts";
import { type TaskDraft, WRITE_NOTE } from "../../rig/milestone-file.ts";
import { program } from "../../rig/program.ts";
import { type Clone, makeRig, plainEnvironment, type Started } from "../../rig/repository.ts";

interface Beside {
  clone: Clone;
  gate: Gate;
  run: Started;
}

/** A milestone that runs, whose tasks' phases wait to be let go. */
async function running(tasks: TaskDraft[], run?: string): Promise<Beside> {
  const gate = makeGate();
  const rig = makeRig({ id: "m", tasks, run: run ?? gate.run, env: gate.env });
  onTestFinished(() => {
    gate.close();
    rig.close();
  });
  const started = rig.main.start(["execute", "m", "--no-push"]);
  return { clone: rig.main, gate, run: started };
}

const inboxes = (clone: Clone) => join(clone.root, ".git/milestone/inbox");
const socketOf = (clone: Clone, pid: number) => join(inboxes(clone), `${pid}.sock`);

/** What the engine says to somebody who sends this. */
function say(path: string, text: string): Promise<string> {
  return new Promise(resolve => {
    let heard = "";
    const socket = connect(path, () => socket.write(text));
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      heard += chunk;
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(heard));
  });
}

describe("beside a running milestone", { timeout: 120_000 }, () => {
  test("a gate is approved while another task works, and what it held goes on", async () => {
    const gate = makeGate();
    const rig = makeRig({
      id: "m",
      tasks: [
        { id: "a", gated: ["design"], run: { design: WRITE_NOTE } },
        { id: "slow", standard: true },
      ],
      run: gate.run,
      env: gate.env,
    });
    onTestFinished(() => {
      gate.close();
      rig.close();
    });
    const run = rig.main.start(["execute", "m", "--no-push"]);
    await gate.until("slow", "execute");
    await until(() => /a\/design needs approval|a\/design.*approval/.test(run.output()));
    const answer = await rig.main.milestone(["approve", "m", "a/design"]);
    expect(answer).toMatchObject({ code: 0, stdout: "approved: a/design\n" });
    await gate.until("a", "spec");
    gate.open();
    expect((await run.done).code).toBe(0);
  });

  test.skipIf(process.platform !== "linux")(
    "a run without a sandbox is told to go past a gate only from a terminal that was open before it",
    async () => {
      const gate = makeGate();
      const rig = makeRig(
        {
          id: "m",
          tasks: [
            { id: "a", gated: ["design"], run: { design: WRITE_NOTE } },
            { id: "slow", standard: true },
          ],
          run: gate.run,
          env: gate.env,
        },
        { ".milestones/config.yaml": "isolation: none\n" },
      );
      const env = { ...plainEnvironment(), HOME: rig.main.root };
      const terminal = spawn("bash", {
        cwd: rig.main.root,
        env,
        detached: true,
        stdio: ["pipe", "pipe", "inherit"],
      });
      onTestFinished(() => {
        terminal.kill();
        gate.close();
        rig.close();
      });
      const run = rig.main.start(["execute", "m", "--no-push"]);
      await gate.until("slow", "execute");
      await until(() => /a\/design needs approval|a\/design.*approval/.test(run.output()));
      const since = await rig.main.milestone(["approve", "m", "a/design"]);
      expect(since.code).toBe(2);
      expect(since.stderr).toMatch(/this run has no sandbox.*\n.*in a terminal that was open before the run/);
      let said = "";
      terminal.stdout.on("data", chunk => {
        said += chunk;
      });
      terminal.stdin.write(`'${process.execPath}' '${program("cli")}' approve m a/design\n`);
      await until(() => said !== "");
      expect(said).toBe("approved: a/design\n");
      await gate.until("a", "spec");
      gate.open();
      expect((await run.done).code).toBe(0);
    },
  );

  test("a finished task is sent back and done again, and nobody paused anything", async () => {
    const { clone, gate, run } = await running([
      { id: "a", standard: true },
      { id: "slow", standard: true },
    ]);
    await gate.until("slow", "execute");
    gate.open("a", "execute");
    await until(() => run.output().includes("a completed"));
    const back = await clone.milestone(["reject", "m", "a/execute", "the title is wrong"]);
    expect(back).toMatchObject({ code: 0, stdout: "a/execute is done again: the title is wrong\n" });
    await until(() => gate.begun().includes("a/execute#2"));
    gate.open();
    expect((await run.done).code).toBe(0);
  });

  test("a task that runs is skipped: its processes end, and no others", async () => {
    const { clone, gate, run } = await running([
      { id: "a", standard: true },
      { id: "b", standard: true },
      { id: "after", standard: true, after: ["a"] },
    ]);
    await gate.until("a", "execute");
    await gate.until("b", "execute");
    const before = gate.alive();
    const skip = await clone.milestone(["skip", "m", "a", "not needed"]);
    expect(skip).toMatchObject({ code: 0, stdout: "a is skipped; what depends on it may start\n" });
    await gate.until("after", "execute");
    // b's own processes are the same as before, and what is new belongs to `after`.
    expect(gate.alive().filter(pid => before.includes(pid)).length).toBeGreaterThan(0);
    expect(gate.begun().sort()).toEqual(["a/execute#1", "after/execute#1", "b/execute#1"]);
    gate.open();
    const { code, stdout } = await run.done;
    expect(code).toBe(0);
    expect(stdout).toContain("2/3 tasks · 1 skipped");
  });

  test("a task that was committed on the base meanwhile is taken in by sync, and done by the same run", async () => {
    const { clone, gate, run } = await running([{ id: "a", standard: true }]);
    await gate.until("a", "execute");
    const file = ".milestones/active/m.yaml";
    const plan = readFileSync(join(clone.root, file), "utf8");
    const anew = plan.replace(/^tasks:$/m, "tasks:\n  - { id: late, run: echo late > late.txt }");
    clone.write({ [file]: anew, "new.txt": "new\n" });
    clone.commit("a late task");
    const sync = await clone.milestone(["sync", "m"]);
    expect(sync.code, sync.stderr).toBe(0);
    expect(sync.stdout).toContain(
      "taken from main: 1 new, 0 gone, 0 changed; 1 changed file of main came with it",
    );
    const twice = await clone.milestone(["sync", "m"]);
    expect(twice.stdout).toContain("the branch has the base's plan already");
    gate.open();
    const ended = await run.done;
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    expect(clone.git("show", "milestone/m:late.txt")).toBe("late");
  });

  test("what cannot be done is refused with the same words and exit code as at rest", async () => {
    const { clone, gate, run } = await running([{ id: "a", standard: true }]);
    await gate.until("a", "execute");
    const none = await clone.milestone(["approve", "m", "a/execute"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("no open gate is called a/execute");
    const unknown = await clone.milestone(["skip", "m", "nobody"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('there is no task "nobody"');
    gate.open();
    expect((await run.done).code).toBe(0);
  });

  test.skipIf(process.platform !== "linux")("what an agent starts decides nothing", async () => {
    const gate = makeGate();
    const command = `${gate.run}\nif [ "$MILESTONE_TASK" = b ]; then cd "$CLONE"; node "$CLI" skip m c > "$RIG_GATE/said" 2>&1 || true; fi`;
    const rig = makeRig({
      id: "m",
      tasks: ["a", "b", "c"].map(id => ({ id, standard: true })),
      run: command,
      env: { ...gate.env, CLONE: "", CLI: program("cli") },
    });
    onTestFinished(() => {
      gate.close();
      rig.close();
    });
    const file = ".milestones/active/m.yaml";
    const text = rig.main.git("show", `HEAD:${file}`);
    rig.main.write({ [file]: `${text.replace('"CLONE":""', `"CLONE":${JSON.stringify(rig.main.root)}`)}\n` });
    rig.main.commit("where it is");
    const run = rig.main.start(["execute", "m", "--no-push"]);
    for (const task of ["a", "b", "c"]) await gate.until(task, "execute");
    gate.open("b", "execute");
    await until(() => gate.begun().length >= 3 && existsSync(join(gate.env.RIG_GATE!, "said")));
    const said = join(gate.env.RIG_GATE!, "said");
    await until(() => readFileSync(said, "utf8") !== "");
    // Refused by the engine; where the sandbox hides the clone, there is not even one to ask.
    expect(readFileSync(said, "utf8")).toMatch(
      /nothing that runs for a milestone decides on it|no git repository/,
    );
    gate.open();
    const { code, stdout } = await run.done;
    expect({ code, skipped: stdout.includes("skipped") }).toEqual({ code: 0, skipped: false });
  });

  test("nobody but the owner may enter the folder, and who talks nonsense is let go", async () => {
    const { clone, gate, run } = await running([{ id: "a", standard: true }]);
    await gate.until("a", "execute");
    await until(() => existsSync(socketOf(clone, run.pid)));
    expect(statSync(inboxes(clone)).mode & 0o777).toBe(0o700);
    const socket = socketOf(clone, run.pid);
    expect(await say(socket, "GET / HTTP/1.1\r\n\r\n")).toContain("the request is no JSON");
    expect(await say(socket, `${"x".repeat(70_000)}\n`)).not.toContain('"ok":true');
    const forged = JSON.stringify({
      ask: "command",
      pid: 1,
      by: { login: "eve" },
      command: { command: "cancel" },
    });
    expect(await say(socket, `${forged}\n`)).toContain("a running milestone takes no such command");
    const skip = { command: "skip", task: "a", reason: "" };
    const unproved = JSON.stringify({
      ask: "command",
      pid: process.pid,
      by: { login: "eve" },
      command: skip,
    });
    if (process.platform === "linux")
      expect(await say(socket, `${unproved}\n`)).toContain("did not show which process it is");
    gate.open();
    expect((await run.done).code).toBe(0);
    expect(readdirSync(inboxes(clone))).toEqual([]);
  });

  test("what a dead engine left in the folder is cleared away", async () => {
    const rig = makeRig({ id: "m", tasks: [{ id: "a", standard: true }] });
    onTestFinished(() => rig.close());
    rig.main.write({ ".git/milestone/inbox/999999999.sock": "" });
    prepareFolder(inboxes(rig.main));
    expect(readdirSync(inboxes(rig.main))).toEqual([]);
  });
});

describe("a request over the socket", () => {
  test("is from a local person, whoever it says", () => {
    const by = { login: "mona", id: 7, source: "review" };
    const command = { command: "approve", task: "a", phase: "design" };
    const parsed = parseRequest(JSON.stringify({ ask: "command", by, command, pid: 4 }));
    expect(parsed).toMatchObject({
      ok: true,
      pid: 4,
      request: { by: { login: "mona", id: null, source: "local" } },
    });
  });

  test.each([
    ["[]", "no object"],
    ['{"ask":"everything"}', "no known kind"],
    ['{"ask":"command","command":{"command":"unlock"},"by":{"login":"x"}}', "no such command"],
    ['{"ask":"command","command":{"command":"skip","task":{}},"by":{"login":"x"}}', "not of their kinds"],
    [
      '{"ask":"command","command":{"command":"raise","raise":{"minutes":"1"}},"by":{"login":"x"}}',
      "of their kinds",
    ],
    ['{"ask":"command","command":{"command":"approve"}}', "whom it is from"],
  ])("%s is refused: %s", (line, problem) => {
    expect(parseRequest(line)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
});
