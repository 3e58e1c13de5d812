import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerMessages, type MessagesRequest, readMessages } from "./anthropic.ts";
import { answerGenerate, type GenerateRequest, readGenerate } from "./gemini.ts";
import { answerResponses, type ResponsesRequest, readResponses } from "./responses.ts";
import type { Conversation, Move, Script, Spend } from "./script.ts";
import { sendJson } from "./wire.ts";

export interface ModelServer {
  url: string;
  /** Every conversation turn that asked the script. */
  turns: Conversation[];
  /** Paths of all requests. */
  requests: string[];
  close(): Promise<void>;
}

export interface ModelOptions {
  script: Script;
  /** `measured`: a token for each four bytes of the request. */
  spend?: Spend | "measured";
}

/** Stands in for the models' APIs on a loopback port: Anthropic Messages, OpenAI Responses and Gemini. */
export async function startModel({
  script,
  spend = { input: 1000, output: 100 },
}: ModelOptions): Promise<ModelServer> {
  const turns: Conversation[] = [];
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const url = request.url ?? "/";
    requests.push(`${request.method} ${url}`);
    const text = await readBody(request);
    const wire = wireOf(request.method ?? "GET", url, text);
    // 426: this server speaks no WebSocket; a program that tries one goes on over HTTP at once.
    if (!wire && request.headers.upgrade) return sendJson(response, 426, {});
    if (!wire) return sendJson(response, 404, { error: { message: `no such path ${url}` } });
    const routing = wire.conversation.tools.length === 0 && wire.routing;
    const told = spend === "measured" ? { input: Math.ceil(text.length / 4), output: 100 } : spend;
    if (routing) return wire.answer(response, { kind: "say", text: routing }, told);
    turns.push(wire.conversation);
    const move = script(wire.conversation);
    if (move.kind === "stall") return;
    if (move.kind === "refuse") return refuse(response, move);
    wire.answer(response, move, told);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    turns,
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Wire {
  conversation: Conversation;
  /** What a program wants to hear when it asks, without tools, which model to use. */
  routing?: string;
  answer(response: ServerResponse, move: Move, spend: Spend): void;
}

function wireOf(method: string, url: string, text: string): Wire | null {
  const path = url.split("?")[0]!;
  if (method !== "POST") return null;
  if (path.endsWith("/v1/messages")) {
    const body = JSON.parse(text) as MessagesRequest;
    return { conversation: readMessages(body), answer: (r, m, s) => answerMessages(r, body, m, s) };
  }
  if (path.endsWith("/responses")) {
    const conversation = readResponses(JSON.parse(text) as ResponsesRequest);
    return { conversation, answer: (r, m, s) => answerResponses(r, m, s) };
  }
  const gemini = /\/models\/([^:/]+):(generateContent|streamGenerateContent)$/.exec(path);
  if (!gemini) return null;
  const stream = gemini[2] === "streamGenerateContent";
  const conversation = readGenerate(JSON.parse(text) as GenerateRequest, gemini[1]!);
  const routing = JSON.stringify({ complexity_reasoning: "a small task", complexity_score: 10 });
  return { conversation, routing, answer: (r, m, s) => answerGenerate(r, stream, m, s) };
}

function refuse(response: ServerResponse, move: Extract<Move, { kind: "refuse" }>): void {
  const error = { type: move.type ?? "api_error", message: move.message, code: move.status };
  sendJson(response, move.status, { type: "error", error }, move.headers);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
