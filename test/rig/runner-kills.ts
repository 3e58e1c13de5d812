import { runnersRig } from "../runners/rig.ts";
import { seeded } from "./simulation/clock.ts";

const TASKS = ["a", "b", "c"];
const PLAN = `id: m
title: Lost machines
runners: { max: 3, labels: [ubuntu-latest] }
executor: { run: 'mkdir -p src && sleep 0.3 && echo "$MILESTONE_TASK" > "src/$MILESTONE_TASK.txt"', retries: 9, backoff: 0s }
tasks:
${TASKS.map(id => `  - { id: ${id}, phases: [execute] }\n`).join("")}`;

/** Machines of one milestone that are lost, and the latest moment of a job's program at which they are (ms). */
const MOST_LOST = 3;
const LATEST_MS = 2_500;
const MOST_STARTS = 12;

/**
 * A milestone over GitHub's runs, real processes and git, some of whose machines are lost with all that is on them:
 * jobs that work and jobs that land. Answers what is wrong at its end, and how many were lost.
 */
export async function loseMachines(seed: number): Promise<{ problems: string[]; lost: string[] }> {
  const random = seeded(seed * 977 + 5);
  const lost: string[] = [];
  const rig = await runnersRig(PLAN, {
    runners: 3,
    lost(job, run) {
      if (lost.length >= MOST_LOST || random() < 0.5) return null;
      const after = Math.floor(random() * LATEST_MS);
      lost.push(`${job} of run ${run.id} after ${after} ms`);
      return after;
    },
  });
  try {
    let starts = 0;
    // A job that is lost before it made the branch has begun nothing that could be resumed.
    const isBegun = () => rig.git("for-each-ref", "refs/heads/milestone/m") !== "";
    const isDone = () => isBegun() && rig.events().some(({ event }) => event === "milestone_completed");
    do await rig.dispatch({ command: isBegun() ? "resume" : "execute" });
    while (!isDone() && ++starts < MOST_STARTS);
    const problems = [...rig.github.violations];
    if (!isDone()) problems.push(`not completed after ${starts} starts`);
    else problems.push(...landedOnce(rig));
    return { problems: problems.map(problem => `${problem} (${lost.join("; ")})`), lost };
  } finally {
    await rig.close();
  }
}

function landedOnce(rig: Awaited<ReturnType<typeof runnersRig>>): string[] {
  const events = rig.events();
  return TASKS.flatMap(task => {
    const landings = events.filter(e => e.event === "phase_completed" && e.task_id === task).length;
    const found = rig.read(`src/${task}.txt`);
    return [
      ...(landings === 1 ? [] : [`${task} landed ${landings} times`]),
      ...(found === task ? [] : [`src/${task}.txt holds ${JSON.stringify(found)}`]),
    ];
  });
}
