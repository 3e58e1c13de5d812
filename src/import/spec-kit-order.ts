import type { ChecklistSection } from "./checklist.ts";
import type { ImportedTask, ImportNote } from "./imported.ts";
import { plain, readNamed, TASK_ID } from "./references.ts";

/** A phase of a spec-kit list with its tasks by place. */
export interface SpecPhase {
  title: string;
  tasks: number[];
  /** Groups of tasks that run side by side, one group after the other. */
  steps: number[][];
}

const STORY = /\b(?:user story|us)[\s-]?(\d{1,3})\b/i;
const SAYS_PARALLEL =
  /\b(?:parallel|side by side|independent(?:ly)?|concurrently|simultaneously|any order|no (?:other|dependenc|inter)|needs no other)/i;

export interface StoryOrder {
  steps: number[][];
  edges: [task: number, needs: number][];
}

/**
 * The order of the phases: one after the other, but user stories side by side behind the phase before the first of
 * them where the list says that they may, each with an order of its own; what comes behind the stories waits for all.
 */
export function orderOf(
  phases: readonly SpecPhase[],
  sections: readonly ChecklistSection[],
  tasks: readonly ImportedTask[],
  notes: ImportNote[],
): StoryOrder {
  const stories = phases.map(phase => STORY.exec(phase.title)?.[1] ?? null);
  const count = new Set(stories.filter(each => each !== null)).size;
  if (count < 2) return { steps: phases.flatMap(phase => phase.steps), edges: [] };
  const prose = sections.flatMap(section => section.prose.map(({ text }) => plain(text)));
  const allowed = prose.some(
    text =>
      /\b(?:stor(?:y|ies)|US\d|phases?\s*\d\+?)\b/i.test(text) &&
      SAYS_PARALLEL.test(text) &&
      !/\b(?:not|never)\b.{0,20}\bparallel\b/i.test(text),
  );
  if (!allowed) {
    notes.push({
      what: "the user stories run one after the other, as the list does not say that they may run in parallel",
    });
    return { steps: phases.flatMap(phase => phase.steps), edges: [] };
  }
  const between = needsBetween(prose, stories);
  const named = [...between].flatMap(([story, needs]) =>
    [...needs].map(need => `US${story} after US${need}`),
  );
  notes.push({
    what: `user stories run side by side behind what stands before them, as the list says${named.length > 0 ? ` (${named.join(", ")})` : ""}`,
  });
  return storySteps(phases, { stories, between, tasks });
}

function storySteps(
  phases: readonly SpecPhase[],
  {
    stories,
    between,
    tasks,
  }: {
    stories: readonly (string | null)[];
    between: ReadonlyMap<string, ReadonlySet<string>>;
    tasks: readonly ImportedTask[];
  },
): StoryOrder {
  const steps: number[][] = [];
  const edges: [number, number][] = [];
  const ends = new Map<string, number[]>();
  const first = stories.findIndex(each => each !== null);
  const last = stories.findLastIndex(each => each !== null);
  const open = (list: readonly number[]) =>
    list.filter(at => tasks[at]!.state !== "completed" && tasks[at]!.state !== "skipped");
  /** Lets a phase wait, step by step; returns what comes after it waits for. */
  const chain = (phase: SpecPhase, from: readonly number[]): number[] => {
    let before = [...from];
    for (const step of phase.steps) {
      for (const task of step) for (const needs of before) edges.push([task, needs]);
      const runs = open(step);
      if (runs.length > 0) before = runs;
    }
    return before;
  };
  // What a story waits for: the last work before the stories.
  let base: number[] = [];
  let tail: number[] | null = null;
  phases.forEach((phase, at) => {
    const story = stories[at] ?? null;
    if (at < first) {
      steps.push(...phase.steps);
      base = phase.steps.map(open).findLast(step => step.length > 0) ?? base;
    } else if (story !== null) {
      const needed = [...(between.get(story) ?? [])].flatMap(each => ends.get(each) ?? []);
      ends.set(story, chain(phase, ends.get(story) ?? [...base, ...needed]));
    } else if (at > last) {
      tail = chain(phase, tail ?? [...base, ...[...ends.values()].flat()]);
    } else {
      // A phase between the stories that is none waits for those before it, and those behind it for the phase.
      base = chain(phase, [...base, ...[...ends.values()].flat()]);
    }
  });
  return { steps, edges };
}

/** `User Story 2 … depends on User Story 1`: which stories need which. */
function needsBetween(
  prose: readonly string[],
  stories: readonly (string | null)[],
): Map<string, Set<string>> {
  const known = new Set(stories);
  const needs = new Map<string, Set<string>>();
  for (const text of prose) {
    if (
      text.length > 1000 ||
      /\b(?:no|not|without|independent(?:ly)?|but should|may integrate|can integrate)\b/i.test(text)
    )
      continue;
    const match =
      /\b(?:user story|us)[\s-]?(\d{1,3})\b[^.]{0,80}?\b(?:depends? on|after|requires|needs|builds on|extends|follows|(?:must )?waits? for)\b([^.]{0,120})/i.exec(
        text,
      );
    if (!match) continue;
    for (const [, need] of match[2]!.matchAll(/\b(?:user story|us)[\s-]?(\d{1,3})\b/gi)) {
      const story = match[1]!;
      // A story may only wait for an earlier one: the list has them in the order of their priority.
      if (need === story || !known.has(need!) || stories.indexOf(need!) > stories.indexOf(story)) continue;
      needs.set(story, (needs.get(story) ?? new Set()).add(need!));
    }
  }
  return needs;
}

const IDS = String.raw`${TASK_ID}(?:\s*(?:[-–—,&]|to|and|,\s*and)\s*${TASK_ID}){0,40}`;
const FORWARD = new RegExp(
  String.raw`\b(${IDS})\)?\s+(?:must\s+(?:be\s+)?(?:complete[d]?\s+)?)?(?:blocks?|before|precedes?)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`,
  "g",
);
const BACKWARD = new RegExp(
  String.raw`\b(${IDS})\)?\s+(?:(?:must\s+)?(?:depends?\s+on|follows?|requires?)|after)\s+(?:[A-Za-z ]{0,30}\()?(${IDS})`,
  "g",
);
const CHAIN = new RegExp(
  String.raw`^\W{0,6}(?:[A-Za-z ]{0,30}:\s*)?(${IDS}(?:\s*(?:→|->|=>|-->)\s*${IDS}){1,30})`,
);
const MAX_HINTS = 1000;

/** Dependencies that the prose of a list states: `T008 blocks T009`, `T012 depends on T010`, `T003 → T004`. */
export function readHints(
  sections: readonly ChecklistSection[],
  tasks: readonly ImportedTask[],
): [number, number][] {
  const places = new Map<string, number>();
  for (const [index, { id }] of tasks.entries()) if (!places.has(id)) places.set(id, index);
  const hints: [number, number][] = [];
  const add = (first: string, then: string) => {
    for (const task of readNamed(then).ids) {
      for (const needs of readNamed(first).ids) {
        const [at, before] = [places.get(task), places.get(needs)];
        if (task !== needs && at !== undefined && before !== undefined) hints.push([at, before]);
      }
    }
  };
  for (const { text } of sections.flatMap(section => section.prose)) {
    // "T004 does not depend on T003" and the like state the contrary.
    if (text.length > 1000 || /\b(?:not|no|n't|independent|without)\b/i.test(text)) continue;
    const line = plain(text);
    for (const [, first, then] of line.matchAll(FORWARD)) add(first!, then!);
    for (const [, then, first] of line.matchAll(BACKWARD)) add(first!, then!);
    const chain = CHAIN.exec(line)?.[1]?.split(/→|->|=>|-->/);
    chain?.forEach((part, at) => {
      if (at > 0) add(chain[at - 1]!, part);
    });
    if (hints.length > MAX_HINTS) break;
  }
  return hints.slice(0, MAX_HINTS);
}
