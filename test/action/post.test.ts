import { renameSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { program } from "../rig/program.ts";
import type { Clone, Finished } from "../rig/repository.ts";
import { rigWith, standard } from "./plans.ts";
import { startStep } from "./step.ts";

const JOB = { GITHUB_RUN_ID: "7001", GITHUB_RUN_ATTEMPT: "1", GITHUB_JOB: "milestone" };

const runPost = (checkout: Clone): Promise<Finished> =>
  checkout.start([], {
    program: program("post"),
    env: { ...JOB, GITHUB_ACTIONS: "true", STATE_milestone: "m", STATE_directory: checkout.root },
  }).done;

it("the post step warns in one line when the remote is away, and says nothing where nothing was begun", async () => {
  const rig = rigWith({ m: standard("m", { run: "sleep 60", tasks: ["id: a"] }) });
  const checkout = rig.clone("runner");
  const other = rig.clone("other");
  const { process: step, finished } = startStep(rig, { checkout, env: JOB });
  await vi.waitFor(() => expect(step.output()).toContain("a/execute started"), {
    timeout: 90_000,
    interval: 50,
  });
  step.child.kill("SIGKILL");
  await finished;
  renameSync(rig.origin, `${rig.origin}-away`);
  const away = await runPost(checkout);
  const lines = (away.stdout + away.stderr).trim().split("\n");
  expect([away.code, lines]).toEqual([
    0,
    [
      expect.stringMatching(
        /^::warning.*whether the remote has what m saved cannot be told: .*the next run goes on/,
      ),
    ],
  ]);
  const idle = await runPost(other);
  expect([idle.code, idle.stdout, idle.stderr]).toEqual([0, "", ""]);

  renameSync(`${rig.origin}-away`, rig.origin);
  const saved = await runPost(checkout);
  expect([saved.code, saved.stdout], saved.stderr).toEqual([0, "the interrupted session of m is saved\n"]);
  expect(rig.events("m").at(-1)?.event).toBe("session_interrupted");
});
