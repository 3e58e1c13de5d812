import { describe, expect, test } from "vitest";
import { mayRun, needForCommand } from "../../../src/github/rules.ts";
import { type Command, parseArgs, parseComment } from "../../../src/milestone/command/command.ts";
import { draftsPlan } from "../../../src/milestone/command/command-reader.ts";
import { readGitHubConfig } from "../../../src/milestone/plan/github-config.ts";

const KNOWN = ["api-v2", "auth"];

function inComment(body: string, implied?: string): Command {
  const parsed = parseComment(body, implied === undefined ? { known: KNOWN } : { implied });
  if (parsed.kind !== "commands") throw new Error(JSON.stringify(parsed));
  return parsed.commands[0]!;
}

describe("plan in a comment", () => {
  test.each<[string, string | null, string | undefined]>([
    ["/milestone plan api-v2", "api-v2", undefined],
    ["/milestone plan api-v2 --strategy=hybrid", "api-v2", undefined],
    ["/milestone plan unknown", "unknown", undefined],
    ["/milestone plan", null, undefined],
    ["/milestone plan Rate limits", null, "Rate limits"],
    ["/milestone plan --goal=Limits", null, "Limits"],
    ['/milestone plan "Rate limits"', null, "Rate limits"],
    ["/milestone plan Add a --verbose flag to the CLI", null, "Add a --verbose flag to the CLI"],
    ["/milestone plan --agent=codex Rate limits --from=docs", null, "Rate limits"],
    ['/milestone plan limits --goal="Rate limits"', "limits", "Rate limits"],
  ])("%s", (body, milestone, goal) => {
    const command = inComment(body);
    expect(command).toMatchObject({ name: "plan", milestone });
    expect(command.flags.goal).toBe(goal);
    expect(draftsPlan(command)).toBe(milestone === null || goal !== undefined);
  });

  test("shows the milestone of the place where there is one, and takes words for a goal there too", () => {
    expect(inComment("/milestone plan", "api-v2").milestone).toBe("api-v2");
    expect(inComment("/milestone plan in smaller steps", "api-v2").flags.goal).toBe("in smaller steps");
  });

  test("is for writers where it drafts, whatever the repository opens to readers", () => {
    const { config } = readGitHubConfig("permissions: { plan: read }\n", ".github/milestone.yml");
    const may = (body: string, permission: "read" | "write") =>
      mayRun(needForCommand(inComment(body), config), permission).ok;
    expect(may("/milestone plan api-v2", "read")).toBe(true);
    expect(may("/milestone plan Rate limits", "read")).toBe(false);
    expect(may("/milestone plan", "read")).toBe(false);
    expect(may("/milestone plan Rate limits", "write")).toBe(true);
  });
});

test("a quoted sentence or several words are a goal in a terminal, one word is an id", () => {
  const read = (...argv: string[]) => parseArgs(argv, KNOWN);
  expect(read("plan", "build a todo app")).toMatchObject({
    command: { flags: { goal: "build a todo app" } },
  });
  expect(read("plan", "build", "it")).toMatchObject({ command: { flags: { goal: "build it" } } });
  expect(read("plan", "api-v2")).toMatchObject({ command: { milestone: "api-v2", flags: {} } });
  expect(read("plan", "a", "b", "--goal", "c")).toMatchObject({ ok: false });
  expect(read("plan")).toMatchObject({ ok: false });
});
