import { type AgentReport, amountAt, jsonObjects, objectAt } from "./agent-report.ts";

/**
 * Reads `copilot --silent`, which prints its last message, and the file of `--usage-output-file`. It counts premium
 * requests, which have no price of their own: tokens are priced by model. Failures are told by exit code and words.
 */
export function readCopilot(stdout: string, usageText: string | null): AgentReport {
  const [usage] = usageText === null ? [] : jsonObjects(usageText);
  const models = Object.entries(objectAt(usage, "modelMetrics")).map(([model, metrics]) => {
    const used = objectAt(metrics, "usage");
    return {
      model,
      input_tokens: amountAt(used, "inputTokens"),
      cached_tokens: amountAt(used, "cacheReadTokens"),
      output_tokens: amountAt(used, "outputTokens"),
      cost_usd: 0,
    };
  });
  return { failed: false, text: stdout.trim(), models, isWhole: true };
}
