import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type InitRequest, initCommand } from "../../src/commands/init-command.ts";
import { Refusal } from "../../src/engine/refusal.ts";
import { readGitHubConfig } from "../../src/milestone/plan/github-config.ts";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { memoryFiles } from "../import/memory-files.ts";

const WRITTEN = [
  ".milestones/active/first.yaml",
  ".milestones/config.yaml",
  ".github/milestone.yml",
  ".github/workflows/milestone.yml",
];

function init(given: Record<string, string>, over: Partial<InitRequest> = {}) {
  const files = memoryFiles(given);
  const git = { defaultBranch: "trunk", repository: { owner: "acme" } };
  const action = { action: "acme/milestone-execute", sha: "0".repeat(40), version: "v1" };
  const outcome = initCommand({ id: null, force: false, dryRun: false, files, git, action, ...over });
  return outcome.then(result => ({ ...result, files: files.content }));
}

describe("milestone init", () => {
  test("writes a milestone, config and workflow that are valid together", async () => {
    const { files, text } = await init({ "package.json": '{ "scripts": { "test": "node --test" } }' });
    expect([...files.keys()].slice(1)).toEqual(WRITTEN);
    const at = (path: string) => ({ file: path, text: files.get(path)! });
    const reading = readPlan({ ...at(WRITTEN[0]!), config: at(WRITTEN[1]!) });
    expect(reading).toMatchObject({ ok: true, warnings: [], plan: { id: "first", testCommand: "npm test" } });
    const { config, errors } = readGitHubConfig(files.get(WRITTEN[2]!)!, WRITTEN[2]!);
    expect([config.base, errors]).toEqual(["trunk", []]);
    expect(parse(files.get(WRITTEN[3]!)!)).toHaveProperty("jobs.milestone.steps");
    expect(text).toContain("found: branch trunk, owner acme, tests `npm test` (from package.json)");
    expect(
      text
        .split("\n")
        .slice(-3)
        .map(line => line.slice(0, 2)),
    ).toEqual(["1.", "2.", "3."]);
  });

  test("keeps what is there, says so, and may be given again", async () => {
    const { files, text } = await init({ ".milestones/config.yaml": "# mine\n" });
    expect(files.get(".milestones/config.yaml")).toBe("# mine\n");
    expect(text).toContain("kept  .milestones/config.yaml (there already");
    const again = await init(Object.fromEntries(files));
    expect(again.files).toEqual(files);
    expect((again.json as { files: string[] }).files).toEqual([]);
  });

  test("overwrites only when forced", async () => {
    const { files } = await init({ ".milestones/config.yaml": "# mine\n" }, { force: true });
    expect(files.get(".milestones/config.yaml")).toContain("Defaults of all milestones");
  });

  test("writes nothing on a dry run", async () => {
    const { files, text } = await init({}, { dryRun: true });
    expect(files.size).toBe(0);
    expect(text).toContain("would write .github/workflows/milestone.yml");
  });

  test("adds no starter beside milestones that are there, unless it is named", async () => {
    const mine = { ".milestones/active/mine.yaml": "id: mine" };
    const { files, json } = await init(mine);
    expect(files.has(".milestones/active/first.yaml")).toBe(false);
    expect(json).toMatchObject({ milestone: "mine" });
    expect((await init(mine, { id: "next" })).files.has(".milestones/active/next.yaml")).toBe(true);
  });

  test("writes no second workflow that runs milestones", async () => {
    const workflow = "jobs: { a: { steps: [ { uses: someone/milestone-execute@v1 } ] } }";
    const { files, text } = await init({ ".github/workflows/plan.yml": workflow });
    expect(files.has(".github/workflows/milestone.yml")).toBe(false);
    expect(text).toContain(
      "left out .github/workflows/milestone.yml (.github/workflows/plan.yml runs milestones already)",
    );
  });

  test("refuses an id that is not valid", async () => {
    await expect(init({}, { id: "a/b" })).rejects.toBeInstanceOf(Refusal);
  });
});
