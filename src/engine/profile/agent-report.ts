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
