import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documents } from "./documents.ts";
import { NOTES } from "./notes.ts";

/**
 * The demo's agent: a program, started for one phase of one task, in a work tree of its own. It writes the phase's
 * documents, and in `execute` the task's code, which it builds and tests for real. Its code is prepared, so that the
 * demo needs neither a network nor a model; what it is told, and how it is judged, is the same as for any agent.
 */
const { MILESTONE_TASK: task, MILESTONE_PHASE: phase, MILESTONE_DELIVERABLES: folder } = process.env;
const note = NOTES[task ?? ""];
if (!task || !phase || !folder || !note) {
  console.error(`no such work: ${task}/${phase}`);
  process.exit(1);
}

mkdirSync(folder, { recursive: true });
if (phase === "execute") {
  writeCode(task);
  if (note.build) node(note.build);
  node("--test", `test/${task}.test.js`);
}
for (const [name, text] of Object.entries(documents(phase, task, note)))
  writeFileSync(join(folder, name), text);

function writeCode(name: string): void {
  const drafts = join(import.meta.dirname, "drafts");
  cpSync(join(drafts, name), ".", { recursive: true });
  // A first draft with a mistake, where there is one: its tests fail, and what they say comes back as feedback.
  const first = join(drafts, `${name}-first`);
  if (!existsSync(first)) return;
  const feedback = process.env.MILESTONE_FEEDBACK;
  if (feedback) {
    console.log(
      `told why the last attempt failed (${readFileSync(feedback, "utf8").length} characters), and mended it`,
    );
  } else cpSync(first, ".", { recursive: true });
}

function node(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
