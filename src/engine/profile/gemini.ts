import { type AgentReport, amountAt, isObject, jsonObjects, objectAt, textAt } from "./agent-report.ts";

/** Reads `gemini --output-format json`: one object, on stdout when it went well, on stderr when it failed. */
export function readGemini(stdout: string, tail: string, exitCode: number | null = null): AgentReport {
  const report = [...jsonObjects(tail), ...jsonObjects(stdout)].findLast(
    object => "response" in object || isObject(object.error),
  );
  // Its own exit codes: 41 is a failed authentication, told on stderr in plain words.
  if (!report) return { failed: false, text: "", models: [], ...(exitCode === 41 ? { status: 401 } : {}) };
  const models = Object.entries(objectAt(objectAt(report, "stats"), "models")).map(([model, used]) => {
    const tokens = objectAt(used, "tokens");
    return {
      model,
      input_tokens: amountAt(tokens, "prompt"),
      cached_tokens: amountAt(tokens, "cached"),
      output_tokens: amountAt(tokens, "candidates") + amountAt(tokens, "thoughts"),
      cost_usd: 0,
    };
  });
  const said: AgentReport = {
    failed: isObject(report.error),
    text: textAt(report, "response") ?? "",
    models,
    known: true,
  };
  const session = textAt(report, "session_id");
  if (session !== undefined) said.session = session;
  if (!isObject(report.error)) return said;
  said.error = innerMessage(textAt(report.error, "message") ?? "it failed");
  const code = amountAt(report.error, "code");
  if (code >= 400 && code < 600) said.status = code;
  if (code === 41) said.status = 401;
  return said;
}

/** The message is often the service's JSON answer, as text. */
function innerMessage(message: string): string {
  const [inner] = jsonObjects(message);
  return textAt(objectAt(inner, "error"), "message") ?? message;
}
