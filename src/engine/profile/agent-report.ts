/** What a program's report says, whatever its form. */
export interface AgentReport {
  failed: boolean;
  /** The agent's last message. */
  text: string;
  /** Per model, with what came from a cache counted as input. Empty: it reports nothing. */
  models: ModelUse[];
  /** The program told what it cost. */
  tellsDollars?: true;
  error?: string;
  /** HTTP status of the model's service, when that failed. */
  status?: number;
  budgetSpent?: true;
  /** The conversation's id, where the program names it. */
  session?: string;
  /** `models` counts the whole conversation, from its first attempt on. */
  isWhole?: true;
  /** A report was found, so that stray words around it mean nothing. */
  known?: true;
}

/** An empty `model`: the program does not name it. */
export interface ModelUse {
  model: string;
  input_tokens: number;
  /** Of the input, what came from a cache. */
  cached_tokens: number;
  output_tokens: number;
  cost_usd: number;
}

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, key: string): Json {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

export function textAt(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** A count or an amount; what is no finite number of at least 0 counts as 0. */
export function amountAt(value: unknown, key: string): number {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : 0;
}

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
