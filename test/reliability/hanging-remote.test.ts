import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { addPlan, rigWith, standard } from "../action/plans.ts";
import { runStep, startStep, TOKEN } from "../action/step.ts";
import { program } from "../rig/program.ts";

/** The runner's SIGTERM follows so long after its SIGINT (ms); one who needs it may be killed before all is said. */
const TERM_AFTER_MS = 7_500;

it("A step cancelled while the remote hangs ends saved, and the post step pushes what it saved, or warns", async () => {
  const rig = rigWith({}, {}, { warm: false });
  const hang = join(rig.folder, "hang");
  onTestFinished(() => rmSync(hang, { force: true }));
  const run = `[ $MILESTONE_TASK = a ] || test -e ${rig.folder}/go || { touch ${hang} ${rig.folder}/begun; sleep 600; }`;
  const tasks = ["id: a", "id: b\n    dependencies: [a]"];
  addPlan(rig, standard("m", { run, tasks }));
  const hook = join(rig.origin, "hooks/pre-receive");
  writeFileSync(hook, `#!/bin/sh\nwhile test -e ${hang}; do sleep 0.1; done\n`, { mode: 0o755 });
  const { process: started, finished } = startStep(rig);
  await vi.waitFor(() => expect(existsSync(join(rig.folder, "begun")), started.output()).toBe(true), {
    timeout: 90_000,
    interval: 50,
  });
  const began = performance.now();
  started.child.kill("SIGINT");
  const step = await finished;
  expect(performance.now() - began).toBeLessThan(TERM_AFTER_MS);
  expect([step.code, step.outputs.status], step.said).toEqual([1, "paused"]);
  expect(step.warnings).toContainEqual(expect.stringContaining("not pushed"));
  expect(rig.git("rev-parse", "milestone/m")).not.toBe(step.outputs.commit);

  const runPost = () =>
    step.checkout.start([], {
      program: program("post"),
      env: {
        GITHUB_ACTIONS: "true",
        "INPUT_GITHUB-TOKEN": TOKEN,
        STATE_milestone: "m",
        STATE_directory: step.checkout.root,
      },
    }).done;
  rmSync(hook);
  writeFileSync(hook, "#!/bin/sh\necho frozen >&2\nexit 1\n", { mode: 0o755 });
  const refused = await runPost();
  expect(refused.code, refused.stdout + refused.stderr).toBe(0);
  expect(refused.stdout).toMatch(/^::warning.*not pushed: .*frozen/m);

  rmSync(hook);
  rmSync(hang);
  writeFileSync(join(rig.folder, "go"), "");
  const post = await runPost();
  expect(post.code, post.stdout + post.stderr).toBe(0);
  expect(rig.git("rev-parse", "milestone/m")).toBe(step.outputs.commit);
  const next = await runStep(rig);
  expect(next.outputs.status, next.said).toBe("completed");
});
