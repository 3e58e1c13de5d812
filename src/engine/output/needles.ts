/** A stretch of a text, from `start` up to but without `end`. */
export interface Range {
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
export interface Needles {
  add(needle: string): void;
  /**
   * All places where a needle stands. `hold` is where a needle begins that the end of the text cuts off;
   * the text's length when there is none.
   */
  search(text: string): { ranges: Range[]; hold: number };
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

  function search(text: string): { ranges: Range[]; hold: number } {
    const ranges: Range[] = [];
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
