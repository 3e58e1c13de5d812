import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";
import { hiddenCharacter, lineEnd, resolvePlain, textProblem } from "./characters.ts";
import { eventsOf, MAX_DEPTH, MAX_ENTRIES, refuseDepth, refuseEntries } from "./events.ts";
import type { YamlMap, YamlNode, YamlScalar, YamlSeq } from "./node.ts";
import { at, refuse, refuseComplexKey, refuseUse, type YamlProblem, YamlRefusal } from "./problem.ts";

export type YamlResult = { ok: true; root: YamlNode } | { ok: false; problems: YamlProblem[] };

/** The largest map is that of tasks by their ids in an older file. */
const MAX_KEYS = 20_000;
/** Implicit keys are at most this long in YAML. */
const MAX_KEY = 1024;
/** The schemas let no text be longer than 64 KiB; decoding more would only cost time. */
const MAX_SCALAR = 1_048_576;
const MAX_PROBLEMS = 50;
/** Keys that reach an object's prototype, and the merge key, which means something else to other readers. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype", "<<"]);

/**
 * Reads the YAML that milestone files are written in: block and flow collections, every scalar style, comments,
 * one document, core schema of YAML 1.2, and the anchors and the directive that change nothing in it. Aliases, tags,
 * other directives, complex and duplicate keys, merge keys, deep nesting and invisible characters are refused, each
 * with its place.
 *
 * js-yaml gives the events; this makes of them the tree with the ranges by which edits leave every other byte alone.
 * The `yaml` package is the oracle of the tests: its documents take seconds and a gigabyte for 10,000 tasks.
 */
export function readYaml(text: string): YamlResult {
  const problem = textProblem(text);
  if (problem) return { ok: false, problems: [problem] };
  const reader = new YamlReader(text);
  try {
    const root = reader.document();
    return reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, root };
  } catch (error) {
    if (!(error instanceof YamlRefusal)) throw error;
    return { ok: false, problems: [...reader.problems, error.problem] };
  }
}

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type CollectionEvent = Extract<Event, { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }>;

class YamlReader {
  readonly problems: YamlProblem[] = [];
  readonly #text: string;
  #events: Event[] = [];
  #next = 0;
  /** Behind what was read last; between it and the next event stand blanks, comments and marks. */
  #behind: number;
  #depth = 0;
  #entries = 0;

  constructor(text: string) {
    this.#text = text;
    this.#behind = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  document(): YamlNode {
    const text = this.#text;
    this.#behind = this.#directive();
    this.#events = eventsOf(text);
    const [first] = this.#events;
    this.#next = 1;
    if (first === undefined) return emptyAt(text.length);
    if (first.type !== EVENT_ID.DOCUMENT) throw new Error("js-yaml began with no document");
    if (first.explicitStart) this.#behind = this.#token(this.#behind) + 3;
    const root = this.#node(this.#behind);
    this.#next++;
    if (this.#next < this.#events.length) {
      refuse("yaml-documents", at(this.#token(this.#behind), 3), [
        "the file holds more than one YAML document",
        "keep one document in a file, without a second `---`",
      ]);
    }
    return root.kind === "scalar" && root.style === "empty" ? emptyAt(this.#token(this.#behind)) : root;
  }

  /** `%YAML 1.2` says what holds anyway; any other directive changes how the file would have to be read. */
  #directive(): number {
    const text = this.#text;
    const start = this.#token(this.#behind);
    if (text[start] !== "%" || columnOf(text, start) > 0) return this.#behind;
    const span = { start, end: lineEnd(text, start) };
    if (!/^%YAML[ \t]+1\.2[ \t]*(?:[ \t]#.*)?$/.test(text.slice(span.start, span.end))) {
      refuse("yaml-syntax", span, ["no YAML directive but `%YAML 1.2` is read", "delete this line"]);
    }
    const next = this.#token(span.end);
    if (text[next] === "%") {
      refuse("yaml-syntax", { start: next, end: lineEnd(text, next) }, [
        "no second YAML directive is read",
        "delete this line",
      ]);
    }
    if (!text.startsWith("---", next)) {
      refuse("yaml-syntax", span, [
        "no line `---` follows this directive",
        "add it before the first key, or delete this line",
      ]);
    }
    return span.end;
  }

  /** The node of the next event. `from`: behind the colon, dash or comma before it. */
  #node(from: number): YamlNode {
    const event = this.#events[this.#next++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event, from);
      case EVENT_ID.SEQUENCE:
        this.#properties(event);
        return this.#seq(event);
      case EVENT_ID.MAPPING:
        this.#properties(event);
        return this.#map(event);
      case EVENT_ID.ALIAS:
        return refuseUse("alias", event.anchorStart - 1);
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        throw new Error("js-yaml gave no node where one stands");
    }
  }

  /** An anchor changes nothing: no alias is read, so that nothing can refer to it. */
  #properties(event: ScalarEvent | CollectionEvent): void {
    if (event.tagStart >= 0) refuseUse("tag", event.tagStart);
    if (event.anchorStart < 0) return;
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    // Readers differ on where a name ends that holds a bracket, or a colon at its end.
    if (name.endsWith(":") || /[[{]/.test(this.#text[event.anchorEnd] ?? ""))
      refuseUse("anchorName", event.anchorStart - 1);
  }

  #scalar(event: ScalarEvent, from: number): YamlScalar {
    this.#properties(event);
    const { valueStart, valueEnd, style } = event;
    if (valueStart < 0) {
      this.#behind = Math.max(from, event.anchorEnd);
      return emptyAt(this.#behind);
    }
    const begin = event.anchorStart < 0 ? from : event.anchorEnd;
    const node = this.#written(event, begin);
    if (valueEnd - valueStart > MAX_SCALAR) {
      refuse("yaml-size", at(node.start), [
        "this text is longer than 1 MiB",
        "put it into a file and name that",
      ]);
    }
    const value = decoded(this.#text, event);
    node.value = style === SCALAR_STYLE.PLAIN ? resolvePlain(value) : value;
    if (style === SCALAR_STYLE.DOUBLE_QUOTED && !event.fast && hiddenCharacter(value) >= 0) {
      refuse("yaml-character", node, [
        "an escape in this text stands for a control or invisible character",
        "leave it out; what you see must be what is read",
      ]);
    }
    this.#behind = node.end;
    return node;
  }

  /** The range and style of a scalar, its value still open. */
  #written({ valueStart, valueEnd, style }: ScalarEvent, begin: number): YamlScalar {
    const text = this.#text;
    switch (style) {
      case SCALAR_STYLE.PLAIN:
        return { kind: "scalar", value: null, style: "plain", start: valueStart, end: valueEnd };
      case SCALAR_STYLE.SINGLE_QUOTED:
        return { kind: "scalar", value: null, style: "single", start: valueStart - 1, end: valueEnd + 1 };
      case SCALAR_STYLE.DOUBLE_QUOTED:
        return { kind: "scalar", value: null, style: "double", start: valueStart - 1, end: valueEnd + 1 };
      case SCALAR_STYLE.LITERAL_BLOCK:
      case SCALAR_STYLE.FOLDED_BLOCK: {
        const start = this.#token(begin);
        const header = text.slice(start, lineEnd(text, start));
        return { kind: "scalar", value: null, style: "block", start, end: blockEnd(text, valueEnd, header) };
      }
    }
  }

  #map(event: CollectionEvent): YamlMap {
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const { start } = event;
    const map: YamlMap = {
      kind: "map",
      pairs: [],
      flow,
      indent: flow ? 0 : columnOf(this.#text, start),
      start,
      end: start,
    };
    this.#enter(start);
    // `[a: 1]` holds a map without braces.
    const braces = flow && this.#text[start] === "{";
    this.#behind = braces ? start + 1 : start;
    const seen = new Set<string>();
    while (this.#events[this.#next]!.type !== EVENT_ID.POP) this.#pair(map, seen);
    this.#next++;
    map.end = this.#behind = braces ? this.#closing() : this.#behind;
    this.#depth--;
    return map;
  }

  #pair(map: YamlMap, seen: Set<string>): void {
    const text = this.#text;
    let before = this.#token(this.#behind);
    if (map.flow && text[before] === ",") before = this.#token(before + 1);
    const { key, keyStart, keyEnd } = this.#key(before, map.flow);
    const colon = this.#token(keyEnd);
    const from = text[colon] === ":" ? colon + 1 : keyEnd;
    this.#behind = from;
    const value = this.#node(from);
    this.#count(keyStart);
    const span = { start: keyStart, end: keyEnd };
    const quoted = JSON.stringify(key);
    if (FORBIDDEN.has(key)) {
      this.#note({
        code: "yaml-forbidden-key",
        ...span,
        message: `the key ${quoted} is refused, because it can change how programs read the rest`,
        remedy: "remove or rename it",
      });
    } else if (seen.has(key)) {
      this.#note({
        code: "yaml-duplicate-key",
        ...span,
        message: `the key ${quoted} stands twice in one map`,
        remedy: "keep one of the two",
      });
    } else {
      seen.add(key);
      if (seen.size > MAX_KEYS) {
        refuse("yaml-size", span, [`a map holds more than ${MAX_KEYS} keys`, "split it"]);
      }
      map.pairs.push({ key, keyStart, keyEnd, value });
    }
  }

  /** A number or word such as `true` is a key by its characters. */
  #key(before: number, flow: boolean): { key: string; keyStart: number; keyEnd: number } {
    const event = this.#events[this.#next++]!;
    if (event.type === EVENT_ID.ALIAS) refuseUse("alias", event.anchorStart - 1);
    if (event.type !== EVENT_ID.SCALAR) {
      const anchor = event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT ? -1 : event.anchorStart;
      if (anchor >= 0) refuseUse("anchor", anchor - 1);
      refuse("yaml-syntax", at(before), ["a list or map may not be a key", "use plain text as the key"]);
    }
    if (event.tagStart >= 0) refuseUse("tag", event.tagStart);
    if (event.anchorStart >= 0) {
      this.#properties(event);
      refuseUse("anchor", event.anchorStart - 1);
    }
    if (this.#text[before] === "?" && event.valueStart !== before) refuseComplexKey(before);
    if (event.valueStart < 0) {
      refuse("yaml-syntax", at(before), ["a `:` alone is no value", "write the key before the colon"]);
    }
    const { start, end } = this.#written(event, before);
    if (end - start > MAX_KEY) {
      refuse("yaml-syntax", { start, end: lineEnd(this.#text, start) }, [
        `a key is longer than ${MAX_KEY} characters`,
        flow
          ? "shorten it, or put what is text in quotes"
          : "shorten it, or indent the line if it belongs to the text above",
      ]);
    }
    return { key: getScalarValue(this.#text, event), keyStart: start, keyEnd: end };
  }

  #seq(event: CollectionEvent): YamlSeq {
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const { start } = event;
    const seq: YamlSeq = {
      kind: "seq",
      items: [],
      flow,
      indent: flow ? 0 : columnOf(this.#text, start),
      start,
      end: start,
    };
    this.#enter(start);
    this.#behind = flow ? start + 1 : start;
    while (this.#events[this.#next]!.type !== EVENT_ID.POP) {
      const mark = this.#token(this.#behind);
      const from = flow && this.#text[mark] !== "," ? this.#behind : mark + 1;
      this.#count(flow ? this.#token(from) : mark);
      this.#behind = from;
      seq.items.push(this.#node(from));
    }
    this.#next++;
    seq.end = this.#behind = flow ? this.#closing() : this.#behind;
    this.#depth--;
    return seq;
  }

  /** Behind the bracket that closes what was read last. */
  #closing(): number {
    const next = this.#token(this.#behind);
    return (this.#text[next] === "," ? this.#token(next + 1) : next) + 1;
  }

  #enter(start: number): void {
    this.#depth++;
    if (this.#depth > MAX_DEPTH) refuseDepth(start);
  }

  #count(start: number): void {
    if (++this.#entries > MAX_ENTRIES) refuseEntries(start);
  }

  #note(problem: YamlProblem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  /** The next character that is neither blank nor comment. */
  #token(from: number): number {
    const text = this.#text;
    let i = from;
    for (;;) {
      const ch = text.charCodeAt(i);
      if (ch === 32 || ch === 9 || ch === 10 || ch === 13) i++;
      else if (ch === 35) i = lineEnd(text, i);
      else return i;
    }
  }
}

/**
 * js-yaml drops the blank lines behind an escaped line break; YAML 1.2 (7.3.1) keeps them as breaks. They are given to
 * it as escapes.
 */
function decoded(text: string, event: ScalarEvent): string {
  if (event.style !== SCALAR_STYLE.DOUBLE_QUOTED || event.fast) return getScalarValue(text, event);
  const written = text.slice(event.valueStart, event.valueEnd);
  // To look at each escape of a long text is slow, and hardly any is a line break.
  if (!/\\\r?\n/.test(written)) return getScalarValue(text, event);
  const source = written.replace(
    /\\(?:(\r?\n)((?:[ \t]*\r?\n)+)|[\s\S])/g,
    (escaped, lineBreak?: string, blank?: string) =>
      blank === undefined ? escaped : `${"\\n".repeat(blank.split("\n").length - 1)}\\${lineBreak}`,
  );
  return getScalarValue(source, { ...event, valueStart: 0, valueEnd: source.length });
}

/** Line ends behind a block of text belong to it only where its header keeps them. */
function blockEnd(text: string, valueEnd: number, header: string): number {
  let end = valueEnd;
  const keep = /^[|>][0-9]?\+/.test(header);
  const isBreak = () => text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13;
  if (keep && text.charCodeAt(end - 1) === 10) end -= text.charCodeAt(end - 2) === 13 ? 2 : 1;
  else while (!keep && isBreak()) end--;
  return end;
}

const columnOf = (text: string, start: number) => {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  return start - lineStart - (lineStart === 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0);
};

/** A value that is not written: null, without width. */
const emptyAt = (pos: number): YamlScalar => ({
  kind: "scalar",
  value: null,
  style: "empty",
  start: pos,
  end: pos,
});
