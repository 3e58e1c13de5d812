import type { ServerResponse } from "node:http";
import { type Conversation, hear, type Move, type Spend } from "./script.ts";
import { sendJson, sendStream } from "./wire.ts";

interface Part {
  text?: string;
  functionResponse?: { response: unknown };
}
export interface GenerateRequest {
  contents: { role?: string; parts: Part[] }[];
  tools?: { functionDeclarations?: { name: string }[] }[];
}

/** Reads a request of the Gemini API (`models/<model>:generateContent` and `:streamGenerateContent`). */
export function readGenerate(body: GenerateRequest, model: string): Conversation {
  const conversation: Conversation = {
    prompt: "",
    results: [],
    before: 0,
    tools: body.tools?.flatMap(t => t.functionDeclarations?.map(f => f.name) ?? []) ?? [],
    model,
  };
  for (const part of body.contents.filter(c => c.role !== "model").flatMap(c => c.parts)) {
    if (part.functionResponse) conversation.results.push(JSON.stringify(part.functionResponse.response));
    else if (part.text) hear(conversation, part.text);
  }
  return conversation;
}

function partOf(move: Move): Record<string, unknown> {
  switch (move.kind) {
    case "write":
      return { functionCall: { name: "write_file", args: { file_path: move.path, content: move.content } } };
    case "run":
      return { functionCall: { name: "run_shell_command", args: { command: move.command } } };
    case "say":
      return { text: move.text };
    default:
      throw new Error(`no part for ${move.kind}`);
  }
}

export function answerGenerate(response: ServerResponse, stream: boolean, move: Move, spend: Spend): void {
  const answer = {
    candidates: [{ index: 0, content: { role: "model", parts: [partOf(move)] }, finishReason: "STOP" }],
    usageMetadata: {
      promptTokenCount: spend.input,
      candidatesTokenCount: spend.output,
      totalTokenCount: spend.input + spend.output,
    },
    modelVersion: "stand-in",
  };
  if (stream) sendStream(response, [{ data: answer }]);
  else sendJson(response, 200, answer);
}
