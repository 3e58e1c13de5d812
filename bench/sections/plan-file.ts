import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEvents } from "js-yaml";
import { parse, stringify } from "yaml";
import { openPlanText } from "../../src/milestone/plan/edit-plan.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { readYaml } from "../../src/milestone/yaml/read.ts";
import { runSpawnedGit } from "../baselines.ts";
import { runEngine } from "../engine.ts";
import { MILESTONE_FILE, makeRepository, temporary, workflowMilestone } from "../repository.ts";
import { median, type Row, row, timed } from "../row.ts";

/** Reading and editing a milestone file of 1,000 tasks, against the parser that everybody uses. */
export async function yaml(): Promise<Row[]> {
  const text = workflowMilestone(1000);
  const [reads, edits]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    const parsed = await timed(() => parse(text));
    const read = await timed(() => readPlan({ text, file: MILESTONE_FILE }));
    const edited = await timed(() => {
      const plan = openPlanText(text);
      plan.set(["status"], "in_progress");
      return plan.text();
    });
    reads.push(read / parsed);
    edits.push(edited / parsed);
  }
  const large = workflowMilestone(10_000);
  const trees: number[] = [];
  for (let round = 0; round < 3; round++) {
    const events = await timed(() => parseEvents(large, {}));
    trees.push((await timed(() => readYaml(large))) / events);
  }
  return [
    row("yaml", "1,000 tasks read, checked and resolved / parsed by the yaml package", median(reads), 1),
    row("yaml", "the file opened and one value set, comments kept / parsed", median(edits), 1),
    row("yaml", "10,000 tasks read with their places / js-yaml's events alone", median(trees), 3),
  ];
}

const TASKS = 100;
/** Of the documents this design comes from, per task of four phases: fields read, fields written, then one commit. */
const READS = 14;
const WRITES = 24;

/**
 * The way of those documents: a whole-file read for each field, a whole-file write for each change, one spawned commit
 * a task. Done in this process, so the start of a tool for each field, most of the cost there, is not even counted.
 */
export async function seeds(): Promise<Row[]> {
  const text = workflowMilestone(TASKS);
  const folder = temporary("seeds");
  const file = join(folder, "milestone.yaml");
  const few = 3;
  const each = await timed(() => {
    for (let i = 0; i < few * READS; i++) parse(text);
    for (let i = 0; i < few * WRITES; i++) writeFileSync(file, stringify(parse(text)));
  });
  const theirs = (each / few + runSpawnedGit(20)) / 4;
  rmSync(folder, { recursive: true });
  const root = makeRepository(text);
  const ours = runEngine(root) / (TASKS * 4);
  rmSync(root, { recursive: true });
  return [
    row("seeds", "a whole file per field, 100 tasks / ours, per phase", theirs / ours, 8, { least: true }),
  ];
}
