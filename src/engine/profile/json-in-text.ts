import { isObject, type Json } from "./agent-report.ts";

/** Objects that never close would each be followed to the end; real reports do not have many. */
const MAX_BROKEN = 32;

/** The JSON objects that begin at the start of a line, on one line or over several, with whatever stands between. */
export function jsonObjects(text: string): Json[] {
  const found: Json[] = [];
  let broken = 0;
  let at = 0;
  while (at < text.length && broken < MAX_BROKEN) {
    const begin = text.startsWith("{", at) ? at : lineStart(text, at);
    if (begin < 0) break;
    const end = objectEnd(text, begin);
    const value = end < 0 ? undefined : parsed(text.slice(begin, end));
    if (isObject(value)) {
      found.push(value);
      at = end;
    } else {
      broken += 1;
      at = begin + 1;
    }
  }
  return found;
}

function lineStart(text: string, from: number): number {
  const at = text.indexOf("\n{", Math.max(0, from - 1));
  return at < 0 ? -1 : at + 1;
}

/** Behind the brace that closes the one at `begin`; -1 when none does. */
function objectEnd(text: string, begin: number): number {
  let depth = 0;
  let quoted = false;
  for (let i = begin; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return i + 1;
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
