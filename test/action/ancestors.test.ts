import { expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { branchFiles, runStep } from "./step.ts";

it("shows a task the documents of those it directly builds on, and names where the others are", async () => {
  const document = (id: string) => `echo "# Of ${id}, decided" > "$MILESTONE_DELIVERABLES/${id}.md"`;
  const task = (id: string, needs: string[], run: string) =>
    [
      `id: ${id}`,
      ...(needs.length > 0 ? [`dependencies: [${needs.join(", ")}]`] : []),
      `executor: { run: ${JSON.stringify(run)}, retries: 0 }`,
      `kiro_workflow: { enabled: false, phases: { execute: { deliverables: [${id}.md] } } }`,
    ].join("\n    ");
  const folder = ".milestones/deliverables/m";
  const look = [
    `test -s ${folder}/b/execute/b.md`,
    `test ! -e ${folder}/a`,
    `git show HEAD:${folder}/a/execute/a.md > of-a.txt`,
    "test -z \"$(git status --porcelain -- .milestones | grep -v '^??')\"",
    "node -e 'const c = JSON.parse(require(\"fs\").readFileSync(process.env.MILESTONE_CONTEXT)); console.log(JSON.stringify([c.dependencies.map(d => d.task), c.further_deliverables]))' > context.txt",
    `grep -q "git show HEAD:${folder}/a/execute/a.md" "$MILESTONE_PROMPT"`,
    document("c"),
  ].join("; ");
  const rig = rigWith({
    m: standard("m", {
      tasks: [task("a", [], document("a")), task("b", ["a"], document("b")), task("c", ["b"], look)],
    }),
  });
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  const files = branchFiles(rig);
  expect(files.get("of-a.txt")).toBe("# Of a, decided");
  expect(JSON.parse(files.get("context.txt")!)).toEqual([
    ["b"],
    [{ task: "a", path: `${folder}/a/execute/a.md` }],
  ]);
});
