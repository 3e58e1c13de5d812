import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { addPlan, rigWith, standard } from "./plans.ts";
import { startStep } from "./step.ts";

/** Ids of the tasks whose completion a history holds. */
const completed = (log: string): string[] =>
  log.split("\n").flatMap(line => /^milestone\(m\): (\S+) completed$/.exec(line)?.[1] ?? []);

/** Tips of the milestone's branch as the origin was given them, each with the tasks that it newly completes. */
function pushesOf(rig: Rig): string[][] {
  const tips = readFileSync(join(rig.folder, "pushed"), "utf8").trim().split("\n");
  return tips.map((tip, n) =>
    completed(rig.git("log", "--format=%s", tip, ...(n > 0 ? [`^${tips[n - 1]}`] : []))),
  );
}

/** A rig whose origin notes each tip of a milestone's branch, after the shell lines that come first. */
function watchedRig(first = ""): Rig {
  const rig = rigWith({});
  const noted = `while read old new ref; do case $ref in refs/heads/milestone/*) echo $new >> ${rig.folder}/pushed;; esac; done`;
  const lines = ["#!/bin/sh", first.replaceAll("$RIG", rig.folder), noted, ""].join("\n");
  writeFileSync(join(rig.origin, "hooks/pre-receive"), lines, { mode: 0o755 });
  return rig;
}

const names = ["a", "b", "c", "d", "e", "f"];
/** No save that a clock asks for helps out. */
const inputs = { "progress-interval": "600" };

describe("pushes", () => {
  it("follow every task at once: the next may wait for the one before to be at the remote", async () => {
    const rig = watchedRig();
    const tasks = names.map((id, n) => {
      const there = `git --git-dir=${rig.origin} log --format=%s milestone/m | grep -qx "milestone(m): ${names[n - 1]} completed"`;
      const run = n === 0 ? "true" : `until ${there}; do sleep 0.05; done`;
      return `id: ${id}\n    executor: { run: ${JSON.stringify(run)}, retries: 0, timeout: 20s }`;
    });
    addPlan(rig, standard("m", { top: "limits: { push_tasks: 3 }", tasks }));
    const step = await startStep(rig, { inputs: { ...inputs, strategy: "sequential" } }).finished;
    expect(step.outputs.status, step.said).toBe("completed");
    expect(pushesOf(rig).filter(tasks => tasks.length > 0)).toEqual(names.map(name => [name]));
  });

  it("to a slow remote keep nobody from working: what piled up goes with the very next one, as the log counts it", async () => {
    const rig = watchedRig("while [ -e $RIG/hold ]; do sleep 0.05; done");
    const hold = join(rig.folder, "hold");
    const tasks = names.map(id =>
      id === "a" ? `id: a\n    executor: { run: touch ${hold} }` : `id: ${id}\n    dependencies: [a]`,
    );
    addPlan(rig, standard("m", { tasks }));
    const checkout = rig.clone("step");
    const step = startStep(rig, { inputs, checkout });
    try {
      await vi.waitFor(
        () => {
          const done = completed(checkout.git("log", "--format=%s", "milestone/m"));
          expect(done.sort(), step.process.output()).toEqual(names);
        },
        { timeout: 90_000, interval: 100 },
      );
      expect(existsSync(hold)).toBe(true);
      expect(pushesOf(rig).flat()).toEqual([]);
    } finally {
      rmSync(hold, { force: true });
    }
    const { outputs, said } = await step.finished;
    expect(outputs.status, said).toBe("completed");
    const [held, rest, ...others] = pushesOf(rig).filter(tasks => tasks.length > 0);
    expect([held![0], held!.length + (rest?.length ?? 0), others]).toEqual(["a", names.length, []]);
    const told = rig.events("m").flatMap(e => (e.event === "branch_pushed" ? [e.data] : []));
    const before = ["main", ...told.map(({ commit }) => commit)];
    const taken = told.map(({ commit }, n) => rig.git("rev-list", "--count", `${before[n]}..${commit}`));
    expect(told.map(({ commits }) => String(commits))).toEqual(taken);
  });
});
