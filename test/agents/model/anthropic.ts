import type { ServerResponse } from "node:http";
import { type Conversation, hear, type Move, type Spend } from "./script.ts";
import { sendJson, sendStream } from "./wire.ts";

interface Block {
  type: string;
  text?: string;
  content?: string | Block[];
}
export interface MessagesRequest {
  model: string;
  stream?: boolean;
  tools?: { name: string }[];
  messages: { role: string; content: string | Block[] }[];
}

/** Reads a request of the Anthropic Messages API (`POST /v1/messages`). */
export function readMessages(body: MessagesRequest): Conversation {
  const conversation: Conversation = {
    prompt: "",
    results: [],
    before: 0,
    tools: body.tools?.map(t => t.name) ?? [],
    model: body.model,
  };
  for (const message of body.messages) {
    if (message.role !== "user") continue;
    const blocks =
      typeof message.content === "string" ? [{ type: "text", text: message.content }] : message.content;
    for (const block of blocks) {
      if (block.type === "tool_result") conversation.results.push(flatten(block.content));
      else if (block.text) hear(conversation, block.text);
    }
  }
  return conversation;
}

function flatten(content: string | Block[] | undefined): string {
  return typeof content === "string" ? content : (content ?? []).map(b => b.text ?? "").join("\n");
}

/** Two programs speak this protocol, each with tools of its own. */
function blockOf(move: Move, tools: string[]): Record<string, unknown> {
  switch (move.kind) {
    case "write":
      if (tools.includes("create")) return tool("create", { path: move.path, file_text: move.content });
      return tool("Write", { file_path: move.path, content: move.content });
    case "run":
      if (tools.includes("bash")) return tool("bash", { command: move.command, description: "one step" });
      return tool("Bash", { command: move.command });
    case "say":
      return { type: "text", text: move.text };
    default:
      throw new Error(`no block for ${move.kind}`);
  }
}

let calls = 0;
function tool(name: string, input: Record<string, string>): Record<string, unknown> {
  calls += 1;
  return { type: "tool_use", id: `toolu_${calls}`, name, input };
}

/** Answers with a message, streamed as server-sent events when the request wants that. */
export function answerMessages(
  response: ServerResponse,
  request: MessagesRequest,
  move: Move,
  spend: Spend,
): void {
  const block = blockOf(move, request.tools?.map(t => t.name) ?? []);
  const isTool = block.type === "tool_use";
  const usage = { input_tokens: spend.input, output_tokens: spend.output };
  const stop = isTool ? "tool_use" : "end_turn";
  const message = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: request.model,
    stop_sequence: null,
  };
  if (!request.stream) {
    return sendJson(response, 200, { ...message, content: [block], stop_reason: stop, usage });
  }
  const started = isTool ? { ...block, input: {} } : { type: "text", text: "" };
  const delta = isTool
    ? { type: "input_json_delta", partial_json: JSON.stringify(block.input) }
    : { type: "text_delta", text: block.text };
  const events = [
    { type: "message_start", message: { ...message, content: [], stop_reason: null, usage } },
    { type: "content_block_start", index: 0, content_block: started },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: stop, stop_sequence: null }, usage },
    { type: "message_stop" },
  ];
  sendStream(
    response,
    events.map(data => ({ event: data.type, data })),
  );
}
