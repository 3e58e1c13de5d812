import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith, standard } from "../action/plans.ts";
import type { Rig } from "../rig/repository.ts";

async function doctor(rig: Rig, args: string[] = [], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await rig.main.milestone(["doctor", ...args], { env });
  return { code, stdout, stderr };
}

it("runs setup and tests once in a fresh tree, and says that all is well", async () => {
  const rig = rigWith(
    {
      m: standard("m", {
        top: "setup: mkdir deps && test ! -e left.txt\ntest_command: test -d deps && test -s README.md",
        tasks: ["id: a"],
      }),
    },
    { ".gitignore": "deps/\n" },
  );
  rig.main.write({ "left.txt": "not committed\n" });
  const { code, stdout } = await doctor(rig, ["m"]);
  expect(code, stdout).toBe(0);
  expect(stdout).toMatch(/✓ setup +mkdir deps/);
  expect(stdout).toMatch(/✓ tests +test -d deps/);
  expect(stdout).toMatch(/✓ sandbox +by \w+; work trees are folders/);
  expect(stdout).toMatch(/✓ remote +main can be read/);
  expect(stdout).toMatch(
    /! workflow +there is no \.github\/workflows\/milestone\.yml.*\n +→ milestone init writes it/,
  );
  // Nothing is begun by it.
  expect(rig.git("branch", "--list", "milestone/*")).toBe("");
});

it("names what is missing, with what mends it", async () => {
  const rig = rigWith({
    m: standard("m", {
      top: "prerequisites: [{ tool: no-such-tool }]\nsetup: echo the registry is down; exit 3",
      executor: "{ agent: codex }",
      tasks: ["id: a"],
    }),
  });
  const { code, stdout } = await doctor(rig, ["m"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ needs +.*no-such-tool/);
  expect(stdout).toMatch(
    /✗ needs +the agent profile "codex" has no key: none of CODEX_API_KEY, OPENAI_API_KEY is set, and codex is not logged in here/,
  );
  expect(stdout).toMatch(
    /✗ setup +echo the registry is down; exit 3 failed with exit 3\n +the registry is down/,
  );
  const json = JSON.parse((await doctor(rig, ["m", "--json"])).stdout);
  expect(json.ok).toBe(false);
  expect(json.findings.filter((f: { state: string }) => f.state === "missing")).toHaveLength(4);
});

it("tries the configuration alone where no milestone is named, and says what the machine lacks", async () => {
  const rig = rigWith(
    { m: standard("m", { tasks: ["id: a"] }), n: standard("n", { tasks: ["id: a"] }) },
    { ".milestones/config.yaml": "setup: echo from-config > made.txt\n" },
  );
  const { code, stdout, stderr } = await doctor(rig);
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/✓ setup +echo from-config/);
  const bin = join(rig.folder, "bin");
  mkdirSync(bin);
  symlinkSync(rig.main.git("--exec-path") + "/git", join(bin, "git"));
  const bare = await doctor(rig, ["m"], { PATH: bin });
  expect(bare.code, bare.stdout + bare.stderr).toBe(1);
  expect(bare.stdout).toMatch(/✗ machine +bash is not on the PATH/);
  expect(bare.stdout).not.toMatch(/setup +echo/);
  const run = await rig.main.milestone(["execute", "m", "--no-push"], { env: { PATH: bin } });
  expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(/^error: bash is not on the PATH/m)]);
});

it("holds the workflow against what runners need, as validate does", async () => {
  const rig = rigWith(
    { m: standard("m", { top: "runners: { max: 2, labels: [ubuntu-latest] }", tasks: ["id: a"] }) },
    { ".github/workflows/milestone.yml": "on: { workflow_dispatch: {} }\njobs: {}\n" },
  );
  const found = "no job does `command: work`, so no phase is ever done";
  const { code, stdout } = await doctor(rig, ["m"]);
  expect(code).toBe(1);
  expect(stdout).toContain(`.github/workflows/milestone.yml:2: ${found}`);
  const valid = await rig.main.milestone(["validate", "m"]);
  expect(valid.code).toBe(2);
  expect(valid.stderr).toContain(found);
});

it("asks a program that may be logged in whether it is", async () => {
  const rig = rigWith({ m: standard("m", { executor: "{ agent: codex }", tasks: ["id: a"] }) });
  const [home, bin] = [join(rig.folder, "home"), join(rig.folder, "bin")];
  mkdirSync(join(home, ".codex"), { recursive: true });
  mkdirSync(bin);
  writeFileSync(join(home, ".codex/auth.json"), "{}");
  const program =
    '#!/bin/sh\n[ "$1 $2" = "login status" ] || exit 3\n[ -s "$HOME/.codex/valid" ] || { echo "Not logged in"; exit 1; }\n';
  writeFileSync(join(bin, "codex"), program, { mode: 0o755 });
  const env = { HOME: home, PATH: `${bin}:${process.env.PATH}` };
  const expired = await doctor(rig, ["m"], env);
  expect(expired.code).toBe(1);
  expect(expired.stdout).toMatch(
    /✗ keys +codex: no key is set, and it is not logged in \(codex login status\)/,
  );
  const refused = await rig.main.milestone(["execute", "m"], { env });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('the program of the agent profile "codex" is not logged in any more');
  expect(rig.git("branch", "--list", "milestone/*")).toBe("");
  writeFileSync(join(home, ".codex/valid"), "yes");
  const valid = await doctor(rig, ["m"], env);
  expect(valid.code, valid.stdout).toBe(0);
  expect(valid.stdout).toMatch(/✓ keys +codex: logged in/);
});
