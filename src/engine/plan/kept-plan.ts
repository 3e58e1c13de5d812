import { createHash } from "node:crypto";
import type { Diagnostic } from "../../milestone/diagnostic/diagnostic.ts";
import type { Compliance } from "../../milestone/plan/compliance.ts";
import type { PhasePlan, Plan, TaskPlan } from "../../milestone/plan/plan.ts";
import { planSource, type ReadPlan, type ReadPlanRequest, readPlan } from "../../milestone/plan/read-plan.ts";
import { fromColumn, type PackedColumn, toColumn } from "../../milestone/saved/columns.ts";
import type { YamlPath } from "../../milestone/yaml/node.ts";
import type { Repository } from "../ports.ts";

/*
 * A large plan as it was read, so that the next command finds it by the hash of its text. Sealed by this engine, and for
 * no other text, config, policy or program: anything else is read anew.
 *
 * Thousands of tasks have few executors, deliverables and gates between them. What is equal is written once, and is one
 * object in memory: 10,000 tasks of four equal phases take 4 MiB in place of 28.
 */

/** Texts below this are read sooner than what was kept of them (characters). */
const LARGE = 200_000;

type Valid = Extract<ReadPlan, { ok: true }>;
type ValidSource = Valid["source"];

/** The numbers stand for the objects at that place of the lists. */
type KeptPhase = Omit<PhasePlan, "executor" | "deliverables" | "gate"> &
  Record<"executor" | "deliverables" | "gate", number>;
type KeptTask = Omit<TaskPlan, "phases"> & { phases: number };

interface KeptForm {
  plan: Omit<Plan, "tasks" | "lost"> & { tasks: KeptTask[]; lost?: KeptTask[] };
  parts: {
    executors: PhasePlan["executor"][];
    deliverables: PhasePlan["deliverables"][];
    gates: PhasePlan["gate"][];
    phases: KeptPhase[];
    /** The phases of a task. */
    lists: number[][];
  };
  warnings: Diagnostic[];
  compliance: Compliance;
  layout: Omit<ValidSource["layout"], "home"> & { home: [string, YamlPath][] };
}

/** What each plan was read from, so that one read under it as policy can be named. */
const keys = new WeakMap<Plan, string>();

/** As `readPlan`, from what was kept where that is of the very same texts. */
export function readPlanOnce(request: ReadPlanRequest, sealed: Repository["sealed"]): ReadPlan {
  const policy = request.policy ? keys.get(request.policy) : "";
  if (!sealed || request.text.length < LARGE || policy === undefined) return readPlan(request);
  const key = hashOf([
    policy,
    request.file,
    request.text,
    request.config?.text ?? "",
    request.unknownKeys ?? "",
  ]);
  const name = `${request.file.slice(request.file.lastIndexOf("/") + 1)}.${policy === "" ? "own" : "policy"}`;
  const kept = keptUnder(sealed, name, key);
  if (kept) return remember(key, unpacked(kept, request));
  const reading = readPlan(request);
  if (!reading.ok) return reading;
  const packed = pack(reading);
  if (!isJson(packed)) return remember(key, reading);
  sealed.write(name, `${key}\n${JSON.stringify(toColumn([packed]))}`);
  return remember(key, unpacked(packed, request));
}

function remember(key: string, reading: Valid): Valid {
  keys.set(reading.plan, key);
  return reading;
}

function hashOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}

function keptUnder(sealed: NonNullable<Repository["sealed"]>, name: string, key: string): KeptForm | null {
  const text = sealed.read(name)?.toString("utf8");
  if (!text?.startsWith(`${key}\n`)) return null;
  const [kept] = fromColumn(JSON.parse(text.slice(key.length + 1)) as PackedColumn, 1);
  return kept as KeptForm;
}

function pack({ plan, warnings, compliance, source }: Valid): KeptForm {
  const executors = new SharedParts<PhasePlan["executor"]>();
  const deliverables = new SharedParts<PhasePlan["deliverables"]>();
  const gates = new SharedParts<PhasePlan["gate"]>();
  const phases = new SharedParts<KeptPhase>();
  const lists = new SharedParts<number[]>();
  const packPhase = (phase: PhasePlan): number =>
    phases.place({
      ...phase,
      executor: executors.place(phase.executor),
      deliverables: deliverables.place(phase.deliverables),
      gate: gates.place(phase.gate),
    });
  const packTask = (task: TaskPlan): KeptTask => ({
    ...task,
    phases: lists.place(task.phases.map(packPhase)),
  });
  const { tasks, lost, ...rest } = plan;
  return {
    plan: { ...rest, tasks: tasks.map(packTask), ...(lost ? { lost: lost.map(packTask) } : {}) },
    parts: {
      executors: executors.list,
      deliverables: deliverables.list,
      gates: gates.list,
      phases: phases.list,
      lists: lists.list,
    },
    warnings,
    compliance,
    layout: { ...source.layout, home: [...source.layout.home] },
  };
}

/** Equal values have one place. */
class SharedParts<T> {
  readonly list: T[] = [];
  readonly #places = new Map<string, number>();

  place(value: T): number {
    const text = JSON.stringify(value);
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.list.length);
    return this.list.push(value) - 1;
  }
}

function unpacked({ plan, parts, warnings, compliance, layout }: KeptForm, request: ReadPlanRequest): Valid {
  const { executors, deliverables, gates } = parts;
  const phases = parts.phases.map(phase => ({
    ...phase,
    executor: executors[phase.executor]!,
    deliverables: deliverables[phase.deliverables]!,
    gate: gates[phase.gate]!,
  }));
  const lists = parts.lists.map(places => places.map(place => phases[place]!));
  const unpackTask = (task: KeptTask): TaskPlan => ({ ...task, phases: lists[task.phases]! });
  const { tasks, lost, ...rest } = plan;
  const whole: Plan = {
    ...rest,
    tasks: tasks.map(unpackTask),
    ...(lost ? { lost: lost.map(unpackTask) } : {}),
  };
  const source = planSource(request, { ...layout, home: new Map(layout.home) }, whole.tasks);
  return { ok: true, plan: whole, warnings, compliance, source };
}

/** Whether JSON holds all of it: it would drop or change anything else without a word. */
function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null)
    return value === null || typeof value === "string" || typeof value === "boolean";
  if (Array.isArray(value)) return value.every(isJson);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}
