import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkTitle } from "../../src/github/check.ts";
import { DEFAULT_WEIGHTS } from "../../src/milestone/phase.ts";
import { fold } from "../../src/milestone/session/log.ts";
import { emptyState } from "../../src/milestone/session/state.ts";
import type { Dashboard } from "../../src/milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../../src/milestone/view/dashboard-markdown.ts";
import { dateTime } from "../../src/milestone/view/figures.ts";
import { addPlan, rigWith } from "../action/plans.ts";
import { makeGate } from "../rig/agent.ts";
import { type Clone, cloneAt, git, type Rig } from "../rig/repository.ts";

/** Waits until it is let go, fails until it is mended, is paid, asks, and is done by a person. */
const plan = (folder: string, gate: { run: string; env: Record<string, string> }): string => `id: m
title: Milestone m
due: 2099-01-01
executor: { run: "true", retries: 0, backoff: 0s }
quality_gates: [{ at: 100, name: "Release it?", criteria: [Docs are right] }]
tasks:
  slow: { run: ${JSON.stringify(gate.run)}, env: ${JSON.stringify(gate.env)} }
  bad: { run: 'echo "no such table"; [ -e "$FOLDER/mended" ]', env: { FOLDER: ${JSON.stringify(folder)} } }
  paid: { agent: paid, phases: { design: { gate: true }, execute: {} } }
  asks:
    run: '[ -n "\${MILESTONE_FEEDBACK:-}" ] || echo "{\\"question\\":\\"Which?\\",\\"options\\":[\\"red\\",\\"blue\\"],\\"default\\":\\"blue\\"}" > "$MILESTONE_ASK"'
  call: { manual: true }
`;
const PAID = `agents:
  paid:
    command: bash
    args: [-c, 'echo "{\\"type\\":\\"result\\",\\"subtype\\":\\"success\\",\\"is_error\\":false,\\"result\\":\\"Done.\\",\\"total_cost_usd\\":1.25,\\"usage\\":{\\"input_tokens\\":900,\\"output_tokens\\":100}}"']
    result: claude-json
`;

/** The figures that a view tells, whatever it looks like. */
function figuresIn(view: string) {
  const text = view
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
  const one = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? `none in ${text.slice(0, 2_000)}`;
  return {
    percent: one(/(?<![\d.])(\d+) %/),
    tasks: one(/(\d+\/\d+) tasks/),
    attempts: one(/(\d+) attempts?/),
    cost: one(/\$([\d.]+)/),
    seconds: seconds(one(/((?:\d+[dhms] ?)+)of agents' time/)),
    forecast: /forecast (?:[\d-]+ [\d:]+ to )?(?:[\d-]+ )?([\d:]+) UTC/.exec(text)?.[1] ?? null,
  };
}

const UNITS: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };
const seconds = (words: string): number =>
  [...words.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!,
    0,
  );

interface Looked {
  json: Dashboard;
  text: string;
}

/** Looks at the milestone in every way that there is, and compares the figures. */
async function look(clone: Clone, name: string): Promise<Looked> {
  const said = async (...args: string[]): Promise<string> => {
    const done = await clone.milestone([...args, "m"]);
    expect(done.code, done.stderr).toBe(0);
    return done.stdout;
  };
  const json: Dashboard = JSON.parse(await said("status", "--json"));
  const text = await said("status");
  const body = dashboardMarkdown(json);
  const views = { text, body, report: await said("report"), html: await said("report", "--html") };
  const { percentage, counts, usage, timeline } = json;
  const { forecastRange } = timeline;
  for (const [view, shown] of Object.entries(views)) {
    const figures = figuresIn(shown);
    expect(figures, `${view} while ${name}`).toMatchObject({
      percent: String(percentage),
      tasks: `${counts.completed}/${counts.total}`,
      attempts: String(usage.attempts),
      ...(usage.costUsd > 0 ? { cost: usage.costUsd.toFixed(2) } : {}),
    });
    // The views are drawn one after the other, while agents may be at work.
    const apart = Math.abs(figures.seconds - usage.minutes * 60);
    expect(apart, `${view} while ${name}`).toBeLessThan(name === "running" ? 15 : 1);
    // A span of seconds may be over before the next view is drawn, and is then told no more.
    if (figures.forecast !== null && forecastRange)
      expect(figures.forecast, `${view} while ${name}`).toBe(dateTime(forecastRange.to).slice(11, 16));
  }
  return { json, text };
}

/** The check's line, of what the branch holds. */
const titleOf = (rig: Rig): string => checkTitle(fold(emptyState("m", DEFAULT_WEIGHTS), rig.events("m")));

/** Lines that are to be pasted. */
const linesIn = (text: string): string[] =>
  text
    .split("\n")
    .map(line => line.trim())
    .filter(line => line.startsWith("milestone "));

/** A shell's own reading of the line; the program is run in a copy of everything, so that each line finds the same. */
async function paste(rig: Rig, line: string): Promise<{ line: string; code: number | null; said: string }> {
  const script = `milestone() { printf '%s\\0' "$@"; }\n${line}\n`;
  const words = execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
  const folder = mkdtempSync(join(tmpdir(), "milestone-paste-"));
  try {
    for (const part of ["main", "origin.git"])
      cpSync(join(rig.folder, part), join(folder, part), { recursive: true, verbatimSymlinks: true });
    git(join(folder, "main"), "remote", "set-url", "origin", join(folder, "origin.git"));
    const { code, stdout, stderr } = await cloneAt(join(folder, "main"), true).milestone(words);
    return { line, code, said: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Done, or on its way to what else is to be decided; never refused and never failed. */
const WELL = [0, 10, 11, 12];

test("in each state all views tell the same figures, and every line that they tell a person to type works", async () => {
  const gate = makeGate();
  const rig = rigWith({});
  onTestFinished(() => gate.close());
  rig.main.write({ ".milestones/config.yaml": PAID });
  addPlan(rig, plan(rig.folder, gate));
  const { main } = rig;
  const go = (command: string) => main.milestone([command, "m"]);
  const pasted = async (text: string, least: number): Promise<void> => {
    const lines = [...new Set(linesIn(text))];
    expect(lines.length, text).toBeGreaterThanOrEqual(least);
    for (const line of lines) {
      const done = await paste(rig, line);
      expect(WELL, `${line}: ${done.said}`).toContain(done.code);
    }
  };

  const run = main.start(["execute", "m", "--agents=5"]);
  await gate.until("slow", "execute");
  // All that can end has ended, and is committed: the views are drawn one after the other.
  const atWork = async () => {
    const { agents, usage }: Dashboard = JSON.parse((await main.milestone(["status", "--json", "m"])).stdout);
    return { tasks: agents.map(agent => agent.task), attempts: usage.attempts };
  };
  await expect.poll(atWork, { timeout: 120_000 }).toEqual({ tasks: ["slow"], attempts: 4 });
  const running = await look(main, "running");
  expect(running.json.agents.map(a => a.task)).toEqual(["slow"]);
  expect((await main.milestone(["pause", "m"])).code).toBe(0);
  await run.done;
  const paused = await look(main, "paused");
  expect(paused.json.status).toBe("paused");

  gate.open();
  const blocked = await go("resume");
  expect(blocked.code, blocked.stderr).toBe(11);
  const stuck = await look(main, "blocked");
  expect(stuck.json).toMatchObject({ status: "blocked", session: { agents: 5 } });
  await pasted(stuck.text + blocked.stdout, 6);

  writeFileSync(join(rig.folder, "mended"), "");
  const waiting = await main.milestone(["retry", "m", "bad"]);
  expect(waiting.code, waiting.stderr).toBe(10);
  const held = await look(main, "waiting at a gate");
  expect(held.json).toMatchObject({ status: "waiting_approval", session: { agents: 5 } });
  expect(titleOf(rig)).toContain(`${held.json.percentage} % · 2/5 tasks · 2 gates waiting · 1 question open`);
  await pasted(held.text + waiting.stdout, 5);

  for (const line of ["approve m paid/design", "answer m asks 1", "done m call"])
    expect((await main.milestone(line.split(" "))).code, line).toBe(0);
  const last = await go("resume");
  expect(last.code, last.stderr).toBe(10);
  const all = await look(main, "waiting for the last word");
  expect(all.json.percentage).toBe(100);
  expect(all.text).toContain("5/5 tasks · 1 checkpoint waiting");
  expect(titleOf(rig)).toBe("100 % · 5/5 tasks · 1 gate waiting");
  await pasted(last.stdout, 2);
  expect((await main.milestone(["approve", "m", "checkpoint/100"])).code).toBe(0);
  const ended = await go("resume");
  expect(ended.code, ended.stderr).toBe(0);
  const done = await look(main, "completed");
  expect(done.json.status).toBe("completed");
  expect(titleOf(rig)).toBe("100 % · 5/5 tasks");
  await pasted(ended.stdout, 2);
}, 240_000);
