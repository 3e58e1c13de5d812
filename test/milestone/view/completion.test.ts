import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completionScript } from "../../../src/cli/completion.ts";
import { commandsAt } from "../../../src/milestone/command/command-table.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "completion-"));
  mkdirSync(join(folder, ".milestones/active"), { recursive: true });
  for (const id of ["api-v2", "auth-v1"]) writeFileSync(join(folder, `.milestones/active/${id}.yaml`), "");
  writeFileSync(join(folder, "script.bash"), completionScript("bash"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What bash would offer after these words. */
function offered(...words: string[]): string[] {
  const ask = `source ./script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _milestone 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync("bash", ["--noprofile", "--norc", "-c", ask, "bash", "milestone", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  return text.split("\n").filter(Boolean);
}

describe("completion in bash", () => {
  test("offers every command of the terminal", () => {
    expect(offered("").sort()).toEqual([...commandsAt("terminal")].sort());
    expect(offered("re")).toEqual(["resume", "replan", "retry", "reject", "report", "replay"]);
  });

  test("offers the milestones that lie in the folder", () =>
    expect(offered("status", "a")).toEqual(["api-v2", "auth-v1"]));

  test("offers a command's flags in the form in which they are useful", () => {
    expect(offered("execute", "api-v2", "--no")).toEqual([
      "--no-git-integration",
      "--no-blocker-detection",
      "--no-push",
    ]);
    expect(offered("execute", "api-v2", "--ag")).toEqual(["--agents="]);
    expect(offered("status", "api-v2", "--ag")).toEqual([]);
  });

  test("offers the values of a choice", () => {
    expect(offered("execute", "api-v2", "--strategy", "=", "h")).toEqual(["hybrid"]);
    expect(offered("execute", "api-v2", "--monitoring", "")).toEqual(["basic", "detailed", "verbose"]);
    expect(offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });
});

describe("completion in zsh and fish", () => {
  test.each(["zsh", "fish"] as const)("%s knows every command", shell => {
    const script = completionScript(shell);
    for (const name of commandsAt("terminal")) expect(script).toMatch(new RegExp(`[ '(]${name}[ :)']`));
    expect(script.match(/(?<!\\)'/g)!.length % 2).toBe(0);
  });
});
