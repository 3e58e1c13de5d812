/** A line of a file, for people and annotations. */
export interface Location {
  file: string;
  line: number;
  column: number;
}

/** A text with what it is about before it, in the form that editors and terminals make clickable. */
export function atLocation(text: string, place?: Location): string {
  return place ? `${place.file}:${place.line}:${place.column}: ${text}` : text;
}
