import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DELIVER } from "../action/plans.ts";
import { branchFiles } from "../action/step.ts";
import { fixture } from "../import/memory-files.ts";
import { type Clone, makeRig } from "../rig/repository.ts";

const FOLDER = ".kiro/specs/library";
const DOCUMENTS = [
  ".milestones/deliverables/library/specification/design/design.md",
  ".milestones/deliverables/library/specification/spec/requirements.md",
  ".milestones/deliverables/library/specification/task/tasks.md",
];

/** Does what is asked, and keeps what its brief told and which of the named documents are in its tree. */
const RUN = [
  DELIVER,
  'mkdir -p seen; cp "$MILESTONE_CONTEXT" "seen/$MILESTONE_TASK.json"; cp "$MILESTONE_PROMPT" "seen/$MILESTONE_TASK.md"',
  `ls ${DOCUMENTS.join(" ")} > "seen/$MILESTONE_TASK.there"`,
].join("\n");

/** Imports the plan of the fixture, and gives its tasks a command in place of the agent. */
async function importLibrary(clone: Clone): Promise<void> {
  const done = await clone.milestone(["import", FOLDER]);
  expect(done.code, done.stderr).toBe(0);
  const path = join(clone.root, ".milestones/active/library.yaml");
  const text = readFileSync(path, "utf8");
  expect(text).toContain("executor: { agent: claude }");
  const command = `executor: { run: ${JSON.stringify(RUN)}, retries: 0 }`;
  writeFileSync(
    path,
    text.replace("executor: { agent: claude }", () => command),
  );
}

describe("an imported plan", () => {
  it.each([
    ["committed", true],
    ["not committed yet", false],
  ])(
    "(%s) goes on after what is finished, and every task is told of the documents it builds on",
    async (_, commit) => {
      const rig = makeRig([], fixture("kiro-library", FOLDER), { warm: true });
      try {
        await importLibrary(rig.main);
        if (commit) {
          rig.main.commit("the plan");
          rig.main.git("push", "--quiet", "origin", "main");
        }
        const done = await rig.main.milestone(["execute", "library"]);
        expect(done.code, done.stdout + done.stderr).toBe(0);
        const files = branchFiles(rig, "library");
        const events = rig.events("library");
        const activated = events.find(e => e.event === "milestone_activated");
        const seeds = activated?.event === "milestone_activated" ? activated.data.tasks : [];
        expect(Object.values(seeds.find(s => s.id === "specification")?.deliverables ?? {}).flat()).toEqual(
          DOCUMENTS.map(path => ({ path, blob: rig.git("rev-parse", `milestone/library:${path}`) })),
        );
        const started = new Set(
          events.flatMap(e => (e.event === "phase_started" ? [`${e.task_id}/${e.phase}`] : [])),
        );
        const finished = seeds.flatMap(s =>
          Object.entries(s.phases).flatMap(([phase, status]) =>
            status === "completed" ? [`${s.id}/${phase}`] : [],
          ),
        );
        expect(finished.length).toBeGreaterThan(8);
        expect(finished.filter(phase => started.has(phase))).toEqual([]);
        expect(events.some(e => e.event === "approval_requested")).toBe(false);
        const ran = [...files.keys()].filter(f => f.startsWith("seen/") && f.endsWith(".json"));
        expect(ran.length).toBeGreaterThan(2);
        for (const path of ran) {
          const context = JSON.parse(files.get(path)!);
          const named = context.dependencies.find((d: { task: string }) => d.task === "specification");
          expect(named, path).toMatchObject({ status: "completed", deliverables: DOCUMENTS });
          expect(files.get(path.replace(".json", ".there"))?.trim().split("\n")).toEqual(DOCUMENTS);
          expect(files.get(path.replace(".json", ".md"))).toContain(DOCUMENTS[0]);
        }
      } finally {
        rig.close();
      }
    },
  );
});
