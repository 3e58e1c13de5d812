import { jsonObjects } from "./json-in-text.ts";
import { amountAt, isObject, type Json, objectAt, type Said, textAt } from "./said.ts";

/** Reads `claude -p --output-format json` (or `stream-json`, whose last line is the same object). */
export function readClaude(stdout: string): Said {
  const report = jsonObjects(stdout).findLast(object => object.type === "result");
  if (!report) return { failed: false, text: "", models: [] };
  const subtype = textAt(report, "subtype") ?? "success";
  const failed = report.is_error === true || subtype !== "success";
  const text = textAt(report, "result") ?? "";
  const said: Said = { failed, text, models: modelsOf(report), known: true };
  if (!failed) return said;
  const errors = Array.isArray(report.errors) ? report.errors.filter(e => typeof e === "string") : [];
  said.error = errors.join("; ") || text || subtype.replaceAll("_", " ");
  const status = amountAt(report, "api_error_status");
  if (status > 0) said.status = status;
  if (subtype === "error_max_budget_usd") said.budgetSpent = true;
  return said;
}

/**
 * `modelUsage` sums all turns of each model; `usage` may hold the last turn only. `total_cost_usd` is the program's
 * own sum: what the models do not explain of it (a tool that costs) goes to the first of them.
 */
function modelsOf(report: Json): Said["models"] {
  const models = Object.entries(objectAt(report, "modelUsage")).map(([model, used]) => ({
    model,
    input_tokens:
      amountAt(used, "inputTokens") +
      amountAt(used, "cacheReadInputTokens") +
      amountAt(used, "cacheCreationInputTokens"),
    output_tokens: amountAt(used, "outputTokens"),
    cost_usd: amountAt(used, "costUSD"),
  }));
  const total = amountAt(report, "total_cost_usd");
  if (models.length === 0) return fromUsage(report, total);
  const rest = total - models.reduce((sum, m) => sum + m.cost_usd, 0);
  if (rest > 1e-9) models[0]!.cost_usd += rest;
  return models;
}

function fromUsage(report: Json, total: number): Said["models"] {
  const { usage } = report;
  if (!isObject(usage) && total === 0) return [];
  const input =
    amountAt(usage, "input_tokens") +
    amountAt(usage, "cache_read_input_tokens") +
    amountAt(usage, "cache_creation_input_tokens");
  return [
    { model: "", input_tokens: input, output_tokens: amountAt(usage, "output_tokens"), cost_usd: total },
  ];
}
