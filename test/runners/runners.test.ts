import { afterEach, expect, test } from "vitest";
import { type RunnersRig, runnersRig } from "./rig.ts";

let rig: RunnersRig;
afterEach(() => rig.close());

const THREE = `id: m
title: Three tasks
runners: { max: 2, labels: [ubuntu-latest] }
executor: { run: 'mkdir -p src && echo "$MILESTONE_TASK" > "src/$MILESTONE_TASK.txt"', retries: 1 }
tasks:
  - { id: a, phases: [execute] }
  - { id: b, phases: [execute] }
  - { id: c, phases: [execute], needs: [a, b] }
`;

test("a milestone is done by machines that can only read, and landed by one that runs nothing", {
  timeout: 120_000,
}, async () => {
  rig = await runnersRig(THREE, { runners: 4 });
  await rig.dispatch({ command: "execute" });
  const said = rig.jobs
    .map(
      ({ job, run, conclusion, output, outputs }) =>
        `${run} ${job} ${conclusion} ${JSON.stringify(outputs)}\n${output}`,
    )
    .join("\n-----\n");
  expect(rig.jobs.at(-1)!.outputs.status, said).toBe("completed");
  for (const task of ["a", "b", "c"]) expect(rig.read(`src/${task}.txt`)).toBe(task);
});
