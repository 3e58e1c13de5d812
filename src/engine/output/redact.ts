import {
  createNeedles,
  KNOWN_EXAMPLES,
  PEM_BEGIN,
  PEM_END,
  SECRET_PATTERNS,
  secretForms,
  type TextRange,
} from "./secret-forms.ts";

const MASK = "***";

/** An unfinished line longer than this is let through in part, so that memory stays bounded. */
const MAX_HELD = 8 * 1024;
/** The beginning of a registered secret is held longer, up to here. */
const MAX_PARTIAL = 256 * 1024;
/** A private key is shorter than this; without an end marker, masking stops here. */
const MAX_PEM = 16 * 1024;
/** Longer than any end marker, so that one cut by a chunk's border is seen. */
const PEM_CARRY = 96;

/**
 * Masks secrets: registered values in all their forms, and whatever has the shape of a known kind of
 * secret. One redactor stands before every sink: logs, events, issues, checks, summaries, reports.
 */
export interface Redactor {
  /** Registers a secret; takes effect for all later text, also in streams that are open. */
  add(value: string): void;
  redact(text: string): string;
  /** The value with every string in it masked, keys included; use before serialising, never after. */
  redactValue<T>(value: T): T;
  /** For text that comes in pieces: gives out only what can no longer be the beginning of a secret. */
  stream(): RedactingStream;
  /** Places of registered values, for the commit gate. */
  registered(text: string): TextRange[];
}

export interface RedactingStream {
  /** Returns what is ready, normally up to the last complete line. */
  push(text: string): string;
  /** Returns the rest. */
  end(): string;
}

/** Takes time linear in the text's length, whatever stands in it. */
export function createRedactor(values: Iterable<string> = []): Redactor {
  const needles = createNeedles();
  const add = (value: string) => {
    for (const form of secretForms(value)) needles.add(form);
  };
  for (const value of values) add(value);

  const scan = (text: string) => {
    const { ranges, hold } = needles.search(text);
    return { ranges: merge([...ranges, ...patternRanges(text)]), hold };
  };
  const redact = (text: string) => mask(text, scan(text).ranges);

  return {
    add,
    redact,
    redactValue: value => mapStrings(value, redact) as typeof value,
    stream: () => createStream(scan),
    registered: text => merge(needles.search(text).ranges),
  };
}

type SecretScan = (text: string) => { ranges: TextRange[]; hold: number };

function createStream(scan: SecretScan): RedactingStream {
  let held = "";
  let key: { carry: string; dropped: number } | null = null;
  let inToken = false;

  /** Inside a private key: swallows up to its end marker, and returns what follows. */
  function swallowKey(text: string): string {
    if (!key) return text;
    const joined = key.carry + text;
    const end = new RegExp(PEM_END.source).exec(joined);
    if (end) {
      key = null;
      return joined.slice(end.index + end[0].length);
    }
    key = { carry: joined.slice(-PEM_CARRY), dropped: key.dropped + text.length };
    if (key.dropped > MAX_PEM) key = null;
    return "";
  }

  /** Gives out `held` up to the cut; a secret that the cut would halve is masked and its rest swallowed. */
  function release(cut: number, ranges: TextRange[]): string {
    const split = ranges.find(range => range.start < cut && range.end > cut);
    const end = split ? split.end : cut;
    inToken = split !== undefined && end === held.length;
    const out = mask(
      held.slice(0, end),
      ranges.filter(range => range.start < end),
    );
    held = held.slice(end);
    return out;
  }

  /** After a secret that filled the held text to its end: swallows what still belongs to it. */
  function swallowToken(text: string): string {
    if (!inToken) return text;
    const rest = text.replace(/^[A-Za-z0-9_.+/=-]+/, "");
    inToken = rest === "";
    return rest;
  }

  function push(text: string): string {
    const fresh = swallowToken(swallowKey(text));
    held += fresh;
    if (!fresh.includes("\n") && held.length < MAX_HELD) return "";
    const { ranges, hold } = scan(held);
    const begin = openKey(held);
    if (begin >= 0) {
      const out = release(begin, ranges) + MASK;
      const rest = held;
      held = "";
      key = { carry: "", dropped: 0 };
      swallowKey(rest);
      return out;
    }
    const lineEnd = held.lastIndexOf("\n") + 1;
    const tooLong = held.length - lineEnd >= MAX_HELD;
    const cut = tooLong ? held.length - MAX_HELD / 2 : lineEnd;
    if (tooLong && (hold >= cut || held.length > MAX_PARTIAL)) return release(cut, ranges);
    // What a secret covers in part waits for the rest: it may go on, or another one may begin inside of it.
    const end = Math.min(cut, hold);
    return release(ranges.find(range => range.start < end && range.end > end)?.start ?? end, ranges);
  }

  return {
    push,
    end: () => {
      const out = mask(held, scan(held).ranges);
      held = "";
      return out;
    },
  };
}

/** Where a private key begins that has no end marker yet, or -1. */
function openKey(text: string): number {
  let begin = -1;
  for (const match of text.matchAll(PEM_BEGIN)) begin = match.index;
  if (begin < 0) return -1;
  return new RegExp(PEM_END.source).test(text.slice(begin)) ? -1 : begin;
}

function patternRanges(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  for (const { expression } of SECRET_PATTERNS) {
    for (const match of text.matchAll(expression)) {
      ranges.push({ start: match.index, end: match.index + match[0].length });
    }
  }
  return [...ranges, ...keyRanges(text)];
}

/** Private keys in PEM, each from its begin marker to its end marker or, lacking that, as far as a key may go. */
export function keyRanges(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  let covered = 0;
  for (const begin of text.matchAll(PEM_BEGIN)) {
    if (begin.index < covered) continue;
    const window = text.slice(begin.index, begin.index + MAX_PEM);
    const end = new RegExp(PEM_END.source).exec(window);
    covered = begin.index + (end ? end.index + end[0].length : window.length);
    ranges.push({ start: begin.index, end: covered });
  }
  return ranges;
}

function merge(ranges: TextRange[]): TextRange[] {
  const merged: TextRange[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

/** Line breaks inside a masked stretch are kept, so that lines keep their count. */
function mask(text: string, ranges: TextRange[]): string {
  let out = "";
  let at = 0;
  for (const { start, end } of ranges) {
    out += text.slice(at, start) + MASK + text.slice(start, end).replace(/[^\n]/g, "");
    at = end;
  }
  return out + text.slice(at);
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map(item => mapStrings(item, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]),
  );
}

/**
 * An event's data with every secret in it masked. Nearly all data holds none, so its texts are looked through together
 * first: about 10 µs, a fifth of what masking them one by one costs.
 */
export function maskData<T>(redactor: Redactor, data: T): T {
  const texts: string[] = [];
  collect(data, texts);
  // A secret may be found across two texts that is in neither; then masking them one by one changes nothing.
  const all = texts.join("\n");
  return redactor.redact(all) === all ? data : redactor.redactValue(data);
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, texts);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      texts.push(key);
      collect(item, texts);
    }
  }
}

/** A secret in a file that is about to be committed; says what and where, never the secret itself. */
interface SecretFinding {
  /** What it looks like, e.g. "GitHub token". */
  kind: string;
  /** Counted from 1. */
  line: number;
}

/**
 * Secrets in a file's bytes: the redactor's registered values in all forms, and what has the shape of a secret. What
 * stands in `base`, the file's earlier content, in the same words is not reported again: it was there
 * before this phase, and blocking every later change of that file would help nobody.
 */
export function findSecrets(bytes: Uint8Array, redactor?: Redactor, base?: Uint8Array): SecretFinding[] {
  const before = base ? decode(base).join("\n") : "";
  const found = new Map<string, SecretFinding>();
  for (const text of decode(bytes)) {
    for (const { kind, start, end } of secretsIn(text, redactor)) {
      const secret = text.slice(start, end);
      if (before.includes(secret) || KNOWN_EXAMPLES.includes(secret)) continue;
      const line = countLines(text, start);
      found.set(`${kind} ${line}`, { kind, line });
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function secretsIn(
  text: string,
  redactor: Redactor | undefined,
): { kind: string; start: number; end: number }[] {
  const registered = (redactor?.registered(text) ?? []).map(range => ({
    kind: "secret of this run",
    ...range,
  }));
  const keys = keyRanges(text)
    .filter(({ start, end }) => text.slice(start, end).includes("-----END"))
    .map(range => ({ kind: "private key", ...range }));
  const shapes = SECRET_PATTERNS.filter(pattern => !pattern.maskOnly).flatMap(({ name, expression }) =>
    [...text.matchAll(expression)].map(match => ({
      kind: name,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
  return [...registered, ...keys, ...shapes];
}

/** The bytes as text; with NUL bytes also without them, which shows what UTF-16 hides. */
function decode(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes);
  return text.includes("\0") ? [text, text.replaceAll("\0", "")] : [text];
}

function countLines(text: string, end: number): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
