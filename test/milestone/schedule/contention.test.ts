import { expect, test } from "vitest";
import { admitsBeside, goesFirst, mayRedo } from "../../../src/milestone/schedule/resources.ts";
import { makePlan, Play } from "../make-plan.ts";

const plan = makePlan(["a", "b", "c", "new"].map(id => ({ id, standard: true })));

function lose(play: Play, task: string, ...conflicts: string[]): void {
  const data = { attempt: 1, reason: "it does not merge", conflicts };
  play.log({ event: "phase_interrupted", task_id: task, phase: "execute", data });
}

test("tasks that lost on one file are done again one after the other, others beside them", () => {
  const play = new Play(plan);
  play.go();
  lose(play, "a", "log.md");
  lose(play, "b", "log.md", "x.ts");
  lose(play, "c", "y.ts");
  const admits = (task: string, ...running: string[]) => admitsBeside(play.state, task, running);
  expect(admits("b", "a")).toBe(false);
  expect(admits("c", "a", "b")).toBe(true);
  expect(admits("new", "a", "b", "c")).toBe(true);
  play.finish("a");
  expect(admits("b", "a")).toBe(true);
});

test("a task that loses again and again is a person's matter, and begins anew after that", () => {
  const play = new Play(plan);
  play.go();
  const may = () => mayRedo(play.state.tasks.get("a")!);
  for (let times = 1; times <= 8; times++) {
    expect(may()).toBe(true);
    lose(play, "a", "log.md");
  }
  expect(may()).toBe(false);
  const trouble = { type: "git_conflicts", severity: "error", level: 4, message: "", evidence: "" } as const;
  const data = {
    ...trouble,
    id: "git_conflicts:a/execute",
    task: "a",
    phase: "execute",
    attempts: 9,
    proposals: [],
  };
  play.log({ event: "blocker_detected", task_id: "a", phase: "execute", data } as never);
  expect(may()).toBe(true);
});

test("what changes a file that another is done again for waits, and whoever is done again waits for nobody", () => {
  const play = new Play(plan);
  play.go();
  lose(play, "a", "log.md");
  lose(play, "b", "x.ts");
  const first = (task: string, files: string[], running: string[]) =>
    goesFirst(play.state, task, { files, running });
  expect(first("new", ["src.ts", "log.md"], ["new", "a"])).toBe("a");
  expect(first("new", ["src.ts"], ["new", "a"])).toBe(null);
  expect(first("new", ["log.md"], ["new"])).toBe(null);
  expect(first("b", ["log.md"], ["a", "b"])).toBe(null);
});
