import { expect, test } from "vitest";
import { checkRunnersWorkflow } from "../../src/init/check-workflow.ts";
import { runnersWorkflow } from "../../src/init/runners-workflow.ts";

const SHA = "0123456789012345678901234567890123456789";
const WRITTEN = runnersWorkflow(
  { milestone: "m", defaultBranch: "main" },
  { action: "org/milestone-execute", sha: SHA, version: "v1", labels: ["ubuntu-latest"] },
);
const KEYED = WRITTEN.replace("        # env:\n        #   ANTHROPIC", "        env:\n          ANTHROPIC");
const WANTED = {
  runners: { max: 4, labels: ["ubuntu-latest"] },
  keys: [{ profile: "claude", names: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"] }],
};
const check = (text: string) => checkRunnersWorkflow(text, WANTED);

test("the workflow that init writes has all that the plan needs, but for the keys", () => {
  expect(check(KEYED)).toEqual([]);
  const [found, ...more] = check(WRITTEN);
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    isError: true,
    message: expect.stringContaining('no key for the agent profile "claude": none of ANTHROPIC_API_KEY'),
    line: WRITTEN.slice(0, WRITTEN.indexOf("      - id: work")).split("\n").length,
  });
});

const line = (part: string): number => KEYED.slice(0, KEYED.indexOf(part)).split("\n").length;

test.each<[string, string, string, RegExp, number, boolean]>([
  ["no ticket", "      ticket:", "      tickets:", /has no input "ticket"/, line("    inputs:"), true],
  ["no work", "command: work", "command: status", /no job does `command: work`/, line("jobs:"), true],
  [
    "a writing agent",
    "contents: read\n",
    "contents: write\n",
    /in which agents run, may write: contents/,
    line("      contents: read"),
    true,
  ],
  [
    "a cache that agents fill beside the token",
    "    cache-mode: none",
    "    cache-mode: write",
    /a cache that an agent filled reaches the job that can write: take/,
    line("    cache-mode: none"),
    true,
  ],
  [
    "agents' caches without a word",
    "    cache-mode: read #",
    "    #",
    /reaches other jobs: work/,
    line("  work:"),
    false,
  ],
  [
    "a kept token",
    "persist-credentials: false\n      - id: work",
    "show-progress: false\n      - id: work",
    /keeps the token/,
    line("      - uses: actions/checkout"),
    true,
  ],
  [
    "no right to start runs",
    "      actions: write",
    "      deployments: write",
    /lacks the right to write actions/,
    line("    permissions:\n      contents: write"),
    true,
  ],
  [
    "landings at once",
    "      queue: max\n",
    "",
    /GitHub drops all but the newest/,
    line("    concurrency:"),
    false,
  ],
  [
    "landings that cancel",
    "cancel-in-progress: false",
    "cancel-in-progress: true",
    /cancel each other/,
    line("      cancel-in-progress"),
    true,
  ],
  [
    "no digest",
    "          digest: ${{ needs",
    "          other: ${{ needs",
    /not told the digest/,
    KEYED.slice(0, KEYED.lastIndexOf("        with:\n")).split("\n").length,
    true,
  ],
  [
    "a moving version",
    `@${SHA}`,
    "@v1",
    /not pinned to a commit/,
    KEYED.slice(0, KEYED.lastIndexOf(`uses: org`)).split("\n").length,
    false,
  ],
  [
    "other labels",
    "runs-on: [ubuntu-latest]",
    "runs-on: [macos-latest]",
    /does not run on ubuntu-latest/,
    line("    runs-on: [ubuntu"),
    false,
  ],
  ["a tab", "jobs:", "jobs:\t\n\tx", /tab/i, line("jobs:") + 1, true],
])("says what a workflow with %s lacks, and where", (_, from, to, message, at, isError) => {
  const changed = KEYED.replaceAll(from, to);
  expect(changed).not.toBe(KEYED);
  expect(check(changed)).toContainEqual({
    line: at,
    message: expect.stringMatching(message),
    remedy: expect.any(String),
    isError,
  });
});

test("two versions of the Action, and a key beside the token that can write, are said", () => {
  const two = KEYED.replace(`@${SHA}`, `@${SHA.replace("0", "9")}`);
  expect(check(two).map(({ message }) => message)).toEqual([expect.stringContaining("use two versions")]);
  const beside = KEYED.replace(
    "          fail-on-blocked: false",
    "        env:\n          A: ${{ secrets.ANTHROPIC_API_KEY }}",
  );
  expect(check(beside).map(({ message }) => message)).toEqual([
    expect.stringContaining("holds the secret ANTHROPIC_API_KEY"),
  ]);
});
