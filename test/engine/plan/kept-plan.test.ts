import { describe, expect, it } from "vitest";
import type { LogRepository } from "../../../src/engine/journal/load.ts";
import { readPlanOnce } from "../../../src/engine/plan/kept-plan.ts";
import type { ReadPlan } from "../../../src/milestone/plan/read-plan.ts";

/** A store that keeps everything, by name. */
function memory() {
  const files = new Map<string, string>();
  const sealed: NonNullable<LogRepository["sealed"]> = {
    read: name => (files.has(name) ? Buffer.from(files.get(name)!) : null),
    write: (name, text) => files.set(name, text),
    drop: name => files.delete(name),
  };
  return { sealed, files };
}

function textOf(tasks: number): string {
  const list = Array.from(
    { length: tasks },
    (_, i) => `  - { id: t${i}, title: "Task ${i} ${"x".repeat(80)}", run: "true" }`,
  );
  return `id: m\ntitle: M\ntasks:\n${list.join("\n")}\n`;
}

const file = ".milestones/active/m.yaml";
const told = (reading: ReadPlan) => {
  if (!reading.ok) throw new Error("it is valid");
  const { plan, warnings, compliance, source } = reading;
  return { plan, warnings, compliance, task: source.task("t7"), at: source.at(source.task("t7")) };
};

describe("A large plan that was read before", () => {
  it("is found again, under its policy too, and says the same as when it was read", () => {
    const { sealed, files } = memory();
    const text = textOf(2_000);
    const base = readPlanOnce({ text, file }, sealed);
    if (!base.ok) throw new Error("it is valid");
    const branch = readPlanOnce({ text: `${text}# later\n`, file, policy: base.plan }, sealed);
    const kept = new Map(files);
    const again = readPlanOnce({ text, file }, sealed);
    if (!again.ok) throw new Error("it is valid");
    expect(told(again)).toEqual(told(base));
    expect(told(readPlanOnce({ text: `${text}# later\n`, file, policy: again.plan }, sealed))).toEqual(
      told(branch),
    );
    expect(files).toEqual(kept);
    expect(again.plan).not.toBe(base.plan);
  });

  it("is read anew where text, config or policy are others, or it was read as small", () => {
    const { sealed, files } = memory();
    const text = textOf(2_000);
    readPlanOnce({ text, file }, sealed);
    const [first] = files.values();
    const config = { file: ".milestones/config.yaml", text: "limits: { phase_timeout: 5m }\n" };
    const other = readPlanOnce({ text, file, config }, sealed);
    expect(other.ok && other.plan.limits.phaseTimeoutMs).toBe(300_000);
    expect([...files.values()]).not.toEqual([first]);
    const unknown = readPlanOnce({ text: textOf(1), file }, sealed);
    expect(unknown.ok).toBe(true);
    const before = new Map(files);
    if (unknown.ok) readPlanOnce({ text, file, policy: unknown.plan }, sealed);
    expect(files).toEqual(before);
  });
});
