import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { BUILT_IN_PROFILES } from "../../src/milestone/plan/profiles.ts";
import { drive, FOLDER } from "./drive.ts";
import { inOrder } from "./model/script.ts";
import { BIN, HOMES, PROGRAMS, type Program } from "./programs.ts";

const NAMES = Object.keys(PROGRAMS) as Program[];

/** One document where it belongs, one file where it does not, one command. */
const threeMoves = (phase: string) => (tree: string) =>
  inOrder(
    [
      {
        kind: "write",
        path: `${tree}/${FOLDER}/${phase}/architecture.md`,
        content: "# Overview\n\nIt works.\n",
      },
      { kind: "write", path: `${tree}/src/code.ts`, content: "export const answer = 42;\n" },
      { kind: "run", command: `echo ran > ${tree}/ran.txt` },
    ],
    "Done.\n\nAnswer 1: named the borders.",
  );

describe.each(NAMES)("%s, the real program", program => {
  test("writes its deliverable in a design phase, and nothing else", async () => {
    const { result, changed, turns } = await drive({
      program,
      phase: "design",
      script: threeMoves("design"),
    });
    expect(changed).toEqual([`${FOLDER}/design/architecture.md`]);
    expect(turns.at(-1)!.results).toHaveLength(3);
    expect(result).toMatchObject({ ok: true, answers: ["1. named the borders."] });
  });

  test("changes code and runs commands in an execute phase", async () => {
    const { result, changed } = await drive({ program, phase: "execute", script: threeMoves("execute") });
    expect(changed).toEqual([`${FOLDER}/execute/architecture.md`, "ran.txt", "src/code.ts"]);
    expect(result.ok).toBe(true);
  });

  test("gets the brief whole, however odd its characters", async () => {
    const prompt = "# Brief\n\n`$(touch pwned)` \"quoted\" 'single' {prompt} – ünïcode\n";
    const { turns } = await drive({ program, phase: "spec", prompt, script: () => inOrder([]) });
    expect(turns[0]!.prompt).toContain(prompt.trim());
  });

  test("reports the tokens that the model's service counted", async () => {
    const { result, turns } = await drive({ program, phase: "task", script: threeMoves("task") });
    expect(result.usage).toMatchObject({ agent: program });
    // Gemini asks a small model first which model to ask.
    const requests = turns.length + (program === "gemini" ? 1 : 0);
    expect(result.usage!.input_tokens).toBe(1000 * requests);
    expect(result.usage!.output_tokens).toBe(100 * requests);
  });

  test("is known to be misconfigured for good when its key is refused", async () => {
    const { result } = await drive({
      program,
      phase: "design",
      script: () => () => ({
        kind: "refuse",
        status: 401,
        type: "authentication_error",
        message: "invalid api key",
      }),
    });
    expect(result).toMatchObject({ ok: false, kind: "permanent" });
    expect(result.waitMs).toBeUndefined();
  });

  test("knows every flag that its profile passes", () => {
    const { args, phaseArgs, conversation } = BUILT_IN_PROFILES[program]!;
    const { without, start, resume } = conversation!;
    const all = [...args, ...Object.values(phaseArgs).flat(), ...without, ...start, ...resume];
    const flags = all.flatMap(arg => /^--[a-z-]+/.exec(arg)?.[0] ?? []);
    const help = execFileSync(join(BIN, program), program === "codex" ? ["exec", "--help"] : ["--help"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: HOMES },
    });
    expect(flags.filter(flag => !help.includes(flag))).toEqual([]);
  });
});
