/** Something that a person should know of how a plan was read; what holds for several tasks is told once. */
export interface Note {
  what: string;
  /** The task, line or file that it is about. */
  item?: string;
  /** The line of the source that is told of; such notes name every item. */
  line?: number;
  /** Which of several files the line is in. */
  file?: string;
}

const MAX_ITEMS = 12;

/** One line for each thing to know, in the order in which they came up. */
export function noteLines(notes: readonly Note[]): string[] {
  const items = new Map<string, string[]>();
  const whole = new Set(notes.filter(note => note.line !== undefined).map(note => note.what));
  for (const { what, item } of notes) {
    const list = items.get(what) ?? [];
    if (item !== undefined && !list.includes(item)) list.push(item);
    items.set(what, list);
  }
  return [...items].map(([what, list]) => {
    if (list.length === 0) return what;
    const limit = whole.has(what) ? list.length : MAX_ITEMS;
    const more = list.length > limit ? ` and ${list.length - limit} more` : "";
    return `${what}: ${list.slice(0, limit).join(", ")}${more}`;
  });
}

export const OPTIONAL =
  "optional and not done, so imported as skipped (write `status: pending` to have one done)";
export const UNKNOWN_MARK = "the mark in the box is not known, so it counts as open";
