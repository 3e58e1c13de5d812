import type { IncomingMessage, ServerResponse } from "node:http";
import type { Deliveries } from "./deliveries.ts";

/** GitHub sends nothing larger. */
const BODY_CAP = 25 * 1024 * 1024;
/** Bodies held in memory at once; beyond it a delivery is turned away, and the sweep makes it good. */
const HELD_CAP = 64 * 1024 * 1024;

export interface Delivery {
  id: string;
  name: string;
  payload: unknown;
}

export interface Receiver {
  deliveries: Deliveries;
  now(): number;
  verify(body: string, signature: string): boolean;
  /** Takes the delivery over; must return at once. */
  accept(delivery: Delivery): void;
}

/** Answers webhook requests: checks the size, then the signature, then takes the delivery over and answers 202. */
export function createReceiver(receiver: Receiver) {
  let held = 0;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = header(request, "x-github-delivery");
    const name = header(request, "x-github-event");
    const signature = header(request, "x-hub-signature-256");
    if (!id || !name || !signature) return answer(response, 400, "a header of GitHub's is missing");
    const length = Number(request.headers["content-length"] ?? 0);
    if (length > BODY_CAP) return refuse(request, response, 413, "the body is too large");
    if (held + length > HELD_CAP) return refuse(request, response, 503, "too many deliveries at once");
    held += length;
    try {
      const body = await readBody(request);
      if (body === null) return refuse(request, response, 413, "the body is too large");
      if (!receiver.verify(body, signature)) return answer(response, 401, "the signature is wrong");
      const payload = parse(body);
      if (payload === undefined) return answer(response, 400, "the body is not JSON");
      if (!receiver.deliveries.take(id, receiver.now())) return answer(response, 202, "known already");
      answer(response, 202, "accepted");
      receiver.accept({ id, name, payload });
    } finally {
      held -= length;
    }
  };
}

/** The body as text; null when it is over the cap, which ends the reading. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_CAP) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
}

/** Answers without reading the rest of the request. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, message: string): void {
  response.once("finish", () => request.destroy());
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ message }));
}
