import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { LogWriter } from "../../../src/engine/journal/derived-files.ts";
import { type LogRepository, loadHistory } from "../../../src/engine/journal/load.ts";
import { openSealedFiles } from "../../../src/engine/machine/sealed-files.ts";
import { paths } from "../../../src/milestone/names.ts";
import { PHASES } from "../../../src/milestone/phase.ts";
import type { NewEvent } from "../../../src/milestone/session/event.ts";
import { appendEvent, EMPTY_LOG } from "../../../src/milestone/session/log.ts";

const folder = mkdtempSync(join(tmpdir(), "milestone-snapshot-"));
afterAll(() => rmSync(folder, { recursive: true }));

let stores = 0;
/** A folder of sealed files of its own. */
function newStore(key = "key") {
  const place = join(folder, String(++stores));
  return { sealed: openSealedFiles(place, key)!, state: join(place, "milestone/sealed/m.state") };
}

/** The log of a milestone of these many tasks, of which the first ones were done. */
function logOf(tasks: number, done: number, title = "M"): Map<string, string> {
  const files = new Map<string, string>();
  const writer = new LogWriter(n => paths.log("m", n), null);
  let head = EMPTY_LOG;
  let now = 0;
  const add = (event: NewEvent): void => {
    now += 1000;
    const logged = appendEvent(head, event, { milestone: "m", session: "s", now });
    head = logged.head;
    writer.add(logged.line);
  };
  const lease = { epoch: 1, run_id: "r", run_attempt: 1, job: "", host: "h", pid: 1, pid_started: "1" };
  add({
    event: "session_started",
    data: { lease, strategy: "parallel", agents: 1, monitoring: "basic", version: "1" },
  });
  const ids = Array.from({ length: tasks }, (_, i) => `t${i}`);
  const phases = { design: "pending", spec: "pending", task: "pending", execute: "pending" } as const;
  add({
    event: "milestone_activated",
    data: {
      title,
      weights: { design: 15, spec: 25, task: 20, execute: 40 },
      tasks: ids.map(id => ({ id, workflow: true, status: "pending", phases })),
      compliance: { score: 100, migrated: [], standard: [], declared: [] },
      base: { branch: "main", commit: "c".repeat(40) },
      quality_gates: [],
    },
  });
  for (const id of ids.slice(0, done)) {
    add({ event: "task_started", task_id: id, data: {} });
    for (const phase of PHASES) {
      const at = { task_id: id, phase, agent: "task_executor/1" };
      add({ event: "phase_started", ...at, data: { attempt: 1, executor: "run" } });
      const deliverables = [{ path: `d/${id}/${phase}/out.md`, blob: "a".repeat(40) }];
      const ended = { attempt: 1, executor: "run", duration_ms: 7, deliverables, changed: 0, files: [] };
      add({ event: "phase_completed", ...at, data: { ...ended, gated: false } });
      const subject = `milestone(m): ${id} ${phase} completed`;
      add({ event: "commit_created", data: { commit: "b".repeat(40), subject } });
    }
    add({ event: "task_completed", task_id: id, data: {} });
  }
  for (const [file, text] of writer.dirty()) files.set(file, text);
  return files;
}

/** A commit that has these files, and how many of them were read. */
function repositoryOf(files: ReadonlyMap<string, string>, sealed: LogRepository["sealed"]) {
  const read: string[] = [];
  const repository: LogRepository = {
    list: async (_, directory) =>
      [...files].map(([path, text]) => ({
        name: path.slice(directory.length + 1),
        mode: "100644",
        oid: createHash("sha1").update(text).digest("hex"),
      })),
    async readFile(_, path) {
      read.push(path);
      return Buffer.from(files.get(path)!);
    },
    ...(sealed ? { sealed } : {}),
  };
  return { repository, read };
}

async function load(files: ReadonlyMap<string, string>, sealed?: LogRepository["sealed"]) {
  const { repository, read } = repositoryOf(files, sealed);
  const reading = await loadHistory(repository, "m", "c");
  if (!reading.ok) return { reading, read };
  const { state, head, last } = reading.history;
  return { reading, read, told: { state, head, last, view: await reading.history.view() } };
}

const before = logOf(200, 180);
const after = logOf(200, 190);

describe("What a log added up to", () => {
  it("is gone on from by the files that came since, and tells the same as the whole log", async () => {
    const { sealed } = newStore();
    expect((await load(before, sealed)).read.length).toBe(before.size);
    const { read, told } = await load(after, sealed);
    expect(read.length).toBeLessThan(10);
    expect(read.length).toBeLessThanOrEqual(after.size - before.size + 1);
    expect(told).toEqual((await load(after)).told);
    expect((await load(after, sealed)).told).toEqual(told);
  });

  it("is not kept of a log that is read at once anyway", async () => {
    const { sealed } = newStore();
    const short = logOf(20, 20);
    await load(short, sealed);
    expect((await load(short, sealed)).read.length).toBe(short.size);
  });

  it("counts for nothing where somebody changed it, or another one sealed it", async () => {
    const { sealed, state } = newStore();
    await load(before, sealed);
    const bytes = readFileSync(state);
    const from = bytes.indexOf('"pending"');
    writeFileSync(
      state,
      Buffer.concat([bytes.subarray(0, from), Buffer.from('"skipped"'), bytes.subarray(from + 9)]),
    );
    const { read, told } = await load(before, sealed);
    expect(read.length).toBe(before.size);
    expect(told).toEqual((await load(before)).told);
    const other = openSealedFiles(join(state, "../../.."), "another key")!;
    expect((await load(before, other)).read.length).toBe(before.size);
  });

  it("counts for nothing where the log beneath it is another one, whose fault is found", async () => {
    const { sealed } = newStore();
    await load(before, sealed);
    const early = [...before.keys()][5]!;
    const changed = new Map(after).set(
      early,
      before.get(early)!.replace('"duration_ms":7', '"duration_ms":8'),
    );
    const { reading } = await load(changed, sealed);
    expect(reading).toMatchObject({ ok: false, problem: { file: early } });
  });

  it("finds a line that was changed in the file that it ends in", async () => {
    const { sealed } = newStore();
    await load(before, sealed);
    const last = [...before.keys()].at(-1)!;
    const changed = new Map(after).set(last, after.get(last)!.replace('"duration_ms":7', '"duration_ms":8'));
    expect((await load(changed, sealed)).reading).toMatchObject({ ok: false, problem: { file: last } });
  });

  it("stays where an older commit is read, and goes where the milestone was begun anew", async () => {
    const { sealed } = newStore();
    await load(after, sealed);
    await load(before, sealed);
    expect((await load(after, sealed)).read.length).toBeLessThan(10);
    const anew = logOf(200, 170, "Anew");
    expect((await load(anew, sealed)).told?.state.title).toBe("Anew");
    expect((await load(anew, sealed)).read.length).toBeLessThan(10);
  });
});
