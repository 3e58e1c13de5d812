import { describe, expect, it } from "vitest";
import {
  groupToken,
  neutralise,
  outputGroup,
  workflowCommand,
} from "../../../src/engine/output/workflow-commands.ts";
import { PAYLOADS, runner } from "../../rig/log-commands.ts";

describe("S-CMDLOG-1: a child's output commands nothing", () => {
  it.each(PAYLOADS)("%j does nothing inside of a group", payload => {
    const output = `${outputGroup("task a / design", ["before", payload, "after"])}\n::error::ours`;
    expect(runner(output).map(command => command.name)).toEqual(["group", "endgroup", "error"]);
  });

  it.each(PAYLOADS)("%j does nothing even without a group, once it is cleaned", payload => {
    const body = outputGroup("t", [payload], "token").split("\n").slice(2, -2).join("\n");
    expect(runner(body)).toEqual([]);
  });

  it("the replica of the runner does execute each of them when nothing is done", () => {
    const naked = PAYLOADS.filter(payload => runner(`${payload}\n::error::ours`).length !== 1);
    expect(naked.length).toBeGreaterThan(20);
  });

  it("a title cannot end its group or begin a command", () => {
    const output = outputGroup("x\n::add-path::/evil\r::add-mask::a %0A", ["line"]);
    expect(runner(output).map(command => command.name)).toEqual(["group", "endgroup"]);
    expect(runner(output)[0]!.data).toBe("x\n::add-path::/evil\r::add-mask::a %0A");
  });

  it("each group has a token of its own that nobody guesses", () => {
    expect(groupToken()).toMatch(/^milestone-[0-9a-f]{64}$/);
    expect(groupToken()).not.toBe(groupToken());
  });

  it("ordinary lines stay as they are", () => {
    for (const line of ["std::vector<int>", "a :: b", "# ## heading", "[x]", ": one colon"])
      expect(neutralise(line)).toBe(line);
  });
});

describe("our own commands", () => {
  it("come through with all their characters", () => {
    const message = "100 %, line\nnext: a,b\r%0A";
    const properties = { file: "a,b:c%.yaml", line: 3, title: "x::y" };
    expect(runner(workflowCommand("error", message, properties))).toEqual([
      { name: "error", data: message, properties: { file: "a,b:c%.yaml", line: "3", title: "x::y" } },
    ]);
  });

  it("leave out properties that are not known", () => {
    expect(workflowCommand("error", "m", { file: undefined, line: "" })).toBe("::error::m");
  });
});
