import { EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { syntaxProblem } from "./mistakes.ts";
import { at, refuse, YamlRefusal } from "./problem.ts";

export const MAX_DEPTH = 32;
/** 10,000 tasks hold about 300,000; 16 MiB of the shortest items would hold 8 million, and gigabytes of memory. */
export const MAX_ENTRIES = 1_500_000;

/** js-yaml's events over a text. @throws Refusal with the mistake in our words */
export function eventsOf(text: string): Event[] {
  refuseCrowd(text);
  const events = parse(text);
  if (Array.isArray(events)) return events;
  const outdented = parseOutdented(text);
  if (outdented) return outdented;
  throw new YamlRefusal(syntaxProblem(text, events.reason, events.position));
}

/** What js-yaml says against a text, and where. */
interface Mistake {
  reason: string;
  position: number;
}

function parse(text: string): Event[] | Mistake {
  try {
    // What stands inside of the deepest collection is one level more.
    return parseEvents(text, { maxDepth: MAX_DEPTH + 1 });
  } catch (error) {
    if (!(error instanceof YAMLException) || !error.mark) throw error;
    if (error.reason.startsWith("nesting exceeded")) refuseDepth(error.mark.position);
    return { reason: error.reason, position: error.mark.position };
  }
}

/**
 * People write `key: [`, the items on lines of their own, and the closing bracket below the key. YAML's grammar wants
 * that bracket one column further in, and js-yaml with it; most readers do not. So a text that it refuses is read once
 * more with a blank before each bracket that begins a line, and the events are moved back.
 */
function parseOutdented(text: string): Event[] | null {
  const closers = [...text.matchAll(/^ *[\]}]/gm)].map(match => match.index + match[0].length - 1);
  if (closers.length === 0) return null;
  const found = parse(padded(text, closers));
  if (!Array.isArray(found)) return null;
  // Those inside of texts are no brackets, and a blank before one could have made it part of a text.
  const brackets = outsideOfTexts(closers, movedBack(found, closers));
  if (brackets.length === closers.length) return found;
  const events = parse(padded(text, brackets));
  return Array.isArray(events) ? movedBack(events, brackets) : null;
}

function padded(text: string, places: readonly number[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const place of places) {
    parts.push(text.slice(from, place), " ");
    from = place;
  }
  return parts.join("") + text.slice(from);
}

const OFFSETS = [
  "start",
  "valueStart",
  "valueEnd",
  "anchorStart",
  "anchorEnd",
  "tagStart",
  "tagEnd",
] as const;

/** The events with their offsets in the text before blanks were put in; their order is that of the text. */
function movedBack(events: Event[], places: readonly number[]): Event[] {
  for (const event of events) {
    const offsets = event as Partial<Record<(typeof OFFSETS)[number], number>>;
    for (const name of OFFSETS) {
      const offset = offsets[name];
      if (offset !== undefined && offset > 0) offsets[name] = offset - blanksBefore(offset, places);
    }
  }
  return events;
}

/** How many of the blanks put in stand before an offset of the padded text. */
function blanksBefore(offset: number, places: readonly number[]): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! + middle < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function outsideOfTexts(places: readonly number[], events: readonly Event[]): number[] {
  const texts = events.filter(event => event.type === EVENT_ID.SCALAR && event.valueEnd > event.valueStart);
  let next = 0;
  return places.filter(place => {
    for (; next < texts.length; next++) {
      const text = texts[next]!;
      if (text.type !== EVENT_ID.SCALAR || text.valueEnd > place) break;
    }
    const text = texts[next];
    return text?.type !== EVENT_ID.SCALAR || text.valueStart > place;
  });
}

export function refuseDepth(start: number): never {
  return refuse("yaml-depth", at(start), [
    `lists and maps are nested more than ${MAX_DEPTH} deep`,
    "flatten the file; a milestone needs no more than about 8 levels",
  ]);
}

export function refuseEntries(start: number): never {
  return refuse("yaml-size", at(start), [
    `the file holds more than ${MAX_ENTRIES} keys and list items`,
    "split it into several milestones",
  ]);
}

/**
 * Refuses what would become more events than memory holds, before any is made: each key and item has a mark of its
 * own, and no plan has so many marks in its texts.
 */
function refuseCrowd(text: string): void {
  if (text.length <= MAX_ENTRIES) return;
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    const ch = text.charCodeAt(i);
    const isMark = ch === 44 || ((ch === 58 || ch === 45) && text.charCodeAt(i + 1) <= 32);
    if (isMark && ++marks > MAX_ENTRIES) refuseEntries(i);
  }
}
