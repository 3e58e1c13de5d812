import type { TestRun } from "./event-data.ts";

/** What runs on integrated work, where another machine does it. */
export type IntegratedCheck =
  | { kind: "baseline" }
  | { kind: "final" }
  /** `hybrid`: the tests between one cluster and the next. */
  | { kind: "cluster"; cluster: number }
  | { kind: "checkpoint"; name: string };

/** The name of a check in the log and on its ticket. */
export function checkName(check: IntegratedCheck): string {
  switch (check.kind) {
    case "baseline":
    case "final":
      return `tests/${check.kind}`;
    case "cluster":
      return `tests/cluster-${check.cluster}`;
    case "checkpoint":
      return `checkpoint/${check.name}`;
    default:
      return check satisfies never;
  }
}

/** The check of a name; null: there is none of that name. */
export function checkNamed(name: string): IntegratedCheck | null {
  if (name === "tests/baseline") return { kind: "baseline" };
  if (name === "tests/final") return { kind: "final" };
  const cluster = /^tests\/cluster-(\d{1,4})$/.exec(name)?.[1];
  if (cluster !== undefined) return { kind: "cluster", cluster: Number(cluster) };
  return name.startsWith("checkpoint/")
    ? { kind: "checkpoint", name: name.slice("checkpoint/".length) }
    : null;
}

/** The reason under which its tests stand in the log. */
export function testReason({ kind }: Exclude<IntegratedCheck, { kind: "checkpoint" }>): TestRun["reason"] {
  return kind === "cluster" ? "phase" : kind;
}

/** A check's name for people. */
export function checkWords(name: string): string {
  const check = checkNamed(name);
  switch (check?.kind) {
    case "baseline":
      return "the tests before any work";
    case "final":
      return "the last tests";
    case "cluster":
      return `the tests after cluster ${check.cluster + 1}`;
    case "checkpoint":
      return `the checks of checkpoint "${check.name}"`;
    case undefined:
      return name;
    default:
      return check satisfies never;
  }
}
