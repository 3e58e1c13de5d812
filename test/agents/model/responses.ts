import type { ServerResponse } from "node:http";
import { type Conversation, hear, type Move, type Spend } from "./script.ts";
import { sendStream } from "./wire.ts";

interface Item {
  type: string;
  role?: string;
  content?: string | { text?: string }[];
  output?: unknown;
  tools?: { name: string }[];
}
export interface ResponsesRequest {
  model: string;
  input: Item[];
}

/** Reads a request of the OpenAI Responses API (`POST /v1/responses`). */
export function readResponses(body: ResponsesRequest): Conversation {
  const conversation: Conversation = {
    prompt: "",
    results: [],
    before: 0,
    tools: body.input.flatMap(i => i.tools?.map(t => t.name) ?? []),
    model: body.model,
  };
  for (const item of body.input) {
    if (item.type.endsWith("_output")) conversation.results.push(JSON.stringify(item.output));
    else if (item.role === "user") hear(conversation, textOf(item.content));
  }
  return conversation;
}

function textOf(content: Item["content"]): string {
  return typeof content === "string" ? content : (content ?? []).map(c => c.text ?? "").join("\n");
}

let calls = 0;

/**
 * Newer models of this program offer one tool, `exec`, that runs JavaScript with the real tools inside; files are
 * written by its own patch tool, so that the program's file permissions decide.
 */
function itemOf(move: Move): Record<string, unknown> {
  calls += 1;
  switch (move.kind) {
    case "write": {
      const lines = move.content.replace(/\n$/, "").split("\n");
      const patch = [
        "*** Begin Patch",
        `*** Add File: ${move.path}`,
        ...lines.map(l => `+${l}`),
        "*** End Patch",
      ];
      return exec(`text(await tools.apply_patch(${JSON.stringify(patch.join("\n"))}))`);
    }
    case "run":
      return exec(`text(await tools.exec_command(${JSON.stringify({ cmd: move.command, login: false })}))`);
    case "say":
      return {
        type: "message",
        role: "assistant",
        id: `msg_${calls}`,
        content: [{ type: "output_text", text: move.text, annotations: [] }],
      };
    default:
      throw new Error(`no item for ${move.kind}`);
  }
}

function exec(input: string): Record<string, unknown> {
  return { type: "custom_tool_call", id: `ct_${calls}`, call_id: `call_${calls}`, name: "exec", input };
}

export function answerResponses(response: ServerResponse, move: Move, spend: Spend): void {
  const item = itemOf(move);
  const usage = {
    input_tokens: spend.input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: spend.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: spend.input + spend.output,
  };
  const id = `resp_${calls}`;
  const events = [
    { type: "response.created", response: { id, object: "response", status: "in_progress", output: [] } },
    { type: "response.output_item.added", output_index: 0, item },
    { type: "response.output_item.done", output_index: 0, item },
    {
      type: "response.completed",
      response: { id, object: "response", status: "completed", output: [item], usage },
    },
  ];
  sendStream(
    response,
    events.map(data => ({ event: data.type, data })),
  );
}
