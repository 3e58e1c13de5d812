import { describe, expect, it } from "vitest";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

const FILE = "file=.milestones/active/m.yaml";
const lineOf = (text: string, part: string): number =>
  text.split("\n").findIndex(line => line.includes(part)) + 1;

describe("what stands against a start is annotated where the milestone's file asks for it", () => {
  it("each required milestone and each need of the machine", async () => {
    const text = [
      "id: m",
      "title: M",
      "kiro_configuration: { enforcement: flexible }",
      "executor: { run: 'true' }",
      "dependencies:",
      "  requires:",
      "    - auth-v1",
      "    - billing-v2",
      "prerequisites:",
      "  - { tool: git }",
      "  - { tool: nosuchtool }",
      "  - { env: NO_SUCH_VARIABLE }",
      "  - { service: db, check: 'false' }",
      "tasks:",
      "  - id: a",
    ].join("\n");
    const step = await runStep(rigWith({ m: text }));
    const wanted = ["auth-v1", "billing-v2", "nosuchtool", "NO_SUCH_VARIABLE", "db"];
    expect(step.errors, step.said).toHaveLength(wanted.length);
    for (const word of wanted) {
      const error = step.errors.find(e => new RegExp(`"${word}"|variable ${word}`).test(e));
      expect(error, step.said).toContain(`${FILE},line=${lineOf(text, word)},`);
    }
  });

  it.each(["completed", "cancelled"])("a status %s that forbids it", async status => {
    const text = standard("m", { tasks: ["id: a"] }).replace("status: planned", `status: ${status}`);
    const step = await runStep(rigWith({ m: text }));
    expect(step.errors, step.said).toHaveLength(1);
    expect(step.errors[0]).toContain(`${FILE},line=${lineOf(text, "status:")},`);
  });

  it("an id that another milestone has but for its case; validate says so as well", async () => {
    const rig = rigWith({
      m: standard("m", { tasks: ["id: a"] }),
      M: standard("M", { tasks: ["id: a"] }),
    });
    for (const command of ["execute", "validate"]) {
      const step = await runStep(rig, { inputs: { command } });
      expect(step.code, step.said).toBe(1);
      expect(step.errors, step.said).toHaveLength(1);
      expect(step.errors[0]).toContain(`${FILE},line=1,`);
      expect(step.errors[0]).toContain(".milestones/active/M.yaml");
    }
  });
});

describe("a refusal", () => {
  it.each([
    ["agents", "65", "a whole number from 1 to 64"],
    ["strategy", "fastest", "parallel, sequential, hybrid, auto"],
    ["push", "perhaps", "true or false"],
    ["session-id", "../x", "letters, digits"],
    ["milestone", "../../etc", "letters, digits"],
  ])("of the input %s names it, its value %s, and what may stand there", async (name, value, allowed) => {
    const step = await runStep(rigWith({ m: standard("m", { tasks: ["id: a"] }) }), {
      inputs: { [name]: value },
    });
    expect(step.errors, step.said).toHaveLength(1);
    expect(step.errors[0]).toContain(`the input ${name} is "${value}"`);
    expect(step.errors[0]).toContain(allowed);
    expect(step.errors[0]).not.toContain("--");
  });

  it("says which milestone it was about, as an output too", async () => {
    const step = await runStep(rigWith({ m: standard("m", { tasks: ["id: a"] }) }), {
      inputs: { command: "resume", "session-id": "nosuch" },
    });
    expect(step.outputs).toMatchObject({ status: "failed", milestone: "m" });
    expect(step.errors[0], step.said).toContain("the session nosuch is unknown");
    expect(step.errors[0]).toContain('"m" has no session to resume');
  });
});
