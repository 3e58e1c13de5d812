import { rmSync } from "node:fs";
import { runWatched } from "../engine.ts";
import { runTo } from "../mid-run.ts";
import { makeRepository, workflowMilestone } from "../repository.ts";
import { floor, type Row, row } from "../row.ts";

const TASKS = 10_000;
/** What the run at its end still has to do: enough to see its memory, little enough to wait for. */
const LEFT = 20;

/** A milestone of 10,000 tasks of four phases near its end: what people ask, and what the run takes. */
export async function large(): Promise<Row[]> {
  const root = makeRepository(workflowMilestone(TASKS));
  await runTo(root, { done: TASKS - LEFT, perCommit: 10_000 });
  const first = await runWatched(root, ["why", "bench", `t${TASKS - 1}`]);
  const why = await runWatched(root, ["why", "bench", `t${TASKS - 1}`]);
  const status = await runWatched(root, ["status", "bench"]);
  const run = await runWatched(root, ["resume", "bench", "--monitoring=basic"]);
  rmSync(root, { recursive: true });
  return [
    floor("large", "why at 10,000 tasks, the log read from its first line, s", first.ms / 1000),
    row("large", "why at 10,000 tasks, asked again, s", why.ms / 1000, 1),
    row("large", "status at 10,000 tasks, s", status.ms / 1000, 1),
    row("large", "peak of why at 10,000 tasks, MiB", why.peakMiB, 250, { digits: 0 }),
    row("large", "peak of the engine at 10,000 tasks, MiB", run.peakMiB, 250, { digits: 0 }),
  ];
}
