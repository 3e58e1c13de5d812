import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { rigWith, standard } from "../action/plans.ts";
import { runStep } from "../action/step.ts";
import { program } from "../rig/program.ts";
import { plainEnvironment, type Rig } from "../rig/repository.ts";

const rigOfOne = (): Rig =>
  rigWith({ m: standard("m", { run: "sleep 0.3", tasks: ["id: a"] }) }, {}, { warm: false });

/** Runs the milestone on the command line with all that it prints going there; answers the exit code. */
function execute(rig: Rig, output: number | "closed"): Promise<number | null> {
  const stdio = output === "closed" ? "pipe" : output;
  const child = spawn(process.execPath, [program("cli"), "execute", "m"], {
    cwd: rig.main.root,
    env: { ...plainEnvironment(), HOME: rig.main.root },
    stdio: ["ignore", stdio, stdio],
  });
  // Progress goes to the standard error: with its first line both readers leave.
  child.stderr?.once("data", () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
  return new Promise(resolve => child.on("close", resolve));
}

describe("A run that can no more tell of itself", () => {
  it.each([
    ["its reader went away", (): "closed" => "closed"],
    ["the disk that its output goes to is full", (): number => openSync("/dev/full", "w")],
  ])("goes on to its end when %s", async (_, open) => {
    const rig = rigOfOne();
    const output = open();
    if (output !== "closed") onTestFinished(() => closeSync(output));
    expect(await execute(rig, output)).toBe(0);
    expect(rig.events("m").at(-1)?.event).toBe("session_ended");
  });

  it("is completed though its report cannot be written into the checkout, and says so", async () => {
    const rig = rigOfOne();
    const step = await runStep(rig, {
      before(checkout) {
        mkdirSync(join(checkout.root, ".milestones"), { recursive: true });
        writeFileSync(join(checkout.root, ".milestones/reports"), "no folder");
      },
    });
    expect([step.code, step.outputs.status], step.said).toEqual([0, "completed"]);
    expect(step.warnings).toContainEqual(expect.stringContaining("the report is on the branch alone"));
  });

  it("fails in a sentence when the runner's own files cannot be written", async () => {
    const rig = rigOfOne();
    const broken = join(rig.folder, "no-file");
    mkdirSync(broken);
    const step = await runStep(rig, { env: { GITHUB_OUTPUT: broken, GITHUB_STEP_SUMMARY: broken } });
    expect(step.code).toBe(1);
    expect(step.errors).toEqual([expect.stringContaining("EISDIR")]);
    expect(step.stdout + step.stderr).not.toMatch(/^\s+at /m);
    expect(rig.events("m").at(-1)?.event).toBe("session_ended");
  });
});
