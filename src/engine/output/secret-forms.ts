/** Values shorter than this would mask half of every log; nobody's token is so short. */
const MIN_SECRET = 4;
/** Encodings of very short values are too short themselves to be told from ordinary text. */
const MIN_ENCODED = 8;
/** Longer secrets are files (keys, certificates); their lines are looked for one by one, and not encoded. */
const MAX_ENCODED = 4_096;

/**
 * The texts under which a secret may show: itself, and base64 at its three alignments, base64url, hex,
 * URI, JSON, XML and shell forms. Line breaks are left out, since the search passes over them.
 */
export function secretForms(value: string): string[] {
  const secret = value.trim();
  if (secret.length < MIN_SECRET) return [];
  const forms = new Set([secret]);
  if (secret.length >= MIN_ENCODED) {
    if (secret.length <= MAX_ENCODED) for (const form of encodings(secret)) forms.add(form);
    for (const line of secret.split(/\r?\n/))
      if (line.trim().length >= 2 * MIN_ENCODED) forms.add(line.trim());
  }
  return [...forms].map(form => form.replace(/[\r\n]/g, "")).filter(form => form.length >= MIN_SECRET);
}

function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const pairs = hex.match(/../g) ?? [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    ...[0, 1, 2].map(shift => shiftedBase64(bytes, shift)).flatMap(text => [text, base64url(text)]),
    hex,
    hex.toUpperCase(),
    pairs.join(" "),
    pairs.join(":"),
    pairs.map(pair => `%${pair.toUpperCase()}`).join(""),
    pairs.map(pair => `\\x${pair}`).join(""),
    encodeURIComponent(secret.toWellFormed()),
    encodeURI(secret.toWellFormed()),
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"),
    secret.replaceAll("'", `'\\''`),
    [...secret].reverse().join(""),
  ];
}

/**
 * Base64 of the bytes as it looks in the middle of a longer text whose length before them is `shift`
 * modulo 3; the characters that also depend on what stands before or behind are cut off.
 */
function shiftedBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const dependsOnNext = (bytes.length + shift) % 3 !== 0;
  return text.slice(shift === 0 ? 0 : shift + 1, dependsOnNext ? -1 : undefined);
}

function base64url(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_");
}

/** A stretch of a text, from `start` up to but without `end`. */
export interface TextRange {
  start: number;
  end: number;
}

/** Needles are looked up by their first characters. */
const GRAM = 4;

/**
 * Finds many fixed texts in one pass. Line breaks in the searched text are passed over, so that a secret
 * wrapped by `base64` or cut in two by a program is found as well. Needles shorter than four characters
 * are refused by the caller (`secretForms`).
 */
interface Needles {
  add(needle: string): void;
  /**
   * All places where a needle stands. `hold` is where a needle begins that the end of the text cuts off;
   * the text's length when there is none.
   */
  search(text: string): { ranges: TextRange[]; hold: number };
}

export function createNeedles(): Needles {
  const known = new Set<string>();
  const byGram = new Map<number, string[]>();
  const sieve = new Uint8Array(0x10000);
  const beginnings = new Set<string>();

  function add(needle: string): void {
    if (known.has(needle)) return;
    known.add(needle);
    let gram = 0;
    for (let i = 0; i < GRAM; i++) {
      gram = roll(gram, needle.charCodeAt(i));
      if (i > 0) beginnings.add(needle.slice(0, i));
    }
    sieve[fold(gram)] = 1;
    byGram.set(gram, [...(byGram.get(gram) ?? []), needle]);
  }

  function search(text: string): { ranges: TextRange[]; hold: number } {
    const ranges: TextRange[] = [];
    let hold = text.length;
    if (known.size === 0) return { ranges, hold };
    let gram = 0;
    // Where the last three characters that are no line breaks stand, the oldest first.
    let [a, b, c] = [-1, -1, -1];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) continue;
      gram = roll(gram, code);
      const candidates = a >= 0 && sieve[fold(gram)] === 1 ? byGram.get(gram) : undefined;
      for (const needle of candidates ?? []) {
        const end = matchAt(text, a, needle);
        if (end === text.length + 1) hold = Math.min(hold, a);
        else if (end > 0) ranges.push({ start: a, end });
      }
      [a, b, c] = [b, c, at];
    }
    for (const start of [c, b, a]) {
      if (start >= 0 && beginnings.has(text.slice(start).replace(/[\r\n]/g, "")))
        hold = Math.min(hold, start);
    }
    return { ranges, hold };
  }

  return { add, search };
}

/** Each step pushes the oldest of four characters out of the 32 bits. */
function roll(gram: number, code: number): number {
  return (gram << 8) ^ code;
}

function fold(gram: number): number {
  return (gram ^ (gram >>> 16)) & 0xffff;
}

/** The end of the needle that starts here, -1 when it does not, the length + 1 when the text ends first. */
function matchAt(text: string, start: number, needle: string): number {
  let at = start;
  for (let i = 0; i < needle.length; at++) {
    if (at >= text.length) return text.length + 1;
    const code = text.charCodeAt(at);
    if (code === needle.charCodeAt(i)) i++;
    else if (code !== 10 && code !== 13) return -1;
  }
  return at;
}

/** A shape in which a service issues its secrets, so that one is found although nobody told us of it. */
interface SecretPattern {
  name: string;
  /** Global. Linear on any text: a literal start, then one greedy class, so no position is tried twice at length. */
  expression: RegExp;
  /** Masked wherever we print it, but too often a mere example (`user:password@host`) to stop a commit. */
  maskOnly?: true;
}

export const SECRET_PATTERNS: readonly SecretPattern[] = [
  // Classic and new (`ghs_<app>_<jwt>`, 2026) forms: the new one holds dots, hyphens and underscores.
  { name: "GitHub token", expression: /gh[pousr]_[A-Za-z0-9_.-]{20,}/g },
  { name: "GitHub token", expression: /github_pat_[A-Za-z0-9_]{20,}/g },
  { name: "Anthropic key", expression: /sk-ant-[A-Za-z0-9_-]{16,}/g },
  { name: "API key", expression: /(?<![A-Za-z0-9])sk-(?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{20,}/g },
  { name: "Google API key", expression: /AIza[A-Za-z0-9_-]{35}/g },
  { name: "AWS key id", expression: /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  { name: "Slack token", expression: /xox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { name: "npm token", expression: /npm_[A-Za-z0-9]{36}/g },
  { name: "GitLab token", expression: /glpat-[A-Za-z0-9_-]{20,}/g },
  // The look behind keeps this linear: only the start of a run of such characters is tried.
  {
    name: "JSON web token",
    expression: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
  },
  {
    name: "password in a URL",
    expression: /(?<=[a-z]:\/\/[A-Za-z0-9._~%!$&*+-]{0,64}:)[^\s/@:"'<>]{3,256}(?=@)/g,
    maskOnly: true,
  },
  {
    name: "authorization header",
    expression: /(?<=authorization: {0,4}(?:basic|bearer|token) {1,4})[A-Za-z0-9+/=._~-]{8,}/gi,
    maskOnly: true,
  },
];

export const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
export const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** Published by their makers as examples; they open nothing. */
export const KNOWN_EXAMPLES: readonly string[] = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"];
