import type { Place } from "../ports.ts";

/** A text with what it is about before it, in the form that editors and terminals make clickable. */
export function placed(text: string, place?: Place): string {
  return place ? `${place.file}:${place.line}:${place.column}: ${text}` : text;
}
