import { type Diagnostic, renderDiagnostic } from "../../milestone/diagnostic/diagnostic.ts";
import { paths, ROOT, type Shelf } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import type { ReadPlan } from "../../milestone/plan/read-plan.ts";
import type { PlanPlaces } from "../../milestone/saved/documents.ts";
import type { Oid, Ports, Repository } from "../ports.ts";
import { complaintOf, Refusal } from "../refusal.ts";
import { readPlanOnce } from "./kept-plan.ts";

/** Reads a file of the plan's: from a commit, or from the checkout where there is no commit to read. */
export interface ReadFile {
  (path: string): Promise<Buffer | null>;
  /** What this engine kept of what it read there. */
  sealed?: Repository["sealed"];
}

export type ValidPlan = Extract<ReadPlan, { ok: true }>;

export interface PlanFile {
  text: string;
  path: string;
  shelf: Shelf;
}

export function atCommit(
  repository: Pick<Repository, "readFile"> & Partial<Pick<Repository, "sealed">>,
  commit: Oid,
): ReadFile {
  const read: ReadFile = path => repository.readFile(commit, path);
  read.sealed = repository.sealed;
  return read;
}

/** The milestone's file, wherever it stands; null when there is none. */
export async function findPlanFile(read: ReadFile, id: string): Promise<PlanFile | null> {
  for (const shelf of ["active", "completed", "archived"] as const) {
    const path = paths.milestone(id, shelf);
    const bytes = await read(path);
    if (bytes) return { text: bytes.toString("utf8"), path, shelf };
  }
  return null;
}

/** Reads and validates the plan with its config, under the base branch's policy where one is given. */
export async function loadPlan(read: ReadFile, file: PlanFile, policy?: Plan): Promise<ReadPlan> {
  const config = await read(paths.config);
  const request = {
    text: file.text,
    file: file.path,
    ...(config ? { config: { text: config.toString("utf8"), file: paths.config } } : {}),
    ...(policy ? { policy } : {}),
  };
  return readPlanOnce(request, read.sealed);
}

/** @throws Refusal with every error of the file */
export function requireValid(reading: ReadPlan, file: PlanFile): ValidPlan {
  if (reading.ok) return reading;
  throw new Refusal(reading.errors.map(e => ({ ...complaintOf(e), rendered: renderedIn(file, e) })));
}

/** The finding with its line, which is the plan's or, without its text, the config's. */
export function renderedIn(file: PlanFile, finding: Diagnostic): string {
  return renderDiagnostic(finding, finding.file === file.path ? file.text : "");
}

/** Where the state is written into the plan's own text. */
export function placesOf(reading: ValidPlan): PlanPlaces {
  return {
    key: name => [...reading.source.key(name)],
    task: id => [...reading.source.task(id)],
    plain: id => reading.source.plain(id),
    hasPhaseMap: id => reading.source.hasPhaseMap(id),
    tasks: reading.plan.tasks,
  };
}

/** Milestones that wait for this one: those it names under `enables`, and active ones of the base that require it. */
export async function dependantsOf(
  repository: Ports["repository"],
  base: Oid,
  plan: Pick<Plan, "id" | "enables">,
): Promise<string[]> {
  const read = atCommit(repository, base);
  const found = new Set(plan.enables);
  const folder = `${ROOT}/active`;
  for (const { name } of await repository.list(base, folder)) {
    if (!name.endsWith(".yaml") || name === `${plan.id}.yaml`) continue;
    const path = `${folder}/${name}`;
    const text = (await read(path))?.toString("utf8") ?? "";
    // Most files do not even name it, and reading a plan costs far more than looking for a word.
    if (!text.includes(plan.id)) continue;
    const reading = await loadPlan(read, { text, path, shelf: "active" });
    if (reading.ok && reading.plan.requires.includes(plan.id)) found.add(reading.plan.id);
  }
  return [...found];
}
