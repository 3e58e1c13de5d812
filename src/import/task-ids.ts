import { idProblem } from "../milestone/names.ts";
import { asId, MAX_STEM } from "../milestone/text/slug.ts";

export interface GivenIds {
  /** In the order asked for. */
  ids: string[];
  /** Those that could not stay as they were. */
  changed: { from: string; to: string }[];
}

/** Valid ids, unique ignoring case: what is valid and first stays, the rest is changed as little as possible. */
export function giveIds(wanted: readonly string[]): GivenIds {
  const taken = new Set<string>();
  const ids = wanted.map(id => (idProblem(id) ? null : claim(id, taken)));
  const changed: GivenIds["changed"] = [];
  wanted.forEach((from, index) => {
    if (ids[index] !== null) return;
    const stem = asId(from) || `task-${index + 1}`;
    const to = free(stem, taken);
    ids[index] = to;
    if (from !== "") changed.push({ from, to });
  });
  return { ids: ids as string[], changed };
}

function claim(id: string, taken: Set<string>): string | null {
  const key = id.toLowerCase();
  if (taken.has(key)) return null;
  taken.add(key);
  return id;
}

function free(stem: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const id = claim(n === 1 ? stem : `${stem.slice(0, MAX_STEM)}-${n}`, taken);
    if (id !== null) return id;
  }
}
