import { openRepository } from "../src/engine/git/git-repository.ts";
import { Journal } from "../src/engine/journal/journal.ts";
import { RoleBoard } from "../src/engine/journal/role-board.ts";
import { repositoryPort } from "../src/engine/machine/repository-port.ts";
import { atCommit, findPlanFile, loadPlan, placesOf, requireValid } from "../src/engine/plan/plan-source.ts";
import type { Clock, Narrator } from "../src/engine/ports.ts";
import { activate } from "../src/engine/run/activate.ts";
import { paths } from "../src/milestone/names.ts";
import { DEFAULT_WEIGHTS, PHASES } from "../src/milestone/phase.ts";
import { EMPTY_LOG } from "../src/milestone/session/log.ts";
import { emptyState, seedOf } from "../src/milestone/session/state.ts";
import { newHistory } from "../src/milestone/view/run-history.ts";
import { git } from "./repository.ts";

const ID = "bench";
const SILENT: Narrator = { event: () => {}, note: () => {}, warn: () => {} };
const AUTHOR = { name: "bench", email: "bench@localhost" };

/**
 * Brings the repository's milestone to where a run of its first `done` tasks leaves it when it is paused: the same
 * events, files and writers as a real run, without its executors and work trees, which would take half an hour. Its
 * commits hold many phases each.
 */
export async function runTo(root: string, { done, perCommit = 2_000 }: { done: number; perCommit?: number }) {
  const opened = await openRepository({ directory: root });
  if (!opened.ok) throw new Error(opened.message);
  const repository = repositoryPort(opened.value, AUTHOR, {});
  let now = Date.parse("2026-01-01T00:00:00Z");
  const clock = { now: () => now, after: setImmediate } as unknown as Clock;
  const base = git(root, "rev-parse", "main").trim();
  const read = atCommit(repository, base);
  const file = (await findPlanFile(read, ID))!;
  const reading = requireValid(await loadPlan(read, file), file);
  const session = `exec-${ID}-20260101T000000Z-0000`;
  const journal = new Journal(
    { repository, clock, narrator: SILENT, mask: data => data },
    {
      history: {
        commit: base,
        state: emptyState(ID, DEFAULT_WEIGHTS),
        head: EMPTY_LOG,
        readAt: base,
        view: async () => newHistory(),
        restored: [],
        last: null,
        torn: null,
        older: null,
      },
      view: newHistory(),
      session,
      plan: { text: file.text, path: file.path, places: placesOf(reading) },
      roles: new RoleBoard(clock, 6),
      author: AUTHOR,
      local: null,
    },
  );
  await journal.openRoleLogs();
  const lease = {
    epoch: 1,
    run_id: "local",
    run_attempt: 1,
    job: "",
    host: "elsewhere",
    pid: 1,
    pid_started: "",
  };
  journal.record({
    event: "session_started",
    agent: "session_manager",
    data: { lease, strategy: "parallel", agents: 6, monitoring: "basic", version: "1.1.0" },
  });
  activate(journal, {
    plan: reading.plan,
    base: { branch: "main", commit: base },
    compliance: reading.compliance,
    dependants: [],
    seeds: reading.plan.tasks.map(seedOf),
  });
  const content = Buffer.from("x\n");
  const blob = repository.hash(content);
  let changes = new Map<string, Buffer>();
  let phases = 0;
  for (const [place, { id }] of reading.plan.tasks.slice(0, done).entries()) {
    const agent = `task_executor/${(place % 6) + 1}`;
    journal.record({ event: "task_started", agent, task_id: id, data: {} });
    for (const phase of PHASES) {
      const at = { task_id: id, phase, agent };
      now += 7;
      journal.record({ event: "phase_started", ...at, data: { attempt: 1, executor: "run" } });
      now += 120;
      const path = `${paths.deliverables(ID, id, phase)}/out.md`;
      changes.set(path, content);
      const deliverables = [{ path, blob }];
      journal.record({
        event: "phase_completed",
        ...at,
        data: {
          attempt: 1,
          executor: "run",
          duration_ms: 120,
          deliverables,
          changed: 0,
          files: [],
          gated: false,
        },
      });
      if (phase === "execute") {
        journal.record({ event: "task_completed", agent: "task_executor", task_id: id, data: {} });
        const data = {
          percentage: Math.floor((100 * place) / reading.plan.tasks.length),
          completed_tasks: place + 1,
          total_tasks: reading.plan.tasks.length,
        };
        journal.record({ event: "progress_updated", agent: "progress_monitor", data });
      }
      const subject = `milestone(${ID}): ${id} ${phase} completed`;
      journal.record({ event: "commit_created", agent: "git_integration", data: { commit: base, subject } });
      if (++phases % perCommit === 0) {
        await journal.commit({ subject: "checkpoint", changes, saveReason: "push" });
        changes = new Map();
      }
    }
  }
  journal.record({ event: "session_paused", agent: "session_manager", data: { reason: "a person asked" } });
  await journal.commit({ subject: "paused", changes, derived: true, saveReason: "end" });
  await opened.value.close();
}
