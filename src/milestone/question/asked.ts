/** What an attempt wrote to `$MILESTONE_ASK`, read as whoever may have written it. */
export interface Asked {
  question: string;
  why?: string;
  options: string[];
  default?: string;
  blocking: boolean;
  discovered?: { title: string; why?: string; needs: string[] };
}

/** Words for the next phase of another task. */
export interface TaskNote {
  /** A task's id, as its author wrote it. */
  to: string;
  text: string;
}

export type AskReading = { ok: true; asked: Asked[]; notes: TaskNote[] } | { ok: false; problem: string };

/** Greatest size of the file that is read (characters). */
export const ASK_LIMIT = 64 * 1024;
const MAX_ENTRIES = 20;
const MAX_OPTIONS = 20;
const TEXT_LIMIT = 4_000;
const OPTION_LIMIT = 500;
/** Longer than any task's id (characters). */
const MAX_NAME = 200;

/** The two answers to work that was found on the way. */
export const DISCOVERED_OPTIONS = ["add the task", "leave it out"];

/** Reads the file; an empty one asks nothing. The problem is a sentence for its author. */
export function readAsked(text: string): AskReading {
  if (text.trim() === "") return { ok: true, asked: [], notes: [] };
  if (text.length > ASK_LIMIT) return wrong(`it is longer than ${ASK_LIMIT} characters`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return wrong('it is no JSON; write { "question": "…", "options": ["…", "…"], "default": "…" }');
  }
  const list: unknown[] = Array.isArray(data) ? data : [data];
  if (list.length > MAX_ENTRIES)
    return wrong(`it has ${list.length} entries, at most ${MAX_ENTRIES} are read`);
  const asked: Asked[] = [];
  const notes: TaskNote[] = [];
  for (const [index, entry] of list.entries()) {
    const problem = readEntry(entry, { asked, notes });
    if (problem !== null) return wrong(list.length > 1 ? `entry ${index + 1}: ${problem}` : problem);
  }
  if (notes.length > MAX_ENTRIES)
    return wrong(`it has ${notes.length} notes, at most ${MAX_ENTRIES} are read`);
  return { ok: true, asked, notes };
}

const wrong = (problem: string): AskReading => ({ ok: false, problem });

/** Adds what the entry holds. Answers what is wrong with it; null: nothing. */
function readEntry(entry: unknown, to: { asked: Asked[]; notes: TaskNote[] }): string | null {
  const { note, ...rest } = isRecord(entry) ? entry : {};
  if (note !== undefined) {
    for (const each of Array.isArray(note) ? (note as unknown[]) : [note]) {
      const read = readNote(each);
      if (typeof read === "string") return read;
      to.notes.push(read);
    }
    // A note may stand beside a question, or alone.
    if (Object.keys(rest).length === 0) return null;
  }
  const read = readQuestion(note === undefined ? entry : rest);
  if (typeof read === "string") return read;
  to.asked.push(read);
  return null;
}

/** The question, or what is wrong with it. */
function readQuestion(entry: unknown): Asked | string {
  if (typeof entry === "string") return readQuestion({ question: entry });
  if (!isRecord(entry)) return "it is no object";
  if (entry.discovered !== undefined) {
    const beside = Object.keys(entry).find(key => key !== "discovered");
    if (beside !== undefined)
      return `"${beside.slice(0, 60)}" stands beside "discovered", which is an entry of its own; write two entries`;
    return readDiscovered(entry.discovered);
  }
  const { question, why, options, blocking } = entry;
  const unknown = Object.keys(entry).find(key => !KEYS.has(key));
  if (unknown !== undefined)
    return `"${unknown.slice(0, 60)}" is no key of a question; there are ${[...KEYS].join(", ")}, and beside them discovered and note`;
  if (!isText(question)) return '"question" is no text';
  if (why !== undefined && !isText(why)) return '"why" is no text';
  if (blocking !== undefined && typeof blocking !== "boolean") return '"blocking" is neither true nor false';
  if (options !== undefined && !isOptions(options))
    return `"options" is no list of at most ${MAX_OPTIONS} texts, each another`;
  const choices = (options ?? []).map(option => option.trim());
  const otherwise = defaultOf(entry.default, choices);
  if (otherwise === null) return '"default" is neither a text nor the number of an option';
  return {
    question: question.trim(),
    ...(isText(why) ? { why: why.trim() } : {}),
    options: choices,
    ...(otherwise === undefined ? {} : { default: otherwise }),
    blocking: blocking ?? true,
  };
}

const KEYS: ReadonlySet<string> = new Set(["question", "why", "options", "default", "blocking"]);
const DISCOVERED_KEYS: ReadonlySet<string> = new Set(["title", "why", "needs"]);
const NOTE_KEYS: ReadonlySet<string> = new Set(["to", "text"]);

function readNote(value: unknown): TaskNote | string {
  if (!isRecord(value)) return '"note" is no object; write { "note": { "to": "<task>", "text": "…" } }';
  const { to, text } = value;
  const unknown = Object.keys(value).find(key => !NOTE_KEYS.has(key));
  if (unknown !== undefined)
    return `"${unknown.slice(0, 60)}" is no key of "note"; there are ${[...NOTE_KEYS].join(", ")}`;
  if (!isText(to) || to.length > MAX_NAME || to.includes("\n")) return '"to" of "note" is no task';
  if (!isText(text)) return `"text" of "note" is no text of at most ${TEXT_LIMIT} characters`;
  return { to: to.trim(), text: text.trim() };
}

function readDiscovered(value: unknown): Asked | string {
  if (!isRecord(value)) return '"discovered" is no object';
  const { title, why, needs } = value;
  const unknown = Object.keys(value).find(key => !DISCOVERED_KEYS.has(key));
  if (unknown !== undefined)
    return `"${unknown.slice(0, 60)}" is no key of "discovered"; there are ${[...DISCOVERED_KEYS].join(", ")}`;
  if (!isText(title) || title.length > OPTION_LIMIT || title.includes("\n"))
    return '"title" of "discovered" is no text of one line';
  if (why !== undefined && !isText(why)) return '"why" of "discovered" is no text';
  if (needs !== undefined && !(Array.isArray(needs) && needs.length <= 100 && needs.every(isText)))
    return '"needs" of "discovered" is no list of tasks';
  const reason = isText(why) ? { why: why.trim() } : {};
  return {
    question: `Shall the task "${title.trim()}" be added to the milestone?`,
    ...reason,
    options: DISCOVERED_OPTIONS,
    default: DISCOVERED_OPTIONS[1]!,
    blocking: false,
    discovered: { title: title.trim(), ...reason, needs: (needs as string[] | undefined) ?? [] },
  };
}

/** undefined: none is given; null: what is given is none. */
function defaultOf(given: unknown, options: readonly string[]): string | null | undefined {
  if (given === undefined || given === null) return undefined;
  if (isText(given)) return given.trim();
  return typeof given === "number" && options[given - 1] !== undefined ? options[given - 1]! : null;
}

function isOptions(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length > MAX_OPTIONS) return false;
  const texts = value.filter(isText).map(each => each.trim());
  return (
    texts.length === value.length &&
    new Set(texts).size === texts.length &&
    texts.every(each => each.length <= OPTION_LIMIT)
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= TEXT_LIMIT;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
