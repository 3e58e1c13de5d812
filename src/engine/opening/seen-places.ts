import type { Diagnostic } from "../../milestone/diagnostic/diagnostic.ts";
import { branchName } from "../../milestone/names.ts";
import { findPlanFile, loadPlan, type PlanFile, type ReadFile, renderedIn } from "../plan/plan-source.ts";
import { type Complaint, complaintOf } from "../refusal.ts";

/**
 * Findings in the branch's copy of a plan, each with the place at which its reader finds it. Annotations and terminals
 * point into the checkout, whose copy lacks at least the state that the engine wrote: a finding that the checkout's
 * copy gives as well is placed there, any other one names the branch and its line in words.
 * @param seen reads the checkout's files
 */
export async function asSeen(
  findings: readonly Diagnostic[],
  { id, read, seen }: { id: string; read: ReadFile; seen: ReadFile },
): Promise<Complaint[]> {
  const differing = await differingFiles(findings, read, seen);
  if (differing.size === 0) return findings.map(complaintOf);
  const there = await findingsOf(id, seen);
  const twinOf = twins(findings, there);
  return findings.map(finding => {
    if (!differing.has(finding.file)) return complaintOf(finding);
    const twin = twinOf(finding);
    return twin ? complaintOf(twin) : onBranch(finding, id);
  });
}

/** The same for what stands against a run, as a terminal shows it: with the line itself, whichever copy it is of. */
export async function errorsAsSeen(
  errors: readonly Diagnostic[],
  file: PlanFile,
  at: { id: string; read: ReadFile; seen: ReadFile },
): Promise<Complaint[]> {
  const complaints = await asSeen(errors, at);
  return complaints.map((complaint, index) => {
    const error = errors[index]!;
    const isThere = complaint.file === error.file && complaint.line === error.line;
    const message = isThere ? error.message : `on ${branchName(at.id)}: ${error.message}`;
    return { ...complaint, rendered: renderedIn(file, { ...error, message }) };
  });
}

async function differingFiles(
  findings: readonly Diagnostic[],
  read: ReadFile,
  seen: ReadFile,
): Promise<Set<string>> {
  const differing = new Set<string>();
  for (const file of new Set(findings.map(finding => finding.file))) {
    const [here, there] = [await read(file), await seen(file)];
    if (!here || !there || !here.equals(there)) differing.add(file);
  }
  return differing;
}

async function findingsOf(id: string, read: ReadFile): Promise<Diagnostic[]> {
  const file = await findPlanFile(read, id);
  const reading = file && (await loadPlan(read, file));
  if (!reading) return [];
  return reading.ok ? reading.warnings : [...reading.errors, ...reading.warnings];
}

/** The same words about the same file are told apart by their order, and by nothing where their numbers differ. */
function twins(
  ours: readonly Diagnostic[],
  theirs: readonly Diagnostic[],
): (finding: Diagnostic) => Diagnostic | null {
  const [own, other] = [grouped(ours), grouped(theirs)];
  return finding => {
    const group = own.get(keyOf(finding))!;
    const twin = other.get(keyOf(finding));
    return twin?.length === group.length ? twin[group.indexOf(finding)]! : null;
  };
}

function grouped(findings: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups;
}

function keyOf({ code, file, message, remedy }: Diagnostic): string {
  return JSON.stringify([code, file, message, remedy]);
}

function onBranch({ message, remedy, file, line, column }: Diagnostic, id: string): Complaint {
  return { message: `${file}:${line}:${column} on ${branchName(id)}: ${message}`, remedy };
}
