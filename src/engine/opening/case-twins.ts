import { branchName, paths, ROOT, type Shelf } from "../../milestone/names.ts";
import type { Ports } from "../ports.ts";
import type { Complaint } from "../refusal.ts";
import type { Basis } from "./basis.ts";
import { placeOf } from "./plan-place.ts";

const SHELVES: readonly Shelf[] = ["active", "completed", "archived"];

/**
 * Complains about a milestone whose id another one has but for the case of its letters: on a file system that does not
 * tell them apart, both would be one file and one branch. Asked before the first start alone, as ids do not change.
 */
export async function caseTwins(ports: Ports, basis: Basis): Promise<Complaint[]> {
  const { located, reading, base } = basis;
  if (located.tip !== null) return [];
  const { id } = reading.plan;
  const complaints: Complaint[] = [];
  for (const shelf of SHELVES) {
    for (const { name } of await ports.repository.list(base.commit, `${ROOT}/${shelf}`)) {
      const other = name.endsWith(".yaml") ? name.slice(0, -".yaml".length) : id;
      if (isTwin(id, other)) complaints.push({ ...twinComplaint(id, other, shelf), ...placeOf(basis, "id") });
    }
  }
  return complaints;
}

export function isTwin(id: string, other: string): boolean {
  return other !== id && other.toLowerCase() === id.toLowerCase();
}

export function twinComplaint(id: string, other: string, shelf: Shelf): Complaint {
  return {
    message: `the id "${id}" differs from that of ${paths.milestone(other, shelf)} in nothing but case, so that ${branchName(id)} and ${branchName(other)} would be one branch on some machines`,
    remedy: "give one of the two another id and file name",
  };
}
