import { expect, onTestFinished, test } from "vitest";
import { makeRig, type Rig } from "../../rig/repository.ts";

function rigWith(template: string): Rig {
  const rig = makeRig(
    { id: "demo", tasks: [{ id: "a" }] },
    { ".milestones/prompts/design.md": template },
    { warm: true },
  );
  onTestFinished(() => rig.close());
  return rig;
}

test("`milestone prompt` prints what an agent would get, by the repository's own template", async () => {
  const { main } = rigWith("Our way: {{task.id}} in {{deliverables.folder}}.\n");
  const printed = await main.milestone(["prompt", "demo", "a/design"]);
  expect(printed).toMatchObject({ code: 0 });
  expect(printed.stdout).toContain("Our way: a in .milestones/deliverables/demo/a/design.");
  const other = await main.milestone(["prompt", "demo", "a/spec"]);
  expect(other.stdout).toMatch(/^# .+: spec phase$/m);
});

test("an unknown variable in a template is found before anything is changed, with file, line and the nearest", async () => {
  const { main } = rigWith("Hello\n{{task.tilte}}\n");
  for (const args of [
    ["execute", "demo"],
    ["prompt", "demo", "a/design"],
  ]) {
    const refused = await main.milestone(args);
    expect(refused.code).toBe(2);
    const said = refused.stdout + refused.stderr;
    expect(said).toContain(".milestones/prompts/design.md");
    expect(said).toContain("there is no variable {{task.tilte}}");
    expect(said).toContain("write {{task.title}}");
  }
  expect(main.git("branch", "--list", "milestone/*").trim()).toBe("");
});
