import { idProblem } from "../names.ts";

const MAX_ID = 64;
/** Room for `-` and a number behind an id that is taken. */
export const MAX_STEM = MAX_ID - 6;

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
