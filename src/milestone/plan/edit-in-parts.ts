import type { YamlPath } from "../yaml/node.ts";
import type { YamlLayout } from "../yaml/render.ts";
import { openPlanText, type YamlData } from "./edit-plan.ts";

export interface TextEdit {
  path: YamlPath;
  /** undefined takes away what stands there. */
  value: YamlData | undefined;
}

/** Tasks of one part: few enough that their tree is a megabyte, many enough that there are few parts. */
const PART = 250;
const TASKS_LINE = /^tasks:[ \t]*(?:#.*)?\r?\n/gm;

/**
 * A large milestone file with edits made, its list of tasks read in parts: the tree of 10,000 tasks would take 100 MiB.
 * Null where the list is not written line by line as most are, or the edits go back and forth; the text is edited whole
 * then. A part that begins within a text or a bracket leaves the one before it without an end, so that this one cannot
 * be read: parts that can all be read, and have as many items as they have dashes, are where the list has its items.
 */
export function editInParts(text: string, edits: Iterable<TextEdit>): string | null {
  try {
    const list = listOf(text);
    return list && edited(list, edits);
  } catch {
    // What the text as a whole has against being read is said by whoever edits that.
    return null;
  }
}

interface TasksOfText {
  /** To the line of `tasks:`, and what stands between it and the first item. */
  head: string;
  between: string;
  /** Each with the lines up to the next one. */
  items: string[];
  tail: string;
}

function listOf(text: string): TasksOfText | null {
  const [line, ...others] = [...text.matchAll(TASKS_LINE)];
  if (!line || others.length > 0) return null;
  const from = line.index + line[0].length;
  let column = -1;
  const starts: number[] = [];
  let end = text.length;
  for (let at = from; at < text.length; at = nextLine(text, at)) {
    let first = at;
    while (text[first] === " ") first++;
    const ch = text[first];
    if (ch === undefined || ch === "\n" || ch === "\r" || ch === "#") continue;
    const isDash = ch === "-" && /[ \r\n]/.test(text[first + 1] ?? "\n");
    if (column < 0 && !isDash) return null;
    if (column < 0) column = first - at;
    if (first - at > column) continue;
    if (first - at === column && isDash) starts.push(at);
    else {
      end = at;
      break;
    }
  }
  // What follows is again of the first item's column where the list ends at all: a key beside `tasks`.
  if (starts.length < 2 || /^[ \t]/.test(text.slice(end, end + 1))) return null;
  const items = starts.map((start, at) => text.slice(start, starts[at + 1] ?? end));
  return { head: text.slice(0, from), between: text.slice(from, starts[0]), items, tail: text.slice(end) };
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end + 1;
}

function edited({ head, between, items, tail }: TasksOfText, edits: Iterable<TextEdit>): string | null {
  const last = items.length - 1;
  const { layout } = opened(head + items[0] + tail, 1);
  // What is added to the file comes behind the last task where the list ends the file.
  const frame = opened(head + items[last] + tail, 1, layout);
  const parts: string[] = [];
  let from = 0;
  let part: ReturnType<typeof openPlanText> | null = null;
  const open = () => {
    const count = Math.min(PART, last - from);
    return opened(`tasks:\n${items.slice(from, from + count).join("")}`, count, layout);
  };
  const close = (): void => {
    parts.push((part ?? open()).text().slice("tasks:\n".length));
    from += PART;
    part = null;
  };
  for (const { path, value } of edits) {
    const [key, index, ...rest] = path;
    if (key !== "tasks") frame.set(path, value);
    else if (typeof index !== "number" || index < from) return null;
    else if (index === last) frame.set(["tasks", 0, ...rest], value);
    else {
      while (index >= from + PART) close();
      part ??= open();
      part.set(["tasks", index - from, ...rest], value);
    }
  }
  while (from < last) close();
  const around = frame.text();
  const [line, ...others] = [...around.matchAll(TASKS_LINE)];
  if (!line || others.length > 0) return null;
  const at = line.index + line[0].length;
  return around.slice(0, at) + between + parts.join("") + around.slice(at);
}

/** @throws where the text cannot be read or has not so many tasks */
function opened(text: string, count: number, layout?: YamlLayout): ReturnType<typeof openPlanText> {
  const plan = openPlanText(text, layout);
  if (plan.itemsOf("tasks") !== count) throw new Error("the list has other items than lines with dashes");
  return plan;
}
