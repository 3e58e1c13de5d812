import type { AgentProfile, Price } from "./plan.ts";

/** The day on which the table below was last compared with its sources. */
export const PRICES_OF = "2026-11-30";

/**
 * List prices of the standard tier for prompts of usual length, which `prices:` of milestone and config changes. A longer
 * prompt, a fast tier or a data residence cost more, a batch or a discount less. Sources:
 *
 * - OpenAI: developers.openai.com/api/docs/pricing, as the change logs of several cost trackers quote it (GPT-6 Astra of
 *   2026-09-03, GPT-6.1 Sol of 2026-09-29, GPT-6.1 Terra of 2026-10-26), and docs.litellm.ai/blog/gpt-6-1-terra
 * - Anthropic: platform.claude.com/docs/en/about-claude/pricing and the overview pages of its models
 * - Google: ai.google.dev/gemini-api/docs/pricing; the 3.6 to 3.8 Flash at the price that holds from 2027, not at the
 *   half of it that holds until then
 * - and for models of all three: github/docs, data/tables/copilot/models-and-pricing.yml
 */
const SHIPPED: Readonly<Record<string, Price>> = {
  "gpt-6-astra": { input: 10, cached: 1, output: 50 },
  "gpt-6.1-sol": { input: 2, cached: 0.1, output: 10 },
  "gpt-6.1-terra": { input: 1, cached: 0.05, output: 5 },
  "gpt-6-sol": { input: 2, cached: 0.2, output: 10 },
  "gpt-6-luna": { input: 0.1, cached: 0.01, output: 0.5 },
  "gpt-5.6-sol": { input: 5, cached: 0.5, output: 30 },
  "gpt-5.6-terra": { input: 2, cached: 0.2, output: 12 },
  "gpt-5.6-luna": { input: 0.2, cached: 0.02, output: 1.2 },
  "gpt-5.5": { input: 5, cached: 0.5, output: 30 },
  "gpt-5.4": { input: 2.5, cached: 0.25, output: 15 },
  "gpt-5.4-mini": { input: 0.75, cached: 0.075, output: 4.5 },
  "gpt-5.4-nano": { input: 0.2, cached: 0.02, output: 1.25 },
  "gpt-5.3-codex": { input: 1.75, cached: 0.175, output: 14 },
  "gpt-5.2-codex": { input: 1.75, cached: 0.175, output: 14 },
  "gpt-5.2": { input: 1.75, cached: 0.175, output: 14 },
  "gpt-5.1-codex-max": { input: 1.25, cached: 0.125, output: 10 },
  "gpt-5.1-codex": { input: 1.25, cached: 0.125, output: 10 },
  "gpt-5.1": { input: 1.25, cached: 0.125, output: 10 },
  "gpt-5-codex": { input: 1.25, cached: 0.125, output: 10 },
  "gpt-5": { input: 1.25, cached: 0.125, output: 10 },
  "gpt-5-mini": { input: 0.25, cached: 0.025, output: 2 },
  "gpt-5-nano": { input: 0.05, cached: 0.005, output: 0.4 },
  "gpt-4.1": { input: 2, cached: 0.5, output: 8 },
  "gpt-4.1-mini": { input: 0.4, cached: 0.1, output: 1.6 },
  "claude-fable-5-1": { input: 10, cached: 1, output: 50 },
  "claude-fable-5": { input: 10, cached: 1, output: 50 },
  "claude-opus-5-5": { input: 4, cached: 0.2, output: 20 },
  "claude-opus-5": { input: 5, cached: 0.5, output: 25 },
  "claude-opus-4-8": { input: 5, cached: 0.5, output: 25 },
  "claude-opus-4-7": { input: 5, cached: 0.5, output: 25 },
  "claude-opus-4-6": { input: 5, cached: 0.5, output: 25 },
  "claude-opus-4-5": { input: 5, cached: 0.5, output: 25 },
  "claude-opus-4-1": { input: 15, cached: 1.5, output: 75 },
  "claude-sonnet-5-5": { input: 2, cached: 0.1, output: 10 },
  "claude-sonnet-5": { input: 2, cached: 0.2, output: 10 },
  "claude-sonnet-4-6": { input: 3, cached: 0.3, output: 15 },
  "claude-sonnet-4-5": { input: 3, cached: 0.3, output: 15 },
  "claude-sonnet-4": { input: 3, cached: 0.3, output: 15 },
  // Of a long prompt; a short one costs a fifth.
  "claude-haiku-5-5": { input: 0.5, cached: 0.05, output: 2.5 },
  "claude-haiku-4-5": { input: 1, cached: 0.1, output: 5 },
  "gemini-3.8-flash": { input: 1.5, cached: 0.15, output: 7.5 },
  "gemini-3.7-flash": { input: 1.5, cached: 0.15, output: 7.5 },
  "gemini-3.6-flash": { input: 1.5, cached: 0.15, output: 7.5 },
  "gemini-3.5-flash": { input: 1.5, cached: 0.15, output: 9 },
  "gemini-3.5-flash-lite": { input: 0.3, cached: 0.03, output: 2.5 },
  "gemini-3.1-pro": { input: 2, cached: 0.2, output: 12 },
  "gemini-3.1-flash-lite": { input: 0.25, cached: 0.025, output: 1.5 },
  "gemini-3-pro": { input: 2, cached: 0.2, output: 12 },
  "gemini-3-flash": { input: 0.5, cached: 0.05, output: 3 },
  "gemini-2.5-pro": { input: 1.25, cached: 0.125, output: 10 },
  "gemini-2.5-flash": { input: 0.3, cached: 0.03, output: 2.5 },
  "gemini-2.5-flash-lite": { input: 0.1, cached: 0.01, output: 0.4 },
};

/**
 * What each program uses where nobody names a model. Codex 0.169.0 ships its list, and Gemini CLI 0.61.0 its constants;
 * of those that Gemini chooses among by itself the dearest stands here. Claude Code and Copilot decide by account.
 */
const DEFAULT_MODELS: Readonly<Partial<Record<AgentProfile["result"], string>>> = {
  "claude-json": "claude-sonnet-5",
  "codex-jsonl": "gpt-6.1-sol",
  "gemini-json": "gemini-3.1-pro",
  "copilot-text": "claude-sonnet-4-6",
};

/** The short words that Claude Code takes for a model. */
const ALIASES: Readonly<Record<string, string>> = {
  opus: "claude-opus-5-5",
  sonnet: "claude-sonnet-5-5",
  haiku: "claude-haiku-5-5",
  fable: "claude-fable-5-1",
};

/** Variables from which the known programs read their model. */
const MODEL_VARIABLES = ["ANTHROPIC_MODEL", "OPENAI_MODEL", "CODEX_MODEL", "GEMINI_MODEL", "COPILOT_MODEL"];

/**
 * The price of a model; null: nobody gives one. Names are compared without a provider in front, a date or the like behind,
 * and with dots as dashes, since services call the same model by different names.
 */
export function priceOf(model: string, own: Readonly<Record<string, Price>>): Price | null {
  for (const prices of [own, SHIPPED]) {
    for (const name of formsOf(model)) {
      const found = Object.keys(prices).find(key => key === name || plainName(key) === plainName(name));
      if (found !== undefined) return prices[found]!;
    }
  }
  return null;
}

function formsOf(model: string): string[] {
  const alone = model.slice(model.lastIndexOf("/") + 1).replace(/\[[^\]]{0,20}\]$/, "");
  const undated = alone
    .replace(/[@-]\d{4}-?\d{2}-?\d{2}$/, "")
    .replace(/-(?:latest|preview|customtools|preview-customtools)$/, "");
  return [model, alone, undated, ALIASES[alone] ?? alone];
}

function plainName(model: string): string {
  return model.toLowerCase().replaceAll(".", "-");
}

type ModelVariables = Readonly<Record<string, string | null | undefined>>;

/**
 * The model that a profile's program uses as far as it can be told beforehand: as the profile says, as its arguments or
 * variables say, or the program's own default. null: nothing says.
 * @param environment what the program gets beside the profile's own variables
 */
export function modelOf(profile: AgentProfile, environment: ModelVariables = {}): string | null {
  if (profile.model !== undefined) return profile.model;
  const args = [...profile.args, ...Object.values(profile.phaseArgs).flat()];
  const inArgs = args.map((arg, index) => modelIn(arg ?? "", args[index + 1])).find(found => found !== null);
  if (inArgs) return inArgs;
  for (const name of MODEL_VARIABLES) {
    const value =
      profile.env[name] ?? (name in profile.env || name in environment ? environment[name] : null);
    if (value) return value;
  }
  return DEFAULT_MODELS[profile.result] ?? null;
}

function modelIn(arg: string, next: string | undefined): string | null {
  if (arg === "--model" || arg === "-m") return next ?? null;
  const value = /^(?:--model=|-m=|(?:--config=|-c)model=)(.{1,200})$/.exec(arg)?.[1];
  return value?.replaceAll(/^["']|["']$/g, "") ?? null;
}

/** Whether its program tells what it cost. */
export function tellsDollars(profile: AgentProfile): boolean {
  return profile.result === "claude-json";
}

/** Whether its program tells what it used at all. */
export function tellsTokens(profile: AgentProfile): boolean {
  return profile.result !== "text";
}

/** Tokens of one model; what came from a cache is part of the input. */
export interface Tokens {
  input: number;
  cached: number;
  output: number;
}

/** US dollars. */
export function dollarsOf({ input, cached, output }: Tokens, price: Price): number {
  const fresh = Math.max(0, input - cached);
  return (fresh * price.input + Math.min(input, cached) * price.cached + output * price.output) / 1_000_000;
}

/**
 * What a minute of an agent's work uses at the most, for the cost of an attempt that was ended before its program told
 * it: twelve calls that each read a context of 100,000 tokens, nine tenths of it cached, and write 500.
 */
const BUSY_MINUTE: Tokens = { input: 1_200_000, cached: 1_080_000, output: 6_000 };

/** US dollars that a minute of the model costs at the most. */
export function dollarsPerMinute(price: Price): number {
  return dollarsOf(BUSY_MINUTE, price);
}

/**
 * What a phase used of a model in a quick and in a long run. They are assumptions, not measurements: an agent calls its
 * model ten to a hundred times, and sends all it has read with each call, most of it from the provider's cache.
 */
export const QUICK_PHASE: Readonly<Record<"documents" | "code", Tokens>> = {
  documents: { input: 100_000, cached: 70_000, output: 3_000 },
  code: { input: 300_000, cached: 240_000, output: 6_000 },
};
export const LONG_PHASE: Readonly<Record<"documents" | "code", Tokens>> = {
  documents: { input: 1_500_000, cached: 1_300_000, output: 25_000 },
  code: { input: 8_000_000, cached: 7_400_000, output: 80_000 },
};
