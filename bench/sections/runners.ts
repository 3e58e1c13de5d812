import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { simulatePlan } from "../../src/milestone/schedule/simulate.ts";
import { runnersRig } from "../../test/runners/rig.ts";
import { median, type Row, row } from "../row.ts";

const TASKS = 40;
const RUNNERS = 8;
/** Long enough that two cores have time for eight machines' starts and ends (s). */
const WORK_S = 40;

const text = `id: m
title: Forty tasks
runners: { max: ${RUNNERS}, labels: [ubuntu-latest] }
executor: { run: 'sleep ${WORK_S} && mkdir -p src && echo "$MILESTONE_TASK" > "src/$MILESTONE_TASK.txt"' }
tasks:
${Array.from({ length: TASKS }, (_, at) => `  - { id: t${at}, phases: [execute] }\n`).join("")}`;

/** Forty tasks over eight of the stand-in's runners, with the workflow, the bundle and git as they are. */
export async function runners(): Promise<Row[]> {
  const plan = readPlan({ text, file: ".milestones/active/m.yaml" });
  if (!plan.ok) throw new Error(plan.errors[0]?.message);
  // One more is for the job that lands.
  const rig = await runnersRig(text, { runners: RUNNERS + 1 });
  try {
    await rig.dispatch({ command: "execute" });
    const { jobs, github } = rig;
    const { status } = jobs.at(-1)!.outputs;
    if (status !== "completed") throw new Error(`the milestone ended with ${status}`);
    const works = jobs.filter(({ job }) => job === "work");
    const takes = jobs.filter(({ job }) => job === "take");
    const length = ({ from, to }: { from: number; to: number }): number => to - from;
    const began = Math.min(...works.map(({ from }) => from));
    const took = Math.max(...jobs.map(({ to }) => to)) - began;
    const alone = works.reduce((sum, job) => sum + length(job), 0);
    // What a machine needs beside the work itself, and what it waits for until its work has landed.
    const startMs = median(works.map(length)) - WORK_S * 1000 + median(takes.map(length));
    const durations = (): number => WORK_S * 1000 + startMs;
    const options = { agents: RUNNERS, strategy: "parallel", durations } as const;
    const { makespanMs } = simulatePlan(plan.plan, options);
    const asked = github.calls.filter(({ charged, actor }) => charged && actor !== "mona");
    const what = `${TASKS} tasks of ${WORK_S} s, ${RUNNERS} runners`;
    return [
      row("runners", `one runner / all of them, ${what}`, alone / took, 5, { least: true }),
      row(
        "runners",
        "first start to last end / the simulated schedule with each job's start",
        took / makespanMs,
        1.15,
      ),
      row("runners", "requests a landing", asked.length / takes.length, 6, { digits: 1 }),
    ];
  } finally {
    await rig.close();
  }
}
