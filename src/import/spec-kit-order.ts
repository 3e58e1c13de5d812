import type { Section } from "./blocks.ts";
import type { ImportedTask } from "./imported.ts";

/** `T001`, `T012a`, `T-007`, `T1.2`. */
export const TASK_ID = String.raw`T-?\d{1,5}(?:\.\d{1,3})?[a-z]?`;

const IDS = String.raw`${TASK_ID}(?:\s*(?:[-–—,&]|to|and|,\s*and)\s*${TASK_ID}){0,40}`;
const FORWARD = new RegExp(
  String.raw`\b(${IDS})\)?\s+(?:must\s+(?:be\s+)?(?:complete[d]?\s+)?)?(?:blocks?|before|precedes?)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`,
  "g",
);
const BACKWARD = new RegExp(
  String.raw`\b(${IDS})\)?\s+(?:(?:must\s+)?(?:depends?\s+on|follows?|requires?)|after)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`,
  "g",
);
const ONE = new RegExp(`\\b${TASK_ID}\\b`, "g");
const RANGE = /\bT(-?)(\d{1,5})\s*(?:[-–—]|to)\s*T-?(\d{1,5})\b/g;
const MAX_HINTS = 1000;

/** The task ids in a text, ranges (`T004-T007`) with what is between. */
export function idsIn(text: string): string[] {
  const ids = new Set<string>(text.match(ONE) ?? []);
  for (const [, dash, from, to] of text.matchAll(RANGE)) {
    for (let n = Number(from); n <= Number(to) && n <= Number(from) + 200; n++) {
      ids.add(`T${dash}${String(n).padStart(from!.length, "0")}`);
    }
  }
  return [...ids];
}

/** Dependencies that the prose of a list states: `T008 blocks T009`, `T012 depends on T010`, `T003 before T004`. */
export function readHints(
  sections: readonly Section[],
  known: ReadonlySet<string>,
  tasks: readonly ImportedTask[],
): [number, number][] {
  const places = new Map<string, number>();
  for (const [index, { id }] of tasks.entries()) if (!places.has(id)) places.set(id, index);
  const hints: [number, number][] = [];
  const add = (first: string, then: string) => {
    for (const task of idsIn(then)) {
      for (const needs of idsIn(first)) {
        if (task !== needs && known.has(task) && known.has(needs))
          hints.push([places.get(task)!, places.get(needs)!]);
      }
    }
  };
  for (const line of sections.flatMap(section => section.prose)) {
    // "T004 does not depend on T003" and the like state the contrary.
    if (line.length > 1000 || /\b(?:not|no|n't|independent|without)\b/i.test(line)) continue;
    for (const [, first, then] of line.matchAll(FORWARD)) add(first!, then!);
    for (const [, then, first] of line.matchAll(BACKWARD)) add(first!, then!);
    if (hints.length > MAX_HINTS) break;
  }
  return hints.slice(0, MAX_HINTS);
}
