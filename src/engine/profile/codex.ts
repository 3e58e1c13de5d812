import { type AgentReport, amountAt, jsonObjects, objectAt, textAt } from "./agent-report.ts";

/**
 * Reads `codex exec --json`: one event a line. Each `turn.completed` tells the thread's tokens so far; it names neither
 * model nor cost. An `error` before a turn that completes was a reconnect, no failure.
 */
export function readCodex(stdout: string): AgentReport {
  const said: AgentReport = { failed: false, text: "", models: [], isWhole: true };
  let input = 0;
  let cached = 0;
  let output = 0;
  for (const event of jsonObjects(stdout)) {
    switch (event.type) {
      case "thread.started": {
        const session = textAt(event, "thread_id");
        if (session !== undefined) said.session = session;
        break;
      }
      case "item.completed": {
        const item = objectAt(event, "item");
        if (item.type === "agent_message") said.text = textAt(item, "text") ?? said.text;
        break;
      }
      case "turn.completed": {
        const usage = objectAt(event, "usage");
        input = Math.max(input, amountAt(usage, "input_tokens"));
        cached = Math.max(cached, amountAt(usage, "cached_input_tokens"));
        output = Math.max(output, amountAt(usage, "output_tokens"));
        Object.assign(said, { failed: false, known: true });
        delete said.error;
        break;
      }
      case "turn.failed":
        Object.assign(said, {
          failed: true,
          known: true,
          error: textAt(event.error, "message") ?? "the turn failed",
        });
        break;
      case "error":
        said.error = textAt(event, "message") ?? said.error;
        break;
      default:
        break;
    }
  }
  if (input + output > 0) {
    const tokens = { input_tokens: input, cached_tokens: cached, output_tokens: output };
    said.models.push({ model: "", ...tokens, cost_usd: 0 });
  }
  return said;
}
