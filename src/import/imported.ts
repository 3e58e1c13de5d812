import type { ImportFormat } from "./detect.ts";
import { linesOf } from "./markdown-blocks.ts";

/** A text file of the plan that is imported; the path is relative to the repository's root, with `/`. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Where a task stood in the tool that it comes from. */
export type ImportedState = "pending" | "in_progress" | "completed" | "skipped";

/** Where the source says whether a task is done, so that it can be told there: a box, or a value of a file. */
export type TaskMark =
  | { file: string; how: "box"; line: number }
  /** A heading or bullet without a box, which takes a check mark in front of its words. */
  | { file: string; how: "check"; line: number }
  /** A word on a line: `Status: draft`. */
  | { file: string; how: "word"; line: number; from: string; value: string }
  /** A value of a JSON file; of one line of it where each line is a record. */
  | { file: string; how: "json"; path: (string | number)[]; value: string | boolean; line?: number }
  /** A value of a YAML file, or of the YAML at the top of a Markdown file. */
  | { file: string; how: "yaml"; path: string[]; value: string };

/** A task as its source has it. Other tasks are named by their places in the list, from 0. */
export interface ImportedTask {
  /** As written in the source, which may repeat it or write what is no id here. */
  id: string;
  title: string;
  /** Lines of its description. */
  details: string[];
  acceptance: string[];
  state: ImportedState;
  /** The task that this one is a part of. */
  parent: number | null;
  /** Ids of tasks that the source names as needed first. */
  after: string[];
  /** Nothing but a title over its subtasks: no work of its own. */
  heading: boolean;
  /** Design, spec and task phases were done before the import: it begins with execute. */
  planned: boolean;
  /** Somebody was reviewing it: its end shall be approved. */
  review: boolean;
  /** Line in the source, from 1; 0 where lines mean nothing. */
  line: number;
  /** Null where the source keeps no such thing. */
  mark: TaskMark | null;
  /** As the source estimates it. */
  hours: number | null;
  /** In the source's words. */
  priority: string | null;
}

/** An existing document that becomes the deliverable of a finished phase. */
export interface ImportedDocument {
  phase: "design" | "spec" | "task";
  /** Below the phase's folder. */
  path: string;
  source: string;
  text: string;
}

/** A line with a box: what stands before the box, what is in it, and its end. */
export const BOXED = /^([\s>]*(?:(?:[-*+•]|\d{1,9}[.)])\s+){0,2}\[)[ \t]{0,4}[^\]\s]?[ \t]{0,4}(\])/;

/** Tasks of a list, each with its box as its mark; where the tool takes a check mark for one, that. */
export function markedLines(
  tasks: readonly ImportedTask[],
  file: SourceFile,
  takesCheck = false,
): ImportedTask[] {
  const lines = linesOf(file.text);
  return tasks.map(task => {
    const at = { file: file.path, line: task.line };
    const isBoxed = BOXED.test(lines[task.line - 1] ?? "");
    const how = isBoxed ? "box" : takesCheck && task.line > 0 ? "check" : null;
    return { ...task, mark: how === null ? null : { ...at, how } };
  });
}

export interface ListedFile {
  file: SourceFile;
  told: ReadonlySet<number>;
}

/** A plan of another tool, read but not yet a milestone. */
export interface ImportedPlan {
  format: ImportFormat;
  /** What was read, as the user named it. */
  source: string;
  title: string;
  description: string;
  due?: string;
  tasks: ImportedTask[];
  /**
   * The order of the list where order means something: the tasks of a step may run side by side, and start when
   * the step before is done. Empty where only named dependencies count.
   */
  steps: number[][];
  /** Order that no row of steps can hold, `[task, needs]`: tracks that run side by side. */
  edges?: [task: number, needs: number][];
  /** Dependencies that prose states, `[task, needs]`; left out where the order says the same. */
  hints: [task: number, needs: number][];
  documents: ImportedDocument[];
  /** Files with boxes or numbered lines of the plan, and the lines of each that became tasks or details. */
  lists: ListedFile[];
  /** What a person should know of how it was read, or of what was left out. */
  notes: ImportNote[];
}

/** What stands in the way of reading a source. */
export interface ImportProblem {
  file: string;
  line: number;
  message: string;
  remedy: string;
}

export type Imported<T> = { ok: true; value: T } | { ok: false; problem: ImportProblem };

export const imported = <T>(value: T): Imported<T> => ({ ok: true, value });
export const unreadable = (
  file: string,
  line: number,
  message: string,
  remedy: string,
): { ok: false; problem: ImportProblem } => ({ ok: false, problem: { file, line, message, remedy } });

export function newTask(given: Pick<ImportedTask, "id" | "title"> & Partial<ImportedTask>): ImportedTask {
  return {
    details: [],
    acceptance: [],
    state: "pending",
    parent: null,
    after: [],
    heading: false,
    planned: true,
    review: false,
    line: 0,
    mark: null,
    hours: null,
    priority: null,
    ...given,
  };
}

/** The files of a repository; paths are relative to its root, with `/`. */
export interface Files {
  /** Null when there is no such file. */
  readFile(path: string): Promise<string | null>;
  /** Files below a folder, relative to it, in any order; null when there is no such folder. */
  list(folder: string): Promise<string[] | null>;
  writeFile(path: string, text: string): Promise<void>;
}

/** Something that a person should know of how a plan was read; what holds for several tasks is told once. */
export interface ImportNote {
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
export function noteLines(notes: readonly ImportNote[]): string[] {
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
