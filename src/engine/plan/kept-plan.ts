import { createHash } from "node:crypto";
import type { Plan } from "../../milestone/plan/plan.ts";
import {
  type PlanSource,
  type ReadPlan,
  type ReadPlanRequest,
  readPlan,
} from "../../milestone/plan/read-plan.ts";
import type { Repository } from "../ports.ts";

/*
 * A large plan as it was read, so that the next command finds it by the hash of its text. Sealed by this engine, and for
 * no other text, config, policy or program: anything else is read anew.
 */

/** Texts below this are read sooner than what was kept of them (characters). */
const LARGE = 200_000;

type Valid = Extract<ReadPlan, { ok: true }>;
type Kept = Omit<Valid, "source" | "ok">;

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
  const reading = kept ? { ok: true as const, ...kept, source: sourceLater(request) } : readPlan(request);
  if (!reading.ok) return reading;
  keys.set(reading.plan, key);
  if (!kept) keep(sealed, { name, key }, reading);
  return reading;
}

function hashOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}

function keptUnder(sealed: NonNullable<Repository["sealed"]>, name: string, key: string): Kept | null {
  const text = sealed.read(name)?.toString("utf8");
  return text?.startsWith(`${key}\n`) ? (JSON.parse(text.slice(key.length + 1)) as Kept) : null;
}

function keep(
  sealed: NonNullable<Repository["sealed"]>,
  { name, key }: { name: string; key: string },
  { plan, warnings, compliance }: Valid,
): void {
  const kept: Kept = { plan, warnings, compliance };
  if (isJson(kept)) sealed.write(name, `${key}\n${JSON.stringify(kept)}`);
}

/** Whether JSON holds all of it: it would drop or change anything else without a word. */
function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null)
    return value === null || typeof value === "string" || typeof value === "boolean";
  if (Array.isArray(value)) return value.every(isJson);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}

/** The places in the text, for which it is read after all once somebody asks for one. */
function sourceLater(request: ReadPlanRequest): PlanSource {
  let found: PlanSource | null = null;
  const source = (): PlanSource => {
    if (found) return found;
    const reading = readPlan(request);
    if (!reading.ok) throw new Error("a plan that was read before cannot be read");
    found = reading.source;
    return found;
  };
  return {
    file: request.file,
    text: request.text,
    key: name => source().key(name),
    task: id => source().task(id),
    plain: id => source().plain(id),
    hasPhaseMap: id => source().hasPhaseMap(id),
    at: path => source().at(path),
  };
}
