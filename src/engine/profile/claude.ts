import {
  type AgentReport,
  amountAt,
  isObject,
  type Json,
  jsonObjects,
  type ModelUse,
  objectAt,
  textAt,
} from "./agent-report.ts";

/**
 * Reads `claude -p --output-format json` (with `--verbose` a list that ends with the same object), or `stream-json`, whose
 * last line is that object.
 */
export function readClaude(stdout: string): AgentReport {
  const objects = listed(stdout) ?? jsonObjects(stdout);
  const report = objects.findLast(object => object.type === "result");
  if (!report) return { failed: false, text: "", models: modelsOfStream(objects) };
  const subtype = textAt(report, "subtype") ?? "success";
  const failed = report.is_error === true || subtype !== "success";
  const text = textAt(report, "result") ?? "";
  const said: AgentReport = { failed, text, models: modelsOf(report), known: true };
  if (typeof report.total_cost_usd === "number") said.tellsDollars = true;
  said.isWhole = true;
  if (!failed) return said;
  const errors = Array.isArray(report.errors) ? report.errors.filter(e => typeof e === "string") : [];
  said.error = errors.join("; ") || text || subtype.replaceAll("_", " ");
  const status = amountAt(report, "api_error_status");
  if (status > 0) said.status = status;
  if (subtype === "error_max_budget_usd") said.budgetSpent = true;
  return said;
}

function listed(stdout: string): Json[] | undefined {
  if (!stdout.trimStart().startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(stdout);
    return Array.isArray(list) ? list.filter(isObject) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * `modelUsage` sums all turns of each model; `usage` may hold the last turn only. `total_cost_usd` is the program's
 * own sum: what the models do not explain of it (a tool that costs) goes to the first of them.
 */
function modelsOf(report: Json): AgentReport["models"] {
  const models = Object.entries(objectAt(report, "modelUsage")).map(([model, used]) => ({
    model,
    input_tokens:
      amountAt(used, "inputTokens") +
      amountAt(used, "cacheReadInputTokens") +
      amountAt(used, "cacheCreationInputTokens"),
    cached_tokens: amountAt(used, "cacheReadInputTokens"),
    output_tokens: amountAt(used, "outputTokens"),
    cost_usd: amountAt(used, "costUSD"),
  }));
  const total = amountAt(report, "total_cost_usd");
  if (models.length === 0) return fromUsage(report, total);
  const rest = total - models.reduce((sum, m) => sum + m.cost_usd, 0);
  if (rest > 1e-9) models[0]!.cost_usd += rest;
  return models;
}

function fromUsage(report: Json, total: number): AgentReport["models"] {
  const { usage } = report;
  if (!isObject(usage) && total === 0) return [];
  return [{ model: "", ...tokensOf(usage), cost_usd: total }];
}

function tokensOf(usage: unknown): Omit<ModelUse, "model" | "cost_usd"> {
  const cached = amountAt(usage, "cache_read_input_tokens");
  return {
    input_tokens: amountAt(usage, "input_tokens") + cached + amountAt(usage, "cache_creation_input_tokens"),
    cached_tokens: cached,
    output_tokens: amountAt(usage, "output_tokens"),
  };
}

/** What the calls of `stream-json` used so far, where the program was ended before it summed them up. */
function modelsOfStream(objects: readonly Json[]): ModelUse[] {
  const calls = new Map<string, ModelUse>();
  for (const [index, object] of objects.entries()) {
    const message = objectAt(object, "message");
    if (object.type !== "assistant" || !isObject(message.usage)) continue;
    // One answer comes in several pieces, each with the usage of the whole.
    const id = textAt(message, "id") ?? String(index);
    calls.set(id, { model: textAt(message, "model") ?? "", ...tokensOf(message.usage), cost_usd: 0 });
  }
  const models = new Map<string, ModelUse>();
  for (const call of calls.values()) {
    const sum = models.get(call.model);
    if (!sum) models.set(call.model, { ...call });
    else {
      sum.input_tokens += call.input_tokens;
      sum.cached_tokens += call.cached_tokens;
      sum.output_tokens += call.output_tokens;
    }
  }
  return [...models.values()];
}
