import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

it("takes variables by name and with values, in one list or a map, numbers and words alike", async () => {
  const say = JSON.stringify(
    'echo "$MILESTONE_TASK: $KEPT, $MODE, $PORT, $CHECKED" | tee "$MILESTONE_TASK.txt"',
  );
  const tasks = [
    `{ id: list, executor: { run: ${say}, env: [KEPT, MODE: "two words", { PORT: 8080, CHECKED: true }] } }`,
    `{ id: map, executor: { run: ${say}, env: { KEPT: , MODE: plain, PORT: 8081, CHECKED: false } } }`,
  ];
  const rig = rigWith({ m: standard("m", { tasks }) });
  const step = await runStep(rig, { env: { KEPT: "kept" } });
  expect(step.outputs.status, step.said).toBe("completed");
  expect(rig.git("show", "milestone/m:list.txt")).toBe("list: kept, two words, 8080, true");
  expect(rig.git("show", "milestone/m:map.txt")).toBe("map: kept, plain, 8081, false");
});

it("starts an agent's program for its phases only, never to look whether it is there", async () => {
  const rig = rigWith(
    { m: standard("m", { executor: "{ agent: house, retries: 0 }", tasks: ["id: a"] }) },
    {
      ".milestones/config.yaml":
        "agents: { house: { command: ./bin/agent, args: [--quiet], env: [TALLY] } }\n",
      "bin/agent": '#!/bin/bash\ncat > /dev/null\necho "$@" >> "$TALLY"\n',
    },
  );
  chmodSync(join(rig.main.root, "bin/agent"), 0o755);
  rig.main.commit("executable");
  rig.main.git("push", "-q", "origin", "main");
  const tally = join(rig.folder, "tally");
  const step = await runStep(rig, { env: { TALLY: tally } });
  expect(step.outputs.status, step.said).toBe("completed");
  expect(readFileSync(tally, "utf8")).toBe("--quiet\n");
});

it("hands a milestone's variables to everything that runs, and the folders of tools without being asked", async () => {
  const seen = (name: string) => `test "$KEPT $MODE $JAVA_HOME" = "kept ${name} /opt/java"`;
  const plan = [
    "id: m",
    "env: [KEPT, MODE: all]",
    `setup: ${JSON.stringify(seen("all"))}`,
    `test_command: ${JSON.stringify(seen("all"))}`,
    `prerequisites: [{ command: ${JSON.stringify(seen("all"))} }]`,
    "tasks:",
    `  plain: { run: ${JSON.stringify(`${seen("all")} && echo x > x.txt`)}, checks: [${JSON.stringify(seen("all"))}] }`,
    `  nearer: { run: ${JSON.stringify(`${seen("near")} && echo y > y.txt`)}, env: { MODE: near }, needs: [plain] }`,
  ];
  const rig = rigWith({ m: `${plan.join("\n")}\n` });
  const step = await runStep(rig, { env: { KEPT: "kept", JAVA_HOME: "/opt/java" } });
  expect(step.outputs.status, step.said).toBe("completed");
});

it("says of a failed setup which variable was withheld from it, and where to hand it on", async () => {
  const setup = "echo 'npm error code E401: NODE_AUTH_TOKEN' >&2; exit 1";
  const rig = rigWith({ m: `id: m\nsetup: ${JSON.stringify(setup)}\ntasks: { a: "echo x > x.txt" }\n` });
  const step = await runStep(rig, { env: { NODE_AUTH_TOKEN: "not-to-be-seen-0123456789" } });
  expect(step.outputs.status, step.said).toBe("blocked");
  expect(step.said).toMatch(/withheld from this command: NODE_AUTH_TOKEN; .*name it under env:/);
  expect(step.said).not.toContain("not-to-be-seen");
});
