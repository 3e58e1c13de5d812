import { describe, expect, test } from "vitest";
import { type CommandLineQuestion, commandLine } from "../../../src/engine/profile/command-line.ts";
import { PHASES } from "../../../src/milestone/phase.ts";
import type { AgentProfile } from "../../../src/milestone/plan/plan.ts";
import { BUILT_IN_PROFILES } from "../../../src/milestone/plan/profiles.ts";

const FOLDER = "/trees/agent-1/.milestones/deliverables/m/t/design";
const base: CommandLineQuestion = {
  phase: "design",
  prompt: "Do it.",
  promptFile: "/scratch/t-design/prompt.md",
  variables: { MILESTONE_DELIVERABLES: FOLDER },
  worktree: "/trees/agent-1",
};

function line(profile: Partial<AgentProfile>, more: Partial<CommandLineQuestion> = {}) {
  const whole: AgentProfile = {
    name: "x",
    command: "x",
    args: [],
    phaseArgs: {},
    prompt: "stdin",
    env: {},
    result: "text",
    ...profile,
  };
  return commandLine(whole, { ...base, ...more });
}

describe("a command line", () => {
  test("has the profile's arguments, then the phase's", () => {
    const profile = { args: ["-a"], phaseArgs: { design: ["-d"], execute: ["-e"] } };
    expect(line(profile).argv).toEqual(["x", "-a", "-d"]);
    expect(line(profile, { phase: "execute" }).argv).toEqual(["x", "-a", "-e"]);
  });

  test("gives the prompt on stdin, as a file or as an argument", () => {
    expect(line({ prompt: "stdin" })).toMatchObject({ argv: ["x"], stdin: "Do it." });
    expect(line({ prompt: "file" })).toMatchObject({ argv: ["x", base.promptFile], stdin: null });
    expect(line({ prompt: "arg" })).toMatchObject({ argv: ["x", "Do it."], stdin: null });
  });

  test("puts the prompt where a word places it, once", () => {
    expect(line({ prompt: "arg", args: ["-p", "{prompt}", "-q"] }).argv).toEqual(["x", "-p", "Do it.", "-q"]);
    expect(line({ prompt: "file", args: ["--file={prompt_file}"] }).argv).toEqual([
      "x",
      `--file=${base.promptFile}`,
    ]);
  });

  test("points to a prompt that is too long for an argument", () => {
    const [, argument] = line({ prompt: "arg" }, { prompt: "x".repeat(200_000) }).argv;
    expect(argument).toContain(base.promptFile);
    expect(argument!.length).toBeLessThan(500);
  });

  test("never reads a prompt's own words in braces", () => {
    const prompt = "Use {deliverables} and {env.SECRET}";
    expect(line({ prompt: "arg" }, { prompt, environment: { SECRET: "s" } }).argv).toEqual(["x", prompt]);
    expect(
      line({ prompt: "arg", args: ["{prompt}"] }, { prompt, environment: { SECRET: "s" } }).argv,
    ).toEqual(["x", prompt]);
  });

  test("replaces the words for folders", () => {
    const args = [
      "{worktree}",
      "{deliverables}",
      "{deliverables_path}",
      "{files}",
      "{usage_file}",
      "{other}",
      '{"a":1}',
    ];
    expect(line({ args }).argv).toEqual([
      "x",
      "/trees/agent-1",
      FOLDER,
      ".milestones/deliverables/m/t/design",
      "/scratch/t-design",
      "/scratch/t-design/usage.json",
      "{other}",
      '{"a":1}',
    ]);
    expect(line({ args }).usageFile).toBe("/scratch/t-design/usage.json");
    expect(line({}).usageFile).toBeNull();
  });

  test("leaves out an argument whose value is unknown", () => {
    const args = ["--max={budget_usd}", "--url={env.BASE}", "-z"];
    expect(line({ args }).argv).toEqual(["x", "-z"]);
    expect(line({ args }, { remainingUsd: 1.23999, environment: { BASE: "http://b" } }).argv).toEqual([
      "x",
      "--max=1.2399",
      "--url=http://b",
      "-z",
    ]);
  });

  test("never names a budget of nothing, which programs take for none or refuse", () => {
    expect(line({ args: ["--max={budget_usd}"] }, { remainingUsd: 0 }).argv).toEqual(["x", "--max=0.0001"]);
  });

  test("replaces words in environment values and files", () => {
    const made = line({
      env: { KEY: null, AT: "{worktree}/x", NO: "{env.NONE}" },
      files: { "p.toml": "re = '{deliverables_regex}'" },
    });
    expect(made.env).toEqual({ KEY: null, AT: "/trees/agent-1/x" });
    expect(made.files).toEqual([
      {
        path: "/scratch/t-design/p.toml",
        content: "re = '\\/trees\\/agent-1\\/\\.milestones\\/deliverables\\/m\\/t\\/design'",
      },
    ]);
  });
});

describe.each(Object.values(BUILT_IN_PROFILES))("the built-in profile $name", profile => {
  test.each(PHASES)("leaves no word unreplaced in %s", phase => {
    const environment = { OPENAI_BASE_URL: "http://b", ANTHROPIC_BASE_URL: "http://b" };
    const { argv, files, stdin } = commandLine(profile, { ...base, phase, environment, remainingUsd: 5 });
    expect([...argv, ...files.map(f => f.content)].join("\n")).not.toMatch(/\{[a-z_.]+\}/i);
    expect(stdin).toBe("Do it.");
  });

  test("says how to install its program and names no GitHub token of the engine", () => {
    expect(profile.install).toContain("npm install");
    expect(Object.keys(profile.env).filter(name => /^(GITHUB_|GH_|ACTIONS_|INPUT_)/.test(name))).toEqual([]);
  });
});
