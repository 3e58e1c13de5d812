import { readMarker } from "./marker.ts";

/** Ends the part of a body that is ours; what people wrote around it stays theirs. */
export const SECTION_END = "<!-- /milestone -->";
const SECTION_START = "<!-- milestone:";

interface Parts {
  before: string;
  ours: string | null;
  after: string;
}

function parts(body: string): Parts {
  const start = body.indexOf(SECTION_START);
  if (start < 0) return { before: body, ours: null, after: "" };
  const end = body.indexOf(SECTION_END, start);
  const stop = end < 0 ? body.length : end + SECTION_END.length;
  return { before: body.slice(0, start), ours: body.slice(start, stop), after: body.slice(stop) };
}

/** The body with our part replaced, or put behind a person's text. `section` begins with its marker. */
export function replaceSection(body: string, section: string): string {
  const { before, ours, after } = parts(body);
  const whole = `${section}\n${SECTION_END}`;
  if (ours === null) return before.trim() === "" ? whole : `${before.trimEnd()}\n\n${whole}`;
  return `${before}${whole}${after}`;
}

/** Characters of a body that are not ours. */
export function othersLength(body: string): number {
  const { before, after } = parts(body);
  return before.length + after.length;
}

/** The marker of our part of a body. */
export function sectionMarker(body: string) {
  const { ours } = parts(body);
  return ours === null ? null : readMarker(ours);
}
