import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Rig } from "../rig/repository.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep, startStep } from "./step.ts";

const locks = (rig: Rig): string[] =>
  rig.git("for-each-ref", "--format=%(refname)", "refs/milestone-lock/").split("\n").filter(Boolean);

/** Each phase fails when another is in the same critical section, which mkdir makes one at a time. */
const exclusive = (scratch: string): string =>
  `mkdir ${scratch}/inside; echo "$MILESTONE_ID/$MILESTONE_TASK" >> ${scratch}/order; sleep 0.3; rmdir ${scratch}/inside`;

describe("resources", () => {
  it("are never used by two tasks at once, in one milestone or across two, and given back", async () => {
    const rig = rigWith({});
    const person = rig.clone("person");
    const plan = (id: string, resources: [string, string]): string =>
      standard(id, {
        run: exclusive(rig.folder),
        tasks: [
          `id: a\n    resources: ${resources[0]}`,
          `id: b\n    resources: ${resources[1]}`,
          "id: free\n    executor: { run: 'true' }",
        ],
      });
    person.write({
      ".milestones/active/m.yaml": plan("m", ['[db, "path:migrations/**"]', "[db]"]),
      ".milestones/active/n.yaml": plan("n", ["[db]", '["path:migrations/2026/*.sql", db]']),
    });
    person.commit("two plans");
    person.git("push", "--quiet", "origin", "main");
    const [m, n] = await Promise.all([
      runStep(rig, { inputs: { milestone: "m" } }),
      runStep(rig, { inputs: { milestone: "n" } }),
    ]);
    expect([m.outputs.status, n.outputs.status], m.said + n.said).toEqual(["completed", "completed"]);
    const order = readFileSync(join(rig.folder, "order"), "utf8").trim().split("\n");
    expect(order.sort()).toEqual(["m/a", "m/b", "n/a", "n/b"]);
    expect(locks(rig)).toEqual([]);
  });

  it("of a run that died are taken over", async () => {
    const rig = rigWith({});
    const person = rig.clone("person");
    person.write({
      ".milestones/active/m.yaml": standard("m", {
        run: `touch ${rig.folder}/begun; sleep 600`,
        tasks: ["id: a\n    resources: [db]"],
      }),
      ".milestones/active/n.yaml": standard("n", { tasks: ["id: a\n    resources: [db]"] }),
    });
    person.commit("two plans");
    person.git("push", "--quiet", "origin", "main");
    const dying = rig.clone("dying").start(["execute", "m"]);
    await vi.waitFor(() => expect(existsSync(join(rig.folder, "begun")), dying.output()).toBe(true), {
      timeout: 90_000,
      interval: 50,
    });
    expect(locks(rig)).toHaveLength(1);
    process.kill(-dying.pid, "SIGKILL");
    await dying.done;
    const next = await runStep(rig, { inputs: { milestone: "n" } });
    expect(next.outputs.status, next.said).toBe("completed");
    expect(locks(rig)).toEqual([]);
  });

  it("that a living run holds longer than lock_wait are a person's matter, and name the holder", async () => {
    const rig = rigWith({
      m: standard("m", { run: "sleep 600", tasks: ["id: a\n    resources: [db]"] }),
      n: standard("n", { top: "limits: { lock_wait: 1s }", tasks: ["id: a\n    resources: [db]", "id: b"] }),
    });
    const holder = startStep(rig, { inputs: { milestone: "m" } });
    await vi.waitFor(() => expect(locks(rig)).toHaveLength(1), { timeout: 90_000, interval: 50 });
    const next = await runStep(rig, { inputs: { milestone: "n" } });
    expect(next.outputs.status, next.said).toBe("blocked");
    expect(JSON.parse(next.outputs.blockers!)).toMatchObject([
      {
        type: "resource_conflict",
        task: "a",
        message: expect.stringMatching(/db is held by the milestone m/),
      },
    ]);
    expect(next.outputs["tasks-completed"]).toBe("1");
    holder.process.child.kill("SIGTERM");
    const ended = await holder.finished;
    expect(ended.outputs.status, ended.said).toBe("paused");
    expect(locks(rig)).toEqual([]);
  });
});
