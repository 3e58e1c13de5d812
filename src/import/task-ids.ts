import { idProblem } from "../milestone/names.ts";

const MAX_ID = 64;
/** Room for `-` and a number behind an id that is taken. */
const MAX_STEM = MAX_ID - 6;

/** The nearest id that the rule allows: other characters become hyphens. Empty when nothing is left. */
export function asId(text: string): string {
  const stem = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/-{2,}/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, MAX_STEM)
    .replace(/(?:\.lock)+$/i, "")
    .replace(/[._-]+$/, "");
  return idProblem(stem) ? "" : stem;
}

/** A short id from a title, in lower case; empty for a title without Latin letters or digits. */
export function slugOf(title: string): string {
  const words = asId(title.toLowerCase().replace(/[._]+/g, "-"));
  if (words.length <= 40) return words;
  const cut = words.slice(0, 40);
  return cut.slice(0, Math.max(cut.lastIndexOf("-"), 20)).replace(/-+$/, "");
}

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
