import { describe, expect, it } from "vitest";
import { loadHistory } from "../../../src/engine/journal/load.ts";
import type { LoggedEvent } from "../../../src/milestone/session/event.ts";
import { readerOf, violationsOf } from "../../rig/simulation/invariants.ts";
import { type Person, person } from "../../rig/simulation/person.ts";
import { type Ended, execute, type SessionOptions } from "../../rig/simulation/session.ts";
import { World, type WorldOptions } from "../../rig/simulation/world.ts";

const draft = { id: "m", tasks: [{ id: "a" }, { id: "b", after: ["a"] }] };

/** Each phase takes ten seconds, a call to the server at most a fifth of one. */
function makeWorld(more: Partial<WorldOptions> = {}): World {
  return new World({ seed: 3, draft, script: () => ({ ms: 10_000 }), slowestCallMs: 200, ...more });
}

/** Runs the milestone once while a person does something to the branch. */
async function runWhile(
  world: World,
  ms: number,
  act: (someone: Person) => void,
  session: SessionOptions = {},
): Promise<Extract<Ended, { kind: "ran" }>> {
  world.time.after(ms, () => act(person(world)));
  return runOnce(world, session);
}

async function runOnce(world: World, session: SessionOptions = {}): Promise<Extract<Ended, { kind: "ran" }>> {
  const process = world.process();
  const [ended] = await world.until([{ process, done: execute(world, process, world.clone(), session) }]);
  process.die();
  if (ended === "died" || ended?.kind !== "ran") throw new Error(`it did not run: ${JSON.stringify(ended)}`);
  return ended;
}

async function eventsOf(world: World): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  const tip = world.server.refs.get(world.ref)!;
  const each = (event: LoggedEvent) => events.push(event);
  const reading = await loadHistory(readerOf(world), world.milestone, tip, { each });
  if (!reading.ok) throw new Error(reading.problem.message);
  return events;
}

function fileOf(world: World, path: string): string | undefined {
  return world.objects.read(world.server.refs.get(world.ref)!, path)?.toString("utf8");
}

describe("While a run is at work", () => {
  it("takes in what a person pushes to the branch, and says so in the log", async () => {
    const world = makeWorld();
    let pushed = "";
    const { status } = await runWhile(world, 25_000, someone => {
      pushed = someone.commits({ "docs/by-hand.md": "mine\n" });
    });
    expect(status).toBe("completed");
    expect(await violationsOf(world)).toEqual([]);
    expect(fileOf(world, "docs/by-hand.md")).toBe("mine\n");
    const [merged] = (await eventsOf(world)).filter(e => e.event === "person_commits_merged");
    expect(merged?.data).toMatchObject({ commits: [pushed], paths: 1 });
  });

  it("takes files and a new task from one commit that edits the milestone file as well", async () => {
    const world = makeWorld();
    const { status } = await runWhile(world, 25_000, someone => {
      someone.commits({ "docs/by-hand.md": "mine\n" });
      someone.editsPlan(text =>
        text.replace("tasks:\n", "tasks:\n  - id: late\n    title: Thought of later\n"),
      );
    });
    expect(status).toBe("waiting_approval");
    expect(fileOf(world, "docs/by-hand.md")).toBe("mine\n");
    const events = await eventsOf(world);
    expect(events.some(e => e.event === "plan_changed" && e.data.added[0]?.id === "late")).toBe(true);
    expect(events.some(e => e.event === "approval_requested" && e.task_id === "late")).toBe(true);
  });

  it("takes what a new task left that was finished elsewhere", async () => {
    const world = makeWorld();
    const path = `.milestones/deliverables/${world.milestone}/given/design/notes.md`;
    const given = [
      "  - id: given",
      "    status: completed",
      "    kiro_workflow:",
      "      enabled: true",
      "      phases:",
      "        design: { status: completed, deliverables: [notes.md] }",
      "        spec: { status: completed, deliverables: [] }",
      "        task: { status: completed, deliverables: [] }",
      "        execute: { status: completed, deliverables: [] }",
    ].join("\n");
    await runWhile(world, 25_000, someone => {
      someone.commits({ [path]: "# Notes\n" });
      someone.editsPlan(text => text.replace("tasks:\n", `tasks:\n${given}\n`));
    });
    const changed = (await eventsOf(world)).find(e => e.event === "plan_changed");
    expect(changed?.data).toMatchObject({ added: [{ id: "given", deliverables: { design: [{ path }] } }] });
  });

  it("never overwrites a milestone file that a person broke: it is a blocker until they mend it", async () => {
    const world = makeWorld();
    let theirs = "";
    const first = await runWhile(world, 25_000, someone => {
      theirs = someone.editsPlan(text => text.replace("dependencies: []", "dependencies: [nobody]"));
    });
    expect(first.status).toBe("blocked");
    expect(first.note).toMatch(/not valid/);
    expect(world.server.refs.get(world.ref)).toBe(theirs);
  });

  it("stops at commits that contradict its own, and leaves the branch as the person has it", async () => {
    const world = makeWorld();
    let theirs = "";
    const { status, note } = await runWhile(world, 25_500, someone => {
      const path = ".milestones/deliverables/m/a/task/note.md";
      theirs = someone.commits({ [path]: "what the agent is writing just now\n" });
    });
    expect(status).toBe("blocked");
    expect(note).toMatch(/conflict .*a\/task\/note\.md/);
    expect(world.server.refs.get(world.ref)).toBe(theirs);
  });

  it("stops at a forced push, and never forces one itself", async () => {
    const world = makeWorld();
    let forced: string | undefined;
    const { status, note } = await runWhile(world, 25_500, someone => {
      someone.forcesBack();
      forced = world.server.refs.get(world.ref);
    });
    expect(status).toBe("blocked");
    expect(note).toMatch(/rewritten/);
    expect(world.server.refs.get(world.ref)).toBe(forced);
  });

  it("makes a deleted branch again with everything on it", async () => {
    const world = makeWorld();
    const { status } = await runWhile(world, 25_000, someone => someone.deletes());
    expect(status).toBe("completed");
    expect(await violationsOf(world)).toEqual([]);
  });

  it("starts nothing new once the server refuses the branch, and goes on when it is allowed again", async () => {
    const refusing = { from: Number.POSITIVE_INFINITY };
    const world: World = makeWorld({ mishap: () => (world.time.now >= refusing.from ? "refused" : "none") });
    refusing.from = world.time.now + 25_000;
    const { status, note } = await runOnce(world);
    expect(status).toBe("blocked");
    expect(note).toMatch(/not pushed: a rule forbids it/);
    expect(world.witness.attempts.length).toBeLessThan(5);
    refusing.from = Number.POSITIVE_INFINITY;
    expect((await runOnce(world)).status).toBe("completed");
    expect(await violationsOf(world)).toEqual([]);
  });

  it("counts a push whose answer was lost as the good one it was", async () => {
    let calls = 0;
    const world = makeWorld({ mishap: () => (calls++ % 2 === 1 ? "unanswered" : "none") });
    expect((await runOnce(world)).status).toBe("completed");
    expect(await violationsOf(world)).toEqual([]);
    expect((await eventsOf(world)).some(e => e.event === "person_commits_merged")).toBe(false);
  });

  it("keeps what a killed run never pushed when only a person pushed meanwhile", async () => {
    const world = makeWorld({ mishap: () => (world.processes.length === 1 && cut ? "lost" : "none") });
    let cut = false;
    world.time.after(25_000, () => {
      cut = true;
    });
    const disk = world.clone();
    const first = world.process();
    world.time.after(55_500, () => first.die());
    await world.until([{ process: first, done: execute(world, first, disk) }]);
    person(world).commits({ "docs/by-hand.md": "mine\n" });
    const before = new Set(world.witness.attempts.map(a => a.key));
    const second = world.process();
    const [ended] = await world.until([{ process: second, done: execute(world, second, disk) }]);
    expect(ended).toMatchObject({ kind: "ran", status: "completed" });
    expect(await violationsOf(world)).toEqual([]);
    expect(fileOf(world, "docs/by-hand.md")).toBe("mine\n");
    const again = world.witness.attempts.filter(a => a.process === second && before.has(a.key));
    expect(again.length).toBeLessThanOrEqual(1);
  });
});
