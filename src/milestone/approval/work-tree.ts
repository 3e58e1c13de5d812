import { createHash } from "node:crypto";
import { ROOT } from "../names.ts";

/** What stands in a commit's root folder. */
export interface RootEntry {
  name: string;
  /** As a number, e.g. 0o100644. */
  mode: number;
  oid: string;
}

/**
 * One name for the work that a commit holds: everything but the state that the engine keeps beside it, and the
 * milestone's deliverables (null: it has none). Two commits with the same name hold the same bytes, so that an approval
 * of the one is an approval of the other.
 */
export function workTree(root: readonly RootEntry[], deliverables: string | null): string {
  const hash = createHash("sha256");
  const entries = root.filter(({ name }) => name !== ROOT).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, mode, oid } of entries) hash.update(`${mode.toString(8)} ${oid} ${name}\0`);
  return hash.update(`deliverables ${deliverables}`).digest("hex");
}
